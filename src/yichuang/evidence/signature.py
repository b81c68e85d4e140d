"""Verb: keep a signature as the pad drew it. A blank one is refused, so that nobody "signs" by pressing a button.

What was kept here, and nothing else, counts as a signature: a scan or photograph of one does not.
"""

import binascii
from base64 import b64decode
from datetime import datetime

from yichuang.evidence.media import Inspected, MediaType
from yichuang.evidence.models import Signature, StoredFile
from yichuang.evidence.pictures import check_signature
from yichuang.evidence.store_file import put
from yichuang.kernel.errors import Refusal

PREFIX = "data:image/png;base64,"
LARGEST = 512 * 1024
"""Characters of the data URL; a pad's own picture has some ten thousand."""
NAME = "signature.png"


def store_signature(data_url: str, *, by: int | None, now: datetime, check: int | None = None) -> StoredFile:
    """Keep the picture in ``data_url`` (PNG). Raises ``evidence.signature_*`` when there is no signature in it.

    ``check`` is the identity check of whoever signs: without a fresh one it counts for nothing at a window.
    """
    return keep_signature(_content(data_url), by=by, now=now, check=check)


def keep_signature(content: bytes, *, by: int | None, now: datetime, check: int | None = None) -> StoredFile:
    """Keep ``content``, the PNG as a pad drew it."""
    picture = check_signature(content)
    stored = put(content, Inspected(MediaType.PNG, 1, picture.width, picture.height), NAME, by, now)
    signed(stored.sm3, by=by, now=now, check=check)
    return stored


def signed(sm3: str, *, by: int | None, now: datetime, check: int | None) -> None:
    """Note that the drawing ``sm3``, which is kept already, was given once more."""
    Signature.objects.create(file_id=sm3, identity_check_id=check, by=by, at=now)


def _content(data_url: str) -> bytes:
    if not data_url:
        raise Refusal("evidence.signature_empty")
    if len(data_url) > LARGEST:
        raise Refusal("evidence.signature_heavy", largest=LARGEST // 1024)
    if not data_url.startswith(PREFIX):
        raise Refusal("evidence.signature_unreadable")
    try:
        return b64decode(data_url.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        raise Refusal("evidence.signature_unreadable") from None
