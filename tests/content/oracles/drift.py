"""Keys of the templates on drift, experiments and ripening labels, worked out in another way than the cards do."""

import math
from collections.abc import Sequence
from datetime import timedelta

from tests.content.oracles.exact import TODAY, Drawn, Oracle, days_back, exact, fewest


def _kl(p: Sequence[float], q: Sequence[float]) -> float:
    """Cross-entropy less entropy, in nats."""
    cross = -math.fsum(a * math.log(b) for a, b in zip(p, q, strict=True))
    own = -math.fsum(a * math.log(a) for a in p)
    return cross - own


def _three(drawn: Drawn, name: str) -> list[float]:
    first, second = exact(drawn, f"{name}1", f"{name}2")
    return [float(first), float(second), float(1 - first - second)]


def _psi(actual: Sequence[float], expected: Sequence[float]) -> float:
    """The two KL divergences, one in each direction."""
    return _kl(actual, expected) + _kl(expected, actual)


def _psi_quartiles(drawn: Drawn) -> float:
    counts = [drawn[f"c{bin_}"] for bin_ in (1, 2, 3, 4)]
    return _psi([count / sum(counts) for count in counts], [0.25] * 4)


def _kl_training_first(drawn: Drawn) -> float:
    training, live = drawn["q"] / 100, drawn["p"] / 100
    return _kl([training, 1 - training], [live, 1 - live])


def _detection_delay(drawn: Drawn) -> float:
    daily, rate, delay, need = exact(drawn, "daily", "rate", "delay", "need")
    return float(need / daily / rate * 100 + delay)


def _users_per_arm(drawn: Drawn) -> float:
    """The rule as 16 variances over the square of the difference between two rates."""
    base, lift = exact(drawn, "base", "lift")
    control = base / 100
    treatment = control * (1 + lift / 100)
    variance = control - control**2
    return float(variance / ((treatment - control) / 4) ** 2)


def _detectable(drawn: Drawn) -> float:
    """The difference whose sample size is the given one, by bisection on the rule."""
    n, p = drawn["n"] * 1000, drawn["base"] / 100
    low, high = 1e-9, 1.0
    for _ in range(200):
        middle = math.sqrt(low * high)
        if 16 * (p - p * p) / middle**2 > n:
            low = middle
        else:
            high = middle
    return 100 * low


def _test_days(drawn: Drawn) -> float:
    need, daily, share = exact(drawn, "need", "daily", "share")
    return fewest(need + need, daily * share / 100)


def _first_ripe_day(drawn: Drawn) -> float:
    """Walk back over the calendar: a day is ripe if its label became final by the end of today."""
    delay, window = int(drawn["delay"]), int(drawn["window"])
    ripe = (day for back in range(400) if (day := days_back(back)) + timedelta(days=delay) <= TODAY)
    taken = [day for _, day in zip(range(window), ripe, strict=False)]
    return (TODAY - taken[-1]).days


def _training_days(drawn: Drawn) -> float:
    """Day by day: validation is the last settled days; training days had settled before it began."""
    today, delay, val = int(drawn["today"]), int(drawn["delay"]), int(drawn["val"])
    settled = [day for day in range(1, today + 1) if day + delay <= today]
    validation = settled[-val:]
    return sum(day + delay <= validation[0] - 1 for day in settled)


def _ripe_share(drawn: Drawn) -> float:
    """Count the days of the window that are younger than the delay; yesterday is no day old."""
    window, delay = int(drawn["window"]), int(drawn["delay"])
    return 100 * sum(age < delay for age in range(window)) / window


def _added_clicks(drawn: Drawn) -> float:
    dau, share, imp, base, ctr = exact(drawn, "dau", "share", "imp", "base", "ctr")
    treated = dau * 10**6 - dau * 10**6 * share / 100
    return float(treated * imp * ctr / 1000 - treated * imp * base / 1000)


ORACLES: dict[str, Oracle] = {
    "mon-psi-value": lambda drawn: _psi(_three(drawn, "a"), _three(drawn, "e")),
    "mon-kl-value": lambda drawn: _kl(_three(drawn, "p"), _three(drawn, "q")),
    "mon-detection-delay": _detection_delay,
    "mon-ab-sample": _users_per_arm,
    "mon-ab-days": _test_days,
    "data-label-first-day": _first_ripe_day,
    "model-label-window": _training_days,
    "num-psi-quartiles": _psi_quartiles,
    "num-kl-training-first": _kl_training_first,
    "num-detectable-lift": _detectable,
    "num-ripe-share": _ripe_share,
    "num-holdback-clicks": _added_clicks,
}
