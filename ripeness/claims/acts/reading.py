"""Moves as single sentences tell them: verbs and nouns of the lexicon, and what a party says that it or another will do.

A verb inside the complement of another telling verb is what that one is about ('agreed |to release| prisoners') and no
move of its own, except what somebody is accused of or denies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ripeness.claims.acts.lexicon import Pattern, lexicon
from ripeness.claims.acts.scene import Scene
from ripeness.claims.acts.topics import best_issue
from ripeness.claims.issues import codebook
from ripeness.claims.lexicon import word_set
from ripeness.claims.model import Modality, Mode, MoveKind, Speaker
from ripeness.claims.pronouns import Discourse

_SAID: frozenset[MoveKind] = frozenset(
    (
        "propose", "demand", "offer", "accept", "accept-in-part", "reject", "study", "concede", "promise", "threaten",
        "accuse", "deny",
    )
)  # fmt: skip
# What a party that speaks of itself turns down when it says that it will not do it.
_GIVING: frozenset[MoveKind] = frozenset(("accept", "accept-in-part", "implement", "halt", "concede", "meet", "offer"))
_HARM: frozenset[MoveKind] = frozenset(("attack", "violate"))
_JOINT: frozenset[MoveKind] = frozenset(("meet", "call"))
WITHOUT_ISSUE: frozenset[MoveKind] = frozenset(("meet", "call", "mediate", "gesture", "attack"))

_MAY = word_set("could may might")
_WILL = word_set("will would shall 'll")
_MUST = word_set("must should ought shall")
# Verbs and adjectives that make what they govern a thing of the future.
_PROSPECT = word_set(
    "expect plan intend hope prepare aim due set likely poised scheduled mean want consider able try attempt seek"
)
_READY = word_set("ready willing prepared open inclined disposed amenable")
_UNREADY = word_set("unwilling unready reluctant unprepared opposed")
_IF = word_set("if unless provided once until till should whether")
_RETURNS = ("in exchange for", "in return for", "on condition", "subject to")
_PARTLY = word_set("partially partly part half principle some conditionally tentatively reservations limited only")
_NOT_COMPLEMENTS = word_set("nsubj csubj aux punct mark cc conj parataxis cop discourse vocative expl")
_SPEECH = word_set("say tell add announce declare state note argue claim report explain stress write")
_CORE = word_set("obj iobj xcomp ccomp acl")
_GOVERNED = word_set("to on of for against from over about with into")
# How many words of what a move is about are kept as its option.
OPTION_WORDS = 14


@dataclass(frozen=True, slots=True)
class Reported:
    """Words of the sentence that somebody is said to have said: tokens ``first``..``last`` (exclusive)."""

    first: int
    last: int
    speaker: Speaker | None
    statement: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """One telling of a move. ``first``..``last`` are tokens of the sentence, and so are those of ``condition``."""

    kind: MoveKind
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    issue: str | None
    option: tuple[int, int] | None
    modality: Modality
    mode: Mode
    condition: tuple[int, int] | None
    first: int
    last: int
    verb: int
    said: Reported | None
    rule: str


def read_acts(scene: Scene, reported: Sequence[Reported] = ()) -> list[Act]:
    """The moves that one sentence tells, in order; ``reported`` are the indirect statements in it."""
    reader = _Reader(scene, reported)
    acts: list[Act] = []
    for at in range(len(scene.tree.tokens)):
        acts.extend(reader.at(at))
    return acts


class _Reader:
    def __init__(self, scene: Scene, reported: Sequence[Reported]) -> None:
        self.scene = scene
        self.tree = scene.tree
        self.reported = reported
        self.patterns: dict[int, Pattern | None] = {}

    def at(self, at: int) -> Iterator[Act]:
        """The acts whose verb, noun or adjective stands at ``at``."""
        tag = self.tree.parse.tags[at]
        if tag == "ADJ" and self.tree.lemma(at) in _READY | _UNREADY:
            act = self._ready(at)
        elif self.tree.is_verb(at):
            act = self._verb(at)
        elif tag in ("NOUN", "PROPN"):
            act = self._noun(at)
        else:
            act = None
        if act is not None:
            yield act

    # -- what is asked of several kinds

    def voice(self, at: int) -> Reported | None:
        """The innermost reported statement in which token ``at`` stands."""
        inside = [r for r in self.reported if r.first <= at < r.last]
        return min(inside, key=lambda r: r.last - r.first) if inside else None

    def speaker(self, at: int) -> Speaker | None:
        """In whose mouth token ``at`` stands, or None where the report itself speaks."""
        said = self.voice(at)
        return said.speaker if said is not None else self.scene.voice

    def pattern(self, verb: int) -> Pattern | None:
        """The pattern of the lexicon that the verb fits."""
        if verb not in self.patterns:
            self.patterns[verb] = lexicon().kind(self.tree, verb)
        return self.patterns[verb]

    def governor(self, verb: int) -> int | None:
        """The telling verb in whose complement this verb stands, or None."""
        at = verb
        while True:
            label, above = self.tree.label(at).split(":", 1)[0], self.tree.head(at)
            if above < 0:
                return None
            if label in ("xcomp", "ccomp", "advcl", "acl", "conj", "obl", "obj", "nmod"):
                if label == "conj" and self.tree.own_subject(at) is not None:
                    return None
                tells = self.tree.is_verb(above) and self.pattern(above) is not None
                if label in ("xcomp", "ccomp", "advcl") and tells and not (label == "advcl" and self._apart(at)):
                    return above
                at = above
                continue
            return None

    def _apart(self, verb: int) -> bool:
        """Whether an adverbial clause tells something of its own: 'after rejecting', 'as troops attacked'."""
        marked = self.tree.marked(verb)
        gerund = any(self.tree.tokens[c].lower in ("of", "for", "from") for c in self.tree.kids(verb, "mark", "case"))
        return not gerund and marked != "to"

    # -- verbs

    def _verb(self, verb: int) -> Act | None:
        tree = self.tree
        pattern = self.pattern(verb)
        if tree.label(verb) == "acl" and tree.marked(verb) == "to":
            return None
        governor = self.governor(verb)
        if governor is not None:
            return self._charged(verb, pattern, governor)
        said = self.speaker(verb)
        subject = tree.subject(verb)
        actors = self.scene.parties(subject, said)
        demand = self._must(verb, actors, said)
        if demand is not None:
            return demand
        own = said is not None and said.party is not None and said.party in actors
        if pattern is None:
            return self._announced(verb, actors, subject) if own else self._talks(verb)
        if pattern.kind in _JOINT:
            actors = self._joint(verb, actors)
        if not actors:
            return None
        act = self._act(pattern.kind, verb, actors, subject, f"the verb '{tree.lemma(verb)}' and its subject")
        return self._turned(act, verb, own, said)

    def _turned(self, act: Act, verb: int, own: bool, said: Speaker | None) -> Act | None:
        """The act with what negation, modal verbs and the speaker make of it; None where nothing is told."""
        tree, kind = self.tree, act.kind
        auxiliaries = set(tree.auxiliaries(verb))
        negated = tree.negated(verb)
        future = bool(_WILL & auxiliaries)
        if negated:
            if kind in ("accept", "accept-in-part") or (kind in _GIVING and (own or future or "can" in auxiliaries)):
                return replace(act, kind="reject", mode="said", modality=_without_done(act.modality))
            if kind in _HARM and own:
                return replace(act, modality="denied")
            if kind == "reject":
                return None
            return replace(act, modality="denied") if own or said is not None else None
        if kind == "accept" and self._partly(verb):
            act = replace(act, kind="accept-in-part")
        if act.modality in ("conditional", "hypothetical"):
            if own and future and act.modality == "conditional" and kind in ("implement", "halt", "concede", "meet"):
                return replace(act, kind="offer", mode="said")
            return act
        if own and future:
            if kind == "attack":
                return replace(act, kind="threaten", mode="said", modality="done")
            if kind in ("implement", "halt", "concede", "withdraw", "mediate"):
                turned: MoveKind = "threaten" if kind == "withdraw" else "promise"
                return replace(act, kind=turned, mode="said", modality="done")
            if kind in _SAID:
                return replace(act, modality="done")
        if kind in _HARM and said is not None and said.party is not None and not own:
            return replace(act, modality="alleged")
        return act

    def _charged(self, verb: int, pattern: Pattern | None, governor: int) -> Act | None:
        """What somebody is accused of or denies: an attack or a breach that is only alleged, or denied."""
        above = self.pattern(governor)
        if pattern is None or above is None or above.kind not in ("accuse", "deny") or pattern.kind not in _HARM:
            return None
        if above.kind == "accuse":
            objects = self.tree.objects(governor)
            actors = self.scene.parties(objects[0] if objects else None, self.speaker(governor))
            modality: Modality = "alleged"
        else:
            actors = self.scene.parties(self.tree.subject(governor), self.speaker(governor))
            modality = "denied"
        if not actors:
            return None
        act = self._act(pattern.kind, verb, actors, None, f"what '{self.tree.lemma(governor)}' is about")
        return replace(act, modality=modality)

    def _must(self, verb: int, actors: tuple[str, ...], said: Speaker | None) -> Act | None:
        """'Kell must withdraw', said for another party: a demand of the speaker's party."""
        if said is None or said.party is None or said.party in actors:
            return None
        auxiliaries = set(self.tree.auxiliaries(verb))
        above = self.tree.head(verb)
        needs = self.tree.label(verb) == "xcomp" and above >= 0 and self.tree.lemma(above) in ("need", "have")
        if not (_MUST & auxiliaries) and not (needs and self.tree.marked(verb) == "to"):
            return None
        act = self._act("demand", verb, (said.party,), self.tree.subject(verb), "what another 'must' or 'should' do")
        if act.issue is None:
            return None
        return replace(act, targets=actors, modality="done" if act.condition is None else act.modality)

    def _announced(self, verb: int, actors: tuple[str, ...], subject: int | None) -> Act | None:
        """A party says that it will, or will not, do something that bears on an issue."""
        auxiliaries = set(self.tree.auxiliaries(verb))
        if not _WILL & auxiliaries or self.tree.lemma(verb) in _SPEECH | {"be", "have", "see", "know"}:
            return None
        negated = self.tree.negated(verb)
        act = self._act(
            "reject" if negated else "promise", verb, actors, subject, "what the speaker's own side will do"
        )
        if act.issue is None or act.modality == "hypothetical":
            return None
        if act.modality == "conditional":
            return replace(act, kind="reject" if negated else "offer", mode="said")
        return replace(act, modality="done", mode="said")

    def _talks(self, verb: int) -> Act | None:
        """'Talks between Kell and the Front opened': a meeting told by its noun."""
        subject = self.tree.own_subject(verb)
        if subject is None or self.tree.lemma(subject) not in ("talk", "talks", "meeting", "negotiation", "session"):
            return None
        between = next((c for c in self.tree.kids(subject, "nmod") if self.tree.case(c) in ("between", "of")), None)
        actors = self.scene.parties(between, self.speaker(verb))
        if len(actors) < 2 or self.tree.negated(verb):
            return None
        return self._act("meet", verb, actors, subject, "talks between the two, told as an event")

    def _ready(self, at: int) -> Act | None:
        """'ready to withdraw', 'unwilling to talk': an offer, an acceptance to come, or a refusal."""
        said = self.speaker(at)
        subject = self.tree.subject(at)
        actors = self.scene.parties(subject, said)
        if not actors:
            return None
        what = self.tree.first(at, "xcomp", "advcl", "ccomp", "acl")
        inner = self.pattern(what) if what is not None and self.tree.is_verb(what) else None
        refused = self.tree.negated(at) or self.tree.lemma(at) in _UNREADY
        rule = f"'{self.tree.lemma(at)}' to do something"
        if refused:
            act = self._act("reject", at, actors, subject, rule)
            return act if act.issue is not None else None
        if inner is not None and inner.kind in ("accept", "reject", "study", "meet"):
            return replace(self._act(inner.kind, at, actors, subject, rule), modality="may")
        act = self._act("offer", at, actors, subject, rule)
        return act if act.issue is not None else None

    def _noun(self, noun: int) -> Act | None:
        """ "Kell's refusal to leave": a noun that tells of a move, with its owner."""
        kind = lexicon().nouns.get(self.tree.lemma(noun))
        if kind is None or self._told_by_verb(noun):
            return None
        actors = self.scene.parties(self.tree.owner(noun), self.speaker(noun))
        if not actors:
            return None
        act = self._act(kind, noun, actors, self.tree.owner(noun), f"the noun '{self.tree.lemma(noun)}' and its owner")
        return act if act.issue is not None or kind in WITHOUT_ISSUE else None

    def _told_by_verb(self, noun: int) -> bool:
        above = self.tree.head(noun)
        return above >= 0 and self.tree.is_verb(above) and self.pattern(above) is not None

    # -- the parts of an act

    def _act(self, kind: MoveKind, verb: int, actors: tuple[str, ...], subject: int | None, rule: str) -> Act:
        parts = list(self._complements(verb))
        condition = self._condition(verb)
        spans = [span for span, _ in parts]
        starts = [] if subject is None else [self.tree.span(subject, "acl", "appos")[0]]
        low = min([verb, *starts, *(first for first, _ in spans)])
        high = max([verb + 1, *(last for _, last in spans)])
        if condition is not None:
            low, high = min(low, condition[0]), max(high, condition[1])
        return Act(
            kind=kind,
            actors=actors,
            targets=self._targets(kind, verb, actors),
            issue=None if kind in WITHOUT_ISSUE else self._issue(verb, parts),
            option=self._option(spans, verb),
            modality=self._modality(verb, condition),
            mode="said" if kind in _SAID else "did",
            condition=condition,
            first=low,
            last=high,
            verb=verb,
            said=self.voice(verb),
            rule=rule,
        )

    def _issue(self, verb: int, parts: Sequence[tuple[tuple[int, int], bool]]) -> str | None:
        """The issue that the complements of a verb speak of, weighed with what was spoken of before (see `topics`)."""
        tokens = self.tree.tokens
        core, loose = Counter[str](), Counter[str]()
        inside: set[int] = set()
        for (first, last), plain in parts:
            inside.update(range(first, last))
            (core if plain else loose).update(codebook().scores([tokens[k].lower for k in range(first, last)]))
        head = Counter[str]()
        for noun in self.tree.objects(verb):
            head.update(codebook().scores([tokens[noun].lower]))
        around = codebook().scores([t.lower for k, t in enumerate(tokens) if k not in inside])
        discourse, meant = self.scene.discourse, self._meant(verb)
        return best_issue(
            {
                "core": core,
                "head": head,
                "loose": loose,
                "around": around,
                "topic": {discourse.topic: 1.0},
                "plan": {discourse.plan or self.scene.themes.whole: 1.0} if meant == "plan" else {},
                "whole": {self.scene.themes.whole: 1.0} if meant == "plan" else {},
                "claim": {discourse.claim: 1.0} if meant == "claim" else {},
                "title": self.scene.themes.title,
                "report": self.scene.themes.report,
                "pile": self.scene.themes.pile,
            }
        )

    def _meant(self, verb: int) -> str:
        """Whether the verb is about 'the plan' or 'the condition', which were spoken of before; '' where about neither."""
        classes = lexicon().classes
        for noun in self.tree.objects(verb) or tuple(self.tree.kids(verb, "obl", "nmod", "xcomp")):
            word = self.tree.lemma(noun)
            if word in classes["PLAN"] or word in classes["DEAL"]:
                return "plan"
            if word in classes["CLAIM"]:
                return "claim"
        return ""

    def _complements(self, verb: int) -> Iterator[tuple[tuple[int, int], bool]]:
        """The stretches that say what the verb is about, each with whether the verb governs it."""
        for child in self.tree.children[verb]:
            label = self.tree.label(child)
            plain = label.split(":", 1)[0]
            if label != "nsubj:pass" and plain in _NOT_COMPLEMENTS:
                continue
            if label == "advcl" and (self._is_condition(child) or self._apart(child)):
                continue
            core = label == "nsubj:pass" or plain in _CORE or (plain == "obl" and self.tree.case(child) in _GOVERNED)
            yield self.tree.span(child), core
        if self.tree.label(verb) in ("acl", "acl:relcl") and (self.tree.passive(verb) or self.tree.objects(verb)):
            yield self.tree.span(self.tree.head(verb), "acl"), True

    def _targets(self, kind: MoveKind, verb: int, actors: tuple[str, ...]) -> tuple[str, ...]:
        if kind in _JOINT:
            return ()
        said = self.speaker(verb)
        candidates: list[int] = [*self.tree.kids(verb, "iobj"), *self.tree.objects(verb)]
        candidates += self.tree.with_case(verb, "to", "with", "against", "on", "at", "from", "of")
        for at in candidates:
            found = self.scene.parties(at, said)
            if not found:
                owner = self.tree.owner(at)
                found = self.scene.parties(owner, said) if owner is not None else ()
            found = tuple(p for p in found if p not in actors)
            if found:
                return found
        return ()

    def _joint(self, verb: int, actors: tuple[str, ...]) -> tuple[str, ...]:
        """Who meets or calls: the subject, the object, and those whom 'with' and 'between' name."""
        said = self.speaker(verb)
        others = [*self.tree.objects(verb), *self.tree.with_case(verb, "with", "to", "between")]
        for noun in self.tree.objects(verb):
            others += [c for c in self.tree.kids(noun, "nmod") if self.tree.case(c) in ("with", "between")]
        rows = list(actors)
        for at in others:
            rows += [p for p in self.scene.parties(at, said) if p not in rows]
        return tuple(rows)

    def _modality(self, verb: int, condition: tuple[int, int] | None) -> Modality:
        tree = self.tree
        if self._hypothetical(verb):
            return "hypothetical"
        if condition is not None:
            return "conditional"
        auxiliaries = set(tree.auxiliaries(verb))
        if _MAY & auxiliaries or (_WILL & auxiliaries):
            return "may"
        at = verb
        while tree.label(at).split(":", 1)[0] in ("xcomp", "ccomp", "conj") and tree.head(at) >= 0:
            above = tree.head(at)
            if tree.label(at).startswith("xcomp") and (tree.lemma(above) in _PROSPECT):
                return "may"
            if not tree.label(at).startswith(("xcomp", "conj")):
                break
            at = above
        if any(tree.tokens[c].lower in ("reportedly", "allegedly") for c in tree.kids(verb, "advmod")):
            return "alleged"
        return "done"

    def _hypothetical(self, verb: int) -> bool:
        at = verb
        for _ in range(3):
            if self.tree.label(at) == "advcl" and self._is_condition(at):
                return True
            if self.tree.head(at) < 0 or self.tree.label(at).split(":", 1)[0] not in ("xcomp", "conj", "ccomp"):
                return False
            at = self.tree.head(at)
        return self.tree.label(at) == "advcl" and self._is_condition(at)

    def _is_condition(self, clause: int) -> bool:
        marked = self.tree.marked(clause).split(" ")[0]
        if marked in _IF:
            return True
        first = self.tree.span(clause)[0]
        words = [self.tree.tokens[k].lower for k in range(max(0, first - 1), first + 2) if k < len(self.tree.tokens)]
        return "only" in words and bool({"if", "when", "after", "once"}.intersection(words))

    def _condition(self, verb: int) -> tuple[int, int] | None:
        """The words on which the act hangs: 'if ...', 'only after ...', 'in exchange for ...'."""
        at = verb
        for _ in range(2):
            for child in self.tree.kids(at, "advcl"):
                if self._is_condition(child):
                    return self.tree.span(child)
            for child in self.tree.kids(at, "obl", "nmod"):
                low, high = self.tree.span(child)
                phrase = " ".join(self.tree.tokens[k].lower for k in range(low, min(high, low + 3)))
                if phrase.startswith(_RETURNS):
                    return low, high
            inner = self.tree.first(at, "xcomp")
            if inner is None:
                return None
            at = inner
        return None

    def _partly(self, verb: int) -> bool:
        low, high = self.tree.span(verb)
        near = {self.tree.tokens[c].lower for c in self.tree.kids(verb, "advmod", "obl")}
        near |= {self.tree.tokens[k].lower for k in range(max(low, verb - 2), min(high, verb + 4))}
        return bool(_PARTLY & near)

    def _option(self, parts: Sequence[tuple[int, int]], verb: int) -> tuple[int, int] | None:
        after = [part for part in parts if part[0] > verb] or list(parts)
        if not after:
            return None
        first, last = after[0]
        return first, min(last, first + OPTION_WORDS)


def _without_done(modality: Modality) -> Modality:
    """A refusal stands when it is said: 'will not accept' is a refusal now."""
    return "done" if modality == "may" else modality


def note_topics(acts: Sequence[Act], discourse: Discourse) -> None:
    """Remember what the sentence's moves are about, for 'the plan', 'the condition' and 'this' after it."""
    for act in acts:
        if act.issue is None:
            continue
        discourse.topic = act.issue
        if act.kind in ("propose", "offer", "accept", "accept-in-part"):
            discourse.plan = act.issue
        if act.kind == "demand":
            discourse.claim = act.issue


__all__ = ["Act", "Reported", "note_topics", "read_acts"]
