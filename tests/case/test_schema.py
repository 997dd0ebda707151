"""The published JSON Schema: up to date, true of the examples, false of what is broken."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from ripeness.case.files import CASE_FILE, plain, read_source
from ripeness.case.schema import case_schema
from tests.case.template import TEMPLATE, case_file

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(path.parent for path in (ROOT / "examples").glob(f"*/{CASE_FILE}"))


def test_the_published_schema_is_the_one_that_checks() -> None:
    published = json.loads((ROOT / "docs" / "case.schema.json").read_text(encoding="utf-8"))
    assert published == case_schema(), "write it anew: python -m ripeness.case.schema > docs/case.schema.json"
    jsonschema.Draft202012Validator.check_schema(published)


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda path: path.name)
def test_the_examples_fit_the_schema(folder: Path) -> None:
    source = read_source(folder)
    jsonschema.validate(plain(source), case_schema())


def test_there_are_examples() -> None:
    assert EXAMPLES


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("role: mediator", "role: referee"),
        ("discount: 0.97", "discount: [1]"),
        ("period: month", "period: fortnight"),
        ("name: The Lower Sarn talks (invented example)\n", ""),
    ],
)
def test_what_is_broken_does_not_fit(tmp_path: Path, old: str, new: str) -> None:
    source = read_source(case_file(tmp_path, TEMPLATE.replace(old, new, 1)))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(plain(source), case_schema())


def test_yaml_is_read_as_version_1_2() -> None:
    assert YAML(typ="rt").load("a: no") == {"a": "no"}
