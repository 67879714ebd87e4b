"""Every error this library raises."""

from .codes import Code


class HarmonyError(Exception):
    """Anything that can go wrong between us and a Harmony hub."""


# ── The connection ────────────────────────────────────────────────────────────


class ConnectionFailed(HarmonyError):
    """The hub could not be reached, did not answer in time, or hung up."""


class NobodyListens(ConnectionFailed):
    """The hub's address answers, but nothing listens on the port: it starts, or this transport is switched off."""


class NoSignOfLife(ConnectionFailed):
    """The connection stood, and the hub fell silent on it, as hubs do before they restart their local interface."""


class TooManyClients(ConnectionFailed):
    """The hub has as many XMPP clients as it takes; half-open ones count until they time out."""


class RequestTimedOut(ConnectionFailed):
    """The connection stands, and this one request was not answered in time."""


class AuthenticationFailed(HarmonyError):
    """The hub accepts neither our session token nor a new pairing."""


class AccountRequired(AuthenticationFailed):
    """The hub pairs only with the login token of a Logitech account."""


class ProtocolError(HarmonyError):
    """The hub sent something this protocol does not allow."""


# ── What the hub refuses ──────────────────────────────────────────────────────


class CommandRejected(HarmonyError):
    """The hub understood the request and refused it."""

    def __init__(self, command: str, code: Code, message: str) -> None:
        """Keep what was refused, with the hub's result code and its own words."""
        super().__init__(f"{command} was refused with code {code}: {message}")
        self.command = command
        self.code = code
        self.message = message


class KeyRefused(CommandRejected):
    """The hub did not send a key; `device` and `key` are the labels that people know."""

    def __init__(self, device: str, key: str, code: Code, message: str) -> None:
        """Keep which key of which device it was."""
        super().__init__(f"{key} of {device}", code, message)
        self.device = device
        self.key = key


class ActivityFailed(HarmonyError):
    """An activity did not start; `reason` is in the hub's words where it gave any."""

    def __init__(self, activity: str, reason: str) -> None:
        """Keep the activity's label and what is known of the reason."""
        super().__init__(f"{activity} did not start: {reason}")
        self.activity = activity
        self.reason = reason


class ActivityTimedOut(ActivityFailed):
    """The hub said nothing against an activity, and still did not get there in time."""

    def __init__(self, activity: str) -> None:
        """Keep the activity's label."""
        super().__init__(activity, "it took too long")


class ActivityInterrupted(ActivityFailed):
    """The connection was lost while an activity started, and afterwards the hub did not run it."""

    def __init__(self, activity: str) -> None:
        """Keep the activity's label."""
        super().__init__(activity, "the connection was lost meanwhile")


class Superseded(HarmonyError):
    """Somebody asked for another activity before this one had started."""


# ── What the caller got wrong; nothing was sent ───────────────────────────────


class UnknownName(HarmonyError, ValueError):
    """Nothing has this name or id; `suggestions` are the nearest names that exist, best first."""

    def __init__(self, name: str, suggestions: tuple[str, ...]) -> None:
        """Keep the name as it was given."""
        super().__init__(f"Unknown name {name!r}; nearest: {', '.join(suggestions)}")
        self.name = name
        self.suggestions = suggestions


class UnknownActivity(UnknownName):
    """The hub has no such activity."""


class UnknownDevice(UnknownName):
    """The hub controls no such device."""


class UnknownSequence(UnknownName):
    """The hub has no such sequence."""


class UnknownCommand(UnknownName):
    """A device, or the running activity, has no such command."""

    def __init__(self, name: str, suggestions: tuple[str, ...], owner: str) -> None:
        """Keep whose command it would have been: the label of a device or an activity."""
        super().__init__(name, suggestions)
        self.owner = owner


class NothingRuns(HarmonyError):
    """A key without a device goes to the running activity, and none runs."""


class NotPossible(HarmonyError, ValueError):
    """What was asked for cannot be; the text says why."""


class InvalidChannel(NotPossible):
    """A channel is digits, with at most one dot in between."""

    def __init__(self, channel: str) -> None:
        """Keep what was asked for."""
        super().__init__(f"{channel!r} is no channel: digits, at most one dot")
        self.channel = channel


class NoTuner(NotPossible):
    """No device changes channels in the running activity."""

    def __init__(self, activity: str) -> None:
        """Keep the activity's label."""
        super().__init__(f"No device changes channels in {activity}")
        self.activity = activity


class NoKeyboard(NotPossible):
    """No device has a keyboard in the running activity."""

    def __init__(self, activity: str) -> None:
        """Keep the activity's label."""
        super().__init__(f"No device has a keyboard in {activity}")
        self.activity = activity


class CannotType(NotPossible):
    """The hub's keyboard is one of the United States, and has no such characters."""

    def __init__(self, characters: str) -> None:
        """Keep the characters, each once."""
        shown = " ".join(map(repr, characters))
        super().__init__(f"These characters cannot be typed: {shown}")
        self.characters = characters


class TextTooLong(NotPossible):
    """So many characters are never typed at once."""

    def __init__(self, limit: int) -> None:
        """Keep how many are."""
        super().__init__(f"At most {limit} characters can be typed at once")
        self.limit = limit


class HoldTooLong(NotPossible):
    """No key is held for so long."""

    def __init__(self, limit: float) -> None:
        """Keep for how many seconds one is."""
        super().__init__(f"A key can be held for {limit:g} seconds at most")
        self.limit = limit


class TooManyKeys(NotPossible):
    """More keys wait for the hub than anybody waits for."""


# ── Logitech's account service ────────────────────────────────────────────────


class AccountError(HarmonyError):
    """Logitech's account service did not give a login token."""


class AccountUnreachable(AccountError):
    """The service did not answer, or not in time."""


class CredentialsRefused(AccountError):
    """The service knows no such e-mail address and password."""


class AccountServiceRetired(AccountError):
    """The service answers null, as it does for everybody since November 2016."""


class AccountServiceChanged(AccountError):
    """The service answers something else than it did when this protocol was written down."""
