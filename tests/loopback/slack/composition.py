"""Slack's composition objects as shapes: text objects, options, confirmations."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from tests.loopback.slack import limits
from tests.loopback.slack.shapes import Check, boolean, by_type, exactly_one, many, one_of, record, string, typed


def plain(longest: int) -> Check:
    """A `plain_text` object."""
    return typed("plain_text", {"text": string(longest)}, {"emoji": boolean})


def mrkdwn(longest: int) -> Check:
    """A `mrkdwn` object."""
    return typed("mrkdwn", {"text": string(longest)}, {"verbatim": boolean})


def any_text(longest: int) -> Check:
    """A text object of either kind."""
    return by_type({"plain_text": plain(longest), "mrkdwn": mrkdwn(longest)}, "text object")


def option(text: Check, with_url: bool = False) -> Check:
    """An option of a select, a check box or an overflow menu."""
    url = {"url": string(limits.OPTION_URL)} if with_url else {}
    described = {"description": any_text(limits.OPTION_DESCRIPTION)}
    return record({"text": text, "value": string(limits.OPTION_VALUE)}, described | url)


PLAIN_OPTION = option(plain(limits.OPTION_TEXT))
MARKED_OPTION = option(any_text(limits.OPTION_TEXT))  # check boxes and radio buttons may use mrkdwn
OVERFLOW_OPTION = option(plain(limits.OPTION_TEXT), with_url=True)

OPTION_GROUP = record(
    {
        "label": plain(limits.OPTION_GROUP_LABEL),
        "options": many(PLAIN_OPTION, limits.OPTION_GROUP_OPTIONS),
    }
)

CONFIRM = record(
    {
        "title": plain(limits.CONFIRM_TITLE),
        "text": any_text(limits.CONFIRM_TEXT),
        "confirm": plain(limits.CONFIRM_CONFIRM),
        "deny": plain(limits.CONFIRM_DENY),
    },
    {"style": one_of("primary", "danger")},
)

DISPATCH_CONFIG = record({"trigger_actions_on": many(one_of("on_enter_pressed", "on_character_entered"), 2)})

SLACK_FILE = record({}, {"id": string(255), "url": string(limits.IMAGE_URL)}, exactly_one("id", "url"))


def initial_among_options(value: Mapping[str, Any], path: str) -> Iterator[str]:
    """Slack refuses an initial option that is not one of the options, word for word."""
    chosen = [value["initial_option"]] if "initial_option" in value else value.get("initial_options", [])
    offered = options_of(value)
    yield from (f"{path} begins with an option that it does not offer" for choice in chosen if choice not in offered)


def values_are_unique(value: Mapping[str, Any], path: str) -> Iterator[str]:
    """Two options with one value cannot be told apart."""
    counts = Counter(choice["value"] for choice in options_of(value))
    yield from (f"{path} has the option value {name!r} twice" for name, count in counts.items() if count > 1)


def options_of(element: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The options that an element offers, those of its groups included."""
    groups = element.get("option_groups") or [{"options": element.get("options", [])}]
    return [choice for group in groups for choice in group["options"]]
