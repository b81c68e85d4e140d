from argparse import Namespace

from yichuang.cases.papers.commands import COMMANDS, write_samples
from yichuang.licences.terms import PaperKind


def test_the_command_writes_one_pdf_of_every_kind(tmp_path):
    answer = write_samples(Namespace(out=str(tmp_path / "papers")))
    written = sorted((tmp_path / "papers").glob("*.pdf"))
    assert len(written) == len(answer.data) == len(PaperKind)
    assert all(path.read_bytes().startswith(b"%PDF-1.7") for path in written)


def test_it_needs_no_database():
    assert [command.needs_database for command in COMMANDS] == [False]
