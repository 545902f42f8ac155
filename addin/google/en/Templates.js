/* sheetkpi for Google Sheets: the template workbooks as sheets of this spreadsheet. The server describes them, this builds them. */

/** Insert the forecast. */
function insertForecast() { insertTemplate_("forecast"); }

/** Insert the comparison of channels. */
function insertChannels() { insertTemplate_("channels"); }

function insertTemplate_(name) {
  const language = language_();
  const { address, key } = settings_();
  if (!address) {
    SpreadsheetApp.getUi().alert(say_("templateNeedsServer", language));
    return;
  }
  const response = UrlFetchApp.fetch(`${address}/templates/${language}/${name}.json`, {
    method: "get", headers: headers_(key, language), muteHttpExceptions: true,
  });
  const code = response.getResponseCode();
  const plan = parsed_(response.getContentText());
  if (code !== 200 || !plan || !plan.sheets) { throw new Error(complaint_(code, plan, address, key, language)); }
  const spreadsheet = SpreadsheetApp.getActiveSpreadsheet();
  const taken = plan.sheets.map((sheet) => sheet.title).filter((title) => spreadsheet.getSheetByName(title));
  if (taken.length) {
    SpreadsheetApp.getUi().alert(say_("templateTaken", language, { sheets: taken.join(", ") }));
    return;
  }
  build_(spreadsheet, plan);
}

/** Create all sheets first, so that formulas find each other, then fill them. */
function build_(spreadsheet, plan) {
  const sheets = plan.sheets.map((described) => spreadsheet.insertSheet(described.title, spreadsheet.getNumSheets()));
  plan.sheets.forEach((described, index) => fill_(sheets[index], described));
  plan.names.forEach((name) => spreadsheet.setNamedRange(name.name, area_(spreadsheet.getSheetByName(name.sheet), name.range)));
  plan.sheets.forEach((described, index) => {
    described.validations.forEach((validation) => allow_(spreadsheet, sheets[index], validation));
    sheets[index].setConditionalFormatRules(described.rules.map((rule) => rule_(sheets[index], rule))
      .concat(described.scales.map((scale) => scale_(sheets[index], scale))));
    described.charts.forEach((chart) => draw_(spreadsheet, sheets[index], chart));
    protect_(sheets[index], described);
  });
  spreadsheet.setActiveSheet(sheets[0]);
}

/**
 * Return a rectangle of a sheet.
 * @param {GoogleAppsScript.Spreadsheet.Sheet} sheet
 * @param {number[]} corners Row and column, counted from 0, number of rows, number of columns.
 */
function area_(sheet, corners) {
  const [row, column, rows, columns] = corners;
  return sheet.getRange(row + 1, column + 1, rows, columns);
}

function elsewhere_(spreadsheet, place) {
  return area_(spreadsheet.getSheetByName(place[0]), place.slice(1));
}

/** Write cells and formats, and set sizes and frozen rows. */
function fill_(sheet, described) {
  const rows = described.cells.length;
  const columns = described.cells[0].length;
  const filtered = described.filter;
  grow_(sheet, filtered ? Math.max(described.rows, filtered[0] + filtered[2]) : described.rows, columns);
  described.columnStyles.forEach(([column, number]) => {
    dress_(sheet.getRange(1, column + 1, sheet.getMaxRows(), 1), described.styles[number]);
  });
  sheet.getRange(1, 1, rows, columns).setValues(described.cells);
  described.copied.forEach((corners) => {
    area_(sheet, [corners[0], corners[1], 1, 1]).copyTo(area_(sheet, corners));
  });
  described.sparklines.forEach(([row, column, formula]) => sheet.getRange(row + 1, column + 1).setFormula(formula));
  described.styled.forEach(([row, column, height, width, number]) => {
    dress_(area_(sheet, [row, column, height, width]), described.styles[number]);
  });
  described.merges.forEach((corners) => area_(sheet, corners).merge());
  described.notes.forEach(([row, column, text]) => sheet.getRange(row + 1, column + 1).setNote(text));
  described.widths.forEach(([column, pixels]) => sheet.setColumnWidth(column + 1, pixels));
  described.heights.forEach(([row, pixels]) => sheet.setRowHeight(row + 1, pixels));
  sheet.setFrozenRows(described.frozen[0]);
  sheet.setFrozenColumns(described.frozen[1]);
  sheet.setHiddenGridlines(true);
  if (filtered) { area_(sheet, filtered).createFilter(); }
  if (described.tab) { sheet.setTabColor(described.tab); }
}

function grow_(sheet, rows, columns) {
  if (sheet.getMaxRows() < rows) { sheet.insertRowsAfter(sheet.getMaxRows(), rows - sheet.getMaxRows()); }
  if (sheet.getMaxColumns() < columns) { sheet.insertColumnsAfter(sheet.getMaxColumns(), columns - sheet.getMaxColumns()); }
}

function dress_(range, style) {
  range.setNumberFormat(style.number_format === "General" ? "" : style.number_format)
    .setFontSize(style.size)
    .setFontColor(style.colour)
    .setFontWeight(style.is_bold ? "bold" : "normal")
    .setVerticalAlignment(style.is_top ? "top" : "middle")
    .setWrap(style.is_wrapped);
  if (style.background) { range.setBackground(style.background); }
  if (style.align) { range.setHorizontalAlignment(style.align); }
  const line = "#D1D5DB";
  const solid = SpreadsheetApp.BorderStyle.SOLID;
  if (style.border === "bottom") { range.setBorder(null, null, true, null, null, true, line, solid); }
  if (style.border === "top") { range.setBorder(true, null, null, null, null, null, line, solid); }
  if (style.border === "all" || style.border === "outline") { range.setBorder(true, true, true, true, true, true, line, solid); }
}

/** Set the data validation. */
function allow_(spreadsheet, sheet, validation) {
  const { low, high } = validation;
  const builder = SpreadsheetApp.newDataValidation().setAllowInvalid(!validation.isStrict);
  if (validation.message) { builder.setHelpText(validation.message); }
  if (validation.options) {
    builder.requireValueInRange(elsewhere_(spreadsheet, validation.options), true);
  } else if (validation.kind === "date") {
    builder.requireDate();
  } else if (low !== null && high !== null) {
    builder.requireNumberBetween(low, high);
  } else if (high !== null) {
    builder.requireNumberLessThanOrEqualTo(high);
  } else {
    builder.requireNumberGreaterThanOrEqualTo(low === null ? -1e300 : low);
  }
  area_(sheet, validation.range).setDataValidation(builder.build());
}

function rule_(sheet, rule) {
  const builder = SpreadsheetApp.newConditionalFormatRule()
    .whenFormulaSatisfied(rule.formula)
    .setFontColor(rule.colour)
    .setRanges([area_(sheet, rule.range)]);
  if (rule.background) { builder.setBackground(rule.background); }
  return builder.setBold(rule.isBold).build();
}

function scale_(sheet, scale) {
  const [low, middle, high] = scale.colours;
  return SpreadsheetApp.newConditionalFormatRule()
    .setGradientMinpoint(low)
    .setGradientMidpointWithValue(middle, SpreadsheetApp.InterpolationType.PERCENTILE, "50")
    .setGradientMaxpoint(high)
    .setRanges([area_(sheet, scale.range)])
    .build();
}

function draw_(spreadsheet, sheet, chart) {
  const types = {
    column: Charts.ChartType.COLUMN, bar: Charts.ChartType.BAR, line: Charts.ChartType.LINE,
    scatter: Charts.ChartType.SCATTER, bubble: Charts.ChartType.SCATTER,
  };
  const series = {};
  let builder = sheet.newChart().setChartType(types[chart.kind]);
  if (chart.series[0].categories) { builder = builder.addRange(elsewhere_(spreadsheet, chart.series[0].categories)); }
  chart.series.forEach((drawn, index) => {
    builder = builder.addRange(elsewhere_(spreadsheet, drawn.values));
    const title = drawn.titleCell ? elsewhere_(spreadsheet, drawn.titleCell).getDisplayValue() : drawn.title;
    series[index] = Object.assign({}, title ? { labelInLegend: title } : {}, drawn.colour ? { color: drawn.colour } : {});
  });
  sheet.insertChart(builder
    .setPosition(chart.row + 1, chart.column + 1, 4, 4)
    .setOption("title", chart.title)
    .setOption("series", series)
    .setOption("isStacked", chart.isStacked)
    .setOption("legend", { position: chart.hasLegend ? "bottom" : "none" })
    .setOption("hAxis", { title: chart.xTitle })
    .setOption("vAxis", { title: chart.yTitle })
    .setOption("width", chart.width)
    .setOption("height", chart.height)
    .build());
}

/** Warn before a formula is edited; inputs stay unprotected. */
function protect_(sheet, described) {
  if (!described.isProtected) { return; }
  const isOpen = (number) => described.styles[number].is_open;
  const cells = described.styled.filter((area) => isOpen(area[4])).map((area) => area_(sheet, area.slice(0, 4)));
  const below = described.columnStyles.filter(([, number]) => isOpen(number) && sheet.getMaxRows() > described.cells.length)
    .map(([column]) => sheet.getRange(described.cells.length + 1, column + 1, sheet.getMaxRows() - described.cells.length, 1));
  const open = cells.concat(below);
  sheet.protect().setDescription("sheetkpi").setWarningOnly(true).setUnprotectedRanges(open);
}
