"""How far to trust an answer: the uncertain numbers of a case drawn again and again, each draw solved."""

from ripeness.studies.spreading import Workers
from ripeness.studies.study import Study, study

__all__ = ["Study", "Workers", "study"]
