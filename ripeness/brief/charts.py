"""The charts of a brief, made with Altair and drawn to SVG: no script, readable in print, words beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ripeness.brief.material import Answers
from ripeness.outlook import Verdict, Zone

if TYPE_CHECKING:
    from markupsafe import Markup

WIDE, NARROW = 620, 270  # plot widths in pixels, for a desk and for a phone
INK, RULE = "#1d2733", "#c9d1d9"
FIGHTING, REFERENCE, NEAREST, OFFER = "#D55E00", "#999999", "#009E73", "#0072B2"  # the Okabe-Ito palette
TAKEN = ("taken by all", "refused by somebody")
MARKS = {  # what -> (colour, shape, pixels below the line): told apart by shape and place, too
    "fighting on, own belief": (FIGHTING, "triangle-down", -11),
    "fighting on, reference belief": (REFERENCE, "triangle-down", -22),
    "the deal best for the least": (NEAREST, "circle", 0),
    "an offer by name": (OFFER, "square", 11),
}


def worth_rows(zone: Zone, verdicts: Sequence[Verdict]) -> list[dict[str, Any]]:
    """What the chart of worth shows, as rows: party, what, the letter of an offer, value in swings."""
    own, reference, nearest, offer = MARKS
    rows = []
    for party in zone.agenda.consent:
        name = zone.case.parties[party].name
        rows.append({"party": name, "what": own, "letter": "", "value": zone.reservation[party]})
        rows.append({"party": name, "what": reference, "letter": "", "value": zone.reference[party]})
        if zone.best:
            rows.append({"party": name, "what": nearest, "letter": "", "value": zone.best.value[party]})
        for i, verdict in enumerate(verdicts):
            rows.append({"party": name, "what": offer, "letter": letter(i), "value": verdict.value.value[party]})
    return rows


def letter(place: int) -> str:
    """The letter by which a chart names the offer at this place: A, B, ..., Z, A1, ..."""
    return chr(ord("A") + place % 26) + (str(place // 26) if place >= 26 else "")


def verdicts_of(answers: Answers, zone: Zone) -> list[Verdict]:
    """The verdicts on the named deals that belong to the zone's agenda."""
    return [verdict for verdict in answers.verdicts if answers.case.deals[verdict.key].track in zone.agenda.tracks]


def worth_chart(zone: Zone, verdicts: Sequence[Verdict], width: int) -> Any:
    """Per party one line from its worst to its best deal: fighting on above it, deals on it, offers below it."""
    import altair as alt

    rows = worth_rows(zone, verdicts)
    kinds = [kind for kind in MARKS if any(row["what"] == kind for row in rows)]
    values = [row["value"] for row in rows]
    across = alt.Scale(domain=[min(0.0, *values), max(1.0, *values)], nice=False)
    colour = alt.Scale(domain=kinds, range=[MARKS[kind][0] for kind in kinds])
    shape = alt.Scale(domain=kinds, range=[MARKS[kind][1] for kind in kinds])
    legend = alt.Legend(orient="top", columns=2 if width < WIDE else 4, labelLimit=220, symbolSize=90)
    place = {
        "x": alt.X("value:Q", title="swings: 0 the worst allowed deal, 1 the best", scale=across),
        "y": alt.Y(
            "party:N", title=None, sort=None, axis=alt.Axis(labelLimit=110, ticks=False, domain=False, grid=True)
        ),
    }
    layers = [
        alt.Chart(alt.Data(values=[row for row in rows if row["what"] == kind]))
        .mark_point(filled=True, size=150, opacity=1, stroke="white", strokeWidth=0.6, yOffset=MARKS[kind][2])
        .encode(
            **place,
            color=alt.Color("what:N", title=None, scale=colour, legend=legend),
            shape=alt.Shape("what:N", title=None, scale=shape),
        )
        for kind in kinds
    ]
    letters = (
        alt.Chart(alt.Data(values=[row for row in rows if row["letter"]]))
        .mark_text(color=OFFER, fontWeight="bold", fontSize=12, yOffset=25)
        .encode(**place, text="letter:N")
    )
    return styled(alt.layer(*layers, letters).properties(width=width, height=70 * len(zone.agenda.consent)))


def frontier_chart(zone: Zone, verdicts: Sequence[Verdict], width: int) -> Any | None:
    """The undominated deals for the first two parties that must consent, with both lines of fighting on.

    None where fewer than two parties must consent or no deal is left.
    """
    if len(zone.agenda.consent) < 2 or not zone.frontier:
        return None
    import altair as alt

    first, second = zone.agenda.consent[:2]
    names = [zone.case.parties[party].name for party in (first, second)]
    inside = {id(deal) for deal in zone.deals}
    rows = [
        {"a": deal.value[first], "b": deal.value[second], "kind": TAKEN[id(deal) not in inside]}
        for deal in zone.frontier
    ]
    offers = [
        {"a": v.value.value[first], "b": v.value.value[second], "label": letter(i)} for i, v in enumerate(verdicts)
    ]
    lines = [zone.reservation[first], zone.reservation[second]]
    shown = [*lines, *(value for row in (*rows, *offers) for value in (row["a"], row["b"]))]
    scale = alt.Scale(domain=[min(0.0, *shown), max(1.02, *shown)], nice=False)
    points = _frontier_points(rows, names, scale)
    rules = [_rule(lines[0], "x", scale), _rule(lines[1], "y", scale)]
    chart = alt.layer(*rules, points, *(_offer_marks(offers) if offers else []))
    return styled(chart.properties(width=width, height=min(width, 360)))


def _frontier_points(rows: list[dict[str, Any]], names: list[str], scale: Any) -> Any:
    import altair as alt

    kinds = list(TAKEN)
    colour = alt.Scale(domain=kinds, range=[NEAREST, "#8a94a0"])
    shape = alt.Scale(domain=kinds, range=["circle", "cross"])
    return (
        alt.Chart(alt.Data(values=rows))
        .mark_point(size=44, strokeWidth=1.3)
        .encode(
            x=alt.X("a:Q", title=f"{names[0]} (swings)", scale=scale),
            y=alt.Y("b:Q", title=f"{names[1]} (swings)", scale=scale),
            color=alt.Color("kind:N", title=None, scale=colour, legend=alt.Legend(orient="top")),
            shape=alt.Shape("kind:N", title=None, scale=shape),
        )
    )


def _rule(at: float, axis: str, scale: Any) -> Any:
    import altair as alt

    where = alt.X("v:Q", scale=scale) if axis == "x" else alt.Y("v:Q", scale=scale)
    line = alt.Chart(alt.Data(values=[{"v": at}])).mark_rule(color=FIGHTING, strokeDash=[5, 3], strokeWidth=1.5)
    return line.encode(where)


def _offer_marks(offers: list[dict[str, Any]]) -> list[Any]:
    import altair as alt

    named = alt.Chart(alt.Data(values=offers)).encode(x="a:Q", y="b:Q")
    squares = named.mark_point(shape="square", filled=True, size=90, color=OFFER, opacity=1)
    letters = named.mark_text(dx=11, dy=-7, fontSize=12, fontWeight="bold", color=OFFER).encode(text="label:N")
    return [squares, letters]


def chance_chart(rows: Sequence[Mapping[str, float]], width: int) -> Any:
    """Chances over the periods to come: a line with a band. ``rows``: period, mean, low and high of each."""
    import altair as alt

    base = alt.Chart(alt.Data(values=[dict(row) for row in rows])).encode(
        x=alt.X("period:Q", title="periods from today")
    )
    scale = alt.Scale(domain=[0, 1])
    y = alt.Axis(format="%")
    band = base.mark_area(color=OFFER, opacity=0.22).encode(
        y=alt.Y("low:Q", title="chance of a deal by then", scale=scale, axis=y), y2="high:Q"
    )
    line = base.mark_line(color=INK, strokeWidth=2).encode(y=alt.Y("mean:Q", scale=scale))
    return styled(alt.layer(band, line).properties(width=width, height=220 if width < WIDE else 260))


def spread_chart(rows: Sequence[Mapping[str, Any]], unit: str, width: int) -> Any:
    """Numbers before and after the record, each with its interval. ``rows``: label, when, mean, low, high."""
    import altair as alt

    kinds = list(dict.fromkeys(row["when"] for row in rows))
    colour = alt.Scale(domain=kinds, range=[REFERENCE, OFFER])
    shape = alt.Scale(domain=kinds, range=["circle", "square"])
    base = alt.Chart(alt.Data(values=[dict(row) for row in rows])).encode(
        y=alt.Y("label:N", title=None, sort=None, axis=alt.Axis(labelLimit=240)),
        yOffset=alt.YOffset("when:N", sort=kinds),
        color=alt.Color("when:N", title=None, scale=colour, legend=alt.Legend(orient="top")),
    )
    spans = base.mark_rule(strokeWidth=2).encode(x=alt.X("low:Q", title=unit), x2="high:Q")
    means = base.mark_point(filled=True, size=60, opacity=1).encode(
        x="mean:Q", shape=alt.Shape("when:N", title=None, scale=shape)
    )
    labels = len({row["label"] for row in rows})
    return styled(alt.layer(spans, means).properties(width=width, height=34 * labels))


def styled(chart: Any) -> Any:
    """A chart in the colours and letters of a brief."""
    text = {"labelColor": INK, "titleColor": INK, "labelFont": "sans-serif", "titleFont": "sans-serif"}
    lines = {"gridColor": RULE, "domainColor": RULE, "tickColor": RULE}
    sizes = {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal"}
    return (
        chart.configure_view(stroke=None)
        .configure_axis(**text, **lines, **sizes)
        .configure_legend(labelColor=INK, labelFontSize=12, labelFont="sans-serif")
    )


def picture(chart: Any, kind: str) -> bytes:
    """Draw a chart as the bytes of a file of this kind: '.svg', or '.png' at twice the size of the screen."""
    import vl_convert

    drawn = styled(chart).to_dict()
    if kind == ".svg":
        return vl_convert.vegalite_to_svg(drawn).encode()
    return vl_convert.vegalite_to_png(drawn, scale=2)


def svg(chart: Any, label: str) -> Markup:
    """Draw a chart as an SVG element that scales with the page and says to a screen reader what it shows."""
    import vl_convert
    from markupsafe import Markup, escape

    drawn = vl_convert.vegalite_to_svg(chart.to_dict())
    head = re.match(r"<svg[^>]*>", drawn)
    box = head and re.search(r'viewBox="[-\d. ]*?([\d.]+) ([\d.]+)"', head.group())
    if head is None or box is None:
        raise ValueError("the chart was not drawn as an SVG with a viewBox")
    return Markup(  # noqa: S704 - labels were escaped when it was drawn
        f'<svg xmlns="http://www.w3.org/2000/svg" {box.group()} role="img" aria-label="{escape(label)}" '
        f'width="{box.group(1)}" height="{box.group(2)}">{drawn[head.end() :]}'
    )
