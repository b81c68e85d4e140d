"""An enterprise at the window: its code and name, who has come for it, its own items, its name on what is signed."""

import pytest

from tests.desk.conftest import HTMX, empty_fields, words
from tests.ground.refusals import says
from yichuang.applications.gather_matter import gather, happening
from yichuang.applications.models import Application
from yichuang.cases.models import Case
from yichuang.people.models import Agency, Organisation, RepresentationLog

USCC = "91350100M000100Y43"
NAME = "邻市机械厂"
ITEM = "xz-norecord-unit"
SAID = {
    "a.unit_ground": "statutory",
    "a.unit_persons": "recruits",
    "a.unit_foreigners": "no",
    "f.query_consent": "true",
}


def organise(visit, **fields: str):
    """The clerk says for whom the person has come; the visit's page as it is then."""
    response = visit.client.post(visit.url + "organisation", fields, headers=HTMX)
    if "HX-Redirect" in response.headers:
        visit.seen(visit.client.get(visit.url))
    return response


@pytest.fixture
def visit(desk):
    return desk.visit()


def handled(visit):
    """Everything of the item answered and shown, by somebody who is not the legal representative."""
    organise(visit, uscc=USCC, organisation_name=NAME)
    visit.add(ITEM)
    response = visit.post(**SAID)
    for name in empty_fields(response):
        response = visit.post(**{name: "15400010001" if name.endswith("_phone") else "无"})
    visit.post(**{"f.query_persons": "被查询人两名，见附表"})
    return visit.post(op="seen")


def test_what_only_organisations_may_file_says_so_until_the_visit_is_an_organisations(visit):
    found = f"{visit.url}items?q=单位查犯罪记录"
    assert "由单位申请" in words(visit.client.get(found))
    assert visit.post(op=f"add:{ITEM}").status_code == 409
    organise(visit, uscc=USCC, organisation_name=NAME)
    assert f'data-op="add:{ITEM}"' in words(visit.client.get(found))
    assert visit.filing().organisation == Organisation.objects.get(uscc=USCC).pk
    assert NAME in words(visit.client.get(visit.url))


def test_what_only_persons_may_file_is_barred_then(visit):
    organise(visit, uscc=USCC, organisation_name=NAME)
    assert "只受理个人申请" in words(visit.client.get(f"{visit.url}items?q=护照换发"))
    assert visit.post(op="add:crj-passport-renew").status_code == 409


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"uscc": USCC[:-1] + "4", "organisation_name": NAME}, "校验"),
        ({"uscc": USCC, "organisation_name": " "}, "名称"),
        ({"uscc": USCC, "organisation_name": NAME, "represents": "true"}, "证明文件"),
    ],
)
def test_a_wrong_code_a_missing_name_and_a_representative_without_licence_are_refused(visit, fields, said):
    response = organise(visit, **fields)
    assert said in words(response)
    assert response.headers["HX-Retarget"] == "#organisation-problem"
    assert visit.filing().organisation is None
    assert Organisation.objects.count() == 0


def test_the_name_on_record_comes_with_the_code_and_goes_with_it(visit):
    asked = f"{visit.url}organisation?uscc="
    assert visit.client.get(asked + USCC, headers=HTMX).status_code == 204, "nobody knows it yet: what was typed stays"
    organise(visit, uscc=USCC, organisation_name=NAME)
    assert f'value="{NAME}"' in words(visit.client.get(asked + USCC.lower(), headers=HTMX))
    for wrong in ("", USCC[:-1] + "4"):
        assert 'name="organisation_name" type="text" value=""' in words(visit.client.get(f"{asked}{wrong}&known=1"))


def test_whoever_has_come_has_shown_the_card_already_and_its_number_is_masked(visit):
    page = words(handled(visit))
    assert visit.filing().materials["id_card_handler"].originals == 1
    assert "990***********4120" in page
    assert "990785199003074120" not in page


def test_nobody_stands_in_for_whoever_has_come_for_an_organisation(desk, visit):
    desk.read(visit.client, "yuzhou", role="agent", draft=visit.id)
    assert visit.filing().agent
    organise(visit, uscc=USCC, organisation_name=NAME)
    assert (visit.filing().agent, [path for path in visit.filing().told if path.startswith("agent.")]) == (None, [])


def test_going_back_to_oneself_drops_what_only_the_organisation_could_file(visit):
    organise(visit, uscc=USCC, organisation_name=NAME)
    visit.add(ITEM)
    organise(visit)
    assert (visit.filing().organisation, visit.filing().choices) == (None, ())


def test_who_has_come_needs_the_organisations_mandate_which_can_be_put_on_record_at_once(visit):
    says(handled(visit), "applications.not_for_the_organisation", 200)
    answer = visit.client.post(visit.url + "mandate", {"document": "授权委托书 2026-11"}, headers=HTMX)
    assert "HX-Redirect" in answer.headers, words(answer)
    given = Agency.objects.get()
    assert (given.principal_organisation.uscc, given.principal_person_id, given.items) == (USCC, None, [ITEM])
    assert "没有单位办理" not in words(visit.client.get(visit.url))


def test_an_organisation_files_and_its_name_stands_on_what_is_signed_and_printed(desk, visit, run_jobs):
    handled(visit)
    organise(visit, uscc=USCC, organisation_name=NAME, represents="true", document="营业执照")
    assert RepresentationLog.objects.get().event == "represents"
    address = visit.sign(desk.drawing()).headers["HX-Redirect"]
    application = Application.objects.get()
    assert application.organisation_id == Organisation.objects.get().pk
    assert f"{NAME}的申请已提交" in words(visit.client.get(address))
    applicant = gather(happening(Case.objects.get().pk, 2)).matter.applicant
    assert (applicant.name, applicant.number) == (NAME, USCC)
    assert applicant.agent.name == "周念安"
