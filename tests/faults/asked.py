"""A process that has a site loaded and forks to answer each question: to load it anew took longer than the answers."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
Answers = Mapping[str, Callable[..., object]]


class Asked:
    """A module's answers, with an environment. A question's own environment is known to it alone."""

    def __init__(self, module: str, environment: Mapping[str, str]) -> None:
        command = [sys.executable, "-W", "ignore", "-m", module]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.process = subprocess.Popen(command, env=environment, cwd=ROOT, text=True, **pipes)  # type: ignore[call-overload]

    def run(self, *words: str, **environment: str) -> tuple[int, str]:
        """Its exit code (negative: the signal that ended it), and what it answered."""
        self.process.stdin.write(json.dumps([words, environment]) + "\n")
        self.process.stdin.flush()
        code, said = json.loads(self.process.stdout.readline())
        return code, said

    def ask(self, *words: str, **environment: str) -> Any:
        code, said = self.run(*words, **environment)
        assert code == 0, words
        return json.loads(said)

    def end(self) -> None:
        self.process.communicate()


def answer(answers: Answers) -> None:
    """The other side: read questions, fork for each, until nobody asks."""
    for line in sys.stdin:
        words, environment = json.loads(line)
        mine, theirs = os.pipe()
        pid = os.fork()
        if not pid:
            os.close(mine)
            os.environ.update(environment)
            _say(answers[words[0]], words[1:], theirs)
        os.close(theirs)
        with os.fdopen(mine) as pipe:
            said = pipe.read()
        _, status = os.waitpid(pid, 0)
        sys.stdout.write(json.dumps([os.waitstatus_to_exitcode(status), said]) + "\n")
        sys.stdout.flush()


def _say(told: Callable[..., object], words: list[str], pipe: int) -> None:
    said = json.dumps(told(*words))  # a fault ends the process with its traceback
    with os.fdopen(pipe, "w") as out:
        out.write(said)
    os._exit(0)
