"""One-time codes (RFC 6238: SHA-1, six digits, thirty seconds) for the demo's badges, as a phone would show them."""

import hmac
from base64 import b32decode

PERIOD = 30
DIGITS = 6


def code_at(secret: str, seconds: float) -> str:
    """The code of a base32 ``secret`` at ``seconds`` since 1970."""
    key = b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, int(seconds // PERIOD).to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 0x0F
    whole = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{whole % 10**DIGITS:0{DIGITS}}"
