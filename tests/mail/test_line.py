"""The connection itself: encrypted where it must be, logged in where the server asks."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pytest_django import Settings
from tests.mail.server import Server

from undersigned.mail.line import Line, NoLine


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1, with its key, that nobody vouches for but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "A mail server")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(Encoding.PEM)
    pem += key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file = tmp_path_factory.mktemp("certificate") / "server.pem"
    file.write_bytes(pem)
    return file


@pytest.fixture
def tls(certificate: Path) -> SSLContext:
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


Restart = Callable[..., None]


@pytest.fixture
def restart(smtp: Server) -> Restart:
    def again(*, tls: SSLContext | None = None, **options: Any) -> None:
        smtp.stop()
        smtp.tls, smtp.options = tls, options
        smtp.start()

    return again


def give() -> int:
    with Line() as line:
        return line.give(b"Subject: Hello\r\n\r\nHello", sender="a@example.org", to="b@example.org")


@pytest.fixture
def _trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


@pytest.mark.usefixtures("_trusted")
def test_starttls_comes_before_everything_else(
    smtp: Server, restart: Restart, tls: SSLContext, settings: Settings
) -> None:
    restart(tls_context=tls, require_starttls=True)
    settings.SMTP_SECURITY = "starttls"
    assert give() == 250
    assert smtp.recipients == ["b@example.org"]


@pytest.mark.usefixtures("_trusted")
def test_tls_from_the_first_byte(
    smtp: Server, restart: Restart, tls: SSLContext, settings: Settings
) -> None:
    restart(tls=tls)
    settings.SMTP_SECURITY = "tls"
    assert give() == 250
    assert smtp.recipients == ["b@example.org"]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_nothing_is_sent_in_the_clear_to_a_server_without_encryption(
    smtp: Server, settings: Settings, security: str
) -> None:
    settings.SMTP_SECURITY = security
    with pytest.raises(NoLine):
        give()
    assert smtp.taken == []


def test_nothing_is_sent_to_a_server_that_nobody_vouches_for(
    smtp: Server, restart: Restart, tls: SSLContext, settings: Settings
) -> None:
    restart(tls_context=tls)
    settings.SMTP_SECURITY = "starttls"
    with pytest.raises(NoLine, match="SSLCertVerificationError"):
        give()
    assert smtp.taken == []


def right_password(*arguments: Any) -> AuthResult:
    given = arguments[-1]
    right = (given.login, given.password) == (b"post", b"right")
    return AuthResult(success=right, handled=False)


@pytest.mark.usefixtures("_trusted")
def test_we_log_in_where_there_is_a_user(
    smtp: Server, restart: Restart, tls: SSLContext, settings: Settings
) -> None:
    restart(tls_context=tls, authenticator=right_password, auth_required=True)
    settings.SMTP_SECURITY = "starttls"
    settings.SMTP_USER, settings.SMTP_PASSWORD = "post", "right"
    assert give() == 250
    assert smtp.recipients == ["b@example.org"]


@pytest.mark.usefixtures("_trusted")
def test_a_wrong_password_is_the_fault_of_no_letter(
    restart: Restart, tls: SSLContext, settings: Settings
) -> None:
    restart(tls_context=tls, authenticator=right_password, auth_required=True)
    settings.SMTP_SECURITY = "starttls"
    settings.SMTP_USER, settings.SMTP_PASSWORD = "post", "wrong"
    with pytest.raises(NoLine, match="SMTPAuthenticationError 535"):
        give()


def test_a_server_that_hangs_up_first_costs_nothing(smtp: Server) -> None:
    with Line() as line:
        line.give(b"Subject: Hello\r\n\r\nHello", sender="a@example.org", to="b@example.org")
        smtp.stop()
    assert smtp.recipients == ["b@example.org"]


def test_a_line_that_gave_nothing_opened_no_connection(smtp: Server) -> None:
    with Line() as line:
        assert line.lost is False
    assert smtp.connections == 0
