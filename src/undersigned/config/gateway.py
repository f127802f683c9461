"""From ASGI to WSGI and back: one request as a WSGI environment, one call of Django in a thread."""

import io
import sys
from collections.abc import Callable, MutableMapping
from typing import Any

from undersigned.config.refusals import Headers
from undersigned.config.wsgi import application

Scope = MutableMapping[str, Any]


def environ_of(scope: Scope, body: bytes | io.BufferedReader) -> dict[str, Any]:
    """The request as WSGI has it (PEP 3333); a body that is a file is read from its start."""
    whole = io.BytesIO(body) if isinstance(body, bytes) else body
    length = whole.seek(0, io.SEEK_END)
    whole.seek(0)
    server, client = scope.get("server") or ("", 0), scope.get("client") or ("", 0)
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": whole,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in scope["headers"]:
        _add_header(environ, raw_name.decode("latin-1"), raw_value.decode("latin-1"))
    environ["CONTENT_LENGTH"] = str(length)
    return environ


def _add_header(environ: dict[str, Any], name: str, value: str) -> None:
    if "_" in name:  # would pose as the same name with a hyphen
        return
    key = name.upper().replace("-", "_")
    if key not in {"CONTENT_TYPE", "CONTENT_LENGTH"}:
        key = f"HTTP_{key}"
    if key in environ:
        value = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{value}"
    environ[key] = value


def call(environ: dict[str, Any]) -> tuple[int, Headers, bytes]:
    """One call of the WSGI application, begun, read and closed in the same thread."""
    status = 0
    headers: Headers = []
    body: list[bytes] = []

    def start_response(
        line: str, pairs: list[tuple[str, str]], _: object = None, /
    ) -> Callable[[bytes], object]:
        nonlocal status
        status = int(line.split(" ", 1)[0])
        headers[:] = [(name.lower().encode(), value.encode("latin-1")) for name, value in pairs]
        return body.append

    answer = application(environ, start_response)
    try:
        body.extend(answer)
    finally:
        if close := getattr(answer, "close", None):
            close()
    return status, headers, b"".join(body)
