"""Fixtures for all tests: Home Assistant, snapshots, and time."""

import pytest
from pytest_homeassistant_custom_component.syrupy import HomeAssistantSnapshotExtension
from syrupy.assertion import SnapshotAssertion

import custom_components  # noqa: F401 - first, or the test plugin's package of this name wins

from .fake_time import FakeTime
from .translations import _dialogs_have_words, _issues_have_words  # noqa: F401 - fixtures for all


def pytest_configure(config: pytest.Config) -> None:
    """Bear Home Assistant's own warnings; ours stay errors."""
    config.addinivalue_line(
        "filterwarnings", "ignore::aiohttp.web_exceptions.NotAppKeyWarning"
    )


@pytest.fixture(autouse=True)
def _integration_can_be_found(request: pytest.FixtureRequest) -> None:
    """Let Home Assistant find the integration, in tests that have one."""
    if "hass" in request.fixturenames:
        request.getfixturevalue("mock_async_zeroconf")
        # Nothing is written to disk.
        request.getfixturevalue("hass_storage")
        # It would outlive the test, and hand a mock to every test after it that wants a real zeroconf.
        request.getfixturevalue("monkeypatch").setattr(
            "homeassistant.components.zeroconf.install_multiple_zeroconf_catcher",
            lambda _: None,
        )
        request.getfixturevalue("enable_custom_integrations")


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Compare as Home Assistant does, without what differs from run to run."""
    return snapshot.use_extension(HomeAssistantSnapshotExtension)


@pytest.fixture
async def time(monkeypatch: pytest.MonkeyPatch) -> FakeTime:
    """Time that a test moves on."""
    return FakeTime(monkeypatch)
