"""The machine that a figure was measured on, so that it can be read elsewhere."""

import os
import platform
from pathlib import Path

from msgspec import Struct


class Machine(Struct, frozen=True):
    """What makes figures differ."""

    cpu: str
    cores: int
    """Cores this process may use."""
    memory: str
    system: str
    python: str
    postgres: str
    load: float
    """Mean number of running processes in the minute before; above ``cores`` the figures are contended."""


def machine() -> Machine:
    """This one, with the PostgreSQL that Django is connected to."""
    from django.db import connection  # noqa: PLC0415 - set up by the bench's runner

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (postgres,) = cursor.fetchone()
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return Machine(
        _cpu(), cores, _memory(), platform.platform(), platform.python_version(), postgres, os.getloadavg()[0]
    )


def _cpu() -> str:
    return _line("/proc/cpuinfo", "model name") or platform.processor() or platform.machine()


def _memory() -> str:
    kibibytes = _line("/proc/meminfo", "MemTotal").split(" ")[0]
    return f"{int(kibibytes) / 1024**2:.0f} GiB" if kibibytes else "unknown"


def _line(path: str, name: str) -> str:
    """The value of ``name: value`` in one of the kernel's tables; empty where there is none."""
    if not Path(path).exists():
        return ""
    lines = Path(path).read_text("utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")
