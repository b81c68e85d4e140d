"""What the form of a definition says no to, whatever a browser sends."""

from tests.console.editor import HTMX, ITEM, Editor
from tests.console.sheets import filled
from tests.ground.refusals import refuses


def test_an_item_that_nobody_could_apply_for_by_any_channel_is_not_kept(keepers):
    editor = Editor(keepers).begin()
    page = editor.page()
    sent = {**filled(page, "visits"), "revision": editor.revision(page)}
    del sent["channels"]
    refuses(
        editor.client,
        lambda: editor.client.post(f"{editor.address}visits/", sent, headers=HTMX),
        "catalogue.wrong_value",
        422,
    )


def test_a_new_item_has_a_code_that_can_stand_in_an_address(keepers):
    client, told = keepers.client(keepers.HEAD), {"change_reason": "新增", "name_zh": "甲", "name_en": "A"}
    for code in ("甲 乙", "../../evil", "-"):
        refuses(
            client,
            lambda code=code: client.post(f"/console/do/copy_item/{ITEM}/", {**told, "item_code": code}, headers=HTMX),
            "console.code_signs",
            422,
        )
