"""The rules that a bot broke, told in sentences, and the story that led there; errors as Discord answers them."""

from collections import deque
from collections.abc import Callable

REMEMBERED_LINES = 25


class RuleBroken(AssertionError):
    """The bot did something that Discord refuses, or that hurts the people who use it."""


class Violations(list[str]):
    """What went wrong so far, oldest first; `told` is called for each. `story` holds what happened last."""

    def __init__(self, told: Callable[[], None]) -> None:
        super().__init__()
        self._told = told
        self.story: deque[str] = deque(maxlen=REMEMBERED_LINES)

    def tell(self, line: str) -> None:
        """Something happened that helps to understand a violation."""
        self.story.append(line)
        self._told()

    def record(self, sentence: str) -> None:
        """Keep one violation."""
        self.append(sentence)
        self.tell(f"!! {sentence}")

    def taken(self) -> list[str]:
        """All violations so far; from here on they are forgotten. For tests of a wrong bot."""
        found = list(self)
        self.clear()
        return found

    def assert_clean(self) -> None:
        """Raises RuleBroken with every violation and the story."""
        if self:
            rules = "\n".join(f"- {sentence}" for sentence in self)
            raise RuleBroken(f"The bot broke Discord's rules:\n{rules}\nWhat happened last:\n" + "\n".join(self.story))


class DiscordError(Exception):
    """An error answer of the REST API: HTTP status, Discord's own code and its words."""

    def __init__(self, status: int, code: int, message: str, errors: dict[str, object] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors

    def body(self) -> dict[str, object]:
        """The JSON that Discord answers."""
        return {"code": self.code, "message": self.message} | ({"errors": self.errors} if self.errors else {})


def not_found() -> DiscordError:
    """No such address."""
    return DiscordError(404, 0, "404: Not Found")


def unauthorized() -> DiscordError:
    """No bot token, or a wrong one."""
    return DiscordError(401, 0, "401: Unauthorized")


def unknown_channel() -> DiscordError:
    """No such channel."""
    return DiscordError(404, 10003, "Unknown Channel")


def unknown_guild() -> DiscordError:
    """No such guild, or the bot is not in it."""
    return DiscordError(404, 10004, "Unknown Guild")


def unknown_message() -> DiscordError:
    """No such message, or one that only its reader and webhooks know."""
    return DiscordError(404, 10008, "Unknown Message")


def unknown_user() -> DiscordError:
    """No such user."""
    return DiscordError(404, 10013, "Unknown User")


def unknown_webhook() -> DiscordError:
    """No such interaction token, or one that was not answered yet."""
    return DiscordError(404, 10015, "Unknown Webhook")


def unknown_interaction() -> DiscordError:
    """Answered too late, or never asked."""
    return DiscordError(404, 10062, "Unknown interaction")


def too_large() -> DiscordError:
    """Files above the limit."""
    return DiscordError(413, 40005, "Request entity too large")


def dms_too_fast() -> DiscordError:
    """Too many conversations begun in a short time."""
    return DiscordError(400, 40003, "You are opening direct messages too fast")


def already_acknowledged() -> DiscordError:
    """The second first response."""
    return DiscordError(400, 40060, "Interaction has already been acknowledged.")


def too_many_followups() -> DiscordError:
    """The sixth follow-up of an app that only the user has installed."""
    return DiscordError(400, 40094, "This interaction has reached the maximum number of follow-up messages")


def missing_access() -> DiscordError:
    """A channel that the bot cannot see."""
    return DiscordError(403, 50001, "Missing Access")


def not_the_author() -> DiscordError:
    """Somebody else's message."""
    return DiscordError(403, 50005, "Cannot edit a message authored by another user")


def empty_message() -> DiscordError:
    """Nothing in it."""
    return DiscordError(400, 50006, "Cannot send an empty message")


def closed_dms() -> DiscordError:
    """A person who takes no messages."""
    return DiscordError(403, 50007, "Cannot send messages to this user")


def missing_permissions() -> DiscordError:
    """A channel where the bot may not write."""
    return DiscordError(403, 50013, "Missing Permissions")


def expired_token() -> DiscordError:
    """An interaction older than 15 minutes."""
    return DiscordError(401, 50027, "Invalid Webhook Token")


def invalid_form(place: str, why: str) -> DiscordError:
    """A body that breaks a rule; `place` is where, dots between the keys."""
    errors: dict[str, object] = {"_errors": [{"code": 50035, "message": why[:200]}]}
    for key in reversed([key for key in place.split(".") if key]):
        errors = {key: errors}
    return DiscordError(400, 50035, "Invalid Form Body", errors)


def no_mutual_guild() -> DiscordError:
    """A person who shares no guild with the bot and has not installed it."""
    return DiscordError(403, 50278, "Cannot send messages to this user due to having no mutual guilds")


def too_many_commands() -> DiscordError:
    """The 201st new command in a day."""
    return DiscordError(400, 30034, "Max number of daily application command creates has been reached (200)")
