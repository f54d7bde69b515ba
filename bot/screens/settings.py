"""The settings and what they do."""

from collections.abc import Sequence

from bot.intents import ChangeSetting, ShowSettings
from bot.screens.model import Button, Entry, Facts, Note, Paragraph, Screen, Tone, code, spans

Row = tuple[str, str, str]  # name, value as shown, help

FIRST = ("drill-at", "minutes", "new", "zone")
SECOND = ("drill-days", "drill-pause", "retention", "buttons", "day-start", "reviews", "follow-zone")
"""What people change, the most wanted first; the rest is for those who know its name."""


def overview(rows: Sequence[Row]) -> Screen:
    """Every setting with its value."""
    return Screen(
        "Settings",
        (
            Facts(tuple((f"{name} = {value}", words) for name, value, words in rows)),
            Paragraph(spans("Change one like this: ", code("settings minutes 20"))),
        ),
        tuple(_changing(row) for name in (*FIRST, *SECOND) for row in rows if row[0] == name),
    )


def changed(row: Row) -> Screen:
    """One setting was changed."""
    name, value, words = row
    all_of_them = Button("All settings", "settings", ShowSettings())
    return Screen("Settings", (Note(Tone.INFO, spans(f"{name} is now {value}. {words}")),), (all_of_them,))


def _changing(row: Row) -> Button:
    name, _, words = row
    change = ChangeSetting(name, "")
    label = name.replace("-", " ").capitalize()
    return Button(label, name, change, quiet=name not in FIRST, entry=Entry(words, change))
