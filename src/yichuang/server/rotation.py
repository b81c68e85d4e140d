"""Verb: bring everything that is sealed under the keys used now: columns, indexes, one-time-code secrets, files.

Each step may be stopped and run again; what is done stays done.
"""

import sys
from collections import Counter
from collections.abc import Mapping

from django.conf import settings
from msgspec import Struct

from yichuang.evidence.files import keys_of_files, reseal
from yichuang.kernel.fields import ring
from yichuang.kernel.rotate_keys import Tell, keys_in_use, quietly, rotate_index, rotate_keys, stale_indexes
from yichuang.organisation.second_factor import keys_of_codes, reseal_codes

FILES, CODES = "files", "one-time codes"


class Rotated(Struct, frozen=True):
    """What a run changed."""

    changed: Mapping[str, int]
    """Rows and files by store."""
    unreadable: tuple[str, ...]
    """SM3 of files that could not be opened and keep their old key."""


class InUse(Struct, frozen=True):
    """Which keys are still needed."""

    current: str
    """Id of the key that encrypts now."""
    stores: Mapping[str, Mapping[str, int]]
    """Rows and files by store and key id."""
    stale: Mapping[str, int]
    """Rows by index that are not under the present index key."""
    index_keys: int
    """How many index keys are given; only the first is used for what is written."""

    @property
    def needed(self) -> frozenset[str]:
        """Ids of keys without which something could no longer be read."""
        return frozenset(key for counts in self.stores.values() for key in counts) | {self.current}

    @property
    def droppable(self) -> tuple[str, ...]:
        """Ids on the ring that nothing needs any more."""
        return tuple(sorted(ring().keys.keys() - self.needed))

    @property
    def older(self) -> int:
        """How much there is still to be done."""
        counts: Counter[str] = Counter()
        for store in self.stores.values():
            counts.update(store)
        return counts.total() - counts[self.current] + sum(self.stale.values())


def rotate(tell: Tell = quietly) -> Rotated:
    """Bring everything under the first key of ``YICHUANG_FIELD_KEYS`` and of ``YICHUANG_INDEX_KEY``."""
    changed = rotate_keys(tell=tell) | rotate_index(tell=tell) | {CODES: reseal_codes()}
    tried = 0

    def told(done: int, total: int) -> None:
        nonlocal tried
        tried = done
        tell(FILES, done, total)

    unreadable = reseal(told)
    return Rotated({**changed, FILES: tried - len(unreadable)}, tuple(unreadable))


def in_use() -> InUse:
    """What lies under which key."""
    stores = {**keys_in_use(), CODES: keys_of_codes(), FILES: keys_of_files()}
    return InUse(ring().current, stores, stale_indexes(), settings.INDEX_KEY.count(";") + 1)


def on_the_side(store: str, done: int, total: int) -> None:
    """Progress goes to the other channel, so that ``--json`` stays clean; a line for each batch and each hundredth file."""
    if store != FILES or done == total or done % 100 == 0:
        sys.stderr.write(f"{store}: {done} / {total}\n")
