"""Whether a cell's value is one that a parameter takes, and what to say when it is not."""

from collections.abc import Sequence
from itertools import repeat
from typing import Any

from sheetkpi.model.errors import CellError, OutOfRange, WrongType
from sheetkpi.model.ops import Values
from sheetkpi.model.ranges import Cell, Place
from sheetkpi.model.records import MOST_ARGUMENTS, Parameter, Record
from sheetkpi.translation import Label, Message


def wrong_number_of_arguments(record: Record, arguments: Sequence[Any]) -> CellError | None:
    """What is said when arguments are missing or too many; None when their number is right."""
    given = len(arguments)
    if given < record.required:
        missing = record.parameters[given]
        return WrongType(
            Message(
                "{function} lacks the argument {argument}: {help}",
                function=record.name,
                argument=missing,
                help=Label(missing.help),
            )
        )
    most = MOST_ARGUMENTS if record.most is None else record.most
    if given > most:
        return WrongType(
            Message(
                "{function} takes no more arguments than {most}, and got {given}. Remove the last.",
                function=record.name,
                most=most,
                given=given,
            )
        )
    return None


def parameters_for(record: Record, given: int) -> Sequence[Parameter]:
    """The parameter of each argument; the last one may repeat."""
    if record.most is not None:
        return record.parameters
    return (*record.parameters, *repeat(record.parameters[-1], given - len(record.parameters)))


def checked(record: Record, cells: Sequence[Any], places: Sequence[Place] | None) -> tuple[Any, ...] | None:
    """The arguments that the formula gets; None where a required one is blank.

    Raises:
        CellError: An argument is an error, of the wrong type, or outside its limits.
    """
    for index, cell in enumerate(cells):
        if isinstance(cell, CellError):
            raise cell.at(places[index] if places else Place(record.name), parameters_for(record, len(cells))[index])
    if None in cells and any(
        cell is None and not parameter.is_optional for parameter, cell in zip(parameters_for(record, len(cells)), cells, strict=False)
    ):
        return None
    values: list[Any] = []
    outside: OutOfRange | None = None
    for index, (parameter, cell) in enumerate(zip(parameters_for(record, len(cells)), cells, strict=False)):
        if type(cell) is float and not parameter.kind.is_limited and parameter.kind.holds == "number":
            values.append(cell)  # most cells, at no cost
        elif cell is not None:
            try:
                values.append(check(parameter, cell, places[index] if places else Place(record.name)))
            except OutOfRange as error:
                outside = outside or error.without_frames()  # a text further on is told first
        elif not parameter.variadic:
            values.append(parameter.default)
    if outside:
        raise outside
    return tuple(values)


def as_value(parameter: Parameter, cell: Cell, place: Place) -> Cell:
    """A cell of a table, checked: a blank stays blank, and what is wrong with it is its value."""
    if cell is None:
        return None
    if isinstance(cell, CellError):
        return cell.at(place, parameter)
    try:
        value: Cell = check(parameter, cell, place)
    except CellError as error:
        return error.without_frames()
    return value


def check(parameter: Parameter, cell: Any, place: Place) -> Any:
    """The value of a cell that is not blank, if the parameter takes it.

    Raises:
        WrongType: It is not a number, or not one of the options.
        OutOfRange: It is a number outside the parameter's limits.
    """
    if type(cell) is Values:
        return cell
    kind = parameter.kind
    if kind.holds == "anything":
        return cell
    if kind.holds == "text":
        return _option(parameter, cell, place) if parameter.options else _text(cell)
    if type(cell) is not float:
        raise WrongType(_not_a_number(parameter, cell, place))
    if not kind.admits(cell):
        raise OutOfRange(_out_of_limits(parameter, cell, place))
    return cell


def _text(cell: Any) -> str:
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def _option(parameter: Parameter, cell: Any, place: Place) -> str:
    word = _text(cell).lower()
    if word in parameter.options:
        return word
    raise WrongType(
        Message(
            "{place}: {argument} is “{value}”. Give one of: {options}.",
            place=place,
            argument=parameter,
            value=_text(cell),
            options=", ".join(parameter.options),
        )
    )


def _not_a_number(parameter: Parameter, cell: Any, place: Place) -> Message:
    if isinstance(cell, bool):
        return Message("{place}: {argument} is true or false. Give a number.", place=place, argument=parameter)
    return Message(
        "{place}: {argument} is the text “{value}”. Give a number: a number that was pasted as text must be converted.",
        place=place,
        argument=parameter,
        value=cell if len(cell) <= 40 else cell[:39] + "…",
    )


def _out_of_limits(parameter: Parameter, cell: float, place: Place) -> Message:
    facts = {"place": place, "argument": parameter, "value": cell}
    if parameter.kind.name == "share":
        return Message("{place}: {argument} is {value}, a share lies between 0 and 1. Write 30% as 0.3 or 30%.", **facts)
    if parameter.kind.high is None and parameter.kind.low == 0:
        return Message("{place}: {argument} is {value} and must not be negative. Check the sign.", **facts)
    if parameter.kind.high is None:
        return Message(
            "{place}: {argument} is {value} and must not be below {low}. Write 20% as 0.2 or 20%.", low=parameter.kind.low, **facts
        )
    return Message(
        "{place}: {argument} is {value} and must lie between {low} and {high}.",
        low=parameter.kind.low,
        high=parameter.kind.high,
        **facts,
    )
