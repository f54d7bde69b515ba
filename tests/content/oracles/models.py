"""Keys of the templates on samples, raters, adapters, indexes and clusters, worked out in another way than they do."""

import math
from fractions import Fraction

from tests.content.oracles.exact import Drawn, Oracle, exact


def _checkpoint_interval(drawn: Drawn) -> float:
    """Where writing more often costs as much as it saves: the root of the derivative of the overhead, by bisection."""
    cost, mtbf = drawn["c"], drawn["h"] * 60
    low, high = 1e-3, 1e6
    for _ in range(200):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if 1 / (2 * mtbf) < cost / middle**2 else (low, middle)
    return low


def _reservoir_chance(drawn: Drawn) -> float:
    """Each place is as likely as any event so far to be the newcomer's."""
    places, events = int(drawn["k"]), int(drawn["n"])
    return float(100 * sum(Fraction(1, events) for _ in range(places)))


def _bubble(drawn: Drawn) -> float:
    """Micro-batch by micro-batch: a stage begins when it is free and the stage before it has finished."""
    stages, batches = int(drawn["p"]), int(drawn["m"])
    free = [0] * stages
    for _ in range(batches):
        ready = 0
        for stage in range(stages):
            ready = free[stage] = max(ready, free[stage]) + 1
    return 100 * (free[-1] - batches) / free[-1]


def _lora_share(drawn: Drawn) -> float:
    """One matrix of d rows and r columns, another of r rows and k columns."""
    d, k, r = exact(drawn, "d", "k", "r")
    return float(100 * (r / k + r / d))


def _shared_slots(drawn: Drawn) -> float:
    """One other id, or two, or three …: the Poisson chances of company, added up."""
    load = drawn["n"] / drawn["m"]
    return 100 * math.fsum(math.exp(-load) * load**others / math.factorial(others) for others in range(1, 60))


def _kappa(drawn: Drawn) -> float:
    """From the two-by-two table of the answers."""
    a, b, o = (value / 100 for value in exact(drawn, "a", "b", "o"))
    both = (o + a + b - 1) / 2
    only_a, only_b, none = a - both, b - both, o - both
    chance_bound = (both + only_a) * (only_a + none) + (both + only_b) * (only_b + none)
    return float(2 * (both * none - only_a * only_b) / chance_bound)


def _code_size(drawn: Drawn) -> float:
    n, m = exact(drawn, "n", "m")
    return float(n * 10**6 * m * 8 / 8 / 10**9)


ORACLES: dict[str, Oracle] = {
    "model-checkpoint-interval": _checkpoint_interval,
    "data-reservoir-chance": _reservoir_chance,
    "model-pipeline-bubble": _bubble,
    "model-lora-share": _lora_share,
    "data-feature-hashing-shared": _shared_slots,
    "data-kappa-value": _kappa,
    "model-pq-memory": _code_size,
}
