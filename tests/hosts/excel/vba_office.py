"""A LibreOffice that runs our VBA as Excel does, through to the real Python call.

Of the add-in, our module is as it is printed. LibreOffice knows neither DLLs nor `#If`, so in the place of xlwings' module there is the
one function of it that we call, and in the place of its class a stub of the COM server that hands every call on to `office_driver`.
"""

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sheetkpi.hosts.excel.addin_file import addin, edit, source_of
from sheetkpi.hosts.excel.vba import MODULE, PROJECT, code_page_of
from sheetkpi.translation import Language
from tests.hosts.calc.office import Office
from tests.hosts.excel.excel import ROOT

XLWINGS = """Attribute VB_Name = "xlwings"
Private server As Object
Public Sub SetServer(given)
    Set server = given
End Sub
Public Function XLPy() As Object
    Dim stub As New Dictionary
    stub.Start server
    Set XLPy = stub
End Function
"""

#: The class of the COM server, under the name of xlwings' own class. UNO hands over an array of rows, COM one of two dimensions.
SERVER = """Attribute VB_Name = "Dictionary"
Attribute VB_Base = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"
Attribute VB_GlobalNameSpace = False
Attribute VB_Creatable = False
Attribute VB_PredeclaredId = False
Attribute VB_Exposed = False
Attribute VB_TemplateDerived = False
Attribute VB_Customizable = False
Private server As Object
Public Sub Start(given As Object)
    Set server = given
    Answered server.callFunction("start", Array())
End Sub
Public Function Module(name)
    Module = True
End Function
Public Function Bool(value) As Boolean
    Bool = server.callFunction("alive", Array())
End Function
Public Function CallUDF(script, fname, args)
    CallUDF = Answered(server.callFunction("call", Array(script, fname, args(0)(0), args(0)(1), args(0)(2))))
End Function
Private Function Answered(answer)
    Dim i, j
    Answered = answer
    If VarType(answer) = 8 Then
        If Left(answer, 1) = "!" Then Err.Raise 1000, "", Mid(answer, 2)
    ElseIf IsArray(answer) Then
        If IsArray(answer(LBound(answer))) Then
            Dim rows(0 To UBound(answer), 0 To UBound(answer(0)))
            For i = 0 To UBound(answer)
                For j = 0 To UBound(answer(0))
                    rows(i, j) = answer(i)(j)
                Next j
            Next i
            Answered = rows
        End If
    End If
End Function
"""

SHEET = "Data"


def workbook(language: Language = "en", prefix: str = "", changes: Mapping[str, str] | None = None) -> bytes:
    """The add-in as a workbook that LibreOffice opens.

    Args:
        language: Of the add-in.
        prefix: Of its functions.
        changes: What is planted in our module.
    """
    with zipfile.ZipFile(io.BytesIO(addin(language, prefix))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    source = source_of(parts["xl/vbaProject.bin"], MODULE)
    for before, after in (changes or {}).items():
        assert source.count(before) == 1, f"{before!r} is not in the module"
        source = source.replace(before, after)
    replaced = {name: text.replace("\n", "\r\n") for name, text in {"xlwings": XLWINGS, "Dictionary": SERVER}.items()}
    code_page = code_page_of(language)
    parts["xl/vbaProject.bin"] = edit(parts["xl/vbaProject.bin"], PROJECT, code_page, {**replaced, MODULE: source})
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"addin.macroEnabled", b"sheet.macroEnabled")
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return result.getvalue()


class VbaOffice(Office):
    """An office that opens workbooks with our VBA in them. It needs no other user, as it installs nothing."""

    program = Path(__file__).with_name("office_driver.py")

    def __init__(self) -> None:
        super().__init__(None)

    def own(self) -> None:
        """It is ours already."""

    def environment(self) -> dict[str, str]:
        ours = {"SHEETKPI_PYTHON": sys.executable, "SHEETKPI_ROOT": str(ROOT), "PYTHONPATH": str(ROOT)}
        return {"HOME": str(self.folder), "PATH": os.environ["PATH"], "LANG": "C.UTF-8", **ours}

    def start(self, command: Sequence[str], **how: Any) -> subprocess.Popen[str]:
        return subprocess.Popen(command, env=self.environment(), cwd=self.folder, **{"stderr": subprocess.DEVNULL, **how})

    def open(self, content: bytes) -> list[str]:
        """Open a workbook; the names of its modules."""
        (self.folder / "book.xlsm").write_bytes(content)
        modules: list[str] = self.ask("open_vba", url=self.url("book.xlsm"))
        return modules

    def put(self, where: str, cells: Sequence[Sequence[Any]]) -> None:
        self.ask("put", sheet=SHEET, where=where, cells=cells)

    def formula(self, formula: str, where: str = "Z1") -> Any:
        """What one cell shows."""
        self.ask("type", sheet=SHEET, formulas={where: formula})
        return self.ask("read", sheet=SHEET, where=where)[0][0]

    def array(self, formula: str, where: str) -> Any:
        """What an array formula shows in a range."""
        self.ask("array", sheet=SHEET, where=where, formula=formula)
        return self.ask("read", sheet=SHEET, where=where)
