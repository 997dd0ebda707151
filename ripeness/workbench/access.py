"""Who may come in, and as whom: by the token that was printed, or by name and password; and the sessions of those in.

Sessions are kept in memory: stopping the server ends them all.
"""

from __future__ import annotations

import hmac
import secrets
import threading
import time
from collections import deque
from dataclasses import dataclass, field

from ripeness.workbench.users import Role, UsersFile

IDLE_SECONDS = 8 * 3600.0  # a working day away from the desk ends a session
LONGEST_SECONDS = 7 * 86400.0
SESSIONS_MOST = 2000  # the least recently used go first
TRIES = 5  # wrong passwords for one name from one place, and ...
TRIES_OF_PLACE = 30  # ... for any names from one place ...
TRIES_SECONDS = 600.0  # ... within so many seconds; then it waits until the first of them is so old
PLACES_MOST = 10_000  # that are remembered


@dataclass
class Session:
    """Somebody's visit: ``name`` and ``role`` are empty and None before the door. ``csrf`` stands in each form."""

    id: str
    name: str = ""
    role: Role | None = None
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    started: float = field(default_factory=time.monotonic)
    used: float = field(default_factory=time.monotonic)
    said: list[str] = field(default_factory=list)  # what the next page says at its top
    undo: int | None = None  # number in the audit log of what the next page offers to take back


class Sessions:
    """The open sessions by the value of their cookie."""

    def __init__(self) -> None:
        self._open: dict[str, Session] = {}
        self._lock = threading.Lock()

    def get(self, id: str | None) -> Session | None:
        """The session of a cookie, if it is open and not too old."""
        if not id:
            return None
        now = time.monotonic()
        with self._lock:
            session = self._open.get(id)
            if session is None:
                return None
            if now - session.used > IDLE_SECONDS or now - session.started > LONGEST_SECONDS:
                del self._open[id]
                return None
            session.used = now
            return session

    def begin(self, name: str = "", role: Role | None = None) -> Session:
        """A new session with an id that nobody can guess."""
        session = Session(secrets.token_urlsafe(32), name, role)
        with self._lock:
            if len(self._open) >= SESSIONS_MOST:
                del self._open[min(self._open.values(), key=lambda each: (each.role is not None, each.used)).id]
            self._open[session.id] = session
        return session

    def end(self, session: Session) -> None:
        """Close a session."""
        with self._lock:
            self._open.pop(session.id, None)


class Tries:
    """Counts wrong passwords, so that they cannot be tried one after the other."""

    def __init__(self) -> None:
        self._wrong: dict[tuple[str, str], deque[float]] = {}
        self._lock = threading.Lock()

    def wait(self, name: str, place: str) -> int:
        """Seconds until this name may be tried again from this place; 0: now."""
        now = time.monotonic()
        with self._lock:
            waits = [
                wrong[-most] + TRIES_SECONDS - now
                for key, most in (((name, place), TRIES), (("", place), TRIES_OF_PLACE))
                if len(wrong := self._recent(key, now)) >= most
            ]
        return max((int(each) + 1 for each in waits), default=0)

    def wrong(self, name: str, place: str) -> None:
        """Remember a wrong password."""
        now = time.monotonic()
        with self._lock:
            for key in ((name, place), ("", place)):
                if len(self._wrong) >= PLACES_MOST and key not in self._wrong:
                    self._wrong.pop(next(iter(self._wrong)))
                self._wrong.setdefault(key, deque(maxlen=TRIES_OF_PLACE)).append(now)

    def _recent(self, key: tuple[str, str], now: float) -> deque[float]:
        wrong = self._wrong.get(key, deque())
        while wrong and wrong[0] < now - TRIES_SECONDS:
            wrong.popleft()
        return wrong


@dataclass
class Door:
    """How people come in.

    With ``users`` by name and password, else by ``token`` as the one who started the server: ``by``, an owner.
    ``hosts`` are the names under which the server may be asked for (DNS rebinding), ``origins`` the same with their
    scheme. ``behind_proxy``: TLS ends at a proxy, cookies are for TLS only, and it says where a request comes from.
    """

    hosts: frozenset[str]
    origins: frozenset[str]
    token: str = ""
    by: str = ""
    users: UsersFile | None = None
    behind_proxy: bool = False
    sessions: Sessions = field(default_factory=Sessions)
    tries: Tries = field(default_factory=Tries)

    @property
    def cookie(self) -> str:
        """The name of the session's cookie: with TLS one that no other host can set."""
        return "__Host-ripeness" if self.behind_proxy else "ripeness"

    def by_token(self, token: str) -> Session | None:
        """A session for who brings the token."""
        if self.users is not None or not self.token or not hmac.compare_digest(token.encode(), self.token.encode()):
            return None
        return self.sessions.begin(self.by, "owner")

    def by_password(self, name: str, password: str) -> Session | None:
        """A session for who brings name and password."""
        user = self.users.check(name, password) if self.users else None
        return self.sessions.begin(user.name, user.role) if user else None

    def still(self, session: Session) -> Role | None:
        """The role that a session has now: that of its user as the file has it, or None where it no longer does."""
        if self.users is None or session.role is None:
            return session.role
        user = self.users.get(session.name)
        return user.role if user else None
