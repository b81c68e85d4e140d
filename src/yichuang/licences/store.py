"""The files that were issued, kept under the SM3 digest of their bytes: a changed file no longer answers to its name."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from yichuang.kernel.crypto import sm3
from yichuang.kernel.errors import Refusal


def keep(content: bytes) -> str:
    """Store ``content`` for good and return its digest in hex. The same content is stored once."""
    digest = sm3(content).hex()
    path = path_of(digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, content)
    return digest


def fetch(digest: str) -> bytes:
    """The bytes stored under ``digest``; refuses a file that is missing or no longer has that digest."""
    try:
        content = path_of(digest).read_bytes()
    except OSError:
        raise Refusal("licences.file_damaged") from None
    if sm3(content).hex() != digest:
        raise Refusal("licences.file_damaged")
    return content


def path_of(digest: str) -> Path:
    """Where the file of ``digest`` lies; two levels of folders keep each small."""
    return Path(settings.FILES_ROOT) / "papers" / digest[:2] / digest[2:4] / f"{digest}.pdf"


def _write(path: Path, content: bytes) -> None:
    """All or nothing, and on the disk before anybody records it."""
    with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as new:
        new.write(content)
        new.flush()
        os.fsync(new.fileno())
    Path(new.name).replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
