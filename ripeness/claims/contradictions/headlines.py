"""A headline that its own report does not bear out.

Four ways are looked for. The headline says that somebody accepts, and the report has him study, discuss or set
conditions; it says that somebody rejects, and the report has him study or accept; it says that somebody gives something
up, and the report denies it; it has a number of hurt or dead that no figure of the report comes near.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ripeness.claims.contradictions.denials import core_of, negations, to_come
from ripeness.claims.contradictions.page import Found, Line, Pages, Teller, short, side
from ripeness.claims.contradictions.quantities import quantities
from ripeness.claims.lexicon import word_set
from ripeness.reports.model import Passage

_ACCEPTS = word_set("accepts accept accepted agrees agree agreed")
_REJECTS = word_set("rejects reject rejected refuses refused spurns spurned snubs snubbed rebuffs rebuffed")
_YIELDS = re.compile(
    r"\b(?:give|gives|giving|gave) up\b|\b(?:cedes?|surrenders?|hands? over|yields?|caves?|bows?|backs? down)\b",
    re.IGNORECASE,
)
_YIELDING = re.compile(
    r"\b(?:giv(?:e|es|ing|en)|hand(?:s|ing|ed)?|ced(?:e|ing|ed)|surrender\w*|yield\w*)\b", re.IGNORECASE
)
# A headline with one of these promises no more than its report may hold.
_HEDGES = word_set(
    """
    may might could would weighs consider considers considering study studies mulls partly part principle if but unless
    then not yet after over some terms condition conditions ready set near close poised wants ?
    """
)
_UNSURE = word_set("if may might could not no never unless ?")
_TALKING = r"(?:discuss|talk|consider)"
_STUDYING = re.compile(
    r"\b(?:stud(?:y|ying|ies|ied)|consider(?:s|ing|ed)?|weigh(?:s|ing|ed)?|review(?:s|ing)?|examin(?:es|ing)|"
    rf"(?:prepared|ready|willing) to {_TALKING}|asked for (?:time|a day)|no decision|"
    r"ha[sd] not (?:yet )?(?:accepted|agreed|decided|replied)|not an agreement)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:stud(?:y|ying|ies|ied)|consider(?:s|ing)?|weigh(?:s|ing)|(?:open|willing|ready|eager) to|did not rule out|"
    r"has not (?:yet )?(?:rejected|refused|replied|decided)|accept(?:s|ed)|agree[ds]?)\b",
    re.IGNORECASE,
)
_HURT = frozenset(("dead*", "hurt*"))
# The headline's number must be so many times the highest of the report.
EXCEEDS = 1.5
# How many lines of the report are shown.
SHOWN = 3


def headlines(pages: Pages, report: int) -> Iterator[Found]:
    """The headline of a report, where the report does not bear it out."""
    rows = pages.all_of(report)
    head = next((line for line in rows if line.headline), None)
    body = [line for line in rows if not line.headline]
    if head is not None:
        ways = (_numbers, _stand, _given_up, _denied)
        found = next((each for way in ways if (each := way(pages, head, body)) is not None), None)
        if found is not None:
            yield found


def _numbers(pages: Pages, head: Line, body: Sequence[Line]) -> Found | None:
    for claim in quantities(head):
        harm = claim.counted & _HURT
        told = [q for line in body for q in quantities(line) if q.counted & harm]
        counts = [q.high for line in {id(q.line): q.line for q in told}.values() for q in quantities(line)]
        if told and sum(counts) < claim.low and EXCEEDS * max(counts) < claim.low:
            passages = [pages.passage(q.line, *pages.stretch(q.line, q.counted & harm)) for q in told]
            return _found(pages, head, Teller(), passages, "no figure of the report comes near that of its headline")
    return None


def _stand(pages: Pages, head: Line, body: Sequence[Line]) -> Found | None:
    """Accepts, or rejects, in the headline; something less in the report, by the same party."""
    words = [w.lower for w in head.words]
    at = next((k for k, w in enumerate(words) if w in _ACCEPTS | _REJECTS), 0)
    if not at or _HEDGES.intersection(words) or "says" in words[:at] or "said" in words[:at]:
        return None
    by = next((w.end for w in head.words[at:] if w.lower == "by"), None)
    named = pages.parties(head, head.start, head.words[at].start) if by is None else pages.parties(head, by, head.end)
    names = frozenset(w.key for w in head.words[:at] if w.key and w.cap)
    said, less = ("accept*", _STUDYING) if words[at] in _ACCEPTS else ("reject*", _OPEN)
    shown: list[tuple[Line, re.Match[str]]] = []
    for line in body:
        if not _of_party(pages, line, named, names):
            continue
        match = less.search(pages.text(line))
        borne_out = said in line.all_keys() and not negations(line.words)
        if borne_out and (match is None or less is _OPEN):
            return None
        if match is not None:
            shown.append((line, match))
    if not shown:
        return None
    told_by = next((a.teller for a in shown[0][0].accounts if a.teller.name), Teller("?", named[0] if named else None))
    passages = [_around(pages, line, line.start + match.start()) for line, match in shown[:SHOWN]]
    rule = f"the headline has '{words[at]}', its report '{shown[0][1][0].lower()}'"
    return _found(pages, head, told_by, passages, rule)


def _given_up(pages: Pages, head: Line, body: Sequence[Line]) -> Found | None:
    if not _YIELDS.search(pages.text(head)):
        return None
    for line in body:
        for account in line.accounts:
            said = pages.passage(line, account.start, account.end)
            match, denied = _YIELDING.search(said.exact), negations(line.within(account.start, account.end))
            if (
                match
                and denied
                and line.within(account.start, account.end)[denied[0]].start < said.start + match.start()
            ):
                return _found(pages, head, account.teller, [said], "the report denies what its headline says")
    return None


def _denied(pages: Pages, head: Line, body: Sequence[Line]) -> Found | None:
    """'Nowhere does it halve anything': what the headline says is denied in the report, and said nowhere in it."""
    keys = frozenset(w.key for w in head.words if w.key and not w.key.endswith("*"))  # no classes: the very word
    if _UNSURE.intersection(w.lower for w in head.words):
        return None
    told: dict[str, list[tuple[Line, bool]]] = {}
    for line in body:
        denied = frozenset(each for at in _outright(pages, line) for each in core_of(line.words, at)[0])
        for each in keys & line.all_keys():
            told.setdefault(each, []).append((line, each in denied))
    for rows in told.values():
        if all(denied for _, denied in rows):
            line = rows[0][0]
            passage = pages.passage(line, line.start, line.end)
            return _found(pages, head, Teller(), [passage], "the report denies what its headline says")
    return None


def _outright(pages: Pages, line: Line) -> list[int]:
    """Where the report itself denies what happened: 'did not', 'nobody has', not 'has no' nor 'would not'."""
    return [
        at
        for at in negations(line.words)
        if line.words[at].lower in ("not", "never", "nobody", "nowhere")
        and not to_come(line.words, at)
        and pages.voice(line, line.words[at].start).name is None
    ]


def _around(pages: Pages, line: Line, at: int) -> Passage:
    """The reported speech in which ``at`` stands, or else the line."""
    account = next((a for a in line.accounts if a.start <= at < a.end and not a.quoted), None)
    return pages.passage(line, account.start, account.end) if account else pages.passage(line, line.start, line.end)


def _of_party(pages: Pages, line: Line, named: Sequence[str], names: frozenset[str]) -> bool:
    """Whether a line is about the party, or somebody, that the headline names."""
    parties = {*pages.parties(line), *(a.teller.party for a in line.accounts)}
    return bool(parties.intersection(named)) or bool(names & line.all_keys())


def _found(pages: Pages, head: Line, told_by: Teller, passages: Sequence[Passage], rule: str) -> Found:
    title = pages.passage(head, head.start, head.end)
    return Found(
        "headline", f"the headline '{short(title.exact)}'", side(Teller(), title), side(told_by, *passages), rule
    )
