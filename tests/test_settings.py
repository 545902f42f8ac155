"""Settings: what may be set, where each value comes from, and what one is told where something is wrong."""

import os
import subprocess
import sys
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from sheetkpi import SheetKpiError
from sheetkpi.cli import main
from sheetkpi.settings import Settings, read_settings
from sheetkpi.settings.declaring import section, setting, settings_of
from sheetkpi.settings.example import example_file
from sheetkpi.settings.file import places
from sheetkpi.settings.reading import load
from sheetkpi.settings.values import Duration, Size
from sheetkpi.translation import LANGUAGES, Label, Language, Translatable


def _odd(number: int) -> Translatable | None:
    return Label("It must be even.") if number % 2 else None


@dataclass(frozen=True, slots=True)
class Server:
    port: int = setting(8765, Label("The port."), example=80, least=1, most=65535)
    body: Size = setting(Size(2**26), Label("The largest body."), example=Size(2**20), least=1024)
    patience: Duration = setting(Duration(30.0), Label("How long."), example=Duration(90.0), most=3600)
    origins: tuple[str, ...] = setting((), Label("Who may ask."), example=("https://a.example", "https://b.example"))
    is_open: bool = setting(False, Label("Whether all may."), example=True)


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


@pytest.fixture
def complaint(loaded: Load, tmp_path: Path) -> Callable[..., str]:
    """What is told where settings cannot be taken; the file is called FILE in it."""

    def of(text: str | bytes = "", language: Language = "en", **environment: str) -> str:
        with pytest.raises(SheetKpiError) as refused:
            loaded(text, **environment)
        return refused.value.message(language).replace(str(tmp_path / "sheetkpi.toml"), "FILE")

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
    ("text", "told"),
    [
        ("nam = 'x'", "FILE, line 1, column 1: there is no setting nam. Did you mean name?"),
        ("\n\n  prot = 1", "FILE, line 3, column 3: there is no setting prot. Did you mean"),
        ("port = 80", "FILE, line 1, column 1: there is no setting port. Did you mean server.port?"),
        ("[sever]\nport = 80", "FILE, line 1, column 1: there is no setting sever. Did you mean server?"),
        ("[server]\nhost = 'x'", "FILE, line 2, column 1: there is no setting server.host."),
        ("zzzzz = 1", "there is no setting zzzzz. `sheetkpi config` shows all of them."),
        ("'' = 1", "there is no setting . `sheetkpi config` shows all of them."),
        ("server = 5", "FILE, line 1, column 1: server is a section. Write [server] on a line of its own"),
        ("[[server]]\nport = 1", "FILE, line 1, column 1: server is a section."),
        ("name = 5", 'FILE, line 1, column 8: name is 5, and must be a text in quotes. For example: name = "MK"'),
        ("pairs = '4'", 'FILE, line 1, column 9: pairs is "4", and must be a whole number. For example: pairs = 4'),
        ("pairs = true", "pairs is true, and must be a whole number."),
        ("pairs = 4.0", "pairs is 4.0, and must be a whole number."),
        ("pairs = 3", "FILE, line 1, column 9: pairs is 3. It must be even. For example: pairs = 4"),
        ("pairs = 99999999999999999999", "and must be a whole number."),
        (f"pairs = 0x{'f' * 5000}", "pairs is …, and must be a whole number."),
        ("factor = nan", "factor is nan, and must be a number. For example: factor = 1.5"),
        ("factor = 2026-01-31", "factor is 2026-01-31, and must be a number."),
        ("[server]\n\nport = 0", "FILE, line 3, column 8: server.port is 0, and must be a whole number from 1 to 65535."),
        ("[server]\nport = 65536", "server.port is 65536, and must be a whole number from 1 to 65535. For example: port = 80"),
        ("[server]\nbody = '64 MiBs'", 'server.body is "64 MiBs", and must be a size in B, KiB, MiB or GiB, at least 1 KiB.'),
        ("[server]\nbody = -1", "server.body is"),
        ("[server]\nbody = 1023", 'server.body is "1023 B", and must be a size in B, KiB, MiB or GiB, at least 1 KiB.'),
        ("[server]\npatience = '2 h'", 'server.patience is "2 h", and must be a duration in ms, s, min, h or d, at most 1 h.'),
        (
            "[server]\npatience = 'soon'",
            'is "soon", and must be a duration in ms, s, min, h or d, at most 1 h. For example: patience = "90 s"',
        ),
        (
            "[server]\norigins = 'a'",
            'is "a", and must be a list of texts. For example: origins = ["https://a.example", "https://b.example"]',
        ),
        ("[server]\norigins = [\n 'a',\n 1\n]", "FILE, line 2, column 11: server.origins is ['a', 1], and must be a list of texts."),
        ("[server]\nis_open = 1", "server.is_open is 1, and must be true or false. For example: is_open = true"),
        (f"name = {{ {'x' * 100} = 1 }}", "name is {'xxxx"),
    ],
)
def test_a_wrong_key_or_value_is_told_with_its_place_and_what_to_write(complaint: Callable[..., str], text: str, told: str) -> None:
    said = complaint(text)
    assert told in said
    assert len(said) < 300


@pytest.mark.parametrize(
    ("text", "place", "advice"),
    [
        ("pairs = 2\nname = MK_\n", "line 2, column 8", "A text stands in quotes"),
        ("factor = 0,5\n", "line 1, column 11", "with a point for decimals"),
        ("name = 'a'\nname = 'b'\n", "line 2, column 11", "This is set twice"),
        ("[server]\n[server]\n", "line 2, column 8", "This section stands here twice"),
        ('name = "C:\\q"\n', "line 1, column 13", "a backslash is written twice"),
        ('name = "MK_\n', "line 1, column 12", "A text ends with the quotes with which it began."),
        ('name = "MK_', "line 1, column 12", "A text ends with the quotes with which it began."),
        ("name\n", "line 1, column 5", "A setting is a line such as: name = value."),
        (f"pairs = {'1' * 5000}", "line 1, column 5009", "A setting is a line"),
    ],
)
def test_a_broken_file_is_told_with_the_place_and_the_cure(complaint: Callable[..., str], text: str, place: str, advice: str) -> None:
    said = complaint(text)
    assert said.startswith(f"FILE, {place}: this is not TOML.")
    assert advice in said
    assert said.endswith("sheetkpi config --example")


def test_a_file_that_is_no_text_is_told_apart(complaint: Callable[..., str]) -> None:
    assert complaint("pairs = 4\nname = 'Ж'".encode("cp1251")) == "FILE, line 2, column 9: this is not UTF-8. Save the file in UTF-8."
    assert complaint(b"#" * (2**20 + 1)) == "FILE is larger than 1 MiB: that can't be a settings file."


@pytest.mark.parametrize("text", [f"name = {'[' * 9000}", f"{'a.' * 9000}a = 1", f"a = {'{ a = ' * 9000}"])
def test_a_file_nested_beyond_reason_is_refused(complaint: Callable[..., str], text: str) -> None:
    assert complaint(text).startswith("FILE")


@pytest.mark.parametrize(
    ("variable", "text", "told"),
    [
        ("SHEETKPI_SERVER_PORT", "x", 'SHEETKPI_SERVER_PORT: server.port is "x", and must be a whole number from 1 to 65535.'),
        ("SHEETKPI_SERVER_PORT", "", 'server.port is "", and must be a whole number from 1 to 65535. For example: SHEETKPI_SERVER_PORT=80'),
        ("SHEETKPI_SERVER_PORT", "1_0", 'server.port is "1_0"'),
        ("SHEETKPI_SERVER_ORIGINS_", "x", "SHEETKPI_SERVER_ORIGINS_. Did you mean SHEETKPI_SERVER_ORIGINS"),
        ("SHEETKPI_FACTOR", "0,5", 'factor is "0,5", and must be a number. For example: SHEETKPI_FACTOR=1.5'),
        ("SHEETKPI_FACTOR", "inf", "must be a number"),
        ("SHEETKPI_PAIRS", "3", "pairs is 3. It must be even. For example: SHEETKPI_PAIRS=4"),
        ("SHEETKPI_SERVER_IS_OPEN", "perhaps", 'is "perhaps", and must be true or false. For example: SHEETKPI_SERVER_IS_OPEN=true'),
        ("SHEETKPI_SERVER_BODY", "a lot", "For example: SHEETKPI_SERVER_BODY=1 MiB"),
        ("SHEETKPI_NAMES", "x", "There is no setting with the environment variable SHEETKPI_NAMES. Did you mean SHEETKPI_NAME?"),
        ("SHEETKPI_PORT", "80", "Did you mean SHEETKPI_SERVER_PORT?"),
        ("SHEETKPI_QQQQ", "x", "variable SHEETKPI_QQQQ. `sheetkpi config` shows all of them."),
    ],
)
def test_a_wrong_variable_is_told_with_what_to_write(complaint: Callable[..., str], variable: str, text: str, told: str) -> None:
    assert told in complaint(**{variable: text})


def test_variables_that_are_no_settings_are_left_alone(loaded: Load) -> None:
    of_kubernetes = {"SHEETKPI_SERVICE_HOST": "10.0.0.1", "SHEETKPI_SERVICE_PORT_HTTP": "80", "SHEETKPI_PORT_80_TCP_ADDR": "10.0.0.1"}
    others = {"SHEETKPI_LANG": "ru", "SHEETKPISOMETHING": "x", "PATH": "/bin", "sheetkpi_name": "x"}
    ours = {"SHEETKPI_GOOGLE_CREDENTIALS": "/home/me/key.json", "SHEETKPI_TEST_SOMETHING": "1"}
    assert loaded(**of_kubernetes, **others, **ours, SHEETKPI_PORT="tcp://10.0.0.1:80") == Everything()


def test_complaints_are_russian_too(complaint: Callable[..., str]) -> None:
    said = complaint("[server]\nport = 0", "ru")
    assert said == "FILE, строка 2, столбец 8: server.port — это 0, а нужно: целое число от 1 до 65535. Например: port = 80"


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


def test_a_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SheetKpiError, match=r"SHEETKPI_SETTINGS names the settings file .*none\.toml, and there is none"):
        load(Everything, {"SHEETKPI_SETTINGS": "none.toml"}, tmp_path)
    with pytest.raises(SheetKpiError, match=r"The settings file .* cannot be read"):
        load(Everything, {"SHEETKPI_SETTINGS": str(tmp_path)}, tmp_path)


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="only Linux has a file that nobody can read, not even root")
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "sheetkpi.toml").symlink_to("/proc/self/mem")
    with pytest.raises(SheetKpiError, match="cannot be read"):
        load(Everything, {}, tmp_path)


# --- the first file


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_changes_nothing_until_a_setting_is_uncommented(loaded: Load, language: Language) -> None:
    text = example_file(Everything, language)
    assert loaded(text) == Everything()
    keys = {each.path[-1] for each in settings_of(Everything)}
    uncommented = "\n".join(
        line.removeprefix("# ") if line.removeprefix("# ").partition(" = ")[0] in keys else line for line in text.split("\n")
    )
    examples = Server(80, Size(2**20), Duration(90.0), ("https://a.example", "https://b.example"), True)
    assert loaded(uncommented) == Everything("MK", 1.5, 4, examples)


def test_every_setting_of_ours_has_a_sentence_and_an_example_that_it_takes() -> None:
    for each in settings_of(Settings):
        assert each.facts.text.in_language("en")
        for value in (each.default, each.facts.example):
            assert each.is_within_limits(value)
            assert each.facts.refusal is None or each.facts.refusal(value) is None
            written = tomllib.loads(f"x = {each.kind.in_file(value)}")["x"]
            assert each.kind.from_file(written) == value


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
    assert "MK_ gives =MK_ROMI(…)" in out.split("\t")[3]
    assert run(SHEETKPI_PREFIX="OUR_")[1].split("\t")[1:3] == ['"OUR_"', "environment, SHEETKPI_PREFIX"]
    (tmp_path / "sheetkpi.toml").unlink()
    assert run()[1].split("\t")[1:3] == ['""', "default"]


def test_config_speaks_russian_and_to_a_person(run: Run, tmp_path: Path) -> None:
    out = run("--lang", "ru", is_terminal=True)[1]
    assert "Что стоит перед именами функций" in out
    assert "(по умолчанию)" in out
    assert "Файла настроек нет, и он не обязателен." in out
    (tmp_path / "sheetkpi.toml").write_text('prefix = "MK_"')
    assert 'prefix = "MK_"' in run(is_terminal=True)[1]


def test_config_says_which_file_is_read(run: Run, tmp_path: Path) -> None:
    code, out, err = run("--path")
    assert (code, out) == (1, "")
    assert "There is no settings file, and none is needed." in err
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
    assert "exists already: it stays as it is" in err
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
    assert "sheetkpi.toml, line 1, column 10" in err
    assert "not “М”" in err
    assert 'For example: prefix = "MK_"' in err


def test_the_example_is_utf_8_whatever_the_console_speaks(tmp_path: Path) -> None:
    environment: Mapping[str, str] = {**os.environ, "PYTHONIOENCODING": "cp1251", "PYTHONUTF8": "0"}
    command = [Path(sys.executable).with_name("sheetkpi"), "config", "--example", "--lang", "ru"]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, check=True)
    assert done.stdout.decode("utf-8") == example_file(Settings, "ru")
