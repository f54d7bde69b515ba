"""Joining the accounts of one person, and taking them apart: the code, the question, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.linking import LIFETIME, MOST_TRIES, Refusal, spaced
from bot.intents import LinkAccounts, ShowHome, ShowPrivacy, StartDrill, UnlinkAccounts
from bot.screens.model import Button, Facts, Note, Paragraph, Screen, Tone, code, spans, strong
from bot.screens.words import plural

TITLE = "Join your accounts"
_NAMES = {"slack": "Slack", "discord": "Discord", "terminal": "the terminal"}
_MINUTES = round(LIFETIME.total_seconds() / 60)
_REFUSED = {
    Refusal.UNKNOWN: "No account was given that code.",
    Refusal.OWN: "That code was made by this very account; enter it on your other one.",
    Refusal.LINKED: "These two accounts are joined already.",
    Refusal.USED: "That code has been used.",
    Refusal.EXPIRED: "That code is too old.",
    Refusal.TOO_OFTEN: f"{MOST_TRIES} codes were wrong within an hour; try again later.",
}


@dataclass(frozen=True, slots=True)
class Joining:
    """What joining two persons means.

    `there` and `here` name the accounts of the one whose code it is, and of the one who entered it; the figures count
    the cards that each knows, and that both do. `asks` is the schedule that stays, in words.
    """

    there: tuple[str, ...]
    here: tuple[str, ...]
    known_there: int
    known_here: int
    known_to_both: int
    asks: str


def named(platform: str, account: str) -> str:
    """An account as a person knows it."""
    return f"{_NAMES.get(platform, platform.capitalize())} ({account})"


def made(secret: str) -> Screen:
    """A new code and what to do with it."""
    shown = spaced(secret)
    return Screen(
        TITLE,
        (
            Paragraph(spans("Your code is ", strong(shown), f". It is good for {_MINUTES} minutes, once.")),
            Paragraph(
                spans(
                    *("On your other account, type ", code(f"/mlsd link {shown}"), "; in a terminal, "),
                    *(code(f"mlsd link {shown}"), ". It must be the same bot, with the same database."),
                )
            ),
            Paragraph(
                spans("What both accounts know is put together; your settings and daily drill are those of this one.")
            ),
            Note(Tone.INFO, spans("Give the code to nobody: whoever enters it learns as you, and can read it all.")),
        ),
    )


def sure(joining: Joining, secret: str) -> Screen:
    """What will be merged, before anything is."""
    return Screen(
        "Join these accounts?",
        (
            Facts(_facts(joining)),
            Paragraph(
                spans(
                    "A card that both know goes on from where it was answered last. What is open here ends, and an "
                    "open drill there; what was answered before cannot be undone any more."
                )
            ),
            Note(
                Tone.INFO,
                spans("Only if both are yours: whoever has one of them can read, change and delete all of it."),
            ),
        ),
        (
            Button("Join them", "join", LinkAccounts(secret, confirmed=True)),
            Button("Leave them apart", "keep", ShowHome()),
        ),
    )


def joined(joining: Joining) -> Screen:
    """They are one."""
    cards = joining.known_there + joining.known_here - joining.known_to_both
    return Screen(
        "Your accounts are joined",
        (
            Paragraph(spans(f"{' and '.join([*joining.there, *joining.here])} have one memory now.")),
            Facts((("Cards you know", str(cards)), ("I write first", joining.asks))),
        ),
        (
            Button("Drill", "drill", StartDrill(), default=True),
            Button("See what is kept", "privacy", ShowPrivacy(), quiet=True),
        ),
    )


def refused(why: Refusal) -> Screen:
    """The code joins nothing."""
    ways = () if why in {Refusal.LINKED, Refusal.TOO_OFTEN} else (Button("Make a new code", "link", LinkAccounts()),)
    return Screen(TITLE, (Note(Tone.BAD, spans(_REFUSED[why])),), (*ways, Button("Your day", "home", ShowHome())))


def sure_to_part(here: str, others: Sequence[str]) -> Screen:
    """Ask before accounts are taken apart."""
    return Screen(
        "Take your accounts apart?",
        (
            Facts((("Keeps everything", f"{here}, this account"), (_starting(others), ", ".join(others)))),
            Paragraph(
                spans(
                    "Memory, answers, settings and the daily drill stay here. Joined again later, the accounts go on "
                    "with whatever they know by then."
                )
            ),
        ),
        (
            Button("Take them apart", "unlink", UnlinkAccounts(confirmed=True)),
            Button("Leave them joined", "keep", ShowHome()),
        ),
    )


def parted(here: str, others: Sequence[str]) -> Screen:
    """They are apart."""
    rows = (("Kept everything", f"{here}, this account"), (_starting(others), ", ".join(others)))
    return Screen("Your accounts are apart", (Facts(rows),))


def _starting(others: Sequence[str]) -> str:
    return "Starts anew" if len(others) == 1 else "Start anew"


def _facts(joining: Joining) -> tuple[tuple[str, str], ...]:
    there = ", ".join(joining.there)
    return (
        ("The code's account", f"{there}: {plural(joining.known_there, 'card')} known"),
        ("This account", f"{', '.join(joining.here)}: {plural(joining.known_here, 'card')} known"),
        ("Known to both", plural(joining.known_to_both, "card")),
        ("Settings", f"those of {there}"),
        ("I write first", joining.asks),
    )
