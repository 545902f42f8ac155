/* The functions of sheetkpi for Google Sheets. Built by `sheetkpi build`; not to be edited. */

const SHEETKPI_ADDRESS = "";
const SHEETKPI_PREFIX = Object.freeze("");
const SHEETKPI_DEFINITIONS = Object.freeze("88ec87c40702fa04d08ff295c19383e4");
const SHEETKPI_ERRORS = Object.freeze({"#DIV/0!": "#DIV/0!", "#ДЕЛ/0!": "#DIV/0!", "#VALUE!": "#VALUE!", "#ЗНАЧ!": "#VALUE!", "#NUM!": "#NUM!", "#ЧИСЛО!": "#NUM!", "#N/A": "#N/A", "#Н/Д": "#N/A", "#NAME?": "#NAME?", "#ИМЯ?": "#NAME?", "#REF!": "#REF!", "#ССЫЛКА!": "#REF!", "#NULL!": "#NULL!", "#ПУСТО!": "#NULL!", "#SPILL!": "#SPILL!", "#ПЕРЕНОС!": "#SPILL!", "#CALC!": "#CALC!", "#ВЫЧИСЛ!": "#CALC!", "#FIELD!": "#FIELD!", "#ПОЛЕ!": "#FIELD!", "#BLOCKED!": "#BLOCKED!", "#БЛОКИРОВАНО!": "#BLOCKED!", "#CONNECT!": "#CONNECT!", "#СОЕДИНЕНИЕ!": "#CONNECT!", "#BUSY!": "#BUSY!", "#ЗАНЯТО!": "#BUSY!", "#UNKNOWN!": "#UNKNOWN!", "#НЕИЗВЕСТНО!": "#UNKNOWN!", "#GETTING_DATA": "#GETTING_DATA", "#ОЖИДАНИЕ_ДАННЫХ": "#GETTING_DATA", "#ERROR!": "#ERROR!", "#ОШИБКА!": "#ERROR!"});
const SHEETKPI_LANGUAGES = Object.freeze({"en": "en", "ru": "ru", "be": "ru", "kk": "ru", "uk": "ru"});
const SHEETKPI_TRIAL = Object.freeze({"call": {"function": "ROMI", "arguments": [100000, 50000]}, "value": 1.0});
const SHEETKPI_MESSAGES = Object.freeze({"arguments": {"en": "{function} takes these arguments: {call}.", "ru": "Аргументы функции {function}: {call}."}, "needsServer": {"en": "{function} needs a server. Set its address in SheetKPI → Settings.", "ru": "Для {function} нужен сервер. Укажите его адрес в меню SheetKPI → Настройки."}, "unreachable": {"en": "The server {address} isn't responding ({reason}). Try again, or check the address in SheetKPI → Settings.", "ru": "Сервер {address} не отвечает ({reason}). Попробуйте ещё раз или проверьте адрес в меню SheetKPI → Настройки."}, "keyMissing": {"en": "The server {address} requires a key. Ask its owner for one and enter it in SheetKPI → Settings.", "ru": "Серверу {address} нужен ключ. Получите его у владельца сервера и введите в меню SheetKPI → Настройки."}, "busy": {"en": "Too many requests to the server {address}. Wait a minute, then choose SheetKPI → Recalculate KPI formulas.", "ru": "Слишком много запросов к серверу {address}. Подождите минуту и выберите SheetKPI → Пересчитать формулы KPI."}, "keyRefused": {"en": "The server {address} rejected the key. Ask its owner for a valid key and enter it in SheetKPI → Settings.", "ru": "Сервер {address} не принял ключ. Получите действующий ключ у владельца сервера и введите его в меню SheetKPI → Настройки."}, "noServer": {"en": "{address} isn't a sheetkpi server. Check the address in SheetKPI → Settings.", "ru": "{address} — не сервер sheetkpi. Проверьте адрес в меню SheetKPI → Настройки."}, "failed": {"en": "The server {address} reported an error (code {code}). Try again later, or contact its owner.", "ru": "На сервере {address} произошла ошибка (код {code}). Попробуйте позже или сообщите владельцу сервера."}, "menuReference": {"en": "Functions…", "ru": "Функции…"}, "menuSettings": {"en": "Settings…", "ru": "Настройки…"}, "menuRecalculate": {"en": "Recalculate KPI formulas", "ru": "Пересчитать формулы KPI"}, "menuFreeze": {"en": "Convert selected KPI formulas to values", "ru": "Заменить выделенные формулы KPI значениями"}, "menuForecast": {"en": "Insert the forecast workbook", "ru": "Вставить прогноз и декомпозицию"}, "menuChannels": {"en": "Insert the channel comparison", "ru": "Вставить сравнение каналов"}, "templateNeedsServer": {"en": "Workbooks are loaded from a server. Set its address in SheetKPI → Settings, or download the file and open it here.", "ru": "Шаблоны загружаются с сервера. Укажите его адрес в меню SheetKPI → Настройки или скачайте файл и откройте его здесь."}, "templateTaken": {"en": "These sheets already exist: {sheets}. Rename or delete them, then insert the workbook again.", "ru": "Такие листы уже есть: {sheets}. Переименуйте или удалите их и вставьте шаблон снова."}, "recalculated": {"en": "Formulas recalculated: {count}", "ru": "Пересчитано формул: {count}"}, "frozen": {"en": "Formulas converted to values: {count}", "ru": "Формул заменено значениями: {count}"}, "noAddress": {"en": "No server is set. Functions with a formula are calculated in the sheet.", "ru": "Сервер не указан. Функции с формулой считаются прямо в таблице."}, "httpsOnly": {"en": "The address must begin with https://, for example https://kpi.example.com", "ru": "Адрес должен начинаться с https://, например https://kpi.example.com"}, "works": {"en": "{address} works. Settings saved.", "ru": "{address} отвечает. Настройки сохранены."}, "search": {"en": "Search: romi, cost, loyalty…", "ru": "Поиск: romi, стоимость, лояльность…"}, "insert": {"en": "Insert into the active cell", "ru": "Вставить в выбранную ячейку"}, "inserted": {"en": "Inserted.", "ru": "Вставлено."}, "nothingFound": {"en": "Nothing found. Try another word.", "ru": "Ничего не нашлось. Попробуйте другое слово."}, "address": {"en": "Server address", "ru": "Адрес сервера"}, "key": {"en": "Key", "ru": "Ключ"}, "keyKept": {"en": "A key is saved; leave this blank to keep it.", "ru": "Ключ сохранён; чтобы оставить его, ничего не вводите."}, "save": {"en": "Check and save", "ru": "Проверить и сохранить"}, "checking": {"en": "One moment…", "ru": "Минуту…"}, "editorsSee": {"en": "Anyone who can edit this spreadsheet can read the key, so use one that gives access to nothing else.", "ru": "Ключ виден всем, кто может редактировать эту таблицу. Используйте отдельный ключ, который больше ни к чему не даёт доступа."}, "tabFunctions": {"en": "Functions", "ru": "Функции"}, "tabSettings": {"en": "Settings", "ru": "Настройки"}, "failedCall": {"en": "Something went wrong: {reason}", "ru": "Что-то пошло не так: {reason}"}});
const SHEETKPI_CATALOGUE = Object.freeze({"PROFIT": {"required": 2, "most": 255, "printed": true, "call": {"en": "PROFIT(revenue, cost, [more costs…])", "ru": "PROFIT(выручка; затраты; [другие затраты…])"}, "summary": {"en": "Profit: revenue minus the costs you list.", "ru": "Прибыль: выручка за вычетом перечисленных затрат."}, "group": {"en": "Profitability", "ru": "Рентабельность"}, "formula": {"en": [["", "revenue − cost − more costs 1 − more costs 2"]], "ru": [["", "выручка − затраты − другие затраты 1 − другие затраты 2"]]}, "example": {"en": "=PROFIT(5000,1000)", "ru": "=PROFIT(5000;1000)"}}, "GROSS_MARGIN": {"required": 2, "most": 2, "printed": true, "call": {"en": "GROSS_MARGIN(revenue, cost of sales)", "ru": "GROSS_MARGIN(выручка; себестоимость)"}, "summary": {"en": "Gross margin: the share of revenue left after the cost of sales.", "ru": "Маржинальность (доля валовой прибыли): какая часть выручки остаётся после вычета себестоимости."}, "group": {"en": "Profitability", "ru": "Рентабельность"}, "formula": {"en": [["", "(revenue − cost of sales) / revenue"]], "ru": [["", "(выручка − себестоимость) / выручка"]]}, "example": {"en": "=GROSS_MARGIN(5000,1000)", "ru": "=GROSS_MARGIN(5000;1000)"}}, "ROMI": {"required": 2, "most": 2, "printed": true, "call": {"en": "ROMI(gross profit, spend)", "ru": "ROMI(валовая прибыль; расход)"}, "summary": {"en": "Return on marketing investment (on gross profit): net profit per unit of money spent; 1 is 100%.", "ru": "Рентабельность маркетинга (по валовой прибыли): сколько чистой прибыли приносит рубль рекламы; 1 — это 100 %."}, "group": {"en": "Profitability", "ru": "Рентабельность"}, "formula": {"en": [["", "(gross profit − spend) / spend"]], "ru": [["", "(валовая прибыль − расход) / расход"]]}, "example": {"en": "=ROMI(100000,50000)", "ru": "=ROMI(100000;50000)"}}, "ROMI_MARGIN": {"required": 3, "most": 4, "printed": true, "call": {"en": "ROMI_MARGIN(revenue, margin, spend, [incremental])", "ru": "ROMI_MARGIN(выручка; маржа; расход; [доля дополнительных продаж])"}, "summary": {"en": "ROMI from revenue, by margin and the share of additional sales: if you know revenue but not gross profit.", "ru": "ROMI от выручки через маржу и долю дополнительных продаж: когда известна выручка, а не валовая прибыль."}, "group": {"en": "Profitability", "ru": "Рентабельность"}, "formula": {"en": [["", "(revenue × incremental × margin − spend) / spend"]], "ru": [["", "(выручка × доля дополнительных продаж × маржа − расход) / расход"]]}, "example": {"en": "=ROMI_MARGIN(144000,0.7,50000)", "ru": "=ROMI_MARGIN(144000;0,7;50000)"}}, "ROI": {"required": 2, "most": 2, "printed": true, "call": {"en": "ROI(income, investment)", "ru": "ROI(доход; вложения)"}, "summary": {"en": "Return on investment: the same formula as ROMI, for any investment, not only marketing.", "ru": "Рентабельность инвестиций: та же формула, что у ROMI, но для любых вложений, не только маркетинга."}, "group": {"en": "Profitability", "ru": "Рентабельность"}, "formula": {"en": [["", "(income − investment) / investment"]], "ru": [["", "(доход − вложения) / вложения"]]}, "example": {"en": "=ROI(150000,100000)", "ru": "=ROI(150000;100000)"}}, "ROAS": {"required": 2, "most": 2, "printed": true, "call": {"en": "ROAS(revenue, spend)", "ru": "ROAS(выручка; расход)"}, "summary": {"en": "Return on ad spend: revenue per unit of money spent; not a profit.", "ru": "Окупаемость рекламных расходов: выручка на рубль рекламы; это ещё не прибыль."}, "group": {"en": "Profitability", "ru": "Рентабельность"}, "formula": {"en": [["", "revenue / spend"]], "ru": [["", "выручка / расход"]]}, "example": {"en": "=ROAS(144000,50000)", "ru": "=ROAS(144000;50000)"}}, "DRR": {"required": 2, "most": 2, "printed": true, "call": {"en": "DRR(spend, revenue)", "ru": "DRR(расход; выручка)"}, "summary": {"en": "Ad cost share (ДРР, ACoS): advertising spend as a share of revenue.", "ru": "ДРР — доля рекламных расходов (ACoS): какую часть выручки забирает реклама."}, "group": {"en": "Profitability", "ru": "Рентабельность"}, "formula": {"en": [["", "spend / revenue"]], "ru": [["", "расход / выручка"]]}, "example": {"en": "=DRR(15000,100000)", "ru": "=DRR(15000;100000)"}}, "BREAKEVEN_ROAS": {"required": 1, "most": 1, "printed": true, "call": {"en": "BREAKEVEN_ROAS(margin)", "ru": "BREAKEVEN_ROAS(маржа)"}, "summary": {"en": "Break-even ROAS: the revenue per unit of ad spend at which you neither earn nor lose.", "ru": "ROAS безубыточности: выручка на рубль рекламы, при которой вы ничего не зарабатываете и не теряете."}, "group": {"en": "Profitability", "ru": "Рентабельность"}, "formula": {"en": [["", "1 / margin"]], "ru": [["", "1 / маржа"]]}, "example": {"en": "=BREAKEVEN_ROAS(0.4)", "ru": "=BREAKEVEN_ROAS(0,4)"}}, "BREAKEVEN_CUSTOMERS": {"required": 2, "most": 3, "printed": true, "call": {"en": "BREAKEVEN_CUSTOMERS(spend, profit per customer, [rounding])", "ru": "BREAKEVEN_CUSTOMERS(расход; прибыль с клиента; [округление])"}, "summary": {"en": "Customers to break even: how many must buy for the marketing to pay for itself.", "ru": "Клиентов для окупаемости: сколько человек должны купить, чтобы маркетинг себя оправдал."}, "group": {"en": "Profitability", "ru": "Рентабельность"}, "formula": {"en": [["", "round up(spend / profit per customer)"]], "ru": [["", "округлить вверх(расход / прибыль с клиента)"]]}, "example": {"en": "=BREAKEVEN_CUSTOMERS(100000,4000)", "ru": "=BREAKEVEN_CUSTOMERS(100000;4000)"}}, "UNIT_COST": {"required": 5, "most": 5, "printed": true, "call": {"en": "UNIT_COST(salary, hours, hours per unit, overheads, materials)", "ru": "UNIT_COST(зарплата; часы; часов на услугу; общие расходы; материалы)"}, "summary": {"en": "Cost of a service: the hours it takes, with their share of the overheads, plus materials.", "ru": "Себестоимость услуги (процедуры): часы работы с их долей общих расходов и материалы."}, "group": {"en": "Profitability", "ru": "Рентабельность"}, "formula": {"en": [["", "(salary + overheads) / hours × hours per unit + materials"]], "ru": [["", "(зарплата + общие расходы) / часы × часов на услугу + материалы"]]}, "example": {"en": "=UNIT_COST(40000,160,1,18000,150)", "ru": "=UNIT_COST(40000;160;1;18000;150)"}}, "WITHOUT_VAT": {"required": 2, "most": 2, "printed": true, "call": {"en": "WITHOUT_VAT(amount, vat rate)", "ru": "WITHOUT_VAT(сумма; ставка НДС)"}, "summary": {"en": "Amount without VAT: for comparing spend and revenue on the same basis.", "ru": "Сумма без НДС: чтобы сравнивать расход и выручку на одной основе."}, "group": {"en": "Profitability", "ru": "Рентабельность"}, "formula": {"en": [["", "amount / (1 + vat rate)"]], "ru": [["", "сумма / (1 + ставка НДС)"]]}, "example": {"en": "=WITHOUT_VAT(61000,0.22)", "ru": "=WITHOUT_VAT(61000;0,22)"}}, "CPM": {"required": 2, "most": 2, "printed": true, "call": {"en": "CPM(spend, impressions)", "ru": "CPM(расход; показы)"}, "summary": {"en": "Cost per mille: the price of a thousand impressions.", "ru": "Цена тысячи показов: сколько стоит показать рекламу тысячу раз."}, "group": {"en": "Acquisition cost", "ru": "Стоимость привлечения"}, "formula": {"en": [["", "1000 × spend / impressions"]], "ru": [["", "1000 × расход / показы"]]}, "example": {"en": "=CPM(6000,150000)", "ru": "=CPM(6000;150000)"}}, "CPC": {"required": 2, "most": 2, "printed": true, "call": {"en": "CPC(spend, clicks)", "ru": "CPC(расход; клики)"}, "summary": {"en": "Cost per click: what one click cost.", "ru": "Цена клика: сколько стоил один клик."}, "group": {"en": "Acquisition cost", "ru": "Стоимость привлечения"}, "formula": {"en": [["", "spend / clicks"]], "ru": [["", "расход / клики"]]}, "example": {"en": "=CPC(50000,2400)", "ru": "=CPC(50000;2400)"}}, "CPL": {"required": 2, "most": 2, "printed": true, "call": {"en": "CPL(spend, leads)", "ru": "CPL(расход; заявки)"}, "summary": {"en": "Cost per lead: what one lead cost.", "ru": "Стоимость лида: сколько стоил один лид."}, "group": {"en": "Acquisition cost", "ru": "Стоимость привлечения"}, "formula": {"en": [["", "spend / leads"]], "ru": [["", "расход / заявки"]]}, "example": {"en": "=CPL(50000,240)", "ru": "=CPL(50000;240)"}}, "CPA": {"required": 2, "most": 2, "printed": true, "call": {"en": "CPA(spend, actions)", "ru": "CPA(расход; действия)"}, "summary": {"en": "Cost per action: what one request or other target action cost.", "ru": "Стоимость заявки / целевого действия: сколько стоила одна заявка или другое целевое действие."}, "group": {"en": "Acquisition cost", "ru": "Стоимость привлечения"}, "formula": {"en": [["", "spend / actions"]], "ru": [["", "расход / действия"]]}, "example": {"en": "=CPA(6000,30)", "ru": "=CPA(6000;30)"}}, "CPO": {"required": 2, "most": 2, "printed": true, "call": {"en": "CPO(spend, orders)", "ru": "CPO(расход; заказы)"}, "summary": {"en": "Cost per order (customer): the marketing cost of one sale.", "ru": "Стоимость заказа (клиента): сколько маркетинга ушло на одну продажу."}, "group": {"en": "Acquisition cost", "ru": "Стоимость привлечения"}, "formula": {"en": [["", "spend / orders"]], "ru": [["", "расход / заказы"]]}, "example": {"en": "=CPO(6000,6)", "ru": "=CPO(6000;6)"}}, "CAC": {"required": 3, "most": 3, "printed": true, "call": {"en": "CAC(marketing cost, sales cost, new customers)", "ru": "CAC(расходы на маркетинг; расходы на продажи; новые клиенты)"}, "summary": {"en": "Customer acquisition cost (marketing and sales): the full cost of one new customer.", "ru": "Стоимость привлечения клиента (маркетинг + продажи): во что обошёлся один новый клиент целиком."}, "group": {"en": "Acquisition cost", "ru": "Стоимость привлечения"}, "formula": {"en": [["", "(marketing cost + sales cost) / new customers"]], "ru": [["", "(расходы на маркетинг + расходы на продажи) / новые клиенты"]]}, "example": {"en": "=CAC(6000,3000,6)", "ru": "=CAC(6000;3000;6)"}}, "CTR": {"required": 2, "most": 2, "printed": true, "call": {"en": "CTR(clicks, impressions)", "ru": "CTR(клики; показы)"}, "summary": {"en": "CTR, click-through rate: the share of impressions that were clicked.", "ru": "CTR — кликабельность: какая доля показов закончилась кликом."}, "group": {"en": "Funnel and conversion", "ru": "Воронка и конверсия"}, "formula": {"en": [["", "clicks / impressions"]], "ru": [["", "клики / показы"]]}, "example": {"en": "=CTR(2400,96000)", "ru": "=CTR(2400;96000)"}}, "CONVERSION": {"required": 2, "most": 2, "printed": true, "call": {"en": "CONVERSION(successes, attempts)", "ru": "CONVERSION(успехи; попытки)"}, "summary": {"en": "Conversion: the share of one step of the funnel that reaches the next.", "ru": "Конверсия: какая доля одного шага воронки переходит на следующий."}, "group": {"en": "Funnel and conversion", "ru": "Воронка и конверсия"}, "formula": {"en": [["", "successes / attempts"]], "ru": [["", "успехи / попытки"]]}, "example": {"en": "=CONVERSION(6,30)", "ru": "=CONVERSION(6;30)"}}, "FUNNEL_RATE": {"required": 1, "most": 255, "printed": true, "call": {"en": "FUNNEL_RATE(rate, [more rates…])", "ru": "FUNNEL_RATE(конверсия шага; [конверсии шагов…])"}, "summary": {"en": "End-to-end conversion: the share of the first step that reaches the last.", "ru": "Сквозная конверсия: какая доля первого шага доходит до последнего."}, "group": {"en": "Funnel and conversion", "ru": "Воронка и конверсия"}, "formula": {"en": [["", "rate × more rates 1 × more rates 2"]], "ru": [["", "конверсия шага × конверсии шагов 1 × конверсии шагов 2"]]}, "example": {"en": "=FUNNEL_RATE(0.1,0.3)", "ru": "=FUNNEL_RATE(0,1;0,3)"}}, "TRAFFIC_PER_LEAD": {"required": 2, "most": 2, "printed": true, "call": {"en": "TRAFFIC_PER_LEAD(visits, leads)", "ru": "TRAFFIC_PER_LEAD(визиты; заявки)"}, "summary": {"en": "Traffic to leads: how many visits one lead takes.", "ru": "Соотношение трафика к лидам: сколько визитов нужно на один лид."}, "group": {"en": "Funnel and conversion", "ru": "Воронка и конверсия"}, "formula": {"en": [["", "visits / leads"]], "ru": [["", "визиты / заявки"]]}, "example": {"en": "=TRAFFIC_PER_LEAD(2400,240)", "ru": "=TRAFFIC_PER_LEAD(2400;240)"}}, "DEAL_CYCLE": {"required": 2, "most": 3, "printed": true, "call": {"en": "DEAL_CYCLE(start dates, close dates, [method])", "ru": "DEAL_CYCLE(даты начала; даты закрытия; [способ])"}, "summary": {"en": "Length of the deal cycle: the days from the beginning of a deal to its close.", "ru": "Длина цикла сделки: сколько дней проходит от начала сделки до её закрытия."}, "group": {"en": "Funnel and conversion", "ru": "Воронка и конверсия"}, "formula": {"en": [["", "mean of (a), where a = close dates − start dates"]], "ru": [["", "среднее (a), где a = даты закрытия − даты начала"]]}, "example": {"en": "=DEAL_CYCLE({46032;46054},{46053;46096})", "ru": "=DEAL_CYCLE({46032;46054};{46053;46096})"}}, "FUNNEL_TABLE": {"required": 2, "most": 4, "printed": false, "call": {"en": "FUNNEL_TABLE(stages, counts, [spend])", "ru": "FUNNEL_TABLE(шаги; количества; [расход])"}, "summary": {"en": "Funnel table: conversion, losses and unit cost of each stage.", "ru": "Таблица воронки: конверсия, потери и стоимость единицы на каждом шаге."}, "group": {"en": "Funnel and conversion", "ru": "Воронка и конверсия"}, "formula": {"en": [], "ru": []}, "example": {"en": "=FUNNEL_TABLE({\"Clicks\";\"Leads\";\"Customers\"},{2400;240;72},50000)", "ru": "=FUNNEL_TABLE({\"Clicks\";\"Leads\";\"Customers\"};{2400;240;72};50000)"}}, "SHARE_OF": {"required": 2, "most": 2, "printed": true, "call": {"en": "SHARE_OF(part, whole)", "ru": "SHARE_OF(часть; целое)"}, "summary": {"en": "Share of a whole: for organic traffic, social networks, reach, missed calls and the like.", "ru": "Доля (органика, соцсети, охват, пропущенные звонки…): какую часть целого составляет часть."}, "group": {"en": "Traffic mix", "ru": "Структура трафика"}, "formula": {"en": [["", "part / whole"]], "ru": [["", "часть / целое"]]}, "example": {"en": "=SHARE_OF(5500,10000)", "ru": "=SHARE_OF(5500;10000)"}}, "CHANNEL_MIX": {"required": 2, "most": 3, "printed": false, "call": {"en": "CHANNEL_MIX(channels, amounts)", "ru": "CHANNEL_MIX(каналы; значения)"}, "summary": {"en": "Channel mix: the share of each channel, largest first, with a running share.", "ru": "Структура по каналам: доля каждого, начиная с самого большого, с накоплением."}, "group": {"en": "Traffic mix", "ru": "Структура трафика"}, "formula": {"en": [], "ru": []}, "example": {"en": "=CHANNEL_MIX({\"Direct\";\"Search\";\"Social\"},{1500;5500;3000})", "ru": "=CHANNEL_MIX({\"Direct\";\"Search\";\"Social\"};{1500;5500;3000})"}}, "RETENTION": {"required": 3, "most": 3, "printed": true, "call": {"en": "RETENTION(customers start, customers end, new customers)", "ru": "RETENTION(клиентов в начале; клиентов в конце; новые клиенты)"}, "summary": {"en": "Customer retention rate (CRR): the share of the starting customers who stayed.", "ru": "Уровень удержания клиентов (CRR): какая доля клиентов, бывших в начале, осталась."}, "group": {"en": "Retention and loyalty", "ru": "Удержание и лояльность"}, "formula": {"en": [["", "a / customers start, where a = customers end − new customers"]], "ru": [["", "a / клиентов в начале, где a = клиентов в конце − новые клиенты"]]}, "example": {"en": "=RETENTION(500,520,40)", "ru": "=RETENTION(500;520;40)"}}, "CHURN": {"required": 2, "most": 3, "printed": true, "call": {"en": "CHURN(customers start, customers end, [new customers])", "ru": "CHURN(клиентов в начале; клиентов в конце; [новые клиенты])"}, "summary": {"en": "Customer churn (CCR): the share of the starting customers who left.", "ru": "Отток клиентов (CCR): какая доля клиентов, бывших в начале, ушла."}, "group": {"en": "Retention and loyalty", "ru": "Удержание и лояльность"}, "formula": {"en": [["", "a if new customers = 0, otherwise a, where a = (customers start − (customers end − new customers)) / customers start"]], "ru": [["", "a, если новые клиенты = 0, иначе a, где a = (клиентов в начале − (клиентов в конце − новые клиенты)) / клиентов в начале"]]}, "example": {"en": "=CHURN(500,480)", "ru": "=CHURN(500;480)"}}, "REPEAT_RATE": {"required": 2, "most": 2, "printed": true, "call": {"en": "REPEAT_RATE(repeat customers, customers)", "ru": "REPEAT_RATE(повторные покупатели; клиенты)"}, "summary": {"en": "Repeat purchase rate (RPR): the share of customers who bought more than once.", "ru": "Доля повторных покупателей (RPR): какая доля клиентов купила больше одного раза."}, "group": {"en": "Retention and loyalty", "ru": "Удержание и лояльность"}, "formula": {"en": [["", "repeat customers / customers"]], "ru": [["", "повторные покупатели / клиенты"]]}, "example": {"en": "=REPEAT_RATE(1500,10000)", "ru": "=REPEAT_RATE(1500;10000)"}}, "PARTICIPATION_RATE": {"required": 2, "most": 2, "printed": true, "call": {"en": "PARTICIPATION_RATE(members, customers)", "ru": "PARTICIPATION_RATE(участники; клиенты)"}, "summary": {"en": "Participation rate (PR): the share of customers who take part in the loyalty programme.", "ru": "Коэффициент участия (PR): какая доля клиентов участвует в программе лояльности."}, "group": {"en": "Retention and loyalty", "ru": "Удержание и лояльность"}, "formula": {"en": [["", "members / customers"]], "ru": [["", "участники / клиенты"]]}, "example": {"en": "=PARTICIPATION_RATE(2000,10000)", "ru": "=PARTICIPATION_RATE(2000;10000)"}}, "REDEMPTION_RATE": {"required": 2, "most": 2, "printed": true, "call": {"en": "REDEMPTION_RATE(points used, points issued)", "ru": "REDEMPTION_RATE(потраченные баллы; начисленные баллы)"}, "summary": {"en": "Redemption rate (RR): the share of issued bonus points that were spent.", "ru": "Коэффициент погашения (RR): какая доля начисленных баллов потрачена."}, "group": {"en": "Retention and loyalty", "ru": "Удержание и лояльность"}, "formula": {"en": [["", "points used / points issued"]], "ru": [["", "потраченные баллы / начисленные баллы"]]}, "example": {"en": "=REDEMPTION_RATE(1367,10000)", "ru": "=REDEMPTION_RATE(1367;10000)"}}, "REACTIVATION_RATE": {"required": 2, "most": 2, "printed": true, "call": {"en": "REACTIVATION_RATE(returned, lapsed)", "ru": "REACTIVATION_RATE(вернувшиеся; ушедшие)"}, "summary": {"en": "Reactivation rate: the share of lapsed customers who came back.", "ru": "Доля возвращённых клиентов: какая доля ушедших клиентов вернулась."}, "group": {"en": "Retention and loyalty", "ru": "Удержание и лояльность"}, "formula": {"en": [["", "returned / lapsed"]], "ru": [["", "вернувшиеся / ушедшие"]]}, "example": {"en": "=REACTIVATION_RATE(30,200)", "ru": "=REACTIVATION_RATE(30;200)"}}, "NPS": {"required": 1, "most": 1, "printed": true, "call": {"en": "NPS(scores)", "ru": "NPS(оценки)"}, "summary": {"en": "Net Promoter Score from scores of 0 to 10: percentage of promoters (9 and 10) minus percentage of detractors (0 to 6).", "ru": "NPS по оценкам 0–10: процент промоутеров (9 и 10) минус процент недовольных (от 0 до 6)."}, "group": {"en": "Retention and loyalty", "ru": "Удержание и лояльность"}, "formula": {"en": [["", "100 × (number of scores ≥ 9 − number of scores ≤ 6) / number of scores"]], "ru": [["", "100 × (количество (оценки ≥ 9) − количество (оценки ≤ 6)) / количество (оценки)"]]}, "example": {"en": "=NPS({10;9;9;8;7;7;6;3;10;5})", "ru": "=NPS({10;9;9;8;7;7;6;3;10;5})"}}, "NPS_COUNTS": {"required": 3, "most": 3, "printed": true, "call": {"en": "NPS_COUNTS(promoters, passives, detractors)", "ru": "NPS_COUNTS(промоутеры; нейтральные; недовольные)"}, "summary": {"en": "Net Promoter Score from counts of answers: percentage of promoters minus percentage of detractors.", "ru": "NPS по числу ответов: процент промоутеров минус процент недовольных."}, "group": {"en": "Retention and loyalty", "ru": "Удержание и лояльность"}, "formula": {"en": [["", "100 × (promoters − detractors) / (promoters + passives + detractors)"]], "ru": [["", "100 × (промоутеры − недовольные) / (промоутеры + нейтральные + недовольные)"]]}, "example": {"en": "=NPS_COUNTS(50,30,20)", "ru": "=NPS_COUNTS(50;30;20)"}}, "NPS_MARGIN": {"required": 3, "most": 5, "printed": true, "call": {"en": "NPS_MARGIN(promoters, passives, detractors, [confidence], [method])", "ru": "NPS_MARGIN(промоутеры; нейтральные; недовольные; [доверительная вероятность]; [способ])"}, "summary": {"en": "Margin of error of NPS, ±: how far the score of a sample may be from that of all customers.", "ru": "Погрешность NPS, ±: насколько оценка по выборке может отличаться от оценки всех клиентов."}, "group": {"en": "Retention and loyalty", "ru": "Удержание и лояльность"}, "formula": {"en": [["", "100 × z((1 + confidence) / 2) × √((c + d − (c − d) ^ 2) / b), where a = promoters + passives + detractors; b = a × (1 + 3 / a); c = (promoters + 0.75) / b; d = (detractors + 0.75) / b"]], "ru": [["", "100 × z((1 + доверительная вероятность) / 2) × √((c + d − (c − d) ^ 2) / b), где a = промоутеры + нейтральные + недовольные; b = a × (1 + 3 / a); c = (промоутеры + 0,75) / b; d = (недовольные + 0,75) / b"]]}, "example": {"en": "=NPS_MARGIN(50,30,20)", "ru": "=NPS_MARGIN(50;30;20)"}}, "CSAT": {"required": 2, "most": 2, "printed": true, "call": {"en": "CSAT(satisfied, responses)", "ru": "CSAT(довольные; ответы)"}, "summary": {"en": "Customer satisfaction: the share of “satisfied” answers.", "ru": "Удовлетворённость клиентов: какая доля ответов — «доволен»."}, "group": {"en": "Retention and loyalty", "ru": "Удержание и лояльность"}, "formula": {"en": [["", "satisfied / responses"]], "ru": [["", "довольные / ответы"]]}, "example": {"en": "=CSAT(84,100)", "ru": "=CSAT(84;100)"}}, "AOV": {"required": 2, "most": 2, "printed": true, "call": {"en": "AOV(revenue, orders)", "ru": "AOV(выручка; заказы)"}, "summary": {"en": "Average order value: revenue per order.", "ru": "Средний чек: выручка одного заказа."}, "group": {"en": "Lifetime value and referral", "ru": "Ценность клиента и рекомендации"}, "formula": {"en": [["", "revenue / orders"]], "ru": [["", "выручка / заказы"]]}, "example": {"en": "=AOV(144000,72)", "ru": "=AOV(144000;72)"}}, "PURCHASE_FREQUENCY": {"required": 2, "most": 2, "printed": true, "call": {"en": "PURCHASE_FREQUENCY(orders, customers)", "ru": "PURCHASE_FREQUENCY(заказы; клиенты)"}, "summary": {"en": "Purchase frequency: orders per customer in the period.", "ru": "Частота покупок: сколько заказов сделал один клиент за период."}, "group": {"en": "Lifetime value and referral", "ru": "Ценность клиента и рекомендации"}, "formula": {"en": [["", "orders / customers"]], "ru": [["", "заказы / клиенты"]]}, "example": {"en": "=PURCHASE_FREQUENCY(360,72)", "ru": "=PURCHASE_FREQUENCY(360;72)"}}, "LTV": {"required": 3, "most": 4, "printed": true, "call": {"en": "LTV(average check, purchases per year, years, [margin])", "ru": "LTV(средний чек; покупок в год; годы; [маржа])"}, "summary": {"en": "Lifetime value of a customer: what one customer brings over all years.", "ru": "Пожизненная ценность клиента: сколько принесёт один клиент за все годы."}, "group": {"en": "Lifetime value and referral", "ru": "Ценность клиента и рекомендации"}, "formula": {"en": [["", "average check × purchases per year × years × margin"]], "ru": [["", "средний чек × покупок в год × годы × маржа"]]}, "example": {"en": "=LTV(1200,12,5)", "ru": "=LTV(1200;12;5)"}}, "LTV_CHURN": {"required": 2, "most": 5, "printed": true, "call": {"en": "LTV_CHURN(profit per period, churn rate, [discount], [periods], [first])", "ru": "LTV_CHURN(прибыль за период; доля оттока; [дисконт]; [периоды]; [первый платёж])"}, "summary": {"en": "LTV through churn: discounted profit from one customer, allowing for churn.", "ru": "LTV через отток: прибыль с одного клиента с учётом оттока и дисконта."}, "group": {"en": "Lifetime value and referral", "ru": "Ценность клиента и рекомендации"}, "formula": {"en": [["", "profit per period × (1 + discount) / (churn rate + discount)"]], "ru": [["", "прибыль за период × (1 + дисконт) / (доля оттока + дисконт)"]]}, "example": {"en": "=LTV_CHURN(500,0.05)", "ru": "=LTV_CHURN(500;0,05)"}}, "LIFETIME_ROMI": {"required": 3, "most": 3, "printed": true, "call": {"en": "LIFETIME_ROMI(ltv profit, customers, spend)", "ru": "LIFETIME_ROMI(LTV по прибыли; клиенты; расход)"}, "summary": {"en": "Lifetime ROMI: the return on marketing, including customers' later purchases.", "ru": "ROMI на срок жизни клиента: окупаемость маркетинга с учётом следующих покупок."}, "group": {"en": "Lifetime value and referral", "ru": "Ценность клиента и рекомендации"}, "formula": {"en": [["", "(ltv profit × customers − spend) / spend"]], "ru": [["", "(LTV по прибыли × клиенты − расход) / расход"]]}, "example": {"en": "=LIFETIME_ROMI(41250,6,6000)", "ru": "=LIFETIME_ROMI(41250;6;6000)"}}, "LTV_CAC": {"required": 2, "most": 2, "printed": true, "call": {"en": "LTV_CAC(lifetime value, acquisition cost)", "ru": "LTV_CAC(ценность клиента; стоимость привлечения)"}, "summary": {"en": "LTV to CAC: how many times a customer pays back the acquisition cost.", "ru": "Соотношение LTV к CAC: во сколько раз клиент окупает своё привлечение."}, "group": {"en": "Lifetime value and referral", "ru": "Ценность клиента и рекомендации"}, "formula": {"en": [["", "lifetime value / acquisition cost"]], "ru": [["", "ценность клиента / стоимость привлечения"]]}, "example": {"en": "=LTV_CAC(3000,1000)", "ru": "=LTV_CAC(3000;1000)"}}, "PAYBACK": {"required": 2, "most": 2, "printed": true, "call": {"en": "PAYBACK(acquisition cost, profit per month)", "ru": "PAYBACK(стоимость привлечения; прибыль в месяц)"}, "summary": {"en": "Payback of acquisition: the months until a customer pays back the acquisition cost.", "ru": "Срок окупаемости привлечения: через сколько месяцев клиент окупит своё привлечение."}, "group": {"en": "Lifetime value and referral", "ru": "Ценность клиента и рекомендации"}, "formula": {"en": [["", "acquisition cost / profit per month"]], "ru": [["", "стоимость привлечения / прибыль в месяц"]]}, "example": {"en": "=PAYBACK(1000,687.5)", "ru": "=PAYBACK(1000;687,5)"}}, "CRV": {"required": 3, "most": 5, "printed": true, "call": {"en": "CRV(referred, profit per customer, cac saved, [anyway], [reward])", "ru": "CRV(приведённые; прибыль с клиента; сэкономленный CAC; [пришли бы и так]; [вознаграждение])"}, "summary": {"en": "Customer referral value: what the recommendations of one customer are worth.", "ru": "Ценность рекомендаций клиента: чего стоят рекомендации одного клиента."}, "group": {"en": "Lifetime value and referral", "ru": "Ценность клиента и рекомендации"}, "formula": {"en": [["", "referred × ((1 − anyway) × profit per customer + cac saved − reward)"]], "ru": [["", "приведённые × ((1 − пришли бы и так) × прибыль с клиента + сэкономленный CAC − вознаграждение)"]]}, "example": {"en": "=CRV(3,4000,1000)", "ru": "=CRV(3;4000;1000)"}}, "GROWTH_RATE": {"required": 2, "most": 2, "printed": true, "call": {"en": "GROWTH_RATE(current, previous)", "ru": "GROWTH_RATE(сейчас; раньше)"}, "summary": {"en": "Growth rate: the relative change of a value.", "ru": "Темп прироста: на какую долю изменилось значение."}, "group": {"en": "Sales dynamics", "ru": "Динамика продаж"}, "formula": {"en": [["", "current / previous − 1"]], "ru": [["", "сейчас / раньше − 1"]]}, "example": {"en": "=GROWTH_RATE(115,100)", "ru": "=GROWTH_RATE(115;100)"}}, "CAGR": {"required": 3, "most": 3, "printed": true, "call": {"en": "CAGR(begin value, end value, periods)", "ru": "CAGR(значение в начале; значение в конце; периоды)"}, "summary": {"en": "Average growth rate per period: the constant rate that leads from the first value to the last.", "ru": "Средний темп прироста за период: постоянный темп, который ведёт от начала к концу."}, "group": {"en": "Sales dynamics", "ru": "Динамика продаж"}, "formula": {"en": [["", "(end value / begin value) ^ (1 / periods) − 1"]], "ru": [["", "(значение в конце / значение в начале) ^ (1 / периоды) − 1"]]}, "example": {"en": "=CAGR(1000,1200,6)", "ru": "=CAGR(1000;1200;6)"}}, "BASE_REVENUE": {"required": 2, "most": 2, "printed": true, "call": {"en": "BASE_REVENUE(total sales, marketing revenue)", "ru": "BASE_REVENUE(все продажи; продажи от маркетинга)"}, "summary": {"en": "Revenue without marketing: what would have been sold anyway.", "ru": "Доход без маркетинга: что продалось бы и так."}, "group": {"en": "Sales dynamics", "ru": "Динамика продаж"}, "formula": {"en": [["", "total sales − marketing revenue"]], "ru": [["", "все продажи − продажи от маркетинга"]]}, "example": {"en": "=BASE_REVENUE(1000000,350000)", "ru": "=BASE_REVENUE(1000000;350000)"}}, "TARGET_REVENUE": {"required": 2, "most": 2, "printed": true, "call": {"en": "TARGET_REVENUE(gross profit, cost share)", "ru": "TARGET_REVENUE(валовая прибыль; доля издержек)"}, "summary": {"en": "Target revenue: what you must sell to earn the desired gross profit.", "ru": "Целевой доход: сколько нужно продать, чтобы получить желаемую валовую прибыль."}, "group": {"en": "Forecast, decomposition, bids", "ru": "Прогноз, декомпозиция, ставки"}, "formula": {"en": [["", "gross profit / (1 − cost share)"]], "ru": [["", "валовая прибыль / (1 − доля издержек)"]]}, "example": {"en": "=TARGET_REVENUE(100000,0.3)", "ru": "=TARGET_REVENUE(100000;0,3)"}}, "TARGET_CUSTOMERS": {"required": 2, "most": 3, "printed": true, "call": {"en": "TARGET_CUSTOMERS(revenue, revenue per customer, [rounding])", "ru": "TARGET_CUSTOMERS(выручка; выручка с клиента; [округление])"}, "summary": {"en": "Customers needed: how many must buy to reach the revenue; people are rounded up.", "ru": "Нужно клиентов: сколько человек должны купить, чтобы получить эту выручку; людей округляем вверх."}, "group": {"en": "Forecast, decomposition, bids", "ru": "Прогноз, декомпозиция, ставки"}, "formula": {"en": [["", "round up(revenue / revenue per customer)"]], "ru": [["", "округлить вверх(выручка / выручка с клиента)"]]}, "example": {"en": "=TARGET_CUSTOMERS(142857.142857143,2000)", "ru": "=TARGET_CUSTOMERS(142857,142857143;2000)"}}, "TARGET_LEADS": {"required": 2, "most": 3, "printed": true, "call": {"en": "TARGET_LEADS(customers, lead to sale, [rounding])", "ru": "TARGET_LEADS(клиенты; конверсия в продажу; [округление])"}, "summary": {"en": "Leads needed: how many leads it takes to win this many customers.", "ru": "Нужно заявок: сколько заявок нужно, чтобы получить столько клиентов."}, "group": {"en": "Forecast, decomposition, bids", "ru": "Прогноз, декомпозиция, ставки"}, "formula": {"en": [["", "round up(customers / lead to sale)"]], "ru": [["", "округлить вверх(клиенты / конверсия в продажу)"]]}, "example": {"en": "=TARGET_LEADS(72,0.3)", "ru": "=TARGET_LEADS(72;0,3)"}}, "TARGET_CLICKS": {"required": 2, "most": 3, "printed": true, "call": {"en": "TARGET_CLICKS(leads, click to lead, [rounding])", "ru": "TARGET_CLICKS(заявки; конверсия в заявку; [округление])"}, "summary": {"en": "Clicks needed: how many clicks it takes to get this many leads.", "ru": "Нужно кликов: сколько кликов нужно, чтобы получить столько заявок."}, "group": {"en": "Forecast, decomposition, bids", "ru": "Прогноз, декомпозиция, ставки"}, "formula": {"en": [["", "round up(leads / click to lead)"]], "ru": [["", "округлить вверх(заявки / конверсия в заявку)"]]}, "example": {"en": "=TARGET_CLICKS(240,0.1)", "ru": "=TARGET_CLICKS(240;0,1)"}}, "MAX_CPO": {"required": 1, "most": 2, "printed": true, "call": {"en": "MAX_CPO(profit per customer, [target romi])", "ru": "MAX_CPO(прибыль с клиента; [желаемый ROMI])"}, "summary": {"en": "Highest cost per customer: the most you can pay for a customer at the desired ROMI.", "ru": "Предельная стоимость клиента: сколько можно платить за клиента при желаемом ROMI."}, "group": {"en": "Forecast, decomposition, bids", "ru": "Прогноз, декомпозиция, ставки"}, "formula": {"en": [["", "profit per customer / (1 + target romi)"]], "ru": [["", "прибыль с клиента / (1 + желаемый ROMI)"]]}, "example": {"en": "=MAX_CPO(1400,1)", "ru": "=MAX_CPO(1400;1)"}}, "MAX_CPL": {"required": 2, "most": 2, "printed": true, "call": {"en": "MAX_CPL(customer cost, lead to sale)", "ru": "MAX_CPL(стоимость клиента; конверсия в продажу)"}, "summary": {"en": "Highest cost per lead: the most you can pay for a lead, given the highest cost per customer.", "ru": "Предельная стоимость заявки: сколько можно платить за заявку при такой предельной стоимости клиента."}, "group": {"en": "Forecast, decomposition, bids", "ru": "Прогноз, декомпозиция, ставки"}, "formula": {"en": [["", "customer cost × lead to sale"]], "ru": [["", "стоимость клиента × конверсия в продажу"]]}, "example": {"en": "=MAX_CPL(694.444444444444,0.3)", "ru": "=MAX_CPL(694,444444444444;0,3)"}}, "MAX_CPC": {"required": 3, "most": 3, "printed": true, "call": {"en": "MAX_CPC(customer cost, lead to sale, click to lead)", "ru": "MAX_CPC(стоимость клиента; конверсия в продажу; конверсия в заявку)"}, "summary": {"en": "Highest cost per click (the honest bid): the most you can pay for a click, given the highest cost per customer.", "ru": "Предельная цена клика («искренняя ставка»): сколько можно платить за клик при такой предельной стоимости клиента."}, "group": {"en": "Forecast, decomposition, bids", "ru": "Прогноз, декомпозиция, ставки"}, "formula": {"en": [["", "customer cost × lead to sale × click to lead"]], "ru": [["", "стоимость клиента × конверсия в продажу × конверсия в заявку"]]}, "example": {"en": "=MAX_CPC(694,0.3,0.1)", "ru": "=MAX_CPC(694;0,3;0,1)"}}, "REQUIRED_BUDGET": {"required": 4, "most": 4, "printed": true, "call": {"en": "REQUIRED_BUDGET(customers, click cost, click to lead, lead to sale)", "ru": "REQUIRED_BUDGET(клиенты; цена клика; конверсия в заявку; конверсия в продажу)"}, "summary": {"en": "Budget needed: what this many customers cost at this price per click.", "ru": "Нужный бюджет: во что обойдётся столько клиентов при такой цене клика."}, "group": {"en": "Forecast, decomposition, bids", "ru": "Прогноз, декомпозиция, ставки"}, "formula": {"en": [["", "customers × click cost / (click to lead × lead to sale)"]], "ru": [["", "клиенты × цена клика / (конверсия в заявку × конверсия в продажу)"]]}, "example": {"en": "=REQUIRED_BUDGET(72,20.8,0.1,0.3)", "ru": "=REQUIRED_BUDGET(72;20,8;0,1;0,3)"}}, "DECOMPOSE": {"required": 6, "most": 8, "printed": true, "call": {"en": "DECOMPOSE(budget, gross profit, cost share, revenue per customer, lead to sale, click to lead, [rounding])", "ru": "DECOMPOSE(бюджет; валовая прибыль; доля издержек; выручка с клиента; конверсия в продажу; конверсия в заявку; [округление])"}, "summary": {"en": "Decomposition of a plan: from budget and gross profit to the customers, leads and clicks needed, and the highest bid.", "ru": "Декомпозиция плана: от бюджета и валовой прибыли к нужным клиентам, заявкам и кликам и к предельной ставке."}, "group": {"en": "Forecast, decomposition, bids", "ru": "Прогноз, декомпозиция, ставки"}, "formula": {"en": [["Target revenue", "gross profit / (1 − cost share)"], ["Customers needed", "round up([Target revenue] / revenue per customer)"], ["Target cost per customer (CPO)", "budget / [Customers needed]"], ["Leads needed", "round up([Customers needed] / lead to sale)"], ["Target cost per lead", "budget / [Leads needed]"], ["Clicks needed", "round up([Leads needed] / click to lead)"], ["Maximum CPC", "budget / [Clicks needed]"], ["CPC at ROMI = 0", "revenue per customer × (1 − cost share) × lead to sale × click to lead"], ["Planned ROMI", "(gross profit − budget) / budget"], ["Planned ad cost share", "budget / [Target revenue]"]], "ru": [["Целевой доход", "валовая прибыль / (1 − доля издержек)"], ["Клиентов нужно", "округлить вверх([Целевой доход] / выручка с клиента)"], ["Целевая стоимость клиента (CPO)", "бюджет / [Клиентов нужно]"], ["Заявок нужно", "округлить вверх([Клиентов нужно] / конверсия в продажу)"], ["Целевая стоимость заявки", "бюджет / [Заявок нужно]"], ["Кликов нужно", "округлить вверх([Заявок нужно] / конверсия в заявку)"], ["Предельная цена клика", "бюджет / [Кликов нужно]"], ["Цена клика при ROMI = 0", "выручка с клиента × (1 − доля издержек) × конверсия в продажу × конверсия в заявку"], ["Плановый ROMI", "(валовая прибыль − бюджет) / бюджет"], ["Плановый ДРР", "бюджет / [Целевой доход]"]]}, "example": {"en": "=DECOMPOSE(50000,100000,0.3,2000,0.3,0.1)", "ru": "=DECOMPOSE(50000;100000;0,3;2000;0,3;0,1)"}}, "BID_GRID": {"required": 3, "most": 4, "printed": true, "call": {"en": "BID_GRID(customer cost, clicks to leads, leads to sales)", "ru": "BID_GRID(стоимость клиента; конверсии в заявку; конверсии в продажу)"}, "summary": {"en": "Sensitivity grid of the bid: the highest cost per click for each pair of conversions.", "ru": "Таблица чувствительности ставки: предельная цена клика для каждой пары конверсий."}, "group": {"en": "Forecast, decomposition, bids", "ru": "Прогноз, декомпозиция, ставки"}, "formula": {"en": [], "ru": []}, "example": {"en": "=BID_GRID(700,{0.05,0.1},{0.2;0.3})", "ru": "=BID_GRID(700;{0,05\\0,1};{0,2;0,3})"}}, "MEDIA_FORECAST": {"required": 6, "most": 8, "printed": true, "call": {"en": "MEDIA_FORECAST(budget, click cost, click to lead, lead to sale, revenue per customer, margin, [rounding])", "ru": "MEDIA_FORECAST(бюджет; цена клика; конверсия в заявку; конверсия в продажу; выручка с клиента; маржа; [округление])"}, "summary": {"en": "Forecast of a channel (media plan): what a budget brings at a given cost per click.", "ru": "Прогноз по каналу (медиаплан): что принесёт бюджет при такой цене клика."}, "group": {"en": "Forecast, decomposition, bids", "ru": "Прогноз, декомпозиция, ставки"}, "formula": {"en": [["Budget", "budget"], ["Clicks", "budget / click cost"], ["Leads", "[Clicks] × click to lead"], ["Customers", "[Leads] × lead to sale"], ["Cost per lead", "budget / [Leads]"], ["Cost per customer", "budget / [Customers]"], ["Revenue", "[Customers] × revenue per customer"], ["Gross profit", "[Revenue] × margin"], ["ROMI", "([Gross profit] − budget) / budget"], ["Ad cost share", "budget / [Revenue]"]], "ru": [["Бюджет", "бюджет"], ["Клики", "бюджет / цена клика"], ["Заявки", "[Клики] × конверсия в заявку"], ["Клиенты", "[Заявки] × конверсия в продажу"], ["Стоимость заявки", "бюджет / [Заявки]"], ["Стоимость клиента", "бюджет / [Клиенты]"], ["Выручка", "[Клиенты] × выручка с клиента"], ["Валовая прибыль", "[Выручка] × маржа"], ["ROMI", "([Валовая прибыль] − бюджет) / бюджет"], ["ДРР", "бюджет / [Выручка]"]]}, "example": {"en": "=MEDIA_FORECAST(50000,20.8,0.1,0.3,2000,0.7)", "ru": "=MEDIA_FORECAST(50000;20,8;0,1;0,3;2000;0,7)"}}, "SMART_TARGET": {"required": 2, "most": 2, "printed": true, "call": {"en": "SMART_TARGET(baseline, growth)", "ru": "SMART_TARGET(исходное значение; рост)"}, "summary": {"en": "SMART target: the value to reach, from a starting value and the desired growth.", "ru": "Целевое значение по SMART: к чему прийти, если известны начало и желаемый рост."}, "group": {"en": "Plan against fact", "ru": "План и факт"}, "formula": {"en": [["", "baseline × (1 + growth)"]], "ru": [["", "исходное значение × (1 + рост)"]]}, "example": {"en": "=SMART_TARGET(1000,0.2)", "ru": "=SMART_TARGET(1000;0,2)"}}, "ATTAINMENT": {"required": 2, "most": 2, "printed": true, "call": {"en": "ATTAINMENT(fact, plan)", "ru": "ATTAINMENT(факт; план)"}, "summary": {"en": "Attainment of the plan: the actual value as a share of the planned one.", "ru": "Выполнение плана: какую долю плана составляет факт."}, "group": {"en": "Plan against fact", "ru": "План и факт"}, "formula": {"en": [["", "fact / plan"]], "ru": [["", "факт / план"]]}, "example": {"en": "=ATTAINMENT(65,72)", "ru": "=ATTAINMENT(65;72)"}}, "RUN_RATE": {"required": 3, "most": 3, "printed": true, "call": {"en": "RUN_RATE(fact to date, elapsed days, total days)", "ru": "RUN_RATE(факт на сегодня; прошло дней; всего дней)"}, "summary": {"en": "Run rate: the value at the end of the period if it goes on like this.", "ru": "Прогноз факта к концу периода: что получится, если так пойдёт и дальше."}, "group": {"en": "Plan against fact", "ru": "План и факт"}, "formula": {"en": [["", "fact to date / elapsed days × total days"]], "ru": [["", "факт на сегодня / прошло дней × всего дней"]]}, "example": {"en": "=RUN_RATE(40,15,30)", "ru": "=RUN_RATE(40;15;30)"}}, "PACE": {"required": 4, "most": 4, "printed": true, "call": {"en": "PACE(spent, budget, elapsed days, total days)", "ru": "PACE(потрачено; бюджет; прошло дней; всего дней)"}, "summary": {"en": "Pace of spending: 1 is even; above 1 the budget ends before the period does.", "ru": "Темп расхода бюджета: 1 — ровно; больше 1 — бюджет кончится раньше периода."}, "group": {"en": "Plan against fact", "ru": "План и факт"}, "formula": {"en": [["", "spent / budget / (elapsed days / total days)"]], "ru": [["", "потрачено / бюджет / (прошло дней / всего дней)"]]}, "example": {"en": "=PACE(30000,50000,15,30)", "ru": "=PACE(30000;50000;15;30)"}}, "KPI_STATUS": {"required": 2, "most": 4, "printed": true, "call": {"en": "KPI_STATUS(fact, plan, [better], [tolerance])", "ru": "KPI_STATUS(факт; план; [лучше]; [допуск])"}, "summary": {"en": "Status of a KPI: ok at the plan or better, warn within the tolerance, fail beyond it.", "ru": "Статус показателя: ok — план выполнен или лучше, warn — отклонение в пределах допуска, fail — больше."}, "group": {"en": "Plan against fact", "ru": "План и факт"}, "formula": {"en": [["", "ok if fact ≥ plan, otherwise warn if fact ≥ plan − tolerance × |plan|, otherwise fail"]], "ru": [["", "ok, если факт ≥ план, иначе warn, если факт ≥ план − допуск × |план|, иначе fail"]]}, "example": {"en": "=KPI_STATUS(2100,2000,\"lower\")", "ru": "=KPI_STATUS(2100;2000;\"lower\")"}}, "RATIO_OF_SUMS": {"required": 2, "most": 2, "printed": true, "call": {"en": "RATIO_OF_SUMS(numerators, denominators)", "ru": "RATIO_OF_SUMS(числители; знаменатели)"}, "summary": {"en": "Total as a ratio of sums: the right total of a column of ratios, over the rows that have both numbers.", "ru": "Итог как отношение сумм: верный итог столбца отношений, по строкам, где есть оба числа."}, "group": {"en": "Statistics", "ru": "Статистика"}, "formula": {"en": [["", "sum of numerators / sum of denominators"]], "ru": [["", "сумма (числители) / сумма (знаменатели)"]]}, "example": {"en": "=RATIO_OF_SUMS({149.71;2893.37;55662.15},{24;183;872})", "ru": "=RATIO_OF_SUMS({149,71;2893,37;55662,15};{24;183;872})"}}, "CONVERSION_BOUND": {"required": 3, "most": 4, "printed": true, "call": {"en": "CONVERSION_BOUND(successes, attempts, side, [confidence])", "ru": "CONVERSION_BOUND(успехи; попытки; сторона; [доверительная вероятность])"}, "summary": {"en": "Confidence bound of a conversion (Wilson): the lowest or highest true conversion consistent with the data.", "ru": "Граница доверительного интервала конверсии (Уилсон): самая малая или самая большая истинная конверсия, которая согласуется с данными."}, "group": {"en": "Statistics", "ru": "Статистика"}, "formula": {"en": [["", "a ^ 2 / (a + c + d) if side = low, otherwise 1 − (1 − a) ^ 2 / (1 − a + c + d), where a = successes / attempts; b = z((1 + confidence) / 2); c = b ^ 2 / (2 × attempts); d = b × √(a × (1 − a) / attempts + b ^ 2 / (4 × attempts ^ 2))"]], "ru": [["", "a ^ 2 / (a + c + d), если сторона = low, иначе 1 − (1 − a) ^ 2 / (1 − a + c + d), где a = успехи / попытки; b = z((1 + доверительная вероятность) / 2); c = b ^ 2 / (2 × попытки); d = b × √(a × (1 − a) / попытки + b ^ 2 / (4 × попытки ^ 2))"]]}, "example": {"en": "=CONVERSION_BOUND(6,30,\"low\")", "ru": "=CONVERSION_BOUND(6;30;\"low\")"}}, "ROMI_BOUND": {"required": 4, "most": 8, "printed": true, "call": {"en": "ROMI_BOUND(gross profit, spend, customers, side, [variation], [usual profit], [minimum customers], [confidence])", "ru": "ROMI_BOUND(валовая прибыль; расход; клиенты; сторона; [разброс]; [обычная прибыль с клиента]; [минимум клиентов]; [доверительная вероятность])"}, "summary": {"en": "Confidence bound of ROMI: how low or high the true ROMI may be, given how few customers there are and how their orders vary.", "ru": "Граница ROMI: насколько низким или высоким может быть настоящий ROMI при таком числе клиентов и таком разбросе чеков."}, "group": {"en": "Statistics", "ru": "Статистика"}, "formula": {"en": [["", "(((gross profit × (c ^ 3 if c > 0, otherwise 0) if a > 0, otherwise 0) if gross profit > 0, otherwise gross profit) if side = low, otherwise (d + (d / e if e > 0, otherwise 0)) × (g ^ 3 if g > 0, otherwise 0)) / spend − 1, where a = customers / (1 + variation ^ 2); b = z(confidence); c = 1 − 1 / (9 × a) + −b / (3 × √(a)); d = gross profit if gross profit > 0, otherwise 0; e = customers if gross profit > 0, otherwise 0; f = (e + 1) / (1 + (2.25 × variation if variation < 1, otherwise 2.25 if variation < 2.25, otherwise variation) ^ 2 × e / (e + 1)); g = 1 − 1 / (9 × f) + b / (3 × √(f))"]], "ru": [["", "(((валовая прибыль × (c ^ 3, если c > 0, иначе 0), если a > 0, иначе 0), если валовая прибыль > 0, иначе валовая прибыль), если сторона = low, иначе (d + (d / e, если e > 0, иначе 0)) × (g ^ 3, если g > 0, иначе 0)) / расход − 1, где a = клиенты / (1 + разброс ^ 2); b = z(доверительная вероятность); c = 1 − 1 / (9 × a) + −b / (3 × √(a)); d = валовая прибыль, если валовая прибыль > 0, иначе 0; e = клиенты, если валовая прибыль > 0, иначе 0; f = (e + 1) / (1 + (2,25 × разброс, если разброс < 1, иначе 2,25, если разброс < 2,25, иначе разброс) ^ 2 × e / (e + 1)); g = 1 − 1 / (9 × f) + b / (3 × √(f))"]]}, "example": {"en": "=ROMI_BOUND(100800,50000,72,\"low\")", "ru": "=ROMI_BOUND(100800;50000;72;\"low\")"}}, "PROP_TEST": {"required": 4, "most": 4, "printed": true, "call": {"en": "PROP_TEST(successes one, attempts one, successes two, attempts two)", "ru": "PROP_TEST(успехи первой; попытки первой; успехи второй; попытки второй)"}, "summary": {"en": "Significance of the difference of two conversions (p): how often chance alone would give such a difference.", "ru": "Значимость различия двух конверсий (p): как часто такое различие даёт одна случайность."}, "group": {"en": "Statistics", "ru": "Статистика"}, "formula": {"en": [["", "2 × Φ(−c / √(d × (1 − d) × (1 / attempts one + 1 / attempts two))) if c > 0, otherwise 1, where a = successes one / attempts one; b = successes two / attempts two; c = |a − b|; d = (successes one + successes two) / (attempts one + attempts two)"]], "ru": [["", "2 × Φ(−c / √(d × (1 − d) × (1 / попытки первой + 1 / попытки второй))), если c > 0, иначе 1, где a = успехи первой / попытки первой; b = успехи второй / попытки второй; c = |a − b|; d = (успехи первой + успехи второй) / (попытки первой + попытки второй)"]]}, "example": {"en": "=PROP_TEST(30,1000,45,1000)", "ru": "=PROP_TEST(30;1000;45;1000)"}}, "MIN_SAMPLE": {"required": 2, "most": 4, "printed": true, "call": {"en": "MIN_SAMPLE(baseline rate, uplift, [confidence], [power])", "ru": "MIN_SAMPLE(конверсия сейчас; относительный рост; [доверительная вероятность]; [мощность])"}, "summary": {"en": "Minimum sample per variant: how many visits each variant of an A/B test needs.", "ru": "Минимальная выборка на вариант: сколько визитов нужно каждому варианту A/B-теста."}, "group": {"en": "Statistics", "ru": "Статистика"}, "formula": {"en": [["", "round up(((z((1 + confidence) / 2) × √(2 × b × (1 − b)) + z(power) × √(baseline rate × (1 − baseline rate) + a × (1 − a))) / (baseline rate × uplift)) ^ 2), where a = baseline rate × (1 + uplift); b = (baseline rate + a) / 2"]], "ru": [["", "округлить вверх(((z((1 + доверительная вероятность) / 2) × √(2 × b × (1 − b)) + z(мощность) × √(конверсия сейчас × (1 − конверсия сейчас) + a × (1 − a))) / (конверсия сейчас × относительный рост)) ^ 2), где a = конверсия сейчас × (1 + относительный рост); b = (конверсия сейчас + a) / 2"]]}, "example": {"en": "=MIN_SAMPLE(0.03,0.2)", "ru": "=MIN_SAMPLE(0,03;0,2)"}}, "MIN_CLICKS": {"required": 1, "most": 2, "printed": true, "call": {"en": "MIN_CLICKS(conversion rate, [confidence])", "ru": "MIN_CLICKS(ожидаемая конверсия; [доверительная вероятность])"}, "summary": {"en": "Clicks without a conversion before you stop: after that many clicks with none, the expected conversion isn't there.", "ru": "Кликов без конверсий, чтобы отключить: если на столько кликов нет ни одной, ожидаемой конверсии там нет."}, "group": {"en": "Statistics", "ru": "Статистика"}, "formula": {"en": [["", "round up(ln(1 − confidence) / ln(1 − conversion rate))"]], "ru": [["", "округлить вверх(ln(1 − доверительная вероятность) / ln(1 − ожидаемая конверсия))"]]}, "example": {"en": "=MIN_CLICKS(0.03)", "ru": "=MIN_CLICKS(0,03)"}}, "MARGINAL_CPA": {"required": 4, "most": 4, "printed": true, "call": {"en": "MARGINAL_CPA(spend before, conversions before, spend after, conversions after)", "ru": "MARGINAL_CPA(расход до; конверсий до; расход после; конверсий после)"}, "summary": {"en": "Marginal cost of a conversion: what each additional conversion cost when the spend was raised.", "ru": "Предельная стоимость конверсии: во что обошлась каждая дополнительная конверсия, когда расход подняли."}, "group": {"en": "Channels and budget", "ru": "Каналы и бюджет"}, "formula": {"en": [["", "(spend after − spend before) / (conversions after − conversions before)"]], "ru": [["", "(расход после − расход до) / (конверсий после − конверсий до)"]]}, "example": {"en": "=MARGINAL_CPA(500,11,1000,17)", "ru": "=MARGINAL_CPA(500;11;1000;17)"}}, "CHANNEL_COMPARE": {"required": 1, "most": 9, "printed": false, "call": {"en": "CHANNEL_COMPARE(table, [minimum customers], [confidence], [margin], [variation], [elasticity], [maximum], [usual profit])", "ru": "CHANNEL_COMPARE(таблица; [минимум клиентов]; [доверительная вероятность]; [маржа]; [разброс]; [эластичность]; [максимум]; [обычная прибыль с клиента])"}, "summary": {"en": "Comparison of channels: every metric of each channel, the totals “Paid” and “All”, rank and verdict.", "ru": "Сравнение каналов: все показатели каждого канала, итоги «Платные» и «Все», место и вердикт."}, "group": {"en": "Channels and budget", "ru": "Каналы и бюджет"}, "formula": {"en": [], "ru": []}, "example": {"en": "=CHANNEL_COMPARE({\"Channel\",\"Spend\",\"Customers\",\"Revenue\",\"Margin\";\"Ads\",100,20,300,0.5})", "ru": "=CHANNEL_COMPARE({\"Channel\"\\\"Spend\"\\\"Customers\"\\\"Revenue\"\\\"Margin\";\"Ads\"\\100\\20\\300\\0,5})"}}, "REALLOCATE": {"required": 3, "most": 9, "printed": false, "call": {"en": "REALLOCATE(channels, spend, gross profit, [budget], [elasticity], [minimum], [maximum], [row periods])", "ru": "REALLOCATE(каналы; расход; валовая прибыль; [бюджет]; [эластичность]; [минимум]; [максимум]; [периоды строк])"}, "summary": {"en": "Reallocation of a budget: the split among channels with the highest gross profit, given diminishing returns.", "ru": "Перераспределение бюджета: как поделить его между каналами, чтобы валовая прибыль была наибольшей, если отдача убывает."}, "group": {"en": "Channels and budget", "ru": "Каналы и бюджет"}, "formula": {"en": [], "ru": []}, "example": {"en": "=REALLOCATE({\"Direct\";\"VK\";\"SEO\"},{50000;30000;20000},{100000;36000;60000})", "ru": "=REALLOCATE({\"Direct\";\"VK\";\"SEO\"};{50000;30000;20000};{100000;36000;60000})"}}});

/**
 * Прибыль: выручка за вычетом перечисленных затрат.
 *
 * Пример: =PROFIT(5000;1000)
 * @param {number|Array<Array<number>>} revenue выручка: Выручка от продаж (деньги)
 * @param {number|Array<Array<number>>} cost затраты: Затраты, которые нужно вычесть (деньги)
 * @param {...(number|Array<Array<number>>)} more_costs другие затраты: Другие затраты, которые нужно вычесть (деньги)
 * @return {number|Array<Array<*>>} Прибыль
 * @customfunction
 */
function PROFIT(revenue, cost, ...more_costs) { return calculate_("PROFIT", arguments); }

/**
 * Маржинальность (доля валовой прибыли): какая часть выручки остаётся после вычета себестоимости.
 *
 * Пример: =GROSS_MARGIN(5000;1000)
 * @param {number|Array<Array<number>>} revenue выручка: Выручка от продаж (деньги)
 * @param {number|Array<Array<number>>} cost_of_sales себестоимость: Во что обошлись проданные товары или услуги (деньги)
 * @return {number|Array<Array<*>>} Маржинальность (доля валовой прибыли)
 * @customfunction
 */
function GROSS_MARGIN(revenue, cost_of_sales) { return calculate_("GROSS_MARGIN", arguments); }

/**
 * Рентабельность маркетинга (по валовой прибыли): сколько чистой прибыли приносит рубль рекламы; 1 — это 100 %.
 *
 * Пример: =ROMI(100000;50000)
 * @param {number|Array<Array<number>>} gross_profit валовая прибыль: Валовая прибыль, которую принёс маркетинг, до вычета расхода на него (деньги)
 * @param {number|Array<Array<number>>} spend расход: Сколько потрачено на маркетинг (деньги)
 * @return {number|Array<Array<*>>} Рентабельность маркетинга (по валовой прибыли)
 * @customfunction
 */
function ROMI(gross_profit, spend) { return calculate_("ROMI", arguments); }

/**
 * ROMI от выручки через маржу и долю дополнительных продаж: когда известна выручка, а не валовая прибыль.
 *
 * Пример: =ROMI_MARGIN(144000;0,7;50000)
 * @param {number|Array<Array<number>>} revenue выручка: Выручка от продаж (деньги)
 * @param {number|Array<Array<number>>} margin маржа: Доля валовой прибыли в выручке; 1 — ROMI по выручке (доля от 0 до 1)
 * @param {number|Array<Array<number>>} spend расход: Сколько потрачено на маркетинг (деньги)
 * @param {number|Array<Array<number>>} [incremental] доля дополнительных продаж: Доля продаж, которых без маркетинга не было бы (доля от 0 до 1)
 * @return {number|Array<Array<*>>} ROMI от выручки через маржу и долю дополнительных продаж
 * @customfunction
 */
function ROMI_MARGIN(revenue, margin, spend, incremental) { return calculate_("ROMI_MARGIN", arguments); }

/**
 * Рентабельность инвестиций: та же формула, что у ROMI, но для любых вложений, не только маркетинга.
 *
 * Пример: =ROI(150000;100000)
 * @param {number|Array<Array<number>>} income доход: Сколько принесли вложения: лучше прибыль, а не выручка (деньги)
 * @param {number|Array<Array<number>>} investment вложения: Сколько вложено (деньги)
 * @return {number|Array<Array<*>>} Рентабельность инвестиций
 * @customfunction
 */
function ROI(income, investment) { return calculate_("ROI", arguments); }

/**
 * Окупаемость рекламных расходов: выручка на рубль рекламы; это ещё не прибыль.
 *
 * Пример: =ROAS(144000;50000)
 * @param {number|Array<Array<number>>} revenue выручка: Выручка, которую принесла реклама (деньги)
 * @param {number|Array<Array<number>>} spend расход: Сколько потрачено на рекламу (деньги)
 * @return {number|Array<Array<*>>} Окупаемость рекламных расходов
 * @customfunction
 */
function ROAS(revenue, spend) { return calculate_("ROAS", arguments); }

/**
 * ДРР — доля рекламных расходов (ACoS): какую часть выручки забирает реклама.
 *
 * Пример: =DRR(15000;100000)
 * @param {number|Array<Array<number>>} spend расход: Сколько потрачено на рекламу (деньги)
 * @param {number|Array<Array<number>>} revenue выручка: Выручка, которую принесла реклама (деньги)
 * @return {number|Array<Array<*>>} ДРР — доля рекламных расходов (ACoS)
 * @customfunction
 */
function DRR(spend, revenue) { return calculate_("DRR", arguments); }

/**
 * ROAS безубыточности: выручка на рубль рекламы, при которой вы ничего не зарабатываете и не теряете.
 *
 * Пример: =BREAKEVEN_ROAS(0,4)
 * @param {number|Array<Array<number>>} margin маржа: Доля выручки, которая остаётся после товара, доставки, комиссий и возвратов, до рекламы (доля от 0 до 1)
 * @return {number|Array<Array<*>>} ROAS безубыточности
 * @customfunction
 */
function BREAKEVEN_ROAS(margin) { return calculate_("BREAKEVEN_ROAS", arguments); }

/**
 * Клиентов для окупаемости: сколько человек должны купить, чтобы маркетинг себя оправдал.
 *
 * Пример: =BREAKEVEN_CUSTOMERS(100000;4000)
 * @param {number|Array<Array<number>>} spend расход: Сколько стоит маркетинг (деньги)
 * @param {number|Array<Array<number>>} profit_per_customer прибыль с клиента: Валовая прибыль с одного клиента (деньги)
 * @param {string|Array<Array<string>>} [rounding] округление: Целые клиенты: up — вверх, nearest — до ближайшего, none — не округлять (up, nearest, none)
 * @return {number|Array<Array<*>>} Клиентов для окупаемости
 * @customfunction
 */
function BREAKEVEN_CUSTOMERS(spend, profit_per_customer, rounding) { return calculate_("BREAKEVEN_CUSTOMERS", arguments); }

/**
 * Себестоимость услуги (процедуры): часы работы с их долей общих расходов и материалы.
 *
 * Пример: =UNIT_COST(40000;160;1;18000;150)
 * @param {number|Array<Array<number>>} salary зарплата: Желаемая зарплата в месяц (деньги)
 * @param {number|Array<Array<number>>} hours часы: Рабочих часов в месяц (часы)
 * @param {number|Array<Array<number>>} hours_per_unit часов на услугу: Сколько часов занимает одна услуга (часы)
 * @param {number|Array<Array<number>>} overheads общие расходы: Аренда, коммунальные услуги, инструменты, транспорт, обучение… в месяц (деньги)
 * @param {number|Array<Array<number>>} materials материалы: Материалы на одну услугу (деньги)
 * @return {number|Array<Array<*>>} Себестоимость услуги (процедуры)
 * @customfunction
 */
function UNIT_COST(salary, hours, hours_per_unit, overheads, materials) { return calculate_("UNIT_COST", arguments); }

/**
 * Сумма без НДС: чтобы сравнивать расход и выручку на одной основе.
 *
 * Пример: =WITHOUT_VAT(61000;0,22)
 * @param {number|Array<Array<number>>} amount сумма: Сумма с НДС (деньги)
 * @param {number|Array<Array<number>>} vat_rate ставка НДС: Ставка НДС (доля от 0 до 1)
 * @return {number|Array<Array<*>>} Сумма без НДС
 * @customfunction
 */
function WITHOUT_VAT(amount, vat_rate) { return calculate_("WITHOUT_VAT", arguments); }

/**
 * Цена тысячи показов: сколько стоит показать рекламу тысячу раз.
 *
 * Пример: =CPM(6000;150000)
 * @param {number|Array<Array<number>>} spend расход: Сколько потрачено на рекламу (деньги)
 * @param {number|Array<Array<number>>} impressions показы: Сколько раз показали рекламу (количество)
 * @return {number|Array<Array<*>>} Цена тысячи показов
 * @customfunction
 */
function CPM(spend, impressions) { return calculate_("CPM", arguments); }

/**
 * Цена клика: сколько стоил один клик.
 *
 * Пример: =CPC(50000;2400)
 * @param {number|Array<Array<number>>} spend расход: Сколько потрачено на рекламу (деньги)
 * @param {number|Array<Array<number>>} clicks клики: Клики по рекламе (количество)
 * @return {number|Array<Array<*>>} Цена клика
 * @customfunction
 */
function CPC(spend, clicks) { return calculate_("CPC", arguments); }

/**
 * Стоимость лида: сколько стоил один лид.
 *
 * Пример: =CPL(50000;240)
 * @param {number|Array<Array<number>>} spend расход: Сколько потрачено на маркетинг (деньги)
 * @param {number|Array<Array<number>>} leads заявки: Заявки (лиды): кто оставил заявку или позвонил (количество)
 * @return {number|Array<Array<*>>} Стоимость лида
 * @customfunction
 */
function CPL(spend, leads) { return calculate_("CPL", arguments); }

/**
 * Стоимость заявки / целевого действия: сколько стоила одна заявка или другое целевое действие.
 *
 * Пример: =CPA(6000;30)
 * @param {number|Array<Array<number>>} spend расход: Сколько потрачено на маркетинг (деньги)
 * @param {number|Array<Array<number>>} actions действия: Заявки или другие целевые действия (количество)
 * @return {number|Array<Array<*>>} Стоимость заявки / целевого действия
 * @customfunction
 */
function CPA(spend, actions) { return calculate_("CPA", arguments); }

/**
 * Стоимость заказа (клиента): сколько маркетинга ушло на одну продажу.
 *
 * Пример: =CPO(6000;6)
 * @param {number|Array<Array<number>>} spend расход: Сколько потрачено на маркетинг (деньги)
 * @param {number|Array<Array<number>>} orders заказы: Оплаченные заказы или новые клиенты (количество)
 * @return {number|Array<Array<*>>} Стоимость заказа (клиента)
 * @customfunction
 */
function CPO(spend, orders) { return calculate_("CPO", arguments); }

/**
 * Стоимость привлечения клиента (маркетинг + продажи): во что обошёлся один новый клиент целиком.
 *
 * Пример: =CAC(6000;3000;6)
 * @param {number|Array<Array<number>>} marketing_cost расходы на маркетинг: Сколько потрачено на маркетинг (деньги)
 * @param {number|Array<Array<number>>} sales_cost расходы на продажи: Сколько стоил отдел продаж; 0, если вы сознательно его не считаете (деньги)
 * @param {number|Array<Array<number>>} new_customers новые клиенты: Новые клиенты за период (количество)
 * @return {number|Array<Array<*>>} Стоимость привлечения клиента (маркетинг + продажи)
 * @customfunction
 */
function CAC(marketing_cost, sales_cost, new_customers) { return calculate_("CAC", arguments); }

/**
 * CTR — кликабельность: какая доля показов закончилась кликом.
 *
 * Пример: =CTR(2400;96000)
 * @param {number|Array<Array<number>>} clicks клики: Клики по рекламе (количество)
 * @param {number|Array<Array<number>>} impressions показы: Сколько раз показали рекламу (количество)
 * @return {number|Array<Array<*>>} CTR — кликабельность
 * @customfunction
 */
function CTR(clicks, impressions) { return calculate_("CTR", arguments); }

/**
 * Конверсия: какая доля одного шага воронки переходит на следующий.
 *
 * Пример: =CONVERSION(6;30)
 * @param {number|Array<Array<number>>} successes успехи: Сколько прошли дальше: заявки, встречи, продажи (количество)
 * @param {number|Array<Array<number>>} attempts попытки: Сколько было всего: клики, визиты, заявки (количество)
 * @return {number|Array<Array<*>>} Конверсия
 * @customfunction
 */
function CONVERSION(successes, attempts) { return calculate_("CONVERSION", arguments); }

/**
 * Сквозная конверсия: какая доля первого шага доходит до последнего.
 *
 * Пример: =FUNNEL_RATE(0,1;0,3)
 * @param {number|Array<Array<number>>} rate конверсия шага: Конверсия первого шага (доля от 0 до 1)
 * @param {...(number|Array<Array<number>>)} more_rates конверсии шагов: Конверсии следующих шагов (доля от 0 до 1)
 * @return {number|Array<Array<*>>} Сквозная конверсия
 * @customfunction
 */
function FUNNEL_RATE(rate, ...more_rates) { return calculate_("FUNNEL_RATE", arguments); }

/**
 * Соотношение трафика к лидам: сколько визитов нужно на один лид.
 *
 * Пример: =TRAFFIC_PER_LEAD(2400;240)
 * @param {number|Array<Array<number>>} visits визиты: Визиты на сайт (количество)
 * @param {number|Array<Array<number>>} leads заявки: Заявки (лиды): кто оставил заявку или позвонил (количество)
 * @return {number|Array<Array<*>>} Соотношение трафика к лидам
 * @customfunction
 */
function TRAFFIC_PER_LEAD(visits, leads) { return calculate_("TRAFFIC_PER_LEAD", arguments); }

/**
 * Длина цикла сделки: сколько дней проходит от начала сделки до её закрытия.
 *
 * Пример: =DEAL_CYCLE({46032;46054};{46053;46096})
 * @param {Array<Array<(number|Date)>>} start_dates даты начала: Даты начала сделок (дата)
 * @param {Array<Array<(number|Date)>>} close_dates даты закрытия: Даты закрытия; у открытой сделки пусто (дата)
 * @param {string|Array<Array<string>>} [method] способ: mean — среднее; median — медиана, если есть несколько очень долгих сделок (mean, median)
 * @return {number|Array<Array<*>>} Длина цикла сделки
 * @customfunction
 */
function DEAL_CYCLE(start_dates, close_dates, method) { return calculate_("DEAL_CYCLE", arguments); }

/**
 * Таблица воронки: конверсия, потери и стоимость единицы на каждом шаге.
 *
 * Пример: =FUNNEL_TABLE({"Clicks";"Leads";"Customers"};{2400;240;72};50000)
 * @param {Array<Array<string>>} stages шаги: Названия шагов, от самого широкого к самому узкому (текст)
 * @param {Array<Array<number>>} counts количества: Сколько дошли до каждого шага (количество)
 * @param {number|Array<Array<number>>} [spend] расход: Сколько потрачено на маркетинг; без него стоимость не показывается (деньги)
 * @param {string|Array<Array<string>>} [language] язык: Язык таблицы, например ru; если не указан — язык ввода или самой таблицы (en, ru)
 * @return {Array<Array<*>>} Таблица воронки
 * @customfunction
 */
function FUNNEL_TABLE(stages, counts, spend, language) { return calculate_("FUNNEL_TABLE", arguments); }

/**
 * Доля (органика, соцсети, охват, пропущенные звонки…): какую часть целого составляет часть.
 *
 * Пример: =SHARE_OF(5500;10000)
 * @param {number|Array<Array<number>>} part часть: Часть: органические визиты, пропущенные звонки, выручка канала… (число)
 * @param {number|Array<Array<number>>} whole целое: Целое (число)
 * @return {number|Array<Array<*>>} Доля (органика, соцсети, охват, пропущенные звонки…)
 * @customfunction
 */
function SHARE_OF(part, whole) { return calculate_("SHARE_OF", arguments); }

/**
 * Структура по каналам: доля каждого, начиная с самого большого, с накоплением.
 *
 * Пример: =CHANNEL_MIX({"Direct";"Search";"Social"};{1500;5500;3000})
 * @param {Array<Array<string>>} channels каналы: Названия каналов (текст)
 * @param {Array<Array<number>>} amounts значения: Визиты, заявки или продажи каждого (количество)
 * @param {string|Array<Array<string>>} [language] язык: Язык таблицы, например ru; если не указан — язык ввода или самой таблицы (en, ru)
 * @return {Array<Array<*>>} Структура по каналам
 * @customfunction
 */
function CHANNEL_MIX(channels, amounts, language) { return calculate_("CHANNEL_MIX", arguments); }

/**
 * Уровень удержания клиентов (CRR): какая доля клиентов, бывших в начале, осталась.
 *
 * Пример: =RETENTION(500;520;40)
 * @param {number|Array<Array<number>>} customers_start клиентов в начале: Клиентов на начало периода (количество)
 * @param {number|Array<Array<number>>} customers_end клиентов в конце: Клиентов на конец периода, вместе с новыми (количество)
 * @param {number|Array<Array<number>>} new_customers новые клиенты: Новые клиенты за период (количество)
 * @return {number|Array<Array<*>>} Уровень удержания клиентов (CRR)
 * @customfunction
 */
function RETENTION(customers_start, customers_end, new_customers) { return calculate_("RETENTION", arguments); }

/**
 * Отток клиентов (CCR): какая доля клиентов, бывших в начале, ушла.
 *
 * Пример: =CHURN(500;480)
 * @param {number|Array<Array<number>>} customers_start клиентов в начале: Клиентов на начало периода (количество)
 * @param {number|Array<Array<number>>} customers_end клиентов в конце: Клиентов на конец периода, вместе с новыми (количество)
 * @param {number|Array<Array<number>>} [new_customers] новые клиенты: Новые клиенты за период; без них — чистый отток, как в источнике (количество)
 * @return {number|Array<Array<*>>} Отток клиентов (CCR)
 * @customfunction
 */
function CHURN(customers_start, customers_end, new_customers) { return calculate_("CHURN", arguments); }

/**
 * Доля повторных покупателей (RPR): какая доля клиентов купила больше одного раза.
 *
 * Пример: =REPEAT_RATE(1500;10000)
 * @param {number|Array<Array<number>>} repeat_customers повторные покупатели: Клиенты, купившие больше одного раза (количество)
 * @param {number|Array<Array<number>>} customers клиенты: Все клиенты (количество)
 * @return {number|Array<Array<*>>} Доля повторных покупателей (RPR)
 * @customfunction
 */
function REPEAT_RATE(repeat_customers, customers) { return calculate_("REPEAT_RATE", arguments); }

/**
 * Коэффициент участия (PR): какая доля клиентов участвует в программе лояльности.
 *
 * Пример: =PARTICIPATION_RATE(2000;10000)
 * @param {number|Array<Array<number>>} members участники: Активные участники программы лояльности (количество)
 * @param {number|Array<Array<number>>} customers клиенты: Все клиенты (количество)
 * @return {number|Array<Array<*>>} Коэффициент участия (PR)
 * @customfunction
 */
function PARTICIPATION_RATE(members, customers) { return calculate_("PARTICIPATION_RATE", arguments); }

/**
 * Коэффициент погашения (RR): какая доля начисленных баллов потрачена.
 *
 * Пример: =REDEMPTION_RATE(1367;10000)
 * @param {number|Array<Array<number>>} points_used потраченные баллы: Сколько бонусных баллов потрачено (бонусные баллы)
 * @param {number|Array<Array<number>>} points_issued начисленные баллы: Сколько бонусных баллов начислено (бонусные баллы)
 * @return {number|Array<Array<*>>} Коэффициент погашения (RR)
 * @customfunction
 */
function REDEMPTION_RATE(points_used, points_issued) { return calculate_("REDEMPTION_RATE", arguments); }

/**
 * Доля возвращённых клиентов: какая доля ушедших клиентов вернулась.
 *
 * Пример: =REACTIVATION_RATE(30;200)
 * @param {number|Array<Array<number>>} returned вернувшиеся: Ушедшие клиенты, которые купили снова (количество)
 * @param {number|Array<Array<number>>} lapsed ушедшие: Клиенты, которые перестали покупать (количество)
 * @return {number|Array<Array<*>>} Доля возвращённых клиентов
 * @customfunction
 */
function REACTIVATION_RATE(returned, lapsed) { return calculate_("REACTIVATION_RATE", arguments); }

/**
 * NPS по оценкам 0–10: процент промоутеров (9 и 10) минус процент недовольных (от 0 до 6).
 *
 * Пример: =NPS({10;9;9;8;7;7;6;3;10;5})
 * @param {Array<Array<number>>} scores оценки: Ответы от 0 до 10, по одному в ячейке; пустые ячейки и слова пропускаются (оценка от 0 до 10)
 * @return {number|Array<Array<*>>} NPS по оценкам 0–10
 * @customfunction
 */
function NPS(scores) { return calculate_("NPS", arguments); }

/**
 * NPS по числу ответов: процент промоутеров минус процент недовольных.
 *
 * Пример: =NPS_COUNTS(50;30;20)
 * @param {number|Array<Array<number>>} promoters промоутеры: Ответы 9 и 10 (количество)
 * @param {number|Array<Array<number>>} passives нейтральные: Ответы 7 и 8 (количество)
 * @param {number|Array<Array<number>>} detractors недовольные: Ответы от 0 до 6 (количество)
 * @return {number|Array<Array<*>>} NPS по числу ответов
 * @customfunction
 */
function NPS_COUNTS(promoters, passives, detractors) { return calculate_("NPS_COUNTS", arguments); }

/**
 * Погрешность NPS, ±: насколько оценка по выборке может отличаться от оценки всех клиентов.
 *
 * Пример: =NPS_MARGIN(50;30;20)
 * @param {number|Array<Array<number>>} promoters промоутеры: Ответы 9 и 10 (количество)
 * @param {number|Array<Array<number>>} passives нейтральные: Ответы 7 и 8 (количество)
 * @param {number|Array<Array<number>>} detractors недовольные: Ответы от 0 до 6 (количество)
 * @param {number|Array<Array<number>>} [confidence] доверительная вероятность: Доверительная вероятность интервала (доля меньше 1)
 * @param {string|Array<Array<string>>} [method] способ: adjusted — уточнённый интервал Вальда, wald — обычный, для сотен ответов (adjusted, wald)
 * @return {number|Array<Array<*>>} Погрешность NPS, ±
 * @customfunction
 */
function NPS_MARGIN(promoters, passives, detractors, confidence, method) { return calculate_("NPS_MARGIN", arguments); }

/**
 * Удовлетворённость клиентов: какая доля ответов — «доволен».
 *
 * Пример: =CSAT(84;100)
 * @param {number|Array<Array<number>>} satisfied довольные: Ответы «доволен» (количество)
 * @param {number|Array<Array<number>>} responses ответы: Все ответы (количество)
 * @return {number|Array<Array<*>>} Удовлетворённость клиентов
 * @customfunction
 */
function CSAT(satisfied, responses) { return calculate_("CSAT", arguments); }

/**
 * Средний чек: выручка одного заказа.
 *
 * Пример: =AOV(144000;72)
 * @param {number|Array<Array<number>>} revenue выручка: Выручка от заказов (деньги)
 * @param {number|Array<Array<number>>} orders заказы: Оплаченные заказы (количество)
 * @return {number|Array<Array<*>>} Средний чек
 * @customfunction
 */
function AOV(revenue, orders) { return calculate_("AOV", arguments); }

/**
 * Частота покупок: сколько заказов сделал один клиент за период.
 *
 * Пример: =PURCHASE_FREQUENCY(360;72)
 * @param {number|Array<Array<number>>} orders заказы: Заказы за период (количество)
 * @param {number|Array<Array<number>>} customers клиенты: Клиенты, которые покупали за период (количество)
 * @return {number|Array<Array<*>>} Частота покупок
 * @customfunction
 */
function PURCHASE_FREQUENCY(orders, customers) { return calculate_("PURCHASE_FREQUENCY", arguments); }

/**
 * Пожизненная ценность клиента: сколько принесёт один клиент за все годы.
 *
 * Пример: =LTV(1200;12;5)
 * @param {number|Array<Array<number>>} average_check средний чек: Выручка одной покупки (деньги)
 * @param {number|Array<Array<number>>} purchases_per_year покупок в год: Покупок одного клиента в год (количество)
 * @param {number|Array<Array<number>>} years годы: Сколько лет клиент остаётся с вами (годы)
 * @param {number|Array<Array<number>>} [margin] маржа: Доля валовой прибыли в выручке; без неё LTV — это выручка (доля от 0 до 1)
 * @return {number|Array<Array<*>>} Пожизненная ценность клиента
 * @customfunction
 */
function LTV(average_check, purchases_per_year, years, margin) { return calculate_("LTV", arguments); }

/**
 * LTV через отток: прибыль с одного клиента с учётом оттока и дисконта.
 *
 * Пример: =LTV_CHURN(500;0,05)
 * @param {number|Array<Array<number>>} profit_per_period прибыль за период: Валовая прибыль с одного клиента за период (деньги)
 * @param {number|Array<Array<number>>} churn_rate доля оттока: Какая доля клиентов уходит за период (доля от 0 до 1)
 * @param {number|Array<Array<number>>} [discount] дисконт: Ставка дисконта за период той же длины, что у оттока (доля от 0 до 1)
 * @param {number|Array<Array<number>>} [periods] периоды: Сколько периодов считать; без них — все (количество)
 * @param {string|Array<Array<string>>} [first] первый платёж: now — первая прибыль сразу; later — через период (now, later)
 * @return {number|Array<Array<*>>} LTV через отток
 * @customfunction
 */
function LTV_CHURN(profit_per_period, churn_rate, discount, periods, first) { return calculate_("LTV_CHURN", arguments); }

/**
 * ROMI на срок жизни клиента: окупаемость маркетинга с учётом следующих покупок.
 *
 * Пример: =LIFETIME_ROMI(41250;6;6000)
 * @param {number|Array<Array<number>>} ltv_profit LTV по прибыли: Валовая прибыль с одного клиента за все годы (деньги)
 * @param {number|Array<Array<number>>} customers клиенты: Сколько клиентов пришло (количество)
 * @param {number|Array<Array<number>>} spend расход: Сколько потрачено на маркетинг (деньги)
 * @return {number|Array<Array<*>>} ROMI на срок жизни клиента
 * @customfunction
 */
function LIFETIME_ROMI(ltv_profit, customers, spend) { return calculate_("LIFETIME_ROMI", arguments); }

/**
 * Соотношение LTV к CAC: во сколько раз клиент окупает своё привлечение.
 *
 * Пример: =LTV_CAC(3000;1000)
 * @param {number|Array<Array<number>>} lifetime_value ценность клиента: Пожизненная ценность клиента по валовой прибыли (деньги)
 * @param {number|Array<Array<number>>} acquisition_cost стоимость привлечения: Сколько стоило привлечь одного клиента (CAC) (деньги)
 * @return {number|Array<Array<*>>} Соотношение LTV к CAC
 * @customfunction
 */
function LTV_CAC(lifetime_value, acquisition_cost) { return calculate_("LTV_CAC", arguments); }

/**
 * Срок окупаемости привлечения: через сколько месяцев клиент окупит своё привлечение.
 *
 * Пример: =PAYBACK(1000;687,5)
 * @param {number|Array<Array<number>>} acquisition_cost стоимость привлечения: Сколько стоило привлечь одного клиента (CAC) (деньги)
 * @param {number|Array<Array<number>>} profit_per_month прибыль в месяц: Валовая прибыль с одного клиента в месяц (деньги)
 * @return {number|Array<Array<*>>} Срок окупаемости привлечения
 * @customfunction
 */
function PAYBACK(acquisition_cost, profit_per_month) { return calculate_("PAYBACK", arguments); }

/**
 * Ценность рекомендаций клиента: чего стоят рекомендации одного клиента.
 *
 * Пример: =CRV(3;4000;1000)
 * @param {number|Array<Array<number>>} referred приведённые: Скольких клиентов привёл вам один клиент (количество)
 * @param {number|Array<Array<number>>} profit_per_customer прибыль с клиента: Валовая прибыль с одного клиента (деньги)
 * @param {number|Array<Array<number>>} cac_saved сэкономленный CAC: Сколько сэкономлено на привлечении каждого из них (деньги)
 * @param {number|Array<Array<number>>} [anyway] пришли бы и так: Доля тех, кто пришёл бы и так (доля от 0 до 1)
 * @param {number|Array<Array<number>>} [reward] вознаграждение: Сколько платите за рекомендацию (деньги)
 * @return {number|Array<Array<*>>} Ценность рекомендаций клиента
 * @customfunction
 */
function CRV(referred, profit_per_customer, cac_saved, anyway, reward) { return calculate_("CRV", arguments); }

/**
 * Темп прироста: на какую долю изменилось значение.
 *
 * Пример: =GROWTH_RATE(115;100)
 * @param {number|Array<Array<number>>} current сейчас: Значение сейчас (число)
 * @param {number|Array<Array<number>>} previous раньше: Значение прошлого периода или того же периода год назад (число)
 * @return {number|Array<Array<*>>} Темп прироста
 * @customfunction
 */
function GROWTH_RATE(current, previous) { return calculate_("GROWTH_RATE", arguments); }

/**
 * Средний темп прироста за период: постоянный темп, который ведёт от начала к концу.
 *
 * Пример: =CAGR(1000;1200;6)
 * @param {number|Array<Array<number>>} begin_value значение в начале: Значение в начале (число)
 * @param {number|Array<Array<number>>} end_value значение в конце: Значение в конце (число)
 * @param {number|Array<Array<number>>} periods периоды: Сколько периодов между ними: месяцев, кварталов, лет (количество)
 * @return {number|Array<Array<*>>} Средний темп прироста за период
 * @customfunction
 */
function CAGR(begin_value, end_value, periods) { return calculate_("CAGR", arguments); }

/**
 * Доход без маркетинга: что продалось бы и так.
 *
 * Пример: =BASE_REVENUE(1000000;350000)
 * @param {number|Array<Array<number>>} total_sales все продажи: Все продажи за период (деньги)
 * @param {number|Array<Array<number>>} marketing_revenue продажи от маркетинга: Из них — продажи клиентам, которых привёл маркетинг (деньги)
 * @return {number|Array<Array<*>>} Доход без маркетинга
 * @customfunction
 */
function BASE_REVENUE(total_sales, marketing_revenue) { return calculate_("BASE_REVENUE", arguments); }

/**
 * Целевой доход: сколько нужно продать, чтобы получить желаемую валовую прибыль.
 *
 * Пример: =TARGET_REVENUE(100000;0,3)
 * @param {number|Array<Array<number>>} gross_profit валовая прибыль: Желаемая валовая прибыль (деньги)
 * @param {number|Array<Array<number>>} cost_share доля издержек: Доля выручки, которую забирают товар и его продажа, без рекламы (доля от 0 до 1)
 * @return {number|Array<Array<*>>} Целевой доход
 * @customfunction
 */
function TARGET_REVENUE(gross_profit, cost_share) { return calculate_("TARGET_REVENUE", arguments); }

/**
 * Нужно клиентов: сколько человек должны купить, чтобы получить эту выручку; людей округляем вверх.
 *
 * Пример: =TARGET_CUSTOMERS(142857,142857143;2000)
 * @param {number|Array<Array<number>>} revenue выручка: Какую выручку нужно получить (деньги)
 * @param {number|Array<Array<number>>} revenue_per_customer выручка с клиента: Выручка с одного клиента (деньги)
 * @param {string|Array<Array<string>>} [rounding] округление: Целые клиенты: up — вверх, nearest — до ближайшего, none — не округлять (up, nearest, none)
 * @return {number|Array<Array<*>>} Нужно клиентов
 * @customfunction
 */
function TARGET_CUSTOMERS(revenue, revenue_per_customer, rounding) { return calculate_("TARGET_CUSTOMERS", arguments); }

/**
 * Нужно заявок: сколько заявок нужно, чтобы получить столько клиентов.
 *
 * Пример: =TARGET_LEADS(72;0,3)
 * @param {number|Array<Array<number>>} customers клиенты: Сколько нужно клиентов (количество)
 * @param {number|Array<Array<number>>} lead_to_sale конверсия в продажу: Какая доля заявок становится продажами (доля от 0 до 1)
 * @param {string|Array<Array<string>>} [rounding] округление: Целые заявки: up — вверх, nearest — до ближайшего, none — не округлять (up, nearest, none)
 * @return {number|Array<Array<*>>} Нужно заявок
 * @customfunction
 */
function TARGET_LEADS(customers, lead_to_sale, rounding) { return calculate_("TARGET_LEADS", arguments); }

/**
 * Нужно кликов: сколько кликов нужно, чтобы получить столько заявок.
 *
 * Пример: =TARGET_CLICKS(240;0,1)
 * @param {number|Array<Array<number>>} leads заявки: Сколько нужно заявок (количество)
 * @param {number|Array<Array<number>>} click_to_lead конверсия в заявку: Какая доля кликов заканчивается заявкой (доля от 0 до 1)
 * @param {string|Array<Array<string>>} [rounding] округление: Целые клики: up — вверх, nearest — до ближайшего, none — не округлять (up, nearest, none)
 * @return {number|Array<Array<*>>} Нужно кликов
 * @customfunction
 */
function TARGET_CLICKS(leads, click_to_lead, rounding) { return calculate_("TARGET_CLICKS", arguments); }

/**
 * Предельная стоимость клиента: сколько можно платить за клиента при желаемом ROMI.
 *
 * Пример: =MAX_CPO(1400;1)
 * @param {number|Array<Array<number>>} profit_per_customer прибыль с клиента: Валовая прибыль с одного клиента (деньги)
 * @param {number|Array<Array<number>>} [target_romi] желаемый ROMI: Какой ROMI вы хотите; 0 — окупиться, 1 — 100 % (доля; 0,2 — это 20 %)
 * @return {number|Array<Array<*>>} Предельная стоимость клиента
 * @customfunction
 */
function MAX_CPO(profit_per_customer, target_romi) { return calculate_("MAX_CPO", arguments); }

/**
 * Предельная стоимость заявки: сколько можно платить за заявку при такой предельной стоимости клиента.
 *
 * Пример: =MAX_CPL(694,444444444444;0,3)
 * @param {number|Array<Array<number>>} customer_cost стоимость клиента: Сколько может стоить один клиент (CPO) (деньги)
 * @param {number|Array<Array<number>>} lead_to_sale конверсия в продажу: Какая доля заявок становится продажами (доля от 0 до 1)
 * @return {number|Array<Array<*>>} Предельная стоимость заявки
 * @customfunction
 */
function MAX_CPL(customer_cost, lead_to_sale) { return calculate_("MAX_CPL", arguments); }

/**
 * Предельная цена клика («искренняя ставка»): сколько можно платить за клик при такой предельной стоимости клиента.
 *
 * Пример: =MAX_CPC(694;0,3;0,1)
 * @param {number|Array<Array<number>>} customer_cost стоимость клиента: Сколько может стоить один клиент (CPO) (деньги)
 * @param {number|Array<Array<number>>} lead_to_sale конверсия в продажу: Какая доля заявок становится продажами (доля от 0 до 1)
 * @param {number|Array<Array<number>>} click_to_lead конверсия в заявку: Какая доля кликов заканчивается заявкой (доля от 0 до 1)
 * @return {number|Array<Array<*>>} Предельная цена клика («искренняя ставка»)
 * @customfunction
 */
function MAX_CPC(customer_cost, lead_to_sale, click_to_lead) { return calculate_("MAX_CPC", arguments); }

/**
 * Нужный бюджет: во что обойдётся столько клиентов при такой цене клика.
 *
 * Пример: =REQUIRED_BUDGET(72;20,8;0,1;0,3)
 * @param {number|Array<Array<number>>} customers клиенты: Сколько нужно клиентов (количество)
 * @param {number|Array<Array<number>>} click_cost цена клика: Сколько стоит один клик (CPC) (деньги)
 * @param {number|Array<Array<number>>} click_to_lead конверсия в заявку: Какая доля кликов заканчивается заявкой (доля от 0 до 1)
 * @param {number|Array<Array<number>>} lead_to_sale конверсия в продажу: Какая доля заявок становится продажами (доля от 0 до 1)
 * @return {number|Array<Array<*>>} Нужный бюджет
 * @customfunction
 */
function REQUIRED_BUDGET(customers, click_cost, click_to_lead, lead_to_sale) { return calculate_("REQUIRED_BUDGET", arguments); }

/**
 * Декомпозиция плана: от бюджета и валовой прибыли к нужным клиентам, заявкам и кликам и к предельной ставке.
 *
 * Пример: =DECOMPOSE(50000;100000;0,3;2000;0,3;0,1)
 * @param {number|Array<Array<number>>} budget бюджет: Рекламный бюджет (деньги)
 * @param {number|Array<Array<number>>} gross_profit валовая прибыль: Желаемая валовая прибыль (деньги)
 * @param {number|Array<Array<number>>} cost_share доля издержек: Доля выручки, которую забирают товар и его продажа, без рекламы (доля от 0 до 1)
 * @param {number|Array<Array<number>>} revenue_per_customer выручка с клиента: Выручка с одного клиента (деньги)
 * @param {number|Array<Array<number>>} lead_to_sale конверсия в продажу: Какая доля заявок становится продажами (доля от 0 до 1)
 * @param {number|Array<Array<number>>} click_to_lead конверсия в заявку: Какая доля кликов заканчивается заявкой (доля от 0 до 1)
 * @param {string|Array<Array<string>>} [rounding] округление: up — целые клиенты, заявки и клики; none — не округлять; seed — как в статье, где округлены и CPO, и CPL (up, none, seed)
 * @param {string|Array<Array<string>>} [language] язык: Язык таблицы, например ru; если не указан — язык ввода или самой таблицы (en, ru)
 * @return {Array<Array<*>>} Декомпозиция плана
 * @customfunction
 */
function DECOMPOSE(budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding, language) { return calculate_("DECOMPOSE", arguments); }

/**
 * Таблица чувствительности ставки: предельная цена клика для каждой пары конверсий.
 *
 * Пример: =BID_GRID(700;{0,05\0,1};{0,2;0,3})
 * @param {number|Array<Array<number>>} customer_cost стоимость клиента: Сколько может стоить один клиент (CPO) (деньги)
 * @param {Array<Array<number>>} clicks_to_leads конверсии в заявку: Доли кликов, которые заканчиваются заявкой, по одной в столбце (доля от 0 до 1)
 * @param {Array<Array<number>>} leads_to_sales конверсии в продажу: Доли заявок, которые становятся продажами, по одной в строке (доля от 0 до 1)
 * @param {string|Array<Array<string>>} [language] язык: Язык таблицы, например ru; если не указан — язык ввода или самой таблицы (en, ru)
 * @return {Array<Array<*>>} Таблица чувствительности ставки
 * @customfunction
 */
function BID_GRID(customer_cost, clicks_to_leads, leads_to_sales, language) { return calculate_("BID_GRID", arguments); }

/**
 * Прогноз по каналу (медиаплан): что принесёт бюджет при такой цене клика.
 *
 * Пример: =MEDIA_FORECAST(50000;20,8;0,1;0,3;2000;0,7)
 * @param {number|Array<Array<number>>} budget бюджет: Бюджет канала (деньги)
 * @param {number|Array<Array<number>>} click_cost цена клика: Сколько стоит один клик (CPC) (деньги)
 * @param {number|Array<Array<number>>} click_to_lead конверсия в заявку: Какая доля кликов заканчивается заявкой (доля от 0 до 1)
 * @param {number|Array<Array<number>>} lead_to_sale конверсия в продажу: Какая доля заявок становится продажами (доля от 0 до 1)
 * @param {number|Array<Array<number>>} revenue_per_customer выручка с клиента: Выручка с одного клиента (деньги)
 * @param {number|Array<Array<number>>} margin маржа: Доля валовой прибыли в выручке (доля от 0 до 1)
 * @param {string|Array<Array<string>>} [rounding] округление: none — ожидаемые значения; up — показать целые клики, заявки и клиентов (none, up)
 * @param {string|Array<Array<string>>} [language] язык: Язык таблицы, например ru; если не указан — язык ввода или самой таблицы (en, ru)
 * @return {Array<Array<*>>} Прогноз по каналу (медиаплан)
 * @customfunction
 */
function MEDIA_FORECAST(budget, click_cost, click_to_lead, lead_to_sale, revenue_per_customer, margin, rounding, language) { return calculate_("MEDIA_FORECAST", arguments); }

/**
 * Целевое значение по SMART: к чему прийти, если известны начало и желаемый рост.
 *
 * Пример: =SMART_TARGET(1000;0,2)
 * @param {number|Array<Array<number>>} baseline исходное значение: Исходное значение (число)
 * @param {number|Array<Array<number>>} growth рост: Желаемый рост (доля; 0,2 — это 20 %)
 * @return {number|Array<Array<*>>} Целевое значение по SMART
 * @customfunction
 */
function SMART_TARGET(baseline, growth) { return calculate_("SMART_TARGET", arguments); }

/**
 * Выполнение плана: какую долю плана составляет факт.
 *
 * Пример: =ATTAINMENT(65;72)
 * @param {number|Array<Array<number>>} fact факт: Фактическое значение (число)
 * @param {number|Array<Array<number>>} plan план: Плановое значение (число)
 * @return {number|Array<Array<*>>} Выполнение плана
 * @customfunction
 */
function ATTAINMENT(fact, plan) { return calculate_("ATTAINMENT", arguments); }

/**
 * Прогноз факта к концу периода: что получится, если так пойдёт и дальше.
 *
 * Пример: =RUN_RATE(40;15;30)
 * @param {number|Array<Array<number>>} fact_to_date факт на сегодня: Сколько сделано на сегодня (число)
 * @param {number|Array<Array<number>>} elapsed_days прошло дней: Сколько дней прошло (дни)
 * @param {number|Array<Array<number>>} total_days всего дней: Сколько дней во всём периоде (дни)
 * @return {number|Array<Array<*>>} Прогноз факта к концу периода
 * @customfunction
 */
function RUN_RATE(fact_to_date, elapsed_days, total_days) { return calculate_("RUN_RATE", arguments); }

/**
 * Темп расхода бюджета: 1 — ровно; больше 1 — бюджет кончится раньше периода.
 *
 * Пример: =PACE(30000;50000;15;30)
 * @param {number|Array<Array<number>>} spent потрачено: Сколько денег уже потрачено (деньги)
 * @param {number|Array<Array<number>>} budget бюджет: Бюджет всего периода (деньги)
 * @param {number|Array<Array<number>>} elapsed_days прошло дней: Сколько дней прошло (дни)
 * @param {number|Array<Array<number>>} total_days всего дней: Сколько дней во всём периоде (дни)
 * @return {number|Array<Array<*>>} Темп расхода бюджета
 * @customfunction
 */
function PACE(spent, budget, elapsed_days, total_days) { return calculate_("PACE", arguments); }

/**
 * Статус показателя: ok — план выполнен или лучше, warn — отклонение в пределах допуска, fail — больше.
 *
 * Пример: =KPI_STATUS(2100;2000;"lower")
 * @param {number|Array<Array<number>>} fact факт: Фактическое значение (число)
 * @param {number|Array<Array<number>>} plan план: Плановое значение или предел (число)
 * @param {string|Array<Array<string>>} [better] лучше: higher — чем больше, тем лучше (продажи); lower — чем меньше (затраты) (higher, lower)
 * @param {number|Array<Array<number>>} [tolerance] допуск: На какую долю плана можно отклониться, чтобы это ещё не было провалом (доля от 0 до 1)
 * @return {string|Array<Array<*>>} Статус показателя
 * @customfunction
 */
function KPI_STATUS(fact, plan, better, tolerance) { return calculate_("KPI_STATUS", arguments); }

/**
 * Итог как отношение сумм: верный итог столбца отношений, по строкам, где есть оба числа.
 *
 * Пример: =RATIO_OF_SUMS({149,71;2893,37;55662,15};{24;183;872})
 * @param {Array<Array<number>>} numerators числители: Что делится: расход, продажи… (число)
 * @param {Array<Array<number>>} denominators знаменатели: На что делится: клики, заявки… (число)
 * @return {number|Array<Array<*>>} Итог как отношение сумм
 * @customfunction
 */
function RATIO_OF_SUMS(numerators, denominators) { return calculate_("RATIO_OF_SUMS", arguments); }

/**
 * Граница доверительного интервала конверсии (Уилсон): самая малая или самая большая истинная конверсия, которая согласуется с данными.
 *
 * Пример: =CONVERSION_BOUND(6;30;"low")
 * @param {number|Array<Array<number>>} successes успехи: Сколько прошли дальше (количество)
 * @param {number|Array<Array<number>>} attempts попытки: Сколько было всего (количество)
 * @param {string|Array<Array<string>>} side сторона: low — нижняя граница интервала, high — верхняя (low, high)
 * @param {number|Array<Array<number>>} [confidence] доверительная вероятность: Доверительная вероятность интервала (доля меньше 1)
 * @return {number|Array<Array<*>>} Граница доверительного интервала конверсии (Уилсон)
 * @customfunction
 */
function CONVERSION_BOUND(successes, attempts, side, confidence) { return calculate_("CONVERSION_BOUND", arguments); }

/**
 * Граница ROMI: насколько низким или высоким может быть настоящий ROMI при таком числе клиентов и таком разбросе чеков.
 *
 * Пример: =ROMI_BOUND(100800;50000;72;"low")
 * @param {number|Array<Array<number>>} gross_profit валовая прибыль: Валовая прибыль, которую принёс маркетинг, до вычета расхода на него (деньги)
 * @param {number|Array<Array<number>>} spend расход: Сколько потрачено на маркетинг (деньги)
 * @param {number|Array<Array<number>>} customers клиенты: Клиенты, которые принесли эту валовую прибыль (количество)
 * @param {string|Array<Array<string>>} side сторона: low — нижняя граница интервала, high — верхняя (low, high)
 * @param {number|Array<Array<number>>} [variation] разброс: Стандартное отклонение валовой прибыли с клиента, делённое на среднее: 1 подходит для большинства чеков, 2 — если клиенты покупают часто (стандартное отклонение / среднее)
 * @param {number|Array<Array<number>>} [usual_profit] обычная прибыль с клиента: Валовая прибыль, которую клиент обычно приносит в других каналах; если пусто — в этом (деньги)
 * @param {number|Array<Array<number>>} [minimum_customers] минимум клиентов: С какого числа клиентов средняя валовая прибыль с клиента считается известной (количество)
 * @param {number|Array<Array<number>>} [confidence] доверительная вероятность: Насколько вы хотите быть уверены, что ROMI не выйдет за эту границу (доля меньше 1)
 * @return {number|Array<Array<*>>} Граница ROMI
 * @customfunction
 */
function ROMI_BOUND(gross_profit, spend, customers, side, variation, usual_profit, minimum_customers, confidence) { return calculate_("ROMI_BOUND", arguments); }

/**
 * Значимость различия двух конверсий (p): как часто такое различие даёт одна случайность.
 *
 * Пример: =PROP_TEST(30;1000;45;1000)
 * @param {number|Array<Array<number>>} successes_one успехи первой: Сколько прошли дальше в первой группе (количество)
 * @param {number|Array<Array<number>>} attempts_one попытки первой: Сколько было всего в первой группе (количество)
 * @param {number|Array<Array<number>>} successes_two успехи второй: Сколько прошли дальше во второй группе (количество)
 * @param {number|Array<Array<number>>} attempts_two попытки второй: Сколько было всего во второй группе (количество)
 * @return {number|Array<Array<*>>} Значимость различия двух конверсий (p)
 * @customfunction
 */
function PROP_TEST(successes_one, attempts_one, successes_two, attempts_two) { return calculate_("PROP_TEST", arguments); }

/**
 * Минимальная выборка на вариант: сколько визитов нужно каждому варианту A/B-теста.
 *
 * Пример: =MIN_SAMPLE(0,03;0,2)
 * @param {number|Array<Array<number>>} baseline_rate конверсия сейчас: Конверсия сейчас (доля от 0 до 1)
 * @param {number|Array<Array<number>>} uplift относительный рост: Какое относительное изменение нужно заметить; 0,2 — это с 3 % до 3,6 % (доля; 0,2 — это 20 %)
 * @param {number|Array<Array<number>>} [confidence] доверительная вероятность: Доверительная вероятность теста (доля меньше 1)
 * @param {number|Array<Array<number>>} [power] мощность: С какой вероятностью заметить изменение, если оно есть (доля меньше 1)
 * @return {number|Array<Array<*>>} Минимальная выборка на вариант
 * @customfunction
 */
function MIN_SAMPLE(baseline_rate, uplift, confidence, power) { return calculate_("MIN_SAMPLE", arguments); }

/**
 * Кликов без конверсий, чтобы отключить: если на столько кликов нет ни одной, ожидаемой конверсии там нет.
 *
 * Пример: =MIN_CLICKS(0,03)
 * @param {number|Array<Array<number>>} conversion_rate ожидаемая конверсия: Какой конверсии вы ждёте от хорошей фразы или площадки (доля от 0 до 1)
 * @param {number|Array<Array<number>>} [confidence] доверительная вероятность: Насколько нужно быть уверенным, прежде чем отключить (доля меньше 1)
 * @return {number|Array<Array<*>>} Кликов без конверсий, чтобы отключить
 * @customfunction
 */
function MIN_CLICKS(conversion_rate, confidence) { return calculate_("MIN_CLICKS", arguments); }

/**
 * Предельная стоимость конверсии: во что обошлась каждая дополнительная конверсия, когда расход подняли.
 *
 * Пример: =MARGINAL_CPA(500;11;1000;17)
 * @param {number|Array<Array<number>>} spend_before расход до: Расход первого периода (деньги)
 * @param {number|Array<Array<number>>} conversions_before конверсий до: Конверсии первого периода (количество)
 * @param {number|Array<Array<number>>} spend_after расход после: Расход второго периода (деньги)
 * @param {number|Array<Array<number>>} conversions_after конверсий после: Конверсии второго периода (количество)
 * @return {number|Array<Array<*>>} Предельная стоимость конверсии
 * @customfunction
 */
function MARGINAL_CPA(spend_before, conversions_before, spend_after, conversions_after) { return calculate_("MARGINAL_CPA", arguments); }

/**
 * Сравнение каналов: все показатели каждого канала, итоги «Платные» и «Все», место и вердикт.
 *
 * Пример: =CHANNEL_COMPARE({"Channel"\"Spend"\"Customers"\"Revenue"\"Margin";"Ads"\100\20\300\0,5})
 * @param {Array<Array<*>>} table таблица: Таблица каналов со строкой заголовков: канал, расход, заявки, клиенты, выручка, себестоимость… (таблица со строкой заголовков)
 * @param {number|Array<Array<number>>} [minimum_customers] минимум клиентов: С какого числа клиентов средняя валовая прибыль с клиента считается известной: если их меньше, её определяет один крупный чек (количество)
 * @param {number|Array<Array<number>>} [confidence] доверительная вероятность: Насколько уверенным должен быть каждый вердикт; с той же вероятностью считаются границы конверсии (доля меньше 1)
 * @param {number|Array<Array<number>>} [margin] маржа: Какую долю выручки составляет валовая прибыль, если в таблице нет такого столбца (доля от 0 до 1)
 * @param {number|Array<Array<number>>} [variation] разброс: Стандартное отклонение валовой прибыли с клиента, делённое на среднее: 1 подходит для большинства чеков, 2 — если клиенты покупают часто (стандартное отклонение / среднее)
 * @param {number|Array<Array<number>>} [elasticity] эластичность: Как валовая прибыль следует за расходом; если пусто — оценивается по 8 и более периодам, а без них 0,5, осторожная догадка (доля от 0 до 1)
 * @param {number|Array<Array<number>>} [maximum] максимум: Во сколько раз самое большее может вырасти расход канала: дальше от нынешнего ничего не известно (разы)
 * @param {number|Array<Array<number>>} [usual_profit] обычная прибыль с клиента: Сколько валовой прибыли приносит один клиент; если пусто — среднее других каналов (деньги)
 * @param {string|Array<Array<string>>} [language] язык: Язык таблицы, например ru; если не указан — язык ввода или самой таблицы (en, ru)
 * @return {Array<Array<*>>} Сравнение каналов
 * @customfunction
 */
function CHANNEL_COMPARE(table, minimum_customers, confidence, margin, variation, elasticity, maximum, usual_profit, language) { return calculate_("CHANNEL_COMPARE", arguments); }

/**
 * Перераспределение бюджета: как поделить его между каналами, чтобы валовая прибыль была наибольшей, если отдача убывает.
 *
 * Пример: =REALLOCATE({"Direct";"VK";"SEO"};{50000;30000;20000};{100000;36000;60000})
 * @param {Array<Array<string>>} channels каналы: Названия каналов (текст)
 * @param {Array<Array<number>>} spend расход: Сколько стоит каждый канал сейчас (деньги)
 * @param {Array<Array<number>>} gross_profit валовая прибыль: Валовая прибыль каждого канала сейчас (деньги)
 * @param {number|Array<Array<number>>} [budget] бюджет: Сколько денег распределить; если не указано — сумма нынешних расходов (деньги)
 * @param {number|Array<Array<number>>} [elasticity] эластичность: Как валовая прибыль следует за расходом: 0,5 — вчетверо больше денег даёт вдвое больше прибыли; если пусто — оценивается по 8 и более периодам, а без них 0,5, осторожная догадка (доля от 0 до 1)
 * @param {Array<Array<number>>} [minimum] минимум: Наименьший новый расход, в разах от нынешнего; один на всех или свой у каждого канала (разы)
 * @param {Array<Array<number>>} [maximum] максимум: Наибольший новый расход, в разах от нынешнего; один на всех или свой у каждого канала (разы)
 * @param {Array<Array<string>>} [row_periods] периоды строк: Неделя или месяц каждой строки; тогда строки канала — его история, и они складываются (текст)
 * @param {string|Array<Array<string>>} [language] язык: Язык таблицы, например ru; если не указан — язык ввода или самой таблицы (en, ru)
 * @return {Array<Array<*>>} Перераспределение бюджета
 * @customfunction
 */
function REALLOCATE(channels, spend, gross_profit, budget, elasticity, minimum, maximum, row_periods, language) { return calculate_("REALLOCATE", arguments); }
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
        "blank": "{function}: пустая ячейка в аргументе {argument}. Заполните её.",
        "single": "{function}: аргумент {argument} — диапазон. Укажите одно значение.",
        "unequal": "{place}: диапазоны разного размера. Сделайте их одинаковыми."
    }
};

  const isError = (cell) => cell !== null && typeof cell === "object" && typeof cell.error === "string";
  const isBlank = (cell) => cell === null || cell === undefined || cell === "";
  const failure = (code, message, facts) => {
    const template = (MESSAGES[language] || MESSAGES.en || {})[message] || "";
    return { error: code, message: template.replace(/\{(\w+)\}/g, (found, name) => (name in facts ? facts[name] : found)) };
  };
  const isNumberAsText = (cell) => typeof cell === "string" &&
    /^[\s\u00a0\u202f]*[+\-\u2212]?([0-9]+([\s\u00a0\u202f.,'\u2019][0-9]+)*[.,]?|[.,][0-9]+)(e[+-]?[0-9]+)?[\s\u00a0\u202f]*%?[\s\u00a0\u202f]*$/i.test(cell);
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

  /** The result of one set of cells: a number, a text, null for a blank, or an error. */
  const one = (kpi, cells) => {
    const values = [];
    let refused = null;
    for (const cell of cells) {
      if (isError(cell)) { return cell; }
      if (typeof cell === "string" && ERRORS.has(cell)) { return { error: cell, message: "" }; }
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
      return { rows: rows.length, columns: rows[0].length, values: [].concat(...rows) };
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
    for (const cell of [].concat(cells.filter((cell) => !isRange(cell)), ...ranges.map((range) => range.values))) {
      if (isError(cell)) { return cell; }
      if (typeof cell === "string" && ERRORS.has(cell)) { return { error: cell, message: "" }; }
    }
    if (ranges.some((range) => range.rows !== ranges[0].rows || range.columns !== ranges[0].columns)) {
      return failure("#N/A", "unequal", { place: kpi.name });
    }
    const refusals = [];
    const columns = ranges.map((range, position) => range.values.map((cell) => {
      const parameter = kpi.parameters[indexes[position]];
      if (isBlank(cell) || (parameter.skipsText && typeof cell !== "number" && !isNumberAsText(cell))) { return null; }
      const value = check(kpi, parameter, cell);
      if (isError(value)) { refusals.push(value); }
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
    const values = [];
    const errors = [];
    let message;
    for (let index = 0; index < rows * columns; index += 1) {
      const result = one(kpi, cells.map((cell, position) => (columnsOf[position] ? columnsOf[position][index] : cell)));
      if (isError(result)) {
        errors.push([index, result.error]);
        message = message || result.message;
      }
      values.push(isError(result) ? null : result);
    }
    return errors.length ? { rows, columns, values, errors, message } : { rows, columns, values, errors };
  };

  // --- tables

  const asked = (cell) => (Object.keys(MESSAGES).includes(cell) ? cell : language);
  const table = (rows) => {
    const values = [];
    const errors = [];
    let message;
    for (const cell of [].concat(...rows)) {
      if (isError(cell)) {
        errors.push([values.length, cell.error]);
        message = message || cell.message;
      }
      values.push(isError(cell) ? null : cell);
    }
    const answer = { rows: rows.length, columns: rows[0].length, values, errors };
    return errors.length ? Object.assign(answer, { message }) : answer;
  };

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
    unmet: [{"en": "GROSS_MARGIN: Revenue is below 0, and has no margin. Check the sign.", "ru": "GROSS_MARGIN: Выручка меньше нуля, маржи у неё нет. Проверьте знак."}],
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
