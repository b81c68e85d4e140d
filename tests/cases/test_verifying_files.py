"""A file that the record names lies on the disk, and is what it was: both are asked."""

import pytest

from tests.applications.bench import Bench
from tests.applications.filings import MOVE
from yichuang.__main__ import commands, parser
from yichuang.cases.verify_files import verify_all
from yichuang.evidence import files
from yichuang.evidence.models import StoredFile
from yichuang.kernel.command import Answer
from yichuang.licences import store
from yichuang.licences.models import IssuedPaper


@pytest.fixture
def lived(world, settings, tmp_path) -> Bench:
    """One visit with its drawing and its papers on the disk."""
    settings.FILES_ROOT = tmp_path / "files"
    bench = Bench(world)
    bench.files(MOVE)
    bench.works()
    assert StoredFile.objects.count() == 1
    assert IssuedPaper.objects.count() == 3
    assert verify_all(read_files=True).faults == ()
    return bench


PLACES = {
    "evidence_storedfile": lambda: files.path_of(StoredFile.objects.get().sm3),
    "licences_issuedpaper": lambda: store.path_of(IssuedPaper.objects.first().sm3),
}


@pytest.mark.parametrize("table", PLACES)
def test_a_file_that_is_gone_is_missed_without_reading_any(lived, table):
    path = PLACES[table]()
    path.unlink()
    [fault] = verify_all().faults
    assert (fault.kind, fault.row) == ("file_lost", f"{table} {path.stem}")


@pytest.mark.parametrize("table", PLACES)
@pytest.mark.parametrize("bytes_there", [b"", b"something else"])
def test_a_file_that_was_changed_is_found_by_reading_it(lived, table, bytes_there):
    path = PLACES[table]()
    path.chmod(0o600)
    path.write_bytes(bytes_there)
    assert verify_all().faults == ()
    [fault] = verify_all(read_files=True).faults
    assert (fault.kind, fault.row) == ("file_damaged", f"{table} {path.stem}")


def test_the_command_line_says_which_file_is_gone_and_reads_them_when_asked(lived):
    path = PLACES["licences_issuedpaper"]()
    path.write_bytes(b"another")
    assert audit().ok
    found = audit("--files")
    assert not found.ok
    assert found.lines[0] == f"a file on the disk is not what was recorded [licences_issuedpaper {path.stem}]"
    path.unlink()
    assert audit().lines[0] == f"a file that the record names is not on the disk [licences_issuedpaper {path.stem}]"


def audit(*options: str) -> Answer:
    chosen = parser(commands()).parse_args(["audit", "verify", *options])
    answer: Answer = chosen.chosen.run(chosen)
    return answer
