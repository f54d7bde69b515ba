"""The door: one request in, one reply out. The only place that opens a transaction or reads the clock."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from bot.content.audience import Viewer
from bot.content.library import Library
from bot.intents import Actor, InterpretText, Place, Request, Surface
from bot.screens.hints import in_private
from bot.screens.model import Reply
from bot.store import inbox, people
from bot.store.database import Database, Transaction
from bot.store.errors import StoreError
from bot.store.inbox import Kept, Taken
from bot.store.people import Learner
from bot.store.sessions import StaleSessionError
from bot.usecases.context import Context, Later
from bot.usecases.table import PUBLIC, Outcome, perform

Run = Callable[[Context], Outcome]

TRIES = 3
NO_TENANT = ""


class Door:
    """Answers requests. Returning commits, raising rolls back; nothing is shown or sent while a transaction is open."""

    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library

    def answer(self, request: Request) -> Reply:
        """Do what the request's intent says; raises BotError where the person can mend something."""
        if type(request.intent) in PUBLIC:
            return answer_public(self._library, request)
        reply = self._carry_out(request)
        return replace(reply, elsewhere=in_private()) if request.place.surface is Surface.CHANNEL else reply

    def receive(self, request: Request, event_id: str) -> bool:
        """Keep what a person typed (an InterpretText) before the platform acknowledges it.

        False when that event was kept before. `work_inbox` acts on it afterwards.
        """
        if not isinstance(request.intent, InterpretText):
            raise TypeError(f"{type(request.intent).__name__} is nothing that is typed")
        with self._database.transaction(request.actor.tenant) as tx:
            return inbox.add(tx, _met(tx, request.actor).id, event_id, request.intent.text)

    def work_inbox(self, who: Actor) -> Reply | None:
        """Act on the oldest text of this account that waits; None when none does. Call it until then, and `told` after.

        Whoever calls it, each text is acted on once, and in order. Raises as `answer`: that text is done with, unless
        the database is at fault (StoreError) or keeps being changed meanwhile: then it waits for the next call.
        """
        for _ in range(TRIES - 1):
            with suppress(StaleSessionError):
                return self._work(who)
        return self._work(who)

    def told(self, who: Actor) -> None:
        """Note that the answers to all that was acted on were shown; without it `backlog` has them shown again."""
        with self._database.transaction(who.tenant) as tx:
            inbox.finish(tx, who.account)

    def refused(self, who: Actor) -> None:
        """Note that the account takes no messages: its next reply says so. Nobody becomes known by it."""
        with self._database.transaction(who.tenant) as tx:
            if people.knows(tx, who.home or who.tenant, who.account):
                people.lose(tx, _met(tx, who).id)

    def knows(self, who: Actor) -> bool:
        """Whether this account ever met the bot; asking does not make it known."""
        with self._database.transaction(who.tenant, write=False) as tx:
            return people.knows(tx, who.home or who.tenant, who.account)

    def backlog(self, platform: str) -> list[Actor]:
        """At a start: the accounts whose texts wait, or were acted on and perhaps never answered before a crash.

        For the latter `work_inbox` shows where things stand.
        """
        with self._database.transaction(NO_TENANT, write=False) as tx:
            tenants = people.tenants(tx, platform)
        return [Actor(platform, tenant, account) for tenant in tenants for account in self._reopened(tenant)]

    def _reopened(self, tenant: str) -> list[str]:
        with self._database.transaction(tenant) as tx:
            return inbox.reopen(tx)

    def _work(self, who: Actor) -> Reply | None:
        while kept := self._first_kept(who):
            with suppress(Taken):
                return self._act_on(who, kept)
        return None

    def _first_kept(self, who: Actor) -> Kept | None:
        with self._database.transaction(who.tenant, write=False) as tx:
            return inbox.first(tx, who.account)

    def _act_on(self, who: Actor, kept: Kept) -> Reply:
        try:
            return self._carry_out(Request(who, Place(Surface.DIRECT), InterpretText(kept.text)), kept)
        except (StoreError, StaleSessionError, Taken):
            raise
        except Exception:  # told once, not at every start
            with self._database.transaction(who.tenant) as tx:
                inbox.act(tx, kept.id)
            raise

    def _carry_out(self, request: Request, kept: Kept | None = None) -> Reply:
        outcome = self._enter(request, lambda context: perform(context, request.intent), kept)
        while isinstance(outcome, Later):
            outcome = self._enter(request, outcome.ready(), None if outcome.settled else kept)
        return outcome

    def _enter(self, request: Request, run: Run, kept: Kept | None) -> Outcome:
        """One transaction. A kept text is acted on in the one that keeps its effects: both, or neither."""
        with self._database.transaction(request.actor.tenant) as tx:
            learner = _met(tx, request.actor)
            if kept is not None:
                people.lock(tx, learner.id)
                inbox.take(tx, learner.id, kept.id)
            viewer = viewer_of(request)
            outcome = run(Context(tx, tx.now(), learner, self._library, viewer, request.place.surface))
            if kept is not None and (isinstance(outcome, Reply) or outcome.settled):
                inbox.act(tx, kept.id)
            return outcome


def viewer_of(request: Request) -> Viewer:
    """Whose decks the request may see."""
    channel = request.place.id if request.place.surface is Surface.CHANNEL else None
    return Viewer(request.actor.tenant, channel)


def answer_public(library: Library, request: Request) -> Reply:
    """Do what needs neither a person nor a database: help, forms of the framework, the glossary."""
    return PUBLIC[type(request.intent)](library, viewer_of(request), request.intent)


def _met(tx: Transaction, actor: Actor) -> Learner:
    return people.find_or_create(tx, actor.platform, actor.tenant, actor.account, actor.zone, actor.home)
