"""The fields of a table of marketing data: what a column may hold."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

from sheetkpi.model.kinds import Count, Money, Number, Shape, Share, Text, kind_of
from sheetkpi.model.records import Parameter
from sheetkpi.translation import Label

#: How the cells of a field are read.
CellKind = Literal["text", "date", "count", "whole", "money", "spend", "share"]


@dataclass(frozen=True, slots=True)
class Field:
    """What a column may hold.

    Args:
        title: What people call it.
        cells: How its cells are read.
        parameter: How a function checks its cells.
    """

    title: Label
    cells: CellKind
    parameter: Parameter


#: Money that was spent: a negative amount is a typing mistake.
_MONEY_SPENT = Annotated[Any, replace(kind_of(Money), low=0)]

_KINDS: Mapping[CellKind, Any] = {
    "text": Text, "date": Number, "count": Count, "whole": Count, "money": Money, "spend": _MONEY_SPENT, "share": Share,
}  # fmt: skip


def _field(name: str, title: str, cells: CellKind, help_: str) -> tuple[str, Field]:
    return name, Field(Label(title), cells, Parameter(name, kind_of(_KINDS[cells]), Shape.COLUMN, help_))


FIELDS: Mapping[str, Field] = dict(
    (
        _field("date", "Date", "date", "Day, or the first day of a week or month"),
        _field("channel", "Channel", "text", "Name of the channel"),
        _field("campaign", "Campaign", "text", "Name of the campaign"),
        _field("spend", "Spend", "spend", "What the marketing cost"),
        _field("impressions", "Impressions", "whole", "How many times the ad was shown"),
        _field("clicks", "Clicks", "whole", "Clicks on the ad"),
        _field("visits", "Visits", "whole", "Visits to the site"),
        _field("leads", "Leads", "count", "Leads: people who left a request or called"),
        _field("qualified_leads", "Qualified leads", "count", "Leads that may buy"),
        _field("calls_accepted", "Calls accepted", "count", "Calls that were answered"),
        _field("calls_dropped", "Calls dropped", "count", "Calls that broke off"),
        _field("calls_missed", "Calls missed", "count", "Calls that nobody answered"),
        _field("customers", "Customers", "count", "Customers won"),
        _field("orders", "Orders", "count", "Orders placed"),
        _field("new_customers", "New customers", "count", "Customers who bought for the first time"),
        _field("revenue", "Revenue", "money", "Revenue from sales"),
        _field("cost_of_sales", "Cost of sales", "money", "What the goods or services you sold cost you"),
        _field("margin", "Margin", "share", "Share of revenue that is gross profit"),
        _field("gross_profit", "Gross profit", "money", "Gross profit before marketing"),
        _field("plan_customers", "Customers planned", "count", "Customers planned"),
        _field("plan_spend", "Spend planned", "spend", "Spend planned"),
        _field("promo_code", "Promo code", "text", "Promo code of the sale"),
        _field("currency", "Currency", "text", "Currency of the amounts"),
    )
)

#: The fields of a table of channels in a sheet.
CHANNEL_FIELDS = tuple(name for name in FIELDS if name not in ("date", "campaign", "promo_code", "currency"))
#: Fields that add up over rows; visitors do not, since one person may come from two channels.
ADDITIVE = tuple(name for name, field in FIELDS.items() if field.cells in ("count", "whole", "money", "spend") and name != "visits")
