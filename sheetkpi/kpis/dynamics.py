"""Sales dynamics: is it more than before?"""

from typing import Annotated as Arg

from sheetkpi.kpis.sources import A_ONE_TELECOM, COMPOUND, FIXPOINT
from sheetkpi.model.kinds import Count, Money, Number, Share
from sheetkpi.model.ops import require
from sheetkpi.registry import kpi


@kpi(group="dynamics", source=A_ONE_TELECOM)
def growth_rate(
    current: Arg[Number, "Value now"],
    previous: Arg[Number, "Value of the period before, or of the same period a year ago"],
) -> Share:
    """Growth rate: the relative change of a value.

    A growth rate from a loss makes no sense: the earlier value must not be negative.

    >>> growth_rate(115, 100)
    0.15
    >>> growth_rate(115, 0)
    #DIV/0!
    >>> growth_rate(5, -10)
    #NUM!
    """
    return require(previous >= 0, lambda: current / previous) - 1


@kpi(group="dynamics", source=COMPOUND, number_format="0.00%")
def cagr(
    begin_value: Arg[Number, "Value at the beginning"],
    end_value: Arg[Number, "Value at the end"],
    periods: Arg[Count, "Periods between them: months, quarters, years"],
) -> Share:
    """Average growth rate per period: the constant rate that leads from the first value to the last.

    >>> cagr(1000, 1200, 6)
    0.030853320886444546
    >>> cagr(1000, -1200, 6)
    #NUM!
    >>> cagr(1000, 1200, 0)
    #DIV/0!
    """
    return require(begin_value >= 0, lambda: require(end_value >= 0, lambda: (end_value / begin_value) ** (1 / periods))) - 1


@kpi(group="dynamics", source=FIXPOINT)
def base_revenue(
    total_sales: Arg[Money, "All sales of the period"],
    marketing_revenue: Arg[Money, "Of these, sales to customers brought by marketing"],
) -> Money:
    """Revenue without marketing: what would have been sold anyway.

    The source's heading promises the campaign's own revenue, but its formula gives the rest. For the share of marketing, use SHARE_OF.

    >>> base_revenue(1000000, 350000)
    650000.0
    >>> base_revenue(350000, 350000)
    0.0
    """
    return total_sales - marketing_revenue
