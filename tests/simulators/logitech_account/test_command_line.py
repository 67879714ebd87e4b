"""The account service as a program, and over TLS."""

import asyncio
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
import json
from pathlib import Path
import signal
import ssl
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
import pytest

from simulators.logitech_account import Answer, SimulatedAccountService
from simulators.logitech_account.__main__ import main, parse, run

CREDENTIALS = {"email": "a@example.com", "password": "s"}


@pytest.fixture
def certificate(tmp_path) -> Path:
    """A PEM file with a key and a certificate for the loopback address."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "account")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "account.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    return path


async def test_it_speaks_https_with_a_certificate(socket_enabled, http, certificate):
    ours = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ours.load_cert_chain(certificate)
    trusting = ssl.create_default_context(cafile=certificate)

    async with SimulatedAccountService(ssl_context=ours) as service:
        response = await http.post(service.url, json={}, ssl=trusting)

    assert service.url.startswith("https://127.0.0.1:")
    assert response.status == 401


def test_answers_are_chosen_by_name():
    options = parse(["--answer", "null", "--email", "a@example.com"])

    assert Answer[options.answer] is Answer.NULL
    assert options.email == "a@example.com"
    assert options.certificate is None


def test_an_answer_that_does_not_exist_is_refused(capsys):
    with pytest.raises(SystemExit):
        parse(["--answer", "perhaps"])

    assert "--answer" in capsys.readouterr().err


async def test_the_ready_file_says_where_it_is(
    socket_enabled, http, tmp_path, certificate
):
    ready = tmp_path / "ready.json"
    options = parse(
        [
            *("--email", "a@example.com", "--password", "s"),
            *("--certificate", str(certificate), "--ready-file", str(ready)),
        ]
    )
    running = asyncio.create_task(run(options))
    async with asyncio.timeout(10):
        while not ready.exists():  # noqa: ASYNC110 - another task writes it
            await asyncio.sleep(0)
    where = json.loads(ready.read_text())

    trusting = ssl.create_default_context(cafile=certificate)
    response = await http.post(where["url"], json=CREDENTIALS, ssl=trusting)
    signal.raise_signal(signal.SIGTERM)
    await running

    assert response.status == 200
    assert where["url"].startswith(f"https://{where['host']}:{where['port']}/")


async def test_the_program_stops_when_told_to(tmp_path):
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "simulators.logitech_account"),
        cwd=Path(__file__).parents[3],
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(30):
        line = await process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, errors = await process.communicate()

    assert line.startswith(b"Login tokens for owner@example.com at http://127.0.0.1:")
    assert (process.returncode, errors) == (0, b"")


def test_help_names_every_answer(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["account", "--help"])

    with pytest.raises(SystemExit):
        main()

    said = capsys.readouterr().out.lower()
    assert all(answer.name.lower() in said for answer in Answer)
