"""Grading of multiple choice: by letter, by number, or by typing (enough of) an option's text."""

import re

from bot.domain.answers import spelling
from bot.domain.answers.verdict import LETTERS, BadAnswer, Verdict, gives_up
from bot.domain.card import Choice

_LABEL = re.compile(r"^(?:(?:option|answer|choice)\s+)?\(?(?P<label>[a-z]|[0-9]{1,2})\s?[).:]?$")
_LABELLED = re.compile(r"^\(?(?P<label>[a-z]|[0-9])[).:]\s*(?P<text>\S.*)$", re.DOTALL)
_LONGEST = 600


def grade(card: Choice, order: tuple[int, ...], text: str) -> Verdict:
    """Grade an answer to options shown in `order` (0 is the key, i the i-th distractor).

    Raises BadAnswer where no option, or more than one, is meant.
    """
    texts = (card.answer, *(distractor.text for distractor in card.distractors))
    options = tuple(texts[index] for index in order)
    place = _meant(options, text.strip()[:_LONGEST]) if text.strip() else None
    if place is None and gives_up(text):
        return Verdict(correct=False, expected=card.answer, given="")
    if place is None:
        raise _unreadable(len(options))
    return _verdict(card, order[place], options[place])


def _verdict(card: Choice, index: int, given: str) -> Verdict:
    if index == 0:
        return Verdict(correct=True, expected=card.answer, given=given)
    wrong = card.distractors[index - 1]
    return Verdict(correct=False, expected=card.answer, given=given, says=wrong.refutation, mistake=wrong.misconception)


def _unreadable(count: int) -> BadAnswer:
    return BadAnswer(
        "That is none of the options, or more than one.",
        f"Answer with one letter from A to {LETTERS[count - 1]}, or with the words of one option.",
    )


def _meant(options: tuple[str, ...], text: str) -> int | None:
    """The place of the option that is meant, None where that is not clear."""
    folded = " ".join(spelling.plain(text).split())
    exact = _only([option == folded for option in (" ".join(spelling.plain(one).split()) for one in options)])
    if exact is not None:
        return exact
    label = _LABEL.match(folded)
    if label:
        return _place_of(label["label"], len(options))
    labelled = _LABELLED.match(folded)
    if labelled:
        place = _place_of(labelled["label"], len(options))
        return place if place is not None and place == _by_words(options, labelled["text"]) else None
    return _by_words(options, folded)


def _place_of(label: str, count: int) -> int | None:
    place = int(label) - 1 if label.isdigit() else LETTERS.lower().find(label)
    return place if 0 <= place < count else None


def _by_words(options: tuple[str, ...], text: str) -> int | None:
    """By all the option's words, then with typos, then by a run of words that only one option has."""
    words = spelling.canonical(text)
    wanted = [spelling.canonical(option) for option in options]
    if not words:
        return None
    for fits in (_same, _misspelt, _part):
        place = _only([fits(words, option) for option in wanted])
        if place is not None:
            return place
    return None


def _same(words: tuple[str, ...], option: tuple[str, ...]) -> bool:
    return spelling.squashed(words) == spelling.squashed(option)


def _misspelt(words: tuple[str, ...], option: tuple[str, ...]) -> bool:
    """A twelfth of the letters may differ, but no number and no negation."""
    if spelling.numbers_of(words) != spelling.numbers_of(option):
        return False
    if spelling.negations_of(words) != spelling.negations_of(option):
        return False
    if len(words) == len(option):
        return all(spelling.typo_size(a, b) is not None for a, b in zip(words, option, strict=True))
    joined = spelling.squashed(option)
    return len(joined) > 24 and spelling.edits(spelling.squashed(words), joined, len(joined) // 12) <= len(joined) // 12


def _part(words: tuple[str, ...], option: tuple[str, ...]) -> bool:
    if len("".join(words)) < 4 or spelling.negations_of(words) != spelling.negations_of(option):
        return False
    return any(option[start : start + len(words)] == words for start in range(len(option) - len(words) + 1))


def _only(fits: list[bool]) -> int | None:
    return fits.index(True) if sum(fits) == 1 else None
