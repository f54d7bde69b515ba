"""The rules that a bot broke, told in sentences."""

from collections.abc import Callable


class RuleBroken(AssertionError):
    """The bot did something that Slack refuses, or that hurts the people who use it."""


class Violations(list[str]):
    """What went wrong so far, oldest first; `told` is called for each."""

    def __init__(self, told: Callable[[], None]) -> None:
        super().__init__()
        self._told = told

    def record(self, sentence: str) -> None:
        """Keep one violation."""
        self.append(sentence)
        self._told()

    def taken(self) -> list[str]:
        """All violations so far; from here on they are forgotten. For tests of a wrong bot."""
        found = list(self)
        self.clear()
        return found

    def assert_clean(self) -> None:
        """Raises RuleBroken with every violation."""
        if self:
            raise RuleBroken("The bot broke Slack's rules:\n" + "\n".join(f"- {sentence}" for sentence in self))


class SlackError(Exception):
    """An error answer of the Web API: `error` is Slack's own word for it."""

    def __init__(self, error: str, *messages: str, **details: object) -> None:
        super().__init__(error)
        self.error = error
        self.messages = messages
        self.details = details

    def body(self) -> dict[str, object]:
        """The JSON that Slack answers."""
        told = {"response_metadata": {"messages": [f"[ERROR] {line}" for line in self.messages]}}
        return {"ok": False, "error": self.error, **self.details, **(told if self.messages else {})}
