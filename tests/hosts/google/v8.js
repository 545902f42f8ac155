/* V8 for tests in another language: evaluates code in contexts of their own, whose callables ask the other side and wait. */
const fs = require("fs");
const vm = require("vm");
const contexts = new Map();
let received = "";

function read() {
  while (!received.includes("\n")) {
    const chunk = Buffer.alloc(1 << 20);
    const size = fs.readSync(0, chunk, 0, chunk.length, null);
    if (!size) { process.exit(0); }
    received += chunk.toString("ascii", 0, size);
  }
  const end = received.indexOf("\n");
  const line = received.slice(0, end);
  received = received.slice(end + 1);
  return JSON.parse(line);
}

function write(message) {
  const bytes = Buffer.from(`${JSON.stringify(message)}\n`);
  for (let sent = 0; sent < bytes.length;) { sent += fs.writeSync(1, bytes, sent); }
}

for (;;) {
  const { id, callable, code } = read();
  if (!contexts.has(id)) { contexts.set(id, vm.createContext({})); }
  const context = contexts.get(id);
  if (callable) {
    context[callable] = (...given) => {
      write({ callable, given });
      return read().value;
    };
    write({});
  } else if (code === undefined) {
    contexts.delete(id);
    write({});
  } else {
    try {
      const value = vm.runInContext(code, context);
      write({ value: ["string", "number", "boolean"].includes(typeof value) ? value : null });
    } catch (failure) {
      write({ failure: `${failure && failure.message}` });
    }
  }
}
