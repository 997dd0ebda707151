"""Organisations that negotiate, strike, rule or fight, learned from a pile by their names and what they do.

A union, a company, a shippers' association, a league, a court, a bloc or a coalition party is in no list. It shows
itself by acting: it is the subject of verbs of speech and of moves, it has spokesmen and members, it is urged and
accused. How much of that is asked for depends on its name: 'the Crane Operators' League' says what it is, 'Halvard'
does not. Outlets, institutes and those who only employ experts are never learned, nor is a place that does nothing.

Names may have small words inside ('Front for the Deliverance of Orly'); an acronym belongs to the name whose initials
it has; 'the Families Forum' is the "Captives' Families Forum".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ripeness.claims.lexicon import word_set
from ripeness.claims.model import Party, PartyKind
from ripeness.claims.names import NOT_NAMES, fold, given_names, runs
from ripeness.claims.nouns import AUXILIARIES
from ripeness.claims.parties import Alias, Gazetteer, slug
from ripeness.claims.people import People
from ripeness.claims.roles import IMPERSONAL, INSTITUTIONS, OFFICES, OUTLETS, ROLES, TITLES
from ripeness.claims.verbs import telling_bases, telling_forms
from ripeness.claims.words import Reading, Token

# Words that say that a name is an organisation's: its last word, or its first before 'of' and 'for'.
HEADS = word_set(
    """
    union unions league council front forum association federation confederation alliance coalition bloc party movement
    congress committee commission court tribunal guild brotherhood syndicate cooperative collective company corporation
    authority agency command brigades army assembly chamber board consortium group community compact pact society
    organisation organization network order church synod initiative airlines railways airways ports mines steel
    senate diet parliament secretariat conference covenant resistance militia brigade guards legion partnership
    congregation caucus panel junta cartel column columns office
    """
)
_FIGHTING_HEADS = word_set("front brigade brigades army movement resistance militia guards legion column columns")
_ALLIED_HEADS = word_set("command alliance coalition bloc compact pact entente")
# Bodies of a state that are parties only under another's name ('the Aldovan parliament' is Aldova).
_STATES_OWN = word_set("parliament senate ministry cabinet army diet assembly command commission secretariat authority")
# What an organisation is called in small letters beside its name ('the opposition party Concord').
LABEL_NOUNS = word_set(
    """
    union party company operator group movement agency alliance bloc coalition federation association league charity
    organisation organization firm shipowner employer carrier cooperative council faction militia insurer owner airline
    """
)
# Offices that an organisation has, in front of which it stands as owner or behind which with 'of' and 'for'.
_STAFF = (OFFICES - {"head", "speaker", "counterpart", "counterparts"}) | word_set(
    """
    executive head board members member lawyers lawyer chairman delegation delegates negotiators fighters gunmen leaders
    envoys treasurer bureau shop-stewards stewards pickets strikers directors management offer demand demands proposal
    response refusal rejection statement position council garrison burghers envoys deputies
    """
)
_RULERS = word_set("minister ministers ministry government army parliament cabinet ambassador embassy navy")
_EXPERTS = word_set(
    "analyst analysts economist economists professor researcher researchers fellow historian lecturer scholar expert "
    "experts academic consultant consultants strategist reporter correspondent editor columnist broker"
)
# Words in a name that show an outlet, a school, an institute or a thing that has no will.
_NEVER = (OUTLETS - {"network", "guardian", "star", "mirror", "today", "mail", "sun", "mercury", "record"}) | word_set(
    """
    watch amnesty watchdog rights monitor monitors tracker
    institute institution university college school academy research studies laboratory observatory museum hospital
    wire review gate street road bridge river strait square hotel villa palace cape mount lake saint st st. holy
    observer bank banks securities consultants capital partners agreement accord treaty plan act protocol declaration
    convention resolution memorandum charter statement report article day war talks summit round conference phase
    """
)
# Of these, what a bloc or movement with an acronym may be called: 'the Conference of Gulf States (CGS)'.
_MEETING = word_set("conference summit talks round plan act charter research review street")
# Offices that a state has, or a trade.
_STATES_OFFICES = word_set(
    "foreign home war colonial post press oval cabinet prime meteorological statistical tax patent"
)
_SMALL_INSIDE = word_set("of for against to")
_PLACING = word_set("in at near outside from around across toward towards inside into through via off beyond")
_GOVERNING = word_set("of for at from with to by in on against between")
_BODIES_OF = word_set("council garrison government delegation leadership board senate burghers")
_ADDRESSING = word_set(
    "urge accuse tell ask urged accused told asked blamed warned with against between by thanked sued invited "
    "urges accuses tells asks blames warns thanks invites joined left "
    "threatened"
)
_DAYS = word_set("monday tuesday wednesday thursday friday saturday sunday")
_ADVERBS = word_set("also then now later still again both already not never yesterday today finally once has had have")
_PEOPLE_ROLES = (ROLES - INSTITUTIONS - IMPERSONAL) - word_set("operator owner host")
# How much an organisation must do before it is one: acts, offices and being addressed, over the whole pile.
WITH_HEAD = 2  # its name says what it is
WITHOUT_HEAD = 2  # it does not, and there must be an office or a label besides an act
ACRONYM = 2
# 'The Communists': how often a people's or side's name must act.
SIDES = 3


@dataclass(slots=True)
class _Evidence:
    """What the pile shows of one name."""

    acts: int = 0
    offices: int = 0
    addressed: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    places: int = 0
    articles: int = 0
    experts: int = 0
    people: int = 0
    rules: int = 0  # offices that only a state has
    count: int = 0

    @property
    def total(self) -> int:
        return self.acts + self.offices + self.addressed


@dataclass(slots=True)
class _Names:
    """All candidate names of a pile, and the acronyms that parentheses give them."""

    seen: dict[tuple[str, ...], _Evidence] = field(default_factory=dict)
    acronyms: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)  # ('UDRW',) -> name
    wings: dict[tuple[str, ...], Counter[tuple[str, ...]]] = field(default_factory=dict)  # a wing -> whose it is
    common: Counter[str] = field(default_factory=Counter)  # how often 'the union', 'the court' acts in small letters
    lowers: set[str] = field(default_factory=set)  # words that the pile has in small letters, too


def learn_actors(readings: Sequence[Reading], people: People, known: Gazetteer) -> Gazetteer:
    """``known`` with the organisations that the pile shows; ``people`` are those found without knowing them."""
    names = _gather(readings, people, known)
    parties: dict[str, Party] = {}
    aliases: list[Alias] = []
    chosen = _chosen(names, known)
    owners = _owners(chosen, names)
    for words in chosen:
        owner = owners.get(words, words)
        name = shown(owner)
        party = _party_of(known, owner) or _shortened(known, owner) or slug(name)
        if party not in known.parties:
            rules = owner in names.seen and names.seen[owner].rules > 0 and not head_word(owner)
            parties.setdefault(party, Party(party, name, "state" if rules else _kind(owner)))
        aliases += [Alias(each, party, "name") for each in _spellings(words)]
        aliases += _adjectives(words, party)
        if len(owner) == 2 and owner[0].lower() in _PREFIXES and not known.index.get(owner[1]):
            aliases.append(Alias(owner[1:], party, "name"))
        aliases += [Alias(tail, party, "name")] if (tail := members(words)) else []
        aliases += _of_command(words, party, known)
    return known.with_parties(parties.values(), aliases) if parties or aliases else known


# First words of a name that is shortened to its last: 'Sarn' for 'Upper Sarn'; 'North Kell' may be another than Kell.
_PREFIXES = word_set("upper lower new greater old")


def _shortened(known: Gazetteer, name: Sequence[str]) -> str | None:
    """The party that is known by the last word of a name such as 'Upper Sarn'."""
    if len(name) != 2 or name[0].lower() not in _PREFIXES:
        return None
    return next((a.party for a in known.index.get(name[1], ()) if len(a.words) == 1 and a.kind == "name"), None)


def shown(words: Sequence[str]) -> str:
    """A name as it is written: an owner mark is a token of its own."""
    return " ".join(words).replace(" '", "'").replace(" ’", "'")


def members(name: Sequence[str]) -> tuple[str, ...]:
    """'Five Harbours' of the 'League of the Five Harbours', 'Gulf States' of the 'Conference of Gulf States'."""
    of = next((k for k in range(1, len(name) - 2) if name[k] == "of"), None)
    tail = tuple(name[of + 1 + (name[of + 1] == "the") :]) if of else ()
    return tail if len(tail) > 1 and tail[-1].endswith("s") and all(word[0].isupper() for word in tail) else ()


def _spellings(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield tuple(words)
    for mark, other in (("'", "’"), ("'s", "’s")):
        if mark in words:
            yield tuple(other if word == mark else word for word in words)


def _adjectives(words: tuple[str, ...], party: str) -> list[Alias]:
    """'Communist' of 'the Communists'."""
    if len(words) == 1 and words[0].endswith("s") and not words[0].isupper():
        return [Alias((words[0][:-1],), party, "adjective")]
    return []


_COMMANDED = word_set("forces troops side delegation delegates negotiators command aircraft convoy")


def _of_command(words: tuple[str, ...], party: str, known: Gazetteer) -> list[Alias]:
    """'United Nations forces', where the pile has a United Nations Command: what a command commands."""
    prefix = words[:-1]
    if head_word(words) != "command" or not any(a.words == prefix for a in known.index.get(words[0], ())):
        return []
    return [Alias((*prefix, noun), party, "name") for noun in sorted(_COMMANDED)]


def _kind(words: Sequence[str]) -> PartyKind:
    head = head_word(words)
    if head in _FIGHTING_HEADS:
        return "armed group"
    if head in _ALLIED_HEADS:
        return "alliance"
    return "armed group" if not head and len(words) == 1 and words[0].endswith("s") else "organisation"


def head_word(words: Sequence[str]) -> str:
    """The word that says what an organisation is: 'front' of 'Front for the Deliverance of Orly'; '' if none does."""
    inside = next((at for at, word in enumerate(words) if word in _SMALL_INSIDE), len(words))
    last = words[inside - 1].lower()
    return last if last in HEADS else ""


# --- finding names -----------------------------------------------------------------------------------------------


def _gather(readings: Sequence[Reading], people: People, known: Gazetteer) -> _Names:
    names = _Names()
    titled = _titled(readings, people)
    for reading in readings:
        for sentence in reading.sentences:
            names.lowers.update(t.text for t in sentence.tokens if t.kind == "word" and t.text.islower())
    for index, reading in enumerate(readings):
        masthead = _masthead(reading)
        mentions: dict[int, set[int]] = {}
        for mention in people.mentions.get(index, ()):
            mentions.setdefault(mention.sentence, set()).update(range(mention.first, mention.last))
        for number, sentence in enumerate(reading.sentences):
            if sentence.start < masthead:
                continue
            tokens = sentence.tokens
            for at in range(1, len(tokens)):
                if tokens[at].text in HEADS and tokens[at - 1].lower == "the" and acts(tokens, at + 1):
                    names.common[tokens[at].text] += 1
            for start, end in spans(tokens, known, names.lowers):
                _weigh(tokens, start, end, names, known, titled, mentions.get(number, set()))
    return names


# How many of a report's first lines may be its title, its byline and its date.
_MASTHEAD_LINES = 3


def _masthead(reading: Reading) -> int:
    """Where the lines with the title, the byline and the date end: outlets stand there, and act nowhere."""
    text, at, end = reading.report.text, 0, 0
    for number in range(_MASTHEAD_LINES):
        stop = text.find("\n", at)
        line = text[at : stop if stop >= 0 else len(text)].strip()
        if stop < 0 or len(line.split()) > 14 or (number and line.endswith((".", '"', "”"))):
            break
        if number:
            end = stop
        at = stop + 1
    return end


def spans(tokens: Sequence[Token], known: Gazetteer, lowers: set[str] | None = None) -> list[tuple[int, int]]:
    """The names of a sentence that can be organisations', small words and owners inside included."""
    rows: list[tuple[int, int]] = []
    for start, end in runs(tokens):
        first = _with_owners(tokens, start, end)
        if rows and start < rows[-1][1]:
            continue
        while rows and first <= rows[-1][0]:
            rows.pop()
        last = _to_acronym(tokens, first, end) or _with_tail(tokens, first, end, known)
        if first == 0 and lowers is not None and last - first > 1 and tokens[0].lower in lowers and _trims(tokens):
            first += 1
        rows.append((first, last))
    return rows


def _trims(tokens: Sequence[Token]) -> bool:
    return tokens[0].lower.endswith("ly") or tokens[0].lower in NOT_NAMES


def _with_owners(tokens: Sequence[Token], start: int, end: int) -> int:
    """Where the name begins whose first words own the rest: 'the |Crane Operators' League|', "|Captives' Forum|"."""
    owner = start - 1
    if owner < 1 or tokens[owner].kind != "owner" or tokens[end - 1].lower not in HEADS:
        return start
    before = tokens[owner - 1]
    plural = tokens[owner].text in ("'", "’") or before.lower in {"people", "women", "men", "children", "seamen"}
    if not plural or not before.cap:
        return start
    first = owner - 1
    while first > 0 and tokens[first - 1].cap and tokens[first - 1].lower not in NOT_NAMES:
        first -= 1
    return first


def _with_tail(tokens: Sequence[Token], start: int, end: int, known: Gazetteer) -> int:
    """Where a name ends that goes on with small words: 'Union |of Dock and Rail Workers|'."""
    if tokens[end - 1].lower not in HEADS or known.alias_length(tokens, start) == end - start:
        return end
    at, began = end, end
    while at < len(tokens):
        lower = tokens[at].lower
        if lower in _SMALL_INSIDE and at + 1 < len(tokens):
            step = at + (2 if tokens[at + 1].lower == "the" else 1)
        elif lower == "and" and at > began and _joins(tokens, at, known):
            step = at + 1
        else:
            break
        stop = step
        while stop < len(tokens) and tokens[stop].cap and tokens[stop].lower not in NOT_NAMES:
            stop += 1
        if stop == step or (lower in {"to", "for", "against"} and at > began):
            break
        if lower == "of" and at == began and stop - step == 1 and known.alias_length(tokens, step) and end - start > 1:
            pass  # 'the Shippers' Council of Aldova'
        at = stop
    return at


# How many words a name with an acronym behind it may have.
_ACRONYM_WORDS = 9


def _to_acronym(tokens: Sequence[Token], start: int, end: int) -> int | None:
    """Where a name ends whose initials stand behind it in brackets: 'Sons |of the Reef| (SOR)'; else None."""
    for at in range(end, min(start + _ACRONYM_WORDS, len(tokens) - 2)):
        if tokens[at].lower == "(":
            text = tokens[at + 1].text
            fits = tokens[at + 2].lower == ")" and _is_acronym(text) and tokens[at - 1].cap
            return at if fits and _initials_fit(text, [t.text for t in tokens[start:at]]) else None
        if tokens[at].kind not in ("word", "owner") or not (tokens[at].cap or tokens[at].lower in _INNER):
            return None
    return None


_INNER = _SMALL_INSIDE | word_set("the and in on de la del da di du des von")
_JOINED = word_set(
    "workers miners allied transport commerce industry employees farmers peasants seamen sailors staff democracy "
    "justice freedom unity peace progress cooperation operation security development trade labour labor nations "
    "change salvation"
)


def _joins(tokens: Sequence[Token], at: int, known: Gazetteer) -> bool:
    """Whether 'and' goes on with the name: 'Dock and Rail Workers', 'Peace and Freedom', not 'Orly and Kestria'."""
    end = at + 1
    while end < len(tokens) and tokens[end].cap and tokens[end].lower not in NOT_NAMES:
        end += 1
    if end == at + 1 or known.alias_length(tokens, at + 1) or known.alias_length(tokens, at - 1):
        return False
    singular = not tokens[at - 1].lower.endswith("s")
    return tokens[end - 1].lower in _JOINED or (singular and end - at > 2 and tokens[end - 1].lower.endswith("s"))


def _titled(readings: Sequence[Reading], people: People) -> set[str]:
    """Names (folded) that a personal title or an office marks as somebody's anywhere in the pile."""
    rows: set[str] = set()
    for index, mentions in people.mentions.items():
        for mention in mentions:
            tokens = readings[index].sentences[mention.sentence].tokens
            before = tokens[mention.first - 1].lower if mention.first else ""
            title = before in TITLES or (before in _PEOPLE_ROLES and tokens[mention.first - 1].kind == "word")
            if title or fold(mention.name[0]) in given_names():
                rows.update(fold(word) for word in (mention.name[0], mention.name[-1]))
    return rows


# --- weighing ----------------------------------------------------------------------------------------------------


def _lower(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].lower if 0 <= at < len(tokens) else ""


def _weigh(
    tokens: Sequence[Token],
    start: int,
    end: int,
    names: _Names,
    known: Gazetteer,
    titled: set[str],
    inside: set[int],
) -> None:
    start = _past_labels(tokens, start, end, known)
    end = _before_offices(tokens, start, end)
    if start >= end or _party_whole(known, tokens, start, end):
        return
    words = tuple("'s" if t.text == "’s" else "'" if t.text == "’" else t.text for t in tokens[start:end])
    if all(word.lower() in NOT_NAMES | TITLES or not word[0].isalpha() for word in words):
        return
    found = names.seen.setdefault(words, _Evidence())
    found.count += 1
    alone = end - start == 1 and start in inside
    found.people += alone or fold(words[-1]) in titled or fold(words[0]) in titled
    found.rules += _staffed(tokens, start, end, _RULERS)
    found.articles += _lower(tokens, start - 1) == "the"
    governed = start - 2 if _lower(tokens, start - 1) == "the" else start - 1
    bodily = _lower(tokens, governed) == "of" and _lower(tokens, governed - 1) in _BODIES_OF
    found.acts += (bodily or _lower(tokens, governed) not in _GOVERNING) and acts(tokens, end)
    found.offices += _staffed(tokens, start, end, _STAFF)
    found.experts += _staffed(tokens, start, end, _EXPERTS)
    called_on = _lower(tokens, governed) == "on" and _lower(tokens, governed - 1) in {"called", "call", "calls"}
    found.addressed += _lower(tokens, governed) in _ADDRESSING or called_on
    found.places += _lower(tokens, start - 1) in _PLACING
    found.experts += 2 * _watches(tokens, start, end)
    label = _label(tokens, start, end)
    if label:
        found.labels[label] += 1
    acronym = acronym_behind(tokens, end)
    if acronym and (end - start > 1 or tokens[end].text == "("):
        names.acronyms[(acronym,)] = words
    _wing(tokens, end, words, names)


def _party_whole(known: Gazetteer, tokens: Sequence[Token], start: int, end: int) -> bool:
    return known.alias_length(tokens, start) >= end - start


def _past_labels(tokens: Sequence[Token], start: int, end: int, known: Gazetteer) -> int:
    """Over a state's adjective or an office that stands before a name ('Aldovan Foreign Minister ...')."""
    first = start
    while first < end and (tokens[first].lower in _PEOPLE_ROLES and tokens[first].lower not in HEADS):
        first += 1
    found = known.alias_at(tokens, first) if first < end else None
    if found is not None and found.kind == "adjective" and end - first > 2 and tokens[end - 1].lower not in HEADS:
        first += len(found.words)
    return first


def _before_offices(tokens: Sequence[Token], start: int, end: int) -> int:
    """Short of an office behind a name: 'Concord |Leader|', 'UDRW |President|'."""
    for at in range(start + 1, end):
        if tokens[at].cap and tokens[at].lower in (OFFICES | TITLES) - HEADS:
            return at
    return end


# How many words may stand between a name and its verb in brackets or commas ('the Front, which holds Orly, refused').
_ASIDE_TOKENS = 14
_ASIDE_OPENS = word_set(
    "who whose which a an the its now led or known formed founded admitted based backed smallest largest"
)


def _past_aside(tokens: Sequence[Token], at: int) -> int:
    """Behind '(UDR)' and ', whose spokeswoman is Dana Orsel,' after a name."""
    bracketed = _lower(tokens, at) == "(" and _lower(tokens, at + 2) == ")"
    at += 3 * bracketed
    if _lower(tokens, at) == "," and (bracketed or _lower(tokens, at + 1) in _ASIDE_OPENS):
        for k in range(at + 2, min(at + _ASIDE_TOKENS, len(tokens))):
            if tokens[k].lower == ",":
                return k + 1
            if tokens[k].kind not in ("word", "owner"):
                break
    return at


def acts(tokens: Sequence[Token], end: int) -> bool:
    """Whether what stands before ``end`` is the subject of a verb of speech or of a move."""
    at, helped = _past_aside(tokens, end), False
    for _ in range(4):
        lower = _lower(tokens, at)
        if lower in _DAYS or (lower == "on" and _lower(tokens, at + 1) in _DAYS):
            at += 2 if lower == "on" else 1
            continue
        if lower == "in" and at == end and at + 2 < len(tokens) and tokens[at + 1].cap:  # 'the Party |in Orly| urged'
            at += 2
            while at < len(tokens) and tokens[at].cap:
                at += 1
            continue
        if lower in (AUXILIARIES - {"'s", "be", "been"}) | _ADVERBS or (lower.endswith("ly") and len(lower) > 4):
            helped = helped or lower in AUXILIARIES
            at += 1
            continue
        break
    lower = _lower(tokens, at)
    if at >= len(tokens) or tokens[at].cap:
        return False
    if lower in telling_forms():
        passive = helped and _lower(tokens, at - 1) in {"is", "are", "was", "were", "be", "been"}
        return not passive and _lower(tokens, at + 1) != "by"
    return helped and (lower in telling_bases() or _progressive(lower))


def _progressive(word: str) -> bool:
    """'(is) considering', '(is) weighing': the participle of a verb of speech or of a move."""
    stem = word.removesuffix("ing")
    return stem != word and bool({stem, stem + "e", stem[:-1]} & telling_bases())


def _staffed(tokens: Sequence[Token], start: int, end: int, staff: frozenset[str]) -> bool:
    """Whether the name owns an office ("Halvard's spokeswoman") or an office is 'of' or 'for' it."""
    if end < len(tokens) and tokens[end].kind == "owner":
        return any(_lower(tokens, end + k) in staff for k in (1, 2, 3))
    follows = (0, 1) if end < len(tokens) and tokens[end].kind == "word" else (0,)
    if any(_lower(tokens, end + k) in staff & OFFICES for k in follows) and _lower(tokens, end) not in _SMALL_INSIDE:
        return True
    before = start - 1
    if _lower(tokens, before) == "the":
        before -= 1
    if staff is _STAFF and _lower(tokens, before) in {"of", "for"} and _lower(tokens, before - 1) == ",":
        return before > 1 and tokens[before - 2].cap  # 'Orsel, of the Council of Producers'
    if _lower(tokens, before) in _LEADING:
        return staff is _STAFF
    if _lower(tokens, before) not in {"of", "for", "at", "from"}:
        return False
    place = _lower(tokens, before) in {"at", "from"}
    wanted = staff & (OFFICES | _EXPERTS | {"executive"}) if place else staff
    return any(_lower(tokens, before - k) in wanted for k in (1, 2, 3, 4))


_LEADING = word_set("leads heads chairs runs commands")
_WATCHING = word_set(
    "rights campaign campaigning advocacy monitoring research consulting polling consultants think-tank"
)


def _watches(tokens: Sequence[Token], start: int, end: int) -> bool:
    """'the rights group Open Cells', 'Quayside Partners, a research firm': who only watches is no party."""
    if _lower(tokens, start - 1) in _WATCHING or _lower(tokens, start - 2) in _WATCHING:
        return True
    apposed = _lower(tokens, end) == "," and _lower(tokens, end + 1) in {"a", "an", "the"}
    return apposed and any(_lower(tokens, end + k) in _WATCHING for k in (2, 3))


def _label(tokens: Sequence[Token], start: int, end: int) -> str:
    """What the name is called in small letters beside it: 'the operator Halvard', 'Halvard, a company that'."""
    before = start - 1
    if before >= 0 and tokens[before].text in LABEL_NOUNS:
        return tokens[before].text
    if _lower(tokens, end) == "(" and _lower(tokens, end + 2) == ")":
        end += 3  # 'the Federation of Workers (FTK), the largest union,'
    if _lower(tokens, end) == ",":
        for k in range(end + 1, min(end + 7, len(tokens))):
            if tokens[k].kind != "word" or tokens[k].cap:
                return ""
            if tokens[k].text in LABEL_NOUNS and _lower(tokens, end + 1) in {"a", "an", "the", "one", "its"}:
                after = tokens[k + 1] if k + 1 < len(tokens) else None
                if after is None or after.kind == "mark" or after.lower in _BEHIND_LABELS:
                    return tokens[k].text
    if _lower(tokens, before) == ",":
        for k in range(before - 1, max(-1, before - 6), -1):
            if tokens[k].text in LABEL_NOUNS and _lower(tokens, k - 1) != "of":
                opening = {_lower(tokens, k - j) for j in (1, 2, 3)}
                return tokens[k].text if opening & {"a", "an", "the"} else ""
            if tokens[k].kind != "word" or tokens[k].cap:
                return ""
    return ""


# What may follow the word that an organisation is called by ('Halvard, a company |that| ...').
_BEHIND_LABELS = word_set("that which of in with whose for and who from to")
_WINGS = word_set("wing arm branch bureau")


def _wing(tokens: Sequence[Token], end: int, words: tuple[str, ...], names: _Names) -> None:
    """'the Tariq Brigades, the Front's military wing': the wing is the Front's."""
    if _lower(tokens, end) != ",":
        return
    for at in range(end + 1, min(end + 12, len(tokens))):
        lower = _lower(tokens, at)
        if lower in _WINGS and tokens[at - 1].text in {"military", "armed", "political", "parliamentary"}:
            owner = next((k for k in range(end + 1, at) if tokens[k].kind == "owner"), None)
            if owner is not None:
                first = owner
                while first > end + 1 and tokens[first - 1].cap:
                    first -= 1
                whose = tuple(t.text for t in tokens[first:owner])
            elif _lower(tokens, at + 1) == "of":
                first = at + 3 if _lower(tokens, at + 2) == "the" else at + 2
                stop = first
                while stop < len(tokens) and (
                    tokens[stop].cap or (stop > first and tokens[stop].lower in {"for", "the", "of"})
                ):
                    stop += 1
                whose = tuple(t.text for t in tokens[first:stop])
            else:
                return
            if whose:
                names.wings.setdefault(words, Counter())[whose] += 1
            return
        if tokens[at].kind not in ("word", "owner"):
            return


_SHORT_FOR = (("or",), ("known", "as"), ("called",), ("or", "the"), ())


def acronym_behind(tokens: Sequence[Token], end: int) -> str:
    """The acronym that stands behind a name: 'Karsh Front (KF)', 'Karsh Front, KF,', 'Karsh Front, or KF,'; else ''."""
    if _lower(tokens, end) == "(":
        text = tokens[end + 1].text if _lower(tokens, end + 2) == ")" else ""
        return text if _is_acronym(text) else ""
    if _lower(tokens, end) != ",":
        return ""
    for opening in _SHORT_FOR:
        at = end + 1 + len(opening)
        if at < len(tokens) and all(_lower(tokens, end + 1 + k) == word for k, word in enumerate(opening)):
            closed = at + 1 >= len(tokens) or tokens[at + 1].kind == "mark"
            return tokens[at].text if _is_acronym(tokens[at].text) and closed else ""
    return ""


def _is_acronym(text: str) -> bool:
    plain = text.replace(".", "").replace("-", "").replace("&", "")
    return 2 <= len(plain) <= 8 and plain.isupper() and plain.isalpha()


# --- choosing ----------------------------------------------------------------------------------------------------


def _chosen(names: _Names, known: Gazetteer) -> list[tuple[str, ...]]:
    """The names that are organisations, the longest first."""
    heads = _lone_heads(names)
    rows = [w for w, found in names.seen.items() if _is_actor(w, _pooled(w, found, names, heads), names, known)]
    chosen = set(rows)
    for acronym, words in names.acronyms.items():
        if words in chosen:
            chosen.add(acronym)
        elif acronym in chosen and _initials_fit(acronym[0], words):
            chosen.add(words)
    for words in names.seen:
        of = next((at for at, word in enumerate(words) if word == "of"), 0)
        if of and words[:of] in chosen and not {w.lower() for w in words} & _NEVER:
            chosen.add(words)  # "the Shippers' Council |of Aldova|"
    for words in list(chosen):
        chosen |= {short for short in _shorts(words, names) if (short,) not in chosen}
    return sorted(chosen, key=lambda words: (-len(words), words))


def _lone_heads(names: _Names) -> Mapping[str, _Evidence]:
    """What heads do that stand alone with a capital: 'the Forum', 'the League'."""
    return {w[0].lower(): found for w, found in names.seen.items() if len(w) == 1 and w[0].lower() in HEADS}


def _pooled(words: tuple[str, ...], found: _Evidence, names: _Names, heads: Mapping[str, _Evidence]) -> _Evidence:
    """A long name's evidence with that of its head alone and of its shorter and longer forms."""
    if len(words) < 2 or not head_word(words):
        return found
    rows = [found, heads[head_word(words)]] if head_word(words) in heads else [found]
    rows += [names.seen[a] for a, w in names.acronyms.items() if w == words and a in names.seen]
    rows += [names.seen[words[at:]] for at in range(1, len(words) - 1) if words[at:] in names.seen]
    return _Evidence(
        acts=sum(r.acts for r in rows) + (found.acts > 0) * names.common[head_word(words)],
        offices=sum(r.offices for r in rows),
        addressed=sum(r.addressed for r in rows),
        labels=found.labels,
        places=found.places,
        articles=found.articles,
        experts=found.experts,
        people=found.people,
        count=found.count,
    )


def _is_actor(words: tuple[str, ...], found: _Evidence, names: _Names, known: Gazetteer) -> bool:
    lowers = {word.lower() for word in words}
    confirmed = any(words == name for name in names.acronyms.values())
    if (
        lowers & (_NEVER - _MEETING if confirmed else _NEVER)
        or found.experts > found.acts + found.offices
        or words[-1].lower() in TITLES | {"mr", "mr."}
    ):
        return False
    if len(words) == 1 and (words[0].lower() in HEADS | ROLES | LABEL_NOUNS or len(words[0]) < 2):
        return False
    if found.people * 2 > found.count:
        return False
    head = head_word(words)
    if not head and len(words) > 2 and confirmed:  # 'Sons of the Reef (SOR)'
        short = [names.seen[a].total for a, w in names.acronyms.items() if w == words and a in names.seen]
        return found.total + sum(short) > 0
    if head:
        if head in _STATES_OWN and not _own_body(words, known):
            return False
        if head == "office" and (lowers & _STATES_OFFICES or not _own_body(words, known)):
            return False
        plain = len(words) > 1
        surely = confirmed or head == "party"
        least = WITH_HEAD - 1 if surely else WITH_HEAD
        return plain and found.total >= least and (found.acts > 0 or found.offices > 0)
    if len(words) == 1 and _is_acronym(words[0]):
        return found.acts + found.offices >= ACRONYM and found.acts > 0
    if len(words) == 1 and words[0].endswith("s") and found.articles * 2 > found.count:
        return found.acts >= SIDES and words[0].lower() not in names.lowers
    if len(words) == 1 and words[0].lower() in names.lowers and not found.labels:
        return False
    if found.places * 3 > found.count:
        return False
    if found.labels:
        return found.acts + found.offices > 0 and found.total + sum(found.labels.values()) >= WITH_HEAD
    return found.offices > 0 and found.acts > 0 and found.total >= WITHOUT_HEAD


def _own_body(words: tuple[str, ...], known: Gazetteer) -> bool:
    """Whether a body such as a command is no state's own: 'United Nations Command', 'the Sund Authority'."""
    inside = known.index.get(words[0], ())
    owner = next((a for a in inside if words[: len(a.words)] == a.words), None)
    if owner is None:
        return True
    return known.parties[owner.party].kind != "state"


def _initials_fit(acronym: str, words: Sequence[str]) -> bool:
    """Whether the letters of an acronym are the initials of the name's words, small words taken or left."""
    letters = [c.lower() for c in acronym if c.isalpha()]
    some = [w[0].lower() for w in words if w[0].isalpha() and (w[0].isupper() or w in ("of", "for"))]
    weighty = [w[0].lower() for w in words if w[0].isalpha() and w[0].isupper()]
    every = [w[0].lower() for w in words if w[0].isalpha()]
    hyphens = [part[0].lower() for w in words if w[0].isupper() for part in w.split("-") if part]
    return letters in (weighty, every, hyphens, some)


def _shorts(words: tuple[str, ...], names: _Names) -> Iterable[tuple[str, ...]]:
    """Shorter forms of a long name that the pile uses: "Families Forum", 'Halvard', the acronym by its initials."""
    if len(words) < 2:
        return
    for other, found in names.seen.items():
        if other == words:
            continue
        if len(other) == 1 and _is_acronym(other[0]):
            if _initials_fit(other[0], words):
                yield other
        elif (
            len(other) >= 2
            and len(other) < len(words)
            and (words[-len(other) :] == other or words[: len(other)] == other)
        ):
            of_many = other[-1].endswith("s") and words[-len(other) - 1].lower in {"the", "of"}
            if head_word(other) or not head_word(words) or (of_many and words[-len(other) :] == other):
                yield other
        elif len(other) == 1 and other[0] == words[0] and len(words) == 2 and words[1].lower() in HEADS:
            acting = found.acts + found.offices > 0 and found.places * 2 <= found.count
            yield from [other] if acting and other[0].lower() not in names.lowers else []


def _owners(chosen: Sequence[tuple[str, ...]], names: _Names) -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """Which chosen name each shorter one stands for: the only one whose short form, variant or wing it is."""
    rows: dict[tuple[str, ...], tuple[str, ...]] = {}
    for words in chosen:
        longer = [other for other in chosen if len(other) > len(words) and _is_form_of(words, other, names)]
        kept = [o for o in longer if not any(o != p and len(p) > len(o) and _is_form_of(o, p, names) for p in longer)]
        if len(kept) == 1:
            rows[words] = kept[0]
    for wing, whose in names.wings.items():
        if wing in chosen:
            owner = _named_by(whose.most_common(1)[0][0], chosen)
            if owner is not None and owner != wing:
                rows[wing] = rows.get(owner, owner)
    for words, owner in list(rows.items()):
        rows[words] = rows.get(owner, owner)
    return rows


def _is_form_of(words: tuple[str, ...], other: tuple[str, ...], names: _Names) -> bool:
    if len(words) == 1 and _is_acronym(words[0]):
        return names.acronyms.get(words) == other or (words not in names.acronyms and _initials_fit(words[0], other))
    if words == other[-len(words) :] or (
        words == other[: len(words)] and not (head_word(other) and head_word(words) == "" and len(words) > 1)
    ):
        return True
    head = head_word(words)
    weighty = {w for w in words if w[0].isupper()}
    return bool(head) and head == head_word(other) and weighty < {w for w in other if w[0].isupper()}


def _named_by(short: tuple[str, ...], chosen: Sequence[tuple[str, ...]]) -> tuple[str, ...] | None:
    """The chosen name that a wing's owner stands for: itself, or the only one with that head ('the Front')."""
    if short in chosen:
        return short
    fits = [
        words
        for words in chosen
        if (len(words) > 1 and short == (words[0],)) or (short and head_word(words) == short[-1].lower())
    ]
    longest = [w for w in fits if not any(len(o) > len(w) and head_word(o) == head_word(w) for o in fits)]
    return longest[0] if len(longest) == 1 else None


def _party_of(known: Gazetteer, words: tuple[str, ...]) -> str | None:
    found = next((a for a in known.index.get(words[0], ()) if a.words == words), None)
    return found.party if found is not None else None
