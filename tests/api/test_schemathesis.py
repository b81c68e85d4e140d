"""Whatever a program sends, the API answers as its description says: schemathesis makes the requests, and judges."""

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, settings
from schemathesis import GenerationMode

from tests.api.calling import Caller, filed
from tests.ground.world import TODAY, World, _connected_to, _create
from yichuang.kernel import moment
from yichuang.surfaces.api import pace

EXAMPLES = 30
"""For each operation; the whole run stays under a minute."""
SETTINGS = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)

schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
schema.config.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
# What has the right form may still be against the rules of the trade: 422 for a number whose check digit is wrong, 403 for
# an action that takes another grant, 412 for a version that has passed.
schema.config.checks.positive_data_acceptance.expected_statuses = ["2xx", "403", "404", "409", "412", "422"]


@pytest.fixture(scope="module")
def served(_world_database: tuple[str, World], django_db_blocker) -> Iterator[dict[str, object]]:
    """The bureau with one visit filed, in a database in which everything commits; what a request may name of it."""
    name, world = _world_database
    with django_db_blocker.unblock():
        _create(f"{name}_api", name)
        with _connected_to(f"{name}_api"), moment.at(TODAY), pytest.MonkeyPatch.context() as patch:
            patch.setattr(pace, "BURST", 1_000_000)
            numbers = filed(world)
            known = {"number": next(iter(numbers.values())), "person": world.person().pk, "code": "hz-move-spouse"}
            yield {"token": Caller(world, "990801").token, "known": known}


@schema.parametrize()
@SETTINGS
def test_every_answer_is_as_described(case, served):
    meta = case.meta.generation.mode if case.meta else None
    if meta is GenerationMode.POSITIVE:
        _name_what_is_there(case, served["known"])
    case.call_and_validate(headers={"Authorization": f"Bearer {served['token']}"})


def _name_what_is_there(case, known):
    """An invented number finds nothing: let every other request be about something that exists."""
    if len(str(case.path_parameters)) % 2:
        case.path_parameters.update({key: known[key] for key in case.path_parameters if key in known})
