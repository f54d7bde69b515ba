"""What somebody reads who meets the bot in a chat."""

from bot.intents import ChangeSetting, ShowPrivacy, ShowSettings, StartDrill
from bot.screens.model import Button, Entry, Paragraph, Screen, code, spans
from bot.screens.privacy import PRIVATELY, readers
from bot.screens.words import plural

ZONE = "Nobody tells me your time zone: until you do, your days begin and end by UTC."
CONSENT = "I write first only if you tell me when to ask."


TELLS_NO_ZONE = frozenset({"discord"})
"""Platforms whose profiles name no time zone, so that people are asked for it."""


def welcome(platform: str, minutes_a_day: int, *, asks_zone: bool = False) -> Screen:
    """What the bot does, how to begin, how long it takes, and who can read along; with `asks_zone` also where it is."""
    when, zone = ChangeSetting("drill-at", ""), ChangeSetting("zone", "")
    ask_zone = Button("My time zone", "zone", zone, entry=Entry("Your time zone, by city.", zone))
    return Screen(
        "Hello! I drill you for system design interviews",
        (
            Paragraph(spans("I bring each card back when you are about to forget it, and whole design questions too.")),
            Paragraph(
                spans("Start a drill and answer with buttons or by typing here. ", code("help"), " shows the rest.")
            ),
            Paragraph(spans(f"{plural(minutes_a_day, 'minute')} a day will do. {CONSENT}")),
            Paragraph(spans(f"{readers(platform)} {PRIVATELY}")),
            *((Paragraph(spans(ZONE)),) if asks_zone else ()),
        ),
        (
            Button("Start a drill", "drill", StartDrill(), default=True),
            *((ask_zone,) if asks_zone else ()),
            Button("When shall I ask?", "when", when, entry=Entry("A time such as 08:30 weekdays, or off", when)),
            Button("Settings", "settings", ShowSettings()),
            Button("Privacy", "privacy", ShowPrivacy()),
        ),
    )
