"""A scenario from its prompt to the cards that it schedules."""

import re
from dataclasses import replace

import pytest

from bot.content.library import Library
from bot.domain.card import Scenario
from bot.domain.errors import BotError
from bot.intents import FinishScenario, ShowStats, StartScenario, SubmitScenario
from tests.conversations.conftest import Desk

ANSWER = (
    "First I ask for the load: 2,000 payments a second, and 100 ms at p99 for the decision.",
    "A positive is a chargeback within 90 days, because later disputes are rare.",
    "We check drift with PSI on the main features every day and alert above 0.2.",
)
FRAUD = "fraud-card-payments"


def score(printed: str) -> int:
    """The score that the result shows."""
    found = re.search(r"^Score: (\d+) of 100", printed, re.MULTILINE)
    assert found, printed
    return int(found[1])


def test_a_type_brings_its_scenario(desk: Desk) -> None:
    """`scenario fraud` shows a fraud prompt and how to answer."""
    printed = desk.says("scenario fraud")
    assert "For: fraud" in printed
    assert "> Your answer; a lone . ends it" in printed


def test_points_are_found_with_the_words_that_showed_them(desk: Desk) -> None:
    """Each found point quotes the answer; others stay open."""
    printed = desk.says("scenario fraud-card-payments", *ANSWER)
    assert re.search(r"\[x\] .*chargeback.*\(“A positive is a chargeback within 90 days", printed)
    assert "[ ]" in printed
    assert 0 < score(printed) < 100


def test_a_lone_dot_ends_the_answer_and_done_accepts(desk: Desk) -> None:
    """Several lines make one answer; afterwards the result is accepted."""
    printed = desk.says("scenario fraud-card-payments", *ANSWER, ".", "done", "quit")
    assert "== Scenario done" in printed


def test_questions_bring_facts_to_light(desk: Desk) -> None:
    """A fitting question is answered, another is told to assume."""
    printed = desk.says(
        "scenario fraud-card-payments", "ask what is the latency budget?", "ask do you like tea?", "quit"
    )
    assert "100 ms" in printed
    assert "state an assumption" in printed


def test_a_wrong_call_is_corrected_with_one_number(desk: Desk) -> None:
    """Turning a point around changes the score, and turning it back restores it."""
    before = desk.says("scenario fraud-card-payments", *ANSWER, ".")
    missed = re.search(r"^(\d+)\. \[ \]", before, re.MULTILINE)
    assert missed
    desk.clock.advance(minutes=1)
    printed = desk.says("scenario fraud-card-payments", *ANSWER, ".", missed[1], missed[1])
    scores = [int(text) for text in re.findall(r"^Score: (\d+) of 100", printed, re.MULTILINE)]
    assert scores[1] > scores[0]
    assert f"{missed[1]}. [x]" in printed


def test_missed_points_schedule_their_cards(desk: Desk) -> None:
    """What was missed comes first in the next drill."""
    printed = desk.says("scenario fraud-card-payments", *ANSWER, ".", "done", "quit")
    first = re.search(r"will come first, .*'drill'\n- (.+)", printed)
    assert first
    assert first[1][:40] in "".join(desk.says("drill", *[""] * 24))


def test_the_next_scenario_of_a_type_is_another_one(desk: Desk, library: Library) -> None:
    """Without a wish, one that was never tried comes before a repeat."""
    scenarios = [card for card in library.visible() if isinstance(card, Scenario)]
    seen = []
    for _ in scenarios:
        seen.append(desk.asks(StartScenario()).screens[-1].title)
        desk.says("scenario", "we would use a model", ".", "done", "quit")
        desk.clock.advance(minutes=1)
    assert len(set(seen)) == len(scenarios)


def test_an_interrupted_scenario_goes_on(desk: Desk) -> None:
    """After a crash the same prompt is there with the facts that were asked for."""
    desk.asks(StartScenario("fraud-card-payments"))
    desk.says("scenario", "ask what is the latency budget?")
    assert "100 ms" in desk.says("scenario")


def test_a_scenario_can_be_said_aloud(desk: Desk) -> None:
    """The clock is named, then every point is a box to tick."""
    printed = desk.says("scenario fraud-card-payments --aloud", "", "1 2", "done", "quit")
    assert "Say it aloud in 300 seconds" in printed
    assert "1. [x]" in printed
    assert "== Scenario done" in printed


def test_an_accepted_result_cannot_be_accepted_twice(desk: Desk) -> None:
    """A second press says that it is over and adds no attempt."""
    desk.says("scenario fraud-card-payments", "quit")
    prompt = desk.asks(StartScenario("fraud-card-payments")).screens[-1]
    assert prompt.entry
    assert isinstance(prompt.entry.intent, SubmitScenario)
    result = desk.asks(replace(prompt.entry.intent, text=ANSWER[1]))
    finish = result.screens[-1].leave
    assert isinstance(finish, FinishScenario)
    desk.asks(finish)
    assert desk.asks(finish).screens[-1].title == "That scenario is over"
    desk.says("drill kinds-flip", "", "knew")
    data = desk.asks(ShowStats()).data
    assert isinstance(data, dict)
    assert data["scenarios"] == 1


def test_an_unknown_scenario_names_what_there_is(desk: Desk) -> None:
    """A type without a scenario is no dead end."""
    with pytest.raises(BotError, match=r"There are some for: .*fraud"):
        desk.says("scenario kinds-flip")


def test_a_hostile_answer_is_only_text(desk: Desk) -> None:
    """Markup, mentions and control characters come back as they were typed, or not at all, and never crash."""
    printed = desk.says(
        "scenario fraud-card-payments", "[red]<!channel> @everyone [/] \x1b[31m {0} %s", ".", "done", "quit"
    )
    assert "== Scenario done" in printed
