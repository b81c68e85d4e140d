"""Verb: issue the list of a bundle as a paper with number, seal and code. Once, however often it is asked for."""

from collections.abc import Iterable
from datetime import datetime

from yichuang.cases.models import Case
from yichuang.cases.papers import facts as pf
from yichuang.cases.papers.issue import issue
from yichuang.catalogue.definition import Text
from yichuang.catalogue.queries import item_version
from yichuang.delivery.documents import documents
from yichuang.delivery.models import Bundle, BundleLine
from yichuang.kernel.masking import mask_name
from yichuang.kernel.vocabulary import label
from yichuang.licences.models import IssuedPaper
from yichuang.organisation.models import Unit
from yichuang.organisation.profiles import profile_of
from yichuang.people.models import Person

COMMA = "、"
"""Papers are Chinese first."""


def issue_hand_over_list(bundle: Bundle, *, now: datetime) -> IssuedPaper:
    """The paper of ``bundle``, issued in the name of the unit that sent it."""
    return issue(_facts(bundle), unit=bundle.from_unit_id, key=key_of_list(bundle.number), now=now,
                 issued_by=bundle.sent_by_id)  # fmt: skip


def key_of_list(number: str) -> str:
    """The list of the bundle with this number is issued once."""
    return f"bundle/{number}"


def _facts(bundle: Bundle) -> pf.HandoverList:
    profile = profile_of(bundle.from_unit_id)
    return pf.HandoverList(
        office=pf.Office(profile.name, profile.mark, profile.phone, profile.address, profile.complaint_phone),
        application_no=bundle.number,
        purpose=Text(label("cargo_purpose", bundle.what, "zh"), label("cargo_purpose", bundle.what, "en")),
        giver=pf.Party(_name(bundle.from_unit), bundle.sent_by.name),
        taker=pf.Party(_name(bundle.to_unit), ""),
        lines=tuple(_lines(bundle)),
        handed_at=bundle.sent_at,
        bag=bundle.bag,
    )


def _name(unit: Unit) -> Text:
    return Text(unit.name_zh, unit.name_en)


def _lines(bundle: Bundle) -> Iterable[pf.HandoverLine]:
    rows = list(bundle.lines.order_by("pk"))
    cases = Case.objects.in_bulk([row.case_id for row in rows])
    names = dict(Person.objects.filter(pk__in={case.applicant_id for case in cases.values()}).values_list("pk", "name"))
    for row in rows:
        case = cases[row.case_id]
        item = item_version(case.item, case.item_version)
        yield pf.HandoverLine(
            row.case_no, mask_name(names[case.applicant_id]), item.name,
            _documents(bundle, row, case), row.pieces,
        )  # fmt: skip


def _documents(bundle: Bundle, row: BundleLine, case: Case) -> str:
    names = documents(bundle.what, row.documents, case.item, case.item_version)
    return COMMA.join(each.zh for each in names)
