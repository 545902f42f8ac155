"""The sidebar in a real browser, with Google's bridge to the script in the place of a small one that writes down what it is asked."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from sheetkpi import KPIS
from sheetkpi.hosts.google.script import script_files
from tests.hosts.google.script import Script, message
from tests.programs import missing

#: What the page does in Google's place, and what a test does with the page; the answer is left in the title.
BRIDGE = """<script>
var asked = [];
var google = { script: { get run() {
  var succeed, fail;
  var runner = {
    withSuccessHandler: function (handler) { succeed = handler; return runner; },
    withFailureHandler: function (handler) { fail = handler; return runner; },
    insertFormula: function (formula) { asked.push(["insertFormula", formula]); succeed(); },
    definitionsWarning: function () { succeed("warning"); },
    saveSettings: function (address, key) {
      asked.push(["saveSettings", address, key]);
      if (address === "https://down.example.com") { fail(new Error("no network")); return; }
      succeed({ isFine: address !== "", verdict: "verdict of " + address });
    },
  };
  return runner;
} } };
</script>"""


def browser() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome", "chrome"):
        if found := shutil.which(name):
            return found
    return missing("No Chromium is installed: the sidebar of Google Sheets is not tried. Debian: apt install chromium.")


def page(language: str, which: str, actions: str = "", address: str = "") -> str:
    """The sidebar as Google would serve it, followed by what a person does."""
    script = Script("ru_RU" if language == "ru" else "en_US", address=address)
    state = json.dumps(script.call("sidebarState_", which), ensure_ascii=False).replace("<", "\\u003c")
    html = script_files("en")["Sidebar.html"]
    html = re.sub(r"<\?!=.*?\?>", lambda _found: state, html)
    done = f"<script>document.title = JSON.stringify((function () {{ {actions} }})());</script>"
    return html.replace("<body>", f"<body>{BRIDGE}").replace("</body>", f"{done}</body>")


Try = Callable[..., Any]


@pytest.fixture
def do(tmp_path: Path) -> Try:
    """Open the sidebar, do something, and give what the actions return."""

    def run(actions: str, language: str = "en", which: str = "reference", address: str = "") -> Any:
        file = tmp_path / "sidebar.html"
        file.write_text(page(language, which, actions, address), "utf-8")
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-quic"]
        command = [browser(), *flags, f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", file.as_uri()]
        document = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60, stdin=subprocess.DEVNULL).stdout
        title = re.search(r"<title>(.*?)</title>", document, re.DOTALL)
        assert title, document[:2000]
        return json.loads(unescape(title[1]))

    return run


SHOWN = "Array.from(document.querySelectorAll('details summary b'), (name) => name.textContent)"

pytestmark = pytest.mark.e2e


def test_it_shows_every_function(do: Try) -> None:
    assert do(f"return {SHOWN};") == list(KPIS)


@pytest.mark.parametrize(
    ("language", "words", "found"), [("ru", "стоимость заказа", "CPO"), ("en", "cost per order", "CPO"), ("en", "romi", "ROMI")]
)
def test_a_search_finds_a_function_by_name_or_words(do: Try, language: str, words: str, found: str) -> None:
    actions = f"const box = document.getElementById('search'); box.value = {json.dumps(words)}; box.oninput(); return {SHOWN};"
    names = do(actions, language)
    assert found in names
    assert len(names) < len(KPIS) / 3


def test_a_search_that_finds_nothing_says_so(do: Try) -> None:
    actions = "const box = document.getElementById('search'); box.value = 'zzz'; box.oninput();"
    assert do(f"{actions} return document.getElementById('functions').textContent;") == message("nothingFound")


def test_a_formula_is_inserted_into_the_active_cell(do: Try) -> None:
    actions = """
      const romi = Array.from(document.querySelectorAll("details")).find((entry) => entry.textContent.includes("ROMI(gross profit"));
      romi.querySelector("button").click();
      return [asked, document.getElementById("verdict-reference").textContent];
    """
    assert do(actions) == [[["insertFormula", "=ROMI(100000,50000)"]], message("inserted")]


@pytest.mark.parametrize(
    ("address", "verdict", "look"),
    [
        ("https://kpi.example.com", "verdict of https://kpi.example.com", "fine"),
        ("https://down.example.com", message("failedCall", reason="no network"), "wrong"),
    ],
)
def test_settings_are_sent_and_the_verdict_is_shown(do: Try, address: str, verdict: str, look: str) -> None:
    actions = f"""
      document.getElementById("address").value = {json.dumps(address)};
      document.getElementById("key").value = "k";
      document.getElementById("save").click();
      const said = document.getElementById("verdict");
      return [asked, said.textContent, said.className, document.getElementById("save").disabled];
    """
    assert do(actions, which="settings") == [[["saveSettings", address, "k"]], verdict, look, False]


@pytest.mark.parametrize(("address", "warned"), [("https://kpi.example.com", "warning"), ("", "")])
def test_other_definitions_on_the_server_are_shown(do: Try, address: str, warned: str) -> None:
    other = "const other = document.getElementById('other'); return [other.textContent, other.hidden];"
    assert do(other, address=address) == [warned, not warned]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_it_says_what_becomes_of_our_formulas_in_a_file_and_offers_what_stays(do: Try, language: str) -> None:
    shown = "const page = document.getElementById('download'); return [page.hidden, page.innerText,"
    shown += " Array.from(page.querySelectorAll('a'), (link) => link.href)];"
    hidden, said, links = do(shown, language, "download")
    assert not hidden
    assert "DUMMYFUNCTION" in said
    assert [Path(link).parts[-2:] for link in links] == [(language, f"{name}.xlsx") for name in ("functions", "forecast", "channels")]
    assert all((Path("templates") / language / Path(link).name).is_file() for link in links)
    native = "const romi = Array.from(document.querySelectorAll('details')).find((entry) => entry.textContent.startsWith('ROMI '));"
    formula = {"en": "=(gross_profit-spend)/spend", "ru": "=(валовая_прибыль-расход)/расход"}[language]
    assert formula in do(f"{native} return Array.from(romi.querySelectorAll('code'), (code) => code.textContent);", language)
