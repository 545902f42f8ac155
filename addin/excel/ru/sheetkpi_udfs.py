"""Показатели маркетинга в виде функций Excel: =ROMI(100000;50000) и другие. KPI_WHY объясняет ошибки.

Создано командой `sheetkpi build`, вручную не менять. Каждая функция передаёт ячейки пакету sheetkpi и возвращает результат.

Excel для Windows. Команда `py -m sheetkpi excel install` добавляет функции во все книги, и этот файл ей не нужен. С надстройкой самой
xlwings — так:
- py -m pip install "sheetkpi[excel]", затем py -m xlwings.cli addin install.
- Сохраните книгу как .xlsm и положите этот файл рядом с ней.
- В Excel: Файл → Параметры → Центр управления безопасностью → Параметры центра управления безопасностью → Параметры макросов → Доверять
  доступ к объектной модели проектов VBA.
- На вкладке xlwings впишите sheetkpi_udfs в поле UDF Modules и нажмите Import Functions.
- Ошибка там — текст, например #ДЕЛ/0!, и ЕСЛИОШИБКА её не замечает.

Excel для Mac, в браузере или для Windows, без Python на компьютере:
- Главная → Надстройки: xlwings Lite.
- В её редакторе добавьте в requirements.txt строку sheetkpi.
- Замените содержимое main.py этим файлом.
- Ошибки там настоящие. Первый расчёт ждёт, пока загрузится Python.
"""

from xlwings import arg, func

from sheetkpi.hosts.excel.calls import from_xlwings

CATEGORY = "Показатели маркетинга"
LANGUAGE = "ru"


# --- Рентабельность


@func(category=CATEGORY)
@arg("revenue", doc="Выручка от продаж", ndim=2, err_to_str=True)
@arg("cost", doc="Затраты, которые нужно вычесть", ndim=2, err_to_str=True)
@arg("*more_costs", doc="Другие затраты, которые нужно вычесть", ndim=2, err_to_str=True)
def PROFIT(revenue, cost, *more_costs):
    """Прибыль: выручка за вычетом перечисленных затрат."""
    return from_xlwings("PROFIT", [revenue, cost, *more_costs], LANGUAGE)


@func(category=CATEGORY)
@arg("revenue", doc="Выручка от продаж", ndim=2, err_to_str=True)
@arg("cost_of_sales", doc="Во что обошлись проданные товары или услуги", ndim=2, err_to_str=True)
def GROSS_MARGIN(revenue, cost_of_sales):
    """Маржинальность (доля валовой прибыли): какая часть выручки остаётся после вычета себестоимости."""
    return from_xlwings("GROSS_MARGIN", [revenue, cost_of_sales], LANGUAGE)


@func(category=CATEGORY)
@arg("gross_profit", doc="Валовая прибыль, которую принёс маркетинг, до вычета расхода на него", ndim=2, err_to_str=True)
@arg("spend", doc="Сколько потрачено на маркетинг", ndim=2, err_to_str=True)
def ROMI(gross_profit, spend):
    """Рентабельность маркетинга (по валовой прибыли): сколько чистой прибыли приносит рубль рекламы; 1 — это 100 %."""
    return from_xlwings("ROMI", [gross_profit, spend], LANGUAGE)


@func(category=CATEGORY)
@arg("revenue", doc="Выручка от продаж", ndim=2, err_to_str=True)
@arg("margin", doc="Доля валовой прибыли в выручке; 1 — ROMI по выручке (доля от 0 до 1)", ndim=2, err_to_str=True)
@arg("spend", doc="Сколько потрачено на маркетинг", ndim=2, err_to_str=True)
@arg("incremental", doc="Доля продаж, которых без маркетинга не было бы (доля от 0 до 1). Если не указать: 1", ndim=2, err_to_str=True)
def ROMI_MARGIN(revenue, margin, spend, incremental=None):
    """ROMI от выручки через маржу и долю дополнительных продаж: когда известна выручка, а не валовая прибыль."""
    return from_xlwings("ROMI_MARGIN", [revenue, margin, spend, incremental], LANGUAGE)


@func(category=CATEGORY)
@arg("income", doc="Сколько принесли вложения: лучше прибыль, а не выручка", ndim=2, err_to_str=True)
@arg("investment", doc="Сколько вложено", ndim=2, err_to_str=True)
def ROI(income, investment):
    """Рентабельность инвестиций: та же формула, что у ROMI, но для любых вложений, не только маркетинга."""
    return from_xlwings("ROI", [income, investment], LANGUAGE)


@func(category=CATEGORY)
@arg("revenue", doc="Выручка, которую принесла реклама", ndim=2, err_to_str=True)
@arg("spend", doc="Сколько потрачено на рекламу", ndim=2, err_to_str=True)
def ROAS(revenue, spend):
    """Окупаемость рекламных расходов: выручка на рубль рекламы; это ещё не прибыль."""
    return from_xlwings("ROAS", [revenue, spend], LANGUAGE)


@func(category=CATEGORY)
@arg("spend", doc="Сколько потрачено на рекламу", ndim=2, err_to_str=True)
@arg("revenue", doc="Выручка, которую принесла реклама", ndim=2, err_to_str=True)
def DRR(spend, revenue):
    """ДРР — доля рекламных расходов (ACoS): какую часть выручки забирает реклама."""
    return from_xlwings("DRR", [spend, revenue], LANGUAGE)


@func(category=CATEGORY)
@arg(
    "margin",
    doc="Доля выручки, которая остаётся после товара, доставки, комиссий и возвратов, до рекламы (доля от 0 до 1)",
    ndim=2,
    err_to_str=True,
)
def BREAKEVEN_ROAS(margin):
    """ROAS безубыточности: выручка на рубль рекламы, при которой вы ничего не зарабатываете и не теряете."""
    return from_xlwings("BREAKEVEN_ROAS", [margin], LANGUAGE)


@func(category=CATEGORY)
@arg("spend", doc="Сколько стоит маркетинг", ndim=2, err_to_str=True)
@arg("profit_per_customer", doc="Валовая прибыль с одного клиента", ndim=2, err_to_str=True)
@arg(
    "rounding", doc="Целые клиенты: up — вверх, nearest — до ближайшего, none — не округлять. Если не указать: up", ndim=2, err_to_str=True
)
def BREAKEVEN_CUSTOMERS(spend, profit_per_customer, rounding=None):
    """Клиентов для окупаемости: сколько человек должны купить, чтобы маркетинг себя оправдал."""
    return from_xlwings("BREAKEVEN_CUSTOMERS", [spend, profit_per_customer, rounding], LANGUAGE)


@func(category=CATEGORY)
@arg("salary", doc="Желаемая зарплата в месяц", ndim=2, err_to_str=True)
@arg("hours", doc="Рабочих часов в месяц", ndim=2, err_to_str=True)
@arg("hours_per_unit", doc="Сколько часов занимает одна услуга", ndim=2, err_to_str=True)
@arg("overheads", doc="Аренда, коммунальные услуги, инструменты, транспорт, обучение… в месяц", ndim=2, err_to_str=True)
@arg("materials", doc="Материалы на одну услугу", ndim=2, err_to_str=True)
def UNIT_COST(salary, hours, hours_per_unit, overheads, materials):
    """Себестоимость услуги (процедуры): часы работы с их долей общих расходов и материалы."""
    return from_xlwings("UNIT_COST", [salary, hours, hours_per_unit, overheads, materials], LANGUAGE)


@func(category=CATEGORY)
@arg("amount", doc="Сумма с НДС", ndim=2, err_to_str=True)
@arg("vat_rate", doc="Ставка НДС (доля от 0 до 1)", ndim=2, err_to_str=True)
def WITHOUT_VAT(amount, vat_rate):
    """Сумма без НДС: чтобы сравнивать расход и выручку на одной основе."""
    return from_xlwings("WITHOUT_VAT", [amount, vat_rate], LANGUAGE)


# --- Стоимость привлечения


@func(category=CATEGORY)
@arg("spend", doc="Сколько потрачено на рекламу", ndim=2, err_to_str=True)
@arg("impressions", doc="Сколько раз показали рекламу", ndim=2, err_to_str=True)
def CPM(spend, impressions):
    """Цена тысячи показов: сколько стоит показать рекламу тысячу раз."""
    return from_xlwings("CPM", [spend, impressions], LANGUAGE)


@func(category=CATEGORY)
@arg("spend", doc="Сколько потрачено на рекламу", ndim=2, err_to_str=True)
@arg("clicks", doc="Клики по рекламе", ndim=2, err_to_str=True)
def CPC(spend, clicks):
    """Цена клика: сколько стоил один клик."""
    return from_xlwings("CPC", [spend, clicks], LANGUAGE)


@func(category=CATEGORY)
@arg("spend", doc="Сколько потрачено на маркетинг", ndim=2, err_to_str=True)
@arg("leads", doc="Заявки (лиды): кто оставил заявку или позвонил", ndim=2, err_to_str=True)
def CPL(spend, leads):
    """Стоимость лида: сколько стоил один лид."""
    return from_xlwings("CPL", [spend, leads], LANGUAGE)


@func(category=CATEGORY)
@arg("spend", doc="Сколько потрачено на маркетинг", ndim=2, err_to_str=True)
@arg("actions", doc="Заявки или другие целевые действия", ndim=2, err_to_str=True)
def CPA(spend, actions):
    """Стоимость заявки / целевого действия: сколько стоила одна заявка или другое целевое действие."""
    return from_xlwings("CPA", [spend, actions], LANGUAGE)


@func(category=CATEGORY)
@arg("spend", doc="Сколько потрачено на маркетинг", ndim=2, err_to_str=True)
@arg("orders", doc="Оплаченные заказы или новые клиенты", ndim=2, err_to_str=True)
def CPO(spend, orders):
    """Стоимость заказа (клиента): сколько маркетинга ушло на одну продажу."""
    return from_xlwings("CPO", [spend, orders], LANGUAGE)


@func(category=CATEGORY)
@arg("marketing_cost", doc="Сколько потрачено на маркетинг", ndim=2, err_to_str=True)
@arg("sales_cost", doc="Сколько стоил отдел продаж; 0, если вы сознательно его не считаете", ndim=2, err_to_str=True)
@arg("new_customers", doc="Новые клиенты за период", ndim=2, err_to_str=True)
def CAC(marketing_cost, sales_cost, new_customers):
    """Стоимость привлечения клиента (маркетинг + продажи): во что обошёлся один новый клиент целиком."""
    return from_xlwings("CAC", [marketing_cost, sales_cost, new_customers], LANGUAGE)


# --- Воронка и конверсия


@func(category=CATEGORY)
@arg("clicks", doc="Клики по рекламе", ndim=2, err_to_str=True)
@arg("impressions", doc="Сколько раз показали рекламу", ndim=2, err_to_str=True)
def CTR(clicks, impressions):
    """CTR — кликабельность: какая доля показов закончилась кликом."""
    return from_xlwings("CTR", [clicks, impressions], LANGUAGE)


@func(category=CATEGORY)
@arg("successes", doc="Сколько прошли дальше: заявки, встречи, продажи", ndim=2, err_to_str=True)
@arg("attempts", doc="Сколько было всего: клики, визиты, заявки", ndim=2, err_to_str=True)
def CONVERSION(successes, attempts):
    """Конверсия: какая доля одного шага воронки переходит на следующий."""
    return from_xlwings("CONVERSION", [successes, attempts], LANGUAGE)


@func(category=CATEGORY)
@arg("rate", doc="Конверсия первого шага (доля от 0 до 1)", ndim=2, err_to_str=True)
@arg("*more_rates", doc="Конверсии следующих шагов (доля от 0 до 1)", ndim=2, err_to_str=True)
def FUNNEL_RATE(rate, *more_rates):
    """Сквозная конверсия: какая доля первого шага доходит до последнего."""
    return from_xlwings("FUNNEL_RATE", [rate, *more_rates], LANGUAGE)


@func(category=CATEGORY)
@arg("visits", doc="Визиты на сайт", ndim=2, err_to_str=True)
@arg("leads", doc="Заявки (лиды): кто оставил заявку или позвонил", ndim=2, err_to_str=True)
def TRAFFIC_PER_LEAD(visits, leads):
    """Соотношение трафика к лидам: сколько визитов нужно на один лид."""
    return from_xlwings("TRAFFIC_PER_LEAD", [visits, leads], LANGUAGE)


@func(category=CATEGORY)
@arg("start_dates", doc="Даты начала сделок", ndim=2, err_to_str=True)
@arg("close_dates", doc="Даты закрытия; у открытой сделки пусто", ndim=2, err_to_str=True)
@arg(
    "method",
    doc="mean — среднее; median — медиана, если есть несколько очень долгих сделок. Если не указать: mean",
    ndim=2,
    err_to_str=True,
)
def DEAL_CYCLE(start_dates, close_dates, method=None):
    """Длина цикла сделки: сколько дней проходит от начала сделки до её закрытия."""
    return from_xlwings("DEAL_CYCLE", [start_dates, close_dates, method], LANGUAGE)


@func(category=CATEGORY)
@arg("stages", doc="Названия шагов, от самого широкого к самому узкому", ndim=2, err_to_str=True)
@arg("counts", doc="Сколько дошли до каждого шага", ndim=2, err_to_str=True)
@arg("spend", doc="Сколько потрачено на маркетинг; без него стоимость не показывается", ndim=2, err_to_str=True)
@arg("language", doc="Язык таблицы, например ru; если не указан — язык ввода или самой таблицы", ndim=2, err_to_str=True)
def FUNNEL_TABLE(stages, counts, spend=None, language=None):
    """Таблица воронки: конверсия, потери и стоимость единицы на каждом шаге."""
    return from_xlwings("FUNNEL_TABLE", [stages, counts, spend, language], LANGUAGE)


# --- Структура трафика


@func(category=CATEGORY)
@arg("part", doc="Часть: органические визиты, пропущенные звонки, выручка канала…", ndim=2, err_to_str=True)
@arg("whole", doc="Целое", ndim=2, err_to_str=True)
def SHARE_OF(part, whole):
    """Доля (органика, соцсети, охват, пропущенные звонки…): какую часть целого составляет часть."""
    return from_xlwings("SHARE_OF", [part, whole], LANGUAGE)


@func(category=CATEGORY)
@arg("channels", doc="Названия каналов", ndim=2, err_to_str=True)
@arg("amounts", doc="Визиты, заявки или продажи каждого", ndim=2, err_to_str=True)
@arg("language", doc="Язык таблицы, например ru; если не указан — язык ввода или самой таблицы", ndim=2, err_to_str=True)
def CHANNEL_MIX(channels, amounts, language=None):
    """Структура по каналам: доля каждого, начиная с самого большого, с накоплением."""
    return from_xlwings("CHANNEL_MIX", [channels, amounts, language], LANGUAGE)


# --- Удержание и лояльность


@func(category=CATEGORY)
@arg("customers_start", doc="Клиентов на начало периода", ndim=2, err_to_str=True)
@arg("customers_end", doc="Клиентов на конец периода, вместе с новыми", ndim=2, err_to_str=True)
@arg("new_customers", doc="Новые клиенты за период", ndim=2, err_to_str=True)
def RETENTION(customers_start, customers_end, new_customers):
    """Уровень удержания клиентов (CRR): какая доля клиентов, бывших в начале, осталась."""
    return from_xlwings("RETENTION", [customers_start, customers_end, new_customers], LANGUAGE)


@func(category=CATEGORY)
@arg("customers_start", doc="Клиентов на начало периода", ndim=2, err_to_str=True)
@arg("customers_end", doc="Клиентов на конец периода, вместе с новыми", ndim=2, err_to_str=True)
@arg("new_customers", doc="Новые клиенты за период; без них — чистый отток, как в источнике. Если не указать: 0", ndim=2, err_to_str=True)
def CHURN(customers_start, customers_end, new_customers=None):
    """Отток клиентов (CCR): какая доля клиентов, бывших в начале, ушла."""
    return from_xlwings("CHURN", [customers_start, customers_end, new_customers], LANGUAGE)


@func(category=CATEGORY)
@arg("repeat_customers", doc="Клиенты, купившие больше одного раза", ndim=2, err_to_str=True)
@arg("customers", doc="Все клиенты", ndim=2, err_to_str=True)
def REPEAT_RATE(repeat_customers, customers):
    """Доля повторных покупателей (RPR): какая доля клиентов купила больше одного раза."""
    return from_xlwings("REPEAT_RATE", [repeat_customers, customers], LANGUAGE)


@func(category=CATEGORY)
@arg("members", doc="Активные участники программы лояльности", ndim=2, err_to_str=True)
@arg("customers", doc="Все клиенты", ndim=2, err_to_str=True)
def PARTICIPATION_RATE(members, customers):
    """Коэффициент участия (PR): какая доля клиентов участвует в программе лояльности."""
    return from_xlwings("PARTICIPATION_RATE", [members, customers], LANGUAGE)


@func(category=CATEGORY)
@arg("points_used", doc="Сколько бонусных баллов потрачено", ndim=2, err_to_str=True)
@arg("points_issued", doc="Сколько бонусных баллов начислено", ndim=2, err_to_str=True)
def REDEMPTION_RATE(points_used, points_issued):
    """Коэффициент погашения (RR): какая доля начисленных баллов потрачена."""
    return from_xlwings("REDEMPTION_RATE", [points_used, points_issued], LANGUAGE)


@func(category=CATEGORY)
@arg("returned", doc="Ушедшие клиенты, которые купили снова", ndim=2, err_to_str=True)
@arg("lapsed", doc="Клиенты, которые перестали покупать", ndim=2, err_to_str=True)
def REACTIVATION_RATE(returned, lapsed):
    """Доля возвращённых клиентов: какая доля ушедших клиентов вернулась."""
    return from_xlwings("REACTIVATION_RATE", [returned, lapsed], LANGUAGE)


@func(category=CATEGORY)
@arg("scores", doc="Ответы от 0 до 10, по одному в ячейке; пустые ячейки и слова пропускаются", ndim=2, err_to_str=True)
def NPS(scores):
    """NPS по оценкам 0–10: процент промоутеров (9 и 10) минус процент недовольных (от 0 до 6)."""
    return from_xlwings("NPS", [scores], LANGUAGE)


@func(category=CATEGORY)
@arg("promoters", doc="Ответы 9 и 10", ndim=2, err_to_str=True)
@arg("passives", doc="Ответы 7 и 8", ndim=2, err_to_str=True)
@arg("detractors", doc="Ответы от 0 до 6", ndim=2, err_to_str=True)
def NPS_COUNTS(promoters, passives, detractors):
    """NPS по числу ответов: процент промоутеров минус процент недовольных."""
    return from_xlwings("NPS_COUNTS", [promoters, passives, detractors], LANGUAGE)


@func(category=CATEGORY)
@arg("promoters", doc="Ответы 9 и 10", ndim=2, err_to_str=True)
@arg("passives", doc="Ответы 7 и 8", ndim=2, err_to_str=True)
@arg("detractors", doc="Ответы от 0 до 6", ndim=2, err_to_str=True)
@arg("confidence", doc="Доверительная вероятность интервала (доля меньше 1). Если не указать: 0,95", ndim=2, err_to_str=True)
@arg(
    "method",
    doc="adjusted — уточнённый интервал Вальда, wald — обычный, для сотен ответов. Если не указать: adjusted",
    ndim=2,
    err_to_str=True,
)
def NPS_MARGIN(promoters, passives, detractors, confidence=None, method=None):
    """Погрешность NPS, ±: насколько оценка по выборке может отличаться от оценки всех клиентов."""
    return from_xlwings("NPS_MARGIN", [promoters, passives, detractors, confidence, method], LANGUAGE)


@func(category=CATEGORY)
@arg("satisfied", doc="Ответы «доволен»", ndim=2, err_to_str=True)
@arg("responses", doc="Все ответы", ndim=2, err_to_str=True)
def CSAT(satisfied, responses):
    """Удовлетворённость клиентов: какая доля ответов — «доволен»."""
    return from_xlwings("CSAT", [satisfied, responses], LANGUAGE)


# --- Ценность клиента и рекомендации


@func(category=CATEGORY)
@arg("revenue", doc="Выручка от заказов", ndim=2, err_to_str=True)
@arg("orders", doc="Оплаченные заказы", ndim=2, err_to_str=True)
def AOV(revenue, orders):
    """Средний чек: выручка одного заказа."""
    return from_xlwings("AOV", [revenue, orders], LANGUAGE)


@func(category=CATEGORY)
@arg("orders", doc="Заказы за период", ndim=2, err_to_str=True)
@arg("customers", doc="Клиенты, которые покупали за период", ndim=2, err_to_str=True)
def PURCHASE_FREQUENCY(orders, customers):
    """Частота покупок: сколько заказов сделал один клиент за период."""
    return from_xlwings("PURCHASE_FREQUENCY", [orders, customers], LANGUAGE)


@func(category=CATEGORY)
@arg("average_check", doc="Выручка одной покупки", ndim=2, err_to_str=True)
@arg("purchases_per_year", doc="Покупок одного клиента в год", ndim=2, err_to_str=True)
@arg("years", doc="Сколько лет клиент остаётся с вами", ndim=2, err_to_str=True)
@arg(
    "margin", doc="Доля валовой прибыли в выручке; без неё LTV — это выручка (доля от 0 до 1). Если не указать: 1", ndim=2, err_to_str=True
)
def LTV(average_check, purchases_per_year, years, margin=None):
    """Пожизненная ценность клиента: сколько принесёт один клиент за все годы."""
    return from_xlwings("LTV", [average_check, purchases_per_year, years, margin], LANGUAGE)


@func(category=CATEGORY)
@arg("profit_per_period", doc="Валовая прибыль с одного клиента за период", ndim=2, err_to_str=True)
@arg("churn_rate", doc="Какая доля клиентов уходит за период (доля от 0 до 1)", ndim=2, err_to_str=True)
@arg("discount", doc="Ставка дисконта за период той же длины, что у оттока (доля от 0 до 1). Если не указать: 0", ndim=2, err_to_str=True)
@arg("periods", doc="Сколько периодов считать; без них — все", ndim=2, err_to_str=True)
@arg("first", doc="now — первая прибыль сразу; later — через период. Если не указать: now", ndim=2, err_to_str=True)
def LTV_CHURN(profit_per_period, churn_rate, discount=None, periods=None, first=None):
    """LTV через отток: прибыль с одного клиента с учётом оттока и дисконта."""
    return from_xlwings("LTV_CHURN", [profit_per_period, churn_rate, discount, periods, first], LANGUAGE)


@func(category=CATEGORY)
@arg("ltv_profit", doc="Валовая прибыль с одного клиента за все годы", ndim=2, err_to_str=True)
@arg("customers", doc="Сколько клиентов пришло", ndim=2, err_to_str=True)
@arg("spend", doc="Сколько потрачено на маркетинг", ndim=2, err_to_str=True)
def LIFETIME_ROMI(ltv_profit, customers, spend):
    """ROMI на срок жизни клиента: окупаемость маркетинга с учётом следующих покупок."""
    return from_xlwings("LIFETIME_ROMI", [ltv_profit, customers, spend], LANGUAGE)


@func(category=CATEGORY)
@arg("lifetime_value", doc="Пожизненная ценность клиента по валовой прибыли", ndim=2, err_to_str=True)
@arg("acquisition_cost", doc="Сколько стоило привлечь одного клиента (CAC)", ndim=2, err_to_str=True)
def LTV_CAC(lifetime_value, acquisition_cost):
    """Соотношение LTV к CAC: во сколько раз клиент окупает своё привлечение."""
    return from_xlwings("LTV_CAC", [lifetime_value, acquisition_cost], LANGUAGE)


@func(category=CATEGORY)
@arg("acquisition_cost", doc="Сколько стоило привлечь одного клиента (CAC)", ndim=2, err_to_str=True)
@arg("profit_per_month", doc="Валовая прибыль с одного клиента в месяц", ndim=2, err_to_str=True)
def PAYBACK(acquisition_cost, profit_per_month):
    """Срок окупаемости привлечения: через сколько месяцев клиент окупит своё привлечение."""
    return from_xlwings("PAYBACK", [acquisition_cost, profit_per_month], LANGUAGE)


@func(category=CATEGORY)
@arg("referred", doc="Скольких клиентов привёл вам один клиент", ndim=2, err_to_str=True)
@arg("profit_per_customer", doc="Валовая прибыль с одного клиента", ndim=2, err_to_str=True)
@arg("cac_saved", doc="Сколько сэкономлено на привлечении каждого из них", ndim=2, err_to_str=True)
@arg("anyway", doc="Доля тех, кто пришёл бы и так (доля от 0 до 1). Если не указать: 0", ndim=2, err_to_str=True)
@arg("reward", doc="Сколько платите за рекомендацию. Если не указать: 0", ndim=2, err_to_str=True)
def CRV(referred, profit_per_customer, cac_saved, anyway=None, reward=None):
    """Ценность рекомендаций клиента: чего стоят рекомендации одного клиента."""
    return from_xlwings("CRV", [referred, profit_per_customer, cac_saved, anyway, reward], LANGUAGE)


# --- Динамика продаж


@func(category=CATEGORY)
@arg("current", doc="Значение сейчас", ndim=2, err_to_str=True)
@arg("previous", doc="Значение прошлого периода или того же периода год назад", ndim=2, err_to_str=True)
def GROWTH_RATE(current, previous):
    """Темп прироста: на какую долю изменилось значение."""
    return from_xlwings("GROWTH_RATE", [current, previous], LANGUAGE)


@func(category=CATEGORY)
@arg("begin_value", doc="Значение в начале", ndim=2, err_to_str=True)
@arg("end_value", doc="Значение в конце", ndim=2, err_to_str=True)
@arg("periods", doc="Сколько периодов между ними: месяцев, кварталов, лет", ndim=2, err_to_str=True)
def CAGR(begin_value, end_value, periods):
    """Средний темп прироста за период: постоянный темп, который ведёт от начала к концу."""
    return from_xlwings("CAGR", [begin_value, end_value, periods], LANGUAGE)


@func(category=CATEGORY)
@arg("total_sales", doc="Все продажи за период", ndim=2, err_to_str=True)
@arg("marketing_revenue", doc="Из них — продажи клиентам, которых привёл маркетинг", ndim=2, err_to_str=True)
def BASE_REVENUE(total_sales, marketing_revenue):
    """Доход без маркетинга: что продалось бы и так."""
    return from_xlwings("BASE_REVENUE", [total_sales, marketing_revenue], LANGUAGE)


# --- Прогноз, декомпозиция, ставки


@func(category=CATEGORY)
@arg("gross_profit", doc="Желаемая валовая прибыль", ndim=2, err_to_str=True)
@arg("cost_share", doc="Доля выручки, которую забирают товар и его продажа, без рекламы (доля от 0 до 1)", ndim=2, err_to_str=True)
def TARGET_REVENUE(gross_profit, cost_share):
    """Целевой доход: сколько нужно продать, чтобы получить желаемую валовую прибыль."""
    return from_xlwings("TARGET_REVENUE", [gross_profit, cost_share], LANGUAGE)


@func(category=CATEGORY)
@arg("revenue", doc="Какую выручку нужно получить", ndim=2, err_to_str=True)
@arg("revenue_per_customer", doc="Выручка с одного клиента", ndim=2, err_to_str=True)
@arg(
    "rounding", doc="Целые клиенты: up — вверх, nearest — до ближайшего, none — не округлять. Если не указать: up", ndim=2, err_to_str=True
)
def TARGET_CUSTOMERS(revenue, revenue_per_customer, rounding=None):
    """Нужно клиентов: сколько человек должны купить, чтобы получить эту выручку; людей округляем вверх."""
    return from_xlwings("TARGET_CUSTOMERS", [revenue, revenue_per_customer, rounding], LANGUAGE)


@func(category=CATEGORY)
@arg("customers", doc="Сколько нужно клиентов", ndim=2, err_to_str=True)
@arg("lead_to_sale", doc="Какая доля заявок становится продажами (доля от 0 до 1)", ndim=2, err_to_str=True)
@arg("rounding", doc="Целые заявки: up — вверх, nearest — до ближайшего, none — не округлять. Если не указать: up", ndim=2, err_to_str=True)
def TARGET_LEADS(customers, lead_to_sale, rounding=None):
    """Нужно заявок: сколько заявок нужно, чтобы получить столько клиентов."""
    return from_xlwings("TARGET_LEADS", [customers, lead_to_sale, rounding], LANGUAGE)


@func(category=CATEGORY)
@arg("leads", doc="Сколько нужно заявок", ndim=2, err_to_str=True)
@arg("click_to_lead", doc="Какая доля кликов заканчивается заявкой (доля от 0 до 1)", ndim=2, err_to_str=True)
@arg("rounding", doc="Целые клики: up — вверх, nearest — до ближайшего, none — не округлять. Если не указать: up", ndim=2, err_to_str=True)
def TARGET_CLICKS(leads, click_to_lead, rounding=None):
    """Нужно кликов: сколько кликов нужно, чтобы получить столько заявок."""
    return from_xlwings("TARGET_CLICKS", [leads, click_to_lead, rounding], LANGUAGE)


@func(category=CATEGORY)
@arg("profit_per_customer", doc="Валовая прибыль с одного клиента", ndim=2, err_to_str=True)
@arg(
    "target_romi", doc="Какой ROMI вы хотите; 0 — окупиться, 1 — 100 % (доля; 0,2 — это 20 %). Если не указать: 0", ndim=2, err_to_str=True
)
def MAX_CPO(profit_per_customer, target_romi=None):
    """Предельная стоимость клиента: сколько можно платить за клиента при желаемом ROMI."""
    return from_xlwings("MAX_CPO", [profit_per_customer, target_romi], LANGUAGE)


@func(category=CATEGORY)
@arg("customer_cost", doc="Сколько может стоить один клиент (CPO)", ndim=2, err_to_str=True)
@arg("lead_to_sale", doc="Какая доля заявок становится продажами (доля от 0 до 1)", ndim=2, err_to_str=True)
def MAX_CPL(customer_cost, lead_to_sale):
    """Предельная стоимость заявки: сколько можно платить за заявку при такой предельной стоимости клиента."""
    return from_xlwings("MAX_CPL", [customer_cost, lead_to_sale], LANGUAGE)


@func(category=CATEGORY)
@arg("customer_cost", doc="Сколько может стоить один клиент (CPO)", ndim=2, err_to_str=True)
@arg("lead_to_sale", doc="Какая доля заявок становится продажами (доля от 0 до 1)", ndim=2, err_to_str=True)
@arg("click_to_lead", doc="Какая доля кликов заканчивается заявкой (доля от 0 до 1)", ndim=2, err_to_str=True)
def MAX_CPC(customer_cost, lead_to_sale, click_to_lead):
    """Предельная цена клика («искренняя ставка»): сколько можно платить за клик при такой предельной стоимости клиента."""
    return from_xlwings("MAX_CPC", [customer_cost, lead_to_sale, click_to_lead], LANGUAGE)


@func(category=CATEGORY)
@arg("customers", doc="Сколько нужно клиентов", ndim=2, err_to_str=True)
@arg("click_cost", doc="Сколько стоит один клик (CPC)", ndim=2, err_to_str=True)
@arg("click_to_lead", doc="Какая доля кликов заканчивается заявкой (доля от 0 до 1)", ndim=2, err_to_str=True)
@arg("lead_to_sale", doc="Какая доля заявок становится продажами (доля от 0 до 1)", ndim=2, err_to_str=True)
def REQUIRED_BUDGET(customers, click_cost, click_to_lead, lead_to_sale):
    """Нужный бюджет: во что обойдётся столько клиентов при такой цене клика."""
    return from_xlwings("REQUIRED_BUDGET", [customers, click_cost, click_to_lead, lead_to_sale], LANGUAGE)


@func(category=CATEGORY)
@arg("budget", doc="Рекламный бюджет", ndim=2, err_to_str=True)
@arg("gross_profit", doc="Желаемая валовая прибыль", ndim=2, err_to_str=True)
@arg("cost_share", doc="Доля выручки, которую забирают товар и его продажа, без рекламы (доля от 0 до 1)", ndim=2, err_to_str=True)
@arg("revenue_per_customer", doc="Выручка с одного клиента", ndim=2, err_to_str=True)
@arg("lead_to_sale", doc="Какая доля заявок становится продажами (доля от 0 до 1)", ndim=2, err_to_str=True)
@arg("click_to_lead", doc="Какая доля кликов заканчивается заявкой (доля от 0 до 1)", ndim=2, err_to_str=True)
@arg(
    "rounding",
    doc="up — целые клиенты, заявки и клики; none — не округлять; seed — как в статье, где округлены и CPO, и CPL. Если не указать: up",
    ndim=2,
    err_to_str=True,
)
@arg("language", doc="Язык таблицы, например ru; если не указан — язык ввода или самой таблицы", ndim=2, err_to_str=True)
def DECOMPOSE(budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding=None, language=None):
    """Декомпозиция плана: от бюджета и валовой прибыли к нужным клиентам, заявкам и кликам и к предельной ставке."""
    return from_xlwings(
        "DECOMPOSE", [budget, gross_profit, cost_share, revenue_per_customer, lead_to_sale, click_to_lead, rounding, language], LANGUAGE
    )


@func(category=CATEGORY)
@arg("customer_cost", doc="Сколько может стоить один клиент (CPO)", ndim=2, err_to_str=True)
@arg("clicks_to_leads", doc="Доли кликов, которые заканчиваются заявкой, по одной в столбце (доля от 0 до 1)", ndim=2, err_to_str=True)
@arg("leads_to_sales", doc="Доли заявок, которые становятся продажами, по одной в строке (доля от 0 до 1)", ndim=2, err_to_str=True)
@arg("language", doc="Язык таблицы, например ru; если не указан — язык ввода или самой таблицы", ndim=2, err_to_str=True)
def BID_GRID(customer_cost, clicks_to_leads, leads_to_sales, language=None):
    """Таблица чувствительности ставки: предельная цена клика для каждой пары конверсий."""
    return from_xlwings("BID_GRID", [customer_cost, clicks_to_leads, leads_to_sales, language], LANGUAGE)


@func(category=CATEGORY)
@arg("budget", doc="Бюджет канала", ndim=2, err_to_str=True)
@arg("click_cost", doc="Сколько стоит один клик (CPC)", ndim=2, err_to_str=True)
@arg("click_to_lead", doc="Какая доля кликов заканчивается заявкой (доля от 0 до 1)", ndim=2, err_to_str=True)
@arg("lead_to_sale", doc="Какая доля заявок становится продажами (доля от 0 до 1)", ndim=2, err_to_str=True)
@arg("revenue_per_customer", doc="Выручка с одного клиента", ndim=2, err_to_str=True)
@arg("margin", doc="Доля валовой прибыли в выручке (доля от 0 до 1)", ndim=2, err_to_str=True)
@arg(
    "rounding",
    doc="none — ожидаемые значения; up — показать целые клики, заявки и клиентов. Если не указать: none",
    ndim=2,
    err_to_str=True,
)
@arg("language", doc="Язык таблицы, например ru; если не указан — язык ввода или самой таблицы", ndim=2, err_to_str=True)
def MEDIA_FORECAST(budget, click_cost, click_to_lead, lead_to_sale, revenue_per_customer, margin, rounding=None, language=None):
    """Прогноз по каналу (медиаплан): что принесёт бюджет при такой цене клика."""
    return from_xlwings(
        "MEDIA_FORECAST", [budget, click_cost, click_to_lead, lead_to_sale, revenue_per_customer, margin, rounding, language], LANGUAGE
    )


# --- План и факт


@func(category=CATEGORY)
@arg("baseline", doc="Исходное значение", ndim=2, err_to_str=True)
@arg("growth", doc="Желаемый рост (доля; 0,2 — это 20 %)", ndim=2, err_to_str=True)
def SMART_TARGET(baseline, growth):
    """Целевое значение по SMART: к чему прийти, если известны начало и желаемый рост."""
    return from_xlwings("SMART_TARGET", [baseline, growth], LANGUAGE)


@func(category=CATEGORY)
@arg("fact", doc="Фактическое значение", ndim=2, err_to_str=True)
@arg("plan", doc="Плановое значение", ndim=2, err_to_str=True)
def ATTAINMENT(fact, plan):
    """Выполнение плана: какую долю плана составляет факт."""
    return from_xlwings("ATTAINMENT", [fact, plan], LANGUAGE)


@func(category=CATEGORY)
@arg("fact_to_date", doc="Сколько сделано на сегодня", ndim=2, err_to_str=True)
@arg("elapsed_days", doc="Сколько дней прошло", ndim=2, err_to_str=True)
@arg("total_days", doc="Сколько дней во всём периоде", ndim=2, err_to_str=True)
def RUN_RATE(fact_to_date, elapsed_days, total_days):
    """Прогноз факта к концу периода: что получится, если так пойдёт и дальше."""
    return from_xlwings("RUN_RATE", [fact_to_date, elapsed_days, total_days], LANGUAGE)


@func(category=CATEGORY)
@arg("spent", doc="Сколько денег уже потрачено", ndim=2, err_to_str=True)
@arg("budget", doc="Бюджет всего периода", ndim=2, err_to_str=True)
@arg("elapsed_days", doc="Сколько дней прошло", ndim=2, err_to_str=True)
@arg("total_days", doc="Сколько дней во всём периоде", ndim=2, err_to_str=True)
def PACE(spent, budget, elapsed_days, total_days):
    """Темп расхода бюджета: 1 — ровно; больше 1 — бюджет кончится раньше периода."""
    return from_xlwings("PACE", [spent, budget, elapsed_days, total_days], LANGUAGE)


@func(category=CATEGORY)
@arg("fact", doc="Фактическое значение", ndim=2, err_to_str=True)
@arg("plan", doc="Плановое значение или предел", ndim=2, err_to_str=True)
@arg(
    "better", doc="higher — чем больше, тем лучше (продажи); lower — чем меньше (затраты). Если не указать: higher", ndim=2, err_to_str=True
)
@arg(
    "tolerance",
    doc="На какую долю плана можно отклониться, чтобы это ещё не было провалом (доля от 0 до 1). Если не указать: 0,1",
    ndim=2,
    err_to_str=True,
)
def KPI_STATUS(fact, plan, better=None, tolerance=None):
    """Статус показателя: ok — план выполнен или лучше, warn — отклонение в пределах допуска, fail — больше."""
    return from_xlwings("KPI_STATUS", [fact, plan, better, tolerance], LANGUAGE)


# --- Статистика


@func(category=CATEGORY)
@arg("numerators", doc="Числители: расход, продажи…", ndim=2, err_to_str=True)
@arg("denominators", doc="На что делится: клики, заявки…", ndim=2, err_to_str=True)
def RATIO_OF_SUMS(numerators, denominators):
    """Итог как отношение сумм: верный итог столбца отношений, по строкам, где есть оба числа."""
    return from_xlwings("RATIO_OF_SUMS", [numerators, denominators], LANGUAGE)


@func(category=CATEGORY)
@arg("successes", doc="Сколько прошли дальше", ndim=2, err_to_str=True)
@arg("attempts", doc="Сколько было всего", ndim=2, err_to_str=True)
@arg("side", doc="low — нижняя граница интервала, high — верхняя", ndim=2, err_to_str=True)
@arg("confidence", doc="Доверительная вероятность интервала (доля меньше 1). Если не указать: 0,95", ndim=2, err_to_str=True)
def CONVERSION_BOUND(successes, attempts, side, confidence=None):
    """Граница доверительного интервала конверсии (Уилсон): самая малая или самая большая истинная конверсия, которая согласуется с данными."""
    return from_xlwings("CONVERSION_BOUND", [successes, attempts, side, confidence], LANGUAGE)


@func(category=CATEGORY)
@arg("gross_profit", doc="Валовая прибыль, которую принёс маркетинг, до вычета расхода на него", ndim=2, err_to_str=True)
@arg("spend", doc="Сколько потрачено на маркетинг", ndim=2, err_to_str=True)
@arg("customers", doc="Клиенты, которые принесли эту валовую прибыль", ndim=2, err_to_str=True)
@arg("side", doc="low — нижняя граница интервала, high — верхняя", ndim=2, err_to_str=True)
@arg(
    "variation",
    doc="Стандартное отклонение валовой прибыли с клиента, делённое на среднее: 1 подходит для большинства чеков, 2 — если клиенты покупают часто. Если не указать: 1",
    ndim=2,
    err_to_str=True,
)
@arg("usual_profit", doc="Валовая прибыль, которую клиент обычно приносит в других каналах; если пусто — в этом", ndim=2, err_to_str=True)
@arg(
    "minimum_customers",
    doc="С какого числа клиентов средняя валовая прибыль с клиента считается известной. Если не указать: 10",
    ndim=2,
    err_to_str=True,
)
@arg(
    "confidence",
    doc="Насколько вы хотите быть уверены, что ROMI не выйдет за эту границу (доля меньше 1). Если не указать: 0,95",
    ndim=2,
    err_to_str=True,
)
def ROMI_BOUND(gross_profit, spend, customers, side, variation=None, usual_profit=None, minimum_customers=None, confidence=None):
    """Граница ROMI: насколько низким или высоким может быть настоящий ROMI при таком числе клиентов и таком разбросе чеков."""
    return from_xlwings(
        "ROMI_BOUND", [gross_profit, spend, customers, side, variation, usual_profit, minimum_customers, confidence], LANGUAGE
    )


@func(category=CATEGORY)
@arg("successes_one", doc="Сколько прошли дальше в первой группе", ndim=2, err_to_str=True)
@arg("attempts_one", doc="Сколько было всего в первой группе", ndim=2, err_to_str=True)
@arg("successes_two", doc="Сколько прошли дальше во второй группе", ndim=2, err_to_str=True)
@arg("attempts_two", doc="Сколько было всего во второй группе", ndim=2, err_to_str=True)
def PROP_TEST(successes_one, attempts_one, successes_two, attempts_two):
    """Значимость различия двух конверсий (p): как часто такое различие даёт одна случайность."""
    return from_xlwings("PROP_TEST", [successes_one, attempts_one, successes_two, attempts_two], LANGUAGE)


@func(category=CATEGORY)
@arg("baseline_rate", doc="Конверсия сейчас (доля от 0 до 1)", ndim=2, err_to_str=True)
@arg("uplift", doc="Какое относительное изменение нужно заметить; 0,2 — это с 3 % до 3,6 % (доля; 0,2 — это 20 %)", ndim=2, err_to_str=True)
@arg("confidence", doc="Доверительная вероятность теста (доля меньше 1). Если не указать: 0,95", ndim=2, err_to_str=True)
@arg("power", doc="С какой вероятностью заметить изменение, если оно есть (доля меньше 1). Если не указать: 0,8", ndim=2, err_to_str=True)
def MIN_SAMPLE(baseline_rate, uplift, confidence=None, power=None):
    """Минимальная выборка на вариант: сколько визитов нужно каждому варианту A/B-теста."""
    return from_xlwings("MIN_SAMPLE", [baseline_rate, uplift, confidence, power], LANGUAGE)


@func(category=CATEGORY)
@arg("conversion_rate", doc="Какой конверсии вы ждёте от хорошей фразы или площадки (доля от 0 до 1)", ndim=2, err_to_str=True)
@arg(
    "confidence", doc="Насколько нужно быть уверенным, прежде чем отключить (доля меньше 1). Если не указать: 0,95", ndim=2, err_to_str=True
)
def MIN_CLICKS(conversion_rate, confidence=None):
    """Кликов без конверсий, чтобы отключить: если на столько кликов нет ни одной, ожидаемой конверсии там нет."""
    return from_xlwings("MIN_CLICKS", [conversion_rate, confidence], LANGUAGE)


# --- Каналы и бюджет


@func(category=CATEGORY)
@arg("spend_before", doc="Расход первого периода", ndim=2, err_to_str=True)
@arg("conversions_before", doc="Конверсии первого периода", ndim=2, err_to_str=True)
@arg("spend_after", doc="Расход второго периода", ndim=2, err_to_str=True)
@arg("conversions_after", doc="Конверсии второго периода", ndim=2, err_to_str=True)
def MARGINAL_CPA(spend_before, conversions_before, spend_after, conversions_after):
    """Предельная стоимость конверсии: во что обошлась каждая дополнительная конверсия, когда расход подняли."""
    return from_xlwings("MARGINAL_CPA", [spend_before, conversions_before, spend_after, conversions_after], LANGUAGE)


@func(category=CATEGORY)
@arg("table", doc="Таблица каналов со строкой заголовков: канал, расход, заявки, клиенты, выручка, себестоимость…", ndim=2, err_to_str=True)
@arg(
    "minimum_customers",
    doc="С какого числа клиентов средняя валовая прибыль с клиента считается известной: если их меньше, её определяет один крупный чек. Если не указать: 10",
    ndim=2,
    err_to_str=True,
)
@arg(
    "confidence",
    doc="Насколько уверенным должен быть каждый вердикт; с той же вероятностью считаются границы конверсии (доля меньше 1). Если не указать: 0,95",
    ndim=2,
    err_to_str=True,
)
@arg(
    "margin",
    doc="Какую долю выручки составляет валовая прибыль, если в таблице нет такого столбца (доля от 0 до 1)",
    ndim=2,
    err_to_str=True,
)
@arg(
    "variation",
    doc="Стандартное отклонение валовой прибыли с клиента, делённое на среднее: 1 подходит для большинства чеков, 2 — если клиенты покупают часто. Если не указать: 1",
    ndim=2,
    err_to_str=True,
)
@arg(
    "elasticity",
    doc="Как валовая прибыль следует за расходом; если пусто — оценивается по 8 и более периодам, а без них 0,5, осторожная догадка (доля от 0 до 1)",
    ndim=2,
    err_to_str=True,
)
@arg(
    "maximum",
    doc="Во сколько раз самое большее может вырасти расход канала: дальше от нынешнего ничего не известно. Если не указать: 2",
    ndim=2,
    err_to_str=True,
)
@arg("usual_profit", doc="Сколько валовой прибыли приносит один клиент; если пусто — среднее других каналов", ndim=2, err_to_str=True)
@arg("language", doc="Язык таблицы, например ru; если не указан — язык ввода или самой таблицы", ndim=2, err_to_str=True)
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
    """Сравнение каналов: все показатели каждого канала, итоги «Платные» и «Все», место и вердикт."""
    return from_xlwings(
        "CHANNEL_COMPARE", [table, minimum_customers, confidence, margin, variation, elasticity, maximum, usual_profit, language], LANGUAGE
    )


@func(category=CATEGORY)
@arg("channels", doc="Названия каналов", ndim=2, err_to_str=True)
@arg("spend", doc="Сколько стоит каждый канал сейчас", ndim=2, err_to_str=True)
@arg("gross_profit", doc="Валовая прибыль каждого канала сейчас", ndim=2, err_to_str=True)
@arg("budget", doc="Сколько денег распределить; если не указано — сумма нынешних расходов", ndim=2, err_to_str=True)
@arg(
    "elasticity",
    doc="Как валовая прибыль следует за расходом: 0,5 — вчетверо больше денег даёт вдвое больше прибыли; если пусто — оценивается по 8 и более периодам, а без них 0,5, осторожная догадка (доля от 0 до 1)",
    ndim=2,
    err_to_str=True,
)
@arg(
    "minimum",
    doc="Наименьший новый расход, в разах от нынешнего; один на всех или свой у каждого канала. Если не указать: 0,5",
    ndim=2,
    err_to_str=True,
)
@arg(
    "maximum",
    doc="Наибольший новый расход, в разах от нынешнего; один на всех или свой у каждого канала. Если не указать: 2",
    ndim=2,
    err_to_str=True,
)
@arg("row_periods", doc="Неделя или месяц каждой строки; тогда строки канала — его история, и они складываются", ndim=2, err_to_str=True)
@arg("language", doc="Язык таблицы, например ru; если не указан — язык ввода или самой таблицы", ndim=2, err_to_str=True)
def REALLOCATE(channels, spend, gross_profit, budget=None, elasticity=None, minimum=None, maximum=None, row_periods=None, language=None):
    """Перераспределение бюджета: как поделить его между каналами, чтобы валовая прибыль была наибольшей, если отдача убывает."""
    return from_xlwings(
        "REALLOCATE", [channels, spend, gross_profit, budget, elasticity, minimum, maximum, row_periods, language], LANGUAGE
    )


# --- Таблицы


@func(category=CATEGORY)
@arg("table", doc="Таблица sheetkpi с заголовками, например DECOMPOSE(…)", ndim=2, err_to_str=True)
@arg("figure", doc='Заголовок или короткое имя в кавычках, например "cpc"', ndim=2, err_to_str=True)
@arg("row", doc="Имя строки, например канала; если не указано — все строки", ndim=2, err_to_str=True)
def KPI_FIGURE(table, figure, row=None):
    """Один показатель из таблицы: по заголовку или короткому имени, при желании только для одной строки."""
    return from_xlwings("KPI_FIGURE", [table, figure, row], LANGUAGE)


# --- Если в ячейке ошибка


@func(category=CATEGORY)
@arg("kpi", doc='Имя показателя в кавычках, например "ROMI"', ndim=2, err_to_str=True)
@arg("*arguments", doc="Те же ячейки, что в его формуле", ndim=2, err_to_str=True)
def KPI_WHY(kpi, *arguments):
    """Почему показатель даёт ошибку: что не так, где и что делать; пусто, если ошибки нет."""
    return from_xlwings("KPI_WHY", [kpi, *arguments], LANGUAGE)
