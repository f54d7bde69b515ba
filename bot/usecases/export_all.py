"""Export everything that is kept of the person."""

import json

from bot.intents import ExportAll
from bot.screens import farewell as screens
from bot.screens.model import File, Reply
from bot.usecases.belongings import Belongings, belongings, counts
from bot.usecases.context import Context, Later

NAME = "everything.json"


def export_all(context: Context, _: ExportAll) -> Later:
    """One JSON file; it is written out when the transaction is over."""
    kept = belongings(context)
    return Later(lambda: _written(kept), lambda _context, text: _reply(kept, text), settled=True)


def _written(kept: Belongings) -> str:
    return json.dumps(kept, indent=2, ensure_ascii=False) + "\n"


def _reply(kept: Belongings, text: str) -> Reply:
    return Reply((screens.exported(NAME, counts(kept)),), (File(NAME, text),), data=kept)
