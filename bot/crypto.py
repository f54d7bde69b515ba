"""Secrets at rest: AES-256-GCM under a ring of keys kept outside the database. The only importer of `cryptography`.

Format: NIST SP 800-38D with a random 96-bit nonce before the ciphertext, all in URL-safe base64.
"""

import os
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.domain.errors import BotError

KEY_BYTES = 32
NONCE_BYTES = 12
NAME_LETTERS = 8

GET_KEY = "Run `mlsd keys new`, and put the line it prints into MLSD_TOKEN_KEYS or the file of MLSD_TOKEN_KEYS_FILE."

_SEPARATORS = re.compile(r"[\s,]+")
_COMMENT = re.compile(r"#[^\n]*")


class BadKeys(BotError):
    """The key ring is missing, damaged, or lacks a key that is needed."""


class CannotOpen(BotError):
    """A sealed secret was changed, or belongs to somebody else."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """An encrypted text, and the name of the key that opens it."""

    key_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Key:
    """A key, named by the beginning of its own SHA-256, so that a mistyped key never passes for another."""

    id: str
    secret: bytes = field(repr=False)


def new_key_line() -> str:
    """A fresh random key as a line for the ring: `NAME:KEY`."""
    secret = os.urandom(KEY_BYTES)
    return f"{_name_of(secret)}:{_encoded(secret)}"


class KeyRing:
    """Seals with its last key and opens with any. An empty ring does neither."""

    def __init__(self, keys: Iterable[Key]) -> None:
        listed = list(keys)
        self._keys = {key.id: key for key in listed}
        self._newest = listed[-1] if listed else None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read lines as `new_key_line` makes them, the newest last; `#` begins a comment, commas separate too.

        Raises BadKeys for a line that is no key; it names the line by its number, never by what it holds.
        """
        words = filter(None, _SEPARATORS.split(_COMMENT.sub("", text)))
        return cls(_read(word, number) for number, word in enumerate(words, start=1))

    def __contains__(self, key_id: str) -> bool:
        return key_id in self._keys

    @property
    def newest_id(self) -> str:
        """The name of the key that seals; raises BadKeys where there is none."""
        return self._sealing.id

    @property
    def _sealing(self) -> Key:
        if self._newest is None:
            raise BadKeys("There is no key to encrypt tokens with.", GET_KEY)
        return self._newest

    def seal(self, clear: str, bound_to: str) -> Sealed:
        """Encrypt with the newest key. Only who names the same owner in `bound_to` can open it again."""
        key = self._sealing
        nonce = os.urandom(NONCE_BYTES)
        return Sealed(key.id, _encoded(nonce + AESGCM(key.secret).encrypt(nonce, clear.encode(), bound_to.encode())))

    def open(self, sealed: Sealed, bound_to: str) -> str:
        """Decrypt; raises BadKeys without the key, CannotOpen where text or owner are not those that were sealed."""
        if sealed.key_id not in self._keys:
            raise BadKeys(
                f"The token of {bound_to} is encrypted with key {sealed.key_id}, which is not in MLSD_TOKEN_KEYS.",
                "Put that key back, or install the app there again.",
            )
        try:
            return _open(self._keys[sealed.key_id].secret, sealed.text, bound_to)
        except (InvalidTag, ValueError):
            raise CannotOpen(
                f"The token kept for {bound_to} was changed in the database, or is another's.",
                "Install the app there again.",
            ) from None


def _open(secret: bytes, text: str, bound_to: str) -> str:
    whole = urlsafe_b64decode(text)
    return AESGCM(secret).decrypt(whole[:NONCE_BYTES], whole[NONCE_BYTES:], bound_to.encode()).decode()


def _read(word: str, number: int) -> Key:
    name, _, encoded = word.partition(":")
    try:
        secret = urlsafe_b64decode(encoded)
    except ValueError:
        secret = b""
    if len(secret) != KEY_BYTES or _name_of(secret) != name:
        raise BadKeys(f"Key {number} of MLSD_TOKEN_KEYS is incomplete or mistyped.", "Copy its whole line again.")
    return Key(name, secret)


def _name_of(secret: bytes) -> str:
    return sha256(secret).hexdigest()[:NAME_LETTERS]


def _encoded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode()
