"""What a person is told when something does not go as they asked."""

from bot.intents import Intent
from bot.screens.model import Button, Paragraph, Screen, code, spans
from bot.screens.tokens import encode

_CLOSED = "An administrator of this workspace can allow it; the terminal works without."
_REASONS: dict[str, tuple[str, str]] = {
    "cannot_dm_bot": ("Slack does not let me write to you", _CLOSED),
    "messages_tab_disabled": ("My messages are switched off here", _CLOSED),
    "restricted_action": ("This workspace does not let me write here", _CLOSED),
    "user_disabled": ("Slack does not let me write to you", _CLOSED),
    "is_archived": ("This channel is archived", "Ask me somewhere else, or in our own chat."),
    "missing_scope": (
        "I may not do that in this workspace",
        "I was installed with fewer rights than I need. Ask whoever looks after me to install me again.",
    ),
    "expired_trigger_id": ("That took too long", "Slack waits only three seconds for a form."),
    "ratelimited": ("Slack asks me to slow down", "Try again in a minute."),
}
_ABSENT = frozenset({"not_in_channel", "channel_not_found"})


def refused(code_word: str, intent: Intent) -> Screen | None:
    """The screen for an error of Slack's, with [Try again]; None for one that says that we did something wrong."""
    if code_word in _ABSENT:
        words = spans("Invite me first: type ", code("/invite @mlsd"), " there.")
        return Screen("I am not in this channel", (Paragraph(words),), _again(intent))
    if code_word not in _REASONS:
        return None
    title, advice = _REASONS[code_word]
    return Screen(title, (Paragraph(spans(advice)),), _again(intent))


def in_messages() -> Screen:
    """On the home tab: what was asked for is in the other tab."""
    return Screen("It waits for you in the Messages tab")


def _again(intent: Intent) -> tuple[Button, ...]:
    """The button, where one can hold all that was wanted."""
    try:
        encode(intent)
    except ValueError:
        return ()
    return (Button("Try again", "again", intent, default=True),)
