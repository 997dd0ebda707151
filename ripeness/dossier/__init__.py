"""What a person opens: a pile of reports, or a case with its reports. Each answer is computed once, when asked.

``read_reports(paths)`` gives a Pile; ``open_case(path)`` gives a Dossier, which is a Pile with a
case. Tables come as Polars frames.
"""

from ripeness.dossier.dossier import Dossier
from ripeness.dossier.opening import add_to_case, is_case, open_case, read_reports
from ripeness.dossier.pile import Pile, Progress
from ripeness.store import Store

__all__ = ["Dossier", "Pile", "Progress", "Store", "add_to_case", "is_case", "open_case", "read_reports"]
