"""Which outlets a report rests on, by its own words: citations, source lines, datelines.

'According to The New York Times', '"...", writes the paper', 'Original Source: www.nytimes.com' name a
source of the report. 'In an interview with Fox News' and 'told Reuters' say where somebody spoke,
and are not citations; nor is 'the Reuters reporter asked'.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from ripeness.lineage.garbled import find_garbled
from ripeness.lineage.model import Desk
from ripeness.lineage.outlets import by_name, canonical, domain_in
from ripeness.lineage.spans import Spans
from ripeness.reports.model import Passage, Report

LONGEST_TEXT = 200_000  # code points searched for citations
CONTEXT = 70  # code points on either side of an outlet in which its citing words must stand
ANAPHORA_REACH = 2_500  # code points over which 'the newspaper' can still mean the one named last
DATELINE_REACH = 1_500  # code points from the top in which a dateline or byline can stand

_SAYS = (
    r"(?:reports?|reported|writes?|wrote|says?|said|notes?|noted|assess(?:es|ed)?|summari[sz]e[sd]?"
    r"|points? out|pointed out|highlights?|highlighted|claims?|claimed|reveals?|revealed|publish(?:es|ed)"
    r"|learns?|learned|learnt|suggests?|suggested|concludes?|concluded|observes?|observed|argues?|argued"
    r"|states?|stated|emphasi[sz]e[sd]?|quotes?|quoted|cites?|cited|disclosed|estimates?|estimated"
    r"|describes?|described|adds?|added|explains?|explained|recalls?|recalled|believes?|stress(?:es|ed))"
)
_OPEN = r"[\"'“‘«(]?\s?"
_CLOSE = r"[\"'”’»)]?"
_BY = r"(?:by|in|from|of|published by|published in)"
_SORT = (
    r"(?:newspaper |daily |weekly |magazine |(?:news )?agency |(?:news )?wire |broadcaster |channel |outlet "
    r"|(?:news )?site |portal )?"
)
# Words that stand just before an outlet and make it a source.
_BEFORE = re.compile(
    r"(?:\b[Aa]ccording to|\b[Ii]n (?:keeping|accordance) with|\b[Cc]iting|\b[Ww]ith reference to|\b[Rr]eferring to"
    r"|\b(?:reported|published|revealed|disclosed|carried|obtained|quoted|cited|reviewed|seen|broken) (?:by|in|on)"
    rf"|\b[Rr]eport(?:s|ing)? {_BY}|\b(?:article|story|account|investigation|analysis|dispatch|scoop|piece) {_BY}"
    r"|\b(?:described|set out|detailed|summari[sz]ed|printed|relayed|recounted|laid out|passed on|found|given)"
    r" (?:by|in|on)|\b(?:count|words|version|telling|numbers?|tally) (?:by|in|of)|\baccount (?:for|in)"
    r"|\b(?:cutting|pages?|issue|columns?) (?:from|of)|\bfollows?|\bgo(?:es)? by"
    r"|\b(?:broadcast|bulletin|newsletter) (?:by|in|from)|\bif"
    rf"|[,\"”»] ?{_SAYS}|\b[Aa]s)\s+(?:an? (?:new )?(?:report|story|dispatch) (?:by|in|from) )?(?:[Tt]he )?"
    r"(?:(?:yesterday|today|last week|this week|last night|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)(?:['’]s)? )?"
    rf"(?:(?:US|U\.S\.|[A-Z][a-z]+|state|official|daily|local|influential|state-run) )?{_SORT}{_OPEN}$"
)
# Words that stand just after an outlet and make it a source.
_AFTER = re.compile(
    rf"^{_CLOSE},?(?:['’]s? (?:report|story|account|article|reporting|sources)\b"
    r"|(?:,? (?:also|has|had|itself|earlier|first|later|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|this week"
    rf"|yesterday|today|which|who),?){{0,3}} {_SAYS}\b"
    # 'The X, a weekly close to the court, put the losses at ...', 'the X, which was first with the story, says'
    rf"|(?:, [^,.;:\n]{{3,60}},| \([^()\n]{{2,40}}\)) (?:also |has |had |have )?(?:{_SAYS}|puts?)\b"
    r"| (?:has|had) it\b| (?:sum(?:s|med) up|found|counts|counted|told of|tells of|sets? out|printed|ran|carried)\b"
    r"| puts?\b(?= (?:it|the|their|its|that|this)\b)"
    r"| (?:is|was|were) (?:right|the first|first)\b"
    r"| (?:is|was) to be believed\b"
    r"|,? in (?:a|an|its) (?:[\w-]+ ){0,2}(?:story|report|article|account|dispatch|edition|broadcast|bulletin)\b"
    r"|, (?:citing|quoting|referring to)\b| (?:report|article|story|investigation|analysis|dispatch)\b)"
)
_BARE_AS = re.compile(r"\s*(?:[Aa]s (?!reported|quoted|cited)|if |follows? |go(?:es)? by )")
# Where somebody spoke, or whose employee did: no citation.
_SPOKE_TO = re.compile(
    r"(?:\b(?:told|tells?|telling|interview(?:s|ed)? (?:with|by|to|for|on|in|from)|spoke (?:to|with|on)"
    r"|speaking (?:to|on|with)|appear(?:ed|ing|ance) on|remarks? (?:to|on)|comments? (?:to|on)|statement to"
    r"|(?:said|says|saying) (?:on|to)|essay (?:for|in)|op-ed (?:for|in)|asked by|question from))"
    rf"\s+(?:[\w’'.-]+ ){{0,3}}{_OPEN}$"
)
# The outlet's part in this is to have listened: unlike what a witness 'told' it, this is nobody's report.
_INTERVIEW = re.compile(
    r"\b(?:interview(?:s|ed)?|talk(?:s|ed|ing)?|spoke|speaking|appear(?:s|ed|ing|ance)?)\b[^.;:!?]{0,40}$"
)
# 'The Ministry of Foreign Affairs said': a body that happens to share a magazine's name.
_BODY = re.compile(
    r"\b(?:Ministry|Minister|Ministers|Council|Committee|Department|Secretary|Bureau|Office|Institute|School)"
    r" (?:of|for|on) (?:the )?$"
)
_EMPLOYEE = re.compile(
    rf"^{_CLOSE}(?:['’]s?)? (?:[\w-]+ )?(?:host|anchor|reporter|correspondent|contributor|journalist|personality"
    r"|columnist|commentator|editor|presenter|photographer|interview|interviewer|poll|town hall)s?\b"
)
_KINDS = {
    "newspaper": {"newspaper", "magazine", "site", "unknown"},
    "paper": {"newspaper", "unknown"},
    "daily": {"newspaper", "unknown"},
    "weekly": {"newspaper", "magazine", "unknown"},
    "magazine": {"magazine", "unknown"},
    "broadcaster": {"broadcaster", "unknown"},
    "channel": {"broadcaster", "unknown"},
    "news agency": {"agency", "unknown"},
    "wire": {"agency", "unknown"},
    "outlet": {"newspaper", "magazine", "site", "broadcaster", "agency", "unknown"},
    "publication": {"newspaper", "magazine", "site", "unknown"},
    "newsletter": {"newspaper", "magazine", "site", "unknown"},
    "radio station": {"broadcaster", "unknown"},
    "news site": {"site", "unknown"},
}
_AGAIN = re.compile(
    r"\b(?P<how>[Aa]ccording to |[Cc]iting |[Rr]eported by )?(?P<ref>[Tt]h(?:e|at) (?P<noun>"
    + "|".join(sorted(_KINDS, key=len, reverse=True))
    + rf"))(?:['’]s (?:report|sources|article)\b|(?P<says>(?: (?:also|has|had|further|then))? {_SAYS}\b))?"
)
_UNKNOWN_SUFFIX = (
    r"Times|Herald|Tribune|Gazette|News|Agency|Wire|Journal|Chronicle|Courier|Post|Observer|Mail|Telegraph|Star"
    r"|Press|Daily|Weekly|Review|Monitor|Mirror|Standard|Examiner|Bulletin|Dispatch|Broadcasting|Radio"
    r"|Television|TV|Sentinel|Globe|Inquirer|Ledger|Messenger|Echo"
)
_CAPITAL = r"[A-Z][\w’'-]{0,30}"
_UNKNOWN = re.compile(
    r"(?=[A-Zbdmntw])(?:"  # what either can start with: elsewhere neither is tried
    rf"(?P<suffix>(?:[Tt]he )?(?:{_CAPITAL} (?:of |de |and )?){{1,3}}(?:{_UNKNOWN_SUFFIX})\b(?! [A-Z]))"
    r"|\b(?:newspaper|daily|weekly|magazine|news agency|newswire|wire service|broadcaster|news site|news portal)"
    rf"\s+{_OPEN}(?P<named>{_CAPITAL}(?: {_CAPITAL}){{0,3}}))"
)
_PLAIN_NAME = re.compile(r"[A-Z][\w’'&-]*(?: (?:of|de|and|[A-Z][\w’'&-]*)){0,4}")
_SOURCE_LINE = re.compile(
    r"^[ \t]*(?:Original source|Source|Via|Originally published (?:by|in|on|at))\s?:\s*(?P<name>[^\n]{2,120})$",
    re.I | re.M,
)


_NAME_BEGINS = re.compile(r"(?<!\w)[^\Wa-z]\S*")  # no small letter of English


@dataclass(frozen=True, slots=True)
class Citation:
    """One place where a report says that it rests on an outlet."""

    outlet: str
    how: str  # 'cited in the text', 'source line', 'dateline'
    passage: Passage


def citations(report: Report, outlets: Iterable[str] = ()) -> tuple[Citation, ...]:
    """All places where ``report`` names an outlet as its source, in the order of the text.

    ``outlets`` are canonical names that count as outlets' besides those of the gazetteer: those of the pile.
    """
    text = report.text[:LONGEST_TEXT]
    named = _outermost({*_named(text), *_told(text, outlets), *_unnamed(text), *_garbled(text)})
    named = _in_full(named)
    found = [*_source_lines(report, text), *_datelines(report, text, named)]
    taken = Spans((c.passage.start, c.passage.end) for c in found)
    for start, end, outlet, _ in named:
        span = _citing(text, start, end)
        if span and not taken.overlap(*span):
            found.append(Citation(outlet, "cited in the text", report.passage(*span)))
    found.extend(_again(report, text, named))
    return tuple(sorted(found, key=lambda c: (c.passage.start, c.passage.end)))


def mentions(report: Report, outlet: str, alone: bool = False) -> list[tuple[int, int]]:
    """Where ``report`` names ``outlet`` (its canonical name), but for interviews that it gave or was given.

    ``alone`` says that no other outlet in question ends with its last word: 'the Argus' is then the Eastmere Argus.
    A name is no citation: it needs the outlet's own report to tell what stands beside it.
    """
    bare = re.sub(r"^The ", "", outlet)
    if " " not in bare and outlet not in by_name():
        return []  # 'Star', 'Mail': too common a word
    text = report.text[:LONGEST_TEXT]
    last = re.escape(bare.rpartition(" ")[2])
    elsewhere = re.search(rf"(?<!\bthe )(?<!{re.escape(bare.rpartition(last)[0])})(?<!\w){last}(?!\w)", text)
    short = rf"|(?<=\bthe ){last}(?! [A-Z])" if alone and " " in bare and elsewhere is None else ""
    return [
        match.span()
        for match in re.finditer(rf"(?<!\w)(?:{re.escape(bare)}{short})(?!\w)", text)
        if not _INTERVIEW.search(text[max(0, match.start() - CONTEXT) : match.start()].rpartition("\n")[2])
        and not _EMPLOYEE.match(text[match.end() : match.end() + CONTEXT])
    ]


def find_desks(reports: Sequence[Report], found: Sequence[Sequence[Citation]] | None = None) -> tuple[Desk, ...]:
    """The outlets that ``reports`` rest on, with the words that say so, by name.

    A report that the outlet itself published belongs to its desk as well. ``found``: the `citations` of each report,
    where they are known.
    """
    by_outlet: dict[str, list[Citation]] = {}
    if found is None:
        names = OutletNames(reports)
        found = [citations(report, names.in_text(report.text)) for report in reports]
    for own in found:
        for citation in own:
            by_outlet.setdefault(citation.outlet, []).append(citation)
    published: dict[str, list[str]] = {}
    for report in reports:
        if report.outlet is not None:
            published.setdefault(canonical(report.outlet.value), []).append(report.id)
    place = {report.id: position for position, report in enumerate(reports)}
    desks = []
    for outlet, cited in sorted(by_outlet.items()):
        hows = list(dict.fromkeys(citation.how for citation in cited))
        rests, own = {citation.passage.report for citation in cited}, set(published.get(outlet, ()))
        if not rests - own:
            continue  # a paper that names itself is not a source of its own report
        desks.append(
            Desk(
                outlet,
                tuple(sorted(rests | own, key=place.__getitem__)),
                "; ".join(sorted(hows) + (["published by it"] if own else [])),
                tuple(citation.passage for citation in cited),
            )
        )
    return tuple(desks)


_Named = tuple[int, int, str, str]  # start, end, canonical name, kind


@cache
def _names() -> re.Pattern[str]:
    """Any name of the gazetteer, the longer first; sorted by their first letters, so that few are tried at a place."""
    names = sorted(by_name(), key=lambda name: (name[0], -len(name)))
    groups = ("|".join(map(re.escape, own)) for _, own in groupby(names, key=lambda name: name[0]))
    first = "".join(sorted({re.escape(name[0]) for name in names}))
    any_name = "|".join(f"(?:{group})" for group in groups)
    return re.compile(rf"(?<![\w.@/-])(?=[{first}])(?:{any_name})(?![\w@/]|-[A-Za-z]|\.\w)")


def _named(text: str) -> Iterator[_Named]:
    for match in _names().finditer(text):
        outlet = by_name()[match[0]]
        yield match.start(), match.end(), outlet.name, outlet.kind


class OutletNames:
    """The names of the outlets that published the reports of a pile, but for those too common to be told in a text."""

    def __init__(self, reports: Iterable[Report] = ()) -> None:
        self._by_first: dict[str, list[str]] = {}
        self.add(reports)

    def add(self, reports: Iterable[Report]) -> bool:
        """Take the outlets of more reports; whether any was new."""
        new = False
        for outlet in {report.outlet.value for report in reports if report.outlet is not None}:
            name = canonical(outlet)
            own = self._by_first.setdefault(name.partition(" ")[0], [])
            if " " in name and name not in by_name() and name not in own:
                own.append(name)
                new = True
        return new

    def in_text(self, text: str) -> tuple[str, ...]:
        """Those that stand in ``text``, sorted."""
        text = text[:LONGEST_TEXT]
        return tuple(
            sorted(
                {
                    name
                    for word in _NAME_BEGINS.finditer(text)
                    for name in self._by_first.get(word[0], ())
                    if text.startswith(name, word.start())
                }
            )
        )


def _told(text: str, outlets: Iterable[str]) -> Iterator[_Named]:
    for name in outlets:
        for match in re.finditer(rf"(?<![\w.@/-]){re.escape(name)}(?![\w@/]|-[A-Za-z]|\.\w)", text):
            yield match.start(), match.end(), name, "unknown"


def _garbled(text: str) -> Iterator[_Named]:
    """Outlets whose name a spinner garbled: 'the New York Instances'."""
    for match in find_garbled(text):
        known = by_name().get(canonical(match.name.text)) if match.name.kind == "outlet" else None
        if known is not None:
            yield match.start, match.end, known.name, known.kind


def _unnamed(text: str) -> Iterator[_Named]:
    """Outlets that the gazetteer lacks, by the form of their names; they need a citing word as well."""
    for match in _UNKNOWN.finditer(text):
        group = "suffix" if match["suffix"] else "named"
        start, end = match.span(group)
        if match[group].startswith("the "):
            start += len("the ")
        name = canonical(text[start:end])
        known = by_name().get(name)
        if not name.startswith(("A ", "An ", "This ", "That ", "State ")):
            yield start, end, name, known.kind if known else "unknown"


def _outermost(named: Collection[_Named]) -> list[_Named]:
    """Those that stand in no other, in the order of the text: both starts and ends rise. A stretch that could be two
    outlets names neither.

    One sweep, the longer first where two start together: a text may hold 50,000 names.
    """
    readings = Counter((start, end) for start, end, _, _ in named)
    found: list[_Named] = []
    reach = 0
    for name in sorted(named, key=lambda n: (n[0], -n[1])):
        if name[1] > reach:
            reach = name[1]
            if readings[name[:2]] == 1:
                found.append(name)
    return found


def _in_full(named: Sequence[_Named]) -> list[_Named]:
    """'The Gazette', after 'the Norhaven Gazette' in the same report, is the Norhaven Gazette: the one named last."""
    asked = {outlet for _, _, outlet, _ in named}
    by_tail: dict[str, tuple[str, str]] = {}  # the last full name and its kind, by each of its ends that is asked for
    full: list[_Named] = []
    for start, end, outlet, kind in named:
        whole, its_kind = by_tail.get(outlet, (outlet, kind))
        full.append((start, end, whole, its_kind))
        for space in re.finditer(" ", whole):
            if (tail := whole[space.end() :]) in asked:
                by_tail[tail] = whole, its_kind
    return full


def _citing(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span of the outlet and its citing words, or None where it is no citation."""
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    before = before.rpartition("\n")[2]
    after = after.partition("\n")[0]
    if _SPOKE_TO.search(before) or _EMPLOYEE.match(after) or _BODY.search(before):
        return None
    told = _AFTER.match(after)
    cue = _BEFORE.search(before)
    if cue is not None and _BARE_AS.match(cue[0]) and told is None:
        cue = None
    if cue is None and told is None:
        return None
    lead = len(cue[0]) - len(cue[0].lstrip(' ,"”»')) if cue else 0
    return start - len(before) + cue.start() + lead if cue else start, end + told.end() if told else end


def _again(report: Report, text: str, named: Sequence[_Named]) -> Iterator[Citation]:
    """'The newspaper assesses': the outlet of that kind that was named last. The ends of ``named`` rise."""
    last: dict[str, _Named] = {}  # of each kind, before the place that is looked at
    ahead = 0
    for match in _AGAIN.finditer(text):
        if not (match["how"] or match["says"] or "'s" in match[0] or "’s" in match[0]):
            continue
        kinds = _KINDS[match["noun"]]
        while ahead < len(named) and named[ahead][1] <= match.start("ref"):
            last[named[ahead][3]] = named[ahead]
            ahead += 1
        meant = max((last[kind] for kind in kinds if kind in last), default=None)
        if meant is not None and match.start() - meant[1] <= ANAPHORA_REACH:
            yield Citation(meant[2], "cited in the text", report.passage(match.start(), match.end()))


def _source_lines(report: Report, text: str) -> Iterator[Citation]:
    spans = {(line.start, line.end) for line in report.source_lines}
    known = Spans(spans)  # what is added below lies before all that is looked at after it
    for match in _SOURCE_LINE.finditer(text):
        if not known.overlap(match.start("name"), match.start("name") + 1):
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            spans.add((start, start + len(match[0].strip())))
    for start, end in sorted(spans):
        line = text[start:end]
        name = domain_in(line) or line.rpartition(":")[2].strip()
        if domain_in(line) or canonical(name) in by_name() or _PLAIN_NAME.fullmatch(name):
            yield Citation(canonical(name), "source line", report.passage(start, end))


def _datelines(report: Report, text: str, named: Sequence[_Named]) -> Iterator[Citation]:
    """'VELM (AP) - ' and 'By Reuters' on a line of its own."""
    for start, end, outlet, kind in named:
        if start > DATELINE_REACH or kind != "agency":
            continue
        line_start = text.rfind("\n", 0, start) + 1
        before, after = text[line_start:start], text[end : end + 8]
        if re.fullmatch(r"\s*By (?:The )?", before) and re.match(r"[ \t]*(?:\n|$)", after):
            yield Citation(outlet, "dateline", report.passage(line_start + len(before) - len(before.lstrip()), end))
        elif re.fullmatch(r"[^\n.!?]{0,60}\(", before) and re.match(r"\)\s?[-–—]", after):
            yield Citation(outlet, "dateline", report.passage(start - 1, end + 1))
