"""How many cards of each sort ship, at least: the table below is raised whenever a deck lands, and never lowered."""

from collections import Counter
from functools import cache

import pytest

from bot.content.files import shipped_cards
from bot.content.loader import Survey, take_survey
from bot.content.report import types_of
from bot.domain.card import Card, Scenario, Tier, kind_of

FLOORS: dict[str, int] = {
    "cards": 836,
    "core cards": 120,
    "cards of requirements": 115,
    "cards of problem": 147,
    "cards of data": 124,
    "cards of modeling": 129,
    "cards of serving": 170,
    "cards of monitoring": 113,
    "cards of frame": 36,
    "numeric cards": 63,
    "choice cards": 293,
    "typed cards": 206,
    "cloze cards": 35,
    "order cards": 20,
    "phrases to say": 46,
    "cards on red flags": 52,
    "terms": 147,
    "terms with three cards or more": 147,
    "cards with a problem type": 380,
    "designs on ranking": 6,
    "designs on fraud": 6,
    "designs on llm": 6,
    "designs on vision": 6,
    "designs on recsys": 6,
    "curveballs": 15,
}


@cache
def shipped() -> Survey:
    """What ships; a file with problems counts for what can be built of it."""
    return take_survey([shipped_cards()])


@cache
def counts() -> Counter[str]:
    """How many there are of everything in the table; a scenario is no card here."""
    found: Counter[str] = Counter()
    for card in (placed.card for placed in shipped().placed):
        found.update(_scenario(card) if isinstance(card, Scenario) else _names(card))
    terms = Counter(card.term for file in shipped().files if file.deck for card in file.deck.cards if card.term)
    found["terms"] = len(shipped().shelf.terms)
    found["terms with three cards or more"] = sum(count >= 3 for count in terms.values())
    return found


def _scenario(card: Scenario) -> list[str]:
    return ["curveballs"] if card.curveball else [f"designs on {card.type.value}"]


def _names(card: Card) -> list[str]:
    """Everything in the table that a card counts for."""
    whether = {
        "core cards": card.tier is Tier.CORE,
        "phrases to say": getattr(card, "aloud", None) is not None,
        "cards on red flags": card.deck == "red-flags" or "red-flags" in card.tags,
        "cards with a problem type": bool(types_of(card)),
    }
    always = ["cards", f"cards of {card.step.value}", f"{kind_of(card).value} cards"]
    return always + [name for name, holds in whether.items() if holds]


@pytest.mark.parametrize("what", FLOORS)
def test_the_bank_does_not_shrink(what: str) -> None:
    """Each sort has as many cards as it once had."""
    assert counts()[what] >= FLOORS[what]


def test_half_of_the_cards_at_most_are_flips() -> None:
    """Most cards ask for something that the bot can check."""
    assert counts()["flip cards"] * 2 <= counts()["cards"]
