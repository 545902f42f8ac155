/* sheetkpi for Google Sheets: what the custom functions of Kpis.js do, and the menu. ES2019, no library.
 *
 * With no address of a server set, every KPI that has a formula is computed here, with no request at all. With an
 * address, the same holds while the server's definitions are those of Kpis.js, which is asked once in six hours;
 * everything else is one request for a whole range, remembered for six hours.
 */

const SHEETKPI = Object.freeze({
  retryFor: 20000, // milliseconds; Google stops a custom function after 30 seconds
  tries: 4,
  remember: 21600, // seconds: the longest that Google's cache keeps anything
  rememberUnknown: 60, // how long an unreachable server is not asked again for its definitions
  largestAnswer: 95000, // bytes: Google's cache takes 100 KB a value
});

// --- a call

/**
 * What a formula shows.
 * @param {string} name The KPI.
 * @param {IArguments} given What Google hands over.
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

/** An argument as the core takes it. */
function argument_(argument) {
  return Array.isArray(argument) ? argument.map((row) => row.map(cell_)) : cell_(argument);
}

/** A cell: a blank is null, a date its serial number, the text of an error its code. */
function cell_(cell) {
  if (cell === "" || cell === undefined || cell === null) { return null; }
  if (Object.prototype.toString.call(cell) === "[object Date]") { return serial_(cell); }
  return typeof cell === "string" && cell in SHEETKPI_ERRORS ? SHEETKPI_ERRORS[cell] : cell;
}

/** A date as the sheet counts it, in the time zone in which the sheet shows it. */
function serial_(date) {
  const zone = SpreadsheetApp.getActiveSpreadsheet().getSpreadsheetTimeZone();
  const [year, month, day, hour, minute, second] = Utilities.formatDate(date, zone, "yyyy,MM,dd,HH,mm,ss").split(",").map(Number);
  return (Date.UTC(year, month - 1, day, hour, minute, second) - Date.UTC(1899, 11, 30)) / 86400000;
}

/** An outcome as cells. A range shows the code of an error where a cell failed; a single cell fails with the reason. */
function shown_(outcome) {
  if (outcome.error !== undefined) { throw new Error(outcome.message || outcome.error); }
  if (outcome.values === undefined) { return outcome.value === null ? "" : outcome.value; }
  const cells = outcome.values.map((cell) => (cell === null ? "" : cell));
  outcome.errors.forEach(([index, code]) => { cells[index] = code; });
  return Array.from({ length: outcome.rows }, (unused, row) => cells.slice(row * outcome.columns, (row + 1) * outcome.columns));
}

/** The language of the sheet. */
function language_() {
  const [locale] = SpreadsheetApp.getActiveSpreadsheet().getSpreadsheetLocale().split("_");
  return SHEETKPI_LANGUAGES[locale] || "en";
}

/** A sentence with facts in it. */
function say_(message, language, facts) {
  return SHEETKPI_MESSAGES[message][language].replace(/\{(\w+)\}/g, (found, name) => (facts && name in facts ? facts[name] : found));
}

// --- here or on the server

/** Whether a KPI is computed here: it has a formula, and the server, where there is one, has the same definitions. */
function isComputedHere_(kpi) {
  return kpi.printed && (!settings_().address || definitions_() !== "other");
}

/** Whether the definitions of the server are those of this script: "same", "other", or "unknown" while it cannot be asked. */
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
    found = "unknown"; // no network, no JSON: the numbers of this script are right as far as anybody knows
  }
  cache.put(place_("definitions", address), found, found === "unknown" ? SHEETKPI.rememberUnknown : SHEETKPI.remember);
  return found;
}

/** What the server answers to one call; the same call is asked once in six hours. */
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

/** A range as one list, which is a tenth of the work for the server; a cell as it is. */
function travelling_(argument) {
  if (!Array.isArray(argument)) { return argument; }
  return { rows: argument.length, columns: argument[0].length, values: [].concat(...argument) };
}

function remember_(cache, place, text) {
  if (Utilities.newBlob(text).getBytes().length <= SHEETKPI.largestAnswer) { cache.put(place, text, SHEETKPI.remember); }
}

/** A name in the cache, for any content; “Recalculate” makes all names new. */
function place_(kind, content) {
  const text = `${settings_().generation}\n${SHEETKPI_DEFINITIONS}\n${content}`;
  const digest = Utilities.computeDigest(Utilities.DigestAlgorithm.SHA_256, text, Utilities.Charset.UTF_8);
  return `sheetkpi:${kind}:${Utilities.base64EncodeWebSafe(digest)}`;
}

/** The server's answer; what may pass by is tried again, when the server says so, for as long as Google lets a function wait. */
function ask_(address, key, body, language) {
  const start = Date.now();
  let reason = "";
  let wanted = 0; // milliseconds that the server wants to be left alone
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

/** How many seconds the server wants to be left alone; 0 where it does not say. */
function retryAfter_(response) {
  const headers = response.getHeaders();
  const name = Object.keys(headers).find((each) => each.toLowerCase() === "retry-after");
  return name === undefined ? 0 : Number(headers[name]) || 0;
}

function headers_(key, language) {
  const spoken = { "Accept-Language": language };
  return key ? { ...spoken, Authorization: `Bearer ${key}` } : spoken;
}

/** The settings, read once for a formula. */
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

/** Google calls it when the spreadsheet opens. */
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

/** The functions, to search and to insert. */
function showReference() { showSidebar_("reference"); }

/** The address of the server and the key. */
function showSettings() { showSidebar_("settings"); }

function showSidebar_(page) {
  const template = HtmlService.createTemplateFromFile("Sidebar");
  template.state = JSON.stringify(sidebarState_(page));
  SpreadsheetApp.getUi().showSidebar(template.evaluate().setTitle("SheetKPI"));
}

/** What the sidebar shows. */
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

/** The sidebar calls it: put a formula into the active cell. */
function insertFormula(formula) {
  SpreadsheetApp.getActiveSpreadsheet().getActiveCell().setFormula(formula);
}

/**
 * The sidebar calls it: try an address and a key with one call, and keep them when they work.
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

/** Compute all our formulas of the sheet anew, and ask the server again. */
function recalculate() {
  const properties = PropertiesService.getScriptProperties();
  properties.setProperty("SHEETKPI_GENERATION", String(Number(settings_().generation) + 1));
  const cells = ourCells_(SpreadsheetApp.getActiveSheet().getDataRange());
  cells.forEach(({ cell }) => cell.clearContent());
  SpreadsheetApp.flush();
  cells.forEach(({ cell, formula }) => cell.setFormula(formula));
  toast_("recalculated", cells.length);
}

/** Replace our formulas in the selection by their values, so that they ask nobody any more. */
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
    // what a formula had filled beside and below itself went away with it
    if (value !== "" && after[i][j] === "" && formulas[i][j] === "") { all.getCell(i + 1, j + 1).setValue(value); }
  }));
  toast_("frozen", cells.length);
}

/** The cells of a range that hold one of our formulas. */
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
