"""The record in plain words: what a move says, how sure it is, when it was, on how many originals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ripeness.brief.ledger import Ledger, Origins
from ripeness.brief.memory import KeptMove
from ripeness.brief.voice import count, interval, listed
from ripeness.claims import Contradiction, Move
from ripeness.claims.issues import codebook
from ripeness.claims.model import ContradictionKind, Modality, MoveKind


@dataclass(frozen=True, slots=True)
class _Verb:
    """'said no', 'say no', and what stands before whom it is said to."""

    past: str
    base: str
    before: str = ""


_VERBS: dict[MoveKind, _Verb] = {
    "propose": _Verb("made a proposal", "make a proposal", "to"),
    "demand": _Verb("made a demand", "make a demand", "of"),
    "offer": _Verb("made an offer", "make an offer", "to"),
    "accept": _Verb("said yes", "say yes", "to"),
    "accept-in-part": _Verb("said yes in part", "say yes in part", "to"),
    "reject": _Verb("said no", "say no", "to"),
    "study": _Verb("took time to consider", "take time to consider", "what came from"),
    "concede": _Verb("gave way", "give way", "to"),
    "promise": _Verb("made a promise", "make a promise", "to"),
    "threaten": _Verb("threatened", "threaten"),
    "withdraw": _Verb("withdrew", "withdraw", "from"),
    "accuse": _Verb("accused", "accuse"),
    "deny": _Verb("said that it is not so", "say that it is not so", "to"),
    "meet": _Verb("met", "meet"),
    "call": _Verb("spoke by telephone", "speak by telephone", "with"),
    "mediate": _Verb("mediated", "mediate", "between"),
    "gesture": _Verb("made a gesture", "make a gesture", "towards"),
    "attack": _Verb("attacked", "attack"),
    "halt": _Verb("stopped", "stop", "against"),
    "violate": _Verb("broke what was agreed", "break what was agreed", "with"),
    "implement": _Verb("took an agreed step", "take an agreed step", "towards"),
}
_MET_ALONE = _Verb("had a meeting", "have a meeting")  # where the text does not say with whom
SURENESS: dict[Modality, str] = {
    "done": "",
    "agreed": "agreed, not yet done",
    "may": "may happen",
    "alleged": "alleged",
    "denied": "denied",
    "hypothetical": "only supposed",
    "conditional": "on a condition",
}
CONTRADICTED: dict[ContradictionKind, str] = {
    "denial": "one says that it is not so",
    "readouts": "two accounts of one talk",
    "numbers": "the figures differ",
    "headline": "the headline says more than the text",
    "change": "the party says the opposite of what it said",
}
FIELDS = {  # what two readers can differ in
    "speaker": "who speaks",
    "party": "for whom",
    "negated": "whether it was said",
    "kind": "what was done",
    "actor": "who did it",
    "issue": "about what",
    "modality": "whether it happened",
}
WORDS_MOST = 280  # signs of a passage that a row shows; the whole is where its link leads
OPTION_LEAST = 5  # signs of an option of one word that says something; shorter ones are pronouns and particles
_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


def act(ledger: Ledger, move: Move | KeptMove) -> str:
    """'Columbria may say yes to Marovia': who did what to whom, and whether it happened."""
    verb = _MET_ALONE if move.kind == "meet" and len(move.actors) + len(move.targets) < 2 else _VERBS[move.kind]
    who = listed([ledger.party_name(party) for party in move.actors]) or "Somebody"
    whom = listed([ledger.party_name(party) for party in move.targets])
    if move.modality == "may":
        does = f"may {verb.base}"
    elif move.modality == "hypothetical" or (move.modality == "conditional" and move.mode == "did"):
        does = f"would {verb.base}"
    elif move.modality == "agreed":
        does = f"agreed to {verb.base}"
    elif move.modality == "denied":
        does = f"did not {verb.base}"
    else:
        does = verb.past
    return " ".join(part for part in (who, does, whom and verb.before, whom) if part)


def says_something(issue: str | None, words: str) -> bool:
    """Whether an option tells by itself what is wanted: not 'it' or 'on'."""
    known = codebook().issues.get(issue or "")
    return bool(known and words in known.options) or " " in words.strip() or len(words) >= OPTION_LEAST


def option(issue: str | None, words: str) -> str:
    """An option in words: those of the report in quotation marks, one of the codebook as its name."""
    known = codebook().issues.get(issue or "")
    return words.replace("-", " ") if known and words in known.options else f"‘{cut(words, 90)}’"


def told(origins: Origins, reports: int) -> str:
    """'in 4 reports, between 1 and 2 originals'."""
    return f"in {count(reports, 'report')}, {originals(origins)}"


def originals(origins: Origins) -> str:
    """'1 original', 'between 1 and 2 originals'."""
    low, high = sorted((origins.all, origins.strict))
    return f"{interval(low, high)} original{'' if high == 1 else 's'}"


def about(contradiction: Contradiction) -> str:
    """What kind of contradiction it is."""
    return CONTRADICTED[contradiction.kind]


def heading(words: str) -> str:
    """Words of a report at the head of a box: a capital first, no quotation mark that is open at either end."""
    bare = words.strip("\"'“”‘’«» ")
    return cut(bare[:1].upper() + bare[1:], 120)


def when(happened: str) -> str:
    """'3 March 2031', 'March 2031', '3 to 9 March 2031'; what is no such date stands as it is."""
    first, _, last = happened.partition("/")
    if not last or first == last:
        return _day(first)
    if len(first) == len(last) == len("2031-03-12") and first[:7] == last[:7] and _DAY.fullmatch(first):
        return f"{int(first[8:])} to {_day(last)}"
    return f"{_day(first)} to {_day(last)}"


def _day(value: str) -> str:
    match = _DAY.fullmatch(value)
    if match is None:
        return value
    year, month, day = match.groups()
    try:
        stands = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return value
    return " ".join(part for part in (day and str(int(day)), month and f"{stands:%B}", year) if part)


def cut(text: str, most: int = WORDS_MOST) -> str:
    """Text on one line, of at most so many signs."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
