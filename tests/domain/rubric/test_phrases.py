"""Finding spellings in a text: word forms, compounds, gaps, typos and markers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.rubric.phrases import find
from bot.domain.rubric.reading import read
from tests.domain.rubric.scenarios import matches


@pytest.mark.parametrize(
    ("spelling", "text"),
    [
        ("retrain", "We start retraining every night."),
        ("latency", "The latencies add up."),
        ("quantise", "The model is quantized."),
        ("behavior", "User behaviours differ."),
        ("GPU", "Two GPUs serve it."),
        ("gpu", "two gpus serve it"),
        ("AUC", "We compare AUCs."),
        ("A/B test", "Then an A/B-test."),
        ("AB test", "Then A/B testing."),
        ("look-up", "One lookup a request."),
        ("lookup", "One look-up a request."),
        ("lookup", "Look ups are fast."),
        ("feature store", "The feature_store answers."),
        ("feature store", "A featurestore answers."),
        ("feature store", "a feature and embedding store"),
        ("point-in-time join", "We do point in time correct joins."),
        ("drop in AUC", "a drop of the AUC"),
        ("user history", "each user's history"),
        ("NDCG@10", "NDCG@10 offline"),
        ("p99", "p99 under 200 ms"),
        ("monitoring", "We need monitering."),
        ("calibration", "Check the calibraton."),
        ("<number>", "It takes 50ms."),
        ("<number>", "Half of them."),
        ("<number> ms", "It takes 50ms."),
        ("top <number>", "We keep the top 500."),
        ("<reason>", "We do it, because it pays."),
        ("<reason>", "It is cached to avoid a second look-up."),
        ("<reason>", "Cache it; otherwise it is slow."),
    ],
)
def test_found(spelling: str, text: str) -> None:
    """Other word forms, spellings, hyphens, small gaps, typos and markers match."""
    assert matches(spelling, text)


@pytest.mark.parametrize(
    ("spelling", "text"),
    [
        ("feature store", "The store of features."),
        ("feature store", "We list features, store them, and go on."),
        ("feature store", "Features are good. Store them."),
        ("feature store", "feature one two three store"),
        ("fall back", "If recall falls we go back to the start."),
        ("serve", "The server is down."),
        ("AUC", "the AUK"),
        ("drift", "a drit"),
        ("online", "an offline store"),
        ("context features", "content features"),
        ("variance", "a variant"),
        ("<number>", "p99 and f1 with no figure"),
        ("<number>", "1. Data\n2. Model\nIn step 3 we serve."),
        ("<number> ms", "50 s"),
        ("<reason>", "We cache it and serve it."),
        ("", "anything"),
        ("***", "anything"),
    ],
)
def test_not_found(spelling: str, text: str) -> None:
    """Another order, a new clause, too wide a gap, short or other real words do not match."""
    assert not matches(spelling, text)


def test_wrapped_lines_are_one_sentence() -> None:
    """A line break inside a long line is mere wrapping; one between short lines ends a sentence."""
    wrapped = "We keep all the features that the ranking model needs at request time in the feature\nstore, online."
    assert matches("feature store", wrapped)
    assert not matches("feature store", "We log features\nstore logs")


def test_sentences_end_where_they_should() -> None:
    """Full stops, line breaks and list items end a sentence; abbreviations and decimals do not."""
    text = "Use 0.5 s, e.g. for feeds. Then serve!\n- log it\n\n2) join it"
    assert [word.sentence for word in read(text).words if word.text in ("feeds", "then", "log", "join")] == [0, 1, 2, 3]


@given(st.lists(st.sampled_from(["feature", "store", "drift", "online", "alert", "model"]), min_size=1, max_size=4))
@settings(max_examples=60)
def test_every_spelling_finds_itself(words: list[str]) -> None:
    """A spelling is found in a text that holds it as it stands."""
    spelling = " ".join(words)
    hits = find(read(f"First we say {spelling} and go on."), spelling)
    assert hits


@given(st.text(max_size=200), st.text(max_size=20))
@settings(max_examples=150)
def test_any_text_can_be_searched(text: str, spelling: str) -> None:
    """No text and no spelling breaks the search, and every hit lies inside the text."""
    reading = read(text)
    for hit in find(reading, spelling):
        assert 0 <= hit.first <= hit.last < len(reading.words)
