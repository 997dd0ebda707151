"""A record with its decisions as files: tables in several formats, annotations, and a manifest that lists them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, Literal, get_args

import ripeness
from ripeness.case.files import write_bytes
from ripeness.claims.decided import Decided, Judged
from ripeness.claims.model import Move
from ripeness.claims.plain import KINDS, from_plain, kind_of, to_plain
from ripeness.errors import Problem, RecordError, RipenessError
from ripeness.exchange.annotate import annotation_page
from ripeness.exchange.formats import FORMATS, encoded
from ripeness.exchange.plover import plover
from ripeness.exchange.tables import TABLES, Row, flat
from ripeness.reports.model import Report
from ripeness.store.decisions import Decision

Kind = Literal["parquet", "csv", "jsonl", "annotations"]
ALL: tuple[Kind, ...] = get_args(Kind)
MANIFEST = "manifest.json"
ANNOTATIONS = "annotations.jsonld"
NAME, VERSION = "ripeness exchange", 1


@dataclass(frozen=True, slots=True)
class Content:
    """What is written: the reports of a pile or case, their readings with their standing, and the whole log."""

    reports: Sequence[Report]
    decided: Decided
    decisions: Sequence[Decision] = ()
    case: str | None = None  # its name


def text_digest(report: Report) -> str:
    """SHA-256 of the stored text, in which passages count their places."""
    return hashlib.sha256(report.text.encode("utf-8", "surrogatepass")).hexdigest()


def write_exchange(
    content: Content,
    folder: Path,
    formats: Collection[Kind] = ALL,
    *,
    texts: bool = False,
    guard: bool = False,
    force: bool = False,
) -> dict[str, Any]:
    """Write the files into ``folder`` and give the manifest.

    ``texts`` puts the reports' own text into the table of reports; ``guard`` marks CSV cells that a spreadsheet would
    run. Each file is there wholly or not at all, the manifest last. Nothing is overwritten but with ``force``; then
    what an earlier export left, and this one does not write, is removed, unless somebody changed it. Raises RecordError
    for a reading that could not be read back, and RipenessError where the folder cannot be written.
    """
    _readable(content.decided)
    rows = table_rows(content, texts)
    made: dict[str, tuple[bytes, dict[str, Any]]] = {}
    for format in FORMATS:
        for name, table in TABLES.items() if format in formats else ():
            file = {"table": name, "format": format, "rows": len(rows[name])}
            made[f"{name}.{format}"] = encoded(table, rows[name], format, guard), file
    if "annotations" in formats:
        label = f"The record of {content.case or 'a pile of reports'}"
        page = annotation_page(content.decided, {report.id: report for report in content.reports}, label)
        data = (json.dumps(page, ensure_ascii=False, indent=1) + "\n").encode()
        made[ANNOTATIONS] = data, {"table": None, "format": "annotations", "rows": len(page["items"])}
    manifest = {
        "format": NAME,
        "version": VERSION,
        "ripeness": ripeness.__version__,
        "case": content.case,
        "csv_guarded": guard,
        "texts": texts,
        "files": {name: {**about, "sha256": hashlib.sha256(data).hexdigest()} for name, (data, about) in made.items()},
    }
    whole = (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()
    _write(folder, {**{name: data for name, (data, _) in made.items()}, MANIFEST: whole}, force)
    return manifest


def targets(folder: Path) -> list[Path]:
    """Every file that an export may write into ``folder``."""
    tables = [folder / f"{name}.{format}" for name in TABLES for format in FORMATS]
    return [*tables, folder / ANNOTATIONS, folder / MANIFEST]


def table_rows(content: Content, texts: bool = False) -> dict[str, list[Row]]:
    """The rows of every table by its name."""
    rows: dict[str, list[Row]] = {f"{kind}s": [_row(each) for each in content.decided.of(kind)] for kind in KINDS}
    rows["tellings"] = [
        {"move": move.id, "number": number, **flat(TABLES["tellings"], telling)}
        for move in (each.reading for each in content.decided.moves)
        for number, telling in enumerate(to_plain(move)["tellings"], 1)
    ]
    rows["decisions"] = [
        {
            **{name: getattr(each, name) for name in ("reading", "kind", "status", "by", "why", "at")},
            "changes": dict(each.changes),
            "body": dict(each.body),
        }
        for each in content.decisions
    ]
    rows["reports"] = [_report(report, texts) for report in content.reports]
    return rows


def _readable(decided: Decided) -> None:
    """Raise RecordError where a reading is not valid: it would be refused when it is read back."""
    problems: list[Problem] = []
    for each in decided:
        try:
            from_plain(kind_of(each.reading), to_plain(each.reading))
        except RecordError as error:
            problems += error.problems
    if problems:
        raise RecordError(problems)


def _row(each: Judged[Any]) -> Row:
    table = TABLES[f"{kind_of(each.reading)}s"]
    row = flat(table, to_plain(each.reading))
    standing = each.standing
    row |= {
        "status": standing.status,
        "decided_by": standing.by,
        "decided_at": standing.when,
        "decided_why": standing.why,
        "read_as": dict(each.read_as),
        "kept": each.kept,
    }
    if isinstance(each.reading, Move):
        event = plover(each.reading)
        row |= {f"plover_{name}": getattr(event, name) if event else None for name in ("event", "mode", "context")}
        row["cameo_root"] = event.root if event else None
    return row


def _report(report: Report, texts: bool) -> Row:
    found = {name: getattr(report, name) for name in ("title", "outlet", "author", "published", "language", "address")}
    return {
        "id": report.id,
        "file": PurePath(report.file).name,  # not where it lay on somebody's disk
        "sha256": report.sha256,
        "text_sha256": text_digest(report),
        "characters": len(report.text),
        **{name: value.value if value else None for name, value in found.items()},
        "text": report.text if texts else None,
    }


def _write(folder: Path, files: Mapping[str, bytes], force: bool) -> None:
    there = [path.name for path in targets(folder) if path.exists()]
    if there and not force:
        raise RipenessError(
            f"{folder}: {', '.join(there[:3])}{', ...' if len(there) > 3 else ''} {'is' if len(there) == 1 else 'are'} "
            "there already. Nothing is overwritten. Name another folder, or give --force."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        former = _left(folder, files) if force else []
        (folder / MANIFEST).unlink(missing_ok=True)  # it must not vouch for files that are being replaced
        for name, data in files.items():
            write_bytes(folder / name, data)
        for path in former:
            path.unlink()
    except OSError as error:
        raise RipenessError(
            f"{folder}: the export cannot be written there ({error.strerror or error}). "
            "An export is a folder of files. Choose another place with --out."
        ) from error


def _left(folder: Path, files: Iterable[str]) -> list[Path]:
    """What an earlier export wrote and nobody changed, and what is not written now."""
    try:
        listed = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
        digests = {str(name): about["sha256"] for name, about in listed.items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return []
    return [
        path
        for path in targets(folder)
        if path.name in digests.keys() - set(files)
        and path.is_file()
        and hashlib.sha256(path.read_bytes()).hexdigest() == digests[path.name]
    ]
