"""Registration of commands within its limits, and a person who can give only what was registered."""

from typing import Any

import pytest

from tests.loopback.discord.server import LoopbackDiscord
from tests.loopback.discord.shown import NotThere
from tests.loopback.discord.throwaway_bot import DRILL, Bot, Interaction, call, data_of, register, running
from tests.loopback.slack.story import story

Body = dict[str, Any]


def option(name: str = "topic", **more: Any) -> Body:
    """An option of text."""
    return {"type": 3, "name": name, "description": "d", **more}


def choices(number: int, length: int = 1) -> list[Body]:
    """Choices with values of a length."""
    return [{"name": f"n{index}", "value": f"{index}".ljust(length, "x")} for index in range(number)]


def subcommand(name: str, *options: Body) -> Body:
    """A subcommand."""
    return {"type": 1, "name": name, "description": "d", "options": list(options)}


WRONG: dict[str, tuple[Body, str]] = {
    "a capital": (DRILL | {"name": "Drill"}, "is no name"),
    "a space": (DRILL | {"name": "my drill"}, "is no name"),
    "33 characters": (DRILL | {"name": "x" * 33}, "too long"),
    "no description": ({"name": "drill"}, "no description"),
    "a description of 101": (DRILL | {"description": "x" * 101}, "too long"),
    "26 options": (DRILL | {"options": [option(f"o{index}") for index in range(26)]}, "too long"),
    "26 choices": (DRILL | {"options": [option(choices=choices(26))]}, "too long"),
    "an option twice": (DRILL | {"options": [option(), option()]}, "stands there twice"),
    "required after optional": (DRILL | {"options": [option("a"), option("b", required=True)]}, "comes after"),
    "choices with autocomplete": (
        DRILL | {"options": [option(choices=choices(1), autocomplete=True)]},
        "choices and autocomplete",
    ),
    "a leaf and a group": (DRILL | {"options": [subcommand("a"), option("b")]}, "a leaf and a group"),
    "more than 8000 characters": (
        DRILL | {"options": [option(f"o{index}", choices=choices(25, length=100)) for index in range(4)]},
        "where 8000 are allowed",
    ),
    "an unknown key": (DRILL | {"usage": "often"}, "'usage' was unexpected"),
}


@pytest.mark.parametrize("name", WRONG)
@story
async def test_a_wrong_command_is_refused_and_found(name: str) -> None:
    """Beyond a limit nothing is registered."""
    command, why = WRONG[name]
    async with LoopbackDiscord() as discord:
        assert (await register(discord, command))[0] == 400
        assert why in discord.violations.taken()[0]
        assert discord.commands == []


@story
async def test_a_command_stands_there_once() -> None:
    """Two of one name are refused, and so are more than 100."""
    async with LoopbackDiscord() as discord:
        assert (await register(discord, DRILL, DRILL))[0] == 400
        assert (await register(discord, *(DRILL | {"name": f"c{index}"} for index in range(101))))[0] == 400
        assert ["stands there twice, or there are" in one for one in discord.violations.taken()] == [True, True]


@story
async def test_creations_are_counted() -> None:
    """A name that is known already is no creation; the 201st in a day is refused, the day after it is not."""
    async with LoopbackDiscord() as discord:
        await register(discord)
        identity = discord.commands[0]["id"]
        await register(discord, DRILL | {"description": "New words"})
        assert (discord.creations, discord.commands[0]["id"]) == (1, identity)
        for round_number in range(2):
            discord.clock.advance(10)
            await register(discord, *(DRILL | {"name": f"c{round_number}-{index}"} for index in range(99)))
        assert discord.creations == 199
        discord.clock.advance(10)
        two = [DRILL | {"name": name} for name in ("one", "two")]
        status, body = await register(discord, *two)
        assert (status, body["code"]) == (400, 30034)
        assert "more than 200" in discord.violations.taken()[0]
        discord.clock.advance(24 * 3600)
        assert (await register(discord, *two))[0] == 200


@story
async def test_commands_can_be_read_back() -> None:
    """As they were registered."""
    async with LoopbackDiscord() as discord:
        await register(discord)
        _, listed = await call(discord, "GET", f"/applications/{discord.bot.id}/commands")
        assert listed == discord.commands
        assert (await call(discord, "GET", "/applications/17/commands"))[0] == 401
        assert "the application is another one" in discord.violations.taken()[0]


FULL: Body = DRILL | {
    "name": "mlsd",
    "options": [
        subcommand(
            "drill",
            option("topic", required=True, choices=[{"name": "Fraud", "value": "f"}]),
            {"type": 4, "name": "count", "description": "d", "min_value": 1, "max_value": 20},
            {"type": 5, "name": "fresh", "description": "d"},
            option("note", max_length=5),
        ),
        {"type": 2, "name": "deck", "description": "d", "options": [subcommand("set", option("name"))]},
    ],
}


@pytest.mark.parametrize(
    ("line", "options", "why"),
    [
        ("learn", {}, "has registered no /learn; there is /mlsd"),
        ("mlsd", {}, "is a group; there is drill, deck"),
        ("mlsd deck", {}, "is a group; there is set"),
        ("mlsd quiz", {}, "has no 'quiz'"),
        ("mlsd drill", {}, "needs the option 'topic'"),
        ("mlsd drill", {"topic": "Spam"}, "offers Fraud"),
        ("mlsd drill", {"topic": "Fraud", "colour": "red"}, "no option 'colour'"),
        ("mlsd drill", {"topic": "Fraud", "count": 21}, "from 1 to 20, not 21"),
        ("mlsd drill", {"topic": "Fraud", "count": "two"}, "takes int"),
        ("mlsd drill", {"topic": "Fraud", "fresh": "yes"}, "takes bool"),
        ("mlsd drill", {"topic": "Fraud", "note": "longer"}, "from None to 5, not 6"),
    ],
)
@story
async def test_only_what_was_registered_can_be_given(line: str, options: dict[str, Any], why: str) -> None:
    """Discord's client refuses everything else before the bot hears of it."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        await register(discord, FULL)
        with pytest.raises(NotThere, match=why):
            await ann.slash(line, **options)


@story
async def test_only_what_is_completed_can_be_completed() -> None:
    """Discord asks the bot for options with autocomplete alone."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        await register(discord, FULL)
        with pytest.raises(NotThere, match="does not complete 'note'"):
            await ann.autocomplete("mlsd drill", "note", "x")


@story
async def test_the_hand_knows_its_limits() -> None:
    """Options that it cannot fill in, as people and files, are said to be so."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        await register(discord, DRILL | {"options": [{"type": 6, "name": "who", "description": "d"}]})
        with pytest.raises(NotThere, match="cannot fill in 'who'"):
            await ann.slash("drill", who=ann.id)


@story
async def test_a_command_arrives_as_it_was_given() -> None:
    """Subcommands nest, a choice is told by its value."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        await register(discord, FULL)

        async def answer(interaction: Interaction) -> None:
            await interaction.response.send_message("Yes")

        async with running(discord, Bot(answer)) as bot:
            await ann.slash("/mlsd drill", topic="Fraud", count=3, fresh=True)
            await ann.slash("mlsd deck set", name="mine")
            first, second = map(data_of, bot.asked)
            told = first["options"][0]
            assert [(one["name"], one["value"]) for one in told["options"]] == [
                ("topic", "f"),
                ("count", 3),
                ("fresh", True),
            ]
            assert second["options"][0]["options"][0]["name"] == "set"


@story
async def test_a_command_is_offered_where_it_belongs() -> None:
    """Contexts and installation types decide."""
    async with LoopbackDiscord() as discord:
        ann, bob = discord.person("ann"), discord.person("bob")
        general = discord.guild("Club", (ann,)).channel("general")
        strange = discord.guild("Strange", (ann,), with_bot=False).channel("general")
        await register(discord, DRILL | {"contexts": [0], "integration_types": [0]})
        for place, why in (
            (ann.dm, "not offered in BOT_DM"),
            (discord.private_channel(ann, bob), "not offered in PRIVATE_CHANNEL"),
            (strange, "cannot be installed by a user"),
        ):
            ann.goes_to(place)
            with pytest.raises(NotThere, match=why):
                await ann.slash("drill")
        with pytest.raises(NotThere, match="bob is not in general"):
            bob.goes_to(general)
        ann.goes_to(general)
        assert not (await ann.slash("drill")).answered
        await register(discord)
        ann.goes_to(strange)
        with pytest.raises(NotThere, match="has not installed the app"):
            await ann.slash("drill")
