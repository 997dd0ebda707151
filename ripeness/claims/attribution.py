"""Which words around a quotation say whose it is: the rules that bind quotations to speakers.

Each rule looks at the sentence (with quotations masked) for a cue and its subject. In order:

1. right after the quotation: '"...," said Dana Orsel', '"...," she told reporters';
2. before it, the nearest verb of speech that governs it: 'Orsel promised a "lasting peace"';
3. at the sentence's end: 'The plan is "dead," according to Orsel';
4. a verb of thought or will before it, where no verb of speech is there;
5. no cue in the sentence: the quotation goes on with the speaker of its paragraph, or follows a
   sentence whose subject is a person; or nobody is said to speak.

Before all of them, words that the sentence only asks about or denies are nobody's (see `unsaid`).
"""

from __future__ import annotations

from dataclasses import dataclass

from ripeness.claims.cue_search import BE, Cue, cues_in, first_subject, what_clause
from ripeness.claims.cues import NAMED_THINGS, NAMING
from ripeness.claims.lexicon import word_set
from ripeness.claims.nouns import PREPOSITIONS, Clause, Noun, named_beside, noun_at
from ripeness.claims.unsaid import unsaid
from ripeness.claims.words import Reading

_SMALL_WORDS = word_set(
    """
    a an the of in on and or for to with by from at as vs de la le is
    """
)
# A quotation with at least so many words, or that ends like a sentence, is speech even if nobody is named.
SPEECH_WORDS = 6
_DASHES = frozenset("—–-―")


@dataclass(frozen=True, slots=True)
class Bound:
    """What the sentence says about one quotation: who speaks, by which cue and rule."""

    quote: int
    sentence: int
    noun: Noun | None
    cue: tuple[int, int] | None  # token span
    rule: str


def bind(clause: Clause, reading: Reading, number: int) -> list[Bound]:
    """For each quotation of a sentence that is speech: who speaks by the sentence's own words.

    A row without noun but with a rule is words that nobody is said to have spoken.

    Names and titles in quotation marks, and scare quotes that nobody is said to utter, are left out.
    """
    cues = list(cues_in(clause))
    rows: list[Bound] = []
    for at, token in enumerate(clause.tokens):
        if token.kind != "quote":
            continue
        never = unsaid(clause, cues, at)
        if never is not None:
            if not is_name(clause, at, reading):
                rows.append(Bound(token.quote, number, None, None, never))
            continue
        bound = _after(clause, cues, at, reading) or _governing(clause, cues, at, reading, strong=True)
        bound = bound or _trailing(clause, cues, at, reading) or _governing(clause, cues, at, reading, strong=False)
        bound = bound or _colon(clause, at)
        if bound is None:
            if not is_name(clause, at, reading) and is_speech(reading, token.quote):
                rows.append(Bound(token.quote, number, None, None, ""))
            continue
        noun, span, rule = bound
        rows.append(Bound(token.quote, number, noun, span, rule))
    return rows


Finding = tuple[Noun, tuple[int, int] | None, str]


def is_speech(reading: Reading, quote: int) -> bool:
    """Whether the words by themselves look like a sentence that somebody said."""
    found = reading.quotes[quote]
    words = found.words(reading.report.text).split()
    if not words:
        return False
    ends = words[-1].rstrip("\"'”’")[-1:] in set(".!?…")
    return (len(words) >= SPEECH_WORDS or (ends and len(words) >= 3)) and not _title_case(words)


def _title_case(words: list[str]) -> bool:
    """'The Daily Ledger', 'Song of the Harbour': every word of weight has a capital."""
    weighty = [w.strip(".,;:!?()'’") for w in words]
    weighty = [w for w in weighty if w and w.lower() not in _SMALL_WORDS]
    return bool(weighty) and all(w[0].isupper() or w[0].isdigit() for w in weighty)


def is_name(clause: Clause, at: int, reading: Reading) -> bool:
    """Whether the quotation at token ``at`` is a name or title rather than speech."""
    found = reading.quotes[clause.tokens[at].quote]
    words = found.words(reading.report.text).split()
    if len(words) > 12:
        return False
    before = clause.lower(at - 1)
    if before in {"the", "a", "an"}:
        before = clause.lower(at - 2)
    if before == "so-called" or clause.lower(at - 1) == "so-called":
        return True
    titled = _title_case(words)
    if before in NAMED_THINGS and (titled or len(words) <= 2):
        return True
    if before == "as" and clause.lower(at - 2) == "known":
        return not what_clause(clause, at - 2)
    if before in NAMING and clause.lower(before_index(clause, at)) in NAMING:
        return titled or _passive(clause, before_index(clause, at))
    return titled and (before in {"to", "by", "in"} or len(words) >= 2)


def before_index(clause: Clause, at: int) -> int:
    """The token before ``at``, an article skipped."""
    return at - 2 if clause.lower(at - 1) in {"the", "a", "an"} else at - 1


def _passive(clause: Clause, verb: int) -> bool:
    at = verb - 1
    while at >= 0 and (
        clause.lower(at).endswith("ly") or clause.lower(at) in {"also", "often", "once", "not", "sometimes"}
    ):
        at -= 1
    return clause.lower(at) in BE or clause.is_mark(at) or clause.lower(verb + 1) == "by"


def _speech_gap(clause: Clause, at: int, reading: Reading) -> bool:
    """Whether the quotation at ``at`` ends like speech before its attribution: a comma or a stop, inside or after."""
    found = reading.quotes[clause.tokens[at].quote]
    last = reading.report.text[found.start : found.end].rstrip("'’\"”")[-1:] or " "
    return last in ",!?…—-–.;" or clause.lower(at + 1) in _DASHES | {","}


def _after(clause: Clause, cues: list[Cue], at: int, reading: Reading) -> Finding | None:
    """Rule 1: the attribution stands right after the quotation."""
    if not _speech_gap(clause, at, reading):
        return None
    start = at + 1
    if clause.lower(start) in _DASHES | {","}:
        start += 1
    signed = _signed(clause, at)
    if signed is not None:
        return signed, None, "the quotation is signed: a dash and a name follow it"
    if clause.lower(start) in {"is", "was"} and clause.lower(start + 1) == "how":
        teller = noun_at(clause, start + 2)
        if teller is not None:
            return teller, (start, start + 2), "'is how', with who puts it so, follows the quotation"
    stop = next((k for k in range(at + 1, len(clause.tokens)) if clause.tokens[k].kind == "quote"), len(clause.tokens))
    for cue in cues:
        if cue.first <= at or cue.first >= stop or cue.subject is None or cue.place == "noun":
            continue
        if cue.inverted and cue.first <= start + 1:
            return cue.subject, (cue.first, cue.last), "the verb of speech and its subject follow the quotation"
        if cue.place == "according" and cue.first == start:
            return cue.subject, (cue.first, cue.last), "'according to' follows the quotation"
        if cue.place == "verb" and cue.strong and not cue.inverted and _starts_at(clause, start, cue.subject):
            return cue.subject, (cue.first, cue.last), "the subject and its verb of speech follow the quotation"
    return None


def _starts_at(clause: Clause, start: int, subject: Noun) -> bool:
    """Whether the subject begins right after the quotation, itself or as 'a port official, Karl Ruud,'."""
    if subject.first == start:
        return True
    opening = noun_at(clause, start)
    return opening is not None and subject.mention is not None and named_beside(clause, opening) == subject.mention


def _signed(clause: Clause, at: int) -> Noun | None:
    """'"..." — Dana Orsel': a person after a dash, and the sentence's end or a comma after it."""
    if clause.lower(at + 1) not in _DASHES - {"-"}:
        return None
    noun = noun_at(clause, at + 2)
    return noun if noun is not None and noun.kind == "person" and clause.is_mark(noun.last) else None


def _governing(clause: Clause, cues: list[Cue], at: int, reading: Reading, *, strong: bool) -> Finding | None:
    """Rules 2 and 4: the nearest cue before the quotation."""
    if is_name(clause, at, reading):
        return None
    for cue in reversed([c for c in cues if c.last <= at and c.strong == strong]):
        if cue.subject is None or _closed_relative(clause, cue, at) or _cut_off(clause, cue, at):
            continue
        if cue.place == "according" and _vouches(clause, cue, at):
            return None
        rule = {
            "verb": "the nearest verb of speech before the quotation governs it",
            "according": "the sentence opens with its source",
            "noun": "the words are named as somebody's ('his statement', 'her warning')",
        }[cue.place]
        return (
            cue.subject,
            (cue.first, cue.last),
            rule if strong else "a verb of thought or will governs the quoted words",
        )
    return None


def _closed_relative(clause: Clause, cue: Cue, at: int) -> bool:
    """Whether the cue is inside ', who ... ,' that ends before the quotation."""
    left = cue.first - 1
    while left >= 0 and clause.lower(left) != "," and clause.tokens[left].kind != "quote":
        left -= 1
    if clause.lower(left) != "," or clause.lower(left + 1) not in {"who", "which", "whose"}:
        return False
    return any(clause.lower(k) == "," for k in range(cue.last, at - 1))


_TEXTS = word_set(
    """
    sentence statement line letter message text clause paragraph reply answer order word words part point passage
    article page note section
    """
)


def _vouches(clause: Clause, cue: Cue, at: int) -> bool:
    """'Its last line, according to two guests, was "..."': the source tells of a text, whose words these are."""
    linked = any(clause.lower(k) in {"was", "is", "read", "reads"} for k in range(max(cue.last, at - 3), at))
    return linked and any(clause.lower(k) in _TEXTS for k in range(cue.first))


def _cut_off(clause: Clause, cue: Cue, at: int) -> bool:
    """Whether a semicolon or a new main clause ('..., but ...') stands between the cue and the quotation."""
    return any(clause.lower(k) == ";" for k in range(cue.last, at)) and cue.place != "according"


def _trailing(clause: Clause, cues: list[Cue], at: int, reading: Reading) -> Finding | None:
    """Rule 3: the sentence ends with its source: ', Orsel said', ', according to Orsel'."""
    if is_name(clause, at, reading):
        return None
    for cue in cues:
        if cue.first <= at or cue.subject is None or cue.place == "noun" or not cue.strong:
            continue
        first = min(cue.first, cue.subject.first)
        if cue.place == "according" or (clause.lower(first - 1) in {",", "—"} and _ends_clause(clause, cue)):
            return cue.subject, (cue.first, cue.last), "the sentence names its source after the quotation"
    return None


def _ends_clause(clause: Clause, cue: Cue) -> bool:
    """Whether nothing is said after the cue: the end, a comma, or when and where."""
    after = max(cue.last, cue.subject.last if cue.subject and cue.inverted else 0)
    lower = clause.lower(after)
    if clause.is_mark(after) or lower in PREPOSITIONS:
        return clause.tokens[after].kind != "quote" if after < len(clause.tokens) else True
    return lower in {
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "yesterday",
        "today",
        "later",
    }


def _colon(clause: Clause, at: int) -> Finding | None:
    """'Orsel was blunt: "..."': the subject of the clause before the colon."""
    if clause.lower(at - 1) != ":":
        return None
    subject = first_subject(clause, at - 1)
    if subject is None or subject.kind not in ("person", "pronoun", "role"):
        return None
    return subject, None, "the quotation follows a colon; the subject before it speaks"


def lead_subject(clause: Clause) -> Noun | None:
    """The person or pronoun that a sentence is about: its first noun phrase that no preposition governs."""
    people = ("person", "pronoun")
    subject = first_subject(clause, len(clause.tokens))
    if subject is not None and subject.kind in people:
        return subject
    beside = named_beside(clause, subject) if subject is not None else None
    if beside is not None:
        return Noun(beside.first, beside.last, "person", beside)
    told = (c.subject for c in cues_in(clause) if c.place == "verb" and c.strong and c.subject is not None)
    return next((s for s in told if s.kind in people), None)
