"""Where the embedded database may live: an account that may run it, a folder that account can reach, a short, plain socket.

PostgreSQL refuses to run as root. A unix socket's path ends after some hundred characters, and in a database's address a
space or a comma in it means something else. What was once chosen is written down beside the data, so that a later change of
a parent folder's mode never makes the data look lost.
"""

import hashlib
import os
import pwd
import re
import stat
import subprocess
import tempfile
from pathlib import Path

from yichuang.kernel.errors import Refusal

REACHABLE = Path("/var/lib/yichuang")
"""Where root's clusters go when the data folder lies below a private parent."""
UNPRIVILEGED = "nobody"
PLAIN = re.compile(r"[A-Za-z0-9_./-]{1,100}")
"""A socket's path; the kernel's limit is 107 bytes on Linux and 103 on macOS."""


def account_for(data: Path) -> pwd.struct_passwd | None:
    """Who runs the database of ``data``: ourselves (None), or, when we are root, the owner of what is there already."""
    if os.geteuid() != 0:
        return None
    existing = recorded_home(data) / "postgres"
    owner = existing.stat().st_uid if existing.exists() else 0
    return pwd.getpwuid(owner) if owner else pwd.getpwnam(UNPRIVILEGED)


def home_for(data: Path, account: pwd.struct_passwd | None) -> Path:
    """The folder that holds the cluster: ``data`` itself wherever the account can reach it."""
    make_folder(data, 0o711 if account else 0o700)
    home = recorded_home(data)
    if home == data and account and not reaches(account, data):
        home = REACHABLE / hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:12]
        _record(data).write_text(f"{home}\n", "utf-8")
    make_folder(home, 0o711)
    return home


def make_folder(folder: Path, mode: int) -> None:
    """Make it where it is not there. Refuses one that cannot be made or written."""
    try:
        folder.mkdir(mode=mode, parents=True, exist_ok=True)
    except OSError as error:
        raise Refusal("server.data_unwritable", folder=folder, reason=error.strerror or "") from None
    if not os.access(folder, os.W_OK):
        raise Refusal("server.data_unwritable", folder=folder, reason="Permission denied")


def socket_for(home: Path, account: pwd.struct_passwd | None) -> Path:
    """The folder of the socket, 0700: ``home/socket``, or a short private one where that path is too long or not plain."""
    folder = home / "socket"
    if PLAIN.fullmatch(str(folder / ".s.PGSQL.5432")):
        if not folder.exists():
            make_private(folder, account)
        return folder
    return _short_socket(home / "socket.place", account)


def make_private(folder: Path, account: pwd.struct_passwd | None) -> None:
    """A new folder that only the account may enter."""
    folder.mkdir(mode=0o700)
    _give(folder, account)


def reaches(account: pwd.struct_passwd, folder: Path) -> bool:
    """Can the account enter ``folder``? Asked of the system itself, so that access lists count too."""
    command = ["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)]
    done = subprocess.run(  # noqa: S603 - a fixed command
        command, user=account.pw_uid, group=account.pw_gid, extra_groups=(), capture_output=True, cwd="/", check=False
    )
    return done.returncode == 0


def open_to_read(folder: Path) -> None:
    """Let every account read and enter what we copied into our own ``folder``."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            mode = stat.S_IMODE(path.stat().st_mode)
            path.chmod(mode | 0o444 | (0o111 if mode & 0o100 else 0))


def owner_name(path: Path) -> str:
    """The account's name that owns ``path``, or its number."""
    uid = path.stat().st_uid
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _record(data: Path) -> Path:
    return data / "postgres.place"


def recorded_home(data: Path) -> Path:
    """Where the cluster of ``data`` was put."""
    record = _record(data)
    return Path(record.read_text("utf-8").strip()) if record.exists() else data


def _short_socket(record: Path, account: pwd.struct_passwd | None) -> Path:
    folder = Path(record.read_text("utf-8").strip()) if record.exists() else None
    if folder is None or not _is_private(folder, account):
        folder = Path(tempfile.mkdtemp(prefix="yichuang-"))
        _give(folder, account)
        record.write_text(f"{folder}\n", "utf-8")
    return folder


def _is_private(folder: Path, account: pwd.struct_passwd | None) -> bool:
    """A folder in the shared temporary place is only trusted while it is ours alone."""
    try:
        found = folder.lstat()
    except FileNotFoundError:
        return False
    uid = account.pw_uid if account else os.geteuid()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == uid and not stat.S_IMODE(found.st_mode) & 0o077


def _give(folder: Path, account: pwd.struct_passwd | None) -> None:
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)
