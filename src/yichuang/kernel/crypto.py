"""The national algorithms: SM3 digests (GB/T 32905), SM4 encryption (GB/T 32907) in GCM, and keyed look-up values.

SM2 signatures are not here: no well-kept Python library offers them, and we do not write our own curve arithmetic.
"""

import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import constant_time, hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM
from msgspec import Struct

from yichuang.kernel.errors import Refusal

KEY_BYTES = 16
SHORTEST_DIGEST_KEY = 16
NONCE_BYTES = 12
TAG_BYTES = 16
_KEY = re.compile(r"([a-z0-9_-]{1,16}):([0-9a-fA-F]{32})")


_begun = hashes.Hash(hashes.SM3())
"""Copied for each digest: to set one up takes longer than to digest an event."""


def sm3(data: bytes) -> bytes:
    """The 32-byte SM3 digest of ``data``."""
    digest = _begun.copy()
    digest.update(data)
    return digest.finalize()


def hmac_sm3(key: bytes, data: bytes) -> bytes:
    """The 32-byte keyed digest of ``data``."""
    mac = hmac.HMAC(key, hashes.SM3())
    mac.update(data)
    return mac.finalize()


def same(one: bytes, other: bytes) -> bool:
    """Whether two digests are equal, without telling by its duration how much of them is."""
    return constant_time.bytes_eq(one, other)


class KeyRing(Struct, frozen=True):
    """SM4 keys by id. The first one encrypts; all decrypt, so that a new key can be put in front at any time."""

    keys: Mapping[str, bytes]
    current: str

    def encrypt(self, text: str) -> str:
        """``text`` as ``<key id>.<nonce, ciphertext and tag in base64>``; never twice the same."""
        return f"{self.current}.{urlsafe_b64encode(self._sealed(text.encode())).decode()}"

    def decrypt(self, token: str) -> str:
        """The text inside ``token``. Refuses one that was changed, or whose key is not on the ring."""
        key_id, _, encoded = token.partition(".")
        if key_id not in self.keys:
            raise Refusal("crypto.unknown_key", key=key_id[:16])
        try:
            return self._opened(key_id, urlsafe_b64decode(encoded)).decode()
        except (ValueError, InvalidTag):
            raise Refusal("crypto.damaged") from None

    def seal(self, content: bytes) -> bytes:
        """``content`` as ``<key id>.`` and the raw nonce, ciphertext and tag: for files, which need no base64."""
        return self.current.encode() + b"." + self._sealed(content)

    def unseal(self, sealed: bytes) -> bytes:
        """The content of :meth:`seal`. Refuses like :meth:`decrypt`."""
        named, _, body = sealed.partition(b".")
        key_id = named[:16].decode("ascii", "replace")
        if key_id not in self.keys:
            raise Refusal("crypto.unknown_key", key=key_id)
        try:
            return self._opened(key_id, body)
        except (ValueError, InvalidTag):
            raise Refusal("crypto.damaged") from None

    def is_current(self, token: str) -> bool:
        """Whether ``token`` is under the key that encrypts now."""
        return token.startswith(self.current + ".")

    def _sealed(self, content: bytes) -> bytes:
        nonce = secrets.token_bytes(NONCE_BYTES)
        cipher = Cipher(SM4(self.keys[self.current]), GCM(nonce)).encryptor()
        cipher.authenticate_additional_data(self.current.encode())
        return nonce + cipher.update(content) + cipher.finalize() + cipher.tag

    def _opened(self, key_id: str, sealed: bytes) -> bytes:
        nonce, tag = sealed[:NONCE_BYTES], sealed[-TAG_BYTES:]
        cipher = Cipher(SM4(self.keys[key_id]), GCM(nonce, tag)).decryptor()
        cipher.authenticate_additional_data(key_id.encode())
        return cipher.update(sealed[NONCE_BYTES:-TAG_BYTES]) + cipher.finalize()


def key_ring(spec: str) -> KeyRing:
    """The ring written as ``id:hex;id:hex`` (16 bytes each), first one first. The refusal never repeats a key."""
    matches = [_KEY.fullmatch(entry.strip()) for entry in spec.split(";") if entry.strip()]
    keys = {match[1]: bytes.fromhex(match[2]) for match in matches if match}
    if not keys or len(keys) != len(matches):
        raise Refusal("crypto.bad_keys")
    return KeyRing(keys, next(iter(keys)))


def hex_keys(spec: str) -> tuple[bytes, ...]:
    """The keys of digests written as ``hex;hex``, the present one first. The refusal never repeats a key."""
    try:
        keys = tuple(bytes.fromhex(part) for part in spec.split(";"))
    except ValueError:
        raise Refusal("crypto.bad_keys") from None
    if any(len(key) < SHORTEST_DIGEST_KEY for key in keys):
        raise Refusal("crypto.bad_keys")
    return keys


def new_key(key_id: str) -> str:
    """A fresh random entry for a ring."""
    return f"{key_id}:{secrets.token_hex(KEY_BYTES)}"
