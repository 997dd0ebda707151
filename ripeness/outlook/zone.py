"""Is there a deal that all who must consent prefer to fighting on; which ones; if none, who blocks.

The zone compares deals with *fighting to the finish* (W of MODEL section 4). Firm refusals bind the
party that states them; deals that may break are valued with that chance. Everything is exact: the
frontier is computed for each setting of the issues that durability depends on, where a deal's value
is an increasing function of its utility, and the undominated deals of all settings are kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining import Deal, frontier
from ripeness.bargaining.consent import TOLERANCE, deciding, minimal_blockers
from ripeness.bargaining.dominance import undominated
from ripeness.case.game import Agenda, Game
from ripeness.case.model import CaseFile
from ripeness.outlook.worth import DealValue, Worth, durable, reservation, value_deal, worth, written


@dataclass(frozen=True, slots=True)
class Blocker:
    """A minimal set of parties without whose consent the zone would open.

    ``payment`` is the least that each would have to gain, in its own swings, to come in when all
    others accept; ``deal`` is the deal at which that is so. A party whose firm refusal the deal
    crosses is in ``crosses``: no payment is known to buy that.
    """

    parties: tuple[str, ...]
    payment: Mapping[str, float]
    deal: DealValue
    narration: str


@dataclass(frozen=True, slots=True)
class Zone:
    """The answer for one agenda, at today's situation. All values are in swings.

    ``slack`` is the largest gain over fighting on that some deal gives to the party that gains
    least: at or above zero the situation is ripe, below zero it is the gap. It is None where firm
    refusals leave no deal at all. ``deals`` are the undominated deals in the zone, those with most
    for the party that gains least first; ``frontier`` the undominated deals in or out of it.
    """

    agenda: Agenda
    reservation: Mapping[str, float]  # under each party's own belief
    reference: Mapping[str, float]  # under the analyst's reference belief
    slack: float | None
    best: DealValue | None
    deals: tuple[DealValue, ...]
    frontier: tuple[DealValue, ...]
    blockers: tuple[Blocker, ...]
    narration: str

    @property
    def ripe(self) -> bool:
        """Whether some deal gives every party whose consent counts at least what fighting on does."""
        return self.slack is not None and self.slack >= -TOLERANCE


@dataclass(frozen=True, slots=True)
class _Points:
    """Undominated deals for the consent set.

    ``gain[deal, party]`` over fighting on; ``crosses[deal, party]`` where the party firmly refuses
    what the deal contains.
    """

    deals: tuple[Deal, ...]
    gain: NDArray[np.float64]
    crosses: NDArray[np.bool_]

    def acceptance(self) -> NDArray[np.float64]:
        """The gain where a party could accept at all, minus infinity where it firmly refuses."""
        return np.where(self.crosses, -np.inf, self.gain)


def zone(case: CaseFile, game: Game, agenda: Agenda, values: Worth | None = None) -> Zone:
    """The zone of one agenda. ``values`` may be passed in where several agendas share them."""
    values = values or worth(game)
    points = _points(game, agenda, values)
    least = deciding(points.acceptance(), agenda.quorum)
    order = sorted(range(len(least)), key=lambda k: (-least[k], -points.gain[k].sum()))
    listed = tuple(value_deal(game, values, points.deals[k], agenda.consent) for k in order)
    slack = float(least[order[0]]) if order and np.isfinite(least[order[0]]) else None
    inside = tuple(deal for deal, k in zip(listed, order, strict=True) if least[k] >= -TOLERANCE)
    blocking = () if inside else tuple(_blockers(case, game, agenda, values, points))
    best = listed[0] if slack is not None else None
    return Zone(
        agenda=agenda,
        reservation=reservation(game, values),
        reference={party: float(values.reference[game.now, i]) for i, party in enumerate(game.parties)},
        slack=slack,
        best=best,
        deals=inside,
        frontier=listed,
        blockers=blocking,
        narration=_narrate(case, agenda, slack, best, len(inside), blocking),
    )


def zones(case: CaseFile, game: Game) -> tuple[Zone, ...]:
    """The zone of every agenda of the case, in the order of its tracks."""
    values = worth(game)
    return tuple(zone(case, game, agenda, values) for agenda in game.agendas)


def _classes(game: Game, agenda: Agenda) -> Iterator[tuple[dict[str, str], dict[str, tuple[str, ...]]]]:
    """The deals of an agenda cut into classes in which breaking and refusing are constant.

    Yields the terms that durability depends on and the options that the class leaves to each issue.
    """
    durable_issues = game.durable_issues()
    cells: list[list[tuple[str, ...]]] = []
    for issue in game.space.issues:
        options = (agenda.fixed[issue.name],) if issue.name in agenda.fixed else issue.options
        alike: dict[object, list[str]] = {}
        for option in options:
            refusing = frozenset(f.party for f in game.firm if f.issue == issue.name and option in f.options)
            alike.setdefault((refusing, option if issue.name in durable_issues else None), []).append(option)
        cells.append([tuple(cell) for cell in alike.values()])
    for cell in product(*cells):
        where = {issue.name: options for issue, options in zip(game.space.issues, cell, strict=True)}
        yield {issue: where[issue][0] for issue in durable_issues}, where


def _points(game: Game, agenda: Agenda, values: Worth) -> _Points:
    """The undominated deals over all classes, by gain and by whose firm refusals they cross."""
    columns = [game.parties.index(party) for party in agenda.consent]
    discount, now = game.situation.discount[columns], values.own[game.now][columns]
    deals: list[Deal] = []
    gains = [np.zeros((0, len(columns)))]
    crosses = [np.zeros((0, len(columns)), bool)]
    for terms, where in _classes(game, agenda):
        found = frontier(game.space, parties=agenda.consent, where=where)
        rule = game.breaks(terms)
        gains.append(durable(found.value, discount, rule.chance, values.own[rule.after][columns]) - now)
        refused = [
            any(f.party == party and where[f.issue][0] in f.options for f in game.firm) for party in agenda.consent
        ]
        crosses.append(np.tile(np.array(refused), (len(found.deals), 1)))
        deals.extend(found.deals)
    gain, crossed = np.concatenate(gains), np.concatenate(crosses)
    order, first, best = undominated(np.hstack([gain, -crossed.astype(float)]))
    kept = order[first[best]]
    return _Points(tuple(deals[k] for k in kept), gain[kept], crossed[kept])


def _blockers(case: CaseFile, game: Game, agenda: Agenda, values: Worth, points: _Points) -> Iterator[Blocker]:
    """All minimal sets of parties whose consent, if dropped, opens the zone.

    Dropping a party drops its firm refusals too. The deal shown is, of those that all others take, the one that
    crosses fewest firm refusals of the dropped and then asks the smallest payment of the one short by most.
    """
    acceptance = points.acceptance()
    for members in minimal_blockers(acceptance, TOLERANCE, agenda.quorum):
        columns = list(members)
        without = acceptance.copy()
        without[:, columns] = np.inf
        taken = np.flatnonzero(deciding(without, agenda.quorum) >= -TOLERANCE)
        short = np.maximum(0.0, -points.gain[:, columns])
        crossed = points.crosses[:, columns].sum(axis=1)
        order = [(crossed[k], short[k].max(), short[k].sum(), k) for k in taken]
        k = min(order)[-1]
        deal = value_deal(game, values, points.deals[k], agenda.consent)
        dropped = tuple(agenda.consent[column] for column in columns)
        payment = {party: float(amount) for party, amount in zip(dropped, short[k], strict=True)}
        yield Blocker(dropped, payment, deal, _narrate_blocker(case, dropped, payment, deal))


def _names(case: CaseFile, parties: Sequence[str]) -> str:
    names = [case.parties[party].name for party in parties]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _narrate_blocker(case: CaseFile, dropped: tuple[str, ...], payment: Mapping[str, float], deal: DealValue) -> str:
    lines = [line for line in deal.crosses if line.party in dropped]
    sentences = [f"Without the consent of {_names(case, dropped)} there would be a deal."]
    for party in dropped:
        own = [line for line in lines if line.party == party]
        name = case.parties[party].name
        if payment[party] > TOLERANCE:
            sentences.append(f"The least that would bring {name} in is worth {written(payment[party])} of its swing.")
        elif own:
            sentences.append(f"{name} would gain by it, but has firmly refused what it contains.")
        for line in own:
            options = case.issues[line.issue].options
            sentences.append(f"It crosses the firm refusal of {name}: {options[deal.deal[line.issue]]}.")
    return " ".join(sentences)


def _narrate(
    case: CaseFile,
    agenda: Agenda,
    slack: float | None,
    best: DealValue | None,
    inside: int,
    blockers: Sequence[Blocker],
) -> str:
    who = _names(case, agenda.consent)
    if slack is None or best is None:
        return f"No deal on '{agenda.title}' is left once the firm refusals of {who} are taken at their word."
    if slack >= -TOLERANCE:
        return (
            f"There is a zone on '{agenda.title}': {inside} undominated deal{'s' if inside != 1 else ''} "
            f"that {who} would each take over fighting to the finish. The best of them for the party that "
            f"gains least leaves it {written(slack)} of its swing above fighting on."
        )
    short = min(agenda.consent, key=lambda party: best.gain[party])
    text = (
        f"There is no zone on '{agenda.title}': every deal leaves at least one of {who} worse off than fighting on. "
        f"The nearest one is {written(-slack)} of a swing short for {case.parties[short].name}."
    )
    if len(blockers) == 1 and len(blockers[0].parties) == 1:
        return f"{text} {_names(case, blockers[0].parties)} alone blocks."
    return text
