"""The on-screen keyboard: typed into when it is there, left alone when it is not or hides a secret."""

import asyncio

from aiohttp import web
import pytest

from custom_components.remote_bridge.dacp import (
    AppleTV,
    NoTextPrompt,
    SecureTextPrompt,
    TextTooLong,
)
from custom_components.remote_bridge.dacp.dmap import Container, encode
from simulators.apple_tv import Keyboard

from .conftest import LOGIN_ID, QUICK


async def test_text_is_put_in_and_submitted(tv, client):
    tv.open_keyboard("Search")
    await client.enter_text("Žluťoučký kůň 🎬")
    assert tv.keyboard.text == "Žluťoučký kůň 🎬"
    assert tv.keyboard.submitted


async def test_text_can_be_put_in_without_submitting(tv, client):
    tv.open_keyboard("Search", text="old")
    await client.enter_text("new", submit=False)
    assert tv.keyboard.text == "new"
    assert not tv.keyboard.submitted


async def test_text_can_be_cleared(tv, client):
    tv.open_keyboard("Search", text="old")
    await client.enter_text("", submit=False)
    assert tv.keyboard.text == ""


async def test_the_prompt_says_what_is_asked(tv, client):
    tv.open_keyboard("Search films", text="amel")
    prompt = await client.text_prompt()
    assert prompt.title == "Search films"
    assert prompt.text == "amel"
    assert not prompt.secure


async def test_the_prompt_is_found_also_after_it_has_changed_on_the_device(tv, client):
    tv.open_keyboard("Search")
    tv.type_text("b")
    assert (await client.text_prompt()).text == "b"


async def test_without_a_keyboard_there_is_no_prompt(client):
    assert await client.text_prompt() is None


async def test_without_a_keyboard_nothing_is_typed(tv, client):
    with pytest.raises(NoTextPrompt):
        await client.enter_text("text")
    assert not any(b"text" in request.body for request in tv.requests)


async def test_a_secret_field_is_refused_and_nothing_typed(tv, client):
    tv.open_keyboard("Password", secure=True)
    with pytest.raises(SecureTextPrompt):
        await client.enter_text("hunter2")
    assert tv.keyboard.text == ""
    assert not any(b"hunter2" in request.body for request in tv.requests)


async def test_too_long_a_text_is_refused_and_nothing_typed(tv, client):
    tv.show_keyboard(Keyboard("PIN", "", secure=False, max_characters=4))
    with pytest.raises(TextTooLong) as caught:
        await client.enter_text("12345")
    assert caught.value.limit == 4
    assert tv.keyboard.text == ""
    await client.enter_text("1234")
    assert tv.keyboard.text == "1234"


async def test_two_texts_at_once_do_not_mix(tv, client):
    tv.open_keyboard("Search")
    await asyncio.gather(
        client.enter_text("first", submit=False),
        client.enter_text("second", submit=False),
    )
    assert tv.keyboard.text == "second"


async def test_a_lost_session_does_not_stop_typing(tv, client):
    tv.open_keyboard("Search")
    tv.evict_sessions()
    await client.enter_text("still here")
    assert tv.keyboard.text == "still here"


@pytest.mark.parametrize("limit", ["9" * 5000, "-1", "", "many", "٣", "0"])
async def test_a_limit_that_is_none_does_not_stop_typing(http, limit):
    message = {
        "kKeybMsgKey_MessageType": "0",
        "kKeybMsgKey_SessionID": "7",
        "kKeybMsgKey_MaxCharacters": limit,
    }
    entries = [
        ("mdcl", Container([("cmce", key), ("cmcv", value.encode())]))
        for key, value in message.items()
    ]
    prompt = Container([("mstt", 200), ("miid", 3), *entries])
    answer = encode([("mlog", Container([("mlid", 7)])), ("cmcp", prompt)])

    async def handle(_: web.Request) -> web.Response:
        return web.Response(body=answer)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    client = AppleTV(http, *runner.addresses[0], LOGIN_ID, timing=QUICK)
    client.wait_until_awake()
    assert (await client.text_prompt()).max_characters is None
    await client.close()
    await runner.cleanup()
