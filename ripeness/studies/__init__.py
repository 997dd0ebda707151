"""How far to trust an answer: the uncertain numbers of a case drawn again and again, each draw solved."""

from ripeness.studies.dropping import Dropped, drop_assumptions, drop_origins
from ripeness.studies.keeping import Keeper, KeptStudy, kept_studies, last_answer
from ripeness.studies.sensitivity import Sensitivity, sensitivity
from ripeness.studies.spreading import Workers
from ripeness.studies.study import DRAWS, Study, study
from ripeness.studies.sure_levers import SureLevers, sure_levers

__all__ = [
    "DRAWS",
    "Dropped",
    "Keeper",
    "KeptStudy",
    "Sensitivity",
    "Study",
    "SureLevers",
    "Workers",
    "drop_assumptions",
    "drop_origins",
    "kept_studies",
    "last_answer",
    "sensitivity",
    "study",
    "sure_levers",
]
