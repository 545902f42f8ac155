"""Acquisition cost: what one view, click, lead, order or customer costs."""

from typing import Annotated as Arg

from sheetkpi.kpis.sources import A_ONE_TELECOM, ELAMA, FIXPOINT, WEB_ADVERTISING
from sheetkpi.model.kinds import Count, Money
from sheetkpi.registry import kpi


@kpi(group="acquisition", source=WEB_ADVERTISING)
def cpm(
    spend: Arg[Money, "What the advertising cost"],
    impressions: Arg[Count, "How many times the ad was shown"],
) -> Money:
    """Cost per mille: the price of a thousand impressions.

    >>> cpm(6000, 150000)
    40.0
    >>> cpm(6000, 0)
    #DIV/0!
    """
    return 1000 * spend / impressions


@kpi(group="acquisition", source=ELAMA)
def cpc(
    spend: Arg[Money, "What the advertising cost"],
    clicks: Arg[Count, "Clicks on the ad"],
) -> Money:
    """Cost per click: what one click cost.

    >>> cpc(50000, 2400)
    20.833333333333332
    >>> cpc(0, 400)
    0.0
    """
    return spend / clicks


@kpi(group="acquisition", source=FIXPOINT)
def cpl(
    spend: Arg[Money, "What the marketing cost"],
    leads: Arg[Count, "Leads: people who left a request or called"],
) -> Money:
    """Cost per lead: what one lead cost.

    The source divides by customers, which gives CAC; this divides by leads.

    >>> cpl(50000, 240)
    208.33333333333334
    >>> cpl(50000, 0)
    #DIV/0!
    """
    return spend / leads


@kpi(group="acquisition", source=ELAMA)
def cpa(
    spend: Arg[Money, "What the marketing cost"],
    actions: Arg[Count, "Requests or other target actions"],
) -> Money:
    """Cost per action: what one request or other target action cost.

    In ad accounts an action may mean a purchase: say which action you count.

    >>> cpa(6000, 30)
    200.0
    >>> cpa(6000, -30)
    #NUM!
    """
    return spend / actions


@kpi(group="acquisition", source=ELAMA)
def cpo(
    spend: Arg[Money, "What the marketing cost"],
    orders: Arg[Count, "Orders paid, or customers won"],
) -> Money:
    """Cost per order (customer): the marketing cost of one sale.

    The cost of the sales team is not included; with it you get CAC.

    >>> cpo(6000, 6)
    1000.0
    >>> cpo(100, 0)
    #DIV/0!
    """
    return spend / orders


@kpi(group="acquisition", source=A_ONE_TELECOM)
def cac(
    marketing_cost: Arg[Money, "What the marketing cost"],
    sales_cost: Arg[Money, "What the sales team cost; enter 0 to leave it out on purpose"],
    new_customers: Arg[Count, "New customers in the period"],
) -> Money:
    """Customer acquisition cost (marketing and sales): the full cost of one new customer.

    The cost of the sales team is a required argument, so that nobody leaves it out unnoticed.

    >>> cac(6000, 3000, 6)
    1500.0
    >>> cac(6000, 3000, 0)
    #DIV/0!
    """
    return (marketing_cost + sales_cost) / new_customers
