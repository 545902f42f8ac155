"""The sheet with the cells that examples refer to, and with calls that fill several cells."""

from collections.abc import Sequence

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from sheetkpi.model.ranges import Range
from sheetkpi.translation import Language, translate
from sheetkpi.workbooks.calls import Block, ExampleCells, Spill
from sheetkpi.workbooks.looks import Looks, height_of
from sheetkpi.workbooks.styles import GREY

_WIDTHS = (24, 31, 15)


def write_examples(sheet: Worksheet, cells: ExampleCells, looks: Looks, language: Language) -> None:
    """Write what the examples were laid out to."""
    sheet.set_column(0, 0, _WIDTHS[0])
    sheet.set_column(1, 1, _WIDTHS[1])
    sheet.set_column(2, 10, _WIDTHS[2])
    sheet.set_landscape()
    sheet.write_string(0, 0, translate("Cells of the examples", language), looks.title)
    sheet.set_row(0, height_of(1, 16))
    lines = (
        translate("Blue cells are inputs: change them, and the functions that refer to them calculate anew.", language),
        translate("The checks know only the numbers given here: with others they rightly show ✗, and after Undo ✓ again.", language),
    )
    for row, line in enumerate(lines, 1):
        sheet.write_string(row, 0, line, looks.of(font_color=GREY))
    for block in cells.blocks:
        _write_block(sheet, block, cells.prefix, looks, language)
    for spill in cells.spills:
        _write_spill(sheet, spill, cells.prefix, looks)


def _write_block(sheet: Worksheet, block: Block, prefix: str, looks: Looks, language: Language) -> None:
    sheet.write_string(block.row, 0, prefix + block.record.name, looks.of(bold=True))
    for argument in block.arguments:
        sheet.write_string(block.row, argument.column, argument.parameter.title(language), looks.of(font_color=GREY))
        style = looks.input(argument.parameter.kind.number_format)
        _write_cells(sheet, argument.row + 1, argument.column, argument.content, [style] * len(argument.content.values))


def _write_spill(sheet: Worksheet, spill: Spill, prefix: str, looks: Looks) -> None:
    sheet.write_string(spill.row, 0, prefix + spill.record.name, looks.of(bold=True))
    sheet.write_string(spill.row, spill.column, spill.call.typed, looks.of(font_color=GREY, quote_prefix=True))
    names_align = "left" if spill.record.layout == "down" else "right"
    styles = [looks.of(num_format=number_format, align=names_align if number_format == "@" else "right") for number_format in spill.formats]
    top, content = spill.row + 1, spill.content
    bottom, right = top + content.rows - 1, spill.column + content.columns - 1
    sheet.write_dynamic_array_formula(top, spill.column, bottom, right, spill.call.formula, styles[0], spill.call.expected)
    # XlsxWriter puts zeros below the first cell of an array: what the formula really gives is written over them
    _write_cells(sheet, top, spill.column, content, styles, but_first=True)


def _write_cells(sheet: Worksheet, top: int, left: int, content: Range, styles: Sequence[Format], *, but_first: bool = False) -> None:
    for index, value in enumerate(content.values):
        down, across = divmod(index, content.columns)
        if index or not but_first:
            sheet.write(top + down, left + across, value, styles[index])
