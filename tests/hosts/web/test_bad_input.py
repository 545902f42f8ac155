"""Bad input at the real server, as bytes on a socket: each gets its status and its code, and the next good request its answer."""

import gzip
import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.hosts.web.servers import ANSWER, GOOD, Reply, Running, ask, reply, running, within

pytestmark = pytest.mark.e2e

#: The server closes without an answer: the client has not said all, and says no more.
CLOSED = (0, None)
BAD = (400, "bad_request")
JSON, SHAPE, RANGE = (400, "bad_json"), (400, "bad_shape"), (400, "bad_range")
NOT_FOUND, METHOD, MEDIA = (404, "not_found"), (405, "method_not_allowed"), (415, "unsupported_media_type")
LARGE, HEADERS, SLOW, STRANGER = (413, "too_large"), (431, "headers_too_large"), (408, "too_slow"), (403, "this_computer_only")
NO_HTTP = (400, "no_http")
OK = (200, None)


@dataclass(frozen=True)
class Case:
    """What is sent, and what comes back.

    Args:
        sent: The bytes.
        expected: The status and the code of the refusal.
        is_half_closed: Whether the client then says that it sends no more.
    """

    sent: bytes
    expected: tuple[int, str | None]
    is_half_closed: bool = False


def http(body: bytes = GOOD, *headers: str, path: str = "/v1/batch", method: str = "POST", version: str = "HTTP/1.1", **own: str) -> bytes:
    """A request whose every part may be wrong; a header given replaces ours of the name."""
    given = {header.partition(":")[0].strip().lower() for header in headers}
    ours = {"host": "localhost", "content-type": "application/json", "content-length": str(len(body))} | own
    if "transfer-encoding" in given:
        del ours["content-length"]
    lines = [f"{method} {path} {version}", *(f"{name}: {value}" for name, value in ours.items() if name not in given and value), *headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def get(path: str, *headers: str, **parts: str) -> bytes:
    return http(b"", *headers, **{"path": path, "method": "GET", **parts})


def with_argument(argument: bytes) -> bytes:
    return http(b'{"calls":[{"function":"ROMI","arguments":[%b,1]}]}' % argument)


CHUNKED = "Transfer-Encoding: chunked"
TLS_HELLO = bytes.fromhex("16030100c8010000c40303") + bytes(200)

BODIES = {
    "NaN": Case(with_argument(b"NaN"), JSON),
    "Infinity": Case(with_argument(b"-Infinity"), JSON),
    "1e400": Case(with_argument(b"1e400"), SHAPE),
    "a number of 5000 digits": Case(with_argument(b"9" * 5000), SHAPE),
    "a size of 4301 digits": Case(with_argument(b'{"rows":%b,"columns":1,"values":[1]}' % (b"9" * 4301)), SHAPE),
    "100 000 brackets": Case(http(b"[" * 100_000), SHAPE),
    "100 000 brackets as an argument": Case(with_argument(b"[" * 100_000), SHAPE),
    "100 000 objects": Case(http(b'{"calls":' * 100_000), SHAPE),
    "a range that says it has 10 million cells": Case(with_argument(b'{"rows":10000000,"columns":1,"values":[1]}'), RANGE),
    "10 million cells": Case(with_argument(b'{"rows":10000000,"columns":1,"values":[' + b"1," * (10**7 - 1) + b"1]}"), LARGE),
    "a negative range": Case(with_argument(b'{"rows":-1,"columns":-1,"values":[1]}'), SHAPE),
    "half a surrogate": Case(with_argument(b'"\\ud800"'), JSON),
    "invalid UTF-8": Case(with_argument(b'"\xff\xfe"'), JSON),
    "an overlong zero": Case(with_argument(b'"\xc0\x80"'), JSON),
    "UTF-16": Case(http(GOOD.decode().encode("utf-16")), JSON),
    "a byte order mark": Case(http(b"\xef\xbb\xbf" + GOOD), OK),
    "a field twice, of which the last counts": Case(http(b'{"calls":[1],"calls":[{"function":"ROMI","arguments":[2,1]}]}'), SHAPE),
    "calls twice, both good": Case(http(b'{"calls":[],"calls":[{"function":"ROMI","arguments":[2,1]}]}'), OK),
    "nothing": Case(http(b""), JSON),
    "zeros": Case(http(b"\x00" * 1000), JSON),
    "an array for the batch": Case(http(b"[]"), SHAPE),
    "an array for a call": Case(http(b'{"calls":[[]]}'), SHAPE),
    "two batches": Case(http(GOOD + GOOD), JSON),
    "gzip": Case(http(gzip.compress(GOOD), "Content-Encoding: gzip"), MEDIA),
    "gzip that does not say so": Case(http(gzip.compress(GOOD)), JSON),
    "another charset": Case(http(GOOD, "Content-Type: application/json; charset=cp1251"), MEDIA),
    "a form": Case(http(GOOD, "Content-Type: multipart/form-data; boundary=x"), MEDIA),
    "no content type": Case(http(GOOD, **{"content-type": ""}), MEDIA),
    "a content type with 25 000 parameters": Case(http(GOOD, "Content-Type: application/json; " + "a=b;" * 25_000), OK),
}
LENGTHS = {
    "as large as may be": Case(http(b" " * (2**26 - len(GOOD)) + GOOD), OK),
    "a byte larger": Case(http(b" " * (2**26 - len(GOOD) + 1) + GOOD), LARGE),
    "larger, in chunks": Case(http(b"%x\r\n" % (2**26 + 2**20) + b" " * (2**26 + 2**20) + b"\r\n0\r\n\r\n", CHUNKED), LARGE),
    "500 MiB, by what it says": Case(http(b"", "Content-Length: 524288000"), LARGE),
    "10^30 bytes": Case(http(b"", "Content-Length: 1" + "0" * 30), LARGE),
    "a length of 5000 digits": Case(http(b"", "Content-Length: " + "9" * 5000), BAD),
    "a negative length": Case(http(GOOD, "Content-Length: -1"), BAD),
    "a length with a sign": Case(http(GOOD, "Content-Length: +5"), BAD),
    "a hexadecimal length": Case(http(GOOD, "Content-Length: 0x10"), BAD),
    "a length with an underscore": Case(http(GOOD, "Content-Length: 4_9"), BAD),
    "a length in words": Case(http(GOOD, "Content-Length: many"), BAD),
    "a length in other digits": Case(http(GOOD, "Content-Length: \xb2"), BAD),
    "two lengths": Case(http(GOOD, "Content-Length: 5", f"Content-Length: {len(GOOD)}"), BAD),
    "the same length twice": Case(http(GOOD, *[f"Content-Length: {len(GOOD)}"] * 2), BAD),
    "a list of lengths": Case(http(GOOD, f"Content-Length: {len(GOOD)}, {len(GOOD)}"), BAD),
    "no length": Case(http(GOOD, **{"content-length": ""}), JSON),
    "less than it says": Case(http(GOOD, "Content-Length: 500"), SLOW),
    "less than it says, and no more": Case(http(GOOD, "Content-Length: 500"), CLOSED, is_half_closed=True),
    "all, and no more": Case(http(), OK, is_half_closed=True),
    "half of the headers": Case(b"POST /v1/batch HTTP/1.1\r\nHost: localhost\r\n", CLOSED, is_half_closed=True),
    "chunks": Case(http(b"5\r\n%b\r\n%x;x=y\r\n%b\r\n0\r\n\r\n" % (GOOD[:5], len(GOOD) - 5, GOOD[5:]), CHUNKED), OK),
    "a chunk whose size is none": Case(http(b"zz\r\nabc\r\n0\r\n\r\n", CHUNKED), BAD),
    "a chunk of a negative size": Case(http(b"-5\r\nabc\r\n0\r\n\r\n", CHUNKED), BAD),
    "a chunk that is longer than it says": Case(http(b"3\r\nabcdef\r\n0\r\n\r\n", CHUNKED), BAD),
    "a chunk of 2^64 bytes": Case(http(b"ffffffffffffffff\r\nabc", CHUNKED), SLOW),
    "chunks without an end": Case(http(b"5\r\nabcde\r\n", CHUNKED), CLOSED, is_half_closed=True),
    "a length and chunks": Case(http(b"0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n", CHUNKED, "Content-Length: 6"), BAD),
    "chunks in HTTP/1.0": Case(http(b"0\r\n\r\n", CHUNKED, version="HTTP/1.0"), BAD),
    "chunks after a space": Case(http(GOOD, "Transfer-Encoding : chunked", "Content-Length: 5"), BAD),
    "another transfer": Case(http(GOOD, "Transfer-Encoding: xchunked"), (501, "bad_request")),
    "a transfer after chunks": Case(http(GOOD, "Transfer-Encoding: chunked, identity"), (501, "bad_request")),
    "compressed chunks": Case(http(GOOD, "Transfer-Encoding: gzip, chunked"), (501, "bad_request")),
}
HEADS = {
    "1000 headers": Case(http(GOOD, *[f"X-{n}: y" for n in range(1000)]), OK),
    "100 000 headers": Case(http(GOOD, *[f"X-{n}: y" for n in range(100_000)]), HEADERS),
    "a header of a megabyte": Case(http(GOOD, "X-A: " + "a" * 2**20), HEADERS),
    "a header without a colon": Case(http(GOOD, "garbage"), BAD),
    "a header without a name": Case(http(GOOD, ": a"), BAD),
    "a header with a zero in it": Case(http(GOOD, "X: \x00"), BAD),
    "a line break alone in a header": Case(http(GOOD, "X: a\nY: b"), BAD),
    "a carriage return alone in a header": Case(http(GOOD, "X: a\rY: b"), BAD),
    "bytes in a header": Case(http(GOOD, "X: \xff\xfe"), OK),
    "a key of 100 000 signs": Case(http(GOOD, "Authorization: Bearer " + "a" * 100_000), OK),
    "25 000 languages": Case(http(GOOD, "Accept-Language: " + "ru," * 25_000), OK),
    "25 000 tags": Case(get("/v1/functions", "If-None-Match: " + '"a",' * 25_000), OK),
    "10 000 ranges": Case(get("/static/page.css", "Range: bytes=" + "0-1," * 10_000), (416, "bad_request")),
    "a date that is none": Case(get("/static/page.css", "If-Modified-Since: \xff"), OK),
    "no host": Case(http(host=""), BAD),
    "two hosts": Case(http(GOOD, "Host: localhost", "Host: evil.example"), BAD),
    "a host that is none": Case(http(GOOD, "Host: a b/c"), STRANGER),
    "a foreign host": Case(http(GOOD, "Host: evil.example"), STRANGER),
    "an expectation": Case(http(GOOD, "Expect: 200-ok"), OK),
    "another method in a header": Case(get("/v1/health", "X-HTTP-Method-Override: DELETE"), OK),
    "an upgrade to HTTP/2": Case(http(GOOD, "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABk"), OK),
    "an upgrade to a web socket": Case(get("/v1/health", "Connection: Upgrade", "Upgrade: websocket"), BAD),
}
PATHS = {
    "/../../etc/passwd": NOT_FOUND,
    "/static/../api.py": NOT_FOUND,
    "/static/%2e%2e/api.py": NOT_FOUND,
    "/static/%2e%2e%2fapi.py": NOT_FOUND,
    "/static/%252e%252e/api.py": NOT_FOUND,
    "/static/..\\api.py": NOT_FOUND,
    "/static/%00": NOT_FOUND,
    "/static//etc/passwd": NOT_FOUND,
    "/static/page.css/": OK,
    "/templates/en/%00.xlsx": NOT_FOUND,
    "/templates/en//etc/passwd": NOT_FOUND,
    "/templates/../../README.md": NOT_FOUND,
    "/addin/../pyproject.toml": NOT_FOUND,
    "/addin/google/en/..%2f..%2fexcel": NOT_FOUND,
    "/\x00": NOT_FOUND,
    "/\xff\xfe": BAD,
    "/%ff%fe": NOT_FOUND,
    "/%zz%": NOT_FOUND,
    "/v1/health%0d%0aX-Injected:%20yes": NOT_FOUND,
    "//evil.example/v1/health": NOT_FOUND,
    "//v1/health": OK,
    "/v1/health?" + "a=b&" * 25_000: OK,
    "http://[evil/": BAD,
    "http://evil.example/nothing": NOT_FOUND,
    "nothing": NOT_FOUND,
    "*": NOT_FOUND,
    "/" + "a" * 100_000: NOT_FOUND,
    "/" + "a" * 2**20: HEADERS,
}
METHODS = {
    "GET": METHOD,
    "HEAD": METHOD,
    "PUT": METHOD,
    "DELETE": METHOD,
    "TRACE": METHOD,
    "BREW": METHOD,
    "A" * 10_000: METHOD,
    "PO ST": BAD,
}
PROTOCOLS = {
    "HTTP/0.9": Case(b"GET /v1/health\r\n", SLOW),
    "no version": Case(b"GET /v1/health\r\n\r\n", (505, "bad_request")),
    "HTTP/1.0": Case(b"GET /v1/health HTTP/1.0\r\n\r\n", OK),
    "HTTP/1.10": Case(get("/v1/health", version="HTTP/1.10"), BAD),
    "HTTP/3.0": Case(get("/v1/health", version="HTTP/3.0"), (505, "bad_request")),
    "HTTP/x": Case(get("/v1/health", version="HTTP/x"), BAD),
    "the preface of HTTP/2": Case(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", (505, "bad_request")),
    "the hello of TLS": Case(TLS_HELLO, NO_HTTP),
    "the greeting of SSH": Case(b"SSH-2.0-OpenSSH_9.0\r\n\r\n", BAD),
    "the greeting of mail": Case(b"EHLO localhost\r\n\r\n", (505, "bad_request")),
    "every byte": Case(bytes(range(256)) + b"\r\n\r\n", NO_HTTP),
    "empty lines before": Case(b"\r\n\r\n" + http(), OK),
    "empty lines alone": Case(b"\r\n\r\n\r\n", CLOSED, is_half_closed=True),
    "nothing": Case(b"", CLOSED, is_half_closed=True),
    "CONNECT": Case(b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n", NOT_FOUND),
}
CASES = {
    **{f"body: {name}": case for name, case in BODIES.items()},
    **{f"length: {name}": case for name, case in LENGTHS.items()},
    **{f"head: {name}": case for name, case in HEADS.items()},
    **{f"path: {path[:40]!r}": Case(get(path), expected) for path, expected in PATHS.items()},
    **{f"method: {method[:20]}": Case(http(b"", method=method), expected) for method, expected in METHODS.items()},
    **{f"protocol: {name}": case for name, case in PROTOCOLS.items()},
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server that waits two seconds for the rest of a request."""
    with running("--quiet", folder=tmp_path_factory.mktemp("server"), LIMITS_TRANSFER="2 s", LOG_FORM="json") as started:
        yield started


def answers(server: Running, sent: bytes, *, is_half_closed: bool = False) -> Reply:
    with server.connect(20) as connection:
        connection.sendall(sent)
        if is_half_closed:
            connection.shutdown(socket.SHUT_WR)
        return reply(connection)


@pytest.mark.parametrize("name", CASES)
def test_bad_input_gets_its_answer_and_the_next_request_too(server: Running, name: str) -> None:
    case, told = CASES[name], len(server.said)
    answer = answers(server, case.sent, is_half_closed=case.is_half_closed)
    status, code = case.expected
    assert answer.status == status, answer.body[:300]
    if status >= 400:
        assert answer.headers["content-type"] == "application/json"
        assert len(answer.headers["x-request-id"]) == 32
        if "HEAD" not in name:
            assert answer.json["error"].keys() == {"code", "message"}
            assert answer.json["error"]["code"] == code
    after = ask(server)
    assert (after.status, after.json) == (200, ANSWER)
    lines = [json.loads(line) for line in server.said[told:] if line.startswith("{")]
    assert not [line for line in lines if line["event"] != "request"], "something that is no refusal went wrong"


def test_every_refusal_is_in_the_log_under_the_name_that_the_client_is_told(server: Running) -> None:
    for sent in (http(b"{"), TLS_HELLO, http(GOOD, "Content-Length: -1"), get("/nowhere")):
        name = answers(server, sent).headers["x-request-id"]
        assert within(10, lambda name=name: any(name in line for line in server.said)), sent


def test_what_comes_with_a_refused_request_is_no_request(server: Running) -> None:
    """A request within the body of another, at which two programs may see different ends."""
    smuggled = b"GET /v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n"
    for head in (
        ("Content-Length: 4", CHUNKED),
        (CHUNKED, "Content-Length: 4"),
        ("Content-Length: 4", f"Content-Length: {4 + len(smuggled)}"),
        ("Transfer-Encoding: chunked, identity", "Content-Length: 4"),
        ("Transfer-Encoding:\x0bchunked",),
    ):
        with server.connect(20) as connection:
            connection.sendall(http(b"0\r\n\r\n" + smuggled, *head))
            assert reply(connection).status in (400, 501), head
            connection.settimeout(10)
            assert b"200 OK" not in connection.makefile("rb").read(), head


def test_requests_one_after_another_are_answered_in_their_order(server: Running) -> None:
    with server.connect(20) as connection:
        connection.sendall(http() + http(b"{") + get("/nowhere") + http())
        file = connection.makefile("rb")
        statuses = []
        for _ in range(4):
            statuses.append(int(file.readline().split()[1]))
            length = 0
            while (line := file.readline().strip()) != b"":
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            file.read(length)
    assert statuses == [200, 400, 404, 200]


def test_who_asks_first_whether_the_body_may_come_is_told(server: Running) -> None:
    head, _, body = http(GOOD, "Expect: 100-continue").partition(b"\r\n\r\n")
    with server.connect(20) as connection:
        connection.sendall(head + b"\r\n\r\n")
        assert reply(connection).status == 100
        connection.sendall(body)
        assert reply(connection).json == ANSWER


def test_the_log_holds_nothing_of_what_was_sent(server: Running) -> None:
    canary = "CANARY-7f3a9c"
    for sent in (
        canary.encode() + b"\r\n\r\n",
        http(GOOD, f"{canary}"),
        http(GOOD, f"X-{canary}: {canary}\nX: y"),
        http(GOOD, f"Content-Length: {canary}"),
        http(GOOD, f"Transfer-Encoding: {canary}"),
        get(f"/{canary}?{canary}"),
        get(f"http://[{canary}/"),
        get("/", version=f"HTTP/{canary}"),
        http(b"", method=canary),
        http(f'{{"calls":[{{"function":"{canary}","arguments":["{canary}"]}}]}}'.encode()),
        http(canary.encode()),
    ):
        answers(server, sent)
    answers(server, get("/the-last-one"))
    assert within(10, lambda: sum('"status":404' in line for line in server.said) > 0)
    assert canary not in "".join(server.said)
