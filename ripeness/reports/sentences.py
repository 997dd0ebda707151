"""Where paragraphs and sentences begin and end, so that every passage can be a whole thought.

The splitter is a set of rules for news English. It is deliberately plain: one pass over the places
where a sentence could end, and one decision for each, from the word before and the word after.
"""

from __future__ import annotations

import re
from itertools import pairwise


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_OPENING = "\"'“‘«„‚(["
_CLOSING = "\"'”’»)]"
_QUOTES = "\"'“”‘’«»„‚"

# Where a sentence could end: stops, closing marks, a note number, and then space, the end of the
# text, or (in scraped text) a capital that lost its space. Full-width and Arabic stops need no space.
# A run of stops is looked at once, from its first, so that a line of a million stops costs no more than its length.
_STOP = re.compile(
    rf"(?<![.!?…])[.!?…]++[{re.escape(_CLOSING)}]*+(?:\[\d{{1,3}}\])*+(?=\s|$|[A-Z])"
    rf"|[。！？؟۔।]++[{re.escape(_CLOSING)}」』]*+"
)
_WORD = re.compile(r"[\w.'’&-]{1,40}")  # bounded: a text may be one endless word

# A title always belongs to the name after it.
_TITLES = _words(
    "Mr Mrs Ms Mx Messrs Dr Drs Gen Sen Sens Rep Reps Col Lt Sgt Maj Capt Cpt Cmdr Cdr Adm Gov Govs Prof Rev Hon Pres "
    "Amb Brig Cpl Pvt Supt Insp Det Msgr Mgr Fr Sr Sra Mme Mlle Atty Sec Dep Asst Vice-Adm Maj-Gen Lt-Gen Lt-Col Mt Ft "
    "St Ste"
)
# Abbreviations that can stand at a sentence's end: they do so where a new sentence plainly starts.
_MAY_END = _words("Jr Sr St Ave Blvd Rd Inc Corp Co Ltd Bros Cos Ph.D Ph D.Phil Est Dept Univ Assn Intl Natl Govt")
# Abbreviations that always look forward.
_LOOK_FORWARD = _words("vs v cf e.g i.e viz approx ca al Fig Figs fig Art Arts art para paras pp ch Ch Vol vol ed eds")
# Abbreviations that look forward to a number, and else are the last word: 'No. 10', 'March 3', 'p. 4'.
_MONTHS = _words("Jan Feb Febr Mar Apr Jun Jul Aug Sep Sept Septemb Oct Octob Nov Novemb Dec Decemb")
_BEFORE_NUMBER = _words("No no Nos nos p c pt Pt sec") | _MONTHS
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")  # 'U.S', 'C.I.A' (the last stop is the candidate itself)
_INITIAL = re.compile(r"[^\W\d_]")
_CLOCK = frozenset({"a.m", "p.m", "A.M", "P.M"})
_AFTER_CLOCK = _words(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August "
    "September October November December ET EST EDT GMT UTC CET BST Eastern Central Pacific Greenwich Moscow"
)
# Words that start sentences and hardly ever continue a name or a compound such as 'U.S. officials'.
_STARTERS = _words(
    "The A An He She It They We You This That These Those There His Her Its Their Our My Your But And Or Nor Yet So "
    "If When While Although Though Because Since As At By For From In Into On Of To With Without Under Over After "
    "Before During Until Despite However Meanwhile Moreover Still Then Thus Now Instead Both Each Some "
    "Many Most Few Several All Any No Not Nothing Nobody What Who Where Why How Which Whether Asked Mr Mrs Ms Here "
    "Once Only Even Also According Earlier Later Last Such Another Other Others One Two Three"
)
_SPEECH = _words(
    "said says asked asks wrote writes told tells added adds replied replies shouted warned wondered demanded declared "
    "remarked exclaimed insisted answered cried inquired tweeted posted concluded continued joked quipped"
)
# '"Why now?" Ms. Tallec asked': how many words may stand between the mark and the verb of saying.
_NAME_WORDS = 5
LIST_NUMBER_DIGITS = 3

# A text is taken as hard-wrapped when no line of it is longer than this and some line breaks inside
# a sentence. Mail and plain-text wires wrap at 65 to 80; 100 leaves room for Markdown habits.
HARD_WRAP_WIDTH = 100
_LIST_ITEM = re.compile(r"[-*+•>#|]|\d{1,3}[.)]\s")


def paragraphs(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of the paragraphs of ``text``: (start, end) in code points, in order, trimmed of white space.

    A line break ends a paragraph, unless the text is hard-wrapped (short lines that break inside
    sentences); then only a blank line, a list item or a line that had room for the next word does.
    """
    lines = _lines(text)
    width = _wrap_width(text, lines)
    spans: list[tuple[int, int]] = []
    for previous, line in pairwise([None, *lines]):
        if line is None:
            continue
        if previous is not None and width and _continues(text, previous, line, width):
            spans[-1] = (spans[-1][0], line[1])
        else:
            spans.append(line)
    return tuple(spans)


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of the sentences of ``text``: (start, end) in code points, in order, trimmed, not overlapping.

    Every visible character is in exactly one sentence, and no sentence crosses a paragraph. Closing
    quotation marks belong to the sentence that they close; a headline without a stop is a sentence.
    """
    spans: list[tuple[int, int]] = []
    for start, end in paragraphs(text):
        begin = start
        for stop in _STOP.finditer(text, start, end):
            if stop.end() < end and stop.end() > begin and _ends(text, begin, stop, end):
                spans.append((begin, stop.end()))
                begin = _skip_space(text, stop.end(), end)
        if begin < end:
            spans.append((begin, end))
    return tuple(spans)


def _lines(text: str) -> list[tuple[int, int] | None]:
    """Trimmed spans of the lines; None stands for a blank line."""
    spans: list[tuple[int, int] | None] = []
    start = 0
    for line in text.split("\n"):
        body = line.strip()
        if body:
            left = start + len(line) - len(line.lstrip())
            spans.append((left, left + len(body)))
        else:
            spans.append(None)
        start += len(line) + 1
    return spans


def _wrap_width(text: str, lines: list[tuple[int, int] | None]) -> int:
    """The width that the text is wrapped to, or 0 where a line is a paragraph."""
    width = max((line[1] - line[0] for line in lines if line), default=0)
    if width > HARD_WRAP_WIDTH:
        return 0
    for previous, line in pairwise(lines):
        if previous and line and text[line[0]].islower() and _continues(text, previous, line, width):
            return width
    return 0


def _continues(text: str, previous: tuple[int, int], line: tuple[int, int], width: int) -> bool:
    """Whether ``line`` goes on with the paragraph of ``previous``: its first word had no room there."""
    if _LIST_ITEM.match(text, line[0], line[1]) or text[previous[0]] == "#":
        return False
    first = text[line[0] : line[1]].split(None, 1)[0]
    return previous[1] - previous[0] + 1 + len(first) > width


def _skip_space(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _ends(text: str, begin: int, stop: re.Match[str], end: int) -> bool:
    """Whether the sentence that began at ``begin`` ends with ``stop``."""
    after = _skip_space(text, stop.end(), end)
    if after == end:
        return False  # the paragraph's end closes it anyway
    mark = stop.group()
    if mark[0] in "。！？؟۔।":
        return True
    before = _word_before(text, begin, stop.start())
    if after == stop.end():
        return _lost_space(mark, before, text, after, end)
    follow = after
    while follow < end and text[follow] in _OPENING:
        follow += 1
    if follow == end or text[follow].islower() or text[follow] in ".,;:!?…":
        return False
    if mark[0] != "." or mark.startswith(".."):
        return not _attributed(mark, text, follow, end)
    return _full_stop(text, begin, stop, before, follow, end)


def _word_before(text: str, begin: int, at: int) -> str:
    """The word that the stop at ``at`` follows, without opening marks; bounded, so that it stays cheap."""
    left = max(begin, at - 30)
    chunk = text[left:at]
    if not chunk or chunk[-1].isspace():
        return ""
    return re.split(r"[\s–—/]", chunk)[-1].lstrip(_OPENING)


def _lost_space(mark: str, before: str, text: str, after: int, end: int) -> bool:
    """'the talks.The envoy': two sentences; 'U.S.A', 'Node.JS', 'Example.Com/': one word."""
    word = _WORD.match(text, after, end)
    following = word.group() if word else ""
    plain = before.isalpha() and before.islower() and len(before) > 1
    if any(character in _QUOTES for character in mark):
        return bool(before) and len(following) > 1
    return (
        plain
        and "." not in following.rstrip(".")
        and following.title() not in {"Com", "Org", "Net", "Js"}
        and (following in _STARTERS or (len(following) > 1 and following[1:].islower()))
    )


def _attributed(mark: str, text: str, follow: int, end: int) -> bool:
    """'"Why now?" Ms. Tallec asked': the sentence goes on after the closing quotation mark."""
    if not any(character in _QUOTES for character in mark):
        return False
    words = text[follow : min(end, follow + 80)].split()[: _NAME_WORDS + 1]
    for word in words[1:]:
        bare = word.rstrip(".,:;")
        if bare in _SPEECH:
            return True
        if not bare[:1].isupper() and bare not in {"of", "de", "al", "bin", "van", "von"}:
            return False
    return False


def _full_stop(text: str, begin: int, stop: re.Match[str], before: str, follow: int, end: int) -> bool:
    """Whether a single full stop ends its sentence, by the word before it and the one that follows."""
    at, mark = stop.start(), stop.group()
    closed = any(character in _QUOTES for character in mark)
    word = _WORD.match(text, follow, end)
    following = word.group().rstrip(".'’-") if word else ""
    starts = following in _STARTERS
    if closed and (before in _MAY_END or _DOTTED.fullmatch(before) or _INITIAL.fullmatch(before)):
        return not _attributed(mark, text, follow, end)  # else American style sets a comma there
    if before in _MAY_END:
        return starts and not (before in {"St", "Sr"} and before in _TITLES and _starts_name(text, begin, at, before))
    if before in _TITLES or before in _LOOK_FORWARD:
        return False
    if before in _BEFORE_NUMBER:
        return not following[:1].isdigit() and (before not in _MONTHS or starts or closed)
    if before in _CLOCK:
        return following not in _AFTER_CLOCK
    if _DOTTED.fullmatch(before):
        return starts
    if _INITIAL.fullmatch(before) and before.isupper():
        return starts
    # '1. The first point': the number of a list belongs to the sentence that it counts.
    return not (before.isdigit() and len(before) <= LIST_NUMBER_DIGITS and at - len(before) == begin)


def _starts_name(text: str, begin: int, at: int, before: str) -> bool:
    """Whether 'St.' or 'Sr.' stands where a title would: at the start, or after a small word."""
    words = text[max(begin, at - 40) : at - len(before)].split()
    return not words or words[-1][:1].islower()
