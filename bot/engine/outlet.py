"""What the engine needs of a platform, and of the thread that the door works in."""

from collections.abc import Awaitable, Callable
from typing import Any, ParamSpec, Protocol, TypeVar

from bot.domain.delivery import Delivery
from bot.domain.delivery_outcome import Outcome, Search

Given = ParamSpec("Given")
Result = TypeVar("Result")


class Outlet(Protocol):
    """Sends a platform's deliveries. Each request must carry the delivery's id, so that it can be found again.

    It tries once: what comes of it is said, not mended. What it raises counts as no answer.
    """

    @property
    def platform(self) -> str:
        """The platform's name, as deliveries have it."""

    async def send(self, delivery: Delivery, content: Any) -> Outcome:
        """Send it once, with the delivery's id as nonce where the platform knows one."""

    async def find(self, delivery: Delivery) -> Search:
        """Look for messages that carry the delivery's id."""

    async def delete(self, delivery: Delivery, message: str) -> None:
        """Take a message back."""


class Call(Protocol):
    """Runs synchronous work of the door outside the event loop (`AsyncDoor.call`)."""

    def __call__(
        self, work: Callable[Given, Result], /, *args: Given.args, **kwargs: Given.kwargs
    ) -> Awaitable[Result]:
        """Await what it returns, or raises."""
