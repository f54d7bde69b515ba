"""What is kept, who can read it, for how long, and how to leave: honest, and short enough to be read."""

from collections.abc import Sequence

from bot.intents import ExportAll, ForgetMe
from bot.screens.model import Button, Paragraph, Screen, code, spans, strong

_READERS = {
    "slack": "The owners of this workspace may be able to export this chat, and whoever runs the bot can read its "
    "database.",
    "discord": "Discord stores this chat, and whoever runs the bot can read its database.",
    "terminal": "Whoever can open the database can read it; 'mlsd doctor' says where it is.",
}
_TERMINAL = "terminal"
PRIVATELY = "For preparation that nobody else can see, use the terminal on your own machine."


def readers(platform: str) -> str:
    """Who can read what is said and kept on a platform."""
    return _READERS.get(platform, "Whoever runs this platform or the bot can read this chat and the database.")


def privacy(platform: str, joined: Sequence[str] = ()) -> Screen:
    """Four lines for the platform that asks, and one more that names accounts that are `joined`."""
    who = readers(platform) if platform == _TERMINAL else f"{readers(platform)} {PRIVATELY}"
    return Screen(
        "Privacy",
        (
            Paragraph(spans(strong("Kept: "), KEPT)),
            Paragraph(spans(strong("Who can read it: "), who)),
            Paragraph(spans(strong("How long: "), _how_long(platform))),
            Paragraph(spans(strong("Yours: "), code("export all"), " gives you all of it as one file, ", *FORGET)),
            *((Paragraph(spans(strong("Joined: "), ", ".join(joined), "; ", *UNLINK)),) if joined else ()),
        ),
        (
            Button("Export everything", "export", ExportAll()),
            Button("Forget me", "forget", ForgetMe()),
        ),
    )


KEPT = (
    "your settings, what you remember of each card, every answer you gave and when, your scenario answers and drafts, "
    "when I wrote first, and what you told the cards' authors."
)
FORGET = (code("forget me"), " deletes it.")
UNLINK = (code("unlink"), " takes them apart.")


def _how_long(platform: str) -> str:
    if platform == _TERMINAL:
        return "until you delete it; backups that you made keep what they hold."
    return (
        "until you delete it, or the bot is removed and you have no other account. Backups of whoever runs it are gone "
        "only when those are."
    )
