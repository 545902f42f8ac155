"""How a person types what the catalogue knows: arguments, signatures, native formulas, also in a localized Excel."""

from sheetkpi.model.records import Parameter, Record
from sheetkpi.printing.dialect import as_name, names_of_arguments
from sheetkpi.printing.excel import Excel, excel_formulas, localized
from sheetkpi.printing.formulas import printed, separator_of
from sheetkpi.translation import Language


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
    separator = separator_of(language)
    if not record.figures:
        texts = printed(record, Excel.name, separator=separator, is_guarded=False, language=language, functions=language)
        return [text for _, text in texts]
    names = {figure.name: as_name(figure.title(language)) for figure in record.figures}
    cells = names_of_arguments(record, language)
    formulas = excel_formulas(record, cells, separator=separator, is_guarded=False, cells_of_figures=names)
    return [f"{names[name]} = {localized(text, language)}" for name, text in formulas.items()]


def _bracketed(parameter: Parameter, title: str) -> str:
    return f"[{title}{'…' if parameter.variadic else ''}]" if parameter.is_optional else title
