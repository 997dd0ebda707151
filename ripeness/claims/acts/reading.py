"""Moves as single sentences tell them: verbs and nouns of the lexicon, and what parties say will be done.

A verb inside the complement of another telling verb is what that one is about ('agreed |to release| prisoners') and no
move of its own, except what somebody is accused of or denies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ripeness.claims.acts.lexicon import Pattern, lexicon
from ripeness.claims.acts.scene import Scene
from ripeness.claims.acts.topics import best_issue
from ripeness.claims.grammar import VERBS
from ripeness.claims.issues import codebook
from ripeness.claims.lexicon import word_set
from ripeness.claims.model import Modality, Mode, MoveKind, Speaker

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
# What a party would do 'if' another did something: an offer.
_TO_GIVE: frozenset[MoveKind] = frozenset(("implement", "halt", "concede", "meet", "mediate"))
# What a party that speaks of what it will do makes by saying so.
_TURNED: dict[MoveKind, MoveKind] = {
    "attack": "threaten",
    "withdraw": "threaten",
    "implement": "promise",
    "halt": "promise",
    "concede": "promise",
    "mediate": "promise",
}
# Moves that may be about several issues at once.
_LISTING: frozenset[MoveKind] = frozenset(("propose", "demand", "offer", "promise", "accept", "reject"))
WITHOUT_ISSUE: frozenset[MoveKind] = frozenset(("meet", "call", "mediate", "gesture", "attack"))

_MAY = word_set("could may might")
_WILL = word_set("will would shall 'll won't wouldn't")
_CAN = word_set("can could cannot can't couldn't")
_UNTRUE = word_set("lie lies untrue false fabrication invention fiction nonsense invented fabricated")
_GESTURES = ("gesture", "sign of good will", "sign of goodwill", "token of", "mark of good will", "mark of respect")
_MEETINGS = word_set("talk talks meeting negotiation negotiations session sessions conference round")
_OPENING = word_set("open begin start resume reopen restart continue get take hold go reconvene")
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
        self.words = scene.plain_words()
        self.patterns: dict[int, Pattern | None] = {}

    def at(self, at: int) -> Iterator[Act]:
        """The acts whose verb, noun or adjective stands at ``at``."""
        tag = self.tree.parse.tags[at]
        if tag == "ADJ" and self.tree.lemma(at) in _READY | _UNREADY:
            yield from self._ready(at)
        elif self.tree.is_verb(at):
            yield from self._verb(at)
        elif tag in ("NOUN", "PROPN"):
            yield from self._noun(at)

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

    def _verb(self, verb: int) -> Iterator[Act]:
        tree = self.tree
        if (tree.label(verb) == "acl" and tree.marked(verb) == "to") or self._is_topic(verb) or self._is_opinion(verb):
            return
        pattern, governor = self.pattern(verb), self.governor(verb)
        if governor is not None:
            yield from self._charged(verb, pattern, governor)
            return
        said, subject = self.speaker(verb), tree.subject(verb)
        actors = self.scene.parties(subject, said)
        if not actors and pattern is not None and self._stands(verb):
            actors = self.scene.parties_before(verb)
        own = said is not None and said.party is not None and said.party in actors
        demand = None if own else self._must(verb, actors, said)
        if demand is not None:
            yield from self._several(demand)
        elif pattern is None:
            yield from self._unlisted(verb, actors, subject, said, own)
        else:
            actors = (
                self._joint(verb, actors) if pattern.kind in _JOINT else self._accuser(pattern.kind, verb, actors, said)
            )
            if actors:
                act = self._act(pattern.kind, verb, actors, subject, f"the verb '{tree.lemma(verb)}' and its subject")
                yield from self._turned(act, own, said)

    def _stands(self, verb: int) -> bool:
        """Whether the verb is a finite one in the active, so that what stands before it may be its subject."""
        finite = self.tree.tokens[verb].lower != self.tree.lemma(verb) and not self.tree.tokens[verb].lower.endswith(
            "ing"
        )
        return finite and not self.tree.passive(verb) and not self.tree.label(verb).startswith("acl")

    def _accuser(self, kind: MoveKind, verb: int, actors: tuple[str, ...], said: Speaker | None) -> tuple[str, ...]:
        """Nobody accuses itself: where the parse says so, it is the speaker who accuses."""
        if kind != "accuse" or not actors:
            return actors
        accused = {party for noun in self.tree.objects(verb) for party in self.scene.parties(noun, said)}
        if not accused & set(actors):
            return actors
        own = said.party if said is not None else None
        return (own,) if own is not None and own not in accused else ()

    def _is_topic(self, verb: int) -> bool:
        """'Agreeing to a truce would be sensible': what a sentence is about, and nothing that was done."""
        plain = self.tree.label(verb).split(":", 1)[0]
        return plain in ("csubj", "nsubj") or (
            self.tree.tokens[verb].lower.endswith("ing")
            and plain in ("obj", "obl", "nmod", "root", "compound")
            and self.tree.own_subject(verb) is None
            and not self.tree.auxiliaries(verb)
        )

    def _is_opinion(self, verb: int) -> bool:
        """Whether somebody who speaks for no party says it of what is not past: a judgement or a forecast."""
        said = self.speaker(verb)
        if said is None or said.party is not None or said.unsettled:
            return False
        auxiliaries = set(self.tree.auxiliaries(verb))
        past = bool({"had", "has", "have", "was", "were", "did"} & auxiliaries)
        return not past and (
            bool(auxiliaries) or self.tree.tokens[verb].lower in (self._s_form(verb), self.tree.lemma(verb))
        )

    def _s_form(self, verb: int) -> str:
        lemma = self.tree.lemma(verb)
        return (
            lemma[:-1] + "ies"
            if lemma.endswith("y")
            else lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x")) else "s")
        )

    def _unlisted(
        self, verb: int, actors: tuple[str, ...], subject: int | None, said: Speaker | None, own: bool
    ) -> Iterator[Act]:
        """What a verb tells that is in no list: what a party will do or did not do, a gesture, talks that open."""
        if self._as_gesture(verb) and actors:
            yield self._act("gesture", verb, actors, subject, "called a gesture or a sign of good will")
        elif own and self.tree.parse.tags[verb] in VERBS:
            announced = self._announced(verb, actors, subject)
            if announced is not None:
                yield from self._with_demand(announced)
        elif said is not None and said.party is not None and not actors and self._untrue(verb):
            yield self._act("deny", verb, (said.party,), subject, "the speaker says that it is not so")
        else:
            yield from self._talks(verb)

    def _turned(self, act: Act, own: bool, said: Speaker | None) -> Iterator[Act]:
        """The act with what negation, modal verbs and the speaker make of it."""
        verb, kind = act.verb, act.kind
        auxiliaries = set(self.tree.auxiliaries(verb))
        future = bool(_WILL & auxiliaries)
        if self.tree.negated(verb):
            yield from self._negated(act, own, future or bool(_CAN & auxiliaries))
            return
        if kind == "accept":
            act = self._accepted(act)
            kind = act.kind
        if kind == "demand" and self._no_longer(verb):
            act = replace(act, kind="concede")
            kind = act.kind
        if act.modality == "conditional" and future and kind in _TO_GIVE:
            yield replace(act, kind="offer", mode="said")
        elif act.modality in ("conditional", "hypothetical"):
            yield from self._with_demand(act)
        elif own and future and kind in _TURNED:
            yield replace(act, kind=_TURNED[kind], mode="said", modality="done")
        elif own and future and kind in _SAID:
            yield from self._several(replace(act, modality="done"))
        elif kind in _HARM and said is not None and said.party is not None and not own:
            if act.modality == "done":
                charge = self._act("accuse", verb, (said.party,), None, "a party says that another did harm")
                yield replace(charge, targets=act.actors, first=act.first, last=act.last)
            yield replace(act, modality="alleged")
        else:
            yield from self._several(act)

    def _negated(self, act: Act, own: bool, refusing: bool) -> Iterator[Act]:
        """'will not accept' is a refusal; 'has not accepted' is no acceptance, and a denial where the party says so."""
        present = self.tree.tokens[act.verb].lower == self.tree.lemma(act.verb) and not self._did(act.verb)
        if act.kind in _GIVING and (refusing or (own and present)):
            modality: Modality = "done" if act.modality == "may" else act.modality
            yield from self._with_demand(replace(act, kind="reject", mode="said", modality=modality))
            return
        yield replace(act, modality="denied")
        if own and act.kind not in ("deny", "reject"):
            yield replace(act, kind="deny", mode="said", rule="a party says that it did not do so", issue=self._of(act))

    def _of(self, act: Act) -> str | None:
        return act.issue or self._issue(act.verb, list(self._complements(act.verb)))

    def _did(self, verb: int) -> bool:
        return bool({"did", "didn't", "had", "has", "have", "hadn't", "hasn't"} & set(self.tree.auxiliaries(verb)))

    def _accepted(self, act: Act) -> Act:
        """'agreed in part'; 'agreed to stop attacks', which is what was agreed and is still to be done."""
        if self._partly(act.verb):
            return replace(act, kind="accept-in-part")
        inner = self.tree.first(act.verb, "xcomp")
        pattern = self.pattern(inner) if inner is not None and self.tree.lemma(act.verb) == "agree" else None
        if pattern is None or pattern.kind not in ("halt", "implement", "meet"):
            return act
        issue = None if pattern.kind in WITHOUT_ISSUE else act.issue
        modality: Modality = "agreed" if act.modality == "done" else act.modality
        return replace(act, kind=pattern.kind, modality=modality, issue=issue, mode="did")

    def _no_longer(self, verb: int) -> bool:
        """'no longer demands'."""
        words = [self.tree.tokens[k].lower for k in range(max(0, verb - 4), verb + 3) if k < len(self.tree.tokens)]
        return any(pair in (("no", "longer"), ("not", "anymore")) for pair in pairwise(words))

    def _several(self, act: Act) -> Iterator[Act]:
        """One act for each issue that 'and' joins in its complements ('demanded the valley and an end to arms')."""
        yield act
        if act.kind not in _LISTING or act.issue is None:
            return
        seen = {act.issue}
        for child in self.tree.kids(act.verb, "obj", "xcomp", "ccomp", "obl"):
            for piece in (child, *self._conjuncts(child)):
                low, high = self.tree.span(piece, "conj", "cc")
                issue = codebook().issue_of(self.words[low:high])
                if issue is not None and issue not in seen:
                    seen.add(issue)
                    yield replace(act, issue=issue, option=(low, min(high, low + OPTION_WORDS)))

    def _conjuncts(self, at: int) -> Iterator[int]:
        for child in self.tree.kids(at, "conj"):
            yield child
            yield from self._conjuncts(child)

    def _with_demand(self, act: Act) -> Iterator[Act]:
        """'not unless Kell withdraws': the refusal, and the demand in its condition."""
        yield act
        if act.kind != "reject" or act.condition is None:
            return
        first, last = act.condition
        issue = codebook().issue_of(self.words[first:last])
        if issue is not None:
            rule = "the condition of a refusal is a demand"
            yield replace(
                act, kind="demand", issue=issue, option=act.condition, modality="done", condition=None, rule=rule
            )

    def _charged(self, verb: int, pattern: Pattern | None, governor: int) -> Iterator[Act]:
        """What somebody is accused of or denies: it is only alleged, or denied."""
        above = self.pattern(governor)
        if pattern is None or above is None or above.kind not in ("accuse", "deny"):
            return
        said = self.speaker(governor)
        own = self.scene.parties(self.tree.own_subject(verb), said)
        if above.kind == "accuse":
            if pattern.kind in _SAID:
                return
            objects = self.tree.objects(governor)
            actors = self.scene.parties(objects[0] if objects else None, said)
            modality: Modality = "alleged"
        else:
            actors = own or self.scene.parties(self.tree.subject(governor), said)
            modality = "denied"
        if actors:
            act = self._act(pattern.kind, verb, actors, None, f"what '{self.tree.lemma(governor)}' is about")
            yield replace(act, modality=modality)

    def _must(self, verb: int, actors: tuple[str, ...], said: Speaker | None) -> Act | None:
        """'Kell must withdraw', said for another party: a demand of the speaker's party."""
        if said is None or said.party is None:
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
        """A party says that it will, or will not, do something that bears on an issue, or that it did not do it."""
        auxiliaries = set(self.tree.auxiliaries(verb))
        lemma, negated = self.tree.lemma(verb), self.tree.negated(verb)
        if lemma in _SPEECH | {"be", "have", "see", "know"} and not negated:
            return None
        if not (_WILL | _CAN) & auxiliaries:
            if not negated or not self._did(verb):
                return None
            act = self._act("deny", verb, actors, subject, "a party says that it did not do so")
            return act if act.issue is not None else None
        if not _WILL & auxiliaries and not negated:
            return None
        rule = "what the speaker's own side will do"
        act = self._act("reject" if negated else "promise", verb, actors, subject, rule)
        if act.issue is None or act.modality == "hypothetical":
            return None
        if act.modality == "conditional":
            return replace(act, kind="reject" if negated else "offer", mode="said")
        return replace(act, modality="done", mode="said")

    def _untrue(self, verb: int) -> bool:
        """'That is a lie', 'This is not true', 'No drone had flown'."""
        low, high = self.tree.span(verb)
        words = {self.tree.tokens[k].lower for k in range(low, high)}
        whole = self.tree.label(verb).split(":", 1)[0] in ("root", "ccomp", "conj", "parataxis")
        return whole and (bool(words & _UNTRUE) or (self.tree.negated(verb) and self._did(verb)))

    def _as_gesture(self, verb: int) -> bool:
        low, high = self.tree.span(verb)
        text = " ".join(self.tree.tokens[k].lower for k in range(low, high))
        return any(sign in text for sign in _GESTURES)

    def _talks(self, verb: int) -> Iterator[Act]:
        """'Talks between Kell and the Front opened': a meeting told by its noun."""
        subject = self.tree.own_subject(verb)
        if subject is None or self.tree.lemma(subject) not in _MEETINGS or self.tree.lemma(verb) not in _OPENING:
            return
        between = next((c for c in self.tree.kids(subject, "nmod") if self.tree.case(c) in ("between", "of")), None)
        actors = self.scene.parties(between, self.speaker(verb))
        actors = actors if len(actors) > 1 else self.scene.pair
        if len(actors) > 1 and not self.tree.negated(verb):
            yield self._act("meet", verb, actors, subject, "talks between the two, told as an event")

    def _ready(self, at: int) -> Iterator[Act]:
        """'ready to withdraw', 'unwilling to talk': an offer, an acceptance to come, or a refusal."""
        subject = self.tree.subject(at)
        actors = self.scene.parties(subject, self.speaker(at))
        if not actors:
            return
        what = self.tree.first(at, "xcomp", "advcl", "ccomp", "acl")
        inner = self.pattern(what) if what is not None and self.tree.is_verb(what) else None
        refused = self.tree.negated(at) or self.tree.lemma(at) in _UNREADY
        rule = f"'{self.tree.lemma(at)}' to do something"
        if not refused and inner is not None and inner.kind in ("accept", "reject", "study", "meet"):
            yield replace(self._act(inner.kind, at, actors, subject, rule), modality="may")
            return
        act = self._act("reject" if refused else "offer", at, actors, subject, rule)
        if act.issue is not None:
            yield act

    def _noun(self, noun: int) -> Iterator[Act]:
        """ "Kell's refusal to leave": a noun that tells of a move, with its owner; 'our condition is ...'."""
        condition = self._condition_is(noun)
        if condition is not None:
            yield condition
            return
        kind = lexicon().nouns.get(self.tree.lemma(noun))
        if kind is None or self._told_by_verb(noun):
            return
        actors = self.scene.parties(self.tree.owner(noun), self.speaker(noun))
        if actors:
            rule = f"the noun '{self.tree.lemma(noun)}' and its owner"
            act = self._act(kind, noun, actors, self.tree.owner(noun), rule)
            if act.issue is not None or kind in WITHOUT_ISSUE:
                yield act

    def _condition_is(self, noun: int) -> Act | None:
        """'The key condition is an end to foreign aid', said for a party: a demand."""
        if self.tree.lemma(noun) not in lexicon().classes["CLAIM"] or not self.tree.label(noun).startswith("nsubj"):
            return None
        predicate, said = self.tree.head(noun), self.speaker(noun)
        owner = self.scene.parties(self.tree.owner(noun), said)
        actors = owner or ((said.party,) if said is not None and said.party else ())
        linked = (
            self.tree.lemma(predicate) in ("be", "include", "remain") or self.tree.first(predicate, "cop") is not None
        )
        if not actors or not linked:
            return None
        low, high = self.tree.span(predicate, "nsubj", "cop")
        issue = codebook().issue_of(self.words[max(low, noun + 1) : high])
        if issue is None:
            return None
        act = self._act("demand", predicate, actors, noun, "a condition that a party names")
        return replace(act, issue=issue, modality="done")

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
        core, loose = Counter[str](), Counter[str]()
        inside: set[int] = set()
        for (first, last), plain in parts:
            inside.update(range(first, last))
            (core if plain else loose).update(codebook().scores(self.words[first:last]))
        head = Counter[str]()
        for noun in self.tree.objects(verb):
            head.update(codebook().scores([self.words[noun]]))
        around = codebook().scores([word for k, word in enumerate(self.words) if k not in inside])
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
                "before": discourse.before,
                "earlier": discourse.earlier,
                "title": self.scene.themes.title,
            }
        )

    def _meant(self, verb: int) -> str:
        """Whether the verb is about 'the plan' or 'the condition' that was spoken of before; '' where about neither."""
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


def note_topics(scene: Scene, acts: Sequence[Act]) -> None:
    """Remember what the sentence and its moves are about, for 'the plan', 'the condition' and 'this' after it."""
    discourse = scene.discourse
    for act in acts:
        if act.issue is None:
            continue
        discourse.topic = act.issue
        if act.kind in ("propose", "offer", "accept", "accept-in-part"):
            discourse.plan = act.issue
        if act.kind == "demand":
            discourse.claim = act.issue
    known = {*discourse.earlier, *discourse.before}
    discourse.earlier = {
        issue: FADING * discourse.earlier.get(issue, 0.0) + discourse.before.get(issue, 0.0) for issue in known
    }
    discourse.before = codebook().scores(scene.plain_words())


# What a sentence says of an issue counts for so much less with each sentence after it.
FADING = 0.5

__all__ = ["Act", "Reported", "note_topics", "read_acts"]
