"""``Kpis.js``: the custom functions of Google Sheets, one a KPI, and what they compute with."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

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

#: What the script says, by the names that Code.js and the sidebar use.
MESSAGES: Mapping[str, str] = {
    "arguments": "{function} takes these arguments: {call}.",
    "needsServer": "{function} needs a server: set its address in the menu SheetKPI → Settings.",
    "unreachable": "The server {address} does not answer ({reason}). Try again, or check the address in SheetKPI → Settings.",
    "keyMissing": "The server {address} needs a key. Ask its owner for one, and enter it in the menu SheetKPI → Settings.",
    "busy": "The server {address} is asked too often. Wait a minute, then choose SheetKPI → Recalculate our formulas.",
    "keyRefused": "The server {address} refuses the key. Ask its owner for a key, and enter it in SheetKPI → Settings.",
    "noServer": "At {address} there is no sheetkpi server: it answers with something else. Check the address in SheetKPI → Settings.",
    "failed": "The server {address} failed (code {code}). Try again later, or tell its owner.",
    "menuReference": "Functions…",
    "menuSettings": "Settings…",
    "menuRecalculate": "Recalculate our formulas",
    "menuFreeze": "Turn our formulas in the selection into values",
    "menuForecast": "Insert the forecast workbook",
    "menuChannels": "Insert the channel comparison",
    "templateNeedsServer": (
        "The workbooks come from a server: set its address in the menu SheetKPI → Settings. Or download the file and open it here."
    ),
    "templateTaken": "These sheets are there already: {sheets}. Rename or delete them, then insert the workbook.",
    "recalculated": "Formulas computed anew: {count}",
    "frozen": "Formulas turned into values: {count}",
    "noAddress": "No server: functions with a formula are computed in the sheet.",
    "httpsOnly": "The address must begin with https://, for example https://kpi.example.com",
    "works": "{address} works: saved.",
    "search": "Search: romi, cost, loyalty…",
    "insert": "Insert into the active cell",
    "inserted": "Inserted.",
    "nothingFound": "Nothing found. Try another word.",
    "address": "Address of the server",
    "key": "Key",
    "keyKept": "A key is saved; leave this blank to keep it.",
    "save": "Check and save",
    "checking": "One moment…",
    "editorsSee": "Everybody who may edit this spreadsheet can read the key: take one that may do nothing else.",
    "tabFunctions": "Functions",
    "tabSettings": "Settings",
    "failedCall": "That did not work: {reason}",
}


def functions_script(language: Language, prefix: str = "") -> str:
    """The file."""
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
    """The JSDoc, which the editor of formulas shows while one types."""
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
    """The language of the texts by that of the spreadsheet."""
    return {code: language for language, locale in LOCALES.items() for code in (language, *locale.spreadsheet_languages)}


def _trial() -> dict[str, Any]:
    """The call that shows whether a server is one of ours."""
    best_known = KPIS[BEST_KNOWN]
    example = best_known.examples[0]
    return {"call": {"function": best_known.name, "arguments": list(example.arguments)}, "value": example.result}


def _in_each(text: str) -> dict[str, str]:
    return {language: translate(text, language) for language in LANGUAGES}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
