"""The on-screen keyboard as remotes see it."""

import asyncio

import pytest

from simulators.apple_tv import CATALOGUE


async def test_open_keyboard_is_described_at_once(remote, tv) -> None:
    keyboard = tv.open_keyboard("Search", "is")
    _, entries = await remote.prompt()
    assert entries["kKeybMsgKey_MessageType"] == "0"
    assert entries["kKeybMsgKey_SessionID"] == str(keyboard.session_id)
    assert entries["kKeybMsgKey_Title"] == "Search"
    assert entries["kKeybMsgKey_String"] == "is"
    assert entries["kKeybMsgKey_KeyboardType"] == "0"
    assert entries["kKeybMsgKey_SecureText"] == "0"


@pytest.mark.parametrize("first", [0, 1])
async def test_poll_waits_for_the_keyboard_to_come_change_and_go(
    remote, tv, first
) -> None:
    held = asyncio.create_task(remote.prompt(first))
    await tv.wait_for(lambda tv: tv.polls_waiting == 1)
    tv.open_keyboard("Name")
    number, entries = await held
    assert entries["kKeybMsgKey_MessageType"] == "0"

    held = asyncio.create_task(remote.prompt(number))
    await tv.wait_for(lambda tv: tv.polls_waiting == 1)
    tv.type_text("Ann")
    number, entries = await held
    assert (entries["kKeybMsgKey_MessageType"], entries["kKeybMsgKey_String"]) == (
        "1",
        "Ann",
    )

    tv.press("menu")
    _, entries = await remote.prompt(number)
    assert entries["kKeybMsgKey_MessageType"] == "2"
    assert tv.keyboard is None


async def test_messages_between_two_polls_are_not_lost(remote, tv) -> None:
    tv.open_keyboard()
    number, _ = await remote.prompt()
    tv.type_text("a")
    tv.type_text("ab")
    number, first = await remote.prompt(number)
    _, second = await remote.prompt(number)
    assert [one["kKeybMsgKey_String"] for one in (first, second)] == ["a", "ab"]


async def test_text_from_the_remote_replaces_the_text_and_done_submits_it(
    remote, tv
) -> None:
    keyboard = tv.open_keyboard("Name", "old")
    session = str(keyboard.session_id)
    assert await remote.entry("PromptUpdate", session, "Zoë 🌌") == 200
    assert (keyboard.text, keyboard.submitted) == ("Zoë 🌌", None)
    assert await remote.entry("PromptDone", session, "Zoë") == 200
    assert (tv.keyboard.submitted, tv.keyboard.is_open) == ("Zoë", False)


async def test_text_for_another_keyboard_is_refused(remote, tv) -> None:
    keyboard = tv.open_keyboard("Name")
    assert await remote.entry("PromptUpdate", "1", "x") == 500
    assert keyboard.text == ""
    assert "cmcc" in tv.complaints[0]


async def test_text_without_a_keyboard_is_refused(remote) -> None:
    assert await remote.entry("PromptUpdate", "0", "x") == 500


@pytest.mark.parametrize(
    ("command", "text"), [("PromptUpdate", None), ("PromptUndo", "x")]
)
async def test_text_command_that_makes_no_sense_is_answered_400(
    remote, command, text
) -> None:
    assert await remote.entry(command, "0", text) == 400


async def test_secret_field_says_so_and_takes_no_text_in_the_clear(remote, tv) -> None:
    keyboard = tv.open_keyboard("Password", "hunter", secure=True)
    _, entries = await remote.prompt()
    assert entries["kKeybMsgKey_SecureText"] == "1"
    assert entries["kKeybMsgKey_TextInputType"] == "1"
    assert entries["kKeybMsgKey_String"] == ""
    assert await remote.entry("PromptDone", str(keyboard.session_id), "guess") == 500
    assert keyboard.submitted is None


@pytest.mark.parametrize(("opened", "kind"), [(True, "0"), (False, "2")])
async def test_state_is_told_again_on_request(remote, tv, opened, kind) -> None:
    if opened:
        tv.open_keyboard()
    held = asyncio.create_task(remote.prompt(tv._core.prompts.wait_id(0)))
    await tv.wait_for(lambda tv: tv.polls_waiting == 1)
    assert await remote.entry("PromptResendReq") == 200
    _, entries = await held
    assert entries["kKeybMsgKey_MessageType"] == kind


async def test_search_from_the_menu_finds_media(remote, tv) -> None:
    for _ in range(1):
        tv.press("down")
    assert tv.cursor == "Search"
    await remote.entry("select")
    assert tv.page == "Search"
    await remote.entry("PromptDone", str(tv.keyboard.session_id), "caravan")
    assert (tv.page, tv.cursor) == ("Search results", CATALOGUE["song"].title)


async def test_keys_of_the_keyboard_type_on_the_screen(remote, tv) -> None:
    keyboard = tv.open_keyboard()
    for key in ("right", "down", "select", "select"):
        tv.press(key)
    assert keyboard.text == "hh"
    assert tv.cursor == "h"


async def test_held_prompt_poll_ends_with_403_when_its_session_does(remote, tv) -> None:
    held = asyncio.create_task(remote.send("/controlpromptupdate", prompt_id=0))
    await tv.wait_for(lambda tv: tv.polls_waiting == 1)
    tv.evict_sessions()
    assert (await held).status == 403
