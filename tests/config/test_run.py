"""The supervisor: whatever is killed, the site serves again at once; nothing is left behind."""

import os
import re
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.processes import Program, eventually, free_port, is_free, running, wait_for

pytestmark = pytest.mark.fault

Settings = dict[str, object]


@pytest.fixture
def ports() -> tuple[int, int]:
    return free_port(), free_port()


@pytest.fixture
def site(installation: Settings, ports: tuple[int, int], tmp_path: Path) -> Iterator[Program]:
    """web, office and worker under `undersigned run`."""
    web, office = ports
    words = ["run", "--port", str(web), "--office-port", str(office)]
    with running(*words, log=tmp_path / "log", **installation) as program:
        for port in ports:
            wait_for(f"http://localhost:{port}/", program)
        yield program


def children_of(pid: int) -> dict[int, str]:
    """The living children of a process, each with its command line; zombies do not live."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            state, parent = re.sub(r".*\)", "", (entry / "stat").read_text()).split()[:2]
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(parent) == pid and state != "Z":
            found[int(entry.name)] = command
    return found


def child(program: Program, has: str) -> int:
    """The supervised process whose command line has these words."""
    (pid,) = [pid for pid, line in children_of(program.process.pid).items() if has in line]
    return pid


@pytest.mark.parametrize("which", ["web", "office"])
def test_a_killed_site_serves_again_within_three_seconds(
    site: Program, ports: tuple[int, int], which: str
) -> None:
    port = ports[0] if which == "web" else ports[1]
    for _ in range(2):
        os.kill(child(site, f"--port {port}"), signal.SIGKILL)
        time.sleep(0.1)  # its workers go with it
        assert wait_for(f"http://localhost:{port}/", site) < 2.9


def test_a_killed_process_under_the_web_server_is_replaced(
    site: Program, ports: tuple[int, int]
) -> None:
    server = child(site, f"--port {ports[0]}")
    (worker,) = [pid for pid, line in children_of(server).items() if "resource_tracker" not in line]
    os.kill(worker, signal.SIGKILL)
    time.sleep(0.1)
    assert wait_for(f"http://localhost:{ports[0]}/", site) < 2.9


def test_a_killed_worker_is_started_again_and_the_sites_go_on(
    site: Program, ports: tuple[int, int]
) -> None:
    worker = child(site, "config.cli worker")
    os.kill(worker, signal.SIGKILL)
    assert wait_for(f"http://localhost:{ports[0]}/", site) < 0.5
    assert eventually(
        lambda: child_or_none(site, "config.cli worker") not in {None, worker}, within=3
    )
    assert "worker ended (SIGKILL); starting it again." in site.said()


def child_or_none(program: Program, has: str) -> int | None:
    found = [pid for pid, line in children_of(program.process.pid).items() if has in line]
    return found[0] if found else None


def test_when_the_supervisor_is_killed_nobody_is_left_at_the_ports(
    site: Program, ports: tuple[int, int]
) -> None:
    site.process.kill()
    site.process.wait()
    for port in ports:
        assert eventually(lambda port=port: is_free(port), within=3)  # type: ignore[misc]


def test_asked_to_stop_it_ends_everything_in_order(site: Program, ports: tuple[int, int]) -> None:
    began = time.monotonic()
    assert site.end() == 0
    assert time.monotonic() - began < 8
    assert [is_free(port) for port in ports] == [True, True]


def test_a_count_that_is_being_watched_does_not_hold_up_the_end(
    site: Program, ports: tuple[int, int]
) -> None:
    with socket.create_connection(("127.0.0.1", ports[0]), timeout=5) as watching:
        watching.sendall(
            b"GET /petitions/river-path/count/stream HTTP/1.1\r\nHost: localhost\r\n\r\n"
        )
        seen = b""
        while b"data:" not in seen:
            seen += watching.recv(1000)
        assert b'data: {"confirmed": 0}\n\n' in seen
        began = time.monotonic()
        assert site.end() == 0
        assert time.monotonic() - began < 12


@pytest.mark.parametrize("word", ["run", "web"])
def test_a_taken_port_is_named_in_one_sentence(
    installation: Settings, tmp_path: Path, word: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as squatter:
        port = squatter.getsockname()[1]
        with running(word, "--port", str(port), log=tmp_path / "log", **installation) as program:
            assert program.process.wait(10) == 1
    assert program.said() == (
        f"undersigned: Port {port} on 127.0.0.1 is taken by another program. Choose another port.\n"
    )


def test_an_unfit_installation_stops_with_every_reason(
    installation: Settings, ports: tuple[int, int], tmp_path: Path
) -> None:
    unfit = installation | {"HOSTS": "*", "WORKERS": 1, "KEYS": tmp_path}
    with running("web", "--port", str(ports[0]), log=tmp_path / "log", **unfit) as program:
        assert program.process.wait(10) == 1
    assert "This installation is not fit to serve:" in program.said()
    assert "UNDERSIGNED_HOSTS has '*'" in program.said()
    assert "web cannot read its key" in program.said()
