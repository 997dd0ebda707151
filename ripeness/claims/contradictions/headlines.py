"""A headline that its own report does not bear out.

Four ways are looked for: a headline that says that somebody accepts where the report has him study, discuss or set conditions;
one that says that somebody rejects where the report has him study or accept; one that says that somebody gives something up
where the report denies it; and a number of hurt or dead that no figure of the report reaches.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ripeness.claims.contradictions.quantities import quantities
from ripeness.claims.contradictions.page import Found, Line, Pages, Teller, short, side
from ripeness.claims.lexicon import word_set

_ACCEPTS = word_set(
    "accepts accept accepted agrees agree agreed approves approved endorses endorsed backs backed embraces"
)
_REJECTS = word_set("rejects reject rejected refuses refused spurns spurned snubs snubbed rebuffs rebuffed")
_YIELDS = re.compile(
    r"\b(?:gives? up|giving up|gave up|cedes?|surrenders?|hands? over|yields?|caves? in|caves?|bows?|backs? down|give up)\b",
    re.IGNORECASE,
)
_YIELDING = re.compile(
    r"\b(?:give|gives|giving|given|hand|hands|handing|handed|cede|ceding|ceded|surrender\w*|yield\w*)\b", re.IGNORECASE
)
# A headline that says no more than this promises no more.
_HEDGED = re.compile(
    r"\b(?:may|might|could|weighs?|considers?|considering|stud(?:y|ies)|mulls?|in principle|partly|part|if|but|unless|then|not|yet|after|over|some|terms|conditions?|ready|set|near|close|poised|wants|would)\b|\?",
    re.IGNORECASE,
)
_STUDYING = re.compile(
    r"\b(?:stud(?:ying|ies|ied|y)|consider(?:s|ing|ed)?|weigh(?:s|ing|ed)?|review(?:s|ing)?|examin(?:es|ing)|prepared to (?:discuss|talk|consider)|ready to (?:discuss|talk|consider)|"
    r"willing to (?:discuss|talk|consider)|asked for (?:time|a day)|no decision|has not (?:yet )?(?:accepted|agreed|decided|replied)|had not (?:yet )?(?:accepted|agreed|decided)|"
    r"not an agreement|only (?:if|when|after)|on condition|provided that|would take effect only)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:stud(?:y|ying|ies|ied)|consider(?:s|ing)?|weigh(?:s|ing)|open to|willing to|ready to|eager to|did not rule out|has not (?:yet )?(?:rejected|refused|replied|decided)|"
    r"accept(?:s|ed)|agree[ds]?)\b",
    re.IGNORECASE,
)
_HURT = frozenset(("dead*", "hurt*"))
# The headline's number must be so many times the highest of the report.
EXCEEDS = 1.5


def headlines(pages: Pages) -> Iterator[Found]:
    """The headlines of a pile that their own reports do not bear out."""
    for report, rows in enumerate(pages.lines):
        head = [line for line in rows if line.headline]
        body = [line for line in rows if not line.headline]
        if not head or not body:
            continue
        text = pages.pile.readings[report].report.text
        found = (
            _numbers(pages, head[0], body)
            or _stand(pages, head[0], body, text)
            or _given_up(pages, head[0], body, text)
        )
        if found is not None:
            yield found


def _numbers(pages: Pages, head: Line, body: Sequence[Line]) -> Found | None:
    for claim in quantities(head):
        if not claim.counted & _HURT:
            continue
        counted = [q for line in body for q in quantities(line) if q.counted & claim.counted & _HURT]
        if counted and all(q.high * EXCEEDS < claim.low for q in counted):
            passages = [pages.passage(q.line, *pages.stretch(q.line, q.counted & _HURT)) for q in counted]
            return _found(pages, head, Teller(), passages, "no figure of the report comes near that of its headline")
    return None


def _stand(pages: Pages, head: Line, body: Sequence[Line], text: str) -> Found | None:
    """Accepts, or rejects, in the headline; something less in the report, by the same party."""
    words = [w.lower for w in head.words]
    title = text[head.start : head.end]
    at = next((k for k, w in enumerate(words) if w in _ACCEPTS | _REJECTS), None)
    if at is None or at == 0 or "says" in words[:at] or "said" in words[:at]:
        return None
    if _HEDGED.search(title):
        return None
    accepts = words[at] in _ACCEPTS
    named = _subjects(pages, head, at)
    if not named and not _subject_keys(head, at):
        return None
    less: list[Line] = []
    for line in body:
        if not _about(pages, line, named, _subject_keys(head, at)):
            continue
        sentence = text[line.start : line.end]
        keys = line.keys(line.start, line.end)
        negated = any(w.lower in ("not", "no", "never", "n't") for w in line.words)
        if accepts and "accept*" in keys and not negated and not _STUDYING.search(sentence):
            return None
        if not accepts and "reject*" in keys and not negated:
            return None
        if (_STUDYING if accepts else _OPEN).search(sentence):
            less.append(line)
    if not less:
        return None
    line = less[0]
    told_by = next((a.teller for a in line.accounts if a.teller.name), Teller(None, named[0] if named else None))
    start, end = line.start, line.end
    match = (_STUDYING if accepts else _OPEN).search(text[start:end])
    account = next(
        (a for a in line.accounts if match and a.start <= start + match.start() < a.end and not a.quoted), None
    )
    passage = pages.passage(line, account.start, account.end) if account else pages.passage(line, start, end)
    rule = f"the headline has '{words[at]}', its report '{match[0].lower() if match else ''}'"
    return _found(pages, head, told_by, [passage, *(pages.passage(row, row.start, row.end) for row in less[1:3])], rule)


def _given_up(pages: Pages, head: Line, body: Sequence[Line], text: str) -> Found | None:
    if not _YIELDS.search(text[head.start : head.end]):
        return None
    for line in body:
        for account in line.accounts:
            said = text[account.start : account.end]
            match = _YIELDING.search(said)
            denial = re.search(r"\b(?:no|not|nobody|never|none|nothing)\b|n['’]t\b", said, re.IGNORECASE)
            if match and denial and denial.start() < match.start():
                passage = pages.passage(line, account.start, account.end)
                return _found(pages, head, account.teller, [passage], "the report denies what its headline says")
    return None


def _subjects(pages: Pages, head: Line, at: int) -> list[str]:
    """The parties before the verb of the headline, or after 'by'."""
    by = next((w.end for w in head.words[at:] if w.lower == "by"), None)
    if by is not None:
        return pages.parties(head, by, head.end)
    return pages.parties(head, head.start, head.words[at].start)


def _subject_keys(head: Line, at: int) -> frozenset[str]:
    return frozenset(w.key for w in head.words[:at] if w.key and w.cap)


def _about(pages: Pages, line: Line, named: Sequence[str], keys: frozenset[str]) -> bool:
    parties = pages.parties(line)
    return (
        any(p in parties for p in named)
        or any(a.teller.party in named for a in line.accounts)
        or bool(keys & line.keys(line.start, line.end))
    )


def _found(pages: Pages, head: Line, told_by: Teller, passages: Sequence, rule: str) -> Found:
    title = pages.passage(head, head.start, head.end)
    return Found(
        "headline", f"the headline '{short(title.exact)}'", side(Teller(), title), side(told_by, *passages), rule
    )
