"""What the real client can send passes: every sort of component, embed, file, form input and follow-up."""

import asyncio
import io
from typing import Any

import discord as library

from tests.loopback.discord.server import LoopbackDiscord
from tests.loopback.discord.throwaway_bot import Bot, Interaction, TreeBot, data_of, direct, running
from tests.loopback.slack.story import story


def layout(words: str, number: int) -> Any:
    """Text, buttons, a select, a section with a picture, a separator, in a container."""
    view: Any = library.ui.LayoutView(timeout=None)
    buttons: Any = library.ui.ActionRow()
    buttons.add_item(library.ui.Button(label="Go", emoji="👍", custom_id=f"go:{number}"))
    buttons.add_item(library.ui.Button(label="Paper", url="https://example.org"))
    menu: Any = library.ui.ActionRow()
    option = library.SelectOption(label="All", description="Everything", emoji="📚")
    menu.add_item(library.ui.Select(custom_id=f"pick:{number}", placeholder="Topic", options=[option]))
    picture: Any = library.ui.Thumbnail("https://example.org/a.png", description="A curve")
    side = library.ui.Section(library.ui.TextDisplay("Side"), accessory=picture)
    view.add_item(library.ui.Container(library.ui.TextDisplay(words), buttons, menu, side, library.ui.Separator()))
    return view


def text_file(name: str) -> library.File:
    """A small file."""
    return library.File(io.BytesIO(b"x"), name)


@story
async def test_a_deferred_answer_is_edited_followed_up_and_deleted() -> None:
    """With layouts and files, in private and in public, as often as one likes."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        general = discord.guild("Club", (ann,)).channel("general")
        bot = TreeBot()

        @bot.tree.command(description="Practise")
        async def drill(interaction: Interaction) -> None:
            await interaction.response.defer(ephemeral=True, thinking=True)
            await interaction.edit_original_response(view=layout("First", 1), attachments=[text_file("a.txt")])
            second = await interaction.followup.send(view=layout("Second", 2), ephemeral=True, wait=True)
            await second.edit(view=layout("Third", 3))
            public = await interaction.followup.send("In public", file=text_file("b.txt"), wait=True)
            await public.delete()
            await interaction.followup.send("Last")

        async with running(discord, bot):
            ann.goes_to(general)
            await ann.slash("drill")
            await ann.sees_soon("Last")
            assert [(one.text.partition("\n")[0], one.ephemeral) for one in ann.sees()] == [
                ("First", True),
                ("Third", True),
                ("Last", False),
            ]
            assert ann.sees()[0].text.splitlines()[1:] == [
                *("Side", "Picture: A curve", "File: a.txt"),
                *("[Go]", "[Paper]", "Topic: All"),
            ]


@story
async def test_embeds_and_old_views_pass() -> None:
    """With everything that an embed can hold, a silent message, and a nonce that is a number."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("Club", (ann,))
        async with running(discord, Bot()) as bot:
            embed = library.Embed(title="Title", description="Words", colour=1, timestamp=library.utils.utcnow())
            embed.set_footer(text="Foot").add_field(name="Name", value="Value").set_author(name="Author")
            embed.set_image(url="https://example.org/a.png")
            view = library.ui.View(timeout=None).add_item(library.ui.Button(label="Go", custom_id="go"))
            place = await direct(bot, ann)
            message = await place.send(embed=embed, view=view, silent=True, nonce=17)
            await message.edit(content="More")
            (shown,) = ann.sees()
            assert shown.text.splitlines() == ["More", "Author", "Title", "Words", "Name", "Value", "Foot", "[Go]"]


class Everything(library.ui.Modal, title="Form"):
    """Every input that the hand can fill in."""

    words: Any = library.ui.Label(text="Words", component=library.ui.TextInput(default="x", max_length=20))
    menu: Any = library.ui.Label(
        text="Menu",
        component=library.ui.Select(
            options=[library.SelectOption(label=name) for name in "ab"], max_values=2, required=False
        ),
    )
    one: Any = library.ui.Label(
        text="One",
        component=library.ui.RadioGroup(options=[library.RadioGroupOption(label=name, value=name) for name in "ab"]),
    )
    some: Any = library.ui.Label(
        text="Some",
        component=library.ui.CheckboxGroup(
            options=[library.CheckboxGroupOption(label=name, value=name) for name in "ab"], required=False
        ),
    )

    async def on_submit(self, interaction: Interaction) -> None:
        """Say what was given."""
        given = [self.words.component.value, self.menu.component.values, self.one.component.value]
        await interaction.response.edit_message(content=f"{[*given, self.some.component.values]}")


@story
async def test_every_input_of_a_form_is_understood() -> None:
    """What was typed, chosen, ticked or left arrives in the client's own objects."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("Club", (ann,))

        async def answer(interaction: Interaction) -> None:
            if data_of(interaction)["custom_id"] == "go":
                await interaction.response.send_modal(Everything())

        async with running(discord, Bot(answer)) as bot:
            view = library.ui.View(timeout=None).add_item(library.ui.Button(label="Go", custom_id="go"))
            await (await direct(bot, ann)).send("Card", view=view)
            await ann.presses("Go")
            await ann.submits({"One": "b", "Some": ["a", "b"]})
            assert ann.sees()[0].words == "['x', [], 'b', ['a', 'b']]"


@story
async def test_the_client_drops_a_dynamic_button_that_is_gone() -> None:
    """Known of discord.py: a press on a dynamic button that its message has no more comes to nobody, and is found."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("Club", (ann,))
        bot = Bot()
        bot.add_dynamic_items(Gone)
        async with running(discord, bot):
            view = library.ui.View(timeout=None).add_item(Gone())
            message = await (await direct(bot, ann)).send("Card", view=view)
            await ann.presses("Gone")
            await message.edit(view=None)
            discord.clock.stop()
            await _press_in_vain(discord, ann, bot)
            assert "no first response" in discord.violations.taken()[0]


async def _press_in_vain(discord: LoopbackDiscord, ann: Any, bot: Bot) -> None:
    press = asyncio.ensure_future(ann.presses("Gone", on=ann.ever_saw()[0]))
    await discord.until(lambda: len(bot.asked) == 2, "the press")
    discord.clock.advance(4)
    await press


class Gone(library.ui.DynamicItem[library.ui.Button[Any]], template="gone"):
    """A button whose id says all."""

    def __init__(self) -> None:
        super().__init__(library.ui.Button(label="Gone", custom_id="gone"))

    @classmethod
    async def from_custom_id(cls, _interaction: Interaction, _item: Any, _match: Any) -> Any:
        """Make it again from its id."""
        return cls()

    async def callback(self, interaction: Interaction) -> None:
        """Take the press."""
        await interaction.response.defer()
