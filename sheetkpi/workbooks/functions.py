"""Every KPI as a function of Excel 365, with no add-in and no macro: a name that holds a LAMBDA.

In ``templates/*/functions.xlsx`` every example of the catalogue is a live call compared with what Python calculates.
"""

import textwrap
from collections.abc import Mapping

from sheetkpi.model.records import Record
from sheetkpi.printing.formulas import separator_of
from sheetkpi.printing.notation import BEST_KNOWN, first_formula
from sheetkpi.registry import KPIS
from sheetkpi.translation import Label, Language, translate
from sheetkpi.workbooks.book import Book, Formula
from sheetkpi.workbooks.example_sheet import ExampleCells, write_examples
from sheetkpi.workbooks.function_sheet import RIGHT, Checks, write_functions
from sheetkpi.workbooks.kpi_texts import signature
from sheetkpi.workbooks.package import LONGEST_COMMENT
from sheetkpi.workbooks.start_page import StartPage
from sheetkpi.workbooks.styles import WARN
from sheetkpi.workbooks.xlsx import workbook

_TITLE = Label("Marketing KPIs as functions")


def functions_workbook(language: Language, prefix: str = "") -> bytes:
    """Return the workbook of all printable KPIs."""
    records = [record for record in KPIS.values() if record.is_printable]
    book = Book(_TITLE, language, "functions", prefix)
    book.kpis = dict.fromkeys(record.name for record in records)
    book.name_comments = {prefix + record.name: tip(record, language, prefix) for record in records}
    page = StartPage(book, _TITLE.in_language(language))
    functions, examples = book.sheet(Label("Functions")), book.sheet(Label("Examples"))
    cells = ExampleCells(examples.title, language, prefix)
    checks = write_functions(functions, records, cells)
    write_examples(examples, cells)
    names = {"count": len(records), "functions": functions.title, "examples": examples.title}
    names["call"] = first_formula(KPIS[BEST_KNOWN], separator_of(language), prefix)
    _write_start(page, checks, names, language)
    for sheet in book.sheets:
        sheet.is_protected = False
    return workbook(book)


def tip(record: Record, language: Language, prefix: str = "") -> str:
    """Return what Excel shows while the name is typed: the arguments, and as much of the summary as fits."""
    head = f"{signature(record, language, prefix)}: "
    for text in (record.summary_in(language), f"{record.title(language)}."):
        if len(head + text) <= LONGEST_COMMENT:
            return head + text
    return textwrap.shorten(head + record.title(language), LONGEST_COMMENT, placeholder="…")


def _write_start(page: StartPage, checks: Checks, names: Mapping[str, object], language: Language) -> None:
    """Write the traffic light, and how to use the workbook."""
    light = page.light(_light(checks, names, language))
    page.sheet.rule(light, f'LEFT({light.fixed},1)="!"', WARN)
    for heading, lines in _paragraphs(language):
        page.heading(heading)
        for line in lines:
            page.paragraph(line.format(**names))
        page.row += 1


def _light(checks: Checks, names: Mapping[str, object], language: Language) -> Formula:
    """Return the state: green if every check is right, amber without LAMBDA, red if a check differs."""
    fine = translate("✓ All {count} checks are right: the functions work here.", language).format(count=checks.count)
    absent = translate("! This program has no LAMBDA: use the native formulas beside the functions.", language)
    wrong = translate("✗ Some checks differ: look for ✗ on the sheet “{functions}”.", language).format(**names)
    is_fine = f'COUNTIF({checks.marks.full},"{RIGHT}")={checks.count}'
    formula = f"IF(ISERROR({checks.first_result.full}),{_quoted(absent)},IF({is_fine},{_quoted(fine)},{_quoted(wrong)}))"
    return Formula(formula, value=fine)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _paragraphs(language: Language) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the headings, each with the lines below it."""
    return (
        (
            translate("What this is", language),
            (
                translate("{count} marketing KPIs as functions of Excel: type {call} into any cell of this workbook.", language),
                translate(
                    "There is no add-in and no macro: each function is a LAMBDA kept under its name (Formulas → Name Manager).", language
                ),
                translate(
                    "The sheet “{functions}” explains each one and shows it at work; “{examples}” holds the cells that some refer to.",
                    language,
                ),
            ),
        ),
        (
            translate("How to use it", language),
            (
                translate("• Begin a workbook from this file: save it under another name and add your sheets.", language),
                translate(
                    "• Or take the functions into a workbook of yours: select the tabs “{functions}” and “{examples}” together, "
                    "right-click, Move or Copy, choose your workbook, tick “Create a copy”. The functions come along and stay, "
                    "even when you delete the two sheets.",
                    language,
                ),
                translate(
                    "• Or, with Microsoft's free add-in Excel Labs: Advanced Formula Environment → Modules, and paste the text of "
                    "addin/excel/sheetkpi.afe.txt into the module Workbook.",
                    language,
                ),
            ),
        ),
        (
            translate("Which programs", language),
            (
                translate(
                    "Excel 365 and Excel for the web have LAMBDA. Excel 2021 and older, and LibreOffice have not: take the native "
                    "formula beside the function there, and put your cells in the place of its words.",
                    language,
                ),
                translate(
                    "The native formula is the bare calculation. A function does more: it leaves blanks blank, and answers a text with "
                    "#VALUE!, a share outside 0…1 or a negative count with #NUM!, a zero denominator with #DIV/0!.",
                    language,
                ),
            ),
        ),
    )
