"""What is wrong with a page as HTML: what a parser that keeps to the standard finds, and what it lets pass.

A parser finds tags that do not nest, stray end tags, attributes given twice. The rest is looked for here: elements
that HTML does not have, blocks within words, lists and tables with foreign children, names given twice or leading
nowhere, headings that skip a level, attributes that load something, and pictures without words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from justhtml import JustHTML

PHRASING = set(
    "a abbr b bdi bdo br button cite code data del dfn em i img input ins kbd label mark meter output progress q s "
    "samp select small span strong sub sup svg time u var wbr".split()
)
BLOCKS = set(
    "address article aside blockquote body caption col colgroup dd details div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 head header hr html legend li link main meta nav ol option p pre script section style "
    "summary table tbody td tfoot th thead title tr ul iframe".split()
)
OF_WORDS = set("p h1 h2 h3 h4 h5 h6 span b em strong code mark small i s u sub sup q cite abbr label dfn time".split())
CHILDREN = {
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "dd", "div"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tr": {"td", "th"},
}
NAMES = ("aria-labelledby", "aria-describedby", "headers", "for")
LOADS = ("src", "srcset", "action", "formaction", "data", "poster", "background", "ping")
HEADING = re.compile(r"h[1-6]")


def faults(page: str) -> list[str]:
    """What is wrong with a page that is to stand alone: empty where it conforms and fetches nothing."""
    parsed = JustHTML(page, sanitize=False, collect_errors=True)
    found = [f"line {each.line}: {each.message}" for each in parsed.errors]
    nodes = list(walk(parsed.root))
    return [*found, *_elements(nodes), *_names(nodes), *_headings(nodes), *_outside(nodes, page), *_described(nodes)]


def walk(node: Any, above: tuple[str, ...] = ()) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Every element with the names of those that it stands in, the nearest last."""
    for child in getattr(node, "children", None) or ():
        if child.name and not child.name.startswith(("#", "!")):
            yield child, above
            yield from walk(child, (*above, child.name))


def _elements(nodes: list[tuple[Any, tuple[str, ...]]]) -> Iterator[str]:
    for node, above in nodes:
        if "svg" in above:
            continue
        parent = above[-1] if above else ""
        if node.name not in PHRASING | BLOCKS:
            yield f"<{node.name}> is no element of HTML"
        if parent in OF_WORDS and node.name not in PHRASING:
            yield f"<{node.name}> stands in <{parent}>"
        if parent in CHILDREN and node.name not in CHILDREN[parent]:
            yield f"<{node.name}> is a child of <{parent}>"
        if node.name in ("a", "button") and {"a", "button"} & set(above):
            yield f"<{node.name}> stands in a link or a button"
        if node.name == "table":
            yield from _columns(node)
        if node.name == "details" and [child.name for child, _ in walk(node)][:1] != ["summary"]:
            yield "<details> does not begin with <summary>"


def _columns(table: Any) -> Iterator[str]:
    rows = [node for node, above in walk(table) if node.name == "tr" and "table" not in above]
    if any("rowspan" in (cell.attrs or {}) for row in rows for cell, _ in walk(row)):
        return
    widths = {
        sum(int(cell.attrs.get("colspan", 1)) for cell, above in walk(row) if cell.name in ("td", "th") and not above)
        for row in rows
    }
    if len(widths) > 1:
        yield f"the rows of a table have {sorted(widths)} columns"


def _names(nodes: list[tuple[Any, tuple[str, ...]]]) -> Iterator[str]:
    ids = Counter(node.attrs["id"] for node, _ in nodes if "id" in (node.attrs or {}))
    yield from (f"the id '{name}' is given {times} times" for name, times in ids.items() if times > 1)
    yield from (f"the id '{name}' is empty or has spaces in it" for name in ids if not name or re.search(r"\s", name))
    for node, _ in nodes:
        for attribute in NAMES:
            for name in ((node.attrs or {}).get(attribute) or "").split():
                if name not in ids:
                    yield f"{attribute} of <{node.name}> names '{name}', which is not there"
        link = (node.attrs or {}).get("href")
        if link is not None and link.startswith("#") and link[1:] not in ids:
            yield f"a link leads to '{link}', which is not there"


def _headings(nodes: list[tuple[Any, tuple[str, ...]]]) -> Iterator[str]:
    level = 0
    for node, _ in nodes:
        if HEADING.fullmatch(node.name):
            now = int(node.name[1])
            if now > level + 1:
                yield f"<{node.name}> comes after <h{level}>"
            level = now


def _outside(nodes: list[tuple[Any, tuple[str, ...]]], page: str) -> Iterator[str]:
    """Whatever a browser would fetch, or a reader could be led to."""
    for node, _ in nodes:
        attributes = node.attrs or {}
        yield from (f"<{node.name}> loads {attributes[name]!r}" for name in LOADS if name in attributes)
        for name in ("href", "xlink:href"):
            if name in attributes and not attributes[name].startswith("#"):
                yield f"<{node.name}> leads outside: {attributes[name]!r}"
        if node.name in ("script", "link", "iframe", "object", "embed", "base"):
            yield f"there is a <{node.name}>"
        yield from (f"<{node.name}> runs {name}" for name in attributes if name.startswith("on"))
    styles = " ".join(re.findall(r"<style>(.*?)</style>", page, re.DOTALL))
    inline = " ".join((node.attrs or {}).get("style") or "" for node, _ in nodes)
    if re.search(r"@import|url\((?!#)", styles + inline):
        yield "a style loads something"


def _described(nodes: list[tuple[Any, tuple[str, ...]]]) -> Iterator[str]:
    for node, above in nodes:
        attributes = node.attrs or {}
        silent = attributes.get("aria-hidden") == "true" or attributes.get("aria-label")
        if node.name == "svg" and "svg" not in above and not silent:
            yield "a picture has no words"
        if node.name == "th" and "scope" not in attributes:
            yield "a heading of a table does not say what it heads"
        if node.name == "html" and not attributes.get("lang"):
            yield "the page names no language"
