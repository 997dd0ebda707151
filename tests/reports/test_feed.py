import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ripeness.errors import ReportError
from ripeness.reports import feed, read_paths
from ripeness.reports.feed import feed_entries, looks_like_feed

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Kestrel Wire</title><link>https://kestrel.example/</link><language>en-GB</language>
<!-- <item> in a comment is none -->
<item><title>Norrland &amp;amp; Aldova wait</title><link>https://kestrel.example/1</link>
<dc:creator>Jane Roe</dc:creator>
<pubDate>Wed, 12 Mar 2025 10:00:00 +0000</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>The envoy said that <b>the plan</b> would be studied.</p><script>alert(1)</script>
<p>Norrland waits &amp; sees.<br>It is cold: <item></p>]]></content:encoded></item>
<item><title>Empty</title></item>
<item><title>Teaser</title><description>Only a teaser here.</description><pubDate>3/4/2025</pubDate></item>
<item><title>Loose</title><description>Fish & chips were served.</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>La Dépêche d’Arden</title>
<entry><title type="html">&lt;b&gt;Le plan&lt;/b&gt;</title><link href="https://arden.example/a"/>
<author><name>Mira Tallec</name></author><author><name>Jo Roe</name></author><updated>2025-03-13T08:00:00Z</updated>
<source><title>Agence Kestrie</title></source>
<content type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml"><p>L’envoyé est parti.</p><p>Il fait froid.</p></div></content>
</entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="x"><title>The Arden Post</title><items><rdf:Seq><rdf:li resource="a"/></rdf:Seq></items></channel>
<item rdf:about="a"><title>Talks</title><link>https://post.example/a</link>
<description>They talked.</description></item>
</rdf:RDF>"""


def read(tmp_path, text, name="wire.rss"):
    (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_paths([tmp_path / name])


def test_each_entry_is_a_report_with_its_place_its_digest_and_where_all_was_found(tmp_path):
    reading = read(tmp_path, RSS)
    assert [report.id for report in reading.reports] == ["wire-1", "wire-3", "wire-4"]
    first = reading.reports[0]
    assert first.text == "The envoy said that the plan would be studied.\n\nNorrland waits & sees.\nIt is cold:"
    found = [(name, getattr(first, name)) for name in ("title", "outlet", "author", "published", "language", "address")]
    assert {name: (value.value, value.where) for name, value in found if value} == {
        "title": ("Norrland & Aldova wait", "entry title"),
        "outlet": ("Kestrel Wire", "feed title"),
        "author": ("Jane Roe", "entry author"),
        "published": ("2025-03-12", "entry published date"),
        "language": ("en", "feed language"),
        "address": ("https://kestrel.example/1", "entry link"),
    }
    raw = (tmp_path / "wire.rss").read_bytes()
    for report in reading.reports:
        part = report.part
        assert part is not None and part.whole == hashlib.sha256(raw).hexdigest()
        own = raw[part.start : part.end]
        assert hashlib.sha256(own).hexdigest() == report.sha256
        assert own.startswith(b"<item>") and own.endswith(b"</item>")


def test_a_bad_entry_is_named_and_what_was_assumed_is_said_with_the_entries(tmp_path):
    reading = read(tmp_path, RSS)
    (failure,) = reading.failures
    assert failure.file == str(tmp_path / "wire.rss")
    assert failure.seen == "entry 2: no text in it" and failure.rule and failure.fix
    assert [note.removeprefix(f"{failure.file}: ") for note in reading.notes] == [
        "entries 3, 4: it has a summary and no full text; the page that it points to was not fetched",
        "entry 3: its date is no full date or could mean two days; it was left out",
        "entry 4: not well-formed XML; read as far as it goes",
    ]
    assert reading.reports[2].text == "Fish & chips were served."
    assert reading.reports[1].published is None


def test_atom_gives_its_authors_its_source_and_its_language(tmp_path):
    (report,) = read(tmp_path, ATOM, "a.atom").reports
    assert report.text == "L’envoyé est parti.\n\nIl fait froid."
    values = [getattr(report, name) for name in ("title", "outlet", "author", "published", "language")]
    assert [(value.value, value.where) for value in values] == [
        ("Le plan", "entry title"),
        ("Agence Kestrie", "entry source"),
        ("Mira Tallec, Jo Roe", "entry author"),
        ("2025-03-13T08:00:00Z", "entry updated date"),
        ("fr", "xml:lang"),
    ]


@pytest.mark.parametrize("name", ["a.xml", "a.txt", "a.rdf"])
def test_a_feed_is_known_by_its_beginning(tmp_path, name):
    (report,) = read(tmp_path, RDF, name).reports
    assert (report.text, report.title.value, report.outlet.value) == ("They talked.", "Talks", "The Arden Post")


def test_in_a_folder_xml_is_read_where_it_is_a_feed(tmp_path):
    (tmp_path / "a.xml").write_text(RDF)
    (tmp_path / "b.xml").write_text("<settings/>")
    reading = read_paths([tmp_path])
    assert [report.id for report in reading.reports] == ["a-1"] and "b.xml" in reading.notes[0]


def test_other_encodings_are_read_as_declared_or_refused(tmp_path):
    declared = RSS.replace("utf-8", "iso-8859-1", 1).replace("is cold", "is à froid")
    assert "à froid" in read(tmp_path, declared.encode("latin-1")).reports[0].text
    (failure,) = read(tmp_path, ATOM.encode("utf-16"), "b.atom").failures
    assert "utf-16" in failure.seen


@pytest.mark.parametrize("text", ["<html><p>No feed</p></html>", "Words.", "<rss", "<rss><channel></channel></rss>"])
def test_what_is_no_feed_or_holds_nothing_says_so(tmp_path, text):
    (failure,) = read(tmp_path, text).failures
    assert "no RSS or Atom" in failure.seen or "no entries" in failure.seen


def test_entities_of_a_document_are_not_expanded_and_nothing_is_read_from_the_disk(tmp_path):
    (tmp_path / "secret.txt").write_text("the secret")
    define = f'<!DOCTYPE rss [<!ENTITY a "boom boom"><!ENTITY b SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]>'
    body = "<rss><channel><item><description>It says &a; and &b; today.</description></item></channel></rss>"
    reading = read(tmp_path, define + body)
    assert all("boom" not in report.text and "secret" not in report.text for report in reading.reports)
    assert reading.reports or reading.failures


def wrapped(inside):
    return f"<rss><channel><item><description>{inside}</description></item>".encode() + (
        b"<item><description>The talks went on.</description></item></channel></rss>"
    )


@pytest.mark.parametrize(
    ("inside", "seen"),
    [
        ("<p>" * 200, "nested deeper than"),
        ("<p/>" * 30_000, "tags"),
        ("a" * (feed.MAX_ENTRY_BYTES + 1), "5.0 MB"),
        ("a & b " * 50_000, "not well-formed"),
    ],
)
def test_entries_beyond_the_limits_are_skipped_and_the_rest_goes_on(inside, seen):
    bad, good = feed_entries(wrapped(inside), "a.rss")
    assert isinstance(bad, ReportError) and seen in bad.seen and "entry 1" in bad.seen
    assert not isinstance(good, ReportError) and good.text == "The talks went on."


@pytest.mark.parametrize("mark", ["<!--", "<![CDATA["])
def test_an_unclosed_comment_is_refused_before_each_is_searched_to_its_end(mark):
    bad, good = feed_entries(wrapped(mark * 100_000), "a.rss")
    assert isinstance(bad, ReportError) and "not closed" in bad.seen
    assert not isinstance(good, ReportError)


def test_a_feed_of_too_many_entries_is_read_up_to_the_limit(monkeypatch):
    monkeypatch.setattr(feed, "MAX_FEED_ENTRIES", 1)
    first, last = feed_entries(wrapped("Well."), "a.rss")
    assert not isinstance(first, ReportError)
    assert isinstance(last, ReportError) and "more than 1 entries" in last.seen


PIECES = st.sampled_from(
    [
        "<item>",
        "</item>",
        "<item/>",
        "<description>",
        "</description>",
        "words ",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "&",
    ]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=10)), max_size=25).map("".join))
def test_any_inside_gives_entries_in_order_or_errors(inside):
    raw = f"<rss><channel>{inside}</channel></rss>".encode(errors="replace")
    assert looks_like_feed(raw)
    at = 0
    try:
        found = list(feed_entries(raw, "a.rss"))
    except ReportError as error:
        found = [error]
    for entry in found:
        if isinstance(entry, ReportError):
            assert entry.fix
        else:
            assert at <= entry.start < entry.end <= len(raw) and raw[entry.start : entry.end] == entry.raw
            at = entry.end
