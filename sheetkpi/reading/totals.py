"""Which rows of a table are totals: their names say so, or their numbers are the sums of other rows."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, combinations
from math import inf, isclose, prod

from sheetkpi.reading.header import LONGEST_HEADER
from sheetkpi.reading.words import is_level, key_of, known_words
from sheetkpi.translation import Listed, Message, Quoted

#: The numbers of a column that adds up; None where a cell is blank.
Numbers = Sequence[float | None]
#: The texts of a row; a row without any text has no name.
Names = tuple[object, ...]

#: So many other rows, and so many columns with numbers, make a sum no coincidence.
_ENOUGH_ROWS, _ENOUGH_COLUMNS = 2, 2
#: Reports have campaigns, ad groups, ads; a column with more values is another one.
_MOST_LEVELS = 5
#: In how many tables of its size a sum of neighbours may once be a coincidence.
_UNLIKELY = 1000


def is_total_name(name: object) -> bool:
    """Whether a whole name says that its row is a total: “Итого”, “Grand total”, “Total: Campaigns”, but not “Total Fitness Club”."""
    return isinstance(name, str) and len(name) <= LONGEST_HEADER and _is_total_name(name)


@lru_cache(maxsize=10_000)
def _is_total_name(name: str) -> bool:
    text = " ".join(name.casefold().replace("ё", "е").split())
    words = known_words()
    return bool(text) and ((key_of(name) or text) in words.total_names or text.startswith(tuple(words.total_beginnings)))


@lru_cache(maxsize=10_000)
def _hints_in(name: object) -> frozenset[str]:
    """What a name says that begins or ends with a word of totals: “VK Total”, “Итог Яндекса”, “Paid”."""
    tokens = key_of(name).split() if isinstance(name, str) and len(name) <= LONGEST_HEADER else []
    words = known_words()
    hints = {"total": words.total_hints, "vague": words.vague_total_hints, "mean": words.mean_hints}
    return frozenset(kind for kind, known in hints.items() if tokens and not known.isdisjoint((tokens[0], tokens[-1])))


def has_total_hint(name: object) -> bool:
    """Whether a name begins or ends with a word of totals."""
    return "total" in _hints_in(name)


def _least_of(texts: Names) -> int | None:
    """Of how many rows a row of such a name may be the total, at least; None if the name is ordinary."""
    hints = {hint for text in texts for hint in _hints_in(text)}
    if all(text is None for text in texts) or "total" in hints:
        return 1
    return _ENOUGH_ROWS if "vague" in hints else None


@dataclass(slots=True)
class Totals:
    """The rows that are totals, and those that look like one under the name of a channel, by their places."""

    totals: set[int] = field(default_factory=set)
    suspects: set[int] = field(default_factory=set)
    #: A column with several levels whose sums differ, and its levels.
    unclear: tuple[str, Sequence[str]] | None = None


def find_totals(names: Sequence[Names], columns: Sequence[Numbers]) -> Totals:
    """Tell totals from rows that count, in a time that grows with the number of rows.

    Args:
        names: The texts of each row; a row without any text has no name.
        columns: The numbers of each column that adds up, one for every row.
    """
    return _Finder(names, columns).find()


def find_repeated(
    dates: Sequence[object],
    channels: Sequence[object],
    campaigns: Sequence[object] | None,
    beside: Iterable[tuple[str, Sequence[object]]],
    columns: Sequence[Numbers],
) -> Totals:
    """Find the rows of a higher level, whose numbers are the sums of rows of a lower one: campaigns above their ad groups.

    Args:
        dates: The date of each row.
        channels: Its channel.
        campaigns: Its campaign, if a column of its own names them; None where it is blank.
        beside: The other columns of texts, such as ad groups or levels, with their headers; None where a cell is blank.
        columns: The numbers of each column that adds up, one for every row.
    """
    found = Totals()
    for header, cells in beside:
        coarser = _coarser_levels(cells, columns)
        found.totals |= {place for place, level in enumerate(cells) if level in coarser}
        levels = sorted({cell for cell in cells if isinstance(cell, str) and is_level(cell)})
        if len(levels) > 1 and not coarser:
            found.unclear = (header, levels)
        if not found.totals and None in cells:
            found = _parents([*zip(dates, channels, campaigns or channels, strict=True)], cells, columns, found.unclear)
    if not found.totals and campaigns is not None and None in campaigns:
        found = _parents([*zip(dates, channels, strict=True)], campaigns, columns, found.unclear)
    return found


def several_levels(header: str, levels: Sequence[str]) -> Message:
    """What is wrong with a table whose levels don't add up."""
    return Message(
        "the rows in “{header}” are of several levels ({levels}) whose sums differ. Keep the rows of one level.",
        header=header,
        levels=Listed([*map(Quoted, levels)]),
    )


def _parents(
    keys: Sequence[Names], parts: Sequence[object], columns: Sequence[Numbers], unclear: tuple[str, Sequence[str]] | None
) -> Totals:
    """The rows whose part is blank and whose numbers are the sums of the others of one key; as suspects, those whose are not."""
    found = Totals(unclear=unclear)
    groups: dict[Names, tuple[list[int], list[int]]] = {}
    for place, (key, part) in enumerate(zip(keys, parts, strict=True)):
        groups.setdefault(key, ([], []))[part is not None].append(place)
    for parents, children in groups.values():
        if not parents or not children:
            continue
        numbers = [(sum(column[place] or 0.0 for place in places) for places in (parents, children)) for column in columns]
        pairs = [(mine, theirs) for mine, theirs in numbers if mine or theirs]
        if pairs and all(_is_close(mine, theirs, len(children)) for mine, theirs in pairs):
            found.totals.update(parents)
        elif pairs:
            found.suspects.update(parents)
    compared = sum(any(column[place] for place in found.totals) for column in columns)
    return found if compared >= _ENOUGH_COLUMNS or len(found.totals) >= _ENOUGH_ROWS else Totals(unclear=unclear)


def _coarser_levels(levels: Sequence[object], columns: Sequence[Numbers]) -> set[object]:
    """Of the values of a column, those whose rows sum up the rows of the value with the most rows: a “Level” of campaigns and ads."""
    places: dict[object, list[int]] = {}
    for place, level in enumerate(levels):
        places.setdefault(level, []).append(place)
    if not 1 < len(places) <= _MOST_LEVELS:
        return set()
    sums = {level: [sum(column[place] or 0.0 for place in rows) for column in columns] for level, rows in places.items()}
    finest, *coarser = sorted(places, key=lambda level: len(places[level]), reverse=True)
    if sum(whole != 0 for whole in sums[finest]) < _ENOUGH_COLUMNS:
        return set()
    rows = len(places[finest])
    are_equal = all(_is_close(mine, theirs, rows) for level in coarser for mine, theirs in zip(sums[level], sums[finest], strict=True))
    return set(coarser) if are_equal else set()


class _Finder:
    def __init__(self, names: Sequence[Names], columns: Sequence[Numbers]) -> None:
        self.names = names
        self.columns = columns
        #: Columns with negative numbers, in which a sum may shrink while it is added up.
        self.with_losses = {id(column) for column in columns if min(filter(None, column), default=0.0) < 0}
        #: The column in which two rows are the least often alike.
        self.telling = max(columns, key=lambda column: len(set(column)), default=())
        distinct = set(names)
        sure = {texts for texts in distinct if any(map(is_total_name, texts))}
        self.sure = {place for place, texts in enumerate(names) if texts in sure} if sure else set()
        self.least = {texts: _least_of(texts) for texts in distinct}
        likely = {texts for texts, least in self.least.items() if least is not None} - sure
        self.possible = [place for place, texts in enumerate(names) if texts in likely] if likely else []
        self.marks = sorted({*self.sure, *self.possible})
        #: The totals that are found: a block begins behind one.
        self.ends = sorted(self.sure)
        #: Sums of each column over the rows before a place.
        self.before = [[0.0, *accumulate(number or 0.0 for number in column)] for column in columns] if self.possible else []

    def find(self) -> Totals:
        found = Totals(set(self.sure))
        if not self.marks:
            found.suspects = self._suspects(range(len(self.names)))
            return found
        everywhere = self._sums([place for place in range(len(self.names)) if place not in self.sure])
        count = len(self.names) - len(self.sure)
        marked = set(self.marks)
        ordinary = self._sums([place for place in range(len(self.names)) if place not in marked])
        for place in self.possible:
            others = [whole - (column[place] or 0.0) for column, whole in zip(self.columns, everywhere, strict=True)]
            if self._is_sum(place, others, count - 1, ordinary):
                found.totals.add(place)
                insort(self.ends, place)
                everywhere, count = others, count - 1
        rest = [place for place in range(len(self.names)) if place not in found.totals]
        subtotals = self._hidden_subtotals(rest, everywhere)
        found.totals |= subtotals
        found.suspects = self._suspects([place for place in rest if place not in subtotals])
        return found

    def _suspects(self, rest: Sequence[int]) -> set[int]:
        neighbours = self._sums_of_neighbours(rest) | self._sums_of_neighbours(rest[::-1])
        return self._sums_of_all_others(rest) | neighbours | self._groups(rest) | self._groups(rest[::-1])

    def _sums(self, places: Sequence[int]) -> list[float]:
        return [sum(column[place] or 0.0 for place in places) for column in self.columns]

    def _least(self, place: int) -> int | None:
        """Of how many rows a row may be the total, at least; None if its name is that of an ordinary row."""
        return self.least[self.names[place]]

    def _has_name(self, place: int) -> bool:
        return any(text is not None for text in self.names[place])

    def _hints(self, place: int) -> set[str]:
        return {hint for text in self.names[place] for hint in _hints_in(text)}

    def _is_sum(self, place: int, others: Sequence[float], count: int, ordinary: Sequence[float]) -> bool:
        """Whether a row's numbers are the sum or the mean of all other rows, or the sum of the block above or below it."""
        least = self._least(place) or 1
        least_of_block = least if self._has_name(place) else _ENOUGH_ROWS
        candidates = [(others, count, least), (ordinary, len(self.names) - len(self.marks), least)]
        for marks in (self.marks, self.ends):
            index = bisect_left(marks, place)
            start = marks[index - 1] + 1 if index else 0
            end = next((mark for mark in marks[index : index + 2] if mark > place), len(self.names))
            candidates += [(self._block(start, place), place - start, least_of_block)]
            candidates += [(self._block(place + 1, end), end - place - 1, least_of_block)]
        if any(rows >= enough and self._equals(place, sums, rows, 1) for sums, rows, enough in candidates):
            return True
        may_be_mean = not self._has_name(place) or "mean" in self._hints(place)
        return may_be_mean and any(rows >= _ENOUGH_ROWS and self._equals(place, sums, rows, rows) for sums, rows, _enough in candidates[:2])

    def _block(self, start: int, end: int) -> list[float]:
        return [before[end] - before[start] for before in self.before]

    def _equals(self, place: int, sums: Sequence[float], count: int, divisor: float) -> bool:
        """Whether every number of a row is a sum of others, divided."""
        compared = 0
        for column, whole in zip(self.columns, sums, strict=True):
            number = column[place]
            if number is None:
                continue
            if not _is_close(number * divisor, whole, count * divisor):
                return False
            compared += number != 0
        return compared >= (min(_ENOUGH_COLUMNS, len(self.columns)) if self._least(place) == _ENOUGH_ROWS else 1)

    def _hidden_subtotals(self, rest: Sequence[int], whole: Sequence[float]) -> set[int]:
        """Rows above the parts that they sum up, as a compact pivot has them: the sum of all is then twice the grand total."""
        if not any(self._equals(place, whole, len(rest), 2) for place in self.sure):
            return set()
        return set(self._parents(rest, parts=1))

    def _groups(self, rest: Sequence[int]) -> set[int]:
        """Rows under ordinary names, if the whole table is nothing but such rows and the parts behind each of them."""
        parents = self._parents(rest, parts=_ENOUGH_ROWS)
        filled = sum(any(column[place] for place in parents) for column in self.columns)
        return set(parents) if len(parents) >= _ENOUGH_ROWS and filled >= _ENOUGH_COLUMNS else set()

    def _parents(self, rest: Sequence[int], *, parts: int) -> list[int]:
        """The rows each of which is the sum of the rows behind it, up to the next; none if a row belongs to none of them."""
        found = []
        place = 0
        while place < len(rest):
            end = self._end_of_parts(rest, place, parts)
            if end is None:
                return []
            found.append(rest[place])
            place = end
        return found

    def _end_of_parts(self, rest: Sequence[int], place: int, parts: int) -> int | None:
        """Behind the rows behind a row whose sum it is."""
        sums = [0.0 for _ in self.columns]
        most = [self._most(column, rest[place], len(rest)) for column in self.columns]
        for end in range(place + 1, len(rest)):
            sums = [whole + (column[rest[end]] or 0.0) for column, whole in zip(self.columns, sums, strict=True)]
            if end - place >= parts and self._equals(rest[place], sums, end - place, 1):
                return end + 1
            if any(whole > limit for whole, limit in zip(sums, most, strict=True)):
                return None
        return None

    def _most(self, column: Numbers, place: int, count: int) -> float:
        """What the sum of parts can be at most, while they are added up."""
        number = column[place] or 0.0
        return inf if id(column) in self.with_losses else number + abs(number) * 1e-9 + 0.005 * count + 1e-9

    def _sums_of_all_others(self, rest: Sequence[int]) -> set[int]:
        """Rows under an ordinary name whose numbers are all the sums of the other rows."""
        if len(rest) <= _ENOUGH_ROWS:
            return set()
        wholes = self._sums(rest)
        compared = [(column, whole) for column, whole in zip(self.columns, wholes, strict=True) if whole]
        if len(compared) < _ENOUGH_COLUMNS:
            return set()
        halves: Iterable[int] = rest
        for column, whole in zip(self.columns, wholes, strict=True):
            limit = abs(whole) / 2 + len(rest)  # which is cheap to compare
            halves = [place for place in halves if abs(2 * (column[place] or 0.0) - whole) < limit]
            halves = [place for place in halves if _is_close(2 * (column[place] or 0.0), whole, len(rest))]
        outer = (rest[0], rest[-1]) if len(rest) > _ENOUGH_ROWS + 1 else ()
        return {place for place in halves if place in outer or not self._are_proportional([row for row in rest if row != place])}

    def _sums_of_neighbours(self, rest: Sequence[int]) -> set[int]:
        """Rows under an ordinary name whose numbers are all the sums of the rows behind them, too many digits for a coincidence."""
        if len(rest) <= _ENOUGH_ROWS or len(self.columns) < _ENOUGH_COLUMNS:
            return set()
        if id(self.telling) in self.with_losses:
            return set()
        first = [self.telling[place] or 0.0 for place in rest]
        before = [0.0, *accumulate(first)]
        threes = zip(first, first[1:], first[2:], strict=False)
        found = set()
        for row in [number for number, (whole, one, other) in enumerate(threes) if whole >= one + other > 0]:
            end = bisect_left(before, before[row + 1] + first[row] * (1 - 1e-9), hi=len(rest))
            if end - row > _ENOUGH_ROWS and isclose(before[end] - before[row + 1], first[row], rel_tol=1e-9):
                parts = rest[row + 1 : end]
                wholes = [(column[rest[row]] or 0.0, sum(column[part] or 0.0 for part in parts)) for column in self.columns]
                are_equal = all(isclose(mine, theirs, rel_tol=1e-9, abs_tol=1e-9) for mine, theirs in wholes)
                digits = prod(_significant(mine) for mine, _theirs in wholes if mine)
                if are_equal and digits > _UNLIKELY * len(rest) and not self._are_proportional(parts):
                    found.add(rest[row])
        return found

    def _are_proportional(self, rows: Sequence[int]) -> bool:
        """Whether all columns say the same, so that they are one number rather than several."""
        first, *others = [[column[row] or 0.0 for column in self.columns] for row in rows]
        pairs = list(combinations(range(len(self.columns)), 2))
        return all(isclose(first[a] * row[b], first[b] * row[a], rel_tol=1e-9) for row in others for a, b in pairs)


def _significant(number: float) -> float:
    """The digits of a number without the zeros behind them: round numbers say little."""
    return float(f"{abs(number):.2f}".replace(".", "").rstrip("0") or 1)


def _is_close(number: float, whole: float, count: float) -> bool:
    """Equal, as far as each of some numbers may have been rounded to hundredths."""
    return isclose(number, whole, rel_tol=1e-9, abs_tol=0.005 * count + 1e-9)
