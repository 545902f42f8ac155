"""``addin/calc/sheetkpi.oxt``: the extension of LibreOffice, with the formulas themselves inside."""

from modulefinder import ModuleFinder
from pathlib import Path
from xml.sax.saxutils import escape

import sheetkpi
from sheetkpi.files.archive import archive
from sheetkpi.hosts.calc import calls
from sheetkpi.hosts.calc.descriptions import types, wizard
from sheetkpi.printing.notation import BEST_KNOWN, first_formula
from sheetkpi.translation import DOMAIN, LANGUAGES, Language, translate

#: What LibreOffice knows the extension by.
IDENTIFIER = "org.sheetkpi.calc"

_PACKAGE = Path(sheetkpi.__file__).parent

_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">
 <manifest:file-entry manifest:full-path="types.idl" manifest:media-type="application/vnd.sun.star.uno-typelibrary;type=RDB"/>
 <manifest:file-entry manifest:full-path="component.py" manifest:media-type="application/vnd.sun.star.uno-component;type=Python"/>
 <manifest:file-entry manifest:full-path="CalcAddIns.xcu" manifest:media-type="application/vnd.sun.star.configuration-data"/>
</manifest:manifest>
"""

_DESCRIPTION = """<?xml version="1.0" encoding="UTF-8"?>
<description xmlns="http://openoffice.org/extensions/description/2006" xmlns:xlink="http://www.w3.org/1999/xlink">
 <identifier value="{identifier}"/>
 <version value="{version}"/>
 <display-name>{names}</display-name>
 <publisher><name lang="en">sheetkpi</name></publisher>
 <icon><default xlink:href="icon.svg"/></icon>
 <extension-description>{texts}</extension-description>
</description>
"""


#: The line of the component in which the prefix stands: LibreOffice's Python knows no settings.
_NO_PREFIX = b'\nPREFIX = ""\n'


def extension(prefix: str = "") -> bytes:
    """The extension; the same package and prefix give the same bytes."""
    files: dict[str, bytes] = {
        "META-INF/manifest.xml": _MANIFEST.encode(),
        "description.xml": _description().encode(),
        **{f"description/{language}.txt": _about(language, prefix).encode() for language in LANGUAGES},
        "types.idl": types(prefix).encode(),
        "CalcAddIns.xcu": wizard(prefix),
        "component.py": _component(prefix),
        "icon.svg": (_PACKAGE / "hosts" / "calc" / "icon.svg").read_bytes(),
        **_core(),
    }
    return archive(files.items())


def _component(prefix: str) -> bytes:
    source = (_PACKAGE / "hosts" / "calc" / "component.py").read_bytes()
    before, line, after = source.partition(_NO_PREFIX)
    if not line:
        raise ValueError("the component has no place for the prefix")
    return before + f'\nPREFIX = "{prefix}"\n'.encode() + after


def _description() -> str:
    names = {language: translate("sheetkpi: marketing KPIs", language) for language in LANGUAGES}
    return _DESCRIPTION.format(
        identifier=IDENTIFIER,
        version=sheetkpi.__version__,
        names="".join(f'<name lang="{language}">{escape(name)}</name>' for language, name in names.items()),
        texts="".join(f'<src lang="{language}" xlink:href="description/{language}.txt"/>' for language in LANGUAGES),
    )


def _about(language: Language, prefix: str) -> str:
    text = translate(
        "{count} functions of marketing for Calc, with one definition each: {call} and so on. "
        "They stand in the function wizard under “Add-in”. Everything is computed on this computer.",
        language,
    )
    return text.format(count=len(sheetkpi.KPIS), call=first_formula(sheetkpi.KPIS[BEST_KNOWN], prefix=prefix))


def _core() -> dict[str, bytes]:
    """The modules that a call may need, as they stand in the package, and the texts they speak."""
    languages = {Path("locale", language, name) for language in LANGUAGES for name in ("__init__.py", f"LC_MESSAGES/{DOMAIN}.mo")}
    paths = sorted(path.as_posix() for path in _modules_needed() | {path for path in languages if (_PACKAGE / path).is_file()})
    return {f"pythonpath/sheetkpi/{path}": (_PACKAGE / path).read_bytes() for path in paths}


def _modules_needed() -> set[Path]:
    """Every module that a call of Calc imports, at once or later, and the packages they lie in."""
    finder = ModuleFinder(path=[str(_PACKAGE.parent)])
    finder.import_hook(calls.__name__)
    files: list[str | None] = [getattr(module, "__file__", None) for module in finder.modules.values()]
    return {Path(file).relative_to(_PACKAGE) for file in files if file}
