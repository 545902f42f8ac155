"""Google Sheets: a script bound to the spreadsheet, with a custom function for every KPI."""
