"""What somebody reads whose chat refused a message of ours."""

from bot.screens.model import Note, Tone, spans


def refused() -> Note:
    """Why something never came, and what to change."""
    words = (
        "I could not write to you: open your privacy settings and allow direct messages from this app, or install it "
        "for yourself. Then I can."
    )
    return Note(Tone.INFO, spans(words))
