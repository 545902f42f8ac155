/* A spreadsheet as far as the script builds one: it keeps what it is told, and refuses what Google would refuse.
 * Whether the methods exist at all, the type check against Google's own declarations says. */
function Spreadsheet(locale) {
  var book = { sheets: [], names: {}, alerts: [], toasts: [] };

  function chainable(kept) {
    return new Proxy(kept, { get: function (target, name) {
      if (name in target) { return target[name]; }
      return function () { target.told = (target.told || []).concat([[name].concat(Array.from(arguments))]); return proxyOf(target); };
    } });
  }
  var proxies = new Map();
  function proxyOf(target) {
    if (!proxies.has(target)) { proxies.set(target, chainable(target)); }
    return proxies.get(target);
  }

  function range(sheet, row, column, rows, columns) {
    if (row < 1 || column < 1 || rows < 1 || columns < 1) { throw new Error("The coordinates of the range are outside the sheet."); }
    if (row + rows - 1 > sheet.maxRows || column + columns - 1 > sheet.maxColumns) {
      throw new Error("The coordinates of the range are outside the sheet: " + sheet.title);
    }
    function each(what) {
      return Array.from({ length: rows }, function (unused, i) {
        return Array.from({ length: columns }, function (none, j) { return what([row + i, column + j]); });
      });
    }
    function shown(place) { return place in sheet.results ? sheet.results[place] : place in sheet.cells ? sheet.cells[place] : ""; }
    // what a formula shows goes away with it, beside and below itself too
    function empty(place) { (sheet.fills[place] || [place]).forEach(function (filled) { delete sheet.results[filled]; }); }
    return proxyOf({
      where: [sheet.title, row, column, rows, columns],
      setValues: function (values) {
        if (values.length !== rows || values.some(function (line) { return line.length !== columns; })) {
          throw new Error("The data does not fit the range.");
        }
        values.forEach(function (line, i) { line.forEach(function (value, j) {
          if (value === null || value === undefined || typeof value === "object") { throw new Error("No cell holds " + value); }
          sheet.cells[[row + i, column + j]] = value;
        }); });
      },
      getDisplayValue: function () { return String(sheet.cells[[row, column]]); },
      merge: function () { sheet.merges.push([row, column, rows, columns]); },
      setNote: function (text) { sheet.notes[[row, column]] = text; },
      setDataValidation: function (validation) { sheet.validations.push([[row, column, rows, columns], validation.told]); },
      setFormula: function (formula) { sheet.cells[[row, column]] = formula; },
      getCell: function (i, j) { return range(sheet, row + i - 1, column + j - 1, 1, 1); },
      getFormulas: function () { return each(function (place) { return /^=/.test(String(sheet.cells[place])) ? sheet.cells[place] : ""; }); },
      getValues: function () { return each(shown); },
      getValue: function () { return shown([row, column]); },
      setValue: function (value) { empty([row, column]); sheet.cells[[row, column]] = value; },
      clearContent: function () { empty([row, column]); delete sheet.cells[[row, column]]; },
      copyTo: function (target) {
        var to = target.where;
        for (var i = 0; i < to[3]; i += 1) {
          for (var j = 0; j < to[4]; j += 1) { sheet.cells[[to[1] + i, to[2] + j]] = sheet.cells[[row, column]]; }
        }
      },
    });
  }

  function newSheet(title) {
    var sheet = { title: title, maxRows: 1000, maxColumns: 26, cells: {}, merges: [], notes: {}, validations: [], charts: [], rules: [], open: null,
      results: {}, fills: {} };
    function freeze(count, side) {
      if (sheet.merges.some(function (merge) { return merge[side] <= count && count < merge[side] + merge[side + 2] - 1; })) {
        throw new Error("You can't freeze " + (side ? "columns" : "rows") + " which contain only part of a merged cell.");
      }
    }
    sheet.api = proxyOf({
      getRange: function (row, column, rows, columns) { return range(sheet, row, column, rows || 1, columns || 1); },
      getMaxRows: function () { return sheet.maxRows; },
      getMaxColumns: function () { return sheet.maxColumns; },
      getDataRange: function () { return range(sheet, 1, 1, 9, 5); },
      insertRowsAfter: function (after, count) { sheet.maxRows += count; },
      insertColumnsAfter: function (after, count) { sheet.maxColumns += count; },
      setConditionalFormatRules: function (rules) { sheet.rules = rules.map(function (rule) { return rule.told; }); },
      setFrozenRows: function (count) { freeze(count, 0); },
      setFrozenColumns: function (count) { freeze(count, 1); },
      newChart: function () { return proxyOf({ build: function () { return this; } }); },
      insertChart: function (chart) { sheet.charts.push(chart.told); },
      protect: function () {
        var protection = proxyOf({ setUnprotectedRanges: function (ranges) { sheet.open = ranges.map(function (one) { return one.where; }); } });
        return protection;
      },
    });
    return sheet;
  }

  function builder() { return proxyOf({ build: function () { return this; } }); }

  var api = proxyOf({
    getSpreadsheetLocale: function () { return locale; },
    getSpreadsheetTimeZone: function () { return "Europe/Moscow"; },
    getSheetByName: function (title) {
      var found = book.sheets.filter(function (sheet) { return sheet.title === title; })[0];
      return found ? found.api : null;
    },
    getNumSheets: function () { return book.sheets.length; },
    insertSheet: function (title) {
      if (api.getSheetByName(title)) { throw new Error("A sheet with the name " + title + " already exists."); }
      var sheet = newSheet(title);
      book.sheets.push(sheet);
      return sheet.api;
    },
    toast: function (text) { book.toasts.push(text); },
    setNamedRange: function (name, target) {
      if (!/^[A-Za-zА-Яа-яЁё_][\wА-Яа-яЁё]*$/.test(name)) { throw new Error("No name of a range: " + name); }
      book.names[name] = target.where;
    },
  });
  return {
    book: book,
    service: {
      getActiveSpreadsheet: function () { return api; },
      getActiveSheet: function () { return book.sheets[0].api; },
      getActiveRange: function () { return book.sheets[0].api.getRange.apply(null, book.selected); },
      flush: function () {},
      getUi: function () { return { alert: function (text) { book.alerts.push(text); } }; },
      newDataValidation: builder,
      newConditionalFormatRule: builder,
      BorderStyle: { SOLID: "SOLID" },
      InterpolationType: { PERCENTILE: "PERCENTILE" },
    },
  };
}
var Charts = { ChartType: { COLUMN: "COLUMN", BAR: "BAR", LINE: "LINE", SCATTER: "SCATTER" } };
