"""Whole conversations on Discord: what a person does in the client, and what they see."""

import re

from tests.loopback.discord.person import Person
from tests.loopback.discord.server import LoopbackDiscord
from tests.loopback.discord.shown import Seen
from tests.loopback.slack.story import story
from tests.platforms.discord.conftest import Bot, Memory


async def drills(ann: Person, topic: str) -> Seen:
    """Begin a drill in the direct messages and see its first card."""
    await ann.slash("mlsd drill", topic=topic)
    return await ann.sees_soon("1 of 1")


def option(card: Seen, text: str) -> str:
    """The label of the button that chooses an option."""
    found = re.search(rf"^([A-H])\s+{re.escape(text)}", card.words, re.MULTILINE)
    assert found, card.text
    return found[1]


def beginning(seen: Seen, word: str) -> str:
    """The whole label of a button."""
    return next(label for label in seen.labels if label.startswith(word))


@story
async def test_a_whole_drill_by_buttons_runs_in_one_message(bot: Bot) -> None:
    """Front, back, grade and summary: the same message is updated throughout."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with bot(discord) as running:
            front = await drills(ann, "kinds-choice")
            assert (await ann.presses(option(front, "A canary release"))).kind == "DEFERRED_UPDATE"
            back = await ann.sees_soon("Knew it already")
            await ann.presses(beginning(back, "Knew"))
            await ann.sees_soon("Done for now")
        assert [seen.words.partition("!")[0] for seen in ann.sees()][:1] == ["Hello"]  # the welcome
        assert len(ann.sees()) == 2
        assert running.faults == []


@story
async def test_a_typed_card_is_answered_in_a_form(bot: Bot) -> None:
    """The form opens at a press with the card's own invitation, its text is judged, and the message shows the back."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with bot(discord):
            await drills(ann, "kinds-typed")
            assert (await ann.presses("Type your answer")).kind == "MODAL"
            assert ann.form
            await ann.submits({ann.form.labels[0]: "online store"})
            back = await ann.sees_soon("Why")
        assert beginning(back, "Good")
        assert len(ann.sees()) == 2


@story
async def test_an_answer_that_cannot_be_read_is_not_lost(bot: Bot) -> None:
    """The person alone is told what is wrong, and the form opens again with the text; the card stays as it is."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with bot(discord):
            await drills(ann, "kinds-order")
            await ann.presses("Type your answer")
            form = await ann.form_soon()
            assert "in order" in form.controls[0].hint + form.controls[0].label
            await ann.submits({form.labels[0]: "x y z"})
            told = await ann.sees_soon("You wrote: x y z")
            assert told.ephemeral
            await ann.presses("Write it again")
            again = await ann.form_soon()
            assert again.controls[0].part["value"] == "x y z"


@story
async def test_buttons_and_open_forms_work_after_a_restart(bot: Bot) -> None:
    """Nothing that matters lives in memory: an old button and a form that was open are both understood."""
    async with LoopbackDiscord() as discord:
        ann, bob = discord.person("ann"), discord.person("bob")
        async with bot(discord):
            await drills(ann, "kinds-flip")
            await drills(bob, "kinds-typed")
            await bob.presses("Type your answer")
        async with bot(discord):
            assert bob.form
            await ann.presses("Show the answer")
            await ann.sees_soon("Its answers are never shown.")
            await bob.submits({bob.form.labels[0]: "online store"})
            await bob.sees_soon("Why")


@story
async def test_a_second_press_on_an_old_button_changes_nothing_and_says_so(bot: Bot) -> None:
    """Also on a button that its message no longer shows, which discord.py would leave unanswered."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with bot(discord):
            await drills(ann, "kinds-flip")
            await ann.presses("Show the answer")
            back = await ann.sees_soon("Its answers are never shown.")
            await ann.presses(beginning(back, "Again"))
            await ann.sees_soon("Serving, again")
            assert (await ann.presses(beginning(back, "Again"), on=back)).answered
            await ann.sees_soon("nothing was changed")


@story
async def test_a_button_of_an_older_time_is_explained(bot: Bot) -> None:
    """To the person alone, and the message is left as it is."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with bot(discord):
            front = await drills(ann, "kinds-flip")
            assert (await ann.presses_id("0:gone:7", front)).answered
            told = await ann.sees_soon("from an older time")
            assert told.ephemeral


@story
async def test_a_drill_asked_for_in_a_guild_is_seen_by_nobody_else(bot: Bot) -> None:
    """It runs there, in a message for the person alone."""
    async with LoopbackDiscord() as discord:
        ann, bob = discord.person("ann"), discord.person("bob")
        general = discord.guild("ML club", (ann, bob)).channel("general")
        async with bot(discord):
            ann.goes_to(general)
            bob.goes_to(general)
            front = await drills(ann, "kinds-flip")
            await ann.presses("Show the answer", on=front)
            back = await ann.sees_soon("Its answers are never shown.")
            assert back.ephemeral
            assert bob.sees() == []


@story
async def test_what_is_for_everybody_is_seen_by_everybody(bot: Bot) -> None:
    """A term is explained in the channel; a press there is answered to who pressed alone."""
    async with LoopbackDiscord() as discord:
        ann, bob = discord.person("ann"), discord.person("bob")
        general = discord.guild("ML club", (ann, bob)).channel("general")
        async with bot(discord):
            ann.goes_to(general)
            bob.goes_to(general)
            await ann.slash("mlsd lookup", term="psi")
            assert not (await bob.sees_soon("population stability index")).ephemeral


@story
async def test_a_press_on_a_public_message_is_answered_in_private(bot: Bot) -> None:
    """What everybody sees is not changed by one person's press."""
    async with LoopbackDiscord() as discord:
        ann, bob = discord.person("ann"), discord.person("bob")
        general = discord.guild("ML club", (ann, bob)).channel("general")
        async with bot(discord):
            ann.goes_to(general)
            bob.goes_to(general)
            await ann.slash("mlsd lookup", term="psi")
            shown = await bob.sees_soon("population stability index")
            await bob.presses_id("1:sd:kinds-flip", shown)
            await bob.sees_soon(lambda seen: seen.ephemeral and "1 of 1" in seen.words)
            assert [seen.words for seen in ann.sees()] == [shown.words]


@story
async def test_it_works_where_only_the_person_installed_it(bot: Bot) -> None:
    """In messages among people, for the person alone; all pages of a long screen are within five messages."""
    async with LoopbackDiscord() as discord:
        ann, bob = discord.person("ann"), discord.person("bob")
        ann.installs_app()
        theirs = discord.private_channel(ann, bob)
        async with bot(discord):
            ann.goes_to(theirs)
            await ann.slash("mlsd scenario", which="fraud-card-payments")
            await ann.sees_soon("Fraud in card payments")
            await ann.presses("Write your answer")
            form = await ann.form_soon()
            await ann.submits({form.labels[0]: "A positive is a chargeback. " * 50})
            await ann.sees_soon("Accept and go on")
            await ann.presses("Show all")
            await ann.sees_soon("The interviewer goes on")
        assert bob.sees(theirs) == []


@story
async def test_typed_answers_and_commands_work_in_direct_messages(bot: Bot) -> None:
    """Text needs no button: the card moves to the end of the chat, and its older message goes."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("ML club", (ann,))
        async with bot(discord):
            await ann.types("drill kinds-typed")
            front = await ann.sees_soon("1 of 1")
            await ann.types("online store")
            await ann.sees_soon("Why")
            await discord.until(lambda: front.id not in [seen.id for seen in ann.sees()])
            bodies = [call.body for call in discord.calls("create_message") if isinstance(call.body, dict)]
        assert len({body["nonce"] for body in bodies}) == len(bodies) > 0
        assert all(body["enforce_nonce"] for body in bodies)


@story
async def test_a_session_that_ends_takes_its_older_message_along(bot: Bot) -> None:
    """By typing or by a command: the summary is a new message, and the card's buttons would be stale."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        discord.guild("ML club", (ann,))
        async with bot(discord):
            await ann.types("drill kinds-flip")
            front = await ann.sees_soon("1 of 1")
            await ann.types("quit")
            await ann.sees_soon("Stopped")
            await discord.until(lambda: front.id not in [seen.id for seen in ann.sees()])


@story
async def test_the_time_zone_is_asked_for_once(bot: Bot) -> None:
    """Discord never tells it: the welcome opens a form for it, and once it is set nobody asks again."""
    async with LoopbackDiscord() as discord:
        ann, bob = discord.person("ann"), discord.person("bob")
        discord.guild("ML club", (ann, bob))
        async with bot(discord):
            await drills(ann, "kinds-flip")
            welcome = await ann.sees_soon("Nobody tells me your time zone")
            await ann.presses("My time zone", on=welcome)
            form = await ann.form_soon()
            await ann.submits({form.labels[0]: "Tokyo"})
            await ann.sees_soon("zone is now Asia/Tokyo")
            await bob.slash("mlsd settings", name="zone", value="UTC")
            await bob.sees_soon("Settings")
            await bob.types("hello")
            await bob.sees_soon("did not understand")
        assert not any("Nobody tells me" in seen.words for seen in bob.ever_saw())


@story
async def test_a_scenario_is_answered_in_a_form_and_graded(bot: Bot) -> None:
    """The result quotes the answer, a point is turned around, all of it can be read, and the attempt is kept."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with bot(discord):
            await ann.slash("mlsd scenario", which="fraud-card-payments")
            await ann.sees_soon("Fraud in card payments")
            await ann.presses("Write your answer")
            assert ann.form
            answer = "A positive is a chargeback within 90 days, because disputes come late."
            await ann.submits({ann.form.labels[0]: answer})
            result = await ann.sees_soon("chargeback within 90 days")
            points = next(control for control in result.controls if control.label == "Tick what applies")
            await ann.selects(points.label, points.options[0], points.options[1])
            await ann.sees_soon(lambda seen: "☑ 2." in seen.words)
            await ann.presses("Show all")
            await ann.sees_soon(lambda seen: seen.ephemeral and "A model answer" in seen.words)
            await ann.presses("Accept and go on")
            await ann.sees_soon("Scenario done")


@story
async def test_a_file_comes_with_its_message(bot: Bot) -> None:
    """As an attachment that the message shows."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with bot(discord):
            await ann.slash("mlsd export", what="reviews", format="csv")
            seen = await ann.sees_soon("reviews.csv")
            assert [one["filename"] for one in seen.attachments] == ["reviews.csv"]
            await ann.slash("mlsd privacy")
            await ann.sees_soon("Export everything")
            await ann.presses("Export everything")
            await ann.sees_soon(lambda one: [each["filename"] for each in one.attachments] == ["everything.json"])


@story
async def test_parameters_are_completed(bot: Bot) -> None:
    """From the decks, and from all time zones."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        async with bot(discord):
            assert "serving" in await ann.autocomplete("mlsd drill", "topic", "ser")
            assert await ann.autocomplete("mlsd settings", "value", "berlin", name="zone") == ["Europe/Berlin"]


@story
async def test_discord_is_told_the_commands_only_when_they_changed(bot: Bot, memory: Memory) -> None:
    """Two hundred creations a day are allowed."""
    async with LoopbackDiscord() as discord:
        for _ in range(2):
            async with bot(discord):
                pass
        assert discord.count("bulk_set_application_commands") == 1
        memory.kept = dict.fromkeys(memory.kept, "older")
        async with bot(discord):
            pass
        assert discord.count("bulk_set_application_commands") == 2


@story
async def test_a_guild_that_removes_the_bot_is_told(bot: Bot) -> None:
    """So that all that was its own can go."""
    async with LoopbackDiscord() as discord:
        club = discord.guild("ML club", (discord.person("ann"),))
        async with bot(discord) as running:
            club.kicks_bot()
            await discord.until(lambda: running.removed, "the bot to hear of it")
        assert len(running.removed) == 1


@story
async def test_discord_py_keeps_nothing_of_what_was_sent(bot: Bot) -> None:
    """No view, no item and no form, however many were shown; ephemeral ones neither."""
    async with LoopbackDiscord() as discord:
        ann = discord.person("ann")
        ann_in_guild = discord.guild("ML club", (ann,)).channel("general")
        async with bot(discord) as running:
            await drills(ann, "kinds-typed")
            for _ in range(3):
                await ann.presses("Type your answer")
                ann.closes_form()
            ann.goes_to(ann_in_guild)
            await drills(ann, "kinds-flip")
            store = running.platform._client._connection._view_store
        assert (store._views, store._modals, store._dynamic_items, store._synced_message_views) == ({}, {}, {}, {})
