"""Logitech's account service as it once was: e-mail address and password for a login token."""

from .answers import Answer
from .service import SimulatedAccountService

__all__ = ["Answer", "SimulatedAccountService"]
