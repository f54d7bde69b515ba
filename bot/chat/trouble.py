"""What a person in a chat is told when something does not go as they asked."""

from bot.domain.errors import BotError
from bot.intents import DrillMode, Help, ShowHome, StartDrill
from bot.screens.hints import HOME
from bot.screens.model import Button, Paragraph, Screen, spans

UNAVAILABLE = "I cannot get at my memory at the moment."
FAILED = "Something went wrong on our side."


def refusal(error: BotError) -> Screen:
    """What was wrong with what they asked for, and what to do."""
    return Screen(error.message, (Paragraph(spans(error.next_step)),) if error.next_step else ())


def unavailable() -> Screen:
    """The database cannot be reached."""
    words = f"{UNAVAILABLE} What you did before is safe; try again in a minute."
    return Screen("One moment, please", (Paragraph(spans(words)),))


def kept() -> Screen:
    """The database cannot be reached, but what was typed is in it."""
    words = f"{UNAVAILABLE} What you wrote is kept, and I answer it as soon as I can: no need to write it again."
    return Screen("One moment, please", (Paragraph(spans(words)),))


def lost() -> Screen:
    """A button or form that means nothing any more."""
    return Screen(
        "This button is from an older time",
        (Paragraph(spans("It does nothing any more, and nothing was changed. Here is a fresh start.")),),
        (
            Button("Drill", "drill", StartDrill(mode=DrillMode.DUE), default=True),
            Button(HOME, "home", ShowHome()),
        ),
    )


def failed(kept: str) -> Screen:
    """Something of ours went wrong; `kept` names the incident."""
    words = f"What you did before is safe. {kept}"
    return Screen(FAILED, (Paragraph(spans(words)),), (Button("Help", "help", Help()),))
