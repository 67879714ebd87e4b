"""What the device announces over mDNS, and when it takes it back."""

import asyncio
from collections.abc import Awaitable, Mapping
import secrets
import socket

from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

from .replies import ATV_CONTROL_VERSION, ATV_SHARING_VERSION, DACP_VERSION

TOUCH_ABLE = "_touch-able._tcp.local."
APPLE_TV = "_appletv-v2._tcp.local."
DEVICE_INFO = "_device-info._tcp.local."

#: What `_device-info` calls the models.
BOARDS = {"AppleTV2,1": "K66AP", "AppleTV3,1": "J33AP", "AppleTV3,2": "J33IAP"}


def touch_able(name: str, database_id: str) -> dict[str, str]:
    """Write the TXT record that every Apple TV announces, as an Apple TV 3 was seen to."""
    return {
        "txtvers": "1",
        "CtlN": name,
        "DvTy": "AppleTV",
        "DvSv": "1792",
        "atSV": str(ATV_SHARING_VERSION),
        "atCV": str(ATV_CONTROL_VERSION),
        "Ver": str(DACP_VERSION),
        "DbId": database_id,
    }


def apple_tv(name: str, home_sharing_id: str) -> dict[str, str]:
    """Write the TXT record announced while Home Sharing is on; `hG` is the login id."""
    return {
        "hG": home_sharing_id,
        "Name": name,
        "txtvers": "1",
        "atSV": str(ATV_SHARING_VERSION),
        "PrVs": "65538",
        "MiTPV": "196611",
        "MniT": "167845888",
        "EiTS": "1",
        "DFID": "2",
        "fs": "2",
    }


class Announcer:
    """Keeps the announcements of one device as they should be."""

    def __init__(
        self, zeroconf: AsyncZeroconf | None, service_name: str, model: str
    ) -> None:
        """Prepare announcements; without zeroconf nothing is ever announced."""
        self._zeroconf = zeroconf
        self._service_name = service_name
        self._model = model
        self._infos: dict[str, AsyncServiceInfo] = {}
        self._sending: set[asyncio.Future[object]] = set()
        self._database_id = ""
        self.new_boot()

    def new_boot(self) -> None:
        """Draw a new database id: a real device announces another one after a while."""
        self._database_id = secrets.token_hex(8).upper()

    async def announce(
        self, *, name: str, address: str, port: int, home_sharing_id: str | None
    ) -> None:
        """Announce the device, or tell how the announcements changed."""
        if self._zeroconf is None:
            return
        records = {
            TOUCH_ABLE: touch_able(name, self._database_id),
            DEVICE_INFO: {"model": BOARDS.get(self._model, self._model)},
        }
        if home_sharing_id is not None:
            records[APPLE_TV] = apple_tv(name, home_sharing_id)
        for kind in tuple(self._infos.keys() - records.keys()):
            await self._goodbye(self._infos.pop(kind))
        for kind, record in records.items():
            info = self._info(kind, record, address, 0 if kind == DEVICE_INFO else port)
            if kind in self._infos:
                self._send(await self._zeroconf.async_update_service(info))
            else:
                # The name is the device's own, so nobody has to be asked whether it is free.
                self._send(
                    await self._zeroconf.async_register_service(
                        info, cooperating_responders=True
                    )
                )
            self._infos[kind] = info

    async def withdraw(self) -> None:
        """Say goodbye for everything that was announced."""
        infos, self._infos = tuple(self._infos.values()), {}
        await asyncio.gather(*(self._goodbye(info) for info in infos))
        await asyncio.gather(*self._sending, return_exceptions=True)

    def _info(
        self, kind: str, record: Mapping[str, str], address: str, port: int
    ) -> AsyncServiceInfo:
        """Describe one service; all have the device's own id for a label, so none collide."""
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        return AsyncServiceInfo(
            kind,
            f"{self._service_name}.{kind}",
            addresses=[socket.inet_pton(family, address)],
            port=port,
            properties=dict(record),
            server=f"AppleTV-{self._service_name}.local.",
        )

    async def _goodbye(self, info: AsyncServiceInfo) -> None:
        if self._zeroconf is not None and not self._zeroconf.zeroconf.done:
            await (await self._zeroconf.async_unregister_service(info))

    def _send(self, sending: Awaitable[object]) -> None:
        """Let an announcement go out in the background; `withdraw` waits for it."""
        task = asyncio.ensure_future(sending)
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)
