"""From the words that a language model gave to the speakers and parties of the pile, as the built-in reader has them.

So that both readers name the same person and the same party alike. A name that the built-in reader knows no party for
is proposed as one (see `proposing`); what is no name is left out of a move, and a move without an actor is no move.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, cast

from ripeness.claims.model import Modality, Mode, Move, MoveKind, Party, Speaker, Statement, Telling, reading_id
from ripeness.claims.model_reader.checking import Checked, ReadMove, ReadStatement, Span, whole
from ripeness.claims.names import given_names
from ripeness.claims.nouns import Clause, noun_at
from ripeness.claims.parties import matches
from ripeness.claims.pronouns import Discourse
from ripeness.claims.speakers import resolve
from ripeness.claims.standing import Pile, named_itself, person_standing, phrase_standing
from ripeness.claims.words import Token, words
from ripeness.reports.model import Passage


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A move that was left out of the record: these words name no party."""

    report: str
    what: str  # actor
    words: str
    passage: Passage


class Resolver:
    """Turns what was read in one report into statements and moves of the record."""

    def __init__(
        self, pile: Pile, index: int, reader: str, proposed: Mapping[str, Party] = MappingProxyType({})
    ) -> None:
        self._pile, self._index, self._reader, self._proposed = pile, index, reader, proposed
        self._reading = pile.readings[index]
        self._report = self._reading.report

    def unknown(self, checked: Checked) -> Iterator[str]:
        """The names of parties that the built-in reader does not know."""
        named = [(s.speaks_for, s.content) for s in checked.statements if s.speaks_for]
        named += [(name, m.telling) for m in checked.moves for name in (*m.actors, *m.targets)]
        for name, near in named:
            party, where = self._party(name, near)
            if party is None and self._person(*where) is None:
                yield name

    def statement(self, read: ReadStatement) -> Statement:
        """The statement with its speaker resolved."""
        content = self._report.passage(*read.content)
        speaker = self._speaker(read)
        return Statement(
            id=reading_id("s", self._reader, *_key(content)),
            report=self._report.id,
            kind=cast(Any, read.kind),
            text=content.exact,
            content=content,
            speaker=speaker,
            cue=self._report.passage(*read.cue) if read.cue else None,
            rule=f"read by {self._reader}",
            via=tuple(self._named(name, read.content) for name in read.via),
            negated=read.negated,
            hedged=read.hedged,
            said=read.said,
            issue=read.issue or None,
            reader=self._reader,
        )

    def move(self, read: ReadMove) -> Move | Unresolved:
        """The move with its parties resolved, or what could not be."""
        telling = self._report.passage(*read.telling)
        actors: dict[str, None] = {}
        for name in read.actors:
            party = self._party(name, read.telling)[0]
            if party is None:
                return Unresolved(self._report.id, "actor", name, telling)
            actors[party] = None
        targets = [self._party(name, read.telling)[0] for name in read.targets]
        found = tuple(actors)
        return Move(
            id=reading_id("m", self._reader, read.kind, found, *_key(telling)),
            kind=cast(MoveKind, read.kind),
            actors=found,
            targets=tuple(dict.fromkeys(party for party in targets if party and party not in actors)),
            issue=read.issue or None,
            option=read.option or None,
            modality=cast(Modality, read.modality),
            mode=cast(Mode, read.mode),
            condition=self._report.passage(*read.condition) if read.condition else None,
            happened=read.happened,
            dated=self._report.passage(*read.dated) if read.dated else None,
            tellings=(
                Telling(
                    telling,
                    self._named(read.teller, read.telling) if read.teller else None,
                    None,
                    f"read by {self._reader}",
                ),
            ),
            reader=self._reader,
        )

    def _speaker(self, read: ReadStatement) -> Speaker | None:
        """The speaker: the name by the rules of the pile, the party by the words of this reader."""
        if not read.speaker or read.source is None:
            return None
        found = replace(self._named(read.speaker, read.content), surface=self._report.passage(*read.source))
        if not read.speaks_for:
            why = f"{self._reader} read that this speaker speaks for nobody"
            return replace(found, party=None, why=why, because=(), unsettled=False)
        party, where = self._party(read.speaks_for, read.content)
        words = self._report.passage(*where)
        if party is None:
            why = f"{self._reader} read that this speaker speaks for '{words.exact}', by which no party is known"
            return replace(found, party=None, why=why, because=(words,), unsettled=True)
        return replace(
            found,
            party=party,
            why=f"{self._reader} read whom this speaker speaks for",
            because=(words,),
            unsettled=False,
        )

    def _named(self, name: str, near: Span) -> Speaker:
        """The speaker whom these words of the report name, by the rules of the built-in reader."""
        start, end = self._place(name, near)
        number = self._reading.sentence_at(start)
        clause = self._clause(number)
        first = next((at for at, token in enumerate(clause.tokens) if token.end > start), None)
        if first is not None and clause.tokens[first].kind == "word":
            noun = noun_at(clause, first)
            if noun is not None and noun.kind != "pronoun" and clause.tokens[noun.last - 1].end <= end:
                speaker = resolve(self._pile, clause, noun, number, Discourse(self._index))
                if speaker is not None:
                    return speaker
        surface = self._report.passage(start, end)
        person = self._person(start, end)
        standing = (
            person_standing(self._pile, person, self._index)
            if person
            else phrase_standing(self._pile, self._index, self._tokens(start, end))
        )
        shown = person or " ".join(name.split())
        return Speaker(
            shown, surface, standing.party, standing.role, standing.why, standing.because, standing.unsettled
        )

    def _party(self, name: str, near: Span) -> tuple[str | None, Span]:
        """The party that these words name, and where: the party itself, or the one that a person or office is of."""
        start, end = self._place(name, near)
        tokens = self._tokens(start, end)
        known = self._pile.names(self._index)
        party = named_itself(known, tokens)
        if party is None:
            person = self._person(start, end)
            if person is not None:
                party = person_standing(self._pile, person, self._index).party
        if party is None:
            named = {match.party for match in matches(tokens, known, given_names()) if not match.place}
            party = named.pop() if len(named) == 1 else phrase_standing(self._pile, self._index, tokens).party
        if party is None and name in self._proposed:
            party = self._proposed[name].id
        return party, (start, end)

    def _person(self, start: int, end: int) -> str | None:
        """The person whose name ends these words."""
        inside = [m for m in self._pile.people.mentions.get(self._index, ()) if start <= m.start and m.end <= end]
        return self._pile.people.named_at(self._index, inside[-1].start) if inside else None

    def _place(self, name: str, near: Span) -> Span:
        """The place of a name next to what was read, those before it first: it was checked that there is one."""
        spans = [match.span() for match in re.finditer(whole(name), self._report.text)]
        before = [span for span in spans if span[0] < near[1]]
        return before[-1] if before else spans[0]

    def _tokens(self, start: int, end: int) -> Sequence[Token]:
        return words(self._report.text, start, end)

    def _clause(self, number: int) -> Clause:
        mentions = tuple(self._pile.mentions_in(self._index, number))
        return Clause(self._reading.sentences[number].tokens, mentions, self._pile.names(self._index))


def _key(passage: Passage) -> tuple[str, int, int, str]:
    return passage.report, passage.start, passage.end, passage.exact
