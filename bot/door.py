"""The door: one request in, one reply out. The only place that opens a transaction or reads the clock."""

from collections.abc import Callable

from bot.content.audience import Viewer
from bot.content.library import Library
from bot.intents import Request, Surface
from bot.screens.model import Reply
from bot.store import people
from bot.store.database import Database, Transaction
from bot.usecases.context import Context, Later
from bot.usecases.table import PUBLIC, USE_CASES

Outcome = Reply | Later
Run = Callable[[Context], Outcome]


class Door:
    """Answers requests. Returning commits, raising rolls back; nothing is shown or sent while a transaction is open."""

    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library

    def answer(self, request: Request) -> Reply:
        """Do what the request's intent says; raises BotError where the person can mend something."""
        sort = type(request.intent)
        if sort in PUBLIC:
            return answer_public(self._library, request)
        outcome = self._enter(request, lambda context: USE_CASES[sort](context, request.intent))
        while isinstance(outcome, Later):
            outcome = self._enter(request, outcome.ready())
        return outcome

    def _enter(self, request: Request, run: Run) -> Outcome:
        with self._database.transaction(request.actor.tenant) as tx:
            return run(self._context(request, tx))

    def _context(self, request: Request, tx: Transaction) -> Context:
        actor = request.actor
        learner = people.find_or_create(tx, actor.platform, actor.tenant, actor.account, actor.zone)
        return Context(tx, tx.now(), learner, self._library, viewer_of(request))


def viewer_of(request: Request) -> Viewer:
    """Whose decks the request may see."""
    channel = request.place.id if request.place.surface is Surface.CHANNEL else None
    return Viewer(request.actor.tenant, channel)


def answer_public(library: Library, request: Request) -> Reply:
    """Do what needs neither a person nor a database: help, forms of the framework, the glossary."""
    return PUBLIC[type(request.intent)](library, viewer_of(request), request.intent)
