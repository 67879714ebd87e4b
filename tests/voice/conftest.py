"""A living room in which people speak."""

from ..home import home, hub_config, hub_options, hub_pace  # noqa: F401 - fixtures
from ..hub.conftest import no_delay  # noqa: F401 - a fixture
