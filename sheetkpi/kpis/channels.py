"""Channels: which one earns, which one only spends."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Annotated as Arg
from typing import Any

from sheetkpi.checks import check
from sheetkpi.errors import CellError, DivisionByZero, OutOfRange, WrongType
from sheetkpi.headers import FIELDS, Header, is_total, read_header
from sheetkpi.kinds import Confidence, Count, Money, Probability, Share, TableRange, Text, kind_of
from sheetkpi.kpis.acquisition import cpc, cpl, cpo
from sheetkpi.kpis.funnel import conversion, ctr
from sheetkpi.kpis.lifetime import aov
from sheetkpi.kpis.plan import attainment
from sheetkpi.kpis.profitability import drr, roas, romi
from sheetkpi.kpis.statistics import conversion_bound, prop_test
from sheetkpi.kpis.traffic import share_of
from sheetkpi.ranges import Cell, Place, Range
from sheetkpi.records import Figure, Of
from sheetkpi.registry import kpi
from sheetkpi.sources import ELAMA, MARGINAL
from sheetkpi.tables import Table, minus, rank_in, sums_of_both, total
from sheetkpi.translation import Label, Message

REQUIRED = ("channel", "spend", "customers", "revenue")
PROFIT_FROM = ("cost_of_sales", "margin", "gross_profit")


@kpi(group="channels", source=MARGINAL)
def marginal_cpa(
    spend_before: Arg[Money, "Spend of the first period"],
    conversions_before: Arg[Count, "Conversions of the first period"],
    spend_after: Arg[Money, "Spend of the second period"],
    conversions_after: Arg[Count, "Conversions of the second period"],
) -> Money:
    """Marginal cost of a conversion: what each additional conversion cost when the spend was raised.

    It is higher than the mean cost long before the mean shows it.

    >>> marginal_cpa(500, 11, 1000, 17)
    83.33333333333333
    >>> marginal_cpa(500, 11, 1000, 11)
    #DIV/0!
    """
    return (spend_after - spend_before) / (conversions_after - conversions_before)


_MONEY, _COUNT, _SHARE, _TEXT = kind_of(Money), kind_of(Count), kind_of(Share), kind_of(Text)

_INPUTS = (
    Figure("channel", "Channel", _TEXT),
    Figure("spend", "Spend", _MONEY, "sum"),
    Figure("impressions", "Impressions", _COUNT, "sum"),
    Figure("clicks", "Clicks", _COUNT, "sum"),
    Figure("visits", "Visits", _COUNT, "sum"),
    Figure("leads", "Leads", _COUNT, "sum"),
    Figure("customers", "Customers", _COUNT, "sum"),
    Figure("revenue", "Revenue", _MONEY, "sum"),
    Figure("cost_of_sales", "Cost of sales", _MONEY, "sum"),
    Figure("gross_profit", "Gross profit", _MONEY, "sum"),
)
_METRICS = (
    Figure("ctr", "CTR", ctr.kind, Of(ctr.of_cells, "clicks", "impressions")),
    Figure("cpc", "CPC", _MONEY, Of(cpc.of_cells, "spend", "clicks")),
    Figure("click_to_lead", "Click-to-lead conversion", _SHARE, Of(conversion.of_cells, "leads", "clicks")),
    Figure("cpl", "Cost per lead", _MONEY, Of(cpl.of_cells, "spend", "leads")),
    Figure("lead_to_sale", "Lead-to-sale conversion", _SHARE, Of(conversion.of_cells, "customers", "leads")),
    Figure("cpo", "Cost per customer", _MONEY, Of(cpo.of_cells, "spend", "customers")),
    Figure("aov", "Average order value", _MONEY, Of(aov.of_cells, "revenue", "customers")),
    Figure("net", "Net result", _MONEY, Of(minus, "gross_profit", "spend")),
    Figure("romi", "ROMI", _SHARE, Of(romi.of_cells, "gross_profit", "spend")),
    Figure("roas", "ROAS", roas.kind, Of(roas.of_cells, "revenue", "spend")),
    Figure("drr", "Ad cost share", _SHARE, Of(drr.of_cells, "spend", "revenue")),
)
_COMPARED = (
    Figure("share_of_spend", "Share of spend", _SHARE),
    Figure("share_of_gross_profit", "Share of gross profit", _SHARE),
    Figure("low", "Lead-to-sale conversion, low", _SHARE),
    Figure("high", "Lead-to-sale conversion, high", _SHARE),
    Figure("p_value", "p against the others", kind_of(Probability)),
    Figure("data", "Data", _TEXT),
    Figure("rank", "Rank by net result", _COUNT),
    Figure("verdict", "Verdict", _TEXT),
)
_PLANNED = (
    Figure("customers_attainment", "Customers, % of plan", _SHARE, Of(attainment.of_cells, "customers", "plan_customers")),
    Figure("spend_attainment", "Spend, % of plan", _SHARE, Of(attainment.of_cells, "spend", "plan_spend")),
)

Row = dict[str, Any]


@kpi(
    group="channels",
    source=ELAMA,
    figures=(*_INPUTS, *_METRICS, *_COMPARED, *_PLANNED),
    unprintable="It finds its columns by their headers.",
)
def channel_compare(
    table: Arg[TableRange, "Table of channels with its header row: channel, spend, leads, customers, revenue, cost of sales…"],
    minimum_customers: Arg[Count, "Fewer customers than this are marked as not enough data"] = 15,
    confidence: Arg[Confidence, "Confidence of the interval of the conversion"] = 0.95,
) -> Table:
    """Comparison of channels: every metric of each channel, the totals «Paid» and «All», rank and verdict.

    Columns may stand in any order, with headers in Russian or English. Channel, spend, customers, revenue and one
    of cost of sales, margin or gross profit are needed; impressions, clicks, visits, leads and the plan are not.
    Blank rows and rows called Total are left out.

    A total of ratios is the ratio of the sums over the rows that have both numbers. Without a column of clicks the
    conversion to lead counts visits. A channel without spend has no ROMI.

    The verdict: scale when the ROMI is positive and not below that of all paid channels; keep at break-even or
    without spend; stop at a loss; but with not enough data keep instead of scale, fix instead of stop.

    >>> channel_compare([["Channel", "Spend", "Customers", "Revenue", "Margin"], ["Ads", 100, 20, 300, 0.5]])["romi"]
    [0.5, 0.5, 0.5]
    >>> channel_compare([["Канал", "Расход", "Клиенты", "Выручка", "Себестоимость"], ["VK", 6000, 6, 7200, 3075]])["verdict"]
    ['чинить', None, None]
    >>> channel_compare([["Channel", "Spend"], ["Ads", 100]])["romi"]
    #VALUE!
    """
    header = read_header(channel_compare.name, table.nested()[0], REQUIRED, PROFIT_FROM)
    attempts = "clicks" if "clicks" in header.columns else "visits"
    rows = [_metrics(row, attempts) for row in _rows(table, header)]
    if not rows:
        raise WrongType(Message("{function}: there is no row under the header. Fill in the table.", function=channel_compare.name))
    paid = [row for row in rows if isinstance(row["spend"], float) and row["spend"] > 0]
    totals = [_total("Paid", paid, attempts), _total("All", rows, attempts)]
    for row in (*rows, *totals):
        _compare(row, totals[-1], minimum_customers, confidence)
    rank_of = rank_in([row["net"] for row in rows])
    for row in rows:
        spoilt = next((row[name] for name in (*REQUIRED, "net") if isinstance(row[name], CellError)), None)
        if spoilt:
            row |= {"data": spoilt, "rank": spoilt, "verdict": spoilt}
        elif isinstance(row["net"], float):
            row |= {"rank": rank_of(row["net"]), "verdict": Label(_verdict(row, totals[0]))}
    planned = tuple(figure for figure in _PLANNED if isinstance(figure.total, Of) and figure.total.second in header.columns)
    figures = (*_INPUTS, *_METRICS, *_COMPARED, *planned)
    return Table(figures, [[row.get(figure.name) for figure in figures] for row in (*rows, *totals)], header.language)


def _rows(table: Range, header: Header) -> list[Row]:
    """The rows that hold a channel, with every known column read and checked."""
    rows = []
    for number, cells in enumerate(table.nested()[1:], 1):
        row: Row = {name: _field(table, header, name, number, cells) for name in FIELDS}
        if is_total(row["channel"]) or all(row[name] is None for name in header.columns):
            continue
        if row["channel"] is None:
            raise WrongType(
                Message(
                    "{place}: there are numbers but no channel. Name it; if it is a total, delete the row.",
                    place=_place(table, number, header.columns["channel"]),
                )
            )
        rows.append(row | {"gross_profit": _gross_profit(row, header)})
    return rows


def _place(table: Range, number: int, column: int) -> Place:
    return Place(channel_compare.name, (table.rows, table.columns), number * table.columns + column)


def _field(table: Range, header: Header, name: str, number: int, cells: Sequence[Cell]) -> Cell:
    if name not in header.columns:
        return None
    column = header.columns[name]
    cell = cells[column]
    place = _place(table, number, column)
    if isinstance(cell, CellError) and not cell.is_located:
        return cell.at(place, FIELDS[name].parameter)
    if cell is None or isinstance(cell, CellError):
        return cell
    try:
        value: Cell = check(FIELDS[name].parameter, cell, place)
        if name in ("spend", "plan_spend") and isinstance(value, float) and value < 0:
            raise OutOfRange(
                Message(
                    "{place}: {argument} is {value} and must not be negative. Check the sign.",
                    place=place,
                    argument=FIELDS[name].parameter,
                    value=value,
                )
            )
    except CellError as error:
        return error
    return value / header.divisors[name] if name in header.divisors and isinstance(value, float) else value


def _gross_profit(row: Row, header: Header) -> Cell:
    if "cost_of_sales" in header.columns:
        return minus(row["revenue"], row["cost_of_sales"])
    if "margin" in header.columns:
        return _product(row["revenue"], row["margin"])
    gross_profit: Cell = row["gross_profit"]
    return gross_profit


def _product(first: Cell, second: Cell) -> Cell:
    for cell in (first, second):
        if isinstance(cell, CellError):
            return cell
    return first * second if isinstance(first, float) and isinstance(second, float) else None


def _ratios(attempts: str) -> Iterator[tuple[str, Of]]:
    """Every metric and how it comes from two columns; a conversion to lead is of clicks or of visits."""
    for figure in (*_METRICS, *_PLANNED):
        if isinstance(figure.total, Of):
            yield figure.name, replace(figure.total, second=attempts) if figure.name == "click_to_lead" else figure.total


def _metrics(row: Row, attempts: str) -> Row:
    for name, of in _ratios(attempts):
        row[name] = of.calculate(row[of.first], row[of.second])
        if isinstance(row[name], DivisionByZero):
            row[name] = DivisionByZero(Message("{channel}: {what}", channel=row["channel"], what=row[name].what))
    return row


def _total(label: str, rows: Sequence[Row], attempts: str) -> Row:
    columns: Mapping[str, list[Any]] = {name: [row[name] for row in rows] for name in (*FIELDS, "gross_profit")}
    result: Row = {figure.name: total(figure, columns) for figure in _INPUTS}
    for name, of in _ratios(attempts):
        result[name] = of.calculate(*sums_of_both(columns[of.first], columns[of.second]))
    won, leads = sums_of_both(columns["customers"], columns["leads"])
    return result | {"channel": Label(label), "_won": won, "_leads": leads}


def _compare(row: Row, whole: Row, minimum_customers: float, confidence: float) -> None:
    """Add what compares a row with all channels together."""
    won, leads = row.get("_won", row["customers"]), row.get("_leads", row["leads"])
    row["share_of_spend"] = share_of.of_cells(row["spend"], whole["spend"])
    row["share_of_gross_profit"] = share_of.of_cells(row["gross_profit"], whole["gross_profit"])
    row["low"] = conversion_bound.of_cells(won, leads, "low", confidence)
    row["high"] = conversion_bound.of_cells(won, leads, "high", confidence)
    row["data"] = Label("not enough data") if _is_thin(row, minimum_customers) else None
    if "_won" not in row:
        row["p_value"] = _against_the_others(row, whole)


def _is_thin(row: Row, minimum_customers: float) -> bool:
    """Too few customers, or an interval that is wider than the conversion itself."""
    if not isinstance(row["customers"], float) or row["customers"] < minimum_customers:
        return True
    low, high, rate = row["low"], row["high"], row["lead_to_sale"]
    return all(isinstance(cell, float) for cell in (low, high, rate)) and high - low > rate


def _against_the_others(row: Row, whole: Row) -> Cell:
    """How likely chance alone makes the channel's conversion differ from that of all others together."""
    if row["customers"] is None or row["leads"] is None:
        return None
    others = minus(whole["_won"], row["customers"]), minus(whole["_leads"], row["leads"])
    return None if others[1] == 0 else prop_test.of_cells(row["customers"], row["leads"], *others)


def _verdict(row: Row, paid: Row) -> str:
    is_thin = row["data"] is not None
    earned, usual = row["romi"], paid["romi"]
    if not isinstance(earned, float):
        return "keep"
    if earned < 0:
        return "fix" if is_thin else "stop"
    is_best = earned > 0 and isinstance(usual, float) and earned >= usual
    return "scale" if is_best and not is_thin else "keep"
