"""Profitability: does the money come back?"""

from typing import Annotated as Arg

from sheetkpi.kpis.sources import A_ONE_TELECOM, BREAKEVEN, ELAMA, GLOSSARY, GOOGLE_ADS, MASB, YANDEX_DIRECT, YANDEX_VAT
from sheetkpi.model.kinds import Choice, Count, Hours, Money, Ratio, Share, one_of
from sheetkpi.model.ops import require, rounded
from sheetkpi.registry import kpi
from sheetkpi.translation import Label


@kpi(group="profitability", source=A_ONE_TELECOM)
def profit(
    revenue: Arg[Money, "Revenue from sales"],
    cost: Arg[Money, "A cost to subtract"],
    *more_costs: Arg[Money, "More costs to subtract"],
) -> Money:
    """Profit: revenue minus the costs you list.

    You decide which costs to include; note them next to the number.

    >>> profit(5000, 1000)
    4000.0
    >>> profit(5000, 1000, 500, 4000)
    -500.0
    """
    left = revenue - cost
    for next_cost in more_costs:
        left = left - next_cost
    return left


@kpi(group="profitability", source=ELAMA)
def gross_margin(
    revenue: Arg[Money, "Revenue from sales"],
    cost_of_sales: Arg[Money, "What the goods or services you sold cost you"],
) -> Share:
    """Gross margin: the share of revenue left after the cost of sales.

    >>> gross_margin(5000, 1000)
    0.8
    >>> gross_margin(0, 1000)
    #DIV/0!
    >>> gross_margin(-100, 50)
    #NUM!
    """
    return require(
        revenue >= 0,
        lambda: (revenue - cost_of_sales) / revenue,
        Label("Revenue is negative, so the margin can't be calculated. Check the sign."),
    )


@kpi(group="profitability", source=ELAMA)
def romi(
    gross_profit: Arg[Money, "Gross profit from the marketing, before subtracting its cost"],
    spend: Arg[Money, "What the marketing cost"],
) -> Share:
    """Return on marketing investment (on gross profit): net profit per unit of money spent; 1 is 100%.

    It is based on gross profit: on revenue, a campaign can show +20% and still lose money. If you have revenue and a margin, use
    ROMI_MARGIN.

    >>> romi(100000, 50000)
    1.0
    >>> romi(5000, 0)
    #DIV/0!
    """
    return (gross_profit - spend) / spend


@kpi(group="profitability", source=MASB)
def romi_margin(
    revenue: Arg[Money, "Revenue from sales"],
    margin: Arg[Share, "Share of revenue that is gross profit; 1 means ROMI on revenue"],
    spend: Arg[Money, "What the marketing cost"],
    incremental: Arg[Share, "Share of the sales that would not have happened without the marketing"] = 1,
) -> Share:
    """ROMI from revenue, by margin and the share of additional sales: if you know revenue but not gross profit.

    You must enter the margin; 1 gives ROMI on revenue, and everyone can see that. An incremental share below 1 leaves out sales that
    would have happened anyway.

    >>> romi_margin(144000, 0.7, 50000)
    1.016
    >>> romi_margin(144000, 30, 50000)
    #NUM!
    """
    return (revenue * incremental * margin - spend) / spend


@kpi(group="profitability", source=GLOSSARY)
def roi(
    income: Arg[Money, "What the investment returned: profit rather than revenue"],
    investment: Arg[Money, "What was invested"],
) -> Share:
    """Return on investment: the same formula as ROMI, for any investment, not only marketing.

    The source says “income from the investment”; revenue and profit give very different answers.

    >>> roi(150000, 100000)
    0.5
    >>> roi(0, 100000)
    -1.0
    """
    return (income - investment) / investment


@kpi(group="profitability", source=GOOGLE_ADS)
def roas(
    revenue: Arg[Money, "Revenue that the advertising brought"],
    spend: Arg[Money, "What the advertising cost"],
) -> Ratio:
    """Return on ad spend: revenue per unit of money spent; not a profit.

    It breaks even at BREAKEVEN_ROAS(margin), not at 1. Its inverse is DRR.

    >>> roas(144000, 50000)
    2.88
    >>> roas(24000, 0)
    #DIV/0!
    """
    return revenue / spend


@kpi(group="profitability", source=YANDEX_DIRECT)
def drr(
    spend: Arg[Money, "What the advertising cost"],
    revenue: Arg[Money, "Revenue that the advertising brought"],
) -> Share:
    """Ad cost share (ДРР, ACoS): advertising spend as a share of revenue.

    The inverse of ROAS. Some articles use this name for an ad group's share of the campaign's spend; for that, use SHARE_OF.

    >>> drr(15000, 100000)
    0.15
    >>> drr(15000, 0)
    #DIV/0!
    """
    return spend / revenue


@kpi(group="profitability", source=BREAKEVEN)
def breakeven_roas(
    margin: Arg[Share, "Share of revenue left after goods, delivery, fees and returns, before advertising"],
) -> Ratio:
    """Break-even ROAS: the revenue per unit of ad spend at which you neither earn nor lose.

    Fixed costs are not included. The result depends on what you subtract to get the margin.

    >>> breakeven_roas(0.4)
    2.5
    >>> breakeven_roas(0)
    #DIV/0!
    """
    return 1 / margin


@kpi(group="profitability", source=ELAMA)
def breakeven_customers(
    spend: Arg[Money, "What the marketing costs"],
    profit_per_customer: Arg[Money, "Gross profit from one customer"],
    rounding: Arg[Choice, one_of("up", "nearest", "none"), "Whole customers: up, nearest or none"] = "up",
) -> Count:
    """Customers to break even: how many must buy for the marketing to pay for itself.

    >>> breakeven_customers(100000, 4000)
    25.0
    >>> breakeven_customers(100000, 4100)
    25.0
    >>> breakeven_customers(100000, 0)
    #DIV/0!
    >>> breakeven_customers(100000, -4000)
    #NUM!
    >>> breakeven_customers(-100000, -4000)
    #NUM!
    """
    return require(
        profit_per_customer >= 0,
        lambda: require(spend >= 0, lambda: rounded(spend / profit_per_customer, rounding)),
        Label("Each customer brings a loss: no number of them pays for the marketing."),
    )


@kpi(group="profitability", source=ELAMA)
def unit_cost(
    salary: Arg[Money, "Desired salary per month"],
    hours: Arg[Hours, "Working hours per month"],
    hours_per_unit: Arg[Hours, "Hours per service"],
    overheads: Arg[Money, "Rent, utilities, tools, transport, training… per month"],
    materials: Arg[Money, "Materials for one service"],
) -> Money:
    """Cost of a service: the hours it takes, with their share of the overheads, plus materials.

    Of the source's numbers, only the overheads of 18,000 survive; another source confirms the formula.

    >>> unit_cost(40000, 160, 1, 18000, 150)
    512.5
    >>> unit_cost(40000, 0, 1, 18000, 150)
    #DIV/0!
    """
    return (salary + overheads) / hours * hours_per_unit + materials


@kpi(group="profitability", source=YANDEX_VAT)
def without_vat(
    amount: Arg[Money, "Amount with VAT"],
    vat_rate: Arg[Share, "Rate of VAT"],
) -> Money:
    """Amount without VAT: for comparing spend and revenue on the same basis.

    >>> without_vat(61000, 0.22)
    50000.0
    >>> without_vat(61000, 22)
    #NUM!
    """
    return amount / (1 + vat_rate)
