"""Scan for one address with pyatv and print what it found as JSON.

A process of its own, because the tests' process may open connections to 127.0.0.1 only, and the
scan needs a loopback address that no other mDNS responder of this machine answers for.
"""

import asyncio
import json
import sys

import pyatv
from pyatv.const import Protocol


async def scan(address: str) -> list[dict[str, object]]:
    """Scan one address; only its own answers count, and nothing is sent anywhere else.

    pyatv waits for an answer to each of its queries. Limited to DMAP there are two, and the device
    has something to say to both.
    """
    found = await pyatv.scan(
        asyncio.get_running_loop(), hosts=[address], protocol=Protocol.DMAP, timeout=5
    )
    return [
        {
            "name": device.name,
            "address": str(device.address),
            "identifier": device.identifier,
            "model": device.device_info.model.name,
            "services": [
                {
                    "protocol": service.protocol.name,
                    "port": service.port,
                    "credentials": service.credentials,
                    "pairing": service.pairing.name,
                }
                for service in device.services
            ],
        }
        for device in found
    ]


if __name__ == "__main__":
    json.dump(asyncio.run(scan(sys.argv[1])), sys.stdout)
