"""A steady flow of signers, and slow clients beside it: `python -m benchmarks.offered PORT PATH RATE SECONDS SLOW`.

Open loop: each signer comes at their moment, on a connection of their own, whether or not others still wait. The
time of an answer counts from that moment, so that a server which stalls is not spared. Slow clients send the head
of a form and then one byte a second, and come again when they are thrown out.
"""

import asyncio
import json
import secrets
import statistics
import sys
from contextlib import suppress

HEAD = (
    "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    "Sec-Fetch-Site: same-origin\r\nX-Forwarded-For: {network}\r\nConnection: close\r\n"
    "Content-Length: {length}\r\n\r\n"
)
RUN = secrets.token_hex(3)
SETTLE = 3.0  # seconds for the slow clients to take their places


def form(number: int) -> str:
    return (
        f"name=Ana+Sample+{number}&email=ana{number}.{RUN}%40example.org&address=1+Sample+Street"
        "&postcode=00000&basis=live&ward=North&old_enough=on"
    )


async def sign(port: int, path: str, number: int, planned: float) -> float | None:
    """Seconds from the planned moment to the whole answer; None if it was not the redirection."""
    body = form(number)
    network = f"10.{number >> 8 & 255}.{number & 255}.9"
    head = HEAD.format(path=path, network=network, length=len(body))
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write((head + body).encode())
        answer = await reader.read()
        writer.close()
    except OSError:
        return None
    took = asyncio.get_running_loop().time() - planned
    return took if answer.startswith(b"HTTP/1.1 302") else None


async def be_slow(port: int, path: str) -> None:
    """Hold connections for ever, one after the other, with a form that never ends."""
    head = HEAD.format(path=path, network="10.255.255.9", length=60_000).encode()
    while True:
        with suppress(OSError):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(head)
            while not reader.at_eof():
                writer.write(b"a")
                await writer.drain()
                with suppress(TimeoutError):
                    await asyncio.wait_for(reader.read(4096), 1.0)
            writer.close()
        await asyncio.sleep(0.1)


async def main(port: int, path: str, rate: int, seconds: int, slow: int) -> None:
    loop = asyncio.get_running_loop()
    slowly = [asyncio.create_task(be_slow(port, path)) for _ in range(slow)]
    await asyncio.sleep(SETTLE if slow else 0.0)
    start = loop.time() + 0.1
    signers = []
    for number in range(rate * seconds):
        planned = start + number / rate
        await asyncio.sleep(max(0.0, planned - loop.time()))
        signers.append(asyncio.create_task(sign(port, path, number, planned)))
    times = await asyncio.gather(*signers)
    for task in slowly:
        task.cancel()
    good = sorted(took for took in times if took is not None)
    facts = {
        "sent": len(times),
        "failed": len(times) - len(good),
        "median": statistics.median(good),
        "p99": good[int(len(good) * 0.99)],
        "longest": good[-1],
    }
    json.dump(facts, sys.stdout)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], *map(int, sys.argv[3:])))
