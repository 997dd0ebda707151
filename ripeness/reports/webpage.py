"""Web pages to article text and metadata: nothing in a page is run, and nothing it points to is fetched."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from ripeness.errors import ReportError
from ripeness.reports.metadata import Metadata, primary_language
from ripeness.reports.model import Found
from ripeness.reports.published import iso_date

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# The largest of 181 news pages had 1,737 elements. Extraction is quadratic where all of them stand in one
# paragraph: the worst page within this bound that was tried took six seconds.
MAX_ELEMENTS = 20_000
# What libxml2 keeps of nested elements; deeper text is beyond its reach.
MAX_DEPTH = 256
MAX_LINKED_DATA = 200_000  # characters of one JSON-LD block
MAX_BLOCKS = 20

_STARTS_HTML = re.compile(
    r"(?:<\?xml[^>]{0,200}\?>|<!--.{0,2000}?-->|\s)*+<(?:!doctype html|html|head|body)\b", re.I | re.S
)
_FRAGMENT = re.compile(r"\s*<(?:div|p|article|section|main|table|h[1-3]|meta|span|title)\b[^>]{0,2000}>", re.I)
_ANY_ELEMENT = re.compile(
    r"<(?:!doctype|html|head|body|div|p|article|section|main|table|h[1-6]|br|span|title)\b[^>]{0,2000}>", re.I
)
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_ARTICLE_TYPES = re.compile(
    r"(?:News|Analysis|Opinion|Reportage|Background|Scholarly|Tech)?(?:Article|NewsArticle)|Report|BlogPosting"
)

_ODD_ERRORS = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)

_TITLES = ("og:title", "twitter:title", "dc.title", "headline")
_OUTLETS = ("og:site_name", "application-name", "dc.publisher")
_AUTHORS = ("author", "article:author", "dc.creator", "parsely-author", "byl")
_DATES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "pubdate",
    "publishdate",
    "publish_date",
    "dc.date.issued",
    "dc.date",
    "date",
)


@dataclass(frozen=True, slots=True)
class Page:
    """The article text of a page (as extracted, not yet cleaned) and what its head says about it."""

    text: str
    metadata: Metadata


def looks_like_html(text: str) -> bool:
    """Whether ``text`` begins as a page or a fragment of one does, whatever its file is called."""
    head = text[:5000]
    if _STARTS_HTML.match(head):
        return True
    return _FRAGMENT.match(head) is not None and "</" in text


def is_page(text: str) -> bool:
    """Whether ``text`` begins as a whole page does, and not as a fragment."""
    return _STARTS_HTML.match(text[:5000]) is not None


def has_elements(text: str) -> bool:
    """Whether any HTML element stands in ``text``."""
    return _ANY_ELEMENT.search(text) is not None


def read_page(text: str, file: str) -> Page:
    """Article text by trafilatura, metadata from meta elements, linked data and headings.

    Raises ReportError for a page with no article text, or one too large to work through.
    """
    tree = _tree(text, file)
    metadata = _metadata(tree)
    # Read first: extraction takes the tree apart.
    article = _article(tree, file)
    if not article or not article.strip():
        raise ReportError(
            file,
            "no article text was found in the HTML",
            f"A page must hold its text itself, not load it by script or nest it deeper than {MAX_DEPTH} elements.",
            "Open the page, copy the article and save it as .txt.",
        )
    return Page(article, metadata)


_BLOCK = re.compile(
    "address|article|aside|blockquote|dd|div|dl|dt|figcaption|figure|footer|h[1-6]|header|hr|li|main|nav|ol|p|pre|"
    "section|table|tr|ul"
)
_NO_WORDS = ("script", "style", "noscript", "template", "iframe", "object", "form", "button", "svg", "math", "head")


def fragment_text(text: str, file: str) -> str:
    """The words of a piece of HTML that is an article already, as in a feed: a line for each block.

    Raises ReportError for a piece too large to work through.
    """
    if not text.strip():
        return ""
    tree = _tree(text, file)
    for name in _NO_WORDS:
        for element in list(tree.iter(name)):
            element.drop_tree()
    pieces: list[str] = []
    for event, element in _walk(tree):
        tag = element.tag if isinstance(element.tag, str) else ""
        if _BLOCK.fullmatch(tag):
            pieces.append("\n\n")
        elif tag == "br" and event == "start":
            pieces.append("\n")
        elif tag in {"td", "th"} and event == "end":
            pieces.append(" ")
        words = element.text if event == "start" else element.tail
        pieces.append(re.sub(r"[ \t\r\n]+", " ", words or ""))
    lines = (line.strip(" ") for line in "".join(pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _walk(tree: HtmlElement) -> Iterator[tuple[str, HtmlElement]]:
    from lxml.etree import iterwalk  # pyright: ignore[reportAttributeAccessIssue]

    return iterwalk(tree, events=("start", "end"))


def _tree(text: str, file: str) -> HtmlElement:
    from lxml import html
    from lxml.etree import LxmlError  # pyright: ignore[reportAttributeAccessIssue]

    try:
        parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
        tree = html.document_fromstring(_XML_DECLARATION.sub("", text, count=1), parser=parser)
    except (LxmlError, ValueError) as error:
        raise ReportError(
            file, f"the HTML cannot be parsed ({error})", "A page needs elements and text.", "Save the article as .txt."
        ) from error
    count = sum(1 for _ in islice(tree.iter(), MAX_ELEMENTS + 1))
    if count > MAX_ELEMENTS:
        raise ReportError(
            file,
            f"the page has more than {MAX_ELEMENTS:,} elements",
            "Larger pages are refused, so that one page cannot hold up the rest.",
            "Save the article alone as .txt or .html.",
        )
    return tree


def _article(tree: HtmlElement, file: str) -> str | None:
    import trafilatura
    from lxml.etree import LxmlError  # pyright: ignore[reportAttributeAccessIssue]

    log = logging.getLogger("trafilatura")
    level = log.level
    log.setLevel(logging.CRITICAL)  # what it warns about is said in our own error
    try:
        return trafilatura.extract(tree, include_comments=False, include_tables=True, favor_recall=True)
    except (*_ODD_ERRORS, LxmlError) as error:
        # Hostile pages reach odd corners of the extractor: that page fails, and the others are read.
        raise ReportError(
            file,
            f"the article text cannot be told from the page ({type(error).__name__}: {error})",
            "A page needs an article that its elements mark.",
            "Save the article as .txt.",
        ) from error
    finally:
        log.setLevel(level)


def _metadata(tree: HtmlElement) -> Metadata:
    meta = _meta_elements(tree)
    article = next(_linked_articles(tree), {})
    outlet = _from_meta(meta, _OUTLETS) or _linked_name(article, "publisher")
    return Metadata(
        title=_from_meta(meta, _TITLES) or _linked_text(article, "headline") or _heading(tree, outlet),
        outlet=outlet,
        author=_author(meta, article),
        published=_published(meta, article, tree),
        language=_language(tree, article),
    )


def _meta_elements(tree: HtmlElement) -> dict[str, Found]:
    """First content of each meta element, by its lower-case property, name or itemprop."""
    found: dict[str, Found] = {}
    for element in tree.iter("meta"):
        content = " ".join((element.get("content") or "").split())[:500]
        for kind in ("property", "name", "itemprop"):
            key = (element.get(kind) or "").strip().lower()
            if key and content:
                found.setdefault(key, Found(content, f"meta {kind} {key}"))
    return found


def _from_meta(meta: dict[str, Found], keys: tuple[str, ...]) -> Found | None:
    return next((meta[key] for key in keys if key in meta), None)


def _linked_articles(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """JSON-LD objects that describe an article. They are data: parsed, never run."""
    blocks = tree.iter("script")
    linked = (block for block in blocks if (block.get("type") or "").strip().lower() == "application/ld+json")
    for block in islice(linked, MAX_BLOCKS):
        try:
            data = json.loads((block.text or "")[:MAX_LINKED_DATA], strict=False)
        except (ValueError, RecursionError):
            continue  # a broken block says nothing; the other sources of metadata stand
        items = data if isinstance(data, list) else [data]
        for item in items[:MAX_BLOCKS]:
            if not isinstance(item, dict):
                continue
            graph = item.get("@graph")
            for entry in [item, *(graph[:MAX_BLOCKS] if isinstance(graph, list) else [])]:
                kinds = entry.get("@type") if isinstance(entry, dict) else None
                if any(_ARTICLE_TYPES.fullmatch(str(kind)) for kind in (kinds if isinstance(kinds, list) else [kinds])):
                    yield entry


def _linked_text(article: dict[str, Any], key: str) -> Found | None:
    value = article.get(key)
    text = " ".join(value.split())[:500] if isinstance(value, str) else ""
    return Found(text, f"linked data {key}") if text else None


def _linked_name(article: dict[str, Any], key: str) -> Found | None:
    value = article.get(key)
    people = value if isinstance(value, list) else [value]
    names = [person.get("name") if isinstance(person, dict) else person for person in people[:10]]
    joined = ", ".join(" ".join(name.split())[:200] for name in names if isinstance(name, str) and name.strip())
    return Found(joined, f"linked data {key}") if joined else None


def _heading(tree: HtmlElement, outlet: Found | None) -> Found | None:
    """The only h1, else the title element, without the outlet's name where that is known to be added."""
    headings = [" ".join(element.text_content().split()) for element in islice(tree.iter("h1"), 5)]
    headings = [heading for heading in headings if heading]
    if len(headings) == 1:
        return Found(headings[0][:500], "h1")
    for element in islice(tree.iter("title"), 1):
        title = " ".join(element.text_content().split())[:500]
        for mark in (" | ", " - ", " – ", " — ") if outlet else ():
            title = title.removesuffix(f"{mark}{outlet.value}") if outlet else title
        if title:
            return Found(title, "title element")
    return Found(headings[0][:500], "first h1") if headings else None


def _author(meta: dict[str, Found], article: dict[str, Any]) -> Found | None:
    for key in _AUTHORS:
        if key in meta and not meta[key].value.lower().startswith(("http:", "https:", "www.")):
            name = re.sub(r"^by\s+", "", meta[key].value, flags=re.IGNORECASE)
            return Found(name, meta[key].where)
    return _linked_name(article, "author")


def _published(meta: dict[str, Found], article: dict[str, Any], tree: HtmlElement) -> Found | None:
    candidates = [meta[key] for key in _DATES if key in meta]
    if linked := _linked_text(article, "datePublished"):
        candidates.insert(min(2, len(candidates)), linked)
    for element in islice(tree.iter("time"), 50):
        marked = (element.get("itemprop") or "").lower() == "datepublished" or element.get("pubdate") is not None
        if marked and element.get("datetime"):
            candidates.append(Found(element.get("datetime") or "", "time datetime, marked as publication"))
    stamps = {element.get("datetime") or "" for element in islice(tree.iter("time"), 50)} - {""}
    if len(stamps) == 1:  # with several, one cannot tell which is the article's
        candidates.append(Found(stamps.pop(), "time datetime, the only one"))
    for candidate in candidates:
        if found := iso_date(candidate.value):
            return Found(found, candidate.where)
    return None


def _language(tree: HtmlElement, article: dict[str, Any]) -> Found | None:
    root = tree.getroottree().getroot()
    for name in ("lang", "{http://www.w3.org/XML/1998/namespace}lang", "xml:lang"):
        if found := primary_language(root.get(name) or ""):
            return Found(found, "html lang")
    linked = _linked_text(article, "inLanguage")
    found = primary_language(linked.value) if linked else None
    return Found(found, "linked data inLanguage") if found else None
