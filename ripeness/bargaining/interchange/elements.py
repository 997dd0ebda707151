"""XML of strangers, read into a small tree: no document type, no entities, bounded in size and depth.

The parser is the standard library's expat. A document type declaration is refused before anything in it
is read, and with it every entity that could be expanded or fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Never
from xml.parsers import expat

from ripeness.bargaining.errors import BargainingError
from ripeness.bargaining.interchange.domain import check_size

DEPTH_LIMIT = 30  # elements inside one another; domains have four


@dataclass(frozen=True, slots=True)
class Element:
    """One element: where it begins, its attributes, the elements inside it. Character data is not kept."""

    tag: str
    line: int
    attributes: dict[str, str]
    children: list[Element] = field(default_factory=list)

    def inside(self, *tags: str) -> Iterator[Element]:
        """All elements of these tags at any depth, in the order of the document."""
        for child in self.children:
            if child.tag in tags:
                yield child
            yield from child.inside(*tags)


def read_xml(text: str | bytes, what: str) -> Element:
    """Parse a document into its root element. ``what`` names it in errors.

    Raises BargainingError for what is not well-formed, has a document type or entities, or is too large or deep.
    """
    check_size(text, what)
    # A string has its encoding behind it, whatever its declaration says.
    parser = expat.ParserCreate("utf-8") if isinstance(text, str) else expat.ParserCreate()
    open_elements: list[Element] = []
    roots: list[Element] = []

    def begin(tag: str, attributes: dict[str, str]) -> None:
        element = Element(tag, parser.CurrentLineNumber, attributes)
        (open_elements[-1].children if open_elements else roots).append(element)
        open_elements.append(element)
        if len(open_elements) > DEPTH_LIMIT:
            raise BargainingError(
                f"{what}, line {element.line}: more than {DEPTH_LIMIT} elements inside one another: this is no domain."
            )

    def refuse(*_: Any) -> Never:
        raise BargainingError(
            f"{what}, line {parser.CurrentLineNumber}: a document type or entity is declared. Domains need none, and "
            "entities can be used to exhaust or to spy on a machine: take the declaration out."
        )

    parser.StartElementHandler = begin
    parser.EndElementHandler = lambda _: open_elements.pop()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    try:
        parser.Parse(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        if isinstance(error, BargainingError):
            raise
        raise BargainingError(f"{what} is not well-formed XML: {error}.") from error
    return roots[0]
