"""What counts as the same word: case, quotes, hyphens, British and American spelling, plurals and small typos.

The only importer of rapidfuzz, which loads at the first comparison (it costs 60 ms).
"""

import re
import unicodedata
from functools import lru_cache

ARTICLES = frozenset(("a", "an", "the"))
NEGATIONS = frozenset(("not", "no", "non", "never", "without", "nor", "neither", "none", "un", "anti"))
# Real words that one or two letters turn into one another: never taken for a typo.
CONFUSABLE = (
    ("macro", "micro"), ("online", "offline"), ("content", "context"), ("covariate", "covariance"),
    ("variance", "variant"), ("varianc", "variant"), ("quantile", "quantiz"), ("quantil", "quantiz"),
    ("prefix", "prefill"), ("retrain", "restrain"), ("inter", "intra"), ("training", "trading"),
    ("minimum", "maximum"), ("explicit", "implicit"), ("increas", "decreas"), ("upstream", "downstream"),
)  # fmt: skip

_WORD = re.compile(r"(?<!\w)-\d+(?:[.,]\d+)*|\d+(?:[.,]\d+)*|[^\W\d_][^\W_]*|[<>=]+|[%$]")
_SYMBOLS = str.maketrans({
    "’": "'", "‘": "'", "`": "", "*": "", "“": '"', "”": '"', "\u200b": "", "\u200d": "", "\ufeff": "",
    "‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-", "≥": ">=", "≤": "<=", "@": " at ", "&": " and ",
})  # fmt: skip
_BARE_POINT = re.compile(r"(?<![\w.])\.(?=\d)")  # .3 is 0.3, never 3
_CONTRACTIONS = (
    (re.compile(r"\bcan't\b|\bcannot\b"), "can not"),
    (re.compile(r"\bwon't\b"), "will not"),
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"'(?:s|re|d|ll|ve|m)\b"), ""),
    (re.compile(r"\b(do|does|did|is|are|was|should|would|could)nt\b"), r"\1 not"),
    (re.compile(r"\b(\w)/(\w)\b"), r"\1\2"),
)
_AMERICAN = (
    (re.compile(r"is(e|ed|er|ers|es|ing|ation|ations|able)$"), r"iz\1"),
    (re.compile(r"ys(e|ed|er|ers|es|ing)$"), r"yz\1"),
    (re.compile(r"(?<=\w\w)our(s|ed|ing|al|able|ite|ites)?$"), r"or\1"),
    (re.compile(r"tre(s|d)?$"), r"ter\1"),
    (re.compile(r"ll(ed|ing|er|ers)$"), r"l\1"),
    (re.compile(r"logue(s)?$"), r"log\1"),
    (re.compile(r"ence(s)?$"), r"ense\1"),
)


def word_set(text: str) -> frozenset[str]:
    """The words of a text, for the word lists that code is written with."""
    return frozenset(text.split())


@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """A text in small letters, with straight quotes and hyphens, no accents, and "isn't" as "is not"."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold()).translate(_SYMBOLS)
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    for pattern, replacement in _CONTRACTIONS:
        text = pattern.sub(replacement, text)
    return _BARE_POINT.sub("0.", text)


def american(word: str) -> str:
    """A word in small letters with its British endings made American: optimise → optimize, behaviour → behavior."""
    if len(word) < 5:
        return word
    for pattern, replacement in _AMERICAN:
        word = pattern.sub(replacement, word)
    return word


@lru_cache(maxsize=1024)
def canonical(text: str) -> tuple[str, ...]:
    """The words of a text in the form in which equal answers are equal, without a leading article.

    >>> canonical("The optimised feature-stores")
    ('optimized', 'feature', 'store')
    """
    words = tuple(_canonical_word(word) for word in _WORD.findall(plain(text)))
    has_article = len(words) > 1 and words[0] in ARTICLES and len(words[1]) > 1
    return words[1:] if has_article else words


def canonical_set(text: str) -> frozenset[str]:
    """The words of a text in their canonical form, articles and all, for the word lists that code is written with."""
    return frozenset(_canonical_word(word) for word in text.split())


def squashed(words: tuple[str, ...]) -> str:
    """Words run together, so that "look-up", "look up" and "lookup" are one; numbers keep their distance."""
    return "".join(word if word[0].isalpha() else f" {word} " for word in words)


def edits(one: str, other: str, most: int) -> int:
    """Letters to change, add, drop or swap between two words; `most` + 1 for anything above `most`."""
    from rapidfuzz.distance import OSA  # loading it costs 60 ms that many starts never need

    return int(OSA.distance(one, other, score_cutoff=most))


def allowed_edits(letters: int) -> int:
    """How many edits a word of so many letters may carry and still be that word."""
    return 0 if letters <= 4 else 1 if letters <= 8 else 2


def typo_size(written: str, meant: str) -> int | None:
    """The edits by which `written` misses `meant`, 0 for the same word; None where it is another word or number."""
    if written == meant:
        return 0
    most = min(allowed_edits(len(meant)), allowed_edits(len(written) + 1))
    if not most or not (written.isalpha() and meant.isalpha()) or is_other_word(written, meant):
        return None
    distance = edits(written, meant, most)
    return distance if distance <= most else None


def is_other_word(one: str, other: str) -> bool:
    """Whether two unlike words are no typo of one another.

    Typos seldom touch the first letter, and prefixes that negate always do; known pairs are other words altogether.
    """
    if one[:1] != other[:1] and one[:2] != other[1::-1]:
        return True
    return any((a in one and b in other) or (b in one and a in other) for a, b in CONFUSABLE)


def numbers_of(words: tuple[str, ...]) -> tuple[str, ...]:
    """The parts of an answer that are never guessed: its numbers, comparisons and signs, in order."""
    return tuple(word for word in words if not word.isalpha())


def negations_of(words: tuple[str, ...]) -> int:
    """How many words of an answer turn its meaning round."""
    return sum(word in NEGATIONS for word in words)


@lru_cache(maxsize=8192)
def _canonical_word(word: str) -> str:
    if word[0].isdigit() or word[0] == "-":
        return _canonical_number(word)
    if len(word) <= 3 or not word.isalpha():
        return word
    return _singular(american(word))


def _canonical_number(word: str) -> str:
    digits = word.replace(",", "") if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", word) else word.replace(",", ".")
    try:
        return f"{float(digits):.12g}"
    except ValueError:
        return word


def _singular(word: str) -> str:
    """The same stem for one and many: query/queries, cache/caches, index/indexes."""
    if word.endswith("ies"):
        return f"{word[:-3]}i"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if word.endswith(("che", "she", "xe", "sse", "ze")):
        word = word[:-1]
    return f"{word[:-1]}i" if word.endswith("y") else word
