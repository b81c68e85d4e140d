"""A slow request that comes from before a reset changes nothing behind it: the next test has its world to itself."""

from threading import Thread
from types import SimpleNamespace

from tests.gateways.test_failures import CALLS, refused
from yichuang.gateways.sandbox import server
from yichuang.gateways.sandbox.control import reset
from yichuang.gateways.sandbox.web import Request


def test_what_was_asked_before_does_not_happen_in_the_new_world(settings, monkeypatch):
    with server.Server(0) as outside:
        Thread(target=outside.serve_forever, args=(0.02,), daemon=True).start()
        settings.SANDBOX_URL = outside.url
        begins_anew = SimpleNamespace(sleep=lambda _: reset(outside.world, Request({}, b"", {}, outside.url)))
        with monkeypatch.context() as meanwhile:
            meanwhile.setattr(server, "time", begins_anew)
            assert refused(CALLS["payment"]).code == "gateway.unavailable"
        assert outside.world.payments == {}
        CALLS["payment"]()
        assert set(outside.world.payments) == {"O-1"}
        outside.shutdown()
