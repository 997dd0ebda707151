"""The lineage drawn over time: a lane for each origin, a row for each report, and the edges that the reports hang on.

Only the layout is made here; ``templates/lanes.html`` draws it, and escapes what reports say. Vega-Lite, which the
other charts use, has neither rows that belong together nor arrows, so these are plain shapes in SVG.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from ripeness.brief.material import label
from ripeness.brief.voice import count
from ripeness.lineage import Edge
from ripeness.lineage.tree import Origin, Place, day_of
from ripeness.reports import Report

ROWS_MOST = 64  # that are drawn: what fits on a printed page
LANE_MOST = 32  # of them in one lane, where there are others
ROW, GAP, TOP = 18, 7, 26  # height of a row, space between lanes and above the first, in pixels
CHAIN_MOST = 6  # steps for which there is room to the right of the last day and in the gutter
MARGIN = 12  # between the marks and the ends of the plot
INDENT, INDENT_MOST = 9, 6  # pixels of a level of the tree beside the names, and how many levels
GUTTER = 54  # the least that the gutter of the undated is wide
TICK, TICK_SPACE = 0.92, 8  # the size of a tick's words in that of the others, and the pixels between two
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SHAPES = {  # by what a report is, or how it retells: a path around (0, 0)
    "head": "M-5.5,0a5.5,5.5 0 1,0 11,0a5.5,5.5 0 1,0 -11,0z",
    "copy": "M-4.5,-4.5h9v9h-9z",
    "abridged": "M-5.5,-2.5h11v5h-11z",
    "spun": "M0,-6l6,6l-6,6l-6,-6z",
    "paraphrase": "M0,-5.5l5.5,9.5h-11z",
    "cites": "M-4.5,-4.5l9,9M4.5,-4.5l-9,9",
    "linked": "M-2.5,0a2.5,2.5 0 1,0 5,0a2.5,2.5 0 1,0 -5,0z",
    "unseen": "M-5.5,0a5.5,5.5 0 1,0 11,0a5.5,5.5 0 1,0 -11,0z",
}
MEANING = {
    "head": "retells no other report",
    "copy": "a copy",
    "abridged": "abridged",
    "spun": "spun",
    "paraphrase": "a paraphrase",
    "cites": "cites",
    "linked": "linked through what retells it",
    "unseen": "not in the pile: only named",
}


@dataclass(frozen=True, slots=True)
class Format:
    """How wide the parts of the picture are, in pixels; ``size`` is that of the letters."""

    width: int
    names: tuple[int, int]  # where the names of the reports begin and end
    dates: int | None  # where their dates begin; None: there is no room for them
    plot: tuple[int, int]
    tick: int  # the least between two ticks
    step: int  # by which a retelling of the same day stands to the right of what it retells
    size: float


WIDE = Format(width=940, names=(28, 336), dates=344, plot=(424, 940), tick=48, step=21, size=12)
NARROW = Format(width=360, names=(22, 168), dates=None, plot=(174, 360), tick=28, step=15, size=11)


@dataclass(frozen=True, slots=True)
class Link:
    """A line from what is retold to the retelling; ``arrow`` is the head's outline, or nothing."""

    path: str
    arrow: str | None
    dotted: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One report, or one original that is not in the pile, with its mark."""

    y: float
    number: int | None  # of its origin, in the first row of a lane
    indent: int
    name: str
    more: str  # after the name, in a softer tone
    date: str
    x: float
    shape: str  # a key of SHAPES; empty in the row that says how many more there are
    review: bool  # whether what it hangs on is to be reviewed
    link: Link | None


@dataclass(frozen=True, slots=True)
class Lanes:
    """The picture: rows, the bands behind every second lane (top, height), ticks (x, words), and what is left out."""

    format: Format
    height: float
    gutter: tuple[float, float] | None  # where undated reports and unseen originals stand
    rows: tuple[Row, ...]
    bands: tuple[tuple[float, float], ...]
    ticks: tuple[tuple[float, str], ...]
    left_out: tuple[int, int]  # origins of which nothing is drawn, and reports that are not drawn


def drawn(origins: Sequence[Origin]) -> list[tuple[Origin, tuple[Place, ...]]]:
    """The lanes that are drawn, the largest first, each with those of its reports that fit.

    A tree that is too large is cut after its first rows, in which each report stands below what it retells.
    """
    found, room = [], ROWS_MOST
    most = LANE_MOST if len(origins) > 1 else ROWS_MOST
    for origin in origins:
        room -= 0 if origin.seen else 1
        if room <= 0:
            break
        places = origin.places[: min(room, most)]
        found.append((origin, places))
        room -= len(places)
    return found


def lanes(origins: Sequence[Origin], reports: Mapping[str, Report], form: Format) -> Lanes:
    """Lay the origins out. ``reports`` by id."""
    return _Drawing(drawn(origins), reports, form).lanes(origins)


def said(origins: Sequence[Origin]) -> str:
    """What the picture shows, in words."""
    reports = sum(len(origin.places) for origin in origins)
    several = sum(len(origin.places) > 1 for origin in origins)
    unseen = [origin.outlet or "" for origin in origins if not origin.seen]
    named = f" ({', '.join(unseen[:3])}{', ...' if len(unseen) > 3 else ''})" if unseen else ""
    hang = f"{several} of them {'has' if several == 1 else 'have'} more than one report" if several else "each has one"
    gone = f"; {len(unseen)} {'is' if len(unseen) == 1 else 'are'} not in the pile{named}" if unseen else ""
    return f"{count(reports, 'report')} under {count(len(origins), 'origin')}: {hang}{gone}."


def kinds(picture: Lanes) -> list[tuple[str, str, str]]:
    """The key of the picture: name, outline and meaning of the shapes that it holds."""
    shapes = {row.shape for row in picture.rows}
    return [(shape, SHAPES[shape], MEANING[shape]) for shape in SHAPES if shape in shapes]


def lines(picture: Lanes) -> set[str]:
    """The kinds of lines that the picture holds: 'ordered', 'unordered', 'review'."""
    found = {"ordered" if row.link.arrow else "unordered" for row in picture.rows if row.link}
    return found | {"review" for row in picture.rows if row.link and row.link.dotted}


def _shape(origin: Origin, place: Place) -> str:
    if place.edge is not None:
        return place.edge.kind
    return "head" if place.report == origin.head or origin.rests_unseen(place) else "linked"


# --- layout ----------------------------------------------------------------------------------------------------------


@dataclass
class _Drawing:
    shown: list[tuple[Origin, tuple[Place, ...]]]
    reports: Mapping[str, Report]
    form: Format
    gutter: tuple[float, float] | None = field(init=False)
    across: Callable[[date], float] = field(init=False)
    ticks: list[tuple[float, str]] = field(init=False)

    def __post_init__(self) -> None:
        left, right = self.form.plot
        days = [day_of(self.reports[place.report]) for _, places in self.shown for place in places]
        dated = sorted(day for day in days if day)
        deepest = max((p.depth + (not o.seen) for o, ps in self.shown for p in ps), default=0)
        chain = min(self.form.step * min(CHAIN_MOST, deepest), (right - left) / 4)
        self.gutter = None
        if not dated:
            self.gutter = (left, right)
        elif None in days or not all(origin.seen for origin, _ in self.shown):
            undated = self.form.step * _longest_undated(self.shown, self.reports)
            self.gutter = (left, left + max(GUTTER, 2 * MARGIN + undated))
        first = (self.gutter[1] if self.gutter and dated else left) + MARGIN
        last = max(first + 1, right - MARGIN - chain)
        span = (dated[-1] - dated[0]).days if dated else 0
        scale = (last - first) / span if span else 0.0
        self.across = lambda day: first + (day - dated[0]).days * scale
        self.ticks = self.ticks_between(dated[0], dated[-1]) if dated else []

    def ticks_between(self, first: date, last: date) -> list[tuple[float, str]]:
        """The finest round days that do not stand too close, with the names for which there is room."""
        for days in round_days(first, last, self.form.width // self.form.tick):
            places = [self.across(day) for day, _ in days]
            if days and all(b - a >= self.form.tick for a, b in pairwise(places)):
                break
        else:
            days = [(first, _day_name)]
        found: list[tuple[float, str]] = []
        year, end = None, 0.0
        for day, name in days:
            x, words = self.across(day), name(day, day.year != year)
            right = x + width_of(words, self.form.size * TICK)
            fits = x >= end and right <= self.form.width
            found.append((x, words if fits else ""))
            if fits:
                year, end = day.year, right + TICK_SPACE
        return found

    def lanes(self, origins: Sequence[Origin]) -> Lanes:
        rows: list[Row] = []
        bands = []
        y = float(TOP)
        for number, (origin, places) in enumerate(self.shown, start=1):
            top = y
            for row in self.lane(number, origin, places, y):
                rows.append(row)
                y = row.y + ROW / 2
            if number % 2:
                bands.append((top, y - top))
            y += GAP
        drawn_reports = sum(len(places) for _, places in self.shown)
        left_out = len(origins) - len(self.shown), sum(len(origin.places) for origin in origins) - drawn_reports
        return Lanes(self.form, y, self.gutter, tuple(rows), tuple(bands), tuple(self.ticks), left_out)

    def lane(self, number: int, origin: Origin, places: Sequence[Place], top: float) -> Iterator[Row]:
        """The rows of a lane: the unseen original, if it is one, and the reports below it."""
        at: dict[str | None, tuple[float, float]] = {}
        y = top + ROW / 2
        if not origin.seen:
            at[None] = (self.gutter[0] if self.gutter else self.form.plot[0]) + MARGIN, y
            name, more = self.words(origin.outlet or "", "not in the pile", 0)
            yield Row(y, number, 0, name, more, "", at[None][0], "unseen", False, None)
            y += ROW
        for place in places:
            report = self.reports[place.report]
            above = at.get(place.parent)
            x = self.place(day_of(report), above)
            at[place.report] = x, y
            indent = INDENT * min(INDENT_MOST, place.depth + (not origin.seen))
            first = y == top + ROW / 2
            name, more = self.words(report.outlet.value if report.outlet else "", label(report), indent)
            day = report.published.value[:10] if report.published else "undated"
            edge = place.edge
            review = edge is not None and edge.strength == "review"
            link = _link(above, (x, y), edge, origin.rests_unseen(place)) if above else None
            yield Row(y, number if first else None, indent, name, more, day, x, _shape(origin, place), review, link)
            y += ROW
        if len(places) < len(origin.places):
            _, more = self.words("", f"and {len(origin.places) - len(places)} more in the table", INDENT)
            yield Row(y, None, INDENT, "", more, "", 0.0, "", False, None)

    def place(self, day: date | None, above: tuple[float, float] | None) -> float:
        """Where a mark stands: at its day, or in the gutter, and to the right of what it retells."""
        if day is None:
            left, right = self.gutter or self.form.plot
            x = left + MARGIN
            beside = above is not None and above[0] <= right
            return min(above[0] + self.form.step, right - MARGIN / 2) if above and beside else x
        x = self.across(day)
        return min(max(x, above[0] + self.form.step) if above else x, self.form.plot[1] - MARGIN / 2)

    def words(self, outlet: str, title: str, indent: int) -> tuple[str, str]:
        """The name and what stands after it, cut to the room that there is."""
        room = self.form.names[1] - self.form.names[0] - indent
        if not outlet:
            return "", cut(title, room, self.form.size)
        name = cut(outlet, room, self.form.size * BOLD)
        rest = room - width_of(name, self.form.size * BOLD) - self.form.size / 2
        return name, cut(title, rest, self.form.size) if rest > 4 * self.form.size else ""


def _longest_undated(shown: Sequence[tuple[Origin, tuple[Place, ...]]], reports: Mapping[str, Report]) -> int:
    """The most undated reports, each under the other, for which the gutter needs room."""
    longest = 0
    for origin, places in shown:
        chain: dict[str | None, int] = {None: 0 if origin.seen else 1}
        for place in places:
            if day_of(reports[place.report]) is None:
                chain[place.report] = chain.get(place.parent, 0) + (place.parent is not None)
                longest = max(longest, chain[place.report])
    return min(CHAIN_MOST, longest)


def _link(above: tuple[float, float], own: tuple[float, float], edge: Edge | None, rests: bool) -> Link:
    """The line down from what is retold, and across to the retelling; an arrow where the order is known."""
    (x0, y0), (x, y) = above, own
    directed = edge.directed if edge else rests
    dotted = edge.strength == "review" if edge else not rests
    if abs(x - x0) < 14:  # no room at the end of the plot: straight down
        path, tip = f"M{x0:.1f},{y0 + 7:.1f}V{y - 7:.1f}", (x, y - 7, 0, -1)
    else:
        way = 1 if x > x0 else -1
        path, tip = f"M{x0:.1f},{y0 + 7:.1f}V{y:.1f}H{x - 8 * way:.1f}", (x - 7 * way, y, -way, 0)
    return Link(path, _arrow(*tip) if directed else None, dotted)


def _arrow(x: float, y: float, back: float, up: float) -> str:
    """The outline of an arrow head with its tip at (x, y); (back, up) is the way to its other end."""
    base_x, base_y = x + 6 * back, y + 6 * up
    side_x, side_y = 3.2 * up, 3.2 * back
    return f"{x:.1f},{y:.1f} {base_x + side_x:.1f},{base_y + side_y:.1f} {base_x - side_x:.1f},{base_y - side_y:.1f}"


# --- days and words --------------------------------------------------------------------------------------------------

DAYS = (1, 2, 7, 14)
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 24000)


_Name = Callable[[date, bool], str]  # of a day, and with its year


def round_days(first: date, last: date, most: int) -> Iterator[list[tuple[date, _Name]]]:
    """Round days from ``first`` to ``last`` with how each is named, about ``most`` at first and then ever fewer."""
    span = (last - first).days
    for step in DAYS:
        if span <= most * step:
            yield [(day, _day_name) for day in _every_days(first, last, step)]
    for months in MONTH_STEPS:
        if span <= most * months * 31:
            yield [(day, _month_name if months % 12 else _year_name) for day in _every_months(first, last, months)]


def _every_days(first: date, last: date, step: int) -> list[date]:
    # from the first day for short spans, so that a day with reports is named; weeks from their Monday
    start = first if step < 7 else first + timedelta(days=-first.weekday() % 7)
    return [start + timedelta(days=days) for days in range(0, (last - start).days + 1, step)]


def _every_months(first: date, last: date, step: int) -> list[date]:
    month = first.year * 12 + first.month - 1 + (first.day > 1)
    months = range(-(-month // step) * step, last.year * 12 + last.month, step)
    return [date(month // 12, month % 12 + 1, 1) for month in months if month // 12 <= date.max.year]


def _day_name(day: date, year: bool) -> str:
    return f"{day.day} {_month_name(day, year)}"


def _month_name(day: date, year: bool) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}" if year else MONTHS[day.month - 1]


def _year_name(day: date, year: bool) -> str:
    return str(day.year)


BOLD = 1.16  # how much wider bold letters are
_THIN, _BROAD = set("iljtfr.,:;'’!|I()[] -"), set("mwMW@%—…<>=+~#&")


def width_of(text: str, size: float) -> float:
    """How wide a text is at most, about: in a sans-serif type of this size, in pixels."""
    return sum(_em(sign) for sign in text) * size


def _em(sign: str) -> float:
    if unicodedata.east_asian_width(sign) in "WF":
        return 1.05
    if unicodedata.combining(sign):
        return 0.0
    return 0.36 if sign in _THIN else 0.96 if sign in _BROAD else 0.74 if sign.isupper() else 0.6


def cut(text: str, room: float, size: float) -> str:
    """``text`` on one line in so many pixels, with three dots where something is cut off."""
    words = " ".join(text.split())
    if width_of(words, size) <= room:
        return words
    left = room - width_of("…", size)
    for place, sign in enumerate(words):
        left -= _em(sign) * size
        if left < 0:
            return words[:place].rstrip() + "…"
    return words
