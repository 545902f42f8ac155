"""The files of the script that a spreadsheet of Google holds."""

import json
from importlib.resources import files

from sheetkpi.files.shipped import FILES
from sheetkpi.hosts.google.functions import functions_script
from sheetkpi.translation import Language

#: What the script may do, and nothing more: ask a server, see its own spreadsheet, show a sidebar.
SCOPES = ("script.external_request", "spreadsheets.currentonly", "script.container.ui")


#: What clasp, Google's own program for scripts, must know: the user puts the id of the script in, and renames the file.
CLASP_EXAMPLE, CLASP = ".clasp.json.example", '{"scriptId": "…", "rootDir": "."}\n'


def script_files(language: Language, prefix: str = "") -> dict[str, str]:
    """Every file by its name."""
    source = files("sheetkpi.hosts.google")
    manifest = {
        "timeZone": "Etc/UTC",
        "runtimeVersion": "V8",
        "exceptionLogging": "STACKDRIVER",
        "oauthScopes": [f"https://www.googleapis.com/auth/{scope}" for scope in SCOPES],
    }
    texts = (
        source.joinpath("Code.js").read_text("utf-8"),
        functions_script(language, prefix),
        source.joinpath("Templates.js").read_text("utf-8"),
        source.joinpath("Sidebar.html").read_text("utf-8"),
        json.dumps(manifest, indent=2) + "\n",
    )
    return dict(zip(FILES, texts, strict=True))
