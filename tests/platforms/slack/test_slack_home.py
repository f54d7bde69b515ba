"""The home tab, first contact, time zones, and a person's data, on Slack."""

import pytest

from bot.intents import Actor
from bot.store import people
from tests.loopback.slack.person import Person
from tests.loopback.slack.server import LoopbackSlack, Transport
from tests.loopback.slack.story import story
from tests.platforms.slack.conftest import Bot, Running
from tests.platforms.slack.test_slack_conversations import BOTH


def zone_of(running: Running, person: Person) -> str:
    """The time zone that is kept of a person."""
    with running.database.transaction(f"slack:{person.team.id}") as tx:
        return people.find_or_create(tx, "slack", f"slack:{person.team.id}", person.id).settings.zone


async def home_with(slack: LoopbackSlack, person: Person, text: str) -> None:
    """Wait until the home tab says something."""
    await slack.until(lambda: person.home is not None and text in str(person.home.blocks), f"a home with {text!r}")


@BOTH
@story
async def test_the_home_tab_shows_today_and_starts_a_drill(bot: Bot, transport: Transport) -> None:
    """What waits, the settings, and a start button; the drill itself runs in the messages."""
    async with LoopbackSlack(transport=transport) as slack:
        team = slack.team("T1")
        ann = team.user("U1", tz="Asia/Tokyo")
        async with bot(slack, team):
            await ann.opens_home()
            await home_with(slack, ann, "Asia/Tokyo")
            assert ann.home
            await ann.presses(ann.home, "Start today's drill")
            await ann.waits_for("1 of ")
            await home_with(slack, ann, "Messages tab")
            await home_with(slack, ann, "Open drill")


@story
async def test_a_page_on_the_home_tab_has_a_way_back(bot: Bot) -> None:
    """Settings are changed there in a form, and the day is one press away."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        async with bot(slack, team):
            await ann.opens_home()
            await home_with(slack, ann, "Your day")
            assert ann.home
            await ann.presses(ann.home, "Settings")
            await home_with(slack, ann, "Change one like this")
            await ann.presses(ann.home, "Minutes")
            modal = await ann.waits_for_modal("Change a setting")
            await ann.submits(modal, {modal.controls[0].action_id: "25"})
            await home_with(slack, ann, "minutes is now 25")
            await ann.presses(ann.home, "Your day")
            await home_with(slack, ann, "25 minutes")


@story
async def test_a_setting_is_refused_in_its_form(bot: Bot) -> None:
    """The form stays open with what was typed, and says what it takes."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        async with bot(slack, team):
            await ann.types("/mlsd settings")
            settings = await ann.waits_for("Change one like this")
            await ann.presses(settings, "Zone")
            modal = await ann.waits_for_modal("Change a setting")
            receipt = await ann.submits(modal, {modal.controls[0].action_id: "Berlim"})
            assert "Europe/Berlin" in str(receipt)


@story
async def test_the_welcome_comes_once_and_asks_when_to_drill(bot: Bot) -> None:
    """At the first look at the messages: four lines, honest about who can read along; nothing is sent unasked later."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        async with bot(slack, team):
            await ann.opens_home(tab="messages")
            welcome = await ann.waits_for("owners of this workspace may be able to export")
            await ann.opens_home(tab="messages")
            await ann.presses(welcome, "When shall I ask?")
            modal = await ann.waits_for_modal("Change a setting")
            await ann.submits(modal, {modal.controls[0].action_id: "8:30"})
            await ann.waits_for("drill-at is now 08:30")
        assert sum("Hello!" in seen.everything for seen in ann.ever_saw() if seen.from_bot) == 1


@story
async def test_the_zone_of_the_profile_is_taken_over_and_followed(bot: Bot) -> None:
    """From the first act on; a stranger's profile makes nobody known."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann, bob = team.user("U1", tz="Europe/Berlin"), team.user("U2", tz="Europe/Berlin")
        async with bot(slack, team) as running:
            await ann.types("/mlsd stats")
            await ann.waits_for("No answers yet")
            assert zone_of(running, ann) == "Europe/Berlin"
            await ann.changes_zone("America/New_York")
            await bob.changes_zone("America/New_York")
            await slack.until(lambda: zone_of(running, ann) == "America/New_York", "the zone to follow")
            with running.database.transaction("slack:T1", write=False) as tx:
                assert not people.knows(tx, "slack:T1", Actor("slack", "slack:T1", bob.id).account)
        assert slack.count("users.info") == 1


@story
async def test_a_profile_that_cannot_be_read_holds_nobody_up(bot: Bot) -> None:
    """Too many of them are asked for at once: the answer comes, the zone at the next act."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1", tz="Europe/Berlin")
        async with bot(slack, team) as running:
            slack.rate_limit("users.info", 1)
            await ann.types("/mlsd stats")
            await ann.waits_for("No answers yet")
            slack.clock.advance(2)
            await ann.types("/mlsd settings")
            await ann.waits_for("Change one like this")
            assert zone_of(running, ann) == "Europe/Berlin"


@story
async def test_everything_that_is_kept_comes_as_a_file(bot: Bot) -> None:
    """Into the person's own messages, even where they asked in a channel."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann, bob = team.user("U1"), team.user("U2")
        team.channel("C1", [ann, bob])
        async with bot(slack, team):
            await ann.types("/mlsd export all", channel="C1")
            await ann.waits_for("Everything that is kept of you")
            shared = await ann.waits_for(lambda seen: bool(seen.files))
            await ann.waits_for("It is personal", channel="C1")
        assert "everything.json" in str(shared.files)
        assert not bob.sees("C1")


@story
async def test_who_wants_to_be_forgotten_is_asked_once_and_gone(bot: Bot) -> None:
    """Nothing is left of them, and the next contact begins with a welcome."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        async with bot(slack, team) as running:
            await ann.types("/mlsd forget me")
            sure = await ann.waits_for("Delete everything that is kept of you?")
            await ann.presses(sure, "Delete everything")
            await ann.waits_for("You are forgotten")
            with running.database.transaction("slack:T1", write=False) as tx:
                assert not people.knows(tx, "slack:T1", "U1")


@pytest.mark.parametrize("line", ["/mlsd privacy", "/mlsd home", "/mlsd settings"])
@story
async def test_what_is_personal_is_private_in_a_channel(bot: Bot, line: str) -> None:
    """Only the person sees it there, and its buttons work there."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann, bob = team.user("U1"), team.user("U2")
        team.channel("C1", [ann, bob])
        async with bot(slack, team):
            await ann.types(line, channel="C1")
            seen = await ann.waits_for(lambda message: bool(message.labels), channel="C1")
            assert seen.ephemeral
        assert not bob.sees("C1")
