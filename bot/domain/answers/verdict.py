"""What grading says of one answer, and the error for an answer that cannot be read."""

from dataclasses import dataclass

from bot.domain.errors import BotError

LETTERS = "ABCDEFGHIJ"
LONGEST_ECHO = 200
GIVING_UP = frozenset(
    (
        "",
        "?",
        "??",
        "-",
        "idk",
        "dont know",
        "don't know",
        "i don't know",
        "i dont know",
        "no idea",
        "not sure",
        "dunno",
    )
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one answer went.

    `correct` is None where the learner grades (flip) or a rubric does (scenario). `expected` is the model answer in
    words, `given` what was understood, `says` one sentence for the person (a refutation, how near it was, the trap).
    `mistake` names the misconception or trap that was recognised, for statistics; `worked` is the filled-in solution of
    a numeric card.
    """

    correct: bool | None
    expected: str
    given: str
    says: str = ""
    mistake: str = ""
    worked: str = ""


class BadAnswer(BotError):
    """The answer cannot be read as one of this card's kind; the card stays as it is and may be answered again."""


def gives_up(text: str) -> bool:
    """Whether a text says nothing but "I don't know"."""
    return text.strip().casefold().replace("’", "'").rstrip(".!") in GIVING_UP


def echo(text: str) -> str:
    """The given text on one line, cut to what fits a message."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_ECHO else line[: LONGEST_ECHO - 1] + "…"
