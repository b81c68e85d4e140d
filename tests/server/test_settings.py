"""What the settings refuse before anything starts."""

import os
import subprocess
import sys

import pytest


@pytest.mark.parametrize("secret", ["", "  ", None], ids=["empty", "blank", "absent"])
def test_no_server_starts_without_a_secret(secret):
    known = {name: value for name, value in os.environ.items() if name != "YICHUANG_SECRET"}
    environment = known if secret is None else {**known, "YICHUANG_SECRET": secret}
    done = subprocess.run(
        [sys.executable, "-c", "import yichuang.wsgi"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "YICHUANG_SECRET is empty" in done.stderr
