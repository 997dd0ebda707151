"""Genius and ANAC: a domain template and one profile per party, in XML.

A profile gives each issue a weight and each of its items an evaluation. Genius takes evaluations relative to the
largest of their issue, so a utility is the sum of weight * evaluation / largest evaluation. A missing
reservation value is 0 and a missing discount factor 1, as Genius has it. Only discrete issues under
one objective are read: those of linear competition domains.

Source: Lin, Kraus, Baarslag, Tykhonov, Hindriks, Jonker 2014, "Genius: an integrated environment for supporting the
design of generic automated negotiators", Computational Intelligence 30.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from ripeness.bargaining.deals import Issue
from ripeness.bargaining.errors import BargainingError
from ripeness.bargaining.interchange.domain import Domain, Profile, domain_of, number, profiles_of
from ripeness.bargaining.interchange.elements import Element, read_xml

KINDS = ("type", "etype", "vtype")  # attributes in which a kind of issue may stand
NEVER_IN_XML = frozenset(["\ufffe", "\uffff", *map(chr, range(0xD800, 0xE000))])
LINEAR = ("any", "linear", "discrete", "")  # types of utility space that are sums over issues


@dataclass(frozen=True, slots=True)
class GeniusFiles:
    """The texts of a domain: its template, and a profile by party. What they are called is the caller's choice."""

    template: str
    profiles: Mapping[str, str]


def read_genius(
    profiles: Mapping[str, str | bytes], template: str | bytes | None = None, name: str = "domain"
) -> Domain:
    """Read profiles (XML by party) into a deal space with reservation values in swings.

    ``template`` is the domain's own file; without it the first profile says which issues there are. One swing is
    recorded in the profile's units (``space.worst``, ``space.span``). Raises BargainingError, with file and line,
    where the XML is refused, is not linear and discrete, or profiles do not fit one domain.
    """
    if not profiles:
        raise BargainingError("there is no profile: give the XML of at least one party.")
    roots = {party: _utility_space(text, f"the profile of {party!r}") for party, text in profiles.items()}
    if template is None:
        first = next(iter(roots))
        issues = _issues(roots[first], f"the profile of {first!r}")
    else:
        issues = _issues(_utility_space(template, "the template"), "the template")
    read = {party: _profile(root, f"the profile of {party!r}") for party, root in roots.items()}
    return domain_of(name, [Issue(issue, options) for issue, options in issues.items()], read)


def write_genius(domain: Domain) -> GeniusFiles:
    """Write a template and a profile per party; reading them back gives the same worths in swings.

    Raises BargainingError for joint factors, rules, and names that XML cannot hold.
    """
    options = {issue.name: issue.options for issue in domain.space.issues}
    items = {name: "".join(_item(at, option) for at, option in enumerate(of, 1)) for name, of in options.items()}
    space = _written(items, 'type="any"')
    return GeniusFiles(
        f"<negotiation_template>\n{space}</negotiation_template>\n",
        {party: _profile_text(profile, options) for party, profile in profiles_of(domain).items()},
    )


# --- reading -----------------------------------------------------------------------------------------


def _utility_space(text: str | bytes, what: str) -> Element:
    root = read_xml(text, what)
    spaces = [root] if root.tag == "utility_space" else list(root.inside("utility_space"))
    if len(spaces) != 1:
        raise BargainingError(
            f"{what}, line {root.line}: <{root.tag}> holds {len(spaces)} <utility_space>, expected one."
        )
    kind = spaces[0].attributes.get("type", "")
    if kind.lower() not in LINEAR or any(spaces[0].inside("ufun", "hyperRectangle")):
        raise BargainingError(
            f"{what}, line {spaces[0].line}: a utility space of type {kind!r}, or with functions of several issues, "
            "is not a sum over issues. Only linear profiles are read."
        )
    nested = [inner for outer in spaces[0].inside("objective") for inner in outer.inside("objective")]
    if nested:
        raise BargainingError(
            f"{what}, line {nested[0].line}: an objective inside an objective. Put all issues under one objective, "
            "their weights multiplied by those of the objectives above them."
        )
    return spaces[0]


def _issues(space: Element, what: str) -> dict[str, tuple[str, ...]]:
    """The options of each issue, in the order of the document."""
    issues: dict[str, tuple[str, ...]] = {}
    for issue in space.inside("issue"):
        here = f"{what}, line {issue.line}"
        name = _attribute(issue, "name", here)
        kinds = [
            kind for kind in (issue.attributes.get(key, "discrete").lower() for key in KINDS) if kind != "discrete"
        ]
        if kinds:
            raise BargainingError(
                f"{here}: the issue {name!r} is of the kind {kinds[0]!r}. Only discrete issues are read: "
                "list the values that matter as items."
            )
        if name in issues:
            raise BargainingError(f"{here}: a second issue {name!r}. Names must differ.")
        items = [_attribute(item, "value", f"{what}, line {item.line}") for item in issue.inside("item")]
        issues[name] = tuple(items)
    if not issues:
        raise BargainingError(f"{what}, line {space.line}: no <issue> in it. This is no domain or profile.")
    return issues


def _profile(space: Element, what: str) -> Profile:
    _issues(space, what)  # checks names and kinds
    weights: dict[str, float] = {}
    for element in space.inside("weight"):
        here = f"{what}, line {element.line}"
        if _attribute(element, "index", here) in weights:
            raise BargainingError(
                f"{here}: a second weight for the index {_attribute(element, 'index', here)}. Keep one."
            )
        weights[_attribute(element, "index", here)] = number(_attribute(element, "value", here), f"{here}: the weight")
    weight: dict[str, float] = {}
    value: dict[str, dict[str, float]] = {}
    for issue in space.inside("issue"):
        here = f"{what}, line {issue.line}"
        name, index = _attribute(issue, "name", here), _attribute(issue, "index", here)
        if index not in weights or weights[index] < 0:
            raise BargainingError(
                f"{here}: the issue {name!r} (index {index}) has the weight {weights.get(index)}: "
                'write <weight index="..." value="..."/> with its index and a number that is not negative.'
            )
        weight[name] = weights[index]
        value[name] = _evaluations(issue, what)
    return Profile(
        weight, value, _single(space, "reservation", 0.0, what), _single(space, "discount_factor", 1.0, what)
    )


def _evaluations(issue: Element, what: str) -> dict[str, float]:
    """Evaluations of an issue's items over the largest of them."""
    found: dict[str, float] = {}
    for item in issue.inside("item"):
        here = f"{what}, line {item.line}"
        option = _attribute(item, "value", here)
        if option in found:
            raise BargainingError(f"{here}: the item {option!r} stands twice. Keep one.")
        found[option] = number(_attribute(item, "evaluation", here), f"{here}: the evaluation of {option!r}")
        if found[option] < 0:
            raise BargainingError(f"{here}: the evaluation of {option!r} is negative. Genius knows none below 0.")
    most = max(found.values(), default=0.0)
    return {option: evaluation / most if most else 0.0 for option, evaluation in found.items()}


def _single(space: Element, tag: str, otherwise: float, what: str) -> float:
    found = list(space.inside(tag))
    if not found:
        return otherwise
    if len(found) > 1:
        raise BargainingError(f"{what}, line {found[1].line}: a second <{tag}>. Keep one.")
    here = f"{what}, line {found[0].line}"
    return number(_attribute(found[0], "value", here), f"{here}: <{tag}>")


def _attribute(element: Element, key: str, here: str) -> str:
    if key not in element.attributes:
        raise BargainingError(f"{here}: <{element.tag}> has no {key!r}. Write it as an attribute.")
    return element.attributes[key]


# --- writing -------------------------------------------------------------------------------------------


def _profile_text(profile: Profile, options: Mapping[str, tuple[str, ...]]) -> str:
    items = {
        name: "".join(_item(at, option, profile.value[name][option]) for at, option in enumerate(of, 1))
        for name, of in options.items()
    }
    weights = "".join(
        f'    <weight index="{at}" value="{profile.weight[name]!r}"/>\n' for at, name in enumerate(options, 1)
    )
    after = f'  <discount_factor value="{profile.discount!r}"/>\n  <reservation value="{profile.reservation!r}"/>\n'
    return _written(items, 'type="any"', weights, after)


def _item(at: int, option: str, evaluation: float | None = None) -> str:
    said = "" if evaluation is None else f' evaluation="{evaluation!r}"'
    return f'      <item index="{at}" value={_quoted(option)} description=""{said}/>\n'


def _written(items: Mapping[str, str], kind: str, weights: str = "", after: str = "") -> str:
    issues = "".join(
        f'    <issue index="{at}" name={_quoted(name)} etype="discrete" type="discrete" vtype="discrete">\n'
        f"{inside}    </issue>\n"
        for at, (name, inside) in enumerate(items.items(), 1)
    )
    return (
        f'<utility_space {kind} number_of_issues="{len(items)}">\n'
        '  <objective index="0" name="any" etype="objective" type="objective" description="">\n'
        f"{issues}{weights}  </objective>\n{after}</utility_space>\n"
    )


def _quoted(name: str) -> str:
    """Quote a name for an attribute; XML has no way at all to write most control characters."""
    wrong = [sign for sign in name if (sign < " " and sign not in "\t\n\r") or sign in NEVER_IN_XML]
    if wrong:
        raise BargainingError(f"the name {name!r} holds {wrong[0]!r}, which XML cannot write. Choose another name.")
    return quoteattr(name)
