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

  /* Of what a service counts as one call, a test can refuse any. */
  function marked(kept) {
    kept.marks = [];
    kept.addDeveloperMetadata = function (key, value) { kept.marks.push([key, value]); };
    kept.getDeveloperMetadata = function () {
      return kept.marks.map(function (mark) {
        return {
          getKey: function () { return mark[0]; },
          getValue: function () { return mark[1]; },
          remove: function () { kept.marks = kept.marks.filter(function (each) { return each !== mark; }); },
        };
      });
    };
    return kept;
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
    function write(values) {
      if (values.length !== rows || values.some(function (line) { return line.length !== columns; })) {
        throw new Error("The data does not fit the range.");
      }
      each(function (place) { if (place in sheet.locked) { throw new Error("You are trying to edit a protected cell or object."); } });
      values.forEach(function (line, i) { line.forEach(function (value, j) {
        var isDate = Object.prototype.toString.call(value) === "[object Date]";
        if (value === null || value === undefined || (typeof value === "object" && !isDate)) { throw new Error("No cell holds " + value); }
        empty([row + i, column + j]);
        delete sheet.cells[[row + i, column + j]];
        if (value !== "") { sheet.cells[[row + i, column + j]] = value; }
      }); });
      each(calculate);
    }
    // a formula of which a test says what it gives fills its cells, unless something is there
    function calculate(place) {
      var formula = sheet.cells[place];
      if (String(formula).indexOf('=IF(TRUE();"\u21bb SheetKPI";') === 0) { sheet.results[place] = "\u21bb SheetKPI"; }
      if (!(formula in sheet.gives)) { return; }
      var filled = [];
      sheet.gives[formula].forEach(function (line, i) { line.forEach(function (value, j) { filled.push([String([place[0] + i, place[1] + j]), value]); }); });
      if (filled.slice(1).some(function (one) { return one[0] in sheet.cells; })) { sheet.results[place] = "#REF!"; return; }
      filled.forEach(function (one) { sheet.results[one[0]] = one[1]; });
      sheet.fills[place] = filled.map(function (one) { return one[0]; });
    }
    function formatted(property) {
      return function (values) {
        if (values.length !== rows || values.some(function (line) { return line.length !== columns; })) {
          throw new Error("The data does not fit the range.");
        }
        var told = {};
        told[property] = values;
        sheet.formats.push(told);
        return proxyOf(kept);
      };
    }
    // what a formula shows goes away with it, beside and below itself too
    function empty(place) {
      (sheet.fills[place] || [place]).forEach(function (filled) { delete sheet.results[filled]; });
      delete sheet.fills[place];
    }
    var kept = {
      where: [sheet.title, row, column, rows, columns],
      setValues: write,
      setFormulas: function (formulas) {
        if (!formulas.every(function (line) { return line.every(function (formula) { return /^=/.test(formula); }); })) { throw new Error("No formula"); }
        write(formulas);
      },
      canEdit: function () { return each(function (place) { return !(place in sheet.locked); }).every(function (line) { return line.every(Boolean); }); },
      getRow: function () { return row; },
      getColumn: function () { return column; },
      getNumRows: function () { return rows; },
      getNumColumns: function () { return columns; },
      getSheet: function () { return sheet.api; },
      setNotes: function (notes) {
        notes.forEach(function (line, i) { line.forEach(function (text, j) { if (text) { sheet.notes[[row + i, column + j]] = text; } }); });
      },
      getDisplayValue: function () { return String(sheet.cells[[row, column]]); },
      merge: function () { sheet.merges.push([row, column, rows, columns]); },
      setNote: function (text) { sheet.notes[[row, column]] = text; },
      setDataValidation: function (validation) { sheet.validations.push([[row, column, rows, columns], validation.told]); },
      setFormula: function (formula) { write([[formula]]); },
      getFormulas: function () { return each(function (place) { return /^=/.test(String(sheet.cells[place])) ? sheet.cells[place] : ""; }); },
      getValues: function () { return each(shown); },
      copyTo: function (target, type) {
        var to = target.where;
        if (type !== "PASTE_FORMULA" || rows !== 1 || columns !== to[4]) { throw new Error("The copy takes more than formulas."); }
        for (var i = 0; i < to[3]; i += 1) {
          for (var j = 0; j < to[4]; j += 1) { sheet.cells[[to[1] + i, to[2] + j]] = sheet.cells[[row, column + j]]; }
        }
      },
    };
    ["NumberFormats", "FontSizes", "FontColors", "FontWeights", "VerticalAlignments", "Wraps", "Backgrounds", "HorizontalAlignments"]
      .forEach(function (look) { kept["set" + look] = formatted("set" + look); });
    return proxyOf(kept);
  }

  function newSheet(title) {
    var sheet = { title: title, maxRows: 1000, maxColumns: 26, cells: {}, merges: [], notes: {}, validations: [], charts: [], rules: [], open: null,
      results: {}, fills: {}, locked: {}, gives: {}, formats: [] };
    function freeze(count, side) {
      if (sheet.merges.some(function (merge) { return merge[side] <= count && count < merge[side] + merge[side + 2] - 1; })) {
        throw new Error("You can't freeze " + (side ? "columns" : "rows") + " which contain only part of a merged cell.");
      }
    }
    sheet.api = proxyOf(marked({
      getName: function () { return sheet.title; },
      getLastRow: function () { return Object.keys(sheet.cells).length ? 1 : 0; },
      getCharts: function () { return sheet.charts; },
      getRangeList: function (addresses) {
        var list = addresses.map(function (address) {
          var ends = address.split(":").map(function (end) { return /^([A-Z]+)(\d+)$/.exec(end); });
          var at = ends.map(function (end) {
            return [Number(end[2]), end[1].split("").reduce(function (sum, letter) { return sum * 26 + letter.charCodeAt(0) - 64; }, 0)];
          });
          var last = at[at.length - 1];
          return range(sheet, at[0][0], at[0][1], last[0] - at[0][0] + 1, last[1] - at[0][1] + 1);
        });
        return proxyOf({ getRanges: function () { return list; } });
      },
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
    }));
    return sheet;
  }

  function builder() { return proxyOf({ build: function () { return this; } }); }

  var api = proxyOf(marked({
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
    getNamedRanges: function () {
      return Object.keys(book.names).map(function (name) {
        return {
          getName: function () { return name; },
          getRange: function () { return { getSheet: function () { return api.getSheetByName(book.names[name][0]); } }; },
          remove: function () { delete book.names[name]; },
        };
      });
    },
    deleteSheet: function (gone) { book.sheets = book.sheets.filter(function (sheet) { return sheet.title !== gone.getName(); }); },
  }));
  return {
    book: book,
    marks: function () { return api.marks; },
    service: {
      getActiveSpreadsheet: function () { return api; },
      getActiveSheet: function () { return book.sheets[0].api; },
      getActiveRange: function () { return book.sheets[0].api.getRange.apply(null, book.selected); },
      flush: function () {},
      getUi: function () {
        return {
          ButtonSet: { OK_CANCEL: "OK_CANCEL" },
          Button: { OK: "OK" },
          alert: function (text) { book.alerts.push(text); return book.answer || "OK"; },
        };
      },
      CopyPasteType: { PASTE_FORMULA: "PASTE_FORMULA" },
      newDataValidation: builder,
      newConditionalFormatRule: builder,
      BorderStyle: { SOLID: "SOLID" },
      InterpolationType: { PERCENTILE: "PERCENTILE" },
    },
  };
}
var Charts = { ChartType: { COLUMN: "COLUMN", BAR: "BAR", LINE: "LINE", SCATTER: "SCATTER" } };
