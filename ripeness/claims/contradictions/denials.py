"""Words that deny: 'denied that', 'rejected the charge', 'a plain invention', 'no such letter', 'makes no mention of'.

Each denial says what it denies (its target), or points back to it ('denied this', 'the charge'). What it denies is
found by `denied`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ripeness.claims.contradictions.page import Line, Pages, Teller, Word, key, lower
from ripeness.claims.lexicon import word_set
from ripeness.claims.model import ContradictionKind

_DENY = word_set("deny denies denied denying")
_DISPUTE = word_set(
    "dispute disputes disputed disputing refute refutes refuted refuting rebut rebutted contest contested contests"
)
_REJECT = word_set(
    """
    reject rejects rejected rejecting dismiss dismisses dismissed dismissing repudiate repudiated contradict contradicts
    contradicted
    """
)
_CHARGES = word_set(
    """
    account accounts accusation accusations charge charges claim claims allegation allegations report reports story
    rumour rumours rumor rumors speculation
    """
)
# What nobody in particular tells.
HEARSAY = word_set("report reports rumour rumours rumor rumors speculation")
# 'denied any involvement': in what somebody is accused of.
_PARTS = word_set("involvement responsibility wrongdoing blame role part guilt complicity")
_OWNERS = word_set("the this his her its their")
_CALL = word_set(
    """
    call calls called calling describe describes described dismiss dismisses dismissed brand branded brands label
    labelled labeled
    """
)
_FALSE = word_set(
    """
    lie lies invention inventions fabrication fabrications fiction fairy false falsehood falsehoods untrue nonsense
    baseless unfounded groundless propaganda myth hoax slander libel fantasy fabricated invented disinformation
    """
)
_CLAIM = r"(?:that|this|it|(?:the|this|that) (?:report|claim|story|account|allegation|accusation|charge))"
_UNTRUE = r"(?:not true|not the case|untrue|false|wrong)"
_LIE = r"(?:an?\s+)?(?:\w+\s+)?(?:lie|invention|fabrication|fairy tale|nonsense)"
_FALSE_WORDS = re.compile(
    rf"{_CLAIM}(?:['’]s| is| was)?\s+(?:\w+ly |just )?(?:{_UNTRUE}|{_LIE})\b"
    r"|not (?:so|true)\b|nothing of the (?:sort|kind)\b",
    re.IGNORECASE,
)
_SAYINGS = word_set("words thing things remark remarks statement statements")
_BACK = word_set("it this that these those them")
_ATTACKS = word_set("attack strike shelling bombing raid assault attacks strikes")
_REPORTING = word_set(
    """
    readout readouts summary summaries statement text communique communiqué account version transcript minutes release
    note annex letter protocol paper record bulletin sentences lines paragraphs
    """
)
_JOINT = word_set("joint common both")
_HOLDING = word_set("contains contained has had includes included is was")
_MENTION = word_set("word mention reference hint trace sentence clause about")
_ONLY = word_set("speaks spoke speak mentions mentioned names refers referred")
_NEGATIONS = word_set("not no never nothing nobody none neither nor nowhere cannot")
_STILL_SO = word_set("only more longer until yet")
# What stands between a negation and the word that it denies.
_SKIP = word_set(
    """
    be been being is are was were has have had having do does did ever yet any such a an the of to at all it its his
    her their in by on quite really even so much made make makes given give gives gave there anything anybody anyone set
    put one single know knew known knows knowledge aware record evidence information plan plans see seen keep kept keeps
    just simply
    """
)
# 'did not come up', 'never took place': what did not is named before.
_OCCURRING = word_set("happened happen occurred occur existed exist come came arisen arrived arrive")
# Verbs of will and opinion: to deny them is a view and no denial.
_VIEWS = frozenset(
    """
    demand* hope wish think believ need like fear expect intend seek mean regret doubt matter worri trust
    """.split()
)
_FUTURE = word_set("will would shall 'll won't wouldn't could should must can may might cannot can't couldn't")
_CONDITIONS = word_set("if unless until")
# What is denied with 'was not raised' is the topic, unless that is 'the matter'.
_RAISED = frozenset(("speak*", "come", "came", "arisen", "aris"))
_MATTERS = frozenset(("subject", "matter", "issu", "point", "question", "topic", "thing"))
# Says only that something is or was: nothing that a claim must share.
_BEING = frozenset(("exist", "happen", "occur", "place", "true", "come", "came", "case"))
_DENYING = frozenset(("deni", "disput"))
_REPLYING = frozenset(("repli", "retort", "counter", "respond", "answer"))
_AFTER_CLAUSE = word_set("and but while which who as though although contradicting saying adding calling")

# How many lines back a denial points: 'denied it' to the line before, 'the charge' to one of some more.
POINTS_BACK = 1
CHARGE_BACK = 4
# How far behind 'denied' a word for a charge is looked for: "denied |Norland's claim|".
NAMED_WITHIN = 6
# How far before its verb the subject of 'makes no mention of' may stand, and how far 'which' before 'called'.
SUBJECT_WITHIN = 14
WHICH_WITHIN = 5
# How far behind a negation the word stands that it denies.
NEGATED_WITHIN = 6


@dataclass(frozen=True, slots=True)
class Denial:
    """Words that deny something: ``target`` are the keys of what they deny, ``core`` those that a claim must share."""

    line: Line
    start: int
    end: int
    teller: Teller
    rule: str
    target: frozenset[str] = frozenset()
    core: frozenset[str] = frozenset()
    points: int = 0  # how many lines back it points; 0: it says what it denies
    said: tuple[int, int] | None = None  # where it says what it denies
    kinds: frozenset[str] = frozenset()  # of what nothing was: 'denied that any |aircraft| ...'
    attack: bool = False  # it points to 'the attack'
    charge: bool = False  # it points to 'the charge'
    only: bool = False  # 'speaks only of ...'
    reply: bool = False  # 'replied that ...'
    named: tuple[int, int] | None = None  # the claim, where the denial names it: "Kell's claim that ..."
    kind: ContradictionKind = "denial"
    cue: int = 0  # where its cue stands: of its own line, the claim stands before it

    def outspoken(self) -> bool:
        """Whether a verb or noun of denial is used, and not only a negated statement or a reply."""
        return not self.core and not self.reply and self.kind == "denial"


def denials_in(pages: Pages, line: Line) -> list[Denial]:
    """The denials of a line; of two that overlap, the more outspoken one."""
    rows: list[Denial] = []
    for find in (_verbs, _called, _plainly, _unmentioned, _negated):
        for denial in find(pages, line):
            if not any(denial.start < row.end and row.start < denial.end for row in rows):
                rows.append(denial)
    return rows


def negations(found: Sequence[Word]) -> list[int]:
    """Where the words negate; 'no more' and 'no longer' say that something was."""
    return [
        at
        for at, word in enumerate(found)
        if (word.lower in _NEGATIONS or word.lower.endswith(("n't", "n’t")))
        and not (found[at + 1 : at + 2] and found[at + 1].lower in _STILL_SO)
    ]


def denies(word: str) -> bool:
    """Whether the word is a form of 'deny'."""
    return word in _DENY


# -- verbs and nouns


def _verbs(pages: Pages, line: Line) -> Iterator[Denial]:
    """'denied that ...', 'denied shelling ...', 'disputes that', 'rejected the accusation'."""
    tokens = line.sentence.tokens
    for at, token in enumerate(tokens):
        word = token.lower
        before = lower(tokens, at - 1)
        if token.kind != "word" or before in ("nor", "neither", "not", "to", "never") or before.endswith("n't"):
            continue
        following = lower(tokens, at + 1)
        after = (following, lower(tokens, at + 2), lower(tokens, at + 3))
        if not (
            word in _DENY
            or (word in _DISPUTE and following in _BACK | _OWNERS)
            or (word in _REJECT and following != "what" and _CHARGES.intersection(after))
        ):
            continue
        told_by = pages.actor(line, at)
        if told_by is None:
            continue
        start, end = _clause_start(line, at), _clause_end(line, at)
        made = Denial(line, start, end, told_by, f"'{word}'", cue=token.start)
        statement = pages.cues.get((line.report, token.start))
        back = following in _BACK and not (following == "that" and lower(tokens, at + 2)[:1].isalnum())
        between = () if statement is None else line.within(token.end, statement.content.start)
        back = back or any(w.lower in _CHARGES for w in between)
        if word not in _REJECT and statement is not None and statement.negated and not back:
            low, high = statement.content.start, statement.content.end
            yield _of_clause(made, low, high, max(end, high))
        else:
            yield _of_object(made, token.end, end)


def _of_clause(made: Denial, low: int, high: int, end: int) -> Denial:
    """A denial with the clause that it governs: 'denied |that any guard had used a baton|'."""
    found = made.line.within(low, high)
    keys = _keys(found) - _BEING
    first = [w.lower for w in found[:4]]
    if "such" in first and _SAYINGS.intersection(w.lower for w in found[:5]):
        return _with(made, end=end, points=CHARGE_BACK, charge=True)
    if "any" in first and keys:
        kinds = _keys(found[first.index("any") :][:3])
        return _with(made, end=end, target=keys, said=(low, high), kinds=kinds)
    if ("this" in first[:3] and len(keys) <= 2) or not keys:
        return _with(made, end=end, points=POINTS_BACK)
    return _with(made, end=end, target=keys, said=(low, high))


def _of_object(made: Denial, low: int, high: int) -> Denial:
    """A denial with its object: 'denied |this|', 'rejected |the charge|', "denied |Kell's claim that ...|"."""
    found = made.line.within(low, high)
    first = [w.lower for w in found[:4]]
    keys = _keys(found)
    if len(found) > 2 and first[0] == "that":
        return _of_clause(made, low, high, made.end)
    if first and first[0] in _BACK:
        return _with(made, points=POINTS_BACK)
    if _ATTACKS.intersection(first[:2]) and len(keys) <= 1:
        return _with(made, target=keys, points=CHARGE_BACK, attack=True)
    if _PARTS.intersection(first) and len(keys) <= 2:
        return _with(made, points=CHARGE_BACK, charge=True)
    if not keys:
        return made
    noun = next((k for k, w in enumerate(found[:NAMED_WITHIN]) if w.lower in _CHARGES), None)
    if noun is None:
        return _with(made, target=keys, said=(low, high))
    rest = found[noun + 1 :]
    that = next((k for k, w in enumerate(rest[:NAMED_WITHIN]) if w.lower == "that"), len(rest))
    if len(_keys(rest[that:])) > 1:
        said = (rest[that].start, high)
        return _with(made, target=_keys(rest[that:]) - _BEING, said=said, named=(low, high))
    if [w.lower for w in rest[:1]] == ["of"] and len(_keys(rest)) > 1:
        return _with(made, target=_keys(rest), said=(low, high))
    return _with(made, points=CHARGE_BACK, charge=True)


def _called(pages: Pages, line: Line) -> Iterator[Denial]:
    """'dismissed that as a fairy tale', 'which Orsel called "a plain invention"'."""
    tokens = line.sentence.tokens
    for at, token in enumerate(tokens):
        if token.kind != "word" or token.lower not in _CALL:
            continue
        start, end = _clause_start(line, at), _clause_end(line, at)
        false = next((w.lower for w in line.within(token.end, end)[:8] if w.lower in _FALSE), None)
        told_by = pages.actor(line, at) if false else None
        if told_by is None:
            continue
        which = any(lower(tokens, k) == "which" for k in range(max(0, at - WHICH_WITHIN), at))
        rule = f"'{token.lower} ... {false}'"
        yield Denial(line, start, end, told_by, rule, points=0 if which else CHARGE_BACK, cue=start)


def _plainly(pages: Pages, line: Line) -> Iterator[Denial]:
    """'That is a lie', 'Not so, says the other side', 'he had done nothing of the sort'."""
    text = pages.text(line)
    for match in _FALSE_WORDS.finditer(text):
        start, words = line.start + match.start(), match[0].lower()
        account = next((a for a in line.accounts if a.start <= start < a.end), None)
        if words.startswith("nothing"):
            opens = account is not None
        elif words.startswith("not "):
            opens = match.start() < 3
        else:
            opens = match.start() < 3 or (account is not None and account.start >= start - 2)
        if not opens:
            continue
        if account is not None:
            told_by, low, high = account.teller, account.start, account.end
        else:
            following = [a.teller for row in pages.after(line, 1) for a in row.accounts if a.teller.name]
            if not following:
                continue
            told_by, low, high = following[0], line.start, line.end
        yield Denial(line, low, high, told_by, f"'{words}'", points=CHARGE_BACK, cue=low)


# -- what an account leaves out


def _unmentioned(pages: Pages, line: Line) -> Iterator[Denial]:
    """'The readout makes no mention of ...', 'the text speaks only of ...', 'The company sees no breach'."""
    low = [w.lower for w in line.words]
    for at, word in enumerate(low):
        if word in ("sees", "saw", "see") and low[at + 1 : at + 2] == ["no"]:
            yield from _sees_none(pages, line, at)
            continue
        after = _left_out(low, at)
        if after is None or not _of_an_account(pages, line, at):
            continue
        end = next((t.start for t in line.marks(".;:—–") if t.start >= line.words[at].end), line.end)
        found = tuple(w for w in line.words[after:] if w.end <= end)
        if not _keys(found):
            continue
        owner = pages.parties(line, line.start, line.words[at].start)
        told_by = Teller(None, owner[-1]) if owner else Teller("?")
        yield Denial(
            line, line.start, end, told_by, f"'{' '.join(low[at:after])}' in an account of it", target=_keys(found),
            said=(found[0].start, end), only="only" in low[at:after], kind="readouts", cue=line.start,
        )  # fmt: skip


def _left_out(low: Sequence[str], at: int) -> int | None:
    """Where what is left out begins, if the words at ``at`` say so."""
    word, before = low[at], low[at - 1] if at else ""
    two, three = [*low[at + 1 : at + 3], "", ""][:2]
    if word in ("made", "makes", "make", "making") and two == "no" and three == "mention":
        return at + 4
    if word in ("mention", "mentions", "mentioned") and (
        two == "no" or before in ("not", "doesn't", "didn't", "never")
    ):
        return at + 1
    if word in ("says", "said", "say") and two == "nothing" and three in ("of", "about"):
        return at + 3
    if word in _ONLY and two == "only":
        return at + 2
    if word in ("omits", "omitted", "omit"):
        return at + 1
    if word == "silent" and two in ("on", "about"):
        return at + 2
    if word in _HOLDING and two in ("no", "nothing") and three in _MENTION:
        return at + (3 if two == "no" else 2)
    return None


def _of_an_account(pages: Pages, line: Line, at: int) -> bool:
    """Whether the subject of the verb at word ``at`` is the paper of one side."""
    subject = [w.lower for w in line.words[max(0, at - SUBJECT_WITHIN) : at]]
    if _JOINT.intersection(subject):
        return False
    if _REPORTING.intersection(subject):
        return True
    before = [w.lower for row in pages.before(line, 1) for w in row.words]
    return "it" in subject[:2] and bool(_REPORTING.intersection(before)) and not _JOINT.intersection(before)


def _sees_none(pages: Pages, line: Line, at: int) -> Iterator[Denial]:
    if any(a.said and a.start <= line.words[at].start < a.end for a in line.accounts):
        return
    named = pages.parties(line, line.start, line.words[at].start)
    found = line.words[at + 2 : at + 4]
    if _keys(found):
        told_by = Teller(None, named[-1]) if named else Teller("?")
        said = (found[0].start, line.end)
        rule = f"'{line.words[at].lower} no'"
        yield Denial(line, line.start, line.end, told_by, rule, target=_keys(found), said=said, cue=line.start)


# -- plain negation


def _negated(pages: Pages, line: Line) -> Iterator[Denial]:
    """A statement that says that something is not so: 'said that no promise about the harbour had been made'."""
    for start, end, told_by, reply in _spoken(pages, line):
        found = line.within(start, end)
        made = Denial(line, start, end, told_by, "", reply=reply, cue=start)
        for at in negations(found):
            core, such = core_of(found, at)
            contrast = not reply and at > 0 and found[at - 1].lower == ","  # 'for food, not for coal'
            if contrast or to_come(found, at) or not core:
                continue
            rule, keys = f"'{found[at].lower}' in what is said", _keys(_sentence(found, at))
            topic = keys - _RAISED
            if not core <= _RAISED:
                yield _with(made, rule=rule, target=keys, core=core, points=CHARGE_BACK if such else 0)
            elif topic - _MATTERS:
                yield _with(made, rule=rule, target=topic, kind="readouts")
            else:
                yield _with(made, rule=rule, points=CHARGE_BACK, kind="readouts")
            break
        else:
            if reply:
                keys = _keys(found)
                yield _with(made, rule="a reply to the accusation", target=keys, core=keys)


def _spoken(pages: Pages, line: Line) -> Iterator[tuple[int, int, Teller, bool]]:
    """The stretches of a line that somebody says, with whether as a reply; the line, where it only says 'X says'."""
    for account in line.accounts:
        if not account.negated or account.cue not in _DENYING:
            yield account.start, account.end, account.teller, account.cue in _REPLYING
    such = next((w for w, n in pairwise(line.words) if (w.lower, n.lower) == ("no", "such")), None)
    if such is not None and not any(a.start <= such.start < a.end for a in line.accounts):
        after = next((a.start for a in line.accounts if a.start > such.start), line.end)
        yield line.start, after, _teller_of(pages, line, such), False
        return
    if any(not account.quoted for account in line.accounts):
        return
    tokens = line.sentence.tokens
    at = next((k for k, token in enumerate(tokens) if token.lower in ("say", "says", "said")), None)
    told_by = pages.actor(line, at) if at is not None else None
    if told_by is not None:
        yield line.start, line.end, told_by, False


def _teller_of(pages: Pages, line: Line, word: Word) -> Teller:
    """Who says what the report itself tells with 'no such': a party behind it that replies, or else the report."""
    tokens = line.sentence.tokens
    at = next((k for k, t in enumerate(tokens) if t.start > word.start and key(t.lower) in _REPLYING | {"said"}), None)
    return (pages.actor(line, at) if at is not None else None) or Teller()


def to_come(found: Sequence[Word], at: int) -> bool:
    """Whether the negation is of something to come or that may be: a refusal and no denial."""
    near = {w.lower for w in found[max(0, at - 2) : at + (5 if found[at].lower == "no" else 3)]}
    return bool(near & _FUTURE) or any(w.lower in _CONDITIONS for w in found[:at])


def core_of(found: Sequence[Word], at: int) -> tuple[frozenset[str], bool]:
    """The key of what the negation at ``at`` denies, none where it is a view; and whether it says 'such'.

    That is the next verb or noun, or the verb before 'nothing' and 'nobody', or what 'never took place'.
    """
    such = any(w.lower == "such" for w in found[at + 1 : at + 3])
    before = [w for w in found[:at] if w.key and w.lower not in _SKIP]
    word = found[at].lower
    if word == "nothing" and [w.lower for w in found[at + 1 : at + 4]] == ["to", "do", "with"]:
        at += 3
    elif word in ("nothing", "nobody") and before and before[-1] in found[max(0, at - 3) : at]:
        return frozenset((before[-1].key,)), such
    for each in found[at + 1 : at + 1 + NEGATED_WITHIN]:
        if each.lower in _SKIP or not each.key:
            continue
        placed = each.key == "take*" and any(w.lower == "place" for w in found[at + 1 : at + 9])
        if each.lower in _OCCURRING or placed:
            return frozenset((before[-1].key,)) if before else frozenset(), such
        return (frozenset() if each.key in _VIEWS else frozenset((each.key,))), such
    return frozenset(), such


# -- where things stand


def _with(made: Denial, **fields: object) -> Denial:
    return replace(made, **fields)  # type: ignore[arg-type]


def _sentence(found: Sequence[Word], at: int) -> Sequence[Word]:
    """The sentence of a longer quotation in which the word at ``at`` stands."""
    stops = [k for k, word in enumerate(found) if word.lower in (".", "!", "?")]
    first = max((k + 1 for k in stops if k < at), default=0)
    return found[first : min((k for k in stops if k > at), default=len(found))]


def _keys(found: Sequence[Word]) -> frozenset[str]:
    return frozenset(w.key for w in found if w.key)


def _clause_end(line: Line, at: int) -> int:
    """Where the words end that hang on the verb at token ``at``: at a stop, or at a new clause after a comma."""
    tokens = line.sentence.tokens
    for k in range(at + 1, len(tokens)):
        if tokens[k].kind != "mark":
            continue
        if tokens[k].text in ".;:—–!?" or (tokens[k].text == "," and lower(tokens, k + 1) in _AFTER_CLAUSE):
            return tokens[k].start
    return line.end


# How far before its verb a clause may start with 'and' or 'who'.
CLAUSE_WITHIN = 12


def _clause_start(line: Line, at: int) -> int:
    """Where the clause of the verb at token ``at`` starts: behind the last stop, 'and' or 'who' before it."""
    tokens = line.sentence.tokens
    for k in range(at - 1, -1, -1):
        stop = tokens[k].kind == "mark" and tokens[k].text in ";:.—–"
        if stop or (tokens[k].lower in ("and", "but", "which", "who", "though", "although") and at - k < CLAUSE_WITHIN):
            return tokens[k + 1].start
    return line.start
