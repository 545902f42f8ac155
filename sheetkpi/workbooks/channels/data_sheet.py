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
    Style,
)
from sheetkpi.workbooks.table_sheet import Column, Table

# --- names of channels and columns

#: How many names of channels the list takes.
NAMES = 80

#: What the two columns of the list are called in formulas; in Latin letters, which every engine takes.
OTHER_NAMES, COUNTS_AS = "channel_names", "channel_counts_as"

_LIST = 4

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


def write_mapping(book: Book) -> tuple[Sheet, At]:
    """Write the sheet without the channels found in the data; return it with the names that other names count as."""
    widths = (30, 26, 3, 28, 22, 3, 30, 24, 3, 30, 24)
    hint = Label(
        "Another name of a channel counts as the name beside it, so that “facebook” and “fb” are one line. Add your own at the end."
    )
    sheet = book.page(Label("Mapping"), "#E69F00", widths, hint, across=5)
    hint = Label("Which column of an export goes where. Put the headings of your export into the blue cells to the right.")
    sheet.merge(1, 6, 5, hint, HINT)
    sheet.put(2, 0, Label("Channels"), SUBTITLE)
    sheet.put(2, 6, Label("Columns"), SUBTITLE)
    pairs = _pairs(book.language)
    names = Table(
        sheet,
        [
            Column("other_names", Label("Called in the data"), INPUT_TEXT, head=HEADER_LEFT, values=[other for other, _ in pairs]),
            Column("counts_as", Label("Counts as"), INPUT_TEXT, head=HEADER_LEFT, values=[channel for _, channel in pairs]),
        ],
        _LIST,
        NAMES,
    ).write()
    names.mark(book, "mapping")
    book.names |= {OTHER_NAMES: names["other_names"], COUNTS_AS: names["counts_as"]}
    words = [(word, field.heading) for field in FIELDS for word in headings_of(field)]
    known = Table(
        sheet,
        [
            Column("heading", Label("Heading in an export"), LABEL, head=HEADER_LEFT, values=[word for word, _ in words]),
            Column("column", Label("Column of the sheet “Data”"), LABEL, head=HEADER_LEFT, values=[heading for _, heading in words]),
        ],
        _LIST,
        len(words),
        column=6,
    ).write()
    found = f"IFERROR(INDEX({known['column'].fixed},MATCH(TRIM(here.your_headings),{known['heading'].fixed},0)),{{}})"
    goes = f'IF(here.your_headings="","",{found.format(book.word(Label("? unknown")))})'
    yours = Table(
        sheet,
        [
            Column("your_headings", Label("Headings of your export"), INPUT_TEXT, head=HEADER_LEFT),
            Column("goes_into", Label("Goes into the column"), LABEL, goes, head=HEADER_LEFT, signs="?"),
        ],
        _LIST,
        CHANNELS,
        column=9,
    ).write()
    yours.mark(book, "mapping")
    sheet.frozen = (_LIST, 0)
    sheet.repeated_rows = _LIST - 1
    return sheet, names["counts_as"]


def write_found(book: Book, mapping: tuple[Sheet, At], found: At) -> At:
    """List the channels of the data on the sheet of names, and return the cells that mark the unknown ones."""
    sheet, names = mapping
    known, new = (book.word(text) for text in (Label("✓ known"), Label("! new: add it to the list")))
    state = f'IF(here.found="","",IF(COUNTIF({names.fixed},here.found)>0,{known},{new}))'
    columns = (
        Column("found", Label("Channel found"), LABEL, lambda row: found.cell(row.number).full, head=HEADER_LEFT),
        Column("states", Label("Known?"), CHECK.but(is_bold=False), state, head=HEADER_LEFT, signs="✓!"),
    )
    table = Table(sheet, columns, _LIST, found.rows, column=3).write()
    return book.mark("mapping.states", table["states"])


def _pairs(language: Language) -> list[tuple[str, str]]:
    pairs: dict[str, tuple[str, str]] = {}
    for own, others in _ALSO_CALLED:
        channel = named(own, language)
        for name in (*dict.fromkeys((channel, *own.values())), *others):
            pairs.setdefault(name.casefold(), (name, channel))
    return list(pairs.values())


def headings_of(field: DataField) -> list[str]:
    """Return a column's names, each once whatever its case."""
    words = [field.heading.in_language(language) for language in LANGUAGES]
    words += [word for language in LANGUAGES for word in usual_names(field.key, language)]
    return list({word.casefold(): word for word in reversed(words)}.values())[::-1]


# --- the data

HEAD = 7
FIRST = HEAD + 1
LAST = HEAD + CAPACITY

#: Where a row of the sheet says what is wrong in the column below.
_COMPLAINTS = HEAD - 1
_CHANNEL = len(FIELDS) + 1


@dataclass(frozen=True, slots=True)
class DataSheet:
    """Places on the sheet, and the names of its columns."""

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
    hint = Label(
        "Paste your rows below the headings, values only: one row a day, week or month, channel and campaign. To empty the sheet, "
        "select the blue cells and press Delete. Leave a cell blank where a channel has no such number; write 0 where it is none."
    )
    widths = {"date": 12, "text": 22, "number": 12}
    of_fields = (14 if field.key == "promo_code" else widths[field.kind] for field in FIELDS)
    sheet = book.page(Label("Data"), "#E69F00", (*of_fields, 3, 22, 9, 9, 16), hint, across=14)
    sheet.heights |= {1: 30, HEAD: 30}
    for index, field in enumerate(FIELDS):
        sheet.put(HEAD, index, field.heading, HEADER_LEFT if field.kind == "text" else HEADER)
        sheet.column_styles[index] = _style(field)
    for number, row in enumerate(rows, FIRST):
        for index, field in enumerate(FIELDS):
            if (content := row.get(field.key)) is not None and content != "":
                sheet.put(number, index, content, _style(field))
    helpers = _write_helpers(sheet, switches)
    columns = {field.key: helpers[field.key] for field in FIELDS}
    found = _write_findings(book, sheet, helpers, rejected)
    for place in ((row, column) for row in range(HEAD) for column in range(len(FIELDS))):
        if place not in sheet.cells:  # the cells above the headings are not for pasting, whatever their column is
            sheet.put(*place, None, Style())
    sheet.filtered = sheet.range(HEAD, 0, CAPACITY + 1, len(FIELDS))
    sheet.frozen = (FIRST, 2)
    sheet.repeated_rows = HEAD
    sheet.print_area = sheet.range(0, 0, FIRST + max(len(rows), 40), len(FIELDS))
    names, ids, counted, keys = (helpers[key] for key in ("name", "id", "counted", "key"))
    # named, formulas are read and are the same in every cell; in Latin letters, which every engine takes
    named_cells = columns | {"channel_row": ids, "channel_row_in_period": counted}
    book.names |= {f"data_{key}": cells for key, cells in named_cells.items()}
    book.mark("data.first", sheet.range(FIRST, 0, 1, len(FIELDS)))
    book.mark("data.channel_as_it_counts", names)
    helpers.mark(book, "data", columns)
    return DataSheet(columns, names, ids, counted, keys, found, {key: f"data_{key}" for key in named_cells})


def _style(field: DataField) -> Style:
    if field.kind == "text":
        return INPUT.but(align="left", indent=1)
    return INPUT.as_format(DATE if field.kind == "date" else MONEY if field.is_money else COUNT)


def _write_helpers(sheet: Sheet, switches: Switches) -> Table:
    """Write what each row is worked out to; the formulas refer to this sheet and to names alone, so that the file says them once.

    Returns:
        The table with the entered columns too.
    """
    sheet.merge(2, _CHANNEL, 4, Label("Calculated: which channel a row belongs to"), HINT)
    first, last, is_all = (sheet.range(row, _CHANNEL + 1).fixed for row in (3, 4, 5))
    inside = f"{is_all}+ISNUMBER(c.date)*(c.date>={first})*(c.date<={last})"
    own = "TRIM(c.channel)"
    name = f'IF({own}="","",IFERROR(INDEX({COUNTS_AS},MATCH({_escaped(own)},{OTHER_NAMES},0)),{own})&"")'
    campaign = f'IF(c.campaign="",0,MATCH({_escaped("c.campaign")},all.campaign,0))'
    key = f'IF(c.id="","",IFERROR((N(c.date)*{CAPACITY}+c.id)*{CAPACITY}+{campaign},""))'

    def column(key: str, title: Label, formula: str, style: Style = Style(colour=GREY), at: int | None = None) -> Column:  # noqa: B008
        return Column(key, title, style, formula, head=HEADER.but(size=9), is_copied=True, at=at)

    columns = (
        column("name", Label("Channel as it counts"), name, at=_CHANNEL),
        column("id", Label("Its first row"), f'IF(c.name="","",MATCH({_escaped("c.name")},all.name,0))'),
        column("counted", Label("In the period"), f'IF(c.id="","",IF({inside}>0,c.id,""))'),
        column("key", Label("Date, channel and campaign as a number"), key, Style(colour=GREY, number_format="0")),
    )
    helpers = Table(sheet, columns, FIRST, CAPACITY)
    helpers.places |= COLUMN
    helpers.write()
    start, end, dates = switches.period_from.full, switches.period_to.full, helpers["date"].fixed
    settings = (
        (Label("Period from"), f'IF({start}="",IF(COUNT({dates})=0,"",MIN({dates})),{start})', DATE),
        (Label("Period to"), f'IF({end}="",IF(COUNT({dates})=0,"",MAX({dates})),{end})', DATE),
        (Label("All rows count"), f'IF(({start}="")*({end}=""),1,0)', COUNT),
    )
    for row, (label, formula, number_format) in enumerate(settings, 3):
        sheet.put(row, _CHANNEL, label, LABEL)
        sheet.put(row, _CHANNEL + 1, Formula(formula), NUMBER.as_format(number_format))
    return helpers


def _escaped(text: str) -> str:
    """Return a text that is looked for as it is: with a tilde before each sign that would stand for others."""
    for sign in ("~", "*", "?"):
        text = f'SUBSTITUTE({text},"{sign}","~{sign}")'
    return text


def _write_findings(book: Book, sheet: Sheet, helpers: Table, rejected: int) -> Mapping[str, At]:
    """Write what is found in the data, above it; where a number is a text, the column itself names the first such cell."""
    ids, counted, dates = (helpers[key].fixed for key in ("id", "counted", "date"))
    for index, field in enumerate(FIELDS):
        cells = helpers[field.key].fixed
        if field.kind != "text":
            after = f"ROW({sheet.range(LAST + 1, index).fixed})"
            first = f"ADDRESS({after}-SUMPRODUCT(MAX(({cells}>1E+300)*({after}-ROW({cells})))),COLUMN(),4)"  # a text is above all numbers
            formula = f'IF(COUNTA({cells})=COUNT({cells}),"",IFERROR("✗ "&{first},"✗"))'
            sheet.put(_COMPLAINTS, index, Formula(formula), Style(align="center", is_bold=True))
    complaints = sheet.range(_COMPLAINTS, 0, 1, len(FIELDS))
    sheet.rule(complaints, f'LEFT({complaints.cell().in_row},1)="✗"', BAD)
    columns = helpers["impressions"].to(helpers["new_customers"])
    numbers, of_numbers = columns.fixed, sheet.range(_COMPLAINTS, columns.column, 1, columns.columns).fixed
    below = sheet.range(LAST + 1, 0, CAPACITY, 2).fixed
    findings: list[tuple[str, Translatable, str | float, str | None]] = [
        ("counted", Label("Rows counted"), f"COUNT({counted})", None),
        ("outside", Label("Rows outside the period"), f"COUNT({ids})-COUNT({counted})", None),
        ("rejected", Label("Rows rejected at the import"), float(rejected), None),
        (
            "texts",
            Label("Numbers stored as text"),
            f"COUNTA({numbers})-COUNT({numbers})",
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


# --- what an import read and rejected

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
    hint = Label("How the file was read: what every column was taken for, and which lines are not counted. Check it once.")
    sheet = book.page(Label("Import"), "#56B4E9", (44, 80), hint)
    columns = [
        Column("what", Label("In the file"), LABEL, head=HEADER_LEFT, values=[what for what, _ in reading]),
        Column("taken_for", Label("Taken for"), LABEL, head=HEADER_LEFT, values=[taken_for for _, taken_for in reading]),
    ]
    Table(sheet, columns, _LIST, len(reading)).write()
    sheet.frozen = (_LIST, 0)
    sheet.repeated_rows = _LIST - 1


def write_rejected(book: Book, rejected: Sequence[Rejected]) -> None:
    """Write the sheet; without such rows there is none."""
    if not rejected:
        return
    headings: dict[str, Content] = {field.key: field.heading for field in FIELDS}
    headings |= {str(key): str(key) for _, _, cells in rejected for key in cells if key not in headings}
    hint = Label("These rows of the file are not counted. Fix them and import again, or type them on the sheet “Data”.")
    sheet = book.page(Label("Rejected rows"), "#D55E00", (10, 60, *(14 for _ in headings)), hint)
    columns = [
        Column("line", Label("Line"), NUMBER, values=[float(line) for line, _, _ in rejected]),
        Column("why", Label("Why"), LABEL, head=HEADER_LEFT, values=[reason for _, reason, _ in rejected]),
    ]
    for key, heading in headings.items():
        cells = [_as_it_came(row.get(key)) for _, _, row in rejected]
        columns.append(Column(f"cell.{key}", heading, LABEL.but(is_wrapped=False), values=cells))
    table = Table(sheet, columns, _LIST, len(rejected)).write()
    sheet.frozen = (_LIST, 2)
    sheet.repeated_rows = _LIST - 1
    book.mark("rejected.first", table.span("line", columns[-1].key))


def _as_it_came(content: object) -> float | str | None:
    """Return a cell of the file: a number, or the text, whatever it begins with."""
    if content is None or content == "":
        return None
    return float(content) if isinstance(content, int | float) and not isinstance(content, bool) else str(content)
