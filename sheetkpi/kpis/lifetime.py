"""Lifetime value and referral: what a customer is worth."""

from typing import Annotated as Arg
from typing import Any

from sheetkpi.kpis.sources import ELAMA, FIXPOINT, GUPTA_LEHMANN, KUMAR, SKOK
from sheetkpi.model.kinds import Choice, Count, Money, Months, Ratio, Share, Years, one_of
from sheetkpi.model.ops import atanh, is_blank, require, settled, tanh, where
from sheetkpi.registry import kpi
from sheetkpi.translation import Label

#: Why a loss has no payback.
NEVER_PAYS_BACK = Label("A customer who brings a loss never pays back.")


@kpi(group="lifetime", source=FIXPOINT)
def aov(
    revenue: Arg[Money, "Revenue from the orders"],
    orders: Arg[Count, "Orders paid"],
) -> Money:
    """Average order value: revenue per order.

    >>> aov(144000, 72)
    2000.0
    >>> aov(144000, 0)
    #DIV/0!
    """
    return revenue / orders


@kpi(group="lifetime", source=FIXPOINT)
def purchase_frequency(
    orders: Arg[Count, "Orders in the period"],
    customers: Arg[Count, "Customers who bought in the period"],
) -> Ratio:
    """Purchase frequency: orders per customer in the period.

    >>> purchase_frequency(360, 72)
    5.0
    >>> purchase_frequency(360, 0)
    #DIV/0!
    """
    return orders / customers


@kpi(group="lifetime", source=FIXPOINT)
def ltv(
    average_check: Arg[Money, "Revenue per purchase"],
    purchases_per_year: Arg[Count, "Purchases per customer and year"],
    years: Arg[Years, "How many years a customer stays"],
    margin: Arg[Share, "Share of revenue that is gross profit; if blank, LTV is revenue"] = 1,
) -> Money:
    """Lifetime value of a customer: what one customer brings over all years.

    Without a margin it is revenue, as in the source, and far more than you earn. Acquisition cost is not subtracted here: compare with it
    in LTV_CAC.

    >>> ltv(1200, 12, 5)
    72000.0
    >>> ltv(1200, 12, 5, 60)
    #NUM!
    """
    return average_check * purchases_per_year * years * margin


@kpi(group="lifetime", source=GUPTA_LEHMANN)
def ltv_churn(
    profit_per_period: Arg[Money, "Gross profit per customer and period"],
    churn_rate: Arg[Share, "Share of customers who leave each period"],
    discount: Arg[Share, "Discount rate for a period as long as that of the churn"] = 0,
    periods: Arg[Count, "How many periods to count; if blank, all"] = None,
    first: Arg[Choice, one_of("now", "later"), "now: the first profit comes at once; later: after one period"] = "now",
) -> Money:
    """LTV through churn: discounted profit from one customer, allowing for churn.

    The discount is a rate per period: monthly churn needs a monthly rate.

    >>> ltv_churn(500, 0.05)
    10000.0
    >>> ltv_churn(500, 0, 0, 12)
    6000.0
    >>> ltv_churn(500, 0.5, 0, 2, "later")
    375.0
    >>> ltv_churn(500, 0)
    #DIV/0!
    """
    lost = churn_rate + discount
    value = where(
        is_blank(periods),
        lambda: profit_per_period * (1 + discount) / lost,
        lambda: profit_per_period * where(lost > 0, lambda: (1 + discount) * (_share_until(periods, churn_rate, discount) / lost), periods),
    )
    return where(first == "now", value, lambda: value * (1 - churn_rate) / (1 + discount))


def _share_until(periods: Any, churn_rate: Any, discount: Any) -> Any:
    """Return ``1 − ((1 − churn) / (1 + discount)) ^ periods``, right to the last digits where the churn is tiny or the periods are many."""
    ratio = (churn_rate + discount) / (2 + discount - churn_rate)
    half = where(settled(1 - churn_rate, 1) > 0, lambda: tanh(periods * atanh(ratio)), lambda: where(periods > 0, 1, 0))
    return 2 * half / (1 + half)


@kpi(group="lifetime", source=ELAMA)
def lifetime_romi(
    ltv_profit: Arg[Money, "Gross profit of one customer over all years"],
    customers: Arg[Count, "Customers won"],
    spend: Arg[Money, "What the marketing cost"],
) -> Share:
    """Lifetime ROMI: the return on marketing, including customers' later purchases.

    The lifetime value must be gross profit: LTV with the margin.

    >>> lifetime_romi(41250, 6, 6000)
    40.25
    >>> lifetime_romi(41250, 6, 0)
    #DIV/0!
    """
    return (ltv_profit * customers - spend) / spend


@kpi(group="lifetime", source=SKOK)
def ltv_cac(
    lifetime_value: Arg[Money, "Lifetime value of a customer, in gross profit"],
    acquisition_cost: Arg[Money, "What it cost to win one customer (CAC)"],
) -> Ratio:
    """LTV to CAC: how many times a customer pays back the acquisition cost.

    3 or more is a rule of thumb of software companies, not a law.

    >>> ltv_cac(3000, 1000)
    3.0
    >>> ltv_cac(3000, 0)
    #DIV/0!
    >>> ltv_cac(-3000, 1000)
    #NUM!
    """
    return require(lifetime_value >= 0, lambda: require(acquisition_cost >= 0, lambda: lifetime_value / acquisition_cost), NEVER_PAYS_BACK)


@kpi(group="lifetime", source=SKOK)
def payback(
    acquisition_cost: Arg[Money, "What it cost to win one customer (CAC)"],
    profit_per_month: Arg[Money, "Gross profit per customer and month"],
) -> Months:
    """Payback of acquisition: the months until a customer pays back the acquisition cost.

    >>> payback(1000, 687.5)
    1.4545454545454546
    >>> payback(1000, 0)
    #DIV/0!
    >>> payback(300, -5)
    #NUM!
    """
    return require(
        profit_per_month >= 0, lambda: require(acquisition_cost >= 0, lambda: acquisition_cost / profit_per_month), NEVER_PAYS_BACK
    )


@kpi(group="lifetime", source=KUMAR)
def crv(
    referred: Arg[Count, "Customers referred by one customer"],
    profit_per_customer: Arg[Money, "Gross profit from one customer"],
    cac_saved: Arg[Money, "Acquisition cost saved on each of them"],
    anyway: Arg[Share, "Share of them who would have come anyway"] = 0,
    reward: Arg[Money, "Reward paid for each recommendation"] = 0,
) -> Money:
    """Customer referral value: what the recommendations of one customer are worth.

    For those who would have come anyway, only the saved acquisition cost counts.

    >>> crv(3, 4000, 1000)
    15000.0
    >>> crv(3, 4000, 1000, 0.5, 200)
    8400.0
    >>> crv(3, 4000, 1000, 50)
    #NUM!
    """
    return referred * ((1 - anyway) * profit_per_customer + cac_saved - reward)
