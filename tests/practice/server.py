"""Serves the practice pages over HTTPS on this machine, under the names of the sites they stand in for.

The browser is told to resolve those names to this server, so a page's address bar, origin and content security policy
are as on the real site. The certificate is made anew each time and trusted by nobody else.
"""

from __future__ import annotations

import re
import ssl
import threading
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import trustme

if TYPE_CHECKING:
    from collections.abc import Iterator

CLIPBOARD = "clipboard.test"

_ADDRESSES = re.compile(r'<meta name="practice" content="([^"]+)"')


def _addresses() -> dict[str, tuple[str, ...]]:
    """Each practice page by its name, with the addresses it names for itself, the one to open first."""
    pages = sorted((Path(__file__).with_name("pages") / "src").glob("*.html"))
    found = {page.stem: _ADDRESSES.search(page.read_text(encoding="utf-8")) for page in pages}
    return {name: tuple(match[1].split()) for name, match in found.items() if match}


ADDRESSES = _addresses()
SITES = (*sorted({urlsplit(address).netloc for many in ADDRESSES.values() for address in many}), CLIPBOARD)

# Nothing but the page's own files; no request to anywhere, no form that posts.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'none'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
_TRUSTED_TYPES = "; require-trusted-types-for 'script'; trusted-types default"
# One site's pages may stand in another's; see frames.html.
_FRAMED = _POLICY.replace("frame-ancestors 'none'", "frame-ancestors https:; frame-src https:")
# Other headers a site may send, by what comes after "?" in a page's address.
_ASKED: dict[str, dict[str, str]] = {
    "no-policy": {"Content-Security-Policy": ""},
    "no-types": {"Content-Security-Policy": f"{_POLICY}; require-trusted-types-for 'script'; trusted-types 'none'"},
    "no-styles": {"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'none'"},
    "sandbox": {"Content-Security-Policy": "sandbox allow-scripts allow-forms"},
    "denied": {"Permissions-Policy": "clipboard-read=(), clipboard-write=()"},
}

_TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css"}


@contextmanager
def serve(pages: Path) -> Iterator[int]:
    """Serve the built pages until the block ends; gives the port."""
    server = _Server(pages)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def page_for(host: str, path: str) -> str | None:
    """The page a site shows at a path.

    >>> page_for("chatgpt.com", "/c/0f1e"), page_for("chatgpt.com", "/unauth-mweb/")
    ('chatgpt.html', 'signed-out.html')
    >>> page_for("gemini.google.com", "/app"), page_for("claude.ai", "/chat/0f1e"), page_for("elsewhere.test", "/")
    ('gemini.html', 'claude.html', None)
    """
    if (host, path) == (CLIPBOARD, "/"):
        return "clipboard.html"
    first = path.split("/")[1]
    for name, addresses in ADDRESSES.items():
        for netloc, start in ((parts.netloc, parts.path.split("/")[1]) for parts in map(urlsplit, addresses)):
            if (netloc, start) == (host, first):
                return f"{name}.html"
    return None


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, pages: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Page)
        self.pages = pages
        certificate = trustme.CA().issue_cert(*SITES)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        # The handshake is left to the connection's own thread, so that a slow one cannot hold up the others.
        self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a browser opens connections it never uses, and closes others half-way."""


class _Page(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        host = self.headers.get("Host", "").partition(":")[0]
        path = self.path.partition("?")[0]
        name = page_for(host, path) or path.removeprefix("/")
        file = self.server.pages / name
        if host not in SITES or file.parent != self.server.pages or not file.is_file():
            self._send(HTTPStatus.NOT_FOUND, "text/plain", b"")
            return
        body = file.read_bytes()
        if file.suffix == ".html":
            body = body.replace(b"</head>", b'<script src="/variants.js"></script></head>')
        self._send(HTTPStatus.OK, _TYPES[file.suffix], body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name for it
        """Keep no log."""

    def _send(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        host = self.headers.get("Host", "").partition(":")[0]
        policy = _FRAMED if host.endswith(".hazelmere.example") else _POLICY
        headers = {
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            "Content-Security-Policy": policy + (_TRUSTED_TYPES if host == "gemini.google.com" else ""),
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
            # A page that has given up its origin asks for its own scripts as a stranger.
            "Access-Control-Allow-Origin": "*",
            **_ASKED.get(self.path.partition("?")[2], {}),
        }
        self.send_response(status)
        for name, value in headers.items():
            if value:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
