"""Keys of the templates on metrics, alarms, sampling and calibration, worked out in another way than the cards do."""

import math

from tests.content.oracles.exact import Drawn, Oracle, exact


def _f1(drawn: Drawn) -> float:
    tp, fp, fn = exact(drawn, "tp", "fp", "fn")
    return float(2 * tp / (2 * tp + fp + fn))


def _confusion(right: str, others: str) -> Oracle:
    """The share of rows that are right among all rows, counted one by one."""

    def share(drawn: Drawn) -> float:
        rows = [True] * int(drawn[right]) + [False] * int(drawn[others])
        return 100 * sum(rows) / len(rows)

    return share


def _share_of(part: str, whole: str) -> Oracle:
    def share(drawn: Drawn) -> float:
        top, bottom = exact(drawn, part, whole)
        return float(top / bottom * 100)

    return share


def _gain(grades: list[float]) -> float:
    """DCG with natural logarithms and ranks from 1."""
    return sum(grade * math.log(2) / math.log(rank + 1) for rank, grade in enumerate(grades, 1))


def _ndcg(names: str, k: int) -> Oracle:
    def ndcg(drawn: Drawn) -> float:
        grades = [drawn[name] for name in names]
        return _gain(grades[:k]) / _gain(sorted(grades, reverse=True)[:k])

    return ndcg


def _blocked(drawn: Drawn) -> float:
    n, base, fpr = exact(drawn, "n", "base", "fpr")
    payments = n * 10**6
    return float((payments - payments * base / 100) / 100 * fpr)


def _alarm_precision(drawn: Drawn) -> float:
    base, tpr, fpr = (value / 100 for value in exact(drawn, "base", "tpr", "fpr"))
    prior_odds = base / (1 - base)
    odds = prior_odds * tpr / fpr
    return float(100 * odds / (1 + odds))


def _cost_threshold(drawn: Drawn) -> float:
    """Where the two expected losses meet, by bisection."""
    low, high = 0.0, 1.0
    for _ in range(80):
        middle = (low + high) / 2
        if middle * drawn["fn"] < (1 - middle) * drawn["fp"]:
            low = middle
        else:
            high = middle
    return 100 * low


def _review_staff(drawn: Drawn) -> float:
    n, fpr, per = exact(drawn, "n", "fpr", "per")
    return float(n * 1_000_000 / (100 / fpr) / per)


def _sampled_share(drawn: Drawn) -> float:
    """Bayes: positives are kept for sure, negatives with the sampling rate."""
    pos, keep = (value / 100 for value in exact(drawn, "pos", "keep"))
    return float(100 / (1 + (1 / pos - 1) * keep))


def _uncalibrated(drawn: Drawn) -> float:
    """Odds on the thinned data times the share kept are the true odds."""
    p, keep = exact(drawn, "p", "keep")
    odds = p / (100 - p) * keep / 100
    return float(100 * odds / (1 + odds))


def _ece(drawn: Drawn) -> float:
    """One gap a row, averaged over all rows."""
    gaps = [abs(drawn[f"c{i}"] - drawn[f"a{i}"]) for i in (1, 2, 3) for _ in range(int(drawn[f"n{i}"]))]
    return math.fsum(gaps) / len(gaps)


ORACLES: dict[str, Oracle] = {
    "prob-f1-from-counts": _f1,
    "prob-ndcg-five": _ndcg("abcde", 5),
    "prob-imbalance-blocked-a-day": _blocked,
    "prob-imbalance-alarm-precision": _alarm_precision,
    "data-sampled-share": _sampled_share,
    "model-calibration-downsampling": _uncalibrated,
    "model-calibration-ece": _ece,
    "num-precision-from-counts": _confusion("right", "wrong"),
    "num-recall-from-counts": _confusion("caught", "missed"),
    "num-precision-at-k": _share_of("hits", "k"),
    "num-recall-at-k": _share_of("hits", "good"),
    "num-dcg-six": lambda drawn: _gain([drawn[name] for name in "abcdef"]),
    "num-ndcg-at-four": _ndcg("abcde", 4),
    "num-cost-threshold": _cost_threshold,
    "num-review-staff": _review_staff,
}
