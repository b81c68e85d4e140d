"""The demo shows everybody's one-time codes: it starts on the invented bureau only, and what serves is never a demo."""

import os
from argparse import Namespace

import pytest

from yichuang.kernel.errors import Refusal
from yichuang.server import launch


def test_the_demo_refuses_a_bureau_that_exists(world):
    from yichuang.organisation.models import Unit

    launch._require_invented()
    Unit.objects.update(region="440785")
    with pytest.raises(Refusal) as said:
        launch._require_invented()
    assert said.value.code == "server.not_the_demo"


def test_what_serves_is_no_demo_whatever_the_environment_says(monkeypatch):
    monkeypatch.setenv("YICHUANG_DEMO", "1")
    launch._tell_children(Namespace(verb="serve", port=8000))
    assert "YICHUANG_DEMO" not in os.environ
