"""The left side: what lies on the officer's lists, why it is due, and how one moves about in it."""

import re
from datetime import timedelta

import pytest

from tests.ground.world import TODAY
from yichuang.kernel import moment

EXAMINER = "990812"
ROWS = {"HX-Request": "true", "HX-Target": "rows"}


def names(response) -> list[str]:
    return re.findall(r"data-row-open>([^<]+)<", response.content.decode())


def address(response, relation: str) -> str | None:
    found = re.search(rf'href="([^"]+)" rel="{relation}"', response.content.decode())
    return found[1].replace("&amp;", "&") if found else None


def test_an_examiner_sees_the_cases_of_the_own_line_only(office):
    office.file(2)
    page = office.client(EXAMINER).get("/office/")
    assert names(page) == ["周念安", "周念安"]
    assert "夫妻投靠户口迁入" in page.content.decode()
    assert "护照" not in "".join(re.findall(r"<tbody>.*?</tbody>", page.content.decode(), re.DOTALL))


def test_who_was_urged_sees_it_on_the_list_until_the_step_is_done(office):
    number = office.number()
    client = office.client(EXAMINER)
    assert "被催办" not in client.get("/office/").content.decode()
    office.order("990811", number, "urge", "review", text="请尽快")
    assert "被催办" in client.get("/office/").content.decode()
    office.order(EXAMINER, number, "opine", "review", verdict="agree")
    assert "被催办" not in office.client("990811").get("/office/").content.decode()


def test_a_due_date_explains_itself_line_by_line(office):
    office.file()
    body = office.client(EXAMINER).get("/office/").content.decode()
    assert "起算" in body
    assert "从次日开始计算" in body
    assert re.search(r"还剩 \d+ 个工作日", body)


def test_an_overdue_case_says_so_with_word_icon_and_colour(office):
    office.file()
    with moment.at(TODAY + timedelta(days=80)):
        body = office.client(EXAMINER).get("/office/").content.decode()
    assert "tone-overdue" in body
    assert "alert-triangle" in body
    assert re.search(r"已超 \d+ 个工作日", body)


def test_a_claimed_case_leaves_the_pool_and_lies_on_the_own_list(office):
    number = office.number()
    office.order(EXAMINER, number, "claim", "review")
    client = office.client(EXAMINER)
    assert names(client.get("/office/")) == []
    assert names(client.get("/office/?heap=mine")) == ["周念安"]
    assert "这里没有待办" in client.get("/office/").content.decode()


def test_a_finished_case_lies_on_the_finished_list(office):
    number = office.number()
    office.order(EXAMINER, number, "opine", "review", verdict="agree")
    assert names(office.client(EXAMINER).get("/office/?heap=done")) == ["周念安"]


def test_a_copy_lies_on_the_list_of_copies_until_it_is_read(office):
    number = office.number()
    office.order(EXAMINER, number, "copy", "review", staff=office.staff("990813"))
    reader = office.client("990813")
    assert names(reader.get("/office/?heap=copies")) == ["周念安"]
    office.order("990813", number, "acknowledge", "review")
    assert names(reader.get("/office/?heap=copies")) == []


def test_search_finds_by_part_of_a_name_and_by_the_beginning_of_a_number(office):
    office.file(name="周念安")
    office.file(name="李承泽")
    number = office.number()
    client = office.client(EXAMINER)
    assert names(client.get("/office/", {"text": "承泽"})) == ["李承泽"]
    assert names(client.get("/office/", {"text": f"{number[:6]} {number[6:]}"})) == ["周念安"]


@pytest.mark.parametrize("text", ["%", "_", "\\", "'; DROP TABLE cases_task --", "\x00", "周" * 500])
def test_a_search_takes_every_letter_as_a_letter(office, text):
    office.file()
    page = office.client(EXAMINER).get("/office/", {"text": text})
    assert page.status_code == 200
    assert names(page) == ([] if text != "\x00" else ["周念安"])


def test_the_list_narrows_by_line_level_step_item_and_deadline(office):
    office.file()
    client = office.client(EXAMINER)
    for kept in ("line=household", "level=county", "act=review", "item=hz-move-spouse"):
        assert names(client.get(f"/office/?{kept}")) == ["周念安"], kept
    for dropped in ("act=decide", "item=hz-id-renew", "due=overdue", "level=station"):
        assert names(client.get(f"/office/?{dropped}")) == [], dropped
    with moment.at(TODAY + timedelta(days=80)):
        assert names(office.client(EXAMINER).get("/office/?due=overdue")) == ["周念安"]


@pytest.mark.parametrize(
    "query", ["heap=everything", "line=unknown", "at=2026", "at=2026-01-01T00:00:00~1", "at=a~b~c"]
)
def test_an_address_that_no_page_of_ours_writes_is_refused_with_a_way_out(office, query):
    page = office.client(EXAMINER).get(f"/office/?{query}")
    assert page.status_code == 400
    assert "请清除筛选后重新选择" in page.content.decode()


def test_pages_follow_each_other_and_lead_back_without_losing_a_row(office, monkeypatch):
    monkeypatch.setattr("yichuang.surfaces.office.worklist.SIZE", 3)
    office.file(8)
    client = office.client(EXAMINER)
    first = client.get("/office/")
    second = client.get(address(first, "next"))
    third = client.get(address(second, "next"))
    keys = [re.findall(r'data-key-of="([^"]+)"', page.content.decode()) for page in (first, second, third)]
    assert [len(page) for page in keys] == [3, 3, 2]
    assert len({key for page in keys for key in page}) == 8
    assert address(third, "next") is None
    back = client.get(address(third, "prev"))
    assert re.findall(r'data-key-of="([^"]+)"', back.content.decode()) == keys[1]
    assert address(first, "prev") is None


def test_htmx_gets_the_rows_alone(office):
    office.file()
    page = office.client(EXAMINER).get("/office/", headers=ROWS)
    assert names(page) == ["周念安"]
    assert "<html" not in page.content.decode()
    whole = office.client(EXAMINER).get("/office/", headers={**ROWS, "HX-History-Restore-Request": "true"})
    assert "<html" in whole.content.decode()


@pytest.mark.parametrize("rows", [5, 200])
def test_a_page_of_the_worklist_costs_eight_queries_at_most(office, queries_of, rows):
    office.file(rows)
    client = office.client(EXAMINER)
    assert queries_of(lambda: client.get("/office/")) <= 8


def test_every_row_is_in_english_too(office):
    office.file()
    client = office.client(EXAMINER)
    client.cookies["django_language"] = "en"
    body = client.get("/office/").content.decode()
    assert "Move-in to join spouse" in body
    assert re.search(r"\d+ workdays? left", body)


def test_who_is_not_signed_in_is_led_to_the_sign_in_page(world):
    from django.test import Client

    answer = Client().get("/office/")
    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]
