/* sheetkpi for Google Sheets: what the custom functions of Kpis.js do, and the menu. ES2019, no library.
 *
 * Without a server, every KPI that has a formula is calculated here, without any request. With a server, too, as long as
 * it has the definitions of Kpis.js, which is checked every six hours; everything else is one request for a whole range,
 * cached for six hours.
 */

const SHEETKPI = Object.freeze({
  retryFor: 20000, // milliseconds; Google stops a custom function after 30 seconds
  tries: 4,
  remember: 21600, // seconds, the most that Google's cache keeps a value
  rememberUnknown: 60, // seconds until an unreachable server is asked for its definitions again
  largestAnswer: 95000, // bytes; Google's cache takes 100 KB per value
});

// --- a call

/**
 * Calculate a formula.
 * @param {string} name The KPI.
 * @param {IArguments} given The arguments that Google passes.
 * @return {*} A cell, or rows of cells.
 */
function calculate_(name, given) {
  const args = Array.from(given);
  while (args.length && args[args.length - 1] === undefined) { args.pop(); }
  const kpi = SHEETKPI_CATALOGUE[name];
  const language = language_();
  if (args.length < kpi.required || args.length > kpi.most) {
    throw new Error(say_("arguments", language, { function: name, call: kpi.call[language] }));
  }
  const cells = args.map(argument_);
  return shown_(isComputedHere_(kpi) ? sheetKpi(language)[name](...cells) : answer_(name, cells, language));
}

/** Convert an argument for the calculation. */
function argument_(argument) {
  return Array.isArray(argument) ? argument.map((row) => row.map(cell_)) : cell_(argument);
}

/** Convert a cell: a blank to null, a date to its serial number, the text of an error to its code. */
function cell_(cell) {
  if (cell === "" || cell === undefined || cell === null) { return null; }
  if (Object.prototype.toString.call(cell) === "[object Date]") { return serial_(cell); }
  return typeof cell === "string" && cell in SHEETKPI_ERRORS ? SHEETKPI_ERRORS[cell] : cell;
}

/** Convert a date to a serial number, in the time zone of the sheet. */
function serial_(date) {
  const zone = SpreadsheetApp.getActiveSpreadsheet().getSpreadsheetTimeZone();
  const [year, month, day, hour, minute, second] = Utilities.formatDate(date, zone, "yyyy,MM,dd,HH,mm,ss").split(",").map(Number);
  return (Date.UTC(year, month - 1, day, hour, minute, second) - Date.UTC(1899, 11, 30)) / 86400000;
}

/** Convert a result to cells. In a range, a failed cell shows the code of its error; a single cell throws the reason. */
function shown_(outcome) {
  if (outcome.error !== undefined) { throw new Error(outcome.message || outcome.error); }
  if (outcome.values === undefined) { return outcome.value === null ? "" : outcome.value; }
  const cells = outcome.values.map((cell) => (cell === null ? "" : cell));
  outcome.errors.forEach(([index, code]) => { cells[index] = code; });
  return Array.from({ length: outcome.rows }, (unused, row) => cells.slice(row * outcome.columns, (row + 1) * outcome.columns));
}

/** Return the language of the sheet. */
function language_() {
  const [locale] = SpreadsheetApp.getActiveSpreadsheet().getSpreadsheetLocale().split("_");
  return SHEETKPI_LANGUAGES[locale] || "en";
}

/** Return a message with its facts. */
function say_(message, language, facts) {
  return SHEETKPI_MESSAGES[message][language].replace(/\{(\w+)\}/g, (found, name) => (facts && name in facts ? facts[name] : found));
}

// --- here or on the server

/** Whether to calculate a KPI here: it has a formula, and the server, if there is one, has the same definitions. */
function isComputedHere_(kpi) {
  return kpi.printed && (!settings_().address || definitions_() !== "other");
}

/** Compare the server's definitions with this script's: "same", "other", or "unknown" while it can't be reached. */
function definitions_() {
  const { address, key } = settings_();
  const cache = CacheService.getScriptCache();
  const known = cache.get(place_("definitions", address));
  if (known !== null) { return known; }
  let found = "unknown";
  try {
    const response = UrlFetchApp.fetch(`${address}/v1/functions`, { method: "get", headers: headers_(key, "en"), muteHttpExceptions: true });
    if (response.getResponseCode() === 200) {
      found = JSON.parse(response.getContentText()).definitions === SHEETKPI_DEFINITIONS ? "same" : "other";
    }
  } catch (reason) {
    found = "unknown"; // no network or no JSON: assume that this script is up to date
  }
  cache.put(place_("definitions", address), found, found === "unknown" ? SHEETKPI.rememberUnknown : SHEETKPI.remember);
  return found;
}

/** Return the server's result of a call, cached for six hours. */
function answer_(name, cells, language) {
  const { address, key } = settings_();
  if (!address) { throw new Error(say_("needsServer", language, { function: name })); }
  const body = JSON.stringify({ language, calls: [{ function: name, arguments: cells.map(travelling_) }] });
  const cache = CacheService.getScriptCache();
  const place = place_("answer", `${address}\n${body}`);
  const remembered = cache.get(place);
  if (remembered !== null) { return JSON.parse(remembered); }
  const outcome = ask_(address, key, body, language).results[0];
  if (outcome.error === undefined) { remember_(cache, place, JSON.stringify(outcome)); }
  return outcome;
}

/** Flatten a range, which saves the server nine tenths of the work; return a cell as it is. */
function travelling_(argument) {
  if (!Array.isArray(argument)) { return argument; }
  return { rows: argument.length, columns: argument[0].length, values: [].concat(...argument) };
}

function remember_(cache, place, text) {
  if (Utilities.newBlob(text).getBytes().length <= SHEETKPI.largestAnswer) { cache.put(place, text, SHEETKPI.remember); }
}

/** Return the cache key of any content; “Recalculate” changes all keys. */
function place_(kind, content) {
  const text = `${settings_().generation}\n${SHEETKPI_DEFINITIONS}\n${content}`;
  const digest = Utilities.computeDigest(Utilities.DigestAlgorithm.SHA_256, text, Utilities.Charset.UTF_8);
  return `sheetkpi:${kind}:${Utilities.base64EncodeWebSafe(digest)}`;
}

/** Send a request; after temporary failures retry when the server allows it, within the time that Google gives a function. */
function ask_(address, key, body, language) {
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
        method: "post", contentType: "application/json", payload: body, headers: headers_(key, language), muteHttpExceptions: true,
      });
    } catch (failure) {
      reason = say_("unreachable", language, { address, reason: failure instanceof Error ? failure.message : String(failure) });
      continue;
    }
    const code = response.getResponseCode();
    const answer = parsed_(response.getContentText());
    if (code === 200 && answer && answer.results) { return answer; }
    reason = complaint_(code, answer, address, key, language);
    if (code !== 429 && code < 500) { break; }
    wanted = 1000 * retryAfter_(response);
  }
  throw new Error(reason);
}

function parsed_(text) {
  try { return JSON.parse(text); } catch (reason) { return null; }
}

function complaint_(code, answer, address, key, language) {
  if (code === 401) { return say_(key ? "keyRefused" : "keyMissing", language, { address }); }
  if (answer && answer.error && answer.error.message) { return answer.error.message; }
  if (code === 403) { return say_("keyRefused", language, { address }); }
  if (code === 429) { return say_("busy", language, { address }); }
  return say_(answer === null ? "noServer" : "failed", language, { address, code: String(code) });
}

/** Return the seconds that the server asks to wait; 0 if it doesn't say. */
function retryAfter_(response) {
  const headers = response.getHeaders();
  const name = Object.keys(headers).find((each) => each.toLowerCase() === "retry-after");
  return name === undefined ? 0 : Number(headers[name]) || 0;
}

function headers_(key, language) {
  const spoken = { "Accept-Language": language };
  return key ? { ...spoken, Authorization: `Bearer ${key}` } : spoken;
}

/** Return the settings, read once per formula. */
function settings_() {
  if (!settings_.known) {
    const properties = PropertiesService.getScriptProperties().getProperties();
    settings_.known = {
      address: (properties.SHEETKPI_ADDRESS || SHEETKPI_ADDRESS).replace(/\/+$/, ""),
      key: properties.SHEETKPI_KEY || "",
      generation: properties.SHEETKPI_GENERATION || "0",
    };
  }
  return settings_.known;
}
/** @type {{address: string, key: string, generation: string} | null} */
settings_.known = null;

// --- the menu

/** Add the menu; Google calls this when the spreadsheet opens. */
function onOpen() {
  const language = language_();
  SpreadsheetApp.getUi()
    .createMenu("SheetKPI")
    .addItem(say_("menuReference", language), "showReference")
    .addItem(say_("menuSettings", language), "showSettings")
    .addSeparator()
    .addItem(say_("menuForecast", language), "insertForecast")
    .addItem(say_("menuChannels", language), "insertChannels")
    .addSeparator()
    .addItem(say_("menuRecalculate", language), "recalculate")
    .addItem(say_("menuFreeze", language), "freezeValues")
    .addToUi();
}

/** Show the functions, to search and insert. */
function showReference() { showSidebar_("reference"); }

/** Show the server's address and the key. */
function showSettings() { showSidebar_("settings"); }

function showSidebar_(page) {
  const template = HtmlService.createTemplateFromFile("Sidebar");
  template.state = JSON.stringify(sidebarState_(page));
  SpreadsheetApp.getUi().showSidebar(template.evaluate().setTitle("SheetKPI"));
}

/** Return what the sidebar shows. */
function sidebarState_(page) {
  const language = language_();
  const { address, key } = settings_();
  const texts = {};
  Object.keys(SHEETKPI_MESSAGES).forEach((name) => { texts[name] = SHEETKPI_MESSAGES[name][language]; });
  const functions = Object.keys(SHEETKPI_CATALOGUE).map((name) => {
    const kpi = SHEETKPI_CATALOGUE[name];
    return { name: SHEETKPI_PREFIX + name, call: kpi.call[language], summary: kpi.summary[language], formula: kpi.formula[language],
      example: kpi.example[language], group: kpi.group[language] };
  });
  return { page, language, address, hasKey: key !== "", texts, functions };
}

/** Insert a formula into the active cell; the sidebar calls this. */
function insertFormula(formula) {
  SpreadsheetApp.getActiveSpreadsheet().getActiveCell().setFormula(formula);
}

/**
 * Try an address and a key with one call, and save them if they work; the sidebar calls this.
 * @return {{isFine: boolean, verdict: string}}
 */
function saveSettings(address, key) {
  const language = language_();
  const properties = PropertiesService.getScriptProperties();
  const wanted = String(address).trim().replace(/\/+$/, "");
  if (!wanted) {
    properties.deleteProperty("SHEETKPI_ADDRESS");
    properties.deleteProperty("SHEETKPI_KEY");
    return { isFine: true, verdict: say_("noAddress", language) };
  }
  if (!/^https:\/\/[^\s/]+/.test(wanted)) { return { isFine: false, verdict: say_("httpsOnly", language) }; }
  const used = String(key).trim() || settings_().key;
  try {
    const { results } = ask_(wanted, used, JSON.stringify({ language, calls: [SHEETKPI_TRIAL.call] }), language);
    if (results[0].value !== SHEETKPI_TRIAL.value) { return { isFine: false, verdict: say_("noServer", language, { address: wanted }) }; }
  } catch (reason) {
    return { isFine: false, verdict: reason instanceof Error ? reason.message : String(reason) };
  }
  properties.setProperties({ SHEETKPI_ADDRESS: wanted, SHEETKPI_KEY: used });
  return { isFine: true, verdict: say_("works", language, { address: wanted }) };
}

/** Recalculate all KPI formulas of the sheet, and forget cached results. */
function recalculate() {
  const properties = PropertiesService.getScriptProperties();
  properties.setProperty("SHEETKPI_GENERATION", String(Number(settings_().generation) + 1));
  const cells = ourCells_(SpreadsheetApp.getActiveSheet().getDataRange());
  cells.forEach(({ cell }) => cell.clearContent());
  SpreadsheetApp.flush();
  cells.forEach(({ cell, formula }) => cell.setFormula(formula));
  toast_("recalculated", cells.length);
}

/** Replace the KPI formulas in the selection by their values. */
function freezeValues() {
  const sheet = SpreadsheetApp.getActiveSheet();
  const all = sheet.getDataRange();
  const before = all.getValues();
  const formulas = all.getFormulas();
  const cells = ourCells_(SpreadsheetApp.getActiveRange());
  cells.forEach(({ cell }) => cell.setValue(cell.getValue()));
  SpreadsheetApp.flush();
  const after = all.getValues();
  before.forEach((row, i) => row.forEach((value, j) => {
    // the cells that a formula had filled beside and below itself went away with it
    if (value !== "" && after[i][j] === "" && formulas[i][j] === "") { all.getCell(i + 1, j + 1).setValue(value); }
  }));
  toast_("frozen", cells.length);
}

/** Return the cells of a range that hold a KPI formula. */
function ourCells_(range) {
  const ours = new RegExp(`(^|[^A-Z0-9_.])${SHEETKPI_PREFIX}(${Object.keys(SHEETKPI_CATALOGUE).join("|")})\\s*\\(`, "i");
  const found = [];
  range.getFormulas().forEach((row, i) => row.forEach((formula, j) => {
    if (ours.test(formula)) { found.push({ cell: range.getCell(i + 1, j + 1), formula }); }
  }));
  return found;
}

function toast_(message, count) {
  SpreadsheetApp.getActiveSpreadsheet().toast(say_(message, language_(), { count: String(count) }), "SheetKPI");
}
