"""What a serving process asks of the operating system."""

import contextlib
import ctypes
import resource
import signal
import socket
import time

from undersigned.config.terminal import Stop

PR_SET_PDEATHSIG = 1  # linux/prctl.h
_libc = ctypes.CDLL(None)


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent dies, however that happens."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def allow_many_connections() -> None:
    """Raise the soft limit of open files, often 1,024, to the hard one."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def claim(host: str, port: int, *, patience: float = 0.0) -> None:
    """Make sure that nobody listens at a port yet; raises Stop with a sentence if somebody does.

    The server itself would share a taken port in silence (SO_REUSEPORT). `patience`, in seconds,
    waits for a predecessor that is just going.
    """
    deadline = time.monotonic() + patience
    while not _is_free(host, port):
        if time.monotonic() >= deadline:
            raise Stop(f"Port {port} on {host} is taken by another program. Choose another port.")
        time.sleep(0.1)


def answers(host: str, port: int) -> bool:
    """Whether somebody listens at a port."""
    with contextlib.closing(socket.socket(_family(host))) as probe:
        return probe.connect_ex((host, port)) == 0


def _is_free(host: str, port: int) -> bool:
    try:
        with contextlib.closing(socket.socket(_family(host))) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # TIME_WAIT is nobody
            probe.bind((host, port))
            probe.listen(1)
    except PermissionError:
        raise Stop(f"Port {port} needs rights that this user does not have.") from None
    except OSError as error:
        if isinstance(error, socket.gaierror):
            raise Stop(f"{host!r} is not an address of this machine.") from None
        return False
    return True


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
