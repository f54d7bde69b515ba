"""Choosing cards by topic, who sees which deck, the glossary, and what a reload changes."""

from pathlib import Path

import pytest

from bot.content.audience import Viewer
from bot.content.library import Library, TopicSort, UnknownTopic
from bot.content.loader import BrokenDecks, load
from bot.domain.steps import Step
from tests.content.decks import card, deck, five_points, folder

TERMS = """\
terms:
  - {id: feature-store, name: Feature store, aliases: [FS, online store], meaning: Newest values by key.}
  - {id: psi, name: Population stability index, aliases: [PSI, stability index], meaning: Two histograms in one number.}
  - {id: drift, name: Drift, meaning: The world moves on.}
  - {id: data-drift, name: Data drift, aliases: [covariate shift], meaning: The inputs move on.}
  - {id: two-tower, name: Two-tower model, meaning: One tower a side.}
"""
EVERYONE = deck(
    card("fresh", tags="[freshness]"),
    card("feed", tags="[ranking, search]", step="data"),
    card("chat", "typed", "accepted: [RAG]", tags="[rag]", step="modeling"),
    card("scene", "scenario", five_points().replace("taught", "fresh"), step="frame"),
    head=TERMS,
)


def team_deck(audience: str, *, name: str = "ours", cards: str = "", head: str = "") -> str:
    """A deck for a tenant or a channel."""
    return deck(cards or card("secret", tags="[roadmap]"), name=name, head=head).replace(
        "title: Stores\n", f"title: Ours\naudience: {audience}\n"
    )


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """A folder with four cards for everyone."""
    return folder(tmp_path / "shipped", {"a.yaml": EVERYONE})


@pytest.fixture
def library(shipped: Path) -> Library:
    """The decks for everyone."""
    return load([shipped])


def ids(cards: tuple[object, ...]) -> list[str]:
    """The ids of cards or terms, in order."""
    return [getattr(one, "id") for one in cards]  # noqa: B009 - both cards and terms have one


@pytest.mark.parametrize(
    ("topic", "expected"),
    [
        ("data", ["feed"]),
        ("Serving", ["fresh"]),
        (" frame ", ["scene"]),
        ("ranking", ["feed", "scene"]),
        ("search", ["feed", "scene"]),
        ("FEED", ["feed", "scene"]),
        ("llm", ["chat"]),
        ("rag", ["chat"]),
        ("typed", ["chat"]),
        ("scenario", ["scene"]),
        ("stores", ["fresh", "feed", "chat", "scene"]),
        ("freshness", ["fresh"]),
        ("monitoring", []),
        ("vision", []),
        ("cv", []),
        ("order", []),
    ],
)
def test_a_topic_is_a_step_type_alias_kind_deck_or_tag(library: Library, topic: str, expected: list[str]) -> None:
    """Each of them selects its cards in the decks' order; known topics without cards are empty, not unknown."""
    assert ids(library.select(topic)) == expected


@pytest.mark.parametrize(
    ("topic", "near"), [("monitorng", "monitoring"), ("freshnes", "freshness"), ("recomender", "recommender")]
)
def test_an_unknown_topic_names_the_nearest(shipped: Path, topic: str, near: str) -> None:
    """Someone who slips is told what they may have meant."""
    folder(shipped, {"b.yaml": deck(card("m", step="monitoring"), name="b")})
    with pytest.raises(UnknownTopic, match=f"no topic '{topic}'. Did you mean '{near}'"):
        load([shipped]).select(topic)


def test_a_wild_guess_is_answered_with_a_choice(library: Library) -> None:
    """Where nothing is near, topics that exist are listed."""
    with pytest.raises(UnknownTopic, match="Choose one of: data, modeling, serving, frame, llm, ranking"):
        library.select("zzzzqq")


def test_topics_are_listed_with_their_counts(library: Library) -> None:
    """Steps come in the interview's order, then types, kinds, decks and tags."""
    listed = [(topic.sort, topic.name, topic.count) for topic in library.topics()]
    assert listed == [
        (TopicSort.STEP, "data", 1),
        (TopicSort.STEP, "modeling", 1),
        (TopicSort.STEP, "serving", 1),
        (TopicSort.STEP, "frame", 1),
        (TopicSort.TYPE, "llm", 1),
        (TopicSort.TYPE, "ranking", 2),
        (TopicSort.KIND, "flip", 2),
        (TopicSort.KIND, "scenario", 1),
        (TopicSort.KIND, "typed", 1),
        (TopicSort.DECK, "stores", 4),
        (TopicSort.TAG, "freshness", 1),
    ]
    assert all(len(library.select(name)) == count for _, name, count in listed)


@pytest.mark.parametrize(
    ("audience", "viewer", "seen"),
    [
        ("everyone", Viewer(), True),
        ("tenant:T1", Viewer(tenant="T1"), True),
        ("tenant:T1", Viewer(tenant="T1", channel="C9"), True),
        ("tenant:T1", Viewer(tenant="T2"), False),
        ("tenant:T1", Viewer(), False),
        ("tenant:None", Viewer(), False),
        ("channel:C1", Viewer(tenant="T1", channel="C1"), True),
        ("channel:C1", Viewer(tenant="T1", channel="C2"), False),
        ("channel:C1", Viewer(tenant="C1"), False),
        ("channel:C1", Viewer(tenant="T1"), False),
    ],
)
def test_a_deck_is_seen_only_by_its_audience(shipped: Path, audience: str, viewer: Viewer, *, seen: bool) -> None:
    """To others its cards, its name, its tags and its terms do not exist."""
    term = "terms:\n  - {id: project-x, name: Project X, meaning: Ours alone.}\n"
    folder(shipped, {"b.yaml": team_deck(audience, head=term)})
    library = load([shipped])
    assert (library.find("secret", viewer) is not None) is seen
    assert ("secret" in ids(library.visible(viewer))) is seen
    assert ("secret" in ids(library.select("serving", viewer))) is seen
    assert ({"ours", "roadmap"} <= {topic.name for topic in library.topics(viewer)}) is seen
    assert bool(library.lookup("project x", viewer)) is seen
    for topic in ("ours", "roadmap"):
        if seen:
            assert ids(library.select(topic, viewer)) == ["secret"]
        else:
            with pytest.raises(UnknownTopic):
                library.select(topic, viewer)


def test_a_deck_has_one_audience(shipped: Path) -> None:
    """Files of one deck that disagree could show a tenant's cards to everyone."""
    folder(shipped, {"b.yaml": team_deck("tenant:T1", name="stores")})
    with pytest.raises(BrokenDecks, match=r"b.yaml:3: deck 'stores' is for tenant:T1 here and for everyone in"):
        load([shipped])


def test_a_deck_for_all_cannot_use_what_only_some_may_see(shipped: Path) -> None:
    """A tenant's term would show through another card's lesson, its card through a rubric."""
    term = "terms:\n  - {id: project-x, name: Project X, meaning: Ours alone.}\n"
    scene = card("leak", "scenario", five_points().replace("[taught]", "[secret]"))
    folder(
        shipped,
        {"b.yaml": team_deck("tenant:T1", head=term), "c.yaml": deck(card("t", term="project-x"), scene, name="c")},
    )
    with pytest.raises(BrokenDecks) as caught:
        load([shipped])
    told = {problem.message for problem in caught.value.problems}
    assert told == {"the term 'project-x' is not visible to everyone", "the card 'secret' is not visible to everyone"}


def test_without_a_viewer_every_card_is_found(shipped: Path) -> None:
    """A review of a card, whoever may see it now, still has its front."""
    folder(shipped, {"b.yaml": team_deck("tenant:T1")})
    assert load([shipped]).find("secret") is not None
    assert load([shipped]).find("no-such") is None


def test_a_team_folder_adds_to_the_shipped_decks(shipped: Path, tmp_path: Path) -> None:
    """A second folder needs no framework, may cite the first one's sources, and makes another version."""
    team = folder(tmp_path / "team", {"b.yaml": team_deck("tenant:T1")}, framework=False)
    before, after = load([shipped]), load([shipped, team])
    assert set(after.cards) - set(before.cards) == {"secret"}
    assert after.framework == before.framework
    assert after.decks["ours"].title == "Ours"
    assert after.version != before.version


def test_a_card_that_left_is_not_found(shipped: Path) -> None:
    """A reload makes another library; the old one stays as it was."""
    before = load([shipped])
    folder(shipped, {"a.yaml": EVERYONE.replace("id: chat\n", "id: talk\n")})
    after = load([shipped])
    assert after.find("chat") is None
    assert after.find("talk") is not None
    assert before.find("chat") is not None
    assert before.version != after.version


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("feature store", "feature-store"),
        ("FEATURE-STORE", "feature-store"),
        ("feture stor", "feature-store"),
        ("online store", "feature-store"),
        ("psi", "psi"),
        ("what is PSI?", "psi"),
        ("stability index", "psi"),
        ("drift", "drift"),
        ("data drift", "data-drift"),
        ("covariate shift", "data-drift"),
        ("two tower", "two-tower"),
        ("fs", "feature-store"),
    ],
)
def test_the_glossary_answers_names_aliases_and_slips(library: Library, text: str, first: str) -> None:
    """The likest entry comes first."""
    assert ids(library.lookup(text))[0] == first


def test_a_look_up_is_ranked_and_without_repeats(library: Library) -> None:
    """The plain drift precedes the data drift, each once, as many as asked for."""
    assert ids(library.lookup("drift")) == ["drift", "data-drift"]
    assert ids(library.lookup("drift", limit=1)) == ["drift"]


@pytest.mark.parametrize("text", ["", "?!", "kubernetes", "x"])
def test_a_look_up_of_something_else_finds_nothing(library: Library, text: str) -> None:
    """No entry is better than a wrong one."""
    assert library.lookup(text) == ()


def test_a_library_cannot_be_changed(library: Library) -> None:
    """Whoever holds one sees the same cards for as long as they hold it."""
    with pytest.raises(TypeError):
        library.cards["x"] = library.cards["fresh"]  # type: ignore[index]  # the point of the test
    with pytest.raises(AttributeError):
        library.version = "x"  # type: ignore[misc]  # the point of the test


def test_a_step_wins_over_a_deck_or_tag_of_its_name(shipped: Path) -> None:
    """A word that is several things is always the same one of them."""
    folder(
        shipped, {"b.yaml": deck(card("odd", tags="[monitoring]"), card("even", step="monitoring"), name="monitoring")}
    )
    library = load([shipped])
    assert ids(library.select("monitoring")) == ["even"]
    assert [topic.sort for topic in library.topics() if topic.name == "monitoring"] == [TopicSort.STEP]


def test_the_framework_comes_along(library: Library) -> None:
    """Six steps with their minutes."""
    assert [guide.step for guide in library.framework.steps] == [step for step in Step if step is not Step.FRAME]
    assert library.framework.steps[0].minutes == 7
