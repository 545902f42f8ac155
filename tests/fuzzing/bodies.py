"""Bodies of requests, from good ones to garbage: batches that are changed in their structure, their tokens or their bytes.

The same seed gives the same bodies.
"""

import json
import random
import re
from collections.abc import Callable, Iterator
from typing import Any

from sheetkpi import KPIS
from sheetkpi.model.errors import ERROR_CODES

_TOKENS = re.compile(rb'"(?:[^"\\]|\\.)*"|[-+.\w]+|[\[\]{}:,]|\s+|.', re.DOTALL)

_NUMBERS: list[Any] = [0, -0.0, 1, -1, 0.3, 1e308, -1e308, 5e-324, 2**53 + 1, 2**63, -(2**63), 10**25, 46000, 255, 1e15, 0.1 + 0.2]
_TEXTS = [
    "", " ", "ru", "en", "up", "lower", "5%", "1,5", "=1+1", "#N/A", "#", "Channel", "Канал", "Расход", "Spend", "Total", "Итого", "nan",
    "inf", "true", "\x00", "\u2028", "\u202e", "\U0001f4a9", "a" * 300, "2026-01-01", "1e5", "٣", "１",
]  # fmt: skip
_LITERALS = [
    b"NaN", b"Infinity", b"-Infinity", b"1e400", b"-1e400", b"1e-400", b"-0", b"01", b"+1", b".5", b"1.", b"0x10", b"1e", b"9" * 400,
    b"9" * 5000, b"0." + b"3" * 3000, b"1e" + b"9" * 20, b"True", b"nul", b"undefined", b"//x", b"/**/", b"'a'", b'"\\ud800"',
    b'"\\udc00\\ud800"', b'"\\x41"', b'"\\u00"', b'"\xff"', b'"\xc0\x80"', b'"\xed\xa0\x80"', b'"\n"', b'"\\', b"[" * 300, b"{" * 300,
    b'{"a":' * 200, b"]" * 50, b"[]" * 50, b",", b",,", b":", b"\x00", b"\xef\xbb\xbf", b"\xff\xfe", b'{"error":"#N/A"}', b'{"error":1}',
    b'{"rows":1,"columns":1,"values":[1]}', b'{"rows":10000000,"columns":1,"values":[1]}', b'{"rows":9223372036854775808}',
    b'"language":"ru",', b'"calls":[],', b'"function":"ROMI",', b"null", b"true", b"-", b'""', b" " * 100, b"\t\r\n",
]  # fmt: skip


def bodies(seed: int) -> Iterator[bytes]:
    """Bodies without end."""
    chance = random.Random(seed)
    former = b'{"calls":[]}'
    while True:
        kind = chance.random()
        batch = _batch(chance)
        for _ in range(chance.choice((0, 1, 1, 2, 3)) if kind > 0.25 else 0):
            batch = _in_structure(batch, chance)
        body = _encoded(batch, chance)
        if kind > 0.5:
            for _ in range(chance.choice((1, 1, 1, 2, 4))):
                body = chance.choice((_in_tokens, _in_tokens, _in_bytes))(body, former, chance)
        former = body
        yield body


# --- good batches


def _batch(chance: random.Random) -> Any:
    batch: dict[str, Any] = {"calls": [_call(chance) for _ in range(chance.choice((0, 1, 1, 1, 2, 3)))]}
    if chance.random() < 0.3:
        batch["language"] = chance.choice(("ru", "en"))
    return batch


def _call(chance: random.Random) -> dict[str, Any]:
    name, arguments = chance.choice(_EXAMPLES)
    if chance.random() < 0.4:
        name = chance.choice(_NAMES)
    if chance.random() < 0.6:
        arguments = [_argument(chance) if chance.random() < 0.5 else argument for argument in arguments]
    if chance.random() < 0.15:
        arguments = [*arguments, _argument(chance)] if chance.random() < 0.5 else arguments[1:]
    return {"function": name, "arguments": arguments}


def _argument(chance: random.Random) -> Any:
    kind = chance.random()
    if kind < 0.5:
        return _cell(chance)
    rows, columns = chance.choice((1, 1, 2, 3, 5)), chance.choice((1, 1, 1, 2, 3))
    if kind < 0.75:
        return {"rows": rows, "columns": columns, "values": [_cell(chance) for _ in range(rows * columns)]}
    return [[_cell(chance) for _ in range(columns)] for _ in range(rows)] if kind < 0.9 else [_cell(chance) for _ in range(rows)]


def _cell(chance: random.Random) -> Any:
    kind = chance.random()
    if kind < 0.35:
        return chance.choice(_NUMBERS)
    if kind < 0.55:
        return chance.uniform(-10, 1e5)
    if kind < 0.75:
        return chance.choice(_TEXTS)
    return chance.choice((None, None, True, False, {"error": chance.choice(_ERRORS)}))


_EXAMPLES = [(kpi.name, json.loads(json.dumps(list(example.arguments), default=str))) for kpi in KPIS.values() for example in kpi.examples]
_NAMES = [*KPIS, *(name.lower() for name in KPIS), "", " ROMI ", "ROMY", "РОМИ", "x" * 255, "x" * 256, "__class__", "\x00"]
_ERRORS = [*ERROR_CODES, "#NEW!", "#Н/Д", "N/A", "#" + "x" * 40]


# --- changes


def _in_structure(value: Any, chance: random.Random) -> Any:
    """The value with one node of it changed."""
    if isinstance(value, dict) and value and chance.random() < 0.8:
        key = chance.choice(list(value))
        changed = dict(value)
        kind = chance.random()
        if kind < 0.1:
            del changed[key]
        elif kind < 0.2:
            changed[chance.choice(("rows", "columns", "values", "error", "function", "arguments", "calls", "language", key + "_"))] = key
        else:
            changed[key] = _in_structure(value[key], chance)
        return changed
    if isinstance(value, list) and value and chance.random() < 0.8:
        place = chance.randrange(len(value))
        kind = chance.random()
        if kind < 0.15:
            return value[:place] + value[place + 1 :]
        if kind < 0.3:
            return value[:place] + [value[place]] * chance.choice((2, 3, 50)) + value[place + 1 :]
        return [*value[:place], _in_structure(value[place], chance), *value[place + 1 :]]
    return chance.choice((_cell(chance), _argument(chance), [], {}, [[]], [value], {"calls": value}, 1.5, -1, 10**7, 2**31, 2**63, None))


def _encoded(batch: Any, chance: random.Random) -> bytes:
    indent = chance.choice((None, None, None, 1))
    return json.dumps(batch, ensure_ascii=chance.random() < 0.5, indent=indent, allow_nan=True).encode("utf-8", "surrogatepass")


def _in_tokens(body: bytes, former: bytes, chance: random.Random) -> bytes:
    tokens = _TOKENS.findall(body)
    place = chance.randrange(len(tokens) or 1)
    change: Callable[[], list[bytes]] = chance.choice(
        (
            list[bytes],
            lambda: tokens[place : place + 1] * 2,
            lambda: [chance.choice(_LITERALS)],
            lambda: [chance.choice(_LITERALS)],
            lambda: [chance.choice(_LITERALS), *tokens[place : place + 1]],
            lambda: [chance.choice(tokens or [b""])],
            lambda: _TOKENS.findall(former)[place : place + chance.randrange(1, 12)],
        )
    )
    return b"".join([*tokens[:place], *change(), *tokens[place + 1 :]])


def _in_bytes(body: bytes, former: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(body) or 1)
    kind = chance.randrange(6)
    if kind == 0:
        return body[:place]
    if kind == 1:
        return body[:place] + former[chance.randrange(len(former) or 1) :]
    if kind == 2:
        return body[:place] + bytes([body[place] ^ (1 << chance.randrange(8))]) + body[place + 1 :] if body else b"\x00"
    if kind == 3:
        return body[:place] + chance.randbytes(chance.randrange(1, 6)) + body[place:]
    if kind == 4:
        return body[:place] + body[place + chance.randrange(1, 9) :]
    end = place + chance.randrange(1, 30)
    return body[:end] + body[place:end] * chance.choice((1, 2, 40)) + body[end:]
