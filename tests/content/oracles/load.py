"""Keys of the templates on traffic, latency, capacity and roll-outs, worked out in another way than the cards do."""

import math
from fractions import Fraction

from tests.content.oracles.exact import Drawn, Oracle, exact, fewest, most

SECONDS_A_DAY = 24 * 60 * 60


def _fan_out(drawn: Drawn) -> float:
    """The chance that a further shard is the first slow one, added up shard by shard."""
    slow, met, quick_so_far = drawn["p"] / 100, 0.0, 1.0
    for _ in range(int(drawn["n"])):
        met += quick_so_far * slow
        quick_so_far *= 1 - slow
    return 100 * met


def _shard_limit(drawn: Drawn) -> float:
    """Through logarithms: n shards share the page's log-probability."""
    return -100 * math.expm1(math.log1p(-drawn["s"] / 100) / drawn["n"])


def _a_second(*factors: str) -> Oracle:
    """Millions a day and further factors, as a rate."""

    def rate(drawn: Drawn) -> float:
        total = Fraction(10**6, SECONDS_A_DAY)
        for factor in exact(drawn, *factors):
            total *= factor
        return float(total)

    return rate


def _in_flight(drawn: Drawn) -> float:
    rate, ms = exact(drawn, "rate", "ms")
    return float(rate / (1000 / ms))


def _worst_age(drawn: Drawn) -> float:
    """An event just after a start waits for the next one; the job must run and load before it is replaced."""
    hours, run, load = exact(drawn, "h", "run", "load")
    first_start = Fraction(0)
    served_until = first_start + hours * 60 + run + load
    return float(served_until - first_start)


def _error_budget(drawn: Drawn) -> float:
    n, slo, used = exact(drawn, "n", "slo", "used")
    requests = n * 10**6
    return float(requests - requests * slo / 100 - used)


def _budget_left(drawn: Drawn) -> float:
    left = int(drawn["total"])
    for hop in ("gw", "ret", "feat", "post"):
        left -= int(drawn[hop])
    return left


def _budget_beside(drawn: Drawn) -> float:
    """The instants at which each hop ends, on one clock."""
    retrieved = drawn["ret"]
    ready = max(retrieved + drawn["uf"], retrieved + drawn["itf"])
    return drawn["total"] - drawn["post"] - ready


def _replicas(drawn: Drawn) -> float:
    rps, each, util = exact(drawn, "rps", "each", "util")
    return fewest(rps * 100, each * util)


def _cost_per_thousand(drawn: Drawn) -> float:
    price, rate, use = exact(drawn, "price", "rate", "use")
    seconds_of_work = 1000 / rate
    return float(price / 3600 * seconds_of_work * 100 / use)


def _candidates(drawn: Drawn) -> float:
    ms, fix, us = exact(drawn, "ms", "fix", "us")
    return most(ms * 1000 - fix * 1000, us)


def _batch_rate(drawn: Drawn) -> float:
    b, t = exact(drawn, "b", "t")
    return float(1 / (t / 1000 / b))


def _cooling(drawn: Drawn) -> float:
    """Reads that reach the store of a thousand look-ups, after against before."""
    h1, h2 = exact(drawn, "h1", "h2")
    return float((1000 - 10 * h2) / (1000 - 10 * h1))


def _replica_estimate(drawn: Drawn) -> float:
    return _a_second("dau", "req", "peak")(drawn) / drawn["each"]


def _canary_exposure(drawn: Drawn) -> float:
    """Hour by hour."""
    start, rate = exact(drawn, "start", "rate")
    share, served = start / 100, Fraction(0)
    for _ in range(int(drawn["stages"])):
        for _ in range(int(drawn["hours"])):
            served += share * rate
        share *= 2
    return float(served)


def _canary_harm(drawn: Drawn) -> float:
    """Failures with the canary less failures without it, over all traffic."""
    rate, share, h, bad, ok = exact(drawn, "rate", "share", "h", "bad", "ok")
    everybody = rate * h
    touched = everybody * share / 100
    failing = touched * bad / 100 + (everybody - touched) * ok / 100
    return float(failing - everybody * ok / 100)


ORACLES: dict[str, Oracle] = {
    "req-p99-fan-out": _fan_out,
    "req-dau-peak-qps": _a_second("dau", "req", "peak"),
    "req-throughput-in-flight": _in_flight,
    "req-freshness-worst-age": _worst_age,
    "serve-fanout": _shard_limit,
    "serve-budget-left": _budget_left,
    "serve-replicas": _replicas,
    "serve-cost-per-thousand": _cost_per_thousand,
    "serve-canary-exposure": _canary_exposure,
    "num-qps-from-sessions": _a_second("dau", "sessions", "pages"),
    "num-peak-estimate": _a_second("dau", "req", "peak"),
    "num-error-budget-left": _error_budget,
    "num-budget-parallel": _budget_beside,
    "num-candidates-in-budget": _candidates,
    "num-batch-throughput": _batch_rate,
    "num-cache-cooling": _cooling,
    "num-replica-estimate": _replica_estimate,
    "num-canary-harm": _canary_harm,
}
