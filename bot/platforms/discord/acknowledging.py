"""How an interaction is acknowledged. Decided before anything is done: visibility cannot be changed afterwards."""

from enum import Enum

from bot.commands import BY_NAME
from bot.platforms.discord.inbound import OpenForm, Pressed, ShowAll
from bot.platforms.discord.origin import Origin


class Acknowledgement(Enum):
    """What Discord is told within three seconds."""

    FORM = "form"  # the modal is the response
    UPDATE = "update"  # the message that was pressed will change
    PRIVATE = "private"  # a new message will come, for the person alone
    OPEN = "open"  # a new message will come, for everybody there


def of_command(name: str, origin: Origin) -> Acknowledgement:
    """In one's own chat messages stay; elsewhere what is personal, or no command, is for the person alone."""
    command = BY_NAME.get(name)
    if origin.direct or (command and not command.private):
        return Acknowledgement.OPEN
    return Acknowledgement.PRIVATE


def of_press(pressed: Pressed | None, origin: Origin) -> Acknowledgement:
    """A message that others see too is never changed by one person's press."""
    if isinstance(pressed, OpenForm):
        return Acknowledgement.FORM
    if isinstance(pressed, ShowAll) or pressed is None or not origin.unseen:
        return Acknowledgement.PRIVATE
    return Acknowledgement.UPDATE


def of_submission(*, understood: bool, origin: Origin) -> Acknowledgement:
    """A form changes the message that it was opened from, as a press would."""
    return Acknowledgement.UPDATE if understood and origin.unseen else Acknowledgement.PRIVATE
