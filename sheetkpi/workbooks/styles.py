"""The palette, safe for colour-blind readers, and a style for each role of a cell."""

from dataclasses import dataclass, replace
from typing import Literal

INK, GREY, LINE, WHITE = "#1F2937", "#6B7280", "#D1D5DB", "#FFFFFF"
HEAD, BAND, PAPER = "#334155", "#E2E8F0", "#F8FAFC"
BLUE, INPUT_FILL = "#1D4ED8", "#EFF6FF"
GREEN, AMBER, RED = ("#166534", "#DCFCE7"), ("#92400E", "#FEF3C7"), ("#991B1B", "#FEE2E2")

#: Colours of charts, apart for every kind of sight (Okabe and Ito), the calm ones first.
CHART = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#6B7280")

MONEY, MONEY_WHOLE, COUNT, PERCENT, PERCENT_FINE, RATIO, DATE, TEXT = (
    "#,##0.00",
    "#,##0",
    "#,##0",
    "0.0%",
    "0.00%",
    "0.00",
    "yyyy-mm-dd",
    "@",
)


@dataclass(frozen=True, slots=True)
class Style:
    """The format of a cell; programs leave out what they can't show."""

    number_format: str = "General"
    size: float = 10
    is_bold: bool = False
    colour: str = INK
    background: str | None = None
    align: Literal["left", "center", "right"] | None = None
    is_top: bool = False
    is_wrapped: bool = False
    indent: int = 0
    border: Literal["none", "bottom", "top", "all", "outline"] = "none"
    is_open: bool = False

    def but(self, **changes: object) -> "Style":
        """Return the style with changes."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def as_format(self, number_format: str) -> "Style":
        """Return the style with another number format."""
        return replace(self, number_format=number_format)


TITLE = Style(size=16, is_bold=True)
SUBTITLE = Style(size=12, is_bold=True)
PARAGRAPH = Style(size=11, is_wrapped=True, is_top=True)
HINT = Style(colour=GREY, is_wrapped=True, is_top=True)
LABEL = Style(is_wrapped=True, border="bottom")
UNIT = Style(colour=GREY, border="bottom")
HEADER = Style(is_bold=True, colour=WHITE, background=HEAD, is_wrapped=True, align="center")
HEADER_LEFT = HEADER.but(align="left", indent=1)
BAND_STYLE = Style(is_bold=True, background=BAND, indent=1)
INPUT = Style(colour=BLUE, background=INPUT_FILL, border="all", align="right", is_open=True)
INPUT_TEXT = INPUT.but(align="left", is_wrapped=True, number_format=TEXT)
INPUT_CHOICE = INPUT.but(align="center", number_format="General")
NUMBER = Style(border="bottom", align="right")
RESULT = Style(border="bottom", align="right", is_bold=True)
TOTAL = Style(border="top", align="right", is_bold=True, background=BAND)
TOTAL_LABEL = TOTAL.but(align="left")
SENTENCE = Style(size=12, is_wrapped=True)
FILLED_ROW = Style(border="bottom")
CHECK = Style(border="bottom", align="center", is_bold=True)
GOOD = Style(colour=GREEN[0], background=GREEN[1])
WARN = Style(colour=AMBER[0], background=AMBER[1])
BAD = Style(colour=RED[0], background=RED[1])

#: What a formula needs and nobody has to read.
UNSEEN = Style(colour="#FFFFFF", number_format=";;;")
#: The colours of cells by the sign that they begin with; a quiet tick is green without a background.
SIGNS = {"✓": GOOD, "!": WARN, "✗": BAD, "▲": GOOD, "◆": WARN, "■": BAD, "?": WARN}
QUIET_TICK = GOOD.but(background=None)
