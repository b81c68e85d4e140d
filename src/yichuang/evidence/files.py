"""Files on disk: each under the SM3 of its content, sealed with SM4-GCM, written whole or not at all.

``FILES_ROOT/ab/cd/abcd…`` holds ``KeyRing.seal`` of the content. The disk is told to keep it before anybody is told that
it is stored; a file damaged since is replaced when the same content comes again.
"""

import errno
import os
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from yichuang.kernel.crypto import sm3
from yichuang.kernel.errors import Refusal
from yichuang.kernel.fields import ring

_DIGEST = re.compile(r"[0-9a-f]{64}")
PARTIAL = ".part"
LONGEST_KEY_ID = 16


def keep(content: bytes) -> str:
    """Write ``content`` unless it is there already; its SM3. Refusal("evidence.not_stored") when the disk refuses."""
    digest = sm3(content).hex()
    path = path_of(digest)
    if not _is_intact(path, digest):
        try:
            _write(path, ring().seal(content))
        except OSError as error:
            raise Refusal("evidence.not_stored", reason=_reason(error)) from error
    return digest


def read_file(digest: str) -> bytes:
    """The content of a stored file. Refuses one that is not there, and one whose content is no longer what it was."""
    try:
        sealed = path_of(digest).read_bytes()
    except FileNotFoundError:
        raise Refusal("evidence.file_missing") from None
    content = ring().unseal(sealed)
    if sm3(content).hex() != digest:
        raise Refusal("evidence.file_damaged")
    return content


def path_of(digest: str) -> Path:
    """Where a file is kept. Only a digest becomes a path, never a name."""
    if not _DIGEST.fullmatch(digest):
        raise Refusal("evidence.file_missing")
    return Path(settings.FILES_ROOT) / digest[:2] / digest[2:4] / digest


def reseal(tell: Callable[[int, int], None] = lambda _done, _total: None) -> list[str]:
    """Bring files that are under an older key under the present one, before the old key leaves the ring.

    May be stopped and run again: each file is replaced whole. ``tell`` hears after each file how many of how many are
    done. The SM3 of those that could not be opened and were left as they are: they are damaged, or their key is gone.
    """
    current = ring().current
    older = [path for path in _all() if _key_of(path) != current]
    left = []
    for done, path in enumerate(older, start=1):
        try:
            _write(path, ring().seal(read_file(path.name)))
        except Refusal:
            left.append(path.name)
        except OSError as error:
            raise Refusal("evidence.not_stored", reason=_reason(error)) from error
        tell(done, len(older))
    return left


def keys_of_files() -> Counter[str]:
    """How many stored files are under which key id."""
    return Counter(_key_of(path) for path in _all())


def _key_of(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(LONGEST_KEY_ID + 1).partition(b".")[0].decode("ascii", "replace")


def _all() -> Iterator[Path]:
    return (path for path in Path(settings.FILES_ROOT).glob("??/??/*") if _DIGEST.fullmatch(path.name))


def _is_intact(path: Path, digest: str) -> bool:
    if not path.exists():
        return False
    with suppress(Refusal):
        return bool(read_file(digest))
    return False


def _write(path: Path, sealed: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=PARTIAL)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """The new name itself must survive a power cut too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _reason(error: OSError) -> str:
    return errno.errorcode.get(error.errno or 0, type(error).__name__)
