"""A simulated Harmony hub, with a page to look at and faults to switch on."""

from . import configuration
from .core import RecordedRequest, TooManyClientsError
from .faults import Fault
from .hub import SimulatedHub
from .infrared import Infrared
from .messages import Event, Link, Reply, Request
from .pace import Pace
from .xmpp_login import Login

__all__ = [
    "Event",
    "Fault",
    "Infrared",
    "Link",
    "Login",
    "Pace",
    "RecordedRequest",
    "Reply",
    "Request",
    "SimulatedHub",
    "TooManyClientsError",
    "configuration",
]
