"""From a place in the stored text to the bytes it was read from."""

import gzip
import json
import random
import re
from itertools import pairwise

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from benchmarks.extraction import in_order, visible
from ripeness.errors import ReportError
from ripeness.reports import Report, read_paths, traced
from ripeness.reports.build import report_from_bytes
from ripeness.reports.clean import tidy
from ripeness.reports.decode import Decoded, byte_places
from ripeness.reports.markup import entry_words, page_words
from ripeness.reports.placed import matched, placed
from ripeness.reports.raw import MAX_PIECE, RawMap
from ripeness.reports.shelf import add_reports, load_reports
from ripeness.reports.traced import Traced
from ripeness.store import open_store

whole = traced.traced
PROSE = "The envoy of Aldova met the ministers of Norrland on day {}, and they spoke for hours about the bridge."
PARAGRAPHS = "".join(f"<p>{PROSE.format(day)}</p>\n" for day in range(1, 8))


def words_at(report: Report, raw: bytes, words: str) -> str | None:
    start = report.text.index(words)
    return report.raw_words(raw, start, start + len(words))


def tidied(text: str) -> str:
    return tidy(whole(text)).text


# Names in several scripts, marks of direction, spaces of several kinds, all line ends.
LETTERS = "aZé\u0301Бієעربm😀中.:#*_[]()!>-=\u00a0\u2009\u200b\u200e\u200f\u202e\ufeff \t\r\n\u2028\x85"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@given(st.text(LETTERS, min_size=1, max_size=200), st.data())
@settings(max_examples=60)
def test_the_bytes_of_a_passage_of_a_text_are_its_words_up_to_tidying(encoding, text, data):
    raw = ("\ufeff" if encoding == "utf-32" and text[0] == "\ufeff" else "").encode("utf-8") + text.encode(encoding)
    try:
        report, _ = report_from_bytes(raw, "a.txt")
    except ReportError:
        assume(False)
    assume(not report.dropped)
    start = data.draw(st.integers(0, len(report.text) - 1))
    end = data.draw(st.integers(start + 1, len(report.text)))
    passage = report.text[start:end]
    written = report.raw_words(raw, start, end)
    if passage.strip():
        assert written is not None
        assert "".join(tidied(written).split()) == "".join(passage.split())
        assert [tidied(written)[k] for k in (0, -1)] == [passage.strip()[k] for k in (0, -1)]
    else:
        assert written is None


@given(st.text(LETTERS, min_size=1, max_size=300))
@example("**a** [b](c 'd') ![e](f) *g*\n> _h_\n===\n# i #\n")
def test_each_character_of_markdown_is_read_from_its_own_bytes(text):
    raw = ("---\ntitle: x\nsource: https://wire.example/a\n---\n" + text).encode()
    try:
        report, _ = report_from_bytes(raw, "a.md")
    except ReportError:
        assume(False)
    places = [(k, report.raw_span(k, k + 1)) for k, letter in enumerate(report.text) if not letter.isspace()]
    assert all(span and raw[slice(*span)].decode() == report.text[k] for k, span in places)
    spans = [span for _, span in places if span]
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


def test_markup_and_lines_left_out_lie_between_the_words():
    raw = "A [plan](https://a.example) *for*\u00a0Arden.\n\nShare this:\n\nNobody left.".encode()
    report, _ = report_from_bytes(raw, "a.md")
    assert report.text == "A plan for Arden.\n\nNobody left."
    assert words_at(report, raw, "plan") == "plan"
    assert words_at(report, raw, "plan for Arden") == "plan](https://a.example) *for*\u00a0Arden"
    assert words_at(report, raw, report.text) == raw.decode()


def test_the_right_one_of_equal_lines_is_named():
    raw = b"The talks went on.\nComments\nThe talks went on.\n"
    report, _ = report_from_bytes(raw, "a.txt")
    assert report.text == "The talks went on.\nThe talks went on."
    assert report.raw_span(0, 18) == (0, 18)
    assert report.raw_span(19, 37) == (28, 46)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", "Министр сказал: «нет».\u00a0Талец"),
        ("koi8-r", "Министр сказал нет"),
        ("cp1252", "“Café” – Zelenský’s plan".replace("ý", "y")),
        ("gb18030", "谈判在阿尔登继续。😀 the talks"),
        ("shift_jis", "会談は続いた。ｱﾙﾃﾞﾝ the talks"),
        ("euc-kr", "회담은 계속되었다 the talks"),
        ("big5", "談判繼續進行 the talks"),
    ],
)
def test_other_encodings_have_places_too(encoding, text):
    head = f'<html><head><meta charset="{encoding}"></head><body>{PARAGRAPHS}'
    raw = f"{head}<p>{text}</p></body></html>".encode(encoding)
    report, notes = report_from_bytes(raw, "a.html")
    assert notes == ()
    for word in re.findall(r"\w+", text):
        assert words_at(report, raw, word) == word


def test_damaged_bytes_move_nothing():
    raw = "é’é\u00a0 ".encode() * 9 + b"a \xe2\x80 b \xc3c \xff\xfe d\xe2 " + "été".encode() + b"\xc3"
    report, notes = report_from_bytes(raw, "a.txt")
    assert "damaged" in notes[0]
    for letter in "abcd":
        assert words_at(report, raw, letter) == letter
    assert words_at(report, raw, "été") == "été"
    assert report.raw_span(report.text.index("\ufffd"), report.text.index("\ufffd") + 1) == (92, 94)
    assert report.raw_span(len(report.text) - 1, len(report.text)) == (len(raw) - 1, len(raw))


@given(st.binary(max_size=60))
@settings(max_examples=300)
def test_the_places_of_damaged_text_rise_and_hold_its_characters(raw):
    text = raw.decode("utf-8", errors="replace")
    source = Decoded(text, "utf-8")
    places = byte_places(source, raw, range(len(text) + 1))
    assert places is not None
    assert places[0] == 0 and places[-1] == len(raw)
    for k, letter in enumerate(text):
        own = raw[places[k] : places[k + 1]]
        assert own.decode("utf-8", errors="replace") == letter


def test_an_encoding_with_escapes_has_no_places():
    for encoding, text in (("iso2022_jp", "会談は続いた"), ("iso2022_kr", "회담은 계속되었다")):
        report, notes = report_from_bytes(f"{PROSE}\n{text}\n".encode(encoding), "a.txt")
        assert (report.text, report.raw, notes) == (f"{PROSE}\n{text}", None, ())
        assert report.raw_span(0, 3) is None and report.raw_words(b"", 0, 3) is None


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body><article>{body}</article></body></html>".encode()


def test_words_of_a_page_lead_to_the_text_between_its_tags():
    body = (
        f"<!-- the quiet plan --><script>say('the quiet plan')</script><style>.quiet:after{{content:'plan'}}</style>"
        f'<p title="the quiet plan > all">Then <b>t</b>he <i>qui</i>et &#112;lan &amp; the caf&eacute;&nbsp;closed.</p>'
        f"{PARAGRAPHS}"
    )
    raw = page(body, "<title>the quiet plan</title>")
    report, _ = report_from_bytes(raw, "a.html")
    assert words_at(report, raw, "the quiet plan & the café closed") == (
        "t</b>he <i>qui</i>et &#112;lan &amp; the caf&eacute;&nbsp;closed"
    )
    assert words_at(report, raw, "qui") == "qui"
    assert words_at(report, raw, "é") == "&eacute;"
    assert words_at(report, raw, PROSE.format(3)) == PROSE.format(3)


def test_a_word_that_the_extractor_made_has_no_bytes():
    found = placed("The talks went on for days", whole("<p>The talks went on f<hr>or days</p>"))
    assert [piece[:2] for piece in found] == [(0, 17), (22, 26)]
    text = "The talks went on for days"
    assert RawMap("utf-8", b"").span(text, 0, 5) is None
    kept = RawMap.from_numbers("utf-8", [0, 17, 3, 17, 5, 4, 9, 4])
    spans = {(0, 3): (3, 6), (0, 17): (3, 20), (18, 21): None, (4, 20): None, (4, 26): None, (22, 24): (29, 31)}
    assert {place: kept.span(text, *place) for place in spans} == spans
    assert RawMap.from_numbers("utf-8", [2, 4, 3, 4]).span("- item |", 0, 8) == (3, 7)  # marks may be made up


FORMS = ["{}", "<b>{}</b>", "<a href='x>y'>{}</a>", '<span class="a b">{}</span> ', "{}<!-- c -->", "{}<br>"]
NOISE = [
    "<script>var a = '<p>the talks</p>';</script>",
    "<nav>the talks of Arden</nav>",
    "<hr>",
    "<img alt='the plan'>",
    "",
]


@st.composite
def pages(draw: st.DrawFn) -> str:
    vocabulary = [
        "the",
        "talks",
        "plan",
        "of",
        "Arden",
        "&amp;",
        "&#8220;no&#8221;",
        "Zelensk&yacute;",
        "Мира",
        "عون",
        "12",
    ]
    words = st.builds(str.format, st.sampled_from(FORMS), st.sampled_from(vocabulary))
    blocks = draw(st.lists(st.lists(words, max_size=30), min_size=1, max_size=8))
    return "".join(f"{draw(st.sampled_from(NOISE))}<p>{' '.join(block)}</p>" for block in blocks)


@given(pages(), st.randoms(use_true_random=False))
@settings(max_examples=150)
def test_the_bytes_of_any_placed_words_hold_them_in_order(body, chance):
    """What an extractor may do: keep some blocks, drop others, glue words, and bring some twice or in another order."""
    text = page_words(whole(body)).text
    lines = [" ".join(line.split()) for line in text.split("\n") if line.strip()]
    kept = [line for line in lines if chance.random() < 0.8] + [line for line in lines if chance.random() < 0.1]
    article = "\n".join(kept).replace(" of ", "of" if chance.random() < 0.3 else " of ")
    pieces = placed(article, page_words(whole(body)))
    assert all(a[1] <= b[0] and a[3] <= b[2] for a, b in pairwise(pieces))
    assert all(in_order(article[start:end], visible(body[a:b])) for start, end, a, b in pieces)
    for i, j in [sorted((chance.randrange(len(pieces)), chance.randrange(len(pieces)))) for _ in range(5) if pieces]:
        words = "".join(article[piece[0] : piece[1]] for piece in pieces[i : j + 1])
        assert in_order(words, visible(body[pieces[i][2] : pieces[j][3]]))


@given(st.lists(st.integers(0, 6), max_size=80), st.lists(st.integers(0, 6), max_size=80))
@settings(max_examples=300)
def test_matches_are_equal_and_rise(own, its):
    found = matched(own, its)
    pairs = [(i, j) for i, j in enumerate(found) if j >= 0]
    assert all(own[i] == its[j] for i, j in pairs)
    assert all(a[1] < b[1] for a, b in pairwise(pairs))


@given(st.integers(0, 2**32), st.integers(1, 60))
@settings(max_examples=50)
def test_an_article_that_was_cut_out_of_its_page_is_found_whole(seed, blocks):
    chance = random.Random(seed)
    page_of = [[chance.randrange(50) for _ in range(chance.randrange(20, 40))] for _ in range(blocks)]
    kept = [block for block in page_of if chance.random() < 0.6]
    own, its = [word for block in kept for word in block], [word for block in page_of for word in block]
    assert sum(j >= 0 for j in matched(own, its)) >= 0.99 * len(own)


def test_a_page_that_holds_its_article_twice_is_read_from_one_of_them():
    article = "\n".join(PROSE.format(day) for day in range(40))
    source = whole(f"<main>{article}</main><hr>Comments<hr>{article}")
    (piece,) = placed(article, page_words(source))
    assert piece[:2] == (0, len(article)) and source.text[piece[2] : piece[3]] == article


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a<b>b</b>c", "abc"),
        ("a<p>b</p>c", "a\nb\nc"),
        ("<a title='>' b = \">\" c=d'e>f", "f"),
        ("<a title=it's>f</a> g", "f g"),
        ("<a title='never ended>f</a> g", "f g"),
        ("1 < 2 & 3 &lt; 4 &nosuch; &copy2031 &notin; &#x41;&#65;&#146;", "1 < 2 & 3 < 4 &nosuch; ©2031 ∉ AA’"),
        ("a<!-- b --c --> d <!-- never ended", "a d "),
        ("<SCRIPT>a<p>b</SCRIPT >c<style>d", "\nc\n"),
        ("<title>a</title>b", "b"),
        ("<?xml a?><!doctype b>c", "c"),
        ("a <![CDATA[b]]> c", "a  c"),
    ],
)
def test_the_words_in_markup(source, text):
    found = page_words(whole(source))
    assert re.sub(r"\n+", "\n", found.text).strip("\n") == text.strip("\n")
    _hold(found, source)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<t><![CDATA[<p>a &amp; b</p>]]></t>", "<p>a &amp; b</p>"),
        ("<t>&lt;p&gt;a &amp;amp; b&lt;/p&gt;</t>", "<p>a &amp; b</p>"),
        ("<title>a</title><t><![CDATA[b", "a\n\nb"),
        ("<x:div>a <x:b>b</x:b></x:div>", "a b"),
    ],
)
def test_the_text_in_an_entry(source, text):
    found = entry_words(whole(source))
    assert found.text.strip("\n") == text
    _hold(found, source)


def _hold(found: Traced, source: str) -> None:
    for start, end, a, b in found.pieces:
        assert (end - start == b - a and found.text[start:end] == source[a:b]) or end - start == 1


@pytest.mark.parametrize(
    "unit",
    ["<", "&", '<a="', "<a='x", "<b>a</b>", "&amp;", "<!--", "<script>", "<![CDATA[", "<a", "<a=='", "<!", "&#", "a&b"],
)
def test_hostile_markup_is_gone_through_once(unit):
    source = whole(unit * 40_000)
    for found in (page_words(source), entry_words(source)):
        placed("the talks of Arden", found)


@pytest.mark.parametrize(("own", "its"), [("a " * 5, "a " * 5), ("a b ", "b a "), ("a b c ", "c b a "), ("a ", "b ")])
def test_hostile_words_are_matched_in_linear_time(own, its):
    placed(own * 20_000, whole(its * 20_000))


def test_a_map_holds_no_more_pieces_than_it_may(monkeypatch):
    monkeypatch.setattr(traced, "MAX_PIECES", 10)
    report, _ = report_from_bytes("a\u200bb\n".encode() * 50, "a.txt")
    assert report.raw is not None and len(report.raw.table) == 10 * 16
    assert report.raw_span(0, 2) == (0, 5)
    assert report.raw_span(30, 32) is None


def test_long_pieces_are_cut_at_any_place():
    raw = ("Zelenský " * MAX_PIECE).encode()
    report, _ = report_from_bytes(raw, "a.txt")
    for start in range(0, len(report.text) - 8, 997):
        assert report.raw_words(raw, start, start + 8) == report.text[start : start + 8].strip()


def test_a_place_outside_the_text_is_an_error():
    report, _ = report_from_bytes(b"The talks went on.", "a.txt")
    for start, end in ((-1, 2), (3, 3), (0, 99)):
        with pytest.raises(ValueError, match="no passage at"):
            report.raw_span(start, end)


JSON_TEXT = 'Mira "Tallec" said:\n“no” 😀 \\ \u00a0end / \t\ud83d'


@pytest.mark.parametrize("ascii_only", [True, False])
def test_lines_of_json_lead_through_their_escapes(tmp_path, ascii_only):
    record = {
        "meta": {"text": "Mira"},
        "Text ": "Mira",
        "text": JSON_TEXT if ascii_only else JSON_TEXT[:-1],
        "list": ["text", "Mira"],
    }
    line = json.dumps(record, ensure_ascii=ascii_only).encode()
    (tmp_path / "a.jsonl").write_bytes(b"\n  " + line + b"\n")
    (report,) = read_paths([tmp_path / "a.jsonl"]).reports
    assert report.part is not None and report.part.start == 3
    starts = [k for k, letter in enumerate(report.text) if not letter.isspace()]
    for k in starts:
        written = report.raw_words(line, k, k + 1)
        assert written is not None and json.loads(f'"{written}"') in {report.text[k], "\ud83d"}
    assert report.raw_span(0, 4) == (line.rindex(b'"text": "Mira \\"') + 9, line.rindex(b'"text": "Mira \\"') + 13)


def test_markup_in_json_lines_and_feeds_leads_to_the_entrys_bytes(tmp_path):
    article = '<p>The <b>pl</b>an &amp; the caf&eacute;.</p><p>Mira&nbsp;Tallec said "no".</p>'
    rss = (
        f"<rss version='2.0'><channel><title>The plan</title><item><title>Mira Tallec</title>"
        f"<description><![CDATA[{article}]]></description></item>\n<item><title>Mira Tallec</title><description>"
        f"{article.replace('&', '&amp;').replace('<', '&lt;')}</description></item></channel></rss>"
    )
    (tmp_path / "a.rss").write_bytes(rss.encode())
    (tmp_path / "b.jsonl").write_bytes(json.dumps({"text": article}).encode())
    cdata, escaped, line = read_paths([tmp_path]).reports
    assert cdata.text == escaped.text == line.text == 'The plan & the café.\n\nMira Tallec said "no".'
    expected = {
        cdata: ("pl</b>an &amp; the caf&eacute;", "Mira&nbsp;Tallec said"),
        escaped: ("pl&lt;/b>an &amp;amp; the caf&amp;eacute;", "Mira&amp;nbsp;Tallec said"),
        line: ("pl</b>an &amp; the caf&eacute;", "Mira&nbsp;Tallec said"),
    }
    for report, written in expected.items():
        assert report.part is not None
        raw = (tmp_path / report.file).read_bytes()[report.part.start : report.part.end]
        assert (words_at(report, raw, "plan & the café"), words_at(report, raw, "Mira Tallec said")) == written


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
def test_feeds_in_other_encodings(tmp_path, encoding):
    rss = f"<?xml version='1.0' encoding='{encoding}'?><rss><channel><item>"
    raw = f"{rss}<description>Талец сказал: «нет».</description></item></channel></rss>".encode(encoding)
    (tmp_path / "a.rss").write_bytes(raw)
    (report,) = read_paths([tmp_path]).reports
    assert report.part is not None
    own = raw[report.part.start : report.part.end]
    assert words_at(report, own, "сказал: «нет»") == "сказал: «нет»"


def test_pages_of_an_archive_lead_to_the_bytes_unpacked(tmp_path):
    body = page(PARAGRAPHS + "<p>Mira&nbsp;Tallec left.</p>")
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(body)
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: https://wire.example/1\r\n"
        f"WARC-Date: 2025-03-12T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    (tmp_path / "a.warc").write_bytes(head.encode() + block + b"\r\n\r\n")
    (report,) = read_paths([tmp_path]).reports
    assert words_at(report, body, "Mira Tallec left") == "Mira&nbsp;Tallec left"


def test_the_map_is_kept_in_the_store(tmp_path):
    (tmp_path / "a.html").write_bytes(page(PARAGRAPHS + "<p>Mira&nbsp;Tallec left.</p>"))
    reading = read_paths([tmp_path / "a.html"])
    (tmp_path / "case").mkdir()
    with open_store(tmp_path / "case" / "case.db") as store:
        add_reports(store, reading)
        (report,) = load_reports(store)
    assert report.raw == reading.reports[0].raw
    assert words_at(report, (tmp_path / "a.html").read_bytes(), "Mira Tallec left") == "Mira&nbsp;Tallec left"


@given(st.lists(st.tuples(*[st.integers(0, 2**20)] * 4), max_size=30))
def test_any_map_survives_as_numbers(steps):
    numbers = [number for step in steps for number in step]
    kept = RawMap.from_numbers("utf-8", numbers)
    assert kept.numbers() == numbers
    assert RawMap.from_numbers("utf-8", kept.numbers()) == kept
    assert hash(kept) == hash(RawMap.from_numbers("utf-8", numbers))
