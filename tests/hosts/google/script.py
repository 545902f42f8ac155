"""The script in QuickJS, with Google's services around it; requests go over HTTP to a real server."""

import base64
import hashlib
import json
import re
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import quickjs

from sheetkpi.hosts.google.script import MESSAGES, script_files
from sheetkpi.translation import translate

#: Google's services as far as the script uses them; whatever else it touched would be an error.
SERVICES = """
"use strict";
var UrlFetchApp = { fetch: function (url, options) {
  var answer = JSON.parse(__fetch(url, JSON.stringify(options)));
  if (answer.failure) { throw new Error(answer.failure); }
  return {
    getResponseCode: function () { return answer.code; },
    getContentText: function () { return answer.text; },
    getHeaders: function () { return answer.headers || {}; },
  };
} };
var CacheService = { getScriptCache: function () { return {
  get: function (key) { return JSON.parse(__remembered(key)); },
  put: function (key, value, seconds) { __remember(key, String(value), seconds); },
}; } };
var PropertiesService = { getScriptProperties: function () { return {
  getProperties: function () { return JSON.parse(__properties()); },
  setProperty: function (name, value) { __setProperty(name, value); },
  setProperties: function (all) { Object.keys(all).forEach(function (name) { __setProperty(name, all[name]); }); },
  deleteProperty: function (name) { __setProperty(name, null); },
}; } };
var Utilities = {
  DigestAlgorithm: { SHA_256: "sha256" }, Charset: { UTF_8: "utf8" },
  computeDigest: function (algorithm, text) { return JSON.parse(__digest(text)); },
  base64EncodeWebSafe: function (bytes) { return __base64(JSON.stringify(bytes)); },
  sleep: function (milliseconds) { __sleep(milliseconds); },
  newBlob: function (text) { return { getBytes: function () { return { length: __bytes(text) }; } }; },
  getUuid: function () { return __uuid(); },
};
var SpreadsheetApp = { getActiveSpreadsheet: function () { return {
  getSpreadsheetLocale: function () { return __locale(); },
  getSpreadsheetTimeZone: function () { return __zone(); },
}; } };
if (typeof Intl === "undefined") {
  var Intl = { DateTimeFormat: function (locale, options) {
    this.formatToParts = function (date) { return JSON.parse(__parts(date.getTime() / 1000, options.timeZone || "UTC")); };
  } };
}
"""

#: Every call of a service counts, also of what a service gave; that which `__service` refuses throws.
COUNTED = """
function counted(name, service) {
  if (service === null || typeof service !== "object" || Array.isArray(service) || service instanceof Date) { return service; }
  return new Proxy(service, { get: function (target, property) {
    var found = target[property];
    if (typeof found !== "function") { return found; }
    return function () {
      var called = name + "." + String(property);
      if (__service(called)) { throw new Error("Service invoked too many times: " + called); }
      var given = found.apply(target, arguments);
      return Array.isArray(given) ? given.map(function (each) { return counted(called, each); }) : counted(called, given);
    };
  } });
}
UrlFetchApp = counted("UrlFetchApp", UrlFetchApp);
CacheService = counted("CacheService", CacheService);
PropertiesService = counted("PropertiesService", PropertiesService);
Utilities = counted("Utilities", Utilities);
SpreadsheetApp = counted("SpreadsheetApp", SpreadsheetApp);
"""

#: Makes a context to run code in; tests of both engines replace it.
new_context: Callable[[], Any] = quickjs.Context


class ScriptError(Exception):
    """What the script throws: the message that the cell shows."""


def message(name: str, language: str = "en", **facts: object) -> str:
    """A message of the script by its name."""
    return translate(MESSAGES[name], language).format(**facts)


def script_text(name: str) -> str:
    """A message of the English script as it is written, with the names of its facts."""
    return MESSAGES[name]


def says(name: str, language: str = "en", **facts: str) -> str:
    """A pattern of a message of the script by its name, with these facts and any others."""
    text = re.escape(translate(MESSAGES[name], language))
    return re.sub(r"\\{(\w+)\\}", lambda found: re.escape(facts[found[1]]) if found[1] in facts else ".+", text)


@dataclass
class Script:
    """A spreadsheet's script.

    Args:
        locale: Of the spreadsheet; where it is Russian, the script is.
        address: Of the server that is set; none when empty.
        key: That is set.
        zone: Time zone of the spreadsheet.
        refuses: Whether the call of a service throws, by its name and number.
        fault: What comes instead of the server's answer, by the address and the number of the request; None for nothing.
        files: The script; left out, that without a server.
    """

    locale: str = "ru_RU"
    zone: str = "Europe/Moscow"
    refuses: Callable[[str, int], bool] = lambda _name, _number: False
    services: list[str] = field(default_factory=list)
    address: str = ""
    key: str = ""
    fault: Callable[[str, int], dict[str, Any] | None] = lambda _url, _number: None
    files: Mapping[str, str] | None = None
    properties: dict[str, str] = field(default_factory=dict)
    cache: dict[str, str] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    slept: list[int] = field(default_factory=list)
    clock: float = 0.0

    def __post_init__(self) -> None:
        if self.address:
            self.properties |= {"SHEETKPI_ADDRESS": self.address, "SHEETKPI_KEY": self.key}

    def call(self, function: str, *arguments: Any) -> Any:
        """What a formula gives; every formula is an execution of its own, as with Google. Dates are `datetime`."""
        context = self._context()
        given = ", ".join(map(_literal, arguments))
        code = f"(function () {{ try {{ return JSON.stringify({{ value: {function}({given}) }}); }}"
        code += " catch (reason) { return JSON.stringify({ error: reason.message }); } })()"
        answer = json.loads(context.eval(code))
        if "error" in answer:
            raise ScriptError(answer["error"])
        return answer["value"]

    def _context(self) -> Any:
        context = new_context()
        for name, function in {
            "__fetch": self._fetch,
            "__remembered": lambda key: json.dumps(self.cache.get(key)),
            "__remember": self._remember,
            "__properties": lambda: json.dumps(self.properties),
            "__setProperty": self._set_property,
            "__digest": lambda text: json.dumps([byte - 256 if byte > 127 else byte for byte in hashlib.sha256(text.encode()).digest()]),
            "__base64": lambda data: base64.urlsafe_b64encode(bytes(byte % 256 for byte in json.loads(data))).decode(),
            "__sleep": self._sleep,
            "__bytes": lambda text: len(text.encode()),
            "__parts": _parts,
            "__zone": lambda: self.zone,
            "__uuid": lambda: str(uuid.uuid4()),
            "__service": self._service,
            "__locale": lambda: self.locale,
            "__now": lambda: self.clock,
        }.items():
            context.add_callable(name, function)
        context.eval(SERVICES + COUNTED + "Date.now = function () { return __now(); };")
        files = self.files or script_files("ru" if self.locale.startswith("ru") else "en")
        context.eval(files["Code.js"] + "\n" + files["Kpis.js"])
        return context

    def _service(self, name: str) -> bool:
        self.services.append(name)
        return self.refuses(name, len(self.services))

    def _fetch(self, url: str, options: str) -> str:
        asked = json.loads(options)
        unknown = set(asked) - {"method", "contentType", "payload", "headers", "muteHttpExceptions"}
        assert not unknown, f"UrlFetchApp knows no {unknown}"
        self.requests.append((url, asked))
        faulty = self.fault(url, len(self.requests))
        return json.dumps(faulty if faulty is not None else _sent(url, asked))

    def _remember(self, key: str, value: str, seconds: int) -> None:
        assert len(key) <= 250, "Google's cache takes keys of 250 characters"
        assert len(value.encode()) <= 100 * 1024, "Google's cache takes values of 100 KB"
        assert seconds <= 21600, "Google's cache keeps things for six hours"
        self.cache[key] = value

    def _set_property(self, name: str, value: str | None) -> None:
        if value is None:
            self.properties.pop(name, None)
        else:
            self.properties[name] = value

    def _sleep(self, milliseconds: int) -> None:
        self.slept.append(milliseconds)
        self.clock += milliseconds


def _sent(url: str, asked: dict[str, Any]) -> dict[str, Any]:
    """What the server answers."""
    body = asked["payload"].encode() if "payload" in asked else None
    headers = {**asked.get("headers", {}), **({"Content-Type": asked["contentType"]} if "contentType" in asked else {})}
    request = urllib.request.Request(url, body, headers, method=asked["method"].upper())  # noqa: S310 - an address of the tests
    try:
        with urllib.request.urlopen(request, timeout=20) as response:  # noqa: S310
            return {"code": response.status, "text": response.read().decode(), "headers": dict(response.headers)}
    except urllib.error.HTTPError as error:
        return {"code": error.code, "text": error.read().decode(), "headers": dict(error.headers)}
    except OSError as error:
        return {"failure": str(error)}


def _parts(seconds: float, zone: str) -> str:
    local = datetime.fromtimestamp(seconds, ZoneInfo(zone))
    return json.dumps([{"type": part, "value": str(getattr(local, part))} for part in ("year", "month", "day", "hour", "minute", "second")])


def _literal(argument: Any) -> str:
    if isinstance(argument, datetime):
        return f"new Date({int(argument.astimezone(UTC).timestamp() * 1000)})"
    if isinstance(argument, list):
        return "[" + ", ".join(map(_literal, argument)) + "]"
    return "undefined" if argument is None else json.dumps(argument)
