"""Verdicts in native formulas, as `sheetkpi.kpis.verdict` gives them: columns of “One screen”, and the advice on the first sheet."""

from collections.abc import Mapping
from dataclasses import dataclass

from sheetkpi.kpis.statistics import CAUTION
from sheetkpi.kpis.verdict import HOPELESS
from sheetkpi.translation import Label
from sheetkpi.workbooks.book import Book, or_dash
from sheetkpi.workbooks.styles import UNSEEN
from sheetkpi.workbooks.table_sheet import Column, Table

#: The actions by their numbers in the column `action`, from 1; 0 is none.
ACTIONS = (Label("■ Stop"), Label("◆ Fix"), Label("● Keep"), Label("▲ Test more"), Label("○ No sales data"))
_STOP, _FIX, _KEEP, _MORE, _BLANK = range(1, 6)
#: As `sheetkpi.kpis.verdict.SLACK`.
_SLACK = "1E-12"
_IS_PROVEN = f"N(c.romi_low)>{_SLACK}"
#: Fix, or keep without a proof.
_IS_OPEN = f"IF((c.action={_FIX})+(c.action={_KEEP})>0,NOT({_IS_PROVEN}),FALSE)"
_IS_NUMBER = '">-1E+300"'


@dataclass(frozen=True, slots=True)
class Assumptions:
    """References of the cells that the verdicts assume."""

    variation: str
    confidence: str
    minimum_customers: str
    usual_profit: str
    elasticity: str
    maximum: str

    @property
    def deviate(self) -> str:
        """The normal quantile of the confidence."""
        return f"NORMSINV({self.confidence})"


def verdict_formulas(book: Book, given: Assumptions) -> dict[str, str]:
    """Return the formulas that a reader sees: the bounds of ROMI, the marginal return, the verdict and what it rests on."""
    bound = ("c.earned", "c.spend", "c.sold")
    more = (given.variation, "c.usual", given.minimum_customers, given.confidence)
    words = ",".join(book.word(action) for action in ACTIONS)
    return {
        **{f"romi_{side}": or_dash(book.kpi("ROMI_BOUND", *bound, f'"{side}"', *more)) for side in ("low", "high")},
        "marginal": f'IF(COUNT(c.spend,c.earned)=2,IF(c.spend>0,{given.elasticity}*c.earned/c.spend,""),"")',
        "verdict": f'IF(c.action=0,"",CHOOSE(c.action,{words}))',
        "data": _data(book),
    }


def helpers(given: Assumptions, at: int) -> list[Column]:
    """Return the columns that the formulas need, from a column on that nobody reads."""
    both, paid = f"all.sold,{_IS_NUMBER},all.earned,{_IS_NUMBER}", 'all.spend,">0"'
    own = "COUNT(c.sold,c.earned)=2"
    is_known = f"(c.customers_paid>={given.minimum_customers})*(c.spend_paid>0)"
    usual = f'IF((c.customers_else>={given.minimum_customers})*(c.earned_else>0),c.earned_else/c.customers_else,"")'
    taken_before = _wanted("all.stake", "all.pull/c.pull", given)  # by channels with a higher return, before this one's turn comes
    of = {
        "sold": 'IF(COUNT(c.customers)=1,c.customers,IF(COUNT(c.revenue)=1,IF(c.revenue=0,0,""),""))',
        "earned": 'IF(COUNT(c.income)=1,c.income,IF(COUNT(c.revenue)=1,"",IF(COUNT(c.sold)=1,IF(c.sold=0,0,""),"")))',
        "customers_else": f"SUMIFS(all.sold,{both})-IF({own},c.sold,0)",
        "earned_else": f"SUMIFS(all.earned,{both})-IF({own},c.earned,0)",
        "customers_paid": f"SUMIFS(all.sold,{both},{paid})-IF(({own})*(N(c.spend)>0),c.sold,0)",
        "spend_paid": f"SUMIFS(all.spend,{both},{paid})-IF(({own})*(N(c.spend)>0),c.spend,0)",
        "usual": f"IF(N({given.usual_profit})>0,{given.usual_profit},{usual})",
        "several": f'IF({is_known},c.spend_paid/c.customers_paid*(8/9+{given.deviate}/3)^3,"")',
        "is_mute": f"IF(COUNT(c.sold,c.several)=2,(c.sold=0)*(c.spend>c.several*(1+{_SLACK})),0)",
        "action": _action(),
        "more": _more(given),
        "near": f'IF(ISNUMBER(c.more),IF(c.more<={HOPELESS}*MAX(c.sold,{given.minimum_customers}),c.more,""),"")',
        "decisive": _decisive(),
        "stake": f"IF(c.action={_MORE},c.spend,0)",
        "pull": f"IF(c.action={_MORE},c.marginal,0)",
        "is_raised": f"IF(c.action={_MORE},({taken_before}<{_freed('all.spend', 'all.action')}-0.005)*1,0)",
        "stopped": _listed("stopped", f"c.action={_STOP}"),
        "raised": _listed("raised", "c.is_raised=1"),
        "takers": _listed("takers", f"c.action={_MORE}"),
        "losing": _listed("losing", f"c.action={_FIX}"),
        "unknown": _listed("unknown", f"c.action={_BLANK}"),
    }
    return [
        Column(key, None, UNSEEN, formula, head=None, is_copied=True, at=at + number) for number, (key, formula) in enumerate(of.items())
    ]


def _action() -> str:
    proven = f"IF({_IS_PROVEN},IF(c.marginal>1+{_SLACK},{_MORE},{_KEEP}),IF(c.earned<c.spend*(1-{_SLACK}),{_FIX},{_KEEP}))"
    judged = f"IF(COUNT(c.sold,c.earned)<2,{_BLANK},IF((N(c.romi_high)<-{_SLACK})+c.is_mute>0,{_STOP},{proven}))"
    return f"IF((N(c.spend)<=0)+(COUNT(all.sold)=0)+(COUNT(all.earned)=0)>0,0,{judged})"


def _more(given: Assumptions) -> str:
    """Return about how many more customers prove a verdict."""
    cautious = f"IF({given.variation}<1,{CAUTION}*{given.variation},MAX({given.variation},{CAUTION}))"
    variation = f"IF(c.earned>c.spend,{given.variation},{cautious})"
    root = f"1.5*ABS({given.deviate}-SQRT(MAX(0,{given.deviate}^2-4*((c.spend/c.earned)^(1/3)-1))))"
    needed = f"IFERROR(MAX(1,ROUNDUP(ROUND((1+{variation}^2)/({root})^2-c.sold,6),0)),1E+99)"
    return f'IF({_IS_OPEN},IF((c.sold>0)*(c.earned>0),{needed},""),"")'


def _decisive() -> str:
    """Return the spend at which a channel without a sale is to be stopped."""
    high, is_mute = "(1+c.romi_high)*c.spend", "(c.sold=0)*ISNUMBER(c.several)"
    limit = f'IF(ISNUMBER(c.romi_high),IF({is_mute},MIN({high},c.several),{high}),IF({is_mute},c.several,""))'
    return f'IF({_IS_OPEN},IF((c.sold>0)*(c.earned>0),"",{limit}),"")'


def _data(book: Book) -> str:
    """Say what a verdict rests on, or what is missing."""
    mute = said(book, "nothing sold for what buys {count} customers elsewhere", count="FIXED(c.spend*c.customers_paid/c.spend_paid,1)")
    about = said(book, "about {count} more customers", count="FIXED(c.near,0)")
    decided = said(book, "decided once the spend reaches {money}", money="FIXED(c.decisive,0)")
    missing = f"IF(ISNUMBER(c.more),IF(ISNUMBER(c.near),{about},{book.word(Label('about break-even'))}),{_ask(book)})"
    stopped = f'IF(N(c.romi_high)<-{_SLACK},"",{mute})'
    return f'IF(c.action={_STOP},{stopped},IF({_IS_OPEN},IF(ISNUMBER(c.decisive),{decided},{missing}),""))'


def _ask(book: Book) -> str:
    return book.word(Label("enter what one customer brings"))


def _listed(key: str, condition: str) -> str:
    """Return the formula of a list that grows from row to row: TEXTJOIN is not in Excel 2016."""
    return f'above.{key}&IF({condition},IF(above.{key}="","",", ")&c.channel,"")'


def _freed(spend: str, action: str) -> str:
    return f"SUMIFS({spend},{action},{_STOP})"


def _wanted(stake: str, pull: str, given: Assumptions) -> str:
    """Return how much more the channels to test take, where one more unit of money still brings as much as they are divided by."""
    growth = f"({pull})^(1/(1-{given.elasticity}))"
    taken = f"({growth}>1)*({growth}<{given.maximum})*({growth}-1)+({growth}>={given.maximum})*({given.maximum}-1)"
    return f"SUMPRODUCT({stake}*({taken}))"


def said(book: Book, template: str, **facts: str) -> str:
    """Return the formula of a sentence in the chosen language, with formulas in place of its {facts}."""
    formula = book.word(Label(template))
    for name, fact in facts.items():
        formula = f'SUBSTITUTE({formula},"{{{name}}}",{fact})'
    return formula


def advice_formulas(book: Book, table: Table, given: Assumptions, currency: str) -> dict[str, str]:
    """Return the sentences on what to do: about money, about doubts, about blank sales. Amounts are whole."""
    of = {key: table[key].fixed for key in table.places}

    def names(key: str) -> str:
        return table[key].cell(table.rows - 1).fixed

    def money(amount: str) -> str:
        return f'FIXED({amount},0,FALSE)&" "&{currency}'

    def count(action: int) -> str:
        return f"COUNTIF({of['action']},{action})"

    freed, wanted = _freed(of["spend"], of["action"]), _wanted(of["stake"], of["pull"], given)
    added = f"MIN({freed},{wanted})"
    stop = said(book, "Stop: {channels}. This frees {money}.", channels=names("stopped"), money=money(freed))
    test = said(
        book,
        "Test a larger budget: {channels} (+{money} in all); go back if the extra money does not pay for itself.",
        channels=names("raised"),
        money=money(added),
    )
    leave = said(book, "Leave {money} unspent: no channel can pay it back yet.", money=money(f"{freed}-{added}"))
    larger = said(
        book, "A larger budget is worth a test in {channels} if you can find {money} more.", channels=names("takers"), money=money(wanted)
    )
    every = said(
        book,
        "Every channel with data loses money: stop {channels}; there is nowhere to move the budget. Saved: {money}.",
        channels=names("stopped"),
        money=money(freed),
    )
    only_stop = f"({count(_STOP)}>0)*({count(_FIX)}+{count(_KEEP)}+{count(_MORE)}=0)"
    moved = f'{stop}&IF({added}>=0.01," "&{test},"")&IF({freed}-{added}>=0.01," "&{leave},"")'
    fix = said(book, "In the red so far, though it may be chance: {channels}. Fix them and add no money.", channels=names("losing"))
    losing = f'IF({count(_FIX)}>0,{fix},"")'
    unknown = f"SUMIFS({of['spend']},{of['action']},{_BLANK})"
    blank = said(
        book,
        "No sales data: {channels} (spend {money}). Enter the sales, 0 included; until then the total ROMI is unknown.",
        channels=names("unknown"),
        money=money(unknown),
    )
    return {
        "move": f'IF({only_stop},{every},IF({freed}>0,{moved},IF({wanted}>=0.01,{larger},"")))',
        "doubt": f'IF({only_stop},"",TRIM({losing}&" "&{_proof(book, of)}&" "&{_closest(book, of)}))',
        "sales": f'IF({unknown}>0,{blank},"")',
    }


def _proof(book: Book, of: Mapping[str, str]) -> str:
    """Say that nothing is proven, or that everything earns and nothing would repay more."""
    action = of["action"]
    stopped, losing, kept, taking = (f"COUNTIF({action},{number})" for number in (_STOP, _FIX, _KEEP, _MORE))
    all_earn = f'({losing}=0)*(COUNTIFS({action},{_KEEP},{of["romi_low"]},">{_SLACK}")={kept})'
    keep = book.word(Label("No change of budget: no channel is proven to lose, and none would repay more money."))
    nothing = book.word(Label("Too little data to decide: stop nothing, raise nothing."))
    return f'IF(({stopped}+{taking}=0)*({losing}+{kept}>0),IF({all_earn},{keep},{nothing}),"")'


def _closest(book: Book, of: Mapping[str, str]) -> str:
    least = f"MIN({of['near']})"
    text = said(
        book,
        "Closest to an answer: {channel}, about {count} more customers.",
        channel=f"INDEX({of['channel']},MATCH({least},{of['near']},0))",
        count=f"FIXED({least},0)",
    )
    return f'IF(COUNT({of["near"]})>0,{text},"")'
