"""``./run check [names]``: every check that CI runs, one line each; status 1 when one fails."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from tools import migrations, sizes, translations, words

ROOT = Path(__file__).parents[1]
CODE = ("src", "tests", "tools", "bench")
ENVIRONMENT = {**os.environ, "YICHUANG_SECRET": "for these checks only"}
"""The types of settings are read by loading them, which refuses an empty secret."""


class Check(NamedTuple):
    """One check: its name, and a function that returns what is wrong, empty when nothing is."""

    name: str
    findings: Callable[[], str]


def command(*arguments: str) -> Callable[[], str]:
    """A check that is a program of the environment; its output counts only when it fails."""
    program = [str(Path(sys.executable).with_name(arguments[0])), *arguments[1:]]

    def findings() -> str:
        done = subprocess.run(program, capture_output=True, text=True, check=False, cwd=ROOT, env=ENVIRONMENT)
        return (done.stdout + done.stderr or f"status {done.returncode}") if done.returncode else ""

    return findings


CHECKS = (
    Check("style", command("ruff", "check", "--quiet", "--output-format", "concise", *CODE)),
    Check("format", command("ruff", "format", "--quiet", "--check", *CODE)),
    Check("sizes", sizes.findings),
    Check("words", words.findings),
    Check("translations", translations.findings),
    Check("layers", command("lint-imports", "--no-cache")),
    Check("templates", command("djlint", "--lint", "--quiet", "src")),
    Check("migrations", migrations.findings),
    Check("types", command("mypy")),
)


def main(names: Sequence[str]) -> int:
    """Run the named checks, or all."""
    unknown = set(names) - {check.name for check in CHECKS}
    if unknown:
        print(f"no such check: {', '.join(sorted(unknown))}; there are {', '.join(check.name for check in CHECKS)}")
        return 2
    failed = [check.name for check in CHECKS if (not names or check.name in names) and not _passes(check)]
    print(f"failed: {', '.join(failed)}" if failed else "all checks passed")
    return 1 if failed else 0


def _passes(check: Check) -> bool:
    began = time.monotonic()
    found = _found(check)
    print(f"{'failed' if found else 'ok':6}  {check.name:13} {time.monotonic() - began:5.1f} s", flush=True)
    if found:
        print("\n".join(f"        {line}" for line in found.splitlines()), flush=True)
    return not found


def _found(check: Check) -> str:
    """A check that breaks, on a file that cannot be read for instance, has failed; the others still run."""
    try:
        return check.findings().strip()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is said and the run fails
        return f"{type(error).__name__}: {error}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
