"""How well the article is told from its page, and how many of its words lead back to the page's bytes.

    python benchmarks/extraction.py [--folder ../shared/reference/extraction] [--lost]

181 pages of news, shops and blogs with the text of their article, from article-extraction-benchmark (Scrapinghub, MIT;
github.com/scrapinghub/article-extraction-benchmark), which is not part of this project. The measure is that benchmark's
own (its `evaluate.py`): a text is the multiset of its runs of four words (`\\w+`), precision and recall are taken for
each page and averaged over the pages where they are defined, and F1 is that of the two means. The mean of the pages'
own F1 is printed beside it. A page that cannot be read counts as an empty text.

Of the map back to the bytes (`Report.raw_span`):

- words: the share of a report's words that have bytes, averaged over the pages (`--lost` prints the others);
- sentences: the share of all sentences that have bytes, each from its first to its last word;
- of these, how many do not have the sentence's words in order, once the standard library's parser has taken the tags
  away from the bytes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from statistics import mean
from unicodedata import normalize

from ripeness.errors import ReportError
from ripeness.reports import Report, sentences
from ripeness.reports.build import report_from_bytes

FOLDER = Path(__file__).resolve().parent.parent.parent / "shared" / "reference" / "extraction"
RUN = 4
WORST = 10
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Page:
    """What came of one page: `common` runs of words of `true` in the article and `found` in the report."""

    key: str
    address: str
    common: int
    true: int
    found: int
    seconds: float
    words: int = 0
    lost: tuple[str, ...] = ()  # words without bytes
    sentences: int = 0
    placed: int = 0
    wrong: tuple[str, ...] = ()  # sentences whose bytes hold other words

    @property
    def precision(self) -> float:
        return self.common / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.common / self.true if self.true else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.common / (self.true + self.found) if self.true + self.found else 1.0

    @property
    def coverage(self) -> float:
        return 1 - len(self.lost) / self.words if self.words else 1.0


@dataclass(frozen=True)
class Figures:
    precision: float
    recall: float
    coverage: float
    pages: tuple[Page, ...]

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def measured(folder: Path = FOLDER) -> Figures:
    """All pages of the benchmark in `folder`."""
    pages = tuple(_pages(folder))
    return Figures(
        mean(page.precision for page in pages if page.found),
        mean(page.recall for page in pages if page.true),
        mean(page.coverage for page in pages if page.words),
        pages,
    )


def _pages(folder: Path) -> Iterator[Page]:
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    for key, each in truth.items():
        raw = gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes())
        true = each["articleBody"]
        began = time.perf_counter()
        try:
            report, _ = report_from_bytes(raw, f"{key}.html")
        except ReportError:
            yield Page(key, each["url"], *compared(true, ""), time.perf_counter() - began)
            continue
        seconds = time.perf_counter() - began
        yield Page(key, each["url"], *compared(true, report.text), seconds, *_places(report, raw))


def compared(true: str, found: str) -> tuple[int, int, int]:
    """How many runs of words both texts have, and how many each has."""
    its, own = _runs(true), _runs(found)
    return (its & own).total(), its.total(), own.total()


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = WORD.findall(text)
    return Counter(tuple(words[k : k + RUN]) for k in range(max(1, len(words) - RUN + 1)) if words)


def _places(report: Report, raw: bytes) -> tuple[int, tuple[str, ...], int, int, tuple[str, ...]]:
    words = list(WORD.finditer(report.text))
    lost = tuple(word[0] for word in words if report.raw_span(*word.span()) is None)
    spans = sentences(report.text)
    placed = 0
    wrong: list[str] = []
    for start, end in spans:
        written = report.raw_words(raw, start, end)
        placed += written is not None
        if written is not None and not in_order(report.text[start:end], visible(written)):
            wrong.append(report.text[start:end])
    return len(words), lost, len(spans), placed, tuple(wrong)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def visible(markup: str) -> str:
    """The text of `markup` without its tags, as the standard library's parser reads it."""
    parser = _Text()
    parser.feed(markup)
    parser.close()
    return "".join(parser.pieces)


def in_order(words: str, text: str) -> bool:
    """Whether the letters and digits of `words` stand in `text` in their order."""
    rest = iter(filter(str.isalnum, normalize("NFC", text)))
    return all(character in rest for character in filter(str.isalnum, normalize("NFC", words)))


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--folder", type=Path, default=FOLDER)
    options.add_argument("--lost", action="store_true", help="print the words without bytes, page by page")
    given = options.parse_args()
    if not given.folder.is_dir():
        print(f"absent: {given.folder}")
        return
    figures = measured(given.folder)
    pages = figures.pages
    print(f"{len(pages)} pages, {len(pages) / sum(page.seconds for page in pages):.0f} a second")
    print(
        f"F1 {figures.f1:.4f}, precision {figures.precision:.4f}, recall {figures.recall:.4f}; "
        f"mean of the pages' F1 {mean(page.f1 for page in pages):.4f}"
    )
    print("worst:")
    for page in sorted(pages, key=lambda page: page.f1)[:WORST]:
        print(f"  {page.f1:.3f}  precision {page.precision:.3f}, recall {page.recall:.3f}  {page.address[:90]}")
    count, placed = sum(page.sentences for page in pages), sum(page.placed for page in pages)
    print(
        f"with bytes: {figures.coverage:.4f} of the words, {placed / count:.4f} of {count:,} sentences, "
        f"{sum(len(page.wrong) for page in pages)} of them with other words"
    )
    for page in sorted(pages, key=lambda page: page.coverage)[: len(pages) if given.lost else 5]:
        if page.lost:
            print(f"  {page.coverage:.3f}  {page.address[:90]}")
        if page.lost and given.lost:
            print(f"         {' '.join(page.lost)[:500]}")
        for sentence in page.wrong if given.lost else ():
            print(f"         other words: {sentence}")


if __name__ == "__main__":
    main()
