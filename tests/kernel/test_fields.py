"""Encrypted columns and their index, on a table of their own."""

import pytest
from django.core.exceptions import FieldError
from django.db import connection, models
from django.test.utils import isolate_apps

from yichuang.kernel import rotate_keys as rotation
from yichuang.kernel.errors import Refusal
from yichuang.kernel.fields import BlindIndexField, EncryptedTextField, blind_index, decrypt, encrypt
from yichuang.kernel.rotate_keys import rotate_keys

OLD = "k1:000102030405060708090a0b0c0d0e0f"
NEW = "k2:0f0e0d0c0b0a09080706050403020100"
NUMBER = "11010519491231002X"


@pytest.fixture
def holder(db):
    with isolate_apps("yichuang.kernel"):

        class Holder(models.Model):  # noqa: DJ008
            number = EncryptedTextField(null=True)
            number_index = BlindIndexField(source="number", null=True, unique=True)

            class Meta:
                app_label = "kernel"
                db_table = "test_holder"

    with connection.schema_editor(atomic=False) as editor:
        editor.create_model(Holder)
    return Holder


def stored():
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM test_holder ORDER BY id")
        return [number for (number,) in cursor.fetchall()]


def test_the_database_never_sees_the_text_and_python_never_sees_the_cipher(holder):
    holder.objects.create(number=NUMBER)
    assert holder.objects.get().number == NUMBER
    assert holder.objects.values_list("number", flat=True).get() == NUMBER
    assert stored()[0].startswith("k1.")
    assert "1949" not in stored()[0]


def test_a_person_is_found_by_number_however_it_was_typed(holder):
    holder.objects.bulk_create([holder(number=NUMBER), holder(number="other")])
    assert holder.objects.get(number_index="110105 19491231 002x").number == NUMBER
    assert holder.objects.filter(number_index__in=[NUMBER, "other"]).count() == 2
    assert not holder.objects.filter(number_index="nobody").exists()


def test_the_index_follows_a_changed_number(holder):
    row = holder.objects.create(number=NUMBER)
    row.number = "other"
    row.save()
    assert not holder.objects.filter(number_index=NUMBER).exists()
    assert holder.objects.get(number_index="other").pk == row.pk


def test_absence_stays_absence(holder):
    holder.objects.create(number=None)
    row = holder.objects.get(number__isnull=True)
    assert row.number is None
    assert row.number_index is None
    assert encrypt("") == decrypt("") == ""


def test_comparing_an_encrypted_column_is_an_error_and_not_an_empty_answer(holder):
    with pytest.raises(FieldError):
        holder.objects.filter(number=NUMBER)
    with pytest.raises(FieldError):
        holder.objects.filter(number__startswith="110")
    with pytest.raises(FieldError):
        holder.objects.filter(number_index__gt=NUMBER)


def test_the_index_depends_on_its_key(settings):
    before = blind_index(NUMBER)
    settings.INDEX_KEY = "aa" * 32
    assert blind_index(NUMBER) != before
    settings.INDEX_KEY = "aa"
    with pytest.raises(Refusal) as caught:
        blind_index(NUMBER)
    assert caught.value.code == "crypto.bad_keys"


def test_a_deployment_without_keys_says_so(settings):
    settings.FIELD_KEYS = ""
    with pytest.raises(Refusal) as caught:
        encrypt(NUMBER)
    assert "YICHUANG_FIELD_KEYS" in caught.value.next_step("en")


@pytest.fixture
def only_holder(holder, monkeypatch):
    monkeypatch.setattr(rotation.apps, "get_models", lambda: [holder])
    return holder


def test_after_rotation_the_old_key_can_be_taken_away(only_holder, settings):
    only_holder.objects.bulk_create(
        [only_holder(number=f"n{serial}") for serial in range(7)] + [only_holder(number=None)]
    )
    settings.FIELD_KEYS = f"{NEW};{OLD}"
    only_holder.objects.create(number="new")
    assert rotate_keys(batch=3) == {"test_holder.number": 7}
    assert rotate_keys() == {"test_holder.number": 0}
    settings.FIELD_KEYS = NEW
    numbers = only_holder.objects.order_by("id").values_list("number", flat=True)
    assert list(numbers) == [f"n{serial}" for serial in range(7)] + [None, "new"]
    assert all(token is None or token.startswith("k2.") for token in stored())


def test_a_rotation_without_the_old_key_changes_nothing(only_holder, settings):
    only_holder.objects.create(number=NUMBER)
    before = stored()
    settings.FIELD_KEYS = NEW
    with pytest.raises(Refusal) as caught:
        rotate_keys()
    assert caught.value.code == "crypto.unknown_key"
    assert stored() == before


OLD_INDEX, NEW_INDEX = "0f" * 32, "f0" * 32


@pytest.mark.parametrize("batch", [1, 3, 500])
def test_the_index_moves_under_a_new_key_and_everybody_is_found_all_the_while(only_holder, settings, batch):
    settings.INDEX_KEY = OLD_INDEX
    only_holder.objects.bulk_create([only_holder(number=f"n{serial}") for serial in range(7)] + [only_holder()])
    settings.INDEX_KEY = f"{NEW_INDEX};{OLD_INDEX}"
    only_holder.objects.create(number="new")
    names = [*(f"n{serial}" for serial in range(7)), "new"]
    assert all(only_holder.objects.get(number_index=name).number == name for name in names)
    assert only_holder.objects.filter(number_index__in=["n1", "n2", "nobody"]).count() == 2
    assert rotation.stale_indexes() == {"test_holder.number_index": 7}
    told = []
    assert rotation.rotate_index(batch, lambda *at: told.append(at)) == {"test_holder.number_index": 7}
    assert told[-1] == ("test_holder.number_index", 8, 8)
    assert rotation.rotate_index() == {"test_holder.number_index": 0}
    assert rotation.stale_indexes() == {"test_holder.number_index": 0}
    settings.INDEX_KEY = NEW_INDEX
    assert all(only_holder.objects.get(number_index=name).number == name for name in names)


def test_an_index_rotation_cut_short_goes_on_where_work_is_left(only_holder, settings):
    settings.INDEX_KEY = OLD_INDEX
    only_holder.objects.bulk_create([only_holder(number=f"n{serial}") for serial in range(6)])
    settings.INDEX_KEY = f"{NEW_INDEX};{OLD_INDEX}"

    def stop(_store, done, _total):
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotation.rotate_index(2, stop)
    assert rotation.stale_indexes() == {"test_holder.number_index": 2}
    assert rotation.rotate_index(2) == {"test_holder.number_index": 2}


def test_a_row_looked_up_under_the_old_key_and_saved_lies_under_the_new_one(only_holder, settings):
    settings.INDEX_KEY = OLD_INDEX
    only_holder.objects.create(number=NUMBER)
    settings.INDEX_KEY = f"{NEW_INDEX};{OLD_INDEX}"
    only_holder.objects.get(number_index=NUMBER).save()
    assert rotation.stale_indexes() == {"test_holder.number_index": 0}


def test_which_key_is_still_needed_is_counted(only_holder, settings):
    settings.FIELD_KEYS = OLD
    only_holder.objects.create(number=NUMBER)
    settings.FIELD_KEYS = f"{NEW};{OLD}"
    only_holder.objects.create(number="new")
    assert rotation.keys_in_use() == {"test_holder.number": {"k1": 1, "k2": 1}}
