"""The shipped decks load, and nothing in them is wrong."""

from bot.content.check import findings
from bot.content.files import shipped_cards
from bot.content.loader import load
from bot.content.problems import Severity


def test_the_shipped_decks_have_no_errors() -> None:
    """Every file loads, every template draws, and every rubric judges its samples as it should."""
    errors = [str(problem) for problem in findings([shipped_cards()]) if problem.severity is Severity.ERROR]
    assert not errors, "\n" + "\n".join(errors)


def test_the_shipped_decks_are_for_everyone() -> None:
    """What ships belongs to no tenant or channel."""
    assert {deck.audience for deck in load([shipped_cards()]).decks.values()} == {"everyone"}
