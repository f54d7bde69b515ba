"""Late, double and missing first responses, tokens used wrongly, and answers that do not fit, are found."""

from typing import Any

import discord as library
import pytest

from tests.loopback.discord.server import LoopbackDiscord
from tests.loopback.discord.throwaway_bot import (
    Bot,
    Interaction,
    answer_raw,
    asking,
    begun,
    call,
    follow_up,
    register,
    running,
)
from tests.loopback.slack.story import story

MODAL = {
    "type": 9,
    "data": {
        "custom_id": "form",
        "title": "Form",
        "components": [{"type": 18, "label": "Words", "component": {"type": 4, "custom_id": "w", "style": 1}}],
    },
}
HELLO = {"type": 4, "data": {"content": "Hello"}}


@story
async def test_an_answer_after_three_seconds_is_a_violation() -> None:
    """Work before the first response breaks the deadline, and the interaction is unknown from then on."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("Club", (ann,))
        await register(discord)

        async def slow(interaction: Interaction) -> None:
            discord.clock.advance(3.1)
            await interaction.response.send_message("Too late")

        async with running(discord, Bot(slow)) as bot:
            receipt = await ann.slash("drill")
            assert not receipt.answered
            await discord.until(lambda: bot.failures, "the refusal")
            assert isinstance(bot.failures[0], library.NotFound)
            assert bot.failures[0].code == 10062
            (late,) = discord.violations.taken()
            assert late.startswith("/drill by ann: ")


@story
async def test_no_answer_at_all_is_a_violation() -> None:
    """A button without a handler is found after three seconds."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with asking(discord, ann) as bot:
            _, act = await begun(discord, bot, ann.presses("Good"))
            discord.clock.advance(3.1)
            assert not (await act).answered
            assert discord.violations.taken() == ["button 'g:7' by ann: no first response within 3 s."]


@story
async def test_a_bot_that_is_away_is_not_blamed() -> None:
    """Without a connection a press comes to nothing at once, and is no violation."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with asking(discord, ann):
            pass
        assert not (await ann.presses("Good")).answered


@story
async def test_the_second_first_response_is_a_violation() -> None:
    """40060."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with asking(discord, ann) as bot:
            asked, act = await begun(discord, bot, ann.slash("drill"))
            assert (await answer_raw(discord, asked, HELLO))[0] == 204
            await act
            status, body = await answer_raw(discord, asked, HELLO)
            assert (status, body["code"]) == (400, 40060)
            assert discord.violations.taken() == [
                "create_interaction_response: /drill by ann was answered twice.",
            ]


@story
async def test_an_interaction_that_never_was_is_a_violation() -> None:
    """10062 for a made-up id, 10015 for a made-up token."""
    async with LoopbackDiscord() as discord:
        status, body = await call(discord, "POST", "/interactions/1/made-up/callback", json=HELLO)
        assert (status, body["code"]) == (404, 10062)
        status, body = await call(discord, "POST", f"/webhooks/{discord.bot.id}/made-up", json={"content": "Hi"})
        assert (status, body["code"]) == (404, 10015)
        assert len(discord.violations.taken()) == 2


@story
async def test_a_follow_up_before_the_first_response_is_a_violation() -> None:
    """10015: until then the token opens no webhook."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with asking(discord, ann) as bot:
            asked, act = await begun(discord, bot, ann.slash("drill"))
            assert (await follow_up(discord, asked, {"content": "Hi"}))[1]["code"] == 10015
            await answer_raw(discord, asked, HELLO)
            await act
            assert "before its first response" in discord.violations.taken()[0]


@story
async def test_a_token_dies_after_fifteen_minutes() -> None:
    """50027, for follow-ups and for the original alike."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with asking(discord, ann) as bot:
            asked, act = await begun(discord, bot, ann.slash("drill"))
            await answer_raw(discord, asked, HELLO)
            await act
            discord.clock.advance(15 * 60 - 5)
            assert (await follow_up(discord, asked, {"content": "Just in time"}))[0] == 200
            discord.clock.advance(10)
            status, body = await follow_up(discord, asked, {"content": "Too late"})
            assert (status, body["code"]) == (401, 50027)
            path = f"/webhooks/{discord.bot.id}/{asked.token}/messages/@original"
            assert (await call(discord, "PATCH", path, json={"content": "Too late"}))[1]["code"] == 50027
            assert len(discord.violations.taken()) == 2


@story
async def test_a_modal_comes_first_and_never_after_a_modal() -> None:
    """A modal after a deferral is a second response; a modal in answer to a modal is refused."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with asking(discord, ann) as bot:
            asked, act = await begun(discord, bot, ann.slash("drill"))
            await answer_raw(discord, asked, {"type": 5})
            await act
            assert (await answer_raw(discord, asked, MODAL))[1]["code"] == 40060
            asked, act = await begun(discord, bot, ann.presses("Good"))
            await answer_raw(discord, asked, MODAL)
            await act
            asked, act = await begun(discord, bot, ann.submits({"Words": "mine"}))
            assert (await answer_raw(discord, asked, MODAL))[1]["code"] == 50035
            await answer_raw(discord, asked, {"type": 6})
            await act
            second, third = discord.violations.taken()
            assert "answered twice" in second
            assert "a modal cannot answer a modal" in third


@pytest.mark.parametrize("kind", [6, 7, 8])
@story
async def test_a_command_has_no_message_to_update(kind: int) -> None:
    """Updates answer components only, and choices answer autocompletes only."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with asking(discord, ann) as bot:
            asked, act = await begun(discord, bot, ann.slash("drill"))
            body: dict[str, Any] = {"type": kind, "data": {"choices": []} if kind == 8 else {"content": "x"}}
            assert (await answer_raw(discord, asked, body))[1]["code"] == 50035
            await answer_raw(discord, asked, HELLO)
            await act
            assert "does not answer a COMMAND" in discord.violations.taken()[0]
