"""What sheetkpi remembers of a spreadsheet, in the spreadsheet itself: texts by their names, on the hidden tab “sheetkpi”.

A tab goes where the spreadsheet goes: into copies, and back with its history of versions. Metadata of the API would hold 30,000
characters, a tab holds millions. What is remembered is written by the same batch as what it is about, so that both are there or none.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sheetkpi.hosts.google.spreadsheets.ids import id_of

#: One request of a batch, as Google describes it.
Request = dict[str, Any]

#: The tab, whatever people call it.
TAB_ID = id_of("memory")
TITLE = "sheetkpi"
#: What of the tab is read.
FIELDS = "sheets(properties(sheetId,title,gridProperties(rowCount,columnCount)),data(rowData(values(userEnteredValue))))"

#: A cell takes 50,000 characters.
_LONGEST = 45_000
_ROWS, _COLUMNS = 100, 10
_REMARK = "sheetkpi keeps here what it wrote last, so that it overwrites nothing that people changed. Please leave this sheet as it is."
#: Where the stamp of the last batch stands: below the remark come the texts, each in a row of its own.
_STAMP = {"sheetId": TAB_ID, "rowIndex": 0, "columnIndex": 1}


@dataclass(slots=True)
class Memory:
    """What is remembered."""

    texts: dict[str, str] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    rows: int = 0
    columns: int = 0
    title: str = TITLE

    @classmethod
    def of(cls, answer: Mapping[str, Any], taken: Collection[str] = ()) -> "Memory":
        """What stands on the tab; nothing where there is no such tab."""
        for sheet in answer.get("sheets", ()):
            if sheet["properties"].get("sheetId") == TAB_ID:
                grid = sheet["properties"]["gridProperties"]
                memory = cls(rows=grid["rowCount"], columns=grid["columnCount"])
                for data in sheet.get("data", ()):
                    memory._take(data.get("rowData", ()))
                return memory
        names = (TITLE, *(f"{TITLE} {number}" for number in range(2, len(taken) + 3)))
        return cls(title=next(name for name in names if name not in taken))

    def _take(self, rows: Any) -> None:
        for place, row in enumerate(rows):
            name, *pieces = [cell.get("userEnteredValue", {}).get("stringValue", "") for cell in row.get("values", ())] or [""]
            if place and name:
                self.texts[name] = "".join(pieces)
                self.places[name] = place

    def requests(self, changes: Mapping[str, str | None]) -> Iterator[Request]:
        """What makes the tab remember; the tab itself too, where it is not there yet."""
        if not self.rows:
            yield from _new_tab(self.title)
            self.rows, self.columns = _ROWS, _COLUMNS
        for name, text in changes.items():
            if text is None and name not in self.places:
                continue
            place = self.places.setdefault(name, max(self.places.values(), default=0) + 1)
            pieces = [] if text is None else [text[start : start + _LONGEST] for start in range(0, max(len(text), 1), _LONGEST)]
            yield from self._room(place + 1, len(pieces) + 1)
            values = [] if text is None else [{"userEnteredValue": {"stringValue": piece}} if piece else {} for piece in (name, *pieces)]
            yield {"updateCells": {"range": _row(place), "rows": [{"values": values}], "fields": "userEnteredValue"}}
            if text is None:
                del self.places[name], self.texts[name]
            else:
                self.texts[name] = text

    def _room(self, rows: int, columns: int) -> Iterator[Request]:
        """A larger tab, where it is too small."""
        if rows > self.rows or columns > self.columns:
            self.rows, self.columns = max(rows + _ROWS if rows > self.rows else rows, self.rows), max(columns, self.columns)
            grid = {"rowCount": self.rows, "columnCount": self.columns}
            properties = {"sheetId": TAB_ID, "gridProperties": grid}
            yield {"updateSheetProperties": {"properties": properties, "fields": "gridProperties.rowCount,gridProperties.columnCount"}}


def stamp_request(stamp: str) -> Request:
    """What marks a batch, so that one can see whether it was done when its answer was lost."""
    return {
        "updateCells": {"start": _STAMP, "rows": [{"values": [{"userEnteredValue": {"stringValue": stamp}}]}], "fields": "userEnteredValue"}
    }


#: Where the stamp stands, as a filter of the API.
STAMP_FILTER = {
    "gridRange": {"sheetId": TAB_ID, "startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 1, "endColumnIndex": 2},
}


def _row(place: int) -> dict[str, int]:
    return {"sheetId": TAB_ID, "startRowIndex": place, "endRowIndex": place + 1}


def _new_tab(title: str) -> Iterator[Request]:
    grid = {"rowCount": _ROWS, "columnCount": _COLUMNS}
    yield {"addSheet": {"properties": {"sheetId": TAB_ID, "title": title, "hidden": True, "gridProperties": grid}}}
    yield {
        "updateCells": {
            "start": {"sheetId": TAB_ID, "rowIndex": 0, "columnIndex": 0},
            "rows": [{"values": [{"userEnteredValue": {"stringValue": _REMARK}}]}],
            "fields": "userEnteredValue",
        }
    }
    yield {
        "addProtectedRange": {
            "protectedRange": {"protectedRangeId": TAB_ID, "range": {"sheetId": TAB_ID}, "description": TITLE, "warningOnly": True}
        }
    }
