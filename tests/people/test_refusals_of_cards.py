"""What cannot stand on a paper is not taken over from a document, whichever of its lines holds it."""

import pytest

from tests.ground.refusals import nothing_written, refused


@pytest.mark.parametrize("line", [{"name": "周\u202e念安"}, {"nation": "汉\x07"}, {"address": "溪边路8号\U0001f600"}])
def test_a_document_with_a_sign_that_no_paper_prints_identifies_nobody(world, line):
    with nothing_written(), refused("people.illegible"):
        world.person(**line)
