"""Marketing KPIs as functions of Excel: =ROMI(100000,50000) and the others. Why one shows an error, KPI_WHY tells.

Printed by `sheetkpi build`, not to be edited. Each function hands its cells to the package sheetkpi, and gives back what it answers.

Excel for Windows. The command `py -m sheetkpi excel install` puts the functions into every workbook, without this file. With the add-in of
xlwings instead:
- py -m pip install "sheetkpi[excel]", then py -m xlwings.cli addin install.
- Save the workbook as .xlsm, and put this file beside it.
- In Excel: File → Options → Trust Center → Trust Center Settings → Macro Settings → Trust access to the VBA project object model.
- On the tab xlwings: write sheetkpi_udfs into UDF Modules, and press Import Functions.
- An error is a text there, such as #DIV/0!, and IFERROR does not see it.

Excel for Mac, on the web or for Windows, with no Python on the computer:
- Home → Add-ins: xlwings Lite.
- In its editor: add the line sheetkpi to requirements.txt.
- Put all of this into main.py, in the place of what is there.
- Errors are true errors there. The first calculation waits until Python has been loaded.
"""

from xlwings import arg, func

from sheetkpi.hosts.excel.calls import from_xlwings

CATEGORY = "Marketing KPIs"
LANGUAGE = "en"


# --- Profitability


@func(category=CATEGORY)
@arg("revenue", doc="Revenue from sales", ndim=2, err_to_str=True)
@arg("cost", doc="A cost to subtract", ndim=2, err_to_str=True)
@arg("*more_costs", doc="More costs to subtract", ndim=2, err_to_str=True)
def PROFIT(revenue, cost, *more_costs):
    """Profit: revenue minus the costs you list."""
    return from_xlwings("PROFIT", [revenue, cost, *more_costs], LANGUAGE)


@func(category=CATEGORY)
@arg("revenue", doc="Revenue from sales", ndim=2, err_to_str=True)
@arg("cost_of_sales", doc="What the goods or services you sold cost you", ndim=2, err_to_str=True)
def GROSS_MARGIN(revenue, cost_of_sales):
    """Gross margin: the share of revenue left after the cost of sales."""
    return from_xlwings("GROSS_MARGIN", [revenue, cost_of_sales], LANGUAGE)


@func(category=CATEGORY)
@arg("gross_profit", doc="Gross profit from the marketing, before subtracting its cost", ndim=2, err_to_str=True)
@arg("spend", doc="What the marketing cost", ndim=2, err_to_str=True)
def ROMI(gross_profit, spend):
    """Return on marketing investment (on gross profit): net profit per unit of money spent; 1 is 100%."""
    return from_xlwings("ROMI", [gross_profit, spend], LANGUAGE)


@func(category=CATEGORY)
@arg("revenue", doc="Revenue from sales", ndim=2, err_to_str=True)
@arg("margin", doc="Share of revenue that is gross profit; 1 means ROMI on revenue (share from 0 to 1)", ndim=2, err_to_str=True)
@arg("spend", doc="What the marketing cost", ndim=2, err_to_str=True)
@arg(
    "incremental",
    doc="Share of the sales that would not have happened without the marketing (share from 0 to 1). Left out: 1",
    ndim=2,
    err_to_str=True,
)
def ROMI_MARGIN(revenue, margin, spend, incremental=None):
    """ROMI from revenue, by margin and the share of additional sales: if you know revenue but not gross profit."""
    return from_xlwings("ROMI_MARGIN", [revenue, margin, spend, incremental], LANGUAGE)


@func(category=CATEGORY)
@arg("income", doc="What the investment returned: profit rather than revenue", ndim=2, err_to_str=True)
@arg("investment", doc="What was invested", ndim=2, err_to_str=True)
def ROI(income, investment):
    """Return on investment: the same formula as ROMI, for any investment, not only marketing."""
    return from_xlwings("ROI", [income, investment], LANGUAGE)


@func(category=CATEGORY)
@arg("revenue", doc="Revenue that the advertising brought", ndim=2, err_to_str=True)
@arg("spend", doc="What the advertising cost", ndim=2, err_to_str=True)
def ROAS(revenue, spend):
    """Return on ad spend: revenue per unit of money spent; not a profit."""
    return from_xlwings("ROAS", [revenue, spend], LANGUAGE)


@func(category=CATEGORY)
@arg("spend", doc="What the advertising cost", ndim=2, err_to_str=True)
@arg("revenue", doc="Revenue that the advertising brought", ndim=2, err_to_str=True)
def DRR(spend, revenue):
    """Ad cost share (ДРР, ACoS): advertising spend as a share of revenue."""
    return from_xlwings("DRR", [spend, revenue], LANGUAGE)


@func(category=CATEGORY)
@arg(
    "margin",
    doc="Share of revenue left after goods, delivery, fees and returns, before advertising (share from 0 to 1)",
    ndim=2,
    err_to_str=True,
)
def BREAKEVEN_ROAS(margin):
    """Break-even ROAS: the revenue per unit of ad spend at which you neither earn nor lose."""
    return from_xlwings("BREAKEVEN_ROAS", [margin], LANGUAGE)


@func(category=CATEGORY)
@arg("spend", doc="What the marketing costs", ndim=2, err_to_str=True)
@arg("profit_per_customer", doc="Gross profit from one customer", ndim=2, err_to_str=True)
@arg("rounding", doc="Whole customers: up, nearest or none. Left out: up", ndim=2, err_to_str=True)
def BREAKEVEN_CUSTOMERS(spend, profit_per_customer, rounding=None):
    """Customers to break even: how many must buy for the marketing to pay for itself."""
    return from_xlwings("BREAKEVEN_CUSTOMERS", [spend, profit_per_customer, rounding], LANGUAGE)


@func(category=CATEGORY)
@arg("salary", doc="Desired salary per month", ndim=2, err_to_str=True)
@arg("hours", doc="Working hours per month", ndim=2, err_to_str=True)
@arg("hours_per_unit", doc="Hours per service", ndim=2, err_to_str=True)
@arg("overheads", doc="Rent, utilities, tools, transport, training… per month", ndim=2, err_to_str=True)
@arg("materials", doc="Materials for one service", ndim=2, err_to_str=True)
def UNIT_COST(salary, hours, hours_per_unit, overheads, materials):
    """Cost of a service: the hours it takes, with their share of the overheads, plus materials."""
    return from_xlwings("UNIT_COST", [salary, hours, hours_per_unit, overheads, materials], LANGUAGE)


@func(category=CATEGORY)
@arg("amount", doc="Amount with VAT", ndim=2, err_to_str=True)
@arg("vat_rate", doc="Rate of VAT (share from 0 to 1)", ndim=2, err_to_str=True)
def WITHOUT_VAT(amount, vat_rate):
    """Amount without VAT: for comparing spend and revenue on the same basis."""
    return from_xlwings("WITHOUT_VAT", [amount, vat_rate], LANGUAGE)


# --- Acquisition cost


@func(category=CATEGORY)
@arg("spend", doc="What the advertising cost", ndim=2, err_to_str=True)
@arg("impressions", doc="How many times the ad was shown", ndim=2, err_to_str=True)
def CPM(spend, impressions):
    """Cost per mille: the price of a thousand impressions."""
    return from_xlwings("CPM", [spend, impressions], LANGUAGE)


@func(category=CATEGORY)
@arg("spend", doc="What the advertising cost", ndim=2, err_to_str=True)
@arg("clicks", doc="Clicks on the ad", ndim=2, err_to_str=True)
def CPC(spend, clicks):
    """Cost per click: what one click cost."""
    return from_xlwings("CPC", [spend, clicks], LANGUAGE)


@func(category=CATEGORY)
@arg("spend", doc="What the marketing cost", ndim=2, err_to_str=True)
@arg("leads", doc="Leads: people who left a request or called", ndim=2, err_to_str=True)
def CPL(spend, leads):
    """Cost per lead: what one lead cost."""
    return from_xlwings("CPL", [spend, leads], LANGUAGE)


@func(category=CATEGORY)
@arg("spend", doc="What the marketing cost", ndim=2, err_to_str=True)
@arg("actions", doc="Requests or other target actions", ndim=2, err_to_str=True)
def CPA(spend, actions):
    """Cost per action: what one request or other target action cost."""
    return from_xlwings("CPA", [spend, actions], LANGUAGE)


@func(category=CATEGORY)
@arg("spend", doc="What the marketing cost", ndim=2, err_to_str=True)
@arg("orders", doc="Orders paid, or customers won", ndim=2, err_to_str=True)
def CPO(spend, orders):
    """Cost per order (customer): the marketing cost of one sale."""
    return from_xlwings("CPO", [spend, orders], LANGUAGE)


@func(category=CATEGORY)
@arg("marketing_cost", doc="What the marketing cost", ndim=2, err_to_str=True)
@arg("sales_cost", doc="What the sales team cost; enter 0 to leave it out on purpose", ndim=2, err_to_str=True)
@arg("new_customers", doc="New customers in the period", ndim=2, err_to_str=True)
def CAC(marketing_cost, sales_cost, new_customers):
    """Customer acquisition cost (marketing and sales): the full cost of one new customer."""
    return from_xlwings("CAC", [marketing_cost, sales_cost, new_customers], LANGUAGE)


# --- Funnel and conversion


@func(category=CATEGORY)
@arg("clicks", doc="Clicks on the ad", ndim=2, err_to_str=True)
@arg("impressions", doc="How many times the ad was shown", ndim=2, err_to_str=True)
def CTR(clicks, impressions):
    """CTR, click-through rate: the share of impressions that were clicked."""
    return from_xlwings("CTR", [clicks, impressions], LANGUAGE)


@func(category=CATEGORY)
@arg("successes", doc="How many went on: leads, meetings, sales", ndim=2, err_to_str=True)
@arg("attempts", doc="How many there were: clicks, visits, leads", ndim=2, err_to_str=True)
def CONVERSION(successes, attempts):
    """Conversion: the share of one step of the funnel that reaches the next."""
    return from_xlwings("CONVERSION", [successes, attempts], LANGUAGE)


@func(category=CATEGORY)
@arg("rate", doc="Conversion of the first step (share from 0 to 1)", ndim=2, err_to_str=True)
@arg("*more_rates", doc="Conversions of the later steps (share from 0 to 1)", ndim=2, err_to_str=True)
def FUNNEL_RATE(rate, *more_rates):
    """End-to-end conversion: the share of the first step that reaches the last."""
    return from_xlwings("FUNNEL_RATE", [rate, *more_rates], LANGUAGE)


@func(category=CATEGORY)
@arg("visits", doc="Visits to the site", ndim=2, err_to_str=True)
@arg("leads", doc="Leads: people who left a request or called", ndim=2, err_to_str=True)
def TRAFFIC_PER_LEAD(visits, leads):
    """Traffic to leads: how many visits one lead takes."""
    return from_xlwings("TRAFFIC_PER_LEAD", [visits, leads], LANGUAGE)


@func(category=CATEGORY)
@arg("start_dates", doc="Dates on which the deals began", ndim=2, err_to_str=True)
@arg("close_dates", doc="Dates on which the deals closed; blank while a deal is open", ndim=2, err_to_str=True)
@arg("method", doc="mean, or median if a few deals are very long. Left out: mean", ndim=2, err_to_str=True)
def DEAL_CYCLE(start_dates, close_dates, method=None):
    """Length of the deal cycle: the days from the beginning of a deal to its close."""
    return from_xlwings("DEAL_CYCLE", [start_dates, close_dates, method], LANGUAGE)


@func(category=CATEGORY)
@arg("stages", doc="Names of the stages, from the widest to the narrowest", ndim=2, err_to_str=True)
@arg("counts", doc="How many reached each stage", ndim=2, err_to_str=True)
@arg("spend", doc="What the marketing cost; if blank, no costs are shown", ndim=2, err_to_str=True)
@arg("language", doc="Language of the table, such as ru; if blank, that of the input or the sheet", ndim=2, err_to_str=True)
def FUNNEL_TABLE(stages, counts, spend=None, language=None):
    """Funnel table: conversion, losses and unit cost of each stage."""
    return from_xlwings("FUNNEL_TABLE", [stages, counts, spend, language], LANGUAGE)


# --- Traffic mix


@func(category=CATEGORY)
@arg("part", doc="The part: organic visits, missed calls, revenue from one channel…", ndim=2, err_to_str=True)
@arg("whole", doc="The whole", ndim=2, err_to_str=True)
def SHARE_OF(part, whole):
    """Share of a whole: for organic traffic, social networks, reach, missed calls and the like."""
    return from_xlwings("SHARE_OF", [part, whole], LANGUAGE)


@func(category=CATEGORY)
@arg("channels", doc="Names of the channels", ndim=2, err_to_str=True)
@arg("amounts", doc="Visits, leads or sales of each", ndim=2, err_to_str=True)
@arg("language", doc="Language of the table, such as ru; if blank, that of the input or the sheet", ndim=2, err_to_str=True)
def CHANNEL_MIX(channels, amounts, language=None):
    """Channel mix: the share of each channel, largest first, with a running share."""
    return from_xlwings("CHANNEL_MIX", [channels, amounts, language], LANGUAGE)


# --- Retention and loyalty


@func(category=CATEGORY)
@arg("customers_start", doc="Customers at the start of the period", ndim=2, err_to_str=True)
@arg("customers_end", doc="Customers at the end, including new ones", ndim=2, err_to_str=True)
@arg("new_customers", doc="New customers in the period", ndim=2, err_to_str=True)
def RETENTION(customers_start, customers_end, new_customers):
    """Customer retention rate (CRR): the share of the starting customers who stayed."""
    return from_xlwings("RETENTION", [customers_start, customers_end, new_customers], LANGUAGE)


@func(category=CATEGORY)
@arg("customers_start", doc="Customers at the start of the period", ndim=2, err_to_str=True)
@arg("customers_end", doc="Customers at the end, including new ones", ndim=2, err_to_str=True)
@arg("new_customers", doc="New customers in the period; if blank, net churn as in the source. Left out: 0", ndim=2, err_to_str=True)
def CHURN(customers_start, customers_end, new_customers=None):
    """Customer churn (CCR): the share of the starting customers who left."""
    return from_xlwings("CHURN", [customers_start, customers_end, new_customers], LANGUAGE)


@func(category=CATEGORY)
@arg("repeat_customers", doc="Customers who bought more than once", ndim=2, err_to_str=True)
@arg("customers", doc="All customers", ndim=2, err_to_str=True)
def REPEAT_RATE(repeat_customers, customers):
    """Repeat purchase rate (RPR): the share of customers who bought more than once."""
    return from_xlwings("REPEAT_RATE", [repeat_customers, customers], LANGUAGE)


@func(category=CATEGORY)
@arg("members", doc="Active members of the loyalty programme", ndim=2, err_to_str=True)
@arg("customers", doc="All customers", ndim=2, err_to_str=True)
def PARTICIPATION_RATE(members, customers):
    """Participation rate (PR): the share of customers who take part in the loyalty programme."""
    return from_xlwings("PARTICIPATION_RATE", [members, customers], LANGUAGE)


@func(category=CATEGORY)
@arg("points_used", doc="Bonus points spent", ndim=2, err_to_str=True)
@arg("points_issued", doc="Bonus points issued", ndim=2, err_to_str=True)
def REDEMPTION_RATE(points_used, points_issued):
    """Redemption rate (RR): the share of issued bonus points that were spent."""
    return from_xlwings("REDEMPTION_RATE", [points_used, points_issued], LANGUAGE)


@func(category=CATEGORY)
@arg("returned", doc="Lapsed customers who bought again", ndim=2, err_to_str=True)
@arg("lapsed", doc="Customers who had stopped buying", ndim=2, err_to_str=True)
def REACTIVATION_RATE(returned, lapsed):
    """Reactivation rate: the share of lapsed customers who came back."""
    return from_xlwings("REACTIVATION_RATE", [returned, lapsed], LANGUAGE)


@func(category=CATEGORY)
@arg("scores", doc="Answers from 0 to 10, one per cell; blanks and words are skipped", ndim=2, err_to_str=True)
def NPS(scores):
    """Net Promoter Score from scores of 0 to 10: percentage of promoters (9 and 10) minus percentage of detractors (0 to 6)."""
    return from_xlwings("NPS", [scores], LANGUAGE)


@func(category=CATEGORY)
@arg("promoters", doc="Answers of 9 and 10", ndim=2, err_to_str=True)
@arg("passives", doc="Answers of 7 and 8", ndim=2, err_to_str=True)
@arg("detractors", doc="Answers of 0 to 6", ndim=2, err_to_str=True)
def NPS_COUNTS(promoters, passives, detractors):
    """Net Promoter Score from counts of answers: percentage of promoters minus percentage of detractors."""
    return from_xlwings("NPS_COUNTS", [promoters, passives, detractors], LANGUAGE)


@func(category=CATEGORY)
@arg("promoters", doc="Answers of 9 and 10", ndim=2, err_to_str=True)
@arg("passives", doc="Answers of 7 and 8", ndim=2, err_to_str=True)
@arg("detractors", doc="Answers of 0 to 6", ndim=2, err_to_str=True)
@arg("confidence", doc="Confidence of the interval (share below 1, usually 0.95). Left out: 0.95", ndim=2, err_to_str=True)
@arg("method", doc="adjusted Wald, or plain Wald, which needs hundreds of answers. Left out: adjusted", ndim=2, err_to_str=True)
def NPS_MARGIN(promoters, passives, detractors, confidence=None, method=None):
    """Margin of error of NPS, ±: how far the score of a sample may be from that of all customers."""
    return from_xlwings("NPS_MARGIN", [promoters, passives, detractors, confidence, method], LANGUAGE)


@func(category=CATEGORY)
@arg("satisfied", doc="“Satisfied” answers", ndim=2, err_to_str=True)
@arg("responses", doc="All answers", ndim=2, err_to_str=True)
def CSAT(satisfied, responses):
    """Customer satisfaction: the share of “satisfied” answers."""
    return from_xlwings("CSAT", [satisfied, responses], LANGUAGE)


# --- Lifetime value and referral


@func(category=CATEGORY)
@arg("revenue", doc="Revenue from the orders", ndim=2, err_to_str=True)
@arg("orders", doc="Orders paid", ndim=2, err_to_str=True)
def AOV(revenue, orders):
    """Average order value: revenue per order."""
    return from_xlwings("AOV", [revenue, orders], LANGUAGE)


@func(category=CATEGORY)
@arg("orders", doc="Orders in the period", ndim=2, err_to_str=True)
@arg("customers", doc="Customers who bought in the period", ndim=2, err_to_str=True)
def PURCHASE_FREQUENCY(orders, customers):
    """Purchase frequency: orders per customer in the period."""
    return from_xlwings("PURCHASE_FREQUENCY", [orders, customers], LANGUAGE)


@func(category=CATEGORY)
@arg("average_check", doc="Revenue per purchase", ndim=2, err_to_str=True)
@arg("purchases_per_year", doc="Purchases per customer and year", ndim=2, err_to_str=True)
@arg("years", doc="How many years a customer stays", ndim=2, err_to_str=True)
@arg(
    "margin",
    doc="Share of revenue that is gross profit; if blank, LTV is revenue (share from 0 to 1). Left out: 1",
    ndim=2,
    err_to_str=True,
)
def LTV(average_check, purchases_per_year, years, margin=None):
    """Lifetime value of a customer: what one customer brings over all years."""
    return from_xlwings("LTV", [average_check, purchases_per_year, years, margin], LANGUAGE)


@func(category=CATEGORY)
@arg("profit_per_period", doc="Gross profit per customer and period", ndim=2, err_to_str=True)
@arg("churn_rate", doc="Share of customers who leave each period (share from 0 to 1)", ndim=2, err_to_str=True)
@arg("discount", doc="Discount rate for a period as long as that of the churn (share from 0 to 1). Left out: 0", ndim=2, err_to_str=True)
@arg("periods", doc="How many periods to count; if blank, all", ndim=2, err_to_str=True)
@arg("first", doc="now: the first profit comes at once; later: after one period. Left out: now", ndim=2, err_to_str=True)
def LTV_CHURN(profit_per_period, churn_rate, discount=None, periods=None, first=None):
    """LTV through churn: discounted profit from one customer, allowing for churn."""
    return from_xlwings("LTV_CHURN", [profit_per_period, churn_rate, discount, periods, first], LANGUAGE)


@func(category=CATEGORY)
@arg("ltv_profit", doc="Gross profit of one customer over all years", ndim=2, err_to_str=True)
@arg("customers", doc="Customers won", ndim=2, err_to_str=True)
@arg("spend", doc="What the marketing cost", ndim=2, err_to_str=True)
def LIFETIME_ROMI(ltv_profit, customers, spend):
    """Lifetime ROMI: the return on marketing, including customers' later purchases."""
    return from_xlwings("LIFETIME_ROMI", [ltv_profit, customers, spend], LANGUAGE)


@func(category=CATEGORY)
@arg("lifetime_value", doc="Lifetime value of a customer, in gross profit", ndim=2, err_to_str=True)
@arg("acquisition_cost", doc="What it cost to win one customer (CAC)", ndim=2, err_to_str=True)
def LTV_CAC(lifetime_value, acquisition_cost):
    """LTV to CAC: how many times a customer pays back the acquisition cost."""
    return from_xlwings("LTV_CAC", [lifetime_value, acquisition_cost], LANGUAGE)


@func(category=CATEGORY)
@arg("acquisition_cost", doc="What it cost to win one customer (CAC)", ndim=2, err_to_str=True)
@arg("profit_per_month", doc="Gross profit per customer and month", ndim=2, err_to_str=True)
def PAYBACK(acquisition_cost, profit_per_month):
    """Payback of acquisition: the months until a customer pays back the acquisition cost."""
    return from_xlwings("PAYBACK", [acquisition_cost, profit_per_month], LANGUAGE)


@func(category=CATEGORY)
@arg("referred", doc="Customers referred by one customer", ndim=2, err_to_str=True)
@arg("profit_per_customer", doc="Gross profit from one customer", ndim=2, err_to_str=True)
@arg("cac_saved", doc="Acquisition cost saved on each of them", ndim=2, err_to_str=True)
@arg("anyway", doc="Share of them who would have come anyway (share from 0 to 1). Left out: 0", ndim=2, err_to_str=True)
@arg("reward", doc="Reward paid for each recommendation. Left out: 0", ndim=2, err_to_str=True)
def CRV(referred, profit_per_customer, cac_saved, anyway=None, reward=None):
    """Customer referral value: what the recommendations of one customer are worth."""
    return from_xlwings("CRV", [referred, profit_per_customer, cac_saved, anyway, reward], LANGUAGE)


# --- Sales dynamics


@func(category=CATEGORY)
@arg("current", doc="Value now", ndim=2, err_to_str=True)
@arg("previous", doc="Value of the period before, or of the same period a year ago", ndim=2, err_to_str=True)
def GROWTH_RATE(current, previous):
    """Growth rate: the relative change of a value."""
    return from_xlwings("GROWTH_RATE", [current, previous], LANGUAGE)


@func(category=CATEGORY)
@arg("begin_value", doc="Value at the beginning", ndim=2, err_to_str=True)
@arg("end_value", doc="Value at the end", ndim=2, err_to_str=True)
@arg("periods", doc="Periods between them: months, quarters, years", ndim=2, err_to_str=True)
def CAGR(begin_value, end_value, periods):
    """Average growth rate per period: the constant rate that leads from the first value to the last."""
    return from_xlwings("CAGR", [begin_value, end_value, periods], LANGUAGE)


@func(category=CATEGORY)
@arg("total_sales", doc="All sales of the period", ndim=2, err_to_str=True)
@arg("marketing_revenue", doc="Of these, sales to customers brought by marketing", ndim=2, err_to_str=True)
def BASE_REVENUE(total_sales, marketing_revenue):
    """Revenue without marketing: what would have been sold anyway."""
    return from_xlwings("BASE_REVENUE", [total_sales, marketing_revenue], LANGUAGE)


# --- Forecast, decomposition, bids


@func(category=CATEGORY)
@arg("gross_profit", doc="Desired gross profit", ndim=2, err_to_str=True)
@arg("cost_share", doc="Cost of goods and selling as a share of revenue, without advertising (share from 0 to 1)", ndim=2, err_to_str=True)
def TARGET_REVENUE(gross_profit, cost_share):
    """Target revenue: what you must sell to earn the desired gross profit."""
    return from_xlwings("TARGET_REVENUE", [gross_profit, cost_share], LANGUAGE)


@func(category=CATEGORY)
@arg("revenue", doc="Revenue to reach", ndim=2, err_to_str=True)
@arg("revenue_per_customer", doc="Revenue from one customer", ndim=2, err_to_str=True)
@arg("rounding", doc="Whole customers: up, nearest or none. Left out: up", ndim=2, err_to_str=True)
def TARGET_CUSTOMERS(revenue, revenue_per_customer, rounding=None):
    """Customers needed: how many must buy to reach the revenue; people are rounded up."""
    return from_xlwings("TARGET_CUSTOMERS", [revenue, revenue_per_customer, rounding], LANGUAGE)


@func(category=CATEGORY)
@arg("customers", doc="Customers wanted", ndim=2, err_to_str=True)
@arg("lead_to_sale", doc="Share of leads who buy (share from 0 to 1)", ndim=2, err_to_str=True)
@arg("rounding", doc="Whole leads: up, nearest or none. Left out: up", ndim=2, err_to_str=True)
def TARGET_LEADS(customers, lead_to_sale, rounding=None):
    """Leads needed: how many leads it takes to win this many customers."""
    return from_xlwings("TARGET_LEADS", [customers, lead_to_sale, rounding], LANGUAGE)


@func(category=CATEGORY)
@arg("leads", doc="Leads wanted", ndim=2, err_to_str=True)
@arg("click_to_lead", doc="Share of clicks that become leads (share from 0 to 1)", ndim=2, err_to_str=True)
@arg("rounding", doc="Whole clicks: up, nearest or none. Left out: up", ndim=2, err_to_str=True)
def TARGET_CLICKS(leads, click_to_lead, rounding=None):
    """Clicks needed: how many clicks it takes to get this many leads."""
    return from_xlwings("TARGET_CLICKS", [leads, click_to_lead, rounding], LANGUAGE)


@func(category=CATEGORY)
@arg("profit_per_customer", doc="Gross profit from one customer", ndim=2, err_to_str=True)
@arg("target_romi", doc="Desired ROMI; 0 is break-even, 1 is 100% (share; 0.2 is 20%). Left out: 0", ndim=2, err_to_str=True)
def MAX_CPO(profit_per_customer, target_romi=None):
    """Highest cost per customer: the most you can pay for a customer at the desired ROMI."""
    return from_xlwings("MAX_CPO", [profit_per_customer, target_romi], LANGUAGE)


@func(category=CATEGORY)
@arg("customer_cost", doc="What one customer may cost (CPO)", ndim=2, err_to_str=True)
@arg("lead_to_sale", doc="Share of leads who buy (share from 0 to 1)", ndim=2, err_to_str=True)
def MAX_CPL(customer_cost, lead_to_sale):
    """Highest cost per lead: the most you can pay for a lead, given the highest cost per customer."""
    return from_xlwings("MAX_CPL", [customer_cost, lead_to_sale], LANGUAGE)


@func(category=CATEGORY)
@arg("customer_cost", doc="What one customer may cost (CPO)", ndim=2, err_to_str=True)
@arg("lead_to_sale", doc="Share of leads who buy (share from 0 to 1)", ndim=2, err_to_str=True)
@arg("click_to_lead", doc="Share of clicks that become leads (share from 0 to 1)", ndim=2, err_to_str=True)
def MAX_CPC(customer_cost, lead_to_sale, click_to_lead):
    """Highest cost per click (the honest bid): the most you can pay for a click, given the highest cost per customer."""
    return from_xlwings("MAX_CPC", [customer_cost, lead_to_sale, click_to_lead], LANGUAGE)


@func(category=CATEGORY)
@arg("customers", doc="Customers wanted", ndim=2, err_to_str=True)
@arg("click_cost", doc="What one click costs (CPC)", ndim=2, err_to_str=True)
@arg("click_to_lead", doc="Share of clicks that become leads (share from 0 to 1)", ndim=2, err_to_str=True)
@arg("lead_to_sale", doc="Share of leads who buy (share from 0 to 1)", ndim=2, err_to_str=True)
def REQUIRED_BUDGET(customers, click_cost, click_to_lead, lead_to_sale):
    """Budget needed: what this many customers cost at this price per click."""
    return from_xlwings("REQUIRED_BUDGET", [customers, click_cost, click_to_lead, lead_to_sale], LANGUAGE)


@func(category=CATEGORY)
@arg("budget", doc="Advertising budget", ndim=2, err_to_str=True)
@arg("gross_profit", doc="Desired gross profit", ndim=2, err_to_str=True)
@arg("cost_share", doc="Cost of goods and selling as a share of revenue, without advertising (share from 0 to 1)", ndim=2, err_to_str=True)
@arg("revenue_per_customer", doc="Revenue from one customer", ndim=2, err_to_str=True)
@arg("lead_to_sale", doc="Share of leads who buy (share from 0 to 1)", ndim=2, err_to_str=True)
@arg("click_to_lead", doc="Share of clicks that become leads (share from 0 to 1)", ndim=2, err_to_str=True)
@arg(
    "rounding",
    doc="up: whole customers, leads and clicks; none: no rounding; seed: as in the article, which also rounds CPO and CPL. Left out: up",
    ndim=2,
    err_to_str=True,
)
@arg("language", doc="Language of the table, such as ru; if blank, that of the input or the sheet", ndim=2, err_to_str=True)
def DECOMPOSE(budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding=None, language=None):
    """Decomposition of a plan: from budget and gross profit to the customers, leads and clicks needed, and the highest bid."""
    return from_xlwings(
        "DECOMPOSE", [budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding, language], LANGUAGE
    )


@func(category=CATEGORY)
@arg("customer_cost", doc="What one customer may cost (CPO)", ndim=2, err_to_str=True)
@arg("clicks_to_leads", doc="Shares of clicks that become leads, one per column (share from 0 to 1)", ndim=2, err_to_str=True)
@arg("leads_to_sales", doc="Shares of leads that buy, one per row (share from 0 to 1)", ndim=2, err_to_str=True)
@arg("language", doc="Language of the table, such as ru; if blank, that of the input or the sheet", ndim=2, err_to_str=True)
def BID_GRID(customer_cost, clicks_to_leads, leads_to_sales, language=None):
    """Sensitivity grid of the bid: the highest cost per click for each pair of conversions."""
    return from_xlwings("BID_GRID", [customer_cost, clicks_to_leads, leads_to_sales, language], LANGUAGE)


@func(category=CATEGORY)
@arg("budget", doc="Budget of the channel", ndim=2, err_to_str=True)
@arg("click_cost", doc="What one click costs (CPC)", ndim=2, err_to_str=True)
@arg("click_to_lead", doc="Share of clicks that become leads (share from 0 to 1)", ndim=2, err_to_str=True)
@arg("lead_to_sale", doc="Share of leads who buy (share from 0 to 1)", ndim=2, err_to_str=True)
@arg("revenue_per_customer", doc="Revenue from one customer", ndim=2, err_to_str=True)
@arg("margin", doc="Share of revenue that is gross profit (share from 0 to 1)", ndim=2, err_to_str=True)
@arg("rounding", doc="none: expected values; up: whole clicks, leads and customers to show. Left out: none", ndim=2, err_to_str=True)
@arg("language", doc="Language of the table, such as ru; if blank, that of the input or the sheet", ndim=2, err_to_str=True)
def MEDIA_FORECAST(budget, click_cost, click_to_lead, lead_to_sale, revenue_per_customer, margin, rounding=None, language=None):
    """Forecast of a channel (media plan): what a budget brings at a given cost per click."""
    return from_xlwings(
        "MEDIA_FORECAST", [budget, click_cost, click_to_lead, lead_to_sale, revenue_per_customer, margin, rounding, language], LANGUAGE
    )


# --- Plan against fact


@func(category=CATEGORY)
@arg("baseline", doc="Starting value", ndim=2, err_to_str=True)
@arg("growth", doc="Desired growth (share; 0.2 is 20%)", ndim=2, err_to_str=True)
def SMART_TARGET(baseline, growth):
    """SMART target: the value to reach, from a starting value and the desired growth."""
    return from_xlwings("SMART_TARGET", [baseline, growth], LANGUAGE)


@func(category=CATEGORY)
@arg("fact", doc="Actual value", ndim=2, err_to_str=True)
@arg("plan", doc="Planned value", ndim=2, err_to_str=True)
def ATTAINMENT(fact, plan):
    """Attainment of the plan: the actual value as a share of the planned one."""
    return from_xlwings("ATTAINMENT", [fact, plan], LANGUAGE)


@func(category=CATEGORY)
@arg("fact_to_date", doc="Actual value so far", ndim=2, err_to_str=True)
@arg("elapsed_days", doc="Days that have passed", ndim=2, err_to_str=True)
@arg("total_days", doc="Days of the whole period", ndim=2, err_to_str=True)
def RUN_RATE(fact_to_date, elapsed_days, total_days):
    """Run rate: the value at the end of the period if it goes on like this."""
    return from_xlwings("RUN_RATE", [fact_to_date, elapsed_days, total_days], LANGUAGE)


@func(category=CATEGORY)
@arg("spent", doc="Money spent so far", ndim=2, err_to_str=True)
@arg("budget", doc="Budget of the whole period", ndim=2, err_to_str=True)
@arg("elapsed_days", doc="Days that have passed", ndim=2, err_to_str=True)
@arg("total_days", doc="Days of the whole period", ndim=2, err_to_str=True)
def PACE(spent, budget, elapsed_days, total_days):
    """Pace of spending: 1 is even; above 1 the budget ends before the period does."""
    return from_xlwings("PACE", [spent, budget, elapsed_days, total_days], LANGUAGE)


@func(category=CATEGORY)
@arg("fact", doc="Actual value", ndim=2, err_to_str=True)
@arg("plan", doc="Planned value, or the limit", ndim=2, err_to_str=True)
@arg("better", doc="higher for sales, lower for costs. Left out: higher", ndim=2, err_to_str=True)
@arg(
    "tolerance",
    doc="How far the plan may be missed without failing, as a share of it (share from 0 to 1). Left out: 0.1",
    ndim=2,
    err_to_str=True,
)
def KPI_STATUS(fact, plan, better=None, tolerance=None):
    """Status of a KPI: ok at the plan or better, warn within the tolerance, fail beyond it."""
    return from_xlwings("KPI_STATUS", [fact, plan, better, tolerance], LANGUAGE)


# --- Statistics


@func(category=CATEGORY)
@arg("numerators", doc="What is divided: spend, sales…", ndim=2, err_to_str=True)
@arg("denominators", doc="By what it is divided: clicks, leads…", ndim=2, err_to_str=True)
def RATIO_OF_SUMS(numerators, denominators):
    """Total as a ratio of sums: the right total of a column of ratios, over the rows that have both numbers."""
    return from_xlwings("RATIO_OF_SUMS", [numerators, denominators], LANGUAGE)


@func(category=CATEGORY)
@arg("successes", doc="How many went on", ndim=2, err_to_str=True)
@arg("attempts", doc="How many there were", ndim=2, err_to_str=True)
@arg("side", doc="low or high end of the interval", ndim=2, err_to_str=True)
@arg("confidence", doc="Confidence of the interval (share below 1, usually 0.95). Left out: 0.95", ndim=2, err_to_str=True)
def CONVERSION_BOUND(successes, attempts, side, confidence=None):
    """Confidence bound of a conversion (Wilson): the lowest or highest true conversion consistent with the data."""
    return from_xlwings("CONVERSION_BOUND", [successes, attempts, side, confidence], LANGUAGE)


@func(category=CATEGORY)
@arg("gross_profit", doc="Gross profit from the marketing, before subtracting its cost", ndim=2, err_to_str=True)
@arg("spend", doc="What the marketing cost", ndim=2, err_to_str=True)
@arg("customers", doc="Customers who brought the gross profit", ndim=2, err_to_str=True)
@arg("side", doc="low or high end of the interval", ndim=2, err_to_str=True)
@arg(
    "variation",
    doc="Standard deviation of gross profit per customer, divided by its mean: 1 fits most orders, 2 customers who buy often. Left out: 1",
    ndim=2,
    err_to_str=True,
)
@arg("usual_profit", doc="Gross profit that one customer usually brings elsewhere; if blank, here", ndim=2, err_to_str=True)
@arg("minimum_customers", doc="Customers from which their mean gross profit is taken as known. Left out: 10", ndim=2, err_to_str=True)
@arg(
    "confidence",
    doc="How sure ROMI is to be on the inner side of this bound (share below 1, usually 0.95). Left out: 0.95",
    ndim=2,
    err_to_str=True,
)
def ROMI_BOUND(gross_profit, spend, customers, side, variation=None, usual_profit=None, minimum_customers=None, confidence=None):
    """Confidence bound of ROMI: how low or high the true ROMI may be, given how few customers there are and how their orders vary."""
    return from_xlwings(
        "ROMI_BOUND", [gross_profit, spend, customers, side, variation, usual_profit, minimum_customers, confidence], LANGUAGE
    )


@func(category=CATEGORY)
@arg("successes_one", doc="How many went on in the first group", ndim=2, err_to_str=True)
@arg("attempts_one", doc="How many there were in the first group", ndim=2, err_to_str=True)
@arg("successes_two", doc="How many went on in the second group", ndim=2, err_to_str=True)
@arg("attempts_two", doc="How many there were in the second group", ndim=2, err_to_str=True)
def PROP_TEST(successes_one, attempts_one, successes_two, attempts_two):
    """Significance of the difference of two conversions (p): how often chance alone would give such a difference."""
    return from_xlwings("PROP_TEST", [successes_one, attempts_one, successes_two, attempts_two], LANGUAGE)


@func(category=CATEGORY)
@arg("baseline_rate", doc="Conversion now (share from 0 to 1)", ndim=2, err_to_str=True)
@arg("uplift", doc="Relative change to detect; 0.2 means from 3% to 3.6% (share; 0.2 is 20%)", ndim=2, err_to_str=True)
@arg("confidence", doc="Confidence of the test (share below 1, usually 0.95). Left out: 0.95", ndim=2, err_to_str=True)
@arg("power", doc="Probability of detecting the change if it is real (share below 1, usually 0.95). Left out: 0.8", ndim=2, err_to_str=True)
def MIN_SAMPLE(baseline_rate, uplift, confidence=None, power=None):
    """Minimum sample per variant: how many visits each variant of an A/B test needs."""
    return from_xlwings("MIN_SAMPLE", [baseline_rate, uplift, confidence, power], LANGUAGE)


@func(category=CATEGORY)
@arg("conversion_rate", doc="Conversion that you expect of a good phrase or placement (share from 0 to 1)", ndim=2, err_to_str=True)
@arg("confidence", doc="How sure to be before you stop it (share below 1, usually 0.95). Left out: 0.95", ndim=2, err_to_str=True)
def MIN_CLICKS(conversion_rate, confidence=None):
    """Clicks without a conversion before you stop: after that many clicks with none, the expected conversion isn't there."""
    return from_xlwings("MIN_CLICKS", [conversion_rate, confidence], LANGUAGE)


# --- Channels and budget


@func(category=CATEGORY)
@arg("spend_before", doc="Spend of the first period", ndim=2, err_to_str=True)
@arg("conversions_before", doc="Conversions of the first period", ndim=2, err_to_str=True)
@arg("spend_after", doc="Spend of the second period", ndim=2, err_to_str=True)
@arg("conversions_after", doc="Conversions of the second period", ndim=2, err_to_str=True)
def MARGINAL_CPA(spend_before, conversions_before, spend_after, conversions_after):
    """Marginal cost of a conversion: what each additional conversion cost when the spend was raised."""
    return from_xlwings("MARGINAL_CPA", [spend_before, conversions_before, spend_after, conversions_after], LANGUAGE)


@func(category=CATEGORY)
@arg(
    "table", doc="Table of channels with its header row: channel, spend, leads, customers, revenue, cost of sales…", ndim=2, err_to_str=True
)
@arg(
    "minimum_customers",
    doc="Customers from which their mean gross profit is taken as known: with fewer, one large order makes it. Left out: 10",
    ndim=2,
    err_to_str=True,
)
@arg(
    "confidence",
    doc="How sure each verdict is to be; also that of the interval of the conversion (share below 1, usually 0.95). Left out: 0.95",
    ndim=2,
    err_to_str=True,
)
@arg("margin", doc="Share of revenue that is gross profit, if the table has no column for it (share from 0 to 1)", ndim=2, err_to_str=True)
@arg(
    "variation",
    doc="Standard deviation of gross profit per customer, divided by its mean: 1 fits most orders, 2 customers who buy often. Left out: 1",
    ndim=2,
    err_to_str=True,
)
@arg(
    "elasticity",
    doc="How gross profit follows spend; if blank, estimated from 8 or more periods, or else 0.5, a cautious guess (share from 0 to 1)",
    ndim=2,
    err_to_str=True,
)
@arg(
    "maximum",
    doc="Most that the suggested spend of a channel may be, as a multiple of its spend: far from it nothing is known. Left out: 2",
    ndim=2,
    err_to_str=True,
)
@arg("usual_profit", doc="Gross profit that one customer brings; if blank, the mean of the other channels", ndim=2, err_to_str=True)
@arg("language", doc="Language of the table, such as ru; if blank, that of the input or the sheet", ndim=2, err_to_str=True)
def CHANNEL_COMPARE(
    table,
    minimum_customers=None,
    confidence=None,
    margin=None,
    variation=None,
    elasticity=None,
    maximum=None,
    usual_profit=None,
    language=None,
):
    """Comparison of channels: every metric of each channel, the totals “Paid” and “All”, rank and verdict."""
    return from_xlwings(
        "CHANNEL_COMPARE", [table, minimum_customers, confidence, margin, variation, elasticity, maximum, usual_profit, language], LANGUAGE
    )


@func(category=CATEGORY)
@arg("channels", doc="Names of the channels", ndim=2, err_to_str=True)
@arg("spend", doc="What each channel costs now", ndim=2, err_to_str=True)
@arg("gross_profit", doc="Gross profit of each channel now", ndim=2, err_to_str=True)
@arg("budget", doc="Amount to allocate; if blank, the total of the spend now", ndim=2, err_to_str=True)
@arg(
    "elasticity",
    doc="How gross profit follows spend: 0.5 means that four times the money brings twice the profit; if blank, estimated from 8 or more periods, or else 0.5, a cautious guess (share from 0 to 1)",
    ndim=2,
    err_to_str=True,
)
@arg(
    "minimum",
    doc="Lowest new spend, as a multiple of spend now; one for all channels or one per channel. Left out: 0.5",
    ndim=2,
    err_to_str=True,
)
@arg(
    "maximum",
    doc="Highest new spend, as a multiple of spend now; one for all channels or one per channel. Left out: 2",
    ndim=2,
    err_to_str=True,
)
@arg("periods", doc="Week or month of each row; the rows of a channel are then its history, and are added up", ndim=2, err_to_str=True)
@arg("language", doc="Language of the table, such as ru; if blank, that of the input or the sheet", ndim=2, err_to_str=True)
def REALLOCATE(channels, spend, gross_profit, budget=None, elasticity=None, minimum=None, maximum=None, periods=None, language=None):
    """Reallocation of a budget: the split among channels with the highest gross profit, given diminishing returns."""
    return from_xlwings("REALLOCATE", [channels, spend, gross_profit, budget, elasticity, minimum, maximum, periods, language], LANGUAGE)


# --- When a cell shows an error


@func(category=CATEGORY)
@arg("kpi", doc='The name of the KPI in quotes, for example "ROMI"', ndim=2, err_to_str=True)
@arg("*arguments", doc="The same cells as in its formula", ndim=2, err_to_str=True)
def KPI_WHY(kpi, *arguments):
    """Why a KPI shows an error: what is wrong, where, and what to do; blank where it shows none."""
    return from_xlwings("KPI_WHY", [kpi, *arguments], LANGUAGE)
