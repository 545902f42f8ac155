/* sheetkpi for Google Sheets: the template workbooks as sheets of this spreadsheet. The server describes them, this builds them. */

/** Insert the forecast. */
function insertForecast() { insertTemplate_("forecast"); }

/** Insert the comparison of channels. */
function insertChannels() { insertTemplate_("channels"); }

function insertTemplate_(name) {
  const { address, key } = settings_();
  const ui = SpreadsheetApp.getUi();
  if (!address) {
    ui.alert(say_("templateNeedsServer"));
    return;
  }
  const response = UrlFetchApp.fetch(`${address}/templates/${SHEETKPI_LANGUAGE}/${name}.json`, {
    method: "get", headers: headers_(key), muteHttpExceptions: true,
  });
  const code = response.getResponseCode();
  const plan = parsed_(response.getContentText());
  if (code !== 200 || !plan || !plan.sheets) { throw new Error(complaint_(code, plan, address, key)); }
  const spreadsheet = SpreadsheetApp.getActiveSpreadsheet();
  const unfinished = unfinished_(spreadsheet);
  if (unfinished) {
    const titles = unfinished.sheets.map((sheet) => sheet.getName()).join(", ");
    const isAgreed = !titles || ui.alert(say_("templateUnfinished", { sheets: titles }), ui.ButtonSet.OK_CANCEL) === ui.Button.OK;
    if (!isAgreed) { return; }
    clear_(spreadsheet, unfinished);
  }
  const taken = plan.sheets.map((sheet) => sheet.title).filter((title) => spreadsheet.getSheetByName(title));
  if (taken.length) {
    ui.alert(say_("templateTaken", { sheets: taken.join(", ") }));
    return;
  }
  try {
    build_(spreadsheet, plan);
  } catch (failure) {
    clear_(spreadsheet, unfinished_(spreadsheet));
    throw failure;
  }
}

// --- a workbook is there as a whole, or not at all

/* While sheets are built, the spreadsheet has this mark, with their titles; each sheet has it, too, and keeps it. The last step
 * removes that of the spreadsheet. Google may stop a script between any two calls: what is then left is removed the next time. */
const SHEETKPI_BUILDING = "sheetkpi building";
const SHEETKPI_BUILT = "sheetkpi built";

/**
 * Return the sheets of workbooks that were not finished, and their marks.
 * @return {{marks: GoogleAppsScript.Spreadsheet.DeveloperMetadata[], sheets: GoogleAppsScript.Spreadsheet.Sheet[]} | null}
 */
function unfinished_(spreadsheet) {
  const marks = spreadsheet.getDeveloperMetadata().filter((mark) => mark.getKey() === SHEETKPI_BUILDING);
  const sheets = [];
  marks.map((mark) => JSON.parse(mark.getValue())).forEach(({ run, titles }) => titles.forEach((title) => {
    const sheet = spreadsheet.getSheetByName(title);
    if (!sheet) { return; }
    const isOurs = sheet.getDeveloperMetadata().some((mark) => mark.getKey() === SHEETKPI_BUILT && mark.getValue() === run);
    const isEmpty = () => sheet.getLastRow() === 0 && sheet.getCharts().length === 0; // stopped before it was marked
    if (isOurs || isEmpty()) { sheets.push(sheet); }
  }));
  return marks.length ? { marks, sheets } : null;
}

/** Remove unfinished sheets with their names, and at last the marks. */
function clear_(spreadsheet, unfinished) {
  if (!unfinished) { return; }
  const { marks, sheets } = unfinished;
  const titles = sheets.map((sheet) => sheet.getName());
  if (titles.length) {
    spreadsheet.getNamedRanges().filter((named) => titles.includes(orNull_(() => named.getRange().getSheet().getName()))).forEach((named) => named.remove());
  }
  sheets.forEach((sheet) => spreadsheet.deleteSheet(sheet));
  marks.forEach((mark) => mark.remove());
}

/** Create all sheets first, so that formulas find each other, then fill them. Names that are taken stay as they are. */
function build_(spreadsheet, plan) {
  const run = Utilities.getUuid();
  spreadsheet.addDeveloperMetadata(SHEETKPI_BUILDING, JSON.stringify({ run, titles: plan.sheets.map((described) => described.title) }));
  const last = spreadsheet.getNumSheets();
  const sheets = plan.sheets.map((described, index) => {
    const sheet = spreadsheet.insertSheet(described.title, last + index);
    sheet.addDeveloperMetadata(SHEETKPI_BUILT, run);
    return sheet;
  });
  const found = {};
  plan.sheets.forEach((described, index) => { found[described.title] = sheets[index]; });
  plan.sheets.forEach((described, index) => fill_(sheets[index], described));
  plan.sheets.forEach((described, index) => {
    allow_(found, sheets[index], described.validations);
    color_(sheets[index], described.rules, described.scales);
    described.charts.forEach((chart) => draw_(found, sheets[index], chart));
    protect_(sheets[index], described);
  });
  const taken = plan.names.length ? spreadsheet.getNamedRanges().map((named) => named.getName().toLowerCase()) : [];
  plan.names.filter(({ name }) => !taken.includes(name.toLowerCase()))
    .forEach((name) => spreadsheet.setNamedRange(name.name, area_(found[name.sheet], name.range)));
  spreadsheet.setActiveSheet(sheets[0]);
  spreadsheet.getDeveloperMetadata().filter((mark) => mark.getKey() === SHEETKPI_BUILDING).forEach((mark) => mark.remove());
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

/** Return many rectangles of a sheet in two calls. */
function areas_(sheet, corners) {
  return corners.length ? sheet.getRangeList(corners.map(addressOf_)).getRanges() : [];
}

function elsewhere_(found, place) {
  return area_(found[place[0]], place.slice(1));
}

/** What a cell without a style looks like: as Google makes it. */
const SHEETKPI_PLAIN = Object.freeze({
  number_format: "General", size: 10, colour: null, is_bold: false, is_top: false, is_wrapped: false, background: null, align: null,
});

/** Write cells and formats, and set sizes and frozen rows. */
function fill_(sheet, described) {
  const { cells, styles, filter } = described;
  const rows = cells.length;
  const columns = cells[0].length;
  grow_(sheet, filter ? Math.max(described.rows, filter[0] + filter[2]) : described.rows, columns);
  const bottom = sheet.getMaxRows();
  described.sparklines.forEach(([row, column, formula]) => { cells[row][column] = formula; });
  const all = sheet.getRange(1, 1, rows, columns);
  all.setValues(cells);
  const copied = copied_(described.copied);
  const whole = areas_(sheet, copied);
  areas_(sheet, copied.map(([row, column, , width]) => [row, column, 1, width])).forEach((first, index) => {
    first.copyTo(whole[index], SpreadsheetApp.CopyPasteType.PASTE_FORMULA, false);
  });
  const areas = described.columnStyles.map(([column, number]) => [0, column, bottom, 1, number]).concat(described.styled);
  dressAll_(all, areas, styles);
  byStyle_(areas.filter(([row, , height]) => row + height > rows).map(([row, column, height, width, number]) => {
    const first = Math.max(row, rows);
    return [first, column, row + height - first, width, number];
  }), (number) => number).forEach(([number, below]) => dress_(sheet.getRangeList(below.map(addressOf_)), styles[number]));
  byStyle_(areas.filter((area) => styles[area[4]].border !== "none"), (number) => styles[number].border)
    .forEach(([border, bordered]) => line_(sheet.getRangeList(bordered.map(addressOf_)), border));
  areas_(sheet, described.merges).forEach((range) => range.merge());
  if (described.notes.length) {
    const notes = cells.map((row) => row.map(() => ""));
    const outside = described.notes.filter(([row, column, text]) => {
      if (row < rows && column < columns) { notes[row][column] = text; }
      return row >= rows || column >= columns;
    });
    all.setNotes(notes);
    outside.forEach(([row, column, text]) => sheet.getRange(row + 1, column + 1).setNote(text));
  }
  lengths_(described.widths).forEach(([first, count, pixels]) => sheet.setColumnWidths(first + 1, count, pixels));
  lengths_(described.heights).forEach(([first, count, pixels]) => sheet.setRowHeights(first + 1, count, pixels));
  sheet.setFrozenRows(described.frozen[0]);
  sheet.setFrozenColumns(described.frozen[1]);
  sheet.setHiddenGridlines(true);
  if (filter) { area_(sheet, filter).createFilter(); }
  if (described.tab) { sheet.setTabColor(described.tab); }
}

function grow_(sheet, rows, columns) {
  const [hasRows, hasColumns] = [sheet.getMaxRows(), sheet.getMaxColumns()];
  if (hasRows < rows) { sheet.insertRowsAfter(hasRows, rows - hasRows); }
  if (hasColumns < columns) { sheet.insertColumnsAfter(hasColumns, columns - hasColumns); }
}

/** Join copied columns that lie side by side. */
function copied_(areas) {
  const blocks = [];
  areas.slice().sort((a, b) => a[0] - b[0] || a[2] - b[2] || a[1] - b[1]).forEach((area) => {
    const last = blocks[blocks.length - 1];
    if (last && last[0] === area[0] && last[2] === area[2] && last[1] + last[3] === area[1]) { last[3] += area[3]; } else { blocks.push(area.slice()); }
  });
  return blocks;
}

/** Join neighbours of the same width or height: the first, how many, the pixels. */
function lengths_(lengths) {
  const runs = [];
  lengths.forEach(([index, pixels]) => {
    const last = runs[runs.length - 1];
    if (last && last[0] + last[1] === index && last[2] === pixels) { last[1] += 1; } else { runs.push([index, 1, pixels]); }
  });
  return runs;
}

function addressOf_([row, column, rows, columns]) {
  return address_({ row: row + 1, column: column + 1, rows, columns });
}

/** Group areas by what a key says of their style. */
function byStyle_(areas, key) {
  const groups = new Map();
  areas.forEach((area) => {
    const name = key(area[4]);
    groups.set(name, (groups.get(name) || []).concat([area]));
  });
  return Array.from(groups);
}

function numberFormat_(style) { return style.number_format === "General" ? "" : style.number_format; }

/** Set the formats of a block of cells, each kind of format in one call; a later area goes over an earlier one. */
function dressAll_(range, areas, styles) {
  const [rows, columns] = [range.getNumRows(), range.getNumColumns()];
  const look = Array.from({ length: rows }, () => Array.from({ length: columns }, () => SHEETKPI_PLAIN));
  areas.forEach(([top, left, height, width, number]) => {
    for (let row = top; row < Math.min(top + height, rows); row += 1) { look[row].fill(styles[number], left, left + width); }
  });
  const each = (kind) => look.map((row) => row.map(kind));
  range.setNumberFormats(each(numberFormat_))
    .setFontSizes(each((style) => style.size))
    .setFontColors(each((style) => style.colour))
    .setFontWeights(each((style) => (style.is_bold ? "bold" : "normal")))
    .setVerticalAlignments(each((style) => (style === SHEETKPI_PLAIN ? "bottom" : style.is_top ? "top" : "middle")))
    .setWraps(each((style) => style.is_wrapped))
    .setBackgrounds(each((style) => style.background || null))
    .setHorizontalAlignments(each((style) => style.align || null));
}

/** Set the formats of ranges of one style. */
function dress_(ranges, style) {
  ranges.setNumberFormat(numberFormat_(style))
    .setFontSize(style.size)
    .setFontColor(style.colour)
    .setFontWeight(style.is_bold ? "bold" : "normal")
    .setVerticalAlignment(style.is_top ? "top" : "middle")
    .setWrap(style.is_wrapped);
  if (style.background) { ranges.setBackground(style.background); }
  if (style.align) { ranges.setHorizontalAlignment(style.align); }
}

function line_(ranges, border) {
  const line = "#D1D5DB";
  const solid = SpreadsheetApp.BorderStyle.SOLID;
  if (border === "bottom") { ranges.setBorder(null, null, true, null, null, true, line, solid); }
  if (border === "top") { ranges.setBorder(true, null, null, null, null, null, line, solid); }
  if (border === "all" || border === "outline") { ranges.setBorder(true, true, true, true, true, true, line, solid); }
}

/** Set the data validations; those that say the same are made once. */
function allow_(found, sheet, validations) {
  const made = new Map();
  areas_(sheet, validations.map(({ range }) => range)).forEach((range, index) => {
    const key = JSON.stringify({ ...validations[index], range: null });
    if (!made.has(key)) { made.set(key, validation_(found, validations[index])); }
    range.setDataValidation(made.get(key));
  });
}

function validation_(found, validation) {
  const { low, high } = validation;
  const builder = SpreadsheetApp.newDataValidation().setAllowInvalid(!validation.isStrict);
  if (validation.message) { builder.setHelpText(validation.message); }
  if (validation.options) {
    builder.requireValueInRange(elsewhere_(found, validation.options), true);
  } else if (validation.kind === "date") {
    builder.requireDate();
  } else if (low !== null && high !== null) {
    builder.requireNumberBetween(low, high);
  } else if (high !== null) {
    builder.requireNumberLessThanOrEqualTo(high);
  } else {
    builder.requireNumberGreaterThanOrEqualTo(low === null ? -1e300 : low);
  }
  return builder.build();
}

/** Set the conditional formats. */
function color_(sheet, rules, scales) {
  const ranges = areas_(sheet, rules.concat(scales).map(({ range }) => range));
  const formats = rules.map((rule, index) => rule_(ranges[index], rule))
    .concat(scales.map((scale, index) => scale_(ranges[rules.length + index], scale)));
  if (formats.length) { sheet.setConditionalFormatRules(formats); }
}

function rule_(range, rule) {
  const builder = SpreadsheetApp.newConditionalFormatRule().whenFormulaSatisfied(rule.formula).setFontColor(rule.colour).setRanges([range]);
  if (rule.background) { builder.setBackground(rule.background); }
  return builder.setBold(rule.isBold).build();
}

function scale_(range, scale) {
  const [low, middle, high] = scale.colours;
  return SpreadsheetApp.newConditionalFormatRule()
    .setGradientMinpoint(low)
    .setGradientMidpointWithValue(middle, SpreadsheetApp.InterpolationType.PERCENTILE, "50")
    .setGradientMaxpoint(high)
    .setRanges([range])
    .build();
}

function draw_(found, sheet, chart) {
  const types = {
    column: Charts.ChartType.COLUMN, bar: Charts.ChartType.BAR, line: Charts.ChartType.LINE,
    scatter: Charts.ChartType.SCATTER, bubble: Charts.ChartType.SCATTER,
  };
  const series = {};
  let builder = sheet.newChart().setChartType(types[chart.kind]);
  if (chart.series[0].categories) { builder = builder.addRange(elsewhere_(found, chart.series[0].categories)); }
  chart.series.forEach((drawn, index) => {
    builder = builder.addRange(elsewhere_(found, drawn.values));
    const title = drawn.titleCell ? elsewhere_(found, drawn.titleCell).getDisplayValue() : drawn.title;
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
  const rows = described.cells.length;
  const bottom = sheet.getMaxRows();
  const below = bottom > rows ? described.columnStyles.map(([column, number]) => [rows, column, bottom - rows, 1, number]) : [];
  const open = described.styled.concat(below).filter((area) => isOpen(area[4]));
  sheet.protect().setDescription("sheetkpi").setWarningOnly(true).setUnprotectedRanges(areas_(sheet, open));
}
