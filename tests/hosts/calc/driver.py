"""Drives a LibreOffice through its own API. It runs in a Python that has `uno`, and takes a JSON object a line on stdin.

Every request is ``[verb, {arguments}]``, every answer ``{"result": …}`` or ``{"failure": …}``. A cell is read as a number,
a text, or ``{"error": "#DIV/0!"}`` with what the cell shows.
"""

import contextlib
import json
import sys
import time
import traceback

import uno
from com.sun.star.beans import PropertyValue

FILTERS = {"ods": "calc8", "xlsx": "Calc MS Excel 2007 XML", "pdf": "calc_pdf_Export"}


def connect(address):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    deadline = time.monotonic() + 60
    while True:
        try:
            return resolver.resolve(address)
        except Exception:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


class Driver:
    def __init__(self, address):
        self.context = connect(address)
        self.manager = self.context.ServiceManager
        self.desktop = self.create("com.sun.star.frame.Desktop")
        self.document = None

    def create(self, service):
        return self.manager.createInstanceWithContext(service, self.context)

    def open(self, url="private:factory/scalc"):
        self.close()
        self.document = self.desktop.loadComponentFromURL(url, "_blank", 0, (PropertyValue("Hidden", 0, True, 0),))
        return list(self.document.Sheets.ElementNames)

    def close(self):
        if self.document is not None:
            self.document.close(True)
            self.document = None

    def quit(self):
        self.close()
        with contextlib.suppress(Exception):  # the bridge goes down with the office
            self.desktop.terminate()

    def range(self, sheet, where):
        if not self.document.Sheets.hasByName(sheet):
            self.document.Sheets.insertNewByName(sheet, self.document.Sheets.Count)
        return self.document.Sheets.getByName(sheet).getCellRangeByName(where)

    def put(self, sheet, where, cells):
        """Numbers and texts, as they are."""
        self.range(sheet, where).setDataArray(tuple(tuple("" if cell is None else cell for cell in row) for row in cells))

    def type(self, sheet, formulas):
        """Formulas as a person types them, by cell."""
        for where, formula in formulas.items():
            self.range(sheet, where).getCellByPosition(0, 0).setPropertyValue("FormulaLocal", formula)

    def fill(self, sheet, where, formulas):
        """A column or row of formulas at once."""
        self.range(sheet, where).setFormulaArray(tuple(map(tuple, formulas)))

    def array(self, sheet, where, formula):
        """An array formula over a range."""
        self.range(sheet, where).setArrayFormula(formula)

    def recalculate(self):
        """How many seconds it takes."""
        start = time.perf_counter()
        self.document.calculateAll()
        return time.perf_counter() - start

    def read(self, sheet, where):
        cells = self.range(sheet, where)
        rows = cells.getDataArray()
        return [[self._cell(cells, row, column, value) for column, value in enumerate(line)] for row, line in enumerate(rows)]

    @staticmethod
    def _cell(cells, row, column, value):
        if isinstance(value, float | str) and value != "":
            return value
        cell = cells.getCellByPosition(column, row)
        return {"error": cell.String} if cell.getError() else value

    def formulas(self, sheet, where):
        return [list(row) for row in self.range(sheet, where).getFormulaArray()]

    def save(self, url):
        kind = url.rpartition(".")[2]
        self.document.storeToURL(url, (PropertyValue("FilterName", 0, FILTERS[kind], 0),))

    def wizard(self):
        """What the function wizard knows of every function."""
        descriptions = self.create("com.sun.star.sheet.FunctionDescriptions")
        return [self._described(descriptions.getByIndex(index)) for index in range(descriptions.Count)]

    @staticmethod
    def _described(properties):
        known = {entry.Name: entry.Value for entry in properties}
        arguments = [[argument.Name, argument.Description] for argument in known["Arguments"] or ()]
        return {"name": known["Name"], "category": known["Category"], "text": known["Description"], "arguments": arguments}

    def version(self):
        provider = self.create("com.sun.star.configuration.ConfigurationProvider")
        path = PropertyValue("nodepath", 0, "org.openoffice.Setup/Product", 0)
        settings = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", (path,))
        return settings.getByName("ooSetupVersion")


def main():
    driver = Driver(sys.argv[1])
    for line in sys.stdin:
        verb, arguments = json.loads(line)
        try:
            answer = {"result": getattr(driver, verb)(**arguments)}
        except Exception:
            answer = {"failure": traceback.format_exc()}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
        if verb == "quit":
            break


main()
