"""A case with reports to make briefs of: the template of 'ripeness new', with two invented reports."""

from __future__ import annotations

from pathlib import Path

from ripeness.dossier import Dossier, open_case
from tests.case.template import TEMPLATE, case_file

WIRE = """Title: Lorne's envoy leaves empty-handed
Outlet: Sarn Valley Wire
Date: 2025-02-20

The Lorne paper was circulated on Thursday. "We will not sign away the far bank," said President Mira Tallec of Kestria.

"A force in between would change her mind," said Oskar Venn, an analyst at the Halden Institute.
"""
LATER = """Title: Monitors under discussion
Outlet: The Norrland Post
Date: 2025-02-27

According to the Sarn Valley Wire, the far bank is the sticking point. Aldova's delegation said that it would study the
paper and that unarmed observers were conceivable, while the Kestrian parliament debated the matter until late at night.
"""
PASSAGE = "because: {passages: [{report: wire, exact: The Lorne paper was circulated on Thursday.}]}"


def dossier(folder: Path, *changes: tuple[str, str]) -> Dossier:
    """The case in ``folder``, made of the template with ``changes``, and opened."""
    text = TEMPLATE.replace("because: Circulated by the mediator in February.", PASSAGE)
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    folder.mkdir(exist_ok=True)
    case_file(folder, text)
    reports = folder / "reports"
    reports.mkdir(exist_ok=True)
    (reports / "wire.txt").write_text(WIRE, encoding="utf-8")
    (reports / "later.txt").write_text(LATER, encoding="utf-8")
    return open_case(folder)
