"""The folder in which the demo keeps everything, for one demo at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
import fcntl
from pathlib import Path
import shutil

from .terminal import Trouble

_LOCK = "running.lock"


@contextmanager
def kept_in(folder: Path, *, fresh: bool) -> Iterator[None]:
    """Hold the folder, emptied first if a fresh start is wanted.

    Raises:
        Trouble: another demo holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Trouble(
                f"another demo is running on {folder}",
                "end it with Ctrl-C in its terminal, or keep this one apart:"
                " scripts/demo --port 9123 --state /tmp/second-demo",
            ) from None
        if fresh:
            _empty(folder)
        yield


def _empty(folder: Path) -> None:
    for item in folder.iterdir():
        if item.is_dir():
            shutil.rmtree(item)
        elif item.name != _LOCK:
            item.unlink()
