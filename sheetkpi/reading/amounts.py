"""A column of names with an amount beside each, without the totals that were pasted along."""

from collections.abc import Sequence
from typing import Any

from sheetkpi.model.ranges import Cell
from sheetkpi.model.tables import sum_of
from sheetkpi.reading.channel_table import left_out_as_totals
from sheetkpi.reading.totals import find_totals
from sheetkpi.reading.words import folded
from sheetkpi.translation import Message


def places_of_totals(names: Sequence[Cell], *amounts: Sequence[Cell]) -> tuple[set[int], Message | None]:
    """The places of the totals among rows of names and amounts, and the note on them."""
    columns = [[cell if isinstance(cell, float) else None for cell in cells] for cells in amounts]
    has_number = [any(numbers) for numbers in zip(*columns, strict=True)]
    found = find_totals([(name if name is not None or has else "",) for name, has in zip(names, has_number, strict=True)], columns)
    totals = found.totals
    return totals, left_out_as_totals([names[place] for place in sorted(totals)]) if totals else None


def amounts_by_name(names: Sequence[Cell], amounts: Sequence[Cell]) -> tuple[list[tuple[Cell, Any]], Message | None]:
    """The amount of each name, summed over its rows and without totals, and a note on what was left out."""
    totals, note = places_of_totals(names, amounts)
    found: dict[object, tuple[Cell, list[Cell]]] = {}
    for place, (name, amount) in enumerate(zip(names, amounts, strict=True)):
        if place in totals or (name is None and amount is None):
            continue
        key = folded(name) if isinstance(name, str) else (place, name)
        found.setdefault(key, (name, []))[1].append(amount)
    return [(name, sum_of(cells) if len(cells) > 1 else cells[0]) for name, cells in found.values()], note
