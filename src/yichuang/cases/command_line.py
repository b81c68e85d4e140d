"""Command line: verify and seal the whole record, and what the papers offer. (``commands.py`` holds the engine's commands.)"""

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from msgspec import to_builtins

from yichuang.cases.papers.commands import COMMANDS as PAPERS
from yichuang.kernel.command import Answer, Argument, Command

if TYPE_CHECKING:
    from yichuang.kernel.seal import Last


def verify(arguments: Namespace) -> Answer:
    """Recompute every chain, rebuild every row, check every seal, look for every file; status 1 with what differs named, first
    broken link first.
    """
    from yichuang.cases.verify import Fault  # noqa: PLC0415 - needs the database
    from yichuang.cases.verify_files import verify_all  # noqa: PLC0415 - needs the database

    def sentence(fault: Fault) -> str:
        """One fault in words."""
        where = f"{fault.number}: " if fault.number else f"stream {fault.stream}: " if fault.stream else ""
        return f"{where}{BROKEN[fault.kind].format(seq=fault.seq)} [{fault.row}]"

    report = verify_all(_say, read_files=arguments.files)
    summary = f"{report.streams} streams, {report.events} events, {len(report.faults)} faults; {_sealed(report.sealed)}"
    return Answer(to_builtins(report), (*map(sentence, report.faults), summary), ok=not report.faults)


def seal(_: Namespace) -> Answer:
    """Seal the record now, as the nightly job does; what is told belongs where the database's owner cannot reach."""
    from yichuang.kernel.moment import now  # noqa: PLC0415 - needs the settings
    from yichuang.kernel.seal import seal_record  # noqa: PLC0415 - needs the database

    made = seal_record(now())
    return Answer(to_builtins(made), (_sealed(made),))


def _sealed(last: "Last | None") -> str:
    return f"seal {last.number} of {last.at}: {last.mac}" if last else "not sealed yet"


BROKEN = {
    "chain": "the chain breaks at event {seq}",
    "stranger": "the stream begins with an event that begins none",
    "state": "the stored state is not what its events lead to",
    "hash": "the stored hash is not that of the last event",
    "row": "a stored row is not what the events lead to",
    "due": "a stored deadline is not what the events and the working-day table lead to",
    "form": "the stored form is not the one that was signed",
    "unreadable": "this cannot be read",
    "missing": "there is a history without its row, or a row without its history",
    "lost": "the application names a case whose history is gone",
    "issued": "a paper or licence that the events call for is gone",
    "file_lost": "a file that the record names is not on the disk",
    "file_damaged": "a file on the disk is not what was recorded",
    "seal": "a seal over the record is missing or does not hold",
    "sealed": "event {seq} is not what was sealed",
}
"""What each kind of fault means; the row follows."""


FILES = "read every file too and recompute its SM3; slow: as long as it takes to read and open them all"


def _say(streams: int) -> None:
    """Progress goes to the other channel, so that ``--json`` stays clean."""
    sys.stderr.write(f"{streams} streams verified\n")


COMMANDS = (
    Command(
        "audit verify",
        "recompute every hash, rebuild every row, check every seal, miss every paper and file that is gone",
        verify,
        (Argument(("--files",), FILES, {"action": "store_true"}),),
    ),
    Command("audit seal", "seal the record now, as the nightly job does", seal),
    *PAPERS,
)
