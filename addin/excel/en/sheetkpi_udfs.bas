Attribute VB_Name = "sheetkpi_udfs"
'Marketing KPIs as functions of Excel. Printed by `sheetkpi build`, not to be edited.
'They work in a workbook or an add-in that has the module xlwings too.
Option Explicit

Private Const KPI_ENTRY As String = "sheetkpi.hosts.excel.entry"
Private Const KPI_LANGUAGE As String = "en"
Private Const KPI_PAUSE As Double = 30

Private Const KPI_DOWN As String = "Python isn't responding. To find out why, run py -m sheetkpi excel doctor. {reason}"

Private Const KPI_FAULT As String = "sheetkpi failed: {reason}. Your numbers aren't the cause; please report it to the " & _
    "developers."

Private Const KPI_AREAS As String = "Argument {number} has several areas. Give one range."

Private server As Object     'Python, while it answers
Private failure As String    'why it does not
Private failed_at As Date

'--- Profitability

Public Function PROFIT(ByVal revenue As Variant, ByVal cost As Variant, ParamArray more_costs() As Variant) As Variant
Attribute PROFIT.VB_Description = "Profit: revenue minus the costs you list."
Attribute PROFIT.VB_ProcData.VB_Invoke_Func = " \n20"
    PROFIT = KpiValue("PROFIT", KpiJoined(Array(revenue, cost), more_costs))
End Function

Public Function GROSS_MARGIN(ByVal revenue As Variant, ByVal cost_of_sales As Variant) As Variant
Attribute GROSS_MARGIN.VB_Description = "Gross margin: the share of revenue left after the cost of sales."
Attribute GROSS_MARGIN.VB_ProcData.VB_Invoke_Func = " \n20"
    GROSS_MARGIN = KpiValue("GROSS_MARGIN", Array(revenue, cost_of_sales))
End Function

Public Function ROMI(ByVal gross_profit As Variant, ByVal spend As Variant) As Variant
Attribute ROMI.VB_Description = "Return on marketing investment (on gross profit): net profit per unit of money spent; 1 is 100%."
Attribute ROMI.VB_ProcData.VB_Invoke_Func = " \n20"
    ROMI = KpiValue("ROMI", Array(gross_profit, spend))
End Function

Public Function ROMI_MARGIN(ByVal revenue As Variant, ByVal margin As Variant, ByVal spend As Variant, _
    Optional ByVal incremental As Variant) As Variant
Attribute ROMI_MARGIN.VB_Description = "ROMI from revenue, by margin and the share of additional sales: if you know revenue but not gross profit."
Attribute ROMI_MARGIN.VB_ProcData.VB_Invoke_Func = " \n20"
    ROMI_MARGIN = KpiValue("ROMI_MARGIN", Array(revenue, margin, spend, incremental))
End Function

Public Function ROI(ByVal income As Variant, ByVal investment As Variant) As Variant
Attribute ROI.VB_Description = "Return on investment: the same formula as ROMI, for any investment, not only marketing."
Attribute ROI.VB_ProcData.VB_Invoke_Func = " \n20"
    ROI = KpiValue("ROI", Array(income, investment))
End Function

Public Function ROAS(ByVal revenue As Variant, ByVal spend As Variant) As Variant
Attribute ROAS.VB_Description = "Return on ad spend: revenue per unit of money spent; not a profit."
Attribute ROAS.VB_ProcData.VB_Invoke_Func = " \n20"
    ROAS = KpiValue("ROAS", Array(revenue, spend))
End Function

Public Function DRR(ByVal spend As Variant, ByVal revenue As Variant) As Variant
Attribute DRR.VB_Description = "Ad cost share (ACoS): advertising spend as a share of revenue."
Attribute DRR.VB_ProcData.VB_Invoke_Func = " \n20"
    DRR = KpiValue("DRR", Array(spend, revenue))
End Function

Public Function BREAKEVEN_ROAS(ByVal margin As Variant) As Variant
Attribute BREAKEVEN_ROAS.VB_Description = "Break-even ROAS: the revenue per unit of ad spend at which you neither earn nor lose."
Attribute BREAKEVEN_ROAS.VB_ProcData.VB_Invoke_Func = " \n20"
    BREAKEVEN_ROAS = KpiValue("BREAKEVEN_ROAS", Array(margin))
End Function

Public Function BREAKEVEN_CUSTOMERS(ByVal spend As Variant, ByVal profit_per_customer As Variant, _
    Optional ByVal rounding As Variant) As Variant
Attribute BREAKEVEN_CUSTOMERS.VB_Description = "Customers to break even: how many must buy for the marketing to pay for itself."
Attribute BREAKEVEN_CUSTOMERS.VB_ProcData.VB_Invoke_Func = " \n20"
    BREAKEVEN_CUSTOMERS = KpiValue("BREAKEVEN_CUSTOMERS", Array(spend, profit_per_customer, rounding))
End Function

Public Function UNIT_COST(ByVal salary As Variant, ByVal hours As Variant, ByVal hours_per_unit As Variant, _
    ByVal overheads As Variant, ByVal materials As Variant) As Variant
Attribute UNIT_COST.VB_Description = "Cost of a service: the hours it takes, with their share of the overheads, plus materials."
Attribute UNIT_COST.VB_ProcData.VB_Invoke_Func = " \n20"
    UNIT_COST = KpiValue("UNIT_COST", Array(salary, hours, hours_per_unit, overheads, materials))
End Function

Public Function WITHOUT_VAT(ByVal amount As Variant, ByVal vat_rate As Variant) As Variant
Attribute WITHOUT_VAT.VB_Description = "Amount without VAT: for comparing spend and revenue on the same basis."
Attribute WITHOUT_VAT.VB_ProcData.VB_Invoke_Func = " \n20"
    WITHOUT_VAT = KpiValue("WITHOUT_VAT", Array(amount, vat_rate))
End Function

'--- Acquisition cost

Public Function CPM(ByVal spend As Variant, ByVal impressions As Variant) As Variant
Attribute CPM.VB_Description = "Cost per mille: the price of a thousand impressions."
Attribute CPM.VB_ProcData.VB_Invoke_Func = " \n20"
    CPM = KpiValue("CPM", Array(spend, impressions))
End Function

Public Function CPC(ByVal spend As Variant, ByVal clicks As Variant) As Variant
Attribute CPC.VB_Description = "Cost per click: what one click cost."
Attribute CPC.VB_ProcData.VB_Invoke_Func = " \n20"
    CPC = KpiValue("CPC", Array(spend, clicks))
End Function

Public Function CPL(ByVal spend As Variant, ByVal leads As Variant) As Variant
Attribute CPL.VB_Description = "Cost per lead: what one lead cost."
Attribute CPL.VB_ProcData.VB_Invoke_Func = " \n20"
    CPL = KpiValue("CPL", Array(spend, leads))
End Function

Public Function CPA(ByVal spend As Variant, ByVal actions As Variant) As Variant
Attribute CPA.VB_Description = "Cost per action: what one request or other target action cost."
Attribute CPA.VB_ProcData.VB_Invoke_Func = " \n20"
    CPA = KpiValue("CPA", Array(spend, actions))
End Function

Public Function CPO(ByVal spend As Variant, ByVal orders As Variant) As Variant
Attribute CPO.VB_Description = "Cost per order (customer): the marketing cost of one sale."
Attribute CPO.VB_ProcData.VB_Invoke_Func = " \n20"
    CPO = KpiValue("CPO", Array(spend, orders))
End Function

Public Function CAC(ByVal marketing_cost As Variant, ByVal sales_cost As Variant, ByVal new_customers As Variant) As _
    Variant
Attribute CAC.VB_Description = "Customer acquisition cost (marketing and sales): the full cost of one new customer."
Attribute CAC.VB_ProcData.VB_Invoke_Func = " \n20"
    CAC = KpiValue("CAC", Array(marketing_cost, sales_cost, new_customers))
End Function

'--- Funnel and conversion

Public Function CTR(ByVal clicks As Variant, ByVal impressions As Variant) As Variant
Attribute CTR.VB_Description = "CTR, click-through rate: the share of impressions that were clicked."
Attribute CTR.VB_ProcData.VB_Invoke_Func = " \n20"
    CTR = KpiValue("CTR", Array(clicks, impressions))
End Function

Public Function CONVERSION(ByVal successes As Variant, ByVal attempts As Variant) As Variant
Attribute CONVERSION.VB_Description = "Conversion: the share of one step of the funnel that reaches the next."
Attribute CONVERSION.VB_ProcData.VB_Invoke_Func = " \n20"
    CONVERSION = KpiValue("CONVERSION", Array(successes, attempts))
End Function

Public Function FUNNEL_RATE(ByVal rate As Variant, ParamArray more_rates() As Variant) As Variant
Attribute FUNNEL_RATE.VB_Description = "End-to-end conversion: the share of the first step that reaches the last."
Attribute FUNNEL_RATE.VB_ProcData.VB_Invoke_Func = " \n20"
    FUNNEL_RATE = KpiValue("FUNNEL_RATE", KpiJoined(Array(rate), more_rates))
End Function

Public Function TRAFFIC_PER_LEAD(ByVal visits As Variant, ByVal leads As Variant) As Variant
Attribute TRAFFIC_PER_LEAD.VB_Description = "Traffic to leads: how many visits one lead takes."
Attribute TRAFFIC_PER_LEAD.VB_ProcData.VB_Invoke_Func = " \n20"
    TRAFFIC_PER_LEAD = KpiValue("TRAFFIC_PER_LEAD", Array(visits, leads))
End Function

Public Function DEAL_CYCLE(ByVal start_dates As Variant, ByVal close_dates As Variant, Optional ByVal method As Variant) _
    As Variant
Attribute DEAL_CYCLE.VB_Description = "Length of the deal cycle: the days from the beginning of a deal to its close."
Attribute DEAL_CYCLE.VB_ProcData.VB_Invoke_Func = " \n20"
    DEAL_CYCLE = KpiValue("DEAL_CYCLE", Array(start_dates, close_dates, method))
End Function

Public Function FUNNEL_TABLE(ByVal stages As Variant, ByVal counts As Variant, Optional ByVal spend As Variant, _
    Optional ByVal language As Variant) As Variant
Attribute FUNNEL_TABLE.VB_Description = "Funnel table: conversion, losses and unit cost of each stage."
Attribute FUNNEL_TABLE.VB_ProcData.VB_Invoke_Func = " \n20"
    FUNNEL_TABLE = KpiValue("FUNNEL_TABLE", Array(stages, counts, spend, language))
End Function

'--- Traffic mix

Public Function SHARE_OF(ByVal part As Variant, ByVal whole As Variant) As Variant
Attribute SHARE_OF.VB_Description = "Share of a whole: for organic traffic, social networks, reach, missed calls and the like."
Attribute SHARE_OF.VB_ProcData.VB_Invoke_Func = " \n20"
    SHARE_OF = KpiValue("SHARE_OF", Array(part, whole))
End Function

Public Function CHANNEL_MIX(ByVal channels As Variant, ByVal amounts As Variant, Optional ByVal language As Variant) As _
    Variant
Attribute CHANNEL_MIX.VB_Description = "Channel mix: the share of each channel, largest first, with a running share."
Attribute CHANNEL_MIX.VB_ProcData.VB_Invoke_Func = " \n20"
    CHANNEL_MIX = KpiValue("CHANNEL_MIX", Array(channels, amounts, language))
End Function

'--- Retention and loyalty

Public Function RETENTION(ByVal customers_start As Variant, ByVal customers_end As Variant, _
    ByVal new_customers As Variant) As Variant
Attribute RETENTION.VB_Description = "Customer retention rate (CRR): the share of the starting customers who stayed."
Attribute RETENTION.VB_ProcData.VB_Invoke_Func = " \n20"
    RETENTION = KpiValue("RETENTION", Array(customers_start, customers_end, new_customers))
End Function

Public Function CHURN(ByVal customers_start As Variant, ByVal customers_end As Variant, _
    Optional ByVal new_customers As Variant) As Variant
Attribute CHURN.VB_Description = "Customer churn (CCR): the share of the starting customers who left."
Attribute CHURN.VB_ProcData.VB_Invoke_Func = " \n20"
    CHURN = KpiValue("CHURN", Array(customers_start, customers_end, new_customers))
End Function

Public Function REPEAT_RATE(ByVal repeat_customers As Variant, ByVal customers As Variant) As Variant
Attribute REPEAT_RATE.VB_Description = "Repeat purchase rate (RPR): the share of customers who bought more than once."
Attribute REPEAT_RATE.VB_ProcData.VB_Invoke_Func = " \n20"
    REPEAT_RATE = KpiValue("REPEAT_RATE", Array(repeat_customers, customers))
End Function

Public Function PARTICIPATION_RATE(ByVal members As Variant, ByVal customers As Variant) As Variant
Attribute PARTICIPATION_RATE.VB_Description = "Participation rate (PR): the share of customers who take part in the loyalty programme."
Attribute PARTICIPATION_RATE.VB_ProcData.VB_Invoke_Func = " \n20"
    PARTICIPATION_RATE = KpiValue("PARTICIPATION_RATE", Array(members, customers))
End Function

Public Function REDEMPTION_RATE(ByVal points_used As Variant, ByVal points_issued As Variant) As Variant
Attribute REDEMPTION_RATE.VB_Description = "Redemption rate (RR): the share of issued bonus points that were spent."
Attribute REDEMPTION_RATE.VB_ProcData.VB_Invoke_Func = " \n20"
    REDEMPTION_RATE = KpiValue("REDEMPTION_RATE", Array(points_used, points_issued))
End Function

Public Function REACTIVATION_RATE(ByVal returned As Variant, ByVal lapsed As Variant) As Variant
Attribute REACTIVATION_RATE.VB_Description = "Reactivation rate: the share of lapsed customers who came back."
Attribute REACTIVATION_RATE.VB_ProcData.VB_Invoke_Func = " \n20"
    REACTIVATION_RATE = KpiValue("REACTIVATION_RATE", Array(returned, lapsed))
End Function

Public Function NPS(ByVal scores As Variant) As Variant
Attribute NPS.VB_Description = "Net Promoter Score from scores of 0 to 10: percentage of promoters (9 and 10) minus percentage of detractors (0 to 6)."
Attribute NPS.VB_ProcData.VB_Invoke_Func = " \n20"
    NPS = KpiValue("NPS", Array(scores))
End Function

Public Function NPS_COUNTS(ByVal promoters As Variant, ByVal passives As Variant, ByVal detractors As Variant) As _
    Variant
Attribute NPS_COUNTS.VB_Description = "Net Promoter Score from counts of answers: percentage of promoters minus percentage of detractors."
Attribute NPS_COUNTS.VB_ProcData.VB_Invoke_Func = " \n20"
    NPS_COUNTS = KpiValue("NPS_COUNTS", Array(promoters, passives, detractors))
End Function

Public Function NPS_MARGIN(ByVal promoters As Variant, ByVal passives As Variant, ByVal detractors As Variant, _
    Optional ByVal confidence As Variant, Optional ByVal method As Variant) As Variant
Attribute NPS_MARGIN.VB_Description = "Margin of error of NPS, ±: how far the score of a sample may be from that of all customers."
Attribute NPS_MARGIN.VB_ProcData.VB_Invoke_Func = " \n20"
    NPS_MARGIN = KpiValue("NPS_MARGIN", Array(promoters, passives, detractors, confidence, method))
End Function

Public Function CSAT(ByVal satisfied As Variant, ByVal responses As Variant) As Variant
Attribute CSAT.VB_Description = "Customer satisfaction: the share of “satisfied” answers."
Attribute CSAT.VB_ProcData.VB_Invoke_Func = " \n20"
    CSAT = KpiValue("CSAT", Array(satisfied, responses))
End Function

'--- Lifetime value and referral

Public Function AOV(ByVal revenue As Variant, ByVal orders As Variant) As Variant
Attribute AOV.VB_Description = "Average order value: revenue per order."
Attribute AOV.VB_ProcData.VB_Invoke_Func = " \n20"
    AOV = KpiValue("AOV", Array(revenue, orders))
End Function

Public Function PURCHASE_FREQUENCY(ByVal orders As Variant, ByVal customers As Variant) As Variant
Attribute PURCHASE_FREQUENCY.VB_Description = "Purchase frequency: orders per customer in the period."
Attribute PURCHASE_FREQUENCY.VB_ProcData.VB_Invoke_Func = " \n20"
    PURCHASE_FREQUENCY = KpiValue("PURCHASE_FREQUENCY", Array(orders, customers))
End Function

Public Function LTV(ByVal average_check As Variant, ByVal purchases_per_year As Variant, ByVal years As Variant, _
    Optional ByVal margin As Variant) As Variant
Attribute LTV.VB_Description = "Lifetime value of a customer: what one customer brings over all years."
Attribute LTV.VB_ProcData.VB_Invoke_Func = " \n20"
    LTV = KpiValue("LTV", Array(average_check, purchases_per_year, years, margin))
End Function

Public Function LTV_CHURN(ByVal profit_per_period As Variant, ByVal churn_rate As Variant, _
    Optional ByVal discount As Variant, Optional ByVal periods As Variant, Optional ByVal first As Variant) As Variant
Attribute LTV_CHURN.VB_Description = "LTV through churn: discounted profit from one customer, allowing for churn."
Attribute LTV_CHURN.VB_ProcData.VB_Invoke_Func = " \n20"
    LTV_CHURN = KpiValue("LTV_CHURN", Array(profit_per_period, churn_rate, discount, periods, first))
End Function

Public Function LIFETIME_ROMI(ByVal ltv_profit As Variant, ByVal customers As Variant, ByVal spend As Variant) As _
    Variant
Attribute LIFETIME_ROMI.VB_Description = "Lifetime ROMI: the return on marketing, including customers' later purchases."
Attribute LIFETIME_ROMI.VB_ProcData.VB_Invoke_Func = " \n20"
    LIFETIME_ROMI = KpiValue("LIFETIME_ROMI", Array(ltv_profit, customers, spend))
End Function

Public Function LTV_CAC(ByVal lifetime_value As Variant, ByVal acquisition_cost As Variant) As Variant
Attribute LTV_CAC.VB_Description = "LTV to CAC: how many times a customer pays back the acquisition cost."
Attribute LTV_CAC.VB_ProcData.VB_Invoke_Func = " \n20"
    LTV_CAC = KpiValue("LTV_CAC", Array(lifetime_value, acquisition_cost))
End Function

Public Function PAYBACK(ByVal acquisition_cost As Variant, ByVal profit_per_month As Variant) As Variant
Attribute PAYBACK.VB_Description = "Payback of acquisition: the months until a customer pays back the acquisition cost."
Attribute PAYBACK.VB_ProcData.VB_Invoke_Func = " \n20"
    PAYBACK = KpiValue("PAYBACK", Array(acquisition_cost, profit_per_month))
End Function

Public Function CRV(ByVal referred As Variant, ByVal profit_per_customer As Variant, ByVal cac_saved As Variant, _
    Optional ByVal anyway As Variant, Optional ByVal reward As Variant) As Variant
Attribute CRV.VB_Description = "Customer referral value: what the recommendations of one customer are worth."
Attribute CRV.VB_ProcData.VB_Invoke_Func = " \n20"
    CRV = KpiValue("CRV", Array(referred, profit_per_customer, cac_saved, anyway, reward))
End Function

'--- Sales dynamics

Public Function GROWTH_RATE(ByVal current As Variant, ByVal previous As Variant) As Variant
Attribute GROWTH_RATE.VB_Description = "Growth rate: the relative change of a value."
Attribute GROWTH_RATE.VB_ProcData.VB_Invoke_Func = " \n20"
    GROWTH_RATE = KpiValue("GROWTH_RATE", Array(current, previous))
End Function

Public Function CAGR(ByVal begin_value As Variant, ByVal end_value As Variant, ByVal periods As Variant) As Variant
Attribute CAGR.VB_Description = "Average growth rate per period: the constant rate that leads from the first value to the last."
Attribute CAGR.VB_ProcData.VB_Invoke_Func = " \n20"
    CAGR = KpiValue("CAGR", Array(begin_value, end_value, periods))
End Function

Public Function BASE_REVENUE(ByVal total_sales As Variant, ByVal marketing_revenue As Variant) As Variant
Attribute BASE_REVENUE.VB_Description = "Revenue without marketing: what would have been sold anyway."
Attribute BASE_REVENUE.VB_ProcData.VB_Invoke_Func = " \n20"
    BASE_REVENUE = KpiValue("BASE_REVENUE", Array(total_sales, marketing_revenue))
End Function

'--- Forecast, decomposition, bids

Public Function TARGET_REVENUE(ByVal gross_profit As Variant, ByVal cost_share As Variant) As Variant
Attribute TARGET_REVENUE.VB_Description = "Target revenue: what you must sell to earn the desired gross profit."
Attribute TARGET_REVENUE.VB_ProcData.VB_Invoke_Func = " \n20"
    TARGET_REVENUE = KpiValue("TARGET_REVENUE", Array(gross_profit, cost_share))
End Function

Public Function TARGET_CUSTOMERS(ByVal revenue As Variant, ByVal revenue_per_customer As Variant, _
    Optional ByVal rounding As Variant) As Variant
Attribute TARGET_CUSTOMERS.VB_Description = "Customers needed: how many must buy to reach the revenue; people are rounded up."
Attribute TARGET_CUSTOMERS.VB_ProcData.VB_Invoke_Func = " \n20"
    TARGET_CUSTOMERS = KpiValue("TARGET_CUSTOMERS", Array(revenue, revenue_per_customer, rounding))
End Function

Public Function TARGET_LEADS(ByVal customers As Variant, ByVal lead_to_sale As Variant, _
    Optional ByVal rounding As Variant) As Variant
Attribute TARGET_LEADS.VB_Description = "Leads needed: how many leads it takes to win this many customers."
Attribute TARGET_LEADS.VB_ProcData.VB_Invoke_Func = " \n20"
    TARGET_LEADS = KpiValue("TARGET_LEADS", Array(customers, lead_to_sale, rounding))
End Function

Public Function TARGET_CLICKS(ByVal leads As Variant, ByVal click_to_lead As Variant, _
    Optional ByVal rounding As Variant) As Variant
Attribute TARGET_CLICKS.VB_Description = "Clicks needed: how many clicks it takes to get this many leads."
Attribute TARGET_CLICKS.VB_ProcData.VB_Invoke_Func = " \n20"
    TARGET_CLICKS = KpiValue("TARGET_CLICKS", Array(leads, click_to_lead, rounding))
End Function

Public Function MAX_CPO(ByVal profit_per_customer As Variant, Optional ByVal target_romi As Variant) As Variant
Attribute MAX_CPO.VB_Description = "Highest cost per customer: the most you can pay for a customer at the desired ROMI."
Attribute MAX_CPO.VB_ProcData.VB_Invoke_Func = " \n20"
    MAX_CPO = KpiValue("MAX_CPO", Array(profit_per_customer, target_romi))
End Function

Public Function MAX_CPL(ByVal customer_cost As Variant, ByVal lead_to_sale As Variant) As Variant
Attribute MAX_CPL.VB_Description = "Highest cost per lead: the most you can pay for a lead, given the highest cost per customer."
Attribute MAX_CPL.VB_ProcData.VB_Invoke_Func = " \n20"
    MAX_CPL = KpiValue("MAX_CPL", Array(customer_cost, lead_to_sale))
End Function

Public Function MAX_CPC(ByVal customer_cost As Variant, ByVal lead_to_sale As Variant, ByVal click_to_lead As Variant) _
    As Variant
Attribute MAX_CPC.VB_Description = "Highest cost per click (the honest bid): the most you can pay for a click, given the highest cost per customer."
Attribute MAX_CPC.VB_ProcData.VB_Invoke_Func = " \n20"
    MAX_CPC = KpiValue("MAX_CPC", Array(customer_cost, lead_to_sale, click_to_lead))
End Function

Public Function REQUIRED_BUDGET(ByVal customers As Variant, ByVal click_cost As Variant, ByVal click_to_lead As Variant, _
    ByVal lead_to_sale As Variant) As Variant
Attribute REQUIRED_BUDGET.VB_Description = "Budget needed: what this many customers cost at this price per click."
Attribute REQUIRED_BUDGET.VB_ProcData.VB_Invoke_Func = " \n20"
    REQUIRED_BUDGET = KpiValue("REQUIRED_BUDGET", Array(customers, click_cost, click_to_lead, lead_to_sale))
End Function

Public Function DECOMPOSE(ByVal budget As Variant, ByVal gross_profit As Variant, ByVal cost_share As Variant, _
    ByVal revenue_per_customer As Variant, ByVal lead_to_sale As Variant, ByVal click_to_lead As Variant, _
    Optional ByVal rounding As Variant, Optional ByVal language As Variant) As Variant
Attribute DECOMPOSE.VB_Description = "Decomposition of a plan: from budget and gross profit to the customers, leads and clicks needed, and the highest bid."
Attribute DECOMPOSE.VB_ProcData.VB_Invoke_Func = " \n20"
    DECOMPOSE = KpiValue("DECOMPOSE", Array(budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding, language))
End Function

Public Function BID_GRID(ByVal customer_cost As Variant, ByVal clicks_to_leads As Variant, _
    ByVal leads_to_sales As Variant, Optional ByVal language As Variant) As Variant
Attribute BID_GRID.VB_Description = "Sensitivity grid of the bid: the highest cost per click for each pair of conversions."
Attribute BID_GRID.VB_ProcData.VB_Invoke_Func = " \n20"
    BID_GRID = KpiValue("BID_GRID", Array(customer_cost, clicks_to_leads, leads_to_sales, language))
End Function

Public Function MEDIA_FORECAST(ByVal budget As Variant, ByVal click_cost As Variant, ByVal click_to_lead As Variant, _
    ByVal lead_to_sale As Variant, ByVal revenue_per_customer As Variant, ByVal margin As Variant, _
    Optional ByVal rounding As Variant, Optional ByVal language As Variant) As Variant
Attribute MEDIA_FORECAST.VB_Description = "Forecast of a channel (media plan): what a budget brings at a given cost per click."
Attribute MEDIA_FORECAST.VB_ProcData.VB_Invoke_Func = " \n20"
    MEDIA_FORECAST = KpiValue("MEDIA_FORECAST", Array(budget, click_cost, click_to_lead, lead_to_sale, revenue_per_customer, margin, rounding, language))
End Function

'--- Plan against fact

Public Function SMART_TARGET(ByVal baseline As Variant, ByVal growth As Variant) As Variant
Attribute SMART_TARGET.VB_Description = "SMART target: the value to reach, from a starting value and the desired growth."
Attribute SMART_TARGET.VB_ProcData.VB_Invoke_Func = " \n20"
    SMART_TARGET = KpiValue("SMART_TARGET", Array(baseline, growth))
End Function

Public Function ATTAINMENT(ByVal fact As Variant, ByVal plan As Variant) As Variant
Attribute ATTAINMENT.VB_Description = "Attainment of the plan: the actual value as a share of the planned one."
Attribute ATTAINMENT.VB_ProcData.VB_Invoke_Func = " \n20"
    ATTAINMENT = KpiValue("ATTAINMENT", Array(fact, plan))
End Function

Public Function RUN_RATE(ByVal fact_to_date As Variant, ByVal elapsed_days As Variant, ByVal total_days As Variant) As _
    Variant
Attribute RUN_RATE.VB_Description = "Run rate: the value at the end of the period if it goes on like this."
Attribute RUN_RATE.VB_ProcData.VB_Invoke_Func = " \n20"
    RUN_RATE = KpiValue("RUN_RATE", Array(fact_to_date, elapsed_days, total_days))
End Function

Public Function PACE(ByVal spent As Variant, ByVal budget As Variant, ByVal elapsed_days As Variant, _
    ByVal total_days As Variant) As Variant
Attribute PACE.VB_Description = "Pace of spending: 1 is even; above 1 the budget ends before the period does."
Attribute PACE.VB_ProcData.VB_Invoke_Func = " \n20"
    PACE = KpiValue("PACE", Array(spent, budget, elapsed_days, total_days))
End Function

Public Function KPI_STATUS(ByVal fact As Variant, ByVal plan As Variant, Optional ByVal better As Variant, _
    Optional ByVal tolerance As Variant) As Variant
Attribute KPI_STATUS.VB_Description = "Status of a KPI: ok at the plan or better, warn within the tolerance, fail beyond it."
Attribute KPI_STATUS.VB_ProcData.VB_Invoke_Func = " \n20"
    KPI_STATUS = KpiValue("KPI_STATUS", Array(fact, plan, better, tolerance))
End Function

'--- Statistics

Public Function RATIO_OF_SUMS(ByVal numerators As Variant, ByVal denominators As Variant) As Variant
Attribute RATIO_OF_SUMS.VB_Description = "Total as a ratio of sums: the right total of a column of ratios, over the rows that have both numbers."
Attribute RATIO_OF_SUMS.VB_ProcData.VB_Invoke_Func = " \n20"
    RATIO_OF_SUMS = KpiValue("RATIO_OF_SUMS", Array(numerators, denominators))
End Function

Public Function CONVERSION_BOUND(ByVal successes As Variant, ByVal attempts As Variant, ByVal side As Variant, _
    Optional ByVal confidence As Variant) As Variant
Attribute CONVERSION_BOUND.VB_Description = "Confidence bound of a conversion (Wilson): the lowest or highest true conversion consistent with the data."
Attribute CONVERSION_BOUND.VB_ProcData.VB_Invoke_Func = " \n20"
    CONVERSION_BOUND = KpiValue("CONVERSION_BOUND", Array(successes, attempts, side, confidence))
End Function

Public Function ROMI_BOUND(ByVal gross_profit As Variant, ByVal spend As Variant, ByVal customers As Variant, _
    ByVal side As Variant, Optional ByVal variation As Variant, Optional ByVal usual_profit As Variant, _
    Optional ByVal minimum_customers As Variant, Optional ByVal confidence As Variant) As Variant
Attribute ROMI_BOUND.VB_Description = "Confidence bound of ROMI: how low or high the true ROMI may be, given how few customers there are and how their orders vary."
Attribute ROMI_BOUND.VB_ProcData.VB_Invoke_Func = " \n20"
    ROMI_BOUND = KpiValue("ROMI_BOUND", Array(gross_profit, spend, customers, side, variation, usual_profit, minimum_customers, confidence))
End Function

Public Function PROP_TEST(ByVal successes_one As Variant, ByVal attempts_one As Variant, ByVal successes_two As Variant, _
    ByVal attempts_two As Variant) As Variant
Attribute PROP_TEST.VB_Description = "Significance of the difference of two conversions (p): how often chance alone would give such a difference."
Attribute PROP_TEST.VB_ProcData.VB_Invoke_Func = " \n20"
    PROP_TEST = KpiValue("PROP_TEST", Array(successes_one, attempts_one, successes_two, attempts_two))
End Function

Public Function MIN_SAMPLE(ByVal baseline_rate As Variant, ByVal uplift As Variant, _
    Optional ByVal confidence As Variant, Optional ByVal power As Variant) As Variant
Attribute MIN_SAMPLE.VB_Description = "Minimum sample per variant: how many visits each variant of an A/B test needs."
Attribute MIN_SAMPLE.VB_ProcData.VB_Invoke_Func = " \n20"
    MIN_SAMPLE = KpiValue("MIN_SAMPLE", Array(baseline_rate, uplift, confidence, power))
End Function

Public Function MIN_CLICKS(ByVal conversion_rate As Variant, Optional ByVal confidence As Variant) As Variant
Attribute MIN_CLICKS.VB_Description = "Clicks without a conversion before you stop: after that many clicks with none, the expected conversion isn't there."
Attribute MIN_CLICKS.VB_ProcData.VB_Invoke_Func = " \n20"
    MIN_CLICKS = KpiValue("MIN_CLICKS", Array(conversion_rate, confidence))
End Function

'--- Channels and budget

Public Function MARGINAL_CPA(ByVal spend_before As Variant, ByVal conversions_before As Variant, _
    ByVal spend_after As Variant, ByVal conversions_after As Variant) As Variant
Attribute MARGINAL_CPA.VB_Description = "Marginal cost of a conversion: what each additional conversion cost when the spend was raised."
Attribute MARGINAL_CPA.VB_ProcData.VB_Invoke_Func = " \n20"
    MARGINAL_CPA = KpiValue("MARGINAL_CPA", Array(spend_before, conversions_before, spend_after, conversions_after))
End Function

Public Function CHANNEL_COMPARE(ByVal table As Variant, Optional ByVal minimum_customers As Variant, _
    Optional ByVal confidence As Variant, Optional ByVal margin As Variant, Optional ByVal variation As Variant, _
    Optional ByVal elasticity As Variant, Optional ByVal maximum As Variant, Optional ByVal usual_profit As Variant, _
    Optional ByVal language As Variant) As Variant
Attribute CHANNEL_COMPARE.VB_Description = "Comparison of channels: every metric of each channel, the totals “Paid” and “All”, rank and verdict."
Attribute CHANNEL_COMPARE.VB_ProcData.VB_Invoke_Func = " \n20"
    CHANNEL_COMPARE = KpiValue("CHANNEL_COMPARE", Array(table, minimum_customers, confidence, margin, variation, elasticity, maximum, usual_profit, language))
End Function

Public Function REALLOCATE(ByVal channels As Variant, ByVal spend As Variant, ByVal gross_profit As Variant, _
    Optional ByVal budget As Variant, Optional ByVal elasticity As Variant, Optional ByVal minimum As Variant, _
    Optional ByVal maximum As Variant, Optional ByVal row_periods As Variant, Optional ByVal language As Variant) As Variant
Attribute REALLOCATE.VB_Description = "Reallocation of a budget: the split among channels with the highest gross profit, given diminishing returns."
Attribute REALLOCATE.VB_ProcData.VB_Invoke_Func = " \n20"
    REALLOCATE = KpiValue("REALLOCATE", Array(channels, spend, gross_profit, budget, elasticity, minimum, maximum, row_periods, language))
End Function

'--- Tables

Public Function KPI_FIGURE(ByVal table As Variant, ByVal figure As Variant, Optional ByVal row As Variant) As Variant
Attribute KPI_FIGURE.VB_Description = "One figure of a table: by its header or short name, and if you like for one row only."
Attribute KPI_FIGURE.VB_ProcData.VB_Invoke_Func = " \n20"
    KPI_FIGURE = KpiValue("KPI_FIGURE", Array(table, figure, row))
End Function

'--- When a cell shows an error

Public Function KPI_WHY(ByVal kpi As Variant, ParamArray arguments() As Variant) As Variant
Attribute KPI_WHY.VB_Description = "Why a KPI shows an error: what is wrong, where, and what to do; blank where it shows none."
Attribute KPI_WHY.VB_ProcData.VB_Invoke_Func = " \n20"
    KPI_WHY = KpiReason("KPI_WHY", KpiJoined(Array(kpi), arguments))
End Function

'--- how a formula is calculated

'What a formula shows.
Private Function KpiValue(ByVal function_name As String, ByVal given As Variant) As Variant
    Dim answer As Variant
    KpiAsk function_name, given, answer
    KpiValue = answer
End Function

'What the formula shows that explains errors: also why Python itself cannot answer.
Private Function KpiReason(ByVal function_name As String, ByVal given As Variant) As Variant
    Dim answer As Variant, reason As String
    reason = KpiAsk(function_name, given, answer)
    If Len(reason) > 0 Then KpiReason = reason Else KpiReason = answer
End Function

'Asks Python, and gives the reason where there is no answer; the cell then shows an error.
Private Function KpiAsk(ByVal function_name As String, ByVal given As Variant, ByRef answer As Variant) As String
    Dim values As Variant, attempt As Long
    answer = CVErr(2015) '#VALUE!
    KpiAsk = KpiRead(given, values)
    If Len(KpiAsk) > 0 Then Exit Function
    answer = CVErr(2042) '#N/A: nothing is wrong with the numbers, and charts leave it out
    For attempt = 1 To 2
        KpiAsk = KpiConnect()
        If Len(KpiAsk) > 0 Then Exit Function
        KpiAsk = KpiCall(function_name, values, answer)
        If Len(KpiAsk) = 0 Then Exit Function
        If KpiAnswers() Then 'this cell alone fails, and would fail again
            answer = CVErr(2015)
            KpiAsk = Replace(KpiText(KPI_FAULT), "{reason}", KpiAsk)
            Exit Function
        End If
        Set server = Nothing 'it has died; once, that may be chance
    Next attempt
    KpiAsk = KpiGiveUp(KpiAsk)
End Function

'--- Python

Private Function KpiCall(ByVal function_name As String, ByRef values As Variant, ByRef answer As Variant) As String
    On Error GoTo failed
    answer = server.CallUDF(KPI_ENTRY, "call", Array(Array(function_name, values, KPI_LANGUAGE)))
    KpiFinish answer
    Exit Function
failed:
    KpiCall = KpiDescription(Err.Number, Err.Description)
End Function

'Makes sure that Python answers. Starting in vain may take seconds: so thousands of cells try it once, and the rest fail at once.
Private Function KpiConnect() As String
    Dim seconds As Double
    If Not server Is Nothing Then Exit Function
    If Len(failure) > 0 Then
        seconds = (Now - failed_at) * 86400
        If seconds >= 0 And seconds < KPI_PAUSE Then
            KpiConnect = failure
            Exit Function
        End If
    End If
    On Error GoTo failed
    Set server = XLPy()
    server.Module KPI_ENTRY 'here a missing package shows
    If Len(failure) > 0 Then KpiShow False
    failure = ""
    Exit Function
failed:
    KpiConnect = KpiGiveUp(KpiDescription(Err.Number, Err.Description))
End Function

Private Function KpiGiveUp(ByVal reason As String) As String
    Set server = Nothing
    failure = Replace(KpiText(KPI_DOWN), "{reason}", reason)
    failed_at = Now
    KpiShow Left$(failure, 255)
    KpiGiveUp = failure
End Function

Private Sub KpiShow(ByVal text As Variant)
    On Error Resume Next 'nothing hangs on it: the cell has its error, and KPI_WHY says the same
    Application.StatusBar = text
End Sub

Private Function KpiAnswers() As Boolean
    On Error GoTo dead
    KpiAnswers = server.Bool(True)
dead:
End Function

'An error in words, on one line. Of the many in which Python tells where it failed, the last one tells why.
Private Function KpiDescription(ByVal number As Long, ByVal description As String) As String
    Dim lines As Variant, is_traceback As Boolean, i As Long
    lines = Split(Replace(description, vbCr, ""), vbLf)
    is_traceback = InStr(description, "Traceback") > 0
    For i = 0 To UBound(lines)
        If Len(Trim$(lines(i))) > 0 Then
            If is_traceback Then KpiDescription = ""
            KpiDescription = Trim$(KpiDescription & " " & Trim$(lines(i)))
        End If
    Next i
    If Len(KpiDescription) = 0 Then KpiDescription = "error " & number
End Function

'--- arguments

'The arguments in one line: those before, and the repeated ones.
Private Function KpiJoined(ByVal first As Variant, ByVal repeated As Variant) As Variant
    Dim joined() As Variant, count As Long, i As Long
    count = UBound(first) + 1
    ReDim joined(0 To count + UBound(repeated))
    For i = 0 To UBound(first)
        If IsObject(first(i)) Then Set joined(i) = first(i) Else joined(i) = first(i)
    Next i
    For i = 0 To UBound(repeated)
        If IsObject(repeated(i)) Then Set joined(count + i) = repeated(i) Else joined(count + i) = repeated(i)
    Next i
    KpiJoined = joined
End Function

'The values of the arguments, with those of cells in the place of references; gives the reason where one cannot be read.
'.Value2 has numbers as they are: no currency cut to four places, no date.
Private Function KpiRead(ByVal given As Variant, ByRef values As Variant) As String
    Dim found() As Variant, last As Long, height As Long, width As Long, i As Long
    last = UBound(given)
    Do While last > 0
        If Not IsMissing(given(last)) Then Exit Do
        last = last - 1
    Loop
    ReDim found(0 To last)
    height = 1
    width = 1
    For i = 0 To last
        If IsObject(given(i)) Then
            If given(i).Areas.Count > 1 Then
                KpiRead = Replace(KpiText(KPI_AREAS), "{number}", i)
                Exit Function
            End If
            KpiMeasure given(i), height, width
        ElseIf IsArray(given(i)) Then
            KpiMeasureArray given(i), height, width
        End If
    Next i
    For i = 0 To last
        If IsObject(given(i)) Then
            found(i) = KpiValues(given(i), height, width)
        ElseIf Not IsMissing(given(i)) Then 'else it stays empty, as a blank cell
            found(i) = given(i)
        End If
    Next i
    values = found
End Function

'Whole columns and rows end where their sheet does nowhere hold anything more: a million blank cells say nothing. All that stand in one
'formula end at the same place, and not before the other ranges in it, so that each cell keeps its partners.
Private Sub KpiMeasure(ByVal reference As Object, ByRef height As Long, ByRef width As Long)
    Dim sheet As Object, rows As Long, columns As Long
    rows = reference.Rows.Count
    columns = reference.Columns.Count
    If rows > 1 Or columns > 1 Then
        Set sheet = reference.Worksheet
        If reference.Row + rows > sheet.Rows.Count Then rows = sheet.UsedRange.Row + sheet.UsedRange.Rows.Count - reference.Row
        If reference.Column + columns > sheet.Columns.Count Then
            columns = sheet.UsedRange.Column + sheet.UsedRange.Columns.Count - reference.Column
        End If
    End If
    If rows > height Then height = rows
    If columns > width Then width = columns
End Sub

Private Sub KpiMeasureArray(ByVal cells As Variant, ByRef height As Long, ByRef width As Long)
    Dim last As Long
    last = KpiDimensions(cells)
    If UBound(cells, last) - LBound(cells, last) + 1 > width Then width = UBound(cells, last) - LBound(cells, last) + 1
    If last = 1 Then Exit Sub 'one row
    If UBound(cells, 1) - LBound(cells, 1) + 1 > height Then height = UBound(cells, 1) - LBound(cells, 1) + 1
End Sub

Private Function KpiValues(ByVal reference As Object, ByVal height As Long, ByVal width As Long) As Variant
    If reference.Rows.Count < height Then height = reference.Rows.Count
    If reference.Columns.Count < width Then width = reference.Columns.Count
    If reference.Rows.Count > height Or reference.Columns.Count > width Then
        KpiValues = reference.Resize(height, width).Value2
    Else
        KpiValues = reference.Value2
    End If
End Function

'--- results

'Puts true errors in the place of their texts, which is what Python can hand over.
Private Sub KpiFinish(ByRef result As Variant)
    Dim i As Long, j As Long
    If Not IsArray(result) Then
        result = KpiTrue(result)
    ElseIf KpiDimensions(result) = 1 Then
        For i = LBound(result) To UBound(result)
            If VarType(result(i)) = vbString Then result(i) = KpiTrue(result(i))
        Next i
    Else
        For i = LBound(result, 1) To UBound(result, 1)
            For j = LBound(result, 2) To UBound(result, 2)
                If VarType(result(i, j)) = vbString Then result(i, j) = KpiTrue(result(i, j))
            Next j
        Next i
    End If
End Sub

Private Function KpiTrue(ByVal cell As Variant) As Variant
    KpiTrue = cell
    If VarType(cell) <> vbString Then Exit Function
    If Left$(cell, 1) <> "#" Then Exit Function
    Select Case cell
        Case "#NULL!": KpiTrue = CVErr(2000)
        Case "#DIV/0!": KpiTrue = CVErr(2007)
        Case "#VALUE!": KpiTrue = CVErr(2015)
        Case "#REF!": KpiTrue = CVErr(2023)
        Case "#NAME?": KpiTrue = CVErr(2029)
        Case "#NUM!": KpiTrue = CVErr(2036)
        Case "#N/A": KpiTrue = CVErr(2042)
    End Select
End Function

Private Function KpiDimensions(ByRef cells As Variant) As Long
    KpiDimensions = 1
    On Error GoTo one
    If UBound(cells, 2) >= LBound(cells, 2) Then KpiDimensions = 2
one:
End Function

'A text in which \u and four digits stand for a letter, so that it is the same in every code page.
Private Function KpiText(ByVal escaped As String) As String
    Dim parts As Variant, i As Long
    parts = Split(escaped, "\u")
    KpiText = parts(0)
    For i = 1 To UBound(parts)
        KpiText = KpiText & ChrW$(CLng("&H" & Left$(parts(i), 4))) & Mid$(parts(i), 5)
    Next i
End Function
