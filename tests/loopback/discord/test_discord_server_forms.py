"""Forms: their limits, how they are filled in and submitted, and how one outlives the bot."""

import asyncio
from typing import Any

import discord as library
import pytest

from tests.loopback.discord.server import LoopbackDiscord
from tests.loopback.discord.shown import NotThere
from tests.loopback.discord.throwaway_bot import Bot, Interaction, answer_raw, button, data_of, register, running
from tests.loopback.slack.story import story

Body = dict[str, Any]


def label(name: str, component: Body, **more: Any) -> Body:
    """A labelled input."""
    return {"type": 18, "label": name, "component": component, **more}


def typed(custom_id: str, **more: Any) -> Body:
    """A text input."""
    return {"type": 4, "custom_id": custom_id, "style": 2, **more}


OPTIONS = [{"label": "Good", "value": "3"}, {"label": "Hard", "value": "2"}]
FORM: Body = {
    "type": 9,
    "data": {
        "custom_id": "form:7",
        "title": "Your answer",
        "components": [
            {"type": 10, "content": "Say it **short**."},
            label("Words", typed("w", min_length=2, max_length=10), description="A few"),
            label("Remark", typed("r", required=False)),
            label("Grade", {"type": 3, "custom_id": "g", "options": OPTIONS}),
            label("Sure", {"type": 23, "custom_id": "s"}),
        ],
    },
}


async def opens(discord: LoopbackDiscord, *forms: Body) -> Bot:
    """A bot whose command opens forms, one after the other, and which takes submissions without a word."""
    discord.guild("Club", (discord.person("ann"),))
    await register(discord)
    waiting = list(forms)

    async def answer(interaction: Interaction) -> None:
        if interaction.type is library.InteractionType.modal_submit:
            await answer_raw(discord, interaction, {"type": 4, "data": {"content": "Taken"}})
        else:
            await answer_raw(discord, interaction, waiting.pop(0))

    return Bot(answer)


@story
async def test_a_form_is_filled_in_and_submitted() -> None:
    """Every input arrives in the shape of the form, with what was typed, chosen, ticked, or left."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with running(discord, await opens(discord, FORM)) as bot:
            await ann.slash("drill")
            form = await ann.form_soon()
            assert form.text.splitlines()[:2] == ["Your answer", "Say it short."]
            assert form.labels == ["Words", "Remark", "Grade", "Sure"]
            ann.fills({"Words": "drift", "Sure": True})
            await ann.submits({"Grade": "Hard"})
            parts = data_of(bot.asked[-1])["components"]
            told = [part.get("component") for part in parts]
            assert [one and (one.get("value"), one.get("values")) for one in told] == [
                None,
                ("drift", None),
                ("", None),
                (None, ["2"]),
                (True, None),
            ]
            assert ann.form is None


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({}, "asks to fill in 'Words'"),
        ({"Words": "x"}, "takes 2 to 10 characters, not 1"),
        ({"Words": "x" * 11}, "not 11"),
        ({"Words": "drift"}, "asks to fill in 'Grade'"),
        ({"Words": "drift", "Grade": "Easy"}, "offers Good, Hard, not 'Easy'"),
        ({"Words": ""}, "asks to fill in 'Words'"),
        ({"Wordz": "drift"}, "No 'Wordz' here; there is 'Words', 'Remark'"),
    ],
)
@story
async def test_discord_does_not_submit_what_does_not_fit(values: dict[str, Any], why: str) -> None:
    """The person is told, and the bot hears nothing."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with running(discord, await opens(discord, FORM)) as bot:
            await ann.slash("drill")
            with pytest.raises(NotThere, match=why):
                await ann.submits(values)
            assert len(bot.asked) == 1


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"title": "x" * 46}, "too long"),
        ({"components": []}, "non-empty"),
        ({"components": [label(str(i), typed(str(i))) for i in range(6)]}, "6 components, not 1 to 5"),
        ({"components": [label("x" * 46, typed("w"))]}, "too long"),
        ({"components": [label("L", typed("w"), description="x" * 101)]}, "too long"),
        ({"components": [label("L", typed("w", max_length=4001))]}, "4001 is greater"),
        ({"components": [label("L", typed("w", value="abc", max_length=2))]}, "filled with more than 2"),
        ({"components": [label("L", typed("w", min_length=3, max_length=2))]}, "wants 3 to 2 characters"),
        ({"components": [{"type": 1, "components": [typed("a"), typed("b")]}]}, "a row of a modal holds one"),
        ({"components": [label("L", typed("w")), label("M", typed("w"))]}, "stands there 2 times"),
        ({"components": [label("L", button("B", "b"))]}, "none of what may stand"),
        ({"custom_id": "x" * 101}, "too long"),
    ],
)
@story
async def test_a_wrong_form_is_refused_and_found(change: Body, why: str) -> None:
    """Beyond a limit no form opens."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        wrong = {"type": 9, "data": FORM["data"] | change}
        async with running(discord, await opens(discord, wrong)):
            await _until_refused(discord, ann.slash("drill"))
            assert why in discord.violations.taken()[0]
            assert ann.form is None


async def _until_refused(discord: LoopbackDiscord, asking: Any) -> None:
    task = asyncio.ensure_future(asking)
    await discord.until(lambda: discord.violations, "the refusal")
    discord.clock.advance(4)
    await task


@story
async def test_an_open_form_outlives_the_bot() -> None:
    """Submitted while nobody is there it stays open with its text; a new process hears of it."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with running(discord, await opens(discord, FORM)):
            await ann.slash("drill")
            ann.fills({"Words": "drift", "Grade": "Good"})
        assert not (await ann.submits()).answered
        assert ann.form is not None
        async with running(discord, await opens(discord)) as bot:
            assert (await ann.submits()).answered
            assert data_of(bot.asked[0])["custom_id"] == "form:7"
            assert ann.sees()[-1].text == "Taken"


@story
async def test_an_old_form_has_rows() -> None:
    """Text inputs in rows, with labels of their own, are understood as well."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        rows = [{"type": 1, "components": [typed("w", label="Words")]}]
        async with running(
            discord, await opens(discord, {"type": 9, "data": FORM["data"] | {"components": rows}})
        ) as bot:
            await ann.slash("drill")
            await ann.submits({"Words": "drift"})
            assert data_of(bot.asked[-1])["components"][0]["components"][0]["value"] == "drift"


@story
async def test_a_form_of_a_command_has_no_message_to_update() -> None:
    """An update in answer to it is refused and found."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with running(discord, await opens(discord, FORM)) as bot:
            await ann.slash("drill")
            bot.answer = None
            submitting = asyncio.ensure_future(ann.submits({"Words": "drift", "Grade": "Good"}))
            await discord.until(lambda: len(bot.asked) == 2, "the submission")
            assert (await answer_raw(discord, bot.asked[-1], {"type": 6}))[0] == 400
            await answer_raw(discord, bot.asked[-1], {"type": 5})
            await submitting
            assert "no message to update" in discord.violations.taken()[0]


@story
async def test_a_dismissed_form_is_gone() -> None:
    """The bot is not told, and nothing can be submitted."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with running(discord, await opens(discord, FORM)):
            await ann.slash("drill")
            ann.closes_form()
            with pytest.raises(NotThere, match="no form open"):
                await ann.submits()
