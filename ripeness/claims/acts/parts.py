"""The parts of an act: what its verb is about, its issue, whom it is aimed at, on what it hangs, how real it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

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

_MUST = word_set("must should ought shall")
_ALMOST = word_set("almost nearly barely hardly")
_FAILING = word_set("fail neglect forget omit decline refuse")
_FEIGNING = word_set("pretend feign stop come avoid consider about close")
_HOPES = word_set(
    """
    hope fear doubt wish imagine suppose false untrue unclear doubtful unlikely uncertain chance possibility prospect
    risk
    """
)
_THINGS = word_set("it this that these those which")
_TOLD = word_set("say believe report think allege understand rumour rumor")
_SAYING = word_set("say add tell explain write announce declare")
_SIGNS = word_set("sign evidence hint proof indication suggestion report doubt")
_MAY = word_set("could may might")
WILL = word_set("will would shall 'll won't wouldn't")
# Verbs and adjectives that make what they govern a thing of the future.
_PROSPECT = word_set(
    """
    expect plan intend hope prepare aim due set likely poised poise scheduled schedule mean want consider
    able try attempt seek prefer
    """
)
_IF = word_set("if unless provided once until till should whether")
_GIVEN = word_set("if unless provided once until as")
_AS_LONG = ("as long as", "so long as", "as soon as")
_RETURNS = ("in exchange for", "in return for", "on condition", "subject to")
_PARTLY = word_set(
    "partially partly part parts half elements principle some conditionally tentatively reservations limited only"
)
_OWN = word_set("its his her their our my")
_NOT_COMPLEMENTS = word_set("nsubj csubj aux punct mark cc conj parataxis cop discourse vocative expl")
# Which complement says what exactly, the best first.
_OPTION_RANK = {"xcomp": 0, "ccomp": 0, "obj": 1, "nsubj:pass": 1, "acl": 2}
_CORE = word_set("obj iobj xcomp ccomp acl")
_GOVERNED = word_set("to on of for against from over about with into")
# By which prepositions the object of a verb names whom the move is aimed at ('suspended its strikes |on Kell|').
_BESIDE: dict[MoveKind, tuple[str, ...]] = {
    "attack": ("on", "against"),
    "halt": ("on", "against"),
    "threaten": ("on", "against"),
    "propose": ("to",),
    "offer": ("to",),
}
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
    carried: bool = False  # the issue is that of the sentences before, and not in these words


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
                governing = self.pattern(above) if self.tree.is_verb(above) else None
                tells = governing is not None and not self._foretold(above)
                if label in ("xcomp", "ccomp", "advcl") and tells and not (label == "advcl" and self._apart(at)):
                    return above
                charged = label == "obj" and at != verb and "of" in self.tree.marked(verb).split(" ")
                if charged and governing is not None and governing.kind == "accuse":  # 'accused Kell |of shelling|'
                    return above
                at = above
                continue
            return None

    def _foretold(self, verb: int) -> bool:
        """'Kell |is expected| to accept': nobody's demand, and what follows is to come."""
        return self.tree.passive(verb) and self.tree.lemma(verb) in _PROSPECT and self.tree.subject(verb) is None

    def _apart(self, verb: int) -> bool:
        """Whether an adverbial clause tells something of its own: 'after rejecting', 'as troops attacked'."""
        marked = self.tree.marked(verb)
        gerund = any(self.tree.tokens[c].lower in ("of", "for", "from") for c in self.tree.kids(verb, "mark", "case"))
        return not gerund and marked != "to"

    # -- the parts of an act

    def _act(
        self,
        kind: MoveKind,
        verb: int,
        actors: tuple[str, ...],
        subject: int | None,
        rule: str,
        *,
        whole: bool = False,
    ) -> Act:
        """An act; ``whole`` where the verb itself says what it is about ('must |withdraw|'), and not how it is said."""
        parts = list(self._complements(verb))
        if whole or kind == "implement":
            parts.append((self._with_verb(verb, parts), True))
        condition = self._condition(verb)
        if condition is not None:
            parts = [(span, governed) for span, governed in parts if not _covers(condition, span)]
        spans = [span for span, _ in parts]
        starts = [] if subject is None else [self.tree.span(subject, "acl", "appos")[0]]
        low = min([verb, *starts, *(first for first, _ in spans)])
        high = max([verb + 1, *(last for _, last in spans)])
        if condition is not None:
            low, high = min(low, condition[0]), max(high, condition[1])
        issue, carried = (None, False) if kind in WITHOUT_ISSUE else self._issue(verb, parts)
        return Act(
            kind=kind,
            actors=actors,
            targets=self._targets(kind, verb, actors),
            issue=issue,
            option=self._from(verb, high) if whole else self._option(verb),
            modality=self._modality(verb, condition),
            mode="said" if kind in SAID else "did",
            condition=condition,
            first=low,
            last=high,
            verb=verb,
            said=self.voice(verb),
            rule=rule,
            carried=carried,
        )

    def _with_verb(self, verb: int, parts: Sequence[tuple[tuple[int, int], bool]]) -> tuple[int, int]:
        """The verb and what it governs right behind it: '|leave the valley|' says more than its words apart."""
        last = verb + 1
        for (first, end), governed in sorted(parts):
            if governed and first == last:
                last = end
        return verb, last

    def _from(self, verb: int, high: int) -> tuple[int, int]:
        """The verb with its negation and what follows, as what is demanded or announced."""
        negation = [c for c in self.tree.kids(verb, "advmod") if self.tree.tokens[c].lower in ("not", "never")]
        first = min([verb, *negation])
        return first, min(high, first + OPTION_WORDS)

    def _issue(self, verb: int, parts: Sequence[tuple[tuple[int, int], bool]]) -> tuple[str | None, bool]:
        """The issue that the complements of a verb speak of, weighed with what was spoken of before (see `topics`).

        And whether it is only carried over: neither the words themselves nor a plan or claim that they mean say it.
        """
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
        found = best_issue(
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
        return found, not (core or head or loose or meant)

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
        beside = _BESIDE.get(kind, ())
        candidates += [c for noun in self.tree.objects(verb) for c in self.tree.with_case(noun, *beside)]
        for at in candidates:
            if self.tree.tokens[at].lower in _THINGS:
                continue  # 'signed it'
            found = self.scene.parties(at, said)
            owner = self.tree.owner(at)
            if not found and owner is not None and self.tree.parse.tags[owner] != "PRON":
                found = self.scene.parties(owner, said)
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
        withheld = self._withheld(verb)
        if withheld is not None:
            return withheld
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
        if tree.label(verb) == "advcl" and tree.marked(verb) == "to":
            return "may"  # 'gave it until Sunday |to free them|'
        above = tree.head(verb)
        if tree.label(verb) == "xcomp" and tree.lemma(above) in _TOLD and tree.passive(above):
            return "alleged"  # 'is said to accept'
        if any(tree.tokens[c].lower in ("reportedly", "allegedly") for c in tree.kids(verb, "advmod")):
            return "alleged"
        return "done"

    def _withheld(self, verb: int) -> Modality | None:
        """'must accept', 'failed to accept', 'has yet to accept', 'almost accepted': not done, or denied."""
        tree = self.tree
        if _MUST & set(tree.auxiliaries(verb)):
            return "hypothetical"
        if any(tree.tokens[c].lower in _ALMOST for c in tree.kids(verb, "advmod")):
            return "hypothetical"
        at = verb
        while tree.label(at).split(":", 1)[0] in ("xcomp", "ccomp", "advcl", "obl", "conj") and tree.head(at) >= 0:
            above = tree.head(at)
            lemma, governed = tree.lemma(above), tree.marked(at) == "to" or tree.tokens[at].lower.endswith("ing")
            if governed and lemma in _FAILING:
                return "denied"
            if (
                governed
                and lemma in ("have", "be")
                and any(tree.tokens[c].lower == "yet" for c in tree.children[above])
            ):
                return "denied"
            if governed and lemma in _FEIGNING | {"need", "have"}:
                return "hypothetical"
            if not tree.label(at).startswith(("xcomp", "conj")):
                return None
            at = above
        return None

    def _hypothetical(self, verb: int) -> bool:
        """Whether the verb stands in a condition, a question, a doubt or a hope."""
        tree, at = self.tree, verb
        if tree.tokens[-1].lower == "?":
            return True
        for _ in range(4):
            plain, above = tree.label(at).split(":", 1)[0], tree.head(at)
            if plain == "advcl" and (self._is_condition(at) or self._inverted(at)):
                return True
            low = tree.span(at)[0]
            if low and tree.tokens[low].lower == "that" and tree.tokens[low - 1].lower in ("condition", "provided"):
                return True
            if plain == "root" and tree.tokens[0].lower in ("had", "were", "should") and self._inverted(at):
                return True
            told = plain in ("ccomp", "csubj", "acl", "advcl") and above >= 0
            if told and (tree.marked(at) in ("whether", "if") or self._unreal(above)):
                return True
            if above < 0 or plain not in ("xcomp", "conj", "ccomp", "acl", "csubj"):
                return False
            at = above
        return False

    def _inverted(self, clause: int) -> bool:
        """'|Had| Bolivia accepted, ...': the auxiliary opens a clause without a conjunction."""
        first = self.tree.first(clause, "aux")
        subject = self.tree.own_subject(clause)
        return first is not None and subject is not None and first < subject

    def _unreal(self, above: int) -> bool:
        """'no sign that', 'it is false that', 'hoped that': what follows is not told as a fact."""
        lemma = self.tree.lemma(above)
        if lemma in _HOPES:
            return True
        return lemma in _SIGNS and any(self.tree.tokens[c].lower in ("no", "little") for c in self.tree.children[above])

    def _is_condition(self, clause: int) -> bool:
        tree, marks = self.tree, self.tree.marked(clause)
        marked = marks.split(" ")[0]
        first = tree.span(clause)[0]
        words = [tree.tokens[k].lower for k in range(max(0, first - 1), first + 3) if k < len(tree.tokens)]
        if marked == "whether" and "or" in words:
            return False  # 'whether or not the parties liked it'
        if marked in _IF or any(phrase in " ".join(words) for phrase in _AS_LONG):
            return True
        opens = tree.tokens[first].lower
        if (marked in ("when", "after") or opens == "when") and tree.head(clause) >= 0:
            auxiliaries = set(tree.auxiliaries(tree.head(clause)))
            if WILL & auxiliaries and "have" not in auxiliaries:
                return True  # 'will go home |when the blockade is lifted|'
        if marked == "before":
            return self._awaits(tree.head(clause))
        return "only" in words and bool({"if", "when", "after", "once"}.intersection(words))

    def _awaits(self, verb: int) -> bool:
        """'will not sign |before Kell withdraws|': whether the verb is refused or demanded until something happens."""
        tree, at = self.tree, verb
        for _ in range(3):
            if at < 0:
                return False
            auxiliaries = set(tree.auxiliaries(at))
            if tree.negated(at) or (WILL | _MUST | _MAY) & auxiliaries:
                return True
            pattern = self.pattern(at) if tree.is_verb(at) else None
            if pattern is not None and pattern.kind in ("demand", "reject"):
                return True
            if tree.label(at).split(":", 1)[0] not in ("xcomp", "ccomp", "acl", "conj", "obj"):
                return False
            at = tree.head(at)
        return False

    def _condition(self, verb: int) -> tuple[int, int] | None:
        """The words on which the act hangs: 'if ...', 'only after ...', 'in exchange for ...'."""
        at = verb
        for _ in range(4):
            for child in self.tree.kids(at, "advcl"):
                if self._is_condition(child):
                    return self.tree.span(child)
            for child in self.tree.kids(at, "obl", "nmod"):
                low, high = self.tree.span(child)
                phrase = " ".join(token.lower for token in self.tree.tokens[low : low + 3])
                if phrase.startswith(_RETURNS):
                    following = self.tree.head(low + 2) if low + 2 < len(self.tree.tokens) else -1
                    return low, max(high, self.tree.span(following)[1] if following > child else high)
            inner = self.tree.first(at, "xcomp")
            if inner is None:
                break
            at = inner
        return self._condition_beside(verb)

    def _condition_beside(self, verb: int) -> tuple[int, int] | None:
        """The condition that hangs on a verb beside it: 'would stop and leave |if ...|', 'He would, he said, |if|'."""
        tree = self.tree
        joined = [c for c in tree.kids(verb, "conj") if tree.is_verb(c) and tree.own_subject(c) is None]
        beside = [c for c in tree.kids(verb, "parataxis") if tree.lemma(c) in _SAYING and c > verb]
        above = tree.head(verb)
        if above > verb and tree.lemma(above) in _SAYING and tree.label(verb) in ("ccomp", "parataxis"):
            beside.append(above)
        for at in (*joined, *beside):
            for child in tree.kids(at, "advcl", "ccomp"):
                if child > at and self._is_condition(child) and tree.marked(child).split(" ")[0] in _GIVEN:
                    return tree.span(child)
        giving = (WILL | _MAY) & set(tree.auxiliaries(verb)) or not tree.is_verb(verb)
        return self._proviso(verb) if giving else None

    def _proviso(self, verb: int) -> tuple[int, int] | None:
        """'would pay, |provided that both ratified|', whatever the parse hangs it on."""
        words = [token.lower for token in self.tree.tokens]
        for at in range(verb + 1, len(words) - 1):
            if words[at] in (";", ":"):
                return None
            if words[at] in ("provided", "providing") and words[at + 1] == "that":
                return at, max(at + 2, self.tree.span(at)[1])
            if words[at] == "condition" and words[at + 1] == "that" and words[at - 1] in ("on", "the"):
                clause = next((k for k in range(at + 2, len(words)) if self.tree.own_subject(k) is not None), at + 1)
                return at - 1, max(at + 2, self.tree.span(clause)[1])
        return None

    def _partly(self, verb: int) -> bool:
        low, high = self.tree.span(verb)
        near = {self.tree.tokens[c].lower for c in self.tree.kids(verb, "advmod", "obl")}
        words = [self.tree.tokens[k].lower for k in range(max(low, verb - 2), min(high, verb + 4))]
        near |= set(words)
        if "part" in near and any(before in _OWN for before, word in pairwise(words) if word == "part"):
            near.discard("part")  # 'for its part'
        return bool(_PARTLY & near)

    def _option(self, verb: int) -> tuple[int, int] | None:
        """What exactly: the clause or infinitive that the verb governs, its object, or what it is 'to', 'on', 'for'."""
        ranked: list[tuple[int, int]] = []
        for child in self.tree.children[verb]:
            label = self.tree.label(child)
            plain = label.split(":", 1)[0]
            governed = plain == "obl" and self.tree.case(child) in _GOVERNED
            rank = 3 if governed else _OPTION_RANK.get("nsubj:pass" if label == "nsubj:pass" else plain)
            if rank is not None and not (plain in ("obj", "iobj") and self.scene.parties(child, self.speaker(verb))):
                ranked.append((rank, child))
        if not ranked:
            return None
        first, last = self.tree.span(min(ranked)[1])
        return first, min(last, first + OPTION_WORDS)


def _covers(outer: tuple[int, int], inner: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _leading(scene: Scene) -> tuple[str, ...]:
    """The parties that the sentence is about: those of the subject of its first verb."""
    root = next((at for at in range(len(scene.tree.tokens)) if scene.tree.head(at) < 0), None)
    return scene.parties(scene.tree.own_subject(root)) if root is not None else ()


def note_topics(scene: Scene, acts: Sequence[Act]) -> None:
    """Remember what the sentence and its moves are about, for 'the plan', 'the condition' and 'this' after it."""
    discourse = scene.discourse
    discourse.actors = _leading(scene) or (acts[-1].actors if acts else ()) or discourse.actors
    for act in acts:
        if act.kind == "propose":
            discourse.proposers = act.actors
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
