"""``./run`` itself: an environment that this user may not change is named and left whole."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
UNPRIVILEGED = 65_534


def test_an_environment_of_somebody_else_is_named_and_left_whole(reachable):
    checkout = reachable / "a checkout"
    (checkout / ".venv").mkdir(parents=True)
    (checkout / ".venv" / "kept").touch()
    (checkout / ".venv").chmod(0o555)
    (checkout / "requirements").mkdir()
    shutil.copy(ROOT / "requirements/runtime.txt", checkout / "requirements")
    shutil.copy(ROOT / "run", checkout)
    another = {} if os.geteuid() else {"user": UNPRIVILEGED, "group": UNPRIVILEGED, "extra_groups": ()}
    done = subprocess.run([checkout / "run", "demo"], capture_output=True, text=True, check=False, cwd="/", **another)
    chinese, english = done.stderr.strip().splitlines()
    assert done.returncode == 2
    assert f"{checkout}/.venv" in chinese
    assert "checkout of your own" in english
    assert (checkout / ".venv" / "kept").exists()
    (checkout / ".venv").chmod(0o755)
