"""One command brings everything that is sealed under the present keys, another says what is left."""

from yichuang.evidence import files
from yichuang.people.models import Person
from yichuang.server.commands import rotate, status

NEW = "k2:0f0e0d0c0b0a09080706050403020100"
NEW_INDEX = "f0" * 32


def test_after_one_rotation_both_old_keys_can_be_taken_away(world, settings, tmp_path, capsys):
    settings.FILES_ROOT = tmp_path
    person = world.person()
    digest = files.keep(b"a scan")
    field, index = settings.FIELD_KEYS, settings.INDEX_KEY
    settings.FIELD_KEYS, settings.INDEX_KEY = f"{NEW};{field}", f"{NEW_INDEX};{index}"
    before = status(None)
    assert not before.ok
    assert before.data["droppable"] == ()
    assert before.data["stores"]["files"] == {"k1": 1}
    done = rotate(None)
    assert done.ok
    assert done.data["changed"]["files"] == 1
    assert done.data["changed"]["people_person.id_index"] == 1
    assert done.data["changed"]["one-time codes"] == len(world.staff)
    assert "people_person.id_number: 1 / 1" in capsys.readouterr().err
    after = status(None)
    assert after.ok
    assert after.data["droppable"] == ("k1",)
    settings.FIELD_KEYS, settings.INDEX_KEY = NEW, NEW_INDEX
    number = Person.objects.get(pk=person.pk).id_number
    assert Person.objects.get(id_index=number).pk == person.pk
    assert files.read_file(digest) == b"a scan"
    assert status(None).ok


def test_a_second_rotation_finds_nothing_to_do(world, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    files.keep(b"a scan")
    world.person()
    settings.FIELD_KEYS = f"{NEW};{settings.FIELD_KEYS}"
    rotate(None)
    assert set(rotate(None).data["changed"].values()) == {0}


def test_a_damaged_file_is_named_and_the_rest_is_done(world, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    good, bad = files.keep(b"good"), files.keep(b"bad")
    files.path_of(bad).write_bytes(files.path_of(bad).read_bytes()[:-1])
    settings.FIELD_KEYS = f"{NEW};{settings.FIELD_KEYS}"
    answer = rotate(None)
    assert not answer.ok
    assert answer.data["unreadable"] == (bad,)
    assert f"not readable: {bad}" in answer.lines
    assert files.keys_of_files() == {"k1": 1, "k2": 1}
    assert files.read_file(good) == b"good"
