"""Columns and sample of the sheet “Data”, and the measures and ratios made of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sheetkpi.translation import Label, Language, Translatable
from sheetkpi.workbooks.styles import COUNT, MONEY, PERCENT, PERCENT_FINE, RATIO

#: A row of the sheet of data by the keys of its fields; what is missing is blank. A date is its serial number.
Row = Mapping[str, str | float | None]

#: A row that was left out of the data: the number of its line in the file, why, and its cells as they came.
Rejected = tuple[int, str, Mapping[str, Any]]

#: How many rows the sheet takes.
CAPACITY = 10_000

#: How many channels are compared at most.
CHANNELS = 30

#: The day from which a spreadsheet counts.
_FIRST_DAY = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class DataField:
    """A column of the sheet of data."""

    key: str
    heading: Translatable
    kind: Literal["number", "text", "date"] = "number"
    is_mandatory: bool = False
    is_money: bool = False


FIELDS: tuple[DataField, ...] = (
    DataField("date", Label("Date"), "date", is_mandatory=True),
    DataField("channel", Label("Channel"), "text", is_mandatory=True),
    DataField("campaign", Label("Campaign"), "text"),
    DataField("impressions", Label("Impressions")),
    DataField("clicks", Label("Clicks")),
    DataField("visits", Label("Visits")),
    DataField("spend", Label("Spend"), is_mandatory=True, is_money=True),
    DataField("leads", Label("Leads")),
    DataField("qualified_leads", Label("Qualified leads")),
    DataField("calls_accepted", Label("Calls accepted")),
    DataField("calls_dropped", Label("Calls dropped")),
    DataField("calls_missed", Label("Calls missed")),
    DataField("customers", Label("Customers")),
    DataField("orders", Label("Orders")),
    DataField("revenue", Label("Revenue"), is_money=True),
    DataField("cost_of_sales", Label("Cost of sales"), is_money=True),
    DataField("new_customers", Label("New customers")),
    DataField("promo_code", Label("Promo code"), "text"),
)

#: The place of each column, counted from 0.
COLUMN: Mapping[str, int] = {field.key: index for index, field in enumerate(FIELDS)}


def serial(day: date) -> float:
    """Return a date's serial number."""
    return float((day - _FIRST_DAY).days)


#: A name in the sample, by the language.
Name = Mapping[Language, str]

#: The channels of the sample.
DIRECT: Name = {"ru": "Яндекс Директ", "en": "Yandex Direct"}
VK: Name = {"ru": "ВКонтакте", "en": "VK"}
EXHIBITION: Name = {"ru": "Выставка", "en": "Exhibition"}
ORGANIC: Name = {"ru": "Органика", "en": "Organic"}
_SEARCH: Name = {"ru": "Поиск", "en": "Search"}
_NETWORK: Name = {"ru": "Ретаргетинг", "en": "Retargeting"}
_PROMOTED: Name = {"ru": "Акция на первый визит", "en": "First visit offer"}
_STAND: Name = {"ru": "Стенд", "en": "Stand"}
_SITE: Name = {"ru": "Сайт", "en": "Site"}

_SAMPLE_KEYS = ("impressions", "clicks", "visits", "spend", "leads", "qualified_leads", "customers", "orders", "new_customers")

#: What a customer of each channel paid and cost.
_CHECKS: Mapping[str, tuple[float, float]] = {"Yandex Direct": (2_000, 600), "VK": (1_200, 512.5), "Exhibition": (5_000, 1_000)}
_USUAL_CHECK = (2_000.0, 600.0)

_Numbers = tuple[float | None, ...]


def _alone(*numbers: float | None) -> _Numbers:
    """Return the numbers of a channel that reports spend, leads and customers only."""
    spend, leads, customers = numbers
    return (None, None, None, spend, leads, None, customers, None, None)


#: The three channels of the articles, with organic search beside them, through a year: together exactly the articles' numbers.
_SAMPLE: Sequence[tuple[date, Name, Name, _Numbers]] = (
    (date(2025, 1, 31), DIRECT, _SEARCH, (5_600, 170, 158, 3_600, 15, 11, 4, 4, 4)),
    (date(2025, 1, 31), ORGANIC, _SITE, (None, 28, 27, 0, 3, None, 1, None, None)),
    (date(2025, 2, 28), DIRECT, _SEARCH, (5_500, 165, 152, 3_500, 16, 12, 5, 5, 4)),
    (date(2025, 2, 28), ORGANIC, _SITE, (None, 30, 28, 0, 3, None, 1, None, None)),
    (date(2025, 3, 31), DIRECT, _SEARCH, (5_800, 175, 160, 3_700, 17, 13, 5, 6, 4)),
    (date(2025, 3, 31), ORGANIC, _SITE, (None, 31, 29, 0, 2, None, 0, None, None)),
    (date(2025, 4, 8), EXHIBITION, _STAND, _alone(100_000, None, 25)),
    (date(2025, 4, 30), DIRECT, _SEARCH, (5_900, 180, 168, 3_800, 19, 14, 6, 7, 5)),
    (date(2025, 4, 30), DIRECT, _NETWORK, (4_000, 60, 54, 1_100, 5, 3, 1, 1, 1)),
    (date(2025, 4, 30), ORGANIC, _SITE, (None, 33, 31, 0, 4, None, 1, None, None)),
    (date(2025, 5, 31), DIRECT, _SEARCH, (5_700, 172, 160, 3_600, 17, 13, 5, 5, 4)),
    (date(2025, 5, 31), ORGANIC, _SITE, (None, 32, 30, 0, 3, None, 1, None, None)),
    (date(2025, 6, 30), DIRECT, _SEARCH, (5_400, 160, 149, 3_400, 15, 11, 4, 4, 3)),
    (date(2025, 6, 30), ORGANIC, _SITE, (None, 30, 29, 0, 3, None, 1, None, None)),
    (date(2025, 7, 31), DIRECT, _SEARCH, (5_200, 155, 144, 3_300, 14, 10, 4, 4, 3)),
    (date(2025, 7, 31), ORGANIC, _SITE, (None, 29, 28, 0, 2, None, 0, None, None)),
    (date(2025, 8, 31), DIRECT, _SEARCH, (5_500, 165, 153, 3_400, 16, 12, 5, 5, 4)),
    (date(2025, 8, 31), DIRECT, _NETWORK, (4_200, 64, 58, 1_200, 6, 4, 2, 2, 1)),
    (date(2025, 8, 31), ORGANIC, _SITE, (None, 33, 31, 0, 3, None, 1, None, None)),
    (date(2025, 9, 30), DIRECT, _SEARCH, (6_000, 185, 172, 3_900, 20, 15, 6, 7, 5)),
    (date(2025, 9, 30), VK, _PROMOTED, _alone(1_500, 8, 1)),
    (date(2025, 9, 30), ORGANIC, _SITE, (None, 36, 34, 0, 4, None, 1, None, None)),
    (date(2025, 10, 31), DIRECT, _SEARCH, (6_300, 195, 181, 4_100, 21, 16, 7, 8, 6)),
    (date(2025, 10, 31), VK, _PROMOTED, _alone(2_000, 10, 2)),
    (date(2025, 10, 31), ORGANIC, _SITE, (None, 38, 36, 0, 4, None, 2, None, None)),
    (date(2025, 11, 30), DIRECT, _SEARCH, (6_600, 204, 190, 4_300, 22, 17, 7, 8, 6)),
    (date(2025, 11, 30), VK, _PROMOTED, _alone(2_500, 12, 3)),
    (date(2025, 11, 30), ORGANIC, _SITE, (None, 40, 38, 0, 4, None, 1, None, None)),
    (date(2025, 12, 31), DIRECT, _SEARCH, (6_800, 210, 195, 4_400, 24, 18, 7, 8, 6)),
    (date(2025, 12, 31), DIRECT, _NETWORK, (9_500, 140, 126, 2_700, 13, 11, 4, 5, 4)),
    (date(2025, 12, 31), ORGANIC, _SITE, (None, 40, 39, 0, 5, None, 2, None, None)),
)


def named(name: Name, language: Language) -> str:
    """Return a name of the sample, in English if the language has none."""
    return name.get(language, name["en"])


def sample_rows(language: Language) -> list[Row]:
    """Return the articles' example as dated rows."""
    return list(_in_language(language))


def _in_language(language: Language) -> Iterator[Row]:
    for day, channel, campaign, numbers in _SAMPLE:
        cells = {key: None if number is None else float(number) for key, number in zip(_SAMPLE_KEYS, numbers, strict=True)}
        revenue, cost = _CHECKS.get(channel["en"], _USUAL_CHECK)
        customers = cells["customers"] or 0.0
        money = {"revenue": revenue * customers, "cost_of_sales": cost * customers}
        yield {"date": serial(day), "channel": named(channel, language), "campaign": named(campaign, language), **cells, **money}


@dataclass(frozen=True, slots=True)
class Ratio:
    """A KPI calculated from two sums."""

    key: str
    kpi: str
    first: str
    second: str
    heading: Translatable
    number_format: str


#: The columns of the data that are summed up by channel.
MEASURES = tuple(field for field in FIELDS if field.kind == "number")

#: `attempts` are clicks or visits, `income` is gross profit or revenue, as is chosen on the first sheet.
RATIOS: tuple[Ratio, ...] = (
    Ratio("ctr", "CTR", "clicks", "impressions", Label("CTR"), PERCENT_FINE),
    Ratio("cpc", "CPC", "spend", "clicks", Label("CPC"), MONEY),
    Ratio("click_to_lead", "CONVERSION", "leads", "attempts", Label("Click-to-lead conversion"), PERCENT),
    Ratio("cpl", "CPL", "spend", "leads", Label("Cost per lead"), MONEY),
    Ratio("lead_to_sale", "CONVERSION", "customers", "leads", Label("Lead-to-sale conversion"), PERCENT),
    Ratio("cpo", "CPO", "spend", "customers", Label("Cost per customer"), MONEY),
    Ratio("aov", "AOV", "revenue", "customers", Label("Average order value"), MONEY),
    Ratio("net", "PROFIT", "gross_profit", "spend", Label("Net result"), MONEY),
    Ratio("romi", "ROMI", "income", "spend", Label("ROMI"), PERCENT),
    Ratio("roas", "ROAS", "revenue", "spend", Label("ROAS"), RATIO),
    Ratio("drr", "DRR", "spend", "revenue", Label("Ad cost share"), PERCENT),
)

#: The share that a channel has of all.
SHARES: tuple[Ratio, ...] = (
    Ratio("share_of_spend", "SHARE_OF", "spend", "spend", Label("Share of spend"), PERCENT),
    Ratio("share_of_gross_profit", "SHARE_OF", "gross_profit", "gross_profit", Label("Share of gross profit"), PERCENT),
)

#: What comes of the sums of one channel before anything is compared.
DERIVED: tuple[tuple[str, Translatable, str], ...] = (
    ("attempts", Label("Clicks or visits"), COUNT),
    ("gross_profit", Label("Gross profit"), MONEY),
    ("income", Label("Income for ROMI"), MONEY),
    ("net", Label("Net result"), MONEY),
    ("place", Label("Place"), COUNT),
)
