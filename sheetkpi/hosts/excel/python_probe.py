"""Report which modules a Python has. That Python runs this file, so it doesn't import sheetkpi."""

import json
import sys
from importlib import import_module, metadata

#: The modules that a call from Excel imports.
NEEDED = ("sheetkpi", "xlwings", "pythoncom", "win32api")


def facts() -> dict[str, object]:
    """Collect the versions, import errors and libraries."""
    versions: dict[str, str] = {}
    faults: dict[str, str] = {}
    for name in NEEDED:
        try:
            module = import_module(name)
        except Exception as error:  # whatever keeps it from being imported is the answer
            faults[name] = f"{type(error).__name__}: {error}"
        else:
            versions[name] = str(getattr(module, "__version__", ""))
    try:
        listed = metadata.files("xlwings") or []
    except metadata.PackageNotFoundError:
        listed = []
    libraries = [str(file.locate().resolve()) for file in listed if file.suffix == ".dll"]  # type: ignore[attr-defined]
    return {
        "version": "{}.{}.{}".format(*sys.version_info[:3]),
        "base": sys.base_prefix,
        "versions": versions,
        "faults": faults,
        "libraries": libraries,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(facts()))
