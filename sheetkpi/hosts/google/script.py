"""The files of the script for Google Sheets: custom functions, one per KPI, the menu and the sidebar."""

import json
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from typing import Any

from sheetkpi.files.shipped import FILES
from sheetkpi.hosts.companions import COMPANIONS, WHY
from sheetkpi.hosts.descriptions import functions
from sheetkpi.model.kinds import Shape
from sheetkpi.model.ranges import ERROR_TEXTS
from sheetkpi.model.records import MOST_ARGUMENTS, Parameter, Record
from sheetkpi.printing.excel import Excel
from sheetkpi.printing.formulas import printed, separator_of
from sheetkpi.printing.javascript import definitions_module, fingerprint
from sheetkpi.printing.notation import BEST_KNOWN, sheet_formula
from sheetkpi.printing.words import formulas_in_words
from sheetkpi.reading.figure import FIGURE, spellings, spellings_of_figures
from sheetkpi.registry import KPIS
from sheetkpi.translation import Language, translate
from sheetkpi.workbooks.kpi_texts import signature

#: The script's permissions: call a server, read its own spreadsheet, show a sidebar.
SCOPES = ("script.external_request", "spreadsheets.currentonly", "script.container.ui")
#: Settings of clasp, Google's command line for scripts; users add the script's ID and rename the file.
CLASP_EXAMPLE, CLASP = ".clasp.json.example", '{"scriptId": "…", "rootDir": "."}\n'

#: The script's messages, by the names used in Code.js and the sidebar.
MESSAGES: Mapping[str, str] = {
    "unknown": "There is no function {name}. SheetKPI → Functions… shows all of them.",
    "mistyped": "There is no function {name}. Did you mean {nearest}?",
    "arguments": "{function} takes these arguments: {call}.",
    "figureTable": "{function}: give a table with its headers, such as DECOMPOSE(…).",
    "figureBlank": "{function}: the name of the figure is blank. Give one, such as “cpc”.",
    "figureUnknown": "{function}: the table has no “{name}”. It has: {names}.",
    "needsServer": "{function} needs a server. Set its address in SheetKPI → Settings.",
    "settingsUnread": "Google doesn't give out the settings right now ({reason}). Try again later.",
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
    "menuDownload": "Download as Excel: what to know",
    "menuForecast": "Insert the forecast workbook",
    "menuChannels": "Insert the channel comparison",
    "templateNeedsServer": (
        "Workbooks are loaded from a server. Set its address in SheetKPI → Settings, or download the file and open it here."
    ),
    "templateTaken": "These sheets already exist: {sheets}. Rename or delete them, then insert the workbook again.",
    "templateUnfinished": "An earlier insertion was interrupted. Its unfinished sheets will be removed first: {sheets}",
    "recalculated": "Formulas recalculated: {count}",
    "frozen": "Formulas converted to values: {count}",
    "leftProtected": "Not changed, because the cells are protected: {cells}",
    "leftNoValue": "Not converted, because they show an error or aren't calculated yet: {cells}",
    "otherDefinitions": (
        "The definitions of the server {address} differ from those of this script, which calculates by its own. "
        "Copy the script anew from {address}/addin/google/."
    ),
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
    "tabDownload": "Excel file",
    "downloadFrozen": (
        "Google doesn't put scripts into a downloaded .xlsx. Each of our formulas becomes IFERROR(__xludf.DUMMYFUNCTION(…), …) there: "
        "it shows its last number and never changes again."
    ),
    "downloadInstead": "What stays alive in Excel:",
    "downloadWorkbooks": "The workbooks in this menu: their formulas are native.",
    "downloadFormulas": "Native formulas: under Functions, below each function. Write your cells in place of the names.",
    "downloadLambda": "functions.xlsx: each function is a LAMBDA for Excel 365, so =ROMI(…) works in it",
    "downloadForecast": "The forecast workbook as an Excel file",
    "downloadChannels": "The channel comparison as an Excel file",
    "downloadValues": "Or convert our formulas to values before downloading, in the same menu.",
    "native": "Native formula, which also works in a downloaded .xlsx:",
    "failedCall": "Something went wrong: {reason}",
}


#: Files that work in Excel without the script, by the names used in the sidebar.
LINKS = {"downloadLambda": "functions", "downloadForecast": "forecast", "downloadChannels": "channels"}
DOWNLOADS = "https://github.com/sheetkpi/sheetkpi/raw/main/templates"


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
        "SHEETKPI_COMPANIONS": COMPANIONS,
        "SHEETKPI_FIGURES": list(spellings_of_figures()),
        "SHEETKPI_IN_WORDS": sorted(spellings("Formula")),
        "SHEETKPI_LINKS": {name: f"{DOWNLOADS}/{language}/{workbook}.xlsx" for name, workbook in LINKS.items()},
        "SHEETKPI_TRIAL": _trial(),
        "SHEETKPI_MESSAGES": {name: translate(text, language) for name, text in MESSAGES.items()},
        "SHEETKPI_CATALOGUE": {record.name: _entry(record, language, prefix) for record in KPIS.values()},
    }
    lines = ["/* The functions of sheetkpi for Google Sheets. Built by `sheetkpi build`; not to be edited. */", ""]
    lines += ['const SHEETKPI_ADDRESS = "";', f"const SHEETKPI_LANGUAGE = {_json(language)};"]
    lines += [f"const {name} = Object.freeze({_json(value)});" for name, value in constants.items()]
    lines += [_function(record, language, prefix) for record in KPIS.values()]
    lines += [_figure(language, prefix), _why(language, prefix)]
    return "\n".join(lines) + "\n" + definitions_module(tuple(KPIS.values()))


def _function(record: Record, language: Language, prefix: str) -> str:
    names = ", ".join(f"...{p.name}" if p.variadic else p.name for p in record.parameters)
    call = f'function {prefix}{record.name}({names}) {{ return calculate_("{record.name}", arguments); }}'
    return f"\n{_documented(_comment(record, language, prefix))}\n{call}"


def _figure(language: Language, prefix: str) -> str:
    function = next(each for each in functions() if each.name == FIGURE)
    table, figure, row = (argument.text.in_language(language) for argument in function.arguments)
    decompose = KPIS["DECOMPOSE"]
    call = sheet_formula(decompose, decompose.examples[0].arguments, language, prefix=prefix).removeprefix("=")
    lines = [
        function.text.in_language(language),
        "",
        translate("Example: {call}", language).format(call=f'={prefix}{FIGURE}({call}{separator_of(language)}"cpc")'),
        f"@param {{Array<Array<*>>}} table {table}",
        f"@param {{string|number}} figure {figure}",
        f"@param {{string|number}} [row] {row}",
        f"@return {{*}} {function.text.in_language(language)}",
        "@customfunction",
    ]
    return f"\n{_documented(lines)}\nfunction {prefix}{FIGURE}(table, figure, row) {{ return figure_(table, figure, row); }}"


def _why(language: Language, prefix: str) -> str:
    function = next(each for each in functions() if each.name == WHY)
    name, cells = (argument.text.in_language(language) for argument in function.arguments)
    text = function.text.in_language(language)
    example = sheet_formula(KPIS[BEST_KNOWN], KPIS[BEST_KNOWN].examples[0].arguments, language, prefix=prefix)
    call = f'={prefix}{WHY}("{BEST_KNOWN}"{separator_of(language)}{example.partition("(")[2]}'
    lines = [
        text,
        "",
        translate("Example: {call}", language).format(call=call),
        f"@param {{string}} kpi {name}",
        f"@param {{...*}} cells {cells}",
        f"@return {{string|Array<Array<string>>}} {text}",
        "@customfunction",
    ]
    return f"\n{_documented(lines)}\nfunction {prefix}{WHY}(kpi, ...cells) {{ return why_(kpi, cells); }}"


def _documented(lines: Iterable[str]) -> str:
    text = "\n".join(f" * {line}".rstrip() for line in lines)
    return f"/**\n{text}\n */"


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


def _entry(record: Record, language: Language, prefix: str) -> dict[str, Any]:
    separator = separator_of(language)
    native = printed(record, Excel.name, separator=separator, is_guarded=False, language=language) if record.is_printable else []
    return {
        "required": record.required,
        "most": record.most or MOST_ARGUMENTS,
        "printed": record.is_printable,
        "call": signature(record, language, prefix),
        "summary": record.summary_in(language),
        "group": record.group_in(language),
        "formula": [list(line) for line in formulas_in_words(record, language)],
        "native": [f"{title}: {text}" if title else text for title, text in native],
        "example": _example(record, language, prefix),
    }


def _example(record: Record, language: Language, prefix: str) -> str:
    return sheet_formula(record, record.examples[0].arguments, language, prefix=prefix)


def _trial() -> dict[str, Any]:
    """Return a call and its result, to recognise a sheetkpi server."""
    best_known = KPIS[BEST_KNOWN]
    example = best_known.examples[0]
    return {"call": {"function": best_known.name, "arguments": list(example.arguments)}, "value": example.result}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
