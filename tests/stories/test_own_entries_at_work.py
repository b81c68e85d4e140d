"""A bureau's own form element and proof, met by those who review them, take them at the counter, and decide on them."""

import pytest

from tests.catalogue.builders import WORDS, element, item, proof
from tests.console.conftest import Keepers
from tests.desk.conftest import Desk, desk, words
from tests.ground.world import TODAY
from yichuang.cases.models import Case
from yichuang.catalogue import queries
from yichuang.catalogue.changes.review import approve, submit_for_review
from yichuang.catalogue.exchange.take_in import take_in
from yichuang.catalogue.lint import lint_rules
from yichuang.catalogue.loader import Catalogue

__all__ = ["desk"]

BERTH = element(hint={"zh": "船尾所示", "en": "As on the stern"})
KIND = element(
    "yl_hull", name={"zh": "船体", "en": "Hull"}, type="choice",
    options=[{"value": "wood", "label": {"zh": "木", "en": "Wood"}}, {"value": "steel", "label": {"zh": "钢", "en": "Steel"}}],
)  # fmt: skip
PHONE = element("yl_pier_phone", name={"zh": "码头电话", "en": "Pier phone"}, type="phone")
OWN = {"elements": {each.key: each for each in (BERTH, KIND, PHONE)}, "evidence_types": {"yl_berth_permit": proof()}}
BOAT = item(
    code="yl-boat", name={"zh": "渔船停泊登记", "en": "Berthing of a fishing boat"},
    form=[{"element": key} for key in ("applicant_name", "applicant_phone", "yl_berth", "yl_hull", "yl_pier_phone")],
    materials=[{"evidence": "yl_berth_permit", "need": "produced", "when": 'form.yl_hull == "steel"', "reason": WORDS}],
)  # fmt: skip


@pytest.fixture(autouse=True)
def _fresh():
    queries.forget_all()
    yield
    queries.forget_all()


@pytest.fixture
def draft(world):
    """The item with its entries, as drafts that wait for their second person."""
    taken = take_in(world.actor("990870"), Catalogue(items={BOAT.code: BOAT}, **OWN), TODAY)
    return submit_for_review(world.actor("990870"), taken.change, taken.revision, TODAY)


@pytest.fixture
def published(world, draft):
    return approve(world.actor("990872"), draft.pk, draft.revision, TODAY)


def test_who_reviews_reads_each_entry_on_the_page_of_the_change(world, draft):
    page = words(Keepers(world).see("990872", f"changes/{draft.pk}/"))
    assert "渔船停泊登记" in page
    assert "数据元 yl_hull（船体 / Hull；选择；场所；木；钢）" in page
    assert "材料类型 yl_berth_permit（泊位许可 / Berth permit）" in page


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh-hans", ("泊位号", "船尾所示", "船体", "钢")), ("en", ("Berth", "As on the stern", "Hull", "Steel"))],
)
def test_the_counters_form_asks_for_them_in_both_languages(desk: Desk, published, language, said):
    visit = desk.visit()
    visit.client.cookies["django_language"] = language
    page = words(visit.add("yl-boat"))
    assert [word for word in said if word not in page] == []


def test_a_condition_on_an_own_element_asks_for_an_own_proof_and_the_case_is_filed(desk: Desk, published):
    visit = desk.visit()
    visit.add("yl-boat")
    assert "泊位许可" not in words(visit.post(**{"f.yl_hull": "wood"}))
    assert "泊位许可" in words(visit.post(**{"f.yl_hull": "steel"}))
    assert visit.post(**{"f.yl_hull": "glass"}).status_code == 200
    visit.post(
        **{
            "f.yl_hull": "steel",
            "f.yl_berth": "甲-7",
            "f.applicant_phone": "15400010001",
            "f.yl_pier_phone": "13800138765",
        }
    )
    visit.post(op="seen")
    visit.sign(desk.drawing())
    case = Case.objects.get(item="yl-boat")
    page = words(desk.client("990813").get(f"/office/cases/{case.number}/", headers={"HX-Request": "true"}))
    assert [word for word in ("泊位号", "甲-7", "钢", "泊位许可", "138****8765") if word not in page] == []
    assert "13800138765" not in page, "a number of a person is masked by its type"


def test_the_guide_tells_of_them_in_both_languages(client, world, published):
    for language, said in (("zh-hans", ("泊位号", "泊位许可")), ("en", ("Berth", "Berth permit"))):
        client.cookies["django_language"] = language
        page = words(client.get("/guides/yl-boat/"))
        assert [word for word in said if word not in page] == []


@pytest.mark.parametrize("brought", [OWN, {"elements": {}, "evidence_types": {}}], ids=["brought", "not brought"])
def test_the_editor_finds_no_fault_in_entries_that_the_draft_brings_itself(world, brought):
    taken = take_in(world.actor("990870"), Catalogue(items={BOAT.code: BOAT}, **brought), TODAY)
    page = words(Keepers(world).see("990870", f"changes/{taken.change}/yl-boat/"))
    assert "yl_berth" in page
    assert (lint_rules()["known_elements"].problem.zh in page) is (not brought["elements"])
