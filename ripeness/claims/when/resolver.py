"""Which day, month or year is meant by the words for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from ripeness.claims.when import spans
from ripeness.claims.when.context import Context, UnknownDateError
from ripeness.claims.when.spans import HOLIDAYS, Calendar, Span
from ripeness.claims.when.tense import Tense
from ripeness.claims.when.words import Mention

# A date without a year is past or to come by its tense only so far; beyond, the nearer one is meant: 'signed on
# 20 March' in a report of 15 March may be a slip of the tense, and is not a year ago. Chosen, not calibrated.
TENSE_REACH = timedelta(300)
# A year named before a date without one makes that date uncertain, unless it is nearer to the anchor than this; a
# season that ended less long ago is still 'this winter'.
PRESENT = timedelta(60)
# More weeks than this are a round number: 'eleven weeks later' is no certain day.
ROUND_WEEKS = 4

DEADLINES = frozenset({"by", "until", "till", "before", "no later than"})
_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

Ask = Callable[[Mention], Tense]
Told = tuple[Span, str]  # what is meant, and how that was found


@dataclass(frozen=True, slots=True)
class Resolved:
    """Words at ``start``..``end`` and what they mean; ``span`` is None where that is not known."""

    start: int
    end: int
    span: Span | None
    rule: str
    relative: bool = False  # counted from the anchor or another date
    several: bool = False
    length: str = ""


@dataclass(frozen=True, slots=True)
class Resolver:
    """Says what the mentions of one report mean, from its anchor and from what it has named before."""

    anchor: date | None
    calendar: Calendar
    context: Context = field(default_factory=Context)

    def one(self, mention: Mention, ask: Ask) -> Resolved:
        """What a mention means."""
        start, end = mention.start, mention.end
        if mention.form == "length" or (mention.form == "in" and ask(mention) != "future"):
            return Resolved(start, end, None, "a length of time, not a date", length=mention.length)
        try:
            span, rule = self.span(mention, ask)
        except UnknownDateError as unknown:
            return Resolved(start, end, None, str(unknown))
        except (ValueError, OverflowError):
            return Resolved(start, end, None, "there is no such day")
        return Resolved(start, end, span, rule, not mention.absolute)

    def span(self, mention: Mention, ask: Ask, at: date | None = None) -> Told:
        """What a mention means, counted from ``at`` or else the anchor. Raises ValueError or OverflowError."""
        if mention.form == "vague":
            raise UnknownDateError("the words do not say which")
        return getattr(self, f"_{mention.form.replace(' ', '_')}")(mention, ask, at)

    def _from(self, at: date | None = None) -> date:
        if at is not None:
            return at
        if self.anchor is None:
            raise UnknownDateError("counted from the day of publication, which is not known")
        return self.anchor

    # Days, months and holidays, which every year has

    def _date(self, mention: Mention, _: Ask, __: date | None) -> Told:
        assert mention.on is not None  # noqa: S101
        return spans.day(mention.on), "as written"

    def _day(self, mention: Mention, ask: Ask, at: date | None) -> Told:
        month = mention.month or 1

        def of(year: int) -> Span:
            return spans.days(date(year, month, mention.first), date(year, month, mention.last))

        span, rule = self._of_a_year(mention, of, ask, at)
        if mention.weekday is not None and spans.weekday(span.first, self.calendar) != mention.weekday:
            rule += f"; that day was no {_NAMES[mention.weekday]}"
        return span, rule

    def _month(self, mention: Mention, ask: Ask, at: date | None) -> Told:
        month, kind = mention.month or 1, mention.which
        if kind in ("", "same") or mention.years_away is not None or mention.year is not None:
            if kind == "same":
                raise UnknownDateError("which year is not told")
            span, rule = self._of_a_year(mention, lambda year: spans.month(year, month), self._month_tense(ask), at)
        else:
            beside = kind in ("previous", "following")
            near = self.context.reference("month").first if beside else self._from(at)
            away = {"this": 0, "last": -(month >= near.month), "next": month <= near.month}
            away |= {"previous": away["last"], "following": away["next"]}
            span, rule = spans.month(near.year + int(away[kind]), month), f"the one {kind}, counted from {near}"
        return _parted(span, mention, rule)

    @staticmethod
    def _month_tense(ask: Ask) -> Ask:
        """A month of which no verb tells is one that was, unless a limit is set to it: 'by June'."""

        def tense(mention: Mention) -> Tense:
            if mention.before in ("since", "as late as", "as early as"):
                return "past"
            return ask(mention) or ("" if mention.before in DEADLINES or mention.before == "for" else "past")

        return tense

    def _holiday(self, mention: Mention, ask: Ask, at: date | None) -> Told:
        on = HOLIDAYS.get(mention.name)
        if on is None:
            raise UnknownDateError("its day differs from year to year or from place to place")
        if mention.which in ("last", "next"):
            start = self._from(at)
            days = [on(start.year + away) for away in (-1, 0, 1)]
            chosen = max(d for d in days if d < start) if mention.which == "last" else min(d for d in days if d > start)
            return spans.day(chosen), f"the {mention.which} one, counted from {start}"
        if mention.which not in ("", "this"):
            raise UnknownDateError("which year is not told")
        return self._of_a_year(mention, lambda year: spans.day(on(year)), ask, at)

    def _of_a_year(self, mention: Mention, of: Callable[[int], Span], ask: Ask, at: date | None) -> Told:
        """The one of its year, if the words tell it; else by the tense and the years that the text has named."""
        if mention.year is not None:
            return of(mention.year), "as written"
        if mention.years_away is not None:
            start = self._from()
            return of(start.year + mention.years_away), f"its year counted from {start}"
        if at is not None:
            return self._by_tense(of, ask(mention), at), f"counted from {at}"
        if inside := self.context.in_named_year(of):
            return inside, f"in the year with which the sentence opens, {inside.first.year}"
        if self.anchor is None:
            told = self.context.in_story(lambda near: self._by_tense(of, "", near.last))
            if told:
                return told, "nearest to the last date before it in the text, which has no date of its own"
        start, tense = self._from(), ask(mention)
        span = self._by_tense(of, tense, start)
        other = self.context.other_year(span)
        # Of this month one says 'this month': the month of an earlier year is as likely.
        now = span.grain == "month" and span.first <= start <= span.last
        near = not now and min(abs(span.first - start), abs(span.last - start)) <= PRESENT
        if other and not near and self.context.follows_year(of) != span:
            raise UnknownDateError(f"of {span.first.year} or of {other}, of which the text has just spoken")
        how = {"past": "the last one up to", "future": "the first one from", "": "the nearest to"}[tense]
        return span, f"{how} the day of publication, {start}"

    def _by_tense(self, of: Callable[[int], Span], tense: Tense, at: date) -> Span:
        """The one of every year that is meant: by the tense, if that is near enough, else the nearest."""
        found: list[Span] = []
        for year in (at.year - 1, at.year, at.year + 1):
            try:
                found.append(of(year))
            except (ValueError, OverflowError):  # 29 February, or Easter of east and west
                continue
        past = [each for each in found if each.first <= at]
        ahead = [each for each in found if each.last >= at]
        if tense == "past" and past:
            if at - past[-1].last <= TENSE_REACH:
                return past[-1]
            if past[-1].grain == "month":
                raise UnknownDateError("nearly a year ago by the tense, or soon")
        if tense == "future" and ahead and ahead[0].first - at <= TENSE_REACH:
            return ahead[0]
        if not found:
            raise ValueError("no such day in these years")
        return min(found, key=lambda each: max(each.first - at, at - each.last, timedelta(0)))

    def _day_of_the_month(self, mention: Mention, ask: Ask, at: date | None) -> Told:
        on, last = mention.first, self.context.last
        if mention.months_away is not None:
            start = self._from()
            there = spans.month(start.year, start.month + mention.months_away)
            return spans.day(there.first.replace(day=on)), f"its month counted from {start}"
        told = last is not None and self.context.last_sentence >= self.context.sentence - 1
        if at is None and last is not None and told and mention.before not in DEADLINES:
            if last.grain == "year" or (last.first.year, last.first.month) != (last.last.year, last.last.month):
                raise UnknownDateError("the month is not told")
            if last.grain == "day" and on <= last.last.day:
                raise UnknownDateError("the month is not told")
            return spans.day(last.first.replace(day=on)), f"in the month of {last.value}"
        start, ahead = self._from(at), ask(mention) == "future"
        for away in range(3):
            there = spans.month(start.year, start.month + (away if ahead else -away))
            if on <= there.last.day:
                day = there.first.replace(day=on)
                if mention.weekday is not None and spans.weekday(day, self.calendar) != mention.weekday:
                    continue
                if day >= start if ahead else day <= start:
                    how = "the first one from" if ahead else "the last one up to"
                    return spans.day(day), f"{how} the day of publication, {start}"
        raise UnknownDateError("the month is not told")

    def _weekday(self, mention: Mention, ask: Ask, at: date | None) -> Told:
        number, kind, calendar = mention.weekday or 0, mention.which, self.calendar
        name = _NAMES[number]
        if kind in ("previous", "following", "same"):
            near = self.context.reference("day").first
            if kind == "same":
                raise UnknownDateError("which day is not told")
            find = spans.weekday_after if kind == "following" else spans.weekday_before
            return spans.day(find(near, number, calendar, same=False)), f"the {kind} {name}, counted from {near}"
        start = self._from(at)
        day = f"the day of publication, {start}" if at is None else str(start)
        if kind in ("last week", "this week", "next week"):
            away = {"last week": -7, "this week": 0, "next week": 7}[kind]
            monday = spans.week(start, calendar).first
            return spans.day(monday + timedelta(away + number)), f"the {name} of {kind}, counted from {day}"
        if kind == "week":
            on = spans.weekday_after(start, number, calendar, same=True) + timedelta(7)
            return spans.day(on), f"a week after the first {name} from {day} on"
        tense = ask(mention)
        if kind == "next":
            return spans.day(spans.weekday_after(start, number, calendar, same=False)), f"the first {name} after {day}"
        if kind == "last":
            return spans.day(spans.weekday_before(start, number, calendar, same=False)), f"the last {name} before {day}"
        if tense == "future" or (kind == "this" and tense != "past"):
            on = spans.weekday_after(start, number, calendar, same=at is None)
            return spans.day(on), f"the first {name} from {day} on"
        return spans.day(spans.weekday_before(start, number, calendar, same=at is None)), f"the last {name} up to {day}"

    # Years and their parts

    def _year(self, mention: Mention, _: Ask, __: date | None) -> Told:
        year = mention.year or 1
        return _parted(spans.years(year, year + (9 if mention.form == "decade" else 0)), mention, "as written")

    _decade = _year

    def _season(self, mention: Mention, ask: Ask, at: date | None) -> Told:
        name, kind = mention.name, mention.which
        start = None if mention.year is not None else self._from(at)
        year = mention.year if start is None else start.year + (mention.years_away or 0)
        if year is None or kind in ("previous", "following", "same"):
            raise UnknownDateError("which year is not told")
        if start is None or mention.years_away is not None:
            if name == "winter" and not mention.count:
                raise UnknownDateError("a winter has two years")
            return _parted(spans.season(name, year), mention, "by its year, in the northern half of the earth")
        around = [spans.season(name, year + away) for away in (-2, -1, 0, 1)]
        now = next((each for each in around if each.first <= start <= each.last), None)
        if kind == "last":
            span = next(each for each in reversed(around) if each.last < start)
        elif kind == "next":
            span = next(each for each in around if each.first > start)
        elif kind == "this":
            past = next(each for each in reversed(around) if each.last < start)
            late = start - past.last <= PRESENT and ask(mention) != "future"  # 'this winter', said in March
            span = now or (past if late else next(each for each in around if each.first > start))
        elif self.context.other_year(around[2]):
            raise UnknownDateError("which year is not told")
        elif mention.before in DEADLINES or ask(mention) == "future":
            span = next(each for each in around if each.last >= start)
        else:
            span = next(each for each in reversed(around) if each.first <= start)
        return _parted(span, mention, f"counted from {start}, in the northern half of the earth")

    def _part_of_a_year(self, mention: Mention, ask: Ask, at: date | None) -> Told:
        size = 3 if mention.unit == "quarter" else 6
        return self._of_a_year(mention, lambda year: spans.months(year, 1 + size * (mention.first - 1), size), ask, at)

    # What is counted from the anchor or from another date

    def _day_beside(self, mention: Mention, _: Ask, __: date | None) -> Told:
        start, count = self._from(), abs(mention.count)
        way = "before" if mention.count < 0 else "after"
        away = f"{count} day{'s' * (count > 1)} {way} " if count else ""
        return spans.day(start + timedelta(mention.count)), f"{away}the day of publication, {start}"

    def _period(self, mention: Mention, ask: Ask, _: date | None) -> Told:
        start, unit, count = self._from(), mention.unit, mention.count
        if unit == "week":
            span = spans.week(start + timedelta(7 * count), self.calendar)
        elif unit == "weekend":
            span = self._weekend(mention, ask, start)
        elif unit == "month":
            span = spans.month(start.year, start.month + count)
        elif unit == "year":
            span = spans.years(start.year + count, start.year + count)
        else:
            raise UnknownDateError("the words do not say which")
        return _parted(span, mention, f"counted from the day of publication, {start}")

    def _weekend(self, mention: Mention, ask: Ask, start: date) -> Span:
        saturday = spans.week(start, self.calendar).first + timedelta(5)
        if mention.count < 0:
            saturday -= timedelta(7)
        elif mention.count > 0:
            saturday += timedelta(0 if saturday > start else 7)
        elif mention.name == "the" and saturday > start and ask(mention) != "future":
            saturday -= timedelta(7)
        return spans.days(saturday, saturday + timedelta(1))

    def _ago(self, mention: Mention, _: Ask, __: date | None) -> Told:
        start, count, unit = self._from(), mention.count, mention.unit
        way = "before" if count < 0 else "after"
        rule = f"{abs(count)} {unit}{'s' * (abs(count) > 1)} {way} the day of publication, {start}"
        if mention.name:  # 'a year ago today', 'two years ago this month'
            months = count * {"month": 1, "year": 12}.get(unit, 0)
            there = spans.same_day_months_away(start, months) if months else start + timedelta(7 * count)
            named = {"today": spans.day(there), "this month": spans.month(there.year, there.month)}
            return named.get(mention.name) or spans.week(there, self.calendar), rule
        return self._shifted(start, mention), rule

    _in = _ago

    def _beside(self, mention: Mention, _: Ask, __: date | None) -> Told:
        near = self.context.reference(mention.unit)
        rule = f"counted from {near.value}, the last date before it in the paragraph"
        if mention.unit == "year" and abs(mention.count) == 1 and near.grain != "year":
            return spans.month(near.first.year + mention.count, near.first.month), rule  # a year is told to the month
        if mention.name != "same":
            return self._shifted(near.first, mention), rule
        if mention.unit == "week":
            return spans.week(near.first, self.calendar), rule
        return spans.shifted(near.first, 0, mention.unit), rule

    @staticmethod
    def _shifted(start: date, mention: Mention) -> Span:
        if mention.unit == "week" and abs(mention.count) > ROUND_WEEKS:
            raise UnknownDateError("a round number of weeks")
        return spans.shifted(start, mention.count, mention.unit)

    def _window(self, mention: Mention, _: Ask, __: date | None) -> Told:
        start, count, unit = self._from(), mention.count, mention.unit
        if unit == "month" and abs(count) == 1:
            here, there = spans.day(start), spans.day(spans.same_day_months_away(start, count))
        else:
            here, there = spans.shifted(start, 0, unit), spans.shifted(start, count, unit)
        span = spans.joined(there, here) if count < 0 else spans.joined(here, there)
        return span, f"counted from the day of publication, {start}"


def _parted(span: Span, mention: Mention, rule: str) -> Told:
    """The part of a month, season, year or decade that is meant."""
    part = mention.part
    if not part or (part == "end" and span.grain == "day"):
        return span, rule
    if part == "end" and mention.before in DEADLINES:
        return spans.day(span.last), f"the last day, {rule}"
    if part == "last week":
        return replace(span, first=span.last - timedelta(6), grain="day"), f"the last week, {rule}"
    if part in ("half 1", "half 2"):
        return spans.half(span, int(part[5:])), f"{part}, {rule}"
    if part.startswith("week "):
        first = span.first + timedelta(7 * (int(part[5:]) - 1))
        return spans.days(first, first + timedelta(6)), f"{part}, {rule}"
    if part == "early":
        return spans.third(span, "early"), f"the first third, {rule}"
    if part == "mid":
        return spans.third(span, "mid"), f"the middle third, {rule}"
    return spans.third(span, "late"), f"the last third, {rule}"
