"""Sheets for what comes in: names of channels and columns, the data with its checks, and what an import read and rejected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sheetkpi.reading.words import usual_names
from sheetkpi.translation import LANGUAGES, Label, Language, Translatable
from sheetkpi.workbooks.book import At, Book, Content, Formula, Sheet
from sheetkpi.workbooks.channels.data import (
    CAPACITY,
    CHANNELS,
    COLUMN,
    DIRECT,
    EXHIBITION,
    FIELDS,
    ORGANIC,
    VK,
    DataField,
    Name,
    Rejected,
    Row,
    named,
)
from sheetkpi.workbooks.channels.start import Switches
from sheetkpi.workbooks.styles import (
    BAD,
    CHECK,
    COUNT,
    DATE,
    GOOD,
    GREY,
    HEADER,
    HEADER_LEFT,
    HINT,
    INPUT,
    INPUT_TEXT,
    LABEL,
    MONEY,
    NUMBER,
    SUBTITLE,
    TITLE,
    WARN,
    Style,
)

#: How many names of channels the list takes.
NAMES = 80

#: What the two columns of the list are called in formulas; in Latin letters, which every engine takes.
OTHER_NAMES, COUNTS_AS = "channel_names", "channel_counts_as"

_LIST_HEAD, _LIST_FIRST = 3, 4

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
        sheet.put(_LIST_HEAD, column, head, HEADER_LEFT)
    names = Names(sheet, sheet.range(_LIST_FIRST, _OTHER, NAMES), sheet.range(_LIST_FIRST, _COUNTS_AS, NAMES))
    pairs = _pairs(book.language)
    for number in range(NAMES):
        other, channel = pairs[number] if number < len(pairs) else (None, None)
        sheet.put(_LIST_FIRST + number, _OTHER, other, INPUT_TEXT)
        sheet.put(_LIST_FIRST + number, _COUNTS_AS, channel, INPUT_TEXT)
    book.names |= {OTHER_NAMES: names.others, COUNTS_AS: names.counts_as}
    book.mark("mapping.other_names", names.others)
    book.mark("mapping.counts_as", names.counts_as)
    _write_headings(book, sheet)
    sheet.frozen = (_LIST_FIRST, 0)
    sheet.repeated_rows = _LIST_HEAD
    return names


def _pairs(language: Language) -> list[tuple[str, str]]:
    pairs: dict[str, tuple[str, str]] = {}
    for own, others in _ALSO_CALLED:
        channel = named(own, language)
        for name in (*dict.fromkeys((channel, *own.values())), *others):
            pairs.setdefault(name.casefold(), (name, channel))
    return list(pairs.values())


def _write_headings(book: Book, sheet: Sheet) -> None:
    row = _LIST_FIRST
    for field in FIELDS:
        for word in headings_of(field):
            sheet.put(row, _HEADER, word, LABEL)
            sheet.put(row, _COLUMN, field.heading, LABEL)
            row += 1
    words, columns = sheet.range(_LIST_FIRST, _HEADER, row - _LIST_FIRST).fixed, sheet.range(_LIST_FIRST, _COLUMN, row - _LIST_FIRST).fixed
    for number in range(CHANNELS):
        yours = sheet.put(_LIST_FIRST + number, _YOURS, None, INPUT_TEXT)
        unknown = book.word(Label("? unknown"))
        formula = f'IF({yours.here}="","",IFERROR(INDEX({columns},MATCH(TRIM({yours.here}),{words},0)),{unknown}))'
        sheet.put(_LIST_FIRST + number, _GOES, Formula(formula), LABEL)
    sheet.rule(sheet.range(_LIST_FIRST, _GOES, CHANNELS), f'LEFT({sheet.range(_LIST_FIRST, _GOES).in_column},1)="?"', WARN)
    book.mark("mapping.your_headings", sheet.range(_LIST_FIRST, _YOURS, CHANNELS))
    book.mark("mapping.goes_into", sheet.range(_LIST_FIRST, _GOES, CHANNELS))


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
        cell = sheet.put(_LIST_FIRST + number, _FOUND, Formula(found.cell(number).full), LABEL)
        is_known = f"COUNTIF({names.counts_as.fixed},{cell.here})>0"
        formula = f'IF({cell.here}="","",IF({is_known},{book.word(Label("✓ known"))},{book.word(new)}))'
        sheet.put(_LIST_FIRST + number, _STATE, Formula(formula), CHECK.but(is_bold=False))
    states = sheet.range(_LIST_FIRST, _STATE, found.rows)
    sheet.rule(states, f'LEFT({states.cell().in_column},1)="✓"', GOOD)
    sheet.rule(states, f'LEFT({states.cell().in_column},1)="!"', WARN)
    book.mark("mapping.states", states)
    return states


HEAD = 7
FIRST = HEAD + 1
LAST = HEAD + CAPACITY

_CHANNEL, _ID, _COUNTED, _KEY = range(len(FIELDS) + 1, len(FIELDS) + 5)

#: Where a row of the sheet says what is wrong in the column below.
_COMPLAINTS = HEAD - 1


@dataclass(frozen=True, slots=True)
class DataSheet:
    """Where things stand."""

    sheet: Sheet
    columns: Mapping[str, At]
    names: At
    ids: At
    counted: At
    keys: At
    found: Mapping[str, At]
    named: Mapping[str, str]

    @property
    def numbers(self) -> At:
        """All columns of numbers together."""
        return self.columns["impressions"].to(self.columns["new_customers"])


def write_data(book: Book, switches: Switches, rows: Sequence[Row], rejected: int) -> DataSheet:
    """Write the sheet with its rows.

    Raises:
        ValueError: There are more rows than it takes.
    """
    if len(rows) > CAPACITY:
        raise ValueError(f"{len(rows)} rows do not fit: the sheet of data takes {CAPACITY}")
    sheet = book.sheet(Label("Data"), tab="#E69F00")
    sheet.set_widths(*(_width(field) for field in FIELDS), 3, 22, 9, 9, 16)
    sheet.put(0, 0, Label("Data"), TITLE)
    hint = Label(
        "Paste your rows below the headings, values only: one row a day, week or month, channel and campaign. To empty the sheet, "
        "select the blue cells and press Delete. Leave a cell blank where a channel has no such number; write 0 where it is none."
    )
    sheet.merge(1, 0, 14, hint, HINT)
    sheet.heights[1] = 30
    columns = {field.key: sheet.range(FIRST, index, CAPACITY) for index, field in enumerate(FIELDS)}
    for index, field in enumerate(FIELDS):
        style = HEADER_LEFT if field.kind == "text" else HEADER
        sheet.put(HEAD, index, field.heading, style)
        sheet.column_styles[index] = _style(field)
    sheet.heights[HEAD] = 30
    for number, row in enumerate(rows):
        for field in FIELDS:
            if (content := row.get(field.key)) is not None and content != "":
                sheet.put(FIRST + number, COLUMN[field.key], content, _style(field))
    helpers = _write_helpers(book, sheet, switches, columns)
    found = _write_findings(book, sheet, columns, helpers, rejected)
    _lock_top(sheet)
    sheet.filtered = sheet.range(HEAD, 0, CAPACITY + 1, len(FIELDS))
    sheet.frozen = (FIRST, 2)
    sheet.repeated_rows = HEAD
    sheet.print_area = sheet.range(0, 0, FIRST + max(len(rows), 40), len(FIELDS))
    named = _name_columns(book, {**columns, "channel_row": helpers[1], "channel_row_in_period": helpers[2]})
    book.mark("data.first", sheet.range(FIRST, 0, 1, len(FIELDS)))
    for key, cells in columns.items():
        book.mark(f"data.{key}", cells)
    return DataSheet(sheet, columns, *helpers, found, named)


def _name_columns(book: Book, columns: Mapping[str, At]) -> dict[str, str]:
    """Names for the columns, so that formulas are read and are the same in every cell; in Latin letters, which every engine takes."""
    named = {key: f"data_{key}" for key in columns}
    book.names |= {named[key]: cells for key, cells in columns.items()}
    return named


def _lock_top(sheet: Sheet) -> None:
    """The cells above the headings are not for pasting, whatever their column is."""
    for row in range(HEAD):
        for column in range(len(FIELDS)):
            if (row, column) not in sheet.cells:
                sheet.put(row, column, None, Style())


def _width(field: DataField) -> float:
    return {"date": 12, "text": 22, "number": 12}[field.kind] if field.key != "promo_code" else 14


def _style(field: DataField) -> Style:
    if field.kind == "text":
        return INPUT.but(align="left", indent=1)
    return INPUT.as_format(DATE if field.kind == "date" else MONEY if field.is_money else COUNT)


def _write_helpers(book: Book, sheet: Sheet, switches: Switches, columns: Mapping[str, At]) -> tuple[At, At, At, At]:
    """What each row is worked out to; the formulas refer to this sheet and to names alone, so that the file says them once."""
    style = Style(colour=GREY)
    sheet.merge(2, _CHANNEL, 4, Label("Calculated: which channel a row belongs to"), HINT)
    dates = columns["date"].fixed
    start, end = switches.period_from.full, switches.period_to.full
    labels = (Label("Period from"), Label("Period to"), Label("All rows count"))
    formulas = (
        f'IF({start}="",IF(COUNT({dates})=0,"",MIN({dates})),{start})',
        f'IF({end}="",IF(COUNT({dates})=0,"",MAX({dates})),{end})',
        f'IF(({start}="")*({end}=""),1,0)',
    )
    first, last, is_all = (
        _put_setting(sheet, 3 + number, label, formula, DATE if number < 2 else COUNT)
        for number, (label, formula) in enumerate(zip(labels, formulas, strict=True))
    )
    for column, head in ((_CHANNEL, Label("Channel as it counts")), (_ID, Label("Its first row")), (_COUNTED, Label("In the period"))):
        sheet.put(HEAD, column, head, HEADER.but(size=9))
    sheet.put(HEAD, _KEY, Label("Date, channel and campaign as a number"), HEADER.but(size=9))
    date, channel, campaign = (_letter(sheet, COLUMN[key]) for key in ("date", "channel", "campaign"))
    name, id_, _counted = (_letter(sheet, column) for column in (_CHANNEL, _ID, _COUNTED))

    def channel_of(row: int) -> str:
        own = f"TRIM(${channel}{row})"
        return f'IF({own}="","",IFERROR(INDEX({COUNTS_AS},MATCH({_escaped(own)},{OTHER_NAMES},0)),{own})&"")'

    names = sheet.fill(FIRST, _CHANNEL, CAPACITY, channel_of, style)
    ids = sheet.fill(FIRST, _ID, CAPACITY, lambda row: f'IF(${name}{row}="","",MATCH({_escaped(f"${name}{row}")},{names.fixed},0))', style)
    inside = "{all}+ISNUMBER({date})*({date}>={first})*({date}<={last})"

    def counted(row: int) -> str:
        condition = inside.format(all=is_all.fixed, date=f"${date}{row}", first=first.fixed, last=last.fixed)
        return f'IF(${id_}{row}="","",IF({condition}>0,${id_}{row},""))'

    counted_ids = sheet.fill(FIRST, _COUNTED, CAPACITY, counted, style)
    campaigns = columns["campaign"].fixed

    def key(row: int) -> str:
        number = f'IF(${campaign}{row}="",0,MATCH({_escaped(f"${campaign}{row}")},{campaigns},0))'
        return f'IF(${id_}{row}="","",IFERROR((N(${date}{row})*{CAPACITY}+${id_}{row})*{CAPACITY}+{number},""))'

    keys = sheet.fill(FIRST, _KEY, CAPACITY, key, style.as_format("0"))
    book.mark("data.channel_as_it_counts", names)
    return names, ids, counted_ids, keys


def _escaped(text: str) -> str:
    """A text that is looked for as it is: with a tilde before each sign that would stand for others."""
    for sign in ("~", "*", "?"):
        text = f'SUBSTITUTE({text},"{sign}","~{sign}")'
    return text


def _put_setting(sheet: Sheet, row: int, label: Translatable, formula: str, number_format: str) -> At:
    sheet.put(row, _CHANNEL, label, LABEL)
    return sheet.put(row, _ID, Formula(formula), NUMBER.as_format(number_format))


def _letter(sheet: Sheet, column: int) -> str:
    return sheet.range(0, column).here.rstrip("1")


def _write_findings(book: Book, sheet: Sheet, columns: Mapping[str, At], helpers: tuple[At, At, At, At], rejected: int) -> Mapping[str, At]:
    """What is found in the data, above it; where a number is a text, the column itself names the first such cell."""
    _, ids, counted, _ = helpers
    for index, field in enumerate(FIELDS):
        cells = columns[field.key].fixed
        if field.kind != "text":
            after = f"ROW({sheet.range(LAST + 1, index).fixed})"
            first = f"ADDRESS({after}-SUMPRODUCT(MAX(({cells}>1E+300)*({after}-ROW({cells})))),COLUMN(),4)"  # a text is above all numbers
            formula = f'IF(COUNTA({cells})=COUNT({cells}),"",IFERROR("✗ "&{first},"✗"))'
            sheet.put(_COMPLAINTS, index, Formula(formula), Style(align="center", is_bold=True))
    complaints = sheet.range(_COMPLAINTS, 0, 1, len(FIELDS))
    sheet.rule(complaints, f'LEFT({complaints.cell().in_row},1)="✗"', BAD)
    numbers = columns["impressions"].to(columns["new_customers"])
    of_numbers = sheet.range(_COMPLAINTS, numbers.column, 1, numbers.columns).fixed
    dates = columns["date"].fixed
    below = sheet.range(LAST + 1, 0, CAPACITY, 2).fixed
    findings: list[tuple[str, Translatable, str | float, str | None]] = [
        ("counted", Label("Rows counted"), f"COUNT({counted.fixed})", None),
        ("outside", Label("Rows outside the period"), f"COUNT({ids.fixed})-COUNT({counted.fixed})", None),
        ("rejected", Label("Rows rejected at the import"), float(rejected), None),
        (
            "texts",
            Label("Numbers stored as text"),
            f"COUNTA({numbers.fixed})-COUNT({numbers.fixed})",
            f'IFERROR(INDEX({of_numbers},MATCH("?*",{of_numbers},0)),"")',
        ),
        ("bad_dates", Label("Dates that are not dates"), f"COUNTA({dates})-COUNT({dates})", sheet.range(_COMPLAINTS, 0).fixed),
        ("below", Label("Rows below the last one that counts"), f"COUNTA({below})", None),
    ]
    places = {}
    for number, (key, label, content, first_cell) in enumerate(findings):
        row, column = 3 + number % 3, 0 if number < 3 else 5
        sheet.merge(row, column, 2 if column == 0 else 3, label, LABEL)
        value = sheet.put(row, column + (2 if column == 0 else 3), Formula(content) if isinstance(content, str) else content, NUMBER)
        places[key] = book.mark(f"data.found.{key}", value)
        if first_cell:
            where = sheet.put(row, value.column + 1, Formula(first_cell), LABEL)
            places[f"{key}_first"] = book.mark(f"data.found.{key}_first", where)
    return places


#: Something about a file, and how it was read.
Reading = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import says of its file, beside the rows."""

    rejected: Sequence[Rejected] = ()
    reading: Sequence[Reading] = ()
    spend_has_vat: bool = False


NOTHING_IMPORTED = Imported()


def write_import(book: Book, reading: Sequence[Reading]) -> None:
    """Write the sheet that says how the file was read; without an import there is none."""
    if not reading:
        return
    sheet = book.sheet(Label("Import"), tab="#56B4E9")
    sheet.set_widths(44, 80)
    sheet.put(0, 0, Label("Import"), TITLE)
    hint = Label("How the file was read: what every column was taken for, and which lines are not counted. Check it once.")
    sheet.put(1, 0, hint, HINT.but(is_wrapped=False))
    sheet.put(_LIST_HEAD, 0, Label("In the file"), HEADER_LEFT)
    sheet.put(_LIST_HEAD, 1, Label("Taken for"), HEADER_LEFT)
    for row, (what, taken_for) in enumerate(reading, _LIST_HEAD + 1):
        sheet.put(row, 0, what, LABEL)
        sheet.put(row, 1, taken_for, LABEL)
    sheet.frozen = (_LIST_HEAD + 1, 0)
    sheet.repeated_rows = _LIST_HEAD


def write_rejected(book: Book, rejected: Sequence[Rejected]) -> None:
    """Write the sheet; without such rows there is none."""
    if not rejected:
        return
    sheet = book.sheet(Label("Rejected rows"), tab="#D55E00")
    columns = [field.key for field in FIELDS]
    others = list(dict.fromkeys(str(key) for _, _, cells in rejected for key in cells if key not in columns))
    sheet.set_widths(10, 60, *(14 for _ in (*columns, *others)))
    sheet.put(0, 0, Label("Rejected rows"), TITLE)
    sheet.put(
        1,
        0,
        Label("These rows of the file are not counted. Fix them and import again, or type them on the sheet “Data”."),
        HINT.but(is_wrapped=False),
    )
    heads: list[Content] = [Label("Line"), Label("Why"), *(field.heading for field in FIELDS), *others]
    for column, head in enumerate(heads):
        sheet.put(_LIST_HEAD, column, head, HEADER_LEFT if column == 1 else HEADER)
    for number, (line, reason, cells) in enumerate(rejected):
        row = _LIST_HEAD + 1 + number
        sheet.put(row, 0, float(line), NUMBER)
        sheet.put(row, 1, reason, LABEL)
        for column, key in enumerate((*columns, *others), 2):
            sheet.put(row, column, _as_it_came(cells.get(key)), LABEL.but(is_wrapped=False))
    sheet.frozen = (_LIST_HEAD + 1, 2)
    sheet.repeated_rows = _LIST_HEAD
    book.mark("rejected.first", sheet.range(_LIST_HEAD + 1, 0, len(rejected), len(heads)))


def _as_it_came(content: object) -> float | str | None:
    """A cell of the file: a number, or the text, whatever it begins with."""
    if content is None or content == "":
        return None
    return float(content) if isinstance(content, int | float) and not isinstance(content, bool) else str(content)
