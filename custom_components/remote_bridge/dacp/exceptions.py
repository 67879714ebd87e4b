"""Every error this library raises."""


class DacpError(Exception):
    """Anything that can go wrong between us and a DACP device."""


class ConnectionFailed(DacpError):
    """The device could not be reached, did not answer in time, or hung up."""


class HungUp(ConnectionFailed):
    """The device closed the connection in good order, without an answer."""


class ConnectionReset(ConnectionFailed):
    """The connection was cut while a request was on its way."""


class AuthenticationFailed(DacpError):
    """The device refused the login id: the remote was removed on it, or never paired."""


class CommandRejected(DacpError):
    """The device understood the request and refused it.

    `status` is the HTTP status, or DMAP's own status (`mstt`) where the device wraps refusals in a 200.
    """

    def __init__(self, request: str, status: int) -> None:
        """Keep what was refused."""
        super().__init__(f"{request} was refused with status {status}")
        self.request = request
        self.status = status


class SessionExpired(CommandRejected):
    """The device no longer knows our session id; a new login mends it."""


class ProtocolError(DacpError):
    """The device answered with something this protocol does not allow."""


class DmapError(ProtocolError, ValueError):
    """These bytes are not DMAP."""


class InvalidLoginId(DacpError, ValueError):
    """A login id is neither a pairing guid nor a Home Sharing id."""


class UnknownKey(DacpError, ValueError):
    """No key of this name exists; `suggestions` are the nearest names that do, best first."""

    def __init__(self, name: str, suggestions: tuple[str, ...]) -> None:
        """Keep the name as it was given."""
        super().__init__(f"Unknown key {name!r}; nearest: {', '.join(suggestions)}")
        self.name = name
        self.suggestions = suggestions


class CannotHold(DacpError, ValueError):
    """The protocol has no long press, and this key has no substitute for one."""

    def __init__(self, name: str, holdable: tuple[str, ...]) -> None:
        """Keep the key's name and the names of those that can be held."""
        super().__init__(f"Key {name!r} cannot be held")
        self.name = name
        self.holdable = holdable


class NoTextPrompt(DacpError):
    """There is no on-screen keyboard to type into."""


class SecureTextPrompt(DacpError):
    """The field is a secret one, which needs FairPlay and so cannot be typed into."""


class TextTooLong(DacpError, ValueError):
    """The field takes fewer characters."""

    def __init__(self, limit: int) -> None:
        """Keep the field's limit."""
        super().__init__(f"The field takes {limit} characters at most")
        self.limit = limit


class PairingError(DacpError):
    """A pairing attempt ended without a login id."""


class CallbackPortUnavailable(PairingError):
    """The address or port the device should call back could not be opened."""


class PairingTimedOut(PairingError):
    """Nobody entered the right code in time.

    `wrong_codes` counts the codes that did arrive: none at all means the device never reached us.
    """

    def __init__(self, wrong_codes: int) -> None:
        """Keep how many wrong codes arrived."""
        super().__init__(f"Not paired in time; {wrong_codes} wrong codes arrived")
        self.wrong_codes = wrong_codes


class TooManyWrongCodes(PairingError):
    """So many wrong codes arrived that somebody is probably guessing."""


class WrongDevice(PairingError):
    """The right code came from another device than the one that was asked for."""

    def __init__(self, identifier: str) -> None:
        """Keep who answered."""
        super().__init__(f"The code was entered on another device: {identifier}")
        self.identifier = identifier
