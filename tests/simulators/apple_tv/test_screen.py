"""The screen's web page: what it streams and what it takes."""

from collections.abc import AsyncGenerator
import json

from aiohttp import ClientSession
import pytest

from simulators.apple_tv import CATALOGUE, Fault, SimulatedAppleTV

from .conftest import GUID


class Page:
    """What a browser does: follow the stream, and post what is pressed."""

    def __init__(self, http: ClientSession, tv: SimulatedAppleTV) -> None:
        """Open nothing yet."""
        self.http, self.tv = http, tv
        self.events = None

    async def until(self, condition) -> dict:
        """Read states until one fits."""
        if self.events is None:
            self.events = await self.http.get(f"{self.tv.screen_url}events")
        async for line in self.events.content:
            if line.startswith(b"data: ") and condition(state := json.loads(line[6:])):
                return state
        raise AssertionError("the stream ended")

    async def do(self, action: str, **parameters: object) -> int:
        """Do something on the page and return the status."""
        response = await self.http.post(
            f"{self.tv.screen_url}do/{action}", json=parameters
        )
        await response.read()
        return response.status


@pytest.fixture
async def page(socket_enabled, http) -> AsyncGenerator[Page]:
    """A page on the screen of a device."""
    async with SimulatedAppleTV(screen_port=0) as tv:
        tv.authorize(GUID, "Phone")
        shown = Page(http, tv)
        yield shown
        if shown.events is not None:
            shown.events.close()


@pytest.mark.parametrize(
    ("path", "kind"),
    [("", "text/html"), ("screen.css", "text/css"), ("screen.js", "text/javascript")],
)
async def test_files_of_the_page_are_served(page, http, path, kind) -> None:
    response = await http.get(f"{page.tv.screen_url}{path}")
    assert (response.status, response.content_type) == (200, kind)


async def test_files_of_the_page_ask_nothing_of_the_network(page, http) -> None:
    for path in ("", "screen.css", "screen.js"):
        text = await (await http.get(f"{page.tv.screen_url}{path}")).text()
        assert "https://" not in text
        assert text.replace("http://www.w3.org/2000/svg", "").count("http://") == 0


async def test_first_state_is_the_home_page(page) -> None:
    state = await page.until(lambda _: True)
    assert (state["page"]["kind"], state["page"]["cursor"], state["now"]) == (
        "home",
        0,
        None,
    )
    assert state["paired"] == [{"guid": GUID, "name": "Phone"}]
    assert {fault["name"] for fault in state["faults"]} == {
        fault.name for fault in Fault
    }


async def test_changes_are_streamed(page) -> None:
    await page.until(lambda _: True)
    page.tv.play(CATALOGUE["track_2"])
    state = await page.until(lambda state: state["now"])
    assert state["page"]["kind"] == "playing"
    assert state["now"]["title"] == CATALOGUE["track_2"].title


async def test_entry_that_is_clicked_opens(page) -> None:
    assert await page.do("entry", index=4) == 204
    state = await page.until(lambda state: state["page"]["title"] == "Settings")
    assert [entry["title"] for entry in state["page"]["entries"]] == [
        *("General", "Home Sharing", "Sleep Now")
    ]


async def test_keys_and_text_reach_the_device(page) -> None:
    page.tv.open_keyboard("Name")
    await page.do("type", text="Ann")
    await page.do("pad", key="delete")
    assert page.tv.keyboard.text == "An"
    await page.do("pad", key="done")
    assert page.tv.keyboard.submitted == "An"
    page.tv.play(CATALOGUE["movie"])
    await page.do("press", key="playpause")
    assert page.tv.state.name == "PAUSED"


async def test_secret_is_shown_as_dots(page) -> None:
    page.tv.open_keyboard("Password", "abc", secure=True)
    state = await page.until(lambda state: state["page"]["kind"] == "keyboard")
    assert state["page"]["text"] == "•••"


async def test_workbench_switches_faults_and_removes_remotes(page) -> None:
    await page.do("fault", name="POLL_406", on=True)
    assert [fault.fault for fault in page.tv.faults.active] == [Fault.POLL_406]
    await page.do("fault", name="POLL_406", on=False)
    await page.do("fault", name="GZIP_BOMB", on=True)
    await page.do("all-well")
    assert page.tv.faults.active == ()
    await page.do("remove", guid=GUID)
    assert page.tv.paired == ()


async def test_workbench_turns_home_sharing_on_and_puts_the_device_to_sleep(
    page,
) -> None:
    await page.do("home-sharing")
    await page.until(lambda state: state["home_sharing"])
    await page.do("sleep")
    await page.until(lambda state: not state["awake"])
    await page.do("wake")
    await page.until(lambda state: state["awake"])


@pytest.mark.parametrize(
    ("action", "parameters"),
    [
        ("dance", {}),
        ("pad", {"key": "1"}),
        ("press", {"key": "jump"}),
        ("fault", {"name": "NONE", "on": True}),
    ],
)
async def test_what_cannot_be_done_is_answered_400(page, action, parameters) -> None:
    assert await page.do(action, **parameters) == 400


@pytest.mark.parametrize(
    ("key", "status"), [("movie", 200), ("airplay", 404), ("now", 404)]
)
async def test_covers_are_served(page, http, key, status) -> None:
    assert (await http.get(f"{page.tv.screen_url}cover/{key}")).status == status
