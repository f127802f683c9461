"""What a browser complains about while a journey goes on."""

from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response

SERVER_ERROR = 500
OWN = ("http://localhost:", "data:", "blob:", "about:")


@dataclass
class Troubles:
    """What went wrong, one line each.

    Console errors (violations of the content security policy are among them), script errors,
    answers of 500 and more, and requests to anybody else's server.
    """

    seen: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def expect(self, words: str) -> None:
        """Allow troubles that have these words; a journey says so before it makes one."""
        self.allowed.append(words)

    def unexpected(self) -> list[str]:
        return [line for line in self.seen if not any(words in line for words in self.allowed)]

    def watch(self, context: BrowserContext) -> None:
        """Listen to every page of a context."""

        def on_console(message: ConsoleMessage) -> None:
            # The browser repeats every answer of 400 and more here; those are a journey's to judge.
            if message.type == "error" and not message.text.startswith("Failed to load resource"):
                self.seen.append(f"console: {message.text}")

        def on_response(response: Response) -> None:
            if response.status >= SERVER_ERROR:
                self.seen.append(f"{response.status}: {response.url}")

        def on_request(request: Request) -> None:
            if not request.url.startswith(OWN):
                self.seen.append(f"a request to somebody else: {request.url}")

        context.on("console", on_console)
        context.on("weberror", lambda error: self.seen.append(f"script: {error.error}"))
        context.on("response", on_response)
        context.on("request", on_request)
