"""The sandbox's web server: finds the route, shows the service's faults, answers."""

import sys
import time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

from yichuang.gateways.sandbox import control, id_card, line, payment, population, registers, sms
from yichuang.gateways.sandbox.faults import GARBAGE, NO_FAULTS, Faults
from yichuang.gateways.sandbox.web import BadRequestError, Reply, Request, Route, problem
from yichuang.gateways.sandbox.world import World

ROUTES = [route for part in (control, id_card, population, registers, sms, line, payment) for route in part.routes.all]
LARGEST_BODY = 32 * 1024 * 1024
LOOPBACK = "127.0.0.1"


class Server(ThreadingHTTPServer):
    """One world, a thread per connection."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int) -> None:
        super().__init__((LOOPBACK, port), Handler)
        self.world = World()

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    """Reads a request, answers it, keeps the connection."""

    protocol_version = "HTTP/1.1"
    timeout = 60
    disable_nagle_algorithm = True
    server: Server

    def _serve(self) -> None:
        body = self._body()
        if body is None:
            return
        route, found = matched(self.command, unquote(urlsplit(self.path).path))
        faults, morning = self._faults(route, found), self.server.world.mornings
        time.sleep(faults.delay_ms / 1000)
        reply = self._answered(route, found, body, faults, morning)
        if faults.drop:
            self.close_connection = True
            return
        self._send(Reply(200, GARBAGE) if faults.garbage else reply)

    do_GET = do_POST = do_PUT = _serve  # noqa: N815  # the names that http.server calls

    def _faults(self, route: Route | None, found: dict[str, str]) -> Faults:
        """A part's own faults before those of its whole service."""
        if route is None or route.failing is None:
            return NO_FAULTS
        whole = self.server.world.faults[route.failing]
        return self.server.world.faults.get(f"{route.failing}.{found.get('register', '')}", whole)

    def _answered(self, route: Route | None, found: dict[str, str], body: bytes, faults: Faults, morning: int) -> Reply:
        """What was asked before the world began anew does not happen in the new one."""
        if route is None:
            return problem(404, "no such address")
        if faults.outage:
            return problem(503, "out of service")
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            with self.server.world.lock:
                if self.server.world.mornings != morning:
                    return problem(503, "the world has begun anew")
                return route.action(self.server.world, Request(found, body, headers, self.server.url))
        except BadRequestError as fault:
            return problem(400, str(fault))

    def _body(self) -> bytes | None:
        """The body; ``None`` where its length is unusable, which has been answered then."""
        length = self.headers.get("Content-Length", "0")
        if length.isascii() and length.isdigit() and int(length) <= LARGEST_BODY:
            return self.rfile.read(int(length))
        self.close_connection = True
        self._send(problem(413, "the body is too large or its length is unknown"))
        return None

    def _send(self, reply: Reply) -> None:
        self.send_response(HTTPStatus(reply.status))
        if reply.status != HTTPStatus.NO_CONTENT:
            self.send_header("Content-Type", reply.kind)
            self.send_header("Content-Length", str(len(reply.body)))
        if reply.location:
            self.send_header("Location", reply.location)
        self.end_headers()
        self.wfile.write(reply.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class's name
        """Say nothing: what happened can be looked at under the services' own addresses."""


def matched(method: str, path: str) -> tuple[Route | None, dict[str, str]]:
    """The first route for ``method`` and ``path`` with the named parts of the address."""
    for route in ROUTES:
        match = route.pattern.fullmatch(path)
        if match and route.method == method:
            return route, match.groupdict()
    return None, {}


def main(port: int) -> None:
    """Play the outside world on the loopback ``port`` (0: any free one) until told to stop; the address is printed first."""
    with Server(port) as server:
        sys.stdout.write(f"{server.url}\n")
        sys.stdout.flush()
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return
