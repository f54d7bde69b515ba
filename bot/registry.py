"""The operator's door: who installed the bot, with which token and commands. Each call is one transaction."""

import secrets
from datetime import datetime, timedelta

from bot.crypto import KeyRing
from bot.domain.installation import Installation
from bot.store import command_trees, installations, people
from bot.store.database import Database, Transaction
from bot.store.installations import Kept
from bot.store.tables import OPERATOR

STATE_LIFE = timedelta(minutes=10)
STATE_BYTES = 32
CLOCKS_APART = timedelta(seconds=5)


class Registry:
    """Installations in the database. Threads may share it."""

    def __init__(self, database: Database, keys: KeyRing) -> None:
        self._database = database
        self._keys = keys

    def save(self, installation: Installation) -> None:
        """Keep an installation; raises BadKeys where there is no key to encrypt its token with."""
        with self._database.transaction(installation.tenant) as tx:
            installations.save(tx, installation, self._keys)

    def find(self, tenant: str) -> Installation | None:
        """A tenant's installation with its token; raises BadKeys or CannotOpen where the token cannot be read."""
        with self._database.transaction(tenant, write=False) as tx:
            return installations.find(tx, self._keys)

    def revoke(self, tenant: str, told_at: datetime | None = None) -> None:
        """Forget a tenant's token, and keep its people; nothing where it was installed again after `told_at`."""
        with self._database.transaction(tenant) as tx:
            if not _is_newer(tx, told_at):
                installations.delete_installation(tx)

    def uninstall(self, tenant: str, told_at: datetime | None = None) -> None:
        """Forget a tenant with all that is its own, as `people.purge` does.

        Nothing happens where it was installed again after `told_at`: Slack repeats what it tells for five minutes.
        """
        with self._database.transaction(tenant) as tx:
            if not _is_newer(tx, told_at):
                people.purge(tx)

    def new_state(self) -> str:
        """A secret word for the browser of somebody who begins to install: good once, for ten minutes."""
        state = secrets.token_urlsafe(STATE_BYTES)
        with self._database.transaction("") as tx:
            installations.keep_state(tx, state, STATE_LIFE)
        return state

    def use_state(self, state: str) -> bool:
        """Whether the word is one of ours, fresh and never used; it is used now."""
        with self._database.transaction("") as tx:
            return installations.use_state(tx, state)

    def recall_commands(self, application: str) -> str:
        """The hash of the commands that Discord was told last; empty where it was told none."""
        with self._database.transaction("", write=False) as tx:
            return command_trees.recall(tx, application)

    def keep_commands(self, application: str, tree_hash: str) -> None:
        """Discord knows these commands now."""
        with self._database.transaction("") as tx:
            command_trees.keep(tx, application, tree_hash)

    def listed(self) -> list[Kept]:
        """Every tenant's installation, without tokens."""
        with self._database.transaction(OPERATOR, write=False) as tx:
            return installations.listed(tx)

    def rotate(self) -> int:
        """Encrypt every token with the newest key, all or none; returns how many there are."""
        with self._database.transaction(OPERATOR) as tx:
            return installations.rotate(tx, self._keys)


def _is_newer(tx: Transaction, told_at: datetime | None) -> bool:
    """Whether the installation is newer than the news of its end. Slack's clock and ours may differ a little."""
    since = installations.installed_at(tx)
    return since is not None and told_at is not None and since > told_at + CLOCKS_APART
