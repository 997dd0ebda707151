"""Reading and writing case.yaml: bounded, with lines, comments kept, atomic."""

from __future__ import annotations

from pathlib import Path

import pytest

from ripeness.case import files
from ripeness.case.files import parse, read_source, write_text, write_values
from ripeness.case.folder import new_case, open_folder
from ripeness.errors import CaseError
from tests.case.template import TEMPLATE, case_file


def test_the_template_is_a_valid_case(tmp_path: Path) -> None:
    folder = open_folder(case_file(tmp_path))
    assert folder.case.name.startswith("The Lower Sarn talks")


def test_comments_order_and_everything_else_survive_writing(tmp_path: Path) -> None:
    source = read_source(case_file(tmp_path))
    before = [line for line in TEMPLATE.splitlines() if "#" in line]
    write_values(source, {("situation", "variables", "aid", "now"): "stopped"})
    text = (tmp_path / "case.yaml").read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if "#" in line] == before
    again = parse(read_source(tmp_path))
    assert again.situation.variables["aid"].now == "stopped"
    source.root["situation"]["variables"]["aid"]["now"] = "flowing"
    assert parse(read_source(case_file(tmp_path))) == parse(source)


def test_a_path_that_does_not_exist_is_not_written(tmp_path: Path) -> None:
    source = read_source(case_file(tmp_path))
    with pytest.raises(KeyError):
        write_values(source, {("situation", "nowhere", "now"): 1})
    assert (tmp_path / "case.yaml").read_text(encoding="utf-8") == TEMPLATE


def test_a_write_that_fails_leaves_the_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = case_file(tmp_path) / "case.yaml"

    def no_disk(fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", no_disk)
    with pytest.raises(OSError, match="No space"):
        write_text(path, "schema: 1\n")
    assert path.read_text(encoding="utf-8") == TEMPLATE
    assert [entry.name for entry in tmp_path.iterdir()] == ["case.yaml"]


BOMB = "schema: 1\na: &a [x, x, x, x, x, x, x, x, x, x]\n" + "\n".join(
    f"{name}: &{name} [{', '.join('*' + last for _ in range(10))}]"
    for last, name in zip("abcdef", "bcdefg", strict=True)
)


@pytest.mark.parametrize(
    ("text", "line", "seen"),
    [
        ("schema: 1\nname: [unclosed\n", 3, "expected"),
        ("schema: 1\nname: a\nname: b\n", 3, "duplicate key"),
        ("- a list\n- of things\n", 1, "not a mapping"),
        ("just words\n", 1, "not a mapping"),
        ("", 1, "not a mapping"),
        ("schema: 1\nname: !!python/object/apply:os.system ['true']\n", 2, "tag"),
        (BOMB, None, "too many"),
        ("a: " + "[" * 400 + "]" * 400, None, "nested"),
        ("a: " + "[" * 50_000, None, ""),
        ("schema: 1\nname: \x00\n", None, "special characters"),
    ],
)
def test_what_is_not_yaml_is_refused_with_its_line(tmp_path: Path, text: str, line: int | None, seen: str) -> None:
    with pytest.raises(CaseError) as caught:
        parse(read_source(case_file(tmp_path, text)))
    problem = caught.value.problems[0]
    assert seen in problem.seen
    assert line is None or problem.line == line
    assert problem.rule and problem.fix


def test_what_is_not_utf8_too_large_or_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="No such file"):
        read_source(tmp_path)
    (tmp_path / "case.yaml").write_bytes(b"name: \xff\xfe\xfa")
    with pytest.raises(CaseError, match="UTF-8"):
        read_source(tmp_path)
    (tmp_path / "case.yaml").write_bytes(b"#" * (files.MAX_BYTES + 1))
    with pytest.raises(CaseError, match="at most"):
        read_source(tmp_path)


def test_new_makes_a_case_and_never_overwrites_one(tmp_path: Path) -> None:
    file = new_case(tmp_path / "mine")
    assert file.read_text(encoding="utf-8") == TEMPLATE
    assert (tmp_path / "mine" / "reports").is_dir()
    file.write_text("# my work\n", encoding="utf-8")
    with pytest.raises(CaseError, match="Nothing is overwritten"):
        new_case(tmp_path / "mine")
    assert file.read_text(encoding="utf-8") == "# my work\n"
    with pytest.raises(CaseError, match="not a folder"):
        new_case(file)
