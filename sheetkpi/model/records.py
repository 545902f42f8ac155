"""KPIs as data: parameters, results, examples and texts."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import repeat
from typing import Any, ClassVar, Literal

from sheetkpi.model.errors import ERROR_CODES, CellError, OutOfRange, RegistrationError, WrongType
from sheetkpi.model.kinds import Kind, Shape
from sheetkpi.model.ops import Values
from sheetkpi.model.ranges import Cell, Place, as_range, is_range, read_cell, serial_of_iso
from sheetkpi.translation import Label, Language, Message, translate

#: The most arguments that a spreadsheet function takes.
MOST_ARGUMENTS = 255

#: The topics of the catalogue, in its order.
GROUPS: Mapping[str, str] = {
    "profitability": "Profitability",
    "acquisition": "Acquisition cost",
    "funnel": "Funnel and conversion",
    "traffic": "Traffic mix",
    "loyalty": "Retention and loyalty",
    "lifetime": "Lifetime value and referral",
    "dynamics": "Sales dynamics",
    "forecast": "Forecast, decomposition, bids",
    "plan": "Plan against fact",
    "statistics": "Statistics",
    "channels": "Channels and budget",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """An argument of a KPI."""

    name: str
    kind: Kind
    shape: Shape
    help: str
    options: tuple[str, ...] = ()
    is_optional: bool = False
    default: Any = None
    variadic: bool = False

    @property
    def is_range(self) -> bool:
        """Whether the formula reads a whole range at once."""
        return self.shape is not Shape.CELL

    @property
    def is_left_out(self) -> bool:
        """Whether the usual form of the formula leaves it out: an option at its default, or blank by default."""
        return self.is_optional and not self.variadic and (bool(self.options) or self.default is None)

    @property
    def words(self) -> str:
        """The name as English words: ``gross profit``."""
        return self.name.replace("_", " ")

    def title(self, language: Language) -> str:
        """Return the name as words in a language."""
        return translate(self.words, language)

    def help_in(self, language: Language) -> str:
        """Return what to enter, in a language."""
        return translate(self.help, language)

    def in_language(self, language: Language) -> str:
        """Return the name for an error message: the reader's words and the name in the formula."""
        return self.name if language == "en" else f"{self.title(language)} ({self.name})"

    def check(self, cell: Any, place: Place) -> Any:
        """Return the value of a cell that is not blank.

        Raises:
            WrongType: It is not a number, or not one of the options.
            OutOfRange: It is a number outside the limits of the parameter's kind.
        """
        if type(cell) is Values or self.kind.holds == "anything":
            return cell
        if self.kind.holds == "text":
            return self._option(_text(cell), place) if self.options else _text(cell)
        if type(cell) is not float:
            serial = serial_of_iso(cell) if self.kind.name == "date" else None
            if serial is None:
                raise WrongType(self._not_a_number(cell, place))
            cell = serial
        within = self.kind.clamped(cell)
        if within is None:
            raise OutOfRange(self._outside_limits(cell, place))
        return within

    def checked_cell(self, value: Any, place: Place) -> Cell:
        """Return what a cell of a table holds: its checked value, None for a blank, or the error found in it."""
        cell = read_cell(value)
        if cell is None:
            return None
        if isinstance(cell, CellError):
            return cell.at(place, self)
        try:
            checked: Cell = self.check(cell, place)
        except CellError as error:
            return error.without_frames()
        return checked

    def _option(self, word: str, place: Place) -> str:
        if word.lower() in self.options:
            return word.lower()
        options = ", ".join(self.options)
        raise WrongType(
            Message("{place}: {argument} is “{value}”. Give one of: {options}.", place=place, argument=self, value=word, options=options)
        )

    def _not_a_number(self, cell: Any, place: Place) -> Message:
        if isinstance(cell, bool):
            return Message("{place}: {argument} is true or false. Give a number.", place=place, argument=self)
        return Message(
            "{place}: {argument} is the text “{value}”. Give a number: a number that was pasted as text must be converted.",
            place=place,
            argument=self,
            value=cell if len(cell) <= 40 else cell[:39] + "…",
        )

    def _outside_limits(self, cell: float, place: Place) -> Message:
        facts = {"place": place, "argument": self, "value": cell}
        low, high = self.kind.low, self.kind.high
        if self.kind.name == "share":
            return Message("{place}: {argument} is {value}, a share lies between 0 and 1. Write 30% as 0.3 or 30%.", **facts)
        if high is not None:
            return Message("{place}: {argument} is {value} and must lie between {low} and {high}.", low=low, high=high, **facts)
        if low == 0:
            return Message("{place}: {argument} is {value} and must not be negative. Check the sign.", **facts)
        return Message("{place}: {argument} is {value} and must not be below {low}. Write 20% as 0.2 or 20%.", low=low, **facts)


def _text(cell: Any) -> str:
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


@dataclass(frozen=True, slots=True)
class Of:
    """How a figure is calculated from two others: in a row from their cells, in a total from their sums.

    A total of ratios is the ratio of the sums over the rows that have both numbers.
    """

    calculate: Callable[..., Any]
    first: str
    second: str

    @property
    def kpi(self) -> "Record | None":
        """The KPI whose cells it calculates; None for a plain difference."""
        return getattr(self.calculate, "__self__", None)


@dataclass(frozen=True, slots=True)
class Figure:
    """A named result of a KPI with several."""

    name: str
    label: str
    kind: Kind
    total: Literal["sum"] | Of | None = None

    def title(self, language: Language) -> str:
        """Return the header in a language."""
        return translate(self.label, language)


@dataclass(frozen=True, slots=True)
class EachCell:
    """The KPI that every cell of a table is."""

    kpi: "Record"
    parameters: tuple[str, ...]
    corner: str


@dataclass(frozen=True, slots=True)
class Example:
    """An example in a docstring: the call and its result."""

    arguments: tuple[Any, ...]
    result: Any
    figure: str | None
    source: str


class Result(ABC):
    """The shape of a result: one value, several named figures, or a table."""

    #: The name in the catalogue.
    name: ClassVar[Literal["value", "figures", "table"]]
    #: Whether one set of inputs fills several cells, under a header.
    spills: ClassVar[bool] = True
    #: Whether #DIV/0! in a cell leaves the whole an answer: a channel without spend has no ROMI.
    allows_division_by_zero: ClassVar[bool] = False
    #: Whether columns of another library are calculated row by row.
    takes_columns: ClassVar[bool] = True

    @abstractmethod
    def in_sheet(self, record: "Record", arguments: Sequence[Any], language: Language) -> Any:
        """Calculate what a spreadsheet shows, a cell or a range.

        Raises:
            CellError: It cannot be computed at all.
        """

    @abstractmethod
    def in_python(self, record: "Record", arguments: Sequence[Any]) -> Any:
        """Calculate what a call in Python returns: a number, figures by name, a table, or the error to raise."""

    @abstractmethod
    def number_formats(self, record: "Record", rows: Sequence[Sequence[Any]]) -> list[list[str]]:
        """Return the number format of every cell of a result."""

    def size(self, record: "Record", ranges: Sequence[tuple[Parameter, int, int]]) -> int:
        """Return how many cells a result has, without its headers."""
        down = max((rows for _, rows, _ in ranges), default=1)
        across = max((columns for _, _, columns in ranges), default=1)
        return down * across * max(1, len(record.figures))

    def of_example(self, record: "Record", example: Example, language: Language) -> Any:  # noqa: ARG002
        """Return what an example shows in a language: a cell, or the cells of one column."""
        return example.result


@dataclass(frozen=True, eq=False)
class Record:
    """A KPI as data."""

    name: str
    body: Callable[..., Any]
    group: str
    source: Label
    summary: str
    details: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    result: Result
    kind: Kind
    figures: tuple[Figure, ...]
    layout: Literal["down", "across"]
    example_code: str
    by_name: Mapping[str, Parameter] = field(repr=False)
    each_cell: EachCell | None = None
    unprintable: str = ""

    @cached_property
    def examples(self) -> tuple[Example, ...]:
        """The examples of the docstring; read on demand, because most calls need none."""
        return tuple(read_examples(self.python_name, self.example_code))

    def parameters_for(self, given: int) -> Sequence[Parameter]:
        """Return the parameter of each argument; the last one may repeat."""
        if self.most is not None:
            return self.parameters
        return (*self.parameters, *repeat(self.parameters[-1], given - len(self.parameters)))

    def read_arguments(self, arguments: Sequence[Any]) -> list[Any]:
        """Return the arguments of a call, each list or array as a :class:`Range`.

        Raises:
            WrongType: There are too few or too many, or the rows of one differ in length.
        """
        self.check_number_of(arguments)
        return [as_range(argument) if is_range(argument) else argument for argument in arguments]

    def check_number_of(self, arguments: Sequence[Any]) -> None:
        """Check how many arguments a call has.

        Raises:
            WrongType: There are too few or too many.
        """
        given = len(arguments)
        most = MOST_ARGUMENTS if self.most is None else self.most
        if not self.required <= given <= most:
            raise WrongType(self._wrong_number(given, most))

    def _wrong_number(self, given: int, most: int) -> Message:
        if given < self.required:
            missing = self.parameters[given]
            return Message(
                "{function} is missing the argument {argument}: {help}", function=self.name, argument=missing, help=Label(missing.help)
            )
        return Message(
            "{function} takes at most {most} arguments, but got {given}. Remove the extra ones.",
            function=self.name,
            most=most,
            given=given,
        )

    @property
    def python_name(self) -> str:
        """The name in Python."""
        return self.name.lower()

    @property
    def is_printable(self) -> bool:
        """Whether the formula can be printed; if not, `unprintable` says why."""
        return not self.unprintable

    @cached_property
    def formula_parameters(self) -> tuple[Parameter, ...]:
        """The parameters of the formula, without the language of a table."""
        return self.parameters[:-1] if self.result.spills else self.parameters

    @cached_property
    def required(self) -> int:
        """The number of required arguments."""
        return sum(not parameter.is_optional for parameter in self.parameters)

    @cached_property
    def reads_ranges(self) -> bool:
        """Whether the formula reads a whole range at once."""
        return any(parameter.is_range for parameter in self.parameters)

    @cached_property
    def is_cell_by_cell(self) -> bool:
        """Whether one cell of each argument gives one cell."""
        return not self.result.spills and not self.reads_ranges

    @cached_property
    def most(self) -> int | None:
        """The highest number of arguments; None if the last one repeats, up to `MOST_ARGUMENTS`."""
        return None if self.parameters[-1].variadic else len(self.parameters)

    def title(self, language: Language) -> str:
        """Return the title in a language: the summary up to its colon."""
        return self.summary_in(language).partition(": ")[0].rstrip(".")

    def summary_in(self, language: Language) -> str:
        """Return the summary in a language."""
        return translate(self.summary, language)

    def details_in(self, language: Language) -> list[str]:
        """Return what else to know: the chosen definition, alternatives, pitfalls."""
        return [translate(paragraph, language) for paragraph in self.details]

    def group_in(self, language: Language) -> str:
        """Return the topic in a language."""
        return translate(GROUPS[self.group], language)


def read_examples(name: str, code: str) -> Iterator[Example]:
    """Read ``>>> romi(5000, 0)`` and the line below it, which is a Python value or an error code.

    Raises:
        RegistrationError: An example does not call the KPI.
    """
    for block in code.split(">>> ")[1:]:
        lines = block.strip().splitlines()
        continued = 1
        while continued < len(lines) and lines[continued].startswith("..."):
            continued += 1
        source = "\n".join(line.removeprefix("... ") for line in lines[:continued])
        yield _example(name, source, "\n".join(lines[continued:]).strip())


def _example(name: str, source: str, want: str) -> Example:
    import ast  # most calls need no examples

    call: ast.expr = ast.parse(source, mode="eval").body
    figure = None
    if isinstance(call, ast.Subscript):
        figure, call = ast.literal_eval(call.slice), call.value
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or call.func.id != name:
        raise RegistrationError(Message("{kpi}: the example “{source}” does not call it.", kpi=name, source=source))
    arguments = tuple(ast.literal_eval(argument) for argument in call.args)
    return Example(arguments, want if want in ERROR_CODES else ast.literal_eval(want), figure, source)
