"""The half of xlwings that runs on Windows, on any machine: pywin32 and a few names of ctypes are stubs, and nothing of xlwings is.

This is a process of its own (:class:`tests.hosts.excel.excel.Excel` starts it), because xlwings chooses its half when it is imported.
"""
# ruff: noqa: N802 - the names are those of COM

import asyncio  # noqa: F401 - these must not be imported while the platform is a pretended one
import concurrent.futures  # noqa: F401
import ctypes
import datetime
import multiprocessing  # noqa: F401
import pickle
import subprocess  # noqa: F401
import sys
import tempfile  # noqa: F401
import timeit
import traceback
import types
import uuid  # noqa: F401
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

from tests.hosts.excel.excel import Cells, Imported

#: By this xlwings knows a Range.
RANGE = "{00020846-0000-0000-C000-000000000046}"


class ComError(Exception):
    """What pywin32 raises."""


class Time(datetime.datetime):
    """What pywin32 makes of a date."""


class Pointer:
    """A pointer to an object, which is all that passes between processes."""

    def __init__(self, to: Any) -> None:
        self.to = to

    def GetTypeInfo(self) -> "Pointer":
        return self

    def GetDocumentation(self, _: int) -> tuple[str]:
        return (type(self.to).__name__,)

    def GetTypeAttr(self) -> types.SimpleNamespace:
        return types.SimpleNamespace(iid=getattr(self.to, "iid", None))


class Object:
    """An object of Excel: each of its properties that is read is a call from process to process."""

    read = 0

    def __init__(self, **properties: Any) -> None:
        self.__dict__["_properties"] = properties
        self.__dict__["_oleobj_"] = Pointer(self)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        Object.read += 1
        return self._properties[name]


class Range(Object):
    """A range in a formula: one cell by itself has a value, more have rows of them."""

    iid = RANGE

    def __init__(self, value: Any) -> None:
        rows, columns = (len(value), len(value[0])) if isinstance(value, tuple) else (1, 1)
        application = Object(Hwnd=1)
        super().__init__(
            Value=value,
            Address="$A$1",
            Row=1,
            Column=1,
            Count=rows * columns,
            Rows=Object(Count=rows),
            Columns=Object(Count=columns),
            Worksheet=Object(Parent=Object(Application=application)),
        )


class Workbook:
    """A workbook that takes modules of VBA, and the texts of the function wizard."""

    Version = "16.0"
    Name = "kpi.xlsm"
    Worksheets = ()

    def __init__(self) -> None:
        self.module = ""
        self.wizard: dict[str, Mapping[str, Any]] = {}
        self.Application = self.VBProject = self.VBComponents = self

    def __call__(self, name: str) -> str:
        return name

    def Remove(self, component: str) -> None:
        raise ComError(f"There is no module {component}.")

    def Import(self, path: str) -> None:
        self.module = Path(path).read_text()

    def MacroOptions(self, macro: str, **texts: Any) -> None:
        self.wizard[macro] = texts


# --- the stubs


def _module(name: str, **content: Any) -> None:
    module = types.ModuleType(name)
    module.__dict__.update(content)
    sys.modules[name] = module
    parent, _, child = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], child, module)


def _nothing(*_: Any, **__: Any) -> None:
    """What the stubs do where nothing depends on it."""


def _dispatch(target: Any, *_: Any, **__: Any) -> Any:
    return target.to if isinstance(target, Pointer) else target


def _unwrap(pointer: Any) -> Any:
    """The Python object behind a pointer.

    Raises:
        ComError: It is an object of Excel, or no pointer at all.
    """
    if not isinstance(pointer, Pointer) or isinstance(pointer.to, Object):
        raise ComError("This is no object of Python.")
    return pointer.to


def _stub_pywin32() -> None:
    _module("pywintypes", IID=str, com_error=ComError, TimeType=Time)
    _module(
        "pythoncom",
        IID_IDispatch="IDispatch",
        IID_IEnumVARIANT="IEnumVARIANT",
        TypeIIDs={"IDispatch": Pointer},
        com_error=ComError,
        __file__="",
        CoInitialize=_nothing,
        CoMarshalInterThreadInterfaceInStream=_nothing,
        CoGetInterfaceAndReleaseStream=_nothing,
    )
    for name in ("win32api", "win32con", "win32gui", "win32event"):
        _module(name)
    _module("win32process", GetWindowThreadProcessId=lambda _: (0, 1))
    _module("win32timezone", TimeZoneInfo=types.SimpleNamespace(utc=lambda: datetime.UTC))
    _module("win32com")
    classes = {name: type(name, (), {}) for name in ("CDispatch", "DispatchBaseClass", "CoClassBaseClass")}
    cache = types.SimpleNamespace(EnsureModule=_nothing)
    _module("win32com.client", Dispatch=_dispatch, DispatchEx=_dispatch, gencache=cache, **classes)
    _module("win32com.server")
    for name in ("dispatcher", "policy", "exception"):
        _module(f"win32com.server.{name}")
    _module("win32com.server.util", wrap=lambda target, *_, **__: Pointer(target), unwrap=_unwrap)


def _import_xlwings() -> None:
    """Import its half for Windows."""
    _stub_pywin32()
    ctypes.oledll = ctypes.windll = MagicMock()  # type: ignore[assignment]
    library, ctypes.PyDLL = ctypes.PyDLL, MagicMock()  # type: ignore[misc]
    platform, sys.platform = sys.platform, "win32"
    try:
        import xlwings  # noqa: F401
    finally:
        sys.platform, ctypes.PyDLL = platform, library  # type: ignore[misc]


# --- what the tests ask for


def import_functions(module: str) -> Imported:
    """What the button “Import Functions” of xlwings does."""
    import xlwings

    workbook = Workbook()
    xlwings.import_udfs(module, workbook)
    return Imported(workbook.module, {name.rpartition("!")[2]: texts for name, texts in workbook.wizard.items()})


def call(module: str, function: str, arguments: tuple[Any, ...]) -> Any:
    """What the VBA does that “Import Functions” wrote."""
    return _ready("call", module, function, arguments)()


def call_directly(module: str, function: str, arguments: tuple[Any, ...]) -> Any:
    """What VBA of our own does: one call, without a workbook and the cell that asks."""
    return _ready("call_directly", module, function, arguments)()


def _ready(what: str, module: str, function: str, arguments: tuple[Any, ...]) -> Callable[[], Any]:
    """A call with everything that Excel brings along: what happens in it is xlwings' and ours."""
    from xlwings.com_server import XLPython

    server = XLPython()
    if what == "call_directly":
        return lambda: server.CallUDF(module, function, arguments)
    given, workbook, caller = tuple(map(_handed_over, arguments)), Workbook(), Range(None)._oleobj_
    return lambda: server.CallUDF(module, function, given, workbook, caller)


def seconds(what: str, *call: Any, calls: int, rounds: int) -> float:
    """How long a call takes at best; "calculate" is that of Python alone."""
    from sheetkpi import calculate

    asked = (lambda: calculate(*call)) if what == "calculate" else _ready(what, *call)
    return min(timeit.repeat(asked, number=calls, repeat=rounds)) / calls


def call_through_objects(module: str, function: str, arguments: tuple[Any, ...]) -> Any:
    """The longer way: a module, its function's answer as an object, the value of that."""
    from xlwings.com_server import XLPython

    server = XLPython()
    return server.Var(server.Call(server.Module(module), function, arguments))


def properties_read(what: str, *arguments: Any) -> int:
    """How many properties of Excel's objects are read for an answer."""
    Object.read = 0
    _REQUESTS[what](*arguments)
    return Object.read


def many(what: str, asked: list[tuple[Any, ...]]) -> list[Any]:
    """Many answers at once."""
    return [_REQUESTS[what](*arguments) for arguments in asked]


def _handed_over(argument: Any) -> Any:
    if isinstance(argument, Cells):
        return Range(_with_times(argument.value))._oleobj_
    return _with_times(argument)


def _with_times(value: Any) -> Any:
    """The same with dates as pywin32 makes them."""
    if isinstance(value, tuple):
        return tuple(map(_with_times, value))
    if isinstance(value, datetime.datetime):
        return Time(*value.timetuple()[:6], tzinfo=datetime.UTC)
    return value


_REQUESTS: Mapping[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (import_functions, call, call_directly, call_through_objects, properties_read, many, seconds)
}


def serve() -> None:
    """Answer requests until there are no more; each is a name, arguments, and arguments by name."""
    answers, sys.stdout = sys.stdout.buffer, sys.stderr  # xlwings prints
    _import_xlwings()
    while True:
        try:
            what, arguments, named = pickle.load(sys.stdin.buffer)  # noqa: S301
        except EOFError:
            return
        try:
            answer = _REQUESTS[what](*arguments, **named), ""
        except Exception:
            answer = None, traceback.format_exc()
        pickle.dump(answer, answers)
        answers.flush()
