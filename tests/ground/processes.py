"""Which processes there are."""

from pathlib import Path


def alive(pid: int | str) -> bool:
    """Whether the process runs; one that ended and that nobody has asked for yet does not. It may go while it is read."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rsplit(")", 1)[1].split()[0] != "Z"
