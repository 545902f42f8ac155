"""Our VBA in a runtime of its own: pyOpenVBA has VBA and the objects of Excel, and whom it calls is xlwings' real COM server."""
# ruff: noqa: N802 - the names are those of COM

import re
import warnings
from collections.abc import Sequence
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pyopenvba.apps.excel import ExcelApplication, Range
    from pyopenvba.exceptions import VBARuntimeError
    from pyopenvba.interpreter import EMPTY, MISSING, VBAArray, VBAErrorValue, VBAObject, method

from sheetkpi.hosts.excel.vba import MODULE, vba_module
from sheetkpi.translation import Language
from tests.hosts.excel.excel import Excel
from tests.hosts.excel.handing_over import LEFT_OUT

#: What XLPy of xlwings does in the end: it starts Python, and gives the COM server.
XLWINGS = """
Private starter As Object
Public Sub SetStarter(ByVal given As Object)
    Set starter = given
End Sub
Public Function XLPy()
    Set XLPy = starter.Activate()
End Function
"""

#: Excel hands over every cell that is named; pyOpenVBA alone leaves out those below the last one with something in it.
Range.bounded = lambda cells: cells.first

#: COM adds this to the number of an error.
_FIRST_ERROR = 0x800A0000 - (1 << 32)


class ComServer(VBAObject):
    """xlwings' COM server, which may die, and may not start.

    Args:
        excel: The process with the real one.
    """

    vba_type_name = "Object"

    def __init__(self, excel: Excel) -> None:
        self.excel = excel
        self.why_not = ""
        self.is_alive = True
        self.fault = ""
        self.deadly: set[str] = set()
        self.starts = 0
        self.asked: list[tuple[Any, ...]] = []

    @method
    def Activate(self) -> VBAObject:
        self.starts += 1
        if self.why_not:
            raise VBARuntimeError(1000, self.why_not)
        self.is_alive = True
        return self

    @method
    def Module(self, name: str) -> VBAObject:  # noqa: ARG002
        self._must_live()
        if self.fault:
            raise VBARuntimeError(-2147467259, self.fault)
        return self

    @method
    def Bool(self, value: object) -> bool:
        self._must_live()
        return bool(value)

    @method
    def CallUDF(self, script: str, function: str, arguments: VBAArray) -> object:
        self._must_live()
        given = _handed_over(arguments)
        self.asked += given
        if given[0][0] in self.deadly:
            self.is_alive = False
            self._must_live()
        try:
            return _handed_back(self.excel.ask("call_directly", script, function, given))
        except AssertionError as failure:
            raise VBARuntimeError(-2147467259, f"Unexpected Python Error: {failure}") from None

    def _must_live(self) -> None:
        if not self.is_alive:
            raise VBARuntimeError(462, "The remote server machine does not exist or is unavailable")


class Book:
    """A workbook with our module in it.

    Args:
        excel: The process with the real COM server.
        language: Of the module.
        prefix: Of its functions.
        changes: What is changed in the module, to try what would take long.
    """

    def __init__(self, excel: Excel, language: Language = "en", prefix: str = "", changes: Sequence[tuple[str, str]] = ()) -> None:
        self.application = ExcelApplication()
        self.application.add_workbook()
        self.server = ComServer(excel)
        source = vba_module(language, prefix)
        for before, after in changes:
            assert source.count(before) == 1, f"{before} is not in the module"
            source = source.replace(before, after)
        self.application.add_module(XLWINGS, name="xlwings")
        # pyOpenVBA does not know the attributes of procedures, which VBA itself hides
        self.application.add_module(re.sub(r"(?m)^Attribute .*\r\n", "", source), name=MODULE)
        self.application.run("SetStarter", self.server)

    def put(self, where: str, cells: Any) -> None:
        """Numbers and texts, a row in each line."""
        for number, line in enumerate(cells):
            for offset, cell in enumerate(line):
                place = self.cells(where).vba_get("Cells", [number + 1, offset + 1])
                if cell is not None:
                    place.vba_set("Value", VBAErrorValue(cell) if isinstance(cell, Error) else cell)

    def cells(self, where: str) -> Any:
        """Cells as a formula names them."""
        return self.application.sheet(1).sheet.vba_get("Range", [where])

    def formula(self, function: str, *arguments: Any) -> Any:
        """What a formula shows: a number, a text, the number of an error, or rows of them."""
        return _shown(self.application.interpreter.run(function, list(arguments)))

    @property
    def status(self) -> Any:
        """What the status bar says; False where it is Excel's own."""
        return self.application.evaluate("Application.StatusBar")


class Error(int):
    """The number of a true error, such as 2007 for #DIV/0!."""

    def __repr__(self) -> str:
        return f"CVErr({int(self)})"


def row(*cells: float | str) -> VBAArray:
    """An array of one row, as Excel hands over {1,2,3}: it has one dimension."""
    return VBAArray([(1, len(cells))], items=list(cells))


def column(*cells: float | str) -> VBAArray:
    """An array of one column, as Excel hands over {1;2;3}."""
    return VBAArray([(1, len(cells)), (1, 1)], items=list(cells))


def _handed_over(value: Any) -> Any:
    """What pywin32 makes of a value of VBA."""
    if isinstance(value, VBAArray):
        if value.dimensions == 1:
            return tuple(map(_handed_over, value.items))
        rows, columns = (range(low, high + 1) for low, high in value.bounds)
        return tuple(tuple(_handed_over(value.get([row, column])) for column in columns) for row in rows)
    if isinstance(value, VBAErrorValue):
        return _FIRST_ERROR + value.number
    if value is MISSING:
        return LEFT_OUT
    return None if value is EMPTY else value


def _handed_back(answer: Any) -> Any:
    """What VBA gets of an answer of Python."""
    if isinstance(answer, list):
        array = VBAArray([(0, len(answer) - 1), (0, len(answer[0]) - 1)])
        for number, cells in enumerate(answer):
            for offset, cell in enumerate(cells):
                array.set([number, offset], cell)
        return array
    return VBAArray([(0, len(answer) - 1)], items=list(answer)) if isinstance(answer, tuple) else answer


def _shown(value: Any) -> Any:
    if isinstance(value, VBAArray):
        if value.dimensions == 1:
            return [list(map(_shown, value.items))]
        rows, columns = (range(low, high + 1) for low, high in value.bounds)
        return [[_shown(value.get([row, column])) for column in columns] for row in rows]
    return Error(value.number) if isinstance(value, VBAErrorValue) else value
