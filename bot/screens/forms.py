"""Forms as plain data: what a platform asks in a dialog of its own, and the intent that the answers complete.

A dialog must be the first response to a press, so a form is made from an intent alone, without the database.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from bot.domain.settings import FIELDS
from bot.intents import AnswerCard, AskFact, ChangeSetting, FlagCard, Intent, LookUp, SubmitScenario, TextIntent
from bot.screens.model import Entry

FormIntent = TextIntent | LookUp | ChangeSetting
"""The intents that one text completes."""


@dataclass(frozen=True, slots=True)
class Field:
    """One place to type. `name` is the attribute of the intent that takes the text; `longest` in characters."""

    name: str
    label: str
    longest: int
    lines: bool = False
    placeholder: str = ""
    initial: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A dialog. `title` has at most 24 characters; `intent` is empty where the fields go."""

    title: str
    fields: tuple[Field, ...]
    submit: str
    intent: FormIntent

    def filled(self, texts: Mapping[str, str]) -> FormIntent:
        """The intent with what was typed into each field, spaces around it left out; a missing text is empty."""
        typed: dict[str, Any] = {field.name: texts.get(field.name, "").strip() for field in self.fields}
        return replace(self.intent, **typed)


_FORMS: Mapping[type, tuple[str, Field, str]] = MappingProxyType(
    {
        AnswerCard: ("Type your answer", Field("text", "Your answer", 2000), "Answer"),
        FlagCard: ("Flag this card", Field("text", "What is wrong with this card?", 1000, lines=True), "Send"),
        AskFact: (
            "Ask the interviewer",
            Field("text", "Your question", 500, placeholder="What is the latency budget?"),
            "Ask",
        ),
        SubmitScenario: ("Write your answer", Field("text", "Your answer", 20_000, lines=True), "Hand in"),
        LookUp: ("Look up a term", Field("text", "A term or an abbreviation", 100, placeholder="PSI"), "Look up"),
    }
)


def form_for(intent: Intent, label: str = "") -> Form | None:
    """The form that takes the intent's text, with what the intent holds already as a beginning; None if it takes none.

    `label` says more than the intent can, where a screen knows it.
    """
    if isinstance(intent, ChangeSetting):
        return _setting_form(intent)
    if not isinstance(intent, FormIntent):
        return None
    title, field, submit = _FORMS[type(intent)]
    shown = replace(field, label=label or field.label, initial=intent.text)
    return Form(title, (shown,), submit, replace(intent, text=""))


def form_of(entry: Entry) -> Form | None:
    """The form of a screen's or a button's place to type.

    A label for several lines says how to end them, which a dialog shows by its button.
    """
    return form_for(entry.intent, "" if entry.lines else entry.label)


def complete(intent: FormIntent, text: str) -> FormIntent:
    """The intent with the one text that it takes, spaces around it left out."""
    if isinstance(intent, ChangeSetting):
        return replace(intent, value=text.strip())
    return replace(intent, text=text.strip())


def _setting_form(intent: ChangeSetting) -> Form | None:
    setting = next((field for field in FIELDS if field.name == intent.name), None)
    if setting is None:
        return None
    field = Field("value", setting.help, 100, placeholder=setting.value.rule, initial=intent.value)
    return Form("Change a setting", (field,), "Save", ChangeSetting(intent.name, ""))
