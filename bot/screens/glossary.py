"""What a term means."""

from collections.abc import Sequence

from bot.domain.card import Term
from bot.screens.model import Block, Bullets, Facts, Paragraph, Screen, code, spans
from bot.screens.words import STEP_NAMES


def entry(term: Term, others: Sequence[Term]) -> Screen:
    """One term, with its near neighbours by name."""
    facts = [("Step", STEP_NAMES[term.step])]
    if term.aliases:
        facts.insert(0, ("Also", ", ".join(term.aliases)))
    blocks: list[Block] = [Paragraph(spans(term.meaning)), Facts(tuple(facts))]
    if term.sources:
        blocks.append(Bullets(tuple(spans(f"{source.title} ({source.year})") for source in term.sources)))
    if others:
        blocks.append(Paragraph(spans("Near it: ", ", ".join(other.name for other in others))))
    return Screen(term.name, tuple(blocks))


def unknown(text: str) -> Screen:
    """No term is like that."""
    return Screen(
        "Not in the glossary",
        (Paragraph(spans(f"{text} is not there. Try a term such as ", code("lookup psi"), ".")),),
    )
