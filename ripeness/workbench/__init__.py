"""The workbench: the case in a browser, for review, questions and briefs. It is served from this machine alone.

``serve`` runs it; ``make_app`` is the application by itself.
"""

from ripeness.workbench.access import Door
from ripeness.workbench.desk import Desk
from ripeness.workbench.serving import Serving, serve

__all__ = ["Desk", "Door", "Serving", "serve"]
