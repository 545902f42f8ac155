"""What is remembered of a table that we wrote: by it we know our rows again, and what people changed in them."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from sheetkpi.hosts.google.spreadsheets.entries import WIDTH, Entry, mark_of
from sheetkpi.hosts.google.spreadsheets.ids import id_of

_VERSION = 1
_PREFIX = "table/"


@dataclass(slots=True)
class TableMemory:
    """A table as we left it."""

    columns: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    appended: str = ""
    appended_rows: int = 0
    written: str = ""
    version: int = _VERSION

    def as_text(self) -> str:
        """As it is kept."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    def marks(self, row: int) -> Mapping[str, str]:
        """The marks of a row by the headers."""
        text = self.rows[row]
        return {header: text[start : start + WIDTH] for header, start in zip(self.columns, range(0, len(text), WIDTH), strict=True)}


def table_from(text: str | None) -> TableMemory | None:
    """The memory; None where there is none that can be understood."""
    if text is None:
        return None
    try:
        found = TableMemory(**json.loads(text))
        whole = all(isinstance(row, str) and len(row) == WIDTH * len(found.columns) for row in found.rows)
    except (ValueError, TypeError):
        return None
    return found if whole and found.version == _VERSION else None


def memory_name(sheet_id: int, anchor: str) -> str:
    """Under which name a table is remembered: by the tab and the cell for which it was asked."""
    return f"{_PREFIX}{sheet_id}/{anchor}"


def tables_of(names: Sequence[str], sheet_id: int) -> list[str]:
    """The names under which tables of a tab are remembered."""
    return [name for name in names if name.startswith(f"{_PREFIX}{sheet_id}/")]


def table_of_name(name: str) -> int:
    """The id of the tab of a table that is remembered under a name."""
    return int(name.removeprefix(_PREFIX).partition("/")[0])


def tag_id(name: str) -> int:
    """The id of the metadata at the header row of a table, which moves with it."""
    return id_of("header", name)


def checksum(headers: Sequence[str], rows: Sequence[Sequence[Entry]]) -> str:
    """By which the same rows are known again."""
    text = "\n".join(["\t".join(headers), *("".join(map(mark_of, row)) for row in rows)])
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()
