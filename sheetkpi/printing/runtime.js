/* What the printed KPIs share: the meaning of cells, broadcasting, and the normal distribution. ES2017, no library.
 * A KPI takes cells and ranges (rows of cells, or {rows, columns, values}) and gives what the endpoint gives:
 * {value}, {error, message}, or {rows, columns, values, errors}. */
function sheetKpi(language) {
  "use strict";

  const ERRORS = new Set(["#DIV/0!", "#VALUE!", "#NUM!", "#N/A", "#NAME?", "#REF!", "#NULL!", "#SPILL!", "#CALC!", "#FIELD!",
    "#BLOCKED!", "#CONNECT!", "#BUSY!", "#UNKNOWN!", "#GETTING_DATA", "#ERROR!"]);
  const ZERO = { code: "#DIV/0!" };
  const IMPOSSIBLE = { code: "#NUM!" };
  const DUST = 1e-15; // what is left of 0.1 + 0.2 − 0.3
  const BEYOND_LIMIT = 1e-9; // 0.8 + 0.05 + 0.05 + 0.1 is above 1 in binary
  const MESSAGES = /* messages */ {};

  /** The cells of all rows; as arguments of one call, 125,000 of them would overflow the stack. */
  const flat = (rows) => {
    const cells = [];
    for (const row of rows) {
      for (const cell of row) { cells.push(cell); }
    }
    return cells;
  };
  const isError = (cell) => cell !== null && typeof cell === "object" && typeof cell.error === "string";
  const isBlank = (cell) => cell === null || cell === undefined || cell === "";
  const failure = (code, message, facts) => {
    const template = (MESSAGES[language] || MESSAGES.en || {})[message] || "";
    return { error: code, message: template.replace(/\{(\w+)\}/g, (found, name) => (name in facts ? facts[name] : found)) };
  };
  const isNumberAsText = (cell) => typeof cell === "string" &&
    /^[\s\u00a0\u202f]*[+\-\u2212]?([0-9]+([\s\u00a0\u202f.,'\u2019][0-9]+)*[.,]?|[.,][0-9]+)(e[+-]?[0-9]+)?[\s\u00a0\u202f]*%?[\s\u00a0\u202f]*$/i.test(cell);
  const filled = (message, facts) => failure("", message, facts).message;
  /** A KPI whose messages name the cell of a range. */
  const placed = (kpi, rows, columns, index) => {
    const place = columns === 1 ? "row" : rows === 1 ? "column" : "cell";
    const facts = { row: String(Math.floor(index / columns) + 1), column: String((index % columns) + 1) };
    return Object.assign({}, kpi, { name: `${kpi.name}, ${filled(place, facts)}` });
  };
  const words = (parameter) => (parameter.words && parameter.words[language]) || parameter.name;

  // --- operations that a plain operator would get wrong

  const quotient = (dividend, divisor) => { if (divisor === 0) { throw ZERO; } return dividend / divisor; };
  const powerOf = (base, exponent) => {
    if (base === 0 && exponent < 0) { throw ZERO; }
    const result = Math.pow(base, exponent);
    if (!Number.isFinite(result)) { throw IMPOSSIBLE; }
    return result;
  };
  const rootOf = (x) => { if (x < 0) { throw IMPOSSIBLE; } return Math.sqrt(x); };
  const logOf = (x) => { if (x <= 0) { throw IMPOSSIBLE; } return Math.log(x); };
  const requireThat = (condition, value, number) => { if (!condition) { throw { code: "#NUM!", number }; } return value(); };
  const isFailure = (reason) => reason === ZERO || reason === IMPOSSIBLE || (reason && reason.number !== undefined);
  const settled = (x, size) => (Math.abs(x) <= DUST * size ? 0 : x);
  const significant = (x) => Number(x.toPrecision(15));
  const roundUp = (x) => Math.sign(x) * Math.ceil(Number(significant(Math.abs(x)).toFixed(9)));
  const roundNearest = (x) => Math.sign(x) * Math.floor(significant(Math.abs(x)) + 0.5);

  /** A sum that is right to the last digit, after J. R. Shewchuk, “Adaptive precision floating-point arithmetic”, 1997. */
  const exactSum = (values) => {
    const partials = [];
    for (let x of values) {
      let count = 0;
      for (let y of partials) {
        if (Math.abs(x) < Math.abs(y)) { [x, y] = [y, x]; }
        const high = x + y;
        const low = y - (high - x);
        if (low) { partials[count] = low; count += 1; }
        x = high;
      }
      partials.length = count;
      partials.push(x);
    }
    let index = partials.length - 1;
    if (index < 0) { return 0; }
    let high = partials[index];
    let low = 0;
    while (index > 0 && low === 0) {
      const x = high;
      const y = partials[index -= 1];
      high = x + y;
      low = y - (high - x);
    }
    if (index > 0 && ((low < 0 && partials[index - 1] < 0) || (low > 0 && partials[index - 1] > 0))) {
      const y = low * 2; // a half that more parts push over
      const x = high + y;
      if (y === x - high) { high = x; }
    }
    return high;
  };
  const sizeOf = (values) => exactSum(values.map(Math.abs));
  const meanOf = (values) => quotient(exactSum(values), values.length);
  const medianOf = (values) => {
    const ordered = Array.from(values).sort((a, b) => a - b);
    const middle = Math.floor(ordered.length / 2);
    if (!ordered.length) { throw ZERO; }
    return ordered.length % 2 ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2;
  };
  const differences = (first, second) => first.map((value, index) => value - second[index]);

  const polynomial = (x, coefficients) => coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);

  // erfc after W. J. Cody, “Rational Chebyshev approximation for the error function”, 1969
  const erfc = (x) => {
    const y = Math.abs(x);
    if (y <= 0.46875) {
      const z = y * y;
      return 1 - x * polynomial(z, [1.85777706184603153e-1, 3.16112374387056560, 1.13864154151050156e2, 3.77485237685302021e2,
        3.20937758913846947e3]) / polynomial(z, [1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3,
        2.84423683343917062e3]);
    }
    let result;
    if (y <= 4) {
      result = polynomial(y, [2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1,
        2.98635138197400131e2, 8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3, 1.23033935479799725e3]) /
        polynomial(y, [1, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3,
          3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3]);
    } else {
      const z = 1 / (y * y);
      result = z * polynomial(z, [1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1,
        1.60837851487422766e-2, 6.58749161529837803e-4]) / polynomial(z, [1, 2.56852019228982242, 1.87295284992346725,
        5.27905102951428412e-1, 6.05183413124413191e-2, 2.33520497626869185e-3]);
      result = (0.56418958354775628695 - result) / y;
    }
    const near = Math.trunc(y * 16) / 16;
    result *= Math.exp(-near * near) * Math.exp(-(y - near) * (y + near));
    return x < 0 ? 2 - result : result;
  };
  const normalCdf = (z) => erfc(-z / Math.SQRT2) / 2;

  // The inverse after M. J. Wichura, algorithm AS 241 (PPND16), 1988
  const normalQuantile = (p) => {
    if (!(p > 0 && p < 1)) { throw IMPOSSIBLE; }
    const q = p - 0.5;
    if (Math.abs(q) <= 0.425) {
      const r = 0.180625 - q * q;
      return q * polynomial(r, [2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
        1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.3871328727963666080]) /
        polynomial(r, [5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4, 2.1213794301586595867e4,
          5.3941960214247511077e3, 6.8718700749205790830e2, 4.2313330701600911252e1, 1]);
    }
    let r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
    let x;
    if (r <= 5) {
      r -= 1.6;
      x = polynomial(r, [7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258,
        3.64784832476320460504, 5.76949722146069140550, 4.63033784615654529590, 1.42343711074968357734]) /
        polynomial(r, [1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
          6.89767334985100004550e-1, 1.67638483018380384940, 2.05319162663775882187, 1]);
    } else {
      r -= 5;
      x = polynomial(r, [2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
        2.96560571828504891230e-1, 1.78482653991729133580, 5.46378491116411436990, 6.65790464350110377720]) /
        polynomial(r, [2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
          1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1]);
    }
    return q < 0 ? -x : x;
  };

  // --- one set of cells

  const parameterAt = (kpi, index) => kpi.parameters[Math.min(index, kpi.parameters.length - 1)];

  /** The value of a cell that is not blank, or an error.
   * @return {*} */
  const check = (kpi, parameter, cell) => {
    const facts = { place: kpi.name, argument: words(parameter), value: String(cell) };
    if (parameter.options) {
      const word = String(cell).toLowerCase();
      facts.options = parameter.options.join(", ");
      return parameter.options.includes(word) ? word : failure("#VALUE!", "option", facts);
    }
    if (typeof cell !== "number") {
      return failure("#VALUE!", typeof cell === "boolean" ? "logical" : "text", facts);
    }
    const low = parameter.low === undefined ? -Infinity : parameter.low;
    const high = parameter.high === undefined ? Infinity : parameter.high;
    if (!(cell >= low - BEYOND_LIMIT && cell <= high + BEYOND_LIMIT)) {
      facts.low = parameter.low;
      facts.high = parameter.high;
      return failure("#NUM!", parameter.limit, facts);
    }
    return Math.min(Math.max(cell, low), high);
  };

  const spoilt = (kpi, parameter, code) => failure(code, "spoilt", { place: kpi.name, argument: words(parameter), code });

  /** The result of one set of cells: a number, a text, null for a blank, or an error. */
  const one = (kpi, cells) => {
    const values = [];
    let refused = null;
    for (let index = 0; index < cells.length; index += 1) {
      const cell = cells[index];
      if (isError(cell)) { return cell; }
      if (typeof cell === "string" && ERRORS.has(cell)) { return spoilt(kpi, parameterAt(kpi, index), cell); }
    }
    for (let index = 0; index < cells.length; index += 1) {
      if (!Array.isArray(cells[index]) && isBlank(cells[index]) && !parameterAt(kpi, index).optional) { return null; }
    }
    for (let index = 0; index < cells.length; index += 1) {
      const parameter = parameterAt(kpi, index);
      const cell = cells[index];
      if (Array.isArray(cell)) {
        values.push(cell);
      } else if (!isBlank(cell)) {
        const value = check(kpi, parameter, cell);
        if (isError(value) && (refused === null || (refused.error === "#NUM!" && value.error === "#VALUE!"))) { refused = value; }
        values.push(value);
      } else if (!parameter.repeats) {
        values.push(parameter.default);
      }
    }
    return refused === null ? compute(kpi, values) : refused;
  };

  const compute = (kpi, values) => {
    while (values.length < kpi.parameters.length && !kpi.parameters[values.length].repeats) {
      values.push(kpi.parameters[values.length].default);
    }
    try {
      const result = kpi.formula(...values);
      return typeof result === "string" || Number.isFinite(result) ? result : diagnose(kpi, values, ZERO);
    } catch (reason) {
      if (isFailure(reason)) { return diagnose(kpi, values, reason); }
      throw reason;
    }
  };

  /** Why a formula has no answer: its first denominator that is zero, or numbers that do not fit. */
  const diagnose = (kpi, values, reason) => {
    const unmet = reason.number !== undefined && kpi.unmet && kpi.unmet[reason.number];
    if (unmet) { return { error: "#NUM!", message: unmet[language] || unmet.en }; }
    for (const denominator of reason === ZERO ? kpi.denominators : []) {
      let value;
      try { value = denominator.value(...values); } catch (reason) { continue; }
      if (value === 0) {
        const argument = denominator.leftOut && (denominator.leftOut[language] || denominator.leftOut.en);
        const facts = { place: kpi.name, denominator: denominator.words[language] || denominator.words.en, argument };
        return failure("#DIV/0!", argument ? "left_out" : "zero", facts);
      }
    }
    return failure("#NUM!", "impossible", { place: kpi.name });
  };

  // --- ranges

  const asRange = (argument) => {
    if (Array.isArray(argument)) {
      const rows = argument.map((row) => (Array.isArray(row) ? row : [row]));
      return { rows: rows.length, columns: rows[0].length, values: flat(rows) };
    }
    return argument;
  };
  const isRange = (argument) => Array.isArray(argument) || (argument !== null && typeof argument === "object" && "values" in argument);

  const isText = (cell) => typeof cell === "string" && cell !== "" && !ERRORS.has(cell) && !isNumberAsText(cell) && !/^\d{4}-\d\d-\d\d/.test(cell);

  /** Ranges whose first row is blanked if it is a heading: text over numbers. */
  const withoutHeadings = (ranges) => {
    const top = (range) => range.values.slice(0, range.columns);
    const isHeading = (range) => top(range).some(isText) && range.values.slice(range.columns).some((cell) => typeof cell === "number");
    const long = ranges.filter((range) => range.rows > 1);
    if (!long.some(isHeading) || !long.every((range) => top(range).every((cell) => isBlank(cell) || isText(cell)))) { return ranges; }
    return ranges.map((range) => ({ rows: range.rows, columns: range.columns,
      values: range.values.map((cell, index) => (index < range.columns ? null : cell)) }));
  };

  /** The ranges that a formula reads whole: blanks gone with their partners, or the error that spoils them. */
  const whole = (kpi, cells) => {
    const indexes = kpi.parameters.map((parameter, index) => index).filter((index) => kpi.parameters[index].whole);
    if (!indexes.length) { return cells; }
    const ranges = withoutHeadings(indexes.map((index) => asRange(isRange(cells[index]) ? cells[index] : [[cells[index]]])));
    const looked = cells.map((cell, index) => ({ values: isRange(cell) ? [] : [cell], parameter: parameterAt(kpi, index) }))
      .concat(ranges.map((range, position) => Object.assign({ parameter: kpi.parameters[indexes[position]] }, range)));
    for (const { values, parameter, rows, columns } of looked) {
      for (let index = 0; index < values.length; index += 1) {
        const cell = values[index];
        if (isError(cell)) { return cell; }
        if (typeof cell === "string" && ERRORS.has(cell)) { return spoilt(rows ? placed(kpi, rows, columns, index) : kpi, parameter, cell); }
      }
    }
    if (ranges.some((range) => range.rows !== ranges[0].rows || range.columns !== ranges[0].columns)) {
      return failure("#N/A", "unequal", { place: kpi.name });
    }
    const refusals = [];
    const columns = ranges.map((range, position) => range.values.map((cell, index) => {
      const parameter = kpi.parameters[indexes[position]];
      if (isBlank(cell) || (parameter.skipsText && typeof cell !== "number" && !isNumberAsText(cell))) { return null; }
      const value = check(kpi, parameter, cell);
      if (isError(value)) { refusals.push(check(placed(kpi, range.rows, range.columns, index), parameter, cell)); }
      return value;
    }));
    if (refusals.length) { // a wrong type, of another argument too, goes before a number outside its limits
      const others = cells.map((cell, index) => (isBlank(cell) || isRange(cell) ? null : check(kpi, parameterAt(kpi, index), cell)));
      return refusals.concat(others).find((value) => isError(value) && value.error === "#VALUE!") || refusals[0];
    }
    const kept = columns[0].map((cell, row) => columns.every((column) => column[row] !== null));
    const read = cells.slice();
    indexes.forEach((index, position) => { read[index] = columns[position].filter((cell, row) => kept[row]); });
    return read;
  };

  const stretched = (range, rows, columns, missing) => {
    if (range.rows === rows && range.columns === columns) { return range.values; }
    const values = [];
    for (let row = 0; row < rows; row += 1) {
      const sourceRow = range.rows === 1 ? 0 : row;
      for (let column = 0; column < columns; column += 1) {
        const sourceColumn = range.columns === 1 ? 0 : column;
        values.push(sourceRow < range.rows && sourceColumn < range.columns ? range.values[sourceRow * range.columns + sourceColumn] : missing);
      }
    }
    return values;
  };

  const isClean = (parameter, values) => {
    const low = parameter.low === undefined ? -Infinity : parameter.low;
    const high = parameter.high === undefined ? Infinity : parameter.high;
    for (let index = 0; index < values.length; index += 1) {
      const value = values[index];
      if (typeof value !== "number" || !(value >= low && value <= high)) { return false; }
    }
    return true;
  };

  /** A KPI with two arguments over clean columns, at the speed of a bare loop; null where a row fails. */
  const pairs = (formula, first, second) => {
    const results = new Array(first.length);
    try {
      for (let row = 0; row < first.length; row += 1) {
        const result = formula(first[row], second[row]);
        if (result - result !== 0) { return null; } // infinite or no number
        results[row] = result;
      }
    } catch (reason) {
      if (isFailure(reason)) { return null; }
      throw reason;
    }
    return results;
  };

  /** The cells of an answer; `reasons` says why each of its errors is one. */
  const answered = (rows, columns, cells) => {
    const errors = [];
    const reasons = [];
    const values = cells.map((cell, index) => {
      if (!isError(cell)) { return cell; }
      errors.push([index, cell.error]);
      reasons.push(cell.message);
      return null;
    });
    return errors.length ? { rows, columns, values, errors, message: reasons[0], reasons } : { rows, columns, values, errors };
  };

  const each = (kpi, cells) => {
    const ranges = cells.map((cell, index) => (isRange(cell) && !parameterAt(kpi, index).whole ? asRange(cell) : null));
    const given = ranges.filter((range) => range !== null);
    if (!given.length) {
      const result = one(kpi, cells);
      return isError(result) ? result : { value: result };
    }
    const rows = Math.max(...given.map((range) => range.rows));
    const columns = Math.max(...given.map((range) => range.columns));
    const missing = failure("#N/A", "unequal", { place: kpi.name });
    const columnsOf = cells.map((cell, index) => (ranges[index] ? stretched(ranges[index], rows, columns, missing) : null));
    if (cells.length === 2 && kpi.parameters.length === 2 && columnsOf.every((values, index) => values && isClean(kpi.parameters[index], values))) {
      const values = pairs(kpi.formula, columnsOf[0], columnsOf[1]);
      if (values !== null && (!values.length || typeof values[0] === "number")) { return { rows, columns, values, errors: [] }; }
    }
    const results = [];
    for (let index = 0; index < rows * columns; index += 1) {
      const set = cells.map((cell, position) => (columnsOf[position] ? columnsOf[position][index] : cell));
      const result = one(kpi, set);
      results.push(isError(result) ? one(placed(kpi, rows, columns, index), set) : result);
    }
    return answered(rows, columns, results);
  };

  // --- tables

  const asked = (cell) => (Object.keys(MESSAGES).includes(cell) ? cell : language);
  const table = (rows) => answered(rows.length, rows[0].length, flat(rows));

  /** The sets of cells that ranges hold after broadcasting. */
  const setsOf = (cells, name) => {
    const ranges = cells.map((cell) => (isRange(cell) ? asRange(cell) : null));
    const given = ranges.filter((range) => range !== null);
    if (!given.length) { return [cells]; }
    const rows = Math.max(...given.map((range) => range.rows));
    const columns = Math.max(...given.map((range) => range.columns));
    const missing = failure("#N/A", "unequal", { place: name });
    const columnsOf = ranges.map((range) => (range ? stretched(range, rows, columns, missing) : null));
    return Array.from({ length: rows * columns }, (unused, index) => cells.map((cell, i) => (columnsOf[i] ? columnsOf[i][index] : cell)));
  };

  const sumOf = (cells) => {
    const spoilt = cells.find(isError);
    if (spoilt) { return spoilt; }
    const numbers = cells.filter((cell) => cell !== null);
    if (!numbers.length) { return null; }
    const sum = settled(exactSum(numbers), sizeOf(numbers));
    return Number.isFinite(sum) ? sum : failure("#NUM!", "sum", {});
  };
  const totalOfFigure = (total, columns) => {
    if (!total) { return null; }
    const pairs = columns[total.first].map((cell, row) => [cell, columns[total.second][row]]).filter((pair) => pair[0] !== null && pair[1] !== null);
    return one(specs[total.kpi], [sumOf(pairs.map((pair) => pair[0])), sumOf(pairs.map((pair) => pair[1]))]);
  };

  /** A KPI with several results: down for scenarios, across for rows with a total. */
  const tabulate = (kpi) => (...cells) => {
    const speech = asked(cells[kpi.parameters.length]);
    const inputs = cells.slice(0, kpi.parameters.length);
    const several = inputs.some((input) => isRange(input) && asRange(input).values.length !== 1);  // a range of one cell is a cell
    const answersTo = (sets) => sets.map((set) => kpi.figures.map((figure) => one(Object.assign({}, kpi, figure), set)));
    const sets = setsOf(inputs, kpi.name);
    const answers = answersTo(sets);
    const said = kpi.said[speech];
    const choice = kpi.parameters.findIndex((parameter) => parameter.options);
    const word = String(inputs[choice]).toLowerCase();
    const form = kpi.parameters[choice].options.includes(word) ? word : kpi.parameters[choice].default;
    if (kpi.layout === "down") {
      const scenarios = answers.map((unused, index) => (several ? said.scenario.replace("{number}", String(index + 1)) : said.value));
      return table([[said.figure, ...scenarios, said.formula]].concat(
        kpi.figures.map((figure, row) => [figure.label[speech], ...answers.map((answer) => answer[row]), figure.words[form][speech]])));
    }
    const rows = answers.map((answer, index) => [index + 1, ...answer]);
    if (several) {
      const columns = {};
      const exact = {};
      const unrounded = answersTo(sets.map((set) => set.map((cell, index) => (index === choice ? null : cell))));
      kpi.figures.forEach((figure, index) => {
        columns[figure.key] = answers.map((answer) => answer[index]);
        exact[figure.key] = unrounded.map((answer) => answer[index]);
      });
      rows.push([said.total, ...kpi.figures.map((figure) => (figure.total === "sum" ? sumOf(columns[figure.key]) : totalOfFigure(figure.total, exact)))]);
    }
    return table([[said.number, ...kpi.figures.map((figure) => figure.label[speech])], ...rows]);
  };

  /** A table of which every cell is another KPI, of a value, a row and a column. */
  const grid = (kpi) => (single, across, down, chosen) => {
    const inner = specs[kpi.cell];
    const cells = (argument, place) => (isRange(argument) ? asRange(argument).values : [argument]).map((cell) => {
      if (isBlank(cell) || isError(cell)) { return isBlank(cell) ? null : cell; }
      return check(kpi, inner.parameters[kpi.order.indexOf(place)], cell);
    });
    const [alone, ...others] = cells(single, "single");
    if (alone === null || isError(alone) || others.length) {
      const facts = { function: kpi.name, argument: words(inner.parameters[kpi.order.indexOf("single")]) };
      return isError(alone) && !others.length ? alone : failure("#VALUE!", others.length ? "single" : "blank", facts);
    }
    const header = cells(across, "across");
    return table([[kpi.corner[asked(chosen)], ...header]].concat(
      cells(down, "down").map((side) => [side, ...header.map((top) => one(inner, kpi.order.map((name) => ({ single: alone, across: top, down: side })[name])))])));
  };

  const define = (kpi) => {
    specs[kpi.name] = kpi;
    return (...cells) => {
      const read = whole(kpi, cells);
      return isError(read) ? read : each(kpi, read);
    };
  };

  const specs = {};
  const kpis = {};
  /* kpis */
  return kpis;
}
