/* The functions of sheetkpi for Google Sheets. Built by `sheetkpi build`; not to be edited. */

const SHEETKPI_ADDRESS = "";
const SHEETKPI_LANGUAGE = "en";
const SHEETKPI_PREFIX = Object.freeze("");
const SHEETKPI_DEFINITIONS = Object.freeze("a4c1bb4c07e4e638fed0f3364a243f6e");
const SHEETKPI_ERRORS = Object.freeze({"#DIV/0!": "#DIV/0!", "#ДЕЛ/0!": "#DIV/0!", "#VALUE!": "#VALUE!", "#ЗНАЧ!": "#VALUE!", "#NUM!": "#NUM!", "#ЧИСЛО!": "#NUM!", "#N/A": "#N/A", "#Н/Д": "#N/A", "#NAME?": "#NAME?", "#ИМЯ?": "#NAME?", "#REF!": "#REF!", "#ССЫЛКА!": "#REF!", "#NULL!": "#NULL!", "#ПУСТО!": "#NULL!", "#SPILL!": "#SPILL!", "#ПЕРЕНОС!": "#SPILL!", "#CALC!": "#CALC!", "#ВЫЧИСЛ!": "#CALC!", "#FIELD!": "#FIELD!", "#ПОЛЕ!": "#FIELD!", "#BLOCKED!": "#BLOCKED!", "#БЛОКИРОВАНО!": "#BLOCKED!", "#CONNECT!": "#CONNECT!", "#СОЕДИНЕНИЕ!": "#CONNECT!", "#BUSY!": "#BUSY!", "#ЗАНЯТО!": "#BUSY!", "#UNKNOWN!": "#UNKNOWN!", "#НЕИЗВЕСТНО!": "#UNKNOWN!", "#GETTING_DATA": "#GETTING_DATA", "#ОЖИДАНИЕ_ДАННЫХ": "#GETTING_DATA", "#ERROR!": "#ERROR!", "#ОШИБКА!": "#ERROR!"});
const SHEETKPI_COMPANIONS = Object.freeze(["KPI_FIGURE", "KPI_WHY"]);
const SHEETKPI_FIGURES = Object.freeze([["stage", "stage", "шаг"], ["count", "count", "количество"], ["step_conversion", "step conversion", "конверсия шага"], ["through_conversion", "end-to-end conversion", "сквозная конверсия"], ["lost", "lost", "потери"], ["cost", "cost of one", "стоимость одного"], ["low", "step conversion, low", "конверсия шага, нижняя граница"], ["high", "step conversion, high", "конверсия шага, верхняя граница"], ["note", "note", "примечание"], ["channel", "channel", "канал"], ["value", "value", "значение"], ["share", "share", "доля"], ["rank", "rank", "место"], ["running_share", "running share", "доля с накоплением"], ["majority", "majority", "большая часть"], ["target_revenue", "target revenue", "целевой доход"], ["customers", "customers needed", "клиентов нужно"], ["cpo", "target cost per customer (cpo)", "целевая стоимость клиента (cpo)"], ["leads", "leads needed", "заявок нужно"], ["cpl", "target cost per lead", "целевая стоимость заявки"], ["clicks", "clicks needed", "кликов нужно"], ["cpc", "maximum cpc", "предельная цена клика"], ["breakeven_cpc", "cpc at romi = 0", "цена клика при romi = 0"], ["romi", "planned romi", "плановый romi"], ["drr", "planned ad cost share", "плановый дрр"], ["budget", "budget", "бюджет"], ["clicks", "clicks", "клики"], ["leads", "leads", "заявки"], ["customers", "customers", "клиенты"], ["cpl", "cost per lead", "стоимость заявки"], ["cpo", "cost per customer", "стоимость клиента"], ["revenue", "revenue", "выручка"], ["gross_profit", "gross profit", "валовая прибыль"], ["romi", "romi"], ["drr", "ad cost share", "дрр"], ["spend", "spend", "расход"], ["impressions", "impressions", "показы"], ["visits", "visits", "визиты"], ["cost_of_sales", "cost of sales", "себестоимость"], ["ctr", "ctr"], ["cpc", "cpc"], ["click_to_lead", "click-to-lead conversion", "конверсия в заявку"], ["lead_to_sale", "lead-to-sale conversion", "конверсия в продажу"], ["aov", "average order value", "средний чек"], ["net", "net result", "чистый результат"], ["roas", "roas"], ["share_of_spend", "share of spend", "доля расхода"], ["share_of_gross_profit", "share of gross profit", "доля валовой прибыли"], ["low", "lead-to-sale conversion, low", "конверсия в продажу, нижняя граница"], ["high", "lead-to-sale conversion, high", "конверсия в продажу, верхняя граница"], ["p_value", "p against the others (fisher, holm)", "p против остальных (фишер, холм)"], ["weak_step", "weak step", "слабое место"], ["romi_low", "romi, low", "romi, нижняя граница"], ["romi_high", "romi, high", "romi, верхняя граница"], ["rank", "rank by net result", "место по чистому результату"], ["verdict", "verdict", "вердикт"], ["data", "data", "данные"], ["marginal", "gross profit from one more unit of money", "валовая прибыль с ещё одного рубля"], ["elasticity", "elasticity", "эластичность"], ["new_spend", "suggested spend", "предлагаемый расход"], ["customers_attainment", "customers against plan, %", "клиенты, % плана"], ["spend_attainment", "spend against plan, %", "расход, % плана"], ["advice", "what to do", "что делать"], ["spend", "spend now", "расход сейчас"], ["gross_profit", "gross profit now", "валовая прибыль сейчас"], ["romi", "romi now", "romi сейчас"], ["new_spend", "new spend", "новый расход"], ["change", "change", "изменение"], ["change_share", "change, %", "изменение, %"], ["expected_gross_profit", "expected gross profit (an estimate from the assumed elasticity: test it)", "ожидаемая валовая прибыль (оценка при предположении об эластичности; проверьте тестом)"], ["expected_romi", "expected romi", "ожидаемый romi"], ["marginal_after", "gross profit from one more unit of money after the change", "валовая прибыль с ещё одного рубля после изменения"], ["best_spend", "spend that earns most by this model", "расход, при котором заработок наибольший по этой модели"], ["bound", "bound", "предел"]]);
const SHEETKPI_IN_WORDS = Object.freeze(["formula", "формула"]);
const SHEETKPI_LINKS = Object.freeze({"downloadLambda": "https://github.com/sheetkpi/sheetkpi/raw/main/templates/en/functions.xlsx", "downloadForecast": "https://github.com/sheetkpi/sheetkpi/raw/main/templates/en/forecast.xlsx", "downloadChannels": "https://github.com/sheetkpi/sheetkpi/raw/main/templates/en/channels.xlsx"});
const SHEETKPI_TRIAL = Object.freeze({"call": {"function": "ROMI", "arguments": [100000, 50000]}, "value": 1.0});
const SHEETKPI_MESSAGES = Object.freeze({"unknown": "There is no function {name}. SheetKPI → Functions… shows all of them.", "mistyped": "There is no function {name}. Did you mean {nearest}?", "arguments": "{function} takes these arguments: {call}.", "figureTable": "{function}: give a table with its headers, such as DECOMPOSE(…).", "figureBlank": "{function}: the name of the figure is blank. Give one, such as “cpc”.", "figureUnknown": "{function}: the table has no “{name}”. It has: {names}.", "needsServer": "{function} needs a server. Set its address in SheetKPI → Settings.", "settingsUnread": "Google doesn't give out the settings right now ({reason}). Try again later.", "unreachable": "The server {address} isn't responding ({reason}). Try again, or check the address in SheetKPI → Settings.", "keyMissing": "The server {address} requires a key. Ask its owner for one and enter it in SheetKPI → Settings.", "busy": "Too many requests to the server {address}. Wait a minute, then choose SheetKPI → Recalculate KPI formulas.", "keyRefused": "The server {address} rejected the key. Ask its owner for a valid key and enter it in SheetKPI → Settings.", "noServer": "{address} isn't a sheetkpi server. Check the address in SheetKPI → Settings.", "failed": "The server {address} reported an error (code {code}). Try again later, or contact its owner.", "menuReference": "Functions…", "menuSettings": "Settings…", "menuRecalculate": "Recalculate KPI formulas", "menuFreeze": "Convert selected KPI formulas to values", "menuDownload": "Download as Excel: what to know", "menuForecast": "Insert the forecast workbook", "menuChannels": "Insert the channel comparison", "templateNeedsServer": "Workbooks are loaded from a server. Set its address in SheetKPI → Settings, or download the file and open it here.", "templateTaken": "These sheets already exist: {sheets}. Rename or delete them, then insert the workbook again.", "templateUnfinished": "An earlier insertion was interrupted. Its unfinished sheets will be removed first: {sheets}", "recalculated": "Formulas recalculated: {count}", "frozen": "Formulas converted to values: {count}", "leftProtected": "Not changed, because the cells are protected: {cells}", "leftNoValue": "Not converted, because they show an error or aren't calculated yet: {cells}", "otherDefinitions": "The definitions of the server {address} differ from those of this script, which calculates by its own. Copy the script anew from {address}/addin/google/.", "noAddress": "No server is set. Functions with a formula are calculated in the sheet.", "httpsOnly": "The address must begin with https://, for example https://kpi.example.com", "works": "{address} works. Settings saved.", "search": "Search: romi, cost, loyalty…", "insert": "Insert into the active cell", "inserted": "Inserted.", "nothingFound": "Nothing found. Try another word.", "address": "Server address", "key": "Key", "keyKept": "A key is saved; leave this blank to keep it.", "save": "Check and save", "checking": "One moment…", "editorsSee": "Anyone who can edit this spreadsheet can read the key, so use one that gives access to nothing else.", "tabFunctions": "Functions", "tabSettings": "Settings", "tabDownload": "Excel file", "downloadFrozen": "Google doesn't put scripts into a downloaded .xlsx. Each of our formulas becomes IFERROR(__xludf.DUMMYFUNCTION(…), …) there: it shows its last number and never changes again.", "downloadInstead": "What stays alive in Excel:", "downloadWorkbooks": "The workbooks in this menu: their formulas are native.", "downloadFormulas": "Native formulas: under Functions, below each function. Write your cells in place of the names.", "downloadLambda": "functions.xlsx: each function is a LAMBDA for Excel 365, so =ROMI(…) works in it", "downloadForecast": "The forecast workbook as an Excel file", "downloadChannels": "The channel comparison as an Excel file", "downloadValues": "Or convert our formulas to values before downloading, in the same menu.", "native": "Native formula, which also works in a downloaded .xlsx:", "failedCall": "Something went wrong: {reason}"});
const SHEETKPI_CATALOGUE = Object.freeze({"PROFIT": {"required": 2, "most": 255, "printed": true, "call": "PROFIT(revenue, cost, [more costs…])", "summary": "Profit: revenue minus the costs you list.", "group": "Profitability", "formula": [["", "revenue − cost − more costs 1 − more costs 2"]], "native": ["=revenue-cost-more_costs_1-more_costs_2"], "example": "=PROFIT(5000,1000)"}, "GROSS_MARGIN": {"required": 2, "most": 2, "printed": true, "call": "GROSS_MARGIN(revenue, cost of sales)", "summary": "Gross margin: the share of revenue left after the cost of sales.", "group": "Profitability", "formula": [["", "(revenue − cost of sales) / revenue"]], "native": ["=(revenue-cost_of_sales)/revenue"], "example": "=GROSS_MARGIN(5000,1000)"}, "ROMI": {"required": 2, "most": 2, "printed": true, "call": "ROMI(gross profit, spend)", "summary": "Return on marketing investment (on gross profit): net profit per unit of money spent; 1 is 100%.", "group": "Profitability", "formula": [["", "(gross profit − spend) / spend"]], "native": ["=(gross_profit-spend)/spend"], "example": "=ROMI(100000,50000)"}, "ROMI_MARGIN": {"required": 3, "most": 4, "printed": true, "call": "ROMI_MARGIN(revenue, margin, spend, [incremental])", "summary": "ROMI from revenue, by margin and the share of additional sales: if you know revenue but not gross profit.", "group": "Profitability", "formula": [["", "(revenue × incremental × margin − spend) / spend"]], "native": ["=(revenue*incremental*margin-spend)/spend"], "example": "=ROMI_MARGIN(144000,0.7,50000)"}, "ROI": {"required": 2, "most": 2, "printed": true, "call": "ROI(income, investment)", "summary": "Return on investment: the same formula as ROMI, for any investment, not only marketing.", "group": "Profitability", "formula": [["", "(income − investment) / investment"]], "native": ["=(income-investment)/investment"], "example": "=ROI(150000,100000)"}, "ROAS": {"required": 2, "most": 2, "printed": true, "call": "ROAS(revenue, spend)", "summary": "Return on ad spend: revenue per unit of money spent; not a profit.", "group": "Profitability", "formula": [["", "revenue / spend"]], "native": ["=revenue/spend"], "example": "=ROAS(144000,50000)"}, "DRR": {"required": 2, "most": 2, "printed": true, "call": "DRR(spend, revenue)", "summary": "Ad cost share (ДРР, ACoS): advertising spend as a share of revenue.", "group": "Profitability", "formula": [["", "spend / revenue"]], "native": ["=spend/revenue"], "example": "=DRR(15000,100000)"}, "BREAKEVEN_ROAS": {"required": 1, "most": 1, "printed": true, "call": "BREAKEVEN_ROAS(margin)", "summary": "Break-even ROAS: the revenue per unit of ad spend at which you neither earn nor lose.", "group": "Profitability", "formula": [["", "1 / margin"]], "native": ["=1/margin"], "example": "=BREAKEVEN_ROAS(0.4)"}, "BREAKEVEN_CUSTOMERS": {"required": 2, "most": 3, "printed": true, "call": "BREAKEVEN_CUSTOMERS(spend, profit per customer, [rounding])", "summary": "Customers to break even: how many must buy for the marketing to pay for itself.", "group": "Profitability", "formula": [["", "round up(spend / profit per customer)"]], "native": ["=ROUNDUP(ROUND(spend/profit_per_customer,9),0)"], "example": "=BREAKEVEN_CUSTOMERS(100000,4000)"}, "UNIT_COST": {"required": 5, "most": 5, "printed": true, "call": "UNIT_COST(salary, hours, hours per unit, overheads, materials)", "summary": "Cost of a service: the hours it takes, with their share of the overheads, plus materials.", "group": "Profitability", "formula": [["", "(salary + overheads) / hours × hours per unit + materials"]], "native": ["=(salary+overheads)/hours*hours_per_unit+materials"], "example": "=UNIT_COST(40000,160,1,18000,150)"}, "WITHOUT_VAT": {"required": 2, "most": 2, "printed": true, "call": "WITHOUT_VAT(amount, vat rate)", "summary": "Amount without VAT: for comparing spend and revenue on the same basis.", "group": "Profitability", "formula": [["", "amount / (1 + vat rate)"]], "native": ["=amount/(1+vat_rate)"], "example": "=WITHOUT_VAT(61000,0.22)"}, "CPM": {"required": 2, "most": 2, "printed": true, "call": "CPM(spend, impressions)", "summary": "Cost per mille: the price of a thousand impressions.", "group": "Acquisition cost", "formula": [["", "1000 × spend / impressions"]], "native": ["=1000*spend/impressions"], "example": "=CPM(6000,150000)"}, "CPC": {"required": 2, "most": 2, "printed": true, "call": "CPC(spend, clicks)", "summary": "Cost per click: what one click cost.", "group": "Acquisition cost", "formula": [["", "spend / clicks"]], "native": ["=spend/clicks"], "example": "=CPC(50000,2400)"}, "CPL": {"required": 2, "most": 2, "printed": true, "call": "CPL(spend, leads)", "summary": "Cost per lead: what one lead cost.", "group": "Acquisition cost", "formula": [["", "spend / leads"]], "native": ["=spend/leads"], "example": "=CPL(50000,240)"}, "CPA": {"required": 2, "most": 2, "printed": true, "call": "CPA(spend, actions)", "summary": "Cost per action: what one request or other target action cost.", "group": "Acquisition cost", "formula": [["", "spend / actions"]], "native": ["=spend/actions"], "example": "=CPA(6000,30)"}, "CPO": {"required": 2, "most": 2, "printed": true, "call": "CPO(spend, orders)", "summary": "Cost per order (customer): the marketing cost of one sale.", "group": "Acquisition cost", "formula": [["", "spend / orders"]], "native": ["=spend/orders"], "example": "=CPO(6000,6)"}, "CAC": {"required": 3, "most": 3, "printed": true, "call": "CAC(marketing cost, sales cost, new customers)", "summary": "Customer acquisition cost (marketing and sales): the full cost of one new customer.", "group": "Acquisition cost", "formula": [["", "(marketing cost + sales cost) / new customers"]], "native": ["=(marketing_cost+sales_cost)/new_customers"], "example": "=CAC(6000,3000,6)"}, "CTR": {"required": 2, "most": 2, "printed": true, "call": "CTR(clicks, impressions)", "summary": "CTR, click-through rate: the share of impressions that were clicked.", "group": "Funnel and conversion", "formula": [["", "clicks / impressions"]], "native": ["=clicks/impressions"], "example": "=CTR(2400,96000)"}, "CONVERSION": {"required": 2, "most": 2, "printed": true, "call": "CONVERSION(successes, attempts)", "summary": "Conversion: the share of one step of the funnel that reaches the next.", "group": "Funnel and conversion", "formula": [["", "successes / attempts"]], "native": ["=successes/attempts"], "example": "=CONVERSION(6,30)"}, "FUNNEL_RATE": {"required": 1, "most": 255, "printed": true, "call": "FUNNEL_RATE(rate, [more rates…])", "summary": "End-to-end conversion: the share of the first step that reaches the last.", "group": "Funnel and conversion", "formula": [["", "rate × more rates 1 × more rates 2"]], "native": ["=rate*more_rates_1*more_rates_2"], "example": "=FUNNEL_RATE(0.1,0.3)"}, "TRAFFIC_PER_LEAD": {"required": 2, "most": 2, "printed": true, "call": "TRAFFIC_PER_LEAD(visits, leads)", "summary": "Traffic to leads: how many visits one lead takes.", "group": "Funnel and conversion", "formula": [["", "visits / leads"]], "native": ["=visits/leads"], "example": "=TRAFFIC_PER_LEAD(2400,240)"}, "DEAL_CYCLE": {"required": 2, "most": 3, "printed": true, "call": "DEAL_CYCLE(start dates, close dates, [method])", "summary": "Length of the deal cycle: the days from the beginning of a deal to its close.", "group": "Funnel and conversion", "formula": [["", "mean of (a), where a = close dates − start dates"]], "native": ["=(SUMPRODUCT((start_dates<>\"\")*(close_dates<>\"\"),close_dates)-SUMPRODUCT((start_dates<>\"\")*(close_dates<>\"\"),start_dates))/SUMPRODUCT((start_dates<>\"\")*(close_dates<>\"\"))"], "example": "=DEAL_CYCLE({46032;46054},{46053;46096})"}, "FUNNEL_TABLE": {"required": 2, "most": 4, "printed": false, "call": "FUNNEL_TABLE(stages, counts, [spend])", "summary": "Funnel table: conversion, losses and unit cost of each stage.", "group": "Funnel and conversion", "formula": [], "native": [], "example": "=FUNNEL_TABLE({\"Clicks\";\"Leads\";\"Customers\"},{2400;240;72},50000)"}, "SHARE_OF": {"required": 2, "most": 2, "printed": true, "call": "SHARE_OF(part, whole)", "summary": "Share of a whole: for organic traffic, social networks, reach, missed calls and the like.", "group": "Traffic mix", "formula": [["", "part / whole"]], "native": ["=part/whole"], "example": "=SHARE_OF(5500,10000)"}, "CHANNEL_MIX": {"required": 2, "most": 3, "printed": false, "call": "CHANNEL_MIX(channels, amounts)", "summary": "Channel mix: the share of each channel, largest first, with a running share.", "group": "Traffic mix", "formula": [], "native": [], "example": "=CHANNEL_MIX({\"Direct\";\"Search\";\"Social\"},{1500;5500;3000})"}, "RETENTION": {"required": 3, "most": 3, "printed": true, "call": "RETENTION(customers start, customers end, new customers)", "summary": "Customer retention rate (CRR): the share of the starting customers who stayed.", "group": "Retention and loyalty", "formula": [["", "a / customers start, where a = customers end − new customers"]], "native": ["=(customers_end-new_customers)/customers_start"], "example": "=RETENTION(500,520,40)"}, "CHURN": {"required": 2, "most": 3, "printed": true, "call": "CHURN(customers start, customers end, [new customers])", "summary": "Customer churn (CCR): the share of the starting customers who left.", "group": "Retention and loyalty", "formula": [["", "a if new customers = 0, otherwise a, where a = (customers start − (customers end − new customers)) / customers start"]], "native": ["=IF(new_customers=0,(customers_start-(customers_end-new_customers))/customers_start,(customers_start-(customers_end-new_customers))/customers_start)"], "example": "=CHURN(500,480)"}, "REPEAT_RATE": {"required": 2, "most": 2, "printed": true, "call": "REPEAT_RATE(repeat customers, customers)", "summary": "Repeat purchase rate (RPR): the share of customers who bought more than once.", "group": "Retention and loyalty", "formula": [["", "repeat customers / customers"]], "native": ["=repeat_customers/customers"], "example": "=REPEAT_RATE(1500,10000)"}, "PARTICIPATION_RATE": {"required": 2, "most": 2, "printed": true, "call": "PARTICIPATION_RATE(members, customers)", "summary": "Participation rate (PR): the share of customers who take part in the loyalty programme.", "group": "Retention and loyalty", "formula": [["", "members / customers"]], "native": ["=members/customers"], "example": "=PARTICIPATION_RATE(2000,10000)"}, "REDEMPTION_RATE": {"required": 2, "most": 2, "printed": true, "call": "REDEMPTION_RATE(points used, points issued)", "summary": "Redemption rate (RR): the share of issued bonus points that were spent.", "group": "Retention and loyalty", "formula": [["", "points used / points issued"]], "native": ["=points_used/points_issued"], "example": "=REDEMPTION_RATE(1367,10000)"}, "REACTIVATION_RATE": {"required": 2, "most": 2, "printed": true, "call": "REACTIVATION_RATE(returned, lapsed)", "summary": "Reactivation rate: the share of lapsed customers who came back.", "group": "Retention and loyalty", "formula": [["", "returned / lapsed"]], "native": ["=returned/lapsed"], "example": "=REACTIVATION_RATE(30,200)"}, "NPS": {"required": 1, "most": 1, "printed": true, "call": "NPS(scores)", "summary": "Net Promoter Score from scores of 0 to 10: percentage of promoters (9 and 10) minus percentage of detractors (0 to 6).", "group": "Retention and loyalty", "formula": [["", "100 × (number of scores ≥ 9 − number of scores ≤ 6) / number of scores"]], "native": ["=100*(COUNTIF(scores,\">=9\")-COUNTIF(scores,\"<=6\"))/COUNT(scores)"], "example": "=NPS({10;9;9;8;7;7;6;3;10;5})"}, "NPS_COUNTS": {"required": 3, "most": 3, "printed": true, "call": "NPS_COUNTS(promoters, passives, detractors)", "summary": "Net Promoter Score from counts of answers: percentage of promoters minus percentage of detractors.", "group": "Retention and loyalty", "formula": [["", "100 × (promoters − detractors) / (promoters + passives + detractors)"]], "native": ["=100*(promoters-detractors)/(promoters+passives+detractors)"], "example": "=NPS_COUNTS(50,30,20)"}, "NPS_MARGIN": {"required": 3, "most": 5, "printed": true, "call": "NPS_MARGIN(promoters, passives, detractors, [confidence], [method])", "summary": "Margin of error of NPS, ±: how far the score of a sample may be from that of all customers.", "group": "Retention and loyalty", "formula": [["", "100 × z((1 + confidence) / 2) × √((c + d − (c − d) ^ 2) / b), where a = promoters + passives + detractors; b = a × (1 + 3 / a); c = (promoters + 0.75) / b; d = (detractors + 0.75) / b"]], "native": ["=100*NORMSINV((1+confidence)/2)*SQRT(((promoters+0.75)/((promoters+passives+detractors)*(1+3/(promoters+passives+detractors)))+(detractors+0.75)/((promoters+passives+detractors)*(1+3/(promoters+passives+detractors)))-((promoters+0.75)/((promoters+passives+detractors)*(1+3/(promoters+passives+detractors)))-(detractors+0.75)/((promoters+passives+detractors)*(1+3/(promoters+passives+detractors))))^2)/((promoters+passives+detractors)*(1+3/(promoters+passives+detractors))))"], "example": "=NPS_MARGIN(50,30,20)"}, "CSAT": {"required": 2, "most": 2, "printed": true, "call": "CSAT(satisfied, responses)", "summary": "Customer satisfaction: the share of “satisfied” answers.", "group": "Retention and loyalty", "formula": [["", "satisfied / responses"]], "native": ["=satisfied/responses"], "example": "=CSAT(84,100)"}, "AOV": {"required": 2, "most": 2, "printed": true, "call": "AOV(revenue, orders)", "summary": "Average order value: revenue per order.", "group": "Lifetime value and referral", "formula": [["", "revenue / orders"]], "native": ["=revenue/orders"], "example": "=AOV(144000,72)"}, "PURCHASE_FREQUENCY": {"required": 2, "most": 2, "printed": true, "call": "PURCHASE_FREQUENCY(orders, customers)", "summary": "Purchase frequency: orders per customer in the period.", "group": "Lifetime value and referral", "formula": [["", "orders / customers"]], "native": ["=orders/customers"], "example": "=PURCHASE_FREQUENCY(360,72)"}, "LTV": {"required": 3, "most": 4, "printed": true, "call": "LTV(average check, purchases per year, years, [margin])", "summary": "Lifetime value of a customer: what one customer brings over all years.", "group": "Lifetime value and referral", "formula": [["", "average check × purchases per year × years × margin"]], "native": ["=average_check*purchases_per_year*years*margin"], "example": "=LTV(1200,12,5)"}, "LTV_CHURN": {"required": 2, "most": 5, "printed": true, "call": "LTV_CHURN(profit per period, churn rate, [discount], [periods], [first])", "summary": "LTV through churn: discounted profit from one customer, allowing for churn.", "group": "Lifetime value and referral", "formula": [["", "profit per period × (1 + discount) / (churn rate + discount)"]], "native": ["=profit_per_period*(1+discount)/(churn_rate+discount)"], "example": "=LTV_CHURN(500,0.05)"}, "LIFETIME_ROMI": {"required": 3, "most": 3, "printed": true, "call": "LIFETIME_ROMI(ltv profit, customers, spend)", "summary": "Lifetime ROMI: the return on marketing, including customers' later purchases.", "group": "Lifetime value and referral", "formula": [["", "(ltv profit × customers − spend) / spend"]], "native": ["=(ltv_profit*customers-spend)/spend"], "example": "=LIFETIME_ROMI(41250,6,6000)"}, "LTV_CAC": {"required": 2, "most": 2, "printed": true, "call": "LTV_CAC(lifetime value, acquisition cost)", "summary": "LTV to CAC: how many times a customer pays back the acquisition cost.", "group": "Lifetime value and referral", "formula": [["", "lifetime value / acquisition cost"]], "native": ["=lifetime_value/acquisition_cost"], "example": "=LTV_CAC(3000,1000)"}, "PAYBACK": {"required": 2, "most": 2, "printed": true, "call": "PAYBACK(acquisition cost, profit per month)", "summary": "Payback of acquisition: the months until a customer pays back the acquisition cost.", "group": "Lifetime value and referral", "formula": [["", "acquisition cost / profit per month"]], "native": ["=acquisition_cost/profit_per_month"], "example": "=PAYBACK(1000,687.5)"}, "CRV": {"required": 3, "most": 5, "printed": true, "call": "CRV(referred, profit per customer, cac saved, [anyway], [reward])", "summary": "Customer referral value: what the recommendations of one customer are worth.", "group": "Lifetime value and referral", "formula": [["", "referred × ((1 − anyway) × profit per customer + cac saved − reward)"]], "native": ["=referred*((1-anyway)*profit_per_customer+cac_saved-reward)"], "example": "=CRV(3,4000,1000)"}, "GROWTH_RATE": {"required": 2, "most": 2, "printed": true, "call": "GROWTH_RATE(current, previous)", "summary": "Growth rate: the relative change of a value.", "group": "Sales dynamics", "formula": [["", "current / previous − 1"]], "native": ["=current/previous-1"], "example": "=GROWTH_RATE(115,100)"}, "CAGR": {"required": 3, "most": 3, "printed": true, "call": "CAGR(begin value, end value, periods)", "summary": "Average growth rate per period: the constant rate that leads from the first value to the last.", "group": "Sales dynamics", "formula": [["", "(end value / begin value) ^ (1 / periods) − 1"]], "native": ["=(end_value/begin_value)^(1/periods)-1"], "example": "=CAGR(1000,1200,6)"}, "BASE_REVENUE": {"required": 2, "most": 2, "printed": true, "call": "BASE_REVENUE(total sales, marketing revenue)", "summary": "Revenue without marketing: what would have been sold anyway.", "group": "Sales dynamics", "formula": [["", "total sales − marketing revenue"]], "native": ["=total_sales-marketing_revenue"], "example": "=BASE_REVENUE(1000000,350000)"}, "TARGET_REVENUE": {"required": 2, "most": 2, "printed": true, "call": "TARGET_REVENUE(gross profit, cost share)", "summary": "Target revenue: what you must sell to earn the desired gross profit.", "group": "Forecast, decomposition, bids", "formula": [["", "gross profit / (1 − cost share)"]], "native": ["=gross_profit/(1-cost_share)"], "example": "=TARGET_REVENUE(100000,0.3)"}, "TARGET_CUSTOMERS": {"required": 2, "most": 3, "printed": true, "call": "TARGET_CUSTOMERS(revenue, revenue per customer, [rounding])", "summary": "Customers needed: how many must buy to reach the revenue; people are rounded up.", "group": "Forecast, decomposition, bids", "formula": [["", "round up(revenue / revenue per customer)"]], "native": ["=ROUNDUP(ROUND(revenue/revenue_per_customer,9),0)"], "example": "=TARGET_CUSTOMERS(142857.142857143,2000)"}, "TARGET_LEADS": {"required": 2, "most": 3, "printed": true, "call": "TARGET_LEADS(customers, lead to sale, [rounding])", "summary": "Leads needed: how many leads it takes to win this many customers.", "group": "Forecast, decomposition, bids", "formula": [["", "round up(customers / lead to sale)"]], "native": ["=ROUNDUP(ROUND(customers/lead_to_sale,9),0)"], "example": "=TARGET_LEADS(72,0.3)"}, "TARGET_CLICKS": {"required": 2, "most": 3, "printed": true, "call": "TARGET_CLICKS(leads, click to lead, [rounding])", "summary": "Clicks needed: how many clicks it takes to get this many leads.", "group": "Forecast, decomposition, bids", "formula": [["", "round up(leads / click to lead)"]], "native": ["=ROUNDUP(ROUND(leads/click_to_lead,9),0)"], "example": "=TARGET_CLICKS(240,0.1)"}, "MAX_CPO": {"required": 1, "most": 2, "printed": true, "call": "MAX_CPO(profit per customer, [target romi])", "summary": "Highest cost per customer: the most you can pay for a customer at the desired ROMI.", "group": "Forecast, decomposition, bids", "formula": [["", "profit per customer / (1 + target romi)"]], "native": ["=profit_per_customer/(1+target_romi)"], "example": "=MAX_CPO(1400,1)"}, "MAX_CPL": {"required": 2, "most": 2, "printed": true, "call": "MAX_CPL(customer cost, lead to sale)", "summary": "Highest cost per lead: the most you can pay for a lead, given the highest cost per customer.", "group": "Forecast, decomposition, bids", "formula": [["", "customer cost × lead to sale"]], "native": ["=customer_cost*lead_to_sale"], "example": "=MAX_CPL(694.444444444444,0.3)"}, "MAX_CPC": {"required": 3, "most": 3, "printed": true, "call": "MAX_CPC(customer cost, lead to sale, click to lead)", "summary": "Highest cost per click (the honest bid): the most you can pay for a click, given the highest cost per customer.", "group": "Forecast, decomposition, bids", "formula": [["", "customer cost × lead to sale × click to lead"]], "native": ["=customer_cost*lead_to_sale*click_to_lead"], "example": "=MAX_CPC(694,0.3,0.1)"}, "REQUIRED_BUDGET": {"required": 4, "most": 4, "printed": true, "call": "REQUIRED_BUDGET(customers, click cost, click to lead, lead to sale)", "summary": "Budget needed: what this many customers cost at this price per click.", "group": "Forecast, decomposition, bids", "formula": [["", "customers × click cost / (click to lead × lead to sale)"]], "native": ["=customers*click_cost/(click_to_lead*lead_to_sale)"], "example": "=REQUIRED_BUDGET(72,20.8,0.1,0.3)"}, "DECOMPOSE": {"required": 6, "most": 8, "printed": true, "call": "DECOMPOSE(budget, gross profit, cost share, revenue per customer, lead to sale, click to lead, [rounding])", "summary": "Decomposition of a plan: from budget and gross profit to the customers, leads and clicks needed, and the highest bid.", "group": "Forecast, decomposition, bids", "formula": [["Target revenue", "gross profit / (1 − cost share)"], ["Customers needed", "round up([Target revenue] / revenue per customer)"], ["Target cost per customer (CPO)", "budget / [Customers needed]"], ["Leads needed", "round up([Customers needed] / lead to sale)"], ["Target cost per lead", "budget / [Leads needed]"], ["Clicks needed", "round up([Leads needed] / click to lead)"], ["Maximum CPC", "budget / [Clicks needed]"], ["CPC at ROMI = 0", "revenue per customer × (1 − cost share) × lead to sale × click to lead"], ["Planned ROMI", "(gross profit − budget) / budget"], ["Planned ad cost share", "budget / [Target revenue]"]], "native": ["Target revenue: =gross_profit/(1-cost_share)", "Customers needed: =ROUNDUP(ROUND(gross_profit/(1-cost_share)/revenue_per_customer,9),0)", "Target cost per customer (CPO): =budget/ROUNDUP(ROUND(gross_profit/(1-cost_share)/revenue_per_customer,9),0)", "Leads needed: =ROUNDUP(ROUND(ROUNDUP(ROUND(gross_profit/(1-cost_share)/revenue_per_customer,9),0)/lead_to_sale,9),0)", "Target cost per lead: =budget/ROUNDUP(ROUND(ROUNDUP(ROUND(gross_profit/(1-cost_share)/revenue_per_customer,9),0)/lead_to_sale,9),0)", "Clicks needed: =ROUNDUP(ROUND(ROUNDUP(ROUND(ROUNDUP(ROUND(gross_profit/(1-cost_share)/revenue_per_customer,9),0)/lead_to_sale,9),0)/click_to_lead,9),0)", "Maximum CPC: =budget/ROUNDUP(ROUND(ROUNDUP(ROUND(ROUNDUP(ROUND(gross_profit/(1-cost_share)/revenue_per_customer,9),0)/lead_to_sale,9),0)/click_to_lead,9),0)", "CPC at ROMI = 0: =revenue_per_customer*(1-cost_share)*lead_to_sale*click_to_lead", "Planned ROMI: =(gross_profit-budget)/budget", "Planned ad cost share: =budget/(gross_profit/(1-cost_share))"], "example": "=DECOMPOSE(50000,100000,0.3,2000,0.3,0.1)"}, "BID_GRID": {"required": 3, "most": 4, "printed": true, "call": "BID_GRID(customer cost, clicks to leads, leads to sales)", "summary": "Sensitivity grid of the bid: the highest cost per click for each pair of conversions.", "group": "Forecast, decomposition, bids", "formula": [], "native": ["=customer_cost*leads_to_sales*clicks_to_leads"], "example": "=BID_GRID(700,{0.05,0.1},{0.2;0.3})"}, "MEDIA_FORECAST": {"required": 6, "most": 8, "printed": true, "call": "MEDIA_FORECAST(budget, click cost, click to lead, lead to sale, revenue per customer, margin, [rounding])", "summary": "Forecast of a channel (media plan): what a budget brings at a given cost per click.", "group": "Forecast, decomposition, bids", "formula": [["Budget", "budget"], ["Clicks", "budget / click cost"], ["Leads", "[Clicks] × click to lead"], ["Customers", "[Leads] × lead to sale"], ["Cost per lead", "budget / [Leads]"], ["Cost per customer", "budget / [Customers]"], ["Revenue", "[Customers] × revenue per customer"], ["Gross profit", "[Revenue] × margin"], ["ROMI", "([Gross profit] − budget) / budget"], ["Ad cost share", "budget / [Revenue]"]], "native": ["Budget: =budget", "Clicks: =budget/click_cost", "Leads: =budget/click_cost*click_to_lead", "Customers: =budget/click_cost*click_to_lead*lead_to_sale", "Cost per lead: =budget/(budget/click_cost*click_to_lead)", "Cost per customer: =budget/(budget/click_cost*click_to_lead*lead_to_sale)", "Revenue: =budget/click_cost*click_to_lead*lead_to_sale*revenue_per_customer", "Gross profit: =budget/click_cost*click_to_lead*lead_to_sale*revenue_per_customer*margin", "ROMI: =(budget/click_cost*click_to_lead*lead_to_sale*revenue_per_customer*margin-budget)/budget", "Ad cost share: =budget/(budget/click_cost*click_to_lead*lead_to_sale*revenue_per_customer)"], "example": "=MEDIA_FORECAST(50000,20.8,0.1,0.3,2000,0.7)"}, "SMART_TARGET": {"required": 2, "most": 2, "printed": true, "call": "SMART_TARGET(baseline, growth)", "summary": "SMART target: the value to reach, from a starting value and the desired growth.", "group": "Plan against fact", "formula": [["", "baseline × (1 + growth)"]], "native": ["=baseline*(1+growth)"], "example": "=SMART_TARGET(1000,0.2)"}, "ATTAINMENT": {"required": 2, "most": 2, "printed": true, "call": "ATTAINMENT(fact, plan)", "summary": "Attainment of the plan: the actual value as a share of the planned one.", "group": "Plan against fact", "formula": [["", "fact / plan"]], "native": ["=fact/plan"], "example": "=ATTAINMENT(65,72)"}, "RUN_RATE": {"required": 3, "most": 3, "printed": true, "call": "RUN_RATE(fact to date, elapsed days, total days)", "summary": "Run rate: the value at the end of the period if it goes on like this.", "group": "Plan against fact", "formula": [["", "fact to date / elapsed days × total days"]], "native": ["=fact_to_date/elapsed_days*total_days"], "example": "=RUN_RATE(40,15,30)"}, "PACE": {"required": 4, "most": 4, "printed": true, "call": "PACE(spent, budget, elapsed days, total days)", "summary": "Pace of spending: 1 is even; above 1 the budget ends before the period does.", "group": "Plan against fact", "formula": [["", "spent / budget / (elapsed days / total days)"]], "native": ["=spent/budget/(elapsed_days/total_days)"], "example": "=PACE(30000,50000,15,30)"}, "KPI_STATUS": {"required": 2, "most": 4, "printed": true, "call": "KPI_STATUS(fact, plan, [better], [tolerance])", "summary": "Status of a KPI: ok at the plan or better, warn within the tolerance, fail beyond it.", "group": "Plan against fact", "formula": [["", "ok if fact ≥ plan, otherwise warn if fact ≥ plan − tolerance × |plan|, otherwise fail"]], "native": ["=IF(fact>=plan-1E-12*ABS(plan),\"ok\",IF(fact>=plan-tolerance*ABS(plan)-1E-12*ABS(plan-tolerance*ABS(plan)),\"warn\",\"fail\"))"], "example": "=KPI_STATUS(2100,2000,\"lower\")"}, "RATIO_OF_SUMS": {"required": 2, "most": 2, "printed": true, "call": "RATIO_OF_SUMS(numerators, denominators)", "summary": "Total as a ratio of sums: the right total of a column of ratios, over the rows that have both numbers.", "group": "Statistics", "formula": [["", "sum of numerators / sum of denominators"]], "native": ["=SUMPRODUCT((numerators<>\"\")*(denominators<>\"\"),numerators)/SUMPRODUCT((numerators<>\"\")*(denominators<>\"\"),denominators)"], "example": "=RATIO_OF_SUMS({149.71;2893.37;55662.15},{24;183;872})"}, "CONVERSION_BOUND": {"required": 3, "most": 4, "printed": true, "call": "CONVERSION_BOUND(successes, attempts, side, [confidence])", "summary": "Confidence bound of a conversion (Wilson): the lowest or highest true conversion consistent with the data.", "group": "Statistics", "formula": [["", "a ^ 2 / (a + c + d) if side = low, otherwise 1 − (1 − a) ^ 2 / (1 − a + c + d), where a = successes / attempts; b = z((1 + confidence) / 2); c = b ^ 2 / (2 × attempts); d = b × √(a × (1 − a) / attempts + b ^ 2 / (4 × attempts ^ 2))"]], "native": ["=IF(side=\"low\",(successes/attempts)^2/(successes/attempts+NORMSINV((1+confidence)/2)^2/(2*attempts)+NORMSINV((1+confidence)/2)*SQRT(successes/attempts*(1-successes/attempts)/attempts+NORMSINV((1+confidence)/2)^2/(4*attempts^2))),1-(1-successes/attempts)^2/(1-successes/attempts+NORMSINV((1+confidence)/2)^2/(2*attempts)+NORMSINV((1+confidence)/2)*SQRT(successes/attempts*(1-successes/attempts)/attempts+NORMSINV((1+confidence)/2)^2/(4*attempts^2))))"], "example": "=CONVERSION_BOUND(6,30,\"low\")"}, "ROMI_BOUND": {"required": 4, "most": 8, "printed": true, "call": "ROMI_BOUND(gross profit, spend, customers, side, [variation], [usual profit], [minimum customers], [confidence])", "summary": "Confidence bound of ROMI: how low or high the true ROMI may be, given how few customers there are and how their orders vary.", "group": "Statistics", "formula": [["", "(((gross profit × (c ^ 3 if c > 0, otherwise 0) if a > 0, otherwise 0) if gross profit > 0, otherwise gross profit) if side = low, otherwise (d + (d / e if e > 0, otherwise 0)) × (g ^ 3 if g > 0, otherwise 0)) / spend − 1, where a = customers / (1 + variation ^ 2); b = z(confidence); c = 1 − 1 / (9 × a) + −b / (3 × √(a)); d = gross profit if gross profit > 0, otherwise 0; e = customers if gross profit > 0, otherwise 0; f = (e + 1) / (1 + (2.25 × variation if variation < 1, otherwise 2.25 if variation < 2.25, otherwise variation) ^ 2 × e / (e + 1)); g = 1 − 1 / (9 × f) + b / (3 × √(f))"]], "native": ["=IF(side=\"low\",IF(gross_profit>0,IF(customers/(1+variation^2)>0,gross_profit*IF(1-1/(9*(customers/(1+variation^2)))+-NORMSINV(confidence)/(3*SQRT(customers/(1+variation^2)))>0,(1-1/(9*(customers/(1+variation^2)))+-NORMSINV(confidence)/(3*SQRT(customers/(1+variation^2))))^3,0),0),gross_profit),(IF(gross_profit>0,gross_profit,0)+IF(IF(gross_profit>0,customers,0)>0,IF(gross_profit>0,gross_profit,0)/IF(gross_profit>0,customers,0),0))*IF(1-1/(9*((IF(gross_profit>0,customers,0)+1)/(1+IF(variation<1,2.25*variation,IF(variation<2.25,2.25,variation))^2*IF(gross_profit>0,customers,0)/(IF(gross_profit>0,customers,0)+1))))+NORMSINV(confidence)/(3*SQRT((IF(gross_profit>0,customers,0)+1)/(1+IF(variation<1,2.25*variation,IF(variation<2.25,2.25,variation))^2*IF(gross_profit>0,customers,0)/(IF(gross_profit>0,customers,0)+1))))>0,(1-1/(9*((IF(gross_profit>0,customers,0)+1)/(1+IF(variation<1,2.25*variation,IF(variation<2.25,2.25,variation))^2*IF(gross_profit>0,customers,0)/(IF(gross_profit>0,customers,0)+1))))+NORMSINV(confidence)/(3*SQRT((IF(gross_profit>0,customers,0)+1)/(1+IF(variation<1,2.25*variation,IF(variation<2.25,2.25,variation))^2*IF(gross_profit>0,customers,0)/(IF(gross_profit>0,customers,0)+1)))))^3,0))/spend-1"], "example": "=ROMI_BOUND(100800,50000,72,\"low\")"}, "PROP_TEST": {"required": 4, "most": 4, "printed": true, "call": "PROP_TEST(successes one, attempts one, successes two, attempts two)", "summary": "Significance of the difference of two conversions (p): how often chance alone would give such a difference.", "group": "Statistics", "formula": [["", "2 × Φ(−c / √(d × (1 − d) × (1 / attempts one + 1 / attempts two))) if c > 0, otherwise 1, where a = successes one / attempts one; b = successes two / attempts two; c = |a − b|; d = (successes one + successes two) / (attempts one + attempts two)"]], "native": ["=IF(ABS(successes_one/attempts_one-successes_two/attempts_two)>0,2*NORMSDIST(-ABS(successes_one/attempts_one-successes_two/attempts_two)/SQRT((successes_one+successes_two)/(attempts_one+attempts_two)*(1-(successes_one+successes_two)/(attempts_one+attempts_two))*(1/attempts_one+1/attempts_two))),1)"], "example": "=PROP_TEST(30,1000,45,1000)"}, "MIN_SAMPLE": {"required": 2, "most": 4, "printed": true, "call": "MIN_SAMPLE(baseline rate, uplift, [confidence], [power])", "summary": "Minimum sample per variant: how many visits each variant of an A/B test needs.", "group": "Statistics", "formula": [["", "round up(((z((1 + confidence) / 2) × √(2 × b × (1 − b)) + z(power) × √(baseline rate × (1 − baseline rate) + a × (1 − a))) / (baseline rate × uplift)) ^ 2), where a = baseline rate × (1 + uplift); b = (baseline rate + a) / 2"]], "native": ["=ROUNDUP(ROUND(((NORMSINV((1+confidence)/2)*SQRT(2*((baseline_rate+baseline_rate*(1+uplift))/2)*(1-(baseline_rate+baseline_rate*(1+uplift))/2))+NORMSINV(power)*SQRT(baseline_rate*(1-baseline_rate)+baseline_rate*(1+uplift)*(1-baseline_rate*(1+uplift))))/(baseline_rate*uplift))^2,9),0)"], "example": "=MIN_SAMPLE(0.03,0.2)"}, "MIN_CLICKS": {"required": 1, "most": 2, "printed": true, "call": "MIN_CLICKS(conversion rate, [confidence])", "summary": "Clicks without a conversion before you stop: after that many clicks with none, the expected conversion isn't there.", "group": "Statistics", "formula": [["", "round up(ln(1 − confidence) / ln(1 − conversion rate))"]], "native": ["=ROUNDUP(ROUND(LN(1-confidence)/(-2*ATANH(conversion_rate/(2-conversion_rate))),9),0)"], "example": "=MIN_CLICKS(0.03)"}, "MARGINAL_CPA": {"required": 4, "most": 4, "printed": true, "call": "MARGINAL_CPA(spend before, conversions before, spend after, conversions after)", "summary": "Marginal cost of a conversion: what each additional conversion cost when the spend was raised.", "group": "Channels and budget", "formula": [["", "(spend after − spend before) / (conversions after − conversions before)"]], "native": ["=(spend_after-spend_before)/(conversions_after-conversions_before)"], "example": "=MARGINAL_CPA(500,11,1000,17)"}, "CHANNEL_COMPARE": {"required": 1, "most": 9, "printed": false, "call": "CHANNEL_COMPARE(table, [minimum customers], [confidence], [margin], [variation], [elasticity], [maximum], [usual profit])", "summary": "Comparison of channels: every metric of each channel, the totals “Paid” and “All”, rank and verdict.", "group": "Channels and budget", "formula": [], "native": [], "example": "=CHANNEL_COMPARE({\"Channel\",\"Spend\",\"Customers\",\"Revenue\",\"Margin\";\"Ads\",100,20,300,0.5})"}, "REALLOCATE": {"required": 3, "most": 9, "printed": false, "call": "REALLOCATE(channels, spend, gross profit, [budget], [elasticity], [minimum], [maximum], [row periods])", "summary": "Reallocation of a budget: the split among channels with the highest gross profit, given diminishing returns.", "group": "Channels and budget", "formula": [], "native": [], "example": "=REALLOCATE({\"Direct\";\"VK\";\"SEO\"},{50000;30000;20000},{100000;36000;60000})"}});

/**
 * Profit: revenue minus the costs you list.
 *
 * Example: =PROFIT(5000,1000)
 * @param {number|Array<Array<number>>} revenue revenue: Revenue from sales (money)
 * @param {number|Array<Array<number>>} cost cost: A cost to subtract (money)
 * @param {...(number|Array<Array<number>>)} more_costs more costs: More costs to subtract (money)
 * @return {number|Array<Array<*>>} Profit
 * @customfunction
 */
function PROFIT(revenue, cost, ...more_costs) { return calculate_("PROFIT", arguments); }

/**
 * Gross margin: the share of revenue left after the cost of sales.
 *
 * Example: =GROSS_MARGIN(5000,1000)
 * @param {number|Array<Array<number>>} revenue revenue: Revenue from sales (money)
 * @param {number|Array<Array<number>>} cost_of_sales cost of sales: What the goods or services you sold cost you (money)
 * @return {number|Array<Array<*>>} Gross margin
 * @customfunction
 */
function GROSS_MARGIN(revenue, cost_of_sales) { return calculate_("GROSS_MARGIN", arguments); }

/**
 * Return on marketing investment (on gross profit): net profit per unit of money spent; 1 is 100%.
 *
 * Example: =ROMI(100000,50000)
 * @param {number|Array<Array<number>>} gross_profit gross profit: Gross profit from the marketing, before subtracting its cost (money)
 * @param {number|Array<Array<number>>} spend spend: What the marketing cost (money)
 * @return {number|Array<Array<*>>} Return on marketing investment (on gross profit)
 * @customfunction
 */
function ROMI(gross_profit, spend) { return calculate_("ROMI", arguments); }

/**
 * ROMI from revenue, by margin and the share of additional sales: if you know revenue but not gross profit.
 *
 * Example: =ROMI_MARGIN(144000,0.7,50000)
 * @param {number|Array<Array<number>>} revenue revenue: Revenue from sales (money)
 * @param {number|Array<Array<number>>} margin margin: Share of revenue that is gross profit; 1 means ROMI on revenue (share from 0 to 1)
 * @param {number|Array<Array<number>>} spend spend: What the marketing cost (money)
 * @param {number|Array<Array<number>>} [incremental] incremental: Share of the sales that would not have happened without the marketing (share from 0 to 1)
 * @return {number|Array<Array<*>>} ROMI from revenue, by margin and the share of additional sales
 * @customfunction
 */
function ROMI_MARGIN(revenue, margin, spend, incremental) { return calculate_("ROMI_MARGIN", arguments); }

/**
 * Return on investment: the same formula as ROMI, for any investment, not only marketing.
 *
 * Example: =ROI(150000,100000)
 * @param {number|Array<Array<number>>} income income: What the investment returned: profit rather than revenue (money)
 * @param {number|Array<Array<number>>} investment investment: What was invested (money)
 * @return {number|Array<Array<*>>} Return on investment
 * @customfunction
 */
function ROI(income, investment) { return calculate_("ROI", arguments); }

/**
 * Return on ad spend: revenue per unit of money spent; not a profit.
 *
 * Example: =ROAS(144000,50000)
 * @param {number|Array<Array<number>>} revenue revenue: Revenue that the advertising brought (money)
 * @param {number|Array<Array<number>>} spend spend: What the advertising cost (money)
 * @return {number|Array<Array<*>>} Return on ad spend
 * @customfunction
 */
function ROAS(revenue, spend) { return calculate_("ROAS", arguments); }

/**
 * Ad cost share (ДРР, ACoS): advertising spend as a share of revenue.
 *
 * Example: =DRR(15000,100000)
 * @param {number|Array<Array<number>>} spend spend: What the advertising cost (money)
 * @param {number|Array<Array<number>>} revenue revenue: Revenue that the advertising brought (money)
 * @return {number|Array<Array<*>>} Ad cost share (ДРР, ACoS)
 * @customfunction
 */
function DRR(spend, revenue) { return calculate_("DRR", arguments); }

/**
 * Break-even ROAS: the revenue per unit of ad spend at which you neither earn nor lose.
 *
 * Example: =BREAKEVEN_ROAS(0.4)
 * @param {number|Array<Array<number>>} margin margin: Share of revenue left after goods, delivery, fees and returns, before advertising (share from 0 to 1)
 * @return {number|Array<Array<*>>} Break-even ROAS
 * @customfunction
 */
function BREAKEVEN_ROAS(margin) { return calculate_("BREAKEVEN_ROAS", arguments); }

/**
 * Customers to break even: how many must buy for the marketing to pay for itself.
 *
 * Example: =BREAKEVEN_CUSTOMERS(100000,4000)
 * @param {number|Array<Array<number>>} spend spend: What the marketing costs (money)
 * @param {number|Array<Array<number>>} profit_per_customer profit per customer: Gross profit from one customer (money)
 * @param {string|Array<Array<string>>} [rounding] rounding: Whole customers: up, nearest or none (up, nearest, none)
 * @return {number|Array<Array<*>>} Customers to break even
 * @customfunction
 */
function BREAKEVEN_CUSTOMERS(spend, profit_per_customer, rounding) { return calculate_("BREAKEVEN_CUSTOMERS", arguments); }

/**
 * Cost of a service: the hours it takes, with their share of the overheads, plus materials.
 *
 * Example: =UNIT_COST(40000,160,1,18000,150)
 * @param {number|Array<Array<number>>} salary salary: Desired salary per month (money)
 * @param {number|Array<Array<number>>} hours hours: Working hours per month (hours)
 * @param {number|Array<Array<number>>} hours_per_unit hours per unit: Hours per service (hours)
 * @param {number|Array<Array<number>>} overheads overheads: Rent, utilities, tools, transport, training… per month (money)
 * @param {number|Array<Array<number>>} materials materials: Materials for one service (money)
 * @return {number|Array<Array<*>>} Cost of a service
 * @customfunction
 */
function UNIT_COST(salary, hours, hours_per_unit, overheads, materials) { return calculate_("UNIT_COST", arguments); }

/**
 * Amount without VAT: for comparing spend and revenue on the same basis.
 *
 * Example: =WITHOUT_VAT(61000,0.22)
 * @param {number|Array<Array<number>>} amount amount: Amount with VAT (money)
 * @param {number|Array<Array<number>>} vat_rate vat rate: Rate of VAT (share from 0 to 1)
 * @return {number|Array<Array<*>>} Amount without VAT
 * @customfunction
 */
function WITHOUT_VAT(amount, vat_rate) { return calculate_("WITHOUT_VAT", arguments); }

/**
 * Cost per mille: the price of a thousand impressions.
 *
 * Example: =CPM(6000,150000)
 * @param {number|Array<Array<number>>} spend spend: What the advertising cost (money)
 * @param {number|Array<Array<number>>} impressions impressions: How many times the ad was shown (count)
 * @return {number|Array<Array<*>>} Cost per mille
 * @customfunction
 */
function CPM(spend, impressions) { return calculate_("CPM", arguments); }

/**
 * Cost per click: what one click cost.
 *
 * Example: =CPC(50000,2400)
 * @param {number|Array<Array<number>>} spend spend: What the advertising cost (money)
 * @param {number|Array<Array<number>>} clicks clicks: Clicks on the ad (count)
 * @return {number|Array<Array<*>>} Cost per click
 * @customfunction
 */
function CPC(spend, clicks) { return calculate_("CPC", arguments); }

/**
 * Cost per lead: what one lead cost.
 *
 * Example: =CPL(50000,240)
 * @param {number|Array<Array<number>>} spend spend: What the marketing cost (money)
 * @param {number|Array<Array<number>>} leads leads: Leads: people who left a request or called (count)
 * @return {number|Array<Array<*>>} Cost per lead
 * @customfunction
 */
function CPL(spend, leads) { return calculate_("CPL", arguments); }

/**
 * Cost per action: what one request or other target action cost.
 *
 * Example: =CPA(6000,30)
 * @param {number|Array<Array<number>>} spend spend: What the marketing cost (money)
 * @param {number|Array<Array<number>>} actions actions: Requests or other target actions (count)
 * @return {number|Array<Array<*>>} Cost per action
 * @customfunction
 */
function CPA(spend, actions) { return calculate_("CPA", arguments); }

/**
 * Cost per order (customer): the marketing cost of one sale.
 *
 * Example: =CPO(6000,6)
 * @param {number|Array<Array<number>>} spend spend: What the marketing cost (money)
 * @param {number|Array<Array<number>>} orders orders: Orders paid, or customers won (count)
 * @return {number|Array<Array<*>>} Cost per order (customer)
 * @customfunction
 */
function CPO(spend, orders) { return calculate_("CPO", arguments); }

/**
 * Customer acquisition cost (marketing and sales): the full cost of one new customer.
 *
 * Example: =CAC(6000,3000,6)
 * @param {number|Array<Array<number>>} marketing_cost marketing cost: What the marketing cost (money)
 * @param {number|Array<Array<number>>} sales_cost sales cost: What the sales team cost; enter 0 to leave it out on purpose (money)
 * @param {number|Array<Array<number>>} new_customers new customers: New customers in the period (count)
 * @return {number|Array<Array<*>>} Customer acquisition cost (marketing and sales)
 * @customfunction
 */
function CAC(marketing_cost, sales_cost, new_customers) { return calculate_("CAC", arguments); }

/**
 * CTR, click-through rate: the share of impressions that were clicked.
 *
 * Example: =CTR(2400,96000)
 * @param {number|Array<Array<number>>} clicks clicks: Clicks on the ad (count)
 * @param {number|Array<Array<number>>} impressions impressions: How many times the ad was shown (count)
 * @return {number|Array<Array<*>>} CTR, click-through rate
 * @customfunction
 */
function CTR(clicks, impressions) { return calculate_("CTR", arguments); }

/**
 * Conversion: the share of one step of the funnel that reaches the next.
 *
 * Example: =CONVERSION(6,30)
 * @param {number|Array<Array<number>>} successes successes: How many went on: leads, meetings, sales (count)
 * @param {number|Array<Array<number>>} attempts attempts: How many there were: clicks, visits, leads (count)
 * @return {number|Array<Array<*>>} Conversion
 * @customfunction
 */
function CONVERSION(successes, attempts) { return calculate_("CONVERSION", arguments); }

/**
 * End-to-end conversion: the share of the first step that reaches the last.
 *
 * Example: =FUNNEL_RATE(0.1,0.3)
 * @param {number|Array<Array<number>>} rate rate: Conversion of the first step (share from 0 to 1)
 * @param {...(number|Array<Array<number>>)} more_rates more rates: Conversions of the later steps (share from 0 to 1)
 * @return {number|Array<Array<*>>} End-to-end conversion
 * @customfunction
 */
function FUNNEL_RATE(rate, ...more_rates) { return calculate_("FUNNEL_RATE", arguments); }

/**
 * Traffic to leads: how many visits one lead takes.
 *
 * Example: =TRAFFIC_PER_LEAD(2400,240)
 * @param {number|Array<Array<number>>} visits visits: Visits to the site (count)
 * @param {number|Array<Array<number>>} leads leads: Leads: people who left a request or called (count)
 * @return {number|Array<Array<*>>} Traffic to leads
 * @customfunction
 */
function TRAFFIC_PER_LEAD(visits, leads) { return calculate_("TRAFFIC_PER_LEAD", arguments); }

/**
 * Length of the deal cycle: the days from the beginning of a deal to its close.
 *
 * Example: =DEAL_CYCLE({46032;46054},{46053;46096})
 * @param {Array<Array<(number|Date)>>} start_dates start dates: Dates on which the deals began (date)
 * @param {Array<Array<(number|Date)>>} close_dates close dates: Dates on which the deals closed; blank while a deal is open (date)
 * @param {string|Array<Array<string>>} [method] method: mean, or median if a few deals are very long (mean, median)
 * @return {number|Array<Array<*>>} Length of the deal cycle
 * @customfunction
 */
function DEAL_CYCLE(start_dates, close_dates, method) { return calculate_("DEAL_CYCLE", arguments); }

/**
 * Funnel table: conversion, losses and unit cost of each stage.
 *
 * Example: =FUNNEL_TABLE({"Clicks";"Leads";"Customers"},{2400;240;72},50000)
 * @param {Array<Array<string>>} stages stages: Names of the stages, from the widest to the narrowest (text)
 * @param {Array<Array<number>>} counts counts: How many reached each stage (count)
 * @param {number|Array<Array<number>>} [spend] spend: What the marketing cost; if blank, no costs are shown (money)
 * @param {string|Array<Array<string>>} [language] language: Language of the table, such as ru; if blank, that of the input or the sheet (en, ru)
 * @return {Array<Array<*>>} Funnel table
 * @customfunction
 */
function FUNNEL_TABLE(stages, counts, spend, language) { return calculate_("FUNNEL_TABLE", arguments); }

/**
 * Share of a whole: for organic traffic, social networks, reach, missed calls and the like.
 *
 * Example: =SHARE_OF(5500,10000)
 * @param {number|Array<Array<number>>} part part: The part: organic visits, missed calls, revenue from one channel… (number)
 * @param {number|Array<Array<number>>} whole whole: The whole (number)
 * @return {number|Array<Array<*>>} Share of a whole
 * @customfunction
 */
function SHARE_OF(part, whole) { return calculate_("SHARE_OF", arguments); }

/**
 * Channel mix: the share of each channel, largest first, with a running share.
 *
 * Example: =CHANNEL_MIX({"Direct";"Search";"Social"},{1500;5500;3000})
 * @param {Array<Array<string>>} channels channels: Names of the channels (text)
 * @param {Array<Array<number>>} amounts amounts: Visits, leads or sales of each (count)
 * @param {string|Array<Array<string>>} [language] language: Language of the table, such as ru; if blank, that of the input or the sheet (en, ru)
 * @return {Array<Array<*>>} Channel mix
 * @customfunction
 */
function CHANNEL_MIX(channels, amounts, language) { return calculate_("CHANNEL_MIX", arguments); }

/**
 * Customer retention rate (CRR): the share of the starting customers who stayed.
 *
 * Example: =RETENTION(500,520,40)
 * @param {number|Array<Array<number>>} customers_start customers start: Customers at the start of the period (count)
 * @param {number|Array<Array<number>>} customers_end customers end: Customers at the end, including new ones (count)
 * @param {number|Array<Array<number>>} new_customers new customers: New customers in the period (count)
 * @return {number|Array<Array<*>>} Customer retention rate (CRR)
 * @customfunction
 */
function RETENTION(customers_start, customers_end, new_customers) { return calculate_("RETENTION", arguments); }

/**
 * Customer churn (CCR): the share of the starting customers who left.
 *
 * Example: =CHURN(500,480)
 * @param {number|Array<Array<number>>} customers_start customers start: Customers at the start of the period (count)
 * @param {number|Array<Array<number>>} customers_end customers end: Customers at the end, including new ones (count)
 * @param {number|Array<Array<number>>} [new_customers] new customers: New customers in the period; if blank, net churn as in the source (count)
 * @return {number|Array<Array<*>>} Customer churn (CCR)
 * @customfunction
 */
function CHURN(customers_start, customers_end, new_customers) { return calculate_("CHURN", arguments); }

/**
 * Repeat purchase rate (RPR): the share of customers who bought more than once.
 *
 * Example: =REPEAT_RATE(1500,10000)
 * @param {number|Array<Array<number>>} repeat_customers repeat customers: Customers who bought more than once (count)
 * @param {number|Array<Array<number>>} customers customers: All customers (count)
 * @return {number|Array<Array<*>>} Repeat purchase rate (RPR)
 * @customfunction
 */
function REPEAT_RATE(repeat_customers, customers) { return calculate_("REPEAT_RATE", arguments); }

/**
 * Participation rate (PR): the share of customers who take part in the loyalty programme.
 *
 * Example: =PARTICIPATION_RATE(2000,10000)
 * @param {number|Array<Array<number>>} members members: Active members of the loyalty programme (count)
 * @param {number|Array<Array<number>>} customers customers: All customers (count)
 * @return {number|Array<Array<*>>} Participation rate (PR)
 * @customfunction
 */
function PARTICIPATION_RATE(members, customers) { return calculate_("PARTICIPATION_RATE", arguments); }

/**
 * Redemption rate (RR): the share of issued bonus points that were spent.
 *
 * Example: =REDEMPTION_RATE(1367,10000)
 * @param {number|Array<Array<number>>} points_used points used: Bonus points spent (bonus points)
 * @param {number|Array<Array<number>>} points_issued points issued: Bonus points issued (bonus points)
 * @return {number|Array<Array<*>>} Redemption rate (RR)
 * @customfunction
 */
function REDEMPTION_RATE(points_used, points_issued) { return calculate_("REDEMPTION_RATE", arguments); }

/**
 * Reactivation rate: the share of lapsed customers who came back.
 *
 * Example: =REACTIVATION_RATE(30,200)
 * @param {number|Array<Array<number>>} returned returned: Lapsed customers who bought again (count)
 * @param {number|Array<Array<number>>} lapsed lapsed: Customers who had stopped buying (count)
 * @return {number|Array<Array<*>>} Reactivation rate
 * @customfunction
 */
function REACTIVATION_RATE(returned, lapsed) { return calculate_("REACTIVATION_RATE", arguments); }

/**
 * Net Promoter Score from scores of 0 to 10: percentage of promoters (9 and 10) minus percentage of detractors (0 to 6).
 *
 * Example: =NPS({10;9;9;8;7;7;6;3;10;5})
 * @param {Array<Array<number>>} scores scores: Answers from 0 to 10, one per cell; blanks and words are skipped (score from 0 to 10)
 * @return {number|Array<Array<*>>} Net Promoter Score from scores of 0 to 10
 * @customfunction
 */
function NPS(scores) { return calculate_("NPS", arguments); }

/**
 * Net Promoter Score from counts of answers: percentage of promoters minus percentage of detractors.
 *
 * Example: =NPS_COUNTS(50,30,20)
 * @param {number|Array<Array<number>>} promoters promoters: Answers of 9 and 10 (count)
 * @param {number|Array<Array<number>>} passives passives: Answers of 7 and 8 (count)
 * @param {number|Array<Array<number>>} detractors detractors: Answers of 0 to 6 (count)
 * @return {number|Array<Array<*>>} Net Promoter Score from counts of answers
 * @customfunction
 */
function NPS_COUNTS(promoters, passives, detractors) { return calculate_("NPS_COUNTS", arguments); }

/**
 * Margin of error of NPS, ±: how far the score of a sample may be from that of all customers.
 *
 * Example: =NPS_MARGIN(50,30,20)
 * @param {number|Array<Array<number>>} promoters promoters: Answers of 9 and 10 (count)
 * @param {number|Array<Array<number>>} passives passives: Answers of 7 and 8 (count)
 * @param {number|Array<Array<number>>} detractors detractors: Answers of 0 to 6 (count)
 * @param {number|Array<Array<number>>} [confidence] confidence: Confidence of the interval (share below 1, usually 0.95)
 * @param {string|Array<Array<string>>} [method] method: adjusted Wald, or plain Wald, which needs hundreds of answers (adjusted, wald)
 * @return {number|Array<Array<*>>} Margin of error of NPS, ±
 * @customfunction
 */
function NPS_MARGIN(promoters, passives, detractors, confidence, method) { return calculate_("NPS_MARGIN", arguments); }

/**
 * Customer satisfaction: the share of “satisfied” answers.
 *
 * Example: =CSAT(84,100)
 * @param {number|Array<Array<number>>} satisfied satisfied: “Satisfied” answers (count)
 * @param {number|Array<Array<number>>} responses responses: All answers (count)
 * @return {number|Array<Array<*>>} Customer satisfaction
 * @customfunction
 */
function CSAT(satisfied, responses) { return calculate_("CSAT", arguments); }

/**
 * Average order value: revenue per order.
 *
 * Example: =AOV(144000,72)
 * @param {number|Array<Array<number>>} revenue revenue: Revenue from the orders (money)
 * @param {number|Array<Array<number>>} orders orders: Orders paid (count)
 * @return {number|Array<Array<*>>} Average order value
 * @customfunction
 */
function AOV(revenue, orders) { return calculate_("AOV", arguments); }

/**
 * Purchase frequency: orders per customer in the period.
 *
 * Example: =PURCHASE_FREQUENCY(360,72)
 * @param {number|Array<Array<number>>} orders orders: Orders in the period (count)
 * @param {number|Array<Array<number>>} customers customers: Customers who bought in the period (count)
 * @return {number|Array<Array<*>>} Purchase frequency
 * @customfunction
 */
function PURCHASE_FREQUENCY(orders, customers) { return calculate_("PURCHASE_FREQUENCY", arguments); }

/**
 * Lifetime value of a customer: what one customer brings over all years.
 *
 * Example: =LTV(1200,12,5)
 * @param {number|Array<Array<number>>} average_check average check: Revenue per purchase (money)
 * @param {number|Array<Array<number>>} purchases_per_year purchases per year: Purchases per customer and year (count)
 * @param {number|Array<Array<number>>} years years: How many years a customer stays (years)
 * @param {number|Array<Array<number>>} [margin] margin: Share of revenue that is gross profit; if blank, LTV is revenue (share from 0 to 1)
 * @return {number|Array<Array<*>>} Lifetime value of a customer
 * @customfunction
 */
function LTV(average_check, purchases_per_year, years, margin) { return calculate_("LTV", arguments); }

/**
 * LTV through churn: discounted profit from one customer, allowing for churn.
 *
 * Example: =LTV_CHURN(500,0.05)
 * @param {number|Array<Array<number>>} profit_per_period profit per period: Gross profit per customer and period (money)
 * @param {number|Array<Array<number>>} churn_rate churn rate: Share of customers who leave each period (share from 0 to 1)
 * @param {number|Array<Array<number>>} [discount] discount: Discount rate for a period as long as that of the churn (share from 0 to 1)
 * @param {number|Array<Array<number>>} [periods] periods: How many periods to count; if blank, all (count)
 * @param {string|Array<Array<string>>} [first] first: now: the first profit comes at once; later: after one period (now, later)
 * @return {number|Array<Array<*>>} LTV through churn
 * @customfunction
 */
function LTV_CHURN(profit_per_period, churn_rate, discount, periods, first) { return calculate_("LTV_CHURN", arguments); }

/**
 * Lifetime ROMI: the return on marketing, including customers' later purchases.
 *
 * Example: =LIFETIME_ROMI(41250,6,6000)
 * @param {number|Array<Array<number>>} ltv_profit ltv profit: Gross profit of one customer over all years (money)
 * @param {number|Array<Array<number>>} customers customers: Customers won (count)
 * @param {number|Array<Array<number>>} spend spend: What the marketing cost (money)
 * @return {number|Array<Array<*>>} Lifetime ROMI
 * @customfunction
 */
function LIFETIME_ROMI(ltv_profit, customers, spend) { return calculate_("LIFETIME_ROMI", arguments); }

/**
 * LTV to CAC: how many times a customer pays back the acquisition cost.
 *
 * Example: =LTV_CAC(3000,1000)
 * @param {number|Array<Array<number>>} lifetime_value lifetime value: Lifetime value of a customer, in gross profit (money)
 * @param {number|Array<Array<number>>} acquisition_cost acquisition cost: What it cost to win one customer (CAC) (money)
 * @return {number|Array<Array<*>>} LTV to CAC
 * @customfunction
 */
function LTV_CAC(lifetime_value, acquisition_cost) { return calculate_("LTV_CAC", arguments); }

/**
 * Payback of acquisition: the months until a customer pays back the acquisition cost.
 *
 * Example: =PAYBACK(1000,687.5)
 * @param {number|Array<Array<number>>} acquisition_cost acquisition cost: What it cost to win one customer (CAC) (money)
 * @param {number|Array<Array<number>>} profit_per_month profit per month: Gross profit per customer and month (money)
 * @return {number|Array<Array<*>>} Payback of acquisition
 * @customfunction
 */
function PAYBACK(acquisition_cost, profit_per_month) { return calculate_("PAYBACK", arguments); }

/**
 * Customer referral value: what the recommendations of one customer are worth.
 *
 * Example: =CRV(3,4000,1000)
 * @param {number|Array<Array<number>>} referred referred: Customers referred by one customer (count)
 * @param {number|Array<Array<number>>} profit_per_customer profit per customer: Gross profit from one customer (money)
 * @param {number|Array<Array<number>>} cac_saved cac saved: Acquisition cost saved on each of them (money)
 * @param {number|Array<Array<number>>} [anyway] anyway: Share of them who would have come anyway (share from 0 to 1)
 * @param {number|Array<Array<number>>} [reward] reward: Reward paid for each recommendation (money)
 * @return {number|Array<Array<*>>} Customer referral value
 * @customfunction
 */
function CRV(referred, profit_per_customer, cac_saved, anyway, reward) { return calculate_("CRV", arguments); }

/**
 * Growth rate: the relative change of a value.
 *
 * Example: =GROWTH_RATE(115,100)
 * @param {number|Array<Array<number>>} current current: Value now (number)
 * @param {number|Array<Array<number>>} previous previous: Value of the period before, or of the same period a year ago (number)
 * @return {number|Array<Array<*>>} Growth rate
 * @customfunction
 */
function GROWTH_RATE(current, previous) { return calculate_("GROWTH_RATE", arguments); }

/**
 * Average growth rate per period: the constant rate that leads from the first value to the last.
 *
 * Example: =CAGR(1000,1200,6)
 * @param {number|Array<Array<number>>} begin_value begin value: Value at the beginning (number)
 * @param {number|Array<Array<number>>} end_value end value: Value at the end (number)
 * @param {number|Array<Array<number>>} periods periods: Periods between them: months, quarters, years (count)
 * @return {number|Array<Array<*>>} Average growth rate per period
 * @customfunction
 */
function CAGR(begin_value, end_value, periods) { return calculate_("CAGR", arguments); }

/**
 * Revenue without marketing: what would have been sold anyway.
 *
 * Example: =BASE_REVENUE(1000000,350000)
 * @param {number|Array<Array<number>>} total_sales total sales: All sales of the period (money)
 * @param {number|Array<Array<number>>} marketing_revenue marketing revenue: Of these, sales to customers brought by marketing (money)
 * @return {number|Array<Array<*>>} Revenue without marketing
 * @customfunction
 */
function BASE_REVENUE(total_sales, marketing_revenue) { return calculate_("BASE_REVENUE", arguments); }

/**
 * Target revenue: what you must sell to earn the desired gross profit.
 *
 * Example: =TARGET_REVENUE(100000,0.3)
 * @param {number|Array<Array<number>>} gross_profit gross profit: Desired gross profit (money)
 * @param {number|Array<Array<number>>} cost_share cost share: Cost of goods and selling as a share of revenue, without advertising (share from 0 to 1)
 * @return {number|Array<Array<*>>} Target revenue
 * @customfunction
 */
function TARGET_REVENUE(gross_profit, cost_share) { return calculate_("TARGET_REVENUE", arguments); }

/**
 * Customers needed: how many must buy to reach the revenue; people are rounded up.
 *
 * Example: =TARGET_CUSTOMERS(142857.142857143,2000)
 * @param {number|Array<Array<number>>} revenue revenue: Revenue to reach (money)
 * @param {number|Array<Array<number>>} revenue_per_customer revenue per customer: Revenue from one customer (money)
 * @param {string|Array<Array<string>>} [rounding] rounding: Whole customers: up, nearest or none (up, nearest, none)
 * @return {number|Array<Array<*>>} Customers needed
 * @customfunction
 */
function TARGET_CUSTOMERS(revenue, revenue_per_customer, rounding) { return calculate_("TARGET_CUSTOMERS", arguments); }

/**
 * Leads needed: how many leads it takes to win this many customers.
 *
 * Example: =TARGET_LEADS(72,0.3)
 * @param {number|Array<Array<number>>} customers customers: Customers wanted (count)
 * @param {number|Array<Array<number>>} lead_to_sale lead to sale: Share of leads who buy (share from 0 to 1)
 * @param {string|Array<Array<string>>} [rounding] rounding: Whole leads: up, nearest or none (up, nearest, none)
 * @return {number|Array<Array<*>>} Leads needed
 * @customfunction
 */
function TARGET_LEADS(customers, lead_to_sale, rounding) { return calculate_("TARGET_LEADS", arguments); }

/**
 * Clicks needed: how many clicks it takes to get this many leads.
 *
 * Example: =TARGET_CLICKS(240,0.1)
 * @param {number|Array<Array<number>>} leads leads: Leads wanted (count)
 * @param {number|Array<Array<number>>} click_to_lead click to lead: Share of clicks that become leads (share from 0 to 1)
 * @param {string|Array<Array<string>>} [rounding] rounding: Whole clicks: up, nearest or none (up, nearest, none)
 * @return {number|Array<Array<*>>} Clicks needed
 * @customfunction
 */
function TARGET_CLICKS(leads, click_to_lead, rounding) { return calculate_("TARGET_CLICKS", arguments); }

/**
 * Highest cost per customer: the most you can pay for a customer at the desired ROMI.
 *
 * Example: =MAX_CPO(1400,1)
 * @param {number|Array<Array<number>>} profit_per_customer profit per customer: Gross profit from one customer (money)
 * @param {number|Array<Array<number>>} [target_romi] target romi: Desired ROMI; 0 is break-even, 1 is 100% (share; 0.2 is 20%)
 * @return {number|Array<Array<*>>} Highest cost per customer
 * @customfunction
 */
function MAX_CPO(profit_per_customer, target_romi) { return calculate_("MAX_CPO", arguments); }

/**
 * Highest cost per lead: the most you can pay for a lead, given the highest cost per customer.
 *
 * Example: =MAX_CPL(694.444444444444,0.3)
 * @param {number|Array<Array<number>>} customer_cost customer cost: What one customer may cost (CPO) (money)
 * @param {number|Array<Array<number>>} lead_to_sale lead to sale: Share of leads who buy (share from 0 to 1)
 * @return {number|Array<Array<*>>} Highest cost per lead
 * @customfunction
 */
function MAX_CPL(customer_cost, lead_to_sale) { return calculate_("MAX_CPL", arguments); }

/**
 * Highest cost per click (the honest bid): the most you can pay for a click, given the highest cost per customer.
 *
 * Example: =MAX_CPC(694,0.3,0.1)
 * @param {number|Array<Array<number>>} customer_cost customer cost: What one customer may cost (CPO) (money)
 * @param {number|Array<Array<number>>} lead_to_sale lead to sale: Share of leads who buy (share from 0 to 1)
 * @param {number|Array<Array<number>>} click_to_lead click to lead: Share of clicks that become leads (share from 0 to 1)
 * @return {number|Array<Array<*>>} Highest cost per click (the honest bid)
 * @customfunction
 */
function MAX_CPC(customer_cost, lead_to_sale, click_to_lead) { return calculate_("MAX_CPC", arguments); }

/**
 * Budget needed: what this many customers cost at this price per click.
 *
 * Example: =REQUIRED_BUDGET(72,20.8,0.1,0.3)
 * @param {number|Array<Array<number>>} customers customers: Customers wanted (count)
 * @param {number|Array<Array<number>>} click_cost click cost: What one click costs (CPC) (money)
 * @param {number|Array<Array<number>>} click_to_lead click to lead: Share of clicks that become leads (share from 0 to 1)
 * @param {number|Array<Array<number>>} lead_to_sale lead to sale: Share of leads who buy (share from 0 to 1)
 * @return {number|Array<Array<*>>} Budget needed
 * @customfunction
 */
function REQUIRED_BUDGET(customers, click_cost, click_to_lead, lead_to_sale) { return calculate_("REQUIRED_BUDGET", arguments); }

/**
 * Decomposition of a plan: from budget and gross profit to the customers, leads and clicks needed, and the highest bid.
 *
 * Example: =DECOMPOSE(50000,100000,0.3,2000,0.3,0.1)
 * @param {number|Array<Array<number>>} budget budget: Advertising budget (money)
 * @param {number|Array<Array<number>>} gross_profit gross profit: Desired gross profit (money)
 * @param {number|Array<Array<number>>} cost_share cost share: Cost of goods and selling as a share of revenue, without advertising (share from 0 to 1)
 * @param {number|Array<Array<number>>} revenue_per_customer revenue per customer: Revenue from one customer (money)
 * @param {number|Array<Array<number>>} lead_to_sale lead to sale: Share of leads who buy (share from 0 to 1)
 * @param {number|Array<Array<number>>} click_to_lead click to lead: Share of clicks that become leads (share from 0 to 1)
 * @param {string|Array<Array<string>>} [rounding] rounding: up: whole customers, leads and clicks; none: no rounding; seed: as in the article, which also rounds CPO and CPL (up, none, seed)
 * @param {string|Array<Array<string>>} [language] language: Language of the table, such as ru; if blank, that of the input or the sheet (en, ru)
 * @return {Array<Array<*>>} Decomposition of a plan
 * @customfunction
 */
function DECOMPOSE(budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding, language) { return calculate_("DECOMPOSE", arguments); }

/**
 * Sensitivity grid of the bid: the highest cost per click for each pair of conversions.
 *
 * Example: =BID_GRID(700,{0.05,0.1},{0.2;0.3})
 * @param {number|Array<Array<number>>} customer_cost customer cost: What one customer may cost (CPO) (money)
 * @param {Array<Array<number>>} clicks_to_leads clicks to leads: Shares of clicks that become leads, one per column (share from 0 to 1)
 * @param {Array<Array<number>>} leads_to_sales leads to sales: Shares of leads that buy, one per row (share from 0 to 1)
 * @param {string|Array<Array<string>>} [language] language: Language of the table, such as ru; if blank, that of the input or the sheet (en, ru)
 * @return {Array<Array<*>>} Sensitivity grid of the bid
 * @customfunction
 */
function BID_GRID(customer_cost, clicks_to_leads, leads_to_sales, language) { return calculate_("BID_GRID", arguments); }

/**
 * Forecast of a channel (media plan): what a budget brings at a given cost per click.
 *
 * Example: =MEDIA_FORECAST(50000,20.8,0.1,0.3,2000,0.7)
 * @param {number|Array<Array<number>>} budget budget: Budget of the channel (money)
 * @param {number|Array<Array<number>>} click_cost click cost: What one click costs (CPC) (money)
 * @param {number|Array<Array<number>>} click_to_lead click to lead: Share of clicks that become leads (share from 0 to 1)
 * @param {number|Array<Array<number>>} lead_to_sale lead to sale: Share of leads who buy (share from 0 to 1)
 * @param {number|Array<Array<number>>} revenue_per_customer revenue per customer: Revenue from one customer (money)
 * @param {number|Array<Array<number>>} margin margin: Share of revenue that is gross profit (share from 0 to 1)
 * @param {string|Array<Array<string>>} [rounding] rounding: none: expected values; up: whole clicks, leads and customers to show (none, up)
 * @param {string|Array<Array<string>>} [language] language: Language of the table, such as ru; if blank, that of the input or the sheet (en, ru)
 * @return {Array<Array<*>>} Forecast of a channel (media plan)
 * @customfunction
 */
function MEDIA_FORECAST(budget, click_cost, click_to_lead, lead_to_sale, revenue_per_customer, margin, rounding, language) { return calculate_("MEDIA_FORECAST", arguments); }

/**
 * SMART target: the value to reach, from a starting value and the desired growth.
 *
 * Example: =SMART_TARGET(1000,0.2)
 * @param {number|Array<Array<number>>} baseline baseline: Starting value (number)
 * @param {number|Array<Array<number>>} growth growth: Desired growth (share; 0.2 is 20%)
 * @return {number|Array<Array<*>>} SMART target
 * @customfunction
 */
function SMART_TARGET(baseline, growth) { return calculate_("SMART_TARGET", arguments); }

/**
 * Attainment of the plan: the actual value as a share of the planned one.
 *
 * Example: =ATTAINMENT(65,72)
 * @param {number|Array<Array<number>>} fact fact: Actual value (number)
 * @param {number|Array<Array<number>>} plan plan: Planned value (number)
 * @return {number|Array<Array<*>>} Attainment of the plan
 * @customfunction
 */
function ATTAINMENT(fact, plan) { return calculate_("ATTAINMENT", arguments); }

/**
 * Run rate: the value at the end of the period if it goes on like this.
 *
 * Example: =RUN_RATE(40,15,30)
 * @param {number|Array<Array<number>>} fact_to_date fact to date: Actual value so far (number)
 * @param {number|Array<Array<number>>} elapsed_days elapsed days: Days that have passed (days)
 * @param {number|Array<Array<number>>} total_days total days: Days of the whole period (days)
 * @return {number|Array<Array<*>>} Run rate
 * @customfunction
 */
function RUN_RATE(fact_to_date, elapsed_days, total_days) { return calculate_("RUN_RATE", arguments); }

/**
 * Pace of spending: 1 is even; above 1 the budget ends before the period does.
 *
 * Example: =PACE(30000,50000,15,30)
 * @param {number|Array<Array<number>>} spent spent: Money spent so far (money)
 * @param {number|Array<Array<number>>} budget budget: Budget of the whole period (money)
 * @param {number|Array<Array<number>>} elapsed_days elapsed days: Days that have passed (days)
 * @param {number|Array<Array<number>>} total_days total days: Days of the whole period (days)
 * @return {number|Array<Array<*>>} Pace of spending
 * @customfunction
 */
function PACE(spent, budget, elapsed_days, total_days) { return calculate_("PACE", arguments); }

/**
 * Status of a KPI: ok at the plan or better, warn within the tolerance, fail beyond it.
 *
 * Example: =KPI_STATUS(2100,2000,"lower")
 * @param {number|Array<Array<number>>} fact fact: Actual value (number)
 * @param {number|Array<Array<number>>} plan plan: Planned value, or the limit (number)
 * @param {string|Array<Array<string>>} [better] better: higher for sales, lower for costs (higher, lower)
 * @param {number|Array<Array<number>>} [tolerance] tolerance: How far the plan may be missed without failing, as a share of it (share from 0 to 1)
 * @return {string|Array<Array<*>>} Status of a KPI
 * @customfunction
 */
function KPI_STATUS(fact, plan, better, tolerance) { return calculate_("KPI_STATUS", arguments); }

/**
 * Total as a ratio of sums: the right total of a column of ratios, over the rows that have both numbers.
 *
 * Example: =RATIO_OF_SUMS({149.71;2893.37;55662.15},{24;183;872})
 * @param {Array<Array<number>>} numerators numerators: What is divided: spend, sales… (number)
 * @param {Array<Array<number>>} denominators denominators: By what it is divided: clicks, leads… (number)
 * @return {number|Array<Array<*>>} Total as a ratio of sums
 * @customfunction
 */
function RATIO_OF_SUMS(numerators, denominators) { return calculate_("RATIO_OF_SUMS", arguments); }

/**
 * Confidence bound of a conversion (Wilson): the lowest or highest true conversion consistent with the data.
 *
 * Example: =CONVERSION_BOUND(6,30,"low")
 * @param {number|Array<Array<number>>} successes successes: How many went on (count)
 * @param {number|Array<Array<number>>} attempts attempts: How many there were (count)
 * @param {string|Array<Array<string>>} side side: low or high end of the interval (low, high)
 * @param {number|Array<Array<number>>} [confidence] confidence: Confidence of the interval (share below 1, usually 0.95)
 * @return {number|Array<Array<*>>} Confidence bound of a conversion (Wilson)
 * @customfunction
 */
function CONVERSION_BOUND(successes, attempts, side, confidence) { return calculate_("CONVERSION_BOUND", arguments); }

/**
 * Confidence bound of ROMI: how low or high the true ROMI may be, given how few customers there are and how their orders vary.
 *
 * Example: =ROMI_BOUND(100800,50000,72,"low")
 * @param {number|Array<Array<number>>} gross_profit gross profit: Gross profit from the marketing, before subtracting its cost (money)
 * @param {number|Array<Array<number>>} spend spend: What the marketing cost (money)
 * @param {number|Array<Array<number>>} customers customers: Customers who brought the gross profit (count)
 * @param {string|Array<Array<string>>} side side: low or high end of the interval (low, high)
 * @param {number|Array<Array<number>>} [variation] variation: Standard deviation of gross profit per customer, divided by its mean: 1 fits most orders, 2 customers who buy often (standard deviation / mean)
 * @param {number|Array<Array<number>>} [usual_profit] usual profit: Gross profit that one customer usually brings elsewhere; if blank, here (money)
 * @param {number|Array<Array<number>>} [minimum_customers] minimum customers: Customers from which their mean gross profit is taken as known (count)
 * @param {number|Array<Array<number>>} [confidence] confidence: How sure ROMI is to be on the inner side of this bound (share below 1, usually 0.95)
 * @return {number|Array<Array<*>>} Confidence bound of ROMI
 * @customfunction
 */
function ROMI_BOUND(gross_profit, spend, customers, side, variation, usual_profit, minimum_customers, confidence) { return calculate_("ROMI_BOUND", arguments); }

/**
 * Significance of the difference of two conversions (p): how often chance alone would give such a difference.
 *
 * Example: =PROP_TEST(30,1000,45,1000)
 * @param {number|Array<Array<number>>} successes_one successes one: How many went on in the first group (count)
 * @param {number|Array<Array<number>>} attempts_one attempts one: How many there were in the first group (count)
 * @param {number|Array<Array<number>>} successes_two successes two: How many went on in the second group (count)
 * @param {number|Array<Array<number>>} attempts_two attempts two: How many there were in the second group (count)
 * @return {number|Array<Array<*>>} Significance of the difference of two conversions (p)
 * @customfunction
 */
function PROP_TEST(successes_one, attempts_one, successes_two, attempts_two) { return calculate_("PROP_TEST", arguments); }

/**
 * Minimum sample per variant: how many visits each variant of an A/B test needs.
 *
 * Example: =MIN_SAMPLE(0.03,0.2)
 * @param {number|Array<Array<number>>} baseline_rate baseline rate: Conversion now (share from 0 to 1)
 * @param {number|Array<Array<number>>} uplift uplift: Relative change to detect; 0.2 means from 3% to 3.6% (share; 0.2 is 20%)
 * @param {number|Array<Array<number>>} [confidence] confidence: Confidence of the test (share below 1, usually 0.95)
 * @param {number|Array<Array<number>>} [power] power: Probability of detecting the change if it is real (share below 1, usually 0.95)
 * @return {number|Array<Array<*>>} Minimum sample per variant
 * @customfunction
 */
function MIN_SAMPLE(baseline_rate, uplift, confidence, power) { return calculate_("MIN_SAMPLE", arguments); }

/**
 * Clicks without a conversion before you stop: after that many clicks with none, the expected conversion isn't there.
 *
 * Example: =MIN_CLICKS(0.03)
 * @param {number|Array<Array<number>>} conversion_rate conversion rate: Conversion that you expect of a good phrase or placement (share from 0 to 1)
 * @param {number|Array<Array<number>>} [confidence] confidence: How sure to be before you stop it (share below 1, usually 0.95)
 * @return {number|Array<Array<*>>} Clicks without a conversion before you stop
 * @customfunction
 */
function MIN_CLICKS(conversion_rate, confidence) { return calculate_("MIN_CLICKS", arguments); }

/**
 * Marginal cost of a conversion: what each additional conversion cost when the spend was raised.
 *
 * Example: =MARGINAL_CPA(500,11,1000,17)
 * @param {number|Array<Array<number>>} spend_before spend before: Spend of the first period (money)
 * @param {number|Array<Array<number>>} conversions_before conversions before: Conversions of the first period (count)
 * @param {number|Array<Array<number>>} spend_after spend after: Spend of the second period (money)
 * @param {number|Array<Array<number>>} conversions_after conversions after: Conversions of the second period (count)
 * @return {number|Array<Array<*>>} Marginal cost of a conversion
 * @customfunction
 */
function MARGINAL_CPA(spend_before, conversions_before, spend_after, conversions_after) { return calculate_("MARGINAL_CPA", arguments); }

/**
 * Comparison of channels: every metric of each channel, the totals “Paid” and “All”, rank and verdict.
 *
 * Example: =CHANNEL_COMPARE({"Channel","Spend","Customers","Revenue","Margin";"Ads",100,20,300,0.5})
 * @param {Array<Array<*>>} table table: Table of channels with its header row: channel, spend, leads, customers, revenue, cost of sales… (table with a header row)
 * @param {number|Array<Array<number>>} [minimum_customers] minimum customers: Customers from which their mean gross profit is taken as known: with fewer, one large order makes it (count)
 * @param {number|Array<Array<number>>} [confidence] confidence: How sure each verdict is to be; also that of the interval of the conversion (share below 1, usually 0.95)
 * @param {number|Array<Array<number>>} [margin] margin: Share of revenue that is gross profit, if the table has no column for it (share from 0 to 1)
 * @param {number|Array<Array<number>>} [variation] variation: Standard deviation of gross profit per customer, divided by its mean: 1 fits most orders, 2 customers who buy often (standard deviation / mean)
 * @param {number|Array<Array<number>>} [elasticity] elasticity: How gross profit follows spend; if blank, estimated from 8 or more periods, or else 0.5, a cautious guess (share from 0 to 1)
 * @param {number|Array<Array<number>>} [maximum] maximum: Most that the suggested spend of a channel may be, as a multiple of its spend: far from it nothing is known (times)
 * @param {number|Array<Array<number>>} [usual_profit] usual profit: Gross profit that one customer brings; if blank, the mean of the other channels (money)
 * @param {string|Array<Array<string>>} [language] language: Language of the table, such as ru; if blank, that of the input or the sheet (en, ru)
 * @return {Array<Array<*>>} Comparison of channels
 * @customfunction
 */
function CHANNEL_COMPARE(table, minimum_customers, confidence, margin, variation, elasticity, maximum, usual_profit, language) { return calculate_("CHANNEL_COMPARE", arguments); }

/**
 * Reallocation of a budget: the split among channels with the highest gross profit, given diminishing returns.
 *
 * Example: =REALLOCATE({"Direct";"VK";"SEO"},{50000;30000;20000},{100000;36000;60000})
 * @param {Array<Array<string>>} channels channels: Names of the channels (text)
 * @param {Array<Array<number>>} spend spend: What each channel costs now (money)
 * @param {Array<Array<number>>} gross_profit gross profit: Gross profit of each channel now (money)
 * @param {number|Array<Array<number>>} [budget] budget: Amount to allocate; if blank, the total of the spend now (money)
 * @param {number|Array<Array<number>>} [elasticity] elasticity: How gross profit follows spend: 0.5 means that four times the money brings twice the profit; if blank, estimated from 8 or more periods, or else 0.5, a cautious guess (share from 0 to 1)
 * @param {Array<Array<number>>} [minimum] minimum: Lowest new spend, as a multiple of spend now; one for all channels or one per channel (times)
 * @param {Array<Array<number>>} [maximum] maximum: Highest new spend, as a multiple of spend now; one for all channels or one per channel (times)
 * @param {Array<Array<string>>} [row_periods] row periods: Week or month of each row; the rows of a channel are then its history, and are added up (text)
 * @param {string|Array<Array<string>>} [language] language: Language of the table, such as ru; if blank, that of the input or the sheet (en, ru)
 * @return {Array<Array<*>>} Reallocation of a budget
 * @customfunction
 */
function REALLOCATE(channels, spend, gross_profit, budget, elasticity, minimum, maximum, row_periods, language) { return calculate_("REALLOCATE", arguments); }

/**
 * One figure of a table: by its header or short name, and if you like for one row only.
 *
 * Example: =KPI_FIGURE(DECOMPOSE(50000,100000,0.3,2000,0.3,0.1),"cpc")
 * @param {Array<Array<*>>} table A table of sheetkpi with its headers, such as DECOMPOSE(…)
 * @param {string|number} figure The header or the short name in quotes, for example "cpc"
 * @param {string|number} [row] The name of the row, such as a channel; left out: all rows
 * @return {*} One figure of a table: by its header or short name, and if you like for one row only.
 * @customfunction
 */
function KPI_FIGURE(table, figure, row) { return figure_(table, figure, row); }

/**
 * Why a KPI shows an error: what is wrong, where, and what to do; blank where it shows none.
 *
 * Example: =KPI_WHY("ROMI",100000,50000)
 * @param {string} kpi The name of the KPI in quotes, for example "ROMI"
 * @param {...*} cells The same cells as in its formula
 * @return {string|Array<Array<string>>} Why a KPI shows an error: what is wrong, where, and what to do; blank where it shows none.
 * @customfunction
 */
function KPI_WHY(kpi, ...cells) { return why_(kpi, cells); }
/* What the printed KPIs share: the meaning of cells, broadcasting, and the normal distribution. ES2017, no library.
 * A KPI takes cells and ranges (rows of cells, or {rows, columns, values}) and gives what the endpoint gives:
 * {value}, {error, message}, or {rows, columns, values, errors}. */
function sheetKpi(language) {
  "use strict";

  const ERRORS = new Set(["#DIV/0!", "#VALUE!", "#NUM!", "#N/A", "#NAME?", "#REF!", "#NULL!", "#SPILL!", "#CALC!", "#FIELD!",
    "#BLOCKED!", "#CONNECT!", "#BUSY!", "#UNKNOWN!", "#GETTING_DATA", "#ERROR!"]);
  const ZERO = { code: "#DIV/0!" };
  const IMPOSSIBLE = { code: "#NUM!" };
  const DUST = 1e-15; // what is left of 0.1 + 0.2 − 0.3
  const BEYOND_LIMIT = 1e-9; // 0.8 + 0.05 + 0.05 + 0.1 is above 1 in binary
  const MESSAGES = {
    "en": {
        "zero": "{place}: {denominator} is 0. Dividing by 0 is impossible: correct the number, or leave it out until you know it.",
        "left_out": "{place}: {denominator} is 0. Dividing by 0 is impossible: correct the number, or give {argument}.",
        "impossible": "{place} can't be calculated for these numbers. Check the arguments.",
        "text": "{place}: {argument} is the text “{value}”. Give a number: a number that was pasted as text must be converted.",
        "logical": "{place}: {argument} is true or false. Give a number.",
        "option": "{place}: {argument} is “{value}”. Give one of: {options}.",
        "share": "{place}: {argument} is {value}, a share lies between 0 and 1. Write 30% as 0.3 or 30%.",
        "negative": "{place}: {argument} is {value} and must not be negative. Check the sign.",
        "low": "{place}: {argument} is {value} and must not be below {low}. Write 20% as 0.2 or 20%.",
        "between": "{place}: {argument} is {value} and must lie between {low} and {high}.",
        "sum": "The sum of a column is too large for a number. Check its cells.",
        "spoilt": "{place}, {argument}: it is the error {code}. Correct that first.",
        "row": "row {row}",
        "column": "column {column}",
        "cell": "row {row}, column {column}",
        "blank": "{function}: {argument} is blank. Fill it in.",
        "single": "{function}: {argument} is a range. Give one value.",
        "unequal": "{place}: the ranges differ in size. Make them the same size."
    },
    "ru": {
        "zero": "{place}: {denominator} = 0. На ноль делить нельзя: исправьте число или не указывайте его, пока оно неизвестно.",
        "left_out": "{place}: {denominator} = 0. На ноль делить нельзя: исправьте число или укажите {argument}.",
        "impossible": "{place}: при этих числах результата нет. Проверьте аргументы.",
        "text": "{place}: {argument} — текст «{value}». Нужно число, например 1234,5: если число вставлено как текст, преобразуйте его в число.",
        "logical": "{place}: {argument} — ИСТИНА или ЛОЖЬ. Нужно число.",
        "option": "{place}: {argument} = «{value}». Укажите одно из: {options}.",
        "share": "{place}: {argument} = {value}, а доля бывает от 0 до 1. 30 % пишут как 0,3 или 30%.",
        "negative": "{place}: {argument} = {value}, а отрицательным быть не может. Проверьте знак.",
        "low": "{place}: {argument} = {value}, а меньше {low} быть не может. 20 % пишут как 0,2 или 20%.",
        "between": "{place}: {argument} = {value}, а должно быть от {low} до {high}.",
        "sum": "Сумма столбца слишком велика для числа. Проверьте его ячейки.",
        "spoilt": "{place}, {argument}: это ошибка {code}. Сначала исправьте её.",
        "row": "строка {row}",
        "column": "столбец {column}",
        "cell": "строка {row}, столбец {column}",
        "blank": "{function}: пустая ячейка в аргументе {argument}. Заполните её.",
        "single": "{function}: аргумент {argument} — диапазон. Укажите одно значение.",
        "unequal": "{place}: диапазоны разного размера. Сделайте их одинаковыми."
    }
};

  /** The cells of all rows; as arguments of one call, 125,000 of them would overflow the stack. */
  const flat = (rows) => {
    const cells = [];
    for (const row of rows) {
      for (const cell of row) { cells.push(cell); }
    }
    return cells;
  };
  const isError = (cell) => cell !== null && typeof cell === "object" && typeof cell.error === "string";
  const isBlank = (cell) => cell === null || cell === undefined || cell === "";
  const failure = (code, message, facts) => {
    const template = (MESSAGES[language] || MESSAGES.en || {})[message] || "";
    return { error: code, message: template.replace(/\{(\w+)\}/g, (found, name) => (name in facts ? facts[name] : found)) };
  };
  const isNumberAsText = (cell) => typeof cell === "string" &&
    /^[\s\u00a0\u202f]*[+\-\u2212]?([0-9]+([\s\u00a0\u202f.,'\u2019][0-9]+)*[.,]?|[.,][0-9]+)(e[+-]?[0-9]+)?[\s\u00a0\u202f]*%?[\s\u00a0\u202f]*$/i.test(cell);
  const filled = (message, facts) => failure("", message, facts).message;
  /** A KPI whose messages name the cell of a range. */
  const placed = (kpi, rows, columns, index) => {
    const place = columns === 1 ? "row" : rows === 1 ? "column" : "cell";
    const facts = { row: String(Math.floor(index / columns) + 1), column: String((index % columns) + 1) };
    return Object.assign({}, kpi, { name: `${kpi.name}, ${filled(place, facts)}` });
  };
  const words = (parameter) => (parameter.words && parameter.words[language]) || parameter.name;

  // --- operations that a plain operator would get wrong

  const quotient = (dividend, divisor) => { if (divisor === 0) { throw ZERO; } return dividend / divisor; };
  const powerOf = (base, exponent) => {
    if (base === 0 && exponent < 0) { throw ZERO; }
    const result = Math.pow(base, exponent);
    if (!Number.isFinite(result)) { throw IMPOSSIBLE; }
    return result;
  };
  const rootOf = (x) => { if (x < 0) { throw IMPOSSIBLE; } return Math.sqrt(x); };
  const logOf = (x) => { if (x <= 0) { throw IMPOSSIBLE; } return Math.log(x); };
  const requireThat = (condition, value, number) => { if (!condition) { throw { code: "#NUM!", number }; } return value(); };
  const isFailure = (reason) => reason === ZERO || reason === IMPOSSIBLE || (reason && reason.number !== undefined);
  const settled = (x, size) => (Math.abs(x) <= DUST * size ? 0 : x);
  const significant = (x) => Number(x.toPrecision(15));
  const roundUp = (x) => Math.sign(x) * Math.ceil(Number(significant(Math.abs(x)).toFixed(9)));
  const roundNearest = (x) => Math.sign(x) * Math.floor(significant(Math.abs(x)) + 0.5);

  /** A sum that is right to the last digit, after J. R. Shewchuk, “Adaptive precision floating-point arithmetic”, 1997. */
  const exactSum = (values) => {
    const partials = [];
    for (let x of values) {
      let count = 0;
      for (let y of partials) {
        if (Math.abs(x) < Math.abs(y)) { [x, y] = [y, x]; }
        const high = x + y;
        const low = y - (high - x);
        if (low) { partials[count] = low; count += 1; }
        x = high;
      }
      partials.length = count;
      partials.push(x);
    }
    let index = partials.length - 1;
    if (index < 0) { return 0; }
    let high = partials[index];
    let low = 0;
    while (index > 0 && low === 0) {
      const x = high;
      const y = partials[index -= 1];
      high = x + y;
      low = y - (high - x);
    }
    if (index > 0 && ((low < 0 && partials[index - 1] < 0) || (low > 0 && partials[index - 1] > 0))) {
      const y = low * 2; // a half that more parts push over
      const x = high + y;
      if (y === x - high) { high = x; }
    }
    return high;
  };
  const sizeOf = (values) => exactSum(values.map(Math.abs));
  const meanOf = (values) => quotient(exactSum(values), values.length);
  const medianOf = (values) => {
    const ordered = Array.from(values).sort((a, b) => a - b);
    const middle = Math.floor(ordered.length / 2);
    if (!ordered.length) { throw ZERO; }
    return ordered.length % 2 ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2;
  };
  const differences = (first, second) => first.map((value, index) => value - second[index]);

  const polynomial = (x, coefficients) => coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);

  // erfc after W. J. Cody, “Rational Chebyshev approximation for the error function”, 1969
  const erfc = (x) => {
    const y = Math.abs(x);
    if (y <= 0.46875) {
      const z = y * y;
      return 1 - x * polynomial(z, [1.85777706184603153e-1, 3.16112374387056560, 1.13864154151050156e2, 3.77485237685302021e2,
        3.20937758913846947e3]) / polynomial(z, [1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3,
        2.84423683343917062e3]);
    }
    let result;
    if (y <= 4) {
      result = polynomial(y, [2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1,
        2.98635138197400131e2, 8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3, 1.23033935479799725e3]) /
        polynomial(y, [1, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3,
          3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3]);
    } else {
      const z = 1 / (y * y);
      result = z * polynomial(z, [1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1,
        1.60837851487422766e-2, 6.58749161529837803e-4]) / polynomial(z, [1, 2.56852019228982242, 1.87295284992346725,
        5.27905102951428412e-1, 6.05183413124413191e-2, 2.33520497626869185e-3]);
      result = (0.56418958354775628695 - result) / y;
    }
    const near = Math.trunc(y * 16) / 16;
    result *= Math.exp(-near * near) * Math.exp(-(y - near) * (y + near));
    return x < 0 ? 2 - result : result;
  };
  const normalCdf = (z) => erfc(-z / Math.SQRT2) / 2;

  // The inverse after M. J. Wichura, algorithm AS 241 (PPND16), 1988
  const normalQuantile = (p) => {
    if (!(p > 0 && p < 1)) { throw IMPOSSIBLE; }
    const q = p - 0.5;
    if (Math.abs(q) <= 0.425) {
      const r = 0.180625 - q * q;
      return q * polynomial(r, [2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
        1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.3871328727963666080]) /
        polynomial(r, [5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4, 2.1213794301586595867e4,
          5.3941960214247511077e3, 6.8718700749205790830e2, 4.2313330701600911252e1, 1]);
    }
    let r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
    let x;
    if (r <= 5) {
      r -= 1.6;
      x = polynomial(r, [7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258,
        3.64784832476320460504, 5.76949722146069140550, 4.63033784615654529590, 1.42343711074968357734]) /
        polynomial(r, [1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
          6.89767334985100004550e-1, 1.67638483018380384940, 2.05319162663775882187, 1]);
    } else {
      r -= 5;
      x = polynomial(r, [2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
        2.96560571828504891230e-1, 1.78482653991729133580, 5.46378491116411436990, 6.65790464350110377720]) /
        polynomial(r, [2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
          1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1]);
    }
    return q < 0 ? -x : x;
  };

  // --- one set of cells

  const parameterAt = (kpi, index) => kpi.parameters[Math.min(index, kpi.parameters.length - 1)];

  /** The value of a cell that is not blank, or an error.
   * @return {*} */
  const check = (kpi, parameter, cell) => {
    const facts = { place: kpi.name, argument: words(parameter), value: String(cell) };
    if (parameter.options) {
      const word = String(cell).toLowerCase();
      facts.options = parameter.options.join(", ");
      return parameter.options.includes(word) ? word : failure("#VALUE!", "option", facts);
    }
    if (typeof cell !== "number") {
      return failure("#VALUE!", typeof cell === "boolean" ? "logical" : "text", facts);
    }
    const low = parameter.low === undefined ? -Infinity : parameter.low;
    const high = parameter.high === undefined ? Infinity : parameter.high;
    if (!(cell >= low - BEYOND_LIMIT && cell <= high + BEYOND_LIMIT)) {
      facts.low = parameter.low;
      facts.high = parameter.high;
      return failure("#NUM!", parameter.limit, facts);
    }
    return Math.min(Math.max(cell, low), high);
  };

  const spoilt = (kpi, parameter, code) => failure(code, "spoilt", { place: kpi.name, argument: words(parameter), code });

  /** The result of one set of cells: a number, a text, null for a blank, or an error. */
  const one = (kpi, cells) => {
    const values = [];
    let refused = null;
    for (let index = 0; index < cells.length; index += 1) {
      const cell = cells[index];
      if (isError(cell)) { return cell; }
      if (typeof cell === "string" && ERRORS.has(cell)) { return spoilt(kpi, parameterAt(kpi, index), cell); }
    }
    for (let index = 0; index < cells.length; index += 1) {
      if (!Array.isArray(cells[index]) && isBlank(cells[index]) && !parameterAt(kpi, index).optional) { return null; }
    }
    for (let index = 0; index < cells.length; index += 1) {
      const parameter = parameterAt(kpi, index);
      const cell = cells[index];
      if (Array.isArray(cell)) {
        values.push(cell);
      } else if (!isBlank(cell)) {
        const value = check(kpi, parameter, cell);
        if (isError(value) && (refused === null || (refused.error === "#NUM!" && value.error === "#VALUE!"))) { refused = value; }
        values.push(value);
      } else if (!parameter.repeats) {
        values.push(parameter.default);
      }
    }
    return refused === null ? compute(kpi, values) : refused;
  };

  const compute = (kpi, values) => {
    while (values.length < kpi.parameters.length && !kpi.parameters[values.length].repeats) {
      values.push(kpi.parameters[values.length].default);
    }
    try {
      const result = kpi.formula(...values);
      return typeof result === "string" || Number.isFinite(result) ? result : diagnose(kpi, values, ZERO);
    } catch (reason) {
      if (isFailure(reason)) { return diagnose(kpi, values, reason); }
      throw reason;
    }
  };

  /** Why a formula has no answer: its first denominator that is zero, or numbers that do not fit. */
  const diagnose = (kpi, values, reason) => {
    const unmet = reason.number !== undefined && kpi.unmet && kpi.unmet[reason.number];
    if (unmet) { return { error: "#NUM!", message: unmet[language] || unmet.en }; }
    for (const denominator of reason === ZERO ? kpi.denominators : []) {
      let value;
      try { value = denominator.value(...values); } catch (reason) { continue; }
      if (value === 0) {
        const argument = denominator.leftOut && (denominator.leftOut[language] || denominator.leftOut.en);
        const facts = { place: kpi.name, denominator: denominator.words[language] || denominator.words.en, argument };
        return failure("#DIV/0!", argument ? "left_out" : "zero", facts);
      }
    }
    return failure("#NUM!", "impossible", { place: kpi.name });
  };

  // --- ranges

  const asRange = (argument) => {
    if (Array.isArray(argument)) {
      const rows = argument.map((row) => (Array.isArray(row) ? row : [row]));
      return { rows: rows.length, columns: rows[0].length, values: flat(rows) };
    }
    return argument;
  };
  const isRange = (argument) => Array.isArray(argument) || (argument !== null && typeof argument === "object" && "values" in argument);

  const isText = (cell) => typeof cell === "string" && cell !== "" && !ERRORS.has(cell) && !isNumberAsText(cell) && !/^\d{4}-\d\d-\d\d/.test(cell);

  /** Ranges whose first row is blanked if it is a heading: text over numbers. */
  const withoutHeadings = (ranges) => {
    const top = (range) => range.values.slice(0, range.columns);
    const isHeading = (range) => top(range).some(isText) && range.values.slice(range.columns).some((cell) => typeof cell === "number");
    const long = ranges.filter((range) => range.rows > 1);
    if (!long.some(isHeading) || !long.every((range) => top(range).every((cell) => isBlank(cell) || isText(cell)))) { return ranges; }
    return ranges.map((range) => ({ rows: range.rows, columns: range.columns,
      values: range.values.map((cell, index) => (index < range.columns ? null : cell)) }));
  };

  /** The ranges that a formula reads whole: blanks gone with their partners, or the error that spoils them. */
  const whole = (kpi, cells) => {
    const indexes = kpi.parameters.map((parameter, index) => index).filter((index) => kpi.parameters[index].whole);
    if (!indexes.length) { return cells; }
    const ranges = withoutHeadings(indexes.map((index) => asRange(isRange(cells[index]) ? cells[index] : [[cells[index]]])));
    const looked = cells.map((cell, index) => ({ values: isRange(cell) ? [] : [cell], parameter: parameterAt(kpi, index) }))
      .concat(ranges.map((range, position) => Object.assign({ parameter: kpi.parameters[indexes[position]] }, range)));
    for (const { values, parameter, rows, columns } of looked) {
      for (let index = 0; index < values.length; index += 1) {
        const cell = values[index];
        if (isError(cell)) { return cell; }
        if (typeof cell === "string" && ERRORS.has(cell)) { return spoilt(rows ? placed(kpi, rows, columns, index) : kpi, parameter, cell); }
      }
    }
    if (ranges.some((range) => range.rows !== ranges[0].rows || range.columns !== ranges[0].columns)) {
      return failure("#N/A", "unequal", { place: kpi.name });
    }
    const refusals = [];
    const columns = ranges.map((range, position) => range.values.map((cell, index) => {
      const parameter = kpi.parameters[indexes[position]];
      if (isBlank(cell) || (parameter.skipsText && typeof cell !== "number" && !isNumberAsText(cell))) { return null; }
      const value = check(kpi, parameter, cell);
      if (isError(value)) { refusals.push(check(placed(kpi, range.rows, range.columns, index), parameter, cell)); }
      return value;
    }));
    if (refusals.length) { // a wrong type, of another argument too, goes before a number outside its limits
      const others = cells.map((cell, index) => (isBlank(cell) || isRange(cell) ? null : check(kpi, parameterAt(kpi, index), cell)));
      return refusals.concat(others).find((value) => isError(value) && value.error === "#VALUE!") || refusals[0];
    }
    const kept = columns[0].map((cell, row) => columns.every((column) => column[row] !== null));
    const read = cells.slice();
    indexes.forEach((index, position) => { read[index] = columns[position].filter((cell, row) => kept[row]); });
    return read;
  };

  const stretched = (range, rows, columns, missing) => {
    if (range.rows === rows && range.columns === columns) { return range.values; }
    const values = [];
    for (let row = 0; row < rows; row += 1) {
      const sourceRow = range.rows === 1 ? 0 : row;
      for (let column = 0; column < columns; column += 1) {
        const sourceColumn = range.columns === 1 ? 0 : column;
        values.push(sourceRow < range.rows && sourceColumn < range.columns ? range.values[sourceRow * range.columns + sourceColumn] : missing);
      }
    }
    return values;
  };

  const isClean = (parameter, values) => {
    const low = parameter.low === undefined ? -Infinity : parameter.low;
    const high = parameter.high === undefined ? Infinity : parameter.high;
    for (let index = 0; index < values.length; index += 1) {
      const value = values[index];
      if (typeof value !== "number" || !(value >= low && value <= high)) { return false; }
    }
    return true;
  };

  /** A KPI with two arguments over clean columns, at the speed of a bare loop; null where a row fails. */
  const pairs = (formula, first, second) => {
    const results = new Array(first.length);
    try {
      for (let row = 0; row < first.length; row += 1) {
        const result = formula(first[row], second[row]);
        if (result - result !== 0) { return null; } // infinite or no number
        results[row] = result;
      }
    } catch (reason) {
      if (isFailure(reason)) { return null; }
      throw reason;
    }
    return results;
  };

  /** The cells of an answer; `reasons` says why each of its errors is one. */
  const answered = (rows, columns, cells) => {
    const errors = [];
    const reasons = [];
    const values = cells.map((cell, index) => {
      if (!isError(cell)) { return cell; }
      errors.push([index, cell.error]);
      reasons.push(cell.message);
      return null;
    });
    return errors.length ? { rows, columns, values, errors, message: reasons[0], reasons } : { rows, columns, values, errors };
  };

  const each = (kpi, cells) => {
    const ranges = cells.map((cell, index) => (isRange(cell) && !parameterAt(kpi, index).whole ? asRange(cell) : null));
    const given = ranges.filter((range) => range !== null);
    if (!given.length) {
      const result = one(kpi, cells);
      return isError(result) ? result : { value: result };
    }
    const rows = Math.max(...given.map((range) => range.rows));
    const columns = Math.max(...given.map((range) => range.columns));
    const missing = failure("#N/A", "unequal", { place: kpi.name });
    const columnsOf = cells.map((cell, index) => (ranges[index] ? stretched(ranges[index], rows, columns, missing) : null));
    if (cells.length === 2 && kpi.parameters.length === 2 && columnsOf.every((values, index) => values && isClean(kpi.parameters[index], values))) {
      const values = pairs(kpi.formula, columnsOf[0], columnsOf[1]);
      if (values !== null && (!values.length || typeof values[0] === "number")) { return { rows, columns, values, errors: [] }; }
    }
    const results = [];
    for (let index = 0; index < rows * columns; index += 1) {
      const set = cells.map((cell, position) => (columnsOf[position] ? columnsOf[position][index] : cell));
      const result = one(kpi, set);
      results.push(isError(result) ? one(placed(kpi, rows, columns, index), set) : result);
    }
    return answered(rows, columns, results);
  };

  // --- tables

  const asked = (cell) => (Object.keys(MESSAGES).includes(cell) ? cell : language);
  const table = (rows) => answered(rows.length, rows[0].length, flat(rows));

  /** The sets of cells that ranges hold after broadcasting. */
  const setsOf = (cells, name) => {
    const ranges = cells.map((cell) => (isRange(cell) ? asRange(cell) : null));
    const given = ranges.filter((range) => range !== null);
    if (!given.length) { return [cells]; }
    const rows = Math.max(...given.map((range) => range.rows));
    const columns = Math.max(...given.map((range) => range.columns));
    const missing = failure("#N/A", "unequal", { place: name });
    const columnsOf = ranges.map((range) => (range ? stretched(range, rows, columns, missing) : null));
    return Array.from({ length: rows * columns }, (unused, index) => cells.map((cell, i) => (columnsOf[i] ? columnsOf[i][index] : cell)));
  };

  const sumOf = (cells) => {
    const spoilt = cells.find(isError);
    if (spoilt) { return spoilt; }
    const numbers = cells.filter((cell) => cell !== null);
    if (!numbers.length) { return null; }
    const sum = settled(exactSum(numbers), sizeOf(numbers));
    return Number.isFinite(sum) ? sum : failure("#NUM!", "sum", {});
  };
  const totalOfFigure = (total, columns) => {
    if (!total) { return null; }
    const pairs = columns[total.first].map((cell, row) => [cell, columns[total.second][row]]).filter((pair) => pair[0] !== null && pair[1] !== null);
    return one(specs[total.kpi], [sumOf(pairs.map((pair) => pair[0])), sumOf(pairs.map((pair) => pair[1]))]);
  };

  /** A KPI with several results: down for scenarios, across for rows with a total. */
  const tabulate = (kpi) => (...cells) => {
    const speech = asked(cells[kpi.parameters.length]);
    const inputs = cells.slice(0, kpi.parameters.length);
    const several = inputs.some((input) => isRange(input) && asRange(input).values.length !== 1);  // a range of one cell is a cell
    const answersTo = (sets) => sets.map((set) => kpi.figures.map((figure) => one(Object.assign({}, kpi, figure), set)));
    const sets = setsOf(inputs, kpi.name);
    const answers = answersTo(sets);
    const said = kpi.said[speech];
    const choice = kpi.parameters.findIndex((parameter) => parameter.options);
    const word = String(inputs[choice]).toLowerCase();
    const form = kpi.parameters[choice].options.includes(word) ? word : kpi.parameters[choice].default;
    if (kpi.layout === "down") {
      const scenarios = answers.map((unused, index) => (several ? said.scenario.replace("{number}", String(index + 1)) : said.value));
      return table([[said.figure, ...scenarios, said.formula]].concat(
        kpi.figures.map((figure, row) => [figure.label[speech], ...answers.map((answer) => answer[row]), figure.words[form][speech]])));
    }
    const rows = answers.map((answer, index) => [index + 1, ...answer]);
    if (several) {
      const columns = {};
      const exact = {};
      const unrounded = answersTo(sets.map((set) => set.map((cell, index) => (index === choice ? null : cell))));
      kpi.figures.forEach((figure, index) => {
        columns[figure.key] = answers.map((answer) => answer[index]);
        exact[figure.key] = unrounded.map((answer) => answer[index]);
      });
      rows.push([said.total, ...kpi.figures.map((figure) => (figure.total === "sum" ? sumOf(columns[figure.key]) : totalOfFigure(figure.total, exact)))]);
    }
    return table([[said.number, ...kpi.figures.map((figure) => figure.label[speech])], ...rows]);
  };

  /** A table of which every cell is another KPI, of a value, a row and a column. */
  const grid = (kpi) => (single, across, down, chosen) => {
    const inner = specs[kpi.cell];
    const cells = (argument, place) => (isRange(argument) ? asRange(argument).values : [argument]).map((cell) => {
      if (isBlank(cell) || isError(cell)) { return isBlank(cell) ? null : cell; }
      return check(kpi, inner.parameters[kpi.order.indexOf(place)], cell);
    });
    const [alone, ...others] = cells(single, "single");
    if (alone === null || isError(alone) || others.length) {
      const facts = { function: kpi.name, argument: words(inner.parameters[kpi.order.indexOf("single")]) };
      return isError(alone) && !others.length ? alone : failure("#VALUE!", others.length ? "single" : "blank", facts);
    }
    const header = cells(across, "across");
    return table([[kpi.corner[asked(chosen)], ...header]].concat(
      cells(down, "down").map((side) => [side, ...header.map((top) => one(inner, kpi.order.map((name) => ({ single: alone, across: top, down: side })[name])))])));
  };

  const define = (kpi) => {
    specs[kpi.name] = kpi;
    return (...cells) => {
      const read = whole(kpi, cells);
      return isError(read) ? read : each(kpi, read);
    };
  };

  const specs = {};
  const kpis = {};
  kpis.PROFIT = define({
    name: "PROFIT",
    parameters: [{"name": "revenue", "words": {"en": "revenue", "ru": "выручка (revenue)"}}, {"name": "cost", "words": {"en": "cost", "ru": "затраты (cost)"}}, {"name": "more_costs", "words": {"en": "more_costs", "ru": "другие затраты (more_costs)"}, "optional": true, "default": null, "repeats": true}],
    formula: (revenue, cost, ...more_costs) => more_costs.reduce((result, next) => result - next, revenue - cost),
    denominators: [],
  });
  kpis.GROSS_MARGIN = define({
    name: "GROSS_MARGIN",
    parameters: [{"name": "revenue", "words": {"en": "revenue", "ru": "выручка (revenue)"}}, {"name": "cost_of_sales", "words": {"en": "cost_of_sales", "ru": "себестоимость (cost_of_sales)"}}],
    formula: (revenue, cost_of_sales) => requireThat(revenue >= 0, () => quotient(revenue - cost_of_sales, revenue), 0),
    denominators: [{ value: (revenue, cost_of_sales) => revenue, words: {"en": "revenue", "ru": "выручка"} }],
    unmet: [{"en": "GROSS_MARGIN: Revenue is negative, so the margin can't be calculated. Check the sign.", "ru": "GROSS_MARGIN: Выручка отрицательная, маржу посчитать нельзя. Проверьте знак."}],
  });
  kpis.ROMI = define({
    name: "ROMI",
    parameters: [{"name": "gross_profit", "words": {"en": "gross_profit", "ru": "валовая прибыль (gross_profit)"}}, {"name": "spend", "words": {"en": "spend", "ru": "расход (spend)"}}],
    formula: (gross_profit, spend) => (gross_profit - spend) / spend,
    denominators: [{ value: (gross_profit, spend) => spend, words: {"en": "spend", "ru": "расход"} }],
  });
  kpis.ROMI_MARGIN = define({
    name: "ROMI_MARGIN",
    parameters: [{"name": "revenue", "words": {"en": "revenue", "ru": "выручка (revenue)"}}, {"name": "margin", "words": {"en": "margin", "ru": "маржа (margin)"}, "low": 0, "high": 1, "limit": "share"}, {"name": "spend", "words": {"en": "spend", "ru": "расход (spend)"}}, {"name": "incremental", "words": {"en": "incremental", "ru": "доля дополнительных продаж (incremental)"}, "low": 0, "high": 1, "limit": "share", "optional": true, "default": 1}],
    formula: (revenue, margin, spend, incremental) => (revenue * incremental * margin - spend) / spend,
    denominators: [{ value: (revenue, margin, spend, incremental) => spend, words: {"en": "spend", "ru": "расход"} }],
  });
  kpis.ROI = define({
    name: "ROI",
    parameters: [{"name": "income", "words": {"en": "income", "ru": "доход (income)"}}, {"name": "investment", "words": {"en": "investment", "ru": "вложения (investment)"}}],
    formula: (income, investment) => (income - investment) / investment,
    denominators: [{ value: (income, investment) => investment, words: {"en": "investment", "ru": "вложения"} }],
  });
  kpis.ROAS = define({
    name: "ROAS",
    parameters: [{"name": "revenue", "words": {"en": "revenue", "ru": "выручка (revenue)"}}, {"name": "spend", "words": {"en": "spend", "ru": "расход (spend)"}}],
    formula: (revenue, spend) => revenue / spend,
    denominators: [{ value: (revenue, spend) => spend, words: {"en": "spend", "ru": "расход"} }],
  });
  kpis.DRR = define({
    name: "DRR",
    parameters: [{"name": "spend", "words": {"en": "spend", "ru": "расход (spend)"}}, {"name": "revenue", "words": {"en": "revenue", "ru": "выручка (revenue)"}}],
    formula: (spend, revenue) => spend / revenue,
    denominators: [{ value: (spend, revenue) => revenue, words: {"en": "revenue", "ru": "выручка"} }],
  });
  kpis.BREAKEVEN_ROAS = define({
    name: "BREAKEVEN_ROAS",
    parameters: [{"name": "margin", "words": {"en": "margin", "ru": "маржа (margin)"}, "low": 0, "high": 1, "limit": "share"}],
    formula: (margin) => 1 / margin,
    denominators: [{ value: (margin) => margin, words: {"en": "margin", "ru": "маржа"} }],
  });
  kpis.BREAKEVEN_CUSTOMERS = define({
    name: "BREAKEVEN_CUSTOMERS",
    parameters: [{"name": "spend", "words": {"en": "spend", "ru": "расход (spend)"}}, {"name": "profit_per_customer", "words": {"en": "profit_per_customer", "ru": "прибыль с клиента (profit_per_customer)"}}, {"name": "rounding", "words": {"en": "rounding", "ru": "округление (rounding)"}, "options": ["up", "nearest", "none"], "optional": true, "default": "up"}],
    formula: (spend, profit_per_customer, rounding) => requireThat(profit_per_customer >= 0, () => requireThat(spend >= 0, () => rounding === "up" ? roundUp(quotient(spend, profit_per_customer)) : rounding === "nearest" ? roundNearest(quotient(spend, profit_per_customer)) : quotient(spend, profit_per_customer), 1), 0),
    denominators: [{ value: (spend, profit_per_customer, rounding) => profit_per_customer, words: {"en": "profit per customer", "ru": "прибыль с клиента"} }],
    unmet: [{"en": "BREAKEVEN_CUSTOMERS: Each customer brings a loss: no number of them pays for the marketing.", "ru": "BREAKEVEN_CUSTOMERS: Каждый клиент приносит убыток: сколько бы их ни было, маркетинг не окупится."}, {"en": "BREAKEVEN_CUSTOMERS: the arguments must satisfy spend ≥ 0. Check them.", "ru": "BREAKEVEN_CUSTOMERS: должно выполняться условие расход ≥ 0. Проверьте аргументы."}],
  });
  kpis.UNIT_COST = define({
    name: "UNIT_COST",
    parameters: [{"name": "salary", "words": {"en": "salary", "ru": "зарплата (salary)"}}, {"name": "hours", "words": {"en": "hours", "ru": "часы (hours)"}, "low": 0, "limit": "negative"}, {"name": "hours_per_unit", "words": {"en": "hours_per_unit", "ru": "часов на услугу (hours_per_unit)"}, "low": 0, "limit": "negative"}, {"name": "overheads", "words": {"en": "overheads", "ru": "общие расходы (overheads)"}}, {"name": "materials", "words": {"en": "materials", "ru": "материалы (materials)"}}],
    formula: (salary, hours, hours_per_unit, overheads, materials) => (salary + overheads) / hours * hours_per_unit + materials,
    denominators: [{ value: (salary, hours, hours_per_unit, overheads, materials) => hours, words: {"en": "hours", "ru": "часы"} }],
  });
  kpis.WITHOUT_VAT = define({
    name: "WITHOUT_VAT",
    parameters: [{"name": "amount", "words": {"en": "amount", "ru": "сумма (amount)"}}, {"name": "vat_rate", "words": {"en": "vat_rate", "ru": "ставка НДС (vat_rate)"}, "low": 0, "high": 1, "limit": "share"}],
    formula: (amount, vat_rate) => amount / (1 + vat_rate),
    denominators: [{ value: (amount, vat_rate) => 1 + vat_rate, words: {"en": "1 + vat rate", "ru": "1 + ставка НДС"} }],
  });
  kpis.CPM = define({
    name: "CPM",
    parameters: [{"name": "spend", "words": {"en": "spend", "ru": "расход (spend)"}}, {"name": "impressions", "words": {"en": "impressions", "ru": "показы (impressions)"}, "low": 0, "limit": "negative"}],
    formula: (spend, impressions) => 1000 * spend / impressions,
    denominators: [{ value: (spend, impressions) => impressions, words: {"en": "impressions", "ru": "показы"} }],
  });
  kpis.CPC = define({
    name: "CPC",
    parameters: [{"name": "spend", "words": {"en": "spend", "ru": "расход (spend)"}}, {"name": "clicks", "words": {"en": "clicks", "ru": "клики (clicks)"}, "low": 0, "limit": "negative"}],
    formula: (spend, clicks) => spend / clicks,
    denominators: [{ value: (spend, clicks) => clicks, words: {"en": "clicks", "ru": "клики"} }],
  });
  kpis.CPL = define({
    name: "CPL",
    parameters: [{"name": "spend", "words": {"en": "spend", "ru": "расход (spend)"}}, {"name": "leads", "words": {"en": "leads", "ru": "заявки (leads)"}, "low": 0, "limit": "negative"}],
    formula: (spend, leads) => spend / leads,
    denominators: [{ value: (spend, leads) => leads, words: {"en": "leads", "ru": "заявки"} }],
  });
  kpis.CPA = define({
    name: "CPA",
    parameters: [{"name": "spend", "words": {"en": "spend", "ru": "расход (spend)"}}, {"name": "actions", "words": {"en": "actions", "ru": "действия (actions)"}, "low": 0, "limit": "negative"}],
    formula: (spend, actions) => spend / actions,
    denominators: [{ value: (spend, actions) => actions, words: {"en": "actions", "ru": "действия"} }],
  });
  kpis.CPO = define({
    name: "CPO",
    parameters: [{"name": "spend", "words": {"en": "spend", "ru": "расход (spend)"}}, {"name": "orders", "words": {"en": "orders", "ru": "заказы (orders)"}, "low": 0, "limit": "negative"}],
    formula: (spend, orders) => spend / orders,
    denominators: [{ value: (spend, orders) => orders, words: {"en": "orders", "ru": "заказы"} }],
  });
  kpis.CAC = define({
    name: "CAC",
    parameters: [{"name": "marketing_cost", "words": {"en": "marketing_cost", "ru": "расходы на маркетинг (marketing_cost)"}}, {"name": "sales_cost", "words": {"en": "sales_cost", "ru": "расходы на продажи (sales_cost)"}}, {"name": "new_customers", "words": {"en": "new_customers", "ru": "новые клиенты (new_customers)"}, "low": 0, "limit": "negative"}],
    formula: (marketing_cost, sales_cost, new_customers) => (marketing_cost + sales_cost) / new_customers,
    denominators: [{ value: (marketing_cost, sales_cost, new_customers) => new_customers, words: {"en": "new customers", "ru": "новые клиенты"} }],
  });
  kpis.CTR = define({
    name: "CTR",
    parameters: [{"name": "clicks", "words": {"en": "clicks", "ru": "клики (clicks)"}, "low": 0, "limit": "negative"}, {"name": "impressions", "words": {"en": "impressions", "ru": "показы (impressions)"}, "low": 0, "limit": "negative"}],
    formula: (clicks, impressions) => clicks / impressions,
    denominators: [{ value: (clicks, impressions) => impressions, words: {"en": "impressions", "ru": "показы"} }],
  });
  kpis.CONVERSION = define({
    name: "CONVERSION",
    parameters: [{"name": "successes", "words": {"en": "successes", "ru": "успехи (successes)"}, "low": 0, "limit": "negative"}, {"name": "attempts", "words": {"en": "attempts", "ru": "попытки (attempts)"}, "low": 0, "limit": "negative"}],
    formula: (successes, attempts) => successes / attempts,
    denominators: [{ value: (successes, attempts) => attempts, words: {"en": "attempts", "ru": "попытки"} }],
  });
  kpis.FUNNEL_RATE = define({
    name: "FUNNEL_RATE",
    parameters: [{"name": "rate", "words": {"en": "rate", "ru": "конверсия шага (rate)"}, "low": 0, "high": 1, "limit": "share"}, {"name": "more_rates", "words": {"en": "more_rates", "ru": "конверсии шагов (more_rates)"}, "low": 0, "high": 1, "limit": "share", "optional": true, "default": null, "repeats": true}],
    formula: (rate, ...more_rates) => more_rates.reduce((result, next) => result * next, rate),
    denominators: [],
  });
  kpis.TRAFFIC_PER_LEAD = define({
    name: "TRAFFIC_PER_LEAD",
    parameters: [{"name": "visits", "words": {"en": "visits", "ru": "визиты (visits)"}, "low": 0, "limit": "negative"}, {"name": "leads", "words": {"en": "leads", "ru": "заявки (leads)"}, "low": 0, "limit": "negative"}],
    formula: (visits, leads) => visits / leads,
    denominators: [{ value: (visits, leads) => leads, words: {"en": "leads", "ru": "заявки"} }],
  });
  kpis.DEAL_CYCLE = define({
    name: "DEAL_CYCLE",
    parameters: [{"name": "start_dates", "words": {"en": "start_dates", "ru": "даты начала (start_dates)"}, "low": 0, "limit": "negative", "whole": true}, {"name": "close_dates", "words": {"en": "close_dates", "ru": "даты закрытия (close_dates)"}, "low": 0, "limit": "negative", "whole": true}, {"name": "method", "words": {"en": "method", "ru": "способ (method)"}, "options": ["mean", "median"], "optional": true, "default": "mean"}],
    formula: (start_dates, close_dates, method) => requireThat(differences(close_dates, start_dates).filter((value) => value < -1e-09).length <= 0, () => method === "median" ? medianOf(differences(close_dates, start_dates)) : meanOf(differences(close_dates, start_dates)), 0),
    denominators: [{ value: (start_dates, close_dates, method) => differences(close_dates, start_dates).length, words: {"en": "number of close dates − start dates", "ru": "количество (даты закрытия − даты начала)"} }, { value: (start_dates, close_dates, method) => differences(close_dates, start_dates).length, words: {"en": "number of close dates − start dates", "ru": "количество (даты закрытия − даты начала)"} }],
    unmet: [{"en": "DEAL_CYCLE: A deal closed before it began. Check the dates.", "ru": "DEAL_CYCLE: Сделка закрыта раньше, чем началась. Проверьте даты."}],
  });
  kpis.SHARE_OF = define({
    name: "SHARE_OF",
    parameters: [{"name": "part", "words": {"en": "part", "ru": "часть (part)"}}, {"name": "whole", "words": {"en": "whole", "ru": "целое (whole)"}}],
    formula: (part, whole) => part / whole,
    denominators: [{ value: (part, whole) => whole, words: {"en": "whole", "ru": "целое"} }],
  });
  kpis.RETENTION = define({
    name: "RETENTION",
    parameters: [{"name": "customers_start", "words": {"en": "customers_start", "ru": "клиентов в начале (customers_start)"}, "low": 0, "limit": "negative"}, {"name": "customers_end", "words": {"en": "customers_end", "ru": "клиентов в конце (customers_end)"}, "low": 0, "limit": "negative"}, {"name": "new_customers", "words": {"en": "new_customers", "ru": "новые клиенты (new_customers)"}, "low": 0, "limit": "negative"}],
    formula: (customers_start, customers_end, new_customers) => requireThat(new_customers <= 1.000000000001 * customers_end, () => requireThat(quotient(customers_end - new_customers, customers_start) <= 1.000000000001, () => quotient(customers_end - new_customers, customers_start), 1), 0),
    denominators: [{ value: (customers_start, customers_end, new_customers) => customers_start, words: {"en": "customers start", "ru": "клиентов в начале"} }],
    unmet: [{"en": "RETENTION: the arguments must satisfy new customers ≤ customers end. Check them.", "ru": "RETENTION: должно выполняться условие новые клиенты ≤ клиентов в конце. Проверьте аргументы."}, {"en": "RETENTION: the arguments must satisfy (customers end − new customers) / customers start ≤ 1. Check them.", "ru": "RETENTION: должно выполняться условие (клиентов в конце − новые клиенты) / клиентов в начале ≤ 1. Проверьте аргументы."}],
  });
  kpis.CHURN = define({
    name: "CHURN",
    parameters: [{"name": "customers_start", "words": {"en": "customers_start", "ru": "клиентов в начале (customers_start)"}, "low": 0, "limit": "negative"}, {"name": "customers_end", "words": {"en": "customers_end", "ru": "клиентов в конце (customers_end)"}, "low": 0, "limit": "negative"}, {"name": "new_customers", "words": {"en": "new_customers", "ru": "новые клиенты (new_customers)"}, "low": 0, "limit": "negative", "optional": true, "default": 0}],
    formula: (customers_start, customers_end, new_customers) => requireThat(new_customers <= 1.000000000001 * customers_end, () => new_customers === 0 ? quotient(customers_start - (customers_end - new_customers), customers_start) : requireThat(quotient(customers_start - (customers_end - new_customers), customers_start) >= 0, () => quotient(customers_start - (customers_end - new_customers), customers_start), 1), 0),
    denominators: [{ value: (customers_start, customers_end, new_customers) => customers_start, words: {"en": "customers start", "ru": "клиентов в начале"} }],
    unmet: [{"en": "CHURN: the arguments must satisfy new customers ≤ customers end. Check them.", "ru": "CHURN: должно выполняться условие новые клиенты ≤ клиентов в конце. Проверьте аргументы."}, {"en": "CHURN: the arguments must satisfy (customers start − (customers end − new customers)) / customers start ≥ 0. Check them.", "ru": "CHURN: должно выполняться условие (клиентов в начале − (клиентов в конце − новые клиенты)) / клиентов в начале ≥ 0. Проверьте аргументы."}],
  });
  kpis.REPEAT_RATE = define({
    name: "REPEAT_RATE",
    parameters: [{"name": "repeat_customers", "words": {"en": "repeat_customers", "ru": "повторные покупатели (repeat_customers)"}, "low": 0, "limit": "negative"}, {"name": "customers", "words": {"en": "customers", "ru": "клиенты (customers)"}, "low": 0, "limit": "negative"}],
    formula: (repeat_customers, customers) => requireThat(quotient(repeat_customers, customers) <= 1.000000000001, () => quotient(repeat_customers, customers), 0),
    denominators: [{ value: (repeat_customers, customers) => customers, words: {"en": "customers", "ru": "клиенты"} }],
    unmet: [{"en": "REPEAT_RATE: the arguments must satisfy repeat customers / customers ≤ 1. Check them.", "ru": "REPEAT_RATE: должно выполняться условие повторные покупатели / клиенты ≤ 1. Проверьте аргументы."}],
  });
  kpis.PARTICIPATION_RATE = define({
    name: "PARTICIPATION_RATE",
    parameters: [{"name": "members", "words": {"en": "members", "ru": "участники (members)"}, "low": 0, "limit": "negative"}, {"name": "customers", "words": {"en": "customers", "ru": "клиенты (customers)"}, "low": 0, "limit": "negative"}],
    formula: (members, customers) => requireThat(quotient(members, customers) <= 1.000000000001, () => quotient(members, customers), 0),
    denominators: [{ value: (members, customers) => customers, words: {"en": "customers", "ru": "клиенты"} }],
    unmet: [{"en": "PARTICIPATION_RATE: the arguments must satisfy members / customers ≤ 1. Check them.", "ru": "PARTICIPATION_RATE: должно выполняться условие участники / клиенты ≤ 1. Проверьте аргументы."}],
  });
  kpis.REDEMPTION_RATE = define({
    name: "REDEMPTION_RATE",
    parameters: [{"name": "points_used", "words": {"en": "points_used", "ru": "потраченные баллы (points_used)"}, "low": 0, "limit": "negative"}, {"name": "points_issued", "words": {"en": "points_issued", "ru": "начисленные баллы (points_issued)"}, "low": 0, "limit": "negative"}],
    formula: (points_used, points_issued) => points_used / points_issued,
    denominators: [{ value: (points_used, points_issued) => points_issued, words: {"en": "points issued", "ru": "начисленные баллы"} }],
  });
  kpis.REACTIVATION_RATE = define({
    name: "REACTIVATION_RATE",
    parameters: [{"name": "returned", "words": {"en": "returned", "ru": "вернувшиеся (returned)"}, "low": 0, "limit": "negative"}, {"name": "lapsed", "words": {"en": "lapsed", "ru": "ушедшие (lapsed)"}, "low": 0, "limit": "negative"}],
    formula: (returned, lapsed) => requireThat(quotient(returned, lapsed) <= 1.000000000001, () => quotient(returned, lapsed), 0),
    denominators: [{ value: (returned, lapsed) => lapsed, words: {"en": "lapsed", "ru": "ушедшие"} }],
    unmet: [{"en": "REACTIVATION_RATE: the arguments must satisfy returned / lapsed ≤ 1. Check them.", "ru": "REACTIVATION_RATE: должно выполняться условие вернувшиеся / ушедшие ≤ 1. Проверьте аргументы."}],
  });
  kpis.NPS = define({
    name: "NPS",
    parameters: [{"name": "scores", "words": {"en": "scores", "ru": "оценки (scores)"}, "low": 0, "high": 10, "limit": "between", "whole": true, "skipsText": true}],
    formula: (scores) => quotient(100 * (scores.filter((value) => value >= 9).length - scores.filter((value) => value <= 6).length), scores.length),
    denominators: [{ value: (scores) => scores.length, words: {"en": "number of scores", "ru": "количество (оценки)"} }],
  });
  kpis.NPS_COUNTS = define({
    name: "NPS_COUNTS",
    parameters: [{"name": "promoters", "words": {"en": "promoters", "ru": "промоутеры (promoters)"}, "low": 0, "limit": "negative"}, {"name": "passives", "words": {"en": "passives", "ru": "нейтральные (passives)"}, "low": 0, "limit": "negative"}, {"name": "detractors", "words": {"en": "detractors", "ru": "недовольные (detractors)"}, "low": 0, "limit": "negative"}],
    formula: (promoters, passives, detractors) => 100 * (promoters - detractors) / (promoters + passives + detractors),
    denominators: [{ value: (promoters, passives, detractors) => promoters + passives + detractors, words: {"en": "promoters + passives + detractors", "ru": "промоутеры + нейтральные + недовольные"} }],
  });
  kpis.NPS_MARGIN = define({
    name: "NPS_MARGIN",
    parameters: [{"name": "promoters", "words": {"en": "promoters", "ru": "промоутеры (promoters)"}, "low": 0, "limit": "negative"}, {"name": "passives", "words": {"en": "passives", "ru": "нейтральные (passives)"}, "low": 0, "limit": "negative"}, {"name": "detractors", "words": {"en": "detractors", "ru": "недовольные (detractors)"}, "low": 0, "limit": "negative"}, {"name": "confidence", "words": {"en": "confidence", "ru": "доверительная вероятность (confidence)"}, "low": 0.01, "high": 0.999999, "limit": "between", "optional": true, "default": 0.95}, {"name": "method", "words": {"en": "method", "ru": "способ (method)"}, "options": ["adjusted", "wald"], "optional": true, "default": "adjusted"}],
    formula: (promoters, passives, detractors, confidence, method) => 100 * normalQuantile(quotient(1 + confidence, 2)) * rootOf(quotient(quotient(promoters + quotient(method === "adjusted" ? 3 : 0, 4), (promoters + passives + detractors) * (1 + quotient(method === "adjusted" ? 3 : 0, promoters + passives + detractors))) + quotient(detractors + quotient(method === "adjusted" ? 3 : 0, 4), (promoters + passives + detractors) * (1 + quotient(method === "adjusted" ? 3 : 0, promoters + passives + detractors))) - powerOf(quotient(promoters + quotient(method === "adjusted" ? 3 : 0, 4), (promoters + passives + detractors) * (1 + quotient(method === "adjusted" ? 3 : 0, promoters + passives + detractors))) - quotient(detractors + quotient(method === "adjusted" ? 3 : 0, 4), (promoters + passives + detractors) * (1 + quotient(method === "adjusted" ? 3 : 0, promoters + passives + detractors))), 2), (promoters + passives + detractors) * (1 + quotient(method === "adjusted" ? 3 : 0, promoters + passives + detractors)))),
    denominators: [{ value: (promoters, passives, detractors, confidence, method) => promoters + passives + detractors, words: {"en": "promoters + passives + detractors", "ru": "промоутеры + нейтральные + недовольные"} }, { value: (promoters, passives, detractors, confidence, method) => (promoters + passives + detractors) * (1 + quotient(method === "adjusted" ? 3 : 0, promoters + passives + detractors)), words: {"en": "(promoters + passives + detractors) × (1 + (3 if method = adjusted, otherwise 0) / (promoters + passives + detractors))", "ru": "(промоутеры + нейтральные + недовольные) × (1 + (3, если способ = adjusted, иначе 0) / (промоутеры + нейтральные + недовольные))"} }, { value: (promoters, passives, detractors, confidence, method) => quotient(promoters + quotient(method === "adjusted" ? 3 : 0, 4), (promoters + passives + detractors) * (1 + quotient(method === "adjusted" ? 3 : 0, promoters + passives + detractors))) - quotient(detractors + quotient(method === "adjusted" ? 3 : 0, 4), (promoters + passives + detractors) * (1 + quotient(method === "adjusted" ? 3 : 0, promoters + passives + detractors))), words: {"en": "(promoters + (3 if method = adjusted, otherwise 0) / 4) / ((promoters + passives + detractors) × (1 + (3 if method = adjusted, otherwise 0) / (promoters + passives + detractors))) − (detractors + (3 if method = adjusted, otherwise 0) / 4) / ((promoters + passives + detractors) × (1 + (3 if method = adjusted, otherwise 0) / (promoters + passives + detractors)))", "ru": "(промоутеры + (3, если способ = adjusted, иначе 0) / 4) / ((промоутеры + нейтральные + недовольные) × (1 + (3, если способ = adjusted, иначе 0) / (промоутеры + нейтральные + недовольные))) − (недовольные + (3, если способ = adjusted, иначе 0) / 4) / ((промоутеры + нейтральные + недовольные) × (1 + (3, если способ = adjusted, иначе 0) / (промоутеры + нейтральные + недовольные)))"} }],
  });
  kpis.CSAT = define({
    name: "CSAT",
    parameters: [{"name": "satisfied", "words": {"en": "satisfied", "ru": "довольные (satisfied)"}, "low": 0, "limit": "negative"}, {"name": "responses", "words": {"en": "responses", "ru": "ответы (responses)"}, "low": 0, "limit": "negative"}],
    formula: (satisfied, responses) => requireThat(quotient(satisfied, responses) <= 1.000000000001, () => quotient(satisfied, responses), 0),
    denominators: [{ value: (satisfied, responses) => responses, words: {"en": "responses", "ru": "ответы"} }],
    unmet: [{"en": "CSAT: the arguments must satisfy satisfied / responses ≤ 1. Check them.", "ru": "CSAT: должно выполняться условие довольные / ответы ≤ 1. Проверьте аргументы."}],
  });
  kpis.AOV = define({
    name: "AOV",
    parameters: [{"name": "revenue", "words": {"en": "revenue", "ru": "выручка (revenue)"}}, {"name": "orders", "words": {"en": "orders", "ru": "заказы (orders)"}, "low": 0, "limit": "negative"}],
    formula: (revenue, orders) => revenue / orders,
    denominators: [{ value: (revenue, orders) => orders, words: {"en": "orders", "ru": "заказы"} }],
  });
  kpis.PURCHASE_FREQUENCY = define({
    name: "PURCHASE_FREQUENCY",
    parameters: [{"name": "orders", "words": {"en": "orders", "ru": "заказы (orders)"}, "low": 0, "limit": "negative"}, {"name": "customers", "words": {"en": "customers", "ru": "клиенты (customers)"}, "low": 0, "limit": "negative"}],
    formula: (orders, customers) => orders / customers,
    denominators: [{ value: (orders, customers) => customers, words: {"en": "customers", "ru": "клиенты"} }],
  });
  kpis.LTV = define({
    name: "LTV",
    parameters: [{"name": "average_check", "words": {"en": "average_check", "ru": "средний чек (average_check)"}}, {"name": "purchases_per_year", "words": {"en": "purchases_per_year", "ru": "покупок в год (purchases_per_year)"}, "low": 0, "limit": "negative"}, {"name": "years", "words": {"en": "years", "ru": "годы (years)"}, "low": 0, "limit": "negative"}, {"name": "margin", "words": {"en": "margin", "ru": "маржа (margin)"}, "low": 0, "high": 1, "limit": "share", "optional": true, "default": 1}],
    formula: (average_check, purchases_per_year, years, margin) => average_check * purchases_per_year * years * margin,
    denominators: [],
  });
  kpis.LTV_CHURN = define({
    name: "LTV_CHURN",
    parameters: [{"name": "profit_per_period", "words": {"en": "profit_per_period", "ru": "прибыль за период (profit_per_period)"}}, {"name": "churn_rate", "words": {"en": "churn_rate", "ru": "доля оттока (churn_rate)"}, "low": 0, "high": 1, "limit": "share"}, {"name": "discount", "words": {"en": "discount", "ru": "дисконт (discount)"}, "low": 0, "high": 1, "limit": "share", "optional": true, "default": 0}, {"name": "periods", "words": {"en": "periods", "ru": "периоды (periods)"}, "low": 0, "limit": "negative", "optional": true, "default": null}, {"name": "first", "words": {"en": "first", "ru": "первый платёж (first)"}, "options": ["now", "later"], "optional": true, "default": "now"}],
    formula: (profit_per_period, churn_rate, discount, periods, first) => first === "now" ? (periods === null ? quotient(profit_per_period * (1 + discount), churn_rate + discount) : profit_per_period * (churn_rate + discount > 0 ? (1 + discount) * (quotient(quotient(2 * (settled(1 - churn_rate, 1) > 0 ? Math.tanh(periods * Math.atanh(quotient(churn_rate + discount, 2 + discount - churn_rate))) : periods > 0 ? 1 : 0), 1 + (settled(1 - churn_rate, 1) > 0 ? Math.tanh(periods * Math.atanh(quotient(churn_rate + discount, 2 + discount - churn_rate))) : periods > 0 ? 1 : 0)), churn_rate + discount)) : periods)) : quotient((periods === null ? quotient(profit_per_period * (1 + discount), churn_rate + discount) : profit_per_period * (churn_rate + discount > 0 ? (1 + discount) * (quotient(quotient(2 * (settled(1 - churn_rate, 1) > 0 ? Math.tanh(periods * Math.atanh(quotient(churn_rate + discount, 2 + discount - churn_rate))) : periods > 0 ? 1 : 0), 1 + (settled(1 - churn_rate, 1) > 0 ? Math.tanh(periods * Math.atanh(quotient(churn_rate + discount, 2 + discount - churn_rate))) : periods > 0 ? 1 : 0)), churn_rate + discount)) : periods)) * (1 - churn_rate), 1 + discount),
    denominators: [{ value: (profit_per_period, churn_rate, discount, periods, first) => churn_rate + discount, words: {"en": "churn rate + discount", "ru": "доля оттока + дисконт"}, leftOut: {"en": "periods", "ru": "периоды (periods)"} }, { value: (profit_per_period, churn_rate, discount, periods, first) => 2 + discount - churn_rate, words: {"en": "2 + discount − churn rate", "ru": "2 + дисконт − доля оттока"} }, { value: (profit_per_period, churn_rate, discount, periods, first) => 1 + (settled(1 - churn_rate, 1) > 0 ? Math.tanh(periods * Math.atanh(quotient(churn_rate + discount, 2 + discount - churn_rate))) : periods > 0 ? 1 : 0), words: {"en": "1 + (tanh(periods × artanh((churn rate + discount) / (2 + discount − churn rate))) if 1 − churn rate > 0, otherwise 1 if periods > 0, otherwise 0)", "ru": "1 + (tanh(периоды × artanh((доля оттока + дисконт) / (2 + дисконт − доля оттока))), если 1 − доля оттока > 0, иначе 1, если периоды > 0, иначе 0)"} }, { value: (profit_per_period, churn_rate, discount, periods, first) => 1 + discount, words: {"en": "1 + discount", "ru": "1 + дисконт"} }],
  });
  kpis.LIFETIME_ROMI = define({
    name: "LIFETIME_ROMI",
    parameters: [{"name": "ltv_profit", "words": {"en": "ltv_profit", "ru": "LTV по прибыли (ltv_profit)"}}, {"name": "customers", "words": {"en": "customers", "ru": "клиенты (customers)"}, "low": 0, "limit": "negative"}, {"name": "spend", "words": {"en": "spend", "ru": "расход (spend)"}}],
    formula: (ltv_profit, customers, spend) => (ltv_profit * customers - spend) / spend,
    denominators: [{ value: (ltv_profit, customers, spend) => spend, words: {"en": "spend", "ru": "расход"} }],
  });
  kpis.LTV_CAC = define({
    name: "LTV_CAC",
    parameters: [{"name": "lifetime_value", "words": {"en": "lifetime_value", "ru": "ценность клиента (lifetime_value)"}}, {"name": "acquisition_cost", "words": {"en": "acquisition_cost", "ru": "стоимость привлечения (acquisition_cost)"}}],
    formula: (lifetime_value, acquisition_cost) => requireThat(lifetime_value >= 0, () => requireThat(acquisition_cost >= 0, () => quotient(lifetime_value, acquisition_cost), 1), 0),
    denominators: [{ value: (lifetime_value, acquisition_cost) => acquisition_cost, words: {"en": "acquisition cost", "ru": "стоимость привлечения"} }],
    unmet: [{"en": "LTV_CAC: A customer who brings a loss never pays back.", "ru": "LTV_CAC: Клиент, который приносит убыток, не окупится никогда."}, {"en": "LTV_CAC: the arguments must satisfy acquisition cost ≥ 0. Check them.", "ru": "LTV_CAC: должно выполняться условие стоимость привлечения ≥ 0. Проверьте аргументы."}],
  });
  kpis.PAYBACK = define({
    name: "PAYBACK",
    parameters: [{"name": "acquisition_cost", "words": {"en": "acquisition_cost", "ru": "стоимость привлечения (acquisition_cost)"}}, {"name": "profit_per_month", "words": {"en": "profit_per_month", "ru": "прибыль в месяц (profit_per_month)"}}],
    formula: (acquisition_cost, profit_per_month) => requireThat(profit_per_month >= 0, () => requireThat(acquisition_cost >= 0, () => quotient(acquisition_cost, profit_per_month), 1), 0),
    denominators: [{ value: (acquisition_cost, profit_per_month) => profit_per_month, words: {"en": "profit per month", "ru": "прибыль в месяц"} }],
    unmet: [{"en": "PAYBACK: A customer who brings a loss never pays back.", "ru": "PAYBACK: Клиент, который приносит убыток, не окупится никогда."}, {"en": "PAYBACK: the arguments must satisfy acquisition cost ≥ 0. Check them.", "ru": "PAYBACK: должно выполняться условие стоимость привлечения ≥ 0. Проверьте аргументы."}],
  });
  kpis.CRV = define({
    name: "CRV",
    parameters: [{"name": "referred", "words": {"en": "referred", "ru": "приведённые (referred)"}, "low": 0, "limit": "negative"}, {"name": "profit_per_customer", "words": {"en": "profit_per_customer", "ru": "прибыль с клиента (profit_per_customer)"}}, {"name": "cac_saved", "words": {"en": "cac_saved", "ru": "сэкономленный CAC (cac_saved)"}}, {"name": "anyway", "words": {"en": "anyway", "ru": "пришли бы и так (anyway)"}, "low": 0, "high": 1, "limit": "share", "optional": true, "default": 0}, {"name": "reward", "words": {"en": "reward", "ru": "вознаграждение (reward)"}, "optional": true, "default": 0}],
    formula: (referred, profit_per_customer, cac_saved, anyway, reward) => referred * ((1 - anyway) * profit_per_customer + cac_saved - reward),
    denominators: [],
  });
  kpis.GROWTH_RATE = define({
    name: "GROWTH_RATE",
    parameters: [{"name": "current", "words": {"en": "current", "ru": "сейчас (current)"}}, {"name": "previous", "words": {"en": "previous", "ru": "раньше (previous)"}}],
    formula: (current, previous) => requireThat(previous >= 0, () => quotient(current, previous), 0) - 1,
    denominators: [{ value: (current, previous) => previous, words: {"en": "previous", "ru": "раньше"} }],
    unmet: [{"en": "GROWTH_RATE: the arguments must satisfy previous ≥ 0. Check them.", "ru": "GROWTH_RATE: должно выполняться условие раньше ≥ 0. Проверьте аргументы."}],
  });
  kpis.CAGR = define({
    name: "CAGR",
    parameters: [{"name": "begin_value", "words": {"en": "begin_value", "ru": "значение в начале (begin_value)"}}, {"name": "end_value", "words": {"en": "end_value", "ru": "значение в конце (end_value)"}}, {"name": "periods", "words": {"en": "periods", "ru": "периоды (periods)"}, "low": 0, "limit": "negative"}],
    formula: (begin_value, end_value, periods) => requireThat(begin_value >= 0, () => requireThat(end_value >= 0, () => powerOf(quotient(end_value, begin_value), quotient(1, periods)), 1), 0) - 1,
    denominators: [{ value: (begin_value, end_value, periods) => begin_value, words: {"en": "begin value", "ru": "значение в начале"} }, { value: (begin_value, end_value, periods) => periods, words: {"en": "periods", "ru": "периоды"} }, { value: (begin_value, end_value, periods) => quotient(end_value, begin_value), words: {"en": "end value / begin value", "ru": "значение в конце / значение в начале"} }],
    unmet: [{"en": "CAGR: the arguments must satisfy begin value ≥ 0. Check them.", "ru": "CAGR: должно выполняться условие значение в начале ≥ 0. Проверьте аргументы."}, {"en": "CAGR: the arguments must satisfy end value ≥ 0. Check them.", "ru": "CAGR: должно выполняться условие значение в конце ≥ 0. Проверьте аргументы."}],
  });
  kpis.BASE_REVENUE = define({
    name: "BASE_REVENUE",
    parameters: [{"name": "total_sales", "words": {"en": "total_sales", "ru": "все продажи (total_sales)"}}, {"name": "marketing_revenue", "words": {"en": "marketing_revenue", "ru": "продажи от маркетинга (marketing_revenue)"}}],
    formula: (total_sales, marketing_revenue) => total_sales - marketing_revenue,
    denominators: [],
  });
  kpis.TARGET_REVENUE = define({
    name: "TARGET_REVENUE",
    parameters: [{"name": "gross_profit", "words": {"en": "gross_profit", "ru": "валовая прибыль (gross_profit)"}}, {"name": "cost_share", "words": {"en": "cost_share", "ru": "доля издержек (cost_share)"}, "low": 0, "high": 1, "limit": "share"}],
    formula: (gross_profit, cost_share) => quotient(gross_profit, settled(1 - cost_share, 1)),
    denominators: [{ value: (gross_profit, cost_share) => settled(1 - cost_share, 1), words: {"en": "1 − cost share", "ru": "1 − доля издержек"} }],
  });
  kpis.TARGET_CUSTOMERS = define({
    name: "TARGET_CUSTOMERS",
    parameters: [{"name": "revenue", "words": {"en": "revenue", "ru": "выручка (revenue)"}}, {"name": "revenue_per_customer", "words": {"en": "revenue_per_customer", "ru": "выручка с клиента (revenue_per_customer)"}}, {"name": "rounding", "words": {"en": "rounding", "ru": "округление (rounding)"}, "options": ["up", "nearest", "none"], "optional": true, "default": "up"}],
    formula: (revenue, revenue_per_customer, rounding) => requireThat(revenue >= 0, () => requireThat(revenue_per_customer >= 0, () => rounding === "up" ? roundUp(quotient(revenue, revenue_per_customer)) : rounding === "nearest" ? roundNearest(quotient(revenue, revenue_per_customer)) : quotient(revenue, revenue_per_customer), 1), 0),
    denominators: [{ value: (revenue, revenue_per_customer, rounding) => revenue_per_customer, words: {"en": "revenue per customer", "ru": "выручка с клиента"} }],
    unmet: [{"en": "TARGET_CUSTOMERS: the arguments must satisfy revenue ≥ 0. Check them.", "ru": "TARGET_CUSTOMERS: должно выполняться условие выручка ≥ 0. Проверьте аргументы."}, {"en": "TARGET_CUSTOMERS: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "TARGET_CUSTOMERS: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}],
  });
  kpis.TARGET_LEADS = define({
    name: "TARGET_LEADS",
    parameters: [{"name": "customers", "words": {"en": "customers", "ru": "клиенты (customers)"}, "low": 0, "limit": "negative"}, {"name": "lead_to_sale", "words": {"en": "lead_to_sale", "ru": "конверсия в продажу (lead_to_sale)"}, "low": 0, "high": 1, "limit": "share"}, {"name": "rounding", "words": {"en": "rounding", "ru": "округление (rounding)"}, "options": ["up", "nearest", "none"], "optional": true, "default": "up"}],
    formula: (customers, lead_to_sale, rounding) => rounding === "up" ? roundUp(quotient(customers, lead_to_sale)) : rounding === "nearest" ? roundNearest(quotient(customers, lead_to_sale)) : quotient(customers, lead_to_sale),
    denominators: [{ value: (customers, lead_to_sale, rounding) => lead_to_sale, words: {"en": "lead to sale", "ru": "конверсия в продажу"} }],
  });
  kpis.TARGET_CLICKS = define({
    name: "TARGET_CLICKS",
    parameters: [{"name": "leads", "words": {"en": "leads", "ru": "заявки (leads)"}, "low": 0, "limit": "negative"}, {"name": "click_to_lead", "words": {"en": "click_to_lead", "ru": "конверсия в заявку (click_to_lead)"}, "low": 0, "high": 1, "limit": "share"}, {"name": "rounding", "words": {"en": "rounding", "ru": "округление (rounding)"}, "options": ["up", "nearest", "none"], "optional": true, "default": "up"}],
    formula: (leads, click_to_lead, rounding) => rounding === "up" ? roundUp(quotient(leads, click_to_lead)) : rounding === "nearest" ? roundNearest(quotient(leads, click_to_lead)) : quotient(leads, click_to_lead),
    denominators: [{ value: (leads, click_to_lead, rounding) => click_to_lead, words: {"en": "click to lead", "ru": "конверсия в заявку"} }],
  });
  kpis.MAX_CPO = define({
    name: "MAX_CPO",
    parameters: [{"name": "profit_per_customer", "words": {"en": "profit_per_customer", "ru": "прибыль с клиента (profit_per_customer)"}}, {"name": "target_romi", "words": {"en": "target_romi", "ru": "желаемый ROMI (target_romi)"}, "low": -1, "limit": "low", "optional": true, "default": 0}],
    formula: (profit_per_customer, target_romi) => quotient(profit_per_customer, settled(1 + target_romi, 1)),
    denominators: [{ value: (profit_per_customer, target_romi) => settled(1 + target_romi, 1), words: {"en": "1 + target romi", "ru": "1 + желаемый ROMI"} }],
  });
  kpis.MAX_CPL = define({
    name: "MAX_CPL",
    parameters: [{"name": "customer_cost", "words": {"en": "customer_cost", "ru": "стоимость клиента (customer_cost)"}, "low": 0, "limit": "negative"}, {"name": "lead_to_sale", "words": {"en": "lead_to_sale", "ru": "конверсия в продажу (lead_to_sale)"}, "low": 0, "high": 1, "limit": "share"}],
    formula: (customer_cost, lead_to_sale) => customer_cost * lead_to_sale,
    denominators: [],
  });
  kpis.MAX_CPC = define({
    name: "MAX_CPC",
    parameters: [{"name": "customer_cost", "words": {"en": "customer_cost", "ru": "стоимость клиента (customer_cost)"}, "low": 0, "limit": "negative"}, {"name": "lead_to_sale", "words": {"en": "lead_to_sale", "ru": "конверсия в продажу (lead_to_sale)"}, "low": 0, "high": 1, "limit": "share"}, {"name": "click_to_lead", "words": {"en": "click_to_lead", "ru": "конверсия в заявку (click_to_lead)"}, "low": 0, "high": 1, "limit": "share"}],
    formula: (customer_cost, lead_to_sale, click_to_lead) => customer_cost * lead_to_sale * click_to_lead,
    denominators: [],
  });
  kpis.REQUIRED_BUDGET = define({
    name: "REQUIRED_BUDGET",
    parameters: [{"name": "customers", "words": {"en": "customers", "ru": "клиенты (customers)"}, "low": 0, "limit": "negative"}, {"name": "click_cost", "words": {"en": "click_cost", "ru": "цена клика (click_cost)"}, "low": 0, "limit": "negative"}, {"name": "click_to_lead", "words": {"en": "click_to_lead", "ru": "конверсия в заявку (click_to_lead)"}, "low": 0, "high": 1, "limit": "share"}, {"name": "lead_to_sale", "words": {"en": "lead_to_sale", "ru": "конверсия в продажу (lead_to_sale)"}, "low": 0, "high": 1, "limit": "share"}],
    formula: (customers, click_cost, click_to_lead, lead_to_sale) => customers * click_cost / (click_to_lead * lead_to_sale),
    denominators: [{ value: (customers, click_cost, click_to_lead, lead_to_sale) => click_to_lead * lead_to_sale, words: {"en": "click to lead × lead to sale", "ru": "конверсия в заявку × конверсия в продажу"} }],
  });
  kpis.DECOMPOSE = tabulate({
    name: "DECOMPOSE",
    parameters: [{"name": "budget", "words": {"en": "budget", "ru": "бюджет (budget)"}}, {"name": "gross_profit", "words": {"en": "gross_profit", "ru": "валовая прибыль (gross_profit)"}}, {"name": "cost_share", "words": {"en": "cost_share", "ru": "доля издержек (cost_share)"}, "low": 0, "high": 1, "limit": "share"}, {"name": "revenue_per_customer", "words": {"en": "revenue_per_customer", "ru": "выручка с клиента (revenue_per_customer)"}}, {"name": "lead_to_sale", "words": {"en": "lead_to_sale", "ru": "конверсия в продажу (lead_to_sale)"}, "low": 0, "high": 1, "limit": "share"}, {"name": "click_to_lead", "words": {"en": "click_to_lead", "ru": "конверсия в заявку (click_to_lead)"}, "low": 0, "high": 1, "limit": "share"}, {"name": "rounding", "words": {"en": "rounding", "ru": "округление (rounding)"}, "options": ["up", "none", "seed"], "optional": true, "default": "up"}],
    layout: "down",
    said: {"en": {"figure": "Figure", "value": "Value", "scenario": "Scenario {number}", "formula": "Formula", "number": "No.", "total": "Total"}, "ru": {"figure": "Показатель", "value": "Значение", "scenario": "Сценарий {number}", "formula": "Формула", "number": "№", "total": "Итого"}},
    figures: [
      { key: "target_revenue", label: {"en": "Target revenue", "ru": "Целевой доход"}, words: {"up": {"en": "gross profit / (1 − cost share)", "ru": "валовая прибыль / (1 − доля издержек)"}, "none": {"en": "gross profit / (1 − cost share)", "ru": "валовая прибыль / (1 − доля издержек)"}, "seed": {"en": "gross profit / (1 − cost share)", "ru": "валовая прибыль / (1 − доля издержек)"}}, total: null, formula: (budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding) => quotient(gross_profit, settled(1 - cost_share, 1)), denominators: [{ value: (budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding) => settled(1 - cost_share, 1), words: {"en": "1 − cost share", "ru": "1 − доля издержек"} }] },
      { key: "customers", label: {"en": "Customers needed", "ru": "Клиентов нужно"}, words: {"up": {"en": "round up([Target revenue] / revenue per customer)", "ru": "округлить вверх([Целевой доход] / выручка с клиента)"}, "none": {"en": "[Target revenue] / revenue per customer", "ru": "[Целевой доход] / выручка с клиента"}, "seed": {"en": "round up([Target revenue] / revenue per customer)", "ru": "округлить вверх([Целевой доход] / выручка с клиента)"}}, total: null, formula: (budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding) => rounding === "none" ? requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 1), 0) : roundUp(requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 3), 2)), denominators: [{ value: (budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding) => settled(1 - cost_share, 1), words: {"en": "1 − cost share", "ru": "1 − доля издержек"} }, { value: (budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding) => revenue_per_customer, words: {"en": "revenue per customer", "ru": "выручка с клиента"} }], unmet: [{"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}] },
      { key: "cpo", label: {"en": "Target cost per customer (CPO)", "ru": "Целевая стоимость клиента (CPO)"}, words: {"up": {"en": "budget / [Customers needed]", "ru": "бюджет / [Клиентов нужно]"}, "none": {"en": "budget / [Customers needed]", "ru": "бюджет / [Клиентов нужно]"}, "seed": {"en": "round(budget / [Customers needed])", "ru": "округлить(бюджет / [Клиентов нужно])"}}, total: null, formula: (budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding) => rounding === "seed" ? roundNearest(requireThat(budget >= 0, () => quotient(budget, rounding === "none" ? requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 2), 1) : roundUp(requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 4), 3))), 0)) : requireThat(budget >= 0, () => quotient(budget, rounding === "none" ? requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 7), 6) : roundUp(requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 9), 8))), 5), denominators: [{ value: (budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding) => settled(1 - cost_share, 1), words: {"en": "1 − cost share", "ru": "1 − доля издержек"} }, { value: (budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding) => revenue_per_customer, words: {"en": "revenue per customer", "ru": "выручка с клиента"} }, { value: (budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding) => rounding === "none" ? requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 1), 0) : roundUp(requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 3), 2)), words: {"en": "gross profit / (1 − cost share) / revenue per customer if rounding = none, otherwise round up(gross profit / (1 − cost share) / revenue per customer)", "ru": "валовая прибыль / (1 − доля издержек) / выручка с клиента, если округление = none, иначе округлить вверх(валовая прибыль / (1 − доля издержек) / выручка с клиента)"} }], unmet: [{"en": "DECOMPOSE: the arguments must satisfy budget ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие бюджет ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy budget ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие бюджет ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}] },
      { key: "leads", label: {"en": "Leads needed", "ru": "Заявок нужно"}, words: {"up": {"en": "round up([Customers needed] / lead to sale)", "ru": "округлить вверх([Клиентов нужно] / конверсия в продажу)"}, "none": {"en": "[Customers needed] / lead to sale", "ru": "[Клиентов нужно] / конверсия в продажу"}, "seed": {"en": "[Customers needed] / lead to sale", "ru": "[Клиентов нужно] / конверсия в продажу"}}, total: null, formula: (budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding) => rounding === "up" ? roundUp(quotient(rounding === "none" ? requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 1), 0) : roundUp(requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 3), 2)), lead_to_sale)) : quotient(rounding === "none" ? requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 5), 4) : roundUp(requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 7), 6)), lead_to_sale), denominators: [{ value: (budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding) => settled(1 - cost_share, 1), words: {"en": "1 − cost share", "ru": "1 − доля издержек"} }, { value: (budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding) => revenue_per_customer, words: {"en": "revenue per customer", "ru": "выручка с клиента"} }, { value: (budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding) => lead_to_sale, words: {"en": "lead to sale", "ru": "конверсия в продажу"} }], unmet: [{"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}] },
      { key: "cpl", label: {"en": "Target cost per lead", "ru": "Целевая стоимость заявки"}, words: {"up": {"en": "budget / [Leads needed]", "ru": "бюджет / [Заявок нужно]"}, "none": {"en": "budget / [Leads needed]", "ru": "бюджет / [Заявок нужно]"}, "seed": {"en": "round([Target cost per customer (CPO)] × lead to sale)", "ru": "округлить([Целевая стоимость клиента (CPO)] × конверсия в продажу)"}}, total: null, formula: (budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding) => rounding === "seed" ? roundNearest((rounding === "seed" ? roundNearest(requireThat(budget >= 0, () => quotient(budget, rounding === "none" ? requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 2), 1) : roundUp(requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 4), 3))), 0)) : requireThat(budget >= 0, () => quotient(budget, rounding === "none" ? requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 7), 6) : roundUp(requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 9), 8))), 5)) * lead_to_sale) : requireThat(budget >= 0, () => quotient(budget, rounding === "up" ? roundUp(quotient(rounding === "none" ? requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 12), 11) : roundUp(requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 14), 13)), lead_to_sale)) : quotient(rounding === "none" ? requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 16), 15) : roundUp(requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 18), 17)), lead_to_sale)), 10), denominators: [{ value: (budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding) => settled(1 - cost_share, 1), words: {"en": "1 − cost share", "ru": "1 − доля издержек"} }, { value: (budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding) => revenue_per_customer, words: {"en": "revenue per customer", "ru": "выручка с клиента"} }, { value: (budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding) => rounding === "none" ? requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 1), 0) : roundUp(requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 3), 2)), words: {"en": "gross profit / (1 − cost share) / revenue per customer if rounding = none, otherwise round up(gross profit / (1 − cost share) / revenue per customer)", "ru": "валовая прибыль / (1 − доля издержек) / выручка с клиента, если округление = none, иначе округлить вверх(валовая прибыль / (1 − доля издержек) / выручка с клиента)"} }, { value: (budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding) => lead_to_sale, words: {"en": "lead to sale", "ru": "конверсия в продажу"} }, { value: (budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding) => rounding === "up" ? roundUp(quotient(rounding === "none" ? requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 5), 4) : roundUp(requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 7), 6)), lead_to_sale)) : quotient(rounding === "none" ? requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 9), 8) : roundUp(requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 11), 10)), lead_to_sale), words: {"en": "round up((gross profit / (1 − cost share) / revenue per customer if rounding = none, otherwise round up(gross profit / (1 − cost share) / revenue per customer)) / lead to sale) if rounding = up, otherwise (gross profit / (1 − cost share) / revenue per customer if rounding = none, otherwise round up(gross profit / (1 − cost share) / revenue per customer)) / lead to sale", "ru": "округлить вверх((валовая прибыль / (1 − доля издержек) / выручка с клиента, если округление = none, иначе округлить вверх(валовая прибыль / (1 − доля издержек) / выручка с клиента)) / конверсия в продажу), если округление = up, иначе (валовая прибыль / (1 − доля издержек) / выручка с клиента, если округление = none, иначе округлить вверх(валовая прибыль / (1 − доля издержек) / выручка с клиента)) / конверсия в продажу"} }], unmet: [{"en": "DECOMPOSE: the arguments must satisfy budget ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие бюджет ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy budget ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие бюджет ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy budget ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие бюджет ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}] },
      { key: "clicks", label: {"en": "Clicks needed", "ru": "Кликов нужно"}, words: {"up": {"en": "round up([Leads needed] / click to lead)", "ru": "округлить вверх([Заявок нужно] / конверсия в заявку)"}, "none": {"en": "[Leads needed] / click to lead", "ru": "[Заявок нужно] / конверсия в заявку"}, "seed": {"en": "[Leads needed] / click to lead", "ru": "[Заявок нужно] / конверсия в заявку"}}, total: null, formula: (budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding) => rounding === "up" ? roundUp(quotient(rounding === "up" ? roundUp(quotient(rounding === "none" ? requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 1), 0) : roundUp(requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 3), 2)), lead_to_sale)) : quotient(rounding === "none" ? requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 5), 4) : roundUp(requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 7), 6)), lead_to_sale), click_to_lead)) : quotient(rounding === "up" ? roundUp(quotient(rounding === "none" ? requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 9), 8) : roundUp(requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 11), 10)), lead_to_sale)) : quotient(rounding === "none" ? requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 13), 12) : roundUp(requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 15), 14)), lead_to_sale), click_to_lead), denominators: [{ value: (budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding) => settled(1 - cost_share, 1), words: {"en": "1 − cost share", "ru": "1 − доля издержек"} }, { value: (budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding) => revenue_per_customer, words: {"en": "revenue per customer", "ru": "выручка с клиента"} }, { value: (budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding) => lead_to_sale, words: {"en": "lead to sale", "ru": "конверсия в продажу"} }, { value: (budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding) => click_to_lead, words: {"en": "click to lead", "ru": "конверсия в заявку"} }], unmet: [{"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}] },
      { key: "cpc", label: {"en": "Maximum CPC", "ru": "Предельная цена клика"}, words: {"up": {"en": "budget / [Clicks needed]", "ru": "бюджет / [Кликов нужно]"}, "none": {"en": "budget / [Clicks needed]", "ru": "бюджет / [Кликов нужно]"}, "seed": {"en": "[Target cost per lead] × click to lead", "ru": "[Целевая стоимость заявки] × конверсия в заявку"}}, total: null, formula: (budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding) => rounding === "seed" ? (rounding === "seed" ? roundNearest((rounding === "seed" ? roundNearest(requireThat(budget >= 0, () => quotient(budget, rounding === "none" ? requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 2), 1) : roundUp(requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 4), 3))), 0)) : requireThat(budget >= 0, () => quotient(budget, rounding === "none" ? requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 7), 6) : roundUp(requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 9), 8))), 5)) * lead_to_sale) : requireThat(budget >= 0, () => quotient(budget, rounding === "up" ? roundUp(quotient(rounding === "none" ? requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 12), 11) : roundUp(requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 14), 13)), lead_to_sale)) : quotient(rounding === "none" ? requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 16), 15) : roundUp(requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 18), 17)), lead_to_sale)), 10)) * click_to_lead : requireThat(budget >= 0, () => quotient(budget, rounding === "up" ? roundUp(quotient(rounding === "up" ? roundUp(quotient(rounding === "none" ? requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 21), 20) : roundUp(requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 23), 22)), lead_to_sale)) : quotient(rounding === "none" ? requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 25), 24) : roundUp(requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 27), 26)), lead_to_sale), click_to_lead)) : quotient(rounding === "up" ? roundUp(quotient(rounding === "none" ? requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 29), 28) : roundUp(requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 31), 30)), lead_to_sale)) : quotient(rounding === "none" ? requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 33), 32) : roundUp(requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 35), 34)), lead_to_sale), click_to_lead)), 19), denominators: [{ value: (budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding) => settled(1 - cost_share, 1), words: {"en": "1 − cost share", "ru": "1 − доля издержек"} }, { value: (budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding) => revenue_per_customer, words: {"en": "revenue per customer", "ru": "выручка с клиента"} }, { value: (budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding) => rounding === "none" ? requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 1), 0) : roundUp(requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 3), 2)), words: {"en": "gross profit / (1 − cost share) / revenue per customer if rounding = none, otherwise round up(gross profit / (1 − cost share) / revenue per customer)", "ru": "валовая прибыль / (1 − доля издержек) / выручка с клиента, если округление = none, иначе округлить вверх(валовая прибыль / (1 − доля издержек) / выручка с клиента)"} }, { value: (budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding) => lead_to_sale, words: {"en": "lead to sale", "ru": "конверсия в продажу"} }, { value: (budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding) => rounding === "up" ? roundUp(quotient(rounding === "none" ? requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 5), 4) : roundUp(requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 7), 6)), lead_to_sale)) : quotient(rounding === "none" ? requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 9), 8) : roundUp(requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 11), 10)), lead_to_sale), words: {"en": "round up((gross profit / (1 − cost share) / revenue per customer if rounding = none, otherwise round up(gross profit / (1 − cost share) / revenue per customer)) / lead to sale) if rounding = up, otherwise (gross profit / (1 − cost share) / revenue per customer if rounding = none, otherwise round up(gross profit / (1 − cost share) / revenue per customer)) / lead to sale", "ru": "округлить вверх((валовая прибыль / (1 − доля издержек) / выручка с клиента, если округление = none, иначе округлить вверх(валовая прибыль / (1 − доля издержек) / выручка с клиента)) / конверсия в продажу), если округление = up, иначе (валовая прибыль / (1 − доля издержек) / выручка с клиента, если округление = none, иначе округлить вверх(валовая прибыль / (1 − доля издержек) / выручка с клиента)) / конверсия в продажу"} }, { value: (budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding) => click_to_lead, words: {"en": "click to lead", "ru": "конверсия в заявку"} }, { value: (budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding) => rounding === "up" ? roundUp(quotient(rounding === "up" ? roundUp(quotient(rounding === "none" ? requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 13), 12) : roundUp(requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 15), 14)), lead_to_sale)) : quotient(rounding === "none" ? requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 17), 16) : roundUp(requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 19), 18)), lead_to_sale), click_to_lead)) : quotient(rounding === "up" ? roundUp(quotient(rounding === "none" ? requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 21), 20) : roundUp(requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 23), 22)), lead_to_sale)) : quotient(rounding === "none" ? requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 25), 24) : roundUp(requireThat(quotient(gross_profit, settled(1 - cost_share, 1)) >= 0, () => requireThat(revenue_per_customer >= 0, () => quotient(quotient(gross_profit, settled(1 - cost_share, 1)), revenue_per_customer), 27), 26)), lead_to_sale), click_to_lead), words: {"en": "round up((round up((gross profit / (1 − cost share) / revenue per customer if rounding = none, otherwise round up(gross profit / (1 − cost share) / revenue per customer)) / lead to sale) if rounding = up, otherwise (gross profit / (1 − cost share) / revenue per customer if rounding = none, otherwise round up(gross profit / (1 − cost share) / revenue per customer)) / lead to sale) / click to lead) if rounding = up, otherwise (round up((gross profit / (1 − cost share) / revenue per customer if rounding = none, otherwise round up(gross profit / (1 − cost share) / revenue per customer)) / lead to sale) if rounding = up, otherwise (gross profit / (1 − cost share) / revenue per customer if rounding = none, otherwise round up(gross profit / (1 − cost share) / revenue per customer)) / lead to sale) / click to lead", "ru": "округлить вверх((округлить вверх((валовая прибыль / (1 − доля издержек) / выручка с клиента, если округление = none, иначе округлить вверх(валовая прибыль / (1 − доля издержек) / выручка с клиента)) / конверсия в продажу), если округление = up, иначе (валовая прибыль / (1 − доля издержек) / выручка с клиента, если округление = none, иначе округлить вверх(валовая прибыль / (1 − доля издержек) / выручка с клиента)) / конверсия в продажу) / конверсия в заявку), если округление = up, иначе (округлить вверх((валовая прибыль / (1 − доля издержек) / выручка с клиента, если округление = none, иначе округлить вверх(валовая прибыль / (1 − доля издержек) / выручка с клиента)) / конверсия в продажу), если округление = up, иначе (валовая прибыль / (1 − доля издержек) / выручка с клиента, если округление = none, иначе округлить вверх(валовая прибыль / (1 − доля издержек) / выручка с клиента)) / конверсия в продажу) / конверсия в заявку"} }], unmet: [{"en": "DECOMPOSE: the arguments must satisfy budget ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие бюджет ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy budget ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие бюджет ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy budget ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие бюджет ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy budget ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие бюджет ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy gross profit / (1 − cost share) ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие валовая прибыль / (1 − доля издержек) ≥ 0. Проверьте аргументы."}, {"en": "DECOMPOSE: the arguments must satisfy revenue per customer ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие выручка с клиента ≥ 0. Проверьте аргументы."}] },
      { key: "breakeven_cpc", label: {"en": "CPC at ROMI = 0", "ru": "Цена клика при ROMI = 0"}, words: {"up": {"en": "revenue per customer × (1 − cost share) × lead to sale × click to lead", "ru": "выручка с клиента × (1 − доля издержек) × конверсия в продажу × конверсия в заявку"}, "none": {"en": "revenue per customer × (1 − cost share) × lead to sale × click to lead", "ru": "выручка с клиента × (1 − доля издержек) × конверсия в продажу × конверсия в заявку"}, "seed": {"en": "revenue per customer × (1 − cost share) × lead to sale × click to lead", "ru": "выручка с клиента × (1 − доля издержек) × конверсия в продажу × конверсия в заявку"}}, total: null, formula: (budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding) => revenue_per_customer * (1 - cost_share) * lead_to_sale * click_to_lead, denominators: [] },
      { key: "romi", label: {"en": "Planned ROMI", "ru": "Плановый ROMI"}, words: {"up": {"en": "(gross profit − budget) / budget", "ru": "(валовая прибыль − бюджет) / бюджет"}, "none": {"en": "(gross profit − budget) / budget", "ru": "(валовая прибыль − бюджет) / бюджет"}, "seed": {"en": "(gross profit − budget) / budget", "ru": "(валовая прибыль − бюджет) / бюджет"}}, total: null, formula: (budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding) => requireThat(budget >= 0, () => quotient(gross_profit - budget, budget), 0), denominators: [{ value: (budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding) => budget, words: {"en": "budget", "ru": "бюджет"} }], unmet: [{"en": "DECOMPOSE: the arguments must satisfy budget ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие бюджет ≥ 0. Проверьте аргументы."}] },
      { key: "drr", label: {"en": "Planned ad cost share", "ru": "Плановый ДРР"}, words: {"up": {"en": "budget / [Target revenue]", "ru": "бюджет / [Целевой доход]"}, "none": {"en": "budget / [Target revenue]", "ru": "бюджет / [Целевой доход]"}, "seed": {"en": "budget / [Target revenue]", "ru": "бюджет / [Целевой доход]"}}, total: null, formula: (budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding) => requireThat(budget >= 0, () => quotient(budget, quotient(gross_profit, settled(1 - cost_share, 1))), 0), denominators: [{ value: (budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding) => settled(1 - cost_share, 1), words: {"en": "1 − cost share", "ru": "1 − доля издержек"} }, { value: (budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding) => quotient(gross_profit, settled(1 - cost_share, 1)), words: {"en": "gross profit / (1 − cost share)", "ru": "валовая прибыль / (1 − доля издержек)"} }], unmet: [{"en": "DECOMPOSE: the arguments must satisfy budget ≥ 0. Check them.", "ru": "DECOMPOSE: должно выполняться условие бюджет ≥ 0. Проверьте аргументы."}] }
    ],
  });
  kpis.BID_GRID = grid({
    name: "BID_GRID",
    cell: "MAX_CPC",
    order: ["single", "down", "across"],
    corner: {"en": "lead to sale ↓, click to lead →", "ru": "в продажу ↓, в заявку →"},
  });
  kpis.MEDIA_FORECAST = tabulate({
    name: "MEDIA_FORECAST",
    parameters: [{"name": "budget", "words": {"en": "budget", "ru": "бюджет (budget)"}}, {"name": "click_cost", "words": {"en": "click_cost", "ru": "цена клика (click_cost)"}, "low": 0, "limit": "negative"}, {"name": "click_to_lead", "words": {"en": "click_to_lead", "ru": "конверсия в заявку (click_to_lead)"}, "low": 0, "high": 1, "limit": "share"}, {"name": "lead_to_sale", "words": {"en": "lead_to_sale", "ru": "конверсия в продажу (lead_to_sale)"}, "low": 0, "high": 1, "limit": "share"}, {"name": "revenue_per_customer", "words": {"en": "revenue_per_customer", "ru": "выручка с клиента (revenue_per_customer)"}}, {"name": "margin", "words": {"en": "margin", "ru": "маржа (margin)"}, "low": 0, "high": 1, "limit": "share"}, {"name": "rounding", "words": {"en": "rounding", "ru": "округление (rounding)"}, "options": ["none", "up"], "optional": true, "default": "none"}],
    layout: "across",
    said: {"en": {"figure": "Figure", "value": "Value", "scenario": "Scenario {number}", "formula": "Formula", "number": "No.", "total": "Total"}, "ru": {"figure": "Показатель", "value": "Значение", "scenario": "Сценарий {number}", "formula": "Формула", "number": "№", "total": "Итого"}},
    figures: [
      { key: "budget", label: {"en": "Budget", "ru": "Бюджет"}, words: {"none": {"en": "budget", "ru": "бюджет"}, "up": {"en": "budget", "ru": "бюджет"}}, total: "sum", formula: (budget, click_cost, click_to_lead, lead_to_sale, revenue_per_customer, margin, rounding) => budget, denominators: [] },
      { key: "clicks", label: {"en": "Clicks", "ru": "Клики"}, words: {"none": {"en": "budget / click cost", "ru": "бюджет / цена клика"}, "up": {"en": "round up(budget / click cost)", "ru": "округлить вверх(бюджет / цена клика)"}}, total: "sum", formula: (budget, click_cost, click_to_lead, lead_to_sale, revenue_per_customer, margin, rounding) => rounding === "up" ? roundUp(requireThat(budget >= 0, () => quotient(budget, click_cost), 0)) : requireThat(budget >= 0, () => quotient(budget, click_cost), 1), denominators: [{ value: (budget, click_cost, click_to_lead, lead_to_sale, revenue_per_customer, margin, rounding) => click_cost, words: {"en": "click cost", "ru": "цена клика"} }], unmet: [{"en": "MEDIA_FORECAST: the arguments must satisfy budget ≥ 0. Check them.", "ru": "MEDIA_FORECAST: должно выполняться условие бюджет ≥ 0. Проверьте аргументы."}, {"en": "MEDIA_FORECAST: the arguments must satisfy budget ≥ 0. Check them.", "ru": "MEDIA_FORECAST: должно выполняться условие бюджет ≥ 0. Проверьте аргументы."}] },
      { key: "leads", label: {"en": "Leads", "ru": "Заявки"}, words: {"none": {"en": "[Clicks] × click to lead", "ru": "[Клики] × конверсия в заявку"}, "up": {"en": "round up(budget / click cost × click to lead)", "ru": "округлить вверх(бюджет / цена клика × конверсия в заявку)"}}, total: "sum", formula: (budget, click_cost, click_to_lead, lead_to_sale, revenue_per_customer, margin, rounding) => rounding === "up" ? roundUp(requireThat(budget >= 0, () => quotient(budget, click_cost), 0) * click_to_lead) : requireThat(budget >= 0, () => quotient(budget, click_cost), 1) * click_to_lead, denominators: [{ value: (budget, click_cost, click_to_lead, lead_to_sale, revenue_per_customer, margin, rounding) => click_cost, words: {"en": "click cost", "ru": "цена клика"} }], unmet: [{"en": "MEDIA_FORECAST: the arguments must satisfy budget ≥ 0. Check them.", "ru": "MEDIA_FORECAST: должно выполняться условие бюджет ≥ 0. Проверьте аргументы."}, {"en": "MEDIA_FORECAST: the arguments must satisfy budget ≥ 0. Check them.", "ru": "MEDIA_FORECAST: должно выполняться условие бюджет ≥ 0. Проверьте аргументы."}] },
      { key: "customers", label: {"en": "Customers", "ru": "Клиенты"}, words: {"none": {"en": "[Leads] × lead to sale", "ru": "[Заявки] × конверсия в продажу"}, "up": {"en": "round up(budget / click cost × click to lead × lead to sale)", "ru": "округлить вверх(бюджет / цена клика × конверсия в заявку × конверсия в продажу)"}}, total: "sum", formula: (budget, click_cost, click_to_lead, lead_to_sale, revenue_per_customer, margin, rounding) => rounding === "up" ? roundUp(requireThat(budget >= 0, () => quotient(budget, click_cost), 0) * click_to_lead * lead_to_sale) : requireThat(budget >= 0, () => quotient(budget, click_cost), 1) * click_to_lead * lead_to_sale, denominators: [{ value: (budget, click_cost, click_to_lead, lead_to_sale, revenue_per_customer, margin, rounding) => click_cost, words: {"en": "click cost", "ru": "цена клика"} }], unmet: [{"en": "MEDIA_FORECAST: the arguments must satisfy budget ≥ 0. Check them.", "ru": "MEDIA_FORECAST: должно выполняться условие бюджет ≥ 0. Проверьте аргументы."}, {"en": "MEDIA_FORECAST: the arguments must satisfy budget ≥ 0. Check them.", "ru": "MEDIA_FORECAST: должно выполняться условие бюджет ≥ 0. Проверьте аргументы."}] },
      { key: "cpl", label: {"en": "Cost per lead", "ru": "Стоимость заявки"}, words: {"none": {"en": "budget / [Leads]", "ru": "бюджет / [Заявки]"}, "up": {"en": "budget / (budget / click cost × click to lead)", "ru": "бюджет / (бюджет / цена клика × конверсия в заявку)"}}, total: {"kpi": "CPL", "first": "budget", "second": "leads"}, formula: (budget, click_cost, click_to_lead, lead_to_sale, revenue_per_customer, margin, rounding) => quotient(budget, requireThat(budget >= 0, () => quotient(budget, click_cost), 0) * click_to_lead), denominators: [{ value: (budget, click_cost, click_to_lead, lead_to_sale, revenue_per_customer, margin, rounding) => click_cost, words: {"en": "click cost", "ru": "цена клика"} }, { value: (budget, click_cost, click_to_lead, lead_to_sale, revenue_per_customer, margin, rounding) => requireThat(budget >= 0, () => quotient(budget, click_cost), 0) * click_to_lead, words: {"en": "budget / click cost × click to lead", "ru": "бюджет / цена клика × конверсия в заявку"} }], unmet: [{"en": "MEDIA_FORECAST: the arguments must satisfy budget ≥ 0. Check them.", "ru": "MEDIA_FORECAST: должно выполняться условие бюджет ≥ 0. Проверьте аргументы."}] },
      { key: "cpo", label: {"en": "Cost per customer", "ru": "Стоимость клиента"}, words: {"none": {"en": "budget / [Customers]", "ru": "бюджет / [Клиенты]"}, "up": {"en": "budget / (budget / click cost × click to lead × lead to sale)", "ru": "бюджет / (бюджет / цена клика × конверсия в заявку × конверсия в продажу)"}}, total: {"kpi": "CPO", "first": "budget", "second": "customers"}, formula: (budget, click_cost, click_to_lead, lead_to_sale, revenue_per_customer, margin, rounding) => quotient(budget, requireThat(budget >= 0, () => quotient(budget, click_cost), 0) * click_to_lead * lead_to_sale), denominators: [{ value: (budget, click_cost, click_to_lead, lead_to_sale, revenue_per_customer, margin, rounding) => click_cost, words: {"en": "click cost", "ru": "цена клика"} }, { value: (budget, click_cost, click_to_lead, lead_to_sale, revenue_per_customer, margin, rounding) => requireThat(budget >= 0, () => quotient(budget, click_cost), 0) * click_to_lead * lead_to_sale, words: {"en": "budget / click cost × click to lead × lead to sale", "ru": "бюджет / цена клика × конверсия в заявку × конверсия в продажу"} }], unmet: [{"en": "MEDIA_FORECAST: the arguments must satisfy budget ≥ 0. Check them.", "ru": "MEDIA_FORECAST: должно выполняться условие бюджет ≥ 0. Проверьте аргументы."}] },
      { key: "revenue", label: {"en": "Revenue", "ru": "Выручка"}, words: {"none": {"en": "[Customers] × revenue per customer", "ru": "[Клиенты] × выручка с клиента"}, "up": {"en": "budget / click cost × click to lead × lead to sale × revenue per customer", "ru": "бюджет / цена клика × конверсия в заявку × конверсия в продажу × выручка с клиента"}}, total: "sum", formula: (budget, click_cost, click_to_lead, lead_to_sale, revenue_per_customer, margin, rounding) => requireThat(budget >= 0, () => quotient(budget, click_cost), 0) * click_to_lead * lead_to_sale * revenue_per_customer, denominators: [{ value: (budget, click_cost, click_to_lead, lead_to_sale, revenue_per_customer, margin, rounding) => click_cost, words: {"en": "click cost", "ru": "цена клика"} }], unmet: [{"en": "MEDIA_FORECAST: the arguments must satisfy budget ≥ 0. Check them.", "ru": "MEDIA_FORECAST: должно выполняться условие бюджет ≥ 0. Проверьте аргументы."}] },
      { key: "gross_profit", label: {"en": "Gross profit", "ru": "Валовая прибыль"}, words: {"none": {"en": "[Revenue] × margin", "ru": "[Выручка] × маржа"}, "up": {"en": "[Revenue] × margin", "ru": "[Выручка] × маржа"}}, total: "sum", formula: (budget, click_cost, click_to_lead, lead_to_sale, revenue_per_customer, margin, rounding) => requireThat(budget >= 0, () => quotient(budget, click_cost), 0) * click_to_lead * lead_to_sale * revenue_per_customer * margin, denominators: [{ value: (budget, click_cost, click_to_lead, lead_to_sale, revenue_per_customer, margin, rounding) => click_cost, words: {"en": "click cost", "ru": "цена клика"} }], unmet: [{"en": "MEDIA_FORECAST: the arguments must satisfy budget ≥ 0. Check them.", "ru": "MEDIA_FORECAST: должно выполняться условие бюджет ≥ 0. Проверьте аргументы."}] },
      { key: "romi", label: {"en": "ROMI", "ru": "ROMI"}, words: {"none": {"en": "([Gross profit] − budget) / budget", "ru": "([Валовая прибыль] − бюджет) / бюджет"}, "up": {"en": "([Gross profit] − budget) / budget", "ru": "([Валовая прибыль] − бюджет) / бюджет"}}, total: {"kpi": "ROMI", "first": "gross_profit", "second": "budget"}, formula: (budget, click_cost, click_to_lead, lead_to_sale, revenue_per_customer, margin, rounding) => quotient(requireThat(budget >= 0, () => quotient(budget, click_cost), 0) * click_to_lead * lead_to_sale * revenue_per_customer * margin - budget, budget), denominators: [{ value: (budget, click_cost, click_to_lead, lead_to_sale, revenue_per_customer, margin, rounding) => click_cost, words: {"en": "click cost", "ru": "цена клика"} }, { value: (budget, click_cost, click_to_lead, lead_to_sale, revenue_per_customer, margin, rounding) => budget, words: {"en": "budget", "ru": "бюджет"} }], unmet: [{"en": "MEDIA_FORECAST: the arguments must satisfy budget ≥ 0. Check them.", "ru": "MEDIA_FORECAST: должно выполняться условие бюджет ≥ 0. Проверьте аргументы."}] },
      { key: "drr", label: {"en": "Ad cost share", "ru": "ДРР"}, words: {"none": {"en": "budget / [Revenue]", "ru": "бюджет / [Выручка]"}, "up": {"en": "budget / [Revenue]", "ru": "бюджет / [Выручка]"}}, total: {"kpi": "DRR", "first": "budget", "second": "revenue"}, formula: (budget, click_cost, click_to_lead, lead_to_sale, revenue_per_customer, margin, rounding) => quotient(budget, requireThat(budget >= 0, () => quotient(budget, click_cost), 0) * click_to_lead * lead_to_sale * revenue_per_customer), denominators: [{ value: (budget, click_cost, click_to_lead, lead_to_sale, revenue_per_customer, margin, rounding) => click_cost, words: {"en": "click cost", "ru": "цена клика"} }, { value: (budget, click_cost, click_to_lead, lead_to_sale, revenue_per_customer, margin, rounding) => requireThat(budget >= 0, () => quotient(budget, click_cost), 0) * click_to_lead * lead_to_sale * revenue_per_customer, words: {"en": "budget / click cost × click to lead × lead to sale × revenue per customer", "ru": "бюджет / цена клика × конверсия в заявку × конверсия в продажу × выручка с клиента"} }], unmet: [{"en": "MEDIA_FORECAST: the arguments must satisfy budget ≥ 0. Check them.", "ru": "MEDIA_FORECAST: должно выполняться условие бюджет ≥ 0. Проверьте аргументы."}] }
    ],
  });
  kpis.SMART_TARGET = define({
    name: "SMART_TARGET",
    parameters: [{"name": "baseline", "words": {"en": "baseline", "ru": "исходное значение (baseline)"}}, {"name": "growth", "words": {"en": "growth", "ru": "рост (growth)"}, "low": -1, "limit": "low"}],
    formula: (baseline, growth) => baseline * (1 + growth),
    denominators: [],
  });
  kpis.ATTAINMENT = define({
    name: "ATTAINMENT",
    parameters: [{"name": "fact", "words": {"en": "fact", "ru": "факт (fact)"}}, {"name": "plan", "words": {"en": "plan", "ru": "план (plan)"}}],
    formula: (fact, plan) => requireThat(plan >= 0, () => quotient(fact, plan), 0),
    denominators: [{ value: (fact, plan) => plan, words: {"en": "plan", "ru": "план"} }],
    unmet: [{"en": "ATTAINMENT: The plan is below 0: no share of it says how far it was met. Compare the amounts.", "ru": "ATTAINMENT: План меньше нуля: доля от него не скажет, насколько он выполнен. Сравните сами суммы."}],
  });
  kpis.RUN_RATE = define({
    name: "RUN_RATE",
    parameters: [{"name": "fact_to_date", "words": {"en": "fact_to_date", "ru": "факт на сегодня (fact_to_date)"}}, {"name": "elapsed_days", "words": {"en": "elapsed_days", "ru": "прошло дней (elapsed_days)"}, "low": 0, "limit": "negative"}, {"name": "total_days", "words": {"en": "total_days", "ru": "всего дней (total_days)"}, "low": 0, "limit": "negative"}],
    formula: (fact_to_date, elapsed_days, total_days) => requireThat(elapsed_days <= 1.000000000001 * total_days, () => quotient(fact_to_date, elapsed_days) * total_days, 0),
    denominators: [{ value: (fact_to_date, elapsed_days, total_days) => elapsed_days, words: {"en": "elapsed days", "ru": "прошло дней"} }],
    unmet: [{"en": "RUN_RATE: More days have passed than the period has. Check the days.", "ru": "RUN_RATE: Прошло больше дней, чем есть в периоде. Проверьте дни."}],
  });
  kpis.PACE = define({
    name: "PACE",
    parameters: [{"name": "spent", "words": {"en": "spent", "ru": "потрачено (spent)"}}, {"name": "budget", "words": {"en": "budget", "ru": "бюджет (budget)"}}, {"name": "elapsed_days", "words": {"en": "elapsed_days", "ru": "прошло дней (elapsed_days)"}, "low": 0, "limit": "negative"}, {"name": "total_days", "words": {"en": "total_days", "ru": "всего дней (total_days)"}, "low": 0, "limit": "negative"}],
    formula: (spent, budget, elapsed_days, total_days) => requireThat(elapsed_days <= 1.000000000001 * total_days, () => quotient(quotient(spent, budget), quotient(elapsed_days, total_days)), 0),
    denominators: [{ value: (spent, budget, elapsed_days, total_days) => budget, words: {"en": "budget", "ru": "бюджет"} }, { value: (spent, budget, elapsed_days, total_days) => total_days, words: {"en": "total days", "ru": "всего дней"} }, { value: (spent, budget, elapsed_days, total_days) => quotient(elapsed_days, total_days), words: {"en": "elapsed days / total days", "ru": "прошло дней / всего дней"} }],
    unmet: [{"en": "PACE: More days have passed than the period has. Check the days.", "ru": "PACE: Прошло больше дней, чем есть в периоде. Проверьте дни."}],
  });
  kpis.KPI_STATUS = define({
    name: "KPI_STATUS",
    parameters: [{"name": "fact", "words": {"en": "fact", "ru": "факт (fact)"}}, {"name": "plan", "words": {"en": "plan", "ru": "план (plan)"}}, {"name": "better", "words": {"en": "better", "ru": "лучше (better)"}, "options": ["higher", "lower"], "optional": true, "default": "higher"}, {"name": "tolerance", "words": {"en": "tolerance", "ru": "допуск (tolerance)"}, "low": 0, "high": 1, "limit": "share", "optional": true, "default": 0.1}],
    formula: (fact, plan, better, tolerance) => (better === "lower" ? fact <= plan + 1e-12 * Math.abs(plan) : fact >= plan - 1e-12 * Math.abs(plan)) ? "ok" : (better === "lower" ? fact <= plan + tolerance * Math.abs(plan) + 1e-12 * Math.abs(plan + tolerance * Math.abs(plan)) : fact >= plan - tolerance * Math.abs(plan) - 1e-12 * Math.abs(plan - tolerance * Math.abs(plan))) ? "warn" : "fail",
    denominators: [],
  });
  kpis.RATIO_OF_SUMS = define({
    name: "RATIO_OF_SUMS",
    parameters: [{"name": "numerators", "words": {"en": "numerators", "ru": "числители (numerators)"}, "whole": true}, {"name": "denominators", "words": {"en": "denominators", "ru": "знаменатели (denominators)"}, "whole": true}],
    formula: (numerators, denominators) => quotient(exactSum(numerators), settled(exactSum(denominators), sizeOf(denominators))),
    denominators: [{ value: (numerators, denominators) => settled(exactSum(denominators), sizeOf(denominators)), words: {"en": "sum of denominators", "ru": "сумма (знаменатели)"} }],
  });
  kpis.CONVERSION_BOUND = define({
    name: "CONVERSION_BOUND",
    parameters: [{"name": "successes", "words": {"en": "successes", "ru": "успехи (successes)"}, "low": 0, "limit": "negative"}, {"name": "attempts", "words": {"en": "attempts", "ru": "попытки (attempts)"}, "low": 0, "limit": "negative"}, {"name": "side", "words": {"en": "side", "ru": "сторона (side)"}, "options": ["low", "high"]}, {"name": "confidence", "words": {"en": "confidence", "ru": "доверительная вероятность (confidence)"}, "low": 0.01, "high": 0.999999, "limit": "between", "optional": true, "default": 0.95}],
    formula: (successes, attempts, side, confidence) => requireThat(successes <= 1.000000000001 * attempts, () => side === "low" ? quotient(powerOf(quotient(successes, attempts), 2), quotient(successes, attempts) + quotient(powerOf(normalQuantile(quotient(1 + confidence, 2)), 2), 2 * attempts) + normalQuantile(quotient(1 + confidence, 2)) * rootOf(quotient(quotient(successes, attempts) * (1 - quotient(successes, attempts)), attempts) + quotient(powerOf(normalQuantile(quotient(1 + confidence, 2)), 2), 4 * powerOf(attempts, 2)))) : 1 - quotient(powerOf(1 - quotient(successes, attempts), 2), 1 - quotient(successes, attempts) + quotient(powerOf(normalQuantile(quotient(1 + confidence, 2)), 2), 2 * attempts) + normalQuantile(quotient(1 + confidence, 2)) * rootOf(quotient(quotient(successes, attempts) * (1 - quotient(successes, attempts)), attempts) + quotient(powerOf(normalQuantile(quotient(1 + confidence, 2)), 2), 4 * powerOf(attempts, 2)))), 0),
    denominators: [{ value: (successes, attempts, side, confidence) => attempts, words: {"en": "attempts", "ru": "попытки"} }, { value: (successes, attempts, side, confidence) => quotient(successes, attempts), words: {"en": "successes / attempts", "ru": "успехи / попытки"} }, { value: (successes, attempts, side, confidence) => normalQuantile(quotient(1 + confidence, 2)), words: {"en": "z((1 + confidence) / 2)", "ru": "z((1 + доверительная вероятность) / 2)"} }, { value: (successes, attempts, side, confidence) => 2 * attempts, words: {"en": "2 × attempts", "ru": "2 × попытки"} }, { value: (successes, attempts, side, confidence) => 4 * powerOf(attempts, 2), words: {"en": "4 × attempts ^ 2", "ru": "4 × попытки ^ 2"} }, { value: (successes, attempts, side, confidence) => quotient(successes, attempts) + quotient(powerOf(normalQuantile(quotient(1 + confidence, 2)), 2), 2 * attempts) + normalQuantile(quotient(1 + confidence, 2)) * rootOf(quotient(quotient(successes, attempts) * (1 - quotient(successes, attempts)), attempts) + quotient(powerOf(normalQuantile(quotient(1 + confidence, 2)), 2), 4 * powerOf(attempts, 2))), words: {"en": "successes / attempts + z((1 + confidence) / 2) ^ 2 / (2 × attempts) + z((1 + confidence) / 2) × √(successes / attempts × (1 − successes / attempts) / attempts + z((1 + confidence) / 2) ^ 2 / (4 × attempts ^ 2))", "ru": "успехи / попытки + z((1 + доверительная вероятность) / 2) ^ 2 / (2 × попытки) + z((1 + доверительная вероятность) / 2) × √(успехи / попытки × (1 − успехи / попытки) / попытки + z((1 + доверительная вероятность) / 2) ^ 2 / (4 × попытки ^ 2))"} }, { value: (successes, attempts, side, confidence) => 1 - quotient(successes, attempts), words: {"en": "1 − successes / attempts", "ru": "1 − успехи / попытки"} }, { value: (successes, attempts, side, confidence) => 1 - quotient(successes, attempts) + quotient(powerOf(normalQuantile(quotient(1 + confidence, 2)), 2), 2 * attempts) + normalQuantile(quotient(1 + confidence, 2)) * rootOf(quotient(quotient(successes, attempts) * (1 - quotient(successes, attempts)), attempts) + quotient(powerOf(normalQuantile(quotient(1 + confidence, 2)), 2), 4 * powerOf(attempts, 2))), words: {"en": "1 − successes / attempts + z((1 + confidence) / 2) ^ 2 / (2 × attempts) + z((1 + confidence) / 2) × √(successes / attempts × (1 − successes / attempts) / attempts + z((1 + confidence) / 2) ^ 2 / (4 × attempts ^ 2))", "ru": "1 − успехи / попытки + z((1 + доверительная вероятность) / 2) ^ 2 / (2 × попытки) + z((1 + доверительная вероятность) / 2) × √(успехи / попытки × (1 − успехи / попытки) / попытки + z((1 + доверительная вероятность) / 2) ^ 2 / (4 × попытки ^ 2))"} }],
    unmet: [{"en": "CONVERSION_BOUND: the arguments must satisfy successes ≤ attempts. Check them.", "ru": "CONVERSION_BOUND: должно выполняться условие успехи ≤ попытки. Проверьте аргументы."}],
  });
  kpis.ROMI_BOUND = define({
    name: "ROMI_BOUND",
    parameters: [{"name": "gross_profit", "words": {"en": "gross_profit", "ru": "валовая прибыль (gross_profit)"}}, {"name": "spend", "words": {"en": "spend", "ru": "расход (spend)"}}, {"name": "customers", "words": {"en": "customers", "ru": "клиенты (customers)"}, "low": 0, "limit": "negative"}, {"name": "side", "words": {"en": "side", "ru": "сторона (side)"}, "options": ["low", "high"]}, {"name": "variation", "words": {"en": "variation", "ru": "разброс (variation)"}, "low": 0, "high": 4, "limit": "between", "optional": true, "default": 1.0}, {"name": "usual_profit", "words": {"en": "usual_profit", "ru": "обычная прибыль с клиента (usual_profit)"}, "optional": true, "default": null}, {"name": "minimum_customers", "words": {"en": "minimum_customers", "ru": "минимум клиентов (minimum_customers)"}, "low": 0, "limit": "negative", "optional": true, "default": 10}, {"name": "confidence", "words": {"en": "confidence", "ru": "доверительная вероятность (confidence)"}, "low": 0.01, "high": 0.999999, "limit": "between", "optional": true, "default": 0.95}],
    formula: (gross_profit, spend, customers, side, variation, usual_profit, minimum_customers, confidence) => requireThat(spend >= 0, () => requireThat(confidence >= 0.5, () => quotient(side === "low" ? (gross_profit > 0 ? (quotient(customers, 1 + powerOf(variation, 2)) > 0 ? gross_profit * (1 - quotient(1, 9 * (quotient(customers, 1 + powerOf(variation, 2)))) + quotient(-normalQuantile(confidence), 3 * rootOf(quotient(customers, 1 + powerOf(variation, 2)))) > 0 ? powerOf(1 - quotient(1, 9 * (quotient(customers, 1 + powerOf(variation, 2)))) + quotient(-normalQuantile(confidence), 3 * rootOf(quotient(customers, 1 + powerOf(variation, 2)))), 3) : 0) : 0) : gross_profit) : requireThat(minimum_customers >= 1, () => ((gross_profit > 0 ? gross_profit : 0) + (usual_profit === null ? requireThat((gross_profit > 0 ? customers : 0) >= 0.999999999999 * minimum_customers, () => (gross_profit > 0 ? customers : 0) > 0 ? quotient(gross_profit > 0 ? gross_profit : 0, gross_profit > 0 ? customers : 0) : 0, 3) : (gross_profit > 0 ? customers : 0) >= 3 * minimum_customers - 1e-12 * Math.abs(3 * minimum_customers) ? ((gross_profit > 0 ? customers : 0) > 0 ? quotient(gross_profit > 0 ? gross_profit : 0, gross_profit > 0 ? customers : 0) : 0) : requireThat(usual_profit > 0, () => usual_profit < ((gross_profit > 0 ? customers : 0) > 0 ? quotient(gross_profit > 0 ? gross_profit : 0, gross_profit > 0 ? customers : 0) : 0) - 1e-12 * Math.abs((gross_profit > 0 ? customers : 0) > 0 ? quotient(gross_profit > 0 ? gross_profit : 0, gross_profit > 0 ? customers : 0) : 0) ? ((gross_profit > 0 ? customers : 0) > 0 ? quotient(gross_profit > 0 ? gross_profit : 0, gross_profit > 0 ? customers : 0) : 0) : usual_profit, 4))) * (1 - quotient(1, 9 * (quotient((gross_profit > 0 ? customers : 0) + 1, 1 + quotient(powerOf(variation < 1 ? 2.25 * variation : variation < 2.25 ? 2.25 : variation, 2) * (gross_profit > 0 ? customers : 0), (gross_profit > 0 ? customers : 0) + 1)))) + quotient(normalQuantile(confidence), 3 * rootOf(quotient((gross_profit > 0 ? customers : 0) + 1, 1 + quotient(powerOf(variation < 1 ? 2.25 * variation : variation < 2.25 ? 2.25 : variation, 2) * (gross_profit > 0 ? customers : 0), (gross_profit > 0 ? customers : 0) + 1)))) > 0 ? powerOf(1 - quotient(1, 9 * (quotient((gross_profit > 0 ? customers : 0) + 1, 1 + quotient(powerOf(variation < 1 ? 2.25 * variation : variation < 2.25 ? 2.25 : variation, 2) * (gross_profit > 0 ? customers : 0), (gross_profit > 0 ? customers : 0) + 1)))) + quotient(normalQuantile(confidence), 3 * rootOf(quotient((gross_profit > 0 ? customers : 0) + 1, 1 + quotient(powerOf(variation < 1 ? 2.25 * variation : variation < 2.25 ? 2.25 : variation, 2) * (gross_profit > 0 ? customers : 0), (gross_profit > 0 ? customers : 0) + 1)))), 3) : 0), 2), spend) - 1, 1), 0),
    denominators: [{ value: (gross_profit, spend, customers, side, variation, usual_profit, minimum_customers, confidence) => variation, words: {"en": "variation", "ru": "разброс"} }, { value: (gross_profit, spend, customers, side, variation, usual_profit, minimum_customers, confidence) => 1 + powerOf(variation, 2), words: {"en": "1 + variation ^ 2", "ru": "1 + разброс ^ 2"} }, { value: (gross_profit, spend, customers, side, variation, usual_profit, minimum_customers, confidence) => 9 * (quotient(customers, 1 + powerOf(variation, 2))), words: {"en": "9 × (customers / (1 + variation ^ 2))", "ru": "9 × (клиенты / (1 + разброс ^ 2))"} }, { value: (gross_profit, spend, customers, side, variation, usual_profit, minimum_customers, confidence) => 3 * rootOf(quotient(customers, 1 + powerOf(variation, 2))), words: {"en": "3 × √(customers / (1 + variation ^ 2))", "ru": "3 × √(клиенты / (1 + разброс ^ 2))"} }, { value: (gross_profit, spend, customers, side, variation, usual_profit, minimum_customers, confidence) => 1 - quotient(1, 9 * (quotient(customers, 1 + powerOf(variation, 2)))) + quotient(-normalQuantile(confidence), 3 * rootOf(quotient(customers, 1 + powerOf(variation, 2)))), words: {"en": "1 − 1 / (9 × (customers / (1 + variation ^ 2))) + −z(confidence) / (3 × √(customers / (1 + variation ^ 2)))", "ru": "1 − 1 / (9 × (клиенты / (1 + разброс ^ 2))) + −z(доверительная вероятность) / (3 × √(клиенты / (1 + разброс ^ 2)))"} }, { value: (gross_profit, spend, customers, side, variation, usual_profit, minimum_customers, confidence) => gross_profit > 0 ? customers : 0, words: {"en": "customers if gross profit > 0, otherwise 0", "ru": "клиенты, если валовая прибыль > 0, иначе 0"}, leftOut: {"en": "usual_profit", "ru": "обычная прибыль с клиента (usual_profit)"} }, { value: (gross_profit, spend, customers, side, variation, usual_profit, minimum_customers, confidence) => variation < 1 ? 2.25 * variation : variation < 2.25 ? 2.25 : variation, words: {"en": "2.25 × variation if variation < 1, otherwise 2.25 if variation < 2.25, otherwise variation", "ru": "2,25 × разброс, если разброс < 1, иначе 2,25, если разброс < 2,25, иначе разброс"} }, { value: (gross_profit, spend, customers, side, variation, usual_profit, minimum_customers, confidence) => (gross_profit > 0 ? customers : 0) + 1, words: {"en": "(customers if gross profit > 0, otherwise 0) + 1", "ru": "(клиенты, если валовая прибыль > 0, иначе 0) + 1"} }, { value: (gross_profit, spend, customers, side, variation, usual_profit, minimum_customers, confidence) => 1 + quotient(powerOf(variation < 1 ? 2.25 * variation : variation < 2.25 ? 2.25 : variation, 2) * (gross_profit > 0 ? customers : 0), (gross_profit > 0 ? customers : 0) + 1), words: {"en": "1 + (2.25 × variation if variation < 1, otherwise 2.25 if variation < 2.25, otherwise variation) ^ 2 × (customers if gross profit > 0, otherwise 0) / ((customers if gross profit > 0, otherwise 0) + 1)", "ru": "1 + (2,25 × разброс, если разброс < 1, иначе 2,25, если разброс < 2,25, иначе разброс) ^ 2 × (клиенты, если валовая прибыль > 0, иначе 0) / ((клиенты, если валовая прибыль > 0, иначе 0) + 1)"} }, { value: (gross_profit, spend, customers, side, variation, usual_profit, minimum_customers, confidence) => 9 * (quotient((gross_profit > 0 ? customers : 0) + 1, 1 + quotient(powerOf(variation < 1 ? 2.25 * variation : variation < 2.25 ? 2.25 : variation, 2) * (gross_profit > 0 ? customers : 0), (gross_profit > 0 ? customers : 0) + 1))), words: {"en": "9 × (((customers if gross profit > 0, otherwise 0) + 1) / (1 + (2.25 × variation if variation < 1, otherwise 2.25 if variation < 2.25, otherwise variation) ^ 2 × (customers if gross profit > 0, otherwise 0) / ((customers if gross profit > 0, otherwise 0) + 1)))", "ru": "9 × (((клиенты, если валовая прибыль > 0, иначе 0) + 1) / (1 + (2,25 × разброс, если разброс < 1, иначе 2,25, если разброс < 2,25, иначе разброс) ^ 2 × (клиенты, если валовая прибыль > 0, иначе 0) / ((клиенты, если валовая прибыль > 0, иначе 0) + 1)))"} }, { value: (gross_profit, spend, customers, side, variation, usual_profit, minimum_customers, confidence) => 3 * rootOf(quotient((gross_profit > 0 ? customers : 0) + 1, 1 + quotient(powerOf(variation < 1 ? 2.25 * variation : variation < 2.25 ? 2.25 : variation, 2) * (gross_profit > 0 ? customers : 0), (gross_profit > 0 ? customers : 0) + 1))), words: {"en": "3 × √(((customers if gross profit > 0, otherwise 0) + 1) / (1 + (2.25 × variation if variation < 1, otherwise 2.25 if variation < 2.25, otherwise variation) ^ 2 × (customers if gross profit > 0, otherwise 0) / ((customers if gross profit > 0, otherwise 0) + 1)))", "ru": "3 × √(((клиенты, если валовая прибыль > 0, иначе 0) + 1) / (1 + (2,25 × разброс, если разброс < 1, иначе 2,25, если разброс < 2,25, иначе разброс) ^ 2 × (клиенты, если валовая прибыль > 0, иначе 0) / ((клиенты, если валовая прибыль > 0, иначе 0) + 1)))"} }, { value: (gross_profit, spend, customers, side, variation, usual_profit, minimum_customers, confidence) => 1 - quotient(1, 9 * (quotient((gross_profit > 0 ? customers : 0) + 1, 1 + quotient(powerOf(variation < 1 ? 2.25 * variation : variation < 2.25 ? 2.25 : variation, 2) * (gross_profit > 0 ? customers : 0), (gross_profit > 0 ? customers : 0) + 1)))) + quotient(normalQuantile(confidence), 3 * rootOf(quotient((gross_profit > 0 ? customers : 0) + 1, 1 + quotient(powerOf(variation < 1 ? 2.25 * variation : variation < 2.25 ? 2.25 : variation, 2) * (gross_profit > 0 ? customers : 0), (gross_profit > 0 ? customers : 0) + 1)))), words: {"en": "1 − 1 / (9 × (((customers if gross profit > 0, otherwise 0) + 1) / (1 + (2.25 × variation if variation < 1, otherwise 2.25 if variation < 2.25, otherwise variation) ^ 2 × (customers if gross profit > 0, otherwise 0) / ((customers if gross profit > 0, otherwise 0) + 1)))) + z(confidence) / (3 × √(((customers if gross profit > 0, otherwise 0) + 1) / (1 + (2.25 × variation if variation < 1, otherwise 2.25 if variation < 2.25, otherwise variation) ^ 2 × (customers if gross profit > 0, otherwise 0) / ((customers if gross profit > 0, otherwise 0) + 1))))", "ru": "1 − 1 / (9 × (((клиенты, если валовая прибыль > 0, иначе 0) + 1) / (1 + (2,25 × разброс, если разброс < 1, иначе 2,25, если разброс < 2,25, иначе разброс) ^ 2 × (клиенты, если валовая прибыль > 0, иначе 0) / ((клиенты, если валовая прибыль > 0, иначе 0) + 1)))) + z(доверительная вероятность) / (3 × √(((клиенты, если валовая прибыль > 0, иначе 0) + 1) / (1 + (2,25 × разброс, если разброс < 1, иначе 2,25, если разброс < 2,25, иначе разброс) ^ 2 × (клиенты, если валовая прибыль > 0, иначе 0) / ((клиенты, если валовая прибыль > 0, иначе 0) + 1))))"} }, { value: (gross_profit, spend, customers, side, variation, usual_profit, minimum_customers, confidence) => spend, words: {"en": "spend", "ru": "расход"} }],
    unmet: [{"en": "ROMI_BOUND: the arguments must satisfy spend ≥ 0. Check them.", "ru": "ROMI_BOUND: должно выполняться условие расход ≥ 0. Проверьте аргументы."}, {"en": "ROMI_BOUND: the arguments must satisfy confidence ≥ 0.5. Check them.", "ru": "ROMI_BOUND: должно выполняться условие доверительная вероятность ≥ 0,5. Проверьте аргументы."}, {"en": "ROMI_BOUND: the arguments must satisfy minimum customers ≥ 1. Check them.", "ru": "ROMI_BOUND: должно выполняться условие минимум клиентов ≥ 1. Проверьте аргументы."}, {"en": "ROMI_BOUND: the arguments must satisfy (customers if gross profit > 0, otherwise 0) ≥ minimum customers. Check them.", "ru": "ROMI_BOUND: должно выполняться условие (клиенты, если валовая прибыль > 0, иначе 0) ≥ минимум клиентов. Проверьте аргументы."}, {"en": "ROMI_BOUND: the arguments must satisfy usual profit > 0. Check them.", "ru": "ROMI_BOUND: должно выполняться условие обычная прибыль с клиента > 0. Проверьте аргументы."}],
  });
  kpis.PROP_TEST = define({
    name: "PROP_TEST",
    parameters: [{"name": "successes_one", "words": {"en": "successes_one", "ru": "успехи первой (successes_one)"}, "low": 0, "limit": "negative"}, {"name": "attempts_one", "words": {"en": "attempts_one", "ru": "попытки первой (attempts_one)"}, "low": 0, "limit": "negative"}, {"name": "successes_two", "words": {"en": "successes_two", "ru": "успехи второй (successes_two)"}, "low": 0, "limit": "negative"}, {"name": "attempts_two", "words": {"en": "attempts_two", "ru": "попытки второй (attempts_two)"}, "low": 0, "limit": "negative"}],
    formula: (successes_one, attempts_one, successes_two, attempts_two) => requireThat(successes_one <= 1.000000000001 * attempts_one, () => requireThat(successes_two <= 1.000000000001 * attempts_two, () => Math.abs(settled(quotient(successes_one, attempts_one) - quotient(successes_two, attempts_two), quotient(successes_one, attempts_one) + quotient(successes_two, attempts_two))) > 0 ? 2 * normalCdf(quotient(-Math.abs(settled(quotient(successes_one, attempts_one) - quotient(successes_two, attempts_two), quotient(successes_one, attempts_one) + quotient(successes_two, attempts_two))), rootOf(quotient(successes_one + successes_two, attempts_one + attempts_two) * (1 - quotient(successes_one + successes_two, attempts_one + attempts_two)) * (quotient(1, attempts_one) + quotient(1, attempts_two))))) : 1, 1), 0),
    denominators: [{ value: (successes_one, attempts_one, successes_two, attempts_two) => attempts_one, words: {"en": "attempts one", "ru": "попытки первой"} }, { value: (successes_one, attempts_one, successes_two, attempts_two) => attempts_two, words: {"en": "attempts two", "ru": "попытки второй"} }, { value: (successes_one, attempts_one, successes_two, attempts_two) => attempts_one + attempts_two, words: {"en": "attempts one + attempts two", "ru": "попытки первой + попытки второй"} }, { value: (successes_one, attempts_one, successes_two, attempts_two) => rootOf(quotient(successes_one + successes_two, attempts_one + attempts_two) * (1 - quotient(successes_one + successes_two, attempts_one + attempts_two)) * (quotient(1, attempts_one) + quotient(1, attempts_two))), words: {"en": "√((successes one + successes two) / (attempts one + attempts two) × (1 − (successes one + successes two) / (attempts one + attempts two)) × (1 / attempts one + 1 / attempts two))", "ru": "√((успехи первой + успехи второй) / (попытки первой + попытки второй) × (1 − (успехи первой + успехи второй) / (попытки первой + попытки второй)) × (1 / попытки первой + 1 / попытки второй))"} }],
    unmet: [{"en": "PROP_TEST: the arguments must satisfy successes one ≤ attempts one. Check them.", "ru": "PROP_TEST: должно выполняться условие успехи первой ≤ попытки первой. Проверьте аргументы."}, {"en": "PROP_TEST: the arguments must satisfy successes two ≤ attempts two. Check them.", "ru": "PROP_TEST: должно выполняться условие успехи второй ≤ попытки второй. Проверьте аргументы."}],
  });
  kpis.MIN_SAMPLE = define({
    name: "MIN_SAMPLE",
    parameters: [{"name": "baseline_rate", "words": {"en": "baseline_rate", "ru": "конверсия сейчас (baseline_rate)"}, "low": 0, "high": 1, "limit": "share"}, {"name": "uplift", "words": {"en": "uplift", "ru": "относительный рост (uplift)"}, "low": -1, "limit": "low"}, {"name": "confidence", "words": {"en": "confidence", "ru": "доверительная вероятность (confidence)"}, "low": 0.01, "high": 0.999999, "limit": "between", "optional": true, "default": 0.95}, {"name": "power", "words": {"en": "power", "ru": "мощность (power)"}, "low": 0.01, "high": 0.999999, "limit": "between", "optional": true, "default": 0.8}],
    formula: (baseline_rate, uplift, confidence, power) => requireThat(baseline_rate * (1 + uplift) <= 1.000000000001, () => roundUp(powerOf(quotient(normalQuantile(quotient(1 + confidence, 2)) * rootOf(2 * (quotient(baseline_rate + baseline_rate * (1 + uplift), 2)) * (1 - quotient(baseline_rate + baseline_rate * (1 + uplift), 2))) + normalQuantile(power) * rootOf(baseline_rate * (1 - baseline_rate) + baseline_rate * (1 + uplift) * (1 - baseline_rate * (1 + uplift))), baseline_rate * settled(uplift, 1)), 2)), 0),
    denominators: [{ value: (baseline_rate, uplift, confidence, power) => baseline_rate * settled(uplift, 1), words: {"en": "baseline rate × uplift", "ru": "конверсия сейчас × относительный рост"} }, { value: (baseline_rate, uplift, confidence, power) => quotient(normalQuantile(quotient(1 + confidence, 2)) * rootOf(2 * (quotient(baseline_rate + baseline_rate * (1 + uplift), 2)) * (1 - quotient(baseline_rate + baseline_rate * (1 + uplift), 2))) + normalQuantile(power) * rootOf(baseline_rate * (1 - baseline_rate) + baseline_rate * (1 + uplift) * (1 - baseline_rate * (1 + uplift))), baseline_rate * settled(uplift, 1)), words: {"en": "(z((1 + confidence) / 2) × √(2 × ((baseline rate + baseline rate × (1 + uplift)) / 2) × (1 − (baseline rate + baseline rate × (1 + uplift)) / 2)) + z(power) × √(baseline rate × (1 − baseline rate) + baseline rate × (1 + uplift) × (1 − baseline rate × (1 + uplift)))) / (baseline rate × uplift)", "ru": "(z((1 + доверительная вероятность) / 2) × √(2 × ((конверсия сейчас + конверсия сейчас × (1 + относительный рост)) / 2) × (1 − (конверсия сейчас + конверсия сейчас × (1 + относительный рост)) / 2)) + z(мощность) × √(конверсия сейчас × (1 − конверсия сейчас) + конверсия сейчас × (1 + относительный рост) × (1 − конверсия сейчас × (1 + относительный рост)))) / (конверсия сейчас × относительный рост)"} }],
    unmet: [{"en": "MIN_SAMPLE: the arguments must satisfy baseline rate × (1 + uplift) ≤ 1. Check them.", "ru": "MIN_SAMPLE: должно выполняться условие конверсия сейчас × (1 + относительный рост) ≤ 1. Проверьте аргументы."}],
  });
  kpis.MIN_CLICKS = define({
    name: "MIN_CLICKS",
    parameters: [{"name": "conversion_rate", "words": {"en": "conversion_rate", "ru": "ожидаемая конверсия (conversion_rate)"}, "low": 0, "high": 1, "limit": "share"}, {"name": "confidence", "words": {"en": "confidence", "ru": "доверительная вероятность (confidence)"}, "low": 0.01, "high": 0.999999, "limit": "between", "optional": true, "default": 0.95}],
    formula: (conversion_rate, confidence) => requireThat(conversion_rate < 0.999999999999, () => roundUp(quotient(logOf(1 - confidence), Math.log1p(-conversion_rate))), 0),
    denominators: [{ value: (conversion_rate, confidence) => Math.log1p(-conversion_rate), words: {"en": "ln(1 − conversion rate)", "ru": "ln(1 − ожидаемая конверсия)"} }],
    unmet: [{"en": "MIN_CLICKS: the arguments must satisfy conversion rate < 1. Check them.", "ru": "MIN_CLICKS: должно выполняться условие ожидаемая конверсия < 1. Проверьте аргументы."}],
  });
  kpis.MARGINAL_CPA = define({
    name: "MARGINAL_CPA",
    parameters: [{"name": "spend_before", "words": {"en": "spend_before", "ru": "расход до (spend_before)"}}, {"name": "conversions_before", "words": {"en": "conversions_before", "ru": "конверсий до (conversions_before)"}, "low": 0, "limit": "negative"}, {"name": "spend_after", "words": {"en": "spend_after", "ru": "расход после (spend_after)"}}, {"name": "conversions_after", "words": {"en": "conversions_after", "ru": "конверсий после (conversions_after)"}, "low": 0, "limit": "negative"}],
    formula: (spend_before, conversions_before, spend_after, conversions_after) => quotient(spend_after - spend_before, settled(conversions_after - conversions_before, conversions_after + conversions_before)),
    denominators: [{ value: (spend_before, conversions_before, spend_after, conversions_after) => settled(conversions_after - conversions_before, conversions_after + conversions_before), words: {"en": "conversions after − conversions before", "ru": "конверсий после − конверсий до"} }],
  });
  return kpis;
}
