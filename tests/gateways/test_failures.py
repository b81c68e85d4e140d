"""What a clerk is told when the outside world fails, and that nothing is done twice or lost by it."""

import socket
import threading
import time
from datetime import UTC, datetime

import msgspec
import pytest

from yichuang.gateways.config import Service, endpoint
from yichuang.gateways.id_card import card_reader
from yichuang.gateways.line_systems import Packet, line_system
from yichuang.gateways.payment import Order, payment_service
from yichuang.gateways.population import population_register
from yichuang.gateways.sandbox.process import running
from yichuang.gateways.sms import sms_sender
from yichuang.gateways.transport import transient
from yichuang.kernel.errors import Refusal

PACKET = Packet("P-1", "traffic", "C-1", "jj-licence", "review", datetime(2026, 11, 21, tzinfo=UTC), msgspec.Raw(b"{}"))
WHY = {"case_no": "C-1", "purpose": "核验申请人身份"}
RECEIPT = b'{"message_id":"%s","receipt_no":"1","accepted_at":"2026-11-21T00:00:00Z","repeated":false}'
CALLS = {
    "id-card": lambda: card_reader("window-1").read(),
    "population": lambda: population_register().look_up("990101199001010010", **WHY),
    "sms": lambda: sms_sender().send("M-1", "13800001234", "已受理"),
    "line": lambda: line_system("traffic").hand_over(PACKET),
    "payment": lambda: payment_service().create(Order("O-1", 100, "x", "C-1")),
}
every_service = pytest.mark.parametrize("service", CALLS)


def fail(world, service, **faults):
    world.put(f"/control/{service}", json=faults).raise_for_status()


def refused(call):
    with pytest.raises(Refusal) as caught:
        call()
    return caught.value


@every_service
def test_an_outage_is_said_in_both_languages_and_ends_when_it_is_mended(world, service):
    fail(world, service, outage=True)
    refusal = refused(CALLS[service])
    assert (refusal.code, refusal.status, transient(refusal)) == ("gateway.unavailable", 503, True)
    assert refusal.params["service_zh"] in refusal.message("zh")
    assert refusal.params["service_en"] in refusal.message("en")
    fail(world, service)
    CALLS[service]()


@every_service
def test_an_answer_that_is_not_one_is_not_used(world, service):
    fail(world, service, garbage=True)
    refusal = refused(CALLS[service])
    assert (refusal.code, transient(refusal)) == ("gateway.garbled", True)


@every_service
def test_one_service_failing_leaves_the_others_working(world, service):
    fail(world, service, outage=True)
    for name, call in CALLS.items():
        if name != service:
            call()


@every_service
def test_a_slow_service_does_not_keep_the_clerk_waiting(world, service, settings):
    name = Service(service.replace("-", "_"))
    part = "traffic" if name is Service.LINE else ""
    url = endpoint(name, part).url
    settings.GATEWAYS = {name: {"url": url, "timeout": 0.2, "secret": "sandbox"}}
    fail(world, service, delay_ms=1500)
    begun = time.monotonic()
    assert refused(CALLS[service]).code == "gateway.unavailable"
    assert time.monotonic() - begun < 1.2


def test_a_lost_answer_loses_and_doubles_nothing(world):
    for service in ("sms", "line", "payment"):
        fail(world, service, drop=True)
        assert refused(CALLS[service]).code == "gateway.unavailable"
        fail(world, service)
        CALLS[service]()
    assert len(world.get("/sms/outbox").json()) == 1
    assert len(world.get("/line/traffic/packets").json()) == 1
    assert sms_sender().send("M-1", "13800001234", "已受理").repeated
    assert line_system("traffic").hand_over(PACKET).repeated


@every_service
def test_a_dead_address_is_an_outage(settings, service):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.SANDBOX_URL = f"http://127.0.0.1:{taken.getsockname()[1]}"
        assert refused(CALLS[service]).code == "gateway.unavailable"


@every_service
def test_a_service_that_nobody_configured_is_said_so(settings, service):
    settings.SANDBOX_URL = ""
    refusal = refused(CALLS[service])
    assert (refusal.code, transient(refusal)) == ("gateway.not_configured", False)


def test_a_wrong_configuration_is_named(settings):
    settings.GATEWAYS = {"sms": {"adress": "http://127.0.0.1:1"}}
    refusal = refused(CALLS["sms"])
    assert refusal.code == "gateway.bad_configuration"
    assert all("adress" in refusal.message(language) for language in ("zh", "en"))
    settings.GATEWAYS = {"sms": {"url": "http://127.0.0.1:1", "driver": "pigeon"}}
    assert refused(CALLS["sms"]).code == "registry.unknown_plugin"
    settings.GATEWAYS = {"sms": {"url": "not an address"}}
    assert refused(CALLS["sms"]).code == "gateway.unavailable"


def test_one_line_can_be_elsewhere_than_the_others(settings):
    settings.SANDBOX_URL = "http://127.0.0.1:1/"
    settings.GATEWAYS = {"line.traffic": {"url": "http://127.0.0.2:2/t/"}, "sms": {"url": "http://127.0.0.3:3"}}
    assert endpoint(Service.LINE, "traffic").url == "http://127.0.0.2:2/t"
    assert endpoint(Service.LINE, "household").url == "http://127.0.0.1:1/line/household"
    assert endpoint(Service.SMS).url == "http://127.0.0.3:3"


@pytest.fixture
def other_side():
    """A service that answers each connection with given bytes."""
    listener = socket.create_server(("127.0.0.1", 0))
    replies: list[bytes] = []

    def serve():
        for reply in replies:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(reply)

    def start(*given):
        replies.extend(given)
        thread.start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}"

    thread = threading.Thread(target=serve, daemon=True)
    yield start
    listener.close()
    thread.join(2)


def http(status, body=b"", extra=b""):
    return b"HTTP/1.1 %s\r\nContent-Length: %d\r\nConnection: close\r\n%s\r\n%s" % (status, len(body), extra, body)


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (http(b"302 Found", extra=b"Location: http://127.0.0.1/login\r\n"), "gateway.garbled"),
        (http(b"200 OK", b"{}"), "gateway.garbled"),
        (http(b"200 OK", b"[" * 100000), "gateway.garbled"),
        (http(b"200 OK", RECEIPT % b"other"), "gateway.garbled"),
        (http(b"400 Bad Request", b"<html>"), "gateway.rejected"),
        (http(b"400 Bad Request", b'{"reason": 5}'), "gateway.rejected"),
        (http(b"429 Too Many Requests"), "gateway.unavailable"),
        (http(b"500 Oops", b"trace"), "gateway.unavailable"),
    ],
)  # fmt: skip
def test_strange_answers_have_their_meaning(settings, other_side, reply, code):
    settings.GATEWAYS = {"sms": {"url": other_side(reply)}}
    assert refused(CALLS["sms"]).code == code


def test_a_hang_up_on_a_kept_connection_is_tried_once_more(settings, other_side):
    settings.GATEWAYS = {"sms": {"url": other_side(b"", http(b"200 OK", RECEIPT % b"M-1"))}}
    assert CALLS["sms"]().receipt_no == "1"


def test_a_reason_is_not_shown_at_any_length(settings, other_side):
    settings.GATEWAYS = {"sms": {"url": other_side(http(b"422 No", msgspec.json.encode({"reason": "x" * 5000})))}}
    assert len(refused(CALLS["sms"]).message("en")) < 300


@pytest.mark.parametrize(
    ("method", "path", "content", "status"),
    [
        ("PUT", "/control/fax", b"{}", 400),
        ("PUT", "/control/sms", b'{"outrage": true}', 400),
        ("PUT", "/population/people", b"[{}]", 400),
        ("POST", "/id-card/press", b"\xff", 400),
        ("GET", "/nowhere", b"", 404),
        ("GET", "/payment/pay/nobody", b"", 400),
        ("POST", "/line/traffic/packets/P-9/decide", b'{"state":"granted"}', 400),
    ],
)
def test_the_sandbox_says_what_is_wrong_with_a_request(world, method, path, content, status):
    reply = world.request(method, path, content=content)
    assert reply.status_code == status
    assert reply.json()["reason"]


def test_the_sandbox_shows_what_there_is_to_see(world):
    assert "Sandbox" in world.get("/").text
    assert world.get("/control").json()["sms"] == {"outage": False, "drop": False, "garbage": False, "delay_ms": 0}


def test_a_port_that_is_taken_is_an_error_and_not_a_silence(sandbox_process):
    with pytest.raises(RuntimeError, match="did not start"), running(int(sandbox_process.rsplit(":", 1)[1])):
        pass
