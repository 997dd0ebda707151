"""The named people of a shared workbench: a file of names, roles and argon2 hashes of their passwords."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from ripeness.case.files import write_bytes
from ripeness.errors import RipenessError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

Role = Literal["reader", "analyst", "owner"]  # each may do what those before it may
ROLES: tuple[Role, ...] = get_args(Role)
PASSWORD_LEAST = 10  # characters: fewer are guessed off line in days (NIST SP 800-63B asks for 8, and 15 alone)
PASSWORD_MOST = 1024  # what is hashed is bounded
NAME_MOST = 80
VERSION = 1


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may come in."""

    name: str
    role: Role
    hash: str


def allows(role: Role, needed: Role) -> bool:
    """Whether a role may do what needs another."""
    return ROLES.index(role) >= ROLES.index(needed)


def read_users(file: Path) -> dict[str, User]:
    """The people in a users file, by name. Raises RipenessError where it is none."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        if data["version"] != VERSION:
            raise ValueError(f"version {data['version']}")
        users = {str(name): User(str(name), each["role"], str(each["hash"])) for name, each in data["users"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RipenessError(
            f"{file}: it is no file of users ({error or type(error).__name__}). A users file is made by "
            f"'ripeness users add'. Make one: ripeness users add {file} NAME --role owner"
        ) from error
    strange = [user.name for user in users.values() if user.role not in ROLES]
    if strange:
        raise RipenessError(f"{file}: {strange[0]} has no role. It is one of {', '.join(ROLES)}. Add the user again.")
    return users


def add_user(file: Path, name: str, role: Role, password: str) -> bool:
    """Add somebody, or give somebody another role and password; whether the name is new.

    Raises RipenessError for a name or password that cannot be taken.
    """
    name = " ".join(name.split())
    if not name or len(name) > NAME_MOST or not name.isprintable():
        raise RipenessError(f"{name!r} is no name. A name has 1 to {NAME_MOST} printed characters. Choose another.")
    if not PASSWORD_LEAST <= len(password) <= PASSWORD_MOST:
        raise RipenessError(
            f"The password has {len(password)} characters. It has at least {PASSWORD_LEAST}. Take a sentence."
        )
    users = read_users(file) if file.exists() else {}
    new = name not in users
    users[name] = User(name, role, hasher().hash(password))
    _write(file, users)
    return new


def remove_user(file: Path, name: str) -> None:
    """Take somebody out of the file. Raises RipenessError for a name that it has not."""
    users = read_users(file)
    if name not in users:
        raise RipenessError(f"{file} has no {name!r}. It has: {', '.join(users) or 'nobody'}. Check the name.")
    del users[name]
    _write(file, users)


def _write(file: Path, users: dict[str, User]) -> None:
    data: dict[str, Any] = {
        "version": VERSION,
        "users": {user.name: {"role": user.role, "hash": user.hash} for user in users.values()},
    }
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            file.touch(0o600)
        write_bytes(file, (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode())
        file.chmod(0o600)
    except OSError as error:
        raise RipenessError(f"{file}: it cannot be written ({error.strerror}). Choose another place.") from error


def hasher() -> PasswordHasher:
    """Argon2id with the library's parameters (RFC 9106, low memory: 64 MiB, three passes)."""
    from argon2 import PasswordHasher

    return PasswordHasher()


class UsersFile:
    """A users file that is read again when it changes: who is taken out of it is out at once."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._stamp: tuple[int, int] | None = None
        self._users: dict[str, User] = {}
        self.get("")  # a file that is none is said at the start

    def get(self, name: str) -> User | None:
        """Somebody by name. Raises RipenessError where the file is no longer one."""
        try:
            found = self._file.stat()
            stamp = (found.st_mtime_ns, found.st_size)
        except OSError:
            stamp = (0, 0)
        if stamp != self._stamp:
            self._users, self._stamp = read_users(self._file), stamp
        return self._users.get(name)

    def check(self, name: str, password: str) -> User | None:
        """Who comes with this name and password, or nobody. It takes as long for a name that nobody has."""
        from argon2.exceptions import Argon2Error, InvalidHashError

        user = self.get(name)
        stored = user.hash if user else _nobody()
        try:
            hasher().verify(stored, password[:PASSWORD_MOST])
        except (Argon2Error, InvalidHashError):
            return None
        return user


_NOBODY: list[str] = []


def _nobody() -> str:
    """The hash of a password that nobody has."""
    if not _NOBODY:
        import secrets

        _NOBODY.append(hasher().hash(secrets.token_urlsafe()))
    return _NOBODY[0]
