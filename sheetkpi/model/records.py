"""What is known of a KPI: everything that a host, a dialect or a page may ask about it."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, Literal

from sheetkpi.model.examples import Example, read_examples
from sheetkpi.model.kinds import Kind, Shape
from sheetkpi.translation import Label, Language, translate

#: A spreadsheet's function takes no more arguments.
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
    """One argument of a KPI."""

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
        """Whether the usual form of the formula does without it: a choice at its default, or blank by default."""
        return self.is_optional and not self.variadic and (bool(self.options) or self.default is None)

    @property
    def words(self) -> str:
        """The name as words (English): ``gross profit``."""
        return self.name.replace("_", " ")

    def title(self, language: Language) -> str:
        """The name as words in the language."""
        return translate(self.words, language)

    def help_in(self, language: Language) -> str:
        """What to enter, in the language."""
        return translate(self.help, language)

    def in_language(self, language: Language) -> str:
        """The name as an error message gives it: the reader's words and the name in the formula."""
        return self.name if language == "en" else f"{self.title(language)} ({self.name})"


@dataclass(frozen=True, slots=True)
class Of:
    """How a figure comes from two others: in a row from their cells, in a total from their sums.

    A total of ratios is the ratio of the sums, each over the rows that have both numbers.
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
    """One named result of a KPI that gives several."""

    name: str
    label: str
    kind: Kind
    total: Literal["sum"] | Of | None = None

    def title(self, language: Language) -> str:
        """The header in the language."""
        return translate(self.label, language)


@dataclass(frozen=True, slots=True)
class EachCell:
    """A table of which every cell is another KPI."""

    kpi: "Record"
    parameters: tuple[str, ...]
    corner: str


class Result(ABC):
    """The shape of what a KPI gives: one value, several named figures, or a table. It computes, measures and formats it."""

    #: What the catalogue calls the shape.
    name: ClassVar[Literal["value", "figures", "table"]]
    #: Whether one set of inputs fills several cells, under a header.
    spills: ClassVar[bool] = True
    #: Whether #DIV/0! in a cell leaves the whole an answer: a channel without spend has no ROMI.
    allows_division_by_zero: ClassVar[bool] = False
    #: Whether Python may pass whole columns of another library to the formula itself.
    takes_columns: ClassVar[bool] = True

    @abstractmethod
    def in_sheet(self, record: "Record", arguments: Sequence[Any], language: Language) -> Any:
        """What a spreadsheet shows, a cell or a range.

        Raises:
            CellError: It cannot be computed at all.
        """

    @abstractmethod
    def in_python(self, record: "Record", arguments: Sequence[Any]) -> Any:
        """What a call in Python gives: a number, figures by their names, a table; or the error to raise."""

    @abstractmethod
    def number_formats(self, record: "Record", rows: Sequence[Sequence[Any]]) -> list[list[str]]:
        """The number format of every cell of an answer."""

    def size(self, record: "Record", ranges: Sequence[tuple[Parameter, int, int]]) -> int:
        """How many cells an answer has, without its headers."""
        down = max((rows for _, rows, _ in ranges), default=1)
        across = max((columns for _, _, columns in ranges), default=1)
        return down * across * max(1, len(record.figures))

    def of_example(self, record: "Record", example: Example, language: Language) -> Any:  # noqa: ARG002
        """What an example shows in a language: a cell, or the cells of one column."""
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
        """The examples of its docstring; read when somebody asks, because most calls need none."""
        return tuple(read_examples(self.python_name, self.example_code))

    @property
    def python_name(self) -> str:
        """Its name in Python."""
        return self.name.lower()

    @property
    def is_printable(self) -> bool:
        """Whether its formula can be printed; if not, `unprintable` says why."""
        return not self.unprintable

    @cached_property
    def formula_parameters(self) -> tuple[Parameter, ...]:
        """The parameters of the formula: without the language of a table's words."""
        return self.parameters[:-1] if self.result.spills else self.parameters

    @cached_property
    def required(self) -> int:
        """How many arguments must be given."""
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
        """How many arguments may be given; None when the last one repeats, up to `MOST_ARGUMENTS`."""
        return None if self.parameters[-1].variadic else len(self.parameters)

    def title(self, language: Language) -> str:
        """What it is called: the summary up to its colon."""
        return self.summary_in(language).partition(": ")[0].rstrip(".")

    def summary_in(self, language: Language) -> str:
        """One line: what it is called, and what it says."""
        return translate(self.summary, language)

    def details_in(self, language: Language) -> list[str]:
        """What else one should know: the definition chosen, its rivals, its traps."""
        return [translate(paragraph, language) for paragraph in self.details]

    def group_in(self, language: Language) -> str:
        """Its topic."""
        return translate(GROUPS[self.group], language)
