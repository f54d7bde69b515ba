"""What somebody reads who meets the bot in a chat."""

from bot.intents import ChangeSetting, ShowPrivacy, ShowSettings, StartDrill
from bot.screens.model import Button, Entry, Paragraph, Screen, code, spans
from bot.screens.privacy import PRIVATELY, readers
from bot.screens.words import plural

CONSENT = "I write first only if you tell me when to ask."


def welcome(platform: str, minutes_a_day: int) -> Screen:
    """What the bot does, how to begin, how long it takes, and who can read along."""
    when = ChangeSetting("drill-at", "")
    return Screen(
        "Hello! I drill you for system design interviews",
        (
            Paragraph(spans("I bring each card back when you are about to forget it, and whole design questions too.")),
            Paragraph(
                spans("Start a drill and answer with buttons or by typing here. ", code("help"), " shows the rest.")
            ),
            Paragraph(spans(f"{plural(minutes_a_day, 'minute')} a day will do. {CONSENT}")),
            Paragraph(spans(f"{readers(platform)} {PRIVATELY}")),
        ),
        (
            Button("Start a drill", "drill", StartDrill(), default=True),
            Button("When shall I ask?", "when", when, entry=Entry("A time such as 08:30, or off", when)),
            Button("Settings", "settings", ShowSettings()),
            Button("Privacy", "privacy", ShowPrivacy()),
        ),
    )
