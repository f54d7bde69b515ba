"""What the interviewer tells when a question asks for it."""

from bot.domain.card import Fact, Scenario
from bot.domain.rubric.phrases import find, ready
from bot.domain.rubric.reading import Reading, read


def answer_question(scenario: Scenario, text: str) -> Fact | None:
    """The fact that a question fits best, by its longest matching spelling and then by how many match; else None."""
    question = read(text)
    best = max(scenario.if_asked, key=lambda fact: _fit(fact, question), default=None)
    return best if best is not None and _fit(best, question) > (0, 0) else None


def _fit(fact: Fact, question: Reading) -> tuple[int, int]:
    matching = [spelling for spelling in fact.asked_by if find(question, spelling)]
    return max((len(ready(spelling).words) for spelling in matching), default=0), len(matching)
