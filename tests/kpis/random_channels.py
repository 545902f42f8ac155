"""Random tables of channels, and what may not contradict what in their verdicts."""

import math
import random
from collections.abc import Iterator
from typing import Any

from sheetkpi.kpis.verdict import Channel, Rule, Shown, advice, split, verdicts


def random_channels(source: random.Random) -> list[Channel]:
    """One to twelve channels: without spend, without sales data, at a loss, at every size."""
    channels = []
    for number in range(source.randint(1, 12)):
        customers = source.choice([None, 0.0, 1.0, 5.0, 20.0, 100.0, 500.0])
        profit = None if customers is None else customers * 10 ** source.uniform(1, 4) * source.choice([1, 1, 1, -0.1])
        channels.append(Channel(f"c{number}", source.choice([0, 1, 1, 1]) * 10 ** source.uniform(2, 6), customers, profit))
    return channels


def contradictions(channels: list[Channel], rule: Rule) -> Iterator[str]:
    """What in the verdicts, the split and the sentences of a table doesn't agree."""
    found = verdicts(channels, rule)
    spends = split(channels, found, rule)
    rows = list(zip(channels, found, spends, strict=True))
    if math.fsum(spends) > math.fsum(channel.spend for channel in channels) * (1 + 1e-9):
        yield "more is spent than there is"
    yield from _of_channels(rows, rule)
    said, due = _said(advice(channels, found, rule)), _due(rows)
    proposed = said.pop("A larger", ([], 0.0))[0]
    if not set(proposed) <= {channel.name for channel, verdict, _ in rows if verdict.action == "test more"} or (
        proposed and "Stop:" in due
    ):
        yield "a larger budget is proposed for others"
    for key in {*said, *due} - VAGUE:
        if key not in said or key not in due or said[key][0] != due[key][0] or not math.isclose(said[key][1], due[key][1], abs_tol=1e-6):
            yield f"“{key}” says {said.get(key)}, the verdicts say {due.get(key)}"
    if said.keys() & {"Too little", "No change"} and {verdict.action for verdict in found} & {"stop", "test more"}:
        yield "nothing is proven, and yet something is"


def _of_channels(rows: list[Any], rule: Rule) -> Iterator[str]:
    for channel, verdict, spend in rows:
        if spend > channel.spend and verdict.action != "test more":
            yield f"{channel.name} gets money, and is told to {verdict.action}"
        if spend < channel.spend and verdict.action != "stop":
            yield f"{channel.name} loses money, and is told to {verdict.action}"
        if verdict.action == "stop" and (spend or channel.gross_profit is None or channel.gross_profit >= channel.spend):
            yield f"{channel.name} is stopped, and earns or spends"
        if verdict.action == "test more":
            last = (verdict.marginal or 0) * (spend / channel.spend) ** (rule.elasticity - 1)
            if verdict.low is None or verdict.low <= channel.spend or last < 1 - 1e-9:
                yield f"{channel.name} gets money that doesn't pay"
        if verdict.high is not None and verdict.low is not None and not verdict.low <= (channel.gross_profit or 0) <= verdict.high:
            yield f"{channel.name} is outside of its bounds"


#: Sentences that name no sum of money.
VAGUE = {"Too little", "No change", "Closest to"}


def _said(sentences: list[Any]) -> dict[str, tuple[list[Any], float]]:
    """The channels and the money of each sentence, by its first words."""
    said = {}
    for message in sentences:
        money = message.facts.get("money")
        names = message.facts.get("channels")
        key = " ".join(message.template.split(" ")[:2]).partition(" {")[0]
        said[key] = (list(names.items) if names else [], money.number if isinstance(money, Shown) else 0.0)
    return said


def _due(rows: list[Any]) -> dict[str, tuple[list[Any], float]]:
    """What the sentences have to say of the verdicts and the split."""

    def of(action: str) -> tuple[list[Any], float]:
        told = [channel for channel, verdict, _ in rows if verdict.action == action]
        return [channel.name for channel in told], math.fsum(channel.spend for channel in told)

    raised = [(channel.name, spend - channel.spend) for channel, _, spend in rows if spend - channel.spend >= 0.01]
    added, freed = math.fsum(more for _, more in raised), of("stop")[1]
    due = {"No sales": of("no sales data")}
    if {verdict.action for _, verdict, _ in rows} - {None, "no sales data"} == {"stop"}:
        due["Every channel"] = of("stop")
    else:
        due |= {"Stop:": of("stop"), "Test a": ([name for name, _ in raised], added), "In the": (of("fix")[0], 0.0)}
        due["Leave"] = ([], freed - added if freed - added >= 0.01 else 0.0)
    return {key: (names, money) for key, (names, money) in due.items() if names or money}
