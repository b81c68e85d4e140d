"""The start page knows where somebody works; anyone can check a paper, gently, and learns nothing of any person."""

import re

import pytest
from django.test import Client

from tests.ground.refusals import says
from tests.ground.world import TODAY
from tests.signing_in import sign_in
from yichuang.cases.papers.issue import issue
from yichuang.cases.papers.samples import samples
from yichuang.licences.marks import grouped_code, read_code
from yichuang.licences.models import IssuedPaper
from yichuang.licences.terms import PaperKind
from yichuang.licences.void_paper import void_paper
from yichuang.organisation.models import Account
from yichuang.surfaces.public import pace
from yichuang.surfaces.public.faces import CONSOLE, DESK, OFFICE, faces_for

SAMPLE = samples()[PaperKind.RECEIPT]


@pytest.fixture
def paper(world) -> IssuedPaper:
    member = world.staff["990801"]
    return issue(SAMPLE, unit=member.unit_id, key="public-1", now=TODAY, issued_by=member.pk)


def signed_in(badge: str) -> Client:
    client = Client()
    sign_in(client, Account.objects.get(username=badge))
    return client


@pytest.mark.parametrize(
    ("badge", "faces"),
    [
        ("990801", (DESK, OFFICE)),
        ("990812", (OFFICE,)),
        ("990811", (OFFICE, CONSOLE)),
        ("990807", (DESK, OFFICE, CONSOLE)),
        ("990872", (CONSOLE,)),
        ("990873", ()),
    ],
)
def test_each_works_with_the_faces_of_their_work(world, badge, faces):
    assert faces_for(world.actor(badge)) == faces


def test_the_start_page_sends_staff_on(world):
    assert signed_in("990801").get("/").url == "/desk/"
    assert signed_in("990812").get("/").url == "/office/"
    assert signed_in("990872").get("/").url == "/console/"


def test_who_has_several_faces_may_choose(world):
    page = signed_in("990807").get("/?choose").content.decode()
    assert "温如许，您好" in page
    assert 'href="/office/"' in page
    assert 'href="/console/"' in page


def test_who_may_do_nothing_yet_is_told_what_to_do(world):
    page = signed_in("990873").get("/").content.decode()
    assert "请管理员登记您的上岗资格、授权或系统角色" in page


def test_everybody_else_finds_the_way_in_and_the_check_of_papers(world, client):
    page = client.get("/").content.decode()
    assert 'href="/verify/"' in page
    assert 'href="/accounts/login/"' in page


def test_half_a_sign_in_goes_on_where_it_stopped(world, client):
    client.force_login(Account.objects.get(username="990812"))
    assert client.get("/").url == "/accounts/2fa/"


@pytest.mark.parametrize("shape", ["{code}", "{code}/", "{grouped}", "{lower}"])
def test_the_address_on_the_paper_opens_what_anyone_may_know(paper, client, shape):
    shown = shape.format(code=paper.code, grouped=grouped_code(paper.code), lower=paper.code.lower())
    answer = client.get(f"/verify/{shown}")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "这份文书是真的，现在有效" in page
    for fact in ("收件凭证", paper.number, paper.issuer_zh, "2026年11月20日", paper.sm3):
        assert fact in page


def test_nothing_of_a_person_or_a_case_is_shown(paper, client):
    page = client.get(f"/verify/{paper.code}").content.decode()
    for secret in (*paper.case_nos, paper.application_no, "梁安宁"):
        assert secret not in page
    assert client.get(f"/verify/{paper.code}")["X-Robots-Tag"] == "noindex"


def test_it_reads_in_english_too(paper, client):
    client.cookies["django_language"] = "en"
    page = client.get(f"/verify/{paper.code}").content.decode()
    assert "This paper is genuine and stands" in page
    assert "Receipt" in page
    assert paper.issuer_en in page


def test_a_voided_paper_says_since_when(paper, world, client):
    void_paper(paper, reason="误发", by=world.staff["990801"].pk, now=TODAY)
    page = client.get(f"/verify/{paper.code}").content.decode()
    assert "这份文书已经作废" in page
    assert "2026年11月20日 作废" in page
    assert "误发" not in page


def test_a_typed_code_leads_to_the_paper_however_it_is_written(paper, client):
    typed = f" {grouped_code(paper.code).lower().replace('-', ' ')} "
    answer = client.get("/verify/", {"code": typed})
    assert answer.url == f"/verify/{grouped_code(paper.code)}"


@pytest.mark.parametrize(
    ("code", "status"), [("ABCD-EFGH-JKMN", 422), ("<script>", 422), ("0" * 12, 404), ("x" * 400, 422)]
)
def test_a_code_that_is_none_says_what_to_do(world, client, code, status):
    answer = client.get(f"/verify/{code}")
    assert answer.status_code == status
    assert "核验码" in answer.content.decode()
    assert "<script>" not in answer.content.decode()


@pytest.mark.django_db
def test_the_pages_own_example_is_a_code_that_could_be_ours(client):
    example = re.search(r"例如 (\w{4}-\w{4}-\w{4})", client.get("/verify/").content.decode())[1]
    assert read_code(example)


@pytest.mark.django_db
def test_a_code_copied_wrongly_is_told_of_its_check_sign(client):
    for language, said in (("zh-CN", "最后一位是校验位"), ("en-GB", "last sign checks")):
        answer = client.get("/verify/7B3K-Q8M2-XRT0", headers={"accept-language": language})
        assert said in answer.content.decode()


def test_guessing_is_slowed_down_by_address_only(paper, client, monkeypatch):
    monkeypatch.setattr(pace, "ATTEMPTS", 3)
    for _ in range(3):
        client.get("/verify/000000000000")
    slowed = client.get(f"/verify/{paper.code}")
    says(slowed, "public.too_fast", 429)
    assert client.get(f"/verify/{paper.code}", REMOTE_ADDR="192.0.2.7").status_code == 200
    assert client.get("/verify/").status_code == 200


def test_a_check_costs_few_queries(paper, client, django_assert_max_num_queries):
    client.get(f"/verify/{paper.code}")
    with django_assert_max_num_queries(2):
        client.get(f"/verify/{paper.code}")
