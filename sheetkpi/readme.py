"""The catalogue of functions as the READMEs show it."""

from itertools import groupby

from sheetkpi.records import Record
from sheetkpi.registry import KPIS
from sheetkpi.translation import Language, translate
from sheetkpi.workbooks.notation import argument_names, native_formulas

#: The catalogue stands between these lines; the rest of a README is written by hand.
BEGINNING, END = "<!-- functions -->", "<!-- /functions -->"


def with_catalogue(readme: str, language: Language) -> str:
    """The README with the catalogue of today between its marks."""
    before, _, rest = readme.partition(BEGINNING)
    _, _, after = rest.partition(END)
    return f"{before}{BEGINNING}\n{_catalogue(language)}\n{END}{after}" if rest and END in rest else readme


def _catalogue(language: Language) -> str:
    head = (
        translate("Function", language),
        translate("What it is", language),
        translate("Arguments", language),
        translate("Native formula", language),
    )
    topics = []
    for _, group in groupby(KPIS.values(), key=lambda record: record.group):
        records = list(group)
        rows = [head, ("---",) * len(head), *(_row(record, language) for record in records)]
        table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
        topics.append(f"**{records[0].group_in(language)}**\n\n{table}")
    return "\n" + "\n\n".join(topics) + "\n"


def _row(record: Record, language: Language) -> tuple[str, ...]:
    return (
        f"`{record.name}`",
        record.title(language),
        ", ".join(name.replace("[", "\\[").replace("]", "\\]") for name in argument_names(record, language)),
        _formula(record, language),
    )


def _formula(record: Record, language: Language) -> str:
    if not record.is_printable:
        return f"— {translate(record.unprintable, language)}"
    return "<br>".join(f"`{formula}`" for formula in native_formulas(record, language))
