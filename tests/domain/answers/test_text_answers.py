"""Grading of typed and cloze answers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.answers import spelling
from bot.domain.answers.grading import grade
from bot.domain.answers.showing import show
from bot.domain.answers.verdict import BadAnswer, Verdict
from tests.domain.answers import cards

STORE = ("online store", "online feature store")


def answer(text: str, *accepted: str) -> Verdict:
    """Grade a typed answer."""
    card = cards.typed(*accepted)
    return grade(card, show(card, "me", 0), text)


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("Online Store", "online store"),
        ("the online stores", "online store"),
        ("online-store", "online store"),
        ("onlinestore", "online store"),
        ("“online store”", "online store"),
        ("*online store*.", "online store"),
        ("ｏｎｌｉｎｅ store", "online store"),
        ("behavioral cloning", "behavioural cloning"),
        ("normalization", "normalisation"),
        ("modeling", "modelling"),
        ("center", "centre"),
        ("naive Bayes", "naïve Bayes"),
        ("queries", "query"),
        ("caches", "cache"),
        ("indexes", "index"),
        ("AB test", "A/B test"),
        ("a b test", "A/B test"),
        ("precision at k", "precision@k"),
        ("0.20", "0.2"),
        ("1,000", "1000"),
        ("isn't stationary", "is not stationary"),
    ],
)
def test_same_words_in_another_dress(text: str, accepted: str) -> None:
    """Case, quotes, hyphens, spaces, plurals and American spelling make no difference, and need no remark."""
    verdict = answer(text, accepted)
    assert (verdict.correct, verdict.says) == (True, "")


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("cannary", "canary"),
        ("onlnie stroe", "online store"),
        ("calibraiton", "calibration"),
        ("featurestor", "feature store"),
    ],
)
def test_typos_pass_with_the_usual_spelling(text: str, accepted: str) -> None:
    """A slip in a longer word passes, and the usual spelling is shown."""
    verdict = answer(text, accepted)
    assert verdict.correct is True
    assert accepted in verdict.says


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("CRT", "CTR"),
        ("dtaa", "data"),
        ("at least 0.3", "at least 0.2"),
        ("p95", "p99"),
        ("top 5", "top 50"),
        ("-1", "1"),
        ("> 0.2", "< 0.2"),
        ("unsupervised", "supervised"),
        ("not supervised", "supervised"),
        ("non-stationary", "stationary"),
        ("imbalanced", "balanced"),
        ("offline store", "online store"),
        ("micro-average", "macro-average"),
        ("covariance shift", "covariate shift"),
        ("context features", "content features"),
        ("decision", "precision"),
        ("maximum", "minimum"),
    ],
)
def test_other_answers_are_not_taken_for_typos(text: str, accepted: str) -> None:
    """Short words, numbers, negations and words a letter apart are other answers."""
    assert answer(text, accepted).correct is False


@pytest.mark.parametrize(
    "text",
    [
        "it's the online store",
        "I would use an online store",
        "the online store, because it answers point look-ups",
        "the online store rather than the offline one",
        "not the offline but the online store",
        "online store (Redis)",
        "online store, online feature store",
        "I think it is the onlin store",
    ],
)
def test_answer_inside_a_short_sentence(text: str) -> None:
    """Small words around the answer, and the reasons behind it, do no harm."""
    assert answer(text, *STORE).correct is True


@pytest.mark.parametrize(
    "text",
    [
        "online store offline store",
        "online store, offline store",
        "offline store / online store",
        "online store or offline store",
        "batch stream online store cache",
        "not the online store",
        "the offline store rather than the online store",
        "offline store, because the online store is slow",
    ],
)
def test_keyword_soup_is_wrong(text: str) -> None:
    """Several answers strung together, or the right word in the wrong role, do not pass."""
    assert answer(text, *STORE).correct is False


@pytest.mark.parametrize(
    ("text", "accepted", "says"),
    [
        ("dara", "data", "3 of 4 letters"),
        ("CRT", "CTR", "right letters, in another order"),
        ("date drift", "data drift", "one letter off"),
        ("online", "online store", "1 of 2 words is right"),
        ("store online", "online store", "another order"),
        ("at least 0.3", "at least 0.2", "number is not"),
        ("unsupervised", "supervised", "mind the negation"),
        ("online store, offline store", "online store", "among others"),
        ("shadow", "canary", ""),
    ],
)
def test_says_how_near_it_was(text: str, accepted: str, says: str) -> None:
    """A wrong answer is told how near it came, and nothing where it did not."""
    verdict = answer(text, accepted)
    assert verdict.correct is False
    assert says in verdict.says if says else verdict.says == ""


@pytest.mark.parametrize("text", ["", " \n", "?", "no idea", "I don’t know."])
def test_nothing_means_dont_know(text: str) -> None:
    """An empty answer is wrong without a word of blame."""
    verdict = answer(text, "canary")
    assert (verdict.correct, verdict.given, verdict.says, verdict.expected) == (False, "", "", "canary")


def test_giving_up_may_be_the_answer() -> None:
    """What is accepted passes, even where it reads like giving up."""
    assert answer("no idea", "no idea").correct is True


def test_cloze_is_graded_alike() -> None:
    """A blank accepts what a typed card accepts."""
    card = cards.cloze("online")
    assert grade(card, show(card, "me", 0), "Online").correct is True
    assert grade(card, show(card, "me", 0), "offline").correct is False


def test_an_essay_is_sent_back() -> None:
    """A text far longer than any answer does not count as one."""
    with pytest.raises(BadAnswer):
        answer("online store " * 40, "online store")


@given(
    st.lists(
        st.sampled_from(["online", "offline", "store", "drift", "data", "p99", "0.2", "not"]), min_size=1, max_size=4
    )
)
@settings(max_examples=80)
def test_the_accepted_answer_always_passes(words: list[str]) -> None:
    """Whatever is accepted passes when it is typed as it stands."""
    accepted = " ".join(words)
    assert answer(accepted, accepted).correct is True


@given(st.text(max_size=80))
@settings(max_examples=150)
def test_any_text_is_judged(text: str) -> None:
    """No text breaks grading, and grading it twice says the same."""
    assert answer(text, "online store", "0.2") == answer(text, "online store", "0.2")


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12), st.text(max_size=12))
@settings(max_examples=100)
def test_folding_twice_changes_nothing(word: str, other: str) -> None:
    """The canonical form of a word does not depend on case or surroundings."""
    assert spelling.canonical(f"x {word.upper()}")[1:] == spelling.canonical(f"x {word}")[1:]
    assert spelling.squashed(spelling.canonical(other)) == spelling.squashed(spelling.canonical(f" {other} "))
