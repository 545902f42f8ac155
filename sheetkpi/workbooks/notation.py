"""How a person types what the catalogue knows: arguments, signatures, native formulas, also in a localized Excel."""

import re

from sheetkpi.dialects.excel import excel_figures
from sheetkpi.dialects.localized import localized
from sheetkpi.formulas import printed, separator_of
from sheetkpi.records import Parameter, Record
from sheetkpi.translation import Language


def in_typing(formula: str, language: Language) -> str:
    """A formula with the function names that the reader's Excel takes.

    >>> in_typing("=SQRT(2)", "ru")
    '=КОРЕНЬ(2)'
    """
    return localized(formula, language)


def argument_names(record: Record, language: Language) -> list[str]:
    """The arguments in the reader's words; in brackets what may be left out, and … behind what may repeat."""
    return [_bracketed(parameter, parameter.title(language)) for parameter in record.formula_parameters]


def explained_arguments(record: Record, language: Language) -> list[str]:
    """The arguments in the reader's words, each with what to enter."""
    names = argument_names(record, language)
    return [f"{name} — {parameter.help_in(language)}" for name, parameter in zip(names, record.formula_parameters, strict=True)]


def signature(record: Record, language: Language, prefix: str = "") -> str:
    """``ROMI(gross profit, spend)``, with a prefix ``MK_ROMI(gross profit, spend)``."""
    return f"{prefix}{record.name}({f'{separator_of(language)} '.join(argument_names(record, language))})"


def native_formulas(record: Record, language: Language) -> list[str]:
    """The bare formula, with the arguments' names where one puts one's cells; several for a KPI with several results.

    As in the formula in words, choices have their defaults, and what is blank by default is left out.

    >>> from sheetkpi import KPIS
    >>> native_formulas(KPIS["ROMI"], "en")
    ['=(gross_profit-spend)/spend']
    """
    cells = [cell for parameter in record.formula_parameters for cell in _placeholders(parameter, language)]
    separator = separator_of(language)
    if record.result == "figures":
        names = {figure.name: _as_name(figure.title(language)) for figure in record.figures}
        formulas = excel_figures(record, cells, separator=separator, is_guarded=False, cells_of_figures=names)
        return [f"{names[figure]} = {in_typing(formula, language)}" for figure, formula in formulas.items()]
    return [in_typing(text, language) for _, text in printed(record, "excel", cells, separator=separator, is_guarded=False)]


def _bracketed(parameter: Parameter, title: str) -> str:
    return f"[{title}{'…' if parameter.variadic else ''}]" if parameter.is_optional else title


def _placeholders(parameter: Parameter, language: Language) -> list[str]:
    name = _as_name(parameter.title(language))
    if parameter.variadic:
        return [f"{name}_1", f"{name}_2"]
    return ["" if parameter.is_left_out else name]


def _as_name(title: str) -> str:
    """Words as one name, which a formula may hold: ``gross_profit``."""
    return re.sub(r"\W+", "_", title).strip("_")
