"""Building Go's checker of a log, logcheck.go, from Debian's packages alone."""

import os
import subprocess
from pathlib import Path

SOURCE = Path(__file__).parent / "go" / "logcheck.go"
GO = {"GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOFLAGS": "", "GOTOOLCHAIN": "local"}


def build(folder: Path) -> Path:
    """The program, in a folder that may be thrown away."""
    program = folder / "logcheck"
    cache = {"GOCACHE": str(folder / "cache")}
    command = ["go", "build", "-o", str(program), str(SOURCE)]
    subprocess.run(command, check=True, env={**os.environ, **GO, **cache})
    return program
