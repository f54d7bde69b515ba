"""A right bot passes: the whole story, driven by the real discord.py client."""

import io
import re
from typing import Any, Self

import discord as library
from discord import app_commands

from tests.loopback.discord.server import LoopbackDiscord
from tests.loopback.discord.throwaway_bot import Bot, Interaction, TreeBot, data_of, direct, running
from tests.loopback.slack.story import story


class Answer(library.ui.Modal, title="Your answer"):
    """A form with one input; what was typed replaces the card."""

    typed: Any = library.ui.Label(
        text="Your words", component=library.ui.TextInput(style=library.TextStyle.long, custom_id="typed")
    )

    async def on_submit(self, interaction: Interaction) -> None:
        """Show it."""
        card: Any = library.ui.LayoutView(timeout=None)
        card.add_item(library.ui.TextDisplay(f"You said: {self.typed.component.value}"))
        await interaction.response.edit_message(view=card)


class Show(library.ui.DynamicItem[library.ui.Button[Any]], template=r"show:(?P<card>\d+)"):
    """A button that outlives the process, since its id says all."""

    def __init__(self, card: int) -> None:
        super().__init__(library.ui.Button(label="Answer", custom_id=f"show:{card}"))

    @classmethod
    async def from_custom_id(cls, _interaction: Interaction, _item: Any, match: re.Match[str]) -> Self:
        """Make it again from its id."""
        return cls(int(match["card"]))

    async def callback(self, interaction: Interaction) -> None:
        """Ask for an answer."""
        await interaction.response.send_modal(Answer(custom_id="answer:7"))


def card() -> Any:
    """A question with its button."""
    view: Any = library.ui.LayoutView(timeout=None)
    row: Any = library.ui.ActionRow()
    row.add_item(Show(7))
    view.add_item(library.ui.Container(library.ui.TextDisplay("## **What** is `drift`?"), row))
    return view


def drill_bot() -> TreeBot:
    """A command with a completed option, a card with a button, a form."""
    bot = TreeBot()
    bot.add_dynamic_items(Show)

    @bot.tree.command(description="Practise")
    async def drill(interaction: Interaction, topic: str = "all") -> None:
        bot.heard.append(topic)
        await interaction.response.send_message(view=card(), ephemeral=interaction.guild is not None)

    @drill.autocomplete("topic")
    async def complete(_interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=name, value=name) for name in ("fraud", "search") if name.startswith(typed)]

    return bot


@story
async def test_a_drill_runs_from_command_to_form() -> None:
    """Autocomplete, command, layout, dynamic button, form and update reach a right bot, and what it does is seen."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("Club", (ann,))
        async with running(discord, drill_bot()) as bot:
            assert await ann.autocomplete("drill", "topic", "fr") == ["fraud"]
            assert (await ann.slash("drill", topic="fraud")).kind == "MESSAGE"
            assert bot.heard == ["fraud"]
            shown = await ann.sees_soon("What is drift?")
            assert shown.text == "What is drift?\n[Answer]"
            assert (await ann.presses("Answer")).kind == "MODAL"
            form = await ann.form_soon("Your answer")
            assert form.labels == ["Your words"]
            assert (await ann.submits({"Your words": "Inputs change."})).kind == "UPDATE"
            assert ann.form is None
            assert [message.text for message in ann.sees()] == ["You said: Inputs change."]


@story
async def test_only_the_one_person_sees_an_ephemeral_answer() -> None:
    """An ephemeral answer in a guild shows to who asked, and to nobody else; nobody else can press its buttons."""
    async with LoopbackDiscord() as discord:
        ann, bob = discord.person("ann"), discord.person("bob")
        general = discord.guild("Club", (ann, bob)).channel("general")
        async with running(discord, drill_bot()):
            ann.goes_to(general)
            bob.goes_to(general)
            await ann.slash("drill")
            (shown,) = ann.sees()
            assert shown.ephemeral
            assert bob.sees() == []


@story
async def test_typed_text_reaches_the_bot_and_its_own_messages_too() -> None:
    """The bot hears what is typed in its direct messages, and the echo of what it writes there."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("Club", (ann,))
        async with running(discord, Bot()) as bot:
            await ann.types("precision < recall & **bold**")
            await discord.until(lambda: bot.heard, "the text")
            assert bot.heard == ["precision < recall & **bold**"]
            place = await direct(bot, ann)
            message = await place.send("Hello")
            await message.edit(content="Bye")
            await message.delete()
            names = [event.name for event in discord.events if event.name.startswith("MESSAGE")]
            assert names == ["MESSAGE_CREATE", "MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE"]
            assert [message.content for message in ann.ever_saw()[1:]] == ["Hello", "Bye"]
            assert len(ann.sees()) == 1


@story
async def test_the_bot_reads_back_its_own_messages() -> None:
    """History comes newest first, without ephemeral messages; one message can be fetched."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("Club", (ann,))
        async with running(discord, Bot()) as bot:
            place = await direct(bot, ann)
            sent = [await place.send(f"Message {number}") for number in range(4)]
            history = [message.content async for message in place.history(limit=2)]
            assert history == ["Message 3", "Message 2"]
            assert [one.content async for one in place.history(after=sent[1])] == ["Message 2", "Message 3"]
            assert (await place.fetch_message(sent[0].id)).content == "Message 0"


@story
async def test_a_file_is_sent_and_described() -> None:
    """A file arrives with its name, size and alt text, in a message of its own and in an answer."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("Club", (ann,))

        async def answer(interaction: Interaction) -> None:
            chart = library.File(io.BytesIO(b"bytes"), "week.png", description="Cards a day")
            await interaction.response.send_message("Your week", file=chart)

        bot = TreeBot()
        bot.tree.command(name="week", description="Chart")(answer)
        async with running(discord, bot):
            await ann.slash("week")
            (shown,) = ann.sees()
            assert (shown.attachments[0]["filename"], shown.attachments[0]["size"]) == ("week.png", 5)
            assert shown.text == "Your week\nPicture: Cards a day"


@story
async def test_a_changed_or_deleted_message_can_still_be_pressed_as_it_was() -> None:
    """Every version is kept: a button that is gone, or never was, reaches the bot, even once its message is gone."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        club = discord.guild("Club", (ann,))

        async def answer(interaction: Interaction) -> None:
            await interaction.response.send_message("That is over.", ephemeral=True)

        async with running(discord, Bot(answer)) as bot:
            place = await direct(bot, ann)
            view = library.ui.View(timeout=None).add_item(library.ui.Button(label="Good", custom_id="g:7"))
            message = await place.send("Card", view=view)
            await message.edit(content="Next", view=None)
            old, new = ann.ever_saw()
            assert (old.labels, new.labels) == (["Good"], [])
            await ann.presses("Good", on=old)
            await ann.presses_id("crafted:1", on=new)
            club.removes(new)
            await ann.presses("Good", on=old)
            assert [data_of(asked)["custom_id"] for asked in bot.asked] == ["g:7", "crafted:1", "g:7"]
            assert [message.text for message in ann.sees()] == ["That is over."] * 3


@story
async def test_interactions_say_where_they_come_from() -> None:
    """Guild, direct messages and private channel each have their context, installers, locale and file limit."""
    async with LoopbackDiscord() as discord:
        ann, bob = discord.person("ann", locale="de"), discord.person("bob")
        general = discord.guild("Club", (ann,)).channel("general")
        bot = TreeBot()

        @bot.tree.command(description="Where")
        @app_commands.allowed_installs(guilds=True, users=True)
        @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
        async def where(interaction: Interaction) -> None:
            bot.asked.append(interaction)
            await interaction.response.send_message("Here")

        async with running(discord, bot):
            bot.asked.clear()
            await ann.slash("where")
            ann.goes_to(general)
            await ann.slash("where")
            ann.installs_app()
            ann.goes_to(discord.private_channel(ann, bob))
            await ann.slash("where")
            asked = bot.asked[::2]
            flags = [(one.context.guild, one.context.dm_channel, one.context.private_channel) for one in asked]
            assert flags == [(False, True, False), (True, False, False), (False, False, True)]
            assert [one.is_guild_integration() for one in asked] == [False, True, False]
            assert [one.is_user_integration() for one in asked] == [False, False, True]
            assert {(str(one.locale), one.filesize_limit) for one in asked} == {("de", 10 * 1024 * 1024)}
