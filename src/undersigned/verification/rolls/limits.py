"""What the process that reads a roll may use: so much memory and time, no network, and it dies with its parent.

The limits are the kernel's, so that a fault in a parser of hostile files stays in that process. Sockets are forbidden
by a seccomp filter, which any Linux process may set for itself; elsewhere, and on other processors, there is none.
"""

import ctypes
import platform
import resource
import signal
import struct
import sys

PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 22, 38
FILTER_MODE = 2
FORBIDDEN = {  # socket, socketpair, connect, io_uring_setup
    "x86_64": (0xC000003E, (41, 53, 42, 425)),
    "aarch64": (0xC00000B7, (198, 199, 203, 425)),
}
ALLOW, EPERM, KILL = 0x7FFF0000, 0x00050001, 0x80000000
LOAD, EQUAL, AT_LEAST, RETURN = (
    0x20,
    0x15,
    0x35,
    0x06,
)  # BPF: load a word, jump if equal / not less, return
X32 = 0x40000000  # x86's second set of numbers for the same calls


def limit(*, memory: int, seconds: int, largest: int) -> None:
    """Limit this process: bytes of memory, seconds of work (and four times as many on the clock), bytes of a file."""
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, largest),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 256),
    ):
        resource.setrlimit(what, (most, most))
    signal.alarm(4 * seconds)
    if sys.platform == "linux":
        _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def forbid_network() -> bool:
    """Let this process make no socket from now on; whether that could be done."""
    if sys.platform != "linux" or platform.machine() not in FORBIDDEN:
        return False
    program = _program(*FORBIDDEN[platform.machine()])
    buffer = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(buffer))
    holder = ctypes.create_string_buffer(header, len(header))
    return _prctl(PR_SET_NO_NEW_PRIVS, 1) and _prctl(
        PR_SET_SECCOMP, FILTER_MODE, ctypes.addressof(holder)
    )


def _program(processor: int, calls: tuple[int, ...]) -> bytes:
    """The filter: another processor's calls kill; these calls fail; all others pass."""
    steps = [(LOAD, 0, 0, 4), (EQUAL, 1, 0, processor), (RETURN, 0, 0, KILL), (LOAD, 0, 0, 0)]
    steps.append((AT_LEAST, len(calls) + 1, 0, X32))
    steps += [(EQUAL, len(calls) - at, 0, call) for at, call in enumerate(calls)]
    steps += [(RETURN, 0, 0, ALLOW), (RETURN, 0, 0, EPERM)]
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def _prctl(what: int, first: int, second: int = 0) -> bool:
    libc = ctypes.CDLL(None, use_errno=True)
    arguments = (ctypes.c_ulong(it) for it in (first, second, 0, 0))
    return int(libc.prctl(what, *arguments)) == 0
