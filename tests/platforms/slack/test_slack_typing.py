"""What people type in the bot's own chat on Slack: answers, commands, long answers; and what survives a bad moment."""

import pytest

from bot.door import Door
from bot.intents import Actor
from bot.store.errors import StoreError
from tests.loopback.slack.server import LoopbackSlack, Transport
from tests.loopback.slack.story import story
from tests.platforms.slack.conftest import Bot
from tests.platforms.slack.test_slack_conversations import BOTH


class OutOfOrder(Door):
    """A door whose database fails for the next so many kept texts."""

    failures = 0

    def __init__(self, door: Door) -> None:
        self.__dict__ |= door.__dict__

    def receive(self, *args: object) -> bool:
        """Fail, as a full disk does, or keep the text."""
        if self.failures:
            self.failures -= 1
            raise StoreError("The disk is full.", "Free some space.")
        return super().receive(*args)  # type: ignore[arg-type]  # handed on as it came


class DiesBeforeActing(Door):
    """A door whose process ends after a text was kept, before it is acted on."""

    def __init__(self, door: Door) -> None:
        self.__dict__ |= door.__dict__

    def work_inbox(self, who: Actor) -> None:
        """Nothing any more."""
        raise StoreError("Gone.", f"No {who.account}.")


@BOTH
@story
async def test_a_card_is_answered_by_typing_and_its_message_moves_down(bot: Bot, transport: Transport) -> None:
    """The card stands under what was typed, and there is one of it."""
    async with LoopbackSlack(transport=transport) as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        async with bot(slack, team):
            await ann.dms("drill kinds-typed")
            await ann.waits_for("1 of 1")
            await ann.dms("online store")
            back = await ann.waits_for("Why")
            await ann.dms("knew")
            await ann.waits_for("Done for now")
        assert not [seen for seen in ann.sees() if "1 of 1: " in seen.text]
        assert back.ts > next(seen.ts for seen in ann.sees() if seen.text == "online store")


@story
async def test_several_messages_make_one_answer_until_done(bot: Bot) -> None:
    """A long scenario answer is written as one writes in a chat; each piece is kept as it comes."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        async with bot(slack, team):
            await ann.dms("scenario fraud-card-payments")
            await ann.waits_for("Fraud in card payments")
            await ann.dms("A positive is a chargeback within 90 days,")
            await ann.dms("because disputes come late &amp; in waves.")
        async with bot(slack, team):  # a restart in the middle
            await ann.dms("done")
            await ann.waits_for("chargeback within 90 days")


@story
async def test_what_could_not_be_kept_is_not_acknowledged_and_comes_again(bot: Bot) -> None:
    """Slack sends the event again, and then it is acted on once."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        failing: list[OutOfOrder] = []

        def wrapped(door: Door) -> Door:
            failing.append(OutOfOrder(door))
            failing[0].failures = 1
            return failing[0]

        async with bot(slack, team, wrapped):
            event = await ann.dms("stats")
            await ann.waits_for("No answers yet")
        assert event is not None
        assert event.attempts == 2


@story
async def test_a_text_that_came_before_a_crash_is_answered_after_it(bot: Bot) -> None:
    """It was acknowledged, so Slack will not send it again: the inbox has it."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        async with bot(slack, team, DiesBeforeActing):
            await ann.dms("stats")
            await ann.waits_for("cannot get at my memory")
        async with bot(slack, team):
            await ann.waits_for("No answers yet")


@pytest.mark.parametrize("how", ["again", "first lost"])
@story
async def test_the_same_event_twice_is_one_act(bot: Bot, how: str) -> None:
    """By its id, however it came: a duplicate, or a retry of what never arrived."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        async with bot(slack, team):
            if how == "first lost":
                slack.lose_first_attempt()
            event = await ann.dms("stats")
            assert event is not None
            if how == "again":
                slack.deliver_again(event)
            await ann.waits_for("No answers yet")
            await slack.never(lambda: sum("No answers yet" in seen.everything for seen in ann.sees()) > 1)


@story
async def test_the_bots_own_messages_and_edits_are_not_taken_for_a_persons(bot: Bot) -> None:
    """Slack reports them to the bot like any other."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        async with bot(slack, team) as running:
            await ann.types("/mlsd drill kinds-flip")
            card = await ann.waits_for("1 of 1")
            await ann.presses(card, "Show the answer")
            await ann.waits_for("Its answers are never shown.")
            await slack.never(lambda: any("did not understand" in seen.everything for seen in ann.sees()))
        assert not running.faults


@story
async def test_a_stray_word_gets_a_hint(bot: Bot) -> None:
    """The nearest command is one press away."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        async with bot(slack, team):
            await ann.opens_home(tab="messages")
            await ann.waits_for("Hello!")
            await ann.dms("statz")
            hint = await ann.waits_for("did not understand")
            await ann.presses(hint, next(label for label in hint.labels if "stats" in label))
            await ann.waits_for("No answers yet")
