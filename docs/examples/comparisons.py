"""Comparative statements about the example spring-2025, each computed from the model; none is asserted in the case.

Run: python docs/examples/comparisons.py           prints the table of docs/examples/spring-2025.md
     python docs/examples/comparisons.py --firm    at how many ends of the case's ranges each statement holds (minutes)
     with --write the table goes into the page, between its two marks
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import ripeness
from ripeness.bargaining import Deal
from ripeness.case.changes import changed, places, with_availability, with_now, with_number, with_one_belief
from ripeness.case.game import game
from ripeness.case.model import Availability, CaseFile
from ripeness.outlook import InterimAnswer, TalksAnswers, answers, price_of, slack_of, value_deal, worth, written

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "examples" / "spring-2025.md"
BEGIN, END = "<!-- comparisons -->\n", "<!-- end of comparisons -->\n"
FIRM, FIRM_END = "<!-- firmness -->\n", "<!-- end of firmness -->\n"
TRUCE, ENERGY, SEA = "general_truce", "energy_truce", "black_sea_truce"
CLOSENESS = {"preferences.russia.weights.sanctions": "0", "preferences.russia.weights.cooperation": "0"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """A statement, what is measured, and the figures from first to last; ``rises`` is the sign that it claims.

    ``mechanism`` as numbered in the documentation of the examples. Where ``rises`` is None the ``figures`` must change
    their sign from negative to not negative.
    """

    mechanism: str
    statement: str
    measured: str
    names: tuple[str, ...]
    figures: tuple[float, ...]
    rises: bool | None

    @property
    def holds(self) -> bool:
        """Whether the figures have the claimed sign, by more than rounding."""
        if self.rises is None:
            return self.figures[0] < -1e-6 and self.figures[-1] >= 0
        steps = [after - before for before, after in zip(self.figures, self.figures[1:], strict=False)]
        return all(step > 1e-6 if self.rises else step < -1e-6 for step in steps)


class World:
    """A case with what is asked of it more than once, solved when it is first asked."""

    def __init__(self, case: CaseFile) -> None:
        self.case = case

    @cached_property
    def solved(self) -> TalksAnswers:
        """The case as it stands."""
        return answers(self.case)

    @cached_property
    def without_closeness(self) -> TalksAnswers:
        """The case in which Russia has no stake in relief and cooperation."""
        return answers(changed(self.case, CLOSENESS)[0])

    @cached_property
    def unlinked(self) -> TalksAnswers:
        """The case in which the bilateral track is decided by itself."""
        return answers(changed(self.case, {"tracks.relations.linked_to": "none"})[0])

    @cached_property
    def under_tariffs(self) -> CaseFile:
        """The case in which the stick is in force."""
        return with_now(self.case, {"pressure": "tariffs"})

    def slack(self, case: CaseFile) -> float:
        """Slack of the zone of a case. Raises ValueError where there is no deal at all."""
        return known(slack_of(case, "settlement", "zone"))

    def state(self, **values: str) -> int:
        """The position of today's situation with some variables elsewhere."""
        today = {name: variable.now for name, variable in self.case.situation.variables.items()}
        return self.solved.solved.game.states.index(tuple({**today, **values}.values()))


def known(slack: float | None) -> float:
    """A slack that there is. Raises ValueError where every deal is firmly refused."""
    if slack is None:
        raise ValueError("every deal is firmly refused: there is no slack to compare")
    return slack


def example() -> World:
    """The example as it stands."""
    return World(ripeness.open_case(ROOT / "examples" / "spring-2025").case)


def momentum_raises_the_price_of_a_truce(world: World) -> Comparison:
    """M2: from no movement to fast gains."""
    fronts = ("static", "slow_gains", "fast_gains")
    prices = [price_of(world.solved.solved, TRUCE, "russia", world.state(front=front)) for front in fronts]
    labels = world.case.situation.variables["front"].values
    return Comparison(
        "M2",
        "Momentum raises the price of a truce.",
        "price of the general truce to Russia, by the front",
        tuple(labels[front] for front in fronts),
        tuple(prices),
        True,
    )


def the_mediators_leaving_raises_what_fighting_on_is_worth(world: World) -> Comparison:
    """M4: from thin patience to none."""
    own = world.solved.war.own[:, world.solved.solved.game.parties.index("russia")]
    figures = tuple(float(own[world.state(patience=value)]) for value in ("thin", "gone"))
    return Comparison(
        "M4",
        "The mediator's walking away raises the reservation value of the side with momentum.",
        "fighting on to Russia, by the mediator's patience",
        ("Thin", "Gone"),
        figures,
        True,
    )


def unlinking_lowers_ripeness(world: World) -> Comparison:
    """M5: the bilateral track decided with the settlement, or by itself."""
    figures = tuple(known(each.standings[0].zone.slack) for each in (world.solved, world.unlinked))
    return Comparison(
        "M5",
        "Unlinking the bilateral track lowers ripeness against linking it.",
        "slack of the settlement",
        ("linked", "by itself"),
        figures,
        False,
    )


def unlinking_delays_a_deal(world: World) -> Comparison:
    """M5: the same for the forecast."""
    figures = tuple(each.forecast.deal_by[11] for each in (world.solved, world.unlinked))
    return Comparison(
        "M5",
        "It also makes a deal within a year less likely.",
        "chance of a deal within 12 months",
        ("linked", "by itself"),
        figures,
        False,
    )


def a_stick_raises_ripeness(world: World) -> Comparison:
    """M12: secondary tariffs in force."""
    figures = tuple(world.slack(each) for each in (world.case, world.under_tariffs))
    return Comparison("M12", "A stick raises ripeness.", "slack of the zone", ("as it is", "tariffs"), figures, True)


def a_linked_carrot_raises_ripeness(world: World) -> Comparison:
    """M12: relief and cooperation as part of the package, or not to be had at all; the scale stays as it is."""
    never = {"pressure": {"not": [*world.case.situation.variables["pressure"].values]}}
    shut = tuple(
        Availability(issue=issue, options=options, when=never, because="For comparison: never on offer.")
        for issue, options in (("sanctions", ("stepwise", "lifted")), ("cooperation", ("flights", "full")))
    )
    none = with_availability(world.case, shut)
    figures = tuple(world.slack(each) for each in (none, world.case))
    return Comparison(
        "M12",
        "A linked carrot raises ripeness.",
        "slack of the zone",
        ("no relief or cooperation on offer", "as part of the package"),
        figures,
        True,
    )


def a_better_guarantee_is_worth_more_to_the_weaker_side(world: World) -> Comparison:
    """M8: the same terms, with an unguarded line's chance of breaking as it is, or as low as a force's."""
    terms = dict(world.case.deals["american_paper"].terms)
    weak, firm = (changed(world.case, {"durability.0.breaks": value})[0] for value in ("0.02", "0.004"))
    figures = []
    for case in (weak, firm):
        made = game(case)
        figures.append(value_deal(made, worth(made), Deal(terms), made.agendas[0]).value["ukraine"])
    return Comparison(
        "M8",
        "A better guarantee raises the weaker side's value of the same terms.",
        "the American paper to Ukraine, by its chance of breaking in a month",
        ("2 %", "0.4 %"),
        tuple(figures),
        True,
    )


def one_belief_widens_the_zone(world: World) -> Comparison:
    """M1: everybody believes what the analyst does."""
    figures = tuple(world.slack(each) for each in (world.case, with_one_belief(world.case)))
    return Comparison(
        "M1",
        "Giving both sides one belief opens or widens the zone.",
        "slack of the zone",
        ("own beliefs", "one belief"),
        figures,
        True,
    )


def a_truce_is_taken_only_for_the_sake_of_closeness(world: World) -> Comparison:
    """M14: tactically unfavourable, strategically favourable."""
    figures = tuple(_interim(each, SEA).gain["russia"] for each in (world.without_closeness, world.solved))
    return Comparison(
        "M14",
        "A truce can be tactically unfavourable and strategically favourable: it is taken only because closeness to "
        "the mediator counts.",
        "gain of the Black Sea truce to Russia",
        ("relief and cooperation worth nothing to it", "as they are"),
        figures,
        None,
    )


def its_tactical_part_is_a_loss_and_its_strategic_part_a_gain(world: World) -> Comparison:
    """M14: where the gain comes from."""
    parts = _interim(world.solved, SEA).parts["russia"]
    return Comparison(
        "M14",
        "The month itself costs, the mediator's patience pays.",
        "parts of that gain",
        ("the month itself", "the mediator's patience"),
        (parts["the period itself"], parts["patience"]),
        None,
    )


def an_offer_in_its_givers_interest_is_named_free(world: World) -> Comparison:
    """M16: the truce on energy sites, against going on."""
    answer = _interim(world.solved, ENERGY)
    if "russia" not in answer.free:
        raise ValueError("the offer is not named free")
    return Comparison(
        "M16",
        "An offer that is in its giver's interest anyway is named free.",
        "gain of the energy truce to Russia, which offers it",
        ("going on", "the truce"),
        (0.0, answer.gain["russia"]),
        True,
    )


def stalling_is_named(world: World) -> Comparison:
    """M10: passing is the best reply, and keeps the mediator in; where the stick is in force nobody stalls."""
    stalls = next(each for each in world.solved.stalling if each.party == "russia")
    if "patience" not in stalls.keeps:
        raise ValueError("what it does instead does not move the mediator's patience")
    pressed = answers(world.under_tariffs)
    best = pressed.standings[0].now.best
    if best is None or any(each.party == "russia" for each in pressed.stalling):
        raise ValueError("under the stick it stalls too")
    return Comparison(
        "M10",
        "Stalling is named where passing and keeping the mediator in is the best reply although there is a zone.",
        "passing to Russia, over a deal that the others would take now",
        ("tariffs in force, where it deals", "as it is, where it stalls"),
        (-best.gain["russia"], stalls.passing),
        None,
    )


def _interim(of: TalksAnswers, key: str) -> InterimAnswer:
    return next(each for each in of.interim if each.key == key)


COMPARISONS: Mapping[str, Callable[[World], Comparison]] = {
    each.__name__: each
    for each in (
        one_belief_widens_the_zone,
        momentum_raises_the_price_of_a_truce,
        the_mediators_leaving_raises_what_fighting_on_is_worth,
        unlinking_lowers_ripeness,
        unlinking_delays_a_deal,
        a_better_guarantee_is_worth_more_to_the_weaker_side,
        stalling_is_named,
        a_stick_raises_ripeness,
        a_linked_carrot_raises_ripeness,
        a_truce_is_taken_only_for_the_sake_of_closeness,
        its_tactical_part_is_a_loss_and_its_strategic_part_a_gain,
        an_offer_in_its_givers_interest_is_named_free,
    )
}


def table(world: World) -> str:
    """The statements as a Markdown table, figures rounded as answers are."""
    lines = ["| | statement | measured | figures |", "|---|---|---|---|"]
    for each in (compare(world) for compare in COMPARISONS.values()):
        pairs = zip(each.names, each.figures, strict=True)
        shown = ", ".join(f"{name}: {_figure(each, value)}" for name, value in pairs)
        lines.append(f"| {each.mechanism} | {each.statement} | {each.measured} | {shown} |")
    return "\n".join(lines) + "\n"


def firmness(world: World) -> str:
    """In how many of the cases with one ranged number at its low or high end each statement holds, as a table."""
    ends = []
    for name, (loc, number) in places(world.case).items():
        low, high = number.span
        if low < high:
            ends += [(f"{name}={end:g}", World(with_number(world.case, loc, end))) for end in (low, high)]
    lines = ["| statement | holds in | not with |", "|---|---|---|"]
    for compare in COMPARISONS.values():
        failing = []
        for name, other in ends:
            try:
                holds = compare(other).holds
            except (ValueError, StopIteration):
                holds = False
            failing += [] if holds else [f"`{name}`"]
        statement = compare(world).statement
        lines.append(f"| {statement} | {len(ends) - len(failing)} of {len(ends)} | {', '.join(failing) or '–'} |")
    return "\n".join(lines) + "\n"


def _figure(each: Comparison, value: float) -> str:
    return f"{value:.0%}" if each.measured.startswith("chance") else written(value)


def with_table(page: str, table: str, begin: str = BEGIN, end: str = END) -> str:
    """A page with a table between its marks."""
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    return f"{before}{begin}\n{table}\n{end}{after}"


def main(arguments: list[str]) -> None:
    """Print the tables, or write them into the page."""
    world = example()
    page = PAGE.read_text(encoding="utf-8")
    if "--firm" in arguments:
        made, marks = firmness(world), (FIRM, FIRM_END)
    else:
        made, marks = table(world), (BEGIN, END)
    print(made)
    if "--write" in arguments:
        PAGE.write_text(with_table(page, made, *marks), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
