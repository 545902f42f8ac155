"""Write a described workbook as an .xlsx file, with the true value of every formula in it.

It is written twice: a first time to be calculated, a second time with what came out, so that a telephone or a preview,
which do not calculate, show the numbers too.
"""

import datetime
import io
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import ironcalc
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from sheetkpi import __version__
from sheetkpi.files.shipped import archive
from sheetkpi.locale import locale_of
from sheetkpi.model.errors import ERROR_CODES
from sheetkpi.printing.excel_lambda import figure_lambda, lambda_text
from sheetkpi.reading.figure import FIGURE
from sheetkpi.registry import find
from sheetkpi.translation import Translatable
from sheetkpi.workbooks.book import At, Bars, Book, Cell, Formula, Rule, Scale, Sheet, Validation, row_heights, with_texts
from sheetkpi.workbooks.charts import add_chart
from sheetkpi.workbooks.styles import INK, LINE, Style, lines_of

#: The values of formulas by sheet, row and column, counted from 0.
Values = Mapping[str, Mapping[tuple[int, int], Any]]

_FIXED = re.compile(r"(?<![\w.])FIXED\(")
_TOKEN = re.compile(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'|[()]')


def calculated(file: bytes, book: Book) -> Values:
    """Calculate all formulas of a book, as an Excel of the book's language would."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "book.xlsx")
        path.write_bytes(file)
        model = ironcalc.load_from_xlsx(str(path), "en", "UTC")
    places = {
        (sheet.title, number, row, column): cell.content
        for number, sheet in enumerate(book.sheets)
        for (row, column), cell in sheet.cells.items()
        if isinstance(cell.content, Formula)
    }
    locale, english = locale_of(book.language), locale_of("en")
    for (_title, number, row, column), formula in places.items():  # IronCalc writes texts of numbers as an English Excel does
        if (locale.thousands, locale.decimal) != (english.thousands, english.decimal) and _FIXED.search(formula.text):
            written = str(model.get_cell_formula(number, row + 1, column + 1))
            model.update_cell_with_formula(number, row + 1, column + 1, _with_signs(written, locale.thousands, locale.decimal))
    model.evaluate()
    values: dict[str, dict[tuple[int, int], Any]] = {sheet.title: {} for sheet in book.sheets}
    for title, number, row, column in places:
        values[title][row, column] = model.get_cell_value(number, row + 1, column + 1)
    return values


def _with_signs(formula: str, group: str, decimal: str) -> str:
    """Return the formula with other separators in the texts that FIXED gives.

    >>> _with_signs('=IF(A1,"FIXED(1)",FIXED(SUM(A1),0))', " ", ",")
    '=IF(A1,"FIXED(1)",SUBSTITUTE(SUBSTITUTE(SUBSTITUTE(FIXED(SUM(A1),0),",","|"),".",","),"|"," "))'
    """
    done, pieces = 0, []
    for start, end in _calls_of_fixed(formula):
        english = formula[start:end]
        pieces += [formula[done:start], f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({english},",","|"),".","{decimal}"),"|","{group}")']
        done = end
    return "".join([*pieces, formula[done:]])


def _calls_of_fixed(formula: str) -> Iterator[tuple[int, int]]:
    """Return the start and end of each call of FIXED, ignoring quoted text."""
    starts = {found.end() - 1: found.start() for found in _FIXED.finditer(formula)}
    opened: list[int] = []
    for token in _TOKEN.finditer(formula):
        if token[0] == "(":
            opened.append(token.start())
        elif token[0] == ")" and (start := starts.get(opened.pop())) is not None:
            yield start, token.end()


#: Excel refuses a longer comment.
LONGEST_COMMENT = 255

_NAME = re.compile(r'<definedName name="(\w+)"')
_ERROR_AS_TEXT = re.compile(rf't="str">(<f[^>]*>[^<]*</f><v>(?:{"|".join(map(re.escape, ERROR_CODES))})</v>)')
#: LibreOffice trusts the values of a file that says it is Excel's, all but those of array formulas. It is not Excel's,
#: and where LAMBDA is missing, checks that still said ✓ beside an error would be a lie.
_APPLICATION = ("<Application>Microsoft Excel</Application>", "<Application>sheetkpi</Application>")

#: A formula with this in it XlsxWriter takes as it is. Else it looks in each for every function newer than Excel 2016, thirty times:
#: there is none in a workbook, and there are thousands of formulas.
AS_IT_IS = "~_xlfn.~"

#: Formulas that are copied down, as :func:`copied_formula` marks them.
_COPIED_FIRST = re.compile(r"<f>~(\d+)~([A-Z0-9:]+)~([^<]*)</f>")
_COPIED = re.compile(r"<f>~(\d+)~</f>")

#: What XlsxWriter leaves to the default of Excel, and LibreOffice takes otherwise in a file that is not Excel's.
_LABELS = '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/>'
_CHART_DEFAULTS = (
    (re.compile(r'<c:showVal val="1"/>(?=</c:dLbl)'), f'{_LABELS}<c:showBubbleSize val="0"/>'),
    (re.compile(r'<c:plotVisOnly val="1"/>(?!<c:dispBlanksAs)'), '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/>'),
    (
        re.compile(r"</c:val></c:ser>(?=(?:(?!</c:lineChart>|<c:(?:bar|line)Chart>).)*</c:lineChart>)"),
        '</c:val><c:smooth val="0"/></c:ser>',
    ),
    (  # without it LibreOffice draws a loss as a gain
        re.compile(r"</c:spPr>(?=<c:(?:dLbls|errBars|cat|val)>)(?=(?:(?!</c:barChart>|<c:\w+Chart>).)*</c:barChart>)"),
        '</c:spPr><c:invertIfNegative val="0"/>',
    ),
)


def copied_formula(number: int, cells: str = "", text: str = "") -> str:
    """Return the placeholder of a formula that is copied down, until the file is finished."""
    return f"~{number}~{cells}~{text}" if cells else f"~{number}~"


def finished(package: bytes, comments: Mapping[str, str]) -> bytes:
    """Return the workbook with what XlsxWriter can't write."""
    return archive(_parts(package, comments), is_compressed=True)


def _parts(package: bytes, comments: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        for name in source.namelist():
            text = source.read(name).decode()
            if name == "xl/workbook.xml":
                text = _NAME.sub(lambda found: found[0] + _attribute(comments.get(found[1])), text)
            elif name.startswith("xl/worksheets/"):
                text = text.replace(f"<f>{AS_IT_IS}", "<f>")
                text = _COPIED_FIRST.sub(r'<f t="shared" ref="\2" si="\1">\3</f>', text)
                text = _COPIED.sub(r'<f t="shared" si="\1"/>', text)
                text = _ERROR_AS_TEXT.sub(r't="e">\1', text)
            elif name.startswith("xl/charts/"):
                for pattern, explicit in _CHART_DEFAULTS:
                    text = pattern.sub(explicit, text)
            elif name == "docProps/app.xml":
                text = text.replace(*_APPLICATION)
            yield name, text.encode()


def _attribute(comment: str | None) -> str:
    return f" comment={quoteattr(comment)}" if comment else ""


_FONT = "Calibri"
_A4 = 9

#: Documents carry a date; a fixed one keeps a file the same from build to build.
_CREATED = datetime.datetime(2026, 1, 1)


def workbook(book: Book) -> bytes:
    """Return the file: the same bytes for the same book."""
    complete = with_texts(book)
    cells = [cell.content for sheet in complete.sheets for cell in sheet.cells.values()]
    if all(content.value is not None for content in cells if isinstance(content, Formula)):
        return _written(complete, {})
    return _written(complete, calculated(_written(complete, {}), complete))


def uncalculated(book: Book, planted: float) -> bytes:
    """Return the file with one wrong value in every formula, to see whether a program recalculates it."""
    complete = with_texts(book)
    values = {sheet.title: dict.fromkeys(sheet.cells, planted) for sheet in complete.sheets}
    return _written(complete, values)


def _written(book: Book, values: Values) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "use_future_functions": False, "strings_to_formulas": False}) as file:
        language = book.language
        file.set_properties(
            {"title": book.title.in_language(language), "author": "sheetkpi", "comments": f"sheetkpi {__version__}", "created": _CREATED}
        )
        if book.edition == "functions":
            kpis = [find(name) for name in book.kpis if find(name).is_printable]
            for kpi in kpis:
                file.define_name(book.prefix + kpi.name, "=" + lambda_text(kpi, form="file", language=language))
            if any(kpi.result.spills for kpi in kpis):
                file.define_name(book.prefix + FIGURE, "=" + figure_lambda(kpis, form="file", language=language))
        for name, place in _names(book).items():
            file.define_name(name, f"={place.full}")
        formats = _Formats(file)
        worksheets = {sheet.title: file.add_worksheet(sheet.title) for sheet in book.sheets}
        for sheet in book.sheets:
            _SheetWriter(file, worksheets[sheet.title], sheet, book, formats).write(values.get(sheet.title, {}))
        worksheets[book.sheets[0].title].activate()
    return finished(target.getvalue(), book.name_comments)


def _names(book: Book) -> Mapping[str, At]:
    """Return the names of cells without those of functions' parameters, which some programs confuse."""
    if book.edition != "functions":
        return book.names
    taken = {parameter.name for name in book.kpis for parameter in find(name).parameters}
    return {name: place for name, place in book.names.items() if name.lower() not in taken}


class _Formats:
    """The formats of a file, each made once."""

    def __init__(self, file: xlsxwriter.Workbook) -> None:
        self._file = file
        self._made: dict[tuple[Style, str], Format] = {}

    def of(self, style: Style) -> Format:
        """Return the format of a cell."""
        return self._format(style, "cell", _properties)

    def of_quoted(self, style: Style) -> Format:
        """Return the format of a text that looks like a formula: it stays a text when the cell is edited."""
        return self._format(style, "quoted", lambda style: _properties(style) | {"quote_prefix": True})

    def of_rule(self, style: Style) -> Format:
        """Return the format of a rule: only what it changes."""
        return self._format(style, "rule", _rule_properties)

    def _format(self, style: Style, role: str, properties: Callable[[Style], dict[str, Any]]) -> Format:
        if (style, role) not in self._made:
            self._made[style, role] = self._file.add_format(properties(style))
        return self._made[style, role]


def _properties(style: Style) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "font_name": _FONT,
        "font_size": style.size,
        "font_color": style.colour,
        "num_format": style.number_format,
        "valign": "top" if style.is_top else "vcenter",
        "locked": not style.is_open,
    }
    properties |= {"bold": True} if style.is_bold else {}
    properties |= {"bg_color": style.background} if style.background else {}
    properties |= {"align": style.align} if style.align else {}
    properties |= {"text_wrap": True} if style.is_wrapped else {}
    properties |= {"indent": style.indent} if style.indent else {}
    if style.border == "outline":
        properties |= {"border": 2, "border_color": INK}
    elif style.border != "none":
        edge = "border" if style.border == "all" else style.border
        properties |= {edge: 1, f"{edge}_color": LINE}
    return properties


def _rule_properties(style: Style) -> dict[str, Any]:
    properties: dict[str, Any] = {"font_color": style.colour} if style.colour != INK else {}
    properties |= {"bold": True} if style.is_bold else {}
    properties |= {"bg_color": style.background} if style.background else {}
    properties |= {"border": 2, "border_color": style.colour} if style.border == "outline" else {}
    properties |= {"bottom": 1, "bottom_color": LINE} if style.border == "bottom" else {}
    properties |= {"num_format": style.number_format} if style.number_format != "General" else {}
    return properties


class _SheetWriter:
    """Writes one sheet."""

    def __init__(self, file: xlsxwriter.Workbook, worksheet: Worksheet, sheet: Sheet, book: Book, formats: _Formats) -> None:
        self.file = file
        self.worksheet = worksheet
        self.sheet = sheet
        self.book = book
        self.formats = formats
        self.copied: dict[At, int] = {}

    def write(self, values: Mapping[tuple[int, int], Any]) -> None:
        """Write the sheet, with the values of its formulas."""
        self.write_frame()
        for place, cell in self.sheet.cells.items():
            self.write_cell(*place, cell, values.get(place, 0))
        for merge in self.sheet.merges:
            self.worksheet.merge_range(*merge.corners, "")
            cell = self.sheet.cells[merge.row, merge.column]
            self.write_cell(merge.row, merge.column, cell, values.get((merge.row, merge.column), 0))
        for (row, column), text in self.sheet.notes.items():
            self.write_note(row, column, text)
        for cells, validation in self.sheet.validations:
            self.write_validation(cells, validation)
        for look in self.sheet.looks:
            self.write_look(look)
        for row, column, chart in self.sheet.charts:
            add_chart(self.file, self.worksheet, row, column, chart, self.book)
        if self.sheet.expected_errors:
            self.worksheet.ignore_errors({"eval_error": self.sheet.expected_errors.here})
        for spark, source in self.sheet.sparklines:
            self.worksheet.add_sparkline(spark.row, spark.column, {"range": source.full, "markers": True, "series_color": "#0072B2"})

    def write_frame(self) -> None:
        """Write columns, rows, and settings of the whole sheet."""
        sheet, worksheet = self.sheet, self.worksheet
        worksheet.hide_gridlines(2)
        self.write_columns()
        if sheet.filtered:
            worksheet.autofilter(*sheet.filtered.corners)
        for row, height in row_heights(sheet, self.book).items():
            worksheet.set_row(row, height)
        if sheet.frozen != (0, 0):
            worksheet.freeze_panes(*sheet.frozen)
        if sheet.tab:
            worksheet.set_tab_color(sheet.tab)
        self.write_page()
        if sheet.is_protected:
            allowed = ("format_cells", "format_columns", "format_rows", "sort", "autofilter", "insert_hyperlinks")
            worksheet.protect("", dict.fromkeys(allowed, True))

    def write_page(self) -> None:
        """Write the page setup."""
        sheet, worksheet = self.sheet, self.worksheet
        if sheet.is_landscape:
            worksheet.set_landscape()
        worksheet.set_paper(_A4)
        worksheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        worksheet.set_footer("&L&8&A&R&8&P / &N")
        if sheet.second_page is None:
            worksheet.fit_to_pages(1, 1 if sheet.is_fitted_to_one_page else 0)
        else:
            column, percent, repeated = sheet.second_page
            worksheet.set_v_pagebreaks([column])
            worksheet.set_print_scale(percent)
            worksheet.repeat_columns(0, repeated)
        if sheet.repeated_rows is not None:
            worksheet.repeat_rows(0, sheet.repeated_rows)
        if sheet.print_area:
            worksheet.print_area(*sheet.print_area.corners)

    def write_columns(self) -> None:
        """Write widths, and the formats of empty cells."""
        for column in self.sheet.widths.keys() | self.sheet.column_styles.keys():
            style = self.sheet.column_styles.get(column)
            self.worksheet.set_column(column, column, self.sheet.widths.get(column), self.formats.of(style) if style else None)

    def write_cell(self, row: int, column: int, cell: Cell, value: Any) -> None:
        """Write a cell; a text stays a text, whatever it begins with."""
        style = self.formats.of(cell.style)
        content = cell.content
        if content is None:
            self.worksheet.write_blank(row, column, None, style)
        elif isinstance(content, Formula) and content.spills_to:
            # Excel takes the call of a LAMBDA's name for =@ROMI(…) unless it is written as a dynamic array
            self.worksheet.write_dynamic_array_formula(*content.spills_to.corners, f"={content.text}", style, content.value)
        elif isinstance(content, Formula):
            self.worksheet.write_formula(
                row, column, f"={AS_IT_IS}{self.text_of(row, column, content)}", style, value if content.value is None else content.value
            )
        elif isinstance(content, bool):
            self.worksheet.write_boolean(row, column, content, style)
        elif isinstance(content, int | float):
            self.worksheet.write_number(row, column, content, style)
        elif isinstance(content, str):
            self.worksheet.write_string(row, column, content, self.formats.of_quoted(cell.style) if content.startswith("=") else style)
        else:
            raise TypeError(f"{self.sheet.title}: a cell cannot hold {content!r}")

    def text_of(self, row: int, column: int, formula: Formula) -> str:
        """Return a formula, or its placeholder if it is copied down."""
        cells = formula.copied_to
        if cells is None:
            return formula.text
        number = self.copied.setdefault(cells, len(self.copied))
        is_first = (row, column) == (cells.row, cells.column)
        return copied_formula(number, cells.here, formula.text) if is_first else copied_formula(number)

    def write_note(self, row: int, column: int, text: Translatable) -> None:
        """Write a note, large enough for its text."""
        words = text.in_language(self.book.language)
        size = {"width": 320, "height": 22 + 15 * lines_of(words, 44)}
        self.worksheet.write_comment(row, column, words, {"author": "sheetkpi", "font_size": 9, "color": "#FFFFFF", **size})

    def write_validation(self, cells: At, validation: Validation) -> None:
        """Write a data validation."""
        language = self.book.language
        options: dict[str, Any] = {"ignore_blank": True, "error_type": "stop" if validation.is_strict else "warning"}
        if validation.options:
            options |= {"validate": "list", "source": f"={validation.options.full}"}
        else:
            kind = {"number": "decimal", "whole": "integer", "date": "date", "list": "any"}[validation.kind]
            options |= {"validate": kind, **_limits(validation)}
        if validation.title:
            options["input_title"] = options["error_title"] = validation.title.in_language(language)[:32]
        if validation.message:
            options["input_message"] = options["error_message"] = validation.message.in_language(language)[:255]
        self.worksheet.data_validation(*cells.corners, options)

    def write_look(self, look: Rule | Scale | Bars) -> None:
        """Write a conditional format."""
        match look:
            case Rule(cells, condition, style):
                self._condition(cells, {"type": "formula", "criteria": f"={condition}", "format": self.formats.of_rule(style)})
            case Scale(cells, middle, (low, neutral, high)):
                scale = {"type": "3_color_scale", "min_color": low, "mid_color": neutral, "max_color": high}
                self._condition(cells, scale | ({"mid_type": "formula", "mid_value": f"={middle.full}"} if middle else {}))
            case Bars(cells, colour):
                self._condition(cells, {"type": "data_bar", "bar_color": colour, "bar_solid": True, "data_bar_2010": True})

    def _condition(self, cells: At, options: dict[str, Any]) -> None:
        self.worksheet.conditional_format(*cells.corners, options)


def _limits(validation: Validation) -> dict[str, Any]:
    def limit(value: float) -> Any:
        if validation.kind == "date":
            return datetime.date(1899, 12, 30) + datetime.timedelta(days=value)
        return value

    match validation.low, validation.high:
        case ((float() | int() as low), (float() | int() as high)):
            return {"criteria": "between", "minimum": limit(low), "maximum": limit(high)}
        case ((float() | int() as low), None):
            return {"criteria": ">=", "value": limit(low)}
        case None, (float() | int() as high):
            return {"criteria": "<=", "value": limit(high)}
        case _:
            return {"criteria": ">=", "value": limit(0) if validation.kind == "date" else -1e300}
