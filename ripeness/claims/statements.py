"""Read the statements of a pile of reports, and the parties that it speaks of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ripeness.claims.actors import learn_actors
from ripeness.claims.attribution import Bound, bind
from ripeness.claims.bodies import HOME, bodies, home_is_unnamed, with_home
from ripeness.claims.commons import learn_commons, learn_realms
from ripeness.claims.groups import short_names
from ripeness.claims.learned import learn_parties
from ripeness.claims.lexicon import word_set
from ripeness.claims.model import Party, Speaker, Statement, reading_id
from ripeness.claims.names import given_names
from ripeness.claims.nouns import Clause
from ripeness.claims.parties import Gazetteer, gazetteer, matches
from ripeness.claims.people import Mention, find_people
from ripeness.claims.pronouns import Discourse
from ripeness.claims.roles import INSTITUTIONS, OFFICES
from ripeness.claims.seats import learn_seats
from ripeness.claims.speakers import note_announced, note_speaker, note_subject, note_thing, resolve
from ripeness.claims.standing import Pile, person_standing
from ripeness.claims.words import Reading, Token, read, words
from ripeness.reports.model import Passage, Report

Progress = Callable[[int, int], None]

# How many passages a party mention carries.
FIRST_PASSAGES = 3


@dataclass(frozen=True, slots=True)
class PartyMention:
    """How often the pile speaks of a party, in which reports, and the first places where it does."""

    party: Party
    count: int
    reports: tuple[str, ...]
    first: tuple[Passage, ...]


def read_statements(reports: Sequence[Report], progress: Progress | None = None) -> tuple[Statement, ...]:
    """The direct quotations of the reports, with speaker, cue and the party that the speaker speaks for.

    Speakers are canonical across the pile. A quotation whose speaker the text does not give has the
    speaker None. ``progress`` is called with (reports read, reports in all).
    """
    pile = read_pile(reports)
    rows: list[Statement] = []
    for index in range(len(pile.readings)):
        rows.extend(quotations(pile, index))
        if progress is not None:
            progress(index + 1, len(pile.readings))
    return tuple(rows)


def parties_named(reports: Sequence[Report]) -> tuple[PartyMention, ...]:
    """The parties that the reports speak of, most often named first; listed ones and those learned from the pile."""
    return mentions(read_pile(reports), reports)


def mentions(pile: Pile, reports: Sequence[Report]) -> tuple[PartyMention, ...]:
    """The parties that a pile speaks of, as `parties_named` has them."""
    counts: Counter[str] = Counter()
    where: dict[str, list[Passage]] = {}
    for index, report in enumerate(reports):
        people = {m.start for m in pile.people.mentions[index]}
        tokens = words(report.text, 0, len(report.text))
        known = pile.names(index)
        for match in matches(tokens, known, given_names()):
            if match.place or match.start in people:
                continue
            if match.kind == "adjective" and not _official(tokens, match.last):
                continue
            if match.party in known.ended and _past(tokens, match.first):
                continue
            counts[match.party] += 1
            where.setdefault(match.party, []).append(report.passage(match.start, match.end))
    return tuple(
        PartyMention(
            pile.known.parties[party],
            count,
            tuple(dict.fromkeys(p.report for p in where[party])),
            tuple(where[party][:FIRST_PASSAGES]),
        )
        for party, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )


def _official(tokens: Sequence[Token], at: int) -> bool:
    """Whether an adjective is followed by an office or institution: 'Kestrian negotiators', not 'Kestrian cheese'."""
    return any(t.lower in OFFICES or t.lower in INSTITUTIONS for t in tokens[at : at + 3])


_ENDS = word_set(
    "breakup break-up collapse fall end dissolution demise disintegration days era time times ruins former"
)


def _past(tokens: Sequence[Token], at: int) -> bool:
    """'the breakup of the Soviet Union', 'the former Soviet Union': a state that is only remembered."""
    return any(t.lower in _ENDS for t in tokens[max(0, at - 4) : at])


def read_pile(reports: Sequence[Report], given: Gazetteer | None = None) -> Pile:
    """The reports as tokens, with the people and parties found in them; ``given`` are the parties known beforehand."""
    readings = tuple(read(report) for report in reports)
    known = given or gazetteer()
    people = find_people(readings, known)
    known = learn_actors(readings, people, learn_parties(readings, people, known))
    known = learn_realms(readings, known)
    known = learn_seats(readings, people, known)
    # Again: 'Halvard Ports said' is no person's name once it is an organisation's.
    people = find_people(readings, known)
    known = learn_commons(readings, learn_parties(readings, people, known))
    local = _local(readings, known)
    found = bodies(readings, people, local)
    if home_is_unnamed(found):
        known = with_home(known)
        local = _local(readings, known)
        found = bodies(readings, people, local, home=HOME)
    return Pile(readings, people, known, local, bodies=found)


def _local(readings: Sequence[Reading], known: Gazetteer) -> tuple[Gazetteer, ...]:
    """The parties by the names of each report: 'the Front' is the one that it names in full, else the only one."""
    own = [short_names(reading, known) for reading in readings]
    fits: dict[str, set[str]] = {}
    for shorts in own:
        for word, alias in shorts.items():
            fits.setdefault(word, set()).add(alias.party)
    wide = {w: a for shorts in own for w, a in shorts.items() if w[0].isupper() and len(fits[w]) == 1}
    return tuple(known.with_shorts({**wide, **shorts}) for shorts in own)


@dataclass(frozen=True, slots=True)
class _Read:
    """One quotation with what was found about it."""

    bound: Bound
    clause: Clause
    speaker: Speaker | None
    rule: str


# What is told of each sentence in turn: its number, the sentence, and what was spoken of so far.
Visit = Callable[[int, Clause, Discourse], None]


def quotations(pile: Pile, index: int, visit: Visit | None = None) -> list[Statement]:
    """The quotations of one report, in the order of the text. ``visit`` sees each sentence once its quotations are."""
    discourse = Discourse(index)
    rows: list[_Read] = []
    for number, clause in enumerate(_clauses(pile, index)):
        note_thing(pile, clause, number, discourse)
        for bound in bind(clause, pile.readings[index], number):
            speaker = resolve(pile, clause, bound.noun, number, discourse) if bound.noun else None
            rule = bound.rule
            if bound.noun is not None and speaker is None:
                rule = f"{bound.rule}, but the text does not say who that is"
            if bound.noun is None and not bound.rule:
                speaker, rule = _carried(pile, clause, number, discourse)
            if speaker is not None:
                note_speaker(pile, clause, bound, speaker, discourse)
            rows.append(_Read(bound, clause, speaker, rule))
        if visit is not None:
            visit(number, clause, discourse)
        note_subject(pile, clause, number, discourse)
        note_announced(pile, clause, number, discourse)
    return [_statement(pile, index, row) for row in _with_next_speaker(pile.readings[index], rows)]


def _clauses(pile: Pile, index: int) -> list[Clause]:
    """The sentences of a report with the people that each names."""
    people: dict[int, list[Mention]] = {}
    for mention in pile.people.mentions[index]:
        people.setdefault(mention.sentence, []).append(mention)
    sentences = pile.readings[index].sentences
    return [Clause(s.tokens, tuple(people.get(n, ())), pile.names(index)) for n, s in enumerate(sentences)]


def _bare(clause: Clause) -> bool:
    """Whether the sentence is a quotation and nothing else."""
    return all(token.kind in ("quote", "mark") for token in clause.tokens)


def _carried(pile: Pile, clause: Clause, number: int, discourse: Discourse) -> tuple[Speaker | None, str]:
    """The speaker of a quotation that stands by itself: that of its paragraph, or whom the sentence before is about."""
    nobody = (None, "the text gives no speaker for these words")
    if not _bare(clause):
        return nobody
    sentences = pile.readings[discourse.report].sentences
    before = number - 1
    if before in discourse.announced:
        return discourse.announced[before], "the sentence before ends with a colon; its subject speaks"
    while before >= 0 and sentences[before].paragraph == sentences[number].paragraph:
        if before in discourse.speakers:
            return discourse.speakers[before], "the quotation goes on with the speaker of its paragraph"
        if before in discourse.subjects and before == number - 1:
            name = discourse.subjects[before]
            mention = _mention_before(pile, discourse.report, name, sentences[number].start)
            if mention is not None:
                surface = pile.passage(discourse.report, mention.start, mention.end)
                found = person_standing(pile, name, discourse.report)
                speaker = Speaker(name, surface, found.party, found.role, found.why, found.because, found.unsettled)
                return speaker, "the quotation follows a sentence about its speaker"
        before -= 1
    return nobody


def _mention_before(pile: Pile, report: int, name: str, offset: int) -> Mention | None:
    """The last place before ``offset`` where the report names the person."""
    inside = [m for m in pile.people.of(name) if m.report == report and m.start < offset]
    return inside[-1] if inside else None


def _with_next_speaker(reading: Reading, rows: list[_Read]) -> list[_Read]:
    """A quotation that opens a paragraph alone takes the speaker of the next one: '"A." "B," Orsel said.'"""
    done = list(rows)
    for at in range(len(rows) - 2, -1, -1):
        row, following = done[at], done[at + 1]
        here, there = (reading.sentences[r.bound.sentence] for r in (row, following))
        if (
            row.speaker is None
            and row.bound.noun is None
            and not row.bound.rule
            and _bare(row.clause)
            and here.paragraph == there.paragraph
        ):
            adjacent = following.bound.sentence == row.bound.sentence + 1 and following.clause.tokens[0].kind == "quote"
            if adjacent and following.speaker is not None:
                rule = "the quotation stands before another of the same paragraph, whose speaker is given"
                done[at] = _Read(row.bound, row.clause, following.speaker, rule)
    return done


def _statement(pile: Pile, index: int, row: _Read) -> Statement:
    reading = pile.readings[index]
    quote = reading.quotes[row.bound.quote]
    content = reading.report.passage(quote.start, quote.end)
    cue = None
    if row.bound.cue is not None and row.speaker is not None:
        first, last = row.bound.cue
        cue = reading.report.passage(row.clause.tokens[first].start, row.clause.tokens[last - 1].end)
    words_said = quote.words(reading.report.text)
    id = reading_id("s", content.report, content.start, content.end, content.exact)
    return Statement(id, reading.report.id, "quotation", words_said, content, row.speaker, cue, row.rule)
