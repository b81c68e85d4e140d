"""Each check of the house bites: what it forbids is found, what it allows is not."""

import ast
from pathlib import Path

import pytest

from tools import check, migrations, sizes, translations, words
from yichuang.kernel.errors import Wording

SAID = Wording(status=409, zh="不能 {what}。", en="Cannot {what}.", zh_next="请重试。", en_next="Try again.")


def raised(code):
    return list(words.of_raised(Path("x.py"), ast.parse(code), {"room.no": SAID}))


def test_a_refusal_without_words_is_found():
    assert "no entry" in raised('raise Refusal("room.yes")')[0]


def test_a_refusal_that_withholds_a_fact_is_found():
    assert "['what']" in raised('raise Refusal("room.no")')[0]
    assert raised('raise Refusal("room.no", what=1)') == []
    assert raised('raise Refusal("room.no", **facts)') == []


@pytest.mark.parametrize(
    "change",
    [{"en_next": " "}, {"zh": "Cannot {what}."}, {"en": "不能 {what}"}, {"en": "Cannot {whom}."}],
    ids=["no text", "Chinese missing", "English missing", "another fact"],
)
def test_an_incomplete_refusal_is_found(change):
    whole = {name: getattr(SAID, name) for name in SAID.__struct_fields__}
    assert list(words.of_wording("room.no", Wording(**{**whole, **change})))
    assert not list(words.of_wording("room.no", SAID))


def chinese(code):
    return list(words.of_chinese(Path("x.py"), ast.parse(code)))


def test_chinese_in_code_is_found_but_may_be_named_cited_or_translated():
    assert chinese('title = "办件"')
    assert chinese('title = f"{n}个办件"')
    assert not chinese('"""A case (办件)."""')
    assert not chinese('def f():\n    """办件"""')
    assert not chinese('source = "行政许可法 art. 42"')
    assert not chinese('title = gettext_lazy("办件")')


def test_a_label_in_one_language_is_found():
    assert list(words.of_labels({"status": {"open": {"zh": "待办"}}}))
    assert not list(words.of_labels({"status": {"open": {"zh": "待办", "en": "Open"}}}))


def test_long_files_and_shunned_names_are_found(tmp_path):
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "long.py").write_text("x = 1\n" * (sizes.FILE_LINES + 1))
    (tmp_path / "src" / "utils.py").write_text("x = 1\n")
    found = sizes.findings(tmp_path).splitlines()
    assert len(found) == 2
    (tmp_path / "src" / "long.py").write_text("x = 1\n" * sizes.FILE_LINES)
    (tmp_path / "src" / "utils.py").rename(tmp_path / "src" / "dispatch.py")
    assert sizes.findings(tmp_path) == ""


def test_too_many_long_functions_are_found(tmp_path):
    (tmp_path / "src").mkdir()
    short, long = "def f():\n    pass\n", "def g():\n" + "    x = 1\n" * 45
    (tmp_path / "src" / "a.py").write_text(short * 90 + long * 2)
    assert sizes.findings(tmp_path) == ""
    (tmp_path / "src" / "a.py").write_text(short * 40)
    for number in range(4):
        (tmp_path / "src" / f"b{number}.py").write_text(long * 2)
    assert "95 of 100" in sizes.findings(tmp_path)


def migration(tmp_path, operations, extra=""):
    path = tmp_path / "room" / "migrations" / "0002_more.py"
    path.parent.mkdir(parents=True)
    path.write_text(f"{extra}\nclass Migration:\n    operations = [\n        {operations}\n    ]\n")
    return list(migrations.of_file(path))


@pytest.mark.parametrize(
    "field", ["models.IntegerField()", "models.CharField(max_length=9)", "models.ForeignKey('x', models.PROTECT)"]
)
def test_a_column_that_rows_cannot_fill_is_found(tmp_path, field):
    assert migration(tmp_path, f"migrations.AddField(model_name='case', name='n', field={field}),")


@pytest.mark.parametrize(
    "field", ["models.IntegerField(null=True)", "models.IntegerField(default=0)", "models.ManyToManyField('x')"]
)
def test_a_column_that_fills_itself_is_not(tmp_path, field):
    assert not migration(tmp_path, f"migrations.AddField(model_name='case', name='n', field={field}),")


def test_a_column_of_a_table_made_in_the_same_migration_needs_no_default(tmp_path):
    made = "migrations.CreateModel(name='Case', fields=[]),"
    assert not migration(
        tmp_path, f"{made} migrations.AddField(model_name='case', name='n', field=models.IntegerField()),"
    )


def test_row_by_row_work_is_found(tmp_path):
    loop = (
        "def forwards(apps, editor):\n    for case in apps.get_model('x', 'Case').objects.all():\n        case.save()\n"
    )
    assert migration(tmp_path, "migrations.RunPython(forwards),", loop)


def test_one_statement_is_not_row_by_row_work(tmp_path):
    once = "def forwards(apps, editor):\n    apps.get_model('x', 'Case').objects.update(n=1)\n"
    assert not migration(tmp_path, "migrations.RunPython(forwards),", once)


def test_an_index_that_locks_writers_out_needs_a_reason(tmp_path):
    index = "migrations.AddIndex(model_name='case', index=models.Index(fields=['n'], name='i')),"
    assert migration(tmp_path / "bare", index)
    assert not migration(tmp_path / "told", f"# locks: a few hundred rows\n        {index}")


def test_chinese_outside_of_translate_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(translations, "SOURCE", tmp_path)
    page = tmp_path / "page.html"
    lines = [
        "<p>待办</p>",
        '{% translate "待办" %}{# 待办 #}{{ _("待办") }}',
        "{% blocktranslate %}待{{ n }}{% endblocktranslate %}",
    ]
    page.write_text("\n".join(lines))
    assert [line.split(":")[1] for line in translations.bare_chinese(page)] == ["1"]


def test_texts_are_found_in_templates_and_code(tmp_path, monkeypatch):
    monkeypatch.setattr(translations, "SOURCE", tmp_path)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(
        '{% translate "待办" %}{% blocktranslate with n=count %}共{{ n }}件{% endblocktranslate %}{% x label=_("已办") %}'
    )
    (tmp_path / "view.py").write_text('title = gettext_lazy("窗口")\ncount = ngettext("%(n)s件", "%(n)s件们", n)')
    assert {text for text, _ in translations.messages()} == {"待办", "共%(n)s件", "已办", "窗口", "%(n)s件"}


def test_two_parts_may_not_say_the_same_differently(tmp_path):
    (tmp_path / "a.en.yaml").write_text("待办: To do\n")
    (tmp_path / "b.en.yaml").write_text("待办: To do\n")
    assert translations.parts(tmp_path) == {"待办": "To do"}
    (tmp_path / "b.en.yaml").write_text("待办: Open\n")
    with pytest.raises(ValueError, match="待办"):
        translations.parts(tmp_path)


def test_english_that_loses_a_fact_is_found():
    assert translations._differ("共%(n)s件", {"共%(n)s件": "cases"})
    assert not translations._differ("共%(n)s件", {"共%(n)s件": ("%(n)s case", "%(n)s cases")})


def test_the_built_catalogue_is_what_django_reads(tmp_path):
    import gettext

    _, compiled = translations.build({"待办": "To do", "%(n)s件": ("%(n)s case", "%(n)s cases")})
    (tmp_path / "django.mo").write_bytes(compiled)
    with (tmp_path / "django.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    assert catalogue.gettext("待办") == "To do"
    assert [catalogue.ngettext("%(n)s件", "%(n)s件", n) for n in (1, 2)] == ["%(n)s case", "%(n)s cases"]


def test_building_twice_gives_the_same_bytes():
    english = {"甲": "A", "乙": "B"}
    assert translations.build(english) == translations.build(dict(reversed(english.items())))


def test_a_failing_check_fails_the_run_and_shows_what_it_found(monkeypatch, capsys):
    checks = (check.Check("good", lambda: ""), check.Check("bad", lambda: "src/x.py: too long"))
    monkeypatch.setattr(check, "CHECKS", checks)
    assert check.main([]) == 1
    assert "src/x.py: too long" in capsys.readouterr().out
    assert check.main(["good"]) == 0
    assert check.main(["nonsense"]) == 2


def test_a_check_that_breaks_has_failed_and_the_others_still_run(monkeypatch, capsys):
    def breaks():
        raise ValueError("labels.yaml cannot be read")

    monkeypatch.setattr(check, "CHECKS", (check.Check("broken", breaks), check.Check("good", lambda: "")))
    assert check.main([]) == 1
    said = capsys.readouterr().out
    assert "labels.yaml cannot be read" in said
    assert "ok      good" in said


def test_a_program_that_fails_silently_still_fails():
    assert check.command("python", "-c", "raise SystemExit(3)")() == "status 3"
    assert check.command("python", "-c", "print('fine')")() == ""
