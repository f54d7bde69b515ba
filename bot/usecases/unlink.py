"""Take the accounts of a person apart: the one that says so keeps the memory, the others start anew."""

from dataclasses import replace

from bot.domain.errors import BotError
from bot.domain.settings import Settings
from bot.intents import UnlinkAccounts
from bot.screens import linking as screens
from bot.screens.model import Reply
from bot.store import links
from bot.usecases.context import Context
from bot.usecases.drill_timer import set_timer


class NothingToUnlink(BotError):
    """The person has no other account."""


def unlink_accounts(context: Context, intent: UnlinkAccounts) -> Reply:
    """Say which accounts would start anew and ask; confirmed, part from them."""
    if intent.confirmed:
        links.hold(context.tx, context.person)
    here, others = screens.named(context.learner.platform, context.learner.account), _others(context)
    if not others:
        raise NothingToUnlink("This account is joined to no other one.", "Type: link")
    if not intent.confirmed:
        return Reply((screens.sure_to_part(here, others),), data={"would_part": others})
    links.part(context.tx, context.person, context.learner.id, replace(Settings(), zone=context.settings.zone))
    set_timer(context)
    return Reply((screens.parted(here, others),), data={"parted": others})


def _others(context: Context) -> list[str]:
    found = links.others(context.tx, context.person, context.learner.id)
    return [screens.named(platform, account) for platform, account in found]
