"""From an intent to a button's token and back."""

from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.memory import Grade
from bot.intents import (
    AnswerCard,
    ChangeSetting,
    CorrectPoints,
    DrillMode,
    GradeCard,
    Intent,
    LinkAccounts,
    LookUp,
    SkipDrill,
    SnoozeDrill,
    SnoozeUntil,
    StartDrill,
    StartScenario,
    TickElements,
    Undo,
    UnsuspendCards,
)
from bot.screens import tokens
from bot.screens.tokens import CODES, LONGEST, Act, Token, decode, encode
from tests.screens.strategies import INTENTS, any_intent, smallest

# Messages hold these for ever: a line may be added, and none may ever be changed or given to another intent.
WRITTEN_ONCE: dict[str, Intent] = {
    "1:ac:7:3": AnswerCard(7, 3),
    "1:ac:7:3:b": AnswerCard(7, 3, "b"),
    "1:cp:ff:10:0.2.f": CorrectPoints(255, 16, (0, 2, 15)),
    "1:cs:zone:Europe/Berlin": ChangeSetting("zone", "Europe/Berlin"),
    "1:cs:minutes:!": ChangeSetting("minutes", ""),
    "1:gr:7:3:1": GradeCard(7, 3, Grade.AGAIN),
    "1:gr:7:3:4": GradeCard(7, 3, Grade.EASY),
    "1:la:CDFGHJKM:1": LinkAccounts("CDFGHJKM", confirmed=True),
    "1:lu:d%27%C3%A9t%C3%A9": LookUp("d'été"),
    "1:sd": StartDrill(),
    "1:sd:serving:a:0": StartDrill("serving", 10, 0),
    "1:sd:::5:new": StartDrill(new=5, mode=DrillMode.NEW),
    "1:sd::::weak": StartDrill(mode=DrillMode.WEAK),
    "1:ss:curveball": StartScenario("curveball"),
    "1:ss::1": StartScenario(aloud=True),
    "1:sn:2026-03-10:tomorrow": SnoozeDrill("2026-03-10", SnoozeUntil.TOMORROW),
    "1:td:2026-03-10~1": SkipDrill("2026-03-10~1"),
    "1:te:7:3": TickElements(7, 3),
    "1:un": Undo(),
    "1:us:serve-canary-what": UnsuspendCards("serve-canary-what"),
}
SMALLEST_ONCE = {
    "AddLine": "1:al:1:x",
    "AnswerCard": "1:ac:1:1",
    "AskFact": "1:af:1:1",
    "ChangeSetting": "1:cs:x:x",
    "CorrectFlags": "1:cf:1:1",
    "CorrectPoints": "1:cp:1:1",
    "EndDrill": "1:ed:1:1",
    "ExportAll": "1:xa",
    "ExportReviews": "1:ex",
    "FinishScenario": "1:fs:1:1",
    "FlagCard": "1:fl:1:1",
    "FollowZone": "1:fz:x",
    "ForgetMe": "1:fm",
    "GradeCard": "1:gr:1:1:3",
    "Help": "1:he",
    "InterpretText": "1:it:x",
    "LinkAccounts": "1:la",
    "LookUp": "1:lu:x",
    "PauseSchedule": "1:ps",
    "ResumeSchedule": "1:rs",
    "Reveal": "1:rv:1:1",
    "SendNow": "1:nw",
    "SetSchedule": "1:sw:x",
    "ShowFramework": "1:fw",
    "ShowHome": "1:ho",
    "ShowPrivacy": "1:pr",
    "ShowSchedule": "1:sc",
    "ShowSettings": "1:se",
    "ShowStats": "1:st",
    "ShowWelcome": "1:we",
    "SkipCard": "1:sk:1:1",
    "SkipDrill": "1:td",
    "SnoozeDrill": "1:sn:x",
    "StartDrill": "1:sd",
    "StartScenario": "1:ss",
    "StopSchedule": "1:of",
    "SubmitScenario": "1:sb:1:1",
    "SuspendCard": "1:su:1:1",
    "TickElements": "1:te:1:1",
    "Undo": "1:un",
    "UnlinkAccounts": "1:ua",
    "UnsuspendCards": "1:us",
}


@settings(max_examples=400)
@given(any_intent(), st.sampled_from(Act))
def test_every_intent_comes_back_from_its_token(intent: Intent, act: Act) -> None:
    """Whatever an intent holds, its token is short and means the same again."""
    token = encode(intent, act)
    assert len(token) <= LONGEST
    assert tokens.read(token) == Token(act, intent)


def test_every_intent_has_a_code() -> None:
    """A new intent must be given one; none is given twice."""
    assert set(CODES.values()) == set(get_args(Intent))
    assert len(set(CODES.values())) == len(CODES)


@pytest.mark.parametrize("sort", INTENTS)
def test_codes_never_change(sort: type) -> None:
    """A button of last year still means what it said; a new intent adds its line here."""
    assert encode(smallest(sort)) == SMALLEST_ONCE[sort.__name__]


@pytest.mark.parametrize(("token", "intent"), WRITTEN_ONCE.items())
def test_the_form_of_fields_never_changes(token: str, intent: Intent) -> None:
    """Tokens with all kinds of fields read and write as they always did."""
    assert encode(intent) == token
    assert decode(token) == intent


@settings(max_examples=300)
@given(st.text(max_size=120) | st.from_regex(r"1[:?+][a-z]{2}(:[0-9a-f.!%-]{0,6}){0,5}", fullmatch=True))
def test_no_text_can_break_the_reading(text: str) -> None:
    """A strange token is None, or it is exactly what its intent is written as."""
    found = tokens.read(text)
    assert found is None or encode(found.intent, found.act) == text


@settings(max_examples=300)
@given(any_intent(), st.data())
def test_a_changed_token_is_refused_or_another_one(intent: Intent, data: st.DataObject) -> None:
    """One character more, less or other never raises and never yields the same intent."""
    token = encode(intent)
    place = data.draw(st.integers(0, len(token)))
    changed = token[:place] + data.draw(st.text(max_size=1)) + token[place + data.draw(st.integers(0, 1)) :]
    if changed != token:
        found: Any = decode(changed)
        assert found is None or found != intent


@pytest.mark.parametrize(
    "token",
    [
        "",
        "1",
        "1:",
        "1:zz",  # an intent that is no more
        "0:un",  # another version
        "2:un",
        "1:ac",  # fields are missing
        "1:ac:7",
        "1:gr:7:3",
        "1:gr:7:3:9",  # no such grade
        "1:sd::::soon",  # no such mode
        "1:rv:7:3:4",  # a field too many
        "1:rv:x:3",
        "1:rv: 7:3",  # numbers in another spelling
        "1:rv:07:3",
        "1:rv:7_0:3",
        "1:sd::::due",  # a default that is spelt out
        "1:rv:8000000000000000:3",  # beyond what a database holds
        "1:lu:%ff",
        "1:un#0",
        "1:us:" + "x" * 100,
    ],
)
def test_tokens_that_are_none_are_refused(token: str) -> None:
    """Each way of being wrong is told apart from an intent."""
    assert tokens.read(token) is None


def test_a_token_that_opens_a_form_does_nothing_by_itself() -> None:
    """Typing an answer and not knowing it are the same intent: their buttons must differ."""
    empty = AnswerCard(7, 3)
    assert decode(encode(empty, Act.ASK)) is None
    assert len({encode(empty, act) for act in Act}) == len(Act)


def test_a_text_that_is_too_long_is_a_fault_of_ours() -> None:
    """Screens carry no long texts; one that does is found at once."""
    with pytest.raises(ValueError, match="LookUp"):
        encode(LookUp("x" * 100))
    assert encode(replace(LookUp(""), text="x" * 95))
