"""The component that LibreOffice loads: every KPI as a function of Calc. It lies beside the package in the extension."""

import os
import sys

#: LibreOffice brings it from 25.2 on; before, only where it uses the system's Python, as on Linux.
NEEDED = (3, 10)

if sys.version_info < NEEDED:  # an older Python than the package admits meets this file, and must say so
    raise ImportError(
        "sheetkpi needs LibreOffice 25.2 or later: this one brings Python {}.{}. / "
        "Для sheetkpi нужен LibreOffice 25.2 или новее: в этом Python {}.{}.".format(*sys.version_info[:2] * 2)
    )
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "pythonpath"))  # noqa: PTH118, PTH120 - before any other sheetkpi

import uno  # noqa: E402
import unohelper  # noqa: E402
from com.sun.star.beans import PropertyValue  # noqa: E402
from com.sun.star.lang import XServiceInfo  # noqa: E402
from com.sun.star.sheet import ResultEvent, XVolatileResult  # noqa: E402

from sheetkpi import KPIS  # noqa: E402
from sheetkpi.hosts.calc.calls import CALC, answer, calc, figure, why  # noqa: E402
from sheetkpi.hosts.companions import FIGURE, WHY  # noqa: E402
from sheetkpi.translation import LANGUAGES  # noqa: E402

#: What stands before the names of the functions: written here when the extension is built.
PREFIX = ""

try:
    from org.sheetkpi import XFunctions

    BASES = (unohelper.Base, XFunctions, XServiceInfo)
except ImportError:  # while the extension is being installed its types are not known yet, and nobody calls
    BASES = (unohelper.Base, XServiceInfo)

IMPLEMENTATION = "org.sheetkpi.Functions"
#: Calc knows the functions by this name from its configuration, and starts Python at the first of them. Were it also a
#: ``com.sun.star.sheet.AddIn``, Calc would start it for any add-in's function in a document, such as EDATE.
SERVICES = ("SHEETKPI",)


class Functions(*BASES):
    """The add-in; its functions are put into it below."""

    def __init__(self, context):
        language = _locale_of_the_office(context).partition("-")[0]
        self.language = language if language in LANGUAGES else "en"

    def getImplementationName(self):  # noqa: N802
        """Part of XServiceInfo."""
        return IMPLEMENTATION

    def supportsService(self, name):  # noqa: N802
        """Part of XServiceInfo."""
        return name in SERVICES

    def getSupportedServiceNames(self):  # noqa: N802
        """Part of XServiceInfo."""
        return SERVICES


class Texts(unohelper.Base, XVolatileResult):
    """The texts of an array formula. A function that gives one text as such has no other way to give several."""

    def __init__(self, rows):
        self.rows = rows

    def addResultListener(self, listener):  # noqa: N802
        """Give Calc the cells."""
        has_errors = any(isinstance(cell, float) for row in self.rows for cell in row)
        event = ResultEvent()
        event.Value = uno.Any("[][]any" if has_errors else "[][]string", self.rows)
        listener.modified(event)

    def removeResultListener(self, listener):  # noqa: N802
        """Do nothing: the cells don't change."""


def _function_of(kpi):
    def function(self, *arguments):
        return answer(kpi, arguments, self.language)

    def function_of_texts(self, *arguments):
        return _one_or_many(answer(kpi, arguments, self.language))

    return function_of_texts if kpi.kind.holds == "text" else function


def _explain(self, name, arguments):
    return why(name, arguments, self.language, PREFIX)


def _calc(self, name, arguments):
    return _one_or_many(calc(name, arguments, self.language, PREFIX))


def _pick(_self, *arguments):
    return _one_or_many(figure(arguments, PREFIX + FIGURE))


def _one_or_many(rows):
    return rows[0][0] if len(rows) == len(rows[0]) == 1 else Texts(rows)


for _kpi in KPIS.values():
    setattr(Functions, PREFIX + _kpi.name, _function_of(_kpi))
setattr(Functions, PREFIX + WHY, _explain)
setattr(Functions, PREFIX + FIGURE, _pick)
setattr(Functions, PREFIX + CALC, _calc)


def _locale_of_the_office(context):
    """Return the language of LibreOffice's menus, which may be that of the system."""
    provider = context.ServiceManager.createInstanceWithContext("com.sun.star.configuration.ConfigurationProvider", context)
    path = PropertyValue()
    path.Name, path.Value = "nodepath", "org.openoffice.Setup/L10N"
    settings = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", (path,))
    return settings.getByName("ooLocale")


g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816 - LibreOffice looks for this name
g_ImplementationHelper.addImplementation(Functions, IMPLEMENTATION, SERVICES)
