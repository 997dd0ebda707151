"""Who 'he', 'she', 'it' and 'they' are, by what was said of whom in the sentences before.

'He' and 'she' are a person whose gender is known by title or given name, or the only person in reach
who could be meant; two of unknown gender make nobody. 'It' is an institution, group or outlet that was
spoken of, never a person; 'they' are such or several people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ripeness.claims.lexicon import word_set
from ripeness.claims.model import Speaker
from ripeness.claims.names import MODIFIERS, Gender
from ripeness.claims.nouns import PREPOSITIONS, Clause, Noun, contracted
from ripeness.claims.people import Mention
from ripeness.claims.roles import IMPERSONAL, INSTITUTIONS, ROLES
from ripeness.claims.standing import Pile, person_standing
from ripeness.reports.model import Passage

# How many sentences back a pronoun may reach.
PRONOUN_REACH = 6
# How many paragraphs back it may reach.
PRONOUN_PARAGRAPHS = 2
HE_SHE: dict[str, Gender] = {"he": "m", "his": "m", "she": "f", "her": "f"}
OBJECTS: dict[str, Gender] = {"him": "m", "her": "f"}
PLURAL = word_set("they their it its we")
_SINGULAR = word_set("it its")


@dataclass(frozen=True, slots=True)
class Thing:
    """An institution, group, outlet or several people that a sentence is about; None for one that has no name."""

    speaker: Speaker | None
    it: bool  # whether 'it' can mean this
    they: bool  # whether 'they' can
    last: int  # token after it


@dataclass(slots=True)
class Discourse:
    """Who was spoken of and who spoke so far in one report, by sentence."""

    report: int
    subjects: dict[int, str] = field(default_factory=dict)  # sentence -> the person it is about
    speakers: dict[int, Speaker] = field(default_factory=dict)  # sentence -> the last speaker in it
    spoken: dict[int, list[Speaker]] = field(default_factory=dict)  # sentence -> its unnamed offices
    announced: dict[int, Speaker] = field(default_factory=dict)  # sentence that ends with a colon -> its subject
    persons: dict[int, str] = field(default_factory=dict)  # sentence -> the last person who spoke in it
    things: dict[int, Thing] = field(default_factory=dict)  # sentence -> what it is about that is no person
    others: dict[int, tuple[str, Gender]] = field(default_factory=dict)  # 'Brask told her': Brask is not 'her'
    genders: dict[str, Gender] = field(default_factory=dict)  # settled by a pronoun that could mean nobody else
    topic: str | None = None  # the issue that a move was last about
    plan: str | None = None  # the issue of what was last proposed, offered or agreed: 'the plan'
    claim: str | None = None  # the issue of what was last demanded: 'the condition'
    actors: tuple[str, ...] = ()  # who made the move that the paragraph told last
    proposers: tuple[str, ...] = ()  # who made the proposal that was spoken of last: 'the paper'
    before: Mapping[str, float] = field(default_factory=dict)  # what the sentence before speaks of
    earlier: Mapping[str, float] = field(default_factory=dict)  # what the sentences before that speak of, fading


def pronoun(pile: Pile, clause: Clause, noun: Noun, sentence: int, discourse: Discourse) -> Speaker | None:
    """The speaker that a pronoun stands for, or None where the text leaves it open."""
    word = contracted(clause.lower(noun.first))
    surface = pile.passage(discourse.report, clause.tokens[noun.first].start, clause.tokens[noun.last - 1].end)
    if word in PLURAL:
        return _thing(pile, noun, sentence, discourse, surface, singular=word in _SINGULAR)
    wanted = HE_SHE.get(word)
    if wanted is None:
        return None
    found = _same_sentence(pile, clause, noun, sentence, discourse, wanted)
    found = found or _before(pile, sentence, surface.start, discourse, wanted)
    if isinstance(found, Speaker):
        return _as(found, surface)
    if found is None:
        return None
    discourse.genders.setdefault(found, wanted)
    standing = person_standing(pile, found, discourse.report)
    return Speaker(found, surface, standing.party, standing.role, standing.why, standing.because, standing.unsettled)


def is_person(pile: Pile, name: str) -> bool:
    """Whether the name is that of a person in the pile."""
    return bool(pile.people.of(name))


def _as(speaker: Speaker, surface: Passage) -> Speaker:
    return Speaker(speaker.name, surface, speaker.party, speaker.role, speaker.why, speaker.because, speaker.unsettled)


def _thing(
    pile: Pile, noun: Noun, sentence: int, discourse: Discourse, surface: Passage, *, singular: bool
) -> Speaker | None:
    """'It' and 'they': the nearest subject or speaker that is no single person; one without a name ends the search."""
    for number in range(sentence, max(-1, sentence - PRONOUN_REACH), -1):
        thing = discourse.things.get(number)
        fits = thing is not None and (thing.it if singular else thing.they)
        if thing is not None and fits and (number < sentence or thing.last <= noun.first):
            return _as(thing.speaker, surface) if thing.speaker is not None else None
        speaker = discourse.speakers.get(number)
        if speaker is None or is_person(pile, speaker.name) or number in discourse.persons:
            continue
        if not singular or not _people(speaker):
            return _as(speaker, surface)
    return None


def _people(speaker: Speaker) -> bool:
    """Whether an unnamed speaker is one or more people ('a nurse', 'two officials'), so that 'it' cannot be them."""
    words = speaker.surface.exact.lower().split()
    roles = [word for word in words if word in ROLES]
    return " and " in speaker.name or (bool(roles) and not (INSTITUTIONS | IMPERSONAL).intersection(roles[-1:]))


def _before(pile: Pile, sentence: int, offset: int, discourse: Discourse, wanted: Gender) -> str | Speaker | None:
    """The last speaker or subject before the pronoun who can be meant: a name, or an unnamed speaker.

    The search ends with nobody at a person of unknown gender who is not the only one that could be meant.
    """
    sentences = pile.readings[discourse.report].sentences
    oldest, alone = sentences[sentence].paragraph - PRONOUN_PARAGRAPHS, True
    for number in range(sentence, max(-1, sentence - PRONOUN_REACH - 1), -1):
        if sentences[number].paragraph < oldest:
            break
        for name in (discourse.persons.get(number), discourse.subjects.get(number) if number < sentence else None):
            known = gender_of(pile, discourse, name) if name is not None else None
            if name is None or (known is not None and known != wanted):
                continue
            if known == wanted:
                return name
            rivals = _rivals(pile, discourse, name, wanted, (number, sentence), offset)
            if name not in _not_meant(discourse, wanted, number, sentence):
                return None if rivals else name
            if rivals:  # 'Brask told her': she is the other one
                return rivals.pop() if len(rivals) == 1 else None
            oldest, alone = max(oldest, sentences[number].paragraph), False
        near = sentences[sentence].paragraph - sentences[number].paragraph <= 1
        if number < sentence and near and _unnamed(discourse, number):
            return discourse.speakers[number]
    return _last_named(pile, discourse, offset, sentence, wanted) if alone else None


def gender_of(pile: Pile, discourse: Discourse, name: str) -> Gender | None:
    """The gender of a person by title, given name or an earlier pronoun; None if nothing shows it."""
    return pile.people.genders.get(name) or discourse.genders.get(name)


def _not_meant(discourse: Discourse, wanted: Gender, first: int, last: int) -> set[str]:
    """Who told 'her' (or 'him') something in these sentences, and so is somebody else than she (or he)."""
    return {who for number, (who, gender) in discourse.others.items() if first <= number <= last and gender == wanted}


def _rivals(
    pile: Pile, discourse: Discourse, name: str, wanted: Gender, reach: tuple[int, int], offset: int
) -> set[str]:
    """The other people in the sentences of ``reach`` who could be meant: of that gender, or of unknown gender."""
    first, last = reach
    rivals: set[str] = set()
    for number in range(first, last + 1):
        for mention in pile.mentions_in(discourse.report, number):
            if mention.start < offset and not mention.owns and not _aside(pile, discourse.report, mention):
                rivals.add(pile.people.named_at(discourse.report, mention.start) or "")
        rivals |= {discourse.subjects.get(number, ""), discourse.persons.get(number, "")}
    rivals -= {name, ""} | _not_meant(discourse, wanted, first, last)
    return {rival for rival in rivals if gender_of(pile, discourse, rival) in (None, wanted)}


def _aside(pile: Pile, report: int, mention: Mention) -> bool:
    """Whether a person is only named behind 'with', 'of' or 'for' ('after a call |with President Brask|')."""
    tokens = pile.readings[report].sentences[mention.sentence].tokens
    at = mention.first - 1
    while at > 0 and tokens[at].kind == "word" and tokens[at].lower in ROLES | MODIFIERS:
        at -= 1
    return at > 0 and tokens[at].lower in _ASIDE and not tokens[at - 1].cap


_ASIDE = word_set("with of for from about against")


def _last_named(pile: Pile, discourse: Discourse, before: int, sentence: int, wanted: Gender) -> str | None:
    """The only person of that gender, by title or given name, whom the last paragraphs mention."""
    report = discourse.report
    sentences = pile.readings[report].sentences
    oldest = sentences[sentence].paragraph - PRONOUN_PARAGRAPHS
    names = {
        pile.people.named_at(report, m.start)
        for m in pile.people.mentions[report]
        if m.start < before and sentences[m.sentence].paragraph >= oldest
    }
    fitting = [name for name in names if name and pile.people.genders.get(name) == wanted]
    return fitting[0] if len(fitting) == 1 else None


def _unnamed(discourse: Discourse, number: int) -> bool:
    """Whether an unnamed single person spoke in that sentence ('a nurse said'): 'she' may go on from there."""
    speaker = discourse.speakers.get(number)
    if speaker is None or number in discourse.persons:
        return False
    words = speaker.surface.exact.lower().split()
    offices = [word for word in words if word in ROLES]
    singular = words[0] in {"a", "an", "one"} or (bool(offices) and not offices[0].endswith(("s", "people")))
    return singular and not INSTITUTIONS.intersection(offices[:1])


def _same_sentence(
    pile: Pile, clause: Clause, noun: Noun, sentence: int, discourse: Discourse, wanted: Gender
) -> str | None:
    """A person named before the pronoun as the subject of the same sentence ('Brask, he said')."""
    offset = clause.tokens[noun.first].start
    for mention in clause.people:
        if mention.last > noun.first or mention.owns:
            continue
        before = clause.lower(mention.first - 1)
        name = pile.people.named_at(discourse.report, mention.start)
        known = gender_of(pile, discourse, name) if name else None
        if not name or before in PREPOSITIONS or known not in (None, wanted):
            continue
        if known == wanted or not _rivals(pile, discourse, name, wanted, (sentence, sentence), offset):
            titled = before in ROLES or mention.first == 0
            after = clause.tokens[mention.last] if mention.last < len(clause.tokens) else None
            if (titled or before == "") and after is not None and (after.kind == "word" or after.lower == ","):
                return name
    return None
