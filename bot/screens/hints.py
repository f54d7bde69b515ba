"""What to say to words that mean nothing here, and where an answer went that is not for everybody."""

from bot.domain.errors import BotError
from bot.intents import Help, Intent, ShowHome, StartDrill
from bot.screens.model import Button, Paragraph, Screen, spans

HOME = "Your day"


def not_understood(error: BotError, nearest: tuple[str, Intent] | None) -> Screen:
    """Neither an answer nor a command. `nearest` is a command as it could be typed, with its intent."""
    guess = (Button(f"Do you mean: {nearest[0]}", "yes", nearest[1], default=True),) if nearest else ()
    return Screen(
        "I did not understand that",
        (Paragraph(spans(str(error))),),
        (
            *guess,
            Button("Drill", "drill", StartDrill()),
            Button(HOME, "home", ShowHome()),
            Button("Help", "help", Help()),
        ),
    )


def in_private() -> Screen:
    """Something personal was asked for in a channel; the platform adds the way there."""
    return Screen(
        "The answer is in your messages with me",
        (Paragraph(spans("It is personal, so I do not show it in a channel.")),),
    )
