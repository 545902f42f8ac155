"""English: the language of the code."""

from sheetkpi.locale import Locale

LOCALE = Locale(
    own_name="English",
    decimal=".",
    thousands=",",
    percent="%",
    quotes=("“", "”"),
    argument_separator=",",
    array_separator=",",
    date_format="%Y-%m-%d",
    currency="$",
    code_page=1252,
    windows_language=0x09,
    letters=frozenset(),
    error_names={},
    function_names={},
    months=("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
    weekdays=("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
    blanks=("n/a", "null", "none", "no data"),
)
