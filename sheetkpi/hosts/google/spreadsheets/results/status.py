"""What of ours is in a spreadsheet: results that are computed."""

from dataclasses import dataclass

from sheetkpi.hosts.google.spreadsheets.access.connection import Connection
from sheetkpi.hosts.google.spreadsheets.entries import BLANK, WIDTH, grid_of, mark_of
from sheetkpi.hosts.google.spreadsheets.memory import Memory
from sheetkpi.hosts.google.spreadsheets.places import Place, Places
from sheetkpi.hosts.google.spreadsheets.results.calculations import calculations, result_memories

_CELLS = "sheets(properties(sheetId),data(startRow,startColumn,rowData(values(userEnteredValue))))"


@dataclass(frozen=True, slots=True)
class ResultStatus:
    """Results that are computed."""

    function: str
    place: Place
    changed: int


def result_statuses(connection: Connection, places: Places, memory: Memory) -> list[ResultStatus]:
    """Everything that ``refresh`` computes there."""
    found = calculations(places, list(result_memories(memory.texts)), [])  # `refresh` says what is missing
    computed = [one for one in found if one.memory.marks]
    if not computed:
        return []
    answer = connection.get(_CELLS, [one.room.request for one in computed])
    grids = {
        (sheet["properties"].get("sheetId", 0), data.get("startRow", 0), data.get("startColumn", 0)): grid_of(data)
        for sheet in answer.get("sheets", ())
        for data in sheet.get("data", ())
    }
    statuses = []
    for one in computed:
        grid = grids.get((one.output.tab.sheet_id, one.output.row, one.output.column), [])
        marks = [[marks[start : start + WIDTH] for start in range(0, len(marks), WIDTH)] for marks in one.memory.marks]
        changed = sum(
            mark_of(grid[row][column] if row < len(grid) and column < len(grid[row]) else BLANK) != mark
            for row, line in enumerate(marks)
            for column, mark in enumerate(line)
        )
        statuses.append(ResultStatus(one.record.name, one.output, changed))
    return statuses
