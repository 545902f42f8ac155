"""Formulas as LAMBDAs of Excel 365: a name in a workbook that works as a function, without an add-in.

*Typed* is what a person types: ``LAMBDA(revenue,[margin],…)``. *File* is how a workbook stores the same:
``_xlfn.LAMBDA(_xlpm.revenue,_xlop.margin,…)``. Both take ranges, value by value; a KPI with several results
takes one set of inputs.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal

from sheetkpi.model.ops import Expression
from sheetkpi.model.records import Parameter, Record
from sheetkpi.printing.dialect import COMPARISON, Request, repeated
from sheetkpi.printing.excel import Excel
from sheetkpi.printing.trace import ONLY, Formulas, simplify, trace, variadic_neutral
from sheetkpi.translation import Label, Language

Form = Literal["typed", "file"]

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

    def new(self, function: str) -> str:
        """Print the name of a function that is younger than the file format."""
        return f"_xlfn.{function}" if self.form == "file" else function

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

    def within_limits(self) -> list[str]:
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
            pairs += [self.variable(key, "_within"), value]
        return pairs

    def defaults(self) -> list[str]:
        """Return each optional variable's second name and its value."""
        pairs = []
        for key, cell in self.cells.items():
            if self.is_optional(key):
                parameter = self.record.by_name[key[0]]
                default = variadic_neutral(self.record) if parameter.variadic else parameter.default
                default_text = '""' if default is None else self.constant(default)
                omitted = self.call(self.new("ISOMITTED"), cell)
                pairs += [self.used(key), self.call("IF", omitted, default_text, self.call("IF", f'{cell}=""', default_text, cell))]
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

    A KPI with several results returns their names and values; a table whose cells are a KPI returns the cells
    without headers.

    >>> from sheetkpi import KPIS
    >>> lambda_text(KPIS["DRR"])
    'LAMBDA(spend,revenue,IF(ISNUMBER(spend)*ISNUMBER(revenue),spend/revenue,IF((spend="")+(revenue=""),"",#VALUE!)))'
    """
    printer = record.each_cell.kpi if record.each_cell else record
    renamed = dict(zip((p.name for p in printer.parameters), record.each_cell.parameters, strict=True)) if record.each_cell else {}
    formulas = simplify(trace(printer, repeats=REPEATS))
    head = Lambda(printer, form, separator, renamed=renamed)
    names = {step: head.variable(("step", number)) for number, step in enumerate(_worth_naming(formulas))}
    dialect = Lambda(printer, form, separator, names, renamed)
    steps = dialect.within_limits() + [text for step, name in names.items() for text in (name, dialect.step(step))]
    result = dialect.text(formulas[ONLY]) if ONLY in formulas else _stacked(record, formulas, dialect, language)
    body = dialect.call(dialect.new("LET"), *steps, result) if steps else result
    text = dialect.guarded(body)
    defaults = dialect.defaults()
    if defaults:
        text = dialect.call(dialect.new("LET"), *defaults, text)
    declared = {dialect.variable_of(key): dialect.declared(key) for key in dialect.cells}
    order = [parameter.name for parameter in record.formula_parameters] if record.each_cell else list(declared)
    return dialect.call(dialect.new("LAMBDA"), *(declared[name] for name in order), text)


def _worth_naming(formulas: Formulas) -> list[Expression]:
    """Return the steps that occur more than once; of several results, each that is more than an argument."""
    if ONLY in formulas:
        return repeated(formulas[ONLY])
    return repeated(Expression("together", *formulas.values(), *formulas.values()))[:-1]


def _stacked(record: Record, formulas: Formulas, dialect: Lambda, language: Language) -> str:
    """Print the names and values of several results as two columns or two rows."""
    labels = [dialect.constant(figure.title(language)) for figure in record.figures]
    values = [dialect.text(formulas[figure.name]) for figure in record.figures]
    one, other = (
        (dialect.new("VSTACK"), dialect.new("HSTACK")) if record.layout == "down" else (dialect.new("HSTACK"), dialect.new("VSTACK"))
    )
    return dialect.call(other, dialect.call(one, *labels), dialect.call(one, *values))


def _factor(condition: str) -> str:
    """Print a condition as a factor of a product."""
    is_call = condition.endswith(")") and condition.count("(") == condition.count(")") == 1
    return condition if is_call else f"({condition})"
