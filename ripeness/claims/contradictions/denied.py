"""A claim and its denial, and two accounts of one meeting or paper that say different things.

For each denial the claim that it denies is sought: nearby, told by another side and not itself denied there, and, for a
denial that says enough, in the other reports. A claim fits by the keys that it shares with what is denied; where the
denial only points back, the nearest account of another side is meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ripeness.claims.contradictions.denials import (
    CHARGE_BACK,
    HEARSAY,
    NAMED_WITHIN,
    POINTS_BACK,
    Denial,
    core_of,
    denials_in,
    denies,
    negations,
)
from ripeness.claims.contradictions.page import Account, Found, Line, Pages, Teller, short, side
from ripeness.claims.lexicon import word_set
from ripeness.reports.model import Passage

_TALKED = frozenset(("promise*", "accept*", "speak*", "apology*", "phone*", "ask*", "urg", "propos", "offer", "told"))
_MEETING = frozenset(("meet*", "phone*", "session", "summit", "readout", "summari", "convers", "deleg", "negoti"))
# What is demanded, asked or proposed is no claim that something is so.
_NO_CLAIM = frozenset(("demand*", "ask*", "urg", "propos", "threaten", "order", "appeal", "invit", "suggest"))
# What somebody hopes for is none that a plain negation denies.
_HOPED = frozenset(("hope", "wish", "expect", "intend"))
_WISHED = _NO_CLAIM | {"promise*"}
# 'conceded that a bakery was hit. It had denied this': a change and no denial.
_CONCEDING = frozenset(("conced", "admit", "acknowledg"))
_BLAMING = frozenset(("accus", "blame", "alleg"))
_CHARGING = _BLAMING | {"charg", "claim"}
_MAYBE = word_set("may might could would should if whether unless")
_SUBJECT = word_set("subject matter issue point question topic")

# A denial that says what it denies is sought over so many lines before it, and so many after.
AROUND = 8
AFTER = 3
# A denial that shares no word with the accusation stands at most so many lines after it.
ACCUSED_BACK = 2
# Up to so many lines away a claim is near.
NEAR = 3
# What the report itself tells is a claim only so near.
NARRATED_AWAY = 4
# The share of what a denial says (by weight) that the claim must say, too: near, in the same report, and in another
# report, where so many keys must be shared at least. Set on the tune half of the labelled sets.
SHARE_NEAR = 0.34
SHARE_HERE = 0.5
SHARE_ELSEWHERE = 0.7
KEYS_ELSEWHERE = 3
# Two negated passages of which the words are the same to this share say the same.
SAME_WORDS = 0.4
# Of the claims that fit, those that fit nearly as well as the best are shown, too, so many at most.
ALSO = 0.75
ALSO_SHOWN = 3
# What the share loses where a shared word is only wished for: 'urged him |to agree|'.
UNREAL = 0.5
# A line belongs to its speaker where an account takes more of it than this.
COVERED = 0.6
# So many lines after the denial may carry it on, or say the claim again.
CARRIED = 2
# A quotation of so few words carries nothing on.
FRAGMENT = 2
# Words before a denial, in code points, below which there is no claim in its own line.
SHORTEST = 12

Claim = tuple[float, Line, Account]  # how well it fits, and where it stands


def denied(pages: Pages, report: int) -> Iterator[Found]:
    """The denials of a report with their claims."""
    given: list[Found] = []
    for line in pages.all_of(report):
        if line.headline:
            continue
        for denial in denials_in(pages, line):
            found = _paired(pages, denial, given)
            if found is not None:
                given.append(found)
    yield from given


def _paired(pages: Pages, denial: Denial, given: Sequence[Found]) -> Found | None:
    """The denial with the claim that it denies, or None."""
    if any(_carries_on(pages, denial, found) for found in given):
        return None
    for seek in (_claims, _itself, _accused, _only):
        claims = list(seek(pages, denial))
        if claims:
            break
    else:
        return None
    claims.sort(key=lambda claim: -claim[0])
    best, line, account = claims[0]
    if denial.charge and not _charges(pages, line, account) and any(_just(pages, denial, each) for each in given):
        return None  # 'the charge' is then one that has just been denied
    first = pages.passage(line, account.start, account.end)
    inside = line is denial.line and denial.start < account.start < denial.end
    last = account.start if inside else denial.end
    also = [pages.passage(row, each.start, each.end) for score, row, each in claims[1:] if score >= ALSO * best]
    a = [first, *also[:ALSO_SHOWN], *_rest(pages, denial, line, account), *_restated(pages, denial, line, account)]
    b = [pages.passage(denial.line, denial.start, last), *_continued(pages, denial)]
    rule = f"{denial.rule}: {pages.called(denial.teller)} against {pages.called(account.teller)}"
    about = first.exact if denial.said is None else pages.passage(denial.line, *denial.said).exact
    return Found(
        "readouts" if _of_talks(pages, line, account, denial) else denial.kind,
        short(about), side(account.teller, *a), side(denial.teller, *b), rule,
    )  # fmt: skip


# -- where the claim may stand


def _claims(pages: Pages, denial: Denial) -> Iterator[Claim]:
    """Every account that the denial may be of, by what it points back to and by what it says."""
    if denial.points or not denial.target:
        yield from _pointed(pages, denial)
    if not denial.target:
        return
    for line in (denial.line, *pages.before(denial.line, AROUND), *pages.after(denial.line, AFTER)):
        away, behind = abs(line.number - denial.line.number), line.number > denial.line.number
        for account in _accounts(pages, line, denial):
            keys = _said(line, account)
            shared = keys & denial.target
            if denial.core and keys & _HOPED:
                continue
            if not shared or not denial.core <= keys or not _meets(denial, shared, account, away):
                continue
            part = pages.share(keys, denial.target) - UNREAL * _wished(line, account, shared)
            near = away <= NEAR and not behind
            if part >= _needed(denial, shared, near, account.said):
                yield part + 0.6 / (1 + away) - 0.3 * behind + 0.1 * account.said, line, account
    if len(denial.target) >= KEYS_ELSEWHERE and denial.outspoken():
        yield from _elsewhere(pages, denial)


def _needed(denial: Denial, shared: frozenset[str], near: bool, said: bool) -> float:
    """The share of what is denied that a claim must say."""
    if denial.core:
        return 0.0 if said else SHARE_NEAR
    if denial.kind == "readouts":
        return 0.0 if denial.only else SHARE_NEAR
    if near and shared & denial.kinds:
        return 0.0
    return SHARE_NEAR if near and denial.named is None else SHARE_HERE


def _meets(denial: Denial, shared: frozenset[str], account: Account, away: int) -> bool:
    """Whether an account can be the claim.

    An account of a meeting is somebody's. A negated statement, which denies less openly, needs another key beside its
    core, or a claim right beside it.
    """
    unknown = account.teller.name == "?" and account.teller.party is None
    if denial.kind == "readouts":
        return account.said
    if not denial.core:
        if denial.named is not None:
            return account.said
        if not account.said and away > NARRATED_AWAY:
            return False
        return account.said or away <= 1 or denial.attack or len(denial.target) > 1
    if (not account.said and denial.teller.party is None and away > 1) or (account.quoted and unknown):
        return False
    if denial.teller.party is None and denial.teller.name == "?":
        return False
    if shared - denial.core:
        return away <= NEAR
    return away <= 1 and account.said and not unknown


def _elsewhere(pages: Pages, denial: Denial) -> Iterator[Claim]:
    for line in pages.near(denial.target):
        if line.report == denial.line.report:
            continue
        for account in _accounts(pages, line, denial):
            keys = line.keys(account.start, account.end)
            part = pages.share(keys, denial.target)
            many = len(keys & denial.target) >= KEYS_ELSEWHERE
            if many and part >= SHARE_ELSEWHERE:
                yield part - 0.5, line, account


def _pointed(pages: Pages, denial: Denial) -> Iterator[Claim]:
    """What 'it', 'the charge' or 'the attack' points back to: the nearest account of another side."""
    for line in (denial.line, *pages.before(denial.line, denial.points)):
        away, same = denial.line.number - line.number, line is denial.line
        for account in _accounts(pages, line, denial):
            keys = line.keys(account.start, account.end)
            if same and (account.end > denial.cue or (denial.points and not account.said)):
                continue
            if denial.attack and not keys & {"attack*", "breach*"}:
                continue
            if denial.core and not (denial.core & keys or (account.said and away <= 1)):
                continue
            if not (account.said or same or denial.attack or denial.points == POINTS_BACK):
                continue
            yield 2.0 - 0.3 * away + 0.5 * _charges(pages, line, account) + 0.2 * account.said, line, account


def _accused(pages: Pages, denial: Denial) -> Iterator[Claim]:
    """The accusation right before a denial that shares no words with it, or what is told of the denier right before."""
    if denial.kind != "denial":
        return
    for line in (denial.line, *pages.before(denial.line, ACCUSED_BACK)):
        if line.paragraph != denial.line.paragraph:
            return
        keys = line.all_keys()
        named = denial.teller.party is not None and denial.teller.party in pages.parties(line)
        close = denial.line.number - line.number <= 1
        if not (denial.outspoken() or named or (denial.reply and close and keys & denial.target)):
            continue
        own = frozenset(w.key for w in denial.line.within(denial.start, denial.cue) if w.key and w.cap)
        for account in _accounts(pages, line, denial):
            told = line.keys(account.start, account.end) & own
            if keys & _BLAMING and account.said:
                yield 2.0, line, account
            elif denial.outspoken() and denial.line.number - line.number == 1 and told:
                yield 1.0 + len(told), line, account


def _itself(pages: Pages, denial: Denial) -> Iterator[Claim]:
    """The claim as the denial itself names it: "denied |Norland's claim that ...|"."""
    if denial.named is None:
        return
    start, end = denial.named
    head = denial.line.within(start, end)[:NAMED_WITHIN]
    whose = pages.parties(denial.line, start, head[-1].end)
    told_by = Teller("?", whose[0] if whose else None)
    known = any(w.cap or w.lower in HEARSAY for w in head)
    if known and (told_by.party is None or told_by.party != denial.teller.party):
        yield 1.0, denial.line, Account(start, end, told_by, True, False)


def _only(pages: Pages, denial: Denial) -> Iterator[Claim]:
    """The other side's account right before one that 'speaks only of' something else."""
    for line in pages.before(denial.line, ACCUSED_BACK) if denial.only else ():
        for account in _accounts(pages, line, denial):
            if account.said and account.teller.party and _said(line, account) & _TALKED:
                yield 1.0 - 0.1 * (denial.line.number - line.number), line, account


# -- what can be a claim


def _accounts(pages: Pages, line: Line, denial: Denial) -> list[Account]:
    """What the line tells that is not the denier's own and does not deny the same."""
    rows: list[Account] = []
    for account in line.accounts:
        unsure = line is denial.line and account.quoted and "?" in (account.teller.name, denial.teller.name)
        if line is denial.line and account.start + SHORTEST < denial.start < account.end:
            account = replace(account, end=denial.start)  # what is said before it is denied
        inside = account.start < denial.end and denial.start < account.end
        if unsure or (line.report == denial.line.report and inside):
            continue
        wished = account.cue in _NO_CLAIM and not denial.reply
        apart = not account.negated and not wished and account.teller.apart(denial.teller)
        if apart and not _denies(line, account, denial):
            rows.append(account)
    rest = _narrated(pages, line, denial)
    if rest is not None and rest.teller.apart(denial.teller):
        rows.append(rest)
    return rows


def _said(line: Line, account: Account) -> frozenset[str]:
    """The keys of an account, with that of the verb that reports it: 'assured them that ...'."""
    return line.keys(account.start, account.end) | (frozenset((account.cue,)) if account.cue else frozenset())


def _narrated(pages: Pages, line: Line, denial: Denial) -> Account | None:
    """The line as the report tells it, where nobody says the whole; of the denial's own line, what stands before."""
    same = line is denial.line
    start, end = line.start, denial.start if same else line.end
    if end - start < SHORTEST or (same and denial.core) or any(a.cue in _CONCEDING for a in line.accounts):
        return None
    if any(a.teller.name not in (None, "?") and not a.teller.apart(denial.teller) for a in line.accounts if not same):
        return None
    if any(a.end - a.start > COVERED * (end - start) for a in line.accounts if a.start < end):
        return None
    whole = Account(start, end, Teller(), False, False)
    if _denies(line, whole, denial):
        return None
    move = pages.mover(line, ("accuse",))
    if move is not None:
        return replace(whole, teller=Teller(None, move.actors[0]), said=True)
    blame = next((w.start for w in line.words if w.key in _BLAMING), None)
    if blame is not None:
        accuser = pages.parties(line, line.start, blame)
        return replace(whole, teller=Teller("?", accuser[-1] if accuser else None), said=True)
    keys = line.keys(start, end) & denial.target
    thrown = pages.thrown_in(line)
    if keys and not same:
        start, end = pages.stretch(line, keys)
    if thrown is None and any(w.lower in _MAYBE for w in line.within(start, end)):
        return None
    return replace(whole, start=start, end=end, teller=thrown or Teller(), said=thrown is not None)


def _denies(line: Line, account: Account, denial: Denial) -> bool:
    """Whether an account denies what the denial denies; anything, where the denial only points back."""
    back = bool(denial.points) and not denial.core
    around = [a for a in line.accounts if a is not account and a.start <= account.start and account.end <= a.end]
    if back and any(a.negated or negations(line.within(a.start, a.end)) for a in around):
        return True
    found = line.within(account.start, account.end)
    negated = negations(found)
    if any(back or core_of(found, at)[0] & denial.target for at in negated):
        return True
    keys = line.keys(account.start, account.end)
    if negated and len(keys & denial.target) > SAME_WORDS * len(keys | denial.target):
        return True
    return any(denies(w.lower) for w in found)


def _wished(line: Line, account: Account, shared: frozenset[str]) -> bool:
    """Whether a shared word stands after 'to'."""
    found = line.within(account.start, account.end)
    return any(w.key in shared and at > 0 and found[at - 1].lower == "to" for at, w in enumerate(found))


def _charges(pages: Pages, line: Line, account: Account) -> bool:
    """Whether the account is an accusation or a claim."""
    return account.said and (bool(_said(line, account) & _CHARGING) or pages.mover(line, ("accuse",)) is not None)


# -- what goes on


def _just(pages: Pages, denial: Denial, found: Found) -> bool:
    """Whether a contradiction was denied a few lines before."""
    away = [denial.line.number - line.number for line in pages.of(found.b.passages, denial.line.report)]
    return any(0 <= each <= CHARGE_BACK for each in away)


def _carries_on(pages: Pages, denial: Denial, found: Found) -> bool:
    """Whether the denial only goes on with one that was found: the same side, a few lines after it, nothing new."""
    own = (found.b.party, found.b.teller if found.b.party is None else None)
    if own != (denial.teller.party, denial.teller.name if denial.teller.party is None else None):
        return False
    report = denial.line.report
    here = [p for p in found.b.passages if pages.number(p) == report]
    if any(p.start < denial.end and denial.start < p.end for p in here):
        return True
    lines = pages.of((*found.b.passages, *found.a.passages), report)
    if not lines or denial.line.number - lines[0].number > CHARGE_BACK:
        return False
    if not denial.target:
        return denial.points > POINTS_BACK
    keys = frozenset(each for line in lines for each in line.all_keys())
    return pages.share(keys, denial.core or denial.target) >= SHARE_NEAR


def _continued(pages: Pages, denial: Denial) -> Iterator[Passage]:
    """What the denier says right after: the same account goes on."""
    for line in pages.after(denial.line, CARRIED):
        own = [a for a in line.accounts if a.teller.name not in (None, "?") and not a.teller.apart(denial.teller)]
        if not own:
            return
        first = own[0]
        if first.cue not in _WISHED and len(line.within(first.start, first.end)) > FRAGMENT:
            start = line.start if pages.said_before(line, first.start) else first.start
            yield pages.passage(line, start, first.end)


def _rest(pages: Pages, denial: Denial, line: Line, account: Account) -> Iterator[Passage]:
    """What else is said against the denier in the same paragraph, where the denial points back to all of it."""
    for row in reversed(pages.before(denial.line, CHARGE_BACK)) if not denial.target else ():
        if row.paragraph == line.paragraph:
            for other in _accounts(pages, row, denial):
                if other.said and other.start != account.start and other.cue not in _WISHED:
                    yield pages.passage(row, other.start, other.end)


def _restated(pages: Pages, denial: Denial, line: Line, account: Account) -> Iterator[Passage]:
    """The claim as its side repeats it after the denial: 'the subject had been raised in detail'."""
    keys, party = line.keys(account.start, account.end), account.teller.party
    for after in pages.after(denial.line, CARRIED):
        for other in after.accounts:
            if other.teller.party is None or party not in (None, other.teller.party) or other.negated:
                continue
            if not other.teller.apart(denial.teller) or _denies(after, other, denial):
                continue
            found = [w.lower for w in after.within(other.start, other.end)[:4]]
            known = party is not None and pages.share(after.keys(other.start, other.end), keys) >= SHARE_NEAR
            if known or _SUBJECT.intersection(found):
                yield pages.passage(after, other.start, other.end)


def _of_talks(pages: Pages, line: Line, account: Account, denial: Denial) -> bool:
    """Whether claim and denial are two accounts of what was said at a meeting, in a call or in a paper."""
    if denial.kind == "readouts":
        return True
    keys = line.keys(account.start, account.end) | denial.target
    around = frozenset(each for row in (line, denial.line, *pages.before(line, 3)) for each in row.all_keys())
    return bool(keys & _TALKED) and bool(around & _MEETING)
