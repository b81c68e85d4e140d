"""The demo on the command line."""

from argparse import Namespace

import pytest

from tests.ground.refusals import refused
from yichuang import __main__ as command_line
from yichuang.demo import commands
from yichuang.demo.bureau import totp_secret
from yichuang.demo.codes import code_at
from yichuang.gateways.id_card import card_reader


def test_the_rooms_commands_are_all_found():
    names = {command.name for command in command_line.commands()}
    assert {"audit verify", "papers sample", "demo people", "demo totp", "demo press", "demo sandbox"} <= names


def test_a_code_is_the_published_one():
    """RFC 6238 appendix B, SHA-1, cut to six digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert code_at(secret, 59) == "287082"
    assert code_at(secret, 1111111109) == "081804"


def test_totp_shows_the_code_of_a_badge():
    answer = commands.totp(Namespace(badge="990801"))
    assert len(answer.data["code"]) == 6
    assert answer.data["code"].isdigit()
    assert len(totp_secret("990801")) == 32


def test_totp_refuses_a_badge_that_nobody_wears():
    with refused("demo.unknown_badge"):
        commands.totp(Namespace(badge="000000"))


def test_people_lists_those_of_the_stories_first():
    assert "周念安" in commands.people(Namespace()).lines[0]


@pytest.mark.parametrize("wanted", ["nianan", "周念安", "990785199003074120"])
def test_press_lays_the_card_on_the_reader(outside, settings, wanted):
    commands.press(Namespace(person=wanted, reader="window-2", sandbox=settings.SANDBOX_URL))
    card = card_reader("window-2").read()
    assert card is not None
    assert card.name == "周念安"


def test_press_says_what_to_do_without_a_sandbox():
    with refused("demo.no_sandbox"):
        commands.press(Namespace(person="nianan", reader="window-1", sandbox="http://127.0.0.1:1"))


def test_press_refuses_somebody_who_does_not_live_there():
    with refused("demo.unknown_person"):
        commands.press(Namespace(person="nobody", reader="window-1", sandbox=""))


def test_audit_verify_names_the_first_broken_link(demo_world, capsys):
    from django.db import connection

    from yichuang.cases.command_line import verify
    from yichuang.cases.models import Case

    clean = verify(Namespace(files=False))
    assert clean.ok
    case = Case.objects.order_by("id").first()
    assert case is not None
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE kernel_event SET actor = 1 WHERE stream = %s AND seq = 1", [case.id])
    broken = verify(Namespace(files=False))
    assert not broken.ok
    assert broken.lines[0] == f"{case.number}: the chain breaks at event 1 [kernel_event {case.id}/1]"
    assert "streams verified" in capsys.readouterr().err
