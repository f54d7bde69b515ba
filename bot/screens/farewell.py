"""Taking everything along, and being forgotten."""

from bot.intents import ExportAll, ForgetMe, ShowHome
from bot.screens.model import Button, Facts, Note, Paragraph, Screen, Tone, code, spans

Counts = dict[str, int]
"""How many of each thing are kept of a person, by what one of them is called."""


def exported(name: str, counts: Counts) -> Screen:
    """What the file holds."""
    return Screen("Everything that is kept of you", (Note(Tone.INFO, spans(f"It is in {name}.")), _listed(counts)))


def sure(counts: Counts) -> Screen:
    """Ask before anything is deleted."""
    return Screen(
        "Delete everything that is kept of you?",
        (
            _listed(counts),
            Paragraph(spans("With it go your settings and every account that you linked. This cannot be undone.")),
        ),
        (
            Button("Delete everything", "delete", ForgetMe(confirmed=True)),
            Button("Export it first", "export", ExportAll()),
            Button("Keep it", "keep", ShowHome()),
        ),
    )


def gone(counts: Counts) -> Screen:
    """What was deleted."""
    return Screen(
        "You are forgotten",
        (
            _listed(counts),
            Paragraph(spans("All of this is deleted, with your settings. With ", code("drill"), " you start anew.")),
        ),
    )


def _listed(counts: Counts) -> Facts:
    return Facts(tuple((name.capitalize(), str(count)) for name, count in counts.items()))
