"""Drives a LibreOffice that runs our VBA. It runs in a Python that has `uno`; the Python that VBA calls is another process.

That process is the one of :mod:`tests.hosts.excel.pywin32`, with the real COM server of xlwings in it. It can die, and come back.
"""

import os
import pickle
import subprocess

import unohelper
from com.sun.star.beans import PropertyValue
from com.sun.star.sheet import XFunctionAccess

from tests.hosts.calc.driver import Driver, main

ALWAYS_EXECUTE = 4  # com.sun.star.document.MacroExecMode


class Server(unohelper.Base, XFunctionAccess):
    """What VBA calls: the one interface that takes a name and any arguments, and gives anything."""

    def __init__(self):
        self.process = None
        self.can_start = True
        self.attempts = 0
        self.asked = []

    def callFunction(self, name, arguments):  # noqa: N802 - UNO's name
        """Answer; what begins with ! is why there is no answer."""
        try:
            return getattr(self, name)(*arguments)
        except Exception as error:
            return f"!{error}"

    def start(self):
        self.attempts += 1
        if not self.can_start:
            raise RuntimeError("Could not activate Python COM server, hr = -2147221164")
        if not self.alive():
            self.process = subprocess.Popen(
                [os.environ["SHEETKPI_PYTHON"], "-c", "from tests.hosts.excel.pywin32 import serve; serve()"],
                cwd=os.environ["SHEETKPI_ROOT"],
                env={**os.environ, "PYTHONPATH": os.environ["SHEETKPI_ROOT"]},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        return True

    def alive(self):
        return self.process is not None and self.process.poll() is None

    def call(self, script, function, name, values, language):
        if not self.alive():
            raise RuntimeError("The remote server machine does not exist or is unavailable")
        arguments = (name, tuple(map(_handed_over, values)), language)
        self.asked.append(arguments)
        pickle.dump(("call_directly", (script, function, (arguments,)), {}), self.process.stdin)
        self.process.stdin.flush()
        answer, failure = pickle.load(self.process.stdout)  # noqa: S301
        if failure:
            raise RuntimeError(failure)
        return _rows(answer)

    def die(self):
        if self.process is not None:
            self.process.kill()
            self.process.communicate()


def _handed_over(value):
    """What Basic hands over as pywin32 does: rows as tuples."""
    return tuple(map(_handed_over, value)) if isinstance(value, tuple) else value


def _rows(answer):
    return tuple(map(_rows, answer)) if isinstance(answer, list | tuple) else answer


class VbaDriver(Driver):
    """Opens workbooks with VBA in them."""

    def __init__(self, address):
        super().__init__(address)
        self.server = Server()

    def open_vba(self, url):
        """The modules of a workbook that is opened; its VBA calls our server from now on."""
        self.close()
        properties = (PropertyValue("Hidden", 0, True, 0), PropertyValue("MacroExecutionMode", 0, ALWAYS_EXECUTE, 0))
        self.document = self.desktop.loadComponentFromURL(url, "_blank", 0, properties)
        library = self.document.BasicLibraries.getByName("sheetkpi")
        self.run("SetServer", self.server)
        return list(library.ElementNames)

    def run(self, name, *arguments):
        address = f"vnd.sun.star.script:sheetkpi.xlwings.{name}?language=Basic&location=document"
        return self.document.getScriptProvider().getScript(address).invoke(arguments, (), ())[0]

    def asked(self):
        """What was asked of Python."""
        return self.server.asked

    def attempts(self):
        """How often Python was to be started."""
        return self.server.attempts

    def let_start(self, can_start):
        """Say whether Python can be started."""
        self.server.can_start = can_start

    def kill(self):
        """End Python behind VBA's back."""
        self.server.die()

    def quit(self):
        self.server.die()
        super().quit()


if __name__ == "__main__":
    main(VbaDriver)
