"""Verb: keep a signature as the pad drew it. A blank one is refused, so that nobody "signs" by pressing a button."""

import binascii
from base64 import b64decode
from datetime import datetime

from yichuang.evidence.media import Inspected, MediaType
from yichuang.evidence.models import StoredFile
from yichuang.evidence.pictures import check_signature
from yichuang.evidence.store_file import put
from yichuang.kernel.errors import Refusal

PREFIX = "data:image/png;base64,"
LARGEST = 512 * 1024
"""Characters of the data URL; a pad's own picture has some ten thousand."""
NAME = "signature.png"


def store_signature(data_url: str, *, by: int | None, now: datetime) -> StoredFile:
    """Keep the picture in ``data_url`` (PNG). Raises ``evidence.signature_*`` when there is no signature in it."""
    content = _content(data_url)
    picture = check_signature(content)
    found = Inspected(MediaType.PNG, 1, picture.width, picture.height)
    return put(content, found, NAME, by, now)


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
