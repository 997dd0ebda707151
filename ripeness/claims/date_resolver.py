"""Which day, month or year is meant by the words for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from ripeness.claims import date_spans as spans
from ripeness.claims.date_mentions import Mention
from ripeness.claims.date_spans import HOLIDAYS, Calendar, Span
from ripeness.claims.date_tense import Tense

# A date without a year is taken as past or to come by its tense only so far; beyond, the nearer one is meant:
# 'signed on 20 March' in a report of 15 March may be a slip of the tense, and is not a year ago.
TENSE_REACH = timedelta(300)
# A year named before a date without one makes that date uncertain, unless it is nearer to the anchor than this.
PRESENT = timedelta(60)

# In a report without a date, a day without a year is near the one told before it, or unknown.
STORY = timedelta(92)
# More weeks than this are a round number: 'eleven weeks later' is no certain day.
ROUND_WEEKS = 4

_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAYS = frozenset({"date", "day", "weekday", "day beside", "day of the month"})
_RANGE = re.compile(r",?\s?(?:to|until|till|through|–|—|-|into|and\sinto|up\sto)\s?(?:the\s)?")
_LIST = re.compile(r",?\s(?:and|or)\s(?:on\s|in\s)?(?:the\s)?(?:early\s|late\s)?")
_COMMA = re.compile(r",\s")
_MOVED = re.compile(
    r"\b(?:moved|postponed|pushed|shifted|brought|rescheduled|delayed|put\soff|changed|advanced)\b[^.;]{0,60}$"
)
_NIGHT = re.compile(
    r"(?:(?:on|in|during|over)\s)?(?:(?:the\s)?night\s(?:from|of|between|into|to)|overnight(?:\s(?:from|between|into|to|on))?)\s(?:the\s)?$",
    re.IGNORECASE,
)
_DEADLINES = frozenset({"by", "until", "till", "before", "no later than"})

Ask = Callable[[Mention], Tense]


@dataclass(frozen=True, slots=True)
class Resolved:
    """Words and what they mean; ``span`` is None where that is not known."""

    start: int
    end: int
    span: Span | None
    rule: str
    relative: bool = False
    several: bool = False
    length: str = ""


class Unknown(ValueError):
    """The text does not allow to know the date; the message says why."""


@dataclass(slots=True)
class Resolver:
    """Resolves the mentions of one report, sentence after sentence, with what the sentences before have named."""

    anchor: date | None
    calendar: Calendar
    sentence: int = -1
    paragraph: int = -1
    begin: int = 0
    # The last date of the paragraph, its sentence, and the distinct dates of that sentence so far.
    last: Span | None = None
    last_sentence: int = -1
    distinct: set[str] = field(default_factory=set)
    in_paragraph: set[str] = field(default_factory=set)
    # Without an anchor: the last date of the text, and the years that it has written out for days and months.
    story: Span | None = None
    story_years: set[int] = field(default_factory=set)
    # The last year that was written out in the paragraph, with its sentence and whether it opened it.
    year: Span | None = None
    year_sentence: int = -1
    year_opens: bool = False

    def enter(self, sentence: int, paragraph: int, begin: int) -> None:
        """Go on to a sentence of a paragraph."""
        if paragraph != self.paragraph:
            self.last, self.year, self.distinct, self.in_paragraph = None, None, set(), set()
        self.sentence, self.paragraph, self.begin = sentence, paragraph, begin

    def resolve(self, text: str, mentions: list[Mention], ask: Ask) -> Iterator[Resolved]:
        """What the mentions of the sentence mean; ranges and runs of days become one interval."""
        at = 0
        while at < len(mentions):
            night = _NIGHT.search(text, max(self.begin, mentions[at].start - 40), mentions[at].place)
            pair = self._pair(text, mentions, at, night is not None, ask)
            if pair is not None:
                resolved, used = pair
                at += used
            else:
                resolved = self._one(mentions[at], ask, night)
                at += 1
            if resolved.span:
                self._remember(resolved, mentions[at - 1])
            yield resolved

    def _remember(self, resolved: Resolved, mention: Mention) -> None:
        assert resolved.span  # noqa: S101
        if self.last_sentence != self.sentence:
            self.distinct = set()
        self.last, self.last_sentence = resolved.span, self.sentence
        self.distinct.add(resolved.span.value)
        self.in_paragraph.add(resolved.span.value)
        if resolved.span.grain != "year":
            self.story = resolved.span
            if mention.year is not None or mention.form == "date":
                self.story_years.add(resolved.span.first.year)
        if mention.year is not None or mention.form == "date":
            self.year, self.year_sentence = resolved.span, self.sentence
            self.year_opens = resolved.start - self.begin <= 3

    # Two times and what joins them

    def _pair(self, text: str, mentions: list[Mention], at: int, night: bool, ask: Ask) -> tuple[Resolved, int] | None:
        """'from Monday to Wednesday', 'March and April', 'Monday, Tuesday and Wednesday' as one interval."""
        if at + 1 >= len(mentions):
            return None
        first, second = mentions[at], mentions[at + 1]
        if not _alike(first, second):
            return None
        gap = text[first.end : second.start]
        used, listed = 2, False
        if not _RANGE.fullmatch(gap):
            gap_with_preposition = text[first.end : second.place]
            if _LIST.fullmatch(gap) or _LIST.fullmatch(gap_with_preposition):
                listed = first.before != "between" and not night
            elif (
                _COMMA.fullmatch(gap)
                and at + 2 < len(mentions)
                and _alike(second, mentions[at + 2])
                and _LIST.fullmatch(text[second.end : mentions[at + 2].start])
            ):
                used, listed, second = 3, True, mentions[at + 2]
            elif not _RANGE.fullmatch(text[first.end : second.start] + _prefix(text, second)):
                return None
        elif first.before == "from" and _MOVED.search(text, max(self.begin, first.start - 80), first.start):
            return None
        start = first.start
        if night and (match := _NIGHT.search(text, max(self.begin, first.start - 40), first.place)):
            start = min(start, match.start())
        try:
            one, two, rule = self._both(first, second, ask)
            if listed and not _next_to(one, two, used):
                return None
            span = spans.joined(one, two)
        except (ValueError, OverflowError):
            return (
                None if listed else (Resolved(start, second.end, None, "the two ends do not fit", several=True), used)
            )
        return Resolved(start, second.end, span, rule, not (_absolute(first) and _absolute(second))), used

    def _both(self, first: Mention, second: Mention, ask: Ask) -> tuple[Span, Span, str]:
        """The two ends; what one lacks is taken from the other."""
        if _absolute(first) and not _absolute(second) and second.form != "day beside":
            one, rule = self._span(first, ask)
            two, _ = self._span(second, lambda _: "future", one.last)
            return one, two, f"from {rule} to what follows it"
        tense = ask(first) or ask(second)
        if _absolute(second) or tense != "future" or second.form == "day beside":
            two, rule = self._span(second, lambda _: tense)
            beside = first.form == "day beside" or _absolute(first)
            one, _ = self._span(first, lambda _: tense if beside else "past", None if beside else two.first)
            return one, two, f"the last before {two.value} to {rule}" if not beside else f"to {rule}"
        one, rule = self._span(first, lambda _: tense)
        two, _ = self._span(second, lambda _: "future", one.last)
        return one, two, f"from {rule} to what follows it"

    # One time

    def _one(self, mention: Mention, ask: Ask, night: re.Match[str] | None) -> Resolved:
        start, end = mention.start, mention.end
        if mention.form == "length":
            return Resolved(start, end, None, "a length of time, not a date", length=mention.length)
        if mention.form == "in" and ask(mention) != "future":
            return Resolved(start, end, None, "a length of time, not a date", length=mention.length)
        try:
            span, rule = self._span(mention, ask)
            if night and mention.form in _DAYS:
                start = min(start, night.start())
                word = night[0].lower()
                if re.search(r"\b(?:into|to)\b", word):
                    span = spans.days(span.first - timedelta(1), span.last)
                    rule = f"the night before {rule}"
                elif "overnight" in word:
                    raise Unknown("the night before or after that day")
        except Unknown as unknown:
            return Resolved(start, end, None, str(unknown))
        except (ValueError, OverflowError):
            return Resolved(start, end, None, "there is no such day")
        return Resolved(start, end, span, rule, not _absolute(mention))

    def _span(self, mention: Mention, ask: Ask, at: date | None = None) -> tuple[Span, str]:
        """What a mention means, counted from ``at`` or else the anchor, and how that was found. Raises ValueError."""
        read = {
            "date": self._date,
            "day": self._day,
            "day of the month": self._nth,
            "weekday": self._weekday,
            "month": self._month,
            "year": self._year,
            "decade": self._year,
            "season": self._season,
            "part of a year": self._part_of_year,
            "holiday": self._holiday,
            "day beside": self._day_beside,
            "period": self._period,
            "ago": self._ago,
            "in": self._ago,
            "beside": self._beside,
            "window": self._window,
        }.get(mention.form)
        if read is None:
            raise Unknown("the words do not say which")
        return read(mention, ask, at)

    def _from(self, at: date | None = None) -> date:
        if at is not None:
            return at
        if self.anchor is None:
            raise Unknown("counted from the day of publication, which is not known")
        return self.anchor

    def _date(self, mention: Mention, _: Ask, __: date | None) -> tuple[Span, str]:
        assert mention.on  # noqa: S101
        return spans.day(mention.on), "as written"

    def _named_year(self, mention: Mention) -> tuple[int | None, str]:
        if mention.year is not None:
            return mention.year, "as written"
        if mention.years_away is not None:
            anchor = self._from()
            return anchor.year + mention.years_away, f"its year counted from {anchor}"
        return None, ""

    def _yearly(self, of: Callable[[int], Span], tense: Tense, at: date) -> Span:
        """The one of every year that is meant: by the tense, if that is near enough, else the nearest."""
        found: list[Span] = []
        for year in (at.year - 1, at.year, at.year + 1):
            try:
                found.append(of(year))
            except (ValueError, OverflowError):
                continue  # 29 February, Easter of east and west
        past = [each for each in found if each.first <= at]
        ahead = [each for each in found if each.last >= at]
        if tense == "past" and past:
            if at - past[-1].last <= TENSE_REACH:
                return past[-1]
            if past[-1].grain == "month":
                raise Unknown("nearly a year ago by the tense, or soon")
        if tense == "future" and ahead and ahead[0].first - at <= TENSE_REACH:
            return ahead[0]
        if not found:
            raise ValueError("no such day in these years")
        return min(found, key=lambda each: max(each.first - at, at - each.last, timedelta(0)))

    def _by_context(self, mention: Mention, of: Callable[[int], Span], ask: Ask, at: date | None) -> tuple[Span, str]:
        """A day or month without a year, by the tense and the years that the text has just named."""
        if at is None and self.year is not None:
            inside = self._in_named_year(of)
            if inside is not None:
                return inside, f"in the year that the sentence names, {inside.first.year}"
        if at is None and self.anchor is None and (told := self._in_story(of)):
            return told, f"the nearest to {self.story.value if self.story else ''}, the last date before it in the text"
        start = self._from(at)
        tense = ask(mention)
        span = self._yearly(of, tense, start)
        if at is None and self.year is not None and self.year.last.year != span.first.year:
            if span.grain == "month" or min(abs(span.first - start), abs(span.last - start)) > PRESENT:
                raise Unknown(f"this year or {self.year.first.year}, of which the text has just spoken")
        how = {"past": "the last one up to", "future": "the first one from", "": "the nearest to"}[tense]
        return span, f"{how} the day of publication, {start}" if at is None else f"{how} {start}"

    def _in_story(self, of: Callable[[int], Span]) -> Span | None:
        """In a report without an anchor that tells of one time: the day near the one it has just named."""
        if self.story is None or not self.story_years or max(self.story_years) - min(self.story_years) > 1:
            return None
        span = self._yearly(of, "", self.story.last)
        return span if abs(span.first - self.story.last) <= STORY else None

    def _in_named_year(self, of: Callable[[int], Span]) -> Span | None:
        """The day in the year with which the same sentence opened: 'In 1951 talks began on 10 July'."""
        assert self.year  # noqa: S101
        if self.year_sentence != self.sentence or not self.year_opens or not _within_a_year(self.year):
            return None
        span = of(self.year.first.year)
        return span if span.first >= self.year.first else None

    def _day(self, mention: Mention, ask: Ask, at: date | None) -> tuple[Span, str]:
        month = mention.month or 1

        def of(year: int) -> Span:
            return spans.days(date(year, month, mention.first), date(year, month, mention.last))

        year, rule = self._named_year(mention)
        if year is not None:
            span = of(year)
        else:
            span, rule = self._by_context(mention, of, ask, at)
        if mention.weekday is not None and spans.weekday(span.first, self.calendar) != mention.weekday:
            rule += f"; that day was no {_NAMES[mention.weekday]}"
        return span, rule

    def _nth(self, mention: Mention, ask: Ask, at: date | None) -> tuple[Span, str]:
        if mention.months_away is not None:
            anchor = self._from()
            there = spans.month(anchor.year, anchor.month + mention.months_away)
            return spans.day(there.first.replace(day=mention.first)), f"its month counted from {anchor}"
        if at is None and self.last is not None and self.last_sentence >= self.sentence - 1 and len(self.distinct) == 1:
            if self.last.grain == "day" and self.last.first.month == self.last.last.month:
                near = self.last.last
                if mention.first > near.day:
                    return spans.day(near.replace(day=mention.first)), f"in the month of {near}"
            elif self.last.grain == "month" and self.last.single:
                return spans.day(self.last.first.replace(day=mention.first)), f"in {self.last.value}"
            raise Unknown("the month is not told")
        start = self._from(at)
        tense = ask(mention)
        ahead = tense == "future"
        for away in range(3):
            there = spans.month(start.year, start.month + (away if ahead else -away))
            if mention.first <= there.last.day:
                on = there.first.replace(day=mention.first)
                if on >= start if ahead else on <= start:
                    how = "the first one from" if ahead else "the last one up to"
                    return spans.day(on), f"{how} {start}"
        raise ValueError("no such day")

    def _weekday(self, mention: Mention, ask: Ask, at: date | None) -> tuple[Span, str]:
        number = mention.weekday or 0
        name, which, calendar = _NAMES[number], mention.which, self.calendar
        if which in ("previous", "following", "same"):
            near = self._reference("day")
            if which == "same":
                raise Unknown("which day is not told")
            find = spans.weekday_after if which == "following" else spans.weekday_before
            return spans.day(find(near.first, number, calendar, False)), f"the {name} {which} {near.value}"
        start = self._from(at)
        day = f"the day of publication, {start}" if at is None else str(start)
        if which.endswith(" week"):
            away = {"last week": -7, "this week": 0, "next week": 7}[which]
            monday = spans.week(start, calendar).first
            return spans.day(monday + timedelta(away + number)), f"the {name} of {which}, counted from {day}"
        if which == "week":
            on = spans.weekday_after(start, number, calendar, True) + timedelta(7)
            return spans.day(on), f"a week after the first {name} from {day}"
        if which == "next":
            return spans.day(spans.weekday_after(start, number, calendar, False)), f"the first {name} after {day}"
        if which == "last":
            return spans.day(spans.weekday_before(start, number, calendar, False)), f"the last {name} before {day}"
        tense = ask(mention)
        same = at is None
        if tense == "future" or (which == "this" and tense != "past"):
            return spans.day(spans.weekday_after(start, number, calendar, same)), f"the first {name} from {day} on"
        return spans.day(spans.weekday_before(start, number, calendar, same)), f"the last {name} up to {day}"

    def _month(self, mention: Mention, ask: Ask, at: date | None) -> tuple[Span, str]:
        number = mention.month or 1
        year, rule = self._named_year(mention)
        if year is not None:
            span = spans.month(year, number)
        elif mention.which in ("last", "next", "this"):
            start = self._from(at)
            if mention.which == "this":
                year = start.year
            elif mention.which == "last":
                year = start.year - (number >= start.month)
            else:
                year = start.year + (number <= start.month)
            span, rule = spans.month(year, number), f"counted from {start}"
        elif mention.which:
            near = self._reference("month")
            later = mention.which == "following"
            if mention.which == "same":
                raise Unknown("which year is not told")
            year = near.first.year + (number <= near.first.month if later else -(number >= near.first.month))
            span, rule = spans.month(year, number), f"the one {mention.which} {near.value}"
        else:
            span, rule = self._by_context(
                mention, lambda year: spans.month(year, number), lambda each: self._month_tense(each, ask), at
            )
        return _parted(span, mention, rule)

    def _month_tense(self, mention: Mention, ask: Ask) -> Tense:
        """A month without a verb that tells is one that was, unless a limit is set to it: 'by June'."""
        if mention.before in ("since", "as late as", "as early as", "back in"):
            return "past"
        tense = ask(mention)
        return tense or ("" if mention.before in _DEADLINES else "past")

    def _year(self, mention: Mention, _: Ask, __: date | None) -> tuple[Span, str]:
        year = mention.year or 1
        span = spans.years(year, year + (9 if mention.form == "decade" else 0))
        return _parted(span, mention, "as written")

    def _season(self, mention: Mention, ask: Ask, at: date | None) -> tuple[Span, str]:
        name, winter = mention.name, mention.name == "winter"
        year, rule = self._named_year(mention)
        if year is not None:
            if winter and not mention.count:
                if mention.part not in ("early", "late"):
                    raise Unknown("a winter has two years")
                raise Unknown("a winter has two years")
            return _parted(spans.season(name, year), mention, f"{rule}, in the northern half of the earth")
        if mention.which in ("previous", "following", "same"):
            raise Unknown("which year is not told")
        start = self._from(at)
        around = [spans.season(name, start.year + away) for away in (-2, -1, 0, 1)]
        if mention.which == "last":
            span = next(each for each in reversed(around) if each.last < start)
        elif mention.which == "next":
            span = next(each for each in around if each.first > start)
        elif mention.which == "this":
            span = next((each for each in around if each.first <= start <= each.last), spans.season(name, start.year))
        elif self.year is not None and self.year.last.year != start.year:
            raise Unknown("which year is not told")
        elif mention.before in _DEADLINES or ask(mention) == "future":
            span = next(each for each in around if each.last >= start)
        else:
            span = next(each for each in reversed(around) if each.first <= start)
        return _parted(span, mention, f"counted from {start}, in the northern half of the earth")

    def _part_of_year(self, mention: Mention, _: Ask, __: date | None) -> tuple[Span, str]:
        year, rule = self._named_year(mention)
        assert year is not None  # noqa: S101
        size = 3 if mention.unit == "quarter" else 6
        return spans.months(year, 1 + size * (mention.first - 1), size), rule

    def _holiday(self, mention: Mention, ask: Ask, at: date | None) -> tuple[Span, str]:
        on = HOLIDAYS.get(mention.name)
        if on is None:
            raise Unknown("its day differs from year to year or from place to place")
        year, rule = self._named_year(mention)
        if year is not None:
            return spans.day(on(year)), rule
        if mention.which in ("previous", "following", "same"):
            raise Unknown("which year is not told")
        start = self._from(at)
        if mention.which in ("last", "next"):
            days = [on(start.year + away) for away in (-1, 0, 1)]
            chosen = max(d for d in days if d < start) if mention.which == "last" else min(d for d in days if d > start)
            return spans.day(chosen), f"counted from {start}"
        return self._by_context(mention, lambda year: spans.day(on(year)), ask, at)

    def _day_beside(self, mention: Mention, _: Ask, __: date | None) -> tuple[Span, str]:
        start = self._from()
        on = start + timedelta(mention.count)
        count = abs(mention.count)
        away = f"{count} day{'s' * (count > 1)} {'before' if mention.count < 0 else 'after'} " if count else ""
        return spans.day(on), f"{away}the day of publication, {start}"

    def _period(self, mention: Mention, ask: Ask, _: date | None) -> tuple[Span, str]:
        start, unit = self._from(), mention.unit
        rule = f"counted from the day of publication, {start}"
        if unit == "week":
            span = spans.week(start + timedelta(7 * mention.count), self.calendar)
        elif unit == "weekend":
            span = self._weekend(mention, ask, start)
        elif unit == "month":
            span = spans.month(start.year, start.month + mention.count)
        elif unit == "year":
            span = spans.years(start.year + mention.count, start.year + mention.count)
        else:
            raise Unknown("the words do not say which")
        return _parted(span, mention, rule)

    def _weekend(self, mention: Mention, ask: Ask, start: date) -> Span:
        saturday = spans.week(start, self.calendar).first + timedelta(5)
        if mention.count < 0:
            saturday -= timedelta(7)
        elif mention.count > 0:
            saturday += timedelta(0 if saturday > start else 7)
        elif saturday > start and ask(mention) != "future" and (mention.name == "the" or start.weekday() < 2):
            saturday -= timedelta(7)
        return spans.days(saturday, saturday + timedelta(1))

    def _ago(self, mention: Mention, _: Ask, __: date | None) -> tuple[Span, str]:
        start, count, unit = self._from(), mention.count, mention.unit
        way = "before" if count < 0 else "after"
        rule = f"{abs(count)} {unit}{'s' * (abs(count) != 1)} {way} the day of publication, {start}"
        if unit == "week" and abs(count) > ROUND_WEEKS and not mention.name:
            raise Unknown("a round number of weeks")
        if mention.name:
            months = count * {"month": 1, "year": 12}.get(unit, 0)
            there = spans.same_day_months_away(start, months) if months else start + timedelta(7 * count)
            if mention.name == "month":
                return spans.month(there.year, there.month), rule
            if mention.name == "week":
                return spans.week(there, self.calendar), rule
            return spans.day(there), rule
        return spans.shifted(start, count, unit), rule

    def _reference(self, unit: str) -> Span:
        """The last date of the paragraph, if it is certain that it is the one that is meant."""
        fine = {"day": ("day",), "week": ("day",), "fortnight": ("day",), "month": ("day", "month")}
        alone = len(self.in_paragraph) == 1
        if self.last is None or (self.last_sentence < self.sentence - 1 and not alone):
            raise Unknown("counted from another day, which the text does not name")
        if len(self.distinct) > 1:
            raise Unknown("counted from another day; the text names more than one")
        if not self.last.single or self.last.grain not in fine.get(unit, ("day", "month", "year")):
            raise Unknown("counted from another day, which the text does not name to the day")
        return self.last

    def _beside(self, mention: Mention, _: Ask, __: date | None) -> tuple[Span, str]:
        near = self._reference(mention.unit)
        on = near.first
        if mention.unit == "week" and abs(mention.count) > ROUND_WEEKS:
            raise Unknown("a round number of weeks from another day")
        rule = f"counted from {near.value}, the last date before it in the paragraph"
        if mention.name == "same" or (mention.unit == "week" and mention.count in (-1, 1) and mention.name == "period"):
            if mention.unit == "week":
                return spans.week(on, self.calendar), rule
            if mention.unit == "month":
                return spans.month(on.year, on.month), rule
            if mention.unit == "year":
                return spans.years(on.year, on.year), rule
            return spans.day(on), rule
        return spans.shifted(on, mention.count, mention.unit), rule

    def _window(self, mention: Mention, _: Ask, __: date | None) -> tuple[Span, str]:
        start, count, unit = self._from(), mention.count, mention.unit
        rule = f"counted from the day of publication, {start}"
        if unit in ("day", "week", "fortnight"):
            there = spans.shifted(start, count, unit).first
            return spans.days(min(start, there), max(start, there)), rule
        if unit == "month" and abs(count) == 1:
            there = spans.same_day_months_away(start, count)
            return spans.days(min(start, there), max(start, there)), rule
        there = spans.shifted(start, count, unit)
        here = spans.shifted(start, 0, unit)
        return spans.joined(min(here, there, key=_first), max(here, there, key=_first)), rule


def _first(span: Span) -> date:
    return span.first


def _parted(span: Span, mention: Mention, rule: str) -> tuple[Span, str]:
    """The part of a month, season, year or decade that is meant."""
    part = mention.part
    if not part:
        return span, rule
    if part == "end":
        if span.grain == "day":
            return span, rule
        if mention.before in _DEADLINES:
            return spans.end(span), f"the last day, {rule}"
        part = "late"
    if part.startswith("week "):
        place = int(part[5:])
        if place == 5:
            return spans.days(span.last - timedelta(6), span.last), f"the last week, {rule}"
        first = span.first + timedelta(7 * (place - 1))
        return spans.days(first, first + timedelta(6)), f"week {place}, {rule}"
    if part == "early":
        return spans.third(span, "early"), f"the first third, {rule}"
    if part == "mid":
        return spans.third(span, "mid"), f"the middle third, {rule}"
    return spans.third(span, "late"), f"the last third, {rule}"


def _prefix(text: str, mention: Mention) -> str:
    return text[mention.start : mention.place]


def _alike(first: Mention, second: Mention) -> bool:
    if first.part or second.part:
        return False
    if first.which or second.which or first.range or second.range:
        return False
    return (
        first.form == second.form == "month"
        or first.form == second.form == "year"
        or {first.form, second.form} <= _DAYS
    )


def _absolute(mention: Mention) -> bool:
    return mention.form in ("date", "decade") or mention.year is not None


def _within_a_year(span: Span) -> bool:
    return span.first.year == span.last.year


def _next_to(first: Span, second: Span, count: int) -> bool:
    """Whether the second is the very next day, month or year (of three: the one after it)."""
    if first.grain != second.grain:
        return False
    if first.grain == "day":
        return second.first - first.first == timedelta(count - 1)
    months = (second.first.year - first.first.year) * 12 + second.first.month - first.first.month
    return months == (count - 1) * (1 if first.grain == "month" else 12)
