"""The checks of the forecast."""

from dataclasses import dataclass

from sheetkpi.translation import Label, Translatable
from sheetkpi.workbooks.book import At, Book
from sheetkpi.workbooks.forecast.decomposition import Decomposition, SelfTest
from sheetkpi.workbooks.forecast.goals import Goals
from sheetkpi.workbooks.forecast.inputs import Inputs
from sheetkpi.workbooks.forecast.media_plan import MediaPlan
from sheetkpi.workbooks.forecast.plan_fact import PlanFact
from sheetkpi.workbooks.forecast.start import Switches
from sheetkpi.workbooks.forecast.unit_cost import UnitCost
from sheetkpi.workbooks.shared_sheets import Check, Checklist


@dataclass(frozen=True, slots=True)
class Parts:
    """The sheets to check."""

    switches: Switches
    inputs: Inputs
    plan: Decomposition
    media: MediaPlan
    facts: PlanFact
    unit: UnitCost
    goals: Goals
    self_test: SelfTest


class ForecastChecks:
    """Adds the checks to the list."""

    def __init__(self, book: Book, checklist: Checklist, parts: Parts) -> None:
        self.book = book
        self.checklist = checklist
        self.parts = parts

    def add_all(self) -> None:
        """Add all checks, those of the inputs first."""
        self._inputs()
        self._plan()
        self._media()
        self._facts()
        self._others()

    def _add(
        self, key: str, text: Translatable, condition: str, remedy: Translatable, *, found: str | None = None, is_warning: bool = False
    ) -> None:
        self.checklist.add(Check(key, text, condition, remedy, is_warning, found))

    def _none(self, key: str, states: At, word: str, text: Translatable, remedy: Translatable, names: At) -> None:
        """Check that no line is in a state; the check names the first that is."""
        first = f"INDEX({names.full},MATCH({word},{states.full},0))"
        self._add(key, text, f"COUNTIF({states.full},{word})=0", remedy, found=first)

    def _inputs(self) -> None:
        inputs = self.parts.inputs
        words, states, titles = inputs.words, inputs.states, inputs.titles
        numbers = Label("“Inputs”: everything is a number")
        self._none("numbers", states, words["text"], numbers, Label("Enter a number there: without spaces, words or signs"), titles)
        needed = Label("“Inputs”: everything that the active scenario needs is filled in")
        self._none("filled", states, words["missing"], needed, Label("Fill in the blue cell of the active scenario"), titles)
        positive = Label("“Inputs”: nothing is negative")
        self._none("not_negative", states, words["negative"], positive, Label("Enter amounts and counts from 0"), titles)
        shares = Label("“Inputs”: conversions and shares are within 0 and 100%")
        self._none("shares", states, words["beyond"], shares, Label("Enter 0.3 or 30%, not 30"), titles)
        above = Label("“Inputs”: budget, goal, revenue and conversions are above 0")
        self._none("zero", states, words["zero"], above, Label("Enter a number above 0: with 0 there nothing can be counted"), titles)
        blank = f"{inputs.sources.full}"
        self._add(
            "sources",
            Label("“Inputs”: every number has a source"),
            f"COUNTBLANK({blank})=0",
            Label("Write where the number comes from: a report, a contract, an assumption"),
            found=f'IF(COUNTBLANK({blank})=0,"",COUNTBLANK({blank}))',
            is_warning=True,
        )

    def _plan(self) -> None:
        plan, switches = self.parts.plan, self.parts.switches
        at = {key: place.cell(column=3).full for key, place in plan.cells.items()}
        cpc, market, leads, capacity = at["cpc"], at["market_cpc"], at["leads"], at["capacity"]
        profit = at["profit_per_customer"]
        self._add(
            "profit_per_customer",
            Label("A customer brings gross profit"),
            f"OR(NOT(ISNUMBER({profit})),N({profit})>0)",
            Label("Costs are above the revenue: check the cost share, the cost per sale and the VAT basis"),
            found=f'IF(ISNUMBER({profit}),ROUND({profit},2),"")',
        )
        self._add(
            "reachable",
            Label("The goal is reachable: the maximum CPC is not below the market CPC"),
            f"IF(COUNT({cpc},{market})=2,{cpc}>={market},TRUE)",
            Label("Lower the goal, raise the conversions or the revenue per customer, or find cheaper clicks: see “Sensitivity”"),
            found=f'IF(COUNT({cpc},{market})=2,FIXED({cpc},2)&" / "&FIXED({market},2),"")',
        )
        self._add(
            "capacity",
            Label("The sales team can handle the leads"),
            f"IF(COUNT({leads},{capacity})=2,{leads}<={capacity},TRUE)",
            Label("Lower the goal, add people, or raise the lead-to-sale conversion"),
            found=f'IF(COUNT({leads},{capacity})=2,FIXED({leads},0)&" / "&FIXED({capacity},0),"")',
        )
        takes_out = f"{switches.vat_of_spend.number.full}+{switches.vat_of_revenue.number.full}>2"
        rate = switches.vat_rate.full
        self._add(
            "switches",
            Label("“Start”: the tolerance is a number, and the VAT rate too where VAT is taken out"),
            f"AND(ISNUMBER({switches.tolerance.full}),OR(NOT({takes_out}),AND(ISNUMBER({rate}),N({rate})>=0,N({rate})<=1)))",
            Label("Enter a VAT rate from 0 to 100% and a tolerance such as 0.01"),
        )
        spend, budget, tolerance = at["spend_at_bid"], at["budget"], switches.tolerance.full
        self._add(
            "spend_at_bid",
            Label("Clicks × maximum CPC = budget"),
            f"IF(COUNT({spend},{budget})=2,ABS({spend}-{budget})<={tolerance},TRUE)",
            Label("Rounding as in the article loses a little: 49 920 of 50 000. Choose another rounding on “Start”"),
            found=f'IF(COUNT({spend},{budget})=2,ROUND({spend}-{budget},2),"")',
            is_warning=True,
        )
        for key, text in (
            ("gross_profit", Label("Target gross profit: pessimistic ≤ base ≤ optimistic")),
            ("market_gross_profit", Label("Gross profit at the market CPC: pessimistic ≤ base ≤ optimistic")),
        ):
            low, middle, high = (plan.of(key, scenario).full for scenario in range(3))
            self._add(
                f"order.{key}",
                text,
                f"IF(COUNT({low},{middle},{high})=3,AND({low}<={middle},{middle}<={high}),TRUE)",
                Label("Scenarios are mixed up: the pessimistic one must be the worst"),
            )
        self._add(
            "vat",
            Label("Spend and revenue are on the same VAT basis"),
            f"{switches.vat_of_spend.number.full}={switches.vat_of_revenue.number.full}",
            Label("The plan counts both without VAT. Look whether the switches on “Start” say what you entered"),
            is_warning=True,
        )

    def _media(self) -> None:
        media, tolerance = self.parts.media, self.parts.switches.tolerance.full
        plan, budget = self.parts.inputs.of("budget", 3).full, media.budget.full
        self._add(
            "media_budget",
            Label("“Media plan”: the channels add up to the budget"),
            f"IF(COUNT({plan},{budget})=2,ABS({plan}-{budget})<={tolerance},NOT(ISNUMBER({budget})))",
            Label("Spread what is left, or change the budget on “Inputs”"),
            found=f'IF(COUNT({plan},{budget})=2,ROUND({plan}-{budget},2),"")',
        )
        goal, profit = self.parts.plan.of("gross_profit").full, media.gross_profit.full
        self._add(
            "media_goal",
            Label("“Media plan”: the channels reach the target gross profit"),
            f"IF(COUNT({goal},{profit})=2,{profit}>={goal},TRUE)",
            Label("Move budget to channels with a higher ROMI, or lower the goal"),
            found=f'IF(COUNT({goal},{profit})=2,FIXED({profit},0)&" / "&FIXED({goal},0),"")',
            is_warning=True,
        )
        self._states("media_rows", media.states, Label("“Media plan”: every row is in order"), Label("See the column “State” of that row"))

    def _states(self, key: str, states: At, text: Translatable, remedy: Translatable) -> None:
        """Check that no row has ✗; the check names the first that has."""
        row = f'{self.book.word(Label("row"))}&" "&({states.row}+MATCH("✗*",{states.full},0))'
        self._add(key, text, f'COUNTIF({states.full},"✗*")=0', remedy, found=row)

    def _facts(self) -> None:
        facts = self.parts.facts
        self._states(
            "fact_rows", facts.states, Label("“Plan vs fact”: every period is in order"), Label("See the column “State” of that row")
        )
        start, end, until = facts.start.full, facts.end.full, facts.until.full
        self._add(
            "fact_dates",
            Label("“Plan vs fact”: the day of the facts lies within the period"),
            f"IF(COUNT({start},{end},{until})=3,AND({until}>={start},{until}<={end}),COUNTA({start},{until})=0)",
            Label("Correct the first day or the day up to which the facts are"),
        )
        clicks, leads, customers = (facts.facts[key].full for key in ("clicks", "leads", "customers"))
        more = f'SUMPRODUCT(({leads}>{clicks})*({clicks}<>"")*1)+SUMPRODUCT(({customers}>{leads})*({leads}<>"")*1)'
        self._add(
            "funnel",
            Label("“Plan vs fact”: customers ≤ leads ≤ clicks"),
            f"{more}=0",
            Label("Look at the period: calls without a click may explain it, and so may a typo"),
            is_warning=True,
        )

    def _others(self) -> None:
        unit, goals, test = self.parts.unit, self.parts.goals, self.parts.self_test
        cells = unit.numbers
        texts = "+".join(f"COUNTA({place.full})-COUNT({place.full})" for place in cells)
        below = "+".join(f'COUNTIF({place.full},"<0")' for place in cells)
        self._add(
            "unit_numbers",
            Label("“Unit cost”: everything is a number, and nothing is negative"),
            f"{texts}+{below}=0",
            Label("Look for text or a minus among the blue cells"),
            found=f'IF({texts}+{below}=0,"",{texts}+{below})',
        )
        profit = unit.profit.full
        self._add(
            "unit_profit",
            Label("“Unit cost”: the price is above the unit cost"),
            f"OR(NOT(ISNUMBER({profit})),N({profit})>0)",
            Label("Raise the price, or lower the hours, the overheads or the materials"),
            found=f'IF(ISNUMBER({profit}),ROUND({profit},2),"")',
            is_warning=True,
        )
        self._states(
            "goals", goals.states, Label("“SMART goals”: dates are in order, numbers are numbers"), Label("“Until” must be after “From”")
        )
        open_goals = f'COUNTIF({goals.complete.full},"!*")'
        self._add(
            "ticks",
            Label("“SMART goals”: every goal has its five ticks"),
            f"{open_goals}=0",
            Label("Sharpen the goal until all five letters are true"),
            found=f'IF({open_goals}=0,"",{open_goals})',
            is_warning=True,
        )
        wrong = f'COUNTIF({test.states.full},"✗")'
        self._add(
            "self_test",
            Label("Self-test: the formulas give the numbers of the article"),
            f"{wrong}=0",
            Label("Formulas were changed: take a fresh copy of the file"),
            found=f'IF({wrong}=0,"",{wrong})',
        )
