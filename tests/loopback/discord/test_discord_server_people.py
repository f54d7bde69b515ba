"""What a person can do and see, who can be written to, and a form that outlives the bot."""

from typing import Any

import pytest

from tests.loopback.discord import person as hand
from tests.loopback.discord.plain import plain
from tests.loopback.discord.server import LoopbackDiscord
from tests.loopback.discord.shown import NotThere
from tests.loopback.discord.throwaway_bot import (
    Bot,
    Interaction,
    button,
    call,
    data_of,
    register,
    row,
    running,
    send,
    text,
)
from tests.loopback.discord.world import Settings
from tests.loopback.slack.story import story

Body = dict[str, Any]
HI = {"content": "Hi"}
OPTIONS = [{"label": "Good", "value": "3"}, {"label": "Hard", "value": "2"}]


@story
async def test_a_select_is_used_by_what_it_says() -> None:
    """Labels become values; what is not offered, or too much, cannot be chosen."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("Club", (ann,))
        menu = {"type": 3, "custom_id": "m", "placeholder": "Topics", "options": OPTIONS}
        await send(discord, ann, {"content": "Choose", "components": [row(menu), row(button("Other", "o"))]})

        async def answer(interaction: Interaction) -> None:
            await interaction.response.defer()

        async with running(discord, Bot(answer)) as bot:
            await ann.selects("Topics", "Hard")
            assert data_of(bot.asked[0])["values"] == ["2"]
            with pytest.raises(NotThere, match="offers Good, Hard"):
                await ann.selects("Topics", "Easy")
            with pytest.raises(NotThere, match="is no select"):
                await ann.selects("Other", "Good")
            with pytest.raises(NotThere, match="takes 1 to 1 choices"):
                await ann.selects("Topics", "Good", "Hard")


@story
async def test_only_what_is_there_can_be_pressed() -> None:
    """Links, disabled buttons, buttons that are not there and other people's messages cannot."""
    async with LoopbackDiscord() as discord:
        ann, bob = discord.person("ann"), discord.person("bob")
        discord.guild("Club", (ann, bob))
        link = {"type": 2, "style": 5, "label": "Paper", "url": "https://example.org"}
        await send(discord, ann, {"content": "x", "components": [row(button("Off", "o", disabled=True), link)]})
        for name, why in (("Off", "cannot be pressed"), ("Paper", "cannot be pressed"), ("Good", "there is 'Off', 'P")):
            with pytest.raises(NotThere, match=why):
                await ann.presses(name)
        with pytest.raises(NotThere, match="bob does not see"):
            await bob.presses_id("o", on=ann.sees()[0])


@story
async def test_what_a_screen_reader_gives() -> None:
    """Words without marks, alt texts, and every control with its state."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("Club", (ann,))
        picture = {"media": {"url": "https://example.org/a.png"}, "description": "A curve"}
        menu = {"type": 3, "custom_id": "m", "placeholder": "Topics", "options": OPTIONS}
        parts: list[Body] = [
            {"type": 17, "components": [text("# Card\n-# **new**"), {"type": 12, "items": [picture]}]},
            row(button("Good", "g"), button("Hard", "h", disabled=True)),
            row(menu),
        ]
        await send(discord, ann, {"flags": 1 << 15, "components": parts})
        (shown,) = ann.sees()
        assert shown.text == "Card\nnew\nPicture: A curve\n[Good]\n[Hard] (off)\nTopics: Good | Hard"
        assert "**new**" in shown.raw


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("**bold** *it* __u__ ~~s~~ ||sp|| _i_", "bold it u s sp i"),
        ("`a*b*c` and snake_case_name", "a*b*c and snake_case_name"),
        ("```python\nx = 2 ** 3\n```", "x = 2 ** 3\n"),
        (r"\*literal\* \# \_x\_", "*literal* # _x_"),
        ("> quote\n- item\n## Head", "quote\n- item\nHead"),
        ("[paper](https://example.org) <t:0:R>", "paper 1970-01-01 00:00 UTC"),
    ],
)
def test_marks_are_not_read_out(marked: str, words: str) -> None:
    """Markdown is taken off as Discord shows it."""
    assert plain(marked) == words


@story
async def test_closed_messages_are_not_tried_twice() -> None:
    """50007 is an error of the world; another try is a violation, until the person is heard of again."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("Club", (ann,))
        ann.closes_dms()
        status, body = await send(discord, ann, HI)
        assert (status, body["code"]) == (403, 50007)
        discord.assert_clean()
        await send(discord, ann, HI)
        assert "do not try again" in discord.violations.taken()[0]
        ann.opens_dms()
        await ann.types("I am back")
        assert (await send(discord, ann, HI))[0] == 200
        assert discord.invalid_requests == 2


@story
async def test_somebody_without_a_common_guild_cannot_be_written_to() -> None:
    """50278, unless they have installed the app."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        assert (await send(discord, ann, HI))[1]["code"] == 50278
        ann.installs_app()
        await ann.types("Hello")
        assert (await send(discord, ann, HI))[0] == 200
        ann.removes_app()
        club = discord.guild("Club", (ann,))
        assert (await send(discord, ann, HI))[0] == 200
        club.leaves(ann)
        assert (await send(discord, ann, HI))[1]["code"] == 50278


@story
async def test_nobody_is_written_to_unasked() -> None:
    """A message to somebody who never did anything with the bot is a violation, told once."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("Club", (ann,))
        path = f"/channels/{ann.dm.id}/messages"
        assert [(await call(discord, "POST", path, json=HI))[0] for _ in range(2)] == [200, 200]
        assert discord.violations.taken() == [
            "create_message: ann never did anything with the bot to be written to.",
        ]


@story
async def test_a_guild_that_the_bot_knows_it_left_is_not_written_to() -> None:
    """50001 before the bot was told, and a violation after it; nothing there can be pressed any more."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        club = discord.guild("Club", (ann,))
        general, gone = club.channel("general"), club.channel("gone")
        card = {"content": "x", "components": [row(button("Good", "g"))]}
        path = f"/channels/{general.id}/messages"
        await call(discord, "POST", path, json=card)
        club.deletes(gone)
        assert (await call(discord, "POST", f"/channels/{gone.id}/messages", json=HI))[1]["code"] == 10003
        async with running(discord, Bot()) as bot:
            club.kicks_bot()
            await discord.until(lambda: bot.guilds_left, "the farewell")
            assert (await call(discord, "POST", path, json=HI))[1]["code"] == 50001
            assert discord.violations.taken() == ["create_message: the bot was told that it is out of Club."]
            ann.goes_to(general)
            with pytest.raises(NotThere, match="not in Club any more"):
                await ann.presses("Good")
        club.adds_bot()
        assert (await call(discord, "POST", path, json=HI))[0] == 200
        club.kicks_bot()
        assert (await call(discord, "POST", path, json=HI))[1]["code"] == 50001


@story
async def test_an_interaction_tells_what_the_bot_may_do() -> None:
    """Where it may not write, it can know before it tries."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        club = discord.guild("Club", (ann,))
        quiet = club.channel("quiet")
        await register(discord)

        async def answer(interaction: Interaction) -> None:
            await interaction.response.defer()

        async with running(discord, Bot(answer)) as bot:
            ann.goes_to(quiet)
            await ann.slash("drill")
            club.silences(quiet)
            await ann.slash("drill")
            assert [asked.app_permissions.send_messages for asked in bot.asked] == [True, False]


@story
async def test_too_many_conversations_cannot_be_begun_at_once() -> None:
    """40003; one that was begun before is given again."""
    async with LoopbackDiscord(settings=Settings(new_dms=2)) as discord:
        people = [discord.person(name) for name in ("ann", "bob", "cleo")]

        async def begin(number: int) -> Any:
            body = {"recipient_id": people[number].id}
            return (await call(discord, "POST", "/users/@me/channels", json=body))[1]

        first = await begin(0)
        await begin(1)
        assert (await begin(2))["code"] == 40003
        assert (await begin(0))["id"] == first["id"]
        discord.clock.advance(61)
        assert "id" in await begin(2)
        assert (await call(discord, "POST", "/users/@me/channels", json={"recipient_id": "17"}))[1]["code"] == 10013
        assert len(discord.violations.taken()) == 1


@story
async def test_seeing_nothing_of_the_sort_says_what_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error shows the newest messages, so that a failed test needs no second run."""
    monkeypatch.setattr(hand, "PATIENCE_SECONDS", 0.05)
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("Club", (ann,))
        await send(discord, ann, {"content": "Something else"})
        with pytest.raises(TimeoutError, match=r"to see 'A card'\. They see:\nSomething else"):
            await ann.sees_soon("A card")


@story
async def test_waiting_says_what_was_awaited() -> None:
    """In vain it raises."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        with pytest.raises(TimeoutError, match="nothing of the sort"):
            await discord.until(lambda: None, "nothing of the sort", seconds=0.05)
        with pytest.raises(AssertionError, match="a message"):
            await discord.never(lambda: ann.dm, "a message")
