"""Reading and writing ``case.yaml``: bounded, with the line of every value, comments kept, writes atomic."""

from __future__ import annotations

import io
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq, TaggedScalar
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from ripeness.case import model
from ripeness.case.model import CaseFile
from ripeness.errors import CaseError, Problem, RipenessError

CASE_FILE = "case.yaml"
MAX_BYTES = 2_000_000  # a case of 50 issues and 10 parties is some 100 kB
MAX_NODES = 200_000  # after aliases are expanded: stops a file that multiplies itself
MAX_DEPTH = 30  # the schema is at most 9 deep

Loc = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A case file as it stands on disk: its YAML tree, which knows lines and comments."""

    path: Path
    root: CommentedMap

    def line(self, loc: Sequence[str | int]) -> int | None:
        """Line (from 1) of the value at ``loc``, or of the nearest thing above it that exists."""
        node: Any = self.root
        line: int | None = self.root.lc.line + 1
        for part in loc:
            if isinstance(node, CommentedMap) and part in node:
                if part in (node.lc.data or {}):  # a key that was merged in (<<:) has no place of its own
                    line = node.lc.key(part)[0] + 1
                node = node[part]
            elif isinstance(node, CommentedSeq) and isinstance(part, int) and part < len(node):
                line = node.lc.item(part)[0] + 1
                node = node[part]
            else:
                break
        return line

    def problem(self, loc: Sequence[str | int], seen: str, rule: str, fix: str) -> Problem:
        """A problem at ``loc``, with file and line."""
        return Problem(str(self.path), self.line(loc), dotted(loc), seen, rule, fix)


def dotted(loc: Sequence[str | int]) -> str:
    """The path of a value as people write it: ``situation.drift.0.moves.up``."""
    return ".".join(str(part) for part in loc) or "(the whole file)"


def case_path(path: Path) -> Path:
    """The case file that ``path`` (a case folder or the file itself) stands for."""
    return path / CASE_FILE if path.is_dir() else path


def read_source(path: Path) -> Source:
    """Parse ``case.yaml`` without trusting it.

    Raises CaseError with the line where the file is missing, too large, not UTF-8, not YAML, holds
    tags, or expands beyond the bounds.
    """
    file = case_path(path)
    try:
        size = file.stat().st_size
    except OSError as error:
        raise _whole(
            file,
            None,
            f"cannot be read ({error.strerror})",
            "A case is a folder with a case.yaml.",
            f"Make one with 'ripeness new {path}'.",
        ) from error
    if size > MAX_BYTES:
        raise _too_large(file, size)
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        seen = f"cannot be read ({error})"
        raise _whole(file, None, seen, "A case file is UTF-8 text.", "Save it as UTF-8.") from error
    return source_of(text, file)


def source_of(text: str, file: Path) -> Source:
    """The YAML tree of the ``text`` of a case file, which need not have been written to ``file`` yet.

    Raises CaseError as ``read_source`` does.
    """
    if (size := len(text.encode("utf-8", "surrogatepass"))) > MAX_BYTES:
        raise _too_large(file, size)
    try:
        root = round_trip().load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = " ".join(str(part) for part in (error.problem, error.context) if part)
        raise _whole(
            file,
            mark.line + 1 if mark else None,
            said.split("\n")[0],
            "A case file is valid YAML 1.2, and no key stands twice.",
            "Mend the line; quote text that holds ': ' or ' #'.",
        ) from error
    except (YAMLError, ValueError) as error:
        seen = str(error).split("\n")[0]
        line = _bad_date(text)
        rule = "Dates are of the calendar, such as 2025-03-11." if line else "A case file is YAML 1.2, without tags."
        raise _whole(file, line, seen, rule, "Mend the value.") from error
    except RecursionError as error:
        raise _whole(file, None, "nested too deeply", f"At most {MAX_DEPTH} levels.", "Remove the nesting.") from error
    if not isinstance(root, CommentedMap):
        raise _whole(file, 1, "not a mapping", "A case file is a mapping.", "Begin with 'schema: 1'.")
    return Source(file, root)


def _whole(file: Path, line: int | None, seen: str, rule: str, fix: str) -> CaseError:
    return CaseError([Problem(str(file), line, "(the whole file)", seen, rule, fix)])


def _too_large(file: Path, size: int) -> CaseError:
    rule = f"A case file has at most {MAX_BYTES:,} bytes."
    return _whole(file, None, f"{size:,} bytes", rule, "Put reports in reports/.")


def _bad_date(text: str) -> int | None:
    """The line of the first date that no calendar has: the parser names the fault but not the place."""
    for number, line in enumerate(text.splitlines(), start=1):
        line = line.partition("#")[0]
        for found in re.finditer(r"\b(\d{4})-(\d\d)-(\d\d)\b", line):
            try:
                date(*map(int, found.groups()))
            except ValueError:
                return number
    return None


def round_trip() -> YAML:
    """The YAML library as cases are read and written with it: comments, order and quotes survive."""
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


class _Plain:
    """Turns the commented tree into plain values, counting nodes so that aliases cannot multiply."""

    def __init__(self, source: Source) -> None:
        self.source, self.nodes = source, 0

    def of(self, node: Any, loc: Loc = ()) -> Any:
        self.nodes += 1
        if self.nodes > MAX_NODES or len(loc) > MAX_DEPTH:
            raise CaseError(
                [
                    self.source.problem(
                        loc,
                        "too many or too deeply nested values",
                        f"A case has at most {MAX_NODES:,} values in {MAX_DEPTH} levels.",
                        "Remove aliases (*name) that multiply each other.",
                    )
                ]
            )
        if isinstance(node, TaggedScalar) or getattr(getattr(node, "tag", None), "value", None):
            raise CaseError([self.source.problem(loc, "a YAML tag", "A case has no tags.", "Remove the '!...'.")])
        if isinstance(node, Mapping):
            return {
                (key if isinstance(key, str) else str(key)): self.of(item, (*loc, key)) for key, item in node.items()
            }
        if isinstance(node, list):
            return [self.of(item, (*loc, index)) for index, item in enumerate(node)]
        return _scalar(node)


def plain(source: Source) -> Any:
    """The file as plain dicts, lists and scalars, within the bounds. Raises CaseError beyond them."""
    return _Plain(source).of(source.root)


def _scalar(node: Any) -> Any:
    if isinstance(node, bool) or node is None:
        return node
    for kind in (int, float, str):
        if isinstance(node, kind):
            return kind(node)
    if isinstance(node, date):
        return node.isoformat()[:10]
    return str(node)


def parse(source: Source) -> CaseFile:
    """Check the shape of a case file and make values of it.

    Raises CaseError with every fault of shape at once; references between sections are the
    business of ``checks``.
    """
    case, problems = parse_but_unknown_keys(source)
    if case is None or problems:
        raise CaseError(problems)
    return case


def parse_but_unknown_keys(source: Source) -> tuple[CaseFile | None, list[Problem]]:
    """The case and every fault of its shape; where unknown keys are the only faults, the case without them.

    So that a misspelt key does not hide the faults of the rest.
    """
    values = plain(source)
    read = TypeAdapter(CaseFile).validate_python
    try:
        return read(values), []
    except ValidationError as error:
        faults = error.errors(include_url=False)
    problems = [_problem(source, fault) for fault in faults]
    unknown = [fault["loc"] for fault in faults if fault["type"] == "unexpected_keyword_argument"]
    if len(unknown) < len(faults):
        return None, problems
    for *above, key in unknown:
        holder = values
        for part in above:
            holder = holder[part]
        del holder[key]
    try:
        return read(values), problems
    except ValidationError:
        return None, problems


def case_of(values: Any) -> CaseFile:
    """The case that plain values make, as ``plain`` gave them once. Raises RipenessError where they make none now."""
    try:
        return TypeAdapter(CaseFile).validate_python(values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = dotted([part for part in first["loc"] if part != "[key]"])
        raise RipenessError(
            f"The case that was kept cannot be read: {where}: {first['msg']}. It was kept by another version of "
            "Ripeness, or edited. Compare the case files by hand."
        ) from error


KEYS = sorted(
    {
        field.alias if isinstance(getattr(field, "alias", None), str) else name
        for kind in vars(model).values()
        if isinstance(kind, type) and hasattr(kind, "__pydantic_fields__")
        for name, field in kind.__pydantic_fields__.items()
    }
)
_RULES = {
    "missing": ("This key is required.", "Add it; docs/case.md describes every key."),
    "unexpected_keyword_argument": ("No such key is known here.", "Correct its spelling or remove it."),
    "string_pattern_mismatch": (
        "Names are lower-case letters, digits and underscores; dates are 2025, 2025-03, 2025-03-11 or an interval.",
        "Rewrite it in that form.",
    ),
    "string_type": ("Text is expected here.", "Write text; quote it if it looks like a number or a date."),
    "dict_type": ("A mapping is expected here.", "Write 'key: value' lines, indented."),
    "tuple_type": ("A list is expected here.", "Write '- item' lines or [a, b]."),
    "dataclass_type": ("A mapping is expected here.", "Write 'key: value' lines, indented."),
}


def _problem(source: Source, error: Any) -> Problem:
    loc = tuple(part for part in error["loc"] if part != "[key]")
    context = error.get("ctx") or {}
    if error["type"] == "case_rule":
        rule, fix = context["rule"], context["fix"]
    elif error["type"] == "literal_error":
        rule, fix = f"It is one of {context['expected']}.", "Choose one of them."
    else:
        rule, fix = _RULES.get(error["type"], (f"{error['msg']}.", "Correct the value."))
    if error["type"] == "unexpected_keyword_argument":
        near = get_close_matches(str(loc[-1]), KEYS, n=1)
        fix = f"Did you mean '{near[0]}'?" if near else fix
    if error["type"] == "missing":
        seen = f"'{loc[-1]}' is missing"
    elif error["type"] == "unexpected_keyword_argument":
        seen = f"unknown key '{loc[-1]}'"
    else:
        seen = _short(error["input"])
    return source.problem(loc, seen, rule, fix)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "..."


def write_text(path: Path, text: str) -> None:
    """Write ``text`` so that ``path`` holds either what it held before or all of ``text``."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, data: bytes) -> None:
    """Write ``data`` so that ``path`` holds either what it held before or all of ``data``."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_values(source: Source, changes: Mapping[Loc, object]) -> None:
    """Set values in a case file and write it back: comments and order survive, the write is atomic.

    ``changes`` maps the path of a value to its new value; all but the last part of a path must
    exist. Raises KeyError for a path that does not.
    """
    for loc, value in changes.items():
        node: Any = source.root
        for part in loc[:-1]:
            node = node[part]
        if isinstance(node, CommentedMap) and len(node) and loc[-1] not in node:
            node.insert(len(node) - 1, loc[-1], value)  # before the last key, which holds the comments that follow
        else:
            node[loc[-1]] = value
    buffer = io.StringIO()
    round_trip().dump(source.root, buffer)
    write_text(source.path, buffer.getvalue())
