"""A party that says the opposite of what it said before on the same thing.

Reports say so themselves, and their words are what is looked for: 'in February he had insisted that ...', 'as recently as
March', 'who refused observers in February', 'no longer demand', 'gave up the demand', 'conceded that ... Last week it had
denied this', 'changed their minds', 'contradicts what she said'. Each gives one side; the other is sought beside it, by the
same party, and the words with which other reports told of either are gathered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from ripeness.claims.contradictions.page import Found, Line, Pages, Teller, key, lower, short, side
from ripeness.claims.lexicon import word_set
from ripeness.claims.roles import INSTITUTIONS, OFFICES
from ripeness.reports.model import Passage

_EARLIER = re.compile(
    r"\b(?:as (?:recently|late) as|only (?:last|\w+ \w+ ago)|until (?:then|now|this \w+|last \w+)|\w+ ago|"
    r"(?:last|the previous|the same) (?:week|weekend|month|year|night|spring|summer|autumn|winter|\w+day)|earlier|previously|originally|"
    r"in (?:early |late |mid-)?(?:January|February|March|April|May|June|July|August|September|October|November|December)|"
    r"on (?:\w+day|\d+ [A-Z]\w+|[A-Z]\w+ \d+)|for (?:weeks|months|years)|at the start|in the (?:spring|summer|autumn|winter))\b",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"\bas (?:recently|late) as\b|\bonly (?:last|a|two|three|\w+ days?)\b|\buntil (?:then|now)\b", re.IGNORECASE
)
# Stands that a party gives up: what it refused and what it held to.
_REFUSED = word_set("ruled refused rejected denied opposed excluded dismissed")
_HELD = word_set("insisted vowed sworn swore maintained declared promised pledged demanded")
_SAID = word_set("said stated told argued called announced")
_FIRM = word_set("never no not nothing nobody stay remain keep until only unless unacceptable impossible dead over")
_AGAIN = re.compile(r"\b(?:as (?:he|she|it|they) had|again|repeated|as (?:promised|agreed|announced))\b", re.IGNORECASE)
_STILL = re.compile(r"\b(?:repeated|repeats|again|still|reaffirmed)\b")
_DROPS = word_set("drop drops dropped dropping abandon abandons abandoned relinquish relinquished")
_CLAIMS = word_set("demand demands insistence claim opposition objection objections condition conditions refusal veto")
_STANDS = word_set(
    "demand demands insist insists rule rules refuse refuses oppose opposes reject rejects want wants require requires"
)
_CONCEDED = word_set("conceded concedes admitted admits acknowledged acknowledges")
_MINDS = re.compile(
    r"\bchanged (?:its|his|her|their) minds?\b|\b(?:reversed|backtracked|about-turn|volte-face|U-turn)\b"
)
_AT_FIRST = re.compile(r"\bat first\b", re.IGNORECASE)
_INITIALLY = re.compile(r"\b(?:at first|initially|originally|had first)\b", re.IGNORECASE)
_THEN = re.compile(r"\b(?:but|then|later|before|and later|only to)\b", re.IGNORECASE)
_REVERSAL = re.compile(
    r"\b(?:reversal|about-face|about-turn|u-turn|volte-face|backtrack(?:s|ed|ing)?|reversed (?:itself|its|his|her|their)|climbed down|climbdown|"
    r"(?:dropped|gave up|abandoned) (?:its|his|her|their) (?:opposition|resistance|refusal|objections?))\b",
    re.IGNORECASE,
)
_AGAINST_ITSELF = re.compile(r"\bcontradict(?:s|ed)? what (?:\w+ ){1,4}(?:said|told|had said|promised)\b")
_SINCE = re.compile(r"\b(?:has|have) since (?:said|stated|declared|announced|insisted|added|made)\b")
# Keys of words that take a stand, by which the sentence beside is chosen.
_TURNING = frozenset(
    (
        "accept*",
        "reject*",
        "leave*",
        "yield*",
        "promise*",
        "consid",
        "studi",
        "lift",
        "free*",
        "bring",
        "begin*",
        "offer",
        "propos",
        "readi",
    )
)
_PRONOUNS = word_set("he she it they his her its their")
# How many lines back what a party says now may stand, from the line that tells what it said before.
BESIDE = 3
# A line with fewer words that mean something ('That would be a change.') takes no stand.
THIN = 4
# To gather other tellings: the share of the keys that they must have, and how many keys at least.
SHARE_GATHERED = 0.4
KEYS_GATHERED = 3
SHARE_WHOLE = 0.65
# In the report itself less will do.
SAME_REPORT = 0.4
# How many passages of other reports a side takes at most.
GATHERED = 4


@dataclass(frozen=True, slots=True)
class Stand:
    """What a party says or said: a stretch of a line."""

    line: Line
    start: int
    end: int

    def keys(self) -> frozenset[str]:
        """The keys of its words."""
        return self.line.keys(self.start, self.end)


def changes(pages: Pages) -> Iterator[Found]:
    """The changes of a pile, as its reports tell them."""
    for rows in pages.lines:
        for line in rows:
            if line.headline:
                continue
            text = pages.pile.readings[line.report].report.text[line.start : line.end]
            found = (
                _who(pages, line, text)
                or _before(pages, line, text)
                or _dropped(pages, line, text)
                or _conceded(pages, line)
                or _reminded(pages, line, text)
                or _since(pages, line, text)
                or _first(pages, line, text)
                or _turned(pages, line, text)
            )
            if found is not None:
                yield found


@cache
def _offices() -> frozenset[str]:
    """The keys of offices and institutions: that both lines have a minister says nothing of what they are about."""
    return frozenset(key(word) for word in OFFICES | INSTITUTIONS)


# -- what the report says of before


def _before(pages: Pages, line: Line, text: str) -> Found | None:
    """'In February he had insisted that ...': what stands beside it, by the same party, is the change."""
    following = pages.after(line, 1)
    if not _EARLIER.search(text) or _AGAIN.search(text) or (following and _STILL.search(_lowered(following[0]))):
        return None
    tokens = line.sentence.tokens
    strong = bool(_STRONG.search(text))
    for at, token in enumerate(tokens):
        word = token.lower
        if token.kind != "word" or word not in _REFUSED | _HELD | _SAID:
            continue
        had = "had" in [lower(tokens, k) for k in range(max(0, at - 3), at)]
        if not (had or (strong and at < 14)):
            continue
        if word == "ruled" and "out" not in [lower(tokens, k) for k in range(at + 1, at + 6)]:
            continue
        after = [w.lower for w in line.words if w.start > token.start]
        if word in _SAID and not _FIRM.intersection(after):
            continue
        if word in ("promised", "pledged", "demanded", "declared", "announced", "called") and not strong:
            continue
        inside = any(a.start <= token.start < a.end for a in line.accounts)
        if inside:
            continue
        if word == "denied":
            return None  # `_conceded` has it
        told_by = None if _pronoun_before(line, at) else pages.actor(line, at)
        was = Stand(line, *_clause(line, token.start))
        now = _beside(pages, line, told_by, was, strong)
        if now is None:
            return None
        told_by = told_by or _of(pages, now)
        return _change(pages, was, now, told_by, "the report sets what was said before against it")
    return None


def _pronoun_before(line: Line, at: int) -> bool:
    """Whether the subject right before the verb at token ``at`` is a pronoun."""
    tokens = line.sentence.tokens
    return any(lower(tokens, k) in ("he", "she", "it", "they") for k in range(max(0, at - 2), at))


def _of(pages: Pages, stand: Stand) -> Teller:
    """Whose stand it is: of whom the words are, else of the party that the line names first."""
    voice = pages.voice(stand.line, stand.start)
    named = pages.parties(stand.line, stand.start, stand.end) or pages.parties(stand.line)
    if voice.name not in (None, "?"):
        return voice if voice.party else Teller(voice.name, named[0] if named else None)
    return Teller("?", named[0] if named else None)


def _who(pages: Pages, line: Line, text: str) -> Found | None:
    """'Velidov, who refused observers in February, told ... that he could accept 300'."""
    tokens = line.sentence.tokens
    for at, token in enumerate(tokens):
        if token.lower not in ("who", "which") or lower(tokens, at - 1) != ",":
            continue
        close = next((k for k in range(at + 1, len(tokens)) if tokens[k].text == ","), None)
        if close is None or close - at < 4:
            continue
        start, end = token.start, tokens[close].start
        inner = text[start - line.start : end - line.start]
        verbs = {lower(tokens, k) for k in range(at + 1, min(at + 4, close))}
        rest = {lower(tokens, k) for k in range(close + 1, len(tokens))}
        refused = bool(verbs & _REFUSED) and bool(
            {"accept", "accepts", "accepted", "could", "agreed", "agrees", "would", "now", "ready"} & rest
        )
        firm = (
            bool(verbs & (_SAID | _HELD)) and lower(tokens, close + 1) in ("is", "now", "has", "are") and "now" in rest
        )
        if not _EARLIER.search(inner) or not (refused or firm):
            continue
        named = pages.parties(line, line.start, start)
        mentions = [m for m in pages.pile.mentions_in(line.report, line.number) if m.end <= start]
        name = pages.pile.people.named_at(line.report, mentions[-1].start) if mentions else None
        told_by = Teller(name, named[-1] if named else None)
        was = Stand(line, start, end)
        now = Stand(line, tokens[min(close + 1, len(tokens) - 1)].start, line.end)
        return _change(pages, was, now, told_by, "the report sets what was said before against it")
    return None


def _beside(pages: Pages, line: Line, told_by: Teller | None, was: Stand, strong: bool) -> Stand | None:
    """What the same party says now: in the lines before, of those the one that takes a stand."""
    own = line.words[:6]
    pointing = any(w.lower in _PRONOUNS for w in own) or any(
        w.lower in ("his", "her", "its", "their") for w in line.words[:12]
    )
    best: tuple[float, Stand] | None = None
    for back, row in enumerate(pages.before(line, BESIDE)):
        if row.paragraph != line.paragraph and back:
            break
        parties = pages.parties(row)
        tellers = [a.teller for a in row.accounts]
        same = told_by is not None and (
            (told_by.party is not None and (told_by.party in parties or any(t.party == told_by.party for t in tellers)))
            or any(t.name == told_by.name and t.name not in (None, "?") for t in tellers)
        )
        if sum(bool(w.key) for w in row.words) < THIN:
            continue
        here = row.paragraph == line.paragraph
        if not here and not (same and keys_of(row) & was.keys()):
            continue
        if not same and not (here and (strong and not back or (pointing and (parties or tellers)))):
            continue
        keys = row.keys(row.start, row.end)
        speaks = pointing and any(a.quoted and a.teller.name not in (None, "?") for a in row.accounts)
        if not speaks and not keys & _TURNING and not (keys & was.keys()) - _offices():
            continue
        score = 1.0 * bool(keys & _TURNING) + 0.5 * bool(keys & was.keys()) - 0.3 * back + 0.3 * same
        stand = _stand(pages, row)
        if best is None or score > best[0]:
            best = (score, stand)
    return best[1] if best is not None else None


def keys_of(row: Line) -> frozenset[str]:
    """The keys of a line."""
    return row.keys(row.start, row.end)


def _stand(pages: Pages, row: Line) -> Stand:
    """The account of a line if one person says the whole of it, else the line."""
    for account in row.accounts:
        if account.end - account.start > 0.6 * (row.end - row.start):
            return Stand(row, account.start, account.end)
    return Stand(row, row.start, row.end)


# -- what is given up


def _dropped(pages: Pages, line: Line, text: str) -> Found | None:
    """'no longer demand the parallel', 'gave up its demand for ...': the demand as it was made."""
    tokens = line.sentence.tokens
    for at, token in enumerate(tokens):
        word, following = token.lower, lower(tokens, at + 1)
        if word == "no" and following == "longer" and lower(tokens, at + 2) in _STANDS:
            verb, content = at + 2, at + 3
            kinds = frozenset((key(lower(tokens, verb)),))
        else:
            drops = word in _DROPS or (word in ("gave", "give", "gives", "given") and following == "up")
            noun = next((k for k in range(at + 1, min(at + 5, len(tokens))) if lower(tokens, k) in _CLAIMS), None)
            if not drops or noun is None:
                continue
            verb, content = at, noun + 1
            kinds = (
                frozenset((key("demand"), key("reject")))
                if lower(tokens, noun) in ("opposition", "refusal", "veto")
                else frozenset((key("demand"),))
            )
        if any(a.start <= token.start < a.end and a.quoted for a in line.accounts) or any(
            w.lower == "if" for w in line.words[:3]
        ):
            continue
        told_by = pages.actor(line, verb)
        if told_by is None:
            named = pages.parties(line, line.start, token.start)
            told_by = Teller("?", named[-1]) if named else Teller("?")
        now = Stand(line, *_clause(line, token.start))
        says = word == "no" or lower(tokens, content) in ("for", "that", "to", "on", "of")
        asked = line.keys(tokens[content].start, now.end) if says and content < len(tokens) else frozenset()
        if not asked:
            rows = [row for row in pages.before(line, BESIDE + 2) if row.paragraph == line.paragraph]
            was = next((s for s in _demands(pages, rows, None, kinds, frozenset())), None)
        else:
            rows = [
                *pages.before(line, 40),
                *pages.after(line, 2),
                *(row for row in pages.near(asked) if row.report < line.report),
            ]
            stands = list(_demands(pages, rows, told_by, kinds, asked))
            was = max(stands, key=lambda s: pages.share(_context(pages, s.line), asked)) if stands else None
        if was is None:
            continue
        return _change(pages, was, now, told_by, "the report says that the demand was given up", kinds, asked)
    return None


def _demands(
    pages: Pages, rows: list[Line], told_by: Teller | None, kinds: frozenset[str], asked: frozenset[str]
) -> Iterator[Stand]:
    for row in rows:
        if row.headline:
            continue
        keys = row.keys(row.start, row.end)
        if not keys & kinds or (told_by is not None and not _same_side(pages, row, told_by)):
            continue
        if asked and pages.share(_context(pages, row), asked) < SHARE_GATHERED:
            continue
        yield Stand(row, *pages.stretch(row, frozenset(keys & (kinds | asked))))


def _context(pages: Pages, row: Line) -> frozenset[str]:
    """The keys of a line, with those of the line before where it says 'their' or 'it'."""
    keys = row.keys(row.start, row.end)
    if any(w.lower in ("it", "this", "that", "their", "its", "them", "these", "such") for w in row.words):
        before = pages.before(row, 1)
        if before and before[0].paragraph == row.paragraph:
            keys |= before[0].keys(before[0].start, before[0].end)
    return keys


def _same_side(pages: Pages, row: Line, told_by: Teller) -> bool:
    if told_by.party is None and told_by.name in (None, "?"):
        return False
    if told_by.party is not None and told_by.party in pages.parties(row):
        return True
    if any(told_by.party is not None and a.teller.party == told_by.party for a in row.accounts):
        return True
    if any(a.teller.name == told_by.name for a in row.accounts):
        return True
    name = told_by.name or ""
    return (
        bool(name) and name != "?" and {key(w) for w in name.lower().split() if key(w)} <= row.keys(row.start, row.end)
    )


# -- what is conceded, and what the report recalls


def _conceded(pages: Pages, line: Line) -> Found | None:
    """'conceded that a bakery had been hit', after or before a denial by the same party."""
    tokens = line.sentence.tokens
    for at, token in enumerate(tokens):
        if token.lower not in _CONCEDED:
            continue
        statement = pages.cues.get((line.report, token.start))
        if statement is None or statement.content.start < token.start:
            continue
        told_by = pages.actor(line, at)
        if told_by is None:
            continue
        now = Stand(line, statement.content.start, statement.content.end)
        keys = now.keys()
        later = bool(
            {lower(tokens, k) for k in range(max(0, at - 3), at)} & {"later", "now", "finally", "eventually", "since"}
        )
        following = pages.after(line, 1)
        recalled = [row for row in following if "had denied" in _lowered(row) or "had ruled" in _lowered(row)]
        if recalled:
            was = Stand(recalled[0], recalled[0].start, recalled[0].end)
            return _change(pages, was, now, told_by, "what was denied before is conceded", frozenset(("deni",)), keys)
        denials = [
            Stand(row, a.start, a.end)
            for row in pages.before(line, BESIDE + 1)
            for a in row.accounts
            if not a.teller.apart(told_by)
            and a.cue != "promise*"
            and (a.negated or _negative(row, a.start, a.end))
            and (later or len(row.keys(a.start, a.end) & keys) > 1)
        ]
        if denials:
            found = _change(
                pages, denials[0], now, told_by, "what was denied before is conceded", frozenset(("deni",)), keys
            )
            more = [pages.passage(s.line, s.start, s.end) for s in denials]
            return replace(found, a=side(told_by, *found.a.passages, *more))
    return None


def _lowered(row: Line) -> str:
    return " ".join(w.lower for w in row.words)


def _negative(row: Line, start: int, end: int) -> bool:
    return any(w.lower in ("no", "not", "never", "none", "nothing", "nobody") for w in row.within(start, end))


def _reminded(pages: Pages, line: Line, text: str) -> Found | None:
    """'contradicts what she said three weeks ago', 'changed their minds'."""
    before = pages.before(line, 2)
    if not before:
        return None
    match = _AGAINST_ITSELF.search(text)
    if match is not None:
        named = [a.teller for row in (line, *before) for a in row.accounts if a.teller.name not in (None, "?")]
        told_by = named[0] if named else Teller("?")
        accounts = [a for a in line.accounts if a.start >= line.start + match.start()]
        was = (
            Stand(line, accounts[0].start, accounts[0].end)
            if accounts
            else Stand(line, line.start + match.start(), line.end)
        )
        return _change(
            pages, was, _stand(pages, before[0]), told_by, "the report says that it contradicts what was said before"
        )
    if _MINDS.search(text) is not None and before[0].paragraph == line.paragraph:
        first = pages.pile.readings[line.report].report.text[before[0].start : before[0].end]
        keys = before[0].keys(before[0].start, before[0].end)
        if _AT_FIRST.search(first) or keys & {"reject*"}:
            named = pages.parties(before[0])
            told_by = Teller(None, named[0] if named else None)
            was, now = Stand(before[0], before[0].start, before[0].end), Stand(line, line.start, line.end)
            return _change(pages, was, now, told_by, "the report says that it changed its mind")
    return None


def _since(pages: Pages, line: Line, text: str) -> Found | None:
    """'has since said that it will only do so if ...'."""
    match = _SINCE.search(text)
    before = pages.before(line, 1)
    if match is None or not before or before[0].paragraph != line.paragraph:
        return None
    after = {w.lower for w in line.words if w.start >= line.start + match.end()}
    if not after & {"only", "not", "no", "never", "unless", "nothing", "nobody"}:
        return None
    named = pages.parties(line, line.start, line.start + match.start()) or pages.parties(before[0])
    told_by = Teller(None, named[-1] if named else None)
    was, now = Stand(before[0], before[0].start, before[0].end), Stand(line, line.start, line.end)
    return _change(pages, was, now, told_by, "the report says what has been said since")


def _first(pages: Pages, line: Line, text: str) -> Found | None:
    """'at first refused to talk, but later agreed': both stands in one line."""
    match = _INITIALLY.search(text)
    turn = _THEN.search(text, match.end()) if match is not None else None
    if match is None or turn is None:
        return None
    split = line.start + turn.start()
    first = line.within(line.start, split)
    if not any(w.lower in _REFUSED | {"refused", "demanded", "insisted"} for w in first):
        return None
    after = line.keys(split, line.end)
    if not after & (_TURNING - {"reject*"}):
        return None
    named = pages.parties(line, line.start, split)
    told_by = Teller(None, named[0] if named else None)
    return _change(
        pages, Stand(line, line.start, split), Stand(line, split, line.end), told_by, "first the one, then the other"
    )


def _turned(pages: Pages, line: Line, text: str) -> Found | None:
    """'In a reversal, Norland said ...': the stand before is sought in the pile."""
    if not _REVERSAL.search(text):
        return None
    named = pages.parties(line)
    told_by = Teller("?", named[0] if named else None)
    if told_by.party is None:
        return None
    keys = keys_of(line)
    best: tuple[float, Line] | None = None
    for row in (
        *pages.before(line, 40),
        *pages.after(line, 2),
        *(r for r in pages.near(keys) if r.report != line.report),
    ):
        found = keys_of(row)
        if row.headline or not found & {"reject*", "demand*", "deni"} or not _same_side(pages, row, told_by):
            continue
        shared = found & keys
        if (
            len(shared) > 1
            and pages.weight(shared) >= pages.rarest()
            and (best is None or pages.weight(shared) > best[0])
        ):
            best = (pages.weight(shared), row)
    if best is None:
        return None
    was = Stand(best[1], best[1].start, best[1].end)
    return _change(pages, was, Stand(line, line.start, line.end), told_by, "the report calls it a reversal")


# -- both sides


def _change(
    pages: Pages, was: Stand, now: Stand, told_by: Teller | None, rule: str,
    kinds: frozenset[str] = frozenset(), about: frozenset[str] = frozenset(),
) -> Found:  # fmt: skip
    said = told_by or Teller("?")
    if said.name == "?" and said.party is None:
        named = pages.parties(was.line) or pages.parties(now.line)
        said = Teller("?", named[0] if named else None)
    stance = kinds or (was.keys() & {"reject*", "demand*", "deni"})
    a = [pages.passage(was.line, was.start, was.end), *_gathered(pages, was, now, said, stance, about)]
    b = [
        pages.passage(now.line, now.start, now.end),
        *_gathered(pages, now, was, said, now.keys() & {"accept*"}, about),
    ]
    title = f"{pages.called(said)}: " if said.name not in (None, "?") or said.party else ""
    return Found("change", f"{title}{short(a[0].exact)}", side(said, *a), side(said, *b), rule)


def _gathered(
    pages: Pages, own: Stand, other: Stand, told_by: Teller, stance: frozenset[str], about: frozenset[str]
) -> list[Passage]:
    """Other lines in which the same side takes the same stand on the same thing."""
    keys = own.keys() | about
    theme = keys | (other.keys() if stance else frozenset())
    rows: list[tuple[float, Line]] = []
    for line in pages.near(keys | stance):
        if line is own.line or line is other.line:
            continue
        plain, found = line.keys(line.start, line.end), _context(pages, line)
        shared = (found & theme) - stance - _offices()
        stands = bool(stance & plain)
        words = plain & keys
        part = pages.share(plain, keys)
        same_words = (len(words) >= KEYS_GATHERED and part >= SHARE_GATHERED) or (
            len(words) > 1 and part >= SHARE_WHOLE
        )
        rare = _RARE * pages.rarest() * (SAME_REPORT if line.report == own.line.report else 1.0)
        if _same_side(pages, line, told_by):
            if not same_words and not (stands and shared and pages.weight(shared) >= rare):
                continue
        elif not stands or len((plain & theme) - stance) < (
            2 if about and pages.share(plain, about) >= SHARE_WHOLE else 4
        ):
            continue
        rows.append((pages.share(found, keys), line))
    rows.sort(key=lambda row: -row[0])
    return [_best(pages, line, keys | stance) for _, line in rows[:GATHERED]]


# How much the shared words of a gathered telling must weigh, in the weight of a word that stands in one line alone.
_RARE = 0.9


def _best(pages: Pages, line: Line, keys: frozenset[str]) -> Passage:
    return pages.passage(line, *pages.stretch(line, keys & line.keys(line.start, line.end)))


def _clause(line: Line, at: int) -> tuple[int, int]:
    """The part of the line between semicolons in which ``at`` stands."""
    start, end = line.start, line.end
    for token in line.sentence.tokens:
        if token.kind == "mark" and token.text in ";:":
            if token.end <= at:
                start = token.end
            else:
                end = token.start
                break
    return start, end
