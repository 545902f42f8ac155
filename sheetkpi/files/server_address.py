"""Put the address of a server into a Google script, which may then ask that server only."""

import json
from collections.abc import Mapping

#: The line of Kpis.js in which the address stands; left blank, somebody sets it in the sheet.
_BLANK = 'const SHEETKPI_ADDRESS = "";'

MANIFEST = "appsscript.json"

#: The script's files, as Google's editor names them.
FILES = ("Code.js", "Kpis.js", "Templates.js", "Sidebar.html", MANIFEST)


def with_server(files: Mapping[str, str], address: str) -> dict[str, str]:
    """Return the script's files with the address."""
    address = address.rstrip("/")
    filled = {name: text.replace(_BLANK, f"const SHEETKPI_ADDRESS = {json.dumps(address)};", 1) for name, text in files.items()}
    manifest = json.loads(files[MANIFEST])
    filled[MANIFEST] = json.dumps(manifest | {"urlFetchWhitelist": [f"{address}/"]}, indent=2) + "\n"
    return filled
