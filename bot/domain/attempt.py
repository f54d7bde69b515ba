"""An attempt at a scenario: what was asked, answered, and corrected by the learner. Pure state with its JSON form."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try. `asked` holds the facts (from 0) that questions brought to light; `answer` is None until it is given.

    `draft` is what was written so far where an answer comes in several messages; the answer takes it over.
    `corrections` maps the id of a point or flag to the share that the learner says is right (a flag: 1 or 0).
    `aloud` means that the answer was said and the learner ticks the points.
    """

    card_id: str
    aloud: bool = False
    asked: tuple[int, ...] = ()
    answer: str | None = None
    corrections: Mapping[str, float] | None = None
    draft: str = ""

    def with_line(self, text: str) -> "Attempt":
        """The same attempt with one more piece of its draft."""
        return replace(self, draft="\n".join(filter(None, (self.draft, text.strip()))))

    def handed_in(self) -> "Attempt":
        """The same attempt with the draft as its answer."""
        return replace(self, answer=self.draft, draft="")


def to_json(attempt: Attempt) -> dict[str, Any]:
    """Turn an attempt into JSON-able data."""
    return {
        "card": attempt.card_id,
        "aloud": attempt.aloud,
        "asked": list(attempt.asked),
        "answer": attempt.answer,
        "corrections": dict(attempt.corrections or {}),
        "draft": attempt.draft,
    }


def from_json(data: Mapping[str, Any]) -> Attempt:
    """Turn JSON data back into an attempt."""
    return Attempt(
        card_id=data["card"],
        aloud=data["aloud"],
        asked=tuple(data["asked"]),
        answer=data["answer"],
        corrections=dict(data["corrections"]),
        draft=data.get("draft", ""),
    )
