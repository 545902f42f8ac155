"""The sheet “Mapping”: synonyms of columns and channels."""

from dataclasses import dataclass

from sheetkpi.reading.words import usual_names
from sheetkpi.translation import LANGUAGES, Label, Language, Translatable
from sheetkpi.workbooks.book import At, Book, Formula, Sheet
from sheetkpi.workbooks.channels.data import CHANNELS, DIRECT, EXHIBITION, FIELDS, ORGANIC, VK, DataField, Name, named
from sheetkpi.workbooks.styles import CHECK, GOOD, HEADER_LEFT, HINT, INPUT_TEXT, LABEL, SUBTITLE, TITLE, WARN

#: How many names of channels the list takes.
NAMES = 80

#: What the two columns of the list are called in formulas; in Latin letters, which every engine takes.
OTHER_NAMES, COUNTS_AS = "channel_names", "channel_counts_as"

HEAD, FIRST = 3, 4

_OTHER, _COUNTS_AS, _FOUND, _STATE, _HEADER, _COLUMN, _YOURS, _GOES = 0, 1, 3, 4, 6, 7, 9, 10

_META: Name = {"en": "Meta"}
_GOOGLE: Name = {"en": "Google Ads"}

#: What channels are called elsewhere; the first name is their own.
_ALSO_CALLED: tuple[tuple[Name, tuple[str, ...]], ...] = (
    (DIRECT, ("Яндекс.Директ", "Директ", "yandex", "yandex / cpc", "yandex.direct", "direct")),
    (VK, ("VK Реклама", "vk ads", "vkontakte", "вк", "vk / cpc")),
    (EXHIBITION, ("event", "offline")),
    (ORGANIC, ("google / organic", "yandex / organic", "seo", "SEO", "поиск", "Поисковые системы")),
    (_META, ("facebook", "fb", "facebook ads", "facebook / paid", "instagram")),
    (_GOOGLE, ("google", "adwords", "google / cpc", "google adwords")),
)


@dataclass(frozen=True, slots=True)
class Names:
    """The list of channel names and the channels they count as."""

    sheet: Sheet
    others: At
    counts_as: At


def write_mapping(book: Book) -> Names:
    """Write the sheet without the channels found in the data."""
    sheet = book.sheet(Label("Mapping"), tab="#E69F00")
    sheet.set_widths(30, 26, 3, 28, 22, 3, 30, 24, 3, 30, 24)
    sheet.put(0, 0, Label("Mapping"), TITLE)
    hint = Label(
        "Another name of a channel counts as the name beside it, so that “facebook” and “fb” are one line. Add your own at the end."
    )
    sheet.merge(1, 0, 5, hint, HINT)
    hint = Label("Which column of an export goes where. Put the headings of your export into the blue cells to the right.")
    sheet.merge(1, _HEADER, 5, hint, HINT)
    sheet.put(2, _OTHER, Label("Channels"), SUBTITLE)
    sheet.put(2, _HEADER, Label("Columns"), SUBTITLE)
    heads = {
        _OTHER: Label("Called in the data"),
        _COUNTS_AS: Label("Counts as"),
        _FOUND: Label("Channel found"),
        _STATE: Label("Known?"),
        _HEADER: Label("Heading in an export"),
        _COLUMN: Label("Column of the sheet “Data”"),
        _YOURS: Label("Headings of your export"),
        _GOES: Label("Goes into the column"),
    }
    for column, head in heads.items():
        sheet.put(HEAD, column, head, HEADER_LEFT)
    names = Names(sheet, sheet.range(FIRST, _OTHER, NAMES), sheet.range(FIRST, _COUNTS_AS, NAMES))
    pairs = _pairs(book.language)
    for number in range(NAMES):
        other, channel = pairs[number] if number < len(pairs) else (None, None)
        sheet.put(FIRST + number, _OTHER, other, INPUT_TEXT)
        sheet.put(FIRST + number, _COUNTS_AS, channel, INPUT_TEXT)
    book.names |= {OTHER_NAMES: names.others, COUNTS_AS: names.counts_as}
    book.mark("mapping.other_names", names.others)
    book.mark("mapping.counts_as", names.counts_as)
    _write_headings(book, sheet)
    sheet.frozen = (FIRST, 0)
    sheet.repeated_rows = HEAD
    return names


def _pairs(language: Language) -> list[tuple[str, str]]:
    pairs: dict[str, tuple[str, str]] = {}
    for own, others in _ALSO_CALLED:
        channel = named(own, language)
        for name in (*dict.fromkeys((channel, *own.values())), *others):
            pairs.setdefault(name.casefold(), (name, channel))
    return list(pairs.values())


def _write_headings(book: Book, sheet: Sheet) -> None:
    row = FIRST
    for field in FIELDS:
        for word in headings_of(field):
            sheet.put(row, _HEADER, word, LABEL)
            sheet.put(row, _COLUMN, field.heading, LABEL)
            row += 1
    words, columns = sheet.range(FIRST, _HEADER, row - FIRST).fixed, sheet.range(FIRST, _COLUMN, row - FIRST).fixed
    for number in range(CHANNELS):
        yours = sheet.put(FIRST + number, _YOURS, None, INPUT_TEXT)
        unknown = book.word(Label("? unknown"))
        formula = f'IF({yours.here}="","",IFERROR(INDEX({columns},MATCH(TRIM({yours.here}),{words},0)),{unknown}))'
        sheet.put(FIRST + number, _GOES, Formula(formula), LABEL)
    sheet.rule(sheet.range(FIRST, _GOES, CHANNELS), f'LEFT({sheet.range(FIRST, _GOES).in_column},1)="?"', WARN)
    book.mark("mapping.your_headings", sheet.range(FIRST, _YOURS, CHANNELS))
    book.mark("mapping.goes_into", sheet.range(FIRST, _GOES, CHANNELS))


def headings_of(field: DataField) -> list[str]:
    """Return a column's names, each once whatever its case."""
    words = [field.heading.in_language(language) for language in LANGUAGES]
    words += [word for language in LANGUAGES for word in usual_names(field.key, language)]
    return list({word.casefold(): word for word in reversed(words)}.values())[::-1]


def write_found(book: Book, names: Names, found: At) -> At:
    """List the channels of the data, and return the cells that mark the unknown ones."""
    sheet = names.sheet
    new: Translatable = Label("! new: add it to the list")
    for number in range(found.rows):
        cell = sheet.put(FIRST + number, _FOUND, Formula(found.cell(number).full), LABEL)
        is_known = f"COUNTIF({names.counts_as.fixed},{cell.here})>0"
        formula = f'IF({cell.here}="","",IF({is_known},{book.word(Label("✓ known"))},{book.word(new)}))'
        sheet.put(FIRST + number, _STATE, Formula(formula), CHECK.but(is_bold=False))
    states = sheet.range(FIRST, _STATE, found.rows)
    sheet.rule(states, f'LEFT({states.cell().in_column},1)="✓"', GOOD)
    sheet.rule(states, f'LEFT({states.cell().in_column},1)="!"', WARN)
    book.mark("mapping.states", states)
    return states
