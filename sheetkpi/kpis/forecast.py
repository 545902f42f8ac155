"""Forecast, decomposition, bids: from the goal to the bid, and from the bid to the result."""

from typing import Annotated as Arg
from typing import Any

from sheetkpi.kpis.acquisition import cpc as cost_per_click
from sheetkpi.kpis.acquisition import cpl as cost_per_lead
from sheetkpi.kpis.acquisition import cpo as cost_per_order
from sheetkpi.kpis.profitability import drr as ad_cost_share
from sheetkpi.kpis.profitability import romi as return_on_marketing
from sheetkpi.kpis.sources import ELAMA
from sheetkpi.model.kinds import Choice, Column, Count, Figures, Growth, Money, Price, Row, Share, kind_of, one_of
from sheetkpi.model.ops import ceil, nearest, require, rounded, settled, where
from sheetkpi.model.records import EachCell, Figure, Of
from sheetkpi.model.tables import Table
from sheetkpi.registry import kpi
from sheetkpi.translation import Label

#: The corner of the grid of bids.
CORNER = "lead to sale ↓, click to lead →"


@kpi(group="forecast", source=ELAMA)
def target_revenue(
    gross_profit: Arg[Money, "Desired gross profit"],
    cost_share: Arg[Share, "Cost of goods and selling as a share of revenue, without advertising"],
) -> Money:
    """Target revenue: what you must sell to earn the desired gross profit.

    >>> target_revenue(100000, 0.3)
    142857.14285714287
    >>> target_revenue(100000, 1)
    #DIV/0!
    """
    return gross_profit / settled(1 - cost_share, 1)


@kpi(group="forecast", source=ELAMA)
def target_customers(
    revenue: Arg[Money, "Revenue to reach"],
    revenue_per_customer: Arg[Money, "Revenue from one customer"],
    rounding: Arg[Choice, one_of("up", "nearest", "none"), "Whole customers: up, nearest or none"] = "up",
) -> Count:
    """Customers needed: how many must buy to reach the revenue; people are rounded up.

    >>> target_customers(142857.142857143, 2000)
    72.0
    >>> target_customers(142857.142857143, 2000, "nearest")
    71.0
    >>> target_customers(100000, 0)
    #DIV/0!
    >>> target_customers(-100, 2000)
    #NUM!
    >>> target_customers(-100, -2000)
    #NUM!
    """
    return require(revenue >= 0, lambda: require(revenue_per_customer >= 0, lambda: rounded(revenue / revenue_per_customer, rounding)))


@kpi(group="forecast", source=ELAMA)
def target_leads(
    customers: Arg[Count, "Customers wanted"],
    lead_to_sale: Arg[Share, "Share of leads who buy"],
    rounding: Arg[Choice, one_of("up", "nearest", "none"), "Whole leads: up, nearest or none"] = "up",
) -> Count:
    """Leads needed: how many leads it takes to win this many customers.

    >>> target_leads(72, 0.3)
    240.0
    >>> target_leads(21, 0.35)
    60.0
    >>> target_leads(72, 30)
    #NUM!
    """
    return rounded(customers / lead_to_sale, rounding)


@kpi(group="forecast", source=ELAMA)
def target_clicks(
    leads: Arg[Count, "Leads wanted"],
    click_to_lead: Arg[Share, "Share of clicks that become leads"],
    rounding: Arg[Choice, one_of("up", "nearest", "none"), "Whole clicks: up, nearest or none"] = "up",
) -> Count:
    """Clicks needed: how many clicks it takes to get this many leads.

    >>> target_clicks(240, 0.1)
    2400.0
    >>> target_clicks(240, 0)
    #DIV/0!
    """
    return rounded(leads / click_to_lead, rounding)


@kpi(group="forecast", source=ELAMA)
def max_cpo(
    profit_per_customer: Arg[Money, "Gross profit from one customer"],
    target_romi: Arg[Growth, "Desired ROMI; 0 is break-even, 1 is 100%"] = 0,
) -> Money:
    """Highest cost per customer: the most you can pay for a customer at the desired ROMI.

    >>> max_cpo(1400, 1)
    700.0
    >>> max_cpo(1400)
    1400.0
    >>> max_cpo(1400, -1)
    #DIV/0!
    """
    return profit_per_customer / settled(1 + target_romi, 1)


@kpi(group="forecast", source=ELAMA)
def max_cpl(
    customer_cost: Arg[Price, "What one customer may cost (CPO)"],
    lead_to_sale: Arg[Share, "Share of leads who buy"],
) -> Money:
    """Highest cost per lead: the most you can pay for a lead, given the highest cost per customer.

    >>> max_cpl(694.444444444444, 0.3)
    208.33333333333334
    >>> max_cpl(694, 30)
    #NUM!
    """
    return customer_cost * lead_to_sale


@kpi(group="forecast", source=ELAMA)
def max_cpc(
    customer_cost: Arg[Price, "What one customer may cost (CPO)"],
    lead_to_sale: Arg[Share, "Share of leads who buy"],
    click_to_lead: Arg[Share, "Share of clicks that become leads"],
) -> Money:
    """Highest cost per click (the honest bid): the most you can pay for a click, given the highest cost per customer.

    >>> max_cpc(694, 0.3, 0.1)
    20.82
    >>> max_cpc(1400, 0.3, 0.1)
    42.0
    >>> max_cpc(694, 0.3, 10)
    #NUM!
    """
    return customer_cost * lead_to_sale * click_to_lead


@kpi(group="forecast", source=ELAMA)
def required_budget(
    customers: Arg[Count, "Customers wanted"],
    click_cost: Arg[Price, "What one click costs (CPC)"],
    click_to_lead: Arg[Share, "Share of clicks that become leads"],
    lead_to_sale: Arg[Share, "Share of leads who buy"],
) -> Money:
    """Budget needed: what this many customers cost at this price per click.

    >>> required_budget(72, 20.8, 0.1, 0.3)
    49920.0
    >>> required_budget(72, 20.8, 0, 0.3)
    #DIV/0!
    >>> required_budget(72, -20.8, 0.1, 0.3)
    #NUM!
    """
    return customers * click_cost / (click_to_lead * lead_to_sale)


@kpi(
    group="forecast",
    source=ELAMA,
    figures=(
        Figure("target_revenue", "Target revenue", kind_of(Money)),
        Figure("customers", "Customers needed", kind_of(Count)),
        Figure("cpo", "Target cost per customer (CPO)", kind_of(Money)),
        Figure("leads", "Leads needed", kind_of(Count)),
        Figure("cpl", "Target cost per lead", kind_of(Money)),
        Figure("clicks", "Clicks needed", kind_of(Count)),
        Figure("cpc", "Maximum CPC", kind_of(Money)),
        Figure("breakeven_cpc", "CPC at ROMI = 0", kind_of(Money)),
        Figure("romi", "Planned ROMI", kind_of(Share)),
        Figure("drr", "Planned ad cost share", kind_of(Share)),
    ),
)
def decompose(
    budget: Arg[Money, "Advertising budget"],
    gross_profit: Arg[Money, "Desired gross profit"],
    cost_share: Arg[Share, "Cost of goods and selling as a share of revenue, without advertising"],
    revenue_per_customer: Arg[Money, "Revenue from one customer"],
    lead_to_sale: Arg[Share, "Share of leads who buy"],
    click_to_lead: Arg[Share, "Share of clicks that become leads"],
    rounding: Arg[
        Choice,
        one_of("up", "none", "seed"),
        "up: whole customers, leads and clicks; none: no rounding; seed: as in the article, which also rounds CPO and CPL",
    ] = "up",
) -> Figures:
    """Decomposition of a plan: from budget and gross profit to the customers, leads and clicks needed, and the highest bid.

    Planned ROMI and ad cost share are those of the plan as you type it; whole customers, rounded up, bring a little more.

    The bid is for the desired profit; the break-even bid is shown next to it. The article's 20.80 comes from rounding intermediate
    results; with whole people and exact money it is 20.83, without any rounding 21.00.

    >>> decompose(50000, 100000, 0.3, 2000, 0.3, 0.1)["cpc"]
    20.833333333333332
    >>> decompose(50000, 100000, 0.3, 2000, 0.3, 0.1, "seed")["cpc"]
    20.8
    >>> decompose(50000, 100000, 0.3, 2000, 0.3, 0.1, "none")["cpc"]
    21.0
    >>> decompose(50000, 100000, 0.3, 2000, 30, 0.1)["cpc"]
    #NUM!
    """
    is_seed = rounding == "seed"
    revenue = target_revenue.body(gross_profit, cost_share)
    exact_customers = target_customers.body(revenue, revenue_per_customer, "none")
    customers = where(rounding == "none", exact_customers, lambda: ceil(exact_customers))
    leads = _whole_if_up(target_leads.body(customers, lead_to_sale, "none"), rounding)
    clicks = _whole_if_up(target_clicks.body(leads, click_to_lead, "none"), rounding)
    exact_cpo = require(budget >= 0, lambda: cost_per_order.body(budget, customers))
    cpo = where(is_seed, lambda: nearest(exact_cpo), exact_cpo)
    cpl = where(
        is_seed, lambda: nearest(max_cpl.body(cpo, lead_to_sale)), lambda: require(budget >= 0, lambda: cost_per_lead.body(budget, leads))
    )
    return {
        "target_revenue": revenue,
        "customers": customers,
        "cpo": cpo,
        "leads": leads,
        "cpl": cpl,
        "clicks": clicks,
        "cpc": where(is_seed, lambda: cpl * click_to_lead, lambda: require(budget >= 0, lambda: cost_per_click.body(budget, clicks))),
        "breakeven_cpc": max_cpc.body(revenue_per_customer * (1 - cost_share), lead_to_sale, click_to_lead),
        "romi": require(budget >= 0, lambda: return_on_marketing.body(gross_profit, budget)),
        "drr": require(budget >= 0, lambda: ad_cost_share.body(budget, revenue)),
    }


def _whole_if_up(number: Any, rounding: Any) -> Any:
    return where(rounding == "up", lambda: ceil(number), number)


@kpi(group="forecast", source=ELAMA, each_cell=EachCell(max_cpc, ("customer_cost", "leads_to_sales", "clicks_to_leads"), CORNER))
def bid_grid(
    customer_cost: Arg[Price, "What one customer may cost (CPO)"],
    clicks_to_leads: Arg[Row[Share], "Shares of clicks that become leads, one per column"],
    leads_to_sales: Arg[Column[Share], "Shares of leads that buy, one per row"],
) -> Table:
    """Sensitivity grid of the bid: the highest cost per click for each pair of conversions.

    With MAX_CPO(profit) as the first argument it is the grid of break-even bids.

    >>> bid_grid(700, [0.05, 0.1], [0.2, 0.3])["0.1"]
    [14.0, 21.0]
    >>> bid_grid(700, [0.05, 10], [0.2])["0.05"]
    [7.0]
    """
    header = (Label(CORNER), *clicks_to_leads)
    figures = tuple(Figure("" if i == 0 else str(cell), "", kind_of(Money)) for i, cell in enumerate(header))
    rows = [[sale, *(max_cpc.of_cells(customer_cost, sale, lead) for lead in clicks_to_leads)] for sale in leads_to_sales]
    return Table(figures, rows, header=header)


@kpi(
    group="forecast",
    source=ELAMA,
    layout="across",
    figures=(
        Figure("budget", "Budget", kind_of(Money), "sum"),
        Figure("clicks", "Clicks", kind_of(Count), "sum"),
        Figure("leads", "Leads", kind_of(Count), "sum"),
        Figure("customers", "Customers", kind_of(Count), "sum"),
        Figure("cpl", "Cost per lead", kind_of(Money), Of(cost_per_lead.of_cells, "budget", "leads")),
        Figure("cpo", "Cost per customer", kind_of(Money), Of(cost_per_order.of_cells, "budget", "customers")),
        Figure("revenue", "Revenue", kind_of(Money), "sum"),
        Figure("gross_profit", "Gross profit", kind_of(Money), "sum"),
        Figure("romi", "ROMI", kind_of(Share), Of(return_on_marketing.of_cells, "gross_profit", "budget")),
        Figure("drr", "Ad cost share", kind_of(Share), Of(ad_cost_share.of_cells, "budget", "revenue")),
    ),
)
def media_forecast(
    budget: Arg[Money, "Budget of the channel"],
    click_cost: Arg[Price, "What one click costs (CPC)"],
    click_to_lead: Arg[Share, "Share of clicks that become leads"],
    lead_to_sale: Arg[Share, "Share of leads who buy"],
    revenue_per_customer: Arg[Money, "Revenue from one customer"],
    margin: Arg[Share, "Share of revenue that is gross profit"],
    rounding: Arg[Choice, one_of("none", "up"), "none: expected values; up: whole clicks, leads and customers to show"] = "none",
) -> Figures:
    """Forecast of a channel (media plan): what a budget brings at a given cost per click.

    One row per channel; the total of a ratio is the ratio of the totals. Expected values are not rounded: 72.1 customers is an average.
    Rounding up changes the counts shown, not the money of a channel.

    >>> media_forecast(50000, 20.8, 0.1, 0.3, 2000, 0.7)["romi"]
    1.0192307692307692
    >>> media_forecast(50000, 20.8, 0.1, 0.3, 2000, 0.7, "up")["customers"]
    73.0
    >>> media_forecast(50000, 0, 0.1, 0.3, 2000, 0.7)["clicks"]
    #DIV/0!
    """
    clicks = require(budget >= 0, lambda: budget / click_cost)
    leads = clicks * click_to_lead
    customers = leads * lead_to_sale
    revenue = customers * revenue_per_customer
    gross_profit = revenue * margin
    return {
        "budget": budget,
        "clicks": _whole_if_up(clicks, rounding),
        "leads": _whole_if_up(leads, rounding),
        "customers": _whole_if_up(customers, rounding),
        "cpl": cost_per_lead.body(budget, leads),
        "cpo": cost_per_order.body(budget, customers),
        "revenue": revenue,
        "gross_profit": gross_profit,
        "romi": return_on_marketing.body(gross_profit, budget),
        "drr": ad_cost_share.body(budget, revenue),
    }
