"""Many workspaces on one bot: they never meet, and leave nothing behind. And a slow database, and bad text."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.content.files import shipped_cards
from bot.content.loader import load
from bot.door import Door
from bot.intents import Request
from bot.screens.model import Reply
from bot.store import people
from tests.loopback.slack.person import Person
from tests.loopback.slack.server import LoopbackSlack, Transport
from tests.loopback.slack.story import story
from tests.platforms.slack.conftest import Bot, Running
from tests.platforms.slack.test_slack_conversations import BOTH, drills

HOSTILE = "<!channel> @everyone <@U0BOSS> *bold* `code` <https://evil.example|click>"

DECK = f"""
deck: hostile
title: "{HOSTILE}"
defaults: {{step: serving, tier: core}}
sources: {{a-source: {{title: "{HOSTILE}", year: "2020", primary: "true"}}}}
cards:
  - id: hostile-card
    kind: flip
    front: ["{HOSTILE} which one?"]
    answer: "{HOSTILE}"
    why: "{HOSTILE}"
    sources: [a-source]
"""


class Slow(Door):
    """A door whose database answers once the test lets it."""

    def __init__(self, door: Door) -> None:
        self.__dict__ |= door.__dict__
        self.gate = threading.Event()

    def answer(self, request: Request) -> Reply:
        """Wait for the gate."""
        self.gate.wait()
        return super().answer(request)


@pytest.fixture
def slow() -> Iterator[tuple[list[Slow], Callable[[Door], Door]]]:
    """Slow doors, and what makes them; their gates are open in the end."""
    made: list[Slow] = []

    def wrap(door: Door) -> Door:
        made.append(Slow(door))
        return made[-1]

    yield made, wrap
    for door in made:
        door.gate.set()


async def installed(slack: LoopbackSlack, running: Running, name: str) -> Person:
    """Somebody of a new workspace, which they have just installed the bot in."""
    ann = slack.team(name, installed=False).user("U1")
    page = await ann.installs(running.install_page)
    assert page.status == 200
    return ann


@story
async def test_two_workspaces_install_it_and_never_meet(bot: Bot) -> None:
    """Equal user ids, one bot, one database: two persons with two memories, and each one's own token."""
    async with LoopbackSlack(Transport.HTTP) as slack, bot(slack, None) as running:
        ann, other = await installed(slack, running, "T1"), await installed(slack, running, "T2")
        front = await drills(ann, "kinds-flip")
        await ann.presses(front, "Show the answer")
        back = await ann.waits_for("Its answers are never shown.")
        await ann.presses(back, next(label for label in back.labels if label.startswith("Knew")))
        await ann.waits_for("Done for now")
        await other.types("/mlsd stats")
        await other.waits_for("No answers yet")
        await ann.types("/mlsd stats")
        await ann.waits_for("Right")


@story
async def test_one_installation_serves_an_organisation(bot: Bot) -> None:
    """Its token is the enterprise's; the team of a request is one of many, or none at all."""
    async with LoopbackSlack(Transport.HTTP) as slack, bot(slack, None) as running:
        ann = slack.team("T1", enterprise="E1", installed=False).user("U1")
        bob = slack.team("T2", enterprise="E1", installed=False).user("U2")
        page = await ann.installs(running.install_page, "allow for the organisation")
        assert page.status == 200
        for person in (ann, bob):
            await drills(person, "kinds-flip")
            await person.dms("stats")
            await person.waits_for("No answers yet")


@story
async def test_who_uninstalls_leaves_nothing_behind(bot: Bot) -> None:
    """Token and people go before Slack hears that the news arrived; the other workspace notices nothing."""
    async with LoopbackSlack(Transport.HTTP) as slack, bot(slack, None) as running:
        ann, other = await installed(slack, running, "T1"), await installed(slack, running, "T2")
        for person in (ann, other):
            await person.types("/mlsd stats")
            await person.waits_for("No answers yet")
        slack.team("T1").uninstall()
        await slack.until(lambda: all(event.acknowledged for event in slack.events), "the news to be taken")
        assert running.registry.find("slack:T1") is None
        with running.database.transaction("slack:T1", write=False) as tx:
            assert not people.knows(tx, "slack:T1", "U1")
        await other.types("/mlsd help")
        await other.waits_for("scenario fraud")


@story
async def test_a_revoked_token_is_used_no_more_and_people_are_told(bot: Bot) -> None:
    """Their memories stay for the next installation."""
    async with LoopbackSlack(Transport.HTTP) as slack, bot(slack, None) as running:
        ann = await installed(slack, running, "T1")
        await ann.types("/mlsd stats")
        await ann.waits_for("No answers yet")
        slack.team("T1").revoke_token()
        await slack.until(lambda: all(event.acknowledged for event in slack.events), "the news to be taken")
        before = len(slack.calls())
        await ann.types("/mlsd stats")
        await ann.waits_for("no working installation")
        assert not [call for call in slack.calls()[before:] if call.method != "response_url"]
        with running.database.transaction("slack:T1", write=False) as tx:
            assert people.knows(tx, "slack:T1", "U1")


@BOTH
@story
async def test_whatever_the_database_does_everything_is_acknowledged_in_time(
    bot: Bot, transport: Transport, slow: tuple[list[Slow], Callable[[Door], Door]]
) -> None:
    """Commands and presses come back at once while the core stands still; help needs no database at all."""
    made, wrap = slow
    async with LoopbackSlack(transport=transport) as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        async with bot(slack, team):
            front = await drills(ann, "kinds-flip")
        async with bot(slack, team, wrap):
            await ann.types("/mlsd stats")
            await ann.presses(front, "Show the answer")
            assert not any("No answers yet" in seen.everything for seen in ann.sees())
            made[0].gate.set()
            await ann.waits_for("Its answers are never shown.")
            await ann.waits_for("No answers yet")


@story
async def test_a_form_that_cannot_be_kept_in_time_stays_open(
    bot: Bot, slow: tuple[list[Slow], Callable[[Door], Door]]
) -> None:
    """With its text; the answer is shown when it was kept after all, and the second try changes nothing."""
    made, wrap = slow
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        async with bot(slack, team):
            front = await drills(ann, "kinds-typed")
        async with bot(slack, team, wrap):
            await ann.presses(front, "Type your answer")
            modal = await ann.waits_for_modal()
            receipt = await ann.submits(modal, {modal.controls[0].action_id: "online store"})
            assert "Still saving" in str(receipt)
            made[0].gate.set()
            await ann.waits_for("Why")
            await ann.submits(modal)
            await ann.waits_for("nothing was changed")


@story
async def test_text_of_cards_and_people_pings_nobody(bot: Bot, tmp_path: Path) -> None:
    """Neither in messages, nor on the home tab, nor in what a screen reader hears; the loopback looks for it."""
    (tmp_path / "hostile.yaml").write_text(DECK)
    library = load([shipped_cards(), tmp_path])
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        async with bot(slack, team, lambda door: Door(door._database, library)):
            front = await drills(ann, "hostile")
            await ann.presses(front, "Show the answer")
            await ann.waits_for("Why")
            await ann.types("/mlsd scenario @everyone <!channel>")
            await ann.types(f"/mlsd lookup {HOSTILE}")
            await ann.dms(HOSTILE)
            await ann.waits_for("The card is turned")
            await ann.opens_home()
            await slack.until(lambda: ann.home, "the home tab")
