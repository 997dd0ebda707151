"""Attribution on PolNeAR's development articles: whose words are found, and with the right source?

    python -m benchmarks.attribution [--every N] [--misses N] [--folder ../shared/reference/polnear-dev]

**Direct contents.** A content that begins and ends with a quotation mark is direct; each of its pieces between marks is
one. It is found exactly if a statement has the same words at the same place (marks and a comma beside them apart).

**All attributions recovered.** Every attribution with a source counts: direct (all of its content is in marks), mixed
(some of it) and indirect (none). It is found if a reading has its words with a token F1 of at least `SAME`, and
recovered if that reading has the right source, too. Each reading serves once; those with the right source go first,
then those with more of the words. Quotations that one speaker is given inside one content count as one reading, for
PolNeAR joins the halves of '"...," he said. "..."'. The same is printed for the laxer bar of the project's own labelled
sets (tests/record/measure.py): what is shared is at least half of the shorter.

A source is right if the surface words that the reader took overlap the source that the annotators marked, or if the
speaker's last name stands in it; where they marked a mere 'who' or 'which', if the reader took the noun before it.

**What is missed on purpose.** PolNeAR counts what the project's codebook holds to be moves, or nothing: contents
that are a noun phrase or a gerund ('rejected *the plan*', 'called for *opening the port*'), and what somebody wants,
plans, agrees or refuses *to do*. By the parse of their contents these are 753 of 2,066 attributions (.36). They count
as missed unless they are found. The figures for the rest are printed as well, as 'what the codebook counts'.

Where several annotators read an article, the first file by name is taken. Nothing is
trained on these articles. In the literature, a plain conditional random field that links the nearest source has .965 of
direct contents, .775 of their sources, and .445 of all attributions.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ripeness.claims import Statement, read_record
from ripeness.claims.grammar import with_names
from ripeness.claims.lexicon import word_set
from ripeness.claims.words import words
from ripeness.reports.model import Report

MARKS = "\"“”‘’'«» \n"
# Two stretches of words are the same if the F1 of their tokens is this much; half the words is the usual bar.
SAME = 0.5
# Sources that the annotators exchanged with their cues.
SWAPPED = ("said", "according to")
# A relative pronoun stands for a noun that ends at most so many words before it ('critics of the plan, who').
RELATIVES = ("who", "which", "that")
NEAR = 4
# Cues of will, and of deeds that are told with an infinitive.
WILL = word_set(
    """
    want wants wanted plan plans planned planning hope hopes hoped intend intends intended seek seeks sought seeking
    refuse refuses refused refusing refusal decline declines declined agree agrees agreed agreement decide decides
    decided decision determined determination like wish prefer aim aims try tries tried trying willing ready voted
    votes reluctance eagerness
    """
)
KINDS = ("direct", "indirect", "mixed")
_WORD = re.compile(r"\w+")
_QUOTES = re.compile(r'["“”]')
Span = tuple[int, int]
Likeness = Callable[[frozenset[int], frozenset[int]], float]


@dataclass(frozen=True)
class Gold:
    """One attribution of PolNeAR; ``contents`` are the pieces of its content, in characters."""

    contents: tuple[Span, ...]
    sources: tuple[Span, ...]
    cues: tuple[Span, ...]

    def kind(self, text: str) -> str:
        """Direct, mixed or indirect, by the quotation marks in its content."""
        pieces = [text[a:b] for a, b in self.contents]
        if all(_quoted(piece) for piece in pieces):
            return "direct"
        return "mixed" if any(_QUOTES.search(piece) for piece in pieces) else "indirect"


@dataclass(frozen=True)
class Article:
    report: Report
    gold: tuple[Gold, ...]
    statements: tuple[Statement, ...]


def _quoted(words: str) -> bool:
    return len(words) > 2 and words[0] in '"“' and words[-1] in '"”'


def attributions(lines: Iterable[str]) -> Iterator[Gold]:
    """The attributions of a file in brat's standoff format."""
    rows = list(lines)
    spans: dict[str, tuple[Span, ...]] = {}
    words_of: dict[str, str] = {}
    for line in rows:
        if line.startswith("T"):
            key, body, words_of[key] = line.split("\t", 2)
            pieces = (piece.split() for piece in body.split(" ", 1)[1].split(";"))
            spans[key] = tuple((int(a), int(b)) for a, b in pieces)
    for line in rows:
        if line.startswith("E"):
            parts = [part.split(":") for part in line.split("\t")[1].split()[1:]]
            found = {
                name: tuple(span for role, key in parts if role.startswith(name) for span in spans[key])
                for name in ("Content", "Source", "Cue")
            }
            source, cue = found["Source"], found["Cue"]
            if (
                source
                and " ".join(words_of[key] for role, key in parts if role.startswith("Source")).lower() in SWAPPED
            ):
                source, cue = cue, source
            yield Gold(found["Content"], source, cue)


def read_folder(folder: Path, every: int = 1) -> Iterator[Article]:
    """The articles, read one at a time: names are not shared across unrelated articles."""
    for path in sorted((folder / "text").glob("*.txt"))[::every]:
        with path.open(encoding="utf-8", newline="") as handle:
            text = handle.read()
        annotated = sorted((folder / "attributions").glob(path.stem + "_*.ann"))
        if annotated:
            report = Report(path.stem, path.name, "", text)
            gold = attributions(annotated[0].read_text(encoding="utf-8").splitlines())
            yield Article(report, tuple(gold), read_record([report]).record.statements)


def trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in MARKS:
        start += 1
    while end > start and text[end - 1] in MARKS + ",":
        end -= 1
    return start, end


def overlaps(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def source_is_right(statement: Statement, gold: Gold, text: str) -> bool:
    """Whether the reader's speaker is the annotators' source: the same words, or the last name in them."""
    speaker = statement.speaker
    if speaker is None:
        return False
    surface = (speaker.surface.start, speaker.surface.end)
    last = speaker.name.split()[-1]
    return any(
        overlaps(surface, (a, b)) or last in text[a:b] or _stands_for(text, surface, (a, b)) for a, b in gold.sources
    )


def _stands_for(text: str, noun: Span, pronoun: Span) -> bool:
    """Whether the source is no more than a relative pronoun, and the noun the one before it."""
    between = text[noun[1] : pronoun[0]]
    return text[slice(*pronoun)].lower() in RELATIVES and noun[1] <= pronoun[0] and len(between.split()) <= NEAR


def tokens(text: str, spans: Iterable[Span]) -> frozenset[int]:
    """Where the words of these stretches begin."""
    return frozenset(match.start() for a, b in spans for match in _WORD.finditer(text, a, b))


def f1(a: frozenset[int], b: frozenset[int]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0


def of_shorter(a: frozenset[int], b: frozenset[int]) -> float:
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def readings(article: Article, gold: Gold) -> Iterator[tuple[int, ...]]:
    """The readings that may be this attribution: each statement, and one speaker's quotations inside its content."""
    together: dict[str, list[int]] = {}
    for at, statement in enumerate(article.statements):
        span = (statement.content.start, statement.content.end)
        inside = any(overlaps(span, piece) for piece in gold.contents)
        if inside:
            yield (at,)
        if inside and statement.kind == "quotation" and statement.speaker is not None:
            together.setdefault(statement.speaker.name, []).append(at)
    yield from (tuple(rows) for rows in together.values() if len(rows) > 1)


def is_move(article: Article, gold: Gold) -> bool:
    """Whether the content is what the codebook calls a move, or nothing: a noun phrase, a gerund, what is willed."""
    if gold.kind(article.report.text) == "direct":
        return False
    text = article.report.text
    row = tuple(token for a, b in gold.contents for token in words(text, a, b))
    if not row:
        return True
    grown = with_names([(row, ())])[0]
    root = next(at for at in range(len(row)) if grown.head(at) < 0)
    cue = {word.lower() for a, b in gold.cues for word in _WORD.findall(text[a:b])}
    if row[0].lower == "to" or grown.marked(root) == "to":
        return bool(cue & WILL)
    clause = grown.is_verb(root) or grown.first(root, "cop", "nsubj") is not None
    return not clause or (row[root].lower.endswith("ing") and grown.own_subject(root) is None)


def pairs(article: Article, likeness: Likeness = f1) -> dict[int, tuple[int, ...]]:
    """Which reading is which attribution: index of gold -> indices of statements."""
    text = article.report.text
    words = [tokens(text, [(s.content.start, s.content.end)]) for s in article.statements]
    rows: list[tuple[bool, float, int, tuple[int, ...]]] = []
    for index, gold in enumerate(article.gold):
        wanted = tokens(text, gold.contents)
        for group in readings(article, gold):
            score = likeness(wanted, frozenset().union(*(words[at] for at in group)))
            if score >= SAME:
                rows.append((source_is_right(article.statements[group[0]], gold, text), score, index, group))
    found: dict[int, tuple[int, ...]] = {}
    used: set[int] = set()
    for _, _, index, group in sorted(rows, key=lambda row: (not row[0], -row[1], row[2], row[3])):
        if index not in found and not used & set(group):
            found[index] = group
            used |= set(group)
    return found


def count_all(article: Article, counts: Counter[str]) -> Iterator[str]:
    """Count attributions of every kind; what is missed is given back, one line each."""
    text, found = article.report.text, pairs(article)
    lax = pairs(article, of_shorter)
    counts["readings"] += len(article.statements)
    confirmed = {at for group in found.values() for at in group}
    counts["confirmed"] += len(confirmed)
    for kind in ("quotation", "indirect"):
        of_kind = {at for at, statement in enumerate(article.statements) if statement.kind == kind}
        counts[f"readings {kind}"] += len(of_kind)
        counts[f"confirmed {kind}"] += len(confirmed & of_kind)
    for index, gold in enumerate(article.gold):
        if not gold.sources or not gold.contents:
            continue
        kinds = (gold.kind(text), "moves" if is_move(article, gold) else "counted")
        right = {
            name: index in rows and source_is_right(article.statements[rows[index][0]], gold, text)
            for name, rows in (("recovered", found), ("lax", lax))
        }
        for kind in kinds:
            counts[kind] += 1
            counts[f"{kind} found"] += index in found
            counts[f"{kind} recovered"] += right["recovered"]
        counts["lax recovered"] += right["lax"]
        if right["recovered"]:
            continue
        content = " ... ".join(" ".join(text[a:b].split()) for a, b in gold.contents)
        source, cue = (" / ".join(text[a:b] for a, b in spans) for spans in (gold.sources, gold.cues))
        if index not in found:
            yield f"MISSED {' '.join(kinds)} [{source}] <{cue}> {content!r}"
        else:
            statement = article.statements[found[index][0]]
            got = statement.speaker.name if statement.speaker else None
            yield f"SOURCE {' '.join(kinds)} [{source}] got {got!r} <{cue}> {content!r} ({statement.rule})"


def count_direct(article: Article, counts: Counter[str]) -> Iterator[str]:
    """Count the exact pieces of direct contents; what is missed is given back, one line each."""
    text = article.report.text
    found = {trimmed(text, s.content.start, s.content.end): s for s in article.statements if s.kind == "quotation"}
    for gold in article.gold:
        for start, end in gold.contents:
            if not _quoted(text[start:end]):
                continue
            counts["contents"] += 1
            statement = found.get(trimmed(text, start, end))
            source = " / ".join(text[a:b] for a, b in gold.sources)
            if statement is None:
                yield f"DIRECT missed [{source}] {text[start:end][:60]!r}"
                continue
            counts["exact"] += 1
            if not gold.sources:
                continue
            counts["with source"] += 1
            if source_is_right(statement, gold, text):
                counts["source right"] += 1
            else:
                got = statement.speaker.name if statement.speaker else None
                counts["no speaker"] += got is None
                yield f"DIRECT source [{source}] got {got!r} {statement.text[:60]!r}: {statement.rule}"


def share(right: float, of: float) -> str:
    return f"{right / of:.3f} ({right:.0f} of {of:.0f})" if of else "nan"


def report(counts: Counter[str]) -> Iterator[str]:
    """The figures, one line each."""
    yield f"direct contents exact                  {share(counts['exact'], counts['contents'])}"
    yield f"right source of direct, where exact    {share(counts['source right'], counts['with source'])}"
    spoken = counts["with source"] - counts["no speaker"]
    yield f"right source of direct, where given    {share(counts['source right'], spoken)}"
    everything = sum(counts[kind] for kind in KINDS)
    for what in ("found", "recovered"):
        total = sum(counts[f"{kind} {what}"] for kind in KINDS)
        yield f"all attributions {what:<22}{share(total, everything)}"
        for kind in KINDS:
            yield f"    {kind:<35}{share(counts[f'{kind} {what}'], counts[kind])}"
        yield f"    what the codebook counts           {share(counts[f'counted {what}'], counts['counted'])}"
    yield f"    where half of the shorter is enough{share(counts['lax recovered'], everything)}"
    yield f"precision of readings                  {share(counts['confirmed'], counts['readings'])}"
    for kind in ("quotation", "indirect"):
        yield f"    {kind:<35}{share(counts[f'confirmed {kind}'], counts[f'readings {kind}'])}"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    default = Path(__file__).resolve().parents[1] / "../shared/reference/polnear-dev"
    parser.add_argument("--folder", type=Path, default=default)
    parser.add_argument("--every", type=int, default=1, help="read only every N-th article")
    parser.add_argument("--misses", type=int, default=0, help="print so many misses")
    options = parser.parse_args(arguments)
    if not options.folder.is_dir():
        raise SystemExit(f"{options.folder}: no such folder. PolNeAR does not come with the project; see docs.")
    counts: Counter[str] = Counter()
    misses: list[str] = []
    for article in read_folder(options.folder, options.every):
        misses.extend(count_direct(article, counts))
        misses.extend(count_all(article, counts))
    for line in (*report(counts), *misses[: options.misses]):
        print(line)


if __name__ == "__main__":
    main()
