"""Bodies that cannot be read, and fields beyond their bounds: each is told with its place, and nothing is written."""

import pytest

from tests.api.calling import Caller
from tests.api.test_problems import told
from tests.ground.refusals import nothing_written
from tests.ground.world import World


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_no_json_is_said_so(world: World, language):
    caller = Caller(world, "990801", language=language)
    with nothing_written():
        answer = caller.client.post("/api/v1/plans", b"{", content_type="application/json", headers=caller.headers)
    told(answer, 400, "api.not_json")


def test_a_form_that_breaks_off_cannot_be_read(world: World):
    caller = Caller(world, "990801")
    broken, media = b"--x\r\nContent-Disposition: form-data; name=", "multipart/form-data; boundary="
    with nothing_written():
        answer = caller.client.post(
            "/api/v1/files", broken, content_type=media, headers={**caller.headers, "Idempotency-Key": "k1"}
        )
    told(answer, 400, "api.bad_request")


@pytest.mark.parametrize(
    ("fields", "pointer", "code"),
    [
        ({"choices": []}, "/choices", "api.field_length"),
        ({"urgent": "长" * 2001}, "/urgent", "api.field_length"),
        ({"person": 0}, "/person", "api.field_range"),
        ({"make_up_days": 10**6}, "/make_up_days", "api.field_range"),
        ({"choices": [{"item": "HZ MOVE"}]}, "/choices/0/item", "api.field_form"),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_field_beyond_its_bounds_is_told_with_its_place(world: World, fields, pointer, code, language):
    body = {"person": 1, "choices": [{"item": "hz-move-spouse"}], "materials": {"id_card": {"state": "seen"}}, **fields}
    caller = Caller(world, "990801", language=language)
    with nothing_written():
        problem = told(caller.post("/applications", body), 422, "api.invalid")
    found = {error["pointer"]: error for error in problem["errors"]}
    assert found[pointer]["code"] == code
    assert found[pointer]["detail"]
    assert found[pointer]["next"]
