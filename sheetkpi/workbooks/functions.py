"""``templates/*/functions.xlsx``: every KPI as a function of Excel 365, with no add-in and no macro.

Each is a name of the workbook that holds a LAMBDA. The sheets show them at work: every example of the catalogue
is a live call, compared with what Python gives.
"""

import io
import textwrap

import xlsxwriter

from sheetkpi.model.records import Record
from sheetkpi.printing.excel_lambda import lambda_text
from sheetkpi.printing.formulas import separator_of
from sheetkpi.printing.notation import BEST_KNOWN, first_formula
from sheetkpi.registry import KPIS
from sheetkpi.translation import Language, translate
from sheetkpi.workbooks.calls import ExampleCells
from sheetkpi.workbooks.example_sheet import write_examples
from sheetkpi.workbooks.function_sheet import write_functions
from sheetkpi.workbooks.looks import CREATED, Looks, set_page
from sheetkpi.workbooks.notation import signature
from sheetkpi.workbooks.package import LONGEST_COMMENT, finished
from sheetkpi.workbooks.start_sheet import write_start


def functions_workbook(language: Language, prefix: str = "") -> bytes:
    """The workbook of all printable KPIs."""
    records = [record for record in KPIS.values() if record.is_printable]
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "use_future_functions": False}) as book:
        book.set_properties({"title": translate("Marketing KPIs as functions", language), "author": "sheetkpi", "created": CREATED})
        for record in records:
            book.define_name(prefix + record.name, "=" + lambda_text(record, form="file", language=language))
        looks = Looks(book)
        start = book.add_worksheet(translate("Start", language))
        functions = book.add_worksheet(translate("Functions", language))
        examples = book.add_worksheet(translate("Examples", language))
        cells = ExampleCells(examples.name, language, prefix)
        checks = write_functions(functions, records, cells, looks, language)
        write_examples(examples, cells, looks, language)
        names = {"count": len(records), "functions": functions.name, "examples": examples.name}
        names["call"] = first_formula(KPIS[BEST_KNOWN], separator_of(language), prefix)
        write_start(start, checks, names, looks, language)
        for sheet in (start, functions, examples):
            sheet.hide_gridlines(2)
            set_page(sheet)
            sheet.fit_to_pages(1, 0)
    return finished(target.getvalue(), {prefix + record.name: tip(record, language, prefix) for record in records})


def tip(record: Record, language: Language, prefix: str = "") -> str:
    """What Excel shows while one types the name: the arguments, and as much of the summary as it takes."""
    head = f"{signature(record, language, prefix)}: "
    for text in (record.summary_in(language), f"{record.title(language)}."):
        if len(head + text) <= LONGEST_COMMENT:
            return head + text
    return textwrap.shorten(head + record.title(language), LONGEST_COMMENT, placeholder="…")
