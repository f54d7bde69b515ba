"""Who wants something on Discord, where, and how it is acknowledged; read by the real client from real payloads."""

import pytest

from bot.commands import TABLE
from bot.domain.memory import Grade
from bot.intents import Actor, AnswerCard, FlagCard, GradeCard, Help, LookUp, Place, ShowStats, Surface
from bot.platforms.discord import acknowledging
from bot.platforms.discord.acknowledging import Acknowledgement
from bot.platforms.discord.inbound import OpenForm, Pressed, ShowAll, invitation_of
from bot.platforms.discord.origin import Origin, home_of, origin_of, origin_of_message, request_of, texts_of
from bot.platforms.discord.render import to_layout_view
from bot.screens.forms import form_for
from bot.screens.model import Entry, Screen
from tests.platforms.discord.judge import payload_of
from tests.platforms.discord.payloads import (
    APPLICATION,
    CHANNEL,
    COMMAND,
    COMPONENT,
    EPHEMERAL,
    GUILD,
    USER,
    direct_message,
    interaction,
    message,
)

DIRECT = Origin("900", "42", "300", direct=True)
IN_GUILD = Origin("900", "42", "300", "100")
GRADE = GradeCard(7, 3, Grade.GOOD)


def test_in_a_guild_the_tenant_is_the_guild() -> None:
    """And the place a channel, where others read."""
    request = request_of(origin_of(interaction(COMMAND, 0)), Help())
    assert request.actor == Actor("discord", f"discord:{GUILD}", str(USER), home=f"discord:{APPLICATION}")
    assert request.place == Place(Surface.CHANNEL, str(CHANNEL))


def test_in_the_bots_own_chat_the_tenant_is_the_application() -> None:
    """It is a direct place."""
    request = request_of(origin_of(interaction(COMMAND, 1)), Help())
    assert request.actor == Actor("discord", f"discord:{APPLICATION}", str(USER), home=f"discord:{APPLICATION}")
    assert request.place == Place(Surface.DIRECT, str(CHANNEL))


def test_in_another_private_channel_others_read_too() -> None:
    """A group, or the messages of two people."""
    request = request_of(origin_of(interaction(COMMAND, 2)), Help())
    assert request.actor.tenant == f"discord:{APPLICATION}"
    assert request.place.surface is Surface.CHANNEL


def test_a_guild_where_only_the_person_brought_the_bot_is_no_tenant() -> None:
    """Nobody there installed it, so it is the application's."""
    origin = origin_of(interaction(COMMAND, 0, authorizing_integration_owners={"1": str(USER)}))
    assert origin.guild == ""
    assert request_of(origin, Help()).actor.tenant == f"discord:{APPLICATION}"
    assert request_of(origin, Help()).place.surface is Surface.CHANNEL


def test_an_account_has_one_home_in_all_guilds() -> None:
    """One person, one memory."""
    assert home_of(origin_of(interaction(COMMAND, 0))) == home_of(origin_of(interaction(COMMAND, 1)))


def test_without_a_context_what_is_outside_of_guilds_is_direct() -> None:
    """Messages from before Discord told it."""
    assert origin_of(interaction(COMMAND, None)).direct


@pytest.mark.parametrize(
    ("context", "flags", "unseen"),
    [(0, 0, False), (0, EPHEMERAL, True), (1, 0, True), (2, 0, False), (2, EPHEMERAL, True)],
)
def test_a_message_is_unseen_in_ones_own_chat_or_when_it_is_ephemeral(
    context: int, flags: int, *, unseen: bool
) -> None:
    """Only then may it show what is personal."""
    assert origin_of(interaction(COMPONENT, context, message=message(flags))).unseen is unseen


def test_a_direct_message_has_an_origin_too() -> None:
    """Who wrote it, in the application's own tenant."""
    assert origin_of_message(direct_message("hello"), APPLICATION) == DIRECT


def test_the_invitation_is_read_from_the_message_that_was_pressed() -> None:
    """Through what discord.py makes of it."""
    view = to_layout_view(Screen("front", entry=Entry("Type a *letter*", AnswerCard(7, 3))))
    pressed = interaction(COMPONENT, 1, message=message(0, payload_of(view)))
    assert invitation_of(texts_of(pressed.message)) == "Type a *letter*"
    assert invitation_of(texts_of(None)) == ""


@pytest.mark.parametrize("command", [command.name for command in TABLE])
def test_commands_are_private_in_channels_as_the_table_says(command: str) -> None:
    """In one's own chat messages stay."""
    private = next(each.private for each in TABLE if each.name == command)
    wanted = Acknowledgement.PRIVATE if private else Acknowledgement.OPEN
    assert acknowledging.of_command(command, IN_GUILD) is wanted
    assert acknowledging.of_command(command, DIRECT) is Acknowledgement.OPEN


def test_what_is_no_command_is_private() -> None:
    """A word about a typo is nobody else's business."""
    assert acknowledging.of_command("gone", IN_GUILD) is Acknowledgement.PRIVATE


OWN = Origin("900", "42", "300", direct=True, pressed=True)
WHISPERED = Origin("900", "42", "300", "100", pressed=True, ephemeral=True)
PUBLIC = Origin("900", "42", "300", "100", pressed=True)


@pytest.mark.parametrize(
    ("pressed", "origin", "wanted"),
    [
        (GRADE, OWN, Acknowledgement.UPDATE),
        (GRADE, WHISPERED, Acknowledgement.UPDATE),
        (GRADE, PUBLIC, Acknowledgement.PRIVATE),
        (LookUp("psi"), PUBLIC, Acknowledgement.PRIVATE),
        (ShowAll(ShowStats()), OWN, Acknowledgement.PRIVATE),
        (None, OWN, Acknowledgement.PRIVATE),
    ],
)
def test_presses_change_only_what_nobody_else_sees(
    pressed: Pressed | None, origin: Origin, wanted: Acknowledgement
) -> None:
    """Else the answer comes as a new message, for the person alone."""
    assert acknowledging.of_press(pressed, origin) is wanted


def test_a_form_opens_first() -> None:
    """Wherever it was asked for: the modal must be the first response."""
    form = form_for(FlagCard(7, 3))
    assert form is not None
    for origin in (OWN, WHISPERED, PUBLIC):
        assert acknowledging.of_press(OpenForm(form), origin) is Acknowledgement.FORM


def test_a_forms_answer_goes_where_a_press_would() -> None:
    """And a form that means nothing any more is told of in private, the message left alone."""
    assert acknowledging.of_submission(understood=True, origin=OWN) is Acknowledgement.UPDATE
    assert acknowledging.of_submission(understood=True, origin=PUBLIC) is Acknowledgement.PRIVATE
    assert acknowledging.of_submission(understood=True, origin=IN_GUILD) is Acknowledgement.PRIVATE
    assert acknowledging.of_submission(understood=False, origin=OWN) is Acknowledgement.PRIVATE
