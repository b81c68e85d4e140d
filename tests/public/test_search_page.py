"""The public search page: an answer with its reasons, an honest nothing with somebody to ask, in both languages."""

import pytest

from yichuang.catalogue.search.index import LONGEST

ENGLISH = {"Accept-Language": "en"}


def test_what_fits_is_shown_with_its_reason_and_its_guide(world, client):
    page = client.get("/search/", {"q": "身份正唔见了"}).content.decode()
    assert "“身份正”按“身份证”理解" in page
    assert page.index("/guides/hz-id-reissue/") < page.index("/guides/hz-id-remote-reissue/")


def test_english_readers_read_english(world, client):
    page = client.get("/search/", {"q": "lost my passport"}, headers=ENGLISH).content.decode()
    assert "What fits" in page
    assert "/guides/crj-passport-reissue/" in page


def test_what_others_do_is_sent_to_them(world, client):
    page = client.get("/search/", {"q": "社保卡丢了"}).content.decode()
    assert "归人力资源和社会保障部门管" in page
    assert "12333" in page
    assert "/guides/hz-" not in page


@pytest.mark.parametrize(
    ("typed", "headers", "now"),
    [("老公家暴", {}, "先离开，再打 110"), ("my house is on fire", ENGLISH, "get out first")],
)
def test_danger_shows_the_number_before_everything(world, client, typed, headers, now):
    page = client.get("/search/", {"q": typed}, headers=headers).content.decode()
    assert now in page
    assert page.index('class="urgent__calls"') < page.index('href="tel:11') < page.index("</main>")
    assert "/guides/hz-" not in page
    assert "没有对得上" not in page


def test_what_helps_afterwards_stands_below_the_number(world, client):
    page = client.get("/search/", {"q": "孩子走丢了"}).content.decode()
    assert page.index('href="tel:110"') < page.index("/guides/xz-missing/")
    assert "urgent__calls" not in client.get("/search/", {"q": "丢了身份证"}).content.decode()


def test_an_office_without_a_number_of_its_own_is_named_all_the_same(world, client):
    page = client.get("/search/", {"q": "导游证"}).content.decode()
    assert "归文化和旅游部门管" in page
    assert 'href="tel:12345"' in page


def test_what_nobody_understands_has_a_person_behind_it(world, client):
    page = client.get("/search/", {"q": "葡萄怎么种"}).content.decode()
    assert "大厅咨询台" in page
    assert "归12345" not in page, "the hotline is whom to ask, not whose business it is"


def test_the_cursor_waits_in_an_empty_box_and_does_not_cover_an_answer(world, client):
    assert " autofocus" in client.get("/search/").content.decode()
    assert " autofocus" not in client.get("/search/", {"q": "身份证丢了"}).content.decode()
    assert " autofocus" not in client.get("/guides/").content.decode()


def test_nothing_asked_shows_what_is_often_needed(world, client):
    page = client.get("/search/").content.decode()
    assert "大家常办" in page
    assert "/guides/hz-birth-domestic/" in page


@pytest.mark.parametrize("page", ["/search/", "/guides/"])
def test_a_box_takes_as_long_a_question_as_the_search_reads(world, client, page):
    assert f'maxlength="{LONGEST}"' in client.get(page).content.decode()


@pytest.mark.parametrize("typed", ["\x00", "<script>alert(1)</script>", "护" * 5000])
def test_nothing_typed_breaks_the_page(world, client, typed):
    answer = client.get("/search/", {"q": typed})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_a_life_event_shows_what_is_to_be_done_in_order_here_and_elsewhere(world, client):
    page = client.get("/search/", {"q": "刚生了宝宝要办什么"}).content.decode()
    event = page[page.index("新生儿出生一件事") :]
    assert event.index("出生医学证明签发") < event.index("/guides/hz-birth-domestic/") < event.index("预防接种建证")


def test_numbers_of_an_emergency_can_be_pressed_and_a_message_written(world, client):
    page = client.get("/search/", {"q": "老公家暴"}).content.decode()
    assert 'href="tel:110"' in page
    assert 'href="sms:12110"' in page
    assert 'href="tel:12338"' in page
