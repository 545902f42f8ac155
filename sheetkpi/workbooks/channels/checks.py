"""The checks of the channel comparison."""

from dataclasses import dataclass

from sheetkpi.translation import Label
from sheetkpi.workbooks.book import At
from sheetkpi.workbooks.channels.budget import Budget
from sheetkpi.workbooks.channels.channels_sheet import ChannelsSheet
from sheetkpi.workbooks.channels.data_sheet import FIRST, DataSheet
from sheetkpi.workbooks.channels.screen import Screen
from sheetkpi.workbooks.channels.start import Switches
from sheetkpi.workbooks.shared_sheets import Check, Checklist


@dataclass(frozen=True, slots=True)
class Sheets:
    """The sheets to check."""

    switches: Switches
    data: DataSheet
    channels: ChannelsSheet
    screen: Screen
    budget: Budget
    names: At


def add_checks(checks: Checklist, sheets: Sheets) -> None:
    """Add all checks."""
    for check in (*_of_data(sheets), *_of_channels(sheets), *_of_results(sheets)):
        checks.add(check)


def _of_data(sheets: Sheets) -> list[Check]:
    data = sheets.data
    columns = {key: cells.full for key, cells in data.columns.items()}
    found = {key: cell.full for key, cell in data.found.items()}
    no_channel = f'COUNTIFS({columns["channel"]},"",{columns["spend"]},">0")'
    no_date, no_spend = (f'COUNTIFS({data.ids.full},">0",{columns[key]},"")' for key in ("date", "spend"))
    negative = f'COUNTIF({data.numbers.full},"<0")'
    twice = f"MATCH(MODE({data.keys.full}),{data.keys.full},0)"
    row_of_twice = f'IF(ISERROR({twice}),"",{twice}+{FIRST})'
    return [
        Check(
            "text_numbers",
            Label("No number in the data is stored as text"),
            f"{found['texts']}=0",
            Label("Retype the cells named above the headings of the data, without spaces or currency symbols."),
            found=f'IF({found["texts"]}=0,"",{found["texts"]}&" · "&MID({found["texts_first"]},3,99))',
        ),
        Check(
            "dates",
            Label("Every date in the data is a date"),
            f"{found['bad_dates']}=0",
            Label("Retype the dates; a row without a date does not belong to any month."),
            found=f'IF({found["bad_dates"]}=0,"",{found["bad_dates"]}&" · "&MID({found["bad_dates_first"]},3,99))',
        ),
        Check(
            "mandatory",
            Label("Every row with a channel has a date and a spend"),
            f"{no_date}+{no_spend}=0",
            Label("Fill in the date and the spend; a channel that costs nothing has a spend of 0."),
            found=f'IF({no_date}+{no_spend}=0,"",{no_date}+{no_spend})',
        ),
        Check(
            "spend_without_channel",
            Label("No spend is without a channel"),
            f"{no_channel}=0",
            Label("Name the channel in these rows; until then their spend is not counted."),
            found=f'IF({no_channel}=0,"",{no_channel})',
        ),
        Check(
            "negative",
            Label("No number in the data is negative"),
            f"{negative}=0",
            Label("Look for refunds and typos. Subtract a refund from the revenue of its sale."),
            found=f'IF({negative}=0,"",{negative})',
        ),
        Check(
            "twice",
            Label("No row is repeated: same date, channel and campaign"),
            f"ISERROR({twice})",
            Label("Delete the second row unless it is intended: was an export pasted twice?"),
            is_warning=True,
            found=row_of_twice,
        ),
        Check(
            "period",
            Label("All rows fall in the period"),
            f"{found['outside']}=0",
            Label("Rows outside the period are not counted. Clear the period on the sheet “Start” to count all."),
            is_warning=True,
            found=f'IF({found["outside"]}=0,"",{found["outside"]})',
        ),
        Check(
            "rejected",
            Label("The import rejected no row"),
            f"{found['rejected']}=0",
            Label("See the sheet “Rejected rows”: each says why."),
            is_warning=True,
            found=f'IF({found["rejected"]}=0,"",{found["rejected"]})',
        ),
        Check(
            "gross_profit",
            Label("The sales have a cost"),
            f"OR(SUM({columns['revenue']})=0,COUNT({columns['cost_of_sales']})>0)",
            Label("Without it there is no ROMI and no verdict, only ad cost share, ROAS and cost per customer. Fill in the cost of sales."),
            is_warning=True,
        ),
        Check(
            "capacity",
            Label("No row is below the last one that is counted"),
            f"{found['below']}=0",
            Label("There are more rows than fit. Paste weeks or months instead of days."),
            found=f'IF({found["below"]}=0,"",{found["below"]})',
        ),
    ]


def _of_channels(sheets: Sheets) -> list[Check]:
    channels, data, switches = sheets.channels, sheets.data, sheets.switches
    known = f'COUNTIF({sheets.names.full},"!*")'
    cells = {key: place.full for key, place in channels.columns.items()}
    is_by_hand = f"{switches.source.number.full}=2"

    def same_sum(key: str, factor: At) -> str:
        amounts = data.named[key]
        dates = data.named["date"]
        start, end = switches.period_from.full, switches.period_to.full
        of_period = f'SUMIFS({amounts},{dates},">="&IF({start}="",MIN({dates}),{start}),{dates},"<="&IF({end}="",MAX({dates}),{end}))'
        whole = f'IF(({start}="")*({end}=""),SUM({amounts}),{of_period})*{factor.full}'
        return f"OR({is_by_hand},ABS(SUM({cells[key]})-{whole})<=1E-9*(1+ABS({whole})))"

    def ordered(less: str, more: str) -> str:
        return f'SUMPRODUCT(({cells[less]}<>"")*({cells[more]}<>"")*({cells[less]}>{cells[more]}))'

    unordered = "+".join(ordered(*pair) for pair in (("customers", "leads"), ("leads", "clicks"), ("clicks", "impressions")))
    strange = f'SUMPRODUCT(({cells["revenue"]}<>"")*({cells["revenue"]}>0)*(({cells["customers"]}="")+({cells["customers"]}=0)>0))'
    return [
        Check(
            "spend",
            Label("The channels' spend equals the spend in the data"),
            same_sum("spend", channels.spend_factor),
            Label("Look for rows without a channel or with spend stored as text, and for more channels than fit."),
        ),
        Check(
            "revenue",
            Label("The channels' revenue equals the revenue in the data"),
            same_sum("revenue", channels.sales_factor),
            Label("Look for rows without a channel or with revenue stored as text, and for more channels than fit."),
        ),
        Check(
            "too_many",
            Label("There are no more channels than fit"),
            f"{channels.in_data.full}=0",
            Label("Thirty channels are compared. Combine small ones: give them the same name on the sheet “Mapping”."),
            found=f'IF({channels.in_data.full}=0,"",{channels.in_data.full})',
        ),
        Check(
            "unmapped",
            Label("Every channel of the data is in the list of names"),
            f"{known}=0",
            Label("See the sheet “Mapping”: is it a new channel, or another name of one that is there? Add it to the list."),
            is_warning=True,
            found=f'IF({known}=0,"",{known})',
        ),
        Check(
            "order",
            Label("Customers are not more than leads, leads than clicks, clicks than impressions"),
            f"{unordered}=0",
            Label("This is possible if people call without a click. Otherwise a column was pasted in the wrong place."),
            is_warning=True,
            found=f'IF({unordered}=0,"",{unordered})',
        ),
        Check(
            "revenue_without_customers",
            Label("No channel has revenue without customers"),
            f"{strange}=0",
            Label("Fill in the customers, or the cost per customer and the verdict will be missing."),
            is_warning=True,
            found=f'IF({strange}=0,"",{strange})',
        ),
    ]


def _of_results(sheets: Sheets) -> list[Check]:
    switches, screen, budget = sheets.switches, sheets.screen, sheets.budget

    def whole(key: str) -> str:
        cells = screen.columns[key].full
        return f"OR(COUNT({cells})=0,ABS(SUM({cells})-1)<=1E-9)"

    new, used = budget.columns["new_spend"].full, budget.budget.full
    return [
        Check(
            "vat",
            Label("Spend and sales are on the same VAT basis"),
            f"{switches.spend_vat.number.full}={switches.sales_vat.number.full}",
            Label("Right only if one side was entered with VAT and the other without it."),
            is_warning=True,
        ),
        Check(
            "shares",
            Label("The shares of spend sum to one, and so do those of gross profit"),
            f"AND({whole('share_of_spend')},{whole('share_of_gross_profit')})",
            Label("A formula was changed: take a fresh copy of the workbook."),
        ),
        Check(
            "budget_fits",
            Label("The limits leave room for the budget"),
            f"OR({budget.is_possible.full}=1,COUNT({budget.columns['marginal'].full})=0)",
            Label("See the sheet “Budget”: change the budget or the limits."),
        ),
        Check(
            "budget",
            Label("The new spends sum to the budget"),
            f"OR({budget.is_possible.full}=0,ABS(SUM({new})-{used})<=1E-6)",
            Label("A formula was changed: take a fresh copy of the workbook."),
        ),
    ]
