"""Simulated channels whose true ROMI is known, and the rule for whole arrays, written apart from the product's."""

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

DEVIATE = NormalDist().inv_cdf(0.95)
#: Expected customers of a channel; dense where a verdict rests on few.
SIZES = (0, 0.3, 1, 2, 2.7, 3.3, 4, 6, 10, 16, 30, 50, 100, 300, 1000)


@dataclass(frozen=True)
class Cell:
    """A cell of the grid.

    Args:
        truth: The true ROMI of the channel.
        size: Its expected customers.
        variation: The true variation of what a customer brings.
        assumed: The variation that the rule reckons with.
        channels: How many channels the table has.
        others: The true ROMI of the others.
        kind: The distribution of what a customer brings; “bursty” customers vary twice as much as by chance.
        worth: What a customer of the others brings, where one of the channel brings 1.
    """

    truth: float
    size: float
    variation: float
    assumed: float
    channels: int
    others: float = 0.1
    kind: str = "lognormal"
    worth: float = 1.0


def sales(source: np.random.Generator, expected: float, variation: float, runs: int, kind: str) -> tuple[Numbers, Numbers]:
    """Customers, and their gross profit in units of what one brings on average."""
    customers = source.negative_binomial(max(expected, 1e-9), 0.5, runs) if kind == "bursty" else source.poisson(expected, runs)
    if kind == "gamma" or customers.sum() > 3e7:
        shape = np.maximum(customers / variation**2, 1e-300)
        return customers.astype(float), np.where(customers > 0, source.gamma(shape, variation**2), 0.0)
    sigma = math.sqrt(math.log1p(variation**2))
    orders = source.lognormal(-(sigma**2) / 2, sigma, customers.sum())
    return customers.astype(float), np.bincount(np.repeat(np.arange(runs), customers), orders, runs)


def stretch(count: Numbers, deviate: float) -> Numbers:
    count = np.maximum(count, 1e-12)
    return np.maximum(0, 1 - 1 / (9 * count) + deviate / (3 * np.sqrt(count))) ** 3


def judge(
    customers: Numbers, profit: Numbers, spend: Numbers, elsewhere: tuple[Numbers, Numbers, Numbers], variation: float
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether each channel is told to stop, and whether it earns even with bad luck."""
    customers_elsewhere, profit_elsewhere, spend_elsewhere = elsewhere
    known = (customers_elsewhere >= 10) & (profit_elsewhere > 0)
    alone = ~known & (customers >= 10) & (profit > 0)
    own = np.maximum(profit, 0) / np.maximum(np.where(profit > 0, customers, 0), 1e-12)
    usual = np.where(known, profit_elsewhere / np.maximum(customers_elsewhere, 1), np.where(alone, own, np.inf))
    low = np.where((customers > 0) & (profit > 0), profit * stretch(customers / (1 + variation**2), -DEVIATE), 0)
    earning = np.where(profit > 0, customers, 0)
    wary = max(variation, min(2.25 * variation, 2.25))
    count = (earning + 1) / (1 + wary**2 * earning / (earning + 1))
    one_more = np.where(earning >= 30, own, np.maximum(own, usual))
    high = (np.maximum(profit, 0) + one_more) * stretch(count, DEVIATE)
    price = spend_elsewhere / np.maximum(customers_elsewhere, 1)
    mute = (customers == 0) & (customers_elsewhere >= 10) & (spend_elsewhere > 0) & (spend > price * stretch(np.ones(1), DEVIATE))
    return (high < spend) | mute, low > spend


def rates(cell: Cell, runs: int = 10_000, seed: int = 20261128) -> tuple[float, float]:
    """The shares of tables, in percent, where the channel is told to stop, and where it earns even with bad luck."""
    source = np.random.default_rng([seed, *(round(1000 * abs(number)) for number in (cell.truth, cell.size, cell.variation, cell.assumed))])
    runs = runs if cell.size * cell.channels < 400 else runs // 5 if cell.size < 900 else runs // 20
    customers, profit = sales(source, cell.size, cell.variation, runs, cell.kind)
    elsewhere = (np.zeros(runs), np.zeros(runs), np.zeros(runs))
    if cell.channels > 1:
        expected = cell.size * (cell.channels - 1)
        others, earned = sales(source, expected, cell.variation, runs, cell.kind)
        elsewhere = (others, earned * cell.worth, np.full(runs, expected * cell.worth / (1 + cell.others)))
    stop, earns = judge(customers, profit, np.full(runs, cell.size / (1 + cell.truth)), elsewhere, cell.assumed)
    return float(100 * stop.mean()), float(100 * earns.mean())
