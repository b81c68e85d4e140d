"""Staff sign in with badge, password and one-time code; sessions end; attempts are limited; nobody signs up."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.organisation.bureau import NOW, PASSWORD, Bureau
from tests.signing_in import sign_in
from yichuang.kernel import moment
from yichuang.kernel.errors import Refusal
from yichuang.organisation import demo_codes
from yichuang.organisation.models import Account, SignInLog, Staff, Unit
from yichuang.organisation.second_factor import bind_codes, reseal_codes, unbind_code

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PAGE = {"headers": {"accept": "text/html"}}
pytestmark = pytest.mark.urls("tests.organisation.sign_in_urls")


@pytest.fixture(autouse=True)
def _fresh_counts(db: None) -> None:
    cache.clear()


@pytest.fixture
def bound(bureau: Bureau) -> Bureau:
    bind_codes({bureau.staff["100002"].account_id: SECRET}, NOW)
    return bureau


@pytest.fixture
def demo(bureau: Bureau, settings) -> None:
    """The bureau is the demo's: shown as such, and in an invented place."""
    settings.DEMO = True
    Unit.objects.update(region="990785")


@pytest.fixture
def code(bound: Bureau, demo: None) -> str:
    return demo_codes.demo_code(bound.staff["100002"].account_id)


def give_password(client: Client, badge: str = "100002", password: str = PASSWORD, **more):
    return client.post("/accounts/login/", {"login": badge, "password": password, **more})


def test_badge_password_and_code_lead_back_to_the_page_asked_for(client: Client, bound: Bureau, code: str):
    asked = client.get("/work/")
    assert asked.url == "/accounts/login/?next=%2Fwork%2F"
    second = give_password(client, next="/work/")
    assert second.url.startswith("/accounts/2fa/authenticate/")
    assert client.get("/work/").status_code == 302, "the password alone opens nothing"
    done = client.post(second.url, {"code": code})
    assert done.url == "/work/"
    assert client.get("/work/").content.decode() == "at work: 陈一"


def test_the_whole_way_works_with_csrf_checks_on(bound: Bureau, code: str):
    client = Client(enforce_csrf_checks=True)
    assert give_password(client).status_code == 403
    client.get("/accounts/login/")
    token = client.cookies["csrftoken"].value
    second = give_password(client, csrfmiddlewaretoken=token, next="/work/")
    client.get(second.url)
    done = client.post(second.url, {"code": code, "csrfmiddlewaretoken": client.cookies["csrftoken"].value})
    assert done.url == "/work/"


def test_a_wrong_password_is_answered_in_words_that_say_what_to_do(client: Client, bureau: Bureau):
    page = give_password(client, password="not the one").content.decode()
    assert "警号或密码不正确" in page
    assert "请找本单位管理员" in page


def test_an_unknown_badge_reads_like_a_wrong_password(client: Client, bureau: Bureau):
    assert "警号或密码不正确" in give_password(client, badge="999999").content.decode()


def test_a_code_works_once(client: Client, bound: Bureau, code: str):
    url = give_password(client).url
    client.post(url, {"code": code})
    again = Client()
    url = give_password(again).url
    assert "已用过" in again.post(url, {"code": code}).content.decode()
    assert again.get("/work/").status_code == 302


def test_attempts_on_one_badge_are_limited_and_the_right_password_then_waits_too(client: Client, bureau: Bureau):
    for _ in range(5):
        assert "警号或密码不正确" in give_password(client, password="not the one").content.decode()
    assert "请5分钟后再试" in give_password(client).content.decode()
    assert "请5分钟后再试" not in give_password(Client(), badge="100003").content.decode(), "other badges are free"


def test_wrong_codes_are_limited(client: Client, bound: Bureau, code: str):
    url = give_password(client).url
    for _ in range(5):
        client.post(url, {"code": "000000"})
    assert "请5分钟后再试" in client.post(url, {"code": code}).content.decode()


def test_wrong_passwords_and_wrong_codes_meet_one_limit(client: Client, bound: Bureau, code: str):
    for _ in range(3):
        give_password(client, password="not the one")
    url = give_password(client).url
    for _ in range(2):
        assert "请5分钟后再试" not in client.post(url, {"code": "000000"}).content.decode()
    assert "请5分钟后再试" in client.post(url, {"code": code}).content.decode()
    assert "请5分钟后再试" in give_password(Client()).content.decode(), "nor does the right password open it again"
    assert "请5分钟后再试" not in give_password(Client(), badge="100003").content.decode()


def test_a_wrong_code_is_in_the_log_beside_wrong_passwords(client: Client, bound: Bureau, code: str):
    give_password(client, password="not the one")
    url = give_password(client).url
    client.post(url, {"code": "000000"})
    client.post(url, {"code": code})
    logged = SignInLog.objects.order_by("pk").values_list("event", "name", "address")
    assert list(logged) == [
        ("failed", "100002", "127.0.0.1"), ("failed_code", "100002", "127.0.0.1"), ("signed_in", "100002", "127.0.0.1"),
    ]  # fmt: skip


def test_too_many_requests_get_a_clear_page(client: Client, bureau: Bureau, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    give_password(client)
    answer = give_password(client)
    assert answer.status_code == 429
    assert "操作过于频繁" in answer.content.decode()


def test_nobody_signs_up_resets_by_mail_or_drops_the_second_factor():
    for name in ("account_signup", "account_reset_password", "account_email"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_the_code_device_stays_when_its_holder_tries_to_drop_it(client: Client, bound: Bureau):
    sign_in(client, bound.staff["100002"].account)
    client.post("/accounts/2fa/totp/deactivate/")
    assert Authenticator.objects.count() == 1


def test_a_disabled_account_is_told_so(client: Client, bureau: Bureau):
    Account.objects.filter(username="100002").update(is_active=False)
    assert "账号已停用" in client.get(give_password(client).url).content.decode()


def test_without_a_code_device_one_sets_it_up_first_and_the_session_then_proves_it(client: Client, bureau: Bureau):
    give_password(client, next="/work/")
    assert client.get("/work/").url.startswith("/accounts/2fa/totp/activate/")
    setup = client.get("/work/").url
    secret = client.get(setup).context["form"].secret
    code = demo_codes._code(secret)
    client.post("/accounts/2fa/totp/activate/", {"code": code})
    stored = Authenticator.objects.get().data["secret"]
    assert secret not in stored, "the secret is sealed in the database"
    proof = client.get("/work/")
    assert proof.url.startswith("/accounts/2fa/reauthenticate/")
    assert client.post(proof.url, {"code": code}).url == "/work/"
    assert client.get("/work/").status_code == 200


def test_a_code_device_is_not_set_up_in_a_session_left_open(client: Client, bureau: Bureau, time_machine):
    give_password(client)
    time_machine.move_to(datetime.now(tz=UTC) + timedelta(minutes=6))
    assert client.get("/accounts/2fa/totp/activate/").url.startswith("/accounts/reauthenticate/")


def test_after_a_lost_phone_the_device_is_set_up_anew(client: Client, bound: Bureau):
    unbind_code(bound.staff["100002"].account)
    give_password(client)
    assert client.get("/work/").url.startswith("/accounts/2fa/totp/activate/")


def test_a_page_names_the_role_it_needs(client: Client, bureau: Bureau):
    sign_in(client, bureau.staff["100002"].account)
    with pytest.raises(Refusal) as refused:
        client.get("/console/")
    assert refused.value.code == "authority.role_needed"
    sign_in(client, bureau.staff["100001"].account)
    assert client.get("/console/").content == b"console"


def test_a_program_is_told_why_it_is_refused(client: Client, bureau: Bureau):
    assert client.get("/api/").content == b"authority.signed_out"
    client.force_login(bureau.staff["100002"].account)
    assert client.get("/api/").content == b"authority.second_factor"
    sign_in(client, bureau.staff["100002"].account)
    assert client.get("/api/").content.decode() == "陈一"
    Staff.objects.filter(badge="100002").update(active=False)
    assert client.get("/api/").content == b"authority.no_staff"


def test_an_idle_session_ends_and_the_page_comes_back_after_sign_in(client: Client, bureau: Bureau):
    sign_in(client, bureau.staff["100002"].account)
    with moment.at(NOW):
        assert client.get("/work/", **PAGE).status_code == 200
    with moment.at(NOW + timedelta(minutes=29)):
        assert client.get("/work/", **PAGE).status_code == 200
    with moment.at(NOW + timedelta(minutes=59)):
        ended = client.get("/work/?case=7", **PAGE)
        assert ended.url == "/accounts/login/?next=%2Fwork%2F%3Fcase%3D7&ended=idle"
        assert "已自动退出" in client.get(ended.url, **PAGE).content.decode()
        assert client.get("/api/").content == b"authority.signed_out"


def test_polling_keeps_no_session_alive(client: Client, bureau: Bureau):
    sign_in(client, bureau.staff["100002"].account)
    with moment.at(NOW):
        client.get("/work/", **PAGE)
    for minutes in (10, 20, 29):
        with moment.at(NOW + timedelta(minutes=minutes)):
            assert client.get("/work/", headers={"accept": "text/html", "X-Background": "1"}).status_code == 200
    with moment.at(NOW + timedelta(minutes=30)):
        assert client.get("/work/", **PAGE).status_code == 302


def test_a_session_lasts_twelve_hours_at_most(client: Client, bureau: Bureau):
    sign_in(client, bureau.staff["100002"].account)
    for minutes in range(0, 720, 20):
        with moment.at(NOW + timedelta(minutes=minutes)):
            assert client.get("/work/", **PAGE).status_code == 200
    with moment.at(NOW + timedelta(hours=12)):
        assert client.get("/work/", **PAGE).url.endswith("ended=too_long")


def test_the_limit_is_a_setting(client: Client, bureau: Bureau, settings):
    settings.SESSION_IDLE = timedelta(minutes=5)
    sign_in(client, bureau.staff["100002"].account)
    with moment.at(NOW):
        client.get("/work/", **PAGE)
    with moment.at(NOW + timedelta(minutes=5)):
        assert client.get("/work/", **PAGE).status_code == 302


def test_htmx_is_sent_to_the_sign_in_page_as_a_whole_and_back_to_the_page_it_was_on(client: Client, bureau: Bureau):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/desk/?visit=3"}
    answer = client.post("/work/", headers=headers)
    assert answer.status_code == 200
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=%2Fdesk%2F%3Fvisit%3D3"


def test_signing_out_ends_the_session(client: Client, bureau: Bureau):
    sign_in(client, bureau.staff["100002"].account)
    assert client.post("/accounts/logout/").url == "/accounts/login/"
    assert client.get("/api/").content == b"authority.signed_out"


def test_the_demo_shows_its_accounts_and_nothing_else_does(client: Client, bound: Bureau, demo: None, settings):
    page = client.get("/accounts/login/").content.decode()
    assert "演示账号（仅演示环境显示）" in page
    assert demo_codes.demo_code(bound.staff["100002"].account_id) in page
    unit = bound.staff["100002"].unit
    english = client.get("/accounts/login/", headers={"accept-language": "en"}).content.decode()
    assert unit.name_en in english
    assert unit.name_zh not in english
    settings.DEMO = False
    page = client.get("/accounts/login/").content.decode()
    assert "演示账号" not in page
    assert demo_codes.PASSWORD not in page
    assert demo_codes.demo_codes() == []
    assert demo_codes.demo_code(bound.staff["100002"].account_id) == ""


def test_a_server_started_as_a_demo_shows_no_codes_of_a_bureau_that_may_exist(client: Client, bound: Bureau, settings):
    settings.DEMO = True
    account = bound.staff["100002"].account_id
    assert (demo_codes.demo_codes(), demo_codes.demo_code(account)) == ([], "")
    assert demo_codes.PASSWORD not in client.get("/accounts/login/").content.decode()
    Unit.objects.exclude(parent=None).update(region="990785")
    assert demo_codes.demo_codes() == [], "the top of the tree decides"
    Unit.objects.filter(parent=None).update(region="990700")
    assert demo_codes.demo_codes() != []


def test_the_demo_list_costs_three_queries(bound: Bureau, demo: None, django_assert_num_queries):
    with django_assert_num_queries(3):
        [shown] = demo_codes.demo_codes()
    assert (shown.badge, shown.name, shown.unit) == ("100002", "陈一", "恩和县公安局")


def test_an_actor_is_looked_up_once_per_request(client: Client, bureau: Bureau, django_assert_max_num_queries):
    sign_in(client, bureau.staff["100002"].account)
    client.get("/work/", **PAGE)
    with django_assert_max_num_queries(3):  # session, account, actor
        client.get("/work/", **PAGE)


def test_codes_stay_good_when_the_key_is_rotated_and_the_old_one_taken_away(bound: Bureau, settings):
    account = bound.staff["100002"].account_id
    old, new = settings.FIELD_KEYS, "k2:0f0e0d0c0b0a09080706050403020100"
    before = demo_codes._secrets(account)
    settings.FIELD_KEYS = f"{new};{old}"
    assert reseal_codes() == 1
    settings.FIELD_KEYS = new
    assert demo_codes._secrets(account) == before == {account: SECRET}
