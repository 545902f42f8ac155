"""Statistics: is the difference real, and is there enough data?"""

from typing import Annotated as Arg
from typing import Any

from sheetkpi.kpis.sources import BYAR, RATIOS, RULE_OF_THREE, TWO_PROPORTIONS, WILSON
from sheetkpi.model.kinds import Choice, Column, Confidence, Count, Growth, Money, Number, Probability, Ratio, Share, Variation, one_of
from sheetkpi.model.ops import (
    at_least,
    at_most,
    below,
    ceil,
    is_blank,
    ln,
    ln_of_rest,
    normal_cdf,
    normal_quantile,
    require,
    settled,
    sqrt,
    total,
    total_size,
    where,
)
from sheetkpi.registry import kpi


@kpi(group="statistics", source=RATIOS)
def ratio_of_sums(
    numerators: Arg[Column[Number], "What is divided: spend, sales…"],
    denominators: Arg[Column[Number], "By what it is divided: clicks, leads…"],
) -> Ratio:
    """Total as a ratio of sums: the right total of a column of ratios, over the rows that have both numbers.

    The mean of the ratios is a different number, and so is a ratio of sums over different rows.

    >>> ratio_of_sums([149.71, 2893.37, 55662.15], [24, 183, 872])
    54.40707136237257
    >>> ratio_of_sums([50000, 6000, 100000, 0], [240, 30, None, 40])
    180.6451612903226
    >>> ratio_of_sums([1, 2], [0, 0])
    #DIV/0!
    """
    return total(numerators) / settled(total(denominators), total_size(denominators))


@kpi(group="statistics", source=WILSON)
def conversion_bound(
    successes: Arg[Count, "How many went on"],
    attempts: Arg[Count, "How many there were"],
    side: Arg[Choice, one_of("low", "high"), "low or high end of the interval"],
    confidence: Arg[Confidence, "Confidence of the interval"] = 0.95,
) -> Share:
    """Confidence bound of a conversion (Wilson): the lowest or highest true conversion consistent with the data.

    6 sales from 30 leads are 20%, but the true conversion may be anything from 9.5% to 37%.

    >>> conversion_bound(6, 30, "low")
    0.09505107177289876
    >>> conversion_bound(0, 9, "low")
    0.0
    >>> conversion_bound(9, 9, "high")
    1.0
    >>> conversion_bound(31, 30, "low")
    #NUM!
    """
    return require(at_most(successes, attempts), lambda: _wilson_bound(successes, attempts, side, confidence))


def _wilson_bound(successes: Any, attempts: Any, side: Any, confidence: Any) -> Any:
    share = successes / attempts
    deviate = normal_quantile((1 + confidence) / 2)
    spread = deviate * sqrt(share * (1 - share) / attempts + deviate**2 / (4 * attempts**2))
    # the low bound of a share, divided by its conjugate: nothing cancels, so that none is exactly 0 and all exactly 1
    half = deviate**2 / (2 * attempts)
    return where(
        side == "low",
        lambda: share**2 / (share + half + spread),
        lambda: 1 - (1 - share) ** 2 / (1 - share + half + spread),
    )


@kpi(group="statistics", source=BYAR)
def romi_bound(
    gross_profit: Arg[Money, "Gross profit from the marketing, before subtracting its cost"],
    spend: Arg[Money, "What the marketing cost"],
    customers: Arg[Count, "Customers who brought the gross profit"],
    side: Arg[Choice, one_of("low", "high"), "low or high end of the interval"],
    variation: Arg[
        Variation, "Standard deviation of gross profit per customer, divided by its mean: 1 fits most orders, 2 customers who buy often"
    ] = 1.0,
    usual_profit: Arg[Money, "Gross profit that one customer usually brings elsewhere; if blank, here"] = None,
    minimum_customers: Arg[Count, "Customers from which their mean gross profit is taken as known"] = 10,
    confidence: Arg[Confidence, "How sure ROMI is to be on the inner side of this bound"] = 0.95,
) -> Share:
    """Confidence bound of ROMI: how low or high the true ROMI may be, given how few customers there are and how their orders vary.

    With 25 customers and a ROMI of 0, the true ROMI may be anything from −42% to 96%. Stop a channel when even its high bound is below 0;
    add money only when its low bound is above 0.

    Customers come by chance (Poisson), and N customers with uneven orders say as much as N / (1 + variation²) customers with equal ones. In
    published sales, orders have a variation of 1.0 to 1.4. The high bound adds one more customer, who brings the mean here or elsewhere,
    whichever is larger; from three times the minimum number of customers on, the mean here. It uses 2.25 times the variation, but no more
    than 2.25 for a variation below that, because orders are skewed and the variation is a guess: in simulations, simpler forms stopped up
    to 13 of 100 channels whose true ROMI was 10%.

    With fewer customers than the minimum and no usual profit, there is no high bound. Sales still to come, seasons and wrong attribution
    are not in it.

    >>> romi_bound(100800, 50000, 72, "low")
    0.49693560630147093
    >>> romi_bound(0, 30000, 0, "high", 1, 5000)
    -0.5052608378557535
    >>> romi_bound(0, 30000, 0, "low")
    -1.0
    >>> romi_bound(5000, 30000, 3, "high")
    #NUM!
    """
    return require(
        spend >= 0,
        lambda: require(
            confidence >= 0.5,
            lambda: _bound_of_romi(
                gross_profit, spend, customers, side, variation, usual_profit, minimum_customers, normal_quantile(confidence)
            ),
        ),
    )


def _bound_of_romi(
    gross_profit: Any, spend: Any, customers: Any, side: Any, variation: Any, usual_profit: Any, minimum_customers: Any, deviate: Any
) -> Any:
    bound = where(
        side == "low",
        lambda: low_gross_profit(gross_profit, customers, variation, deviate),
        lambda: high_gross_profit(gross_profit, customers, variation, usual_profit, minimum_customers, deviate),
    )
    return bound / spend - 1


def low_gross_profit(gross_profit: Any, customers: Any, variation: Any, deviate: Any) -> Any:
    """Return what the expected gross profit is above; a gross loss is taken as it is."""
    count = customers / (1 + variation**2)
    return where(gross_profit > 0, lambda: where(count > 0, lambda: gross_profit * poisson_stretch(count, -deviate), 0.0), gross_profit)


def high_gross_profit(gross_profit: Any, customers: Any, variation: Any, usual_profit: Any, minimum_customers: Any, deviate: Any) -> Any:
    """Return what the expected gross profit is below: as if one more customer had come, a usual one."""
    earned = where(gross_profit > 0, gross_profit, 0.0)
    earning = where(gross_profit > 0, customers, 0.0)
    own = where(earning > 0, lambda: earned / earning, 0.0)
    one_more = where(
        is_blank(usual_profit),
        lambda: require(at_least(earning, minimum_customers), own),
        lambda: where(at_least(earning, OWN_MEAN * minimum_customers), own, lambda: _larger(own, usual_profit)),
    )
    count = (earning + 1) / (1 + cautious_variation(variation) ** 2 * earning / (earning + 1))
    return require(minimum_customers >= 1, lambda: (earned + one_more) * poisson_stretch(count, deviate))


#: A smaller variation is multiplied by this for the high bound, up to this value: chosen in simulations of skewed orders.
CAUTION = 2.25
#: A channel's own mean counts as usual from this many times the minimum number of customers on: below, one large order can dominate it.
OWN_MEAN = 3


def cautious_variation(variation: Any) -> Any:
    """Return the variation that a high bound reckons with."""
    return where(variation < 1, CAUTION * variation, where(variation < CAUTION, CAUTION, variation))


def _larger(own: Any, usual_profit: Any) -> Any:
    return require(usual_profit > 0, lambda: where(below(usual_profit, own), own, usual_profit))


def poisson_stretch(count: Any, deviate: Any) -> Any:
    """Return a bound of a Poisson mean, divided by the count (Wilson and Hilferty, as in Byar's interval)."""
    root = 1 - 1 / (9 * count) + deviate / (3 * sqrt(count))
    return where(root > 0, lambda: root**3, 0.0)


@kpi(group="statistics", source=TWO_PROPORTIONS)
def prop_test(
    successes_one: Arg[Count, "How many went on in the first group"],
    attempts_one: Arg[Count, "How many there were in the first group"],
    successes_two: Arg[Count, "How many went on in the second group"],
    attempts_two: Arg[Count, "How many there were in the second group"],
) -> Probability:
    """Significance of the difference of two conversions (p): how often chance alone would give such a difference.

    Two-sided, pooled. Below 0.05 the difference is usually taken as real.

    >>> prop_test(30, 1000, 45, 1000)
    0.07748486513264474
    >>> prop_test(0, 1000, 0, 1000)
    1.0
    >>> prop_test(0, 0, 0, 1000)
    #DIV/0!
    >>> prop_test(30, 20, 45, 1000)
    #NUM!
    """
    return require(
        at_most(successes_one, attempts_one),
        lambda: require(
            at_most(successes_two, attempts_two),
            lambda: _two_sided_p(successes_one, attempts_one, successes_two, attempts_two),
        ),
    )


def _two_sided_p(successes_one: Any, attempts_one: Any, successes_two: Any, attempts_two: Any) -> Any:
    pooled = (successes_one + successes_two) / (attempts_one + attempts_two)
    one, two = successes_one / attempts_one, successes_two / attempts_two
    difference = abs(settled(one - two, one + two))
    return where(
        difference > 0,  # of equal shares, such as two zeros, chance explains everything
        lambda: 2 * normal_cdf(-difference / sqrt(pooled * (1 - pooled) * (1 / attempts_one + 1 / attempts_two))),
        1,
    )


@kpi(group="statistics", source=TWO_PROPORTIONS)
def min_sample(
    baseline_rate: Arg[Share, "Conversion now"],
    uplift: Arg[Growth, "Relative change to detect; 0.2 means from 3% to 3.6%"],
    confidence: Arg[Confidence, "Confidence of the test"] = 0.95,
    power: Arg[Confidence, "Probability of detecting the change if it is real"] = 0.8,
) -> Count:
    """Minimum sample per variant: how many visits each variant of an A/B test needs.

    It is the formula with a pooled variance (Fleiss), which gives 1,094 for 20% to 25%. Others give 1,030 (with a transformed share) and
    1,092 (with separate variances).

    >>> min_sample(0.03, 0.2)
    13914.0
    >>> min_sample(0.03, 0)
    #DIV/0!
    >>> min_sample(0.9, 0.2)
    #NUM!
    """
    changed = baseline_rate * (1 + uplift)
    change = baseline_rate * settled(uplift, 1)
    return require(at_most(changed, 1), lambda: _sample_for(baseline_rate, changed, change, confidence, power))


def _sample_for(rate: Any, changed: Any, change: Any, confidence: Any, power: Any) -> Any:
    pooled = (rate + changed) / 2
    by_chance = normal_quantile((1 + confidence) / 2) * sqrt(2 * pooled * (1 - pooled))
    by_change = normal_quantile(power) * sqrt(rate * (1 - rate) + changed * (1 - changed))
    return ceil(((by_chance + by_change) / change) ** 2)


@kpi(group="statistics", source=RULE_OF_THREE)
def min_clicks(
    conversion_rate: Arg[Share, "Conversion that you expect of a good phrase or placement"],
    confidence: Arg[Confidence, "How sure to be before you stop it"] = 0.95,
) -> Count:
    """Clicks without a conversion before you stop: after that many clicks with none, the expected conversion isn't there.

    >>> min_clicks(0.03)
    99.0
    >>> min_clicks(0)
    #DIV/0!
    >>> min_clicks(1)
    #NUM!
    """
    return require(below(conversion_rate, 1), lambda: ceil(ln(1 - confidence) / ln_of_rest(conversion_rate)))
