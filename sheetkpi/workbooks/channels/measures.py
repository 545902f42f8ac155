"""What is counted of a channel, and which KPIs come of it: the one list that all sheets go by."""

from dataclasses import dataclass

from sheetkpi.translation import Label, Translatable
from sheetkpi.workbooks.channels.data import FIELDS
from sheetkpi.workbooks.styles import COUNT, MONEY, PERCENT, PERCENT_FINE, RATIO


@dataclass(frozen=True, slots=True)
class Ratio:
    """A KPI of two sums."""

    key: str
    kpi: str
    first: str
    second: str
    heading: Translatable
    number_format: str


#: The columns of the data that are summed up by channel.
MEASURES = tuple(field for field in FIELDS if field.kind == "number")

#: `attempts` are clicks or visits, `income` is gross profit or revenue, as is chosen on the first sheet.
RATIOS: tuple[Ratio, ...] = (
    Ratio("ctr", "CTR", "clicks", "impressions", Label("CTR"), PERCENT_FINE),
    Ratio("cpc", "CPC", "spend", "clicks", Label("CPC"), MONEY),
    Ratio("click_to_lead", "CONVERSION", "leads", "attempts", Label("Click-to-lead conversion"), PERCENT),
    Ratio("cpl", "CPL", "spend", "leads", Label("Cost per lead"), MONEY),
    Ratio("lead_to_sale", "CONVERSION", "customers", "leads", Label("Lead-to-sale conversion"), PERCENT),
    Ratio("cpo", "CPO", "spend", "customers", Label("Cost per customer"), MONEY),
    Ratio("aov", "AOV", "revenue", "customers", Label("Average order value"), MONEY),
    Ratio("net", "PROFIT", "gross_profit", "spend", Label("Net result"), MONEY),
    Ratio("romi", "ROMI", "income", "spend", Label("ROMI"), PERCENT),
    Ratio("roas", "ROAS", "revenue", "spend", Label("ROAS"), RATIO),
    Ratio("drr", "DRR", "spend", "revenue", Label("Ad cost share"), PERCENT),
)

#: The share that a channel has of all.
SHARES: tuple[Ratio, ...] = (
    Ratio("share_of_spend", "SHARE_OF", "spend", "spend", Label("Share of spend"), PERCENT),
    Ratio("share_of_gross_profit", "SHARE_OF", "gross_profit", "gross_profit", Label("Share of gross profit"), PERCENT),
)

#: What comes of the sums of one channel before anything is compared.
DERIVED: tuple[tuple[str, Translatable, str], ...] = (
    ("attempts", Label("Clicks or visits"), COUNT),
    ("gross_profit", Label("Gross profit"), MONEY),
    ("income", Label("Income for ROMI"), MONEY),
    ("net", Label("Net result"), MONEY),
    ("place", Label("Place"), COUNT),
)


def guarded(formula: str) -> str:
    """A KPI in a table: where it has no value, a dash; a blank stays blank."""
    return f'IFERROR({formula},"—")'
