"""Secrets are sealed so that only the right key, for the right owner, opens them unchanged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.crypto import BadKeys, CannotOpen, KeyRing, Sealed, new_key_line

OLD, NEW = new_key_line(), new_key_line()
RING = KeyRing.parse(f"{OLD}\n{NEW}")
CHARACTERS = st.characters(codec="utf-8")


@given(st.text(CHARACTERS), st.text(CHARACTERS))
def test_what_was_sealed_opens_again(clear: str, owner: str) -> None:
    """Any text comes back for its owner, and lies in no other form in what is kept."""
    sealed = RING.seal(clear, owner)

    assert RING.open(sealed, owner) == clear
    assert len(clear) < 8 or clear not in sealed.text


@given(st.text(CHARACTERS), st.text(CHARACTERS), st.text(CHARACTERS))
def test_nobody_else_can_open_it(clear: str, owner: str, other: str) -> None:
    """A text that is moved to another owner does not open there."""
    if other != owner:
        with pytest.raises(CannotOpen):
            RING.open(RING.seal(clear, owner), other)


@given(st.data())
def test_a_changed_character_is_noticed(data: st.DataObject) -> None:
    """Whatever letter is changed, and wherever it is cut, it does not open."""
    sealed = RING.seal("xoxb-secret", "slack:T1")
    place = data.draw(st.integers(0, len(sealed.text.rstrip("=")) - 2))
    other = "A" if sealed.text[place] != "A" else "B"
    for text in (sealed.text[:place] + other + sealed.text[place + 1 :], sealed.text[:place]):
        with pytest.raises(CannotOpen):
            RING.open(Sealed(sealed.key_id, text), "slack:T1")


def test_the_last_key_seals_and_all_open() -> None:
    """A key that is added below takes over; what the older one sealed still opens."""
    before = KeyRing.parse(OLD).seal("xoxb-1", "slack:T1")

    assert before.key_id == OLD.partition(":")[0]
    assert RING.seal("xoxb-2", "slack:T1").key_id == NEW.partition(":")[0] == RING.newest_id
    assert RING.open(before, "slack:T1") == "xoxb-1"


def test_a_key_listed_twice_counts_where_it_stands_last() -> None:
    """Who pastes an old key below a new one has made the old one the newest."""
    assert KeyRing.parse(f"{OLD}\n{NEW}\n{OLD}").newest_id == OLD.partition(":")[0]


def test_the_same_text_is_never_sealed_alike() -> None:
    """Equal tokens cannot be recognised as equal in a dump."""
    assert len({RING.seal("xoxb-1", "slack:T1").text for _ in range(20)}) == 20


def test_a_missing_key_is_named() -> None:
    """Who removed a key too early learns which one to put back."""
    sealed = RING.seal("xoxb-1", "slack:T1")

    with pytest.raises(BadKeys, match=f"slack:T1.*{sealed.key_id}.*Put that key back"):
        KeyRing.parse(OLD).open(sealed, "slack:T1")


def test_an_empty_ring_says_how_to_get_a_key() -> None:
    """Nothing is ever kept in clear because a key is missing."""
    empty = KeyRing.parse("  \n# none yet\n")

    for act in (lambda: empty.seal("xoxb-1", "slack:T1"), lambda: empty.newest_id):
        with pytest.raises(BadKeys, match="mlsd keys new"):
            act()


@pytest.mark.parametrize(
    "written",
    [f"{OLD},{NEW}", f"# old\n{OLD}  # of 2025\r\n\n{NEW}\n", f" {OLD} {NEW} "],
    ids=["commas", "lines", "spaces"],
)
def test_a_ring_is_read_as_people_write_it(written: str) -> None:
    """Lines, commas or spaces; comments and blank lines are passed over."""
    ring = KeyRing.parse(written)

    assert ring.newest_id == NEW.partition(":")[0]
    assert OLD.partition(":")[0] in ring


@pytest.mark.parametrize(
    "damaged",
    [
        OLD[:-3],
        OLD.partition(":")[2],
        "key",
        ":",
        f"{OLD.partition(':')[0]}:{NEW.partition(':')[2]}",
        "ä:ö",
    ],
    ids=["cut", "nameless", "a word", "empty", "mixed up", "no letters of ours"],
)
def test_a_damaged_key_is_told_by_its_place(damaged: str) -> None:
    """Neither a cut nor a mixed-up line passes for a key, and the message does not repeat it."""
    with pytest.raises(BadKeys, match="Key 2 of MLSD_TOKEN_KEYS") as caught:
        KeyRing.parse(f"{NEW}\n{damaged}")

    assert len(damaged) < 4 or damaged not in str(caught.value)


def test_keys_do_not_show_in_what_is_printed() -> None:
    """A ring in a traceback gives nothing away."""
    secret = NEW.partition(":")[2]

    assert secret not in repr(RING) + repr(vars(RING))
