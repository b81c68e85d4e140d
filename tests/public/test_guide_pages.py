"""The guides as pages: each item answers whatever is said to it, and what it says can be read by who needs it."""

import re

from django.test import Client

from tests.ground.world import TODAY
from yichuang.catalogue.models import ItemStanding
from yichuang.catalogue.queries import forget, items_in_use

REFUSING = "/guides/hz-id-renew/?age=30&id_card_state=lost"


def test_the_page_of_every_item_answers(world):
    browser = Client()
    broken = [each.code for each in items_in_use() if browser.get(f"/guides/{each.code}/").status_code != 200]
    assert broken == []


def test_nobody_is_refused_before_a_word_is_said(world):
    """An item without a window is read as filed where it can be filed."""
    browser = Client()
    refused = [
        each.code for each in items_in_use() if "这样办不了" in browser.get(f"/guides/{each.code}/").content.decode()
    ]
    assert refused == []


def test_every_answer_of_every_first_question_is_answered(world):
    browser = Client()
    asked = [(each.code, each.situations[0]) for each in items_in_use() if each.situations]
    broken = [
        f"/guides/{code}/?age=30&{question.key}={option.value}"
        for code, question in asked
        for option in question.options
        if browser.get(f"/guides/{code}/?age=30&{question.key}={option.value}").status_code != 200
    ]
    assert len(asked) > 100
    assert broken == []


def test_a_refusal_leads_on_to_what_it_names(world):
    page = Client().get(REFUSING).content.decode()
    assert "这样办不了" in page
    assert 'href="/guides/hz-id-reissue/"' in page
    assert "样东西" not in page


def test_an_answer_can_be_changed_alone(world):
    page = (
        Client()
        .get("/guides/hz-id-renew/?age=30&id_card_state=expiring&household_place=this_province")
        .content.decode()
    )
    assert 'href="/guides/hz-id-renew/?age=30&amp;household_place=this_province"' in page


def test_the_way_to_file_is_kept_while_answering(world):
    page = Client().get("/guides/hz-id-renew/?channel=online").content.decode()
    assert '<input type="hidden" name="channel" value="online">' in page
    assert "以上按网上办算" in page


def test_a_suspended_service_says_so_instead_of_vanishing(world):
    """A code on an old booklet still leads to it."""
    page = Client().get("/guides/crj-tw-individual/")
    assert page.status_code == 200
    assert "暂停办理" in page.content.decode()
    assert "/guides/crj-tw-individual/" not in Client().get("/guides/").content.decode()


def test_a_service_that_is_no_more_leads_to_what_has_come_of_it(world):
    """A code on an old booklet is no dead end: split, merged and cancelled items name their successors."""
    ItemStanding.objects.create(
        item_id="hz-id-damaged", status="cancelled", since=TODAY, successors=["hz-id-renew", "no-such-item"]
    )
    forget()
    page = Client().get("/guides/hz-id-damaged/")
    assert page.status_code == 200
    assert "已经取消" in page.content.decode()
    assert 'href="/guides/hz-id-renew/"' in page.content.decode()
    assert "no-such-item" not in page.content.decode()
    assert Client().get("/guides/no-such-item/").status_code == 404


def test_the_english_page_has_no_chinese_but_articles_and_what_stands_in_the_form(world):
    english = Client(headers={"accept-language": "en-GB"})
    for code in ("hz-id-renew", "crj-passport-renew", "jg-d-renew", "za-blast-unit"):
        page = english.get(f"/guides/{code}/").content.decode()
        told = re.sub(r"<dl class=\"facts\">.*?</dl>|<form class=\"switch\".*?</form>", "", page, flags=re.DOTALL)
        assert re.findall(r"[\u4e00-\u9fff]+", told) == []


def test_a_page_costs_few_queries(world, django_assert_max_num_queries):
    Client().get("/guides/hz-id-renew/")
    with django_assert_max_num_queries(2):
        Client().get("/guides/hz-id-renew/?age=30")


def test_items_are_found_by_what_they_are_about(world):
    browser = Client()
    contents = browser.get("/guides/").content.decode()
    topics = {topic for item in items_in_use() for topic in item.topics}
    assert set(re.findall(r'href="\?topic=(\w+)"', contents)) == topics
    birth = browser.get("/guides/?topic=person_birth").content.decode()
    assert "/guides/hz-birth-domestic/" in birth
    assert "/guides/jg-d-renew/" not in birth
    assert browser.get("/guides/?topic=nothing").status_code == 404
