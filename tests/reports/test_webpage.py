import json

import pytest

from ripeness.errors import ReportError
from ripeness.reports.load import report_from_bytes
from ripeness.reports.webpage import MAX_ELEMENTS, looks_like_html

PARAGRAPHS = "".join(
    f"<p>On day {day} the envoy of Aldova met the ministers of Norrland, and they spoke for hours about the bridge.</p>"
    for day in range(1, 8)
)
LINKED = {
    "@graph": [
        {"@type": "WebSite", "name": "ignored"},
        {
            "@type": ["NewsArticle"],
            "headline": "A linked headline",
            "datePublished": "2025-03-11T07:00:00Z",
            "author": [{"name": "Jane Roe"}, {"name": "Ole Lind"}],
            "publisher": {"name": "Kestrel Wire"},
        },
    ]
}


def page(head: str = "", body: str = PARAGRAPHS, lang: str = ' lang="en-GB"') -> bytes:
    return f"<!DOCTYPE html><html{lang}><head>{head}</head><body><article>{body}</article></body></html>".encode()


def test_the_article_is_read_without_script_and_comments():
    script = "<script>document.write('<p>run</p>')</script><!-- hidden -->"
    report, notes = report_from_bytes(page(body=f"{script}{PARAGRAPHS}<p>Leave a Reply</p>"), "a.html")
    assert report.text.count("the envoy of Aldova") == 7
    assert not any(word in report.text for word in ("run", "hidden", "Leave a Reply", "<"))
    assert notes == ()


def test_meta_elements_come_first():
    head = (
        '<title>Norrland waits | Kestrel Wire</title><meta property="og:title" content="Norrland waits">'
        '<meta property="og:site_name" content="Kestrel Wire"><meta name="author" content="By Jane Roe">'
        '<meta property="article:published_time" content="2025-03-12T08:00:00Z">'
        f'<script type="application/ld+json">{json.dumps(LINKED)}</script>'
    )
    report, _ = report_from_bytes(page(head), "a.html")
    found = {name: (getattr(report, name).value, getattr(report, name).where) for name in ("title", "outlet", "author")}
    assert found == {
        "title": ("Norrland waits", "meta property og:title"),
        "outlet": ("Kestrel Wire", "meta property og:site_name"),
        "author": ("Jane Roe", "meta name author"),
    }
    assert report.published is not None and report.published.value == "2025-03-12T08:00:00Z"
    assert report.language is not None and (report.language.value, report.language.where) == ("en", "html lang")


def test_linked_data_serves_where_meta_elements_are_silent():
    block = '<script type="application/ld+json">'
    head = f"{block}{{broken</script>{block}{json.dumps(LINKED)}</script>"
    report, _ = report_from_bytes(page(head), "a.html")
    values = [getattr(report, name).value for name in ("title", "outlet", "author", "published")]
    assert values == ["A linked headline", "Kestrel Wire", "Jane Roe, Ole Lind", "2025-03-11T07:00:00Z"]


def test_the_title_element_loses_the_outlet_only_where_it_is_known():
    head = "<title>Norrland waits | Kestrel Wire</title>"
    report, _ = report_from_bytes(page(head), "a.html")
    assert report.title is not None and report.title.value == "Norrland waits | Kestrel Wire"
    report, _ = report_from_bytes(page(head + '<meta property="og:site_name" content="Kestrel Wire">'), "a.html")
    assert report.title is not None and report.title.value == "Norrland waits"


def test_several_times_tell_no_publication_date():
    times = '<time datetime="2025-03-12">a</time><time datetime="2025-03-13">b</time>'
    assert report_from_bytes(page(body=times + PARAGRAPHS), "a.html")[0].published is None
    one = '<time datetime="2025-03-12">a</time>'
    report, _ = report_from_bytes(page(body=one + PARAGRAPHS), "a.html")
    assert report.published is not None and report.published.value == "2025-03-12"


def test_html_is_known_by_its_content():
    assert "<p>" not in report_from_bytes(page(), "a.txt")[0].text
    assert looks_like_html("\n<!-- x --><?xml version='1.0'?><html>")
    assert looks_like_html("<div class='a'><p>talks</p></div>")
    assert not looks_like_html("<em>talks")
    assert not looks_like_html("The <html> element was mentioned.")
    assert not looks_like_html("<!--" + "-" * 100_000)


def test_declared_character_sets_are_believed_where_they_fit():
    body = PARAGRAPHS.replace("bridge", "café “bridge”")
    for label, codec in (("windows-1252", "cp1252"), ("iso-8859-1", "cp1252"), ("utf-8", "utf-8")):
        raw = page(f'<meta charset="{label}">', body).decode().encode(codec)
        report, notes = report_from_bytes(raw, "a.html")
        assert ("café “bridge”" in report.text, notes) == (True, ())
    wrong = page('<meta charset="utf-8">', body).decode().encode("cp1252")
    report, notes = report_from_bytes(wrong, "a.html")
    assert "café “bridge”" in report.text
    assert "detected" in notes[0]


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        (b"The talks went on, and no element is here.", "no HTML element"),
        (b"<html><body><script>load()</script></body></html>", "no article text"),
        (b"<!-- only this --><html", "no HTML element"),
        (page(body="<div>" * 100_000 + "deep" + "</div>" * 100_000), "elements"),
        (page(body="<div>" * 3_000 + PARAGRAPHS), "no article text"),
        (page(body="<b>a</b>" * (MAX_ELEMENTS + 1)), "elements"),
    ],
)
def test_pages_without_an_article_fail_with_a_reason(raw, seen):
    with pytest.raises(ReportError, match=seen):
        report_from_bytes(raw, "a.html")


def test_an_xhtml_declaration_is_no_obstacle():
    raw = b'<?xml version="1.0" encoding="utf-8"?>\n' + page(lang=' xmlns="http://www.w3.org/1999/xhtml" xml:lang="en"')
    report, _ = report_from_bytes(raw, "a.xhtml")
    assert report.language is not None and report.language.value == "en"


def test_the_frame_that_the_extractor_left_out_is_listed_where_it_is_known():
    frame = (
        "<nav><a>Skip to content</a></nav><div class='cookie'><p>We use cookies to improve your experience.</p></div>"
        "<div class='share'><a>Share on Facebook</a></div>"
    )
    comments = "<section id='comments'><h3>Leave a Reply</h3><p>Your email address will not be published.</p></section>"
    raw = f"<html><body>{frame}<article>{PARAGRAPHS}</article>{comments}<aside>Related articles</aside></body></html>"
    report, _ = report_from_bytes(raw.encode(), "a.html")
    assert report.text.count("\n") == 6
    assert {line.rule for line in report.dropped} == {
        "page navigation", "cookie note", "share bar", "comment form", "related links"
    }  # fmt: skip
    assert len(report.dropped) == 6


@pytest.mark.parametrize("error", [AssertionError, IndexError, RecursionError])
def test_what_the_extractor_trips_over_fails_that_page_alone(monkeypatch, error):
    monkeypatch.setattr("trafilatura.extract", lambda *_, **__: (_ for _ in ()).throw(error("odd")))
    with pytest.raises(ReportError, match=error.__name__):
        report_from_bytes(page(), "a.html")


def test_names_in_any_script_lose_their_marks_in_head_and_text_alike():
    names = {"author": "\u200fمحمد\u00a0الكاتب\u200f", "og:site_name": "\ufeffВестник\u00a0Ардена"}
    head = "".join(f'<meta name="{name}" content="{value}">' for name, value in names.items())
    body = f"<p>\u202bكتب محمد\u00a0الكاتب\u202c</p>{PARAGRAPHS}<p>Об этом пишет Вестник\u00a0Ардена.</p>"
    report, _ = report_from_bytes(page(head, body), "a.html")
    assert report.author is not None and report.outlet is not None
    assert (report.author.value, report.outlet.value) == ("محمد الكاتب", "Вестник Ардена")
    assert report.author.value in report.text and report.outlet.value in report.text
    empty, _ = report_from_bytes(page('<meta name="author" content="\u200f">'), "a.html")
    assert empty.author is None
