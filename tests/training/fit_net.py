"""Fit a `Net` of the ranker by Adam, and judge examples by nets that did not see them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from bot.summarize.ranker.features import Net, Numbers, Places

FOLDS = 5

_RATE = 3e-3
_STILL = 1e-6  # a feature that varies less does not vary


class Examples(NamedTuple):
    """What a net is fitted to, one row an example.

    Attributes:
        features: (N, F).
        wanted: (N,) what should come out, 0 to 1.
        weight: (N,) how much each counts.
        fold: (N,) the part of the news that each is from, 0 to `FOLDS` - 1.
    """

    features: Numbers
    wanted: Numbers
    weight: Numbers
    fold: Places


class Plan(NamedTuple):
    """How a net is fitted.

    Attributes:
        hidden: Hidden units of each net.
        rounds: How often all examples are seen.
        batch: Examples in each step.
        nets: How many nets, from other starts, are averaged.
    """

    hidden: int
    rounds: int
    batch: int
    nets: int


def fit(examples: Examples, plan: Plan, *, without: int | None = None) -> Net:
    """Return a net fitted to all parts of the news, or to all but one.

    The mean of several nets is itself a net, as wide as all of them.
    """
    if without is not None:
        seen = examples.fold != without
        examples = Examples(*(column[seen] for column in examples))
    nets = [_fit_one(examples, plan, seed) for seed in range(plan.nets)]
    return Net(
        mean=nets[0].mean,
        scale=nets[0].scale,
        hidden=np.concatenate([net.hidden for net in nets], axis=1),
        bias=np.concatenate([net.bias for net in nets]),
        out=np.concatenate([net.out for net in nets]) / plan.nets,
        direct=np.mean([net.direct for net in nets], axis=0),
        base=np.mean([net.base for net in nets], axis=0),
    )


def out_of_fold(examples: Examples, plan: Plan, sizes: Sequence[int]) -> list[Numbers]:
    """Return what nets say of examples that were not fitted to their part of the news.

    Args:
        examples: All of them.
        plan: How the nets are fitted.
        sizes: How many examples each text has; the answers come text by text.
    """
    said = np.zeros(len(examples.features), np.float32)
    for fold in range(FOLDS):
        unseen = examples.fold == fold
        said[unseen] = fit(examples, plan, without=fold)(examples.features[unseen])
    return np.split(said, np.cumsum(sizes)[:-1])


def _fit_one(examples: Examples, plan: Plan, seed: int) -> Net:
    """Minimise the cross-entropy by Adam, its rate falling as a cosine.

    Kingma and Ba 2015, "Adam: a method for stochastic optimization", with its constants.
    """
    random = np.random.default_rng(seed)
    net = _begin(examples, plan, random)
    scaled = net.scaled(examples.features)
    wanted, weight = examples.wanted, examples.weight / examples.weight.mean()
    parts = net.hidden, net.bias, net.out, net.direct, net.base
    slopes, squares = ([np.zeros_like(part) for part in parts] for _ in range(2))
    step, steps = 0, plan.rounds * -(-len(scaled) // plan.batch)
    for _ in range(plan.rounds):
        order = random.permutation(len(scaled))
        for start in range(0, len(order), plan.batch):
            some = order[start : start + plan.batch]
            gradients = _gradients(net, scaled[some], wanted[some], weight[some])
            rate = _RATE * 0.5 * (1 + np.cos(np.pi * step / steps))
            step += 1
            for part, gradient in enumerate(gradients):
                slopes[part] += 0.1 * (gradient - slopes[part])
                squares[part] += 0.001 * (gradient**2 - squares[part])
                size = np.sqrt(squares[part] / (1 - 0.999**step)) + 1e-8
                parts[part][...] -= rate * slopes[part] / (1 - 0.9**step) / size
    return net


def _begin(examples: Examples, plan: Plan, random: np.random.Generator) -> Net:
    spread, many = examples.features.std(0), examples.features.shape[1]
    share = float(np.average(examples.wanted, weights=examples.weight))
    return Net(
        mean=examples.features.mean(0),
        scale=np.where(spread < _STILL, np.inf, spread).astype(np.float32),
        hidden=random.normal(0, many**-0.5, (many, plan.hidden)).astype(np.float32),
        bias=np.zeros(plan.hidden, np.float32),
        out=random.normal(0, 0.1 * plan.hidden**-0.5, plan.hidden).astype(np.float32),
        direct=np.zeros(many, np.float32),
        base=np.full(1, np.log(share / (1 - share)), np.float32),
    )


def _gradients(net: Net, scaled: Numbers, wanted: Numbers, weight: Numbers) -> list[Numbers]:
    inner = np.tanh(scaled @ net.hidden + net.bias)
    odds = inner @ net.out + scaled @ net.direct + net.base
    error = (1 / (1 + np.exp(-odds)) - wanted) * weight / len(scaled)
    back = np.outer(error, net.out) * (1 - inner**2)
    return [
        scaled.T @ back,
        back.sum(0),
        inner.T @ error,
        scaled.T @ error,
        error.sum(keepdims=True),
    ]
