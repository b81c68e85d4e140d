"""Verb: take a file over: look at what it really is, keep it sealed under its SM3, note who handed it in."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile

from yichuang.evidence.files import keep
from yichuang.evidence.media import Inspected, check_size, inspect
from yichuang.evidence.models import Deposit, StoredFile

LONGEST_NAME = 200


def store_upload(upload: "UploadedFile[bytes]", *, by: int | None, now: datetime) -> StoredFile:
    """Take over what a form carried. Beyond the limit nothing of it is read: Django has it on disk, not in memory."""
    check_size(upload.size or 0)
    return store_file(upload.read(), upload.name or "", by=by, now=now)


def store_file(content: bytes, name: str, *, by: int | None, now: datetime) -> StoredFile:
    """Take over ``content`` as member of staff ``by`` (None: the person, online). The same content is kept once.

    Raises the Refusals of ``media.inspect`` for what may not be stored, ``evidence.not_stored`` when the disk refuses.
    """
    return put(content, inspect(content), name, by, now)


def put(content: bytes, found: Inspected, name: str, by: int | None, now: datetime) -> StoredFile:
    """Keep what has been inspected. The file comes first: one without a row is harmless, a row without its file is not."""
    digest = keep(content)
    row = StoredFile(
        sm3=digest,
        media_type=found.media_type.value,
        size=len(content),
        pages=found.pages,
        width=found.width,
        height=found.height,
        has_location=found.has_location,
        stored_at=now,
        stored_by=by,
    )
    StoredFile.objects.bulk_create([row], ignore_conflicts=True)
    deposit = Deposit(file_id=digest, by=by, name=displayed(name), at=now)
    Deposit.objects.bulk_create([deposit], update_conflicts=True, unique_fields=["file", "by"], update_fields=["name"])
    return StoredFile.objects.get(sm3=digest)


def displayed(name: str) -> str:
    """A file's name as it may be shown: without folders and control characters, its ending kept."""
    bare = name.replace("\\", "/").rpartition("/")[2]
    clean = "".join(letter for letter in bare if letter.isprintable()).strip()
    return clean if len(clean) <= LONGEST_NAME else clean[: LONGEST_NAME - 10] + clean[-10:]
