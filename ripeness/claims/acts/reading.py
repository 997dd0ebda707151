"""Moves as single sentences tell them: verbs and nouns of the lexicon, and what parties say will be done.

A verb inside the complement of another telling verb is what that one is about ('agreed |to release| prisoners') and no
move of its own, except what somebody is accused of or denies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ripeness.claims.acts.lexicon import Pattern, lexicon
from ripeness.claims.acts.parts import JOINT, OPTION_WORDS, SAID, WILL, WITHOUT_ISSUE, Act, Parts, Reported, note_topics
from ripeness.claims.acts.scene import Scene
from ripeness.claims.grammar import VERBS
from ripeness.claims.issues import codebook
from ripeness.claims.lexicon import word_set
from ripeness.claims.model import Modality, MoveKind, Speaker
from ripeness.claims.roles import OFFICES, TITLES

# What a party that speaks of itself turns down when it says that it will not do it.
_GIVING: frozenset[MoveKind] = frozenset(("accept", "accept-in-part", "implement", "halt", "concede", "meet", "offer"))
_HARM: frozenset[MoveKind] = frozenset(("attack", "violate"))
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
_CAN = word_set("can could cannot can't couldn't")
_UNTRUE = word_set("lie lies untrue false fabrication invention fiction nonsense invented fabricated")
_GESTURES = ("gesture", "sign of good will", "sign of goodwill", "token of", "mark of good will", "mark of respect")
_TRUCES = word_set("truce ceasefire cease-fire armistice")
_MEETINGS = word_set("talk talks meeting negotiation negotiations session sessions conference round")
_OPENING = word_set("open begin start resume reopen restart continue get take hold go reconvene")
_MUST = word_set("must should ought shall")
# Verbs by which two sides together conclude something, and what besides a deal they conclude.
_CONCLUDING = word_set("sign agree conclude reach initial strike seal ratify ink adopt")
_CONCLUDED = word_set("peace plan phase line agenda document text declaration exchange extension understanding")
_FIRE = word_set("fire gun guns fighting shelling hostilities")
_FIRST = word_set("we i us our")
_IS = word_set("is are was were")
_NO = word_set("no nothing none nobody neither")
# Texts that a proposal is made by, and words for what nobody can accept.
_TEXTS = word_set("paper plan draft text proposal document framework outline roadmap timetable letter memorandum note")
_OUT = (
    "unacceptable", "out of the question", "unthinkable", "not acceptable", "not negotiable", "not for sale",
    "non-starter", "off the table", "not up for", "not on any table", "not on the table", "impossible",
)  # fmt: skip
_READY = word_set("ready willing prepared open inclined disposed amenable")
_UNREADY = word_set("unwilling unready reluctant unprepared opposed")
_HOLDING = word_set("insist maintain hold")
_VOWING = word_set("vow swear")
_REFUSING = word_set("ask decline refuse")
# What is asked or declined without being a move: 'asked to be named', 'declined to comment'.
_UNTOLD_OF = word_set(
    "comment name identify elaborate speak say describe confirm quote discuss answer hear know see be think"
)
# What somebody did not do without denying anything.
_UNTOLD = word_set("receive find decide meet ask get read want expect think come change")
# What is felt or said, but neither promised nor refused: 'will not comment', 'will not love this paper'.
_IDLE = word_set(
    "comment love like hate enjoy mind regret forget remember elaborate speculate guess surprise please wait "
    "see know find understand decide"
)
# What will not be is a fear, a forecast or a reassurance, and no refusal: 'will not be harmed', 'no truce would last'.
_FORECAST = word_set(
    "harm hurt touch hit kill punish mistreat forget abandon affect damage matter happen last hold work succeed "
    "survive suffice help fail love like bring solve save win end"
)
_AWAITED = word_set("before until till if unless once whether")
# What a list of things that a party rules out is called.
_LINES = word_set("line lines limit limits condition conditions term terms demand demands position principles")
# What a party says that it will do to another.
_STRIKING = word_set("retaliate strike respond fight punish avenge invade bombard move")
# How many words a clause of saying between commas may have, and what stands before it.
_APART = 7
_STAYING = word_set("remain stay keep disagree differ")
# Nouns with a clause of what is only thought of.
_NOTIONS = word_set(
    "idea notion condition hope fear possibility prospect chance risk danger threat warning promise pledge call "
    "expectation belief view wish prediction speculation rumour rumor suspicion assumption principle guarantee "
    "assurance"
)
_SPEECH = word_set("say tell add announce declare state note argue claim report explain stress write")


# The rule of a meeting that is only named; where the sentence tells of one by its verb, it is the same.
NAMED_MEETING = "a meeting that is named"


def read_acts(scene: Scene, reported: Sequence[Reported] = ()) -> list[Act]:
    """The moves that one sentence tells, in order; ``reported`` are the indirect statements in it."""
    reader = _Reader(scene, reported)
    acts: list[Act] = []
    for at in range(len(scene.tree.tokens)):
        acts.extend(reader.at(at))
    met = any(act.kind == "meet" and act.rule != NAMED_MEETING for act in acts)
    return [act for act in acts if not (met and act.rule == NAMED_MEETING)]


class _Reader(Parts):
    def at(self, at: int) -> Iterator[Act]:
        """The acts whose verb, noun or adjective stands at ``at``."""
        tag = self.tree.parse.tags[at]
        if self.tree.first(at, "cop") is not None:
            yield from self._predicate(at)
        if tag == "ADJ" and self.tree.lemma(at) in _READY | _UNREADY:
            yield from self._ready(at)
        elif self.tree.is_verb(at):
            yield from self._verb(at)
        elif tag in ("NOUN", "PROPN"):
            yield from self._noun(at)

    # -- predicates

    def _predicate(self, at: int) -> Iterator[Act]:
        """'Kell was the host', 'Foreign troops are out of the question': moves told by what something is."""
        tree, said = self.tree, self.speaker(at)
        subject = tree.own_subject(at)
        if subject is None:
            return
        if tree.lemma(at) in lexicon().classes["MEDIATOR"]:
            actors = self.scene.parties(subject, said)
            if actors and not tree.negated(at):
                yield self._act("mediate", at, actors, subject, "named as mediator or host")
            return
        low, high = tree.span(at)
        text = " ".join(tree.tokens[k].lower for k in range(low, high))
        if said is not None and said.party is not None and any(sign in text for sign in _OUT):
            act = self._act("reject", at, (said.party,), subject, "the speaker calls it out of the question")
            issue = codebook().issue_of(self.words[slice(*tree.span(subject))]) or act.issue
            if issue is not None and act.modality != "hypothetical":
                yield replace(act, issue=issue, modality="done")

    # -- verbs

    def _verb(self, verb: int) -> Iterator[Act]:
        tree = self.tree
        if (tree.label(verb) == "acl" and tree.marked(verb) == "to") or self._is_topic(verb) or self._is_opinion(verb):
            return
        if self._of_noun(verb) or self._of_saying(verb):
            return
        if self.tree.head(verb) >= 0 and tree.lemma(tree.head(verb)) in _READY | _UNREADY and tree.marked(verb) == "to":
            return  # told by 'ready'
        pattern, governor = self.pattern(verb), self.governor(verb)
        if governor is not None:
            yield from self._charged(verb, pattern, governor)
            return
        said, subject = self.speaker(verb), tree.subject(verb)
        actors = self.scene.parties(subject, said)
        mediates = subject is not None and tree.lemma(subject) in lexicon().classes["MEDIATOR"]
        if not actors and pattern is not None and self._stands(verb) and not mediates:
            actors = self.scene.parties_before(verb)
        own = said is not None and said.party is not None and said.party in actors
        planned = self._planned(verb, actors, subject) if said is None and governor is None else None
        if planned is not None:
            yield from self._several(planned)
            return
        demand = None if own else self._must(verb, actors, said)
        if demand is not None:
            yield from self._several(demand)
        elif pattern is None:
            yield from self._unlisted(verb, actors, subject, said, own)
        elif not (pattern.kind == "reject" and self._of_harm(verb)) and not (
            own and self._of_another(pattern, subject)
        ):
            refusing = tree.negated(verb) and bool((WILL | _CAN) & set(tree.auxiliaries(verb)))
            joint = pattern.kind in JOINT and not refusing  # who will not meet is one side alone
            actors = self._joint(verb, actors) if joint else self._accuser(pattern.kind, verb, actors, said)
            actors = actors or self._unsaid(pattern, verb, subject, said)
            if actors:
                act = self._act(pattern.kind, verb, actors, subject, f"the verb '{tree.lemma(verb)}' and its subject")
                yield from self._turned(act, own, said)

    def _of_noun(self, verb: int) -> bool:
        """'its demand |that troops leave|', 'an idea |that he should yield|': what a noun is about, and not told."""
        tree, above = self.tree, self.tree.head(verb)
        plain = tree.label(verb).split(":", 1)[0]
        if plain not in ("acl", "ccomp") or above < 0 or tree.parse.tags[above] != "NOUN" or above > verb:
            return False
        if tree.marked(verb) != "that":
            return False
        lemma, classes = tree.lemma(above), lexicon().classes
        return lemma in lexicon().nouns or lemma in _NOTIONS or any(lemma in classes[c] for c in ("CLAIM", "PLAN"))

    def _of_saying(self, verb: int) -> bool:
        """'The guns fired, Kell said, |wounding| three': hung on the verb of saying, whose subject did nothing."""
        above = self.tree.head(verb)
        plain = self.tree.label(verb).split(":", 1)[0]
        told = plain in ("advcl", "xcomp") and above >= 0 and self.tree.lemma(above) in _SPEECH
        behind = told and (
            self.tree.label(above).split(":", 1)[0] == "parataxis"
            or any(content < above for content in self.tree.kids(above, "ccomp"))
        )
        return behind and above < verb and self.tree.tokens[verb].lower.endswith("ing")

    def _planned(self, verb: int, actors: tuple[str, ...], subject: int | None) -> Act | None:
        """'Kell would withdraw', told of a plan that was spoken of: what its author proposes that Kell do."""
        tree, proposers = self.tree, self.scene.discourse.proposers
        auxiliaries = set(tree.auxiliaries(verb))
        if not proposers or "would" not in auxiliaries or "have" in auxiliaries or tree.negated(verb):
            return None
        if tree.label(verb).split(":", 1)[0] not in ("root", "conj", "parataxis") or set(actors) & set(proposers):
            return None
        act = self._act("propose", verb, proposers, subject, "what a plan that was spoken of says", whole=True)
        if act.issue is None or act.carried or act.modality == "conditional":
            return None
        return replace(act, targets=actors, modality="done")

    def _unsaid(self, pattern: Pattern, verb: int, subject: int | None, said: Speaker | None) -> tuple[str, ...]:
        """Who does it where the words name nobody: a truce is signed by both sides, a plan proposed by who made it."""
        tree = self.tree
        if subject is None and pattern.kind == "accept" and tree.lemma(verb) in _CONCLUDING:
            passive = tree.passive(verb) or tree.label(verb) in ("acl", "root")
            objects = tree.objects(verb) or ((tree.head(verb),) if tree.label(verb) == "acl" else ())
            deals = lexicon().classes["DEAL"] | _CONCLUDED
            return self.scene.pair if passive and any(tree.lemma(noun) in deals for noun in objects) else ()
        if pattern.kind == "halt" and subject is not None and tree.lemma(subject) in _FIRE and said is None:
            return self.scene.pair
        if pattern.kind == "propose" and subject is not None and tree.lemma(subject) in _TEXTS:
            return self.scene.discourse.proposers
        return ()

    def _of_another(self, pattern: Pattern, subject: int | None) -> bool:
        """'said that it had attacked': nobody says so of himself, so the pronoun means another; 'we' does not."""
        if pattern.kind not in _HARM or subject is None or self.tree.parse.tags[subject] != "PRON":
            return False
        return self.scene.clause.lower(subject) not in _FIRST and not self.tree.negated(self.tree.head(subject))

    def _of_harm(self, verb: int) -> bool:
        """Whether what is refused is itself a refusal or an attack."""
        inner = self.tree.first(verb, "xcomp")
        pattern = self.pattern(inner) if inner is not None else None
        return pattern is not None and pattern.kind in ("reject", "attack")

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
        elif said is not None and said.party is not None and not actors and self._never(verb):
            act = self._act("reject", verb, (said.party,), subject, "the speaker says that it will not be", whole=True)
            if act.issue is not None and act.modality != "hypothetical":
                yield from self._with_demand(act if act.modality == "conditional" else replace(act, modality="done"))
        elif said is not None and said.party is not None and actors and self._charges(verb, actors, said):
            charge = self._act("accuse", verb, (said.party,), subject, "a party says what another did", whole=True)
            yield replace(charge, targets=actors, modality="done")
        elif said is None and actors and self._is_to(verb):
            act = self._act("implement", verb, actors, subject, "what a party is to do", whole=True)
            if act.issue is not None:
                yield replace(act, modality="agreed", mode="did")
        else:
            yield from self._talks(verb)

    def _charges(self, verb: int, actors: tuple[str, ...], said: Speaker) -> bool:
        """'said that the Front had done it': the main verb of what is said, of another party, of what is past."""
        voice, tree = self.voice(verb), self.tree
        main = voice is not None and not voice.first <= tree.head(verb) < voice.last and not voice.negated
        told = {"had", "has", "have", "was", "were"} & set(tree.auxiliaries(verb))
        noun = tree.subject(verb)
        named = noun is not None and tree.parse.tags[noun] != "PRON"
        return (
            main and bool(told) and named and said.party not in actors and len(actors) == 1 and not tree.negated(verb)
        )

    def _is_to(self, verb: int) -> bool:
        """'Kell |is to| leave the islands', and in a headline 'Kell |to| leave the islands'."""
        tree = self.tree
        if tree.marked(verb) != "to" or tree.negated(verb):
            return False
        bare = [tree.tokens[c].lower for c in tree.kids(verb, "aux", "cop")]
        above = tree.head(verb)
        return any(word in _IS for word in bare) or (above >= 0 and tree.tokens[above].lower in _IS)

    def _never(self, verb: int) -> bool:
        """'There would be no talks', 'nothing will be lifted': said of what is to come, and of no other party."""
        words = {self.tree.tokens[c].lower for c in self.tree.kids(verb, "aux", "cop")} | {self.tree.tokens[verb].lower}
        subject = self.tree.first(verb, "nsubj", "nsubj:pass")
        none = subject is not None and any(
            self.tree.tokens[c].lower in _NO for c in (subject, *self.tree.children[subject])
        )
        lemma = self.tree.lemma(verb)
        foreseen = lemma in _FORECAST or (none and lemma != "be" and lemma not in lexicon().verbs)
        return bool(words & WILL) and (none or self.tree.negated(verb)) and not foreseen

    def _meaning(self, act: Act) -> Act | None:
        """The act as what its clause makes of it: 'insisted that it had not' is a denial, 'vowed not to' a refusal.

        None for what is no move: 'asked not to be named', 'declined to comment'.
        """
        tree, verb = self.tree, act.verb
        inner = tree.first(verb, "xcomp", "ccomp")
        if act.kind == "halt" and tree.lemma(verb) == "call":
            named = [tree.tokens[c].lower for k in tree.objects(verb) for c in tree.kids(k, "det")]
            return None if inner is not None or "the" in named else act  # 'called the truce a surrender'
        if inner is None:
            return act
        lemma, refused = tree.lemma(verb), tree.negated(inner)
        if tree.marked(inner) == "to" and tree.lemma(inner) in _UNTOLD_OF and lemma in _REFUSING:
            return None
        if act.kind == "accept" and tree.lemma(inner) in _STAYING:
            return None  # 'agreed to remain in contact'
        if act.kind == "demand" and lemma in _HOLDING and tree.label(inner) == "ccomp":
            auxiliaries = set(tree.auxiliaries(inner))
            bare = "be" not in auxiliaries and tree.tokens[inner].lower.endswith("ed")
            told = self._did(inner) or bool({"was", "were"} & auxiliaries) or bare
            if WILL & auxiliaries and refused:
                return replace(act, kind="reject")
            if told and not auxiliaries & _MUST:
                return replace(act, kind="deny") if refused else None
        if act.kind in ("promise", "threaten") and lemma in _VOWING:
            pattern = self.pattern(inner)
            if refused or (pattern is not None and pattern.kind == "reject"):
                return replace(act, kind="reject")
            if pattern is not None and pattern.kind in ("attack", "withdraw"):
                return replace(act, kind="threaten")
        return act

    def _turned(self, act: Act, own: bool, said: Speaker | None) -> Iterator[Act]:
        """The act with what negation, modal verbs and the speaker make of it."""
        meant = self._meaning(act)
        goes = act.kind == "implement" and self._goes_himself(act.verb, self.tree.subject(act.verb))
        if (
            meant is None
            or goes
            or self._discharges(act)
            or (self.tree.lemma(act.verb) == "visit" and len(act.actors) < 2)
        ):
            return
        act = meant
        verb, kind = act.verb, act.kind
        auxiliaries = set(self.tree.auxiliaries(verb))
        future = bool(WILL & auxiliaries)
        if self.tree.negated(verb) or self._negated_apart(verb):
            yield from self._negated(act, own, future or bool(_CAN & auxiliaries))
            return
        if kind == "accept":
            act = self._accepted(act)
            kind = act.kind
        if kind == "demand" and self._no_longer(verb):
            act = replace(act, kind="concede")
            kind = act.kind
        if (act.modality == "conditional" and future and own and _TURNED.get(kind) == "threaten") or (
            act.modality == "conditional" and future and kind in _TO_GIVE and self._pressing(act)
        ):
            yield replace(act, kind="threaten", mode="said")
        elif act.modality == "conditional" and future and kind in _TO_GIVE:
            yield replace(act, kind="offer", mode="said")
        elif act.modality in ("conditional", "hypothetical"):
            yield from self._with_demand(act)
        elif own and future and kind in _TURNED:
            yield replace(act, kind=_TURNED[kind], mode="said", modality="done")
        elif own and future and kind in SAID:
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
        if act.kind == "deny" and any(self.tree.lemma(c) == "confirm" for c in self._beside(act.verb)):
            return  # 'would neither confirm nor deny'
        if (
            act.kind == "demand"
            and self.tree.lemma(act.verb) == "want"
            and self.tree.first(act.verb, "xcomp") is not None
        ):
            yield replace(act, kind="reject", modality="done")
            return
        present = self.tree.tokens[act.verb].lower == self.tree.lemma(act.verb) and not self._did(act.verb)
        if act.kind in _GIVING and (refusing or (own and present)):
            modality: Modality = "done" if act.modality == "may" else act.modality
            issue = "talks" if act.kind == "meet" else act.issue
            yield from self._with_demand(replace(act, kind="reject", mode="said", modality=modality, issue=issue))
            return
        yield replace(act, modality="denied")
        if own and act.kind not in ("deny", "reject") and self._past(act.verb) and not self._not_yet(act.verb):
            yield replace(act, kind="deny", mode="said", rule="a party says that it did not do so", issue=self._of(act))

    def _goes_himself(self, verb: int, subject: int | None) -> bool:
        """'Mr. Orsel left the city': a person who goes takes no troops away."""
        if self.tree.lemma(verb) not in ("leave", "depart", "quit", "go") or subject is None:
            return False
        persons = {k for m in self.scene.clause.people for k in range(m.first, m.last)}
        return subject in persons or self.tree.lemma(subject) in (
            "officer",
            "envoy",
            "delegate",
            "minister",
            "president",
        )

    def _discharges(self, act: Act) -> bool:
        """'dismissed the army chief': who is dismissed is no offer that is turned down."""
        if act.kind != "reject" or self.tree.lemma(act.verb) not in ("dismiss", "throw"):
            return False
        people = {k for m in self.scene.clause.people for k in range(m.first, m.last)}
        return any(k in people or self.tree.lemma(k) in OFFICES | TITLES for k in self.tree.objects(act.verb))

    def _negated_apart(self, verb: int) -> bool:
        """'It would |not|, he stressed, accept them': the negation before a comma and who says it."""
        words = [token.lower for token in self.tree.tokens[max(0, verb - _APART) : verb]]
        if words[-1:] != [","] or "," not in words[:-1]:
            return False
        opening = len(words) - 2 - words[:-1][::-1].index(",")
        said = any(self.tree.lemma(verb - len(words) + k) in _SPEECH for k in range(opening, len(words)))
        return said and opening > 0 and words[opening - 1] in ("not", "never")

    def _beside(self, verb: int) -> Iterator[int]:
        yield from self._conjuncts(verb)
        if self.tree.label(verb) == "conj":
            yield self.tree.head(verb)

    def _of(self, act: Act) -> str | None:
        return act.issue or self._issue(act.verb, list(self._complements(act.verb)))[0]

    def _did(self, verb: int) -> bool:
        return bool({"did", "didn't", "had", "has", "have", "hadn't", "hasn't"} & set(self.tree.auxiliaries(verb)))

    def _accepted(self, act: Act) -> Act:
        """'agreed in part'; 'agreed to stop attacks', which is what was agreed and is still to be done."""
        if self._partly(act.verb):
            return replace(act, kind="accept-in-part")
        inner = self.tree.first(act.verb, "xcomp")
        pattern = self.pattern(inner) if inner is not None and self.tree.lemma(act.verb) == "agree" else None
        if pattern is not None and pattern.kind == "study":
            return replace(act, kind="study")
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
            joined = list(self._conjuncts(child))
            for piece in (child, *joined) if joined else ():
                low, high = self.tree.span(piece, "conj", "cc")
                issue = codebook().issue_of(self.words[low:high])
                if issue is not None and issue not in seen:
                    seen.add(issue)
                    yield replace(act, issue=issue, option=(low, min(high, low + OPTION_WORDS)), carried=False)

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
                act,
                kind="demand",
                issue=issue,
                carried=False,
                option=act.condition,
                modality="done",
                condition=None,
                rule=rule,
            )

    def _charged(self, verb: int, pattern: Pattern | None, governor: int) -> Iterator[Act]:
        """What somebody is accused of or denies: it is only alleged, or denied."""
        above = self.pattern(governor)
        if pattern is None or above is None or above.kind not in ("accuse", "deny"):
            return
        said = self.speaker(governor)
        own = self.scene.parties(self.tree.own_subject(verb), said)
        if above.kind == "accuse":
            if pattern.kind in SAID:
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
        act = self._act(
            "demand", verb, (said.party,), self.tree.subject(verb), "what another 'must' or 'should' do", whole=True
        )
        if act.issue is None:
            return None
        return replace(act, targets=actors, modality="done" if act.condition is None else act.modality)

    def _announced(self, verb: int, actors: tuple[str, ...], subject: int | None) -> Act | None:
        """A party says that it will, or will not, do something that bears on an issue, or that it did not do it."""
        auxiliaries = set(self.tree.auxiliaries(verb))
        lemma, negated = self.tree.lemma(verb), self.tree.negated(verb)
        if lemma in _SPEECH | _IDLE or (lemma in {"be", "have"} and not negated) or len(actors) > 1:
            return None
        voice = self.voice(verb)
        if voice is not None and voice.negated:
            return None  # 'did not say what it would do'
        negated = negated or self._gives_nothing(verb)
        if not (WILL | _CAN) & auxiliaries:
            if not negated or not self._did(verb) or lemma in _UNTOLD or self._not_yet(verb):
                return None
            return self._act("deny", verb, actors, subject, "a party says that it did not do so")
        if not WILL & auxiliaries and not negated:
            return None
        rule = "what the speaker's own side will do"
        act = self._act("reject" if negated else "promise", verb, actors, subject, rule, whole=True)
        if act.issue is None or act.modality == "hypothetical":
            return None
        behind = {token.lower for token in self.tree.tokens[verb + 1 : verb + 4]}
        stands_by = negated and lemma in ("stand", "sit") and "by" in behind
        if stands_by or (not negated and (lemma in _STRIKING or self._pressing(act))):
            modality: Modality = "conditional" if act.modality == "conditional" else "done"
            return replace(act, kind="threaten", mode="said", modality=modality)
        if act.modality == "conditional":
            return replace(act, kind="reject" if negated else "offer", mode="said")
        return replace(act, modality="done", mode="said")

    def _gives_nothing(self, verb: int) -> bool:
        """'would give none', 'will make no promise'."""
        objects = self.tree.objects(verb)
        return any(self.tree.tokens[k].lower in _NO for k in objects)

    def _pressing(self, act: Act) -> bool:
        """'will close the border |unless ...|', 'will hold them |until ...|': what is done to move another."""
        if act.condition is None:
            return False
        first = [token.lower for token in self.tree.tokens[act.condition[0] : act.condition[0] + 2]]
        return "unless" in first or (
            "until" in first and self.tree.lemma(act.verb) in ("hold", "keep", "detain", "block")
        )

    def _past(self, verb: int) -> bool:
        """'did not shell', 'had not shelled', 'never shelled'."""
        word = self.tree.tokens[verb].lower
        return self._did(verb) or (word != self.tree.lemma(verb) and not word.endswith(("ing", "s")))

    def _not_yet(self, verb: int) -> bool:
        return any(self.tree.tokens[c].lower == "yet" for c in self.tree.children[verb])

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
        if subject is not None and self.tree.lemma(subject) in _TRUCES and self._takes_effect(verb) and self.scene.pair:
            act = self._act("halt", verb, self.scene.pair, subject, "a truce that takes effect", whole=True)
            yield replace(act, issue="ceasefire", carried=False)
            return
        if subject is None or self.tree.lemma(subject) not in _MEETINGS or self.tree.lemma(verb) not in _OPENING:
            return
        if self.tree.label(verb).split(":", 1)[0] == "advcl":
            return  # 'while the talks go on'
        between = next((c for c in self.tree.kids(subject, "nmod") if self.tree.case(c) in ("between", "of")), None)
        actors = self.scene.parties(between, self.speaker(verb))
        actors = actors if len(actors) > 1 else self.scene.pair
        if len(actors) > 1 and not self.tree.negated(verb):
            yield self._act("meet", verb, actors, subject, "talks between the two, told as an event")

    def _takes_effect(self, verb: int) -> bool:
        """'came into force', 'took effect', 'began at noon', 'is holding'."""
        words = {self.tree.tokens[c].lower for c in self.tree.children[verb]}
        begins = self.tree.lemma(verb) in ("begin", "start")
        if self.tree.marked(verb).split(" ")[0] in _AWAITED:
            return False
        return not self.tree.negated(verb) and (begins or bool(words & {"force", "effect"}))

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
        if inner is not None and inner.kind == "implement" and what is not None and self._goes_himself(what, subject):
            return
        if act.issue is not None:
            yield act

    def _noun(self, noun: int) -> Iterator[Act]:
        """ "Kell's refusal to leave": a noun that tells of a move, with its owner; 'our condition is ...'."""
        told = self._condition_is(noun) or self._red_line(noun)
        if told is not None:
            yield told
            return
        kind = lexicon().nouns.get(self.tree.lemma(noun))
        if self.tree.lemma(noun) in _MEETINGS and not self._told_by_verb(noun):
            yield from self._meeting(noun)
        if kind is None or self._told_by_verb(noun):
            return
        owner = self._owner(noun)
        actors = self.scene.parties(owner, self.speaker(noun))
        if actors:
            rule = f"the noun '{self.tree.lemma(noun)}' and its owner"
            act = self._act(kind, noun, actors, owner, rule)
            if act.issue is not None or kind in WITHOUT_ISSUE:
                yield act

    def _meeting(self, noun: int) -> Iterator[Act]:
        """'Talks between Kell and the Front', "Orsel's meeting with Brask": named in passing, with both who meet."""
        tree, said = self.tree, self.speaker(noun)
        if tree.label(noun).startswith("nsubj") and tree.lemma(tree.head(noun)) in _OPENING:
            return  # told by its verb
        if any(tree.tokens[c].lower in ("no", "any", "new", "further", "future", "more") for c in tree.children[noun]):
            return
        named = [tree.owner(noun), *(c for c in tree.kids(noun, "nmod") if tree.case(c) in ("between", "of", "with"))]
        actors = tuple(dict.fromkeys(p for at in named for p in self.scene.parties(at, said)))
        if len(actors) > 1:
            yield replace(self._act("meet", noun, actors, None, NAMED_MEETING), modality="done")

    def _owner(self, noun: int) -> int | None:
        """Whose noun it is; 'of' says so only before an infinitive ('the refusal |of Kell| to leave')."""
        owner = self.tree.owner(noun)
        if owner is None and any(self.tree.marked(clause) == "to" for clause in self.tree.kids(noun, "acl")):
            return next(self.tree.with_case(noun, "of"), None)
        return owner

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

    def _red_line(self, noun: int) -> Act | None:
        """'"No base on the river. No observers."', 'three red lines: no bases, no observers': what a party rules out.

        In a quotation a sentence without a verb; elsewhere a list behind a colon and a word for such lines.
        """
        tree = self.tree
        if not any(tree.tokens[c].lower == "no" for c in tree.kids(noun, "det")):
            return None
        top = noun
        while tree.label(top).split(":", 1)[0] in ("conj", "appos", "list", "parataxis") and tree.head(top) >= 0:
            if tree.is_verb(tree.head(top)):
                break
            top = tree.head(top)
        colon = next((k for k in range(noun, 0, -1) if tree.tokens[k].lower == ":"), None)
        if colon is not None:
            listed = any(tree.tokens[k].lower in _LINES for k in range(colon))
            root = next((at for at in range(len(tree.tokens)) if tree.head(at) < 0), None)
            actors = (
                self.scene.parties(tree.own_subject(root), self.speaker(noun)) if listed and root is not None else ()
            )
        else:
            bare = self.scene.voice is not None and tree.head(top) < 0 and tree.first(top, "cop", "expl") is None
            actors = (self.scene.voice.party,) if bare and self.scene.voice and self.scene.voice.party else ()
        low, high = tree.span(noun, "conj", "cc", "appos")
        low = next(k for k in range(low, noun) if tree.tokens[k].lower == "no")
        high = next((k for k in range(high, noun, -1) if tree.tokens[k - 1].kind != "mark"), noun + 1)
        issue = codebook().issue_of(self.words[low:high])
        if not actors or issue is None:
            return None
        act = self._act("reject", noun, actors, None, "a line that a party draws: 'no ...'")
        option = (low, min(high, low + OPTION_WORDS))
        return replace(act, issue=issue, carried=False, option=option, modality="done", first=low, last=high)

    def _told_by_verb(self, noun: int) -> bool:
        above = self.tree.head(noun)
        return above >= 0 and self.tree.is_verb(above) and self.pattern(above) is not None


__all__ = ["Act", "Reported", "note_topics", "read_acts"]
