"""What a platform is given, and what it must offer in return."""

from collections.abc import Callable

from bot.intents import Request
from bot.screens.model import Reply

Answer = Callable[[Request], Reply]
"""The door, as a platform sees it: raises BotError where the person can mend something."""
