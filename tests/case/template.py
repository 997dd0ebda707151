"""The template that 'ripeness new' writes: the case that tests start from."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

TEMPLATE = resources.files("ripeness.case").joinpath("template.yaml").read_text(encoding="utf-8")


def case_file(folder: Path, text: str = TEMPLATE) -> Path:
    """Write ``text`` as the case of ``folder``, and give the folder."""
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    return folder
