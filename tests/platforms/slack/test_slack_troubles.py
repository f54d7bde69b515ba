"""What goes wrong on Slack: refusals, limits, lost replies, dead buttons, broken lines. Each is survived, and said."""

import pytest

from bot.door import Door
from bot.intents import Request
from bot.platforms.slack.errors import SlackRefused
from bot.screens.model import Reply
from bot.store.errors import StoreError
from tests.loopback.slack.server import LoopbackSlack, Transport
from tests.loopback.slack.story import story
from tests.platforms.slack.conftest import Bot
from tests.platforms.slack.test_slack_conversations import BOTH, drills


class Broken(Door):
    """A door that answers with an error."""

    error: Exception

    def __init__(self, door: Door) -> None:
        self.__dict__ |= door.__dict__

    def answer(self, request: Request) -> Reply:
        """Fail."""
        raise self.error from LookupError(request.actor.account)


class Buggy(Broken):
    """A fault of ours."""

    error = ZeroDivisionError("secret xoxb-1")


class Disconnected(Broken):
    """The database is away."""

    error = StoreError("No PostgreSQL at db.example.org.", "Start it.")


@pytest.mark.parametrize(
    ("code", "told"),
    [("cannot_dm_bot", "does not let me write to you"), ("messages_tab_disabled", "messages are switched off")],
)
@story
async def test_a_workspace_that_blocks_messages_is_told_where_the_command_was_typed(
    bot: Bot, code: str, told: str
) -> None:
    """One sentence for the person, one in the log; and it goes on once it is allowed."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        team.channel("C1", [ann])
        async with bot(slack, team):
            ann.refuses_dms(code)
            await ann.types("/mlsd drill kinds-flip", channel="C1")
            said = await ann.waits_for(told, channel="C1")
            ann.refuses_dms("")
            await ann.presses(said, "Try again")
            await ann.waits_for("1 of 1")


@pytest.mark.parametrize(
    ("code", "told"), [("not_in_channel", "/invite @mlsd"), ("is_archived", "archived"), ("missing_scope", "rights")]
)
@story
async def test_a_refused_post_says_what_to_do(bot: Bot, code: str, told: str) -> None:
    """With [Try again], which does the same once more."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        async with bot(slack, team):
            slack.fail("chat.postMessage", code)
            await ann.types("/mlsd drill kinds-flip")
            said = await ann.waits_for(told)
            await ann.presses(said, "Try again")
            await ann.waits_for("1 of 1")


@story
async def test_a_fault_of_ours_is_told_with_its_id_and_nothing_else(bot: Bot) -> None:
    """The person learns which incident to report; no text of the error is shown."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        async with bot(slack, team, Buggy) as running:
            await ann.types("/mlsd stats")
            said = await ann.waits_for("incident 1")
            assert [type(fault) for fault in running.faults] == [ZeroDivisionError]
            running.faults.clear()
        assert "secret" not in said.everything


@story
async def test_a_database_that_is_away_is_the_operators_to_mend(bot: Bot) -> None:
    """A person reads that it will pass, not where the database is."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        async with bot(slack, team, Disconnected):
            await ann.types("/mlsd stats")
            said = await ann.waits_for("try again in a minute")
            await ann.types("/mlsd lookup psi")
            await ann.waits_for("cannot get at my memory")
        assert "example.org" not in str(ann.ever_saw())
        assert said.ephemeral


@story
async def test_a_form_outlives_a_fault_with_its_text(bot: Bot) -> None:
    """What was typed stays in the form, and can be sent once more."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        async with bot(slack, team):
            front = await drills(ann, "kinds-typed")
            await ann.presses(front, "Type your answer")
            modal = await ann.waits_for_modal()
        async with bot(slack, team, Disconnected):
            receipt = await ann.submits(modal, {modal.controls[0].action_id: "online store"})
            assert "Your text is still here" in str(receipt)
        async with bot(slack, team):
            await ann.submits(modal)
            await ann.waits_for("Why")


@BOTH
@story
async def test_a_429_holds_up_only_whom_it_concerns(bot: Bot, transport: Transport) -> None:
    """It is waited out, and meanwhile another channel's person is served."""
    async with LoopbackSlack(transport=transport) as slack:
        team = slack.team("T1")
        ann, bob = team.user("U1"), team.user("U2")
        async with bot(slack, team):
            slack.rate_limit("conversations.open", 1)
            await ann.types("/mlsd stats")
            await bob.types("/mlsd help")
            await bob.waits_for("scenario fraud")
            await ann.waits_for("No answers yet")


@story
async def test_a_lost_reply_to_a_post_is_not_posted_again_by_itself(bot: Bot) -> None:
    """Slack has no key against doubles: the person is told, and sees the message once."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        async with bot(slack, team) as running:
            await ann.opens_home(tab="messages")
            await ann.waits_for("Hello!")
            slack.drop_reply("chat.postMessage")
            await ann.types("/mlsd stats")
            await ann.waits_for("Something went wrong")
            running.faults.clear()
        assert sum("No answers yet" in seen.everything for seen in ann.sees()) == 1


@story
async def test_a_press_is_shown_even_where_its_own_address_fails(bot: Bot) -> None:
    """Then the message is updated by its name; and if it is gone, posted anew."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        async with bot(slack, team):
            front = await drills(ann, "kinds-flip")
            slack.fault("response_url")
            await ann.presses(front, "Show the answer")
            back = await ann.waits_for("Its answers are never shown.")
            assert back.ts == front.ts
            team.remove_message(back.ts, ann.dm)
            await ann.presses(back, next(label for label in back.labels if label.startswith("Knew")))
            await ann.waits_for("Done for now")


@story
async def test_a_button_that_means_nothing_any_more_is_explained(bot: Bot) -> None:
    """With a fresh start; every press is acknowledged."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        async with bot(slack, team):
            front = await drills(ann, "kinds-flip")
            control = front.control("Show the answer")
            control.element["action_id"] = "v0:retired"
            await ann.presses(front, "v0:retired")
            await ann.waits_for("from an older time")


@story
async def test_a_link_is_acknowledged_too(bot: Bot) -> None:
    """Slack sends a press for it like for any other button."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        team.channel("C1", [ann])
        async with bot(slack, team):
            await ann.types("/mlsd drill kinds-flip", channel="C1")
            word = await ann.waits_for("It is personal", channel="C1")
            await ann.presses(word, "Open it")


@story
async def test_auth_test_is_asked_once(bot: Bot) -> None:
    """At the start; Bolt's own authorisation would ask at every request, within its three seconds."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        async with bot(slack, team):
            for _ in range(3):
                await ann.types("/mlsd help")
                await ann.dms("stats")
            await ann.waits_for("No answers yet")
        assert slack.count("auth.test") == 1


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "too_many_websockets"])
@story
async def test_the_line_is_opened_again_when_slack_closes_it(bot: Bot, reason: str) -> None:
    """Whatever the reason; what is typed afterwards arrives."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        async with bot(slack, team):
            await slack.disconnect(reason)
            await slack.connected()
            await ann.types("/mlsd help")
            await ann.waits_for("scenario fraud")


@story
async def test_the_line_survives_a_refused_handshake(bot: Bot) -> None:
    """An address is good once: after a refusal Slack is asked for another one."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        async with bot(slack, team):
            slack.fault("link")
            slack.reset_sockets()
            await slack.until(lambda: slack.count("apps.connections.open") >= 3, "a third address", 30)
            await slack.connected()
            await ann.types("/mlsd help")
            await ann.waits_for("scenario fraud")


@pytest.mark.parametrize("code", ["invalid_auth", "token_revoked", "account_inactive"])
@story
async def test_a_token_that_slack_refuses_is_named_with_what_to_do(bot: Bot, code: str) -> None:
    """In one sentence, before anything is served."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        slack.fail("auth.test", code)
        with pytest.raises(SlackRefused, match="SLACK_BOT_TOKEN"):
            async with bot(slack, team):
                pass


@story
async def test_an_app_token_that_slack_refuses_is_named(bot: Bot) -> None:
    """It is another token than the bot's."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        slack.fail("apps.connections.open", "invalid_auth")
        with pytest.raises(SlackRefused, match="SLACK_APP_TOKEN"):
            async with bot(slack, team):
                pass


@story
async def test_the_line_survives_silence_and_a_crowded_slack(bot: Bot) -> None:
    """A half-open connection is noticed by what does not come back; Slack is asked again after its Retry-After."""
    async with LoopbackSlack() as slack:
        team = slack.team("T1")
        ann = team.user("U1")
        async with bot(slack, team):
            slack.rate_limit("apps.connections.open", 1)
            slack.go_silent()
            await slack.until(lambda: slack.count("apps.connections.open") >= 2, "another address", 25)
            await slack.connected()
            await ann.types("/mlsd help")
            await ann.waits_for("scenario fraud")
