"""addin/server: what a company's server is set up with does what it says, as far as one computer can try it."""

import contextlib
import http.client
import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sheetkpi.settings import read_settings
from tests.hosts.web.servers import ANSWER, GOOD, Reply, Running, environment_of, next_reply, open_sockets, reply, request, running, within
from tests.programs import program

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "addin" / "server"
NAME = "kpi.example.com"
CLIENT = "127.0.0.2"


def text_of(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


# --- the settings


def settings_of_the_example(folder: Path, **others: str) -> Any:
    return read_settings({"SHEETKPI_SETTINGS": str(FOLDER / "sheetkpi.toml"), "XDG_CONFIG_HOME": str(folder), **others}, folder)


def test_the_example_of_settings_can_be_read_and_lets_only_a_proxy_in(tmp_path: Path) -> None:
    settings = settings_of_the_example(tmp_path)
    assert settings.server.host == "127.0.0.1"
    assert settings.access.proxies == 1
    assert settings.keys.file.startswith("/var/lib/sheetkpi/"), "the service may write nowhere else"


def test_nginx_takes_bodies_as_large_as_the_server_does_and_waits_longer_than_it_computes(tmp_path: Path) -> None:
    limits = settings_of_the_example(tmp_path).limits
    config = text_of("nginx.conf")
    assert f"client_max_body_size {limits.body // 2**20}m;" in config
    assert int(re.search(r"proxy_read_timeout (\d+)s", config)[1]) > limits.time + 5  # type: ignore[index]
    assert int(re.search(r"keepalive_timeout (\d+)s", config)[1]) < limits.transfer  # type: ignore[index]


def test_who_stops_the_server_gives_it_the_time_to_finish(tmp_path: Path) -> None:
    time_allowed = settings_of_the_example(tmp_path).limits.time
    assert f"TimeoutStopSec={30}" in text_of("sheetkpi.service")
    assert "stop_grace_period: 30s" in text_of("compose.yaml")
    assert time_allowed + 5 < 30


# --- nginx


@dataclass
class Site:
    """A running nginx before a running server.

    Args:
        server: The server.
        key: A key of it.
        https: The port of HTTPS.
        http: The other.
        trusted: Trusts its certificate.
    """

    server: Running
    key: str
    https: int
    http: int
    trusted: ssl.SSLContext

    def connect(self) -> ssl.SSLSocket:
        """A connection of a client whose address is another than that of nginx."""
        plain = socket.create_connection(("127.0.0.1", self.https), timeout=30, source_address=(CLIENT, 0))
        return self.trusted.wrap_socket(plain, server_hostname=NAME)

    def ask(self, body: bytes = GOOD, *headers: str) -> Reply:
        with self.connect() as connection:
            connection.sendall(request(body, "Connection: close", f"Authorization: Bearer {self.key}", *headers))
            return reply(connection)


def free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as held:
        return [held.enter_context(socket.create_server(("127.0.0.1", 0))).getsockname()[1] for _ in range(count)]


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for the name of the example, and its key."""
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now - timedelta(1), now + timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    chain, private = folder / "fullchain.pem", folder / "privkey.pem"
    chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return chain, private


def nginx_of(folder: Path, upstream: int, https: int, http: int) -> Path:
    """A configuration of nginx with our file in it: other ports, because the usual ones are for the administrator."""
    chain, private = certificate(folder)
    site = text_of("nginx.conf")
    changes = {
        "server 127.0.0.1:8765;": f"server 127.0.0.1:{upstream};",
        "listen 80;": f"listen 127.0.0.1:{http};",
        "listen 443 ssl;": f"listen 127.0.0.1:{https} ssl;",
        "    listen [::]:80;\n": "",
        "    listen [::]:443 ssl;\n": "",
        f"/etc/letsencrypt/live/{NAME}/fullchain.pem": str(chain),
        f"/etc/letsencrypt/live/{NAME}/privkey.pem": str(private),
    }
    for former, new in changes.items():
        assert former in site, f"nginx.conf has no {former!r} any more"
        site = site.replace(former, new)
    (folder / "site.conf").write_text(site)
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    main = folder / "nginx.conf"
    user = "user root;" if hasattr(os, "geteuid") and os.geteuid() == 0 else ""
    main.write_text(
        f"{user} daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log warn; worker_processes 1;"
        f"events {{ worker_connections 1024; }} http {{ access_log off; {temporary} include {folder}/site.conf; }}"
    )
    return main


@contextlib.contextmanager
def nginx_running(config: Path, port: int) -> Iterator[None]:
    nginx = program("nginx", "nginx.conf of addin/server is not tried", "nginx-light")
    command = [nginx, "-c", str(config), "-e", str(config.with_name("error.log"))]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    assert "warn" not in checked.stderr, checked.stderr
    with subprocess.Popen(command, stdin=subprocess.DEVNULL) as process:
        try:

            def answers() -> bool:
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                    return True
                return False

            assert within(10, answers), config.with_name("error.log").read_text()
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(10)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The example settings, a key that `sheetkpi keys add` made, the server, and nginx before it."""
    program("nginx", "nginx.conf of addin/server is not tried", "nginx-light")
    folder = tmp_path_factory.mktemp("site")
    settings = folder / "sheetkpi.toml"
    settings.write_text(text_of("sheetkpi.toml").replace("/var/lib/sheetkpi", str(folder)))
    made = subprocess.run(
        [sys.executable, "-c", "from sheetkpi.cli import main; main()", "keys", "add", "Marketing"],
        env={**environment_of(folder), "SHEETKPI_SETTINGS": str(settings)},
        capture_output=True,
        text=True,
        check=True,
    )
    key = re.search(r"sheetkpi_[0-9A-Za-z]+", made.stdout + made.stderr)
    assert key, made
    https, http = free_ports(2)
    with running(folder=folder, SETTINGS=str(settings)) as server:
        config = nginx_of(folder, server.place[1], https, http)
        with nginx_running(config, https):
            trusted = ssl.create_default_context(cafile=str(folder / "fullchain.pem"))
            yield Site(server, key[0], https, http, trusted)


@pytest.mark.e2e
def test_a_batch_with_a_key_comes_back_through_nginx(site: Site) -> None:
    answer = site.ask()
    assert (answer.status, answer.json) == (200, ANSWER)
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.e2e
def test_without_a_key_it_is_refused_though_nginx_is_on_the_same_computer(site: Site) -> None:
    with site.connect() as connection:
        connection.sendall(request(GOOD, "Connection: close"))
        answer = reply(connection)
    assert answer.status == 401
    assert answer.json["error"]["code"] == "no_key"


@pytest.mark.e2e
def test_a_page_goes_from_http_to_https_and_a_program_is_told_instead(site: Site) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", site.http, timeout=10)
    connection.request("GET", "/addin/google/?lang=ru", headers={"Host": NAME})
    moved = connection.getresponse()
    moved.read()
    assert (moved.status, moved.headers["Location"]) == (301, f"https://{NAME}/addin/google/?lang=ru")
    connection.request("POST", "/v1/batch", GOOD, {"Host": NAME})
    refused = connection.getresponse()
    assert refused.status == 403
    assert json.load(refused)["error"]["code"] == "https_only"
    connection.close()


@pytest.mark.e2e
def test_the_files_for_users_name_the_https_address_whatever_a_client_says_of_itself(site: Site) -> None:
    with site.connect() as connection:
        connection.sendall(
            b"GET /addin/google/en/Kpis.js HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\n"
            b"X-Forwarded-Proto: http\r\nConnection: close\r\n\r\n"
        )
        page = reply(connection)
    assert page.status == 200
    assert f'"https://{NAME}"'.encode() in page.body
    assert b"evil.example" not in page.body


@pytest.mark.e2e
def test_the_log_has_the_address_of_the_client_and_not_that_of_nginx_nor_one_that_it_makes_up(site: Site) -> None:
    name = site.ask(GOOD, "X-Forwarded-For: 203.0.113.7").headers["x-request-id"]
    assert site.server.says(name), site.server.said[-5:]
    line = json.loads(next(line for line in site.server.said if name in line))
    assert line["address"] == CLIENT


@pytest.mark.e2e
def test_a_body_that_is_too_large_is_refused_by_nginx_in_the_words_of_the_server(site: Site) -> None:
    with site.connect() as connection:
        head = f"POST /v1/batch HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: {65 * 2**20}\r\nConnection: close\r\n\r\n"
        connection.sendall(head.encode())
        answer = reply(connection)
    assert answer.status == 413
    assert answer.json["error"]["code"] == "too_large"


@pytest.mark.e2e
def test_a_column_as_long_as_a_sheet_passes(site: Site) -> None:
    rows = 2**20
    body = json.dumps({"calls": [{"function": "ROMI", "arguments": [{"rows": rows, "columns": 1, "values": [1.5] * rows}, 1]}]}).encode()
    with site.connect() as connection:
        connection.sendall(request(body, f"Authorization: Bearer {site.key}", "Connection: close"))
        answer = reply(connection)
    assert answer.status == 200
    assert answer.json["results"][0]["values"] == [0.5] * rows


@pytest.mark.e2e
def test_slow_clients_wait_at_nginx_and_the_server_does_not_see_them(site: Site) -> None:
    with contextlib.ExitStack() as slow:
        for _ in range(150):
            slow.enter_context(site.connect()).sendall(request(GOOD.ljust(5000), f"Authorization: Bearer {site.key}")[:300])
        time.sleep(0.5)
        assert open_sockets(site.server.process.pid) < 50
        assert site.ask().json == ANSWER


@pytest.mark.e2e
def test_measures_are_not_told_outside(site: Site) -> None:
    with site.connect() as connection:
        connection.sendall(f"GET /metrics HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n\r\n".encode())
        assert reply(connection).status == 404


@pytest.mark.e2e
def test_when_the_server_is_away_nginx_says_so_in_the_form_that_programs_read(site: Site, tmp_path: Path) -> None:
    upstream, https, plain = free_ports(3)
    with nginx_running(nginx_of(tmp_path, upstream, https, plain), https):
        trusted = ssl.create_default_context(cafile=str(tmp_path / "fullchain.pem"))
        answer = Site(site.server, site.key, https, plain, trusted).ask()
    assert answer.status == 503
    assert answer.json["error"]["code"] == "unavailable"
    assert answer.headers["retry-after"] == "10"


@pytest.mark.e2e
def test_a_client_that_asks_far_too_often_is_told_to_wait(site: Site, tmp_path: Path) -> None:
    https, plain = free_ports(2)
    icon = f"GET /static/icon.svg HTTP/1.1\r\nHost: {NAME}\r\nAuthorization: Bearer {site.key}\r\n\r\n".encode()
    with nginx_running(nginx_of(tmp_path, site.server.place[1], https, plain), https):
        trusted = ssl.create_default_context(cafile=str(tmp_path / "fullchain.pem"))
        with Site(site.server, site.key, https, plain, trusted).connect() as connection, connection.makefile("rb") as file:
            answers = []
            while len(answers) < 2000 and (not answers or answers[-1].status == 200):
                connection.sendall(icon)
                answers.append(next_reply(file))
    assert len(answers) > 300, "the cells of a large spreadsheet that all ask at once must pass"
    assert answers[-1].status == 429
    assert answers[-1].json["error"]["code"] == "too_many_requests"
    assert answers[-1].headers["retry-after"] == "5"


# --- systemd


def unit(tmp_path: Path) -> Path:
    """The unit with the program of this environment in it, and this user: the others exist on the server alone."""
    found = Path(sys.executable).with_name("sheetkpi")
    copy = tmp_path / "sheetkpi.service"
    copy.write_text(text_of("sheetkpi.service").replace("/opt/sheetkpi/bin/sheetkpi", str(found)).replace("User=sheetkpi", "User=root"))
    return copy


def test_systemd_takes_the_unit_and_has_nothing_to_remark(tmp_path: Path) -> None:
    analyze = program("systemd-analyze", "sheetkpi.service is not tried", "systemd")
    checked = subprocess.run([analyze, "verify", str(unit(tmp_path))], capture_output=True, text=True, check=False)
    about_it = [line for line in checked.stderr.splitlines() if "sheetkpi" in line]
    assert (checked.returncode, about_it) == (0, [])


def test_the_service_may_do_next_to_nothing() -> None:
    """The measure of systemd: from 0 for what may do nothing to 10 for what may do everything; below 2 is “OK”, its best word but one."""
    analyze = program("systemd-analyze", "how far sheetkpi.service is locked in is not measured", "systemd")
    measured = subprocess.run(
        [analyze, "security", "--offline=true", "--threshold=15", str(FOLDER / "sheetkpi.service")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert measured.returncode == 0, measured.stdout.splitlines()[-1:]


# --- containers


def test_the_compose_file_is_one_by_the_published_schema() -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(FOLDER / "compose.yaml")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout


def compose() -> Any:
    from ruamel.yaml import YAML  # comes with check-jsonschema

    return YAML(typ="safe").load(text_of("compose.yaml"))


def test_the_containers_may_write_nothing_but_keys_and_temporary_files() -> None:
    for name, service in compose()["services"].items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        writable = [volume for volume in service["volumes"] if not volume.endswith(":ro")]
        assert writable == (["keys:/var/lib/sheetkpi"] if name == "sheetkpi" else [])


def test_every_file_that_the_containers_are_given_is_there() -> None:
    for service in compose()["services"].values():
        for volume in service["volumes"]:
            source = volume.split(":")[0]
            assert not source.startswith("./") or (FOLDER / source).is_file(), source
    built = compose()["services"]["sheetkpi"]["build"]
    assert (FOLDER / built["context"] / built["dockerfile"]).resolve() == FOLDER / "Dockerfile"
    context = (FOLDER / built["context"]).resolve()
    allowed = {line[1:] for line in text_of("Dockerfile.dockerignore").splitlines() if line.startswith("!")}
    for source in copied():
        assert (context / source).exists(), source
        assert source.split("/")[0] in allowed, f"{source} is not handed to Docker"


def instructions(word: str) -> list[list[str]]:
    """What follows a word in the Dockerfile."""
    joined = text_of("Dockerfile").replace("\\\n", " ")
    return [line.split()[1:] for line in joined.splitlines() if line.startswith(word + " ")]


def copied() -> list[str]:
    return [source for line in instructions("COPY") if not line[0].startswith("--") for source in line[:-1]]


def test_the_image_does_not_run_as_the_administrator() -> None:
    assert instructions("USER") == [["10001"]]


def test_the_image_installs_extras_that_exist() -> None:
    import tomllib

    asked = re.search(r"/source\[([a-z,]+)\]", text_of("Dockerfile"))
    assert asked
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    assert set(asked[1].split(",")) <= set(extras)


@pytest.mark.e2e
def test_the_health_check_of_the_image_tells_a_server_that_lives_from_one_that_does_not(tmp_path: Path) -> None:
    joined = text_of("Dockerfile").replace("\\\n", " ")
    command = json.loads(re.search(r"^HEALTHCHECK .*CMD (\[.*\])$", joined, re.MULTILINE)[1])  # type: ignore[index]
    assert command[0] == "python"

    def code(port: int) -> int:
        told = [sys.executable, command[1], command[2].replace("8765", str(port))]
        return subprocess.run(told, capture_output=True, check=False).returncode

    with running(folder=tmp_path) as server:
        assert code(server.place[1]) == 0
    assert code(free_ports(1)[0]) != 0
