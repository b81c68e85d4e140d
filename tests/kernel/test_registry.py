"""Plugins by id."""

import pytest

from yichuang.kernel.errors import Refusal
from yichuang.kernel.registry import Registry


def test_a_plugin_is_found_under_its_id():
    registry: Registry[type] = Registry("reader")

    @registry.register("http")
    class Http: ...

    assert registry.get("http") is Http
    assert registry.ids() == ("http",)


def test_an_id_can_be_taken_once():
    registry: Registry[int] = Registry("reader")
    registry.register("one")(1)
    with pytest.raises(ValueError, match="twice"):
        registry.register("one")(2)
    assert registry.get("one") == 1


def test_an_unknown_id_is_refused_with_what_there_is():
    registry: Registry[int] = Registry("reader")
    registry.register("one")(1)
    with pytest.raises(Refusal) as caught:
        registry.get("two")
    assert caught.value.code == "registry.unknown_plugin"
    assert "one" in caught.value.message("en")
