"""A study on a page: how far the answer of a case can be trusted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ripeness.brief import charts
from ripeness.brief.charts import chance_chart
from ripeness.brief.study_data import main_of
from ripeness.brief.voice import signed
from ripeness.case.model import CaseFile

SHOWN = 8  # rows of each table; brief.json has them all
RARE = 0.005  # shares that are not worth a row
SAYS = "Chance of a deal by the close of each period, over all draws; the table has the figures"


NONE = "–"  # no draw of that end was solved


def study_section(case: CaseFile, data: Mapping[str, Any]) -> dict[str, Any]:
    """What the template shows of a study of a case, as it is kept."""
    main, outlook = main_of(data), data["outlook"]
    sizes = [deal_chart(data, width) for width in (charts.WIDE, charts.NARROW)] if outlook else []
    drawn = [charts.svg(size, SAYS) for size in sizes]
    return {
        "charts": [{"wide": drawn[0], "narrow": drawn[1]}] if drawn else [],
        "narration": data["narration"],
        "draws": f"{data['draws']:,}",
        "period": case.period,
        "figures": [*study_figures(main)],
        "blockers": [
            (" and ".join(case.parties[party].name for party in each["parties"]), f"{each['share']:.0%}")
            for each in main["blockers"][:SHOWN]
            if each["share"] >= RARE
        ],
        "terms": [
            (
                case.issues[issue].name,
                [(case.issues[issue].options[o], f"{c:.0%}") for o, c in own.items()],
            )
            for issue, own in (main["best"]).items()
        ],
        "outlook": [] if outlook is None else _periods(outlook),
        "hangs": [] if data["sensitivity"] is None else [*_hangs(data["sensitivity"])],
        "ends": [_end(each) for each in data["ends"][:SHOWN]],
        "without": [each["narration"] for each in data["without_origins"][:SHOWN]],
        "defaults": [each["narration"] for each in data["at_defaults"][:SHOWN]],
        "levers": [{"narration": each["narration"], "rows": each["levers"][:SHOWN]} for each in data["levers"]],
    }


def study_figures(main: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """Rows: what, the mean with its standard error, and where nine draws of ten lie."""
    for name, key in (("draws with a zone", "zone"), ("draws with a deal now", "now")):
        if main[key] is not None and main[key]["value"] is not None:
            error = main[key]["error"]
            yield name, f"{main[key]['value']:.0%}", "" if error is None else f"{100 * error:.1f} points", ""
    for name, key in (("slack against fighting on", "slack"), ("slack against waiting", "slack_now")):
        if main[key] is not None:
            low, high = main[key]["quantiles"][0], main[key]["quantiles"][-1]
            error = main[key]["mean"]["error"]
            shown = "" if error is None else f"{error:.4f}"
            yield name, signed(main[key]["mean"]["value"]), shown, f"{signed(low)} to {signed(high)}"


def _periods(outlook: Mapping[str, Any]) -> list[dict[str, Any]]:
    many = len(outlook["deal_by"])
    every = max(1, many // 6)
    rows = []
    for period in sorted({0, *range(every - 1, many, every)}):
        own = outlook["deal_by"][period]
        low, middle, high = (f"{own['quantiles'][k]:.0%}" for k in (0, 2, -1))
        rows.append(
            {"within": period + 1, "mean": f"{own['mean']['value']:.0%}", "low": low, "middle": middle, "high": high}
        )
    return rows


def _end(each: Mapping[str, Any]) -> dict[str, str]:
    """One number: its label, its ends, and the shares of draws with a zone and with a deal now at each."""
    low, high = (f"{value:.3g}".replace("-", "−") for value in each["values"])
    shares = {name: [NONE if v is None else f"{v:.0%}" for v in each[name]] for name in ("zone", "now")}
    return {"label": each["label"], "low": low, "high": high, **{k: " → ".join(v) for k, v in shares.items()}}


def _hangs(found: Mapping[str, Any]) -> Any:
    for each in found["answers"]:
        rows = [(name, f"{i['value']:.2f}", f"{i['half_width']:.2f}") for name, i in each["indices"].items()]
        yield {"answer": each["answer"], "rows": rows[:SHOWN], "note": each["note"]}


def deal_chart(data: Mapping[str, Any], width: int) -> Any:
    """The chance of a deal by the close of each period: its mean over the draws, and where nine of ten lie."""
    rows = [
        {"period": k + 1, "mean": own["mean"]["value"], "low": own["quantiles"][0], "high": own["quantiles"][-1]}
        for k, own in enumerate(data["outlook"]["deal_by"])
    ]
    return chance_chart(rows, width)
