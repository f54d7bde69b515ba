"""What Discord was told last of the commands."""

from sqlalchemy import bindparam, select

from bot.store.statement import Statement, upsert
from bot.store.tables import command_tree
from bot.store.transaction import Transaction

_RECALL = Statement(select(command_tree.c.tree_hash).where(command_tree.c.application == bindparam("application")))
_KEEP = upsert(command_tree)


def recall(tx: Transaction, application: str) -> str:
    """The hash of an application's commands; empty where Discord was told nothing yet."""
    row = tx.row(_RECALL, application=application)
    return "" if row is None else str(row[0])


def keep(tx: Transaction, application: str, tree_hash: str) -> None:
    """Discord knows these commands now."""
    tx.run(_KEEP, application=application, tree_hash=tree_hash)
