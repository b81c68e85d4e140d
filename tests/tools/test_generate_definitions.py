"""How a row of the item tables becomes a definition."""

import pytest

from tools import generate_definitions as generator
from yichuang.catalogue.exchange import yaml_text

ROW = {
    "code": "za-test", "name_zh": "测试", "name_en": "Test", "line": "治安", "item_type": "行政许可", "subject": "法人",
    "high_frequency": "N", "office_type": "承诺件", "statutory_working_days": "20", "promised_working_days": "5",
    "max_visits": "1", "channels": "window|online", "fee_cny": "0", "fee_note": "不收费", "result_document": "保安员证",
    "result_validity": "3y", "electronic_result": "Y", "legal_basis": "甲法第一条;乙条例", "materials": "营业执照[E];申请表[R]",
    "data_sources": "", "approval_route": "受理(县)>审核(县)>决定(市)>发证(县)", "scope": "本地", "stationed": "Y",
    "confidence": "high", "evidence": "K", "note": "",
}  # fmt: skip


def row(**changes):
    return ROW | changes


@pytest.mark.parametrize(
    ("route", "acts"),
    [
        ("受理 审核 决定 制证 发证", "accept examine decide produce issue"),
        ("受理 办结", "accept decide"),
        ("受理 审核 审批 办结", "accept examine decide issue"),
        ("受理 审核 办结", "accept examine decide"),
        ("受理 审核 制证", "accept decide produce"),
        ("登记 核对", "accept decide"),
        ("核验 发还", "accept decide"),
        ("受理 现场勘查 编制 钉挂", "accept examine decide issue"),
    ],
)
def test_a_route_has_one_decision(route, acts):
    assert " ".join(generator.step_acts(route.split())) == acts


def test_steps_follow_each_other_and_repeated_names_get_keys_of_their_own():
    steps = generator.steps(row(approval_route="受理(县)>审核(市)>审核(省)>审批(国家移民管理局)"))
    assert [(each["key"], each["level"], each.get("after")) for each in steps] == [
        ("accept", "county", None),
        ("review", "city", ["accept"]),
        ("review_2", "province", ["review"]),
        ("approve", "ministry", ["review_2"]),
    ]


def test_what_somebody_else_sends_in_is_received_by_the_next_office_and_still_says_who_sends_it():
    first, second = generator.steps(row(approval_route="上传(刻章企业)>备案(县)"))
    assert (first["level"], first["external"]["zh"]) == ("county", "刻章企业")
    assert "external" not in second


def test_an_office_beside_the_bureau_is_named():
    booked, reviewed = generator.steps(row(approval_route="预约(监所)>安排(监所)"))
    assert booked["external"]["zh"] == reviewed["external"]["zh"] == "监所"


def test_a_blank_limit_is_left_out_and_a_promise_of_nought_is_on_the_spot():
    assert generator.limits(row(statutory_working_days="", promised_working_days="0")) == {
        "promised": {"amount": 0, "unit": "on_the_spot"}
    }


def test_a_note_on_natural_days_sets_the_unit():
    limits = generator.limits(row(statutory_working_days="10", promised_working_days="8", note="10日为自然日"))
    assert limits["statutory"] == {"amount": 10, "unit": "calendar_day"}
    assert limits["promised"] == {"amount": 8, "unit": "calendar_day"}, "eight working days could outlast ten days"


def test_a_blank_fee_is_marked_and_no_sum_is_made_up():
    found = generator.definition(row(fee_cny="", fee_note="由省定"))
    assert found["fee"] == {"rules": [], "note": "由省定", "unverified": True}
    assert "fee" in found["unverified"]


def test_materials_keep_their_marks_and_state_their_conditions():
    assert generator.materials(row(materials="营业执照[E];遗失声明[P];委托书(代办)[R]")) == [
        {"evidence": "business_license", "need": "shared", "source": "ds-64"},
        {"evidence": "loss_statement", "need": "declarable"},
        {
            "evidence": "authorisation",
            "need": "produced",
            "when": "agent",
            "note": {"zh": "委托书(代办)", "en": "When an agent files"},
        },
    ]


def test_two_documents_share_out_their_periods():
    assert generator.split_validity("准迁证40日;登记页long", 2) == ["40日", "long"]
    assert generator.split_validity("30日/40日", 2) == ["30日", "40日"]
    assert generator.split_validity("6y/10y/long", 1) == ["6y/10y/long"]


def test_an_irregular_period_stays_in_the_tables_words():
    (output,) = generator.outputs(row(result_validity="按批准"))
    assert output["validity_note"] == "按批准"
    assert "validity" not in output


def test_the_yaml_reads_back_as_it_was():
    found = generator.definition(ROW)
    assert generator.yaml.safe_load(yaml_text.document(found)) == found
