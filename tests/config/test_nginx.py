"""The nginx configuration that ships, before the plain WSGI server: the tested fallback of our front."""

import contextlib
import datetime as dt
import http.client
import os
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from tests.processes import Program, eventually, free_port, is_free, running, wait_for

NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
CONFIGURATION = Path("deploy/nginx/undersigned.conf")
HOST = "petitions.example.org"
TOKEN = "0123456789abcdef" * 2

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(not Path(NGINX).exists(), reason="nginx is not installed"),
]


@dataclass(frozen=True)
class Proxy:
    port: int
    folder: Path
    web: Program

    def connect(self, host: str = HOST) -> http.client.HTTPSConnection:
        """A connection that trusts the test's certificate and asks for this host."""
        trust = ssl.create_default_context(cafile=str(self.folder / "petitions.pem"))
        trust.check_hostname = False
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=10, context=trust)
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        connection.sock = trust.wrap_socket(plain, server_hostname=host)
        return connection

    def ask(self, method: str, path: str, body: bytes | None = None) -> http.client.HTTPResponse:
        with contextlib.closing(self.connect()) as connection:
            headers = {"Host": HOST, "Content-Type": "application/x-www-form-urlencoded"}
            connection.request(method, path, body=body, headers=headers)
            answer = connection.getresponse()
            answer.text = answer.read().decode()  # type: ignore[attr-defined]
            return answer


def certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    encoding, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    (folder / "petitions.pem").write_bytes(made.public_bytes(encoding))
    private = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, plain)
    (folder / "petitions.key").write_bytes(private)


def adapted(folder: Path, *, ports: tuple[int, int], web: int) -> str:
    """The shipped file with this test's ports, certificate and folders, and less patience."""
    text = CONFIGURATION.read_text(encoding="utf-8")
    for shipped, here in (
        ("listen 443", f"listen 127.0.0.1:{ports[0]}"),
        ("listen 80", f"listen 127.0.0.1:{ports[1]}"),
        ("127.0.0.1:8000", f"127.0.0.1:{web}"),
        ("/etc/ssl/undersigned/office", str(folder / "petitions")),
        ("/etc/ssl/undersigned/petitions", str(folder / "petitions")),
        ("/var/lib/undersigned", str(folder)),
        ("/var/log/nginx/error.log", str(folder / "error.log")),
        ("client_body_timeout 10s", "client_body_timeout 1s"),
    ):
        assert shipped in text
        text = text.replace(shipped, here)
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""
    return (
        f"{user} daemon off; pid {folder}/pid; error_log {folder}/error.log crit;"
        f"events {{ worker_connections 2048; }}"
        f"http {{ include /etc/nginx/mime.types; {temporary}\n{text}\n}}\n"
    )


@pytest.fixture(scope="module")
def proxy(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    folder = tmp_path_factory.mktemp("nginx")
    certificate(folder)
    (folder / "static").mkdir()
    (folder / "static" / "a.0123456789ab.css").write_text("p { color: black }", encoding="ascii")
    (folder / "log" / "tile" / "0").mkdir(parents=True)
    (folder / "log" / "tile" / "0" / "000").write_bytes(b"h" * 8192)
    (folder / "log" / "checkpoint").write_text("petitions.example.org/log\n", encoding="ascii")
    (folder / "log" / ".checkpoint.part").write_text("half", encoding="ascii")
    secure, plain, web = free_port(), free_port(), free_port()
    configuration = folder / "nginx.conf"
    configuration.write_text(adapted(folder, ports=(secure, plain), web=web), encoding="utf-8")
    settings = {
        "VAR": migrated,
        "DATABASE_URL": f"sqlite:///{migrated / 'undersigned.sqlite3'}",
        "PUBLIC_ADDRESS": f"https://{HOST}",
        "TRUSTED_PROXIES": 1,
    }
    words = ["web", "--plain", "--port", str(web)]
    with running(*words, log=folder / "web.log", **settings) as program:
        wait_for(f"http://localhost:{web}/", program)
        nginx = subprocess.Popen([NGINX, "-p", str(folder), "-c", str(configuration)])
        try:
            assert eventually(lambda: not is_free(secure))
            yield Proxy(secure, folder, program)
        finally:
            nginx.terminate()
            nginx.wait(10)


def test_the_public_log_is_served_as_files(proxy: Proxy) -> None:
    tile, checkpoint = (proxy.ask("GET", f"/log/{path}") for path in ("tile/0/000", "checkpoint"))
    assert (tile.status, checkpoint.status) == (200, 200)
    assert tile.headers["Content-Type"] == "application/octet-stream"
    assert tile.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert checkpoint.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert checkpoint.headers["Cache-Control"] == "public, max-age=2"
    assert {answer.headers["Access-Control-Allow-Origin"] for answer in (tile, checkpoint)} == {"*"}


@pytest.mark.parametrize("path", ["tile/0/001", ".checkpoint.part", "../static/a", "tile/../vkey"])
def test_what_the_log_does_not_have_the_site_answers(proxy: Proxy, path: str) -> None:
    answer = proxy.ask("GET", f"/log/{path}")
    assert answer.status == 404
    assert "half" not in answer.text  # type: ignore[attr-defined]


def test_a_page_comes_through_with_its_headers(proxy: Proxy) -> None:
    answer = proxy.ask("GET", "/")
    assert answer.status == 200
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Server"] == "nginx"


def test_a_static_file_is_served_without_asking_the_site(proxy: Proxy) -> None:
    answer = proxy.ask("GET", "/static/a.0123456789ab.css")
    assert (answer.status, answer.headers["Cache-Control"]) == (
        200,
        "public, max-age=31536000, immutable",
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_form_reaches_the_site(proxy: Proxy) -> None:
    assert proxy.ask("POST", "/petitions/no-such-petition/sign/", b"name=Ana").status == 404


def test_a_form_that_is_too_long_is_refused_in_the_language_of_the_path(proxy: Proxy) -> None:
    answer = proxy.ask("POST", "/es/petitions/x/sign/", b"x" * (64 * 1024 + 1))
    assert answer.status == 413
    assert "Es demasiado largo" in answer.text  # type: ignore[attr-defined]
    assert "This is too long" in proxy.ask("POST", "/x/", b"x" * 70_000).text  # type: ignore[attr-defined]


def test_two_hundred_slow_bodies_do_not_stop_a_reader(proxy: Proxy) -> None:
    with contextlib.ExitStack() as held:
        slow = [held.enter_context(contextlib.closing(proxy.connect())) for _ in range(200)]
        head = f"POST / HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 1000\r\n\r\na".encode()
        for connection in slow:
            connection.sock.sendall(head)
        assert [proxy.ask("GET", "/").status for _ in range(5)] == [200] * 5
        slow[0].sock.settimeout(5)
        assert slow[0].sock.recv(1000) == b""  # given up by then


def test_another_host_gets_no_answer(proxy: Proxy) -> None:
    with pytest.raises((ssl.SSLError, ConnectionResetError)):
        proxy.connect("other.example.org")


def test_a_secret_of_a_letter_stands_in_no_log(proxy: Proxy) -> None:
    assert proxy.ask("GET", f"/confirm/{TOKEN}/{TOKEN}/").status == 404
    assert proxy.ask("POST", f"/confirm/{TOKEN}/{TOKEN}/", b"x" * 70_000).status == 413
    logs = [path for path in proxy.folder.rglob("*") if path.suffix == ".log"]
    assert {path.name for path in logs} == {"error.log", "web.log"}
    assert [path.name for path in logs if TOKEN in path.read_text(encoding="utf-8")] == []


def test_while_the_site_is_away_the_answer_says_when_to_come_back(proxy: Proxy) -> None:
    proxy.web.end()
    answer = proxy.ask("GET", "/")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
    assert "away for a moment" in answer.text  # type: ignore[attr-defined]
