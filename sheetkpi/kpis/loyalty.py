"""Retention and loyalty: do they stay, come back, recommend?"""

from typing import Annotated as Arg
from typing import Any

from sheetkpi.kpis.sources import A_ONE_TELECOM, FIXPOINT, LOYALTY, NPS_ERROR
from sheetkpi.model.kinds import BonusPoints, Choice, Column, Confidence, Count, Points, Score, Share, one_of
from sheetkpi.model.ops import at_most, count, count_where, normal_quantile, require, sqrt, where
from sheetkpi.registry import kpi


@kpi(group="loyalty", source=LOYALTY)
def retention(
    customers_start: Arg[Count, "Customers at the start of the period"],
    customers_end: Arg[Count, "Customers at the end, including new ones"],
    new_customers: Arg[Count, "New customers in the period"],
) -> Share:
    """Customer retention rate (CRR): the share of the starting customers who stayed.

    It is 1 − CHURN of the same three numbers.

    >>> retention(500, 520, 40)
    0.96
    >>> retention(0, 20, 20)
    #DIV/0!
    >>> retention(100, 90, 95)
    #NUM!
    """
    return require(at_most(new_customers, customers_end), lambda: _part(customers_end - new_customers, customers_start))


def _part(some: Any, whole: Any) -> Any:
    return require(at_most(some / whole, 1), lambda: some / whole)


@kpi(group="loyalty", source=LOYALTY)
def churn(
    customers_start: Arg[Count, "Customers at the start of the period"],
    customers_end: Arg[Count, "Customers at the end, including new ones"],
    new_customers: Arg[Count, "New customers in the period; if blank, net churn as in the source"] = 0,
) -> Share:
    """Customer churn (CCR): the share of the starting customers who left.

    Without new customers it is net churn, where new customers hide those who left. The source calls it CCR in the heading and CRR in the
    text.

    >>> churn(500, 480)
    0.04
    >>> churn(500, 520, 40)
    0.04
    >>> churn(0, 20)
    #DIV/0!
    >>> churn(100, 90, 95)
    #NUM!
    """
    return require(at_most(new_customers, customers_end), lambda: _lost(customers_start, customers_end, new_customers))


def _lost(customers_start: Any, customers_end: Any, new_customers: Any) -> Any:
    lost = (customers_start - (customers_end - new_customers)) / customers_start
    return where(new_customers == 0, lost, lambda: require(lost >= 0, lost))


@kpi(group="loyalty", source=LOYALTY)
def repeat_rate(
    repeat_customers: Arg[Count, "Customers who bought more than once"],
    customers: Arg[Count, "All customers"],
) -> Share:
    """Repeat purchase rate (RPR): the share of customers who bought more than once.

    The source describes the division the wrong way round; its numbers are part / whole.

    >>> repeat_rate(1500, 10000)
    0.15
    >>> repeat_rate(0, 0)
    #DIV/0!
    >>> repeat_rate(15000, 10000)
    #NUM!
    """
    return require(at_most(repeat_customers / customers, 1), lambda: repeat_customers / customers)


@kpi(group="loyalty", source=LOYALTY)
def participation_rate(
    members: Arg[Count, "Active members of the loyalty programme"],
    customers: Arg[Count, "All customers"],
) -> Share:
    """Participation rate (PR): the share of customers who take part in the loyalty programme.

    The source describes the division the wrong way round; its numbers are part / whole.

    >>> participation_rate(2000, 10000)
    0.2
    >>> participation_rate(2000, 0)
    #DIV/0!
    """
    return require(at_most(members / customers, 1), lambda: members / customers)


@kpi(group="loyalty", source=LOYALTY, number_format="0.00%")
def redemption_rate(
    points_used: Arg[BonusPoints, "Bonus points spent"],
    points_issued: Arg[BonusPoints, "Bonus points issued"],
) -> Share:
    """Redemption rate (RR): the share of issued bonus points that were spent.

    The source calls 13.67% normal; others say 13, 18 and 38%: compare with your own past.

    >>> redemption_rate(1367, 10000)
    0.1367
    >>> redemption_rate(0, 0)
    #DIV/0!
    """
    return points_used / points_issued


@kpi(group="loyalty", source=A_ONE_TELECOM)
def reactivation_rate(
    returned: Arg[Count, "Lapsed customers who bought again"],
    lapsed: Arg[Count, "Customers who had stopped buying"],
) -> Share:
    """Reactivation rate: the share of lapsed customers who came back.

    >>> reactivation_rate(30, 200)
    0.15
    >>> reactivation_rate(-30, 200)
    #NUM!
    """
    return require(at_most(returned / lapsed, 1), lambda: returned / lapsed)


@kpi(group="loyalty", source=LOYALTY)
def nps(
    scores: Arg[Column[Score], "Answers from 0 to 10, one per cell; blanks and words are skipped"],
) -> Points:
    """Net Promoter Score from scores of 0 to 10: percentage of promoters (9 and 10) minus percentage of detractors (0 to 6).

    From −100 to 100, not rounded. The source subtracts counts, but its range needs percentages.

    >>> nps([10, 9, 9, 8, 7, 7, 6, 3, 10, 5])
    10.0
    >>> nps([10, None, "no answer", 3])
    0.0
    >>> nps([10, 9, "3", "2"])
    #VALUE!
    >>> nps([10, 11])
    #NUM!
    """
    return 100 * (count_where(scores >= 9) - count_where(scores <= 6)) / count(scores)


@kpi(group="loyalty", source=LOYALTY)
def nps_counts(
    promoters: Arg[Count, "Answers of 9 and 10"],
    passives: Arg[Count, "Answers of 7 and 8"],
    detractors: Arg[Count, "Answers of 0 to 6"],
) -> Points:
    """Net Promoter Score from counts of answers: percentage of promoters minus percentage of detractors.

    >>> nps_counts(50, 30, 20)
    30.0
    >>> nps_counts(0, 0, 0)
    #DIV/0!
    """
    return 100 * (promoters - detractors) / (promoters + passives + detractors)


@kpi(group="loyalty", source=NPS_ERROR, number_format="0.0")
def nps_margin(
    promoters: Arg[Count, "Answers of 9 and 10"],
    passives: Arg[Count, "Answers of 7 and 8"],
    detractors: Arg[Count, "Answers of 0 to 6"],
    confidence: Arg[Confidence, "Confidence of the interval"] = 0.95,
    method: Arg[Choice, one_of("adjusted", "wald"), "adjusted Wald, or plain Wald, which needs hundreds of answers"] = "adjusted",
) -> Points:
    """Margin of error of NPS, ±: how far the score of a sample may be from that of all customers.

    Half the width of the adjusted Wald interval, in points: three answers are added, ¾ promoters, 1½ passives and ¾ detractors. Two scores
    that differ by less may be equal. With few answers, put the margin around NPS_COUNTS of the same enlarged counts.

    Plain Wald says ±0 when all answers agree; with 10 answers of which 95 in 100 are promoters, its interval for a confidence of 0.95
    holds the true score in only 40 samples in 100.

    >>> nps_margin(50, 30, 20)
    15.0750834134714
    >>> nps_margin(50, 30, 20, 0.95, "wald")
    15.307808075042669
    >>> nps_margin(0, 0, 0)
    #DIV/0!
    """
    answers = promoters + passives + detractors
    added = where(method == "adjusted", 3.0, 0.0)
    counted = answers * (1 + added / answers)  # no answers are #DIV/0!
    promoting = (promoters + added / 4) / counted
    detracting = (detractors + added / 4) / counted
    variance = promoting + detracting - (promoting - detracting) ** 2
    return 100 * normal_quantile((1 + confidence) / 2) * sqrt(variance / counted)


@kpi(group="loyalty", source=FIXPOINT)
def csat(
    satisfied: Arg[Count, "“Satisfied” answers"],
    responses: Arg[Count, "All answers"],
) -> Share:
    """Customer satisfaction: the share of “satisfied” answers.

    >>> csat(84, 100)
    0.84
    >>> csat(0, 0)
    #DIV/0!
    >>> csat(120, 100)
    #NUM!
    """
    return require(at_most(satisfied / responses, 1), lambda: satisfied / responses)
