"""Find the row that names the columns, and say which columns are not taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sheetkpi.model.errors import WrongType
from sheetkpi.reading.columns import Column
from sheetkpi.reading.dates import shortened
from sheetkpi.reading.files import Raw, Source, is_blank, width_of
from sheetkpi.reading.headers import Header, Vocabulary, words_in
from sheetkpi.reading.text_file import Say, UnreadableFile
from sheetkpi.translation import Language, Message, Quoted

#: In which of the first rows it is looked for: exports begin with a title, a period, a list of filters.
HIGHEST = 40


@dataclass(frozen=True, slots=True)
class Heading:
    """The row that names the columns."""

    place: int
    cells: Sequence[Raw]
    columns: Mapping[str, int]
    divisors: Mapping[str, float]

    @property
    def width(self) -> int:
        """How many columns have a header, with those between them."""
        return width_of(self.cells)

    def title_of(self, name: str) -> str:
        """What the file calls a column."""
        return shortened(self.cells[self.columns[name]])


def find_heading(source: Source, columns: Mapping[str, Column], say: Say) -> Heading:
    """Find the columns of a file.

    Raises:
        UnreadableFile: There is no such row, or a column that must be there is not.
    """
    vocabulary = Vocabulary(columns)
    place = _place(source, vocabulary)
    cells = source.rows[place][1]
    try:
        header = vocabulary.read(source.file, cells)
    except WrongType as error:
        raise UnreadableFile(error.what) from None
    _tell_what_is_not_taken(source.file, cells, header, vocabulary, say)
    found = {**header.columns, **_stand_ins(source.file, cells, header, columns, say)}
    for name, column in columns.items():
        if column.is_required and name not in found:
            raise UnreadableFile(
                Message(
                    "{file}, line {line}: there is no column {field}. Add it, and call it one of: {words}.",
                    file=source.file,
                    line=source.rows[place][0],
                    field=column.title,
                    words=_Synonyms(column),
                )
            )
    return Heading(place, cells, found, header.divisors)


def _place(source: Source, vocabulary: Vocabulary) -> int:
    """Which row names the most columns."""
    counts = [len({vocabulary.field_of(cell) for cell in cells} - {None}) for _line, cells in source.rows[:HIGHEST]]
    most = max(counts, default=0)
    if most > 1:
        return counts.index(most)
    if all(is_blank(cell) for _line, cells in source.rows for cell in cells):
        raise UnreadableFile(Message("{file} is empty. Put a table into it.", file=source.file))
    raise UnreadableFile(
        Message(
            "{file}: no row names the columns. Put headers above the table, such as {words}.",
            file=source.file,
            words=_UsualNames(vocabulary),
        )
    )


def _stand_ins(file: object, cells: Sequence[Raw], header: Header, columns: Mapping[str, Column], say: Say) -> Mapping[str, int]:
    """The columns that are read for others, which the file has not."""
    found = {}
    for name, column in columns.items():
        if name not in header.columns and column.stand_in and column.stand_in in header.columns:
            found[name] = header.columns[column.stand_in]
            say(
                Message(
                    "{file}: there is no column {field}; “{header}” is taken for it.",
                    file=file,
                    field=column.title,
                    header=shortened(cells[found[name]]),
                )
            )
    return found


def _tell_what_is_not_taken(file: object, cells: Sequence[Raw], header: Header, vocabulary: Vocabulary, say: Say) -> None:
    for index, cell in enumerate(cells):
        name = vocabulary.field_of(cell)
        if name is not None and header.columns[name] != index:
            say(
                Message(
                    "{file}: “{header}” is not taken, because “{other}” says the same.",
                    file=file,
                    header=shortened(cell),
                    other=shortened(cells[header.columns[name]]),
                )
            )
    unknown = tuple(cell for cell in cells if isinstance(cell, str) and cell.strip() and vocabulary.field_of(cell) is None)
    if unknown:
        say(Message("{file}: these columns are not taken: {headers}.", file=file, headers=_Unknown(unknown, vocabulary)))


@dataclass(frozen=True, slots=True)
class _UsualNames:
    """What the columns are usually called."""

    vocabulary: Vocabulary

    def in_language(self, language: Language) -> str:
        return ", ".join(self.vocabulary.usual_name(name, language) for name in self.vocabulary.fields)


@dataclass(frozen=True, slots=True)
class _Synonyms:
    """What a column may be called."""

    column: Column

    def in_language(self, language: Language) -> str:
        return ", ".join(words_in(self.column, language)[:4])


@dataclass(frozen=True, slots=True)
class _Unknown:
    """Headers that are not understood, each with the name that it looks like."""

    headers: tuple[str, ...]
    vocabulary: Vocabulary

    def in_language(self, language: Language) -> str:
        return ", ".join(self._told(header, language) for header in self.headers)

    def _told(self, header: str, language: Language) -> str:
        nearest = self.vocabulary.nearest(header)
        if nearest is None:
            return Quoted(shortened(header)).in_language(language)
        return Message("“{header}” (did you mean {nearest}?)", header=shortened(header), nearest=nearest).in_language(language)
