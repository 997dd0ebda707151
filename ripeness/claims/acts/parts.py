"""The parts of an act: what its verb is about, its issue, whom it is aimed at, on what it hangs, how real it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ripeness.claims.acts.lexicon import Pattern, lexicon
from ripeness.claims.acts.scene import Scene
from ripeness.claims.acts.topics import best_issue
from ripeness.claims.issues import codebook
from ripeness.claims.lexicon import word_set
from ripeness.claims.model import Modality, Mode, MoveKind, Speaker

SAID: frozenset[MoveKind] = frozenset(
    (
        "propose", "demand", "offer", "accept", "accept-in-part", "reject", "study", "concede", "promise", "threaten",
        "accuse", "deny",
    )
)  # fmt: skip
JOINT: frozenset[MoveKind] = frozenset(("meet", "call"))
WITHOUT_ISSUE: frozenset[MoveKind] = frozenset(("meet", "call", "mediate", "gesture", "attack"))

_MAY = word_set("could may might")
WILL = word_set("will would shall 'll won't wouldn't")
# Verbs and adjectives that make what they govern a thing of the future.
_PROSPECT = word_set(
    "expect plan intend hope prepare aim due set likely poised scheduled mean want consider able try attempt seek"
)
_IF = word_set("if unless provided once until till should whether")
_RETURNS = ("in exchange for", "in return for", "on condition", "subject to")
_PARTLY = word_set("partially partly part half principle some conditionally tentatively reservations limited only")
_NOT_COMPLEMENTS = word_set("nsubj csubj aux punct mark cc conj parataxis cop discourse vocative expl")
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


class Parts:
    """One sentence, asked for the parts of the acts that its verbs and nouns tell."""

    def __init__(self, scene: Scene, reported: Sequence[Reported]) -> None:
        self.scene = scene
        self.tree = scene.tree
        self.reported = reported
        self.words = scene.plain_words()
        self.patterns: dict[int, Pattern | None] = {}

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
            mode="said" if kind in SAID else "did",
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
        if kind in JOINT:
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
        if _MAY & auxiliaries or (WILL & auxiliaries):
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
