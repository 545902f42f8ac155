"""The first sheet: what the workbook is, whether it works here, and how to use it."""

from collections.abc import Mapping

from xlsxwriter.worksheet import Worksheet

from sheetkpi.translation import Language, translate
from sheetkpi.workbooks.function_sheet import RIGHT, Checks
from sheetkpi.workbooks.letters import lines_of
from sheetkpi.workbooks.looks import Looks, height_of
from sheetkpi.workbooks.styles import AMBER, GREEN, LINE, RED

_WIDTH = 105
_LIGHT_ROW, _FIRST_ROW = 2, 4


def write_start(sheet: Worksheet, checks: Checks, names: Mapping[str, object], looks: Looks, language: Language) -> None:
    """Write the sheet."""
    sheet.set_column(0, 0, 3)
    sheet.set_column(1, 1, _WIDTH)
    sheet.write_string(0, 1, translate("Marketing KPIs as functions", language), looks.title)
    sheet.set_row(0, height_of(1, 16))
    _write_light(sheet, checks, names, looks, language)
    row = _FIRST_ROW
    for heading, lines in _paragraphs(language):
        sheet.write_string(row, 1, heading, looks.subtitle)
        sheet.set_row(row, height_of(1, 12))
        for line in (each.format(**names) for each in lines):
            row += 1
            sheet.write_string(row, 1, line, looks.paragraph)
            sheet.set_row(row, height_of(lines_of(line, _WIDTH * 10 / 11), 11))
        row += 2


def _write_light(sheet: Worksheet, checks: Checks, names: Mapping[str, object], looks: Looks, language: Language) -> None:
    """The traffic light: green where every check is right, amber where there is no LAMBDA, red where a check differs."""
    fine = translate("✓ All {count} checks are right: the functions work here.", language).format(count=checks.count)
    absent = translate("! This program has no LAMBDA: take the native formulas beside the functions.", language)
    wrong = translate("✗ Some checks differ: look for ✗ on the sheet “{functions}”.", language).format(**names)
    for start, colours in ((fine[0], GREEN), (absent[0], AMBER), (wrong[0], RED)):
        condition = {"type": "text", "criteria": "begins with", "value": start, "format": looks.light(colours)}
        sheet.conditional_format(_LIGHT_ROW, 1, _LIGHT_ROW, 1, condition)
    is_fine = f'COUNTIF({checks.marks},"{RIGHT}")={checks.count}'
    formula = f"=IF(ISERROR({checks.first_result}),{_quoted(absent)},IF({is_fine},{_quoted(fine)},{_quoted(wrong)}))"
    style = looks.of(font_size=12, bold=True, valign="vcenter", indent=1, border=1, border_color=LINE)
    sheet.write_formula(_LIGHT_ROW, 1, formula, style, fine)
    sheet.set_row(_LIGHT_ROW, 28)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _paragraphs(language: Language) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Headings, each with the lines below it."""
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
