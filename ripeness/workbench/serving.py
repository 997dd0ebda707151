"""Starting the server: on which interface, for whom, and what is said about it."""

from __future__ import annotations

import secrets
import socket
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from ripeness.errors import RipenessError
from ripeness.store import Entry
from ripeness.workbench.access import Door
from ripeness.workbench.desk import Desk
from ripeness.workbench.users import UsersFile

LOOPBACK = ("127.0.0.1", "::1", "localhost")
TOKEN_BYTES = 32
CONNECTIONS_MOST = 400  # more are told to wait
BACKLOG = 128


@dataclass(frozen=True, slots=True)
class Serving:
    """How a workbench is served. ``behind_proxy`` is the https address under which a proxy shows it, or nothing."""

    port: int = 8484
    host: str = "127.0.0.1"
    by: str = ""  # who decides, where people come in by the token
    users: Path | None = None
    behind_proxy: str | None = None
    browser: bool = True


def door_for(serving: Serving, port: int) -> Door:
    """Who may come in. Raises RipenessError where others than the one at this machine could, unnamed or unencrypted."""
    if serving.behind_proxy is None and serving.host not in LOOPBACK:
        raise RipenessError(
            f"--host {serving.host} can be reached from other machines. Passwords and reports do not travel "
            "unencrypted: put a proxy with TLS before it and say --behind-proxy https://NAME, or leave --host out."
        )
    if serving.behind_proxy is not None and serving.users is None:
        raise RipenessError(
            "Behind a proxy others come in too, and each has a name. Make a file of users with 'ripeness users add' "
            "and give it with --users."
        )
    users = UsersFile(serving.users) if serving.users else None
    if serving.behind_proxy is not None:
        parts = urlsplit(serving.behind_proxy)
        if parts.scheme != "https" or not parts.hostname or parts.path not in ("", "/"):
            raise RipenessError(
                f"--behind-proxy {serving.behind_proxy} is no https address of a host. It is what people type into "
                "their browsers, without a path. Write for example https://talks.example.org"
            )
        name = parts.netloc.lower()
        own = {f"{host}:{port}" for host in ("127.0.0.1", "localhost")}  # the proxy may ask for it by this name
        return Door(frozenset({name, *own}), frozenset({f"https://{name}"}), users=users, behind_proxy=True)
    hosts = {f"{host}:{port}" for host in ("127.0.0.1", "localhost", "[::1]")}
    token = "" if users else secrets.token_urlsafe(TOKEN_BYTES)
    origins = frozenset(f"http://{host}" for host in hosts)
    return Door(frozenset(hosts), origins, token=token, by=serving.by, users=users)


def serve(desk: Desk, serving: Serving, say: Callable[[str], None]) -> None:
    """Serve until it is stopped. Raises RipenessError where it cannot be, and says where it is."""
    import uvicorn

    from ripeness.workbench.app import make_app

    with _socket(serving.host, serving.port) as listening:
        port = listening.getsockname()[1]
        door = door_for(serving, port)
        where = serving.behind_proxy or f"http://{'[::1]' if serving.host == '::1' else '127.0.0.1'}:{port}"
        address = f"{where.rstrip('/')}/open?token={door.token}" if door.token else f"{where.rstrip('/')}/"
        desk.note(Entry(serving.by or "the server", "served", {"where": where}))
        desk.think()
        say(f"The workbench is at {address}")
        if door.token:
            say("The address is for you alone: whoever has it decides in your name. Ctrl-C stops the workbench.")
        if serving.browser and serving.behind_proxy is None:
            threading.Timer(0.5, webbrowser.open, [address]).start()
        config = uvicorn.Config(
            make_app(desk, door),
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=CONNECTIONS_MOST,
            timeout_graceful_shutdown=5,
            ws="none",
            lifespan="off",
        )
        uvicorn.Server(config).run(sockets=[listening])


def _socket(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind(("127.0.0.1" if host == "localhost" else host, port))
        made.listen(BACKLOG)  # who comes before the server is up waits, and is not turned away
    except OSError as error:
        made.close()
        raise RipenessError(
            f"Nothing can be served at {host}:{port} ({error.strerror}). Another program may have the port. Choose "
            "another with --port."
        ) from error
    return made
