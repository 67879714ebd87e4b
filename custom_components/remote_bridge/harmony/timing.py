"""Every tuning value of this library, in one place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """How long to wait for what, in seconds. Sources: reference, sections 3.4, 5.3, 5.4 and 7."""

    # Until a connection is open, logged in and ready. The hub's own Wi-Fi may take seconds to wake.
    connect: float = 10.0
    # Until a guest is answered. Hubs that want to be paired may have nothing to say to guests.
    guest: float = 3.0
    # Until an ordinary request is answered: 40 ms are usual, but not while an activity is switched.
    request: float = 10.0
    # Until the configuration is there, which may be a megabyte.
    configuration: float = 20.0
    # Until a switch of activities has ended: slow power-ons and delays that the user configured add up.
    activity: float = 75.0
    # Until the hub has accepted an activity; silence then is no failure, the digest will tell.
    acceptance: float = 5.0
    # For so long after a switch the hub ignores what it is told, though it says that it is ready.
    settle: float = 1.0
    # Until a synchronisation with the cloud has ended.
    sync: float = 300.0
    # How long a close may take, so that it never holds up a reload.
    close: float = 2.0

    # The hub drops whoever is silent for 60 s.
    keep_alive: float = 25.0
    # Until a sign of life is answered; two misses are a dead connection.
    pong: float = 10.0

    # A short press. Longer ones send several infrared frames on some devices, and so several volume steps.
    press: float = 0.1
    # A refusal comes within a tenth of a second; whoever pressed waits for it this long from the press on.
    refusal: float = 0.25
    # One that comes later than that is still counted, for so long.
    late_refusal: float = 5.0
    # While a key is held.
    hold_interval: float = 0.2
    # From one key's release to the next key's press.
    key_spacing: float = 0.25
    # A key whose finger was never seen to leave lets go by itself.
    longest_press: float = 30.0

    # Retries of a lost connection: doubled from the first to the most, each with up to a quarter more or less.
    backoff_first: float = 1.0
    backoff_most: float = 30.0
    # The hub restarts its local interface every few hours and needs 30 to 65 s.
    grace: float = 75.0

    # Until Logitech's account service has answered.
    account: float = 20.0
    # A question of "who is there" may get lost; a hub answers within a second.
    scan_repeat: float = 2.0
    # Until who called back has said all that it has to say.
    scan_answer: float = 3.0
