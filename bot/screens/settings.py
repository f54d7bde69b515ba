"""The settings and what they do."""

from collections.abc import Sequence

from bot.screens.model import Facts, Note, Paragraph, Screen, Tone, code, spans

Row = tuple[str, str, str]  # name, value as shown, help


def overview(rows: Sequence[Row]) -> Screen:
    """Every setting with its value."""
    return Screen(
        "Settings",
        (
            Facts(tuple((f"{name} = {value}", words) for name, value, words in rows)),
            Paragraph(spans("Change one like this: ", code("settings minutes 20"))),
        ),
    )


def changed(row: Row) -> Screen:
    """One setting was changed."""
    name, value, words = row
    return Screen("Settings", (Note(Tone.INFO, spans(f"{name} is now {value}. {words}")),))
