"""A template with one of everything, small enough to be published in a moment."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sheetkpi.hosts.google.sheets.client import Connection
from sheetkpi.hosts.google.sheets.http import Account, RetryingClient
from sheetkpi.hosts.google.sheets.publish.publication import BuildBook, Publication, Requested, publish
from sheetkpi.hosts.google.sheets.transaction import TOKEN
from sheetkpi.translation import Label, Language
from sheetkpi.workbooks.book import Book, Chart, Edition, Formula, Scale, Series, Validation
from sheetkpi.workbooks.styles import BAD, GOOD, HEADER, INPUT, LABEL, NUMBER, PERCENT, TITLE
from tests.hosts.google.sheets.sheets_server import SheetsServer

#: A minute of the tests, and the next one.
FIRST, LATER = datetime(2026, 11, 22, 8, 0, tzinfo=UTC), datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

#: Where things stand in it, in English.
BUDGET, LEADS, SHARE, COST, DATA = "Inputs!B3", "Inputs!B4", "Inputs!B5", "Start!B3", "Data!A3"


@dataclass(frozen=True)
class Small:
    """Describes it.

    Args:
        budget: What stands in the input.
        cost: The formula of the cost per lead.
        rows: What stands in the table.
        has_chart: Whether there is a chart.
        has_goals: Whether there is a third sheet.
        limit: From where on a number is bad.
    """

    budget: float = 50_000
    cost: str = "ROUND(Inputs!B3/Inputs!B4,2)"
    rows: Sequence[tuple[str, float]] = (("VK", 10), ("SEO", 20))
    has_chart: bool = True
    has_goals: bool = False
    limit: str = "0.5"

    def __call__(self, language: Language, edition: Edition = "native", currency: str | None = None) -> Book:
        """The workbook."""
        book = Book(Label("Channel comparison"), language, edition)
        start, inputs, data = (book.sheet(Label(title)) for title in ("Start", "Inputs", "Data"))
        start.tab = "#0072B2"
        start.merge(0, 0, 3, Label("Channel comparison"), TITLE)
        start.put(2, 0, Label("Cost per lead"), LABEL)
        cost = start.put(2, 1, Formula(self.cost), NUMBER.as_format("#,##0.00"))
        start.put(3, 0, currency or "₽", LABEL)
        start.put(3, 1, Formula(f'IF({cost.fixed}>0.5,"✓, good","")'), NUMBER)
        start.note(cost, Label("Cost per lead"))
        start.rule(cost, f"{inputs.range(2, 1).full}>{self.limit}", GOOD)
        start.rule(cost, f"{cost.fixed}<0", BAD)
        inputs.put_row(0, 0, ["Name", "Value"], HEADER)
        inputs.merge(1, 0, 2, Label("Cost per lead"), LABEL)
        for row, (name, value, style) in enumerate(
            (("Budget", self.budget, INPUT), ("Leads", 240.0, INPUT), ("Share", 0.3, INPUT.as_format(PERCENT))), 2
        ):
            inputs.put(row, 0, name, LABEL)
            place = inputs.put(row, 1, value, style)
            book.name(Label(name), place)
        inputs.allow(inputs.range(4, 1), Validation("number", 0, 0.75, message=Label("Share"), title=Label("Share")))
        inputs.allow(inputs.range(5, 1), Validation("list", options=data.range(2, 0, 2), is_strict=False))
        inputs.looks.append(Scale(inputs.range(2, 1, 3), None, ("#FFFFFF", "#EEEEEE", "#DDDDDD")))
        inputs.set_widths(20, 12)
        inputs.frozen = (2, 1)
        data.put_row(1, 0, ["Channel", "Spend", "Double"], HEADER)
        for row, (channel, spend) in enumerate(self.rows, 2):
            data.put_row(row, 0, [channel, spend], INPUT)
        data.fill(2, 2, 10, lambda row: f'IF($B{row}="","",$B{row}*2)', NUMBER)
        data.column_styles = {0: INPUT, 1: INPUT}
        data.filtered = data.range(1, 0, 11, 3)
        if self.has_chart:
            drawn = Series(data.range(2, 1, 2), data.range(2, 0, 2), Label("Spend"))
            start.charts.append((5, 0, Chart("bar", Label("Spend"), [drawn], has_labels=True)))
        if self.has_goals:
            goals = book.sheet(Label("SMART goals"))
            goals.put(0, 0, Formula("Inputs!B3*2"), NUMBER)
        return book


class Team:
    """A shared spreadsheet into which the small template is published.

    Args:
        google: The server.
        locale: Of the spreadsheet.
    """

    def __init__(self, google: SheetsServer, locale: str = "en_US") -> None:
        self.google = google
        self.id = google.create("Team", tabs=("Our own",), locale=locale).id
        self.said: list[str] = []
        self.build_book: BuildBook = Small()

    def connection(self) -> Connection:
        """A new program that reaches the spreadsheet."""
        http = self.google.client(RetryingClient).http_client
        assert isinstance(http, RetryingClient)
        return Connection(self.id, http, Account("robot@example.com", "key.json"), lambda note: self.said.append(str(note)))

    def publish(
        self, build_book: Callable[..., Book] | None = None, now: datetime = FIRST, name: str = "channels", **requested: object
    ) -> Publication:
        """Publish, in English where nothing else is said."""
        return publish(self.connection(), name, build_book or self.build_book, replace(Requested(), **requested), "en", lambda: now)  # type: ignore[arg-type]

    def shown(self, address: str) -> object:
        """What stands in a cell; a formula as a formula."""
        values = self.google.values(self.id, address)
        return values[0][0] if values else ""

    def state(self) -> object:
        """Everything in the spreadsheet but the mark and the time of the last batch, and how many there were."""
        book = self.google.book(self.id).copy()
        memory = next((sheet for sheet in book.sheets if sheet.title == "sheetkpi"), None)
        if memory:
            memory.cells = {}
        book.metadata = [item for item in book.metadata if item["metadataKey"] != TOKEN]
        cells = {(sheet.title, *place): cell for sheet in book.sheets for place, cell in sheet.cells.items()}
        sizes = {sheet.title: (sheet.rows, sheet.columns) for sheet in book.sheets}
        return book.as_json() | {"spreadsheetId": "", "spreadsheetUrl": ""}, cells, sizes

    def sheet_id(self, title: str) -> int:
        """The id of a sheet by its name of this moment."""
        return self.google.book(self.id).titled(title).id

    @property
    def titles(self) -> list[str]:
        """The sheets that one sees."""
        return [sheet.title for sheet in self.google.book(self.id).sheets if not sheet.properties.get("hidden")]
