"""What a use case is given: an open transaction, the time, the learner, and the cards that the learner may see."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.content.audience import Viewer
from bot.content.library import Library
from bot.domain.calendar import local_day
from bot.domain.settings import Settings
from bot.intents import Surface
from bot.screens.model import Reply
from bot.store.database import Transaction
from bot.store.people import Learner


@dataclass(frozen=True, slots=True)
class Context:
    """One request's world. `now` is aware UTC, read once by the door."""

    tx: Transaction
    now: datetime
    learner: Learner
    library: Library
    viewer: Viewer
    surface: Surface

    @property
    def person(self) -> str:
        """The id of the person behind the learner."""
        return self.learner.person_id

    @property
    def settings(self) -> Settings:
        """The person's settings."""
        return self.learner.settings

    @property
    def today(self) -> date:
        """The person's local day."""
        return local_day(self.now, self.settings.zone, self.settings.rollover_hour)


@dataclass(frozen=True, slots=True)
class Later:
    """Heavy work that must not hold a transaction open: `compute` runs outside, `resume` in a new transaction.

    `resume` has to check that what it goes on with is still there: anything may have happened in between. `settled`
    says that everything is kept already, and what is left is only to be shown.
    """

    compute: Callable[[], Any]
    resume: Callable[[Context, Any], "Reply | Later"]
    settled: bool = False

    def ready(self) -> "Callable[[Context], Reply | Later]":
        """Compute now; what comes back only needs a context."""
        computed = self.compute()
        return lambda context: self.resume(context, computed)
