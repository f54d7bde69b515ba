"""Points found in an answer: halves and wholes, negations, keyword lists, quotes."""

import pytest

from bot.domain.rubric.reading import read
from tests.domain.rubric.scenarios import found

STUFFED = (
    "feature store, online store, PSI, KL divergence, canary, shadow, A/B test, rollback, NDCG, AUC, 50 ms, because"
)


def test_naming_earns_half_and_justifying_the_rest() -> None:
    """`any_of` alone earns half; with a justification all; without `with` all at once."""
    assert found("We read from the online store.", "online store", with_=["<reason>"]).share == 0.5
    assert found("We read from the online store because it is fast.", "online store", with_=["<reason>"]).share == 1
    assert found("We read from the online store.", "online store").share == 1
    assert found("We read from Redis.", "online store").share == 0


@pytest.mark.parametrize(
    ("between", "share"), [("", 1), ("It is good. ", 1), ("It is good. It is fine. ", 0.5), ("A. B. C. D. ", 0.5)]
)
def test_justification_within_two_sentences(between: str, share: float) -> None:
    """A justification counts up to two sentences away, before or behind."""
    store, fresh = "We read from the online store. ", "They must be fresh. "
    assert found(f"{store}{between}{fresh}", "online store", with_=["fresh"]).share == share
    assert found(f"{fresh}{between}{store}", "online store", with_=["fresh"]).share == share


def test_markers_must_stand_nearer() -> None:
    """A number or a reason binds to anything, so it must stand in the same or the next sentence."""
    assert found("We use the online store. It takes 5 ms.", "online store", with_=["<number>"]).share == 1
    assert found("We use the online store. Good. It takes 5 ms.", "online store", with_=["<number>"]).share == 0.5


def test_a_hit_does_not_justify_itself() -> None:
    """The number inside the named thing is not its justification."""
    assert found("We keep the top 500.", "top 500", with_=["<number>"]).share == 0.5
    assert found("We keep the top 500 of 10,000.", "top 500", with_=["<number>"]).share == 1


def test_unless_cancels_in_the_same_sentence() -> None:
    """`unless` cancels a hit in its own sentence only."""
    assert found("Log loss is fine.", "log", unless=["log loss"]).share == 0
    assert found("Log loss is fine. We log each impression.", "log", unless=["log loss"]).share == 1


@pytest.mark.parametrize(
    "answer",
    [
        "We won't use a feature store.",
        "We will not need any feature store.",
        "There is no need for a big central feature store.",
        "There is no feature store.",
        "It works without a feature store.",
        "We read the log instead of the feature store.",
        "We read the log rather than a feature store.",
        "I don't think we need a feature store.",
        "We do not use Kafka, Flink or a feature store.",
        "I would skip the feature store.",
        "Never build a feature store.",
        "A feature store isn't needed here.",
        "A feature store is not necessary.",
        "The feature store would be overkill.",
        "We cannot use the feature store.",
    ],
)
def test_negation_cancels(answer: str) -> None:
    """What an answer says it will not do is not found."""
    assert found(answer, "feature store").share == 0


@pytest.mark.parametrize(
    "answer",
    [
        "No batch job, we use a feature store.",
        "We don't poll the log, but read a feature store.",
        "We don't use Kafka because the feature store does it.",
        "Instead of polling we use a feature store.",
        "Don't forget the feature store.",
        "It cannot work without a feature store.",
        "Not only a cache but a feature store.",
        "It must answer in no more than 5 ms from the feature store.",
        "We do not know which feature store they have.",
        "This is not optional. The feature store serves it.",
        "A feature store, not a cache.",
        "No GPU sits near the feature store.",
        "We don't poll, a feature store answers.",
        "The feature store is not optional.",
    ],
)
def test_other_negations_do_not_cancel(answer: str) -> None:
    """A negation of something else, or a double one, leaves the hit."""
    assert found(answer, "feature store").share == 1


def test_a_spelling_may_hold_its_own_negation() -> None:
    """The spelling "never random split" is found where it is said, and its own negation does not cancel it."""
    assert found("We never use a random split here.", "never random split").share == 1
    assert found("We use a random split here.", "never random split").share == 0


def test_evidence_is_no_negation() -> None:
    """A negation that is itself evidence does not cancel the hit behind it."""
    answer = "We never see the blocked payments again."
    assert found(answer, "blocked payments", with_=["never see"]).share == 1
    assert found(answer, "blocked payments").share == 0


def test_another_place_may_still_show_it() -> None:
    """A cancelled hit does not hide a good one elsewhere."""
    assert found("No feature store at first. Later a feature store serves both paths.", "feature store").share == 1


@pytest.mark.parametrize(
    "answer",
    [
        STUFFED,
        STUFFED.replace(", ", "\n"),
        STUFFED.replace(", ", " "),
        f"We use {STUFFED}.",
        STUFFED.replace(", ", ". "),
    ],
)
def test_keyword_lists_earn_half_at_most(answer: str) -> None:
    """A list of keywords names things and justifies nothing, whatever stands between them."""
    for spelling in ("feature store", "PSI", "canary", "NDCG"):
        assert found(answer, spelling, with_=["<number>", "<reason>"]).share <= 0.5
        assert found(answer, spelling).share == 0.5


@pytest.mark.parametrize(
    "answer",
    [
        "Store the features in a feature store with 5 ms look-ups.",
        "- Data: clicks and dwell from Kafka into the feature store, joined by event time",
        "A feature store holds them.",
        "Redis serves as our feature store, refreshed hourly.",
    ],
)
def test_terse_sentences_are_no_lists(answer: str) -> None:
    """Short notes with a verb or small words count as sentences."""
    assert found(answer, "feature store").share == 1


def test_a_list_among_sentences_is_still_a_list() -> None:
    """In a text of sentences the one sentence that only lists keywords earns half."""
    prose = "We would like to know who reads this and how often they do it. " * 6
    answer = f"{prose}{STUFFED}. {prose}"
    assert not read(answer).is_listed
    assert found(answer, "canary").share == 0.5
    assert found(answer, "reads").share == 1


def test_half_a_text_of_lists_caps_the_whole() -> None:
    """Where most of the text only lists keywords, a sentence among them earns half too."""
    answer = f"We use the feature store because it is fast. {STUFFED}. {STUFFED}."
    assert read(answer).is_listed
    assert found(answer, "feature store", with_=["<reason>"]).share == 0.5


def test_quotes_are_the_learners_own_words() -> None:
    """Each quote is a piece of the answer, and holds what was found."""
    answer = "First, data.  We read from the *Online Store*, p99 5 ms.\nThat is so because features must be fresh."
    finding = found(answer, "online store", with_=["fresh"])
    assert all(quote in answer for quote in finding.quotes)
    assert finding.quotes[0] == "We read from the *Online Store*, p99 5 ms"
    assert "fresh" in finding.quotes[1]


def test_long_sentences_are_quoted_around_the_hit() -> None:
    """Of a sentence without end only the part around the hit is quoted."""
    answer = "and so on " * 100 + "the feature store answers " + "and so on " * 100
    quote = found(answer, "feature store").quotes[0]
    assert "feature store" in quote
    assert len(quote) <= 160
