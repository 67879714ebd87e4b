"""The hub's web page: what it streams and what it takes."""

from collections.abc import AsyncGenerator
import json

from aiohttp import ClientSession
import pytest

from simulators.harmony_hub import Fault, Pace, SimulatedHub, configuration
from simulators.harmony_hub.configuration import (
    APPLE_TV,
    LIGHTS,
    POWER_OFF,
    RECEIVER,
    TELEVISION,
    WATCH_APPLE_TV,
    WATCH_TV,
)


class Browser:
    """What a browser does: follow the stream, and post what is pressed."""

    def __init__(self, http: ClientSession, hub: SimulatedHub) -> None:
        """Open nothing yet."""
        self.http, self.hub = http, hub
        self.events = None

    async def until(self, condition) -> dict:
        """Read states until one fits."""
        if self.events is None:
            self.events = await self.http.get(f"{self.hub.page_url}events")
        async for line in self.events.content:
            if line.startswith(b"data: ") and condition(state := json.loads(line[6:])):
                return state
        raise AssertionError("the stream ended")

    async def do(self, action: str, **parameters: object) -> int:
        """Do something on the page and return the status."""
        response = await self.http.post(
            f"{self.hub.page_url}do/{action}", json=parameters
        )
        await response.read()
        return response.status


@pytest.fixture
def pace() -> Pace:
    """How fast the hub is."""
    return Pace.INSTANT


@pytest.fixture
async def browser(socket_enabled, http, pace) -> AsyncGenerator[Browser]:
    """A browser on the page of a living room's hub."""
    async with SimulatedHub(page_port=0, pace=pace) as hub:
        shown = Browser(http, hub)
        yield shown
        if shown.events is not None:
            shown.events.close()


@pytest.mark.parametrize(
    ("path", "kind"),
    [("", "text/html"), ("page.css", "text/css"), ("page.js", "text/javascript")],
)
async def test_files_of_the_page_are_served(browser, http, path, kind) -> None:
    response = await http.get(f"{browser.hub.page_url}{path}")
    assert (response.status, response.content_type) == (200, kind)


async def test_files_of_the_page_ask_nothing_of_the_network(browser, http) -> None:
    for path in ("", "page.css", "page.js"):
        text = await (await http.get(f"{browser.hub.page_url}{path}")).text()
        assert "https://" not in text
        assert text.replace("http://www.w3.org/2000/svg", "").count("http://") == 0


async def test_first_state_is_a_room_where_everything_is_off(browser) -> None:
    state = await browser.until(lambda _: True)
    assert state["name"] == "Living Room"
    assert state["now"] == {
        "phase": "off",
        "label": "Everything off",
        "icon": "off",
        "done": 0,
        "total": 0,
        "device": "",
    }
    assert [one["label"] for one in state["activities"]] == [
        "Watch TV",
        "Watch Apple TV",
        "Watch a Film",
        "Play Games",
        "Listen to Music",
        "Küche Radio",
        "Popcorn 🍿",
        "Everything off",
    ]
    assert {one["name"] for one in state["faults"]} == {one.name for one in Fault}
    assert state["clients"] == {"websocket": 0, "xmpp": 0}
    assert (state["plugged"], state["sleep_timer"], state["sent"]) == (True, None, 0)


async def test_activity_that_is_pressed_starts_and_turns_devices_on(browser) -> None:
    assert await browser.do("activity", id=WATCH_APPLE_TV) == 204
    state = await browser.until(lambda state: state["now"]["phase"] == "running")
    assert state["now"]["label"] == "Watch Apple TV"
    assert [one["id"] for one in state["activities"] if one["current"]] == [
        WATCH_APPLE_TV
    ]
    devices = {one["id"]: one for one in state["devices"]}
    assert devices[TELEVISION]["powered"]
    assert devices[TELEVISION]["input"] == "HDMI 1"
    assert devices[APPLE_TV]["powered"]
    assert not devices[LIGHTS]["powered"]
    await browser.do("activity", id=POWER_OFF)
    await browser.until(lambda state: state["now"]["phase"] == "off")


@pytest.mark.parametrize("pace", [Pace.MANUAL])
async def test_progress_of_a_switch_is_shown(browser) -> None:
    await browser.do("activity", id=WATCH_TV)
    state = await browser.until(lambda state: state["now"]["phase"] == "starting")
    assert state["now"]["label"] == "Watch TV"
    while not state["now"]["done"]:
        await browser.hub.step()
        state = await browser.until(lambda _: True)
    assert 0 < state["now"]["done"] <= state["now"]["total"]
    assert state["now"]["device"] in {one["label"] for one in state["devices"]}
    await browser.hub.finish_activity()
    state = await browser.until(lambda state: state["now"]["phase"] == "running")
    assert state["now"]["total"] == 0


async def test_clients_and_their_keys_are_shown(browser, http) -> None:
    hub = browser.hub
    url = f"ws://{hub.host}:{hub.port}/?domain=svcs.myharmony.com&hubId={hub.remote_id}"
    action = json.dumps(
        {"command": "VolumeUp", "type": "IRCommand", "deviceId": RECEIVER}
    )
    async with http.ws_connect(url) as socket:
        await browser.until(lambda state: state["clients"]["websocket"] == 1)
        for status in ("press", "hold", "release"):
            params = {
                "status": status,
                "timestamp": "0",
                "verb": "render",
                "action": action,
            }
            command = "vnd.logitech.harmony/vnd.logitech.harmony.engine?holdAction"
            hbus = {"cmd": command, "id": status, "params": params}
            await socket.send_json({"hubId": hub.remote_id, "hbus": hbus})
        state = await browser.until(
            lambda state: state["infrared"] and not state["infrared"][0]["live"]
        )
        (key,) = state["infrared"]
        assert (key["command"], key["device"], key["via"]) == (
            "VolumeUp",
            "Denon AV Receiver",
            "websocket",
        )
        assert (key["number"], key["holds"]) == (1, 1)
        assert key["held"] >= 0
    await browser.until(lambda state: state["clients"]["websocket"] == 0)


async def test_plug_can_be_pulled_and_put_back(browser) -> None:
    await browser.do("unplug")
    state = await browser.until(lambda state: not state["plugged"])
    assert state["now"]["phase"] == "gone"
    await browser.do("plug-in")
    await browser.until(lambda state: state["plugged"])


async def test_activity_is_renamed(browser) -> None:
    before = browser.hub.config_version
    assert await browser.do("rename", id=WATCH_TV, label="Fernsehen") == 204
    state = await browser.until(
        lambda state: state["activities"][0]["label"] == "Fernsehen"
    )
    assert state["activities"][0]["id"] == WATCH_TV
    assert browser.hub.config_version > before


async def test_sync_tells_clients_to_read_again(browser) -> None:
    before = browser.hub.config_version
    assert await browser.do("sync") == 204
    assert browser.hub.config_version > before
    assert browser.hub.config == configuration.living_room()


async def test_button_of_a_remote_is_told_to_clients(browser, http) -> None:
    hub = browser.hub
    url = f"ws://{hub.host}:{hub.port}/?domain=svcs.myharmony.com&hubId={hub.remote_id}"
    async with http.ws_connect(url) as socket:
        await browser.until(lambda state: state["clients"]["websocket"] == 1)
        heard = []
        for action in ("button-short", "button-long"):
            assert await browser.do(action) == 204
            heard.append(json.loads(await socket.receive_str(timeout=5)))
    assert [one["type"] for one in heard] == ["control.button?pressType"] * 2
    assert [one["data"]["type"] for one in heard] == ["short", "long"]


async def test_faults_are_switched(browser) -> None:
    (first, second, *_) = Fault
    await browser.do("fault", name=first.name, on=True)
    state = await browser.until(lambda state: any(one["on"] for one in state["faults"]))
    assert [one["name"] for one in state["faults"] if one["on"]] == [first.name]
    await browser.do("fault", name=first.name, on=False)
    await browser.do("fault", name=second.name, on=True)
    assert browser.hub.faults.look(first) is None
    await browser.do("all-well")
    await browser.until(lambda state: not any(one["on"] for one in state["faults"]))


@pytest.mark.parametrize(
    ("action", "parameters"),
    [
        ("dance", {}),
        ("activity", {"id": "404"}),
        ("activity", {"id": None}),
        ("activity", {}),
        ("rename", {"id": "404", "label": "x"}),
        ("rename", {"id": WATCH_TV}),
        ("fault", {"name": "NONE", "on": True}),
        ("fault", {}),
    ],
)
async def test_what_makes_no_sense_is_refused(browser, action, parameters) -> None:
    assert await browser.do(action, **parameters) == 400


async def test_what_is_no_json_is_refused(browser, http) -> None:
    url = f"{browser.hub.page_url}do/sync"
    for body in (b"{", b"", b"\xff"):
        assert (await http.post(url, data=body)).status == 400


async def test_odd_configurations_are_shown(socket_enabled, http) -> None:
    odd = configuration.oddities()
    async with SimulatedHub(page_port=0, pace=Pace.INSTANT, config=odd) as hub:
        browser = Browser(http, hub)
        state = await browser.until(lambda _: True)
        assert len(state["activities"]) == len(odd["activity"])
        assert len(state["devices"]) == len(odd["device"])
        assert state["activities"][-1]["id"] == POWER_OFF
        assert "(no name)" in {one["label"] for one in state["activities"]}
        browser.events.close()


async def test_page_closes_though_somebody_looks_and_a_switch_is_under_way(
    socket_enabled, http
) -> None:
    async with SimulatedHub(page_port=0, pace=Pace.MANUAL) as hub:
        browser = Browser(http, hub)
        await browser.until(lambda _: True)
        await browser.do("activity", id=WATCH_TV)
        await browser.until(lambda state: state["now"]["phase"] == "starting")
    browser.events.close()


async def test_page_closes_though_what_was_pressed_takes_long(
    socket_enabled, http
) -> None:
    async with SimulatedHub(page_port=0, pace=Pace.REAL) as hub:
        browser = Browser(http, hub)
        await browser.do("activity", id=WATCH_TV)
        state = await browser.until(lambda state: state["now"]["phase"] == "starting")
        assert state["now"]["label"] == "Watch TV"
    browser.events.close()
    assert hub.activity_status != 2


async def test_page_whose_port_is_taken_leaves_nothing_behind(
    socket_enabled, browser
) -> None:
    port = int(browser.hub.page_url.rpartition(":")[2].strip("/"))
    with pytest.raises(OSError, match="in use"):
        async with SimulatedHub(page_port=port):
            pass
