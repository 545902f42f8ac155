"""What Excel and Windows allow: macros, add-ins, trusted folders, and programs that Excel starts."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from sheetkpi.hosts.excel.findings import Finding, fact, fault, note
from sheetkpi.hosts.excel.installation import mark_of_the_web
from sheetkpi.hosts.excel.machine import Machine
from sheetkpi.translation import Label, Message

#: Rules of Microsoft Defender, by their identifiers, which Microsoft publishes.
_RULES = {
    "d4f940ab-401b-4efc-aadc-ad5f3c50688a": "Block all Office applications from creating child processes",
    "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b": "Block Win32 API calls from Office macros",
}
_DEFENDER = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"

#: What VBAWarnings may be.
_SIGNED_ONLY, _NONE = 3, 4

_ADMINISTRATOR = Label("Your company decides that: ask the administrator to allow it, or use the workbook with LAMBDA functions.")


class ExcelSettings:
    """The security settings of one version of Excel: those of the company go before those of the user."""

    def __init__(self, machine: Machine, version: str) -> None:
        self.machine = machine
        self._user = rf"HKCU\Software\Microsoft\Office\{version}\Excel"
        self._company = rf"HKCU\Software\Policies\Microsoft\Office\{version}\Excel"
        self._office = rf"HKCU\Software\Policies\Microsoft\Office\{version}\Common"

    def security(self, name: str, below: str = "") -> tuple[int, bool]:
        """A number among the security settings, 0 where it is not set, and whether the company set it."""
        for key, is_company in ((self._company, True), (self._user, False)):
            value = self.machine.registry.values(rf"{key}\Security{below}").get(name)
            if isinstance(value, int):
                return value, is_company
        return 0, False

    @property
    def has_no_vba(self) -> bool:
        """Whether the company switched VBA off in all of Office."""
        return self.machine.registry.values(self._office).get("vbaoff") == 1

    def trusts(self, folder: Path) -> bool:
        """Whether files of a folder are opened without questions."""
        if self.security("alllocationsdisabled", r"\Trusted Locations")[0]:
            return False
        company, user = (list(self._locations(key)) for key in (self._company, self._user))
        if not user and folder == self.machine.settings / "Microsoft" / "Excel" / "XLSTART":
            return True  # before its first start Excel has written none down, and this is always one of them
        return any(_holds(location, self.machine, folder) for location in (*company, *user))

    def _locations(self, key: str) -> Iterator[Mapping[str, object]]:
        below = rf"{key}\Security\Trusted Locations"
        for name in self.machine.registry.keys(below):
            yield self.machine.registry.values(rf"{below}\{name}")

    @property
    def switched_off(self) -> list[str]:
        """The files that Excel no longer opens, because it broke down with them; as Windows notes them, in small letters."""
        items = self.machine.registry.values(rf"{self._user}\Resiliency\DisabledItems").values()
        return [item.decode("utf-16-le", "replace").lower() for item in items if isinstance(item, bytes)]


def findings(machine: Machine, version: str, addin: Path) -> Iterator[Finding]:
    """What keeps an Excel from running the add-in."""
    settings = ExcelSettings(machine, version)
    found = [*_macros(settings, addin), *_addins(settings, addin), *_defender(machine), *_command_line(machine)]
    yield from found or [fact(Message("Excel may run the macros of {folder}.", folder=addin.parent))]


def _macros(settings: ExcelSettings, addin: Path) -> Iterator[Finding]:
    if settings.has_no_vba:
        yield fault(Label("VBA is switched off in all of Office."), _ADMINISTRATOR)
    if settings.trusts(addin.parent):
        return
    warnings, is_company = settings.security("vbawarnings")
    add_folder = Message(
        "Add {folder} to the trusted folders: File → Options → Trust Center → Trust Center Settings → Trusted Locations.",
        folder=addin.parent,
    )
    cure = _ADMINISTRATOR if is_company else add_folder
    if mark_of_the_web(addin).exists():
        yield fault(
            Message("Windows marks {file} as a file from the internet, and Excel blocks its macros.", file=addin),
            Label("In the Explorer open Properties of the file and tick “Unblock”, or install it anew: py -m sheetkpi excel install"),
        )
    if warnings == _NONE:
        yield fault(Message("Excel disables all macros without asking, and does not trust {folder}.", folder=addin.parent), cure)
    elif warnings == _SIGNED_ONLY:
        yield fault(Message("Excel runs signed macros only, and does not trust {folder}.", folder=addin.parent), cure)
    else:
        yield note(Message("Excel does not trust {folder}, and will ask about its macros.", folder=addin.parent), add_folder)


def _addins(settings: ExcelSettings, addin: Path) -> Iterator[Finding]:
    for name, what in (
        ("disablealladdins", Label("Excel opens no add-ins at all.")),
        ("requireaddinsig", Label("Excel opens signed add-ins only, and this one is not signed.")),
    ):
        value, is_company = settings.security(name)
        if value:
            way = Label("Clear the tick: File → Options → Trust Center → Trust Center Settings → Add-ins.")
            yield fault(what, _ADMINISTRATOR if is_company else way)
    if any(addin.name.lower() in item for item in settings.switched_off):
        yield fault(
            Label("Excel switched the add-in off, because it broke down once while it was opened."),
            Label("File → Options → Add-ins → Manage: Disabled Items → Go: choose it and click Enable. Then start Excel again."),
        )


def _defender(machine: Machine) -> Iterator[Finding]:
    rules = machine.registry.values(_DEFENDER)
    for identifier, name in _RULES.items():
        if str(rules.get(identifier, "")) == "1":
            yield fault(Message("Microsoft Defender keeps Excel from starting Python: rule “{rule}”.", rule=name), _ADMINISTRATOR)


def _command_line(machine: Machine) -> Iterator[Finding]:
    if machine.registry.values(r"HKCU\Software\Policies\Microsoft\Windows\System").get("disablecmd"):
        yield fault(Label("The command line (cmd.exe), by which xlwings starts Python, is forbidden."), _ADMINISTRATOR)


def _holds(location: Mapping[str, object], machine: Machine, folder: Path) -> bool:
    path = Path(machine.expanded(str(location.get("path", ""))).rstrip("\\/"))
    return folder == path or bool(location.get("allowsubfolders") and path in folder.parents)
