"""A PostgreSQL server of one's own, for tests and benchmarks: on a socket in a folder of its own, gone afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import quote

PORT = 54329  # only names the socket: nothing listens on TCP
USER = "postgres"  # PostgreSQL refuses to run as root; Debian's package makes this user


def programs() -> Path | None:
    """The folder of the newest server's programs, or None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    there = shutil.which("initdb")
    return Path(there).parent if there else None


def missing() -> str:
    """Why no server can be started here; '' where one can."""
    if programs() is None:
        return "PostgreSQL is not installed (Debian: apt install postgresql)"
    if os.name != "posix":
        return "the server is started on a Unix socket"
    if os.geteuid() == 0 and not shutil.which("runuser"):
        return "PostgreSQL does not run as root, and there is no runuser"
    try:
        import psycopg  # noqa: F401
    except ModuleNotFoundError:
        return "psycopg is not installed (the extra 'team')"
    return ""


class Server:
    """A running server. ``address()`` is that of an empty place for a store, another each time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = count(1)

    def address(self, schema: str = "") -> str:
        name = schema or f"case_{os.getpid()}_{next(self._numbers)}"
        self.sql(f"CREATE SCHEMA IF NOT EXISTS {name}")
        options = quote(f"-csearch_path={name}", safe="")
        return f"postgresql://{USER}@/postgres?host={quote(str(self.folder), safe='')}&port={PORT}&options={options}"

    def sql(self, statement: str) -> list[tuple[object, ...]]:
        """Run a statement outside any store, and give its rows."""
        import psycopg

        where = f"host={self.folder} port={PORT} user={USER} dbname=postgres"
        with psycopg.connect(where, autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def control(self, action: str) -> None:
        """Start, stop or restart it. ``immediate`` is what a crash of the machine is to it."""
        bin_ = programs()
        assert bin_ is not None
        command = [bin_ / "pg_ctl", action, "-D", self.folder / "data", "-w", "-s"]
        command += ["-l", self.folder / "log"] if action == "start" else ["-m", "immediate"]
        _as_user([str(each) for each in command], self.folder)


@contextmanager
def server(durable: bool = False) -> Iterator[Server]:
    """Start a server, and stop it afterwards. ``durable``: it waits for the disk, as one in earnest does."""
    bin_ = programs()
    assert bin_ is not None
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, USER)
        make = [bin_ / "initdb", "-D", folder / "data", "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
        _as_user([str(each) for each in make], folder)
        settings = [f"unix_socket_directories = '{folder}'", "listen_addresses = ''", f"port = {PORT}"]
        settings += [] if durable else ["fsync = off", "synchronous_commit = off", "full_page_writes = off"]
        with (folder / "data" / "postgresql.conf").open("a") as stream:
            stream.write("\n".join(settings) + "\n")
        running = Server(folder)
        running.control("start")
        try:
            yield running
        finally:
            running.control("stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_user(command: list[str], folder: Path) -> None:
    if os.geteuid() == 0:
        command = ["runuser", "-u", USER, "--", *command]
    subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
