"""What each KPI is, written anew from its definition and the rules of cells; nothing here comes from the package.

An argument's kind decides what it admits. Where a call has more than one fault, an error in a cell comes first, then a blank, a text, a
number outside its limits, arguments that contradict each other, and a zero denominator.
"""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tests.reference.exact import (
    Exact,
    ImpossibleError,
    denominator,
    deviate,
    log,
    power,
    probability_below,
    root,
    total,
    whole_nearest,
    whole_up,
)

#: The limits of each kind; None where there is none.
LIMITS: dict[str, tuple[float | None, float | None]] = {
    "money": (None, None),
    "number": (None, None),
    "price": (0, None),
    "count": (0, None),
    "share": (0, 1),
    "growth": (-1, None),
    "confidence": (0.01, 0.999999),
    "variation": (0, 4),
    "time": (0, None),
    "date": (0, None),
    "score": (0, 10),
}
#: How far binary rounding may carry a number over a limit.
BEYOND = Fraction(1, 10**9)

ERRORS = ("#N/A", "#REF!", "#NUM!", "#DIV/0!", "#VALUE!", "#NAME?")


@dataclass(frozen=True)
class Argument:
    """An argument: its kind or its words, its default if it may be left out, and whether it is a range or repeats."""

    kind: str
    words: tuple[str, ...] = ()
    is_optional: bool = False
    default: Any = None
    is_range: bool = False
    repeats: bool = False


@dataclass(frozen=True)
class Definition:
    """A KPI as its definition says."""

    arguments: tuple[Argument, ...]
    compute: Callable[..., Any]

    def argument(self, index: int) -> Argument:
        """Return the argument at a place; the last one may repeat."""
        return self.arguments[min(index, len(self.arguments) - 1)]


DEFINITIONS: dict[str, Definition] = {}


def define(name: str, signature: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a KPI: ``money share=1 up|none=up count[] money*``."""

    def declared(compute: Callable[..., Any]) -> Callable[..., Any]:
        DEFINITIONS[name] = Definition(tuple(map(_argument, signature.split())), compute)
        return compute

    return declared


def _argument(text: str) -> Argument:
    text, has_default, default = text.partition("=")
    repeats, is_range = text.endswith("*"), text.endswith("[]")
    kind = text.removesuffix("*").removesuffix("[]")
    words = tuple(kind.split("|")) if "|" in kind else ()
    value: Any = None if default == "" else default if words else Exact.of(float(default))
    return Argument("word" if words else kind, words, bool(has_default) or repeats, value, is_range, repeats)


def wanted(name: str, cells: Sequence[Any]) -> Any:
    """Return what a call must show: an :class:`Exact` number, a text, None for a blank, or an error code; of several figures a list."""
    definition = DEFINITIONS[name]
    figures = FIGURES.get(name, 1)
    try:
        values = _read(definition, cells)
        if values is None:
            return None if name not in FIGURES else [None] * figures
        answer = definition.compute(*values)
    except _CellError as error:
        return error.args[0] if name not in FIGURES else [error.args[0]] * figures
    except ZeroDivisionError:
        return "#DIV/0!"
    except ImpossibleError:
        return "#NUM!"
    return answer


class _CellError(Exception):
    pass


def _read(definition: Definition, cells: Sequence[Any]) -> list[Any] | None:
    given = _without_heading([(definition.argument(index), cell) for index, cell in enumerate(cells)])
    for _, cell in given:
        for each in cell if isinstance(cell, list) else [cell]:
            if each in ERRORS and not isinstance(each, bool):
                raise _CellError(each)
    if any(_is_blank(cell) and not argument.is_optional and not argument.is_range for argument, cell in given):
        return None
    codes = [code for argument, cell in given for each in _cells(argument, cell) if (code := _fault(argument, each))]
    if codes:
        raise _CellError("#VALUE!" if "#VALUE!" in codes else "#NUM!")
    values = []
    for argument, cell in given:
        if argument.is_range:
            values.append([None if _is_blank(each) or _is_skipped(argument, each) else _number(argument, each) for each in cell])
        elif _is_blank(cell):
            values += [] if argument.repeats else [argument.default]
        else:
            values.append(str(cell).lower() if argument.words else _number(argument, cell))
    values += [argument.default for argument in definition.arguments[len(cells) :] if not argument.repeats]
    return values


def _without_heading(given: list[tuple[Argument, Any]]) -> list[tuple[Argument, Any]]:
    """Blank the first row of ranges where it is a heading: a text over numbers, in every range text or blank."""
    ranges = [cell for argument, cell in given if argument.is_range and len(cell) > 1]
    is_heading = any(_is_text(cell[0]) and any(type(each) is float for each in cell[1:]) for cell in ranges)
    if not is_heading or not all(_is_blank(cell[0]) or _is_text(cell[0]) for cell in ranges):
        return given
    return [(argument, [None, *cell[1:]] if argument.is_range else cell) for argument, cell in given]


def _is_text(cell: Any) -> bool:
    """Whether a cell is a text that is neither a number nor an error."""
    return isinstance(cell, str) and cell not in ("", *ERRORS) and not any(map(str.isdigit, cell))


def _cells(argument: Argument, cell: Any) -> list[Any]:
    cells = cell if argument.is_range else [cell]
    return [each for each in cells if not _is_blank(each) and not _is_skipped(argument, each)]


def _is_blank(cell: Any) -> bool:
    return cell is None or cell == ""


def _is_skipped(argument: Argument, cell: Any) -> bool:
    """Words among scores are comments; digits stored as a text are a mistake."""
    return argument.kind == "score" and (isinstance(cell, bool) or (isinstance(cell, str) and not any(map(str.isdigit, cell))))


def _fault(argument: Argument, cell: Any) -> str | None:
    if argument.words:
        return None if str(cell).lower() in argument.words else "#VALUE!"
    if isinstance(cell, bool) or not isinstance(cell, float):
        return "#VALUE!"
    low, high = LIMITS[argument.kind]
    number = Exact.of(cell).value
    is_within = (low is None or number >= Exact.of(float(low)).value - BEYOND) and (
        high is None or number <= Exact.of(float(high)).value + BEYOND
    )
    return None if is_within else "#NUM!"


def _number(argument: Argument, cell: float) -> Exact:
    number = Exact.of(cell)
    low, high = (None if limit is None else Exact.of(float(limit)) for limit in LIMITS[argument.kind])
    if low is not None and number.value < low.value:
        return low
    return high if high is not None and number.value > high.value else number


def need(condition: bool) -> None:
    """Refuse what cannot be."""
    if not condition:
        raise ImpossibleError


def part_of(part: Exact, whole: Exact) -> Exact:
    """Return a part of a whole that is no larger than it."""
    share = part / whole
    need(share <= 1)
    return share


def people(x: Exact, rounding: str) -> Exact:
    """Return a number of people, whole unless asked otherwise."""
    return {"up": whole_up, "nearest": whole_nearest, "none": lambda same: same}[rounding](x)


# --- money

define("PROFIT", "money money money*")(lambda revenue, *costs: revenue - total([*costs]))
define("ROMI", "money money")(lambda profit, spend: (profit - spend) / spend)
define("ROMI_MARGIN", "money share money share=1")(lambda revenue, margin, spend, added: (revenue * margin * added - spend) / spend)
define("ROI", "money money")(lambda income, investment: (income - investment) / investment)
define("ROAS", "money money")(lambda revenue, spend: revenue / spend)
define("DRR", "money money")(lambda spend, revenue: spend / revenue)
define("BREAKEVEN_ROAS", "share")(lambda margin: 1 / margin)
define("UNIT_COST", "money time time money money")(
    lambda salary, hours, per_unit, overheads, materials: (salary + overheads) / hours * per_unit + materials
)
define("WITHOUT_VAT", "money share")(lambda amount, rate: amount / (1 + rate))


@define("GROSS_MARGIN", "money money")
def _gross_margin(revenue: Exact, cost: Exact) -> Exact:
    need(revenue.value >= 0)
    return (revenue - cost) / revenue


@define("BREAKEVEN_CUSTOMERS", "money money up|nearest|none=up")
def _breakeven_customers(spend: Exact, profit: Exact, rounding: str) -> Exact:
    need(spend.value >= 0 and profit.value >= 0)
    return people(spend / profit, rounding)


# --- acquisition

define("CPM", "money count")(lambda spend, impressions: spend * 1000 / impressions)
for _name in ("CPC", "CPL", "CPA", "CPO"):
    define(_name, "money count")(lambda spend, results: spend / results)
define("CAC", "money money count")(lambda marketing, sales, customers: (marketing + sales) / customers)
define("AOV", "money count")(lambda revenue, orders: revenue / orders)


@define("MARGINAL_CPA", "money count money count")
def _marginal_cpa(spend_one: Exact, got_one: Exact, spend_two: Exact, got_two: Exact) -> Exact:
    return (spend_two - spend_one) / denominator(got_two, -got_one)


# --- funnel, traffic, loyalty

for _name in ("CTR", "CONVERSION", "TRAFFIC_PER_LEAD", "PURCHASE_FREQUENCY", "REDEMPTION_RATE"):
    define(_name, "count count")(lambda some, other: some / other)
for _name in ("REPEAT_RATE", "PARTICIPATION_RATE", "REACTIVATION_RATE", "CSAT"):
    define(_name, "count count")(part_of)
define("SHARE_OF", "number number")(lambda part, whole: part / whole)


@define("FUNNEL_RATE", "share share*")
def _funnel_rate(rate: Exact, *rates: Exact) -> Exact:
    for each in rates:
        rate = rate * each
    return rate


@define("DEAL_CYCLE", "date[] date[] mean|median=mean")
def _deal_cycle(starts: list[Any], closes: list[Any], method: str) -> Exact:
    days = [close - start for start, close in zip(starts, closes, strict=True) if start is not None and close is not None]
    need(all(each.value >= -BEYOND for each in days))
    if method == "mean":
        return total(days) / len(days)
    if not days:
        raise ZeroDivisionError
    return Exact(Fraction(statistics.median([each.value for each in days])), max(each.size for each in days))


@define("RETENTION", "count count count")
def _retention(start: Exact, end: Exact, new: Exact) -> Exact:
    need(new <= end)
    return part_of(end - new, start)


@define("CHURN", "count count count=0")
def _churn(start: Exact, end: Exact, new: Exact) -> Exact:
    need(new <= end)
    lost = (start - (end - new)) / start
    need(new.value == 0 or lost.value >= 0)
    return lost


@define("NPS", "score[]")
def _nps(scores: list[Any]) -> Exact:
    answers = [each.value for each in scores if each is not None]
    return 100 * Exact(Fraction(sum(each >= 9 for each in answers) - sum(each <= 6 for each in answers))) / len(answers)


define("NPS_COUNTS", "count count count")(
    lambda promoters, passives, detractors: (promoters - detractors) * 100 / (promoters + passives + detractors)
)


@define("NPS_MARGIN", "count count count confidence=0.95 adjusted|wald=adjusted")
def _nps_margin(promoters: Exact, passives: Exact, detractors: Exact, confidence: Exact, method: str) -> Exact:
    added = Exact.of(3 if method == "adjusted" else 0)  # answers, half of them in the middle
    given = promoters + passives + detractors
    if not given.value:
        raise ZeroDivisionError
    answers = given + added
    up, down = (promoters + added / 4) / answers, (detractors + added / 4) / answers
    return 100 * deviate((1 + confidence) / 2) * root((up + down - (up - down) * (up - down)) / answers)


# --- lifetime

define("LTV", "money count time share=1")(lambda check, purchases, years, margin: check * purchases * years * margin)
define("LIFETIME_ROMI", "money count money")(lambda value, customers, spend: (value * customers - spend) / spend)
define("CRV", "count money money share=0 money=0")(
    lambda referred, profit, saved, anyway, reward: referred * ((1 - anyway) * profit + saved - reward)
)


@define("LTV_CHURN", "money share share=0 count= now|later=now")
def _ltv_churn(profit: Exact, churn: Exact, discount: Exact, periods: Exact | None, first: str) -> Exact:
    kept = (1 - churn) / (1 + discount)
    if periods is None:
        worth = profit * (1 + discount) / (churn + discount)
    elif kept.value == 1:
        worth = profit * periods
    else:
        left = power(denominator(1, -churn) / (1 + discount), periods)  # a churn that rounding left below 1 is 1
        share = 1 - left.value
        worth = profit * Exact(share) / Exact(1 - kept.value)
    return worth if first == "now" else worth * kept


@define("LTV_CAC", "money money")
def _ltv_cac(value: Exact, cost: Exact) -> Exact:
    need(value.value >= 0 and cost.value >= 0)
    return value / cost


@define("PAYBACK", "money money")
def _payback(cost: Exact, profit: Exact) -> Exact:
    need(cost.value >= 0 and profit.value >= 0)
    return cost / profit


# --- dynamics and plan


@define("GROWTH_RATE", "number number")
def _growth_rate(current: Exact, previous: Exact) -> Exact:
    need(previous.value >= 0)
    return current / previous - 1


@define("CAGR", "number number count")
def _cagr(begin: Exact, end: Exact, periods: Exact) -> Exact:
    need(begin.value >= 0 and end.value >= 0)
    return power(end / begin, 1 / periods) - 1


define("BASE_REVENUE", "money money")(lambda sales, marketing: sales - marketing)
define("SMART_TARGET", "number growth")(lambda baseline, growth: baseline * (1 + growth))


@define("ATTAINMENT", "number number")
def _attainment(fact: Exact, plan: Exact) -> Exact:
    need(plan.value >= 0)
    return fact / plan


@define("RUN_RATE", "number time time")
def _run_rate(fact: Exact, elapsed: Exact, days: Exact) -> Exact:
    need(elapsed <= days)
    return fact / elapsed * days


@define("PACE", "money money time time")
def _pace(spent: Exact, budget: Exact, elapsed: Exact, days: Exact) -> Exact:
    need(elapsed <= days)
    return (spent / budget) / (elapsed / days)


@define("KPI_STATUS", "number number higher|lower=higher share=0.1")
def _kpi_status(fact: Exact, plan: Exact, better: str, tolerance: Exact) -> str:
    room = Exact(tolerance.value * abs(plan.value))
    if better == "lower":
        return "ok" if fact <= plan else "warn" if fact <= plan + room else "fail"
    return "ok" if fact >= plan else "warn" if fact >= plan - room else "fail"


# --- forecast

define("TARGET_REVENUE", "money share")(lambda profit, cost: profit / denominator(1, -cost))
define("TARGET_LEADS", "count share up|nearest|none=up")(lambda customers, rate, rounding: people(customers / rate, rounding))
define("TARGET_CLICKS", "count share up|nearest|none=up")(lambda leads, rate, rounding: people(leads / rate, rounding))
define("MAX_CPO", "money growth=0")(lambda profit, romi: profit / denominator(1, romi))
define("MAX_CPL", "price share")(lambda cost, sale: cost * sale)
define("MAX_CPC", "price share share")(lambda cost, sale, lead: cost * sale * lead)
define("REQUIRED_BUDGET", "count price share share")(lambda customers, click, lead, sale: customers * click / (lead * sale))


@define("TARGET_CUSTOMERS", "money money up|nearest|none=up")
def _target_customers(revenue: Exact, each: Exact, rounding: str) -> Exact:
    need(revenue.value >= 0 and each.value >= 0)
    return people(revenue / each, rounding)


#: How many figures a KPI with several has.
FIGURES = {"DECOMPOSE": 10, "MEDIA_FORECAST": 10}


def figure(compute: Callable[[], Any]) -> Any:
    """Return a figure, or its error: one that can't be computed leaves the others."""
    try:
        return compute()
    except ZeroDivisionError:
        return "#DIV/0!"
    except ImpossibleError:
        return "#NUM!"


def given(value: Any) -> Any:
    """Return a figure that others are computed from; its error is theirs."""
    if value == "#DIV/0!":
        raise ZeroDivisionError
    if value == "#NUM!":
        raise ImpossibleError
    return value


@define("DECOMPOSE", "money money share money share share up|none|seed=up")
def _decompose(budget: Exact, profit: Exact, cost: Exact, check: Exact, sale: Exact, lead: Exact, rounding: str) -> list[Any]:
    def money(x: Callable[[], Any]) -> Any:
        need(budget.value >= 0)
        return x()

    def whole(x: Exact) -> Exact:
        return whole_up(x) if rounding == "up" else x

    is_seed = rounding == "seed"
    revenue = figure(lambda: profit / denominator(1, -cost))
    customers = figure(lambda: _target_customers(given(revenue), check, "none" if rounding == "none" else "up"))
    exact_cpo = figure(lambda: money(lambda: budget / given(customers)))
    cpo = figure(lambda: whole_nearest(given(exact_cpo)) if is_seed else given(exact_cpo))
    leads = figure(lambda: whole(given(customers) / sale))
    cpl = figure(lambda: whole_nearest(given(cpo) * sale) if is_seed else money(lambda: budget / given(leads)))
    clicks = figure(lambda: whole(given(leads) / lead))
    cpc = figure(lambda: given(cpl) * lead if is_seed else money(lambda: budget / given(clicks)))
    breakeven = figure(lambda: check * (1 - cost) * sale * lead)
    romi = figure(lambda: money(lambda: (profit - budget) / budget))
    drr = figure(lambda: money(lambda: budget / given(revenue)))
    return [revenue, customers, cpo, leads, cpl, clicks, cpc, breakeven, romi, drr]


@define("MEDIA_FORECAST", "money price share share money share none|up=none")
def _media_forecast(budget: Exact, click: Exact, lead: Exact, sale: Exact, check: Exact, margin: Exact, rounding: str) -> list[Any]:
    def bought() -> Exact:
        need(budget.value >= 0)
        return budget / click

    def shown(x: Any) -> Any:
        return figure(lambda: whole_up(given(x)) if rounding == "up" else given(x))

    clicks = figure(bought)
    leads = figure(lambda: given(clicks) * lead)
    customers = figure(lambda: given(leads) * sale)
    revenue = figure(lambda: given(customers) * check)
    profit = figure(lambda: given(revenue) * margin)
    ratios = [
        figure(lambda: budget / given(leads)),
        figure(lambda: budget / given(customers)),
        revenue,
        profit,
        figure(lambda: (given(profit) - budget) / budget),
        figure(lambda: budget / given(revenue)),
    ]
    return [budget, *map(shown, (clicks, leads, customers)), *ratios]


# --- statistics


@define("RATIO_OF_SUMS", "number[] number[]")
def _ratio_of_sums(above: list[Any], below: list[Any]) -> Exact:
    rows = [(some, other) for some, other in zip(above, below, strict=True) if some is not None and other is not None]
    return total([some for some, _ in rows]) / denominator(*(other for _, other in rows))


@define("CONVERSION_BOUND", "count count low|high confidence=0.95")
def _conversion_bound(successes: Exact, attempts: Exact, side: str, confidence: Exact) -> Exact:
    need(successes <= attempts)
    z = deviate((1 + confidence) / 2)
    share = successes / attempts
    spread = z * root(share * (1 - share) / attempts + z * z / (4 * attempts * attempts))
    middle = share + z * z / (2 * attempts)
    bound = (middle - spread if side == "low" else middle + spread) / (1 + z * z / attempts)
    return Exact(min(max(bound.value, Fraction(0)), Fraction(1)), max(bound.size, 1.0))  # it may be computed as what is left of 1


@define("ROMI_BOUND", "money money count low|high variation=1 money= count=10 confidence=0.95")
def _romi_bound(
    profit: Exact, spend: Exact, customers: Exact, side: str, variation: Exact, usual: Exact | None, minimum: Exact, confidence: Exact
) -> Exact:
    """Byar's bounds of a Poisson count that uneven orders shrink, times what one customer brings."""
    need(spend >= 0 and confidence >= Fraction(1, 2))
    z = deviate(confidence)
    if side == "low":
        if profit <= 0:
            return profit / spend - 1
        count = customers / (1 + variation * variation)
        return profit * (_byar(count, -z) if count > 0 else Exact.of(0)) / spend - 1
    need(minimum >= 1)
    earning = customers if profit > 0 else Exact.of(0)
    mean = profit / earning if earning > 0 else Exact.of(0)
    if usual is None:
        need(earning >= minimum)
        one_more = mean
    elif earning >= 3 * minimum:
        one_more = mean
    else:
        need(usual > 0)
        one_more = max(usual, mean)
    cautious = variation * Fraction(9, 4) if variation < 1 else variation if variation >= Fraction(9, 4) else Exact.of(Fraction(9, 4))
    count = (earning + 1) / (1 + cautious * cautious * earning / (earning + 1))
    return ((profit if profit > 0 else Exact.of(0)) + one_more) * _byar(count, z) / spend - 1


def _byar(count: Exact, z: Exact) -> Exact:
    cube_root = 1 - 1 / (9 * count) + z / (3 * root(count))
    return cube_root * cube_root * cube_root if cube_root > 0 else Exact.of(0)


@define("PROP_TEST", "count count count count")
def _prop_test(won_one: Exact, tried_one: Exact, won_two: Exact, tried_two: Exact) -> Exact:
    need(won_one <= tried_one and won_two <= tried_two)
    pooled = (won_one + won_two) / (tried_one + tried_two)
    difference = won_one / tried_one - won_two / tried_two
    if abs(difference.value) <= Fraction(1, 10**15):
        return Exact(Fraction(1))
    error = root(pooled * (1 - pooled) * (1 / tried_one + 1 / tried_two))
    z = difference / error
    return 2 * probability_below(-Exact(abs(z.value), z.size))


@define("MIN_SAMPLE", "share growth confidence=0.95 confidence=0.8")
def _min_sample(rate: Exact, uplift: Exact, confidence: Exact, chance: Exact) -> Exact:
    changed = rate * (1 + uplift)
    need(changed <= 1)
    pooled = (rate + changed) / 2
    by_chance = deviate((1 + confidence) / 2) * root(2 * pooled * (1 - pooled))
    by_change = deviate(chance) * root(rate * (1 - rate) + changed * (1 - changed))
    ratio = (by_chance + by_change) / (rate * denominator(1, uplift, -1))
    return whole_up(ratio * ratio)


@define("MIN_CLICKS", "share confidence=0.95")
def _min_clicks(rate: Exact, confidence: Exact) -> Exact:
    need(rate < 1)
    return whole_up(log(1 - confidence) / log(1 - rate))
