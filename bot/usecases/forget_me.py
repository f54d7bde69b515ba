"""Delete the person with everything, once they are sure."""

from bot.intents import ForgetMe
from bot.screens import farewell as screens
from bot.screens.model import Reply
from bot.store import people
from bot.usecases.belongings import belongings, counts
from bot.usecases.context import Context


def forget_me(context: Context, intent: ForgetMe) -> Reply:
    """Say what would go and ask; confirmed, delete it. The next contact begins with a new person."""
    going = counts(belongings(context))
    if not intent.confirmed:
        return Reply((screens.sure(going),), data={"would_delete": going})
    people.forget(context.tx, context.person)
    return Reply((screens.gone(going),), data={"deleted": going})
