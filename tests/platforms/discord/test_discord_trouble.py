"""What happens on Discord when something goes wrong: slow databases, lost connections, refusals, hostile text."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.domain.errors import BotError
from bot.intents import Actor, Request
from bot.platforms.discord import listeners
from bot.platforms.discord.credentials import Shards
from bot.platforms.discord.errors import DiscordRefused, DiscordUnreachable
from bot.platforms.discord.platform import Discord
from bot.store import people
from tests.loopback.discord import violations
from tests.loopback.discord.person import Person
from tests.loopback.discord.server import LoopbackDiscord
from tests.loopback.discord.world import Settings
from tests.loopback.slack.story import story
from tests.platforms.discord.conftest import Bot
from tests.platforms.discord.doors import failing, held
from tests.platforms.discord.test_discord_conversations import beginning, drills

HOSTILE = "@everyone <@1> <@&2> </x:3> [link](https://evil.example) ```fence``` **bold** # x"
HOME = "discord:{}"
WRONG = "MTIz.wrong.word"


class Broken(BotError):
    """The database is gone."""

    fatal = True


@story
async def test_a_slow_database_delays_no_acknowledgement(bot: Bot) -> None:
    """Commands and presses are acknowledged at once; what they mean comes when it can."""
    gate, requests = threading.Event(), list[Request]()
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with bot(discord, held(gate, requests)):
            receipt = await ann.slash("mlsd drill", topic="kinds-flip")
            assert receipt.answered
            assert "1 of 1" not in "".join(seen.text for seen in ann.sees())
            gate.set()
            await ann.sees_soon("1 of 1")
            gate.clear()
            assert (await ann.presses("Show the answer")).answered
            gate.set()
            await ann.sees_soon("Its answers are never shown.")


@story
async def test_a_form_waits_for_its_text_to_be_kept_but_not_too_long(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is acknowledged before Discord gives up, and answered when the text is kept."""
    monkeypatch.setattr(listeners, "FORM_SECONDS", 0.05)
    gate, requests = threading.Event(), list[Request]()
    gate.set()
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with bot(discord, held(gate, requests)):
            await drills(ann, "kinds-typed")
            await ann.presses("Type your answer")
            gate.clear()
            form = await ann.form_soon()
            receipt = await ann.submits({form.labels[0]: "online store"})
            assert receipt.answered
            assert receipt.seconds >= 0.05
            gate.set()
            await ann.sees_soon("Why")


@story
async def test_a_fault_of_ours_is_told_with_its_incident(bot: Bot) -> None:
    """Where the answer was promised, or beside what was pressed; and the next try works."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with bot(discord, failing(RuntimeError("a bug"))) as running:
            await ann.slash("mlsd stats")
            await ann.sees_soon("Please report incident 1.")
            front = await drills(ann, "kinds-flip")
        assert [str(fault) for fault in running.faults] == ["a bug"]
        async with bot(discord, failing(RuntimeError("another"))):
            await ann.presses("Show the answer", on=front)
            await ann.sees_soon(lambda seen: seen.ephemeral and "Please report incident 1." in seen.words)
            await ann.presses("Show the answer", on=front)
            await ann.sees_soon("Its answers are never shown.")


@story
async def test_a_database_that_is_gone_is_not_the_persons_business(bot: Bot) -> None:
    """They hear that they may try again, and no name of a host."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with bot(discord, failing(Broken("No database at db.internal:5432."))):
            await ann.slash("mlsd stats")
            told = await ann.sees_soon("try again in a minute")
        assert "db.internal" not in told.text


@story
async def test_text_that_was_kept_is_answered_after_a_crash(bot: Bot) -> None:
    """Discord sends no message twice."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("ML club", (ann,))
        async with bot(discord, failing(Broken("gone"))):
            await ann.types("lookup psi")
            await ann.sees_soon("try again in a minute")
        async with bot(discord):
            await ann.sees_soon("population stability index")
        seen = len(ann.sees())
        async with bot(discord):
            pass
        assert len(ann.sees()) == seen  # and once only


@story
async def test_a_message_that_is_told_twice_is_answered_once(bot: Bot) -> None:
    """The gateway replays what it is not sure of."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("ML club", (ann,))
        async with bot(discord):
            event = await ann.types("lookup psi")
            await ann.sees_soon("population stability index")
            discord.deliver_again(event)
            await ann.types("stats")
            await ann.sees_soon("Your memory")
            assert sum("population stability index" in seen.words for seen in ann.sees()) == 1


def _closed(_: LoopbackDiscord, ann: Person) -> None:
    ann.closes_dms()


def _alone(discord: LoopbackDiscord, ann: Person) -> None:
    discord.guild("ML club").leaves(ann)


def _hurried(discord: LoopbackDiscord, _: Person) -> None:
    discord.fail("create_message", violations.dms_too_fast())


@pytest.mark.parametrize("how", [_closed, _alone, _hurried])
def test_a_refused_message_is_tried_once_and_told_at_the_next_act(
    bot: Bot, how: Callable[[LoopbackDiscord, Person], None]
) -> None:
    """A second try would be an offence, after a restart too; the next reply says what happened, and only that one."""

    @story
    async def told() -> None:
        async with LoopbackDiscord() as discord:
            ann = discord.person("ann")
            discord.guild("ML club", (ann,))
            async with bot(discord):
                await ann.types("stats")
                await ann.sees_soon("No answers yet")
                how(discord, ann)
                before = discord.count("create_message")
                await ann.types("lookup psi")
                await discord.until(lambda: discord.count("create_message") > before)
            async with bot(discord) as running:
                pass  # what was not shown is shown at a start; this is not
            async with bot(discord) as running:
                assert discord.count("create_message") == before + 1
                await ann.slash("mlsd stats")
                await ann.sees_soon("I could not write to you: open your privacy settings")
                await ann.slash("mlsd home")
                assert "could not write" not in (await ann.sees_soon("Today")).words
            assert running.faults == []

    told()


@story
async def test_who_is_forgotten_is_not_remembered_for_a_refusal(bot: Bot) -> None:
    """The last message may be refused too: nothing of the person is kept for it."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("ML club", (ann,))
        async with bot(discord) as running:
            await ann.types("forget me")
            sure = await ann.sees_soon("Delete everything that is kept of you?")
            ann.closes_dms()
            await ann.presses("Delete everything", on=sure)
            await ann.sees_soon("You are forgotten")
            await running.platform._backing.core.refused(Actor("discord", HOME.format(discord.bot.id), ann.id))
            with running.database.transaction(HOME.format(discord.bot.id), write=False) as tx:
                assert not people.knows(tx, HOME.format(discord.bot.id), ann.id)


@story
async def test_an_interaction_that_is_over_is_left_alone(bot: Bot) -> None:
    """Another process has it, or it is too late: nothing is done twice."""
    gate, requests = threading.Event(), list[Request]()
    gate.set()
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with bot(discord, held(gate, requests)) as running:
            front = await drills(ann, "kinds-flip")
            done = len(requests)
            discord.fail("create_interaction_response", violations.DiscordError(404, 10062, "Unknown interaction"))
            await ann.presses("Show the answer", on=front)
            assert len(requests) == done
            await ann.presses("Show the answer", on=front)
            await ann.sees_soon("Its answers are never shown.")
        assert running.faults == []
        discord.violations.taken()  # the refused answer was never given


@pytest.mark.parametrize(
    "trouble",
    [
        lambda discord: discord.fault("update_original_webhook_message", 502),
        lambda discord: discord.rate_limit("update_original_webhook_message"),
    ],
    ids=["502", "429"],
)
def test_a_passing_trouble_of_discords_is_waited_out(bot: Bot, trouble: Callable[[LoopbackDiscord], None]) -> None:
    """The answer comes a little later, once."""

    @story
    async def told() -> None:
        async with LoopbackDiscord() as discord:
            ann = discord.person("ann")
            async with bot(discord):
                trouble(discord)
                await drills(ann, "kinds-flip")

    told()


@story
async def test_the_connection_comes_back(bot: Bot) -> None:
    """After a request to reconnect, a broken line, and a session that is no more."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with bot(discord):
            await discord.ask_to_reconnect()
            await discord.until(lambda: discord.resumes == 1 and discord.live_sessions == 1)
            await drills(ann, "kinds-flip")
            discord.reset_sockets()
            await discord.until(lambda: discord.resumes == 2 and discord.live_sessions == 1)
            await ann.presses("Show the answer")
            await ann.sees_soon("Its answers are never shown.")


async def _answers(ann: Person, text: str) -> None:
    form = await ann.form_soon()
    await ann.submits({form.labels[0]: text})


@story
async def test_hostile_text_mentions_nobody_and_is_only_text(bot: Bot) -> None:
    """Wherever it is shown again: as an answer, a question, a term, a command; the server rings at any mention."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("ML club", (ann,))
        async with bot(discord) as running:
            await drills(ann, "kinds-typed")
            await ann.presses("Type your answer")
            await _answers(ann, HOSTILE)
            await ann.sees_soon("Why")
            await ann.slash("mlsd lookup", term=HOSTILE)
            await ann.slash("mlsd scenario", which="fraud-card-payments")
            await ann.sees_soon("Fraud in card payments")
            await ann.presses("Ask")
            await _answers(ann, HOSTILE + "?")
            shown = await ann.sees_soon("evil.example")
            await ann.types(HOSTILE)
            await ann.sees_soon("Kept so far")
        assert "[link](https://evil.example)" in shown.words
        assert running.faults == []


@story
async def test_leaving_waits_for_what_is_under_way(bot: Bot) -> None:
    """The answer is still given."""
    gate, requests = threading.Event(), list[Request]()
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with bot(discord, held(gate, requests)) as running:
            await ann.slash("mlsd drill", topic="kinds-flip")
            stopping = asyncio.create_task(running.platform.stop())
            gate.set()
            await stopping
            await ann.sees_soon("1 of 1")


@story
async def test_people_do_not_wait_for_one_another(bot: Bot) -> None:
    """What needs no database is answered while the database stands still."""
    gate, requests = threading.Event(), list[Request]()
    async with LoopbackDiscord() as discord:
        ann, bob = discord.person("ann"), discord.person("bob")
        async with bot(discord, held(gate, requests)):
            await ann.slash("mlsd drill", topic="kinds-flip")
            await bob.autocomplete("mlsd drill", "topic", "s")
            gate.set()
            await ann.sees_soon("1 of 1")


@story
async def test_a_token_that_discord_does_not_know_is_explained(bot: Bot) -> None:
    """Without showing it."""
    async with LoopbackDiscord() as discord:
        async with bot(discord) as running:
            stranger = Discord(replace(running.platform._credentials, token=WRONG), running.platform._backing)
            with pytest.raises(DiscordRefused, match="DISCORD_TOKEN") as caught:
                await stranger.start()
        assert "wrong" not in str(caught.value)
        discord.violations.taken()


@story
async def test_where_nothing_answers_the_operator_is_told(bot: Bot) -> None:
    """With what to check."""
    async with LoopbackDiscord() as discord, bot(discord) as running:
        nowhere = replace(running.platform._credentials, api="http://127.0.0.1:9/api/v10")
        with discord.redirected():
            lonely = Discord(nowhere, running.platform._backing)
            with pytest.raises(DiscordUnreachable, match="DISCORD_API_URL"):
                await lonely.start()


@story
async def test_a_process_runs_its_slice_of_the_shards(bot: Bot) -> None:
    """And no other; commands and direct messages are the first shard's business."""
    async with LoopbackDiscord(settings=Settings(shards=4)) as discord, bot(discord, shards=Shards((2,), 4)):
        assert discord.live_sessions == 1


@story
async def test_the_grades_of_one_card_are_given_once(bot: Bot) -> None:
    """However fast somebody clicks twice."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with bot(discord):
            await drills(ann, "kinds-choice")
            await ann.presses("A")
            back = await ann.sees_soon("Why")
            again = beginning(back, "Again")
            await asyncio.gather(ann.presses(again, on=back), ann.presses(again, on=back))
            await ann.sees_soon("nothing was changed")
            await ann.slash("mlsd export", what="reviews")
            exported = await ann.sees_soon("reviews.jsonl")
        assert "1 review" in exported.words
