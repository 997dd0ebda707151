"""A claim and its denial, and two accounts of one meeting or paper that say different things.

Denials are looked for by their words: 'denied that ...', 'rejected the accusation', 'called it an invention', 'that is a
lie', 'no such letter', 'did nothing of the sort', 'makes no mention of ...', and plain negated statements. Each says what it
denies (its target), or points back to it ('denied this'). The claim is sought nearby, told by another side and without
a negation, and, for a denial that says enough, in the other reports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ripeness.claims.contradictions.page import Account, Found, Line, Pages, Teller, Word, lower, short, side
from ripeness.claims.lexicon import word_set
from ripeness.claims.words import Token
from ripeness.reports.model import Passage

_DENY = word_set("deny denies denied denying")
_DISPUTE = word_set(
    "dispute disputes disputed disputing refute refutes refuted refuting rebut rebutted contest contested contests"
)
_REJECT = word_set("reject rejects rejected rejecting dismiss dismisses dismissed dismissing repudiate repudiated")
_CHARGES = word_set("accusation accusations charge charges claim claims allegation allegations report reports story")
_CALL = word_set(
    "call calls called calling describe describes described dismiss dismisses dismissed brand branded brands label labelled labeled"
)
_FALSE = word_set(
    """
    lie lies invention inventions fabrication fabrications fiction fairy false falsehood falsehoods untrue nonsense
    baseless unfounded groundless propaganda myth hoax slander libel fantasy fabricated invented disinformation
    """
)
_FALSE_WORDS = re.compile(
    r"(?:that|this|it)(?:['’]s| is| was)?\s+(?:not true|untrue|false|(?:simply |just |plainly )?(?:an?\s+)?(?:\w+\s+)?(?:lie|invention|fabrication|fairy tale|nonsense))\b"
    r"|not (?:so|true)\b|nothing of the (?:sort|kind)\b",
    re.IGNORECASE,
)
_BACK = word_set("it this that these those them")
_ATTACKS = word_set("attack strike shelling bombing raid assault attacks strikes")
_REPORTING = word_set(
    """
    readout readouts summary summaries statement text communique communiqué account version transcript minutes release
    note annex letter protocol paper record bulletin
    """
)
_NEGATIONS = word_set("not no never nothing nobody none neither nor cannot")
_SKIP = word_set(
    """
    be been being is are was were has have had having do does did ever yet any such a an the of to been at all it its his her
    their in by on been quite really even so much made make makes make given give gives gave given there anything anybody
    anyone set put one single
    """
)
_FUTURE = word_set("will would shall 'll won't wouldn't could should must can may might cannot can't couldn't")
_TALKED = frozenset(
    ("promise*", "accept*", "speak*", "apology*", "phone*", "ask*", "urg", "propos", "offer", "tie*", "told")
)
_MEETING = frozenset(
    ("meet*", "phone*", "session", "summit", "readout", "summari", "convers", "deleg", "negoti", "villa")
)
# What is demanded, asked or proposed is no claim that something is so.
_NO_CLAIM = frozenset(("demand*", "ask*", "urg", "propos", "threaten", "order", "appeal", "invit", "suggest"))
# Says only that something is or was: nothing that a claim must share.
_BEING = frozenset(("exist", "happen", "occur", "place", "true", "come", "came", "case"))
_REPLYING = frozenset(("repli", "retort", "counter", "respond", "answer"))
# 'conceded that a bakery was hit. It had denied this': a change and no denial.
_CONCEDING = frozenset(("conced", "admit", "acknowledg"))
_ACCUSING = frozenset(("accus", "alleg", "blame", "charg", "claim"))

# How far back a denial reaches: 'denied it' points at the line before, 'the charge' may stand after some more, and a
# denial that says what it denies is sought over so many lines around.
POINTS_BACK = 1
CHARGE_BACK = 4
AROUND = 8
ACCUSED_BACK = 2
# What the share loses where a shared word is only wished for: 'urged him |to agree|'.
UNREAL = 0.5
# The share of what a denial says that the claim must say, too: nearby, in the same report, and in another report.
# Set on the tune half of the labelled sets.
SHARE_NEAR = 0.34
SHARE_HERE = 0.5
SHARE_ELSEWHERE = 0.7
# In another report, so many keys must be shared at least.
KEYS_ELSEWHERE = 3
# After the denial and after the claim, so many lines may carry it on.
CARRIED = 2


@dataclass(frozen=True, slots=True)
class Denial:
    """Words that deny something. ``target`` are the keys of what they deny, ``core`` those that the claim must share."""

    line: Line
    start: int
    end: int
    teller: Teller
    target: frozenset[str]
    core: frozenset[str]
    points: int  # how many lines back it points; 0: it says what it denies
    rule: str
    about: str = ""
    attack: bool = False
    charge: bool = False  # 'rejected the charge'
    kind: str = "denial"
    reply: bool = False  # 'replied that ...'
    cue: int = 0  # where its cue stands: the claim may stand before it in the same line


def denials(pages: Pages) -> Iterator[Found]:
    """The denials of a pile with their claims."""
    for rows in pages.lines:
        given: list[Found] = []
        for line in rows:
            if line.headline:
                continue
            for denial in _in_line(pages, line):
                found = _paired(pages, denial, given)
                if found is not None:
                    given.append(found)
        yield from given


# -- finding the words that deny


def _in_line(pages: Pages, line: Line) -> list[Denial]:
    found = [
        *_verbs(pages, line),
        *_called(pages, line),
        *_plainly(pages, line),
        *_unmentioned(pages, line),
        *_negated(pages, line),
    ]
    rows: list[Denial] = []
    for denial in found:
        if not any(denial.start < row.end and row.start < denial.end for row in rows):
            rows.append(denial)
    return rows


def _verbs(pages: Pages, line: Line) -> Iterator[Denial]:
    """'denied that ...', 'denied shelling ...', 'disputes that', 'rejected the accusation'."""
    tokens = line.sentence.tokens
    for at, token in enumerate(tokens):
        word = token.lower
        deny, dispute, reject = word in _DENY, word in _DISPUTE, word in _REJECT
        if (
            token.kind != "word"
            or not (deny or dispute or reject)
            or lower(tokens, at - 1) in ("nor", "neither", "not", "to")
        ):
            continue
        told_by = pages.actor(line, at)
        if told_by is None:
            continue
        statement = pages.cues.get((line.report, token.start))
        if reject and not _charge(tokens, at):
            continue
        end = _end(line, at)
        start = _subject_start(pages, line, at)
        rule = f"'{word}'"
        if (deny or dispute) and statement is not None and statement.negated:
            low, high = statement.content.start, statement.content.end
            yield _with_content(line, start, max(end, high), told_by, low, high, rule, token.start)
            continue
        low, high = tokens[at].end, end
        objects = [w for w in line.within(low, high)]
        if dispute and not (
            objects and (objects[0].lower in _BACK or objects[0].lower in ("the", "this", "his", "her", "its", "their"))
        ):
            continue
        yield _with_object(line, start, end, told_by, low, high, rule, token.start)


def _charge(tokens: Sequence[Token], at: int) -> bool:
    return any(lower(tokens, k) in _CHARGES for k in range(at + 1, at + 4))


def _with_content(
    line: Line, start: int, end: int, told_by: Teller, low: int, high: int, rule: str, cue: int
) -> Denial:
    found = line.within(low, high)
    if (
        any(w.lower in _BACK for w in found[:2])
        and len(found) > 1
        and found[0].lower in ("that", "this", "it")
        and not [w for w in found[2:] if w.key]
    ):
        return Denial(line, start, end, told_by, frozenset(), frozenset(), POINTS_BACK, rule, cue=cue)
    keys = frozenset(w.key for w in found if w.key) - _BEING
    pointing = [w.lower for w in found[:3]]
    if "this" in pointing and len(keys) <= 2:
        return Denial(line, start, end, told_by, frozenset(), frozenset(), POINTS_BACK, rule, cue=cue)
    return Denial(line, start, end, told_by, keys, frozenset(), 0, rule, short(_text(line, low, high)), cue=cue)


def _with_object(line: Line, start: int, end: int, told_by: Teller, low: int, high: int, rule: str, cue: int) -> Denial:
    found = line.within(low, high)
    if len(found) > 2 and found[0].lower == "that":
        return _with_content(line, start, end, told_by, low, high, rule, cue)
    first = [w.lower for w in found[:4]]
    keys = frozenset(w.key for w in found if w.key)
    if first and first[0] in _BACK:
        return Denial(line, start, end, told_by, frozenset(), frozenset(), POINTS_BACK, rule, cue=cue)
    if any(w in _ATTACKS for w in first[:2]) and len(keys) <= 1:
        return Denial(line, start, end, told_by, keys, frozenset(), CHARGE_BACK, rule, attack=True, cue=cue)
    noun = next((k for k, w in enumerate(found[:4]) if w.lower in _CHARGES), None)
    if noun is not None:
        inner = frozenset(w.key for w in found[noun + 1 :] if w.key)
        if len(inner) < 2 or found[noun + 1].lower not in ("that", "of"):
            return Denial(line, start, end, told_by, frozenset(), frozenset(), CHARGE_BACK, rule, charge=True, cue=cue)
        keys = inner
    return Denial(line, start, end, told_by, keys, frozenset(), 0, rule, short(_text(line, low, high)), cue=cue)


def _called(pages: Pages, line: Line) -> Iterator[Denial]:
    """'dismissed that as a fairy tale', 'which Orsel called "a plain invention"'."""
    tokens = line.sentence.tokens
    for at, token in enumerate(tokens):
        if token.kind != "word" or token.lower not in _CALL:
            continue
        end = _end(line, at)
        after = line.within(token.end, end)
        if not any(w.lower in _FALSE for w in after[:8]):
            continue
        told_by = pages.actor(line, at)
        if told_by is None:
            continue
        which = lower(tokens, at - 1) == "which" or any(lower(tokens, k) == "which" for k in range(max(0, at - 5), at))
        start = _subject_start(pages, line, at)
        yield Denial(
            line, start, end, told_by, frozenset(), frozenset(), 0 if which else CHARGE_BACK,
            f"'{token.lower} ... {next(w.lower for w in after if w.lower in _FALSE)}'", cue=start,
        )  # fmt: skip


def _plainly(pages: Pages, line: Line) -> Iterator[Denial]:
    """'That is a lie', 'Not so, says the other side', 'he had done nothing of the sort'."""
    text = pages.pile.readings[line.report].report.text[line.start : line.end]
    for match in _FALSE_WORDS.finditer(text):
        start, end = line.start + match.start(), line.start + match.end()
        account = next((a for a in line.accounts if a.start <= start < a.end), None)
        opens = match.start() < 3 or (account is not None and account.start >= start - 2)
        if match[0].lower().startswith("nothing"):
            opens = account is not None
        elif match[0].lower().startswith("not "):
            opens = opens and match.start() < 3
        if not opens:
            continue
        told_by = account.teller if account is not None else Teller()
        if account is None:
            following = [a for row in pages.after(line, 1) for a in row.accounts if a.teller.name]
            told_by = following[0].teller if following else told_by
        low, high = (account.start, account.end) if account is not None else (line.start, line.end)
        yield Denial(line, low, high, told_by, frozenset(), frozenset(), CHARGE_BACK, f"'{match[0].lower()}'", cue=low)


def _unmentioned(pages: Pages, line: Line) -> Iterator[Denial]:
    """'The readout makes no mention of ...', 'the text speaks only of ...', 'there is no such sentence in the text'."""
    low = [w.lower for w in line.words]
    for at, word in enumerate(low):
        two = low[at + 1] if at + 1 < len(low) else ""
        after = at + 1
        if word in ("made", "makes", "make", "making") and two == "no" and low[at + 2 : at + 4] == ["mention", "of"]:
            after = at + 4
        elif word in ("mention", "mentions", "mentioned") and (
            two == "no" or low[at - 1 : at] in (["not"], ["doesn't"], ["didn't"], ["never"])
        ):
            after = at + 1
        elif word in ("says", "said", "say") and two == "nothing" and low[at + 2 : at + 3] in (["of"], ["about"]):
            after = at + 3
        elif (
            word in ("speaks", "spoke", "mentions", "names", "mentioned", "speak", "refers", "referred")
            and two == "only"
        ):
            after = at + 2
        elif word in ("omits", "omitted", "omit"):
            after = at + 1
        elif (
            word in ("sees", "saw", "see")
            and two == "no"
            and not any(a.said and a.start <= line.words[at].start < a.end for a in line.accounts)
        ):
            yield from _sees_none(pages, line, at)
            continue
        elif word == "silent" and two in ("on", "about"):
            after = at + 2
        else:
            continue
        subject = [w for w in line.words[max(0, at - 14) : at]]
        if not any(w.lower in _REPORTING for w in subject) and not (
            any(w.lower == "it" for w in subject[:2])
            and any(w.lower in _REPORTING for row in pages.before(line, 1) for w in row.words)
        ):
            continue
        start = line.words[0].start
        end = _clause_end(line, line.words[at].end)
        keys = frozenset(w.key for w in line.words[after:] if w.key and w.end <= end)
        if not keys:
            continue
        owner = pages.parties(line, line.start, line.words[at].start)
        told_by = Teller(None, owner[-1]) if owner else Teller("?", None)
        yield Denial(
            line, start, end, told_by, keys, frozenset(), 0, f"'{' '.join(low[at:after])}' in an account of it",
            short(_text(line, line.words[min(after, len(low) - 1)].start, end)), kind="readouts", cue=start,
        )  # fmt: skip


def _sees_none(pages: Pages, line: Line, at: int) -> Iterator[Denial]:
    """'The company sees no breach'."""
    named = pages.parties(line, line.start, line.words[at].start)
    keys = frozenset(w.key for w in line.words[at + 2 : at + 4] if w.key)
    if keys:
        yield Denial(
            line, line.start, line.end, Teller(None, named[-1]) if named else Teller("?"), keys, frozenset(), 0,
            f"'{line.words[at].lower} no'", short(_text(line, line.words[at + 1].start, line.end)), cue=line.start,
        )  # fmt: skip


def _negated(pages: Pages, line: Line) -> Iterator[Denial]:
    """A statement that says that something is not so: 'said that no promise about the harbour had been made'."""
    spans = [(a.start, a.end, a.teller, a.cue in _REPLYING) for a in line.accounts if not a.negated]
    low = [w.lower for w in line.words]
    if not any(a.said and not a.quoted for a in line.accounts):
        at = next((k for k, t in enumerate(line.sentence.tokens) if t.lower in ("say", "says", "said")), None)
        told_by = pages.actor(line, at) if at is not None else None
        if told_by is not None:
            spans.append((line.start, line.end, told_by, False))
        elif "no such" in " ".join(low):
            spans.append((line.start, line.end, Teller(), False))
    for start, end, told_by, reply in spans:
        found = line.within(start, end)
        negated = False
        for at in _negations(found):
            word = found[at]
            core, such = _core(found, at)
            if _beyond(found, at) or not core:
                continue
            keys = frozenset(w.key for w in found if w.key)
            negated = True
            yield Denial(
                line, start, end, told_by, keys, core, CHARGE_BACK if such else 0,
                f"'{word.lower}' in what is said", short(_text(line, start, end)), reply=reply, cue=start,
            )  # fmt: skip
            break
        if reply and not negated:
            keys = frozenset(w.key for w in found if w.key)
            yield Denial(
                line, start, end, told_by, keys, keys, 0, "a reply to the accusation", short(_text(line, start, end)),
                reply=True, cue=start,
            )  # fmt: skip


def _beyond(found: Sequence[Word], at: int) -> bool:
    """Whether the negation is of something to come or that may be: a refusal and no denial."""
    near = {w.lower for w in found[max(0, at - 2) : at + 3]}
    return bool(near & _FUTURE) or any(w.lower in ("if", "unless", "until") for w in found[:at])


def _core(rows: Sequence[Word], at: int) -> tuple[frozenset[str], bool]:
    """The keys of what is negated: the next verb or noun, or the verb before 'nothing' and 'nobody'; and 'such'."""
    such = any(w.lower in ("such",) for w in rows[at + 1 : at + 3])
    if rows[at].lower in ("nothing", "nobody", "none"):
        before = [w for w in rows[max(0, at - 3) : at] if w.key and w.lower not in _SKIP]
        if before and rows[at].lower != "none":
            return frozenset((before[-1].key,)), such
    for word in rows[at + 1 : at + 7]:
        if word.lower in _SKIP or not word.key:
            continue
        return frozenset((word.key,)), such
    return frozenset(), such


# -- finding what is denied


def _paired(pages: Pages, denial: Denial, given: Sequence[Found]) -> Found | None:
    """The denial with the claim that it denies, or None."""
    earlier = next((f for f in given if _carries_on(pages, denial, f)), None)
    if earlier is not None:
        return None
    claims = list(_claims(pages, denial)) or list(_accused(pages, denial))
    if not claims:
        return None
    best = max(claims, key=lambda row: row[0])
    _, line, account = best
    if denial.charge and not _accusing(pages, line, account):
        # 'The charge' is then one that has just been denied.
        if any(_just_given(pages, denial, f) for f in given):
            return None
    first = pages.passage(line, account.start, account.end)
    about = denial.about or short(first.exact)
    a = [first, *_rest(pages, denial, line, account), *_restated(pages, denial, line, account)]
    b = [pages.passage(denial.line, denial.start, denial.end), *_continued(pages, denial)]
    kind = denial.kind
    if kind == "denial" and _about_talk(pages, line, account, denial):
        kind = "readouts"
    told = account.teller
    words = f"{denial.rule}: {_name(pages, denial.teller)} against {_name(pages, told)}"
    return Found(kind, about, side(told, *a), side(denial.teller, *b), words)


def _name(pages: Pages, told_by: Teller) -> str:
    if told_by.name and told_by.name != "?":
        return told_by.name
    if told_by.party:
        return (
            pages.pile.known.parties[told_by.party].name if told_by.party in pages.pile.known.parties else told_by.party
        )
    return "the report" if told_by.name is None else "somebody whom the text does not name"


def _claims(pages: Pages, denial: Denial) -> Iterator[tuple[float, Line, Account]]:
    """Every account that the denial may be of, with how well it fits."""
    if denial.points or not denial.target:
        yield from _pointed(pages, denial)
        if not denial.target:
            return
    reach = AROUND
    before = pages.before(denial.line, reach)
    here = [denial.line, *before, *pages.after(denial.line, 3)]
    for line in here:
        away = abs(line.number - denial.line.number)
        behind = line.number > denial.line.number
        for account in _accounts(pages, line, denial):
            keys = _said(line, account)
            shared = keys & denial.target
            part = pages.share(keys, denial.target)
            if denial.core and not denial.core <= keys:
                continue
            if denial.core and denial.kind == "denial" and not _enough(denial, shared, account, away):
                continue
            needed = SHARE_NEAR if away <= 3 and not behind else SHARE_HERE
            if denial.core or denial.kind == "readouts":
                needed = 0.0 if shared else 1.0
            if len(denial.target) == 1 and not account.said and away > 1 and not denial.attack:
                continue
            part -= UNREAL * _wished(line, account, shared)
            if part >= needed and shared:
                yield part + 0.6 / (1 + away) - (0.3 if behind else 0.0) + (0.1 if account.said else 0.0), line, account
    if len(denial.target) >= KEYS_ELSEWHERE and denial.kind == "denial":
        for line in pages.near(denial.target):
            if line.report == denial.line.report:
                continue
            for account in _accounts(pages, line, denial):
                keys = line.keys(account.start, account.end)
                if (
                    len(keys & denial.target) >= KEYS_ELSEWHERE
                    and denial.core <= keys
                    and pages.share(keys, denial.target) >= SHARE_ELSEWHERE
                ):
                    yield pages.share(keys, denial.target) - 0.5, line, account


def _wished(line: Line, account: Account, shared: frozenset[str]) -> bool:
    found = line.within(account.start, account.end)
    hits = [at for at, w in enumerate(found) if w.key in shared]
    return bool(hits) and any(at and found[at - 1].lower == "to" for at in hits)


def _enough(denial: Denial, shared: frozenset[str], account: Account, away: int) -> bool:
    """Whether a plain negated statement meets a claim: beside its core another key, or next to it and by another speaker."""
    unknown = account.teller.name == "?" and account.teller.party is None
    if (not account.said and denial.teller.party is None and away > 1) or (account.quoted and unknown):
        return False
    if shared - denial.core:
        return away <= 3
    return away <= 1 and account.said and not unknown


def _accounts(pages: Pages, line: Line, denial: Denial) -> list[Account]:
    """What the line tells that is not the denier's own and does not deny the same."""
    rows: list[Account] = []
    same = line is denial.line
    for account in line.accounts:
        if same and (account.start < denial.end and denial.start < account.end):
            continue
        if same and "?" in (account.teller.name, denial.teller.name) and account.quoted:
            continue
        if (
            account.negated
            or not account.teller.apart(denial.teller)
            or (account.cue in _NO_CLAIM and not denial.reply)
        ):
            continue
        if _denies(line, account, denial):
            continue
        rows.append(account)
    rest = _narrated(pages, line, denial)
    if rest is not None and rest.teller.apart(denial.teller):
        rows.append(rest)
    return rows


def _said(line: Line, account: Account) -> frozenset[str]:
    """The keys of an account, with that of the verb that reports it: 'assured them that ...'."""
    return line.keys(account.start, account.end) | (frozenset((account.cue,)) if account.cue else frozenset())


def _narrated(pages: Pages, line: Line, denial: Denial) -> Account | None:
    """The line as the report tells it, where nobody is said to say the whole; of the denial's line, what stands before."""
    start, end = line.start, line.end
    if line is denial.line:
        end = denial.start
        if end - start < 12:
            return None
    if any(a.cue in _CONCEDING for a in line.accounts):
        return None
    covered = [a for a in line.accounts if not a.quoted and a.start < end]
    if any(a.end - a.start > 0.6 * (end - start) for a in covered):
        return None
    whole = Account(start, end, Teller(), False, False)
    if _denies(line, whole, denial):
        return None
    move = pages.mover(line, ("accuse",))
    if move is None and "accus" in line.keys(start, end):
        accuser = pages.parties(line, line.start, next(w.start for w in line.words if w.key == "accus"))
        return replace(whole, teller=Teller("?", accuser[-1] if accuser else None), said=True)
    if move is not None:
        return replace(whole, teller=Teller(None, move.actors[0]), said=True)
    keys = line.keys(start, end) & denial.target
    if keys and line is not denial.line:
        start, end = pages.stretch(line, keys)
    return Account(start, end, Teller(), False, False)


def _denies(line: Line, account: Account, denial: Denial) -> bool:
    """Whether an account denies what the denial denies; anything, where the denial only points back."""
    found = line.within(account.start, account.end)
    around = [a for a in line.accounts if a is not account and a.start <= account.start and account.end <= a.end]
    back = bool(denial.points) and not denial.core
    if back and any(a.negated or _negations(line.within(a.start, a.end)) for a in around):
        return True
    for at in _negations(found):
        core, _ = _core(found, at)
        if back or core & denial.target:
            return True
    return any(w.lower in _DENY for w in found)


def _negations(found: Sequence[Word]) -> list[int]:
    """Where the words negate; 'no more' and 'no longer' say that something was."""
    return [
        at
        for at, w in enumerate(found)
        if (w.lower in _NEGATIONS or w.lower.endswith(("n't", "n’t")))
        and not (found[at + 1 : at + 2] and found[at + 1].lower in ("only", "more", "longer", "until", "yet"))
    ]


def _pointed(pages: Pages, denial: Denial) -> Iterator[tuple[float, Line, Account]]:
    """What 'it', 'the charge' or 'the attack' points back to: the nearest account of another side."""
    rows = [denial.line, *pages.before(denial.line, denial.points)]
    for line in rows:
        away = denial.line.number - line.number
        accounts = [a for a in _accounts(pages, line, denial) if a.end <= denial.cue or line is not denial.line]
        for account in accounts:
            keys = line.keys(account.start, account.end)
            if denial.attack and "attack*" not in keys and "breach*" not in keys:
                continue
            if denial.core and not (denial.core & keys or (account.said and away <= 1)):
                continue
            if not account.said and line is not denial.line and not (denial.attack or denial.points == POINTS_BACK):
                continue
            score = 2.0 - 0.3 * away + (0.5 if _accusing(pages, line, account) else 0.0) + (0.2 if account.said else 0.0)
            yield score, line, account


def _accused(pages: Pages, denial: Denial) -> Iterator[tuple[float, Line, Account]]:
    """The accusation right before a denial that shares no words with it, and what is told of the denier right before."""
    if denial.kind != "denial":
        return
    plain = bool(denial.core) or denial.reply
    for line in pages.before(denial.line, 1 if plain else ACCUSED_BACK):
        if line.paragraph != denial.line.paragraph:
            return
        keys = line.keys(line.start, line.end)
        named = denial.teller.party is not None and denial.teller.party in pages.parties(line)
        if plain and not (named or (denial.reply and keys & denial.target)):
            continue
        for account in _accounts(pages, line, denial):
            own = line.keys(account.start, account.end)
            if "accus" in keys and account.said:
                yield 2.0, line, account
            elif not plain and denial.line.number - line.number == 1 and own & _names(pages, denial):
                yield 1.0 + len(own & _names(pages, denial)), line, account


def _names(pages: Pages, denial: Denial) -> frozenset[str]:
    """The keys of the words that name the denier."""
    before = denial.line.within(denial.start, denial.cue)
    return frozenset(w.key for w in before if w.key and w.cap)


def _accusing(pages: Pages, line: Line, account: Account) -> bool:
    own = _said(line, account)
    return account.said and (bool(own & _ACCUSING) or pages.mover(line, ("accuse",)) is not None)


def _just_given(pages: Pages, denial: Denial, found: Found) -> bool:
    report = pages.pile.readings[denial.line.report]
    lines = [report.sentence_at(p.start) for p in found.b.passages if p.report == report.report.id]
    return any(0 <= denial.line.number - number <= CHARGE_BACK for number in lines)


def _carries_on(pages: Pages, denial: Denial, found: Found) -> bool:
    """Whether the denial only goes on with one that was just found: same side, same paragraph or nearby, nothing new."""
    if found.b.party != denial.teller.party or (found.b.party is None and found.b.teller != denial.teller.name):
        return False
    report = pages.pile.readings[denial.line.report].report
    lines = [p for p in (*found.b.passages, *found.a.passages) if p.report == report.id]
    if any(p.start < denial.end and denial.start < p.end for p in found.b.passages if p.report == report.id):
        return True
    near = [p for p in lines if denial.line.start - p.end < 600]
    if not near:
        return False
    index = pages.pile.readings[denial.line.report].sentence_at(near[0].start)
    line = pages.lines[denial.line.report][index]
    away = denial.line.number - line.number
    if not denial.target:
        return denial.points > POINTS_BACK and away <= CHARGE_BACK
    keys = frozenset(k for p in near for k in _keys(pages, denial.line.report, p))
    return away <= CHARGE_BACK and pages.share(keys, denial.core or denial.target) >= SHARE_NEAR


def _keys(pages: Pages, report: int, passage: Passage) -> frozenset[str]:
    index = pages.pile.readings[report].sentence_at(passage.start)
    return pages.lines[report][index].keys(passage.start, passage.end)


def _continued(pages: Pages, denial: Denial) -> Iterator[Passage]:
    """What the denier says right after: the same account goes on."""
    for line in pages.after(denial.line, CARRIED):
        own = [a for a in line.accounts if not a.teller.apart(denial.teller) and a.teller.name not in (None, "?")]
        if not own:
            return
        yield pages.passage(line, own[0].start, own[0].end)


def _restated(pages: Pages, denial: Denial, line: Line, account: Account) -> Iterator[Passage]:
    """The claim as its side repeats it after the denial: 'the subject had been raised in detail'."""
    keys = line.keys(account.start, account.end)
    for after in pages.after(denial.line, CARRIED):
        for other in after.accounts:
            same = account.teller.party in (None, other.teller.party) and other.teller.apart(denial.teller)
            if same and other.teller.party and not other.negated and not _denies(after, other, denial):
                again = after.keys(other.start, other.end)
                found = {w.lower for w in after.within(other.start, other.end)[:4]}
                known = account.teller.party is not None and bool(again & keys)
                if known or found & {"subject", "matter", "issue", "point", "question", "topic"}:
                    yield pages.passage(after, other.start, other.end)


def _rest(pages: Pages, denial: Denial, line: Line, account: Account) -> Iterator[Passage]:
    """What else that side says in the same paragraph, where the denial points back to all of it."""
    if denial.target:
        return
    for row in reversed(pages.before(denial.line, CHARGE_BACK)):
        if row.paragraph == line.paragraph:
            for other in _accounts(pages, row, denial):
                if other.said and other.start != account.start:
                    yield pages.passage(row, other.start, other.end)


def _about_talk(pages: Pages, line: Line, account: Account, denial: Denial) -> bool:
    """Whether claim and denial are two accounts of what was said at a meeting, in a call or in a paper."""
    keys = line.keys(account.start, account.end) | denial.target
    around = frozenset(w.key for row in (line, denial.line, *pages.before(line, 3)) for w in row.words if w.key)
    return bool(keys & _TALKED) and bool(around & _MEETING)


# -- where things stand


def _text(line: Line, start: int, end: int) -> str:
    return " ".join(w.lower.capitalize() if w.cap else w.lower for w in line.within(start, end))


def _end(line: Line, at: int) -> int:
    """Where the words end that hang on the verb at token ``at``: at a stop, a semicolon or a new clause after a comma."""
    tokens = line.sentence.tokens
    for k in range(at + 1, len(tokens)):
        if tokens[k].kind == "mark" and tokens[k].text in ".;:—–!?":
            return tokens[k].start
        if tokens[k].text == "," and lower(tokens, k + 1) in (
            "and",
            "but",
            "while",
            "which",
            "who",
            "as",
            "though",
            "although",
            "contradicting",
            "saying",
            "adding",
            "calling",
        ):
            return tokens[k].start
    return line.end


def _clause_end(line: Line, start: int) -> int:
    for token in line.sentence.tokens:
        if token.start >= start and token.kind == "mark" and token.text in ".;:—–":
            return token.start
    return line.end


def _subject_start(pages: Pages, line: Line, at: int) -> int:
    """Where the clause of the verb at token ``at`` starts: behind the last mark or 'and' before it."""
    tokens = line.sentence.tokens
    for k in range(at - 1, -1, -1):
        if tokens[k].kind == "mark" and tokens[k].text in ";:.—–":
            return tokens[k + 1].start
        if tokens[k].lower in ("and", "but", "which", "who", "though", "although") and at - k < 12:
            return tokens[k + 1].start
    return line.start


__all__ = ["denials"]
