"""The files of the script for Google Sheets: custom functions, one per KPI, the menu and the sidebar."""

import json
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from sheetkpi.files.shipped import FILES
from sheetkpi.locale import LOCALES
from sheetkpi.model.kinds import Shape
from sheetkpi.model.ranges import ERROR_TEXTS
from sheetkpi.model.records import MOST_ARGUMENTS, Parameter, Record
from sheetkpi.printing.javascript import definitions_module, fingerprint
from sheetkpi.printing.notation import BEST_KNOWN, sheet_formula
from sheetkpi.printing.words import formulas_in_words
from sheetkpi.registry import KPIS
from sheetkpi.translation import LANGUAGES, Language, translate
from sheetkpi.workbooks.kpi_texts import signature

#: The script's permissions: call a server, read its own spreadsheet, show a sidebar.
SCOPES = ("script.external_request", "spreadsheets.currentonly", "script.container.ui")
#: Settings of clasp, Google's command line for scripts; users add the script's ID and rename the file.
CLASP_EXAMPLE, CLASP = ".clasp.json.example", '{"scriptId": "…", "rootDir": "."}\n'

#: The script's messages, by the names used in Code.js and the sidebar.
MESSAGES: Mapping[str, str] = {
    "arguments": "{function} takes these arguments: {call}.",
    "needsServer": "{function} needs a server. Set its address in SheetKPI → Settings.",
    "unreachable": "The server {address} isn't responding ({reason}). Try again, or check the address in SheetKPI → Settings.",
    "keyMissing": "The server {address} requires a key. Ask its owner for one and enter it in SheetKPI → Settings.",
    "busy": "Too many requests to the server {address}. Wait a minute, then choose SheetKPI → Recalculate KPI formulas.",
    "keyRefused": "The server {address} rejected the key. Ask its owner for a valid key and enter it in SheetKPI → Settings.",
    "noServer": "{address} isn't a sheetkpi server. Check the address in SheetKPI → Settings.",
    "failed": "The server {address} reported an error (code {code}). Try again later, or contact its owner.",
    "menuReference": "Functions…",
    "menuSettings": "Settings…",
    "menuRecalculate": "Recalculate KPI formulas",
    "menuFreeze": "Convert selected KPI formulas to values",
    "menuForecast": "Insert the forecast workbook",
    "menuChannels": "Insert the channel comparison",
    "templateNeedsServer": (
        "Workbooks are loaded from a server. Set its address in SheetKPI → Settings, or download the file and open it here."
    ),
    "templateTaken": "These sheets already exist: {sheets}. Rename or delete them, then insert the workbook again.",
    "recalculated": "Formulas recalculated: {count}",
    "frozen": "Formulas converted to values: {count}",
    "noAddress": "No server is set. Functions with a formula are calculated in the sheet.",
    "httpsOnly": "The address must begin with https://, for example https://kpi.example.com",
    "works": "{address} works. Settings saved.",
    "search": "Search: romi, cost, loyalty…",
    "insert": "Insert into the active cell",
    "inserted": "Inserted.",
    "nothingFound": "Nothing found. Try another word.",
    "address": "Server address",
    "key": "Key",
    "keyKept": "A key is saved; leave this blank to keep it.",
    "save": "Check and save",
    "checking": "One moment…",
    "editorsSee": "Anyone who can edit this spreadsheet can read the key, so use one that gives access to nothing else.",
    "tabFunctions": "Functions",
    "tabSettings": "Settings",
    "failedCall": "Something went wrong: {reason}",
}


def script_files(language: Language, prefix: str = "") -> dict[str, str]:
    """Return the files by name."""
    source = files("sheetkpi.hosts.google")
    manifest = {
        "timeZone": "Etc/UTC",
        "runtimeVersion": "V8",
        "exceptionLogging": "STACKDRIVER",
        "oauthScopes": [f"https://www.googleapis.com/auth/{scope}" for scope in SCOPES],
    }
    texts = (
        source.joinpath("Code.js").read_text("utf-8"),
        functions_script(language, prefix),
        source.joinpath("Templates.js").read_text("utf-8"),
        source.joinpath("Sidebar.html").read_text("utf-8"),
        json.dumps(manifest, indent=2) + "\n",
    )
    return dict(zip(FILES, texts, strict=True))


def functions_script(language: Language, prefix: str = "") -> str:
    """Return ``Kpis.js``: the custom functions, and the data that they and the sidebar need."""
    constants = {
        "SHEETKPI_PREFIX": prefix,
        "SHEETKPI_DEFINITIONS": fingerprint(tuple(KPIS.values())),
        "SHEETKPI_ERRORS": ERROR_TEXTS,
        "SHEETKPI_LANGUAGES": _languages(),
        "SHEETKPI_TRIAL": _trial(),
        "SHEETKPI_MESSAGES": {name: _in_each(text) for name, text in MESSAGES.items()},
        "SHEETKPI_CATALOGUE": {record.name: _entry(record, prefix) for record in KPIS.values()},
    }
    lines = ["/* The functions of sheetkpi for Google Sheets. Built by `sheetkpi build`; not to be edited. */", ""]
    lines += ['const SHEETKPI_ADDRESS = "";']
    lines += [f"const {name} = Object.freeze({_json(value)});" for name, value in constants.items()]
    lines += [_function(record, language, prefix) for record in KPIS.values()]
    return "\n".join(lines) + "\n" + definitions_module(tuple(KPIS.values()))


def _function(record: Record, language: Language, prefix: str) -> str:
    names = ", ".join(f"...{p.name}" if p.variadic else p.name for p in record.parameters)
    comment = "\n".join(f" * {line}".rstrip() for line in _comment(record, language, prefix))
    return f'\n/**\n{comment}\n */\nfunction {prefix}{record.name}({names}) {{ return calculate_("{record.name}", arguments); }}'


def _comment(record: Record, language: Language, prefix: str) -> Iterator[str]:
    """Yield the lines of the JSDoc, which the formula editor shows."""
    yield record.summary_in(language)
    yield ""
    yield translate("Example: {call}", language).format(call=_example(record, language, prefix))
    for parameter in record.parameters:
        name = f"[{parameter.name}]" if parameter.is_optional and not parameter.variadic else parameter.name
        yield f"@param {{{_type(parameter)}}} {name} {_help(parameter, language)}"
    yield f"@return {{{_result_type(record)}}} {record.title(language)}"
    yield "@customfunction"


def _help(parameter: Parameter, language: Language) -> str:
    text = f"{parameter.title(language)}: {parameter.help_in(language)}"
    unit = translate(parameter.kind.unit, language)
    return f"{text} ({', '.join(parameter.options)})" if parameter.options else f"{text} ({unit})"


def _type(parameter: Parameter) -> str:
    kind = {"number": "number", "text": "string", "anything": "*"}[parameter.kind.holds]
    kind = "number|Date" if parameter.kind.name == "date" else kind
    rows = f"Array<Array<{kind}>>" if "|" not in kind else f"Array<Array<({kind})>>"
    if parameter.variadic:
        return f"...({kind}|{rows})"
    return rows if parameter.shape is not Shape.CELL else f"{kind}|{rows}"


def _result_type(record: Record) -> str:
    kind = "string" if record.kind.holds == "text" else "number"
    return "Array<Array<*>>" if record.result.spills else f"{kind}|Array<Array<*>>"


def _entry(record: Record, prefix: str) -> dict[str, Any]:
    return {
        "required": record.required,
        "most": record.most or MOST_ARGUMENTS,
        "printed": record.is_printable,
        "call": {language: signature(record, language, prefix) for language in LANGUAGES},
        "summary": {language: record.summary_in(language) for language in LANGUAGES},
        "group": {language: record.group_in(language) for language in LANGUAGES},
        "formula": {language: [list(line) for line in formulas_in_words(record, language)] for language in LANGUAGES},
        "example": {language: _example(record, language, prefix) for language in LANGUAGES},
    }


def _example(record: Record, language: Language, prefix: str) -> str:
    return sheet_formula(record, record.examples[0].arguments, language, prefix=prefix)


def _languages() -> dict[str, Language]:
    """Map the languages of spreadsheets to those of the texts."""
    return {code: language for language, locale in LOCALES.items() for code in (language, *locale.spreadsheet_languages)}


def _trial() -> dict[str, Any]:
    """Return a call and its result, to recognise a sheetkpi server."""
    best_known = KPIS[BEST_KNOWN]
    example = best_known.examples[0]
    return {"call": {"function": best_known.name, "arguments": list(example.arguments)}, "value": example.result}


def _in_each(text: str) -> dict[str, str]:
    return {language: translate(text, language) for language in LANGUAGES}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
