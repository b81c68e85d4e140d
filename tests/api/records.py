"""One record of each kind, by the names under which the addresses of the site capture its id; and ids that nothing has."""

import json
import uuid
from typing import Any

import pytest

from tests.api.calling import filed, handed_in
from tests.ground.world import TODAY, World

NO_IDS = {"action": "claim", "line": "household", "name": "change_unit", "section": "limits"}
"""Captured words of closed lists, with a value that is one."""
ABSENT = {
    "number": "9907852026112099999Z", "application": "9907852026112099999Z", "person": 987654321, "draft": uuid.UUID(int=9),
    "paper": 987654321, "digest": "0" * 64, "case": "9907852026112099999Z", "badge": "999999", "code": "NO-SUCH",
    "key": "NO-SUCH", "notice": 987654321, "job": 987654321, "bundle": "JJ20261120-99999",
    "change": 987654321, "item": "no-such-item", "organisation": 987654321, "guardianship": 987654321,
    "mandate": 987654321, "identifier": "1.2.156.3005.2.11100000000013338W011.11430000006122244L.99999999000001.001.0",
}  # fmt: skip
"""Ids of the same form that nothing has."""


@pytest.fixture
def records(world: World, settings, tmp_path) -> dict[str, Any]:
    """One record of each kind that belongs to the hall, by the name under which addresses capture its id."""
    from yichuang.applications.models import Application
    from yichuang.cases.papers.issue import issue
    from yichuang.cases.papers.samples import samples
    from yichuang.evidence.models import StoredFile
    from yichuang.licences.terms import PaperKind

    settings.FILES_ROOT = tmp_path
    number = next(iter(filed(world).values()))
    world.file("e" * 64)
    handed_in(world)
    paper = issue(samples()[PaperKind.RECEIPT], unit=world.staff["990801"].unit_id, key="gate", now=TODAY)
    return {
        "number": number,
        "application": Application.objects.get().number,
        "person": world.person().pk,
        "draft": _draft(world),
        "paper": paper.pk,
        "case": number,
        "badge": "990703",
        "code": "YJ-HZ",
        "key": "YJ-HZ",
        "digest": StoredFile.objects.get(sm3="e" * 64).sm3,
        "notice": _notice(number),
        "job": _stuck_job(number),
        "bundle": _bundle(world, number),
        "change": _change(world),
        "item": "hz-id-renew",
        **_representation(world),
        "identifier": _licence(world, number),
        **NO_IDS,
    }


def _licence(world: World, number: str) -> str:
    from yichuang.licences.models import Licence

    day = TODAY.date()
    made = Licence.objects.create(
        key="gate", kind="passport", name_zh="普通护照", name_en="Passport", serial="2026112099", number="E1", case_no=number,
        identifier="1.2.156.3005.2.11100000000013338W011.11430000006122244L.2026112099.001.A",
        person_id=world.person().pk, unit_id=world.staff["990822"].unit_id, issued_on=day, valid_from=day,
        status_since=TODAY,
    )  # fmt: skip
    return made.identifier


def _representation(world: World) -> dict[str, int]:
    """A guardianship, a mandate, and the organisation that gave it."""
    from yichuang.people.models import Agency, Guardianship, Organisation

    day, grown = TODAY.date(), world.person().pk
    child = world.person("周小满", 751, birth="20180501").pk
    held = Guardianship.objects.create(
        ward_id=child, guardian_id=grown, basis="parent", since=day, document="出生医学证明"
    )
    body = Organisation.objects.create(uscc="91440300708461136T", name="云江机械厂")
    given = Agency.objects.create(
        agent_id=grown,
        principal_organisation=body,
        document="委托书1号",
        items=["hz-move-spouse"],
        since=day,
        expires_on=day,
    )
    return {"organisation": body.pk, "guardianship": held.pk, "mandate": given.pk}


def _change(world: World) -> int:
    """With a number that stands nowhere else on a page."""
    from django.db import connection

    from yichuang.catalogue.changes.draft import begin

    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('catalogue_cataloguechange', 'id'), 712345678)")
    return int(begin(world.actor("990811"), "hz-id-renew", TODAY).change.pk)


def _notice(number: str) -> int:
    from yichuang.messaging.models import Notice
    from yichuang.messaging.notify import Letter, notify

    said = {"name": "周念安", "item": "换领护照", "number": number, "date": "2026年12月1日"}
    notify(Letter("gate", 1, "13800000001", "accepted", said, number), now=TODAY)
    Notice.objects.filter(reference=number).update(state="failed")
    return Notice.objects.get(reference=number, channel="sms").pk


def _bundle(world: World, number: str) -> str:
    from yichuang.delivery.models import Bundle, BundleLine

    hall, office = world.staff["990801"], world.staff["990822"]
    bundle = Bundle.objects.create(
        number="JJ20261120-00001", what="papers", from_unit_id=hall.unit_id, to_unit_id=office.unit_id, sent_by=hall,
        sent_at=TODAY, key="gate",
    )  # fmt: skip
    BundleLine.objects.create(bundle=bundle, case_id=_case(number), case_no=number, documents=["id_card"], pieces=1)
    return bundle.number


def _case(number: str) -> int:
    from yichuang.cases.models import Case

    return int(Case.objects.get(number=number).pk)


def _stuck_job(number: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts)"
            " VALUES ('default', 'applications.issue_paper', %s, 'failed', 12) RETURNING id",
            [json.dumps({"case": _case(number), "seq": 2})],
        )
        return int(cursor.fetchone()[0])


def _draft(world: World) -> uuid.UUID:
    from yichuang.applications.draft import save_draft
    from yichuang.applications.filing import Filing

    draft = uuid.UUID(int=7)
    save_draft(world.actor("990801"), draft, Filing(world.person().pk, ()), version=0, now=TODAY)
    return draft
