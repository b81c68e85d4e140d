"""The gate to files: who handed one in, sits in the same unit, or may see a record that rests on it.

Which records rest on a file is known higher up: a higher room registers a keeper, which says whether the actor may see
one of its records with that file. Without any keeper only the first two hold.
"""

from collections.abc import Callable

from django.db import connection

from yichuang.evidence.models import Deposit, StoredFile
from yichuang.kernel.registry import Registry
from yichuang.organisation.actor import Actor
from yichuang.organisation.authority import Gate
from yichuang.organisation.models import Staff

SEE = "see"
Keeper = Callable[[Actor, str], bool]
keepers: Registry[Keeper] = Registry("file keeper")


def _load(digest: str) -> StoredFile | None:
    return StoredFile.objects.filter(sm3=digest).first()


def _allows(actor: Actor, file: StoredFile, _need: str) -> bool:
    if actor.staff_id == file.stored_by or _handed_in_here(actor, file):
        return True
    return any(keepers.get(name)(actor, file.sm3) for name in keepers.ids())


def _handed_in_here(actor: Actor, file: StoredFile) -> bool:
    """A visit may change hands within a unit before it is submitted."""
    colleagues = Staff.objects.filter(unit_id=actor.unit_id).values("id")
    return Deposit.objects.filter(file=file, by__in=colleagues).exists()


def _allows_all(actor: Actor, digests: frozenset[str], need: str) -> bool:
    """One plain query for what this unit took in; only the rest is asked about one by one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT evidence_handed_in(%s, %s, %s)", [",".join(digests), actor.staff_id, actor.unit_id])
        handed_in = {row[0] for row in cursor.fetchall()}
    rest = [_load(digest) for digest in digests - handed_in]
    return all(file is not None and _allows(actor, file, need) for file in rest)


FILES = Gate[frozenset[str], frozenset[str], str]("file", lambda digests: digests, _allows_all)
"""Several at once: all of them or none."""
FILE = Gate[str, StoredFile, str]("file", _load, _allows)
