"""Starting the sandbox beside a test or a tool, and stopping it again."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

STOP_SECONDS = 5
SOURCE = Path(__file__).parents[3]
"""Where our package is found, also when it is not installed."""


@contextmanager
def running(port: int = 0) -> Iterator[str]:
    """The address of a sandbox in a process of its own, which ends with the block."""
    command = [sys.executable, "-m", "yichuang.gateways.sandbox", "--port", str(port)]
    found = os.pathsep.join(filter(None, (str(SOURCE), os.environ.get("PYTHONPATH"))))
    environment = os.environ | {"PYTHONPATH": found}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:  # noqa: S603  # our own module
        try:
            address = process.stdout.readline().strip() if process.stdout else ""
            if not address:
                raise RuntimeError(f"the sandbox did not start on port {port}")
            yield address
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)
