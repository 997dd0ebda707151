"""Copies of originals in the case folder: whole or not there, and never over another file."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from ripeness.errors import StoreError

DIGEST_DIGITS = 8


def keep_original(raw: bytes, name: str, folder: Path) -> str:
    """Write ``raw`` into ``folder`` as ``name`` and return the name that it has there.

    A file of that name with the same bytes is left as it is; with other bytes it is left too, and the
    copy is called NAME-<first 8 hex of its sha256>. Raises StoreError where it cannot be written.
    """
    name = Path(name).name
    digest = hashlib.sha256(raw).hexdigest()
    plain = Path(name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for candidate in (name, f"{plain.stem}-{digest[:DIGEST_DIGITS]}{plain.suffix}"):
            target = folder / candidate
            if not target.exists() and not target.is_symlink():
                _write(raw, target)
                return candidate
            if target.is_file() and not target.is_symlink() and target.read_bytes() == raw:
                return candidate
    except OSError as error:
        raise StoreError(
            f"{folder / name}: the original cannot be copied there ({error.strerror or error}). "
            "A case keeps its originals. Check the folder's permissions and the room on the disk."
        ) from error
    raise StoreError(
        f"{folder / name}: two other files already have this name and the name with the digest. "
        "No original is overwritten. Move one of them away."
    )


def _write(raw: bytes, target: Path) -> None:
    """Write beside ``target``, force it to disk, and only then give it its name."""
    handle, temporary = tempfile.mkstemp(prefix=".copying-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(raw)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Force the new name to disk too, where the system lets one open a folder (Windows does not)."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
