"""Join two accounts of one person: a code made on one, entered on the other. Two persons become one."""

import secrets
from dataclasses import asdict

from bot.domain.calendar import local_day
from bot.domain.linking import (
    LIFETIME,
    MOST_TRIES,
    POSSIBLE,
    WRONG_TRIES,
    Refusal,
    code_of,
    digest,
    read,
    spent,
    taken_over,
    united,
)
from bot.domain.settings import schedule_of
from bot.intents import LinkAccounts
from bot.screens import linking as screens
from bot.screens.linking import Joining
from bot.screens.model import Reply
from bot.screens.schedule import in_words
from bot.store import link_codes, links, marks, memories, people, sessions
from bot.store.people import Learner
from bot.store.sessions import StaleSessionError
from bot.usecases import sitting
from bot.usecases.context import Context


def link_accounts(context: Context, intent: LinkAccounts) -> Reply:
    """Make a code; with one, say what joining means and ask; confirmed, join. The code's account keeps its settings."""
    if intent.code is None:
        return _made(context)
    if link_codes.tries(context.tx, context.learner.id) >= MOST_TRIES:
        return _refused(Refusal.TOO_OFTEN)
    secret = read(intent.code)
    maker = _maker(context, secret)
    if isinstance(maker, Refusal):
        return _turned_away(context, maker)
    if intent.confirmed:
        return _joined(context, maker, secret)
    joining = _joining(context, maker)
    return Reply((screens.sure(joining, secret),), data={"would_join": asdict(joining)})


def accounts_of(context: Context, person: str) -> tuple[str, ...]:
    """A person's accounts by name, the oldest first."""
    return tuple(screens.named(each.platform, each.account) for each in people.accounts(context.tx, person))


def _made(context: Context) -> Reply:
    secret, expires_at = code_of(secrets.randbelow(POSSIBLE)), context.now + LIFETIME
    if not link_codes.keep(context.tx, context.learner.id, digest(secret), expires_at):
        return _made(context)  # one of 55 thousand million came up twice within a day
    return Reply((screens.made(secret),), data={"code": secret, "expires_at": expires_at.isoformat()})


def _maker(context: Context, secret: str) -> Learner | Refusal:
    """The account that made the code, as long as it joins anything."""
    code = link_codes.find(context.tx, digest(secret))
    maker = people.find(context.tx, code.learner_id) if code else None
    if code is None or maker is None:
        return Refusal.UNKNOWN
    return _between(context, maker) or spent(code, context.now) or maker


def _between(context: Context, maker: Learner) -> Refusal | None:
    if maker.id == context.learner.id:
        return Refusal.OWN
    return Refusal.LINKED if maker.person_id == context.person else None


def _turned_away(context: Context, why: Refusal) -> Reply:
    """No error: that would take the note of a wrong try back."""
    if why in WRONG_TRIES:
        link_codes.add_try(context.tx, context.learner.id)
    return _refused(why)


def _refused(why: Refusal) -> Reply:
    return Reply((screens.refused(why),), data={"refused": why.value})


def _joined(context: Context, maker: Learner, secret: str) -> Reply:
    links.hold(context.tx, maker.person_id, context.person)
    if not _still_stand(context, maker):
        raise StaleSessionError("Your accounts changed in the meantime; nothing was joined.", "Type: link")
    if not link_codes.use(context.tx, digest(secret)):
        return _turned_away(context, Refusal.USED)
    joining = _joining(context, maker)
    _merge(context, kept=maker.person_id, absorbed=context.person)
    return Reply((screens.joined(joining),), data={"joined": asdict(joining)})


def _still_stand(context: Context, maker: Learner) -> bool:
    """Whether both accounts are still those of the persons that are held now."""
    found = [people.find(context.tx, each.id) for each in (maker, context.learner)]
    return [each and each.person_id for each in found] == [maker.person_id, context.person]


def _joining(context: Context, maker: Learner) -> Joining:
    there, here = (memories.known_ids(context.tx, person) for person in (maker.person_id, context.person))
    settings = maker.settings
    today = local_day(context.now, settings.zone, settings.rollover_hour)
    return Joining(
        there=accounts_of(context, maker.person_id),
        here=accounts_of(context, context.person),
        known_there=len(there),
        known_here=len(here),
        known_to_both=len(there & here),
        asks=in_words(schedule_of(settings), today),
    )


def _merge(context: Context, kept: str, absorbed: str) -> None:
    """A drill that is open holds cards that may have been answered on the other account, and undo what was not so."""
    tx = context.tx
    sessions.end_open(tx, kept, sitting.KIND)
    links.end_sittings(tx, absorbed)
    links.drop_undos(tx, kept)
    known = memories.known_ids(tx, kept) | memories.known_ids(tx, absorbed)
    for mark in united(marks.every(tx, kept), marks.every(tx, absorbed), known):
        marks.save(tx, kept, mark)
    for memory in taken_over(memories.every(tx, kept), memories.every(tx, absorbed)):
        memories.save(tx, kept, memory)
    links.absorb(tx, kept, absorbed)
