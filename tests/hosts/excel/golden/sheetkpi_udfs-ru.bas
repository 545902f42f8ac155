Attribute VB_Name = "sheetkpi_udfs"
'Marketing KPIs as functions of Excel. Printed by `sheetkpi build`, not to be edited.
'They work in a workbook or an add-in that has the module xlwings too.
Option Explicit

Private Const KPI_ENTRY As String = "sheetkpi.hosts.excel.entry"
Private Const KPI_LANGUAGE As String = "ru"
Private Const KPI_PAUSE As Double = 30
'Python isn't responding. To find out why, run py -m sheetkpi excel doctor. {reason}
Private Const KPI_DOWN As String = "Python \u043D\u0435 \u043E\u0442\u0432\u0435\u0447\u0430\u0435\u0442. " & _
    "\u0423\u0437\u043D\u0430\u0442\u044C \u043F\u043E\u0447\u0435\u043C\u0443: py -m sheetkpi " & _
    "excel doctor. {reason}"
'sheetkpi failed: {reason}. Your numbers aren't the cause; please report it to the developers.
Private Const KPI_FAULT As String = "\u0421\u0431\u043E\u0439 \u0432 sheetkpi: {reason}. \u0412\u0430\u0448\u0438 " & _
    "\u0447\u0438\u0441\u043B\u0430 \u043D\u0438 \u043F\u0440\u0438 \u0447\u0451\u043C; " & _
    "\u0441\u043E\u043E\u0431\u0449\u0438\u0442\u0435, " & _
    "\u043F\u043E\u0436\u0430\u043B\u0443\u0439\u0441\u0442\u0430, " & _
    "\u0440\u0430\u0437\u0440\u0430\u0431\u043E\u0442\u0447\u0438\u043A\u0430\u043C."
'Argument {number} has several areas. Give one range.
Private Const KPI_AREAS As String = "\u0410\u0440\u0433\u0443\u043C\u0435\u043D\u0442 {number} " & _
    "\u0441\u043E\u0441\u0442\u043E\u0438\u0442 \u0438\u0437 " & _
    "\u043D\u0435\u0441\u043A\u043E\u043B\u044C\u043A\u0438\u0445 " & _
    "\u043E\u0431\u043B\u0430\u0441\u0442\u0435\u0439. " & _
    "\u0423\u043A\u0430\u0436\u0438\u0442\u0435 \u043E\u0434\u0438\u043D " & _
    "\u0434\u0438\u0430\u043F\u0430\u0437\u043E\u043D."

Private server As Object     'Python, while it answers
Private failure As String    'why it does not
Private failed_at As Date

Public Function ROMI(ByVal gross_profit As Variant, ByVal spend As Variant) As Variant
Attribute ROMI.VB_Description = "Рентабельность маркетинга (по валовой прибыли): сколько чистой прибыли приносит рубль рекламы; 1 — это 100 %."
Attribute ROMI.VB_ProcData.VB_Invoke_Func = " \n20"
    ROMI = KpiValue("ROMI", Array(gross_profit, spend))
End Function

Public Function FUNNEL_RATE(ByVal rate As Variant, ParamArray more_rates() As Variant) As Variant
Attribute FUNNEL_RATE.VB_Description = "Сквозная конверсия: какая доля первого шага доходит до последнего."
Attribute FUNNEL_RATE.VB_ProcData.VB_Invoke_Func = " \n20"
    FUNNEL_RATE = KpiValue("FUNNEL_RATE", KpiJoined(Array(rate), more_rates))
End Function

Public Function LTV_CHURN(ByVal profit_per_period As Variant, ByVal churn_rate As Variant, _
    Optional ByVal discount As Variant, Optional ByVal periods As Variant, Optional ByVal first As Variant) As Variant
Attribute LTV_CHURN.VB_Description = "LTV через отток: прибыль с одного клиента с учётом оттока и дисконта."
Attribute LTV_CHURN.VB_ProcData.VB_Invoke_Func = " \n20"
    LTV_CHURN = KpiValue("LTV_CHURN", Array(profit_per_period, churn_rate, discount, periods, first))
End Function

Public Function DEAL_CYCLE(ByVal start_dates As Variant, ByVal close_dates As Variant, Optional ByVal method As Variant) _
    As Variant
Attribute DEAL_CYCLE.VB_Description = "Длина цикла сделки: сколько дней проходит от начала сделки до её закрытия."
Attribute DEAL_CYCLE.VB_ProcData.VB_Invoke_Func = " \n20"
    DEAL_CYCLE = KpiValue("DEAL_CYCLE", Array(start_dates, close_dates, method))
End Function

Public Function CHANNEL_COMPARE(ByVal table As Variant, Optional ByVal minimum_customers As Variant, _
    Optional ByVal confidence As Variant, Optional ByVal margin As Variant, Optional ByVal variation As Variant, _
    Optional ByVal elasticity As Variant, Optional ByVal maximum As Variant, Optional ByVal usual_profit As Variant, _
    Optional ByVal language As Variant) As Variant
Attribute CHANNEL_COMPARE.VB_Description = "Сравнение каналов: все показатели каждого канала, итоги «Платные» и «Все», место и вердикт."
Attribute CHANNEL_COMPARE.VB_ProcData.VB_Invoke_Func = " \n20"
    CHANNEL_COMPARE = KpiValue("CHANNEL_COMPARE", Array(table, minimum_customers, confidence, margin, variation, elasticity, maximum, usual_profit, language))
End Function

Public Function REALLOCATE(ByVal channels As Variant, ByVal spend As Variant, ByVal gross_profit As Variant, _
    Optional ByVal budget As Variant, Optional ByVal elasticity As Variant, Optional ByVal minimum As Variant, _
    Optional ByVal maximum As Variant, Optional ByVal row_periods As Variant, Optional ByVal language As Variant) As Variant
Attribute REALLOCATE.VB_Description = "Перераспределение бюджета: как поделить его между каналами, чтобы валовая прибыль была наибольшей, если отдача убывает."
Attribute REALLOCATE.VB_ProcData.VB_Invoke_Func = " \n20"
    REALLOCATE = KpiValue("REALLOCATE", Array(channels, spend, gross_profit, budget, elasticity, minimum, maximum, row_periods, language))
End Function

Public Function KPI_WHY(ByVal kpi As Variant, ParamArray arguments() As Variant) As Variant
Attribute KPI_WHY.VB_Description = "Почему показатель даёт ошибку: что не так, где и что делать; пусто, если ошибки нет."
Attribute KPI_WHY.VB_ProcData.VB_Invoke_Func = " \n20"
    KPI_WHY = KpiReason("KPI_WHY", KpiJoined(Array(kpi), arguments))
End Function
