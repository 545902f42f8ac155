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

Public Function ROMI(ByVal gross_profit As Variant, ByVal spend As Variant) As Variant
Attribute ROMI.VB_Description = "Return on marketing investment (on gross profit): net profit per unit of money spent; 1 is 100%."
Attribute ROMI.VB_ProcData.VB_Invoke_Func = " \n20"
    ROMI = KpiValue("ROMI", Array(gross_profit, spend))
End Function

Public Function FUNNEL_RATE(ByVal rate As Variant, ParamArray more_rates() As Variant) As Variant
Attribute FUNNEL_RATE.VB_Description = "End-to-end conversion: the share of the first step that reaches the last."
Attribute FUNNEL_RATE.VB_ProcData.VB_Invoke_Func = " \n20"
    FUNNEL_RATE = KpiValue("FUNNEL_RATE", KpiJoined(Array(rate), more_rates))
End Function

Public Function LTV_CHURN(ByVal profit_per_period As Variant, ByVal churn_rate As Variant, _
    Optional ByVal discount As Variant, Optional ByVal periods As Variant, Optional ByVal first As Variant) As Variant
Attribute LTV_CHURN.VB_Description = "LTV through churn: discounted profit from one customer, allowing for churn."
Attribute LTV_CHURN.VB_ProcData.VB_Invoke_Func = " \n20"
    LTV_CHURN = KpiValue("LTV_CHURN", Array(profit_per_period, churn_rate, discount, periods, first))
End Function

Public Function DEAL_CYCLE(ByVal start_dates As Variant, ByVal close_dates As Variant, Optional ByVal method As Variant) _
    As Variant
Attribute DEAL_CYCLE.VB_Description = "Length of the deal cycle: the days from the beginning of a deal to its close."
Attribute DEAL_CYCLE.VB_ProcData.VB_Invoke_Func = " \n20"
    DEAL_CYCLE = KpiValue("DEAL_CYCLE", Array(start_dates, close_dates, method))
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
