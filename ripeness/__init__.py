"""Ripeness: is there a deal that every party would take over fighting on?

``open_case`` opens a case folder; ``read_reports`` reads a pile of reports without one.
Both load what they need when they are called: importing the package loads nothing heavy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ripeness.errors import RipenessError

if TYPE_CHECKING:
    from ripeness.dossier import Dossier as Dossier
    from ripeness.dossier import Pile as Pile
    from ripeness.dossier import open_case as open_case
    from ripeness.dossier import read_reports as read_reports

__version__ = "0.1.0"
__all__ = ["Dossier", "Pile", "RipenessError", "__version__", "open_case", "read_reports"]


def __getattr__(name: str) -> object:
    if name in ("open_case", "read_reports", "Dossier", "Pile"):
        from ripeness import dossier

        return getattr(dossier, name)
    raise AttributeError(f"module 'ripeness' has no attribute {name!r}")
