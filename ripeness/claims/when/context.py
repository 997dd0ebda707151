"""What a report has named so far: its last date, the years it spoke of, so that 'two days later' has a meaning."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from ripeness.claims.when.spans import Grain, Span

# Words that open a sentence may have a preposition before the year; in code points.
OPENING = 3

# In a report without an anchor, a day without a year is near the date told before it, or unknown: three months keep
# a narrative together and cannot reach into the year before or after. Chosen, not calibrated.
STORY = timedelta(92)

_FINE: dict[str, tuple[Grain, ...]] = {
    "day": ("day",),
    "week": ("day",),
    "fortnight": ("day",),
    "month": ("day", "month"),
    "year": ("day", "month", "year"),
}


class UnknownDateError(ValueError):
    """The text does not allow to know the date; the message says why."""


@dataclass(slots=True)
class Context:
    """The dates of the paragraph so far, and of the whole text where it has no anchor."""

    sentence: int = -1
    paragraph: int = -1
    begin: int = 0  # of the sentence
    last: Span | None = None
    last_sentence: int = -1
    named: set[str] = field(default_factory=set)  # in the sentence of the last date
    named_before: set[str] = field(default_factory=set)  # in the paragraph
    year: Span | None = None  # the last date of the paragraph with its year written out
    year_sentence: int = -1
    year_opens: bool = False
    story: Span | None = None  # the last date of the whole text, and the years that it writes out
    story_years: set[int] = field(default_factory=set)

    def enter(self, sentence: int, paragraph: int, begin: int) -> None:
        """Go on to a sentence that begins at ``begin``; a new paragraph forgets the dates of the one before."""
        if paragraph != self.paragraph:
            self.last, self.year = None, None
            self.named.clear()
            self.named_before.clear()
        self.sentence, self.paragraph, self.begin = sentence, paragraph, begin

    def note(self, span: Span, start: int, written: bool) -> None:
        """Remember a date whose words begin at ``start``; ``written`` says that its year is written out."""
        if self.last_sentence != self.sentence:
            self.named.clear()
        self.last, self.last_sentence = span, self.sentence
        self.named.add(span.value)
        self.named_before.add(span.value)
        if span.grain != "year":
            self.story = span
        if written:
            if span.grain != "year":
                self.story_years.add(span.first.year)
            self.year, self.year_sentence = span, self.sentence
            self.year_opens = start - self.begin <= OPENING

    def reference(self, unit: str) -> Span:
        """The date from which 'two days later' is counted. Raises UnknownDateError where it is not certain."""
        alone = len(self.named_before) == 1
        if self.last is None or (self.last_sentence < self.sentence - 1 and not alone):
            raise UnknownDateError("counted from another day, which the text does not name")
        if len(self.named) > 1:
            raise UnknownDateError("counted from another day; the text names more than one")
        if not self.last.single or self.last.grain not in _FINE.get(unit, ()):
            raise UnknownDateError("counted from another time, which the text does not name closely enough")
        return self.last

    def in_named_year(self, of: Callable[[int], Span]) -> Span | None:
        """The time in the year with which the same sentence opened: 'In 1951 talks began on 10 July'."""
        year = self.year
        if year is None or self.year_sentence != self.sentence or not self.year_opens:
            return None
        if year.first.year != year.last.year:
            return None
        span = of(year.first.year)
        return span if span.first >= year.first else None

    def in_story(self, nearest: Callable[[Span], Span]) -> Span | None:
        """In a report that writes out one year, or two that follow: the time near the date told before it."""
        if self.story is None or not self.story_years or max(self.story_years) - min(self.story_years) > 1:
            return None
        span = nearest(self.story)
        return span if abs(span.first - self.story.last) <= STORY else None

    def follows_year(self, of: Callable[[int], Span]) -> Span | None:
        """The first such time after the date whose year the paragraph has written out: November 2029, then February."""
        if self.year is None or self.year.grain == "year":
            return None
        try:
            spans = [of(self.year.first.year), of(self.year.first.year + 1)]
        except (ValueError, OverflowError):
            return None
        return next((span for span in spans if span.first > self.year.first), None)

    def other_year(self, span: Span) -> int | None:
        """A year of which the paragraph has just spoken and which is not that of ``span``."""
        if self.year is None or self.year.last.year == span.first.year:
            return None
        return self.year.last.year
