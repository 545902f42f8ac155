"""Which rows of a table are totals: their names say so, or their numbers are the sums of other rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import fsum, isclose

from sheetkpi.reading.words import key_of, known_words

#: The numbers of a row that add up; None where a cell is blank.
Numbers = Sequence[float | None]

#: So many other rows, and so many columns with numbers, make a sum no coincidence.
_ENOUGH_ROWS, _ENOUGH_COLUMNS = 2, 2


def is_total_name(name: object) -> bool:
    """Whether a whole name says that its row is a total: “Итого”, “Grand total”, “Total: Campaigns”, but not “Total Fitness Club”."""
    if not isinstance(name, str) or not name.strip():
        return False
    text = " ".join(name.casefold().replace("ё", "е").split())
    words = known_words()
    key = key_of(name)
    return (key or text) in words.total_names or any(text.startswith(beginning) for beginning in words.total_beginnings)


def _hint_in(name: object, hints: set[str]) -> bool:
    """Whether a name begins or ends with a word of totals: “VK Total”, “Итог Яндекса”, “Paid”."""
    tokens = key_of(name).split() if isinstance(name, str) else []
    return bool(tokens) and not hints.isdisjoint((tokens[0], tokens[-1]))


@dataclass(slots=True)
class Totals:
    """The rows that are totals, and those that look like one under the name of a channel, by their places."""

    totals: set[int] = field(default_factory=set)
    suspects: set[int] = field(default_factory=set)


def find_totals(names: Sequence[Sequence[object]], numbers: Sequence[Numbers]) -> Totals:
    """Tell totals from rows that count.

    Args:
        names: The texts of each row; a row without any text has no name.
        numbers: The numbers of each row in the columns that add up, as many for every row.
    """
    return _Finder(names, numbers).find()


class _Finder:
    def __init__(self, names: Sequence[Sequence[object]], numbers: Sequence[Numbers]) -> None:
        self.names = names
        self.numbers = numbers
        self.sure = {place for place, texts in enumerate(names) if any(map(is_total_name, texts))}
        self.width = len(numbers[0]) if numbers else 0

    def find(self) -> Totals:
        found = Totals(set(self.sure))
        possible = [place for place in range(len(self.names)) if place not in self.sure and self._may_be_total(place)]
        for place in possible:
            if self._is_sum(place, found.totals, possible):
                found.totals.add(place)
        rest = [place for place in range(len(self.names)) if place not in found.totals]
        found.totals |= self._hidden_subtotals(rest)
        rest = [place for place in rest if place not in found.totals]
        found.suspects = self._sums_of_all_others(rest)
        return found

    def _may_be_total(self, place: int) -> bool:
        return self._least(place) is not None

    def _least(self, place: int) -> int | None:
        """Of how many rows a row may be the total, at least; None if its name is that of an ordinary row."""
        texts = [text for text in self.names[place] if text is not None]
        words = known_words()
        if not texts or any(_hint_in(text, words.total_hints) for text in texts):
            return 1
        return 2 if any(_hint_in(text, words.vague_total_hints) for text in texts) else None

    def _is_sum(self, place: int, totals: set[int], possible: Sequence[int]) -> bool:
        """Whether a row's numbers are the sum or the mean of all other rows, or of the block above or below it."""
        excluded = totals | (set(possible) - {place})
        others = [number for number in range(len(self.names)) if number != place and number not in totals]
        certain = [number for number in others if number not in excluded]
        start = max((number for number in excluded if number < place), default=-1) + 1
        end = min((number for number in excluded if number > place), default=len(self.names))
        least = self._least(place) or 1
        least_of_block = least if self._has_name(place) else _ENOUGH_ROWS
        return any(
            len(rows) >= enough and self._equals(place, rows, divisor)
            for rows, divisor, enough in (
                (others, 1, least),
                (certain, 1, least),
                (range(start, place), 1, least_of_block),
                (range(place + 1, end), 1, least_of_block),
                *(((others, len(others), _ENOUGH_ROWS), (certain, len(certain), _ENOUGH_ROWS)) if self._may_be_mean(place) else ()),
            )
        )

    def _may_be_mean(self, place: int) -> bool:
        return not self._has_name(place) or any(_hint_in(text, known_words().mean_hints) for text in self.names[place])

    def _has_name(self, place: int) -> bool:
        return any(text is not None for text in self.names[place])

    def _equals(self, place: int, rows: Sequence[int], divisor: int) -> bool:
        """Whether every number of a row is the sum of the others', divided."""
        compared = 0
        for column in range(self.width):
            number = self.numbers[place][column]
            if number is None:
                continue
            whole = fsum(self.numbers[row][column] or 0.0 for row in rows)
            if not _is_close(number * divisor, whole, len(rows) * divisor):
                return False
            compared += number != 0
        return compared >= (min(_ENOUGH_COLUMNS, self.width) if self._least(place) == _ENOUGH_ROWS else 1)

    def _hidden_subtotals(self, rest: Sequence[int]) -> set[int]:
        """Rows above the parts that they sum up, as a compact pivot has them: the sum of all is then twice the grand total."""
        grand = [place for place in self.sure if self._is_half_of(place, rest)]
        if not grand:
            return set()
        found: set[int] = set()
        place = 0
        while place < len(rest):
            end = next(
                (end for end in range(place + 2, len(rest) + 1) if self._equals(rest[place], rest[place + 1 : end], 1)),
                None,
            )
            if end is None:
                return set()
            found.add(rest[place])
            place = end
        return found

    def _is_half_of(self, place: int, rows: Sequence[int]) -> bool:
        numbers = [None if number is None else 2 * number for number in self.numbers[place]]
        compared = [column for column, number in enumerate(numbers) if number]
        return bool(compared) and all(
            _is_close(numbers[column] or 0.0, fsum(self.numbers[row][column] or 0.0 for row in rows), len(rows)) for column in compared
        )

    def _sums_of_all_others(self, rest: Sequence[int]) -> set[int]:
        """Rows under an ordinary name whose numbers are all the sums of the other rows."""
        if len(rest) <= _ENOUGH_ROWS:
            return set()
        wholes = [fsum(self.numbers[row][column] or 0.0 for row in rest) for column in range(self.width)]
        return {
            place
            for place in rest
            if all(_is_close(2 * (self.numbers[place][column] or 0.0), wholes[column], len(rest)) for column in range(self.width))
            and sum(whole != 0 for whole in wholes) >= _ENOUGH_COLUMNS
            and not self._are_proportional([row for row in rest if row != place])
        }

    def _are_proportional(self, rows: Sequence[int]) -> bool:
        """Whether all columns say the same, so that they are one number rather than several."""
        first, *others = [[number or 0.0 for number in self.numbers[row]] for row in rows]
        return all(
            isclose(first[a] * row[b], first[b] * row[a], rel_tol=1e-9)
            for row in others
            for a in range(self.width)
            for b in range(a + 1, self.width)
        )


def _is_close(number: float, whole: float, count: int) -> bool:
    """Equal, as far as each of some numbers may have been rounded to hundredths."""
    return isclose(number, whole, rel_tol=1e-9, abs_tol=0.005 * count + 1e-9)
