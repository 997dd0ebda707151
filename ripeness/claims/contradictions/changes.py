"""A party that says the opposite of what it said before on the same thing.

Reports say so themselves, and their words are what is looked for: 'in February he had insisted that ...', 'as recently
as March', 'who refused observers in February', 'no longer demand', 'gave up the demand', 'conceded that ... Last week
it had denied this', 'changed their minds', 'in a reversal', 'contradicts what she said'. Each gives one side; the other
is sought beside it, by the same party, and the lines in which other reports told of either are gathered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from ripeness.claims.contradictions.page import Found, Line, Pages, Teller, key, lower, short, side
from ripeness.claims.lexicon import word_set
from ripeness.claims.roles import INSTITUTIONS, OFFICES
from ripeness.reports.model import Passage

_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_EARLIER = re.compile(
    r"\b(?:as (?:recently|late) as|only (?:last|\w+ \w+ ago)|until (?:then|now|this \w+|last \w+)|\w+ ago|"
    r"(?:last|the previous|the same) (?:week|weekend|month|year|night|spring|summer|autumn|winter|\w+day)|"
    rf"earlier|previously|originally|in (?:early |late |mid-)?{_MONTH}|on (?:\w+day|\d+ [A-Z]\w+|[A-Z]\w+ \d+)|"
    r"for (?:weeks|months|years)|at the start|in the (?:spring|summer|autumn|winter))\b",
    re.IGNORECASE,
)
# With these the report means a contrast, whatever the tense.
_STRONG = re.compile(
    r"\b(?:as (?:recently|late) as|only (?:last|a|two|three|\w+ days?)|until (?:then|now))\b", re.IGNORECASE
)
# What is said again, or done as was said, is no change.
_AGAIN = re.compile(r"\b(?:as (?:he|she|it|they) had|again|repeated|as (?:promised|agreed|announced))\b", re.IGNORECASE)
_STILL = re.compile(r"\b(?:repeated|repeats|again|still|reaffirmed)\b")
_REFUSED = word_set("ruled refused rejected denied opposed excluded dismissed")
_HELD = word_set("insisted vowed sworn swore maintained declared promised pledged demanded")
_SAID = word_set("said stated told argued called announced")
# Of these, a plain one is told of all the time; it counts where the report means a contrast.
_PLAIN = word_set("promised pledged demanded declared announced called")
# What is 'said' binds only where the words are firm.
_FIRM = word_set("never no not nothing nobody stay remain keep until only unless unacceptable impossible dead over")
_ACCEPTING = word_set("accept accepts accepted could agreed agrees would now ready")
_HAVING = word_set("is now has are")
_DROPS = word_set("drop drops dropped dropping abandon abandons abandoned relinquish relinquished")
_CLAIMS = word_set("demand demands insistence claim opposition objection objections condition conditions refusal veto")
_RETRACTS = word_set("withdrew withdraws revoked revokes retracted rescinded")
_PROMISES = word_set("acceptance consent promise pledge commitment agreement approval signature")
_AGAINST = word_set("opposition refusal veto objection objections")
_STANDS = word_set(
    """
    demand demands demanded insist insists insisted rule rules ruled refuse refuses refused oppose opposes opposed
    reject rejects rejected want wants wanted require requires required
    """
)
_CONCEDED = word_set("conceded concedes admitted admits acknowledged acknowledges")
_LATER = word_set("later now finally eventually since")
_MINDS = re.compile(r"\bchanged (?:its|his|her|their) minds?\b")
_INITIALLY = re.compile(r"\b(?:at first|initially|originally|had first)\b", re.IGNORECASE)
_THEN = re.compile(r"\b(?:but|then|later|before|only to)\b", re.IGNORECASE)
_REVERSAL = re.compile(
    r"\b(?:reversal|about-face|about-turn|u-turn|volte-face|backtrack(?:s|ed|ing)?|climbed down|climbdown|"
    r"reversed (?:itself|its|his|her|their)|"
    r"(?:dropped|gave up|abandoned) (?:its|his|her|their) (?:opposition|resistance|refusal|objections?))\b",
    re.IGNORECASE,
)
_THING = re.compile(
    r",\s+(?:a|an|the|one) (?:thing|step|move|idea|demand|point|condition|concession|proposal|plan)\b[^,;]*?"
    r"\b((?:had )?(?:ruled out|rejected|refused|opposed|dismissed))\b[^,;]*(?:ago|last|earlier|until|in)\b",
)
_AGAINST_ITSELF = re.compile(r"\bcontradict(?:s|ed)? what (?:\w+ ){1,4}(?:said|told|had said|promised)\b")
_SINCE = re.compile(r"\b(?:has|have) since (?:said|stated|declared|announced|insisted|added|made)\b")
_LIMITS = word_set("only not no never unless nothing nobody")
_NEGATIVE = word_set("no not never none nothing nobody")
# Keys of words that take a stand, by which the line beside is chosen.
_ACCEPT, _REJECT, _DEMAND, _DENY = "accept*", "reject*", "demand*", "deni"
_TURNING = frozenset(
    """
    accept* reject* leave* yield* promise* consid studi lift free* bring begin* offer propos readi admit conced
    acknowledg
    """.split()
)
_PRONOUNS = word_set("he she it they")
_POINTING = word_set("he she it they his her its their")
_BACK = word_set("it this that their its them these such")

# How many lines back what a party says now may stand, from the line that tells what it said before; a demand that is
# given up, and a denial that is taken back, may stand a little further.
BESIDE = 3
FURTHER = 5
# A demand by its content is sought in so many lines of the report, beside the other reports.
SAME_REPORT_LINES = 40
# A line with fewer words that mean something ('That would be a change.') takes no stand.
THIN = 4
# Within how many words a line points back ('in March his own minister'), and a verb of the past stands after its time.
POINTS_WITHIN = 12
VERB_WITHIN = 14
# An account that takes more of its line than this is all that the line says.
COVERED = 0.6
# To gather other tellings of a side: the share of its keys (by weight) that they must have, with so many keys at
# least, or of a side of few words more of them. Set on the tune half of the labelled sets.
SHARE_GATHERED = 0.4
KEYS_GATHERED = 3
SHARE_WHOLE = 0.65
# A line that takes the same stand is gathered if the other words that it shares weigh this much, in the weight of a
# word that stands in one line alone; in the report itself less will do. Of another side, so many words must be
# shared.
RARE = 0.9
RARE_HERE = 0.36
WORDS_OF_OTHERS = 4
# How many passages beside the first a side takes at most.
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


def changes(pages: Pages, line: Line) -> Iterator[Found]:
    """The change that a line tells of, if it does: one at most."""
    if not line.headline:
        found = next((each for way in _WAYS if (each := way(pages, line)) is not None), None)
        if found is not None:
            yield found


@cache
def _offices() -> frozenset[str]:
    """The keys of offices and institutions: that both lines have a minister says nothing of what they are about."""
    return frozenset(key(word) for word in OFFICES | INSTITUTIONS)


# -- what was said before


def _before(pages: Pages, line: Line) -> Found | None:
    """'In February he had insisted that ...': what stands before it, by the same party, is the change."""
    text, following = pages.text(line), pages.after(line, 1)
    if not _EARLIER.search(text) or _AGAIN.search(text) or (following and _STILL.search(pages.text(following[0]))):
        return None
    tokens, strong = line.sentence.tokens, bool(_STRONG.search(text))
    for at, token in enumerate(tokens):
        if not _was_said(line, at, strong) or any(a.start <= token.start < a.end for a in line.accounts):
            continue
        if token.lower == "denied":
            return None  # `_conceded` has it
        pronoun = any(lower(tokens, k) in _PRONOUNS for k in range(max(0, at - 2), at))
        told_by = None if pronoun else pages.actor(line, at)
        was = Stand(line, *_part(line, token.start))
        now = _beside(pages, was, told_by, strong)
        if now is None:
            return None
        return _change(pages, was, now, told_by or _of(pages, now), "the report sets what was said before against it")
    return None


def _was_said(line: Line, at: int, strong: bool) -> bool:
    """Whether the token at ``at`` is a verb that tells of a stand taken before."""
    tokens = line.sentence.tokens
    word = tokens[at].lower
    if tokens[at].kind != "word" or word not in _REFUSED | _HELD | _SAID:
        return False
    had = any(lower(tokens, k) == "had" for k in range(max(0, at - 3), at))
    if not had and not (strong and at < VERB_WITHIN):
        return False
    if word in _PLAIN and not strong:
        return False
    if word == "ruled":
        return any(lower(tokens, k) == "out" for k in range(at + 1, at + 6))
    return word not in _SAID or any(w.lower in _FIRM for w in line.words if w.start > tokens[at].start)


def _beside(pages: Pages, was: Stand, told_by: Teller | None, strong: bool) -> Stand | None:
    """What the same party says now: in the lines before, of those the one that takes a stand."""
    line = was.line
    pointing = any(w.lower in _POINTING for w in line.words[:POINTS_WITHIN])
    best: tuple[float, Stand] | None = None
    for back, row in enumerate(pages.before(line, BESIDE)):
        here, keys = row.paragraph == line.paragraph, row.all_keys()
        if (back and not here) or sum(bool(w.key) for w in row.words) < THIN:
            continue
        same = told_by is not None and _same_side(pages, row, told_by)
        named = any(a.teller.name not in (None, "?") for a in row.accounts)
        speaks = pointing and any(a.quoted and a.teller.name not in (None, "?") for a in row.accounts)
        common = pages.weight((keys & was.keys()) - _offices()) >= RARE_HERE * pages.rarest()
        follows = here and ((strong and not back) or (pointing and (named or bool(pages.parties(row)))))
        if not follows and not (same and (here or common)):
            continue
        if not (speaks or common or keys & _TURNING):
            continue
        score = bool(keys & _TURNING) + 0.5 * bool(keys & was.keys()) + 0.3 * same - 0.3 * back
        if best is None or score > best[0]:
            best = (score, _whole(row))
    return best[1] if best is not None else None


def _who(pages: Pages, line: Line) -> Found | None:
    """'Velidov, who refused observers in February, told ... that he could accept 300'."""
    tokens, text = line.sentence.tokens, pages.text(line)
    commas = [k for k, token in enumerate(tokens) if token.text == ","]
    for first, last in pairwise(commas):
        start, end = tokens[first].end, tokens[last].start
        if lower(tokens, first + 1) not in ("who", "which") or last + 1 >= len(tokens):
            continue
        verbs = {lower(tokens, k) for k in range(first + 2, min(first + 5, last))}
        rest = {lower(tokens, k) for k in range(last + 1, len(tokens))}
        refused = bool(verbs & _REFUSED) and bool(rest & _ACCEPTING)
        coming = {lower(tokens, k) for k in range(last + 1, last + 4)}
        firm = bool(verbs & (_SAID | _HELD)) and lower(tokens, last + 1) in _HAVING and "now" in rest
        earlier = _EARLIER.search(text[start - line.start : end - line.start]) is not None
        # 'which had wished to keep them out, now accepts a part for them'; 'which had always denied it, conceded'.
        turned = "had" in verbs and bool(coming & (_CONCEDED | {"now"}))
        if not (((refused or firm) and earlier) or turned):
            continue
        parties = pages.parties(line, line.start, start)
        people = [m for m in pages.pile.mentions_in(line.report, line.number) if m.end <= start]
        name = pages.pile.people.named_at(line.report, people[-1].start) if people else None
        told_by = Teller(name, parties[-1] if parties else None)
        now = Stand(line, tokens[last + 1].start, line.end)
        return _change(pages, Stand(line, start, end), now, told_by, "the report sets what was said before against it")
    return None


def _apposed(pages: Pages, line: Line) -> Found | None:
    """'accepted a joint commission, a thing it had ruled out only weeks ago': both stands in one line."""
    text = pages.text(line)
    match = _THING.search(text)
    if match is None:
        return None
    start, end = line.start + match.start(), line.start + match.end()
    at = next((k for k, t in enumerate(line.sentence.tokens) if t.start >= line.start + match.start(1)), 0)
    now = Stand(line, line.start, start)
    told_by = None if any(w.lower in _PRONOUNS for w in line.within(start, end)) else pages.actor(line, at)
    told_by = told_by or _of(pages, Stand(line, max(line.start, start - 2), start))
    rule = "the report sets what was said before against it"
    return _change(pages, Stand(line, start, _part(line, start)[1]), now, told_by, rule)


def _now(pages: Pages, line: Line) -> Found | None:
    """'The rebels had asked for their departure. They now accept that these stay.'"""
    before = pages.before(line, 1)
    opening = [w.lower for w in line.words[:5]]
    if "now" not in opening or not before or before[0].paragraph != line.paragraph:
        return None
    accepts = any(w.key in (_ACCEPT, "readi", "offer", "promise*", "conced") for w in line.words[:8])
    held = re.search(
        r"\bhad (?:\w+ )?(?:asked|demanded|insisted|wanted|wished|refused|rejected|opposed|ruled out)\b",
        pages.text(before[0]),
    )
    if not accepts or held is None:
        return None
    parties = pages.parties(before[0]) or pages.parties(line)
    was, now = Stand(before[0], before[0].start, before[0].end), Stand(line, line.start, line.end)
    told_by = Teller("?", parties[0] if parties else None)
    return _change(pages, was, now, told_by, "the report sets what is accepted now against what was asked before")


def _first(pages: Pages, line: Line) -> Found | None:
    """'at first refused to talk, but later agreed': both stands in one line."""
    text = pages.text(line)
    start = _INITIALLY.search(text)
    turn = _THEN.search(text, start.end()) if start is not None else None
    if turn is None:
        return None
    split = line.start + turn.start()
    refused = any(w.lower in _REFUSED | _HELD for w in line.within(line.start, split))
    if not refused or not line.keys(split, line.end) & (_TURNING - {_REJECT}):
        return None
    parties = pages.parties(line, line.start, split)
    told_by = Teller("?", parties[0] if parties else None)
    was, now = Stand(line, line.start, split), Stand(line, split, line.end)
    return _change(pages, was, now, told_by, "first the one, then the other")


# -- what is given up


def _dropped(pages: Pages, line: Line) -> Found | None:
    """'no longer demand the parallel', 'gave up its demand for ...': the demand as it was made."""
    tokens = line.sentence.tokens
    for at, token in enumerate(tokens):
        dropped = _drop(line, at)
        quoted = any(a.quoted and a.start <= token.start < a.end for a in line.accounts)
        if dropped is None or quoted or line.words[0].lower == "if":
            continue
        kinds, content = dropped
        parties = pages.parties(line, line.start, token.start)
        told_by = pages.actor(line, at) or Teller("?", parties[-1] if parties else None)
        now = Stand(line, *_part(line, token.start))
        asked = line.keys(tokens[content].start, now.end) if 0 < content < len(tokens) else frozenset()
        if asked:
            rows = [*pages.before(line, SAME_REPORT_LINES), *pages.after(line, 2)]
            rows += [row for row in pages.near(asked) if row.report < line.report]
            stands = list(_taken(pages, rows, told_by, kinds, asked))
            was = max(stands, key=lambda s: pages.share(_context(pages, s.line), asked), default=None)
        else:
            rows = [row for row in pages.before(line, FURTHER) if row.paragraph == line.paragraph]
            was = next(_taken(pages, rows, None, kinds, frozenset()), None)
        if was is not None:
            return _change(pages, was, now, told_by, "the report says that the demand was given up", kinds, asked)
    return None


def _drop(line: Line, at: int) -> tuple[frozenset[str], int] | None:
    """What kind of stand is given up at token ``at``, and where its content starts, nought where it is 'the demand'."""
    tokens = line.sentence.tokens
    word, following = tokens[at].lower, lower(tokens, at + 1)
    if word == "no" and following == "longer" and lower(tokens, at + 2) in _STANDS:
        return frozenset((key(lower(tokens, at + 2)),)), at + 3
    takes_back = (word in ("took", "takes") and following == "back") or word in _RETRACTS
    if takes_back:
        noun = next((k for k in range(at + 1, at + 6) if lower(tokens, k) in _PROMISES), None)
        return (frozenset((_ACCEPT, "promise*")), noun + 1) if noun is not None else None
    if word not in _DROPS and not (word in ("gave", "give", "gives", "given") and following == "up"):
        return None
    noun = next((k for k in range(at + 1, at + 5) if lower(tokens, k) in _CLAIMS), None)
    if noun is None:
        return None
    kinds = frozenset((_DEMAND, _REJECT) if lower(tokens, noun) in _AGAINST else (_DEMAND,))
    return kinds, noun + 1 if lower(tokens, noun + 1) in ("for", "that", "to", "on", "of") else 0


def _taken(
    pages: Pages, rows: Iterable[Line], told_by: Teller | None, kinds: frozenset[str], asked: frozenset[str]
) -> Iterator[Stand]:
    """The lines in which a party takes such a stand, on what is asked."""
    for row in rows:
        keys = row.all_keys()
        if row.headline or not keys & kinds or (told_by is not None and not _same_side(pages, row, told_by)):
            continue
        if not asked or pages.share(_context(pages, row), asked) >= SHARE_GATHERED:
            yield Stand(row, *pages.stretch(row, keys & (kinds | asked)))


# -- what is conceded, and what the report recalls


def _conceded(pages: Pages, line: Line) -> Found | None:
    """'conceded that a bakery had been hit', after or before a denial by the same party."""
    tokens = line.sentence.tokens
    for at, token in enumerate(tokens):
        statement = pages.cues.get((line.report, token.start)) if token.lower in _CONCEDED else None
        told_by = pages.actor(line, at) if statement is not None else None
        if statement is None or told_by is None or statement.content.start < token.start:
            continue
        now = Stand(line, statement.content.start, statement.content.end)
        following = [row for row in pages.after(line, 1) if "had denied" in pages.text(row)]
        if following:
            was = [Stand(following[0], following[0].start, following[0].end)]
        else:
            later = any(lower(tokens, k) in _LATER for k in range(max(0, at - 3), at))
            was = list(_denied(pages, now, told_by, later))
        if was:
            rule = "what was denied before is conceded"
            found = _change(pages, was[0], now, told_by, rule, frozenset((_DENY,)), now.keys())
            more = [pages.passage(s.line, s.start, s.end) for s in was]
            return replace(found, a=side(told_by, *found.a.passages, *more))
    return None


def _denied(pages: Pages, now: Stand, told_by: Teller, later: bool) -> Iterator[Stand]:
    """What the same party denied in the lines before; with the same words, where it is not conceded 'later'."""
    for row in pages.before(now.line, BESIDE + 1):
        for account in row.accounts:
            found = row.within(account.start, account.end)
            negative = account.negated or any(w.lower in _NEGATIVE for w in found)
            common = row.keys(account.start, account.end) & now.keys()
            own = not account.teller.apart(told_by) and account.cue != "promise*"
            if own and negative and (later or len(common) > 1):
                yield Stand(row, account.start, account.end)


def _contradicted(pages: Pages, line: Line) -> Found | None:
    """'contradicts what she said three weeks ago, when she insisted that ...'."""
    match, before = _AGAINST_ITSELF.search(pages.text(line)), pages.before(line, 2)
    if match is None or not before:
        return None
    said = [a.teller for row in (line, *before) for a in row.accounts if a.teller.name not in (None, "?")]
    start = line.start + match.start()
    accounts = [a for a in line.accounts if a.start >= line.start + match.end()]
    account = max(accounts, key=lambda a: pages.weight(line.keys(a.start, a.end)), default=None)
    was = Stand(line, account.start, account.end) if account is not None else Stand(line, start, line.end)
    rule = "the report says that it contradicts what was said before"
    return _change(pages, was, _whole(before[0]), said[0] if said else Teller("?"), rule)


def _minds(pages: Pages, line: Line) -> Found | None:
    """'rejected the idea at first. On 7 October they changed their minds'."""
    before = pages.before(line, 1)
    if not before or before[0].paragraph != line.paragraph or not _MINDS.search(pages.text(line)):
        return None
    if not _INITIALLY.search(pages.text(before[0])) and _REJECT not in before[0].all_keys():
        return None
    parties = pages.parties(before[0])
    was, now = Stand(before[0], before[0].start, before[0].end), Stand(line, line.start, line.end)
    told_by = Teller("?", parties[0] if parties else None)
    return _change(pages, was, now, told_by, "the report says that it changed its mind")


def _since(pages: Pages, line: Line) -> Found | None:
    """'has since said that it will only do so if ...'."""
    match, before = _SINCE.search(pages.text(line)), pages.before(line, 1)
    if match is None or not before or before[0].paragraph != line.paragraph:
        return None
    if not any(w.lower in _LIMITS for w in line.words if w.start >= line.start + match.end()):
        return None
    parties = pages.parties(line, line.start, line.start + match.start()) or pages.parties(before[0])
    was, now = Stand(before[0], before[0].start, before[0].end), Stand(line, line.start, line.end)
    told_by = Teller("?", parties[-1] if parties else None)
    return _change(pages, was, now, told_by, "the report says what has been said since")


def _turned(pages: Pages, line: Line) -> Found | None:
    """'In a reversal, Norland said ...': the stand before is sought in the pile."""
    parties = pages.parties(line)
    if not parties or not _REVERSAL.search(pages.text(line)):
        return None
    told_by, keys = Teller("?", parties[0]), line.all_keys()
    rows = [*pages.before(line, SAME_REPORT_LINES), *pages.after(line, 2)]
    rows += [row for row in pages.near(keys) if row.report != line.report]
    best: tuple[float, Line] | None = None
    for row in rows:
        found = row.all_keys()
        weight = pages.weight(found & keys)
        if row.headline or not found & {_REJECT, _DEMAND, _DENY} or len(found & keys) < 2 or weight < pages.rarest():
            continue
        if _same_side(pages, row, told_by) and (best is None or weight > best[0]):
            best = (weight, row)
    if best is None:
        return None
    was, now = Stand(best[1], best[1].start, best[1].end), Stand(line, line.start, line.end)
    return _change(pages, was, now, told_by, "the report calls it a reversal")


# -- both sides


def _change(
    pages: Pages, was: Stand, now: Stand, told_by: Teller, rule: str,
    kinds: frozenset[str] = frozenset(), about: frozenset[str] = frozenset(),
) -> Found:  # fmt: skip
    if told_by.name in (None, "?") and told_by.party is None:
        parties = pages.parties(was.line) or pages.parties(now.line)
        told_by = Teller("?", parties[0] if parties else None)
    stance = kinds or (was.keys() & {_REJECT, _DEMAND, _DENY})
    a = [pages.passage(was.line, was.start, was.end), *_gathered(pages, was, now, told_by, stance, about)]
    b = [
        pages.passage(now.line, now.start, now.end),
        *_gathered(pages, now, was, told_by, now.keys() & {_ACCEPT}, about),
    ]
    known = told_by.name != "?" or told_by.party is not None
    title = f"{pages.called(told_by)}: {short(a[0].exact)}" if known else short(a[0].exact)
    return Found("change", title, side(told_by, *a), side(told_by, *b), rule)


def _gathered(
    pages: Pages, own: Stand, other: Stand, told_by: Teller, stance: frozenset[str], about: frozenset[str]
) -> list[Passage]:
    """Other lines in which the same side takes the same stand on the same thing, those that share most first."""
    keys = own.keys() | about
    theme = (keys | (other.keys() if stance else frozenset())) - stance
    rows: list[tuple[float, Line]] = []
    for line in pages.near(keys | stance):
        if line is own.line or line is other.line:
            continue
        plain, context = line.all_keys(), _context(pages, line)
        part, common = pages.share(plain, keys), len(plain & keys)
        words = (common >= KEYS_GATHERED and part >= SHARE_GATHERED) or (common > 1 and part >= SHARE_WHOLE)
        rare = pages.rarest() * (RARE_HERE if line.report == own.line.report else RARE)
        stands = bool(stance & plain)
        if _same_side(pages, line, told_by):
            fits = words or (stands and pages.weight((context & theme) - _offices()) >= rare)
        else:
            whole = bool(about) and pages.share(plain, about) >= SHARE_WHOLE
            fits = stands and len(plain & theme) >= (2 if whole else WORDS_OF_OTHERS)
        if fits:
            rows.append((pages.share(context, keys), line))
    rows.sort(key=lambda row: -row[0])
    return [pages.passage(line, *pages.stretch(line, (keys | stance) & line.all_keys())) for _, line in rows[:GATHERED]]


def _context(pages: Pages, row: Line) -> frozenset[str]:
    """The keys of a line, with those of the line before where it says 'their' or 'it'."""
    before = pages.before(row, 1)
    if before and before[0].paragraph == row.paragraph and any(w.lower in _BACK for w in row.words):
        return row.all_keys() | before[0].all_keys()
    return row.all_keys()


def _same_side(pages: Pages, row: Line, told_by: Teller) -> bool:
    """Whether a line names the party or the person, or tells what one of its side says."""
    if told_by.party is not None and (
        told_by.party in pages.parties(row) or any(a.teller.party == told_by.party for a in row.accounts)
    ):
        return True
    if told_by.name in (None, "?"):
        return False
    named = {key(word) for word in str(told_by.name).lower().split()} - {""}
    return any(a.teller.name == told_by.name for a in row.accounts) or named <= row.all_keys()


def _of(pages: Pages, stand: Stand) -> Teller:
    """Whose stand it is: of whom the words are, and of the party that they name first."""
    voice = pages.voice(stand.line, stand.start)
    parties = pages.parties(stand.line, stand.start, stand.end) or pages.parties(stand.line)
    party = parties[0] if parties else None
    return Teller(voice.name or "?", voice.party or party)


def _whole(row: Line) -> Stand:
    """The account of a line if one person says the whole of it, else the line."""
    whole = (a for a in row.accounts if a.end - a.start > COVERED * (row.end - row.start))
    account = next(whole, None)
    return Stand(row, account.start, account.end) if account is not None else Stand(row, row.start, row.end)


def _part(line: Line, at: int) -> tuple[int, int]:
    """The part of the line between semicolons in which ``at`` stands."""
    start = max((mark.end for mark in line.marks(";:") if mark.end <= at), default=line.start)
    return start, min((mark.start for mark in line.marks(";:") if mark.start >= at), default=line.end)


_WAYS = (_who, _apposed, _now, _before, _dropped, _conceded, _contradicted, _minds, _since, _first, _turned)
