"""Settings: what may be set, where each value comes from, and what one is told where something is wrong."""

import os
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from sheetkpi.cli import main
from sheetkpi.cli.commands.config import example_file
from sheetkpi.settings import Settings, read_settings
from sheetkpi.settings.load import SettingsError, load, places
from sheetkpi.settings.values import Duration, Size, section, setting, settings_of
from sheetkpi.translation import LANGUAGES, Label, Language, Message, Translatable, in_words, translate


def _odd(number: int) -> Translatable | None:
    return Label("It must be even.") if number % 2 else None


@dataclass(frozen=True, slots=True)
class Server:
    port: int = setting(8765, Label("The port."), example=80, least=1, most=65535)
    body: Size = setting(Size(2**26), Label("The largest body."), example=Size(2**20), least=1024)
    patience: Duration = setting(Duration(30.0), Label("How long."), example=Duration(90.0), most=3600)
    origins: tuple[str, ...] = setting((), Label("Who may ask."), example=("https://a.example", "https://b.example"))
    is_open: bool = setting(False, Label("Whether all may."), example=True)
    form: str = setting("text", Label("The format."), example="json", options=("text", "json"))


@dataclass(frozen=True, slots=True)
class Everything:
    name: str = setting("", Label("The name."), example="MK")
    factor: float = setting(0.5, Label("The factor."), example=1.5)
    pairs: int = setting(2, Label("How many."), example=4, refusal=_odd)
    server: Server = section(Server, Label("The server."))


Load = Callable[..., Everything]


@pytest.fixture
def loaded(tmp_path: Path) -> Load:
    """The settings that a file and environment variables give."""

    def of(text: str | bytes = "", **environment: str) -> Everything:
        (tmp_path / "sheetkpi.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
        return load(Everything, {"HOME": "/nowhere", **environment}, tmp_path).settings

    return of


Refused = Callable[..., dict[str, str]]


@pytest.fixture
def refused(loaded: Load, tmp_path: Path) -> Refused:
    """The facts of the error when settings can't be used, in words, and the whole message; the file is called FILE."""

    def of(text: str | bytes = "", language: Language = "en", **environment: str) -> dict[str, str]:
        with pytest.raises(SettingsError) as error:
            loaded(text, **environment)
        what = error.value.what
        assert isinstance(what, Message)
        words = {name: in_words(fact, language) for name, fact in what.facts.items()} | {"message": what.in_language(language)}
        return {name: text.replace(str(tmp_path / "sheetkpi.toml"), "FILE") for name, text in words.items()}

    return of


# --- what may be set


def test_where_nothing_is_set_the_defaults_hold(loaded: Load) -> None:
    assert loaded() == Everything()
    assert loaded().server.port == 8765
    assert read_settings({"HOME": "/nowhere"}, Path("/nowhere")) == Settings(prefix="")


def test_a_file_sets_every_type(loaded: Load) -> None:
    text = """
name = 'C:\\a'
factor = 2  # a whole number is a number too

[server]
is_open = true
port = 0x50
body = "1.5 MiB"
patience = "2 min"
origins = [
  "https://a.example",  # one a line
  "https://b.example",
]
"""
    server = Server(80, Size(3 * 2**19), Duration(120.0), ("https://a.example", "https://b.example"), True)
    assert loaded(text) == Everything("C:\\a", 2.0, 2, server)


def test_an_inline_section_and_a_dotted_key_are_the_same_as_a_section(loaded: Load) -> None:
    assert loaded("server = { port = 80 }").server.port == 80
    assert loaded("server.port = 80").server.port == 80


@pytest.mark.parametrize(
    ("variable", "text", "want"),
    [
        ("SHEETKPI_NAME", "true", Everything(name="true")),
        ("SHEETKPI_NAME", "", Everything()),
        ("SHEETKPI_FACTOR", "1e2", Everything(factor=100.0)),
        ("SHEETKPI_PAIRS", " 4 ", Everything(pairs=4)),
        ("SHEETKPI_SERVER_PORT", "80", Everything(server=Server(port=80))),
        ("SHEETKPI_SERVER_BODY", "64kib", Everything(server=Server(body=Size(65536)))),
        ("SHEETKPI_SERVER_BODY", "2000000", Everything(server=Server(body=Size(2_000_000)))),
        ("SHEETKPI_SERVER_PATIENCE", "500 ms", Everything(server=Server(patience=Duration(0.5)))),
        ("SHEETKPI_SERVER_PATIENCE", "1.5", Everything(server=Server(patience=Duration(1.5)))),
        ("SHEETKPI_SERVER_ORIGINS", "a, b,", Everything(server=Server(origins=("a", "b")))),
        ("SHEETKPI_SERVER_IS_OPEN", "True", Everything(server=Server(is_open=True))),
    ],
)
def test_an_environment_variable_sets_every_type(loaded: Load, variable: str, text: str, want: Everything) -> None:
    assert loaded(**{variable: text}) == want


def test_the_environment_overrides_the_file_and_the_file_the_default(tmp_path: Path) -> None:
    file = tmp_path / "sheetkpi.toml"
    file.write_text('name = "file"\n\n[server]\nport = 80\n')
    found = load(Everything, {"SHEETKPI_NAME": "environment"}, tmp_path)
    assert (found.settings.name, found.settings.server.port, found.settings.pairs) == ("environment", 80, 2)
    origins = {key: origin.in_language("en") for key, origin in found.origins.items()}
    assert origins["name"] == "environment, SHEETKPI_NAME"
    assert origins["server.port"] == f"{file}, line 4"
    assert origins["pairs"] == "default"
    assert found.file == file


def test_a_file_may_be_saved_by_notepad_and_by_powershell(loaded: Load) -> None:
    assert loaded(b"\xef\xbb\xbf" + "name = 'Ж'\r\npairs = 4\r\n".encode()) == Everything("Ж", pairs=4)
    assert loaded("name = 'Ж'\r\n".encode("utf-16")) == Everything("Ж")


# --- what is refused


@pytest.mark.parametrize(
    ("text", "line", "key", "near"),
    [
        ("nam = 'x'", 1, "nam", ["name"]),
        ("\n\n  prot = 1", 3, "prot", ["server.port"]),
        ("port = 80", 1, "port", ["server.port"]),
        ("[sever]\nport = 80", 1, "sever", ["server"]),
        ("[server]\nhost = 'x'", 2, "server.host", ["server.port"]),
        ("zzzzz = 1", 1, "zzzzz", []),
        ("'' = 1", 1, "", []),
        ("name = 'a'  # [\n\n[server]\nbody = 2000\nprot = 1", 5, "server.prot", ["server.port"]),
    ],
)
def test_an_unknown_setting_is_refused_with_its_line_and_similar_names(
    refused: Refused, text: str, line: int, key: str, near: list[str]
) -> None:
    facts = refused(text)
    assert (facts["place"], facts["key"]) == (f"FILE, line {line}", key)
    assert all(name in facts["advice"] for name in near or ["sheetkpi config"])
    assert len(facts["message"]) < 300


@pytest.mark.parametrize("text", ["server = 5", "[[server]]\nport = 1"])
def test_what_must_be_a_section_is_refused_with_how_to_write_it(refused: Refused, text: str) -> None:
    facts = refused(text)
    assert (facts["place"], facts["key"]) == ("FILE, line 1", "server")
    assert "[server]" in facts["message"]


#: What is allowed, and how to correct what is not TOML: sentences that were read by somebody.
GOLDEN = Path(__file__).parent / "data" / "settings.txt"
SETTINGS = {each.key: each for each in settings_of(Everything)}
LISTED = 'origins = ["https://a.example", "https://b.example"]'


@pytest.mark.parametrize(
    ("text", "line", "key", "value", "example"),
    [
        ("name = 5", 1, "name", "5", 'name = "MK"'),
        ("pairs = '4'", 1, "pairs", '"4"', "pairs = 4"),
        ("pairs = true", 1, "pairs", "true", "pairs = 4"),
        ("pairs = 4.0", 1, "pairs", "4.0", "pairs = 4"),
        ("pairs = 99999999999999999999", 1, "pairs", "99999999999999999999", "pairs = 4"),
        (f"pairs = 0x{'f' * 5000}", 1, "pairs", "…", "pairs = 4"),
        ("factor = nan", 1, "factor", "nan", "factor = 1.5"),
        ("factor = 2026-01-31", 1, "factor", "2026-01-31", "factor = 1.5"),
        ("[server]\n\nport = 0", 3, "server.port", "0", "port = 80"),
        ("[server]\nport = 65536", 2, "server.port", "65536", "port = 80"),
        ("server = { port = 0 }", 1, "server.port", "0", "port = 80"),
        ("\nserver.port = 0", 2, "server.port", "0", "port = 80"),
        ("\n'server'.\"port\" = 0", 2, "server.port", "0", "port = 80"),
        ("[server]\nbody = '64 MiBs'", 2, "server.body", '"64 MiBs"', 'body = "1 MiB"'),
        ("[server]\nbody = -1", 2, "server.body", '"-1 B"', 'body = "1 MiB"'),
        ("[server]\nbody = 1023", 2, "server.body", '"1023 B"', 'body = "1 MiB"'),
        ("[server]\npatience = '2 h'", 2, "server.patience", '"2 h"', 'patience = "90 s"'),
        ("[server]\npatience = 'soon'", 2, "server.patience", '"soon"', 'patience = "90 s"'),
        ("[server]\norigins = 'a'", 2, "server.origins", '"a"', LISTED),
        ("[server]\norigins = [\n 'a',\n 1\n]", 2, "server.origins", "['a', 1]", LISTED),
        ('[server]\norigins = [\n "port = 1",\n]\nport = 0', 5, "server.port", "0", "port = 80"),
        ("[server]\nis_open = 1", 2, "server.is_open", "1", "is_open = true"),
        ("[server]\nform = 'xml'", 2, "server.form", '"xml"', 'form = "json"'),
        (f"name = {{ {'x' * 100} = 1 }}", 1, "name", "{'" + "x" * 57 + "…", 'name = "MK"'),
        ('name = """\n[server]\npairs = 1\n"""\npairs = "3"', 5, "pairs", '"3"', "pairs = 4"),
    ],
)
def test_a_wrong_value_is_refused_with_its_line_the_allowed_values_and_an_example(
    refused: Refused, text: str, line: int, key: str, value: str, example: str
) -> None:
    facts = refused(text)
    message, expected = facts.pop("message"), in_words(SETTINGS[key].expected(), "en")
    assert facts == {"place": f"FILE, line {line}", "key": key, "value": value, "expected": expected, "example": example}
    assert all(fact in message for fact in facts.values())
    assert len(message) < 300


def test_a_value_that_the_setting_itself_refuses_is_told_with_the_reason(refused: Refused) -> None:
    facts = refused("pairs = 3")
    assert "It must be even." in facts.pop("message")
    assert facts == {"place": "FILE, line 1", "key": "pairs", "value": "3", "reason": "It must be even.", "example": "pairs = 4"}


BROKEN = [
    ("pairs = 2\nname = MK_\n", 2, 8),
    ("factor = 0,5\n", 1, 11),
    ("name = 'a'\nname = 'b'\n", 2, 11),
    ("[server]\nport = 1\n'port' = 2\n", 3, 11),
    ("[server]\n[server]\n", 2, 8),
    ('name = "C:\\q"\n', 1, 13),
    ('name = "MK_\n', 1, 12),
    ('name = "MK_', 1, 12),
    ("name\n", 1, 5),
    (f"pairs = {'1' * 5000}", 1, 5009),
]


@pytest.mark.parametrize(("text", "line", "column"), BROKEN)
def test_a_broken_file_is_told_with_the_place_and_how_to_correct_it(refused: Refused, text: str, line: int, column: int) -> None:
    facts = refused(text)
    assert (facts["file"], facts["line"], facts["column"]) == ("FILE", str(line), str(column))
    assert facts["advice"] in facts["message"]
    assert "sheetkpi config --example" in facts["message"]


def test_what_is_allowed_and_how_to_correct_a_file_is_said_as_it_was_read(refused: Refused) -> None:
    """After a change that is meant: ``SHEETKPI_TEST_REWRITE_GOLDEN=1 pytest tests/test_settings.py``, then read the diff."""
    lines = [
        *(f"{key}: {in_words(each.expected(), language)}" for key, each in SETTINGS.items() for language in LANGUAGES),
        *(f"{text[:40]!r}: {refused(text, language)['advice']}" for text, _, _ in BROKEN for language in LANGUAGES),
    ]
    if os.environ.get("SHEETKPI_TEST_REWRITE_GOLDEN"):
        GOLDEN.write_text("\n".join(lines) + "\n", "utf-8")
    assert lines == GOLDEN.read_text("utf-8").splitlines()


def test_a_file_that_is_no_text_is_told_apart(refused: Refused) -> None:
    facts = refused("pairs = 4\nname = 'Ж'".encode("cp1251"))
    assert (facts["file"], facts["line"]) == ("FILE", "2")
    assert "UTF-8" in facts["message"]
    assert "1 MiB" in refused(b"#" * (2**20 + 1))["message"]


@pytest.mark.parametrize("text", [f"name = {'[' * 9000}", f"{'a.' * 9000}a = 1", f"a = {'{ a = ' * 9000}"])
def test_a_file_nested_beyond_reason_is_refused(refused: Refused, text: str) -> None:
    assert refused(text)["message"].startswith("FILE")


@pytest.mark.parametrize(
    "text",
    [
        "[server]\norigins = [\n" + '"a",\n' * 100_000 + "1]",
        "name = '''\n" + "pairs = 1\n" * 50_000 + "'''\npairs = true",
        'name = "' + '\\"' * 250_000,
        "name = 5" + "\n" * 500_000,
        "#" * 500_000 + "\n" + " " * 400_000 + "nam = 1",
    ],
    ids=["a list", "a text", "an open quote", "empty lines", "spaces"],
)
def test_the_time_to_read_a_file_grows_with_its_length_alone(refused: Refused, text: str) -> None:
    begin = time.process_time()
    assert refused(text)["message"].startswith("FILE, line")
    assert time.process_time() - begin < 10


@pytest.mark.parametrize(
    ("variable", "text", "key", "value", "example"),
    [
        ("SERVER_PORT", "x", "server.port", '"x"', "SHEETKPI_SERVER_PORT=80"),
        ("SERVER_PORT", "", "server.port", '""', "SHEETKPI_SERVER_PORT=80"),
        ("SERVER_PORT", "1_0", "server.port", '"1_0"', "SHEETKPI_SERVER_PORT=80"),
        ("FACTOR", "0,5", "factor", '"0,5"', "SHEETKPI_FACTOR=1.5"),
        ("FACTOR", "inf", "factor", '"inf"', "SHEETKPI_FACTOR=1.5"),
        ("SERVER_IS_OPEN", "perhaps", "server.is_open", '"perhaps"', "SHEETKPI_SERVER_IS_OPEN=true"),
        ("SERVER_BODY", "a lot", "server.body", '"a lot"', "SHEETKPI_SERVER_BODY=1 MiB"),
        ("SERVER_FORM", "xml", "server.form", '"xml"', "SHEETKPI_SERVER_FORM=json"),
    ],
)
def test_a_wrong_variable_is_told_with_the_allowed_values_and_an_example(
    refused: Refused, variable: str, text: str, key: str, value: str, example: str
) -> None:
    facts = refused(**{f"SHEETKPI_{variable}": text})
    message, expected = facts.pop("message"), in_words(SETTINGS[key].expected(), "en")
    assert all(fact in message for fact in facts.values())
    assert f"SHEETKPI_{variable}" in facts.pop("place")
    assert facts == {"key": key, "value": value, "expected": expected, "example": example}


def test_a_variable_that_the_setting_itself_refuses_is_told_with_the_reason(refused: Refused) -> None:
    facts = refused(SHEETKPI_PAIRS="3")
    assert (facts["key"], facts["value"], facts["reason"], facts["example"]) == ("pairs", "3", "It must be even.", "SHEETKPI_PAIRS=4")


@pytest.mark.parametrize(
    ("variable", "near"),
    [
        ("SHEETKPI_SERVER_ORIGINS_", "SHEETKPI_SERVER_ORIGINS"),
        ("SHEETKPI_NAMES", "SHEETKPI_NAME"),
        ("SHEETKPI_PORT", "SHEETKPI_SERVER_PORT"),
        ("SHEETKPI_QQQQ", "sheetkpi config"),
    ],
)
def test_an_unknown_variable_is_refused_with_similar_names(refused: Refused, variable: str, near: str) -> None:
    facts = refused(**{variable: "80"})
    assert facts["name"] == variable
    assert near in facts["advice"]


def test_variables_that_are_no_settings_are_left_alone(loaded: Load) -> None:
    of_kubernetes = {"SHEETKPI_SERVICE_HOST": "10.0.0.1", "SHEETKPI_SERVICE_PORT_HTTP": "80", "SHEETKPI_PORT_80_TCP_ADDR": "10.0.0.1"}
    others = {"SHEETKPI_LANG": "ru", "SHEETKPISOMETHING": "x", "PATH": "/bin", "sheetkpi_name": "x"}
    ours = {"SHEETKPI_GOOGLE_CREDENTIALS": "/home/me/key.json", "SHEETKPI_TEST_SOMETHING": "1"}
    assert loaded(**of_kubernetes, **others, **ours, SHEETKPI_PORT="tcp://10.0.0.1:80") == Everything()


def test_errors_are_russian_too(refused: Refused) -> None:
    facts = refused("[server]\nport = 0", "ru")
    english = refused("[server]\nport = 0")
    assert all(re.search("[а-я]", facts[name]) for name in ("place", "expected", "message"))
    assert (facts["key"], facts["value"], facts["example"]) == (english["key"], english["value"], english["example"])
    assert re.findall(r"\d+", facts["message"]) == re.findall(r"\d+", english["message"])


# --- where the file lies


def test_the_file_is_looked_for_where_the_program_runs_and_in_the_user_s_folder(tmp_path: Path) -> None:
    here = tmp_path / "sheetkpi.toml"
    assert places({"HOME": "/home/a"}, tmp_path, is_windows=False) == [here, Path("/home/a/.config/sheetkpi/sheetkpi.toml")]
    assert places({"HOME": "/h", "XDG_CONFIG_HOME": "/c"}, tmp_path, is_windows=False) == [here, Path("/c/sheetkpi/sheetkpi.toml")]
    relative = {"HOME": "/h", "XDG_CONFIG_HOME": "c"}
    assert places(relative, tmp_path, is_windows=False) == [here, Path("/h/.config/sheetkpi/sheetkpi.toml")], "as freedesktop.org demands"
    assert places({"APPDATA": str(tmp_path)}, tmp_path, is_windows=True) == [here, tmp_path / "sheetkpi" / "sheetkpi.toml"]
    assert places({}, tmp_path, is_windows=True) == [here]
    assert places({"SHEETKPI_SETTINGS": "mine.toml"}, tmp_path) == [tmp_path / "mine.toml"]


def test_the_first_file_that_is_there_is_read_alone(tmp_path: Path) -> None:
    own, here, named = tmp_path / "own/sheetkpi/sheetkpi.toml", tmp_path / "here/sheetkpi.toml", tmp_path / "named.toml"
    for path in (own, here):
        path.parent.mkdir(parents=True)
    own.write_text("pairs = 4\nname = 'own'")
    environment = {"XDG_CONFIG_HOME": str(tmp_path / "own"), "APPDATA": str(tmp_path / "own")}
    assert load(Everything, environment, here.parent).settings == Everything("own", pairs=4)
    here.write_text("name = 'here'")
    assert load(Everything, environment, here.parent).settings == Everything("here")
    named.write_text("name = 'named'")
    assert load(Everything, {**environment, "SHEETKPI_SETTINGS": str(named)}, here.parent).settings == Everything("named")
    assert load(Everything, {**environment, "SHEETKPI_SETTINGS": ""}, here.parent).settings == Everything("here")
    here.unlink()
    here.mkdir()
    assert load(Everything, environment, here.parent).settings == Everything("own", pairs=4), "a folder of that name is no file"


def facts_of(error: SettingsError) -> Mapping[str, object]:
    assert isinstance(error.what, Message)
    return error.what.facts


def test_a_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as missing:
        load(Everything, {"SHEETKPI_SETTINGS": "none.toml"}, tmp_path)
    assert facts_of(missing.value) == {"variable": "SHEETKPI_SETTINGS", "file": tmp_path / "none.toml"}
    with pytest.raises(SettingsError) as unreadable:
        load(Everything, {"SHEETKPI_SETTINGS": str(tmp_path)}, tmp_path)
    assert facts_of(unreadable.value).keys() == {"file", "reason"}
    assert facts_of(unreadable.value)["file"] == tmp_path


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="only Linux has a file that nobody can read, not even root")
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "sheetkpi.toml").symlink_to("/proc/self/mem")
    with pytest.raises(SettingsError) as unreadable:
        load(Everything, {}, tmp_path)
    assert facts_of(unreadable.value).keys() == {"file", "reason"}


# --- the first file


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_changes_nothing_until_a_setting_is_uncommented(loaded: Load, language: Language) -> None:
    text = example_file(Everything, language)
    assert loaded(text) == Everything()
    keys = {each.name for each in settings_of(Everything)}
    uncommented = "\n".join(
        line.removeprefix("# ") if line.removeprefix("# ").partition(" = ")[0] in keys else line for line in text.split("\n")
    )
    examples = Server(80, Size(2**20), Duration(90.0), ("https://a.example", "https://b.example"), True, "json")
    assert loaded(uncommented) == Everything("MK", 1.5, 4, examples)


def test_every_setting_of_ours_has_a_sentence_and_an_example_that_it_takes() -> None:
    for each in settings_of(Settings):
        assert each.text.in_language("en")
        for value in (each.default, each.example):
            assert each.allows(value)
            assert each.refusal is None or each.refusal(value) is None
            written = tomllib.loads(f"x = {each.kind.write(value)}")["x"]
            assert each.kind.read(written) == value


# --- sheetkpi config


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """The command, in an empty folder and for a user with an empty home."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SHEETKPI_SETTINGS")
    for name in ("HOME", "XDG_CONFIG_HOME", "APPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))

    def run(*arguments: str, is_terminal: bool = False, **environment: str) -> tuple[int, str, str]:
        monkeypatch.setenv("FORCE_COLOR", "1" if is_terminal else "")
        monkeypatch.setenv("COLUMNS", "200")
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        code = main(["config", "--lang", "en", *arguments])
        out, err = capsys.readouterr()
        for name in environment:
            monkeypatch.delenv(name)
        return code, click.unstyle(out), err

    return run


def test_config_tells_the_value_the_origin_and_the_meaning_of_each_setting(run: Run, tmp_path: Path) -> None:
    (tmp_path / "sheetkpi.toml").write_text('# ours\nprefix = "MK_"\n')
    code, out, err = run()
    assert (code, err) == (0, "")
    assert out.split("\t")[:3] == ["prefix", '"MK_"', "sheetkpi.toml, line 2"]
    assert out.split("\t")[3].partition("\n")[0] == next(settings_of(Settings)).text.in_language("en")
    assert run(SHEETKPI_PREFIX="OUR_")[1].split("\t")[1:3] == ['"OUR_"', "environment, SHEETKPI_PREFIX"]
    (tmp_path / "sheetkpi.toml").unlink()
    assert run()[1].split("\t")[1:3] == ['""', "default"]


def test_config_speaks_russian_and_to_a_person(run: Run, tmp_path: Path) -> None:
    out = run("--lang", "ru", is_terminal=True)[1]
    assert next(settings_of(Settings)).text.in_language("ru")[:30] in out
    assert f"({translate('default', 'ru')})" in out
    assert "sheetkpi config --example" in out
    (tmp_path / "sheetkpi.toml").write_text('prefix = "MK_"')
    assert 'prefix = "MK_"' in run(is_terminal=True)[1]


def test_config_says_which_file_is_read(run: Run, tmp_path: Path) -> None:
    code, out, err = run("--path")
    assert (code, out) == (1, "")
    assert "sheetkpi config --example -o sheetkpi.toml" in err
    (tmp_path / "sheetkpi.toml").write_text("broken")
    assert run("--path") == (0, f"{tmp_path / 'sheetkpi.toml'}\n", ""), "also where it is broken"


def test_config_writes_a_first_file_and_never_over_another(run: Run, tmp_path: Path) -> None:
    assert run("--example") == (0, example_file(Settings, "en"), "")
    code, out, _ = run("--example", "-o", "new/sheetkpi.toml", "--lang", "ru")
    assert (code, out.partition(" ")[0]) == (0, "new/sheetkpi.toml")
    written = (tmp_path / "new/sheetkpi.toml").read_bytes()
    assert written == example_file(Settings, "ru").encode()
    code, out, err = run("--example", "-o", "new/sheetkpi.toml")
    assert (code, out) == (1, "")
    assert "new/sheetkpi.toml" in err
    assert (tmp_path / "new/sheetkpi.toml").read_bytes() == written


@pytest.mark.parametrize("arguments", [["-o", "x"], ["--path", "--example"]])
def test_config_refuses_options_that_do_not_go_together(run: Run, arguments: list[str]) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert "--example" in err


def test_config_tells_what_is_wrong_with_the_settings(run: Run, tmp_path: Path) -> None:
    (tmp_path / "sheetkpi.toml").write_text('prefix = "МК_"')  # Cyrillic
    code, out, err = run()
    assert (code, out) == (1, "")
    assert all(fact in err for fact in ("sheetkpi.toml", "1", "prefix", "“М”", 'prefix = "MK_"'))


def test_the_example_is_utf_8_whatever_the_console_speaks(tmp_path: Path) -> None:
    environment: Mapping[str, str] = {**os.environ, "PYTHONIOENCODING": "cp1251", "PYTHONUTF8": "0"}
    command = [Path(sys.executable).with_name("sheetkpi"), "config", "--example", "--lang", "ru"]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, check=True)
    assert done.stdout.decode("utf-8") == example_file(Settings, "ru")
