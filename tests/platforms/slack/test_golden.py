"""Four screens as Slack gets them, one block a line: what a reviewer of the renderer wants to see.

After a change on purpose: `MLSD_WRITE_GOLDEN=1 pytest tests/platforms/slack/test_golden.py`, then read the difference.
"""

import json
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.answers.verdict import Verdict
from bot.domain.attempt import Attempt
from bot.domain.card import Choice, FlagMechanism, Source
from bot.domain.drill import Drill, Shown, Work
from bot.domain.memory import Grade, Interval
from bot.domain.rubric.score import grade
from bot.domain.steps import Step
from bot.intents import InSession
from bot.platforms.slack.render import Message, to_message
from bot.screens import drill, scenario
from bot.screens.model import Screen
from tests.domain.answers.cards import choice
from tests.domain.rubric.scenarios import flag, point
from tests.domain.rubric.scenarios import scenario as scenario_of
from tests.platforms.slack.judge import problems_of

GOLDEN = Path(__file__).parent / "golden"
AT = InSession(7, 3)
TODAY = date(2026, 11, 23)
OPTIONS = ("Shadow deployment", "Canary deployment", "A/B test <all>")


def card() -> Choice:
    """A choice with a lesson, text that looks like a mention, and a source."""
    return choice(
        "Canary deployment",
        *(OPTIONS[0], OPTIONS[2]),
        front=("Few users may be hurt. Which roll-out?",),
        lesson="A canary sends a small share of traffic to <!channel> the new model.",
        explanation="Only a canary lets a few real users see the new model.",
        sources=(Source("The tests & their world", 2026, None, primary=True),),
    )


def face() -> drill.Face:
    """The card as the second of three, new."""
    offered = {
        Grade.AGAIN: Interval(0, timedelta(minutes=1)),
        Grade.GOOD: Interval(0, timedelta(minutes=10)),
        Grade.EASY: Interval(8),
    }
    shown = Shown("a-card", Work.NEW, 0, datetime(2026, 11, 23, 9, tzinfo=UTC), offered)
    sitting = Drill(None, (), shown, planned=3, day=TODAY, answered=1)
    return drill.Face(AT, sitting, shown, card(), card().front[0], OPTIONS, buttons=2)


def front() -> Screen:
    """A question with options."""
    return drill.front(face())


def back() -> Screen:
    """The same, answered wrong."""
    verdict = Verdict(correct=False, expected=OPTIONS[1], given=OPTIONS[0], says="Nobody sees what a shadow answers.")
    return drill.back(face(), verdict, Grade.AGAIN)


def result() -> Screen:
    """A scenario graded by its rubric: a point found, eleven missed, a red flag."""
    points = [
        point("chargeback", id="label", says="Takes the chargeback as the label, with the weeks until it is known.")
    ]
    points += [point(f"word{number}", id=f"point-{number}", says=f"Makes point {number}.") for number in range(2, 13)]
    graded = scenario_of(
        *points, red_flags=(flag(FlagMechanism.PHRASE, "deep network"),), title="Fraud in card payments"
    )
    answer = "A positive is a chargeback. We train a deep network."
    return scenario.result(AT, graded, Attempt(graded.id, answer=answer), grade(graded, answer))


def summary() -> Screen:
    """The end of a drill."""
    by_step = [(Step.DATA, 4, 4), (Step.SERVING, 5, 3)]
    return drill.summary(drill.Summary(9, 7, 405.0, by_step, TODAY + timedelta(days=1), 6, 0, TODAY))


SCREENS = {"front": front, "back": back, "result": result, "summary": summary}


def written(message: Message) -> str:
    """A message with one block a line."""
    blocks = ",\n".join(json.dumps(block, ensure_ascii=False) for block in message.blocks)
    return f'{{"text": {json.dumps(message.text, ensure_ascii=False)},\n"blocks": [\n{blocks}\n]}}\n'


@pytest.mark.parametrize("name", SCREENS)
def test_screens_look_as_they_were_approved(name: str) -> None:
    """Word for word and id for id; and Slack takes them."""
    message = to_message(SCREENS[name]())
    path = GOLDEN / f"{name}.json"
    if os.environ.get("MLSD_WRITE_GOLDEN"):
        path.write_text(written(message), encoding="utf-8")
    assert written(message) == path.read_text(encoding="utf-8")
    assert problems_of(message) == []
