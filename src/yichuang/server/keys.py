"""The keys of one installation: made on first start, kept in ``secrets.env`` (0600) of the data folder, never committed.

Losing the file makes the encrypted fields unreadable, so it belongs into every backup of the data folder.
"""

import os
from collections.abc import Callable, Mapping, MutableMapping
from pathlib import Path
from secrets import token_hex, token_urlsafe

NEEDED: Mapping[str, Callable[[], str]] = {
    "YICHUANG_SECRET": lambda: token_urlsafe(50),
    "YICHUANG_FIELD_KEYS": lambda: f"k1:{token_hex(16)}",  # SM4 takes 128 bits
    "YICHUANG_INDEX_KEY": lambda: token_hex(32),
    "YICHUANG_SEAL_KEY": lambda: token_hex(32),
}


def load(data: Path, environment: MutableMapping[str, str]) -> None:
    """Put the installation's keys into ``environment``; what is set there wins, what is missing is made."""
    path = data / "secrets.env"
    known = read(path)
    made = {name: make() for name, make in NEEDED.items() if name not in known and not environment.get(name)}
    if made:
        _write(path, known | made)
    for name, value in (known | made).items():
        if not environment.get(name):
            environment[name] = value


def keep(data: Path, name: str, value: str) -> None:
    """Write down a setting that this installation was founded with, for all its later commands; a former one stands."""
    path = data / "secrets.env"
    known = read(path)
    if name not in known:
        _write(path, known | {name: value})


def read(path: Path) -> dict[str, str]:
    """The ``NAME=value`` lines of the file; an absent file holds none."""
    if not path.exists():
        return {}
    lines = (line.strip() for line in path.read_text("utf-8").splitlines())
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def _write(path: Path, values: Mapping[str, str]) -> None:
    """Whole or not at all: a half-written key file would lock people's data away."""
    fresh = path.with_suffix(".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(f"{name}={value}\n" for name, value in values.items())
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
