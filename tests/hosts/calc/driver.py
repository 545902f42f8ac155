"""Drives a LibreOffice through its own API. It runs in a Python that has `uno`, and takes a JSON object a line on stdin.

Every request is ``[verb, {arguments}]``, every answer ``{"result": …}`` or ``{"failure": …}``. A cell is read as a number,
a text, or ``{"error": "#DIV/0!"}`` with what the cell shows.
"""

import contextlib
import csv
import json
import pathlib
import sys
import tempfile
import time
import traceback

import uno
from com.sun.star.beans import PropertyValue

FILTERS = {"ods": "calc8", "xlsx": "Calc MS Excel 2007 XML", "pdf": "calc_pdf_Export"}

#: Tabulators, quotes, UTF-8, cells as they are shown; the sheet's number comes behind.
AS_SHOWN = "9,34,76,1,,0,false,true,false,false,false,"


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
        """A block of cells at once, each as a person types it into an English Calc; formulas with semicolons."""
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
        rows = [list(row) for row in cells.getDataArray()]
        failed = [(row, column) for row, line in enumerate(rows) for column, value in enumerate(line) if value is None]
        if failed:
            place, shown = cells.getRangeAddress(), self._shown(sheet)
            for row, column in failed:
                rows[row][column] = {"error": shown[place.StartRow + row][place.StartColumn + column]}
        return rows

    def _shown(self, sheet):
        """What the cells of a sheet show, from A1 on; asking thousands of cells one by one takes seconds."""
        number = self.document.Sheets.getByName(sheet).getRangeAddress().Sheet + 1
        with tempfile.TemporaryDirectory() as folder:
            self._store((pathlib.Path(folder) / "shown.csv").as_uri(), "Text - txt - csv (StarCalc)", FilterOptions=f"{AS_SHOWN}{number}")
            (file,) = pathlib.Path(folder).iterdir()
            with file.open(encoding="utf-8", newline="") as lines:
                return list(csv.reader(lines, delimiter="\t"))

    def formulas(self, sheet, where):
        return [list(row) for row in self.range(sheet, where).getFormulaArray()]

    def save(self, url):
        self._store(url, FILTERS[url.rpartition(".")[2]])

    def _store(self, url, filter_name, **options):
        options["FilterName"] = filter_name
        self.document.storeToURL(url, tuple(PropertyValue(name, 0, value, 0) for name, value in options.items()))

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
        return self._setting("org.openoffice.Setup/Product", "ooSetupVersion")

    def locale(self):
        """The language of the menus."""
        return self._setting("org.openoffice.Setup/L10N", "ooLocale")

    def _setting(self, path, name):
        provider = self.create("com.sun.star.configuration.ConfigurationProvider")
        node = (PropertyValue("nodepath", 0, path, 0),)
        return provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", node).getByName(name)


def main(kind=Driver):
    driver = kind(sys.argv[1])
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


if __name__ == "__main__":
    main()
