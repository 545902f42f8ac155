"""Plan against fact: where do we stand, and where will we end?"""

from typing import Annotated as Arg

from sheetkpi.kpis.sources import A_ONE_TELECOM, ELAMA, LOYALTY, PACING
from sheetkpi.model.kinds import Choice, Days, Growth, Money, Number, Ratio, Share, Text, one_of
from sheetkpi.model.ops import at_least, at_most, require, where
from sheetkpi.registry import kpi
from sheetkpi.translation import Label

#: Why there is no forecast of a period that is over.
TOO_LATE = Label("More days have passed than the period has. Check the days.")


@kpi(group="plan", source=LOYALTY, number_format="#,##0")
def smart_target(
    baseline: Arg[Number, "Starting value"],
    growth: Arg[Growth, "Desired growth"],
) -> Number:
    """SMART target: the value to reach, from a starting value and the desired growth.

    >>> smart_target(1000, 0.2)
    1200.0
    >>> smart_target(1000, -2)
    #NUM!
    """
    return baseline * (1 + growth)


@kpi(group="plan", source=A_ONE_TELECOM)
def attainment(
    fact: Arg[Number, "Actual value"],
    plan: Arg[Number, "Planned value"],
) -> Share:
    """Attainment of the plan: the actual value as a share of the planned one.

    >>> attainment(65, 72)
    0.9027777777777778
    >>> attainment(65, 0)
    #DIV/0!
    >>> attainment(-50, -40)
    #NUM!
    """
    return require(
        plan >= 0, lambda: fact / plan, Label("The plan is below 0: no share of it says how far it was met. Compare the amounts.")
    )


@kpi(group="plan", source=PACING, number_format="#,##0")
def run_rate(
    fact_to_date: Arg[Number, "Actual value so far"],
    elapsed_days: Arg[Days, "Days that have passed"],
    total_days: Arg[Days, "Days of the whole period"],
) -> Number:
    """Run rate: the value at the end of the period if it goes on like this.

    >>> run_rate(40, 15, 30)
    80.0
    >>> run_rate(40, 0, 30)
    #DIV/0!
    >>> run_rate(100, 31, 30)
    #NUM!
    """
    return require(at_most(elapsed_days, total_days), lambda: fact_to_date / elapsed_days * total_days, TOO_LATE)


@kpi(group="plan", source=PACING)
def pace(
    spent: Arg[Money, "Money spent so far"],
    budget: Arg[Money, "Budget of the whole period"],
    elapsed_days: Arg[Days, "Days that have passed"],
    total_days: Arg[Days, "Days of the whole period"],
) -> Ratio:
    """Pace of spending: 1 is even; above 1 the budget ends before the period does.

    >>> pace(30000, 50000, 15, 30)
    1.2
    >>> pace(30000, 50000, 0, 30)
    #DIV/0!
    >>> pace(30000, 50000, 31, 30)
    #NUM!
    """
    return require(at_most(elapsed_days, total_days), lambda: (spent / budget) / (elapsed_days / total_days), TOO_LATE)


@kpi(group="plan", source=ELAMA)
def kpi_status(
    fact: Arg[Number, "Actual value"],
    plan: Arg[Number, "Planned value, or the limit"],
    better: Arg[Choice, one_of("higher", "lower"), "higher for sales, lower for costs"] = "higher",
    tolerance: Arg[Share, "How far the plan may be missed without failing, as a share of it"] = 0.1,
) -> Text:
    """Status of a KPI: ok at the plan or better, warn within the tolerance, fail beyond it.

    >>> kpi_status(2100, 2000, "lower")
    'warn'
    >>> kpi_status(64.8, 72)
    'warn'
    >>> kpi_status(60, 72)
    'fail'
    >>> kpi_status(60, 72, "up")
    #VALUE!
    """
    room = tolerance * abs(plan)
    is_lower = better == "lower"
    is_ok = where(is_lower, lambda: at_most(fact, plan), lambda: at_least(fact, plan))
    is_near = where(is_lower, lambda: at_most(fact, plan + room), lambda: at_least(fact, plan - room))
    return where(is_ok, "ok", where(is_near, "warn", "fail"))
