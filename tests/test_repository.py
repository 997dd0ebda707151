"""The repository as a whole: what no single room can promise for the others."""

from __future__ import annotations

import ast
import importlib
import importlib.metadata
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import ripeness

ROOT = Path(__file__).resolve().parent.parent
FOUNDING_REPORTS = ROOT.parent / "shared" / "reports"
HEAVY = (
    "altair",
    "daft",
    "numpy",
    "onnx",
    "onnxruntime",
    "pandas",
    "polars",
    "pyarrow",
    "ray",
    "scipy",
    "sqlalchemy",
    "tokenizers",
    "trafilatura",
    "vl_convert",
)
COMES_WITH = {"markupsafe": "jinja2", "pydantic_core": "pydantic"}  # documented parts of what is declared
BUILT = {"_build", "build", "dist", "out", "__pycache__"}

PACKAGE_INDEX = re.compile(r"pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian\.org")
HOME_PATH = re.compile(r"(?<![\w./])/(?:root|(?:home|Users)/\w+)/")


@cache
def repository_files() -> tuple[Path, ...]:
    """Every file that is, or could be, committed; without git, every file that was not built."""
    if (ROOT / ".git").exists():
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        paths = [ROOT / name for name in listed.split("\0") if name]
    else:
        paths = list(_walk(ROOT))
    return tuple(sorted(path for path in paths if path.is_file()))


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        hidden = path.name.startswith(".") and path.name != ".ci"
        if path.is_dir() and path.name not in BUILT and not hidden:
            yield from _walk(path)
        elif path.is_file():
            yield path


@cache
def repository_texts() -> dict[str, str]:
    """The text files of the repository, by their path from its root."""
    texts = {}
    for path in repository_files():
        raw = path.read_bytes()
        if b"\0" not in raw:
            texts[path.relative_to(ROOT).as_posix()] = raw.decode("utf-8", errors="replace")
    return texts


RUN_BY_ALEMBIC = "ripeness.store.migrations.env"  # a script: it needs a store that is being migrated


def module_names() -> list[str]:
    files = sorted((ROOT / "ripeness").rglob("*.py"))
    return [".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in files]


def room_names() -> set[str]:
    return {name for name in module_names() if name.count(".") == 1}


@cache
def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def layered_rooms() -> set[str]:
    """The rooms that the import rule puts above one another."""
    contracts = pyproject()["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return {room.strip() for layer in layers for room in layer.split("|")}


def rooms_forbidden_to_the_engine() -> set[str]:
    contracts = pyproject()["tool"]["importlinter"]["contracts"]
    return {
        room
        for contract in contracts
        if contract.get("source_modules") == ["ripeness.bargaining"]
        for room in contract["forbidden_modules"]
    }


# --- the package -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in module_names() if name != RUN_BY_ALEMBIC])
def test_every_public_name_exists_and_is_listed_once(name: str) -> None:
    module = importlib.import_module(name)
    public = list(getattr(module, "__all__", ()))
    assert [each for each in public if not hasattr(module, each)] == []
    assert len(public) == len(set(public))


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = f"import sys, ripeness; print(*sorted(set({HEAVY!r}) & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


def test_the_engine_imports_nothing_of_the_other_rooms() -> None:
    code = "import sys, ripeness.bargaining; print(*(m for m in sys.modules if m.startswith('ripeness.')))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    strangers = [m for m in run.stdout.split() if m != "ripeness.errors" and not m.startswith("ripeness.bargaining")]
    assert strangers == []


def test_every_module_says_what_it_is() -> None:
    silent = [
        name
        for name, text in repository_texts().items()
        if name.endswith(".py") and name.startswith(("ripeness/", "benchmarks/", "docs/"))
        if not ast.get_docstring(ast.parse(text))
    ]
    assert silent == []


def test_every_package_that_is_imported_is_declared() -> None:
    project = pyproject()["project"]
    extras = [own for name, own in project["optional-dependencies"].items() if name != "dev"]
    named = chain(project["dependencies"], *extras)
    declared = {canonicalize_name(Requirement(each).name) for each in named}
    distributions = importlib.metadata.packages_distributions()
    undeclared = {
        f"{name}: {package}"
        for name, text in repository_texts().items()
        if name.startswith("ripeness/") and name.endswith(".py")
        for package in _imported_packages(text) - set(sys.stdlib_module_names) - {"ripeness"}
        if not {canonicalize_name(each) for each in distributions.get(COMES_WITH.get(package, package), [])} & declared
    }
    assert undeclared == set(), "name it in pyproject.toml and run 'make lock'"


def _imported_packages(text: str) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return {name.split(".")[0] for name in names}


def test_every_room_has_its_place_in_the_import_rule() -> None:
    assert room_names() - layered_rooms() == {"ripeness.bargaining"}
    assert layered_rooms() - rooms_forbidden_to_the_engine() <= {"ripeness.errors"}


def test_tests_mirror_the_package() -> None:
    shared = {"property", "record", "reference", "data", "fuzz"}
    folders = {name.split("/")[1] for name in repository_texts() if name.startswith("tests/") and name.count("/") > 1}
    assert {f"ripeness.{folder}" for folder in folders - shared} - room_names() == set()


# --- the files -------------------------------------------------------------------------------


def test_readme_and_licence_are_there() -> None:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in licence and "END OF TERMS AND CONDITIONS" in licence
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make demo" in readme and "make test" in readme


def test_no_file_names_a_package_index() -> None:
    found = {name for name, text in repository_texts().items() if PACKAGE_INDEX.search(text)}
    assert found == set()


def test_no_file_names_a_path_of_one_machine() -> None:
    here = re.compile(rf"(?<![\w./]){re.escape(str(ROOT))}(?![\w-])")
    found = {name for name, text in repository_texts().items() if HOME_PATH.search(text) or here.search(text)}
    assert found == set()


def test_the_changelog_knows_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## {re.escape(ripeness.__version__)}\b", changelog, re.MULTILINE)


def test_no_run_of_nine_words_from_the_founding_reports() -> None:
    if not FOUNDING_REPORTS.is_dir():
        pytest.skip("../shared/reports is not beside this checkout")
    length = 9
    theirs: set[tuple[str, ...]] = set()
    for report in sorted(FOUNDING_REPORTS.iterdir()):
        theirs |= _runs_of_words(report.read_text(encoding="utf-8", errors="replace"), length)
    assert theirs, "the founding reports hold no text"
    shared = {name: _runs_of_words(text, length) & theirs for name, text in repository_texts().items()}
    assert {name: " ".join(min(runs)) for name, runs in shared.items() if runs} == {}


def _runs_of_words(text: str, length: int) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return set(zip(*(words[start:] for start in range(length)), strict=False))


# --- the lock --------------------------------------------------------------------------------


def locked_versions() -> dict[str, list[str]]:
    """Versions by canonical name: more than one where they differ between versions of Python."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    versions: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;]+)", text, re.MULTILINE):
        versions.setdefault(canonicalize_name(name), []).append(version)
    return versions


def test_the_lock_holds_every_dependency_at_a_version_that_fits() -> None:
    project = pyproject()["project"]
    locked = locked_versions()
    wrong = [
        str(requirement)
        for requirement in map(Requirement, chain(project["dependencies"], *project["optional-dependencies"].values()))
        if not (versions := locked.get(canonicalize_name(requirement.name)))
        or not all(version in requirement.specifier for version in versions)
    ]
    assert wrong == [], "run 'make lock'"


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-models.lock"])
def test_the_lock_hashes_every_package_and_names_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[A-Za-z0-9._-]+==)", text, flags=re.MULTILINE)[1:]
    assert [entry.split(" ")[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert re.findall(r"^\s*(?:--(?!hash)|-[a-z]\b).*|.*(?:://|file:).*", text, re.MULTILINE) == []


# --- the documentation -----------------------------------------------------------------------


def test_the_documentation_index_leads_to_every_page() -> None:
    docs = ROOT / "docs"
    pages = {name for name in repository_texts() if name.startswith("docs/") and name.endswith(".md")}
    reached, waiting = set(), [docs / "index.md"]
    while waiting:
        page = waiting.pop()
        reached.add(page.relative_to(ROOT).as_posix())
        waiting += [target for target in _pages_below(page) if target.relative_to(ROOT).as_posix() not in reached]
    assert reached == pages


def _pages_below(page: Path) -> Iterator[Path]:
    text = page.read_text(encoding="utf-8")
    for tree in re.findall(r"^```\{toctree\}\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        for line in tree.splitlines():
            entry = line.strip()
            if entry and not entry.startswith(":"):
                yield page.parent / f"{entry}.md"


def test_decisions_are_numbered_in_order_and_complete() -> None:
    records = sorted(path for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    for path in records:
        headings = re.findall(r"^#{1,2} (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert headings[0].startswith(path.name[:4]), path.name
        assert headings[1:] == ["Context", "Decision", "Consequence"], path.name


# --- the ways in -----------------------------------------------------------------------------


def test_every_make_target_explains_itself() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[0].split()
    explained = re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE)
    assert sorted(targets) == sorted(explained)


def test_continuous_integration_can_be_started() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    text = script.read_text(encoding="utf-8")
    assert "make check" in text and "make test" in text
    subprocess.run(["bash", "-n", str(script)], check=True)


def test_the_commit_hooks_fetch_nothing() -> None:
    text = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert set(re.findall(r"repo: (\S+)", text)) == {"local"}
    assert set(re.findall(r"language: (\S+)", text)) == {"system"}
