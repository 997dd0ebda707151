"""The record of a pile of reports, read in one go: statements, moves, positions, contradictions, and the parties."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace

from ripeness.claims.acts.reading import Act, Reported, note_topics, read_acts
from ripeness.claims.acts.scene import Scene
from ripeness.claims.acts.topics import Themes, themes
from ripeness.claims.contradictions import Finder
from ripeness.claims.dates import Anchor, When, anchor, find_dates
from ripeness.claims.grammar import Name, Tree, with_names
from ripeness.claims.indirect import Indirect, indirect_in, nesting
from ripeness.claims.issues import codebook
from ripeness.claims.joining import Told, content, join, numbers
from ripeness.claims.model import Record, Speaker, Statement, reading_id
from ripeness.claims.nouns import Clause
from ripeness.claims.parties import Gazetteer, matches
from ripeness.claims.people import Mention
from ripeness.claims.positions import positions
from ripeness.claims.pronouns import Discourse
from ripeness.claims.proposed_issues import is_thing, propose_issues
from ripeness.claims.speakers import resolve
from ripeness.claims.standing import Pile
from ripeness.claims.statements import PartyMention, mentions, quotations, read_pile
from ripeness.claims.words import Token, words
from ripeness.reports.model import Report
from ripeness.reports.sentences import sentences

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Read:
    """What was read off a pile: statements and moves, the parties that it speaks of, and the pile as it was read."""

    record: Record
    parties: tuple[PartyMention, ...]  # most often named first
    pile: Pile


def read_record(
    reports: Sequence[Report],
    progress: Progress | None = None,
    as_of: str | None = None,
    given: Gazetteer | None = None,
) -> Read:
    """The statements and moves that a pile tells (see also `concluded`), and the parties that it speaks of.

    ``progress`` is called with (reports read, reports in all).
    ``as_of`` (ISO) anchors the relative dates of reports that carry none; ``given`` are the parties known beforehand,
    where they are more than the listed ones.
    """
    pile = read_pile(reports, given)
    named = mentions(pile, reports)
    statements: list[Statement] = []
    told: list[Told] = []
    for index, (report, spoken) in enumerate(
        zip(reports, themes(pile.readings, [pile.names(index) for index in range(len(reports))]), strict=True)
    ):
        reader = _Reader(pile, index, anchor(report, as_of), spoken)
        statements.extend(reader.statements)
        told.extend(reader.told)
        if progress is not None:
            progress(index + 1, len(reports))
    moves = join(propose_issues(told))
    return Read(Record(tuple(statements), moves), named, pile)


def concluded(record: Record, pile: Pile, judged: Collection[str] = (), finder: Finder | None = None) -> Record:
    """The record with what follows from its statements and moves: positions and contradictions.

    ``judged`` are the ids of moves that an analyst accepted or corrected (see `positions`). A ``finder`` of the pile
    that has found contradictions before looks again only where something else is told.
    """
    found = (finder or Finder(pile)).find(record.statements, record.moves)
    return replace(record, positions=positions(record.moves, judged), contradictions=found)


@dataclass
class _Reader:
    """One report, read sentence by sentence."""

    pile: Pile
    index: int
    anchored: Anchor
    themes: Themes
    statements: list[Statement] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)

    def __post_init__(self) -> None:
        reading = self.pile.readings[self.index]
        self.report = reading.report
        known = self.pile.names(self.index)
        self.trees: list[Tree] = with_names(
            [
                (sentence.tokens, _names(sentence.tokens, self.pile.mentions_in(self.index, number), known))
                for number, sentence in enumerate(reading.sentences)
            ]
        )
        self.whens: tuple[When, ...] = find_dates(self.report, self.anchored)
        self.starts = [when.words.start for when in self.whens]
        self.topics: dict[int, Discourse] = {}
        self.named: Counter[str] = Counter()
        quoted = quotations(self.pile, self.index, self._sentence)
        self._inside(quoted)
        self.statements.extend(quoted)
        self.statements.sort(key=lambda s: (s.content.start, s.content.end))

    def _pair(self) -> tuple[str, ...]:
        """'Both sides': of the parties that the report names, the two that most of the pile's sentences are about.

        A party that the pile names less often must be named so much more often by the report. Mediators and hosts come
        last.
        """
        found = self.pile.bodies
        pile, here = found.frequent, Counter(party for _, party in found.named[self.index])
        most = sorted(
            here, key=lambda party: (found.third(party), -pile[party] * (here[party] + self.named[party]), party)
        )
        return tuple(most[:2]) if len(most) > 1 else ()

    def _sentence(self, number: int, clause: Clause, discourse: Discourse) -> None:
        """Indirect statements and moves of one sentence."""
        grown = self.trees[number]
        rows = indirect_in(clause, grown)
        speakers = [
            resolve(self.pile, clause, row.cue.subject, number, discourse) if row.cue.subject else None for row in rows
        ]
        for speaker in speakers:
            if speaker is not None and self.pile.people.of(speaker.name):
                discourse.persons.setdefault(number, speaker.name)
            elif speaker is not None and speaker.role is not None:
                discourse.speakers.setdefault(number, speaker)
        reported: list[Reported] = []
        for at, (row, speaker, outer) in enumerate(zip(rows, speakers, nesting(rows), strict=True)):
            via = tuple(
                s for s in (speakers[k] for k in outer) if s is not None and (speaker is None or s.name != speaker.name)
            )
            statement = self._indirect(clause, row, speaker, via)
            self.statements.append(statement)
            reported.append(Reported(row.first, row.last, speakers[at], statement.id, row.negated))
        if self.pile.readings[self.index].sentences[number].first:
            discourse.actors = ()
        scene = Scene(self.pile, number, clause, grown, discourse, self._pair(), self.themes)
        acts = read_acts(scene, reported)
        self._tell(scene, acts)
        self.topics[number] = replace(discourse)
        self.named.update(list(dict.fromkeys(m.party for m in matches(clause.tokens, clause.known) if not m.place)))
        note_topics(scene, acts)

    def _indirect(self, clause: Clause, row: Indirect, speaker: Speaker | None, via: tuple[Speaker, ...]) -> Statement:
        content = self.report.passage(clause.tokens[row.first].start, clause.tokens[row.last - 1].end)
        cue = self.report.passage(clause.tokens[row.cue.first].start, clause.tokens[row.cue.last - 1].end)
        return Statement(
            id=reading_id("s", "indirect", content.report, content.start, content.end, content.exact),
            report=self.report.id,
            kind="indirect",
            text=content.exact,
            content=content,
            speaker=speaker,
            cue=cue,
            rule=row.rule if speaker is not None else f"{row.rule}, but the text does not say who that is",
            via=via,
            negated=row.negated,
            hedged=row.hedged,
            said=self._date(clause.tokens[row.cue.first].start, clause.tokens[row.cue.first].end)[0],
        )

    def _inside(self, quoted: Sequence[Statement]) -> None:
        """The moves that the words of quotations tell: 'we' is whoever speaks."""
        for statement in quoted:
            if statement.speaker is None or statement.speaker.party is None:
                continue
            for start, end in sentences(statement.content.exact):
                shift = statement.content.start
                tokens = tuple(words(self.report.text, shift + start, shift + end))
                if tokens:
                    self._quoted(statement, tokens)

    def _quoted(self, statement: Statement, tokens: tuple[Token, ...]) -> None:
        number = self.pile.readings[self.index].sentence_at(statement.content.start)
        discourse = replace(self.topics.get(number) or Discourse(self.index))
        clause = Clause(tokens, (), self.pile.names(self.index))
        grown = with_names([(tokens, _names(tokens, (), clause.known))])[0]
        scene = Scene(
            self.pile, number, clause, grown, discourse, self._pair(), self.themes, statement.speaker, statement.id
        )
        own = statement.speaker
        reported = [
            Reported(row.first, row.last, own if self._first_person(tokens, row) else None, statement.id, row.negated)
            for row in indirect_in(clause, grown)
        ]
        self._tell(scene, read_acts(scene, reported))

    def _first_person(self, tokens: tuple[Token, ...], row: Indirect) -> bool:
        """'We say that ...' in a quotation: the speaker's own words, and not those of somebody whom he quotes."""
        subject = row.cue.subject
        return subject is None or tokens[subject.first].lower in _FIRST_PERSON

    def _tell(self, scene: Scene, acts: Sequence[Act]) -> None:
        for act in acts:
            self.told.append(self._telling(scene, act))

    def _telling(self, scene: Scene, act: Act) -> Told:
        tokens = scene.clause.tokens
        passage = self.report.passage(tokens[act.first].start, tokens[act.last - 1].end)
        condition = act.condition and self.report.passage(
            tokens[act.condition[0]].start, tokens[act.condition[1] - 1].end
        )
        first, last = act.option or (0, 0)
        option = self.report.passage(tokens[first].start, tokens[last - 1].end).exact if first < last else None
        lower = [token.lower for token in tokens]
        happened, dated = self._date(passage.start, passage.end, tokens[0].start, tokens[-1].end)
        speaker = act.said.speaker if act.said is not None else scene.voice
        return Told(
            act=act,
            passage=passage,
            option=option,
            term=codebook().option_of(act.issue, lower[first:last]) if act.issue else None,
            condition=condition,
            happened=happened,
            dated=dated,
            teller=speaker,
            statement=act.said.statement if act.said is not None else scene.statement,
            report=self.index,
            words=self._content(scene, act),
            numbers=numbers(token.text for token in tokens[first:last] if not self._dates(token)),
            heads=self._heads(scene, act),
        )

    def _content(self, scene: Scene, act: Act) -> frozenset[str]:
        """The base forms of the words by which a telling is known: other parties by their ids, no date and no verb."""
        tokens, named = scene.clause.tokens, scene.plain_words()
        found = [
            scene.tree.lemma(k)
            for k in range(act.first, act.last)
            if k != act.verb and named[k] and not self._dates(tokens[k])
        ]
        parties = {m.party for m in matches(tokens, scene.clause.known) if act.first <= m.first and m.last <= act.last}
        return content(found) | parties.difference(act.actors, act.targets)

    def _heads(self, scene: Scene, act: Act) -> tuple[str, ...]:
        """The nouns that a verb and the verbs below it govern, with those that 'of' hangs on them; no names, no dates.

        'demanded |the return| of |the relics|', 'offered to share |the orchards|'.
        """
        tree, named = scene.tree, scene.plain_words()
        found: dict[str, None] = {}
        nouns: list[int] = []
        for verb in (act.verb, *tree.kids(act.verb, "xcomp", "ccomp")):
            nouns += [*tree.objects(verb), *tree.with_case(verb, *_ABOUT)]
        for noun in nouns:
            for at in (noun, *tree.kids(noun, "conj"), *(c for c in tree.kids(noun, "nmod") if tree.case(c) == "of")):
                common = tree.parse.tags[at] == "NOUN" and act.first <= at < act.last and named[at]
                if common and not self._dates(tree.tokens[at]) and is_thing(tree.lemma(at)):
                    found[tree.lemma(at)] = None
        return tuple(noun for noun in found if codebook().issue_of([noun]) is None)

    def _dates(self, token: Token) -> bool:
        """Whether the token is part of the words for a day, month, year or interval."""
        at = bisect_right(self.starts, token.start) - 1
        return at >= 0 and self.whens[at].kind != "duration" and token.start < self.whens[at].words.end

    def _date(self, start: int, end: int, low: int | None = None, high: int | None = None):
        """When it happened: the date among the words themselves, else the only one of the sentence."""
        inside = [w for w in self.whens if w.kind != "duration" and start <= w.words.start < end]
        if not inside and low is not None and high is not None:
            around = [w for w in self.whens if w.kind != "duration" and low <= w.words.start < high]
            inside = around if len(around) == 1 else []
        return (inside[0].value, inside[0].words) if inside else ("", None)


_FIRST_PERSON = ("i", "we", "let")
# Prepositions with what a demand or an answer is about: 'insisted on', 'called for', 'objected to'.
_ABOUT = ("on", "for", "to", "over", "about", "against", "of")
# What names are parsed as: words that the parser's training text is full of.
_PERSON, _PARTY, _ADJECTIVE, _PEOPLE = "Bush", "Iraq", "Iraqi", "Iraqis"


def _names(tokens: tuple[Token, ...], people: Sequence[Mention], known: Gazetteer) -> list[Name]:
    """The names in a sentence, of people and parties, with what they are parsed as; they do not overlap."""
    forms = {"name": _PARTY, "seat": _PARTY, "adjective": _ADJECTIVE, "people": _PEOPLE}
    found = [Name(m.first, m.last, _PERSON) for m in people]
    found += [
        Name(m.first, m.last, forms[m.kind])
        for m in matches(tokens, known)
        if tokens[m.first].cap and tokens[m.last - 1].cap and "-" not in tokens[m.last - 1].text
    ]
    rows: list[Name] = []
    for name in sorted(found, key=lambda n: (n.first, -n.last)):
        if not rows or name.first >= rows[-1].last:
            rows.append(name)
    return rows
