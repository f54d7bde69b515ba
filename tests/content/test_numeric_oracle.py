"""Every numeric template's key, held against an independent calculation on 200 drawn instances."""

import math
from functools import cache

import pytest

from bot.content.files import shipped_cards
from bot.content.loader import take_survey
from bot.domain.card import Numeric
from bot.domain.numeric.draws import draw
from bot.domain.numeric.grading import judge, model_answer
from bot.domain.numeric.quantities import Quantity, read_quantity
from tests.content.oracles import drift, load, memory, metrics, models
from tests.content.oracles.exact import Oracle

INSTANCES = 200
DRILLS: dict[str, str] = {
    "replicas": "serve-replicas num-replica-estimate",
    "latency budget": "serve-budget-left num-budget-parallel num-candidates-in-budget",
    "p99 of a fan-out": "req-p99-fan-out serve-fanout",
    "PSI": "mon-psi-value num-psi-quartiles",
    "KL divergence": "mon-kl-value num-kl-training-first",
    "precision and recall": "num-precision-from-counts num-recall-from-counts num-recall-at-k",
    "F1": "prob-f1-from-counts",
    "precision@k": "num-precision-at-k",
    "DCG and NDCG": "prob-ndcg-five num-dcg-six num-ndcg-at-four",
    "false alarms a day": "prob-imbalance-blocked-a-day prob-imbalance-alarm-precision num-review-staff",
    "storage for embeddings": "data-embedding-table serve-embedding-storage num-item-table-estimate",
    "storage for features": "num-feature-rows num-feature-logging data-log-volume",
    "QPS": "req-dau-peak-qps num-qps-from-sessions num-peak-estimate",
    "memory of weights": "serve-weights-memory num-cards-for-weights",
    "KV cache": "serve-kv-cache num-kv-estimate num-chats-at-once",
    "cost of 1,000": "serve-cost-per-thousand num-answer-price num-gpu-bill",
    "A/B sample size": "mon-ab-sample mon-ab-days num-detectable-lift",
    "canary exposure": "serve-canary-exposure num-canary-harm",
    "label delay and training window": "data-label-first-day model-label-window mon-detection-delay num-ripe-share",
}
"""The numbers worth drilling, and the templates that drill them."""
ORACLES: dict[str, Oracle] = {
    card_id: oracle for topic in (metrics, load, memory, drift, models) for card_id, oracle in topic.ORACLES.items()
}


@cache
def templates() -> dict[str, Numeric]:
    """The shipped numeric cards by id, those of a deck with problems elsewhere among them."""
    cards = (placed.card for placed in take_survey([shipped_cards()]).placed)
    return {card.id: card for card in cards if isinstance(card, Numeric)}


def test_every_template_has_an_oracle() -> None:
    """A template that nobody recomputes cannot ship, and an oracle without a template is dead."""
    assert templates().keys() == ORACLES.keys()


@pytest.mark.parametrize("drill", DRILLS)
def test_every_number_worth_drilling_has_a_template(drill: str) -> None:
    """None of them leaves the decks unnoticed."""
    assert [card_id for card_id in DRILLS[drill].split() if card_id not in templates()] == []


@pytest.mark.parametrize("card_id", sorted(ORACLES))
def test_the_key_is_what_the_oracle_says(card_id: str) -> None:
    """On every instance, to nine digits."""
    card = templates()[card_id]
    for seed in range(INSTANCES):
        draws = draw(card, f"oracle/{seed}")
        expected = ORACLES[card_id](draws.numbers)
        assert math.isclose(draws.key, expected, rel_tol=1e-9, abs_tol=1e-9), (dict(draws.numbers), draws.key, expected)


@pytest.mark.parametrize("card_id", sorted(ORACLES))
def test_what_is_shown_as_the_answer_is_right_and_what_a_trap_gives_is_wrong(card_id: str) -> None:
    """Typed as the solution shows it, with its unit, the key passes; no trap's own number does."""
    card = templates()[card_id]
    for draws in (draw(card, f"typed/{seed}") for seed in range(10)):
        assert judge(card, draws, read_quantity(model_answer(card, draws), card.unit)).correct
        assert not any(
            judge(card, draws, Quantity(value, None, "")).correct for value in draws.traps if value is not None
        )
