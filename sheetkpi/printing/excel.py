"""Native formulas for Excel 2016, Google Sheets and LibreOffice.

*Bare* is the formula alone, for teaching and reference: ``(D5-C5)/C5``. *Guarded* has the meaning of cells
in it: a blank stays blank, a text is #VALUE!, a share outside 0…1 or a negative count is #NUM!:
``IF(COUNT(D5,C5)=2,(D5-C5)/C5,IF((D5="")+(C5=""),"",#VALUE!))``.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from sheetkpi.locale import locale_of
from sheetkpi.model.errors import WrongType
from sheetkpi.model.kinds import BEYOND_LIMIT
from sheetkpi.model.ops import Expression
from sheetkpi.model.records import Parameter, Record
from sheetkpi.printing.dialect import COMPARISON, PRODUCT, Dialect, Request, names_of_arguments
from sheetkpi.printing.trace import ONLY, bind, variadic_neutral
from sheetkpi.translation import Label, Language, Message

VALUE_ERROR = "#VALUE!"
ZERO_ERROR = "#DIV/0!"
NUMBER_ERROR = "#NUM!"

#: A cell, a range, a name, also of another sheet or of a table's column.
_REFERENCE = re.compile(r"(('[^']+'|[\w.]+)!)?[\w.$]+(:[\w.$]+)?|[\w.]*\[[^]]*\]")
_LITERAL = re.compile(r"[+-]?[\d.,]+%?")
_CALL = re.compile(r"[\w.]+\([^()]*\)")
_EXPONENT = re.compile(r"e([+-])0*")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_ADDRESS = re.compile(r"(?<![\w.])\$?([^\W\d_]{1,3})\$?\d+(?![\w.(])")

#: Names that a localized Excel translates.
_FUNCTION_NAME = re.compile(r"\b[A-Z]+(?=\()")
_ERROR_NAME = re.compile(r"#[A-Z/0]+[!?]")

#: The letters of the Russian keyboard that look like the letters of columns.
_LOOKALIKES = str.maketrans("АВЕКМНОРСТУХавеорсух", "ABEKMHOPCTYXabeopcyx")


class Excel(Dialect):
    """Prints expressions as formulas."""

    name: ClassVar[str] = "excel"
    heeds: ClassVar[frozenset[str]] = frozenset({"cells", "separator", "is_guarded", "functions", "language"})
    variants: ClassVar[Mapping[str, Mapping[str, Any]]] = {"excel": {"is_guarded": False}, "excel_guarded": {}}
    signs: ClassVar[Mapping[str, str]] = {
        "lt": "<",
        "le": "<=",
        "gt": ">",
        "ge": ">=",
        "eq": "=",
        "ne": "<>",
        "add": "+",
        "sub": "-",
        "mul": "*",
        "truediv": "/",
        "pow": "^",
    }
    templates: ClassVar[Mapping[str, str]] = {
        "abs": "ABS({0})",
        "sqrt": "SQRT({0})",
        "ln": "LN({0})",
        "tanh": "TANH({0})",
        "atanh": "ATANH({0})",
        "normal_cdf": "NORMSDIST({0})",  # a name that needs no prefix in a file
        "normal_quantile": "NORMSINV({0})",
    }
    negation: ClassVar[float] = 6.0  # in a spreadsheet -2^2 is 4

    def __init__(
        self,
        record: Record,
        cells: Mapping[tuple[Any, ...], str],
        *,
        separator: str = ",",
        is_guarded: bool = False,
        names: Mapping[Expression, str] | None = None,
    ) -> None:
        super().__init__(record, names)
        self.cells = cells
        self.separator = separator
        self.is_guarded = self.shows_guards = is_guarded

    @classmethod
    def of_figures(cls, record: Record, request: Request) -> Mapping[str, str]:
        cells = names_of_arguments(record, request.language) if request.cells is None else request.cells
        formulas = excel_formulas(record, cells, separator=request.separator, is_guarded=request.is_guarded)
        return {name: localized(f"={text}", request.functions) for name, text in formulas.items()}

    def call(self, name: str, *arguments: str) -> str:
        """Print a call of a spreadsheet function."""
        return f"{name}({self.separator.join(arguments)})"

    def constant(self, value: Any) -> str:
        if isinstance(value, str):
            return '"' + value.replace('"', '""') + '"'
        return self.number(value)

    def number(self, value: float) -> str:
        """Print a number, with a decimal comma where arguments are separated by semicolons."""
        text = _EXPONENT.sub(r"E\1", f"{float(value):.15g}")
        return text.replace(".", ",") if self.separator == ";" else text

    def parameter(self, name: str, index: int | None = None) -> str:
        cell = self.cells[(name,) if index is None else (name, index)]
        if not self.is_guarded:
            return cell
        parameter = self.record.by_name[name]
        default = variadic_neutral(self.record) if parameter.variadic else parameter.default
        if parameter.is_optional and default is not None:  # without a default, the formula itself asks whether it is blank
            cell = self.or_default(cell, self.constant(default))
        return self.clamped(parameter, cell)

    def clamped(self, parameter: Parameter, cell: str) -> str:
        """Print a cell that binary rounding may have carried over a limit: as the limit."""
        low, high = (None if limit is None else self.number(limit) for limit in (parameter.kind.low, parameter.kind.high))
        if parameter.is_range or not parameter.kind.is_limited:
            return cell
        if low and high:
            return self.call("MEDIAN", low, cell, high)
        return self.call("MAX", low, cell) if low else self.call("MIN", cell, str(high))

    def is_blank(self, x: Expression) -> tuple[str, float]:
        """Test whether an optional cell is blank."""
        return f'{self.cells[x.arguments]}=""', COMPARISON

    def or_default(self, cell: str, default: str) -> str:
        """Print an optional argument: its default where the cell is blank."""
        return self.call("IF", f'{cell}=""', default, cell)

    def require(self, condition: Any, value: Any, *reason: Label, context: float) -> str:
        if not self.is_guarded:
            return super().require(condition, value, *reason, context=context)
        return self.call("IF", self.text(condition), self.text(value), NUMBER_ERROR)

    def where(self, condition: Any, then: Any, otherwise: Any) -> str:
        """Print a choice."""
        return self.call("IF", self.text(condition), self.text(then), self.text(otherwise))

    def ceil(self, x: Any) -> str:
        """Round up, forgiving the last binary digits."""
        return self.call("ROUNDUP", self.call("ROUND", self.text(x), "9"), "0")

    def nearest(self, x: Any) -> str:
        """Round to the nearest whole number."""
        return self.call("ROUND", self.text(x), "0")

    def total(self, values: Any) -> str:
        """Sum a range; in a pair of ranges, over the rows that have both numbers."""
        weights = self.weights()
        return self.call("SUMPRODUCT", weights, self.text(values)) if weights else self.call("SUM", self.text(values))

    def total_size(self, values: Any) -> str:
        """Sum a range without the signs of its numbers: SIGN and ABS would fail at a blank text."""
        cell = self.text(values)
        return self.call("SUMPRODUCT", "*".join(filter(None, (self.weights(), f"(({cell}>0)-({cell}<0))"))), cell)

    def count(self, values: Any) -> str:
        """Count the numbers of a range; in a pair of ranges, the rows that have both."""
        weights = self.weights()
        return self.call("SUMPRODUCT", weights) if weights else self.call("COUNT", self.text(values))

    def count_where(self, condition: Expression) -> str:
        """Count the numbers of a range, or the rows of a difference of two, that meet a condition."""
        values, limit = condition.arguments
        if values.operation == "sub":  # compared as they are, because a blank text can't be subtracted; sheets compare 15 digits
            minuend, subtrahend = map(self.text, values.arguments)
            return self.call("SUMPRODUCT", f"{self.weights()}*({minuend}{self.signs[condition.operation]}{subtrahend})")
        return self.call("COUNTIF", self.text(values), self.constant(self.signs[condition.operation] + self.text(limit)))

    def mean(self, values: Expression) -> tuple[str, float]:
        """Average the differences of two ranges."""
        minuend, subtrahend = values.arguments
        return f"({self.total(minuend)}-{self.total(subtrahend)})/{self.count(minuend)}", PRODUCT

    def median(self, values: Any) -> str:
        """Return the median of a range, or of a pair of ranges row by row: an array formula before Excel 365."""
        weights = self.weights()
        if not weights:
            return self.call("MEDIAN", self.text(values))
        median = self.call("MEDIAN", self.call("IF", weights, self.text(values)))
        return self.call("IF", self.call("SUMPRODUCT", weights) + "=0", ZERO_ERROR, median)  # of nothing: as the mean of nothing

    def weights(self) -> str:
        """Return 1 for each row of a pair of ranges that has both numbers, else 0; nothing for a single range.

        The pairing is the formula itself, not a guard: bare formulas have it too.
        """
        ranges = [self.cells[(parameter.name,)] for parameter in self.record.parameters if parameter.is_range]
        if len(ranges) < 2:
            return ""
        return "*".join(f'({cell}<>"")' for cell in ranges)

    # --- the meaning of cells

    def guarded(self, formula: str) -> str:
        """Wrap a formula so that it treats blanks, texts and forbidden numbers as every host does."""
        types, limits, blanks = self.type_checks(), self.limit_checks(), self.blank_checks()
        if limits:
            formula = self.call("IF", self.any_of(limits), NUMBER_ERROR, formula)
        if not types:
            return formula
        otherwise = self.call("IF", "+".join(blanks), '""', VALUE_ERROR) if blanks else VALUE_ERROR
        if all(parameter.kind.skips_text for parameter, _ in self.every_cell()):
            total = self.call("SUM", *(cell for _, cell in self.every_cell()))
            otherwise = self.call("IF", self.call("ISNUMBER", total), VALUE_ERROR, total)  # else the error in the range
        return self.call("IF", self.all_of(types), formula, otherwise)

    def every_cell(self) -> list[tuple[Parameter, str]]:
        """Return every cell with its parameter."""
        return [(self.record.by_name[key[0]], cell) for key, cell in self.cells.items()]

    def type_checks(self) -> list[str]:
        """Return the conditions under which every cell is of its kind."""
        numbers = [cell for parameter, cell in self.every_cell() if _is_number(parameter) and not parameter.is_optional]
        checks = [f"{self.call('COUNT', *numbers)}={len(numbers)}"] if numbers else []
        for parameter, cell in self.every_cell():
            if parameter.is_range and parameter.kind.skips_text:
                checks += [self.call("ISNUMBER", self.call("SUM", cell)), self.only_words(cell)]
            elif parameter.is_range:
                checks.append(self.only_numbers(cell))
            elif parameter.options:
                words = [*([""] if parameter.is_optional else []), *parameter.options]
                checks.append(self.any_of([f"{cell}={self.constant(word)}" for word in words]))
            elif parameter.is_optional:
                checks.append(self.any_of([f'{cell}=""', self.call("ISNUMBER", cell)]))
        return checks

    def limit_checks(self) -> list[str]:
        """Return the conditions under which a number is outside its limits."""
        checks = []
        for parameter, cell in self.every_cell():
            low, high = parameter.kind.low, parameter.kind.high
            if low is not None:
                checks.append(self.limit_check(parameter, cell, "<", self.number(low - BEYOND_LIMIT)))
            if high is not None:
                checks.append(self.limit_check(parameter, cell, ">", self.number(high + BEYOND_LIMIT)))
        return checks

    def limit_check(self, parameter: Parameter, cell: str, sign: str, limit: str) -> str:
        """Return the condition under which a cell, or any cell of a range, is outside a limit."""
        if parameter.is_range:
            return self.call("COUNTIF", cell, f'"{sign}"&{limit}') + ">0"  # a number inside quotes would need the sheet's decimal sign
        if parameter.is_optional and parameter.default is not None:
            cell = self.or_default(cell, self.constant(parameter.default))
        elif parameter.is_optional:
            cell = self.call("N", cell)
        return f"{cell}{sign}{limit}"

    def blank_checks(self) -> list[str]:
        """Return terms whose sum is above 0 where the result is blank. A sum passes errors on, which OR in some engines does not.

        An optional cell is there for its error only: multiplied by 0, its blank doesn't count.
        """
        cells = [(parameter, cell) for parameter, cell in self.every_cell() if not parameter.is_range]
        return [f'{"0*" if parameter.is_optional else ""}({cell}="")' for parameter, cell in cells]

    def only_numbers(self, cell: str) -> str:
        """Test that a range holds only numbers and blanks; an error in it comes out."""
        return self.call("SUMPRODUCT", f'--({cell}<>"")') + "=" + self.call("COUNT", cell)

    def only_words(self, cell: str) -> str:
        """Whether no text in a range is a number in the sheet's notation."""
        return self.call("SUMPRODUCT", f"{self.call('ISTEXT', cell)}*{self.call('ISNUMBER', self.call('VALUE', cell))}") + "=0"

    def any_of(self, conditions: Sequence[str]) -> str:
        """Test that at least one condition holds."""
        return conditions[0] if len(conditions) == 1 else self.call("OR", *conditions)

    def all_of(self, conditions: Sequence[str]) -> str:
        """Test that all conditions hold; of ranges by a product, which passes errors on even where AND stops at the first FALSE."""
        if len(conditions) == 1:
            return conditions[0]
        return "*".join(f"({each})" for each in conditions) if self.record.reads_ranges else self.call("AND", *conditions)


def excel_formula(record: Record, arguments: Sequence[str], *, separator: str = ",", is_guarded: bool = True) -> str:
    """Print a KPI with one result as a native formula, without the equals sign.

    >>> from sheetkpi import KPIS
    >>> excel_formula(KPIS["ROMI"], ["D5", "C5"], is_guarded=False)
    '(D5-C5)/C5'
    >>> excel_formula(KPIS["ROMI"], ["D5", "C5"], separator=";")
    'IF(COUNT(D5;C5)=2;(D5-C5)/C5;IF((D5="")+(C5="");"";#VALUE!))'
    """
    return excel_formulas(record, arguments, separator=separator, is_guarded=is_guarded)[ONLY]


def excel_formulas(
    record: Record,
    arguments: Sequence[str],
    *,
    separator: str = ",",
    is_guarded: bool = True,
    cells_of_figures: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Print the figures of a KPI as native formulas without the equals sign, by their names."""
    cells, formulas = bind(record, arguments, _cell)
    printed: dict[str, str] = {}
    names: dict[Expression, str] = {}
    for name, formula in formulas.items():
        dialect = Excel(record, cells, separator=separator, is_guarded=is_guarded, names=names)
        text = dialect.text(formula)
        printed[name] = dialect.guarded(text) if is_guarded else text
        if cells_of_figures and name in cells_of_figures and isinstance(formula, Expression):
            names[formula] = cells_of_figures[name]
    return printed


def localized(formula: str, language: Language) -> str:
    """Translate the names of functions and errors, as a localized Excel takes them when they are typed.

    In a file, in Google Sheets and over an API formulas are always English.

    >>> localized('=IF(COUNT(A1;B1)=2;SQRT(A1/B1);#VALUE!)', "ru")
    '=ЕСЛИ(СЧЁТ(A1;B1)=2;КОРЕНЬ(A1/B1);#ЗНАЧ!)'
    """
    locale = locale_of(language)
    formula = _FUNCTION_NAME.sub(lambda found: locale.function_names.get(found[0], found[0]), formula)
    return _ERROR_NAME.sub(lambda found: locale.error_names.get(found[0], found[0]), formula)


def _cell(record: Record, parameter: Parameter, argument: str) -> str:
    """Return an argument as a formula holds it: a reference, a name or a call as it is, any other expression in parentheses."""
    if not argument or (":" in argument and not parameter.is_range and _REFERENCE.fullmatch(argument)):
        raise WrongType(
            Message(
                "{function}: {argument} is “{value}”. Give one cell, number or text.",
                function=record.name,
                argument=parameter,
                value=argument,
            )
        )
    _refuse_cyrillic_addresses(record, parameter, argument)
    return argument if _REFERENCE.fullmatch(argument) or _LITERAL.fullmatch(argument) or _CALL.fullmatch(argument) else f"({argument})"


def _refuse_cyrillic_addresses(record: Record, parameter: Parameter, argument: str) -> None:
    """Refuse С5 with the letter of the Russian keyboard: a spreadsheet takes it for a name, and shows #NAME?."""
    for found in _ADDRESS.finditer(_QUOTED.sub("", argument)):
        letters = found[1].translate(_LOOKALIKES)
        if letters != found[1] and letters.isascii():
            raise WrongType(
                Message(
                    "{function}, {argument}: the address {address} has a Cyrillic letter in it. Type it on the English keyboard: {right}.",
                    function=record.name,
                    argument=parameter,
                    address=found[0],
                    right=found[0].translate(_LOOKALIKES),
                )
            )


def _is_number(parameter: Parameter) -> bool:
    return parameter.kind.holds == "number" and not parameter.is_range
