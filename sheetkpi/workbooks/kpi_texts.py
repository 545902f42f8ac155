"""Texts about a KPI: its formula in words and symbols, definition, source, signature and native formulas."""

from collections.abc import Callable
from dataclasses import dataclass

from sheetkpi.model.records import Parameter, Record
from sheetkpi.printing.dialect import as_name, names_of_arguments
from sheetkpi.printing.excel import Excel, excel_formulas, localized
from sheetkpi.printing.formulas import printed, separator_of
from sheetkpi.printing.words import formulas_in_words
from sheetkpi.registry import find
from sheetkpi.translation import Language, Message, Translatable, translate

# --- for cells that follow the language of the workbook


@dataclass(frozen=True, slots=True)
class KpiText:
    """A text made of what the catalogue knows."""

    make: Callable[[Language], str]

    def in_language(self, language: Language) -> str:
        """Return the text."""
        return self.make(language)


def kpi_formula(kpi: str, figure: str | None = None) -> KpiText:
    """Return the formula in words; of a KPI with several results, that of one of them."""
    record = find(kpi)
    if figure is None:
        return KpiText(lambda language: "; ".join(_in_words(record, language)) or "—")
    place = [each.name for each in record.figures].index(figure)
    return KpiText(lambda language: _in_words(record, language)[place])


def figure_title(kpi: str, figure: str) -> KpiText:
    """Return the title of one result of a KPI with several."""
    label = next(each.label for each in find(kpi).figures if each.name == figure)
    return KpiText(lambda language: translate(label, language))


def kpi_definition(kpi: str) -> KpiText:
    """Return the definition."""
    return KpiText(find(kpi).summary_in)


def kpi_source(kpi: str) -> KpiText:
    """Return the source of the definition."""
    return KpiText(find(kpi).source.in_language)


def kpi_note(kpi: str, figure: str | None = None) -> Translatable:
    """Return the note beside a result: definition, formula in words, source."""
    facts = {"definition": kpi_definition(kpi), "formula": kpi_formula(kpi, figure), "source": kpi_source(kpi)}
    return Message("{definition}\nFormula: {formula}\nSource: {source}", **facts)


def kpi_summary(kpi: str) -> KpiText:
    """Return the note beside a column: name, definition, formulas in words, source."""
    record = find(kpi)

    def summary(language: Language) -> str:
        head = f"{record.name}: {record.summary_in(language)}"
        return "\n".join([head, *_in_words(record, language), record.source.in_language(language)])

    return KpiText(summary)


def _in_words(record: Record, language: Language) -> list[str]:
    return [words for _, words in formulas_in_words(record, language)]


# --- as typed into a cell


def argument_names(record: Record, language: Language) -> list[str]:
    """Return the arguments' names; [brackets] mark what may be left out, … what may repeat."""
    return [_bracketed(parameter, parameter.title(language)) for parameter in record.formula_parameters]


def explained_arguments(record: Record, language: Language) -> list[str]:
    """Return the arguments' names, each with what to enter."""
    names = argument_names(record, language)
    return [f"{name} — {parameter.help_in(language)}" for name, parameter in zip(names, record.formula_parameters, strict=True)]


def signature(record: Record, language: Language, prefix: str = "") -> str:
    """Return the signature: ``ROMI(gross profit, spend)``, with a prefix ``MK_ROMI(gross profit, spend)``."""
    return f"{prefix}{record.name}({f'{separator_of(language)} '.join(argument_names(record, language))})"


def native_formulas(record: Record, language: Language) -> list[str]:
    """Return the bare formula with the arguments' names in place of cells; several for a KPI with several results.

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
