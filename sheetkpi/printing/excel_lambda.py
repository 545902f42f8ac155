"""Formulas as LAMBDAs of Excel 365: a name in a workbook that works as a function, without an add-in.

*Typed* is what a person types: ``LAMBDA(revenue,[margin],…)``. *File* is how a workbook stores the same:
``_xlfn.LAMBDA(_xlpm.revenue,_xlop.margin,…)``. Both take ranges, value by value; a table is the one of every other host.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar, Literal

from sheetkpi.model.kinds import BEYOND_LIMIT, Shape
from sheetkpi.model.ops import DUST, Expression
from sheetkpi.model.records import EachCell, Figure, Of, Parameter, Record
from sheetkpi.printing.dialect import COMPARISON, Request, UnprintableError, repeated
from sheetkpi.printing.excel import NUMBER_ERROR, VALUE_ERROR, Excel
from sheetkpi.printing.trace import ONLY, Formulas, simplify, trace, variadic_neutral
from sheetkpi.printing.words import figures_in_words
from sheetkpi.translation import Label, Language, Message, translate

Form = Literal["typed", "file"]

#: A blank in a formula.
BLANK = '""'

#: How many values a repeating parameter may have: a LAMBDA takes no open list.
REPEATS = 6


class Lambda(Excel):
    """Prints expressions inside a LAMBDA, value by value: nothing in it may read a whole array."""

    name: ClassVar[str] = "lambda"
    heeds: ClassVar[frozenset[str]] = frozenset({"separator", "language"})
    variants: ClassVar[Mapping[str, Mapping[str, Any]]] = {"lambda": {}}
    remark = Label(
        "LAMBDAs are printed with English function names. If your Excel is in another language, copy the LAMBDA from the workbook "
        "functions.xlsx in that language."
    )
    is_entered_by_name = True

    @classmethod
    def formulas(cls, record: Record, request: Request) -> Mapping[str, str]:
        return {ONLY: "=" + lambda_text(record, separator=request.separator, language=request.language)}

    def __init__(
        self,
        record: Record,
        form: Form,
        separator: str,
        names: Mapping[Expression, str] | None = None,
        renamed: Mapping[str, str] | None = None,
    ) -> None:
        self.form = form
        self.renamed = renamed or {}
        super().__init__(record, {}, separator=separator, is_guarded=True, names=names)
        variables = [(p.name,) for p in record.formula_parameters if not p.variadic]
        repeating = [p for p in record.formula_parameters if p.variadic]
        variables += [(p.name, index) for p in repeating for index in range(REPEATS)]  # type: ignore[misc]
        self.cells = {key: self.variable(key) for key in variables}

    def variable(self, key: tuple[Any, ...], suffix: str = "") -> str:
        """Print a variable."""
        return self.named(self.variable_of(key)) + suffix

    def variable_of(self, key: tuple[Any, ...]) -> str:
        """Return the plain name of a variable."""
        name = self.renamed.get(key[0], key[0])
        return name if len(key) == 1 else f"{name}_{key[1] + 1}"

    def named(self, name: str) -> str:
        """Print a plain name."""
        return f"_xlpm.{name}" if self.form == "file" else name

    def new_call(self, function: str, *arguments: str) -> str:
        """Print a call of a function that is younger than the file format."""
        return self.call(f"_xlfn.{function}" if self.form == "file" else function, *arguments)

    def function(self, parameters: Sequence[str], body: str) -> str:
        """Print a LAMBDA."""
        return self.new_call("LAMBDA", *parameters, body)

    def let(self, steps: Sequence[tuple[str, str]], body: str) -> str:
        """Print names for values, and what is calculated with them."""
        return self.new_call("LET", *(text for step in steps for text in step), body) if steps else body

    def is_optional(self, key: tuple[Any, ...]) -> bool:
        """Whether a variable may be left out."""
        return self.record.by_name[key[0]].is_optional

    def declared(self, key: tuple[Any, ...]) -> str:
        """Declare a variable in the head of the LAMBDA."""
        if not self.is_optional(key):
            return self.cells[key]
        name = self.variable_of(key)
        return f"_xlop.{name}" if self.form == "file" else f"[{name}]"

    def used(self, key: tuple[Any, ...]) -> str:
        """Return the name of a variable in the formula: of an optional one a second name, which has its default."""
        return self.variable(key, "_used") if self.is_optional(key) else self.cells[key]

    def parameter(self, name: str, index: int | None = None) -> str:
        key = (name,) if index is None else (name, index)
        return self.variable(key, "_within") if self.is_clamped(key) else self.used(key)

    def is_clamped(self, key: tuple[Any, ...]) -> bool:
        """Whether a variable has a third name for its value within the limits."""
        parameter = self.record.by_name[key[0]]
        return parameter.kind.is_limited and not parameter.is_range

    def is_blank(self, x: Expression) -> tuple[str, float]:
        return f'{self.used(x.arguments)}=""', COMPARISON

    def within_limits(self) -> list[tuple[str, str]]:
        """Return each limited variable's third name and its value: what binary rounding carried over a limit is the limit.

        A comparison that takes close numbers for equal, as some engines do, must be true at the limit.
        """
        pairs = []
        for key in filter(self.is_clamped, self.cells):
            kind, text = self.record.by_name[key[0]].kind, self.used(key)
            value = text
            if kind.high is not None:
                value = self.call("IF", f"{text}>={self.number(kind.high)}", self.number(kind.high), value)
            if kind.low is not None:
                value = self.call("IF", f"{text}<={self.number(kind.low)}", self.number(kind.low), value)
            pairs.append((self.variable(key, "_within"), value))
        return pairs

    def defaults(self) -> list[tuple[str, str]]:
        """Return each optional variable's second name and its value."""
        pairs = []
        for key, cell in self.cells.items():
            if self.is_optional(key):
                parameter = self.record.by_name[key[0]]
                default = variadic_neutral(self.record) if parameter.variadic else parameter.default
                default_text = '""' if default is None else self.constant(default)
                omitted = self.new_call("ISOMITTED", cell)
                pairs.append((self.used(key), self.call("IF", omitted, default_text, self.call("IF", f'{cell}=""', default_text, cell))))
        return pairs

    def every_cell(self) -> list[tuple[Parameter, str]]:
        return [(self.record.by_name[key[0]], self.used(key)) for key in self.cells]

    def count_where(self, condition: Expression) -> str:
        if condition.arguments[0].operation == "sub":
            return super().count_where(condition)
        values, limit = (self.text(operand) for operand in condition.arguments)
        return self.counted(values, self.signs[condition.operation], limit)

    def counted(self, values: str, sign: str, limit: str) -> str:
        """Count the numbers of an array that compare so: COUNTIF takes no arrays, and any text is above any number."""
        numbers = f"({values}<1E+307)" if sign.startswith(">") else f'({values}<>"")'
        return self.call("SUMPRODUCT", f"({values}{sign}{limit})*{numbers}")

    def type_checks(self) -> list[str]:
        checks = []
        for parameter, cell in self.every_cell():
            if parameter.is_range and parameter.kind.skips_text:
                checks += [f"ISNUMBER(SUM({cell}))", self.only_words(cell)]
            elif parameter.is_range:
                checks.append(self.only_numbers(cell))
            elif parameter.options:
                checks.append(self.any_of([f"{cell}={self.constant(word)}" for word in parameter.options]))
            elif parameter.is_optional and parameter.default is None and not parameter.variadic:
                checks.append(self.any_of([f'{cell}=""', f"ISNUMBER({cell})"]))
            else:
                checks.append(f"ISNUMBER({cell})")
        return checks

    def limit_check(self, parameter: Parameter, cell: str, sign: str, limit: str) -> str:
        if parameter.is_range:
            return self.counted(cell, sign, limit) + ">0"
        if parameter.is_optional and parameter.default is None:
            return f"({cell}{sign}{limit})*ISNUMBER({cell})"
        return f"{cell}{sign}{limit}"

    def any_of(self, conditions: Sequence[str]) -> str:
        return conditions[0] if len(conditions) == 1 else "+".join(f"({condition})" for condition in conditions)

    def all_of(self, conditions: Sequence[str]) -> str:
        return conditions[0] if len(conditions) == 1 else "*".join(_factor(condition) for condition in conditions)


def lambda_text(record: Record, *, form: Form = "typed", separator: str = ",", language: Language = "en") -> str:
    """Print a KPI as a LAMBDA, without the equals sign.

    >>> from sheetkpi import KPIS
    >>> lambda_text(KPIS["DRR"])
    'LAMBDA(spend,revenue,IF(ISNUMBER(spend)*ISNUMBER(revenue),spend/revenue,IF((spend="")+(revenue=""),"",#VALUE!)))'
    """
    if record.each_cell:
        return _Grid(record, record.each_cell, form, separator, language).lambda_()
    if record.figures:
        return _FigureTable(record, form, separator, language).lambda_()
    return _of_single_cells(record, form, separator, lambda dialect, formulas: dialect.text(formulas[ONLY]))


def _of_single_cells(
    record: Record,
    form: Form,
    separator: str,
    result: Callable[[Lambda, Formulas], str],
    renamed: Mapping[str, str] | None = None,
) -> str:
    """Print a LAMBDA of one set of inputs; `result` puts it together from the formulas."""
    formulas = simplify(trace(record, repeats=REPEATS))
    head = Lambda(record, form, separator, renamed=renamed)
    names = {step: head.variable(("step", number)) for number, step in enumerate(_worth_naming(formulas))}
    dialect = Lambda(record, form, separator, names, renamed)
    steps = [*dialect.within_limits(), *((name, dialect.step(step)) for step, name in names.items())]
    body = dialect.guarded(dialect.let(steps, result(dialect, formulas)))
    return dialect.function([dialect.declared(key) for key in dialect.cells], dialect.let(dialect.defaults(), body))


def _worth_naming(formulas: Formulas) -> list[Expression]:
    """Return the steps that occur more than once; of several results, each that is more than an argument."""
    if ONLY in formulas:
        return repeated(formulas[ONLY])
    return repeated(Expression("together", *formulas.values(), *formulas.values()))[:-1]


#: The LAMBDA of the function that picks a figure of a table: the column below its header, or the row beside its name.
_FIGURE = (
    "LAMBDA(table,figure,[row],LET(names,VSTACK({names}),"
    'is_asked,LAMBDA(head,IFERROR(IF(head=figure,1,ISNUMBER(XMATCH(figure&"|"&head,names))*1),0)),'
    "place_of,LAMBDA(cells,IFERROR(XMATCH(1,MAP(cells,is_asked)),0)),"
    "heads,DROP(INDEX(table,1,0),,1),sides,DROP(INDEX(table,0,1),1),across,place_of(heads),down,place_of(sides),"
    "figures,IF(INDEX(table,1,COLUMNS(table))={formula},DROP(table,,-1),table),"
    "found,IF(across,DROP(INDEX(table,0,across+1),1),IF(down,DROP(INDEX(figures,down+1,0),,1),#N/A)),"
    'wanted,IF(ISOMITTED(row),"",row),IF(wanted="",found,INDEX(found,XMATCH(wanted,IF(across,sides,heads))))))'
)
_NEWER = re.compile(r"\b(LAMBDA|LET|VSTACK|XMATCH|MAP|DROP|ISOMITTED)\(")
_VARIABLE = re.compile(r"\b[a-z_]{2,}\b")
_OUTSIDE_QUOTES = re.compile(r'("[^"]*")')


def figure_lambda(records: Iterable[Record], *, form: Form = "typed", language: Language = "en") -> str:
    """Print the function that picks a figure of a table of these KPIs, by its header or short name."""
    figures = [figure for record in records if record.is_printable for figure in record.figures]
    names = dict.fromkeys(f'"{figure.name}|{figure.title(language)}"' for figure in figures)
    text = _FIGURE.format(names=",".join(names), formula=f'"{translate("Formula", language)}"')
    if form == "typed":
        return text
    parts = _OUTSIDE_QUOTES.split(text)
    return "".join(part if part.startswith('"') else _in_file(part) for part in parts)


def _in_file(text: str) -> str:
    """Print a formula as a file holds it: with prefixes before newer functions and names."""
    return _NEWER.sub(r"_xlfn.\1(", _VARIABLE.sub(r"_xlpm.\g<0>", text)).replace("[_xlpm.row]", "_xlop.row")


class _FigureTable(Lambda):
    """Prints a KPI with several results: under a header the figures of every set of inputs, with formulas in words or a total.

    Each figure of a set is computed by a function of single cells, because a formula on whole ranges gives no columns to stack.
    """

    def __init__(self, record: Record, form: Form, separator: str, language: Language) -> None:
        super().__init__(record, form, separator)
        self.language = language
        self.runs_down = record.layout == "down"
        self.stack_figures, self.stack_sets = ("VSTACK", "HSTACK") if self.runs_down else ("HSTACK", "VSTACK")
        self.number_of_sets = f"{self.named('height')}*{self.named('width')}"

    def words(self, text: str) -> str:
        """Print a text in the language of the table."""
        return self.constant(translate(text, self.language))

    def lambda_(self) -> str:
        """Print the whole LAMBDA."""
        of_cells = _of_single_cells(
            self.record,
            self.form,
            self.separator,
            lambda dialect, formulas: self.new_call(self.stack_figures, *map(dialect.text, formulas.values())),
            {parameter.name: f"{parameter.name}_cell" for parameter in self.record.formula_parameters},
        )
        steps = [*self.given(), *self.size(), self.cell_of(), (self.named("figures_of"), of_cells)]
        body = self.let(steps, self.with_formulas() if self.runs_down else self.with_total())
        return self.function([self.declared(key) for key in self.cells], body)

    def given(self) -> list[tuple[str, str]]:
        """Return each optional argument's second name and its value: a blank text if it is left out."""
        optional = ((self.used(key), cell) for key, cell in self.cells.items() if self.is_optional(key))
        return [(name, self.call("IF", self.new_call("ISOMITTED", cell), BLANK, cell)) for name, cell in optional]

    def size(self) -> list[tuple[str, str]]:
        """Return the names and values of the height and the width that the arguments broadcast to."""
        sides = (("height", "ROWS"), ("width", "COLUMNS"))
        return [(self.named(name), self.call("MAX", *(self.call(side, self.used(key)) for key in self.cells))) for name, side in sides]

    def cell_of(self) -> tuple[str, str]:
        """Return the name and text of the function that finds the cell of an argument for the n-th set of inputs.

        A blank cell would become 0 in a table; a range that is too short has #N/A.
        """
        cells, number, row, column, cell = map(self.named, ("cells", "number", "row_number", "column_number", "cell"))
        height, width = self.call("ROWS", cells), self.call("COLUMNS", cells)
        down = f"{self.call('QUOTIENT', f'{number}-1', self.named('width'))}+1"
        across = f"{self.call('MOD', f'{number}-1', self.named('width'))}+1"
        places = [(row, self.call("IF", f"{height}=1", "1", down)), (column, self.call("IF", f"{width}=1", "1", across))]
        found = self.call("IF", f"({row}>{height})+({column}>{width})", "#N/A", self.call("INDEX", cells, row, column))
        single = self.call("IF", f"{height}*{width}=1", cells, self.let(places, found))
        body = self.let([(cell, single)], self.call("IF", f"{cell}={BLANK}", BLANK, cell))
        return self.named("cell_of"), self.function([cells, number], body)

    def sets(self) -> str:
        """Print the header and beside it the figures of every set of inputs."""
        table, number = self.named("table"), self.named("number")
        figures = self.call(self.named("figures_of"), *(self.call(self.named("cell_of"), self.used(key), number) for key in self.cells))
        length = str(len(self.record.figures))
        every = self.new_call("SEQUENCE", *([length] if self.runs_down else ["1", length]))
        one_set = self.new_call(self.stack_figures, self.head_of_set(), self.call("IF", every, figures))  # one error is that of each
        heads = self.new_call(self.stack_figures, self.words("Figure" if self.runs_down else "No."), *self.titles())
        add = self.function([table, number], self.new_call(self.stack_sets, table, one_set))
        return self.new_call("REDUCE", heads, self.new_call("SEQUENCE", self.number_of_sets), add)

    def titles(self) -> list[str]:
        """Print the name of every figure."""
        return [self.constant(figure.title(self.language)) for figure in self.record.figures]

    def head_of_set(self) -> str:
        """Print the header of the n-th set of inputs."""
        number = self.named("number")
        if not self.runs_down:
            return number
        before, after = map(self.constant, translate("Scenario {number}", self.language).split("{number}"))
        numbered = "&".join(part for part in (before, number, after) if part != BLANK)
        return self.call("IF", f"{self.number_of_sets}=1", self.words("Value"), numbered)

    def with_formulas(self) -> str:
        """Print the sets and beside them the formulas in words, as the options are chosen."""
        usual = [words for _, words in figures_in_words(self.record, self.language)]
        texts = list(map(self.constant, usual))
        choices = []
        for key, parameter in ((key, self.record.by_name[key[0]]) for key in self.cells):
            if parameter.options:
                cell, choice = self.used(key), self.variable(key, "_chosen")
                is_single = f"{self.call('ROWS', cell)}*{self.call('COLUMNS', cell)}=1"
                choices.append((choice, self.call("IFERROR", self.call("IF", is_single, cell, BLANK), BLANK)))
                for option in parameter.options:
                    for place, (_, words) in enumerate(figures_in_words(self.record, self.language, {parameter.name: option})):
                        if words != usual[place]:
                            is_chosen = f"{choice}={self.constant(option)}"
                            texts[place] = self.call("IF", is_chosen, self.constant(words), texts[place])
        return self.let(choices, self.new_call("HSTACK", self.sets(), self.new_call("VSTACK", self.words("Formula"), *texts)))

    def with_total(self) -> str:
        """Print the sets and below several of them the total: sums of what is shown, ratios of sums of what is exact."""
        shown, exact, sets = self.named("shown"), self.named("exact"), self.named("sets")
        options = [key for key in self.cells if self.record.by_name[key[0]].options]
        sets_of = (sets, self.function([self.used(key) for key in options], self.sets()))
        tables = [(shown, self.call(sets, *map(self.used, options))), (exact, self.call(sets, *(BLANK for _ in options)))]
        total = self.new_call("HSTACK", self.words("Total"), *map(self.total, self.record.figures))
        body = self.call("IF", f"{self.number_of_sets}=1", shown, self.new_call("VSTACK", shown, total))
        return self.let([sets_of, *tables, self.sum_of(), self.sum_beside()], body)

    def total(self, figure: Figure) -> str:
        """Print the total of a figure."""
        if figure.total is None:
            return BLANK
        if not isinstance(figure.total, Of):
            return self.call(self.named("sum_of"), self.column("shown", figure.name))
        if figure.total.kpi is None:
            raise UnprintableError(Message("{kpi}: a total that is not a KPI can't be printed.", kpi=self.record.name))
        ratio = lambda_text(figure.total.kpi, form=self.form, separator=self.separator)
        first, second = (self.column("exact", name) for name in (figure.total.first, figure.total.second))
        sum_beside = self.named("sum_beside")
        return self.call(ratio, self.call(sum_beside, first, second), self.call(sum_beside, second, first))

    def column(self, table: str, figure: str) -> str:
        """Print the column of a figure, without its header."""
        place = next(place for place, each in enumerate(self.record.figures, 2) if each.name == figure)
        return self.call("INDEX", self.new_call("DROP", self.named(table), "1"), "0", str(place))

    def sum_of(self) -> tuple[str, str]:
        """Return the name and text of the function that sums a column: blank without numbers, an error if there is one."""
        numbers, total = self.named("numbers"), self.named("total")
        size = self.call("SUM", self.call("IF", f"{numbers}={BLANK}", "0", self.call("ABS", numbers)))
        settled = self.call("IF", f"{self.call('ABS', total)}<={self.number(DUST)}*{size}", "0", total)
        count = self.call("SUMPRODUCT", f"({numbers}<>{BLANK})*1")
        body = self.call("IF", self.call("ISERROR", total), total, self.call("IF", f"{count}=0", BLANK, settled))
        return self.named("sum_of"), self.function([numbers], self.let([(total, self.call("SUM", numbers))], body))

    def sum_beside(self) -> tuple[str, str]:
        """Return the name and text of the function that sums a column over the rows where another one has a number too."""
        numbers, others = self.named("numbers"), self.named("others")
        both = self.call("IF", f"({numbers}<>{BLANK})*({others}<>{BLANK})", numbers, BLANK)
        return self.named("sum_beside"), self.function([numbers, others], self.call(self.named("sum_of"), both))


class _Grid(Lambda):
    """Prints a table whose cells are a KPI of one value and the headers of a row and a column."""

    def __init__(self, record: Record, each: EachCell, form: Form, separator: str, language: Language) -> None:
        super().__init__(each.kpi, form, separator, renamed=dict(zip((p.name for p in each.kpi.parameters), each.parameters, strict=True)))
        self.grid, self.corner = record, self.constant(translate(each.corner, language))

    def parameter(self, name: str, index: int | None = None) -> str:  # noqa: ARG002 - no parameter of a grid repeats
        return self.variable((name,), "_checked")

    def lambda_(self) -> str:
        """Print the whole LAMBDA."""
        checked = {self.variable_of(key): self.checked(key) for key in self.cells}
        down, across = (self.header(shape) for shape in (Shape.COLUMN, Shape.ROW))
        formula = self.text(simplify(trace(self.record))[ONLY])
        cells = self.call("IF", f"({down}={BLANK})+({across}={BLANK})", BLANK, formula)
        table = self.new_call("HSTACK", self.new_call("VSTACK", self.corner, down), self.new_call("VSTACK", across, cells))
        single = [name for name in checked if self.grid.by_name[name].shape is Shape.CELL]
        for name in map(self.checked_name, single):
            table = self.call("IF", self.call("ISERROR", name), name, table)
        order = [parameter.name for parameter in self.grid.formula_parameters]
        steps = [(self.checked_name(name), checked[name]) for name in order]
        return self.function([self.named(name) for name in order], self.let(steps, table))

    def header(self, shape: Shape) -> str:
        """Return the name of the header that runs in a direction."""
        return next(self.checked_name(parameter.name) for parameter in self.grid.parameters if parameter.shape is shape)

    def checked_name(self, argument: str) -> str:
        """Return the name of an argument after its check."""
        return self.named(f"{argument}_checked")

    def checked(self, key: tuple[Any, ...]) -> str:
        """Print an argument whose cells are checked, laid out in its direction; a single one must not be blank."""
        shape, argument = self.grid.by_name[self.variable_of(key)].shape, self.cells[key]
        if shape is Shape.CELL:
            is_range = f"{self.call('ROWS', argument)}*{self.call('COLUMNS', argument)}>1"
            return self.call("IF", is_range, VALUE_ERROR, self.checked_cell(key, argument, VALUE_ERROR))
        cell = self.named("cell")
        cells = self.new_call("MAP", argument, self.function([cell], self.checked_cell(key, cell, BLANK)))
        return self.new_call("TOROW" if shape is Shape.ROW else "TOCOL", cells)

    def checked_cell(self, key: tuple[Any, ...], cell: str, blank: str) -> str:
        """Print the value of a cell within the limits of its parameter, or its error."""
        parameter = self.record.by_name[key[0]]
        low, high = parameter.kind.low, parameter.kind.high
        value, outside = cell, []
        if high is not None:
            value = self.call("IF", f"{cell}>={self.number(high)}", self.number(high), value)
            outside.append(f"({cell}>{self.number(high + BEYOND_LIMIT)})")
        if low is not None:
            value = self.call("IF", f"{cell}<={self.number(low)}", self.number(low), value)
            outside.append(f"({cell}<{self.number(low - BEYOND_LIMIT)})")
        if outside:
            value = self.call("IF", "+".join(outside), NUMBER_ERROR, value)
        number = self.call("IF", self.call("ISNUMBER", cell), value, VALUE_ERROR)
        return self.call("IF", f"{cell}={BLANK}", blank, number)


def _factor(condition: str) -> str:
    """Print a condition as a factor of a product."""
    is_call = condition.endswith(")") and condition.count("(") == condition.count(")") == 1
    return condition if is_call else f"({condition})"
