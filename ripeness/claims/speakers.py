"""From the noun phrase at an attribution to a speaker: canonical name, party, and why.

Names become the canonical person of the pile; 'the minister' the person who was given that office;
pronouns what `pronouns` finds for them; 'the statement added' whoever spoke last; 'the Front' the one
Front that the report names in full. Other institutions and unnamed sources keep the report's own words.
What cannot be resolved is None: an empty speaker is better than a wrong one. The notes at the end keep
what later sentences need: who spoke, who or what a sentence was about, who is about to speak.
"""

from __future__ import annotations

from dataclasses import replace

from ripeness.claims.attribution import Bound, lead_subject
from ripeness.claims.cue_search import cues_in, first_subject
from ripeness.claims.cues import SPEECH_NOUNS
from ripeness.claims.lexicon import word_set
from ripeness.claims.model import Speaker
from ripeness.claims.names import MODIFIERS
from ripeness.claims.nouns import BREAKS, DETERMINERS, PREPOSITIONS, Clause, Noun, is_plural, named_beside, noun_at
from ripeness.claims.people import Mention
from ripeness.claims.pronouns import HE_SHE, OBJECTS, PLURAL, Discourse, Thing, is_person, pronoun
from ripeness.claims.roles import IMPERSONAL, INSTITUTIONS, OFFICES, ROLES, VOIDING
from ripeness.claims.standing import (
    Description,
    Pile,
    Standing,
    descriptions,
    leads,
    person_standing,
    phrase_standing,
)

_ARTICLES = word_set("the a an")
_TAIL_WORDS = 12
# Offices that are held 'to' somebody: 'an adviser |to the commander|'.
_SENT_TO = word_set("adviser advisor aide ambassador envoy advisers advisors aides")
# 'The paper quotes Jane Roe': the sentences after it are about Jane Roe, not about the paper.
_QUOTING = word_set(
    "quote quotes quoted quoting cite cites cited citing interviews interviewed interviewing asks asked"
)


def resolve(pile: Pile, clause: Clause, noun: Noun, sentence: int, discourse: Discourse) -> Speaker | None:
    """The speaker that a noun phrase stands for, or None where the text does not say."""
    report = discourse.report
    if noun.kind == "pronoun":
        return pronoun(pile, clause, noun, sentence, discourse)
    if noun.kind == "joint":
        return _joint(pile, clause, noun, report)
    if noun.kind == "person" and noun.mention is not None:
        name = pile.people.named_at(report, noun.mention.start)
        return _person(pile, name, clause, noun, report) if name else None
    beside = named_beside(clause, noun)
    if beside is not None:
        return resolve(pile, clause, Noun(beside.first, beside.last, "person", beside), sentence, discourse)
    apposed = _apposed_to(clause, noun)
    if apposed is not None:
        return resolve(pile, clause, Noun(apposed.first, apposed.last, "person", apposed), sentence, discourse)
    words = _speech_noun(pile, clause, noun, sentence, discourse)
    if words is not None:
        return words
    named = _definite(pile, clause, noun, sentence, discourse)
    if named is not None:
        return _person(pile, named, clause, noun, report)
    again = _same_unnamed(clause, noun, sentence, discourse)
    if again is not None:
        surface = pile.passage(report, clause.tokens[noun.first].start, clause.tokens[noun.last - 1].end)
        return replace(again, surface=surface)
    found = _phrase(pile, clause, noun, report)
    if found is not None and found.party is None:
        found = _of_titled(pile, clause, noun, sentence, discourse, found)
    if found is not None and found.party is None:
        found = _owned(pile, clause, noun, sentence, discourse, found)
        found = _spokesman(pile, clause, noun, sentence, discourse, found)
    if found is not None and noun.kind == "role":
        discourse.spoken.setdefault(sentence, []).append(found)
    return found


def _apposed_to(clause: Clause, noun: Noun) -> Mention | None:
    """The person whom the noun describes from behind a comma: 'said |Abu Orsel|, the spokesman of the Front, who'."""
    if noun.kind != "role" or clause.lower(noun.first - 1) != "," or clause.lower(noun.first) not in {"the", "a", "an"}:
        return None
    end = _tail(clause, noun.last)
    closed = end >= len(clause.tokens) or clause.lower(end) in {",", "who", "."}
    return next((m for m in clause.people if m.last == noun.first - 1 and closed), None)


# How many sentences back 'the official' may go on from 'a senior Aldovan official'.
_UNNAMED_REACH = 6


def _same_unnamed(clause: Clause, noun: Noun, sentence: int, discourse: Discourse) -> Speaker | None:
    """'The official' after 'a senior Aldovan official said': the last unnamed speaker with that office."""
    head = clause.lower(noun.last - 1)
    plain = noun.last - noun.first == 2 and clause.lower(noun.first) == "the"
    if noun.kind != "role" or not plain or head in INSTITUTIONS or clause.lower(noun.last) in PREPOSITIONS:
        return None
    for number in range(sentence, sentence - _UNNAMED_REACH, -1):
        spoken = discourse.spoken.get(number, ())
        for speaker in reversed(spoken):
            words = speaker.surface.exact.lower().split()
            if number < sentence and head in words and len(words) > 1:
                return speaker
    return None


def _owned(pile: Pile, clause: Clause, noun: Noun, sentence: int, discourse: Discourse, found: Speaker) -> Speaker:
    """'His spokesman', 'her office', "a member of its political bureau": whoever the pronoun is has them speak."""
    last = _tail(clause, noun.last)
    at = next((k for k in range(noun.first, last) if clause.lower(k) in {"his", "her", "its", "their"}), None)
    if at is None or any(clause.tokens[k].kind == "owner" for k in range(noun.first, last)):
        return found
    heads = {clause.lower(k) for k in range(at + 1, last)}
    if clause.lower(at + 1) not in OFFICES | INSTITUTIONS | _STAFF_NOUNS | _OWNED_BEFORE:
        return found
    if not heads & (OFFICES | INSTITUTIONS | _STAFF_NOUNS) or heads & VOIDING:
        return found
    if clause.lower(at) in {"its", "their"}:
        party = _led(pile, sentence, clause.tokens[at].start, discourse)
        if party is not None:
            why = "their owner is the party that the sentence, or the one before, begins with"
            return replace(found, party=party, why=why, unsettled=False)
    owner = pronoun(pile, clause, Noun(at, at + 1, "pronoun"), sentence, discourse)
    if owner is None or owner.party is None:
        return found
    why = f"they are of {owner.name}, who speaks for that party"
    return replace(found, party=owner.party, why=why, because=(owner.surface, *owner.because), unsettled=False)


def _of_titled(pile: Pile, clause: Clause, noun: Noun, sentence: int, discourse: Discourse, found: Speaker) -> Speaker:
    """ "The colonel's office", "the envoy's staff": they speak for whom the person with that title speaks."""
    owner = next((k for k in range(noun.first + 1, noun.last) if clause.tokens[k].kind == "owner"), None)
    if owner is None or clause.lower(noun.first) != "the" or clause.lower(owner - 1) not in OFFICES:
        return found
    name = _definite(pile, clause, Noun(noun.first, owner, "role"), sentence, discourse)
    standing = person_standing(pile, name, discourse.report) if name else None
    if standing is None or standing.party is None:
        return found
    why = f"they are of {name}, who speaks for that party"
    return replace(found, party=standing.party, why=why, unsettled=False)


_SPOKESMEN = word_set("spokesman spokeswoman spokesperson")


def _spokesman(pile: Pile, clause: Clause, noun: Noun, sentence: int, discourse: Discourse, found: Speaker) -> Speaker:
    """'Kestria closed the strait; a spokesman said': he is of the party that the sentence begins with."""
    alone = noun.last - noun.first == 2 and clause.lower(noun.last - 1) in _SPOKESMEN
    if found.party is not None or not alone or clause.lower(noun.last) in PREPOSITIONS:
        return found
    party = _led(pile, sentence, clause.tokens[noun.first].start, discourse)
    if party is None:
        return found
    why = "a spokesman of the party that the sentence, or the one before, begins with"
    return replace(found, party=party, why=why, unsettled=False)


def _led(pile: Pile, sentence: int, before: int, discourse: Discourse) -> str | None:
    """The party that this sentence begins with before ``before``, else the one before it in the paragraph."""
    sentences = pile.readings[discourse.report].sentences
    if before - sentences[sentence].start > 2:
        party = leads(pile, discourse.report, sentence)
        if party is not None:
            return party
    if sentence and sentences[sentence - 1].paragraph == sentences[sentence].paragraph:
        return leads(pile, discourse.report, sentence - 1)
    return None


_OWNED_BEFORE = MODIFIERS | word_set("political military press media own negotiating armed main lead top")
_STAFF_NOUNS = word_set("bureau aides office staff spokesman spokeswoman lawyers lawyer radio television side camp")


def _person(pile: Pile, name: str, clause: Clause, noun: Noun, report: int) -> Speaker:
    surface = pile.passage(report, clause.tokens[noun.first].start, clause.tokens[noun.last - 1].end)
    standing = person_standing(pile, name, report)
    return Speaker(name, surface, standing.party, standing.role, standing.why, standing.because, standing.unsettled)


def _joint(pile: Pile, clause: Clause, noun: Noun, report: int) -> Speaker:
    """Two speakers at once keep their words; they speak for a party only if it is one and the same."""
    surface = pile.passage(report, clause.tokens[noun.first].start, clause.tokens[noun.last - 1].end)
    names = [pile.people.named_at(report, m.start) for m in clause.people if noun.first <= m.first < noun.last]
    known = [name for name in names if name]
    parties = {person_standing(pile, name, report).party for name in known}
    party = parties.pop() if len(parties) == 1 and len(known) > 1 else None
    name = " and ".join(known) if len(known) > 1 else surface.exact
    return Speaker(name, surface, party, None, "two speakers are named together", (surface,))


def _speech_noun(pile: Pile, clause: Clause, noun: Noun, sentence: int, discourse: Discourse) -> Speaker | None:
    """'His statement indicated': the owner speaks; 'the statement added': whoever spoke last."""
    if clause.lower(noun.last - 1) not in SPEECH_NOUNS:
        return None
    first = clause.lower(noun.first)
    if first in {"his", "her", "their", "its"}:
        return pronoun(pile, clause, Noun(noun.first, noun.first + 1, "pronoun"), sentence, discourse)
    owner = next((m for m in clause.people if noun.first <= m.first and m.last <= noun.last and m.owns), None)
    if owner is not None:
        return resolve(pile, clause, Noun(owner.first, owner.last, "person", owner), sentence, discourse)
    for at in range(noun.first, noun.last):
        if clause.tokens[at].kind == "owner":
            return _phrase(pile, clause, Noun(noun.first, at, "name"), discourse.report)
    tail = noun.last
    if clause.lower(tail) in {"from", "by", "of"}:
        issuer = noun_at(clause, tail + 1)
        if issuer is not None:
            return resolve(pile, clause, issuer, sentence, discourse)
    written = _written_by(pile, clause, noun, sentence, discourse) if first == "the" else None
    if written is not None:
        return _person(pile, written, clause, noun, discourse.report)
    if first == "the":
        earlier = [n for n in discourse.speakers if sentence - 3 <= n <= sentence]
        if earlier:
            last = discourse.speakers[max(earlier)]
            surface = pile.passage(discourse.report, clause.tokens[noun.first].start, clause.tokens[noun.last - 1].end)
            return Speaker(last.name, surface, last.party, last.role, last.why, last.because, last.unsettled)
        party = _led(pile, sentence, clause.tokens[noun.first].start, discourse)
        if party is not None:
            surface = pile.passage(discourse.report, clause.tokens[noun.first].start, clause.tokens[noun.last - 1].end)
            why = "a text of the party that the sentence, or the one before, begins with"
            return Speaker(_shown_name(clause, noun, surface.exact), surface, party, None, why, (surface,))
    return None


def _written_by(pile: Pile, clause: Clause, noun: Noun, sentence: int, discourse: Discourse) -> str | None:
    """'Brask set out his terms in a letter. "...," |the letter| says': whom the sentence before is about."""
    if not sentence or sentence - 1 not in discourse.subjects:
        return None
    word = clause.lower(noun.last - 1)
    before = pile.readings[discourse.report].sentences[sentence - 1]
    return discourse.subjects[sentence - 1] if any(t.lower == word for t in before.tokens) else None


def _definite(pile: Pile, clause: Clause, noun: Noun, sentence: int, discourse: Discourse) -> str | None:
    """'The minister', 'the Aldovan leader': the last person whom this report gave that office."""
    if noun.kind != "role" or clause.lower(noun.first) != "the":
        return None
    head = clause.lower(noun.last - 1)
    if head in INSTITUTIONS or head.endswith("s") or head in {"source", "person"}:
        return None
    of_state = clause.lower(noun.last) == "of" and clause.lower(noun.last + 1) == "state"
    if clause.lower(noun.last) in {"of", "for", "close"} and not of_state:
        return None
    before = clause.tokens[noun.first + 1 : noun.last - 1]
    wanted = {t.text for t in before if t.cap and t.lower not in _ARTICLES}
    portfolio = {t.lower for t in before if not t.cap and t.lower in _PORTFOLIOS} | ({"state"} if of_state else set())
    known = clause.known
    found = known.alias_at(clause.tokens, noun.first + 1)
    party = found.party if found is not None and noun.first + 1 + len(found.words) < noun.last else None
    start = clause.tokens[noun.first].start
    for mention in reversed(pile.people.mentions[discourse.report]):
        if mention.start >= start or sentence - mention.sentence > 30:
            continue
        name = pile.people.named_at(discourse.report, mention.start)
        if name and any(_fits(pile, each, head, wanted, portfolio, party) for each in _known_as(pile, name)):
            return name
    return _only_one(pile, head) if not wanted and not portfolio and head in _TITLED else None


# Titles by which a report may speak of somebody whom only others of the pile name.
_TITLED = word_set(
    "general admiral count duke prince king queen elector abbot bishop archbishop colonel marshal sultan emir emperor "
    "president chancellor burgomaster syndic judge"
)


def _only_one(pile: Pile, head: str) -> str | None:
    """The only person of the pile who bears a title: 'the general' where the pile names one general."""
    if head in pile.bearers:
        return pile.bearers[head]
    found = {
        name
        for name in pile.people.by_name
        if any(
            head in pile.readings[d.report].report.text[d.start : d.end].lower().replace(",", " ").split()
            and d.verdict in ("office", "stateless")
            for d in _known_as(pile, name)
        )
    }
    pile.bearers[head] = found.pop() if len(found) == 1 else None
    return pile.bearers[head]


_PORTFOLIOS = word_set(
    "prime foreign finance defense defence interior labour labor health justice energy trade deputy economy transport"
)
# Verbs that give an office: 'who leads the opposition party Concord' makes somebody 'the Concord leader'.
_HOLDING = {"leader": "leads", "head": "heads", "commander": "commands", "chair": "chairs"}


def _known_as(pile: Pile, name: str) -> list[Description]:
    """What the pile says this person is."""
    return [found for mention in pile.people.of(name) for found in descriptions(pile, mention)]


def _fits(pile: Pile, found: Description, head: str, wanted: set[str], portfolio: set[str], party: str | None) -> bool:
    """Whether a description has the office ``head``, its portfolio, and the capitalised words or party beside it."""
    text = pile.readings[found.report].report.text[found.start : found.end]
    words = text.lower().replace(",", " ").split()
    if head not in words and _HOLDING.get(head) not in words:
        return False
    if not portfolio <= set(words) or (
        head == "minister" and "prime" in words and "prime" not in portfolio and portfolio
    ):
        return False
    return all(word in text for word in wanted) or (party is not None and found.party == party)


def _phrase(pile: Pile, clause: Clause, noun: Noun, report: int) -> Speaker | None:
    """An institution or an unnamed source: its own words, and whom they say it speaks for."""
    first, last = noun.first, noun.last
    token = clause.tokens[first]
    if token.kind == "quote":
        quote = pile.readings[report].quotes[token.quote]
        surface = pile.passage(report, quote.start, quote.end)
        name = surface.exact.rstrip(",.;")
        return Speaker(name, surface, None, None, "an outlet or organisation named in quotation marks", (surface,))
    if noun.kind == "generic" and clause.lower(noun.last - 1) in SPEECH_NOUNS:
        return None
    last = _tail(clause, last) if noun.kind in ("role", "generic") else last
    tokens = list(clause.tokens[first:last])
    standing = phrase_standing(pile, report, tokens)
    surface = pile.passage(report, tokens[0].start, tokens[-1].end)
    if standing.party is None and tokens[0].lower == "the" and clause.lower(noun.last - 1) in INSTITUTIONS:
        standing = _same_institution(pile, report, clause.lower(noun.last - 1), tokens[0].start) or standing
    name = _shown_name(clause, noun, surface.exact)
    if standing.party is not None and name in pile.names(report).shorts:
        name = pile.known.parties[standing.party].name  # 'the Front' is the Front that the report names in full
    return Speaker(name, surface, standing.party, standing.role, standing.why, standing.because, standing.unsettled)


def _shown_name(clause: Clause, noun: Noun, surface: str) -> str:
    """The report's words as a name: 'the' is dropped before names and institutions, kept before persons."""
    first, head = clause.tokens[noun.first], clause.tokens[noun.last - 1]
    name = " ".join(surface.split())
    drop = noun.kind == "name" or head.lower in INSTITUTIONS or head.cap
    if first.lower in DETERMINERS and drop and noun.last - noun.first > 1:
        return name.split(" ", 1)[1]
    return name[0].lower() + name[1:] if first.lower in _ARTICLES else name


# How many sentences back 'the ministry' may look for whose ministry it is.
_INSTITUTION_REACH = 30


def _same_institution(pile: Pile, report: int, head: str, before: int) -> Standing | None:
    """'The ministry': the party of the last ministry that the report named in full."""
    reading = pile.readings[report]
    last = reading.sentence_at(before)
    for number in range(last, max(-1, last - _INSTITUTION_REACH), -1):
        tokens = reading.sentences[number].tokens
        for at in range(len(tokens) - 1, -1, -1):
            if tokens[at].lower != head or tokens[at].start >= before:
                continue
            left = at
            while left > 0 and at - left < 6 and tokens[left - 1].kind in ("word", "owner"):
                left -= 1
            standing = phrase_standing(pile, report, tokens[left : at + 1])
            if standing.party is not None:
                why = f"the last {head} that the report names in full is of that party"
                return Standing(standing.party, standing.role, why, standing.because)
    return None


def _tail(clause: Clause, last: int) -> int:
    """The prepositional phrases behind an unnamed speaker: 'a spokesman |for the rebel council|'."""
    end = last
    serves = clause.lower(last - 1) in _SENT_TO
    for _ in range(3):
        lower = clause.lower(end)
        start = end + 1
        if lower in {"familiar", "close", "involved", "briefed"} and clause.lower(end + 1) in PREPOSITIONS:
            start = end + 2
        elif lower not in {"of", "for", "at", "from", "in", "with"} and not (lower == "to" and end == last and serves):
            break
        noun = noun_at(clause, start)
        if noun is None or noun.last - last > _TAIL_WORDS or noun.kind == "pronoun":
            break
        if lower in {"in", "at", "from", "with"} and noun.kind in ("generic", "person"):
            break
        if clause.lower(noun.last - 1) in SPEECH_NOUNS:
            break
        end = noun.last
    return end


def note_subject(pile: Pile, clause: Clause, sentence: int, discourse: Discourse) -> None:
    """Remember whom the sentence is about, for pronouns in the sentences after it."""
    quoted = next((m for m in clause.people if clause.lower(m.first - 1) in _QUOTING and m.first > 0), None)
    if quoted is not None:
        name = pile.people.named_at(discourse.report, quoted.start)
        if name:
            discourse.subjects[sentence] = name
            return
    subject = lead_subject(clause)
    if subject is None:
        named = _office_subject(pile, clause, sentence, discourse)
        if named is not None:
            discourse.subjects[sentence] = named
        return
    if subject.kind == "person" and subject.mention is not None:
        name = pile.people.named_at(discourse.report, subject.mention.start)
        if name:
            discourse.subjects[sentence] = name
    elif subject.kind == "pronoun" and clause.lower(subject.first) in HE_SHE:
        speaker = pronoun(pile, clause, subject, sentence, discourse)
        if speaker is not None:
            discourse.subjects[sentence] = speaker.name


def _office_subject(pile: Pile, clause: Clause, sentence: int, discourse: Discourse) -> str | None:
    """Whom a sentence is about that names nobody: 'the prime minister himself was careful', 'according to Orsel'."""
    subject = first_subject(clause, len(clause.tokens))
    named = None
    if subject is not None and subject.kind == "role":
        named = _definite(pile, clause, subject, sentence, discourse)
    if named is not None:
        return named
    cited = next((c.subject for c in cues_in(clause) if c.place == "according" and c.subject is not None), None)
    if cited is not None and cited.kind == "person" and cited.mention is not None:
        return pile.people.named_at(discourse.report, cited.mention.start)
    return None


def note_announced(pile: Pile, clause: Clause, sentence: int, discourse: Discourse) -> None:
    """Remember who is about to speak: 'The general went on:' and then a paragraph of quotation."""
    if clause.lower(len(clause.tokens) - 1) != ":":
        return
    subject = first_subject(clause, len(clause.tokens))
    speaker = resolve(pile, clause, subject, sentence, discourse) if subject is not None else None
    if speaker is not None:
        discourse.announced[sentence] = speaker


def note_thing(pile: Pile, clause: Clause, sentence: int, discourse: Discourse) -> None:
    """Remember which institution, group, outlet or people the sentence is about, for 'it' and 'they' after it."""
    kinds = ("name", "role", "generic")
    speaking = (c.subject for c in cues_in(clause) if c.place == "verb" and c.strong)
    told = [s for s in speaking if s is not None and s.kind in kinds]
    subject = told[-1] if told else first_subject(clause, len(clause.tokens))
    if subject is None or subject.kind not in kinds or named_beside(clause, subject) is not None:
        return
    head = clause.lower(subject.last - 1)
    bodies = INSTITUTIONS | IMPERSONAL
    if subject.kind == "role" and head in ROLES and head not in bodies and not is_plural(clause, subject):
        return
    if head in SPEECH_NOUNS or clause.lower(subject.first) in {"his", "her", "my"}:
        return
    owned = clause.lower(subject.first) in {"its", "their"}
    speaker = None if owned else _phrase(pile, clause, subject, discourse.report)
    named = subject.kind == "name"
    plural = not named and is_plural(clause, subject)
    stands = subject in told or head in bodies or (subject.kind == "role" and plural)
    if not stands and (speaker is None or speaker.party is None):
        return
    discourse.things[sentence] = Thing(speaker, not plural, plural or named, subject.last)


def note_speaker(pile: Pile, clause: Clause, bound: Bound, speaker: Speaker, discourse: Discourse) -> None:
    """Remember who spoke in this sentence, and that 'Brask told her' is not about Brask when it goes on with 'she'."""
    discourse.speakers[bound.sentence] = speaker
    noun = bound.noun
    if noun is not None and noun.kind == "pronoun" and clause.lower(noun.first) in PLURAL:
        return
    if not is_person(pile, speaker.name):
        return
    discourse.persons[bound.sentence] = speaker.name
    if bound.cue is not None and clause.lower(bound.cue[1]) in OBJECTS:
        after = bound.cue[1] + 1
        if clause.is_mark(after) or clause.lower(after) in BREAKS | PREPOSITIONS:
            discourse.others[bound.sentence] = (speaker.name, OBJECTS[clause.lower(bound.cue[1])])
