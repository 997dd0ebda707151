"""One sentence as moves are read from it: its tree, who it speaks of, and in whose mouth it stands."""

from __future__ import annotations

from dataclasses import dataclass, field

from ripeness.claims.acts.lexicon import lexicon
from ripeness.claims.acts.topics import Themes
from ripeness.claims.grammar import NOUNS, Tree
from ripeness.claims.lexicon import word_set
from ripeness.claims.model import Speaker
from ripeness.claims.names import Gender, given_names
from ripeness.claims.nouns import Clause, Noun, noun_at, subject_of
from ripeness.claims.parties import Match, matches
from ripeness.claims.people import Mention
from ripeness.claims.pronouns import HE_SHE, OBJECTS, Discourse
from ripeness.claims.roles import INSTITUTIONS, OFFICES, PRIVATE
from ripeness.claims.speakers import resolve
from ripeness.claims.standing import Pile, person_standing

_WE = word_set("we us our ours i my me ourselves")
_THIRD = word_set("he she it they him her them its his their himself herself itself themselves")
_RELATIVE = word_set("who which")
# Nouns that act for the party whose adjective, name or owner stands beside them.
_ACTING = (
    OFFICES
    | INSTITUTIONS
    | word_set(
        """
        army navy soldier soldiers troop troops fighter fighters gunman gunmen militant militants gunner gunners pilot
        pilots drone drones missile missiles jet jets warplane warplanes aircraft artillery tank tanks gunboat gunboats
        warship warships fleet ships patrol patrols marine marines paratroopers infantry unit units battalion brigade
        column columns guns shelling rocket rockets shells batteries side sides camp delegation delegations mission
        negotiating politicians leadership cabinet regime officials capital king duke council garrison besiegers
        defenders cavalry union unions dockers dockworkers workers strikers drivers employers company management firm
        port ports operator operators members bloc states nations countries group islanders presidency secretariat
        people wing bureau politburo parliament lawmakers airforce police junta men bomber bombers aircrew brigades
        regiment regiments division divisions squadron frigate frigates boat boats coastguard guards guard gunners
        helicopter helicopters planes office aides lawyers fleet cannon battery mortars snipers convoy vessels
        radio television followers supporters faction sailors crew hunters settlers farmers deputies envoy emissaries
        """
    )
)
# Prepositions by which a noun is of a party: 'the envoys of Kell', 'troops from Kell'.
_OF = ("of", "from", "for")
_PLACED = ("in", "at", "on", "near")
# A pronoun among so many first words of a sentence is whoever acted in the sentence before, where nothing says better.
_EARLY = 6
# 'The two sides', 'both': the two parties that the report named most so far.
_SIDES = word_set(
    """
    sides parties camps both delegations governments armies countries two negotiators capitals commanders delegates
    enemies belligerents leaders officers presidents ministers generals teams foes adversaries rivals neighbours
    neighbors signatories
    """
)
_TWO = word_set("both two warring opposing rival")
_EITHER = word_set("each either neither")
_MEDIATORS = lexicon().classes["MEDIATOR"]


@dataclass(frozen=True)
class Scene:
    """A sentence (or the words inside a quotation) with all that is needed to say who does what in it.

    ``voice`` is who speaks these words: the speaker of a quotation, or of an indirect statement whose content is
    ``content`` (tokens first..last). ``statement`` is the id of that statement. ``pair`` are the two parties that the
    report named most before this sentence.
    """

    pile: Pile
    sentence: int
    clause: Clause
    tree: Tree
    discourse: Discourse
    pair: tuple[str, ...] = ()  # whom 'both sides' means
    themes: Themes = field(default_factory=Themes)
    voice: Speaker | None = None
    statement: str | None = None

    @property
    def report(self) -> int:
        """The index of the report."""
        return self.discourse.report

    def parties(self, at: int | None, voice: Speaker | None = None) -> tuple[str, ...]:
        """The parties that the noun at ``at`` stands for, with those that 'and' joins to it; () where it is no party.

        ``voice`` is who speaks the clause in which it stands: 'we' is of the speaker's party, and 'it' and 'he' may be.
        """
        if at is None:
            return ()
        found: list[str] = []
        for each in self.tree.joined(at):
            found.extend(p for p in self._parties(each, voice or self.voice) if p not in found)
        return tuple(found)

    def _parties(self, at: int, voice: Speaker | None) -> tuple[str, ...]:
        lower = self.clause.lower(at)
        bare = lower.split("'", 1)[0] or lower  # "we're"
        if bare in _WE:
            return (voice.party,) if voice is not None and voice.party else ()
        if bare in _THIRD:
            return self._pronoun(at, voice)
        if lower in _RELATIVE:
            return self._parties(before, voice) if (before := self._noun_before(at)) is not None else ()
        person = next((m for m in self.clause.people if m.first <= at < m.last), None)
        if person is not None and not (person.owns and person.last <= at):
            return self._person(person.start)
        if (lower in _SIDES and self._both(at)) or self._each(at):
            return self.pair
        owner = self.tree.first(at, "nmod:poss")
        named = next((p for c in self.tree.kids(at, "appos") if (p := self._phrase(c)) is not None), None)
        if named is not None and owner is not None and self.clause.lower(owner) in _THIRD:
            return (named,)  # 'his partner, the Homeland Bloc'
        if voice is not None and owner is not None and self.clause.lower(owner) in _THIRD | _WE and self._acts(at):
            owned = self._parties(owner, voice)  # 'said that his government would study it'
            if owned:
                return owned
        if lower in _MEDIATORS:
            return self._third(at)
        direct = self._phrase(at)
        members = self._members(at, voice) if lower.endswith("s") else ()
        if members and (direct is None or direct in members):
            return members
        if direct is None and self._acts(at) and owner is not None and self.clause.lower(owner) in _THIRD | _WE:
            return self._parties(owner, voice)
        if direct is None and lower in _SIDES and lower.endswith("s") and not self._described(at):
            return self.pair
        return (direct,) if direct is not None else ()

    def _person(self, start: int) -> tuple[str, ...]:
        name = self.pile.people.named_at(self.report, start)
        party = person_standing(self.pile, name, self.report).party if name else None
        return (party,) if party else ()

    def _pronoun(self, at: int, voice: Speaker | None) -> tuple[str, ...]:
        """Whom 'it', 'he' and 'they' mean: in reported speech the speaker's party, in a quotation anybody but that."""
        quoted = self.voice is not None
        other = self._other_person(at, voice) if voice is not None else None
        if other is not None:
            return self._person(other.start)
        if not quoted and voice is not None and voice.surface.start < self.clause.tokens[at].start and voice.party:
            return (voice.party,)
        if quoted:
            return self._adversary(at)
        leading = self._subject_before(at)
        if leading:
            return leading
        found = resolve(self.pile, self.clause, Noun(at, at + 1, "pronoun"), self.sentence, self.discourse)
        if found is not None and found.party:
            return (found.party,)
        if found is None and self.clause.lower(at) in ("they", "them", "their"):
            return self.pair
        if found is None and at < _EARLY:
            return self.discourse.actors
        return ()

    def _adversary(self, at: int) -> tuple[str, ...]:
        """'They' in the mouth of one of two sides: the other one. Whom else a speaker means, the report seldom says."""
        own = self.voice.party if self.voice is not None else None
        if self.clause.lower(at) not in ("they", "them", "their") or own not in self.pair:
            return ()
        return tuple(party for party in self.pair if party != own)

    def _third(self, at: int) -> tuple[str, ...]:
        """'The mediator in the talks between Kell and Orsk': the one third party of the report, none of the two.

        'The Talmari mediator' is Talmar's.
        """
        own = self._phrase(at)
        if own is not None and own not in self.pair:
            return (own,)
        bodies = self.pile.bodies
        thirds = {party for _, party in bodies.named[self.report] if bodies.third(party)} - set(self.pair)
        return tuple(thirds) if len(thirds) == 1 else ()

    def _subject_before(self, at: int) -> tuple[str, ...]:
        """'Kell is ready to talk, its minister said, but |it| will not yield': the subject of the clause before."""
        tree, verb = self.tree, self.tree.head(at)
        if self.clause.lower(at) not in ("it", "they") or verb < 0 or not tree.label(at).startswith("nsubj"):
            return ()
        above = tree.head(verb)
        if tree.label(verb).split(":", 1)[0] != "conj" or above < 0 or above > at:
            return ()
        subject = tree.own_subject(above)
        return self.parties(subject) if subject is not None and tree.parse.tags[subject] == "PROPN" else ()

    def _other_person(self, at: int, voice: Speaker) -> Mention | None:
        """'She would not meet Mr. Rove before |he| ...': the one whom the clause names before and who is no speaker."""
        wanted = (HE_SHE | OBJECTS).get(self.clause.lower(at))
        speaking = self.pile.people.genders.get(voice.name)
        if wanted is None or speaking is None or speaking == wanted:
            return None
        before = [m for m in self.clause.people if m.last <= at and self._gender(m) in (wanted, None)]
        return before[-1] if before else None

    def _gender(self, mention: Mention) -> Gender | None:
        return self.pile.people.genders.get(self.pile.people.named_at(self.report, mention.start) or "")

    def _noun_before(self, at: int) -> int | None:
        """The noun that 'who' and 'which' stand for: the last one before, over a comma."""
        near = range(at - 1, max(-1, at - 8), -1)
        return next((k for k in near if self.tree.parse.tags[k] in ("NOUN", "PROPN")), None)

    def _members(self, at: int, voice: Speaker | None) -> tuple[str, ...]:
        """'the presidents of Kell and Orly', 'experts from both sides': the parties of several people at once."""
        for child in self.tree.kids(at, "nmod"):
            if self.tree.case(child) in _OF:
                found = self.parties(child, voice)
                if len(found) > 1:
                    return found
        return ()

    def _described(self, at: int) -> bool:
        """Whether more than 'the', 'both' or 'main' says which: 'the |union| delegations'."""
        return any(
            self.tree.label(c).split(":", 1)[0] in ("compound", "nmod", "acl") and self.tree.case(c) not in _PLACED
            for c in self.tree.children[at]
        )

    def _each(self, at: int) -> bool:
        """'each side', 'neither party', 'both'."""
        lower = self.clause.lower(at)
        if lower not in ("side", "party", "each", "neither"):
            return False
        return lower in _EITHER or any(self.clause.lower(child) in _EITHER for child in self.tree.children[at])

    def _both(self, at: int) -> bool:
        words = [self.clause.lower(child) for child in self.tree.children[at]]
        plain = not any(w in _TWO or w.endswith("n") for w in words) and self.clause.lower(at) in ("sides", "parties")
        return bool(_TWO.intersection(words)) or self.clause.lower(at) == "both" or plain

    def _phrase(self, at: int) -> str | None:
        """A party by its own name, or by a noun that acts for it ('the Kellish army', 'envoys of Kell')."""
        low, _ = self.tree.span(at)
        tokens = self.clause.tokens
        core = [k for k in range(low, at + 1) if k == at or self._beside(k, at)]
        low = min(core)
        behind = 2 if low == at == 0 else 1  # a headline's first word is a short name by the verb behind it
        found = matches(tokens[low : at + behind], self.clause.known, given_names())
        head = [m for m in found if low + m.first <= at < low + m.last]
        if head:
            before = self.clause.lower(low + head[0].first - 1)
            nominal = head[0].kind != "adjective" or before == "the"  # 'the Chinese'
            return head[0].party if nominal and not head[0].place else None
        if not self._acts(at):
            return None
        beside = [m for m in found if not m.place and self._owns(tokens, low, m, at)]
        if beside:
            return beside[-1].party
        for child in self.tree.kids(at, "nmod"):
            if self.tree.case(child) in _OF:
                inner = self._parties(child, None)
                if inner:
                    return inner[0]
        noun = noun_at(self.clause, low)
        if noun is None or not noun.first <= at < noun.last or noun.kind not in ("role", "name", "person"):
            return None
        speaker = resolve(self.pile, self.clause, noun, self.sentence, self.discourse)
        return speaker.party if speaker is not None else None

    def _beside(self, k: int, at: int) -> bool:
        """Whether token ``k`` belongs to the noun phrase of the head at ``at`` before it, clauses left out."""
        here = k
        while self.tree.head(here) not in (-1, at):
            here = self.tree.head(here)
        label = self.tree.label(here).split(":", 1)[0]
        return label in ("amod", "compound", "nmod", "det", "nummod", "flat", "case", "advmod") and here < at

    def _owns(self, tokens: tuple, low: int, match: Match, at: int) -> bool:
        return match.kind != "seat" or low + match.last >= at or tokens[low + match.last].kind == "owner"

    def _acts(self, at: int) -> bool:
        lower = self.clause.lower(at)
        if lower.rsplit("-", 1)[-1] in _ACTING:
            return True
        return self.clause.tokens[at].cap and self.tree.parse.tags[at] in NOUNS and lower not in PRIVATE

    def plain_words(self) -> tuple[str, ...]:
        """The words of the sentence in lower case, '' for each that is part of a name: 'Halvard |Ports|' is no port."""
        named = {k for m in self.clause.people for k in range(m.first, m.last)}
        named |= {k for m in matches(self.clause.tokens, self.clause.known) for k in range(m.first, m.last)}
        return tuple("" if k in named else token.lower for k, token in enumerate(self.clause.tokens))

    def parties_before(self, verb: int) -> tuple[str, ...]:
        """The parties of the noun phrase that stands as subject before a verb by the order of words alone.

        For sentences in which the parse finds no subject ('Orsel, in her nightly address, accused ...').
        """
        noun = subject_of(self.clause, verb)
        if noun is None:
            return ()
        between = next((k for k in range(noun.first, noun.last) if self.clause.lower(k) in _MEDIATORS), None)
        if between is not None:
            return self._third(between)
        if noun.kind == "pronoun":  # 'they' in a quotation are not the speaker's own
            return self.parties(noun.first)
        found = resolve(self.pile, self.clause, noun, self.sentence, self.discourse)
        return (found.party,) if found is not None and found.party else ()
