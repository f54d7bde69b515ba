"""Whole conversations on Slack: what a person does in the client, and what they see."""

import re

import pytest

from tests.loopback.slack.person import Person
from tests.loopback.slack.server import LoopbackSlack, Transport
from tests.loopback.slack.shown import Seen
from tests.loopback.slack.story import story
from tests.platforms.slack.conftest import Bot

BOTH = pytest.mark.parametrize("transport", list(Transport))


def titled(text: str) -> "re.Pattern[str]":
    """A pattern for what a message begins with."""
    return re.compile(text)


async def drills(ann: Person, topic: str) -> Seen:
    """Begin a drill in the direct messages and see its first card."""
    await ann.types(f"/mlsd drill {topic}")
    return await ann.waits_for("1 of 1")


def option(card: Seen, text: str) -> str:
    """The label of the button that chooses an option."""
    found = re.search(rf"([A-H])\W+{re.escape(text)}", card.everything)
    assert found, card.everything
    return next(label for label in card.labels if label.strip().startswith(found[1]))


@BOTH
@story
async def test_a_whole_drill_by_buttons_runs_in_one_message(bot: Bot, transport: Transport) -> None:
    """Front, back, grade, second step and summary: the same message is updated throughout."""
    async with LoopbackSlack(transport=transport) as slack:
        team = slack.team("T1")
        ann = team.user("U1", tz="Europe/Berlin")
        async with bot(slack, team):
            front = await drills(ann, "kinds-choice")
            await ann.presses(front, option(front, "A canary release"))
            back = await ann.waits_for("Knew it already")
            await ann.presses(back, next(label for label in back.labels if label.startswith("Knew")))
            await ann.waits_for("Done for now")
        assert [seen.text.partition("!")[0] for seen in ann.sees()][:1] == ["Hello"]  # the welcome
        assert len(ann.sees()) == 2
        slack.assert_clean()


@BOTH
@story
async def test_a_typed_card_is_answered_in_a_form(bot: Bot, transport: Transport) -> None:
    """The form opens at a press, its text is judged, and the message shows the back."""
    async with LoopbackSlack(transport=transport) as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        async with bot(slack, team):
            front = await drills(ann, "kinds-typed")
            await ann.presses(front, "Type your answer")
            modal = await ann.waits_for_modal()
            await ann.submits(modal, {modal.controls[0].action_id: "online store"})
            back = await ann.waits_for("Why")
        assert any(label.startswith("Good") for label in back.labels)
        slack.assert_clean()


@story
async def test_an_answer_that_cannot_be_read_keeps_the_form_open(bot: Bot) -> None:
    """The form says what is expected, and the text stays in it."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        async with bot(slack, team):
            front = await drills(ann, "kinds-order")
            await ann.presses(front, "Type your answer")
            modal = await ann.waits_for_modal()
            receipt = await ann.submits(modal, {modal.controls[0].action_id: "x y z"})
        assert "errors" in str(receipt)
        slack.assert_clean()


@story
async def test_a_button_from_before_a_restart_still_works(bot: Bot) -> None:
    """Nothing that matters lives in memory: the drill goes on after the process was replaced."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        async with bot(slack, team):
            front = await drills(ann, "kinds-flip")
        async with bot(slack, team):
            await ann.presses(front, "Show the answer")
            await ann.waits_for("Its answers are never shown.")
        slack.assert_clean()


@story
async def test_a_second_press_on_an_old_button_changes_nothing_and_says_so(bot: Bot) -> None:
    """Two quick presses, or a press on a message that another device has moved on, are one act."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        async with bot(slack, team):
            front = await drills(ann, "kinds-flip")
            await ann.presses(front, "Show the answer")
            back = await ann.waits_for("Its answers are never shown.")
            await ann.presses(back, next(label for label in back.labels if label.startswith("Again")))
            await ann.waits_for("Serving, again")
            await ann.presses(back, next(label for label in back.labels if label.startswith("Again")))
            await ann.waits_for("nothing was changed")
        slack.assert_clean()


@story
async def test_a_drill_asked_for_in_a_channel_runs_in_private(bot: Bot) -> None:
    """The channel sees nothing; the person finds a word there and the card in their messages."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann, bob = team.user("U1"), team.user("U2")
        team.channel("C1", [ann, bob])
        async with bot(slack, team):
            await ann.types("/mlsd drill kinds-flip", channel="C1")
            await ann.waits_for("1 of 1")
            word = await ann.waits_for("It is personal", channel="C1")
        assert word.labels == ["Open it"]
        assert not bob.sees("C1")
        slack.assert_clean()


@story
async def test_a_typo_is_answered_with_the_nearest_command(bot: Bot) -> None:
    """Privately, where it was typed."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        async with bot(slack, team):
            await ann.types("/mlsd scenaro fraud")
            await ann.waits_for("scenario")
        slack.assert_clean()


@story
async def test_help_shows_every_command(bot: Bot) -> None:
    """`/mlsd` alone is help."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        async with bot(slack, team):
            await ann.types("/mlsd")
            await ann.waits_for("scenario fraud")
        slack.assert_clean()


@BOTH
@story
async def test_a_scenario_is_answered_in_a_form_and_graded(bot: Bot, transport: Transport) -> None:
    """The result quotes the answer, a point is turned around, and the attempt is kept."""
    async with LoopbackSlack(transport=transport) as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        async with bot(slack, team):
            await ann.types("/mlsd scenario fraud-card-payments")
            prompt = await ann.waits_for("Fraud in card payments")
            write = next(label for label in prompt.labels if "answer" in label.lower())
            await ann.presses(prompt, write)
            modal = await ann.waits_for_modal()
            answer = "A positive is a chargeback within 90 days, because disputes come late."
            await ann.submits(modal, {modal.controls[0].action_id: answer})
            result = await ann.waits_for("chargeback within 90 days")
            await ann.presses(result, "Accept and go on")
            await ann.waits_for("Scenario done")
        slack.assert_clean()


@story
async def test_two_workspaces_with_equal_user_ids_never_meet(bot: Bot) -> None:
    """The same user id in two teams is two persons with two memories."""
    async with LoopbackSlack() as slack:
        one, two = slack.team("T1"), slack.team("T2")
        ann, other = one.user("U1"), two.user("U1")
        async with bot(slack, one):
            front = await drills(ann, "kinds-flip")
            await ann.presses(front, "Show the answer")
            back = await ann.waits_for("Its answers are never shown.")
            await ann.presses(back, next(label for label in back.labels if label.startswith("Knew")))
            await ann.waits_for("Done for now")
        async with bot(slack, two):
            await other.types("/mlsd stats")
            await other.waits_for("No answers yet")
        slack.assert_clean()


@story
async def test_a_flag_is_sent_by_a_form(bot: Bot) -> None:
    """From the menu, with a comment, and the card stays open."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        async with bot(slack, team):
            front = await drills(ann, "kinds-flip")
            menu = next(control for control in front.controls if control.kind == "overflow")
            await ann.selects(front, menu.action_id, "Flag")
            modal = await ann.waits_for_modal()
            await ann.submits(modal, {modal.controls[0].action_id: "the key is wrong <!channel>"})
            await ann.waits_for("noted for the card's authors")
        slack.assert_clean()
