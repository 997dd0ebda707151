from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ripeness.bargaining import BargainingError, Deal, DealSpace, Factor, Issue
from ripeness.bargaining.interchange import (
    Domain,
    domain,
    read_genius,
    read_negolog,
    read_negolog_collection,
    write_genius,
    write_negolog,
)

TEMPLATE = """<?xml version="1.0" encoding="UTF-8"?>
<negotiation_template><utility_space number_of_issues="2">
  <objective index="0" name="any" type="objective" etype="objective" description="">
    <issue index="1" name="river" type="discrete" etype="discrete" vtype="discrete">
      <item index="1" value="east bank"/><item index="2" value="west bank"/><item index="3" value="shared"/>
    </issue>
    <issue index="2" name="tolls" type="discrete"><item index="1" value="none"/><item index="2" value="half"/></issue>
  </objective>
</utility_space></negotiation_template>
"""


def genius_profile(river: tuple[int, int, int], tolls: tuple[int, int], weight: float, after: str = "") -> str:
    """The tolls come first, as the order of a profile need not be that of the template."""
    return f"""<utility_space type="any" number_of_issues="2"><objective index="0" name="any">
      <weight index="1" value="{weight}"/><weight index="2" value="{1 - weight}"/>
      <issue index="2" name="tolls"><item value="none" evaluation="{tolls[0]}" cost="3"/>
        <item value="half" evaluation="{tolls[1]}"/></issue>
      <issue index="1" name="river" type="discrete"><item value="shared" evaluation="{river[2]}"/>
        <item value="east bank" evaluation="{river[0]}"/><item value="west bank" evaluation="{river[1]}"/></issue>
    </objective>{after}</utility_space>"""


VALMOR = genius_profile((8, 2, 4), (5, 10), 0.75, '<reservation value="0.4"/><discount_factor value="0.9"/>')
ESTELL = genius_profile((0, 20, 10), (1, 0), 0.5)


def test_genius_utilities_are_weights_times_evaluations_over_the_largest() -> None:
    found = read_genius({"Valmor": VALMOR, "Estell": ESTELL}, TEMPLATE, "river")
    space = found.space
    assert (found.name, space.parties) == ("river", ("Valmor", "Estell"))
    assert [issue.options for issue in space.issues] == [("east bank", "west bank", "shared"), ("none", "half")]
    # Valmor by hand: .75 * (8, 2, 4) / 8 + .25 * (5, 10) / 10, from .3125 to 1.
    own = space.worst + space.span * space.value({"river": "shared", "tolls": "none"})
    assert own == pytest.approx([0.75 * 4 / 8 + 0.25 * 5 / 10, 0.5 * 10 / 20 + 0.5])
    assert (space.worst.tolist(), space.best.tolist()) == ([0.3125, 0.0], [1.0, 1.0])
    assert found.reservation == pytest.approx([(0.4 - 0.3125) / 0.6875, 0.0])
    assert found.own_reservation == pytest.approx([0.4, 0.0])
    assert found.discount.tolist() == [0.9, 1.0]


def test_without_a_template_the_first_profile_gives_the_issues() -> None:
    found = read_genius({"Valmor": VALMOR.encode(), "Estell": ESTELL})
    assert [issue.name for issue in found.space.issues] == ["tolls", "river"]
    deal = {"river": "shared", "tolls": "none"}
    assert found.space.value(deal) == pytest.approx(read_genius({"V": VALMOR, "E": ESTELL}, TEMPLATE).space.value(deal))


def test_other_encodings_are_read_as_declared() -> None:
    text = '<?xml version="1.0" encoding="ISO-8859-1"?>' + VALMOR.replace("tolls", "péage")
    assert "péage" in [issue.name for issue in read_genius({"Valmor": text.encode("latin-1")}).space.issues]
    assert "péage" in [issue.name for issue in read_genius({"Valmor": text}).space.issues]


LAUGHS = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><utility_space>&c;</utility_space>'
STEALS = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><utility_space>&b;</utility_space>'


def without(text: str, piece: str, instead: str = "") -> str:
    assert piece in text
    return text.replace(piece, instead)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (LAUGHS, "line 1: a document type or entity is declared"),
        (STEALS, "line 1: a document type or entity is declared"),
        ('<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><utility_space/>', "a document type or entity"),
        ("<a>" * 40 + "</a>" * 40, "more than 30 elements inside one another"),
        ("<utility_space>", "not well-formed XML: no element found"),
        ("", "not well-formed XML"),
        (b'<?xml version="1.0" encoding="no-such"?><a/>', "not well-formed XML: unknown encoding"),
        ("<profile/>", "<profile> holds 0 <utility_space>"),
        ("<utility_space/>", "no <issue>"),
        (without(VALMOR, 'type="any"', 'type="nonlinear"'), "type 'nonlinear'.*Only linear"),
        (without(VALMOR, "<weight index", "<objective/><weight index"), "line 2: an objective inside an objective"),
        (without(VALMOR, 'type="discrete"', 'type="real"'), "'river' is of the kind 'real'"),
        (without(VALMOR, 'name="tolls"', 'name="river"'), "a second issue 'river'"),
        (without(VALMOR, 'value="half" ', ""), "<item> has no 'value'"),
        (without(VALMOR, 'evaluation="10"', 'evaluation="x"'), "the evaluation of 'half' is 'x': expected a number"),
        (without(VALMOR, 'evaluation="10"', 'evaluation="inf"'), "expected a finite number"),
        (without(VALMOR, 'evaluation="10"', 'evaluation="-1"'), "'half' is negative"),
        (without(VALMOR, '<weight index="2"', '<weight index="3"'), r"'tolls' \(index 2\) has the weight None"),
        (without(VALMOR, 'value="0.75"', 'value="-0.75"'), "has the weight -0.75"),
        (without(VALMOR, "<reservation", '<reservation value="0"/><reservation'), "a second <reservation>"),
        (without(VALMOR, 'value="half"', 'value="all"'), "options of 'tolls'.*'Valmor'.*without half; with all"),
        (without(VALMOR, 'value="half"', 'value="none"'), "the item 'none' stands twice"),
        (without(VALMOR, 'name="tolls"', 'name="fees"'), "the issues in the profile of 'Valmor'.*without tolls"),
    ],
)
def test_what_is_no_genius_profile_is_refused_by_line_and_rule(text: str | bytes, said: str) -> None:
    with pytest.raises(BargainingError, match=said):
        read_genius({"Valmor": text}, TEMPLATE)


def test_a_text_too_large_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(domain, "SIZE_LIMIT", 50)
    with pytest.raises(BargainingError, match="the limit is 50"):
        read_genius({"Valmor": VALMOR})
    with pytest.raises(BargainingError, match="the limit is 50"):
        read_negolog({"Valmor": "[" * 51})


NEGOLOG = {
    "reservationValue": 0.25,
    "issueWeights": {"river": 0.6, "tolls": 0.4},
    "issues": {"river": {"east bank": 1.0, "west bank": 0.5}, "tolls": {"none": 0.0, "half": 1.0}},
}


def test_negolog_utilities_are_weights_times_values() -> None:
    other = NEGOLOG | {"reservationValue": 0, "issueWeights": {"tolls": 1, "river": 0}}
    found = read_negolog({"Valmor": json.dumps(NEGOLOG), "Estell": json.dumps(other)})
    own = found.space.worst + found.space.span * found.space.value({"river": "west bank", "tolls": "half"})
    assert own == pytest.approx([0.7, 1.0])
    assert found.reservation == pytest.approx([(0.25 - 0.3) / 0.7, 0.0])  # below every deal: as it is
    many = read_negolog_collection(json.dumps({"river": {"specs": {}, "profileA": NEGOLOG, "profileB": other}}))
    assert many["river"].space.parties == ("profileA", "profileB")
    assert many["river"].reservation.tolist() == found.reservation.tolist()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is not JSON"),
        ("[" * 100_000, "too deeply nested|is not JSON"),
        ("[1]", r"is '\[1\]': expected a JSON object"),
        ("{}", "no 'issueWeights', only nothing"),
        ('{"issueWeights": {"a": 1, "a": 2}, "issues": {}}', "names a twice"),
        ('{"issueWeights": {"a": 1}, "issues": {}}', "a has a weight or values, but not both"),
        ('{"issueWeights": {"a": "x"}, "issues": {"a": {"b": 1}}}', "the weight of 'a' is 'x'"),
        ('{"issueWeights": {"a": 1}, "issues": {"a": {"b": true, "c": 0}}}', "'b' of 'a' is True: expected a number"),
        ('{"issueWeights": {"a": 1}, "issues": {"a": {"b": NaN}}}', "expected a finite number"),
        ('{"issueWeights": {"a": 1}, "issues": {"a": {}}}', "'a' has no option"),
    ],
)
def test_what_is_no_negolog_profile_is_refused(text: str, said: str) -> None:
    with pytest.raises(BargainingError, match=said):
        read_negolog({"Valmor": text})


def test_a_collection_without_profiles_is_refused() -> None:
    with pytest.raises(BargainingError, match="'river' has no key that begins with 'profile'"):
        read_negolog_collection('{"river": {"specs": {}}}')


def test_there_must_be_a_profile() -> None:
    for read in (read_genius, read_negolog):
        with pytest.raises(BargainingError, match="there is no profile"):
            read({})


# --- round trips ---------------------------------------------------------------------------------------

names = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff", min_codepoint=32), min_size=1
)


@st.composite
def additive_domains(draw: st.DrawFn) -> Domain:
    issue_names = draw(st.lists(names, min_size=1, max_size=4, unique=True))
    issues = [Issue(name, draw(st.lists(names, min_size=2, max_size=4, unique=True))) for name in issue_names]
    parties = draw(st.lists(names, min_size=1, max_size=3, unique=True))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    lowest = draw(st.sampled_from([0.0, -1.0]))
    factors = [Factor(p, [issue.name], rng.uniform(lowest, 2, len(issue.options))) for p in parties for issue in issues]
    space = DealSpace(parties, issues, factors)
    return Domain("invented", space, rng.normal(size=len(parties)), rng.uniform(0.5, 1, len(parties)))


def assert_same(found: Domain, expected: Domain) -> None:
    assert found.space.parties == expected.space.parties
    assert found.space.issues == expected.space.issues
    np.testing.assert_allclose(found.reservation, expected.reservation, rtol=1e-9, atol=1e-9)
    for deal in expected.space.deals():
        np.testing.assert_allclose(found.space.value(deal), expected.space.value(deal), atol=1e-9)


@settings(max_examples=60, deadline=None)
@given(additive_domains())
def test_round_trips_keep_worths_and_reservation_values_in_swings(given_domain: Domain) -> None:
    files = write_genius(given_domain)
    genius = read_genius(files.profiles, files.template)
    assert_same(genius, given_domain)
    np.testing.assert_allclose(genius.discount, given_domain.discount)
    assert_same(read_negolog(write_negolog(given_domain)), given_domain)
    again = write_genius(genius)  # weights sum to 1 now: utilities themselves are kept
    once_more = read_genius(again.profiles, again.template)
    np.testing.assert_allclose(once_more.space.worst, genius.space.worst, atol=1e-12)
    np.testing.assert_allclose(once_more.own_reservation, genius.own_reservation, atol=1e-12)


@pytest.mark.parametrize(
    ("build", "said"),
    [
        (lambda issues, own: Domain("d", DealSpace("A", issues, own, [{"x": "a"}])), r"rules \(forbidden\[0\]: "),
        (
            lambda issues, own: Domain("d", DealSpace("A", issues, [*own, Factor("A", ["x", "y"], np.eye(3)[:, :2])])),
            "'A' has a factor over x and y",
        ),
        (lambda issues, own: Domain("d", DealSpace("A", issues, own), [-np.inf]), "reservation is .*one finite number"),
        (lambda issues, own: Domain("d", DealSpace("A", issues, own), discount=[1, 1]), "discount is"),
        (
            lambda issues, own: Domain("d", DealSpace("A", [*issues, Issue("z", ["bell \a", "b"])], own)),
            r"'bell \\x07' holds",
        ),
    ],
)
def test_what_the_formats_cannot_say_is_an_error(build: Callable[..., Domain], said: str) -> None:
    issues = [Issue("x", ("a", "b", "c")), Issue("y", ("a", "b"))]
    with pytest.raises(BargainingError, match=said):
        write_genius(build(issues, [Factor("A", ["x"], [0, 1, 2])]))


def test_what_was_read_is_a_deal_space_like_any_other() -> None:
    found = read_genius({"Valmor": VALMOR, "Estell": ESTELL}, TEMPLATE)
    frontier = found.space.frontier(floor=found.reservation)
    assert Deal({"river": "east bank", "tolls": "none"}) in frontier.deals
