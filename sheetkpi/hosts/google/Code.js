/* sheetkpi for Google Sheets: what the custom functions of Kpis.js do, and the menu. ES2019, no library.
 *
 * Every KPI that has a formula is calculated here and asks none of Google's services, so that no quota and no server can
 * stop it (dates need the time zone: one call for a formula). Everything else is one request for a whole range, cached for
 * six hours.
 */

const SHEETKPI = Object.freeze({
  retryFor: 20000, // milliseconds; Google stops a custom function after 30 seconds
  tries: 4,
  remember: 21600, // seconds, the most that Google's cache keeps a value
  largestAnswer: 95000, // bytes; Google's cache takes 100 KB per value
  paused: "\u21bb SheetKPI", // what a cell shows while its formula waits to be calculated again
});

// --- a call

/**
 * Calculate a formula.
 * @param {string} name The KPI.
 * @param {ArrayLike<*>} given The arguments that Google passes.
 * @return {*} A cell, or rows of cells.
 */
function calculate_(name, given) {
  const cells = cells_(given);
  if (!isCall_(name, cells)) { throw new Error(wrongCall_(name)); }
  return shown_(outcome_(name, cells));
}

/**
 * Say why a KPI shows an error; blank where it shows none.
 * @param {*} asked The name of the KPI.
 * @param {ArrayLike<*>} given Its arguments.
 * @return {*} A text, or rows of texts.
 */
function why_(asked, given) {
  const name = known_(asked);
  if (name === null) { return unknown_(asked); }
  const cells = cells_(given);
  if (!isCall_(name, cells)) { return wrongCall_(name); }
  let outcome;
  try { outcome = outcome_(name, cells); } catch (failure) { return reason_(failure); }
  if (outcome.error !== undefined) { return outcome.message || outcome.error; }
  if (outcome.values === undefined) { return ""; }
  const reasons = outcome.reasons || [outcome.message]; // the server says the first one
  return rows_(outcome, outcome.values.map(() => ""), (code, number) => reasons[number] || code);
}

/** Return the cells of a table that a figure names, and with a row the one of that row. */
function figure_(table, asked, row) {
  const called = `${SHEETKPI_PREFIX}KPI_FIGURE`;
  const isBlank = (cell) => cell === undefined || cell === null || cell === "";
  if (!Array.isArray(table) || table.length < 2 || table[0].length < 2) { throw new Error(say_("figureTable", { function: called })); }
  if (isBlank(asked)) { throw new Error(say_("figureBlank", { function: called })); }
  const key = (cell) => String(cell).trim().replace(/\s+/g, " ").toLowerCase();
  const names = new Set([key(asked)]);
  SHEETKPI_FIGURES.filter((spellings) => spellings.includes(key(asked))).forEach((spellings) => spellings.slice(1).forEach((each) => names.add(each)));
  const heads = table[0].slice(1);
  const sides = table.slice(1).map((cells) => cells[0]);
  const figures = heads.length - (SHEETKPI_IN_WORDS.includes(key(heads[heads.length - 1])) ? 1 : 0); // a formula in words is not a figure
  const unknown = (name, known) => {
    const listed = known.filter((cell) => !isBlank(cell)).map(String);
    const shown = listed.slice(0, 12).join(", ") + (listed.length > 12 ? ", …" : "");
    return new Error(say_("figureUnknown", { function: called, name: String(name), names: shown || "—" }));
  };
  const column = heads.findIndex((cell) => names.has(key(cell)));
  const line = column < 0 ? sides.findIndex((cell) => names.has(key(cell))) : -1;
  if (column < 0 && line < 0) { throw unknown(asked, figures < heads.length ? sides : heads); }
  const cells = column < 0 ? table[line + 1].slice(1, figures + 1) : table.slice(1).map((each) => each[column + 1]);
  if (!isBlank(row)) {
    const labels = column < 0 ? heads.slice(0, figures) : sides;
    const place = labels.findIndex((cell) => key(cell) === key(row));
    if (place < 0) { throw unknown(row, labels); }
    return cells[place];
  }
  return cells.length === 1 ? cells[0] : column < 0 ? [cells] : cells.map((cell) => [cell]);
}

/** Return the outcome of a call, as the server words it. */
function outcome_(name, cells) {
  return SHEETKPI_CATALOGUE[name].printed ? sheetKpi(SHEETKPI_LANGUAGE)[name](...cells) : answer_(name, cells);
}

function isCall_(name, cells) {
  return cells.length >= SHEETKPI_CATALOGUE[name].required && cells.length <= SHEETKPI_CATALOGUE[name].most;
}

function wrongCall_(name) {
  return say_("arguments", { function: name, call: SHEETKPI_CATALOGUE[name].call });
}

/** Return a KPI's name, given with or without the prefix; null if there is none. */
function known_(asked) {
  const name = String(asked).trim().toUpperCase();
  const bare = name.startsWith(SHEETKPI_PREFIX) ? name.slice(SHEETKPI_PREFIX.length) : name;
  return [name, bare].find((each) => Object.keys(SHEETKPI_CATALOGUE).includes(each)) || null;
}

function unknown_(asked) {
  const name = String(asked).trim().toUpperCase();
  const bare = name.startsWith(SHEETKPI_PREFIX) ? name.slice(SHEETKPI_PREFIX.length) : name;
  const nearest = Object.keys(SHEETKPI_CATALOGUE).map((each) => ({ each, likeness: likeness_(each, bare) }))
    .filter(({ likeness }) => likeness >= 0.6)
    .sort((a, b) => b.likeness - a.likeness || (a.each < b.each ? 1 : -1));
  if (!nearest.length) { return say_("unknown", { name: String(asked) }); }
  return say_("mistyped", { name: String(asked), nearest: nearest.slice(0, 3).map(({ each }) => each).join(", ") });
}

/** Return how alike two words are, from 0 to 1, after Ratcliff and Obershelp. */
function likeness_(first, second) {
  const matching = (a, b) => {
    let [from, at, size] = [0, 0, 0];
    for (let i = 0; i < a.length; i += 1) {
      for (let j = 0; j < b.length; j += 1) {
        let length = 0;
        while (i + length < a.length && j + length < b.length && a[i + length] === b[j + length]) { length += 1; }
        if (length > size) { [from, at, size] = [i, j, length]; }
      }
    }
    return size && size + matching(a.slice(0, from), b.slice(0, at)) + matching(a.slice(from + size), b.slice(at + size));
  };
  return (2 * matching(first, second)) / (first.length + second.length);
}

// --- cells

/** Convert arguments for the calculation: a blank to null, a date to its serial number, the text of an error to its code. */
function cells_(given) {
  const args = Array.from(given);
  while (args.length && args[args.length - 1] === undefined) { args.pop(); }
  let serial = null;
  const cell = (content) => {
    if (content === "" || content === undefined || content === null) { return null; }
    if (Object.prototype.toString.call(content) === "[object Date]") {
      serial = serial || serialNumbers_();
      return serial(content);
    }
    return typeof content === "string" && content in SHEETKPI_ERRORS ? SHEETKPI_ERRORS[content] : content;
  };
  return args.map((argument) => (Array.isArray(argument) ? argument.map((row) => row.map(cell)) : cell(argument)));
}

/** Return what converts a date to a serial number in the time zone of the spreadsheet; if that can't be read, in the script's. */
function serialNumbers_() {
  const timeZone = orNull_(() => SpreadsheetApp.getActiveSpreadsheet().getSpreadsheetTimeZone()) || undefined;
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone, year: "numeric", month: "numeric", day: "numeric",
    hour: "numeric", minute: "numeric", second: "numeric" });
  return (date) => {
    const shown = {};
    clock.formatToParts(date).forEach(({ type, value }) => { shown[type] = Number(value); });
    const local = Date.UTC(shown.year, shown.month - 1, shown.day, shown.hour, shown.minute, shown.second);
    return (local - Date.UTC(1899, 11, 30)) / 86400000;
  };
}

/** Convert a result to cells. In a range, a failed cell shows the code of its error; a single cell throws the reason. */
function shown_(outcome) {
  if (outcome.error !== undefined) { throw new Error(outcome.message || outcome.error); }
  if (outcome.values === undefined) { return outcome.value === null ? "" : outcome.value; }
  return rows_(outcome, outcome.values.map((cell) => (cell === null ? "" : cell)), (code) => code);
}

/** Return cells as rows, with what is shown for each error. */
function rows_(outcome, cells, shown) {
  outcome.errors.forEach(([index, code], number) => { cells[index] = shown(code, number); });
  return Array.from({ length: outcome.rows }, (unused, row) => cells.slice(row * outcome.columns, (row + 1) * outcome.columns));
}

/** Return a message with its facts. */
function say_(message, facts) {
  return SHEETKPI_MESSAGES[message].replace(/\{(\w+)\}/g, (found, name) => (facts && name in facts ? facts[name] : found));
}

function reason_(failure) { return failure instanceof Error ? failure.message : String(failure); }

/** Return what a step gives; null if it fails. */
function orNull_(step) {
  try { return step(); } catch (failure) { return null; }
}

// --- on the server

/** Return the server's result of a call, cached for six hours; without the cache it is asked each time. */
function answer_(name, cells) {
  const { address, key, failure } = settings_();
  if (!address) { throw new Error(failure ? say_("settingsUnread", { reason: failure }) : say_("needsServer", { function: name })); }
  const body = JSON.stringify({ language: SHEETKPI_LANGUAGE, calls: [{ function: name, arguments: cells.map(travelling_) }] });
  const place = orNull_(() => place_(`${address}\n${body}`));
  const remembered = place && orNull_(() => parsed_(CacheService.getScriptCache().get(place)));
  if (remembered) { return remembered; }
  const outcome = ask_(address, key, body).results[0];
  if (place && outcome.error === undefined) { orNull_(() => remember_(place, JSON.stringify(outcome))); }
  return outcome;
}

/** Flatten a range, which saves the server nine tenths of the work; return a cell as it is. */
function travelling_(argument) {
  if (!Array.isArray(argument)) { return argument; }
  return { rows: argument.length, columns: argument[0].length, values: argument.flat() };
}

function remember_(place, text) {
  if (Utilities.newBlob(text).getBytes().length <= SHEETKPI.largestAnswer) { CacheService.getScriptCache().put(place, text, SHEETKPI.remember); }
}

/** Return the cache key of a request; “Recalculate” changes all keys. */
function place_(content) {
  const text = `${settings_().generation}\n${SHEETKPI_DEFINITIONS}\n${content}`;
  const digest = Utilities.computeDigest(Utilities.DigestAlgorithm.SHA_256, text, Utilities.Charset.UTF_8);
  return `sheetkpi:${Utilities.base64EncodeWebSafe(digest)}`;
}

/** Send a request; after temporary failures retry when the server allows it, within the time that Google gives a function. */
function ask_(address, key, body) {
  const start = Date.now();
  let reason = "";
  let wanted = 0; // milliseconds that the server asks to wait
  for (let attempt = 0; attempt < SHEETKPI.tries; attempt += 1) {
    if (attempt > 0) {
      const pause = Math.max(wanted, 2 ** attempt * 250) + Math.floor(Math.random() * 250);
      if (Date.now() - start + pause > SHEETKPI.retryFor) { break; }
      Utilities.sleep(pause);
    }
    let response;
    try {
      response = UrlFetchApp.fetch(`${address}/v1/batch`, {
        method: "post", contentType: "application/json", payload: body, headers: headers_(key), muteHttpExceptions: true,
      });
    } catch (failure) {
      reason = say_("unreachable", { address, reason: reason_(failure) });
      continue;
    }
    const code = response.getResponseCode();
    const answer = parsed_(response.getContentText());
    if (code === 200 && answer && answer.results) { return answer; }
    reason = complaint_(code, answer, address, key);
    if (code !== 429 && code < 500) { break; }
    wanted = 1000 * retryAfter_(response);
  }
  throw new Error(reason);
}

function parsed_(text) { return orNull_(() => JSON.parse(text)); }

function complaint_(code, answer, address, key) {
  if (code === 401) { return say_(key ? "keyRefused" : "keyMissing", { address }); }
  if (answer && answer.error && answer.error.message) { return answer.error.message; }
  if (code === 403) { return say_("keyRefused", { address }); }
  if (code === 429) { return say_("busy", { address }); }
  return say_(answer === null ? "noServer" : "failed", { address, code: String(code) });
}

/** Return the seconds that the server asks to wait; 0 if it doesn't say. */
function retryAfter_(response) {
  const headers = response.getHeaders();
  const name = Object.keys(headers).find((each) => each.toLowerCase() === "retry-after");
  return name === undefined ? 0 : Number(headers[name]) || 0;
}

function headers_(key) {
  const spoken = { "Accept-Language": SHEETKPI_LANGUAGE };
  return key ? { ...spoken, Authorization: `Bearer ${key}` } : spoken;
}

/** Return the settings, read once per execution; if they can't be read, those of the script's files and the reason. */
function settings_() {
  if (!settings_.known) {
    let properties = {};
    let failure = "";
    try { properties = PropertiesService.getScriptProperties().getProperties(); } catch (reason) { failure = reason_(reason); }
    settings_.known = {
      address: (properties.SHEETKPI_ADDRESS || SHEETKPI_ADDRESS).replace(/\/+$/, ""),
      key: properties.SHEETKPI_KEY || "",
      generation: properties.SHEETKPI_GENERATION || "0",
      failure,
    };
  }
  return settings_.known;
}
/** @type {{address: string, key: string, generation: string, failure: string} | null} */
settings_.known = null;

// --- the menu

/** Add the menu; Google calls this when the spreadsheet opens. */
function onOpen() {
  SpreadsheetApp.getUi()
    .createMenu("SheetKPI")
    .addItem(say_("menuReference"), "showReference")
    .addItem(say_("menuSettings"), "showSettings")
    .addSeparator()
    .addItem(say_("menuForecast"), "insertForecast")
    .addItem(say_("menuChannels"), "insertChannels")
    .addSeparator()
    .addItem(say_("menuRecalculate"), "recalculate")
    .addItem(say_("menuFreeze"), "freezeValues")
    .addItem(say_("menuDownload"), "showDownload")
    .addToUi();
}

/** Show the functions, to search and insert. */
function showReference() { showSidebar_("reference"); }

/** Show the server's address and the key. */
function showSettings() { showSidebar_("settings"); }

/** Show what becomes of the formulas in a file for Excel, and what to use instead. */
function showDownload() { showSidebar_("download"); }

function showSidebar_(page) {
  const template = HtmlService.createTemplateFromFile("Sidebar");
  template.state = JSON.stringify(sidebarState_(page));
  SpreadsheetApp.getUi().showSidebar(template.evaluate().setTitle("SheetKPI"));
}

/** Return what the sidebar shows. */
function sidebarState_(page) {
  const { address, key } = settings_();
  const functions = Object.keys(SHEETKPI_CATALOGUE).map((name) => ({ name: SHEETKPI_PREFIX + name, ...SHEETKPI_CATALOGUE[name] }));
  return { page, language: SHEETKPI_LANGUAGE, address, hasKey: key !== "", texts: SHEETKPI_MESSAGES, links: SHEETKPI_LINKS, functions };
}

/** Insert a formula into the active cell; the sidebar calls this. */
function insertFormula(formula) {
  SpreadsheetApp.getActiveSpreadsheet().getActiveCell().setFormula(formula);
}

/** Return a warning if the server has other definitions than this script, which calculates with its own; the sidebar calls this. */
function definitionsWarning() {
  const { address, key } = settings_();
  if (!address) { return ""; }
  return orNull_(() => {
    const response = UrlFetchApp.fetch(`${address}/v1/functions`, { method: "get", headers: headers_(key), muteHttpExceptions: true });
    const { definitions } = JSON.parse(response.getContentText());
    const isOther = response.getResponseCode() === 200 && typeof definitions === "string" && definitions !== SHEETKPI_DEFINITIONS;
    return isOther ? say_("otherDefinitions", { address }) : "";
  }) || "";
}

/**
 * Try an address and a key with one call, and save them if they work; the sidebar calls this.
 * @return {{isFine: boolean, verdict: string}}
 */
function saveSettings(address, key) {
  const properties = PropertiesService.getScriptProperties();
  const wanted = String(address).trim().replace(/\/+$/, "");
  if (!wanted) {
    properties.deleteProperty("SHEETKPI_ADDRESS");
    properties.deleteProperty("SHEETKPI_KEY");
    return { isFine: true, verdict: say_("noAddress") };
  }
  if (!/^https:\/\/[^\s/]+/.test(wanted)) { return { isFine: false, verdict: say_("httpsOnly") }; }
  const saved = settings_();
  const used = String(key).trim() || (wanted === saved.address ? saved.key : ""); // a key is for the server that gave it
  try {
    const { results } = ask_(wanted, used, JSON.stringify({ language: SHEETKPI_LANGUAGE, calls: [SHEETKPI_TRIAL.call] }));
    if (results[0].value !== SHEETKPI_TRIAL.value) { return { isFine: false, verdict: say_("noServer", { address: wanted }) }; }
  } catch (failure) {
    return { isFine: false, verdict: reason_(failure) };
  }
  properties.setProperties({ SHEETKPI_ADDRESS: wanted, SHEETKPI_KEY: used });
  return { isFine: true, verdict: say_("works", { address: wanted }) };
}

// --- the formulas of a sheet: at every moment a cell holds its formula, paused or not, or its value

/** Recalculate all KPI formulas of the sheet, and forget cached results. */
function recalculate() {
  orNull_(() => PropertiesService.getScriptProperties().setProperty("SHEETKPI_GENERATION", String(Date.now())));
  const sheet = SpreadsheetApp.getActiveSheet();
  const all = sheet.getDataRange();
  const ours = ourCells_(all.getFormulas());
  const editable = editable_(sheet, all, ours);
  try {
    pause_(sheet, editable);
    SpreadsheetApp.flush();
  } finally {
    resume_(sheet, editable);
  }
  report_("recalculated", editable.length, { isProtected: without_(ours, editable) });
}

/** Replace the KPI formulas in the selection by their values, with what they filled beside and below themselves. */
function freezeValues() {
  const sheet = SpreadsheetApp.getActiveSheet();
  const all = sheet.getDataRange();
  const formulas = all.getFormulas();
  const values = all.getValues();
  const selected = SpreadsheetApp.getActiveRange();
  const [top, left] = [selected.getRow(), selected.getColumn()];
  const [bottom, right] = [top + selected.getNumRows(), left + selected.getNumColumns()];
  const ours = ourCells_(formulas).filter(({ row, column }) => row >= top && row < bottom && column >= left && column < right);
  const editable = editable_(sheet, all, ours);
  const finished = editable.filter(({ row, column }) => isValue_(values[row - 1][column - 1]));
  const claimed = finished.map((cell) => ({ ...cell, beside: besides_(formulas, values, cell) }));
  const alone = claimed.filter(({ beside }) => !beside.length);
  blocks_(alone).forEach((block) => range_(sheet, block).setValues(typed_(values, block)));
  const tables = independent_(claimed.filter(({ beside }) => beside.length)).map((cells) => freezeTables_(sheet, all, values, cells));
  SpreadsheetApp.flush();
  const frozen = alone.concat(tables.flatMap((each) => each.frozen));
  const isProtected = without_(ours, editable).concat(tables.flatMap((each) => each.isProtected));
  report_("frozen", frozen.length, { isProtected, isNoValue: without_(ours, frozen.concat(isProtected)) });
}

/**
 * Freeze formulas that may fill cells beside themselves. While a formula is paused, those are empty.
 * @return {{frozen: object[], isProtected: object[]}} The formulas that are values now, and those whose table is protected.
 */
function freezeTables_(sheet, all, values, cells) {
  let waiting = cells;
  const frozen = [];
  const isProtected = [];
  try {
    pause_(sheet, cells);
    SpreadsheetApp.flush();
    const now = all.getValues();
    cells.forEach((cell) => {
      const filled = cell.beside.filter(([row, column]) => now[row - 1][column - 1] === "");
      const rows = filled.reduce((most, [row]) => Math.max(most, row - cell.row + 1), 1);
      const columns = filled.reduce((most, [, column]) => Math.max(most, column - cell.column + 1), 1);
      const block = { row: cell.row, column: cell.column, rows, columns };
      const range = range_(sheet, block);
      if (!filled.every(([row, column]) => isValue_(values[row - 1][column - 1]))) { return; }
      if (filled.length && !range.canEdit()) {
        isProtected.push(cell);
        return;
      }
      range.setValues(typed_(values, block));
      frozen.push(cell);
      waiting = waiting.filter((each) => each !== cell);
    });
  } finally {
    resume_(sheet, waiting);
  }
  return { frozen, isProtected };
}

/** Return the cells that hold a KPI formula, paused ones as they were. */
function ourCells_(formulas) {
  const names = Object.keys(SHEETKPI_CATALOGUE).concat(SHEETKPI_COMPANIONS).join("|");
  const ours = new RegExp(`(^|[^A-Z0-9_.])${SHEETKPI_PREFIX}(${names})\\s*\\(`, "i");
  const paused = new RegExp(`^=IF\\(TRUE\\(\\)\\s*[;,]\\s*"${SHEETKPI.paused}"\\s*[;,]\\s*([^]*)\\)$`, "i");
  const found = [];
  formulas.forEach((row, i) => row.forEach((written, j) => {
    const inner = paused.exec(written);
    const formula = inner ? `=${inner[1]}` : written;
    if (ours.test(formula)) { found.push({ row: i + 1, column: j + 1, formula }); }
  }));
  return found;
}

/** Let formulas wait: each stays in its cell, inside of one that doesn't calculate it, so that Google forgets its result. */
function pause_(sheet, cells) {
  setFormulas_(sheet, cells, ({ formula }) => `=IF(TRUE();"${SHEETKPI.paused}";${formula.slice(1)})`);
}

/** Put formulas back. A call that fails is tried once more, and does not keep the others from being tried. */
function resume_(sheet, cells) {
  const failures = blocks_(cells).map((block) => {
    const restore = () => { setFormulas_(sheet, block.cells.flat(), ({ formula }) => formula); return null; };
    try { return restore(); } catch (failure) { /* once more */ }
    try { return restore(); } catch (failure) { return failure; }
  });
  const failure = failures.find((each) => each !== null);
  if (failure) { throw failure; }
}

function setFormulas_(sheet, cells, formula) {
  blocks_(cells).forEach((block) => range_(sheet, block).setFormulas(block.cells.map((row) => row.map(formula))));
}

/** Return the cells that this person may edit. */
function editable_(sheet, all, cells) {
  const among = (some) => {
    if (!some.length || blocks_(some).every((block) => range_(sheet, block).canEdit())) { return some; }
    const half = Math.floor(some.length / 2);
    return half ? among(some.slice(0, half)).concat(among(some.slice(half))) : [];
  };
  return !cells.length || all.canEdit() ? cells : among(cells);
}

/** Whether a cell shows a value: no error, and nothing that is still being calculated. */
function isValue_(shown) {
  if (typeof shown !== "string") { return true; }
  return !(shown in SHEETKPI_ERRORS) && !/^#\S+[!?]$/.test(shown) && !/(\.\.\.|\u2026)$/.test(shown) && shown !== SHEETKPI.paused;
}

/** Return the cells with values, below and beside a formula, that its table may fill: no other formula is in between. */
function besides_(formulas, values, { row, column }) {
  const found = [];
  let end = Infinity;
  for (let i = row - 1; i < formulas.length && end >= column; i += 1) {
    for (let j = column - 1; j < Math.min(end, formulas[i].length); j += 1) {
      if (i === row - 1 && j === column - 1) { continue; }
      if (formulas[i][j] !== "") { end = j; break; }
      if (values[i][j] !== "") { found.push([i + 1, j + 1]); }
    }
  }
  return found;
}

/** Group formulas so that no two of a group may have filled the same cell. */
function independent_(cells) {
  const groups = [];
  cells.forEach((cell) => {
    const places = cell.beside.map(String);
    let group = groups.find(({ taken }) => places.every((place) => !taken.has(place)));
    if (!group) {
      group = { taken: new Set(), cells: [] };
      groups.push(group);
    }
    places.forEach((place) => group.taken.add(place));
    group.cells.push(cell);
  });
  return groups.map((group) => group.cells);
}

/** Return the values of a block as they are typed: an apostrophe keeps a text from becoming a number, a date or a formula. */
function typed_(values, { row, column, rows, columns }) {
  const isRead = /\d|^[=+\-'@]|^(true|false|\u0438\u0441\u0442\u0438\u043d\u0430|\u043b\u043e\u0436\u044c)$/i;
  return values.slice(row - 1, row - 1 + rows).map((line) => line.slice(column - 1, column - 1 + columns)
    .map((value) => (typeof value === "string" && isRead.test(value) ? `'${value}` : value)));
}

/** Group cells into rectangles, so that few calls reach many. */
function blocks_(cells) {
  const runs = [];
  cells.slice().sort((a, b) => a.row - b.row || a.column - b.column).forEach((cell) => {
    const last = runs[runs.length - 1];
    if (last && last[0].row === cell.row && last[last.length - 1].column + 1 === cell.column) { last.push(cell); } else { runs.push([cell]); }
  });
  const blocks = [];
  const growing = new Map();
  runs.forEach((run) => {
    const key = `${run[0].column},${run.length}`;
    const block = growing.get(key);
    if (block && block.row + block.rows === run[0].row) {
      block.cells.push(run);
      block.rows += 1;
    } else {
      blocks.push({ row: run[0].row, column: run[0].column, rows: 1, columns: run.length, cells: [run] });
      growing.set(key, blocks[blocks.length - 1]);
    }
  });
  return blocks;
}

function range_(sheet, block) { return sheet.getRange(block.row, block.column, block.rows, block.columns); }

function without_(cells, some) {
  const done = new Set(some.map(({ row, column }) => `${row},${column}`));
  return cells.filter(({ row, column }) => !done.has(`${row},${column}`));
}

/** Say how many formulas are done, and list those that are not. */
function report_(message, count, { isProtected, isNoValue = [] }) {
  const done = say_(message, { count: String(count) });
  const left = [["leftProtected", isProtected], ["leftNoValue", isNoValue]].filter(([, cells]) => cells.length)
    .map(([name, cells]) => say_(name, { cells: blocks_(cells).map(address_).join(", ") }));
  if (left.length) {
    SpreadsheetApp.getUi().alert([done, ...left].join("\n\n"));
  } else {
    SpreadsheetApp.getActiveSpreadsheet().toast(done, "SheetKPI");
  }
}

/** Return the address of a block, such as B2:B9. */
function address_({ row, column, rows, columns }) {
  const letters = (number) => (number > 0 ? letters(Math.floor((number - 1) / 26)) + String.fromCharCode(65 + ((number - 1) % 26)) : "");
  const first = letters(column) + row;
  return rows * columns === 1 ? first : `${first}:${letters(column + columns - 1)}${row + rows - 1}`;
}
