"""The registry of KPIs: ``@kpi`` turns a documented function into a :class:`Kpi`, and refuses an incomplete one at import."""

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import update_wrapper
from types import MappingProxyType
from typing import Any, Generic, Literal, ParamSpec, TypeVar, get_args

from sheetkpi.calculation.evaluate import evaluate_row
from sheetkpi.calculation.results import OneValue, SeveralFigures, WholeTable
from sheetkpi.model import names
from sheetkpi.model.columns import is_column, is_expression
from sheetkpi.model.errors import CellError, RegistrationError, UnknownFunction, WrongType
from sheetkpi.model.kinds import Choice, Figures, Kind, Options, Shape, TableRange, kind_of
from sheetkpi.model.ranges import Cell, Range
from sheetkpi.model.records import GROUPS, EachCell, Figure, Parameter, Record
from sheetkpi.model.tables import Table
from sheetkpi.translation import LANGUAGES, Label, Language, Message

P = ParamSpec("P")
R = TypeVar("R")

_REGISTERED: dict[str, "Kpi[..., Any]"] = {}

#: Every KPI by its name, in the order of the catalogue.
KPIS: Mapping[str, "Kpi[..., Any]"] = MappingProxyType(_REGISTERED)


class Kpi(Record, Generic[P, R]):
    """A KPI: a function to call, with everything that is known about it.

    >>> from sheetkpi import romi
    >>> romi(100000, 50000)
    1.0
    >>> romi.name, romi.group, romi.parameters[1].name
    ('ROMI', 'profitability', 'spend')
    """

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Calculate with plain numbers, or row by row with columns of NumPy, pandas, Polars, Narwhals or Arrow.

        A row of columns gives what its cells give alone. A blank (None, NaN, NaT) gives a blank, and so does an
        error, with one :class:`CellWarning` for the call; `why` has the reasons. The result has the type of the columns.
        An expression of Polars or Narwhals gives an expression.

        Raises:
            CellError: With plain numbers, or in a plain number beside columns: the error that a cell would show.

        Warns:
            CellWarning: Rows have no result because of an error in them.
        """
        arguments: Sequence[Any] = self._positional(args, kwargs) if kwargs else args
        if self.result.takes_columns and not all(map(_is_plain, arguments)):
            if any(map(is_expression, arguments)):
                from sheetkpi.calculation.expressions import expression_of  # few calls have expressions, and not all have NumPy

                return expression_of(self, arguments)  # type: ignore[no-any-return]
            if not self.reads_ranges and any(map(is_column, arguments)):
                from sheetkpi.calculation.vectorized import evaluate_columns

                return evaluate_columns(self, arguments)  # type: ignore[no-any-return]
        result = self.result.in_python(self, self.read_arguments(arguments))
        if isinstance(result, CellError):
            raise result
        return result  # type: ignore[no-any-return]

    def why(self, *args: Any, language: Language = "en", **kwargs: Any) -> Any:
        """Say why a call has no result: what is wrong, where, and what to do.

        Args:
            args: The arguments of the call, columns too.
            language: The language of the reasons.
            kwargs: Arguments by name.

        Returns:
            The reason, or None if there is a result or a blank. With columns, a column of reasons;
            of several figures, the reasons by name.

        >>> from sheetkpi import cpo
        >>> cpo.why(6000, -6)
        'CPO: orders is -6 and must not be negative. Check the sign.'
        """
        arguments = self._positional(args, kwargs) if kwargs else args
        if self.result.takes_columns and any(map(is_expression, arguments)):
            from sheetkpi.calculation.expressions import expression_of_reasons

            return expression_of_reasons(self, arguments, language)
        if not self.reads_ranges and self.result.takes_columns and any(map(is_column, arguments)):
            from sheetkpi.calculation.vectorized import reasons_of_columns

            return reasons_of_columns(self, arguments, language)
        try:
            result = self.result.in_python(self, self.read_arguments(arguments))
        except CellError as error:
            result = error
        if isinstance(result, dict):
            return {name: _reason(cell, language) for name, cell in result.items()}
        return _reason(result, language)

    def __repr__(self) -> str:
        return f"<KPI {self.name}: {self.title('en')}>"

    def of_cells(self, *cells: Cell) -> Cell:
        """Return the result of single cells as a cell: blank for a blank, an error instead of an exception."""
        return evaluate_row(self, cells)

    def _positional(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> list[Any]:
        """Put arguments given by name in their places; those left out in between are blank."""
        named = {parameter.name: parameter for parameter in self.parameters[len(args) :] if not parameter.variadic}
        unknown = kwargs.keys() - named.keys()
        if unknown:
            raise WrongType(
                Message(
                    "{function} has no argument {argument}, or it is given twice. Its arguments: {arguments}.",
                    function=self.name,
                    argument=", ".join(sorted(unknown)),
                    arguments=", ".join(parameter.name for parameter in self.parameters),
                )
            )
        arguments = list(args)
        last = max((list(named).index(name) for name in kwargs), default=-1)
        for name, parameter in list(named.items())[: last + 1]:
            if name not in kwargs and not parameter.is_optional:
                break  # the call then lacks an argument
            arguments.append(kwargs.get(name))
        return arguments

    def texts(self) -> list[str]:
        """Return every English text that a person may read."""
        return [
            self.summary,
            *self.details,
            self.source.text,
            *(text for parameter in self.parameters for text in (parameter.words, parameter.help)),
            *(figure.label for figure in self.figures),
            *([self.unprintable] if self.unprintable else []),
            *([self.each_cell.corner] if self.each_cell else []),
        ]


def kpi(
    *,
    group: str,
    source: str,
    number_format: str | None = None,
    figures: Sequence[Figure] = (),
    layout: Literal["down", "across"] = "down",
    each_cell: EachCell | None = None,
    unprintable: str = "",
) -> Callable[[Callable[P, R]], Kpi[P, R]]:
    """Register a function as a KPI.

    Args:
        group: Its topic, a key of :data:`GROUPS`.
        source: Where the definition comes from.
        number_format: The format of the result, if it differs from that of its kind.
        figures: The named results of a KPI with several.
        layout: Whether several results run down (a column for each scenario) or across (a row for each set of inputs).
        each_cell: The KPI of every cell of a table, if there is one.
        unprintable: Why a table has no formula to print.

    Raises:
        RegistrationError: The definition is incomplete or wrong.
    """

    def register(function: Callable[P, R]) -> Kpi[P, R]:
        declared = {"group": group, "source": Label(source), "figures": tuple(figures), "layout": layout}
        record = _read(function, number_format, **declared, each_cell=each_cell, unprintable=unprintable)
        _validate(record)
        _REGISTERED[record.name] = record
        _order_as_the_catalogue()
        return record

    return register


def _order_as_the_catalogue() -> None:
    """Order the KPIs by their groups, whichever module was imported first."""
    groups = list(GROUPS)
    ranks = [groups.index(record.group) for record in _REGISTERED.values()]
    if ranks == sorted(ranks):
        return
    ordered = sorted(_REGISTERED.items(), key=lambda item: groups.index(item[1].group))
    _REGISTERED.clear()
    _REGISTERED.update(ordered)


def find(name: str, prefix: str = "") -> Kpi[..., Any]:
    """Return a KPI by its name, in upper or lower case.

    Args:
        name: The name, with or without the prefix.
        prefix: The prefix of function names in spreadsheets.

    Raises:
        UnknownFunction: There is no such KPI; the message names similar ones.
    """
    found = _REGISTERED.get(name) or _REGISTERED.get(name.strip().upper())
    if found is None:
        bare = name.strip().upper().removeprefix(prefix)
        found = _REGISTERED.get(bare)
    if found is None:
        raise UnknownFunction(name, _nearest(bare))
    return found


def calculate(kpi: str | Record, arguments: Sequence[Any], language: Language = "en") -> Cell | Range:
    """Calculate a KPI as a spreadsheet does.

    Args:
        kpi: The KPI, or its name.
        arguments: Cells (numbers, texts, booleans, dates, None for a blank, a :class:`CellError`)
            and ranges (a :class:`Range`, a list of rows, or a list for a single column).
        language: The language of a table's words, unless the input or an argument decides it.

    Returns:
        A cell, or a :class:`Range` of the shape that the inputs broadcast to. A failed cell
        holds its :class:`CellError`, which is not raised.

    Raises:
        UnknownFunction: There is no such KPI.

    >>> calculate("ROMI", [[100000, None, 5000], 50000]).values
    [1.0, None, -0.9]
    >>> calculate("CPO", [100, 0]).code
    '#DIV/0!'
    """
    record = find(kpi) if isinstance(kpi, str) else kpi
    try:
        answer: Cell | Range = record.result.in_sheet(record, record.read_arguments(arguments), language)
        return answer
    except CellError as error:
        return error.without_frames()


def _nearest(name: str) -> list[str]:
    from difflib import get_close_matches  # only for a mistyped name

    return get_close_matches(name, _REGISTERED, n=3)


def _reason(cell: Any, language: Language) -> str | None:
    return cell.message(language) if isinstance(cell, CellError) else None


def _is_plain(argument: Any) -> bool:
    return argument is None or isinstance(argument, _PLAIN) or hasattr(argument, "as_integer_ratio") or hasattr(argument, "toordinal")


_PLAIN = (float, int, str, list, tuple, Range, CellError)


# --- reading a function


def _read(function: Callable[..., Any], number_format: str | None, **declared: Any) -> Kpi[Any, Any]:
    """Make a KPI of what a function's signature and docstring say and the decorator declares."""
    hints = dict(function.__annotations__)
    returned = hints.pop("return", None)
    result = WholeTable() if returned is Table else SeveralFigures() if returned is Figures else OneValue()
    parameters = _parameters(function, hints)
    if result.spills:
        parameters = (*parameters, _LANGUAGE)
    kind = _kind(TableRange if result.spills else returned)
    summary, details, example_code = _read_docstring(inspect.cleandoc(function.__doc__ or ""))
    record: Kpi[Any, Any] = Kpi(
        name=function.__name__.upper(),
        body=function,
        summary=summary,
        details=details,
        parameters=parameters,
        result=result,
        kind=replace(kind, number_format=number_format) if number_format else kind,
        example_code=example_code,
        by_name={parameter.name: parameter for parameter in parameters},
        **declared,
    )
    update_wrapper(record, function)
    return record


_LANGUAGE = Parameter(
    name="language",
    kind=kind_of(Choice),
    shape=Shape.CELL,
    help="Language of the table, such as ru; if blank, that of the input or the sheet",
    options=LANGUAGES,
    is_optional=True,
)


def _parameters(function: Callable[..., Any], hints: Mapping[str, Any]) -> tuple[Parameter, ...]:
    defaults = dict(
        zip(reversed(function.__code__.co_varnames[: function.__code__.co_argcount]), reversed(function.__defaults__ or ()), strict=False)
    )
    repeating = (
        function.__code__.co_varnames[function.__code__.co_argcount :][:1] if function.__code__.co_flags & inspect.CO_VARARGS else ()
    )
    return tuple(
        _parameter(name, hint, name in defaults or name in repeating, defaults.get(name), name in repeating) for name, hint in hints.items()
    )


def _parameter(name: str, hint: Any, is_optional: bool, default: Any, variadic: bool) -> Parameter:
    said = {type(word): word for word in get_args(hint)[1:]}
    return Parameter(
        name=name,
        kind=_kind(hint),
        shape=said.get(Shape, Shape.CELL),
        help=said.get(str, ""),
        options=said[Options].words if Options in said else (),
        is_optional=is_optional,
        default=default,
        variadic=variadic,
    )


def _kind(hint: Any) -> Kind:
    for word in get_args(hint)[1:]:
        if isinstance(word, Kind):
            return word
    raise RegistrationError(Message("A parameter or result is annotated {hint}: it needs a kind.", hint=repr(hint)))


def _read_docstring(text: str) -> tuple[str, tuple[str, ...], str]:
    """Split a docstring into its summary, further paragraphs, and examples."""
    words, mark, code = text.partition(">>> ")
    summary, *details = (" ".join(paragraph.split()) for paragraph in words.strip().split("\n\n"))
    return summary, tuple(details), mark + code


# --- what a definition must have


def _validate(record: Kpi[Any, Any]) -> None:
    if wrong := list(_defects(record)):
        raise RegistrationError(Message("{kpi} cannot be registered: {wrong}.", kpi=record.name, wrong="; ".join(wrong)))


def _defects(record: Kpi[Any, Any]) -> Iterator[str]:
    yield from _defects_of_names(record)
    if record.group not in GROUPS:
        yield f"the group {record.group!r} is not one of {', '.join(GROUPS)}"
    if not record.summary.endswith(".") or ": " not in record.summary:
        yield "the docstring needs a first line “Title: what it says.”"
    if not record.source.text:
        yield "it has no source"
    if record.example_code.count(">>> ") < 2:
        yield "it needs two examples, a plain one and an edge one"
    if isinstance(record.result, WholeTable) and record.each_cell is None and not record.unprintable:
        yield "a table needs each_cell or unprintable"
    for parameter in record.parameters:
        if not parameter.help:
            yield f"the parameter {parameter.name} needs a text"


def _defects_of_names(record: Kpi[Any, Any]) -> Iterator[str]:
    if refusal := names.refusal(record.name):
        yield f"the name {record.name}: {refusal}"
    if record.name in _REGISTERED:
        yield f"the name {record.name} is already registered"
    for parameter in record.parameters:
        if refusal := names.parameter_refusal(parameter.name):
            yield f"the parameter {parameter.name}: {refusal}"
