"""Grading of short typed answers (typed and cloze cards): the same words, a typo apart, or inside a short sentence."""

import re
from collections.abc import Iterable

from bot.domain.answers import spelling
from bot.domain.answers.verdict import BadAnswer, Verdict, echo, gives_up

LONGEST_ANSWER = 240
RIGHT, SPELT, WRONG = 2, 1, 0

# Words that carry no answer of their own: a sentence around the answer may hold these and nothing else.
_FILLERS = spelling.canonical_set(
    "i we you it they one this that these those there he our your my its the a an and is are was were be been being "
    "am do does did have has had would will should could can may might must need want think guess believe suppose say "
    "said mean use using take pick choose go run make get got let call called named name answer serve read fetch "
    "probably maybe likely perhaps surely just simply then so first here of to for from with by at in on into via as "
    "through about some only also yes well ok please something thing kind type sort method approach strategy "
    "technique term concept deployment release rollout metric score test system process pattern based"
)
_TAIL = re.compile(
    r"\bbecause\b|\bsince\b|\brather than\b|\binstead of\b|\bas opposed to\b|\bunlike\b|\bso that\b|\bwhich\b|\("
    r"|,\s*(?:not|as|so|it|that)\b|\s-\s"
)
_CONTRAST = re.compile(r"^(?:it is )?not\b[^,;]{1,60}[,;]?\s*\bbut\s+(?P<answer>.+)$")
_DIGITS = re.compile(r"[-.0-9]+")
_APART = re.compile(r"[,;/|\n]|\bor\b|\baka\b|\bvs\b|\bversus\b|=")


def grade(accepted: tuple[str, ...], text: str) -> Verdict:
    """Compare a typed answer with the accepted spellings (`accepted[0]` is the model one).

    Raises BadAnswer where the text is far longer than an answer can be.
    """
    if len(text) > LONGEST_ANSWER:
        raise BadAnswer("That is longer than this card needs.", "Answer in a word or a few; send nothing to give up.")
    if _matches(text, accepted) == RIGHT:
        return Verdict(correct=True, expected=accepted[0], given=echo(text))
    if gives_up(text):
        return Verdict(correct=False, expected=accepted[0], given="")
    return _judge_unlike(accepted, text)


def _judge_unlike(accepted: tuple[str, ...], text: str) -> Verdict:
    match = max(_matches(reading, accepted) for reading in _readings(text))
    if match == WRONG:
        return Verdict(correct=False, expected=accepted[0], given=echo(text), says=_nearness(text, accepted))
    says = f"Right; the usual spelling is “{accepted[0]}”." if match == SPELT else ""
    return Verdict(correct=True, expected=accepted[0], given=echo(text), says=says)


def _readings(text: str) -> Iterable[str]:
    """The text itself, its head without the reasons given, and the second half of "not this but that"."""
    folded = spelling.plain(text)
    yield text
    contrast = _CONTRAST.match(folded)
    if contrast:
        yield contrast["answer"]
        return
    head = _TAIL.split(folded, maxsplit=1)[0]
    if head.strip() and head != folded:
        yield head


def _matches(text: str, accepted: tuple[str, ...]) -> int:
    """RIGHT, SPELT (a typo apart) or WRONG. Several answers strung together are right only where each one is."""
    whole = _match_words(spelling.canonical(text), accepted)
    if whole != WRONG:
        return whole
    pieces = _pieces(text)
    return min((_match_words(piece, accepted) for piece in pieces), default=WRONG) if len(pieces) > 1 else WRONG


def _pieces(text: str) -> list[tuple[str, ...]]:
    pieces = (spelling.canonical(piece) for piece in _APART.split(spelling.plain(text)))
    return [piece for piece in pieces if any(word not in _FILLERS for word in piece)]


def _match_words(words: tuple[str, ...], accepted: tuple[str, ...]) -> int:
    wanted = [spelling.canonical(one) for one in accepted]
    harmless = _FILLERS.union(*wanted)
    return max(_match_one(words, one, harmless) for one in wanted)


def _match_one(words: tuple[str, ...], wanted: tuple[str, ...], harmless: frozenset[str]) -> int:
    core = _core(words, wanted, harmless)
    if spelling.squashed(wanted) in (spelling.squashed(words), spelling.squashed(core)):
        return RIGHT
    return SPELT if _is_misspelt(core, wanted) else WRONG


def _core(words: tuple[str, ...], wanted: tuple[str, ...], harmless: frozenset[str]) -> tuple[str, ...]:
    """The words that decide: those wanted, and those that are no filler; plain numbers only where one is wanted."""
    counts = any(_is_plain_number(word) for word in wanted)
    return tuple(
        word for word in words if word in wanted or not (word in harmless or (_is_plain_number(word) and not counts))
    )


def _is_plain_number(word: str) -> bool:
    return word[0].isdigit() or not (word[0].isalpha() or word[0] == "-")


def _is_misspelt(words: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether words differ by typos alone, never by a number or a "not", and by few enough for the length."""
    if len(words) != len(wanted):
        return _is_misjoined(spelling.squashed(words), spelling.squashed(wanted))
    sizes = [spelling.typo_size(word, meant) for word, meant in zip(words, wanted, strict=True)]
    return None not in sizes and sum(size or 0 for size in sizes) <= spelling.allowed_edits(len("".join(wanted)))


def _is_misjoined(word: str, wanted: str) -> bool:
    """Whether it is "featurestroe" for "feature store": one edit at most, since single words cannot be compared."""
    return len(wanted) > 8 and spelling.typo_size(word, wanted) == 1


def _nearness(text: str, accepted: tuple[str, ...]) -> str:
    """One kind sentence on how near a wrong answer came; empty where it did not."""
    if _buries_it(text, accepted):
        return "The answer is in there, but among others; the card wants it alone."
    words = spelling.canonical(text)
    notes = (_near_one(words, spelling.canonical(one)) for one in accepted)
    return next((note for note in notes if note), "")


def _buries_it(text: str, accepted: tuple[str, ...]) -> bool:
    """Whether an accepted answer stands in the text, word for word, among words that make it another answer."""
    words = spelling.canonical(text)
    return not spelling.negations_of(words) and any(_holds(words, spelling.canonical(one)) for one in accepted)


def _holds(words: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    return any(words[start : start + len(wanted)] == wanted for start in range(len(words) - len(wanted) + 1))


def _near_one(words: tuple[str, ...], wanted: tuple[str, ...]) -> str:
    words = _core(words, wanted, _FILLERS)
    if _without_negation(words) == _without_negation(wanted):
        return "Nearly, but turned round: mind the negation."
    if sorted(words) == sorted(wanted):
        return "The right words, in another order."
    return _near_number(words, wanted) or _near_letters(words, wanted) or _near_words(words, wanted)


def _near_number(words: tuple[str, ...], wanted: tuple[str, ...]) -> str:
    bare = [_DIGITS.sub("", spelling.squashed(one)).strip() for one in (words, wanted)]
    if bare[0] != bare[1] or spelling.squashed(words) == bare[0]:
        return ""
    return "The words are right, the number is not." if bare[0] else "The number is another one."


def _near_letters(words: tuple[str, ...], wanted: tuple[str, ...]) -> str:
    written, meant = spelling.squashed(words), spelling.squashed(wanted)
    if not (written.isalpha() and meant.isalpha()) or _swaps_a_word(words, wanted):
        return ""
    if sorted(written) == sorted(meant):
        return "Close: the right letters, in another order."
    if len(meant) <= 4:
        in_place = sum(a == b for a, b in zip(written, meant, strict=False))
        good = len(written) == len(meant) and in_place * 2 > len(meant)
        return f"Close: {in_place} of {len(meant)} letters are in place." if good else ""
    return {1: "Close: one letter off.", 2: "Close: two letters off."}.get(spelling.edits(written, meant, 2), "")


def _swaps_a_word(words: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether a whole word is another one, such as offline for online: not a slip of letters."""
    if len(words) != len(wanted) or max(map(len, wanted)) <= 4:
        return False
    return any(word != meant and spelling.is_other_word(word, meant) for word, meant in zip(words, wanted, strict=True))


def _near_words(words: tuple[str, ...], wanted: tuple[str, ...]) -> str:
    common = sum(word in words for word in wanted) if len(wanted) > 1 else 0
    return f"Part of it: {common} of {len(wanted)} words {'is' if common == 1 else 'are'} right." if common else ""


def _without_negation(words: tuple[str, ...]) -> tuple[str, ...]:
    kept = (word for word in words if word not in spelling.NEGATIONS)
    return tuple(
        next((w[len(p) :] for p in ("un", "non", "in", "im") if w.startswith(p) and len(w) > 6), w) for w in kept
    )
