"""The reports of a pile as contradictions are sought in them: lines of words with keys, and who tells what.

A line is a sentence. The key of a word is its stem, or the class of words that it belongs to (data/contradictions.toml:
'shelled' and 'bombed' have one key). Two passages speak of one thing if they share keys, rare ones more than common
ones.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import snowballstemmer

from ripeness.claims.lexicon import word_set
from ripeness.claims.model import ContradictionKind, Move, Side, Speaker, Statement
from ripeness.claims.names import given_names
from ripeness.claims.nouns import Clause, Noun, subject_of
from ripeness.claims.parties import matches
from ripeness.claims.standing import Pile, person_standing, phrase_standing
from ripeness.claims.words import Sentence, Token, words
from ripeness.reports.model import Passage

# How many lines one key may list. A key that more lines have says nothing about what they speak of, and is not indexed
# beyond them: so a pile of n lines needs at most n times this many comparisons.
KEY_LINES = 200

# Names stand in many lines that speak of other things: what they weigh beside other words.
NAME_WEIGHT = 0.2

_SMALL = word_set(
    """
    the a an of to in on at for and or but with by from that which who whom whose it its their his her they he she
    him them as not no nor so than then there here this these those such would will could may might can shall should
    must has have had having was were is are be been being am do does did done i we you our us me my your if whether
    when while where what how why because since until after before during under over between into out up down off
    about against through also only just even still yet already again ever never any some all both each every either
    neither none nothing nobody anything anybody anyone everyone other another own same more most less least very
    too much many few one mr mrs ms dr said say says saying told tell tells s t m ll ve re d n't didn't don't
    doesn't wasn't isn't hadn't hasn't won't wouldn't couldn't can't cannot weren't aren't made make makes making
    give gave given gives giving get got set put according however meanwhile later earlier
    """
)
_STEM = snowballstemmer.stemmer("english")
_MENTIONING = word_set("said says mentioned mentions noted notes added wrote stated claimed reported announced")
# How many words ', the ministry in Port Kell said,' may have.
THROWN_IN = 6
_PRONOUNS = word_set("he she it they i we")
_DAYS = word_set(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
    october november december yesterday today tomorrow week month year day morning evening night afternoon
    """
)


@cache
def classes() -> dict[str, str]:
    """Stem to the class that it belongs to."""
    raw = tomllib.loads((files("ripeness.claims") / "data" / "contradictions.toml").read_text(encoding="utf-8"))
    return {_stem(word): f"{name}*" for name, listed in raw["classes"].items() for word in listed.split()}


def _stem(word: str) -> str:
    return str(_STEM.stemWord(word))


@cache
def key(word: str) -> str:
    """The key of a word in lower case; '' for small words, days and marks."""
    if word in _SMALL or word in _DAYS or not word[0].isalnum():
        return ""
    stem = _stem(word)
    return classes().get(stem, stem)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a line, also inside its quotations, at ``start``..``end`` of the report's text."""

    start: int
    end: int
    lower: str
    key: str
    cap: bool


@dataclass(frozen=True, slots=True)
class Teller:
    """Who tells something: a name and perhaps a party; neither where the report itself speaks."""

    name: str | None = None
    party: str | None = None

    def apart(self, other: Teller) -> bool:
        """Whether two accounts come from two sides."""
        if self.party and other.party:
            return self.party != other.party
        return self.name != other.name or self.name == "?"


@dataclass(frozen=True, slots=True)
class Account:
    """Something that somebody tells in a line: ``start``..``end`` of the report's text."""

    start: int
    end: int
    teller: Teller
    said: bool  # reported speech or a quotation, not the report's own words
    negated: bool
    quoted: bool = False
    cue: str = ""  # the key of the verb that reports it


@dataclass(frozen=True)
class Line:
    """One sentence of a report. ``headline`` marks those of its title."""

    report: int
    number: int
    paragraph: int
    sentence: Sentence
    words: tuple[Word, ...]
    accounts: tuple[Account, ...]
    headline: bool

    @property
    def start(self) -> int:
        """Where the sentence starts in the report's text."""
        return self.sentence.start

    @property
    def end(self) -> int:
        """Where the sentence ends."""
        return self.sentence.end

    def within(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that stand in a stretch."""
        return tuple(w for w in self.words if start <= w.start and w.end <= end)

    def all_keys(self) -> frozenset[str]:
        """The keys of the line."""
        return self.keys(self.start, self.end)

    def marks(self, which: str) -> Iterator[Token]:
        """The marks of the line that are among ``which``, outside quotations."""
        return (t for t in self.sentence.tokens if t.kind == "mark" and t.text in which)

    def keys(self, start: int, end: int) -> frozenset[str]:
        """The keys of a stretch."""
        return frozenset(w.key for w in self.words if w.key and start <= w.start and w.end <= end)


Place = tuple[int, int]  # of a line: its report, and its number there


@dataclass(frozen=True, slots=True)
class Told:
    """What is read in one line: statements whose words start in it, those whose cue stands in it, tellings of moves."""

    said: tuple[Statement, ...] = ()
    cues: tuple[Statement, ...] = ()
    tellings: tuple[tuple[Passage, Move], ...] = ()


NOTHING = Told()


class Pages:
    """The pile, line by line. The lines are made once; what is told in them can be told anew.

    ``given`` gathers the places of the lines that were handed out: what was found hangs on them, and on nothing else
    that can be told anew. Whoever wants to know empties it before.
    """

    def __init__(self, pile: Pile, statements: Sequence[Statement] = (), moves: Sequence[Move] = ()) -> None:
        self.pile = pile
        self.reports = {reading.report.id: number for number, reading in enumerate(pile.readings)}
        self.lines: list[list[Line]] = []
        self.index: dict[str, list[Place]] = {}
        self.given: set[Place] = set()
        self.told: dict[Place, Told] = {}
        self.quantities: dict[Place, tuple[Line, Any]] = {}  # figures of lines, as they were last read
        self.cues: dict[tuple[int, int], Statement] = {}
        counts: Counter[str] = Counter()
        named: Counter[str] = Counter()
        for report, reading in enumerate(pile.readings):
            rows: list[Line] = []
            title = reading.report.title.value if reading.report.title else ""
            for number, sentence in enumerate(reading.sentences):
                row = self._bare(report, number, sentence, title)
                rows.append(row)
                named.update({w.key for w in row.words[1:] if w.cap})
                for each in row.keys(row.start, row.end):
                    counts[each] += 1
                    if counts[each] <= KEY_LINES:
                        self.index.setdefault(each, []).append((report, number))
            self.lines.append(rows)
        self.size = sum(len(rows) for rows in self.lines)
        self.weights = {
            each: math.log(1 + self.size / count) * (NAME_WEIGHT if 2 * named[each] > count else 1.0)
            for each, count in counts.items()
        }
        self.tell(statements, moves)

    def tell(self, statements: Sequence[Statement], moves: Sequence[Move]) -> set[Place]:
        """Have these told in the lines, and nothing else; gives the places where that is not what was told before."""
        said: dict[Place, list[Statement]] = defaultdict(list)
        cued: dict[Place, list[Statement]] = defaultdict(list)
        tellings: dict[Place, list[tuple[Passage, Move]]] = defaultdict(list)
        self.cues = {}
        for statement in statements:
            report = self.reports[statement.report]
            at = self.pile.readings[report].sentence_at
            said[report, at(statement.content.start)].append(statement)
            if statement.cue is not None:
                cued[report, at(statement.cue.start)].append(statement)
                if statement.kind == "indirect" or (report, statement.cue.start) not in self.cues:
                    self.cues[report, statement.cue.start] = statement
        for move in moves:
            for telling in move.tellings:
                passage = telling.passage
                report = self.reports[passage.report]
                at = self.pile.readings[report].sentence_at
                for number in range(at(passage.start), at(max(passage.start, passage.end - 1)) + 1):
                    tellings[report, number].append((passage, move))
        now = {
            place: Told(tuple(said.get(place, ())), tuple(cued.get(place, ())), tuple(tellings.get(place, ())))
            for place in {*said, *cued, *tellings}
        }
        changed = {place for place in {*now, *self.told} if now.get(place) != self.told.get(place)}
        for place in changed:
            report, number = place
            before, after = self.told.get(place, NOTHING), now.get(place, NOTHING)
            if before.said != after.said:
                self.lines[report][number] = self._with_accounts(self.lines[report][number], after.said)
        self.told = now
        return changed

    def _bare(self, report: int, number: int, sentence: Sentence, title: str) -> Line:
        """A line before anything is told in it."""
        text = self.pile.readings[report].report.text
        found = tuple(
            Word(t.start, t.end, t.lower, key(t.lower), t.text[0].isupper())
            for t in _with_numbers(text, words(text, sentence.start, sentence.end))
            if t.kind != "owner"
        )
        headline = (
            bool(title) and sentence.paragraph == 0 and title.startswith(text[sentence.start : sentence.end][:40])
        )
        return Line(report, number, sentence.paragraph, sentence, found, (), headline)

    def _with_accounts(self, line: Line, said: Sequence[Statement]) -> Line:
        """The line with who tells what in it."""
        text = self.pile.readings[line.report].report.text
        accounts = tuple(
            Account(
                s.content.start,
                s.content.end,
                self._teller(line, s),
                True,
                s.negated,
                s.kind == "quotation",
                key(s.cue.exact.lower().split()[0]) if s.cue is not None else "",
            )
            for s in sorted(said, key=lambda s: (s.content.start, s.content.end))
            if not (s.kind == "quotation" and s.content.end - s.content.start < 3)
        )
        accounts = tuple(each for a in accounts for each in (a, *_going_on(text, line.end, a)))
        return replace(line, accounts=accounts)

    def _teller(self, line: Line, statement: Statement) -> Teller:
        """Who makes a statement; where that is not known, the party named last before it: 'the Kellish text says'."""
        found = teller(statement.speaker)
        if found.name != "?" or statement.cue is None:
            return found
        named = self.parties(line, line.start, statement.cue.start)
        return Teller("?", named[-1]) if named else found

    # -- lines

    def at(self, place: Place) -> Line:
        """The line at a place."""
        self.given.add(place)
        return self.lines[place[0]][place[1]]

    def all_of(self, report: int) -> list[Line]:
        """Every line of a report."""
        return self._given(self.lines[report])

    def before(self, line: Line, count: int) -> list[Line]:
        """Up to ``count`` lines before this one in its report, nearest first; headlines are left out."""
        rows = self.lines[line.report][max(0, line.number - count) : line.number]
        return self._given([row for row in reversed(rows) if not row.headline])

    def after(self, line: Line, count: int) -> list[Line]:
        """Up to ``count`` lines after this one in its report."""
        return self._given(self.lines[line.report][line.number + 1 : line.number + 1 + count])

    def _given(self, rows: list[Line]) -> list[Line]:
        self.given.update((row.report, row.number) for row in rows)
        return rows

    def near(self, keys: Iterable[str], report: int | None = None) -> list[Line]:
        """Lines that share one of the keys, each once; those of one report, or of all others."""
        found = {place for each in keys for place in self.index.get(each, ())}
        rows = [self.lines[at][number] for at, number in sorted(found) if report is None or at == report]
        return self._given([line for line in rows if not line.headline])

    def text(self, line: Line) -> str:
        """The words of a line as the report has them."""
        return self.pile.readings[line.report].report.text[line.start : line.end]

    def number(self, passage: Passage) -> int:
        """The index of the report of a passage."""
        return self.reports[passage.report]

    def place(self, passage: Passage) -> tuple[int, int, int]:
        """Where a passage stands in the pile: to sort by."""
        return self.reports[passage.report], passage.start, passage.end

    def keys_of(self, passage: Passage) -> frozenset[str]:
        """The keys of a passage, of the line in which it starts."""
        (line,) = self.of((passage,), self.reports[passage.report])
        return line.keys(passage.start, passage.end)

    def of(self, passages: Iterable[Passage], report: int) -> list[Line]:
        """The lines of one report in which these passages start."""
        reading = self.pile.readings[report]
        own = [p for p in passages if p.report == reading.report.id]
        return self._given([self.lines[report][reading.sentence_at(p.start)] for p in own])

    # -- weights

    def weight(self, keys: Iterable[str]) -> float:
        """How much the keys say together: rare ones more."""
        return sum(self.weights.get(each, 0.0) for each in keys)

    def rarest(self) -> float:
        """The weight of a word that stands in one line alone."""
        return math.log(1 + self.size)

    def share(self, part: Iterable[str], whole: Iterable[str]) -> float:
        """How much of what ``whole`` says is in ``part``."""
        of = self.weight(whole)
        return self.weight(frozenset(part) & frozenset(whole)) / of if of else 0.0

    # -- passages

    def passage(self, line: Line, start: int, end: int) -> Passage:
        """The words at ``start``..``end``, without marks and spaces at their ends."""
        report = self.pile.readings[line.report].report
        while start < end and not report.text[start].isalnum() and report.text[start] not in "\"'“‘$€£":
            start += 1
        loose = _LOOSE.search(report.text, start, end)
        end = loose.start() if loose is not None and loose.start() > start else end
        return report.passage(start, max(end, start + 1))

    def stretch(self, line: Line, keys: frozenset[str]) -> tuple[int, int]:
        """The shortest run of parts between marks that holds all words with these keys; the line where none does."""
        hit = [w for w in line.words if w.key in keys]
        if not hit:
            return line.start, line.end
        first, last = hit[0].start, hit[-1].end
        start, end = line.start, line.end
        for token in line.sentence.tokens:
            if token.kind == "mark" and token.text in ",;:—–":
                if token.end <= first:
                    start = token.end
                elif token.start >= last:
                    end = token.start
                    break
        return start, end

    # -- who

    def clause(self, line: Line) -> Clause:
        """The line as noun phrases are read from it."""
        found = tuple(self.pile.mentions_in(line.report, line.number))
        return Clause(line.sentence.tokens, found, self.pile.names(line.report))

    def parties(self, line: Line, start: int | None = None, end: int | None = None) -> list[str]:
        """The parties that a stretch of the line names, by name or through their people, in order."""
        low, high = line.start if start is None else start, line.end if end is None else end
        rows: list[tuple[int, str]] = []
        for match in matches(line.sentence.tokens, self.pile.names(line.report), given_names()):
            if low <= match.start and match.end <= high and not match.place:
                rows.append((match.start, match.party))
        for mention in self.pile.mentions_in(line.report, line.number):
            if low <= mention.start and mention.end <= high:
                name = self.pile.people.named_at(line.report, mention.start)
                party = person_standing(self.pile, name, line.report).party if name else None
                if party:
                    rows.append((mention.start, party))
        return list(dict.fromkeys(party for _, party in sorted(rows)))

    def actor(self, line: Line, at: int) -> Teller | None:
        """Who does what the verb at token ``at`` tells, or None where the text does not show it."""
        token = line.sentence.tokens[at]
        statement = self.cues.get((line.report, token.start))
        if statement is not None and statement.speaker is not None:
            return teller(statement.speaker)
        clause = self.clause(line)
        noun = subject_of(clause, at)
        if noun is not None:
            found = self._noun(line, clause, noun)
            if found is not None:
                return found
        for passage, move in self.told.get((line.report, line.number), NOTHING).tellings:
            if passage.start <= token.start < passage.end and move.kind in ("deny", "reject", "accuse"):
                return Teller(None, move.actors[0])
        if noun is not None and clause.lower(noun.first) in _PRONOUNS:
            return self._last(line)
        return None

    def _noun(self, line: Line, clause: Clause, noun: Noun) -> Teller | None:
        tokens = clause.tokens[noun.first : noun.last]
        if not tokens or tokens[0].lower in _PRONOUNS:
            return None
        if noun.mention is not None:
            name = self.pile.people.named_at(line.report, noun.mention.start)
            if name:
                return Teller(name, person_standing(self.pile, name, line.report).party)
        party = phrase_standing(self.pile, line.report, tokens).party
        if party is None:
            named = self.parties(line, tokens[0].start, tokens[-1].end)
            party = named[-1] if named else None
        kept = [t for t in tokens if t.lower not in ("the", "a", "an")]
        name = "".join(t.text if t.kind == "owner" else f" {t.text}" for t in kept).strip()
        return Teller(name, party)

    def _last(self, line: Line) -> Teller | None:
        for row in self.before(line, 2):
            for account in reversed(row.accounts):
                if account.teller.name:
                    return account.teller
        return None

    def thrown_in(self, line: Line) -> Teller | None:
        """Who vouches for a line by words thrown in: ', the Kremlin mentioned,'; also where the verb is an odd one."""
        tokens = line.sentence.tokens
        commas = [k for k, token in enumerate(tokens) if token.text == ","]
        for first, last in pairwise(commas):
            if 2 <= last - first - 1 <= THROWN_IN and lower(tokens, last - 1) in _MENTIONING:
                return self.actor(line, last - 1)
        return None

    def said_before(self, line: Line, at: int) -> bool:
        """Whether the words before code point ``at`` end with 'she said' in the same line: they are hers, too."""
        before = [w.lower for w in line.words if w.end <= at][-4:]
        return any(w in ("said", "says") for w in before) and any(w in _PRONOUNS for w in before)

    def mover(self, line: Line, kinds: Iterable[str]) -> Move | None:
        """A move of one of these kinds that the line tells."""
        wanted = frozenset(kinds)
        for passage, move in self.told.get((line.report, line.number), NOTHING).tellings:
            if line.start <= passage.start < line.end and move.kind in wanted:
                return move
        return None

    def called(self, told_by: Teller) -> str:
        """A side in words."""
        if told_by.name not in (None, "?"):
            return str(told_by.name)
        if told_by.party is not None:
            known = self.pile.known.parties.get(told_by.party)
            return known.name if known is not None else told_by.party
        return "the report" if told_by.name is None else "somebody whom the text does not name"

    def voice(self, line: Line, at: int) -> Teller:
        """In whose mouth the words at code point ``at`` stand: nobody's where the report itself speaks."""
        inside = [a for a in line.accounts if a.start <= at < a.end]
        return min(inside, key=lambda a: a.end - a.start).teller if inside else Teller()


_AND_THAT = re.compile(r",? and (?=that\b)")


def _going_on(text: str, end: int, account: Account) -> Iterator[Account]:
    """The second half of 'said that ..., and that ...', where it is not part of the first."""
    match = _AND_THAT.match(text, account.end)
    if match is not None and not account.quoted and match.end() < end:
        stop = next((k for k in range(match.end(), end) if text[k] in ";:"), end)
        yield replace(account, start=match.end(), end=stop)


def _with_numbers(text: str, tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens, with '27,000' as one."""
    at = 0
    while at < len(tokens):
        last = at
        while _GROUP.fullmatch(text[tokens[last].start : tokens[last].end + 4]) and last + 2 < len(tokens):
            last += 2
        first = tokens[at]
        yield first if last == at else replace(first, end=tokens[last].end, text=text[first.start : tokens[last].end])
        at = last + 1


_GROUP = re.compile(r"\d{1,3},\d{3}")


def teller(speaker: Speaker | None) -> Teller:
    """The speaker of a statement."""
    return Teller(speaker.name, speaker.party) if speaker is not None else Teller("?", None)


@dataclass(frozen=True)
class Found:
    """A contradiction before its like are joined: ``a`` is the claim or what came first, ``b`` speaks against it."""

    kind: ContradictionKind
    about: str
    a: Side
    b: Side
    rule: str


def side(told_by: Teller, *passages: Passage) -> Side:
    """One side, each passage once."""
    return Side(told_by.name if told_by.name != "?" else None, told_by.party, tuple(dict.fromkeys(passages)))


_LOOSE = re.compile(r"(?:[\s,.;:—–-]+(?:which|who|and|but)?)*$")
_SPACE = re.compile(r"\s+")
_OPENING = re.compile(r"^(?:that|of|about|which|who|no such|such an?)\s+", re.IGNORECASE)
# How many words of a passage stand in the title of a contradiction.
TITLE_WORDS = 14


def short(text: str) -> str:
    """The first words of a passage on one line, without 'that' and quotation marks at its ends."""
    plain = _SPACE.sub(" ", text).strip(" ,.;:\"'“”‘’")
    plain = _OPENING.sub("", plain)
    found = plain.split(" ")
    return " ".join(found[:TITLE_WORDS]) + (" ..." if len(found) > TITLE_WORDS else "")


def lower(tokens: Sequence[Token], at: int) -> str:
    """The word at ``at`` in lower case; '' outside."""
    return tokens[at].lower if 0 <= at < len(tokens) else ""
