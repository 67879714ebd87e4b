"""How long things may take: every tuning value of this library."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Seconds, all of them."""

    # A sleeping Apple TV 3 behind a Bonjour sleep proxy needs 15 to 20 to wake up and answer.
    request: float = 25
    # Closing must not wait for a device that is gone.
    logout: float = 2
    # Silence on the long poll after which the device is asked, on the other connection, whether it is still there.
    silence: float = 60
    # How long a lost device keeps counting as present while we try to reach it again: a reboot fits in.
    grace: float = 60
    backoff_first: float = 1
    backoff_most: float = 30
    # Between two swipes of a held arrow, and between two steps of a held volume key.
    repeat: float = 0.25
    # Apple's own remote spaces the events of a three-event swipe like this.
    swipe_step: float = 0.02
    # A keyboard that is open answers its first prompt request at once; longer means there is none.
    text_prompt: float = 3
    # An Apple TV's pairing request is there within milliseconds; whoever takes longer is not one.
    callback: float = 20
    # Taking down the callback server and the announcement of our remote.
    callback_shutdown: float = 1
    goodbye: float = 3
