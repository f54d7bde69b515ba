"""Explain a term. Needs no transaction: the glossary is the same for everyone in a tenant."""

from bot.content.audience import Viewer
from bot.content.library import Library
from bot.intents import LookUp
from bot.screens import glossary
from bot.screens.model import Reply


def look_up(library: Library, viewer: Viewer, intent: LookUp) -> Reply:
    """Show the best match with its neighbours, or say that there is none."""
    matches = library.lookup(intent.text, viewer)
    if not matches:
        return Reply((glossary.unknown(intent.text),), data={"found": None})
    best, *others = matches
    data = {"found": best.id, "name": best.name, "meaning": best.meaning, "step": best.step.value}
    return Reply((glossary.entry(best, others),), data=data)
