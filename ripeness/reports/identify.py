"""Names for reports: short, stable, safe in files and addresses, and unique within a reading."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import PurePath

from ripeness.reports.model import Report

MAX_ID = 80
# Hex digits of the digest that tell two reports of one name apart; a counter follows if they do not.
DIGEST_DIGITS = 8


def slug(file: str) -> str:
    """The id that a file's name asks for: letters, digits, '-' and '_' of its stem, never empty."""
    stem = PurePath(file).stem
    kept = "".join(character if character.isalnum() or character in "-_" else "-" for character in stem)
    parts = [part for part in kept.split("-") if part]
    return "-".join(parts)[:MAX_ID] or "report"


def entry_slug(file: str, number: int) -> str:
    """The id that entry ``number`` of a file of several reports asks for: the file's and the number."""
    end = f"-{number}"
    return slug(file)[: MAX_ID - len(end)] + end


def unique_id(wanted: str, sha256: str, taken: Collection[str]) -> str:
    """``wanted``, or with the digest's first digits, or with a counter besides: the first that is not ``taken``."""
    if wanted not in taken:
        return wanted
    with_digest = f"{wanted}-{sha256[:DIGEST_DIGITS]}"
    candidate, count = with_digest, 1
    while candidate in taken:
        count += 1
        candidate = f"{with_digest}-{count}"
    return candidate


def renamed(report: Report, new_id: str) -> Report:
    """``report`` under another id, its own passages with it."""
    lines = tuple(replace(passage, report=new_id) for passage in report.source_lines)
    return replace(report, id=new_id, source_lines=lines)
