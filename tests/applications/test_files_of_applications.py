"""A scan or signature of an application may be seen by those who may open the application or one of its cases."""

import pytest
from msgspec.structs import replace

from tests.applications.filings import MOVE, PASSPORT, STORY_1_MATERIALS, materials, story_1
from tests.evidence import samples
from tests.ground.refusals import refused
from tests.ground.world import TODAY, World
from yichuang.applications.filing import Given
from yichuang.applications.submit import submit
from yichuang.evidence.gates import FILE
from yichuang.evidence.models import Deposit
from yichuang.evidence.signature import store_signature
from yichuang.evidence.store_file import store_file
from yichuang.evidence.trust import MaterialState
from yichuang.kernel.errors import Refusal

CLERK, HOUSEHOLD, EXIT_ENTRY, TRAFFIC = "990801", "990812", "990822", "990832"


@pytest.fixture
def files(world: World, settings, tmp_path) -> tuple[str, str]:
    """A scan that only the household case needs, and the signature of the visit; handed in by nobody of the staff."""
    import base64

    settings.FILES_ROOT = tmp_path
    drawn = "data:image/png;base64," + base64.b64encode(samples.signature()).decode()
    scan = store_file(samples.pdf(), "scan.pdf", by=None, now=TODAY).sm3
    signature = store_signature(drawn, by=None, now=TODAY).sm3
    given = {**materials(*STORY_1_MATERIALS), "household_book": Given(MaterialState.SCANNED, file=scan)}
    online = replace(PASSPORT, answers={**PASSPORT.answers, "online_ready": "yes"})
    filing = story_1(world.person().pk, signature, choices=(online, MOVE), materials=given, channel="online")
    submit(world.actor(CLERK), filing, key="filed", now=TODAY)
    return scan, signature


def test_the_back_office_that_works_on_it_sees_scan_and_signature(world: World, files: tuple[str, str]):
    assert not Deposit.objects.filter(by__isnull=False).exists()
    for digest in files:
        for badge in (CLERK, HOUSEHOLD):
            assert FILE.open(world.actor(badge), digest, "see").sm3 == digest


def test_another_line_of_the_same_visit_sees_the_signature_and_not_the_other_lines_proof(
    world: World, files: tuple[str, str]
):
    scan, signature = files
    assert FILE.open(world.actor(EXIT_ENTRY), signature, "see").sm3 == signature
    with refused("authority.not_found"):
        FILE.open(world.actor(EXIT_ENTRY), scan, "see")


def test_an_officer_whom_no_case_of_it_concerns_sees_neither(world: World, files: tuple[str, str]):
    for digest in files:
        with pytest.raises(Refusal) as caught:
            FILE.open(world.actor(TRAFFIC), digest, "see")
        assert caught.value.code == "authority.not_found"


def test_a_file_of_no_application_stays_closed(world: World, files: tuple[str, str]):
    loose = store_file(samples.png(), "x.png", by=None, now=TODAY).sm3
    with refused("authority.not_found"):
        FILE.open(world.actor(HOUSEHOLD), loose, "see")
