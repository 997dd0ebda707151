"""Is there a deal that all who must consent prefer to fighting on; which ones; if none, who blocks.

The zone compares deals with *fighting to the finish* (W of MODEL section 4), or with what the solved talks say that
not agreeing now is worth (c); the same questions are asked of both. Firm refusals bind the
party that states them; deals that may break are valued with that chance. Everything is exact: see ``points``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining import Deal
from ripeness.bargaining.consent import TOLERANCE, deciding, minimal_blockers
from ripeness.case.game import Agenda, Game
from ripeness.case.model import CaseFile
from ripeness.outlook.fair import FairPoint, fair_points
from ripeness.outlook.points import Points, undominated_deals
from ripeness.outlook.words import listed, written
from ripeness.outlook.worth import DealValue, Worth, alternative, reservation, value_deal, worth
from ripeness.shown import Shown


@dataclass(frozen=True, slots=True)
class Blocker:
    """A minimal set of parties without whose consent the zone would open.

    ``deal`` is, of the deals that all others take, one that crosses the fewest of their firm refusals and, among
    those, asks the least of the one short by most; ``payment`` is what each would have to gain there, in its own
    swings, to come in, or None where the deal crosses its firm refusal: no payment is known to buy that.
    """

    parties: tuple[str, ...]
    payment: Mapping[str, float | None]
    deal: DealValue
    narration: str


@dataclass(frozen=True, slots=True)
class Zone(Shown):
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
    fair: tuple[FairPoint, ...]
    narration: str
    case: CaseFile = field(repr=False, compare=False)  # whose words it is told in

    @property
    def ripe(self) -> bool:
        """Whether some deal gives every party whose consent counts at least what fighting on does."""
        return is_open(self.slack)


@dataclass(frozen=True, slots=True)
class Gist:
    """A zone in short, for thousands of cases: slack (as in ``Zone``), the deal that has it, the minimal blockers."""

    slack: float | None
    best: Deal | None
    blockers: tuple[tuple[str, ...], ...]


def is_open(slack: float | None) -> bool:
    """Whether so much slack is a zone: not below 0 by more than rounding."""
    return slack is not None and slack >= -TOLERANCE


def zone(case: CaseFile, game: Game, agenda: Agenda, values: Worth | None = None) -> Zone:
    """The zone of one agenda. ``values`` may be passed in where several agendas share them."""
    values = values or worth(game)
    points = undominated_deals(game, agenda, values)
    least, order = _ranked(agenda, points)
    listed = tuple(value_deal(game, values, points.deals[k], agenda) for k in order)
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
        fair=fair_points(game, agenda, values, points) if inside else (),
        narration=_narrate(case, agenda, points, len(inside), best, alternative(values, agenda)),
        case=case,
    )


def _ranked(agenda: Agenda, points: Points) -> tuple[NDArray[np.float64], list[int]]:
    """The gain that decides each deal, and the deals from the best for whoever gains least on."""
    least = deciding(points.acceptance(), agenda.quorum)
    return least, sorted(range(len(least)), key=lambda k: (-least[k], -points.gain[k].sum()))


def gist(game: Game, agenda: Agenda, values: Worth) -> Gist:
    """Slack, best deal and blockers of one agenda, as ``zone`` has them, and nothing else."""
    points = undominated_deals(game, agenda, values)
    least, order = _ranked(agenda, points)
    if not order or not np.isfinite(least[order[0]]):
        slack, best = None, None
    else:
        slack, best = float(least[order[0]]), points.deals[order[0]]
    sets = () if is_open(slack) else minimal_blockers(points.acceptance(), TOLERANCE, agenda.quorum)
    return Gist(slack, best, tuple(tuple(agenda.consent[k] for k in members) for members in sets))


def slack(game: Game, agenda: Agenda, values: Worth) -> float | None:
    """The slack of one agenda without the rest of its zone, in swings; None where firm refusals leave no deal."""
    least = deciding(undominated_deals(game, agenda, values).acceptance(), agenda.quorum)
    most = float(least.max(initial=-np.inf))
    return most if np.isfinite(most) else None


def zones(case: CaseFile, game: Game, values: Worth) -> tuple[Zone, ...]:
    """The zone of every agenda of the case, in the order of its tracks."""
    return tuple(zone(case, game, agenda, values) for agenda in game.agendas)


def _blockers(case: CaseFile, game: Game, agenda: Agenda, values: Worth, points: Points) -> Iterator[Blocker]:
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
        crossed = points.crosses[:, columns]
        k = min((int(crossed[k].sum()), short[k].max(), short[k].sum(), int(k)) for k in taken)[-1]
        deal = value_deal(game, values, points.deals[k], agenda)
        dropped = tuple(agenda.consent[column] for column in columns)
        payment = {
            party: None if refuses else float(amount)
            for party, amount, refuses in zip(dropped, short[k], crossed[k], strict=True)
        }
        yield Blocker(dropped, payment, deal, _narrate_blocker(case, dropped, payment, deal))


def named(case: CaseFile, parties: Sequence[str]) -> str:
    """The names of parties in a sentence: 'A', 'A and B', 'A, B and C'."""
    return listed([case.parties[party].name for party in parties])


def _narrate_blocker(
    case: CaseFile, dropped: tuple[str, ...], payment: Mapping[str, float | None], deal: DealValue
) -> str:
    sentences = [f"Without the consent of {named(case, dropped)} there would be a deal."]
    several = len(dropped) > 1
    if several:
        sentences.append("At the deal that asks least of the one short by most:")
    for party in dropped:
        name, amount = case.parties[party].name, payment[party]
        lines = [line for line in deal.crosses if line.party == party]
        refused = " and ".join(f"‘{case.issues[x.issue].options[deal.deal[x.issue]]}’" for x in lines)
        if amount is None:
            worth = deal.gain[party]
            aside = "would gain by it otherwise" if worth >= -TOLERANCE else f"would be {written(-worth)} short besides"
            lead = "" if several else f"No payment is known that would bring {name} in. "
            sentences.append(f"{lead}{name} has firmly refused {refused}, and {aside}.")
        elif amount > TOLERANCE and several:
            sentences.append(f"{name} is {written(amount)} of its swing short.")
        elif amount > TOLERANCE:
            sentences.append(f"The least that would bring {name} in is worth {written(amount)} of its swing.")
    return " ".join(sentences)


def _narrate(case: CaseFile, agenda: Agenda, points: Points, inside: int, best: DealValue | None, instead: str) -> str:
    """The answer in words: who would take what, or how far the nearest deal is from being taken."""
    many = (
        f"at least {agenda.quorum} of {named(case, agenda.consent)}" if agenda.quorum else named(case, agenda.consent)
    )
    if not points.deals:
        return f"No deal on ‘{agenda.title}’ is allowed."
    if best is None:
        return f"Every deal on ‘{agenda.title}’ is firmly refused by somebody whose consent it needs."
    acceptance = [-np.inf if _crossed(best, party) else best.gain[party] for party in agenda.consent]
    ranked = sorted(range(len(acceptance)), key=lambda k: -acceptance[k])
    decides = agenda.consent[ranked[(agenda.quorum or len(ranked)) - 1]]
    amount, name = best.gain[decides], case.parties[decides].name
    if inside:
        return (
            f"There is a zone on ‘{agenda.title}’: {inside} undominated deal{'s' if inside != 1 else ''} that {many} "
            f"would {'' if agenda.quorum else 'each '}take over {instead}. At the one best for "
            f"whoever gains least of those needed, {name} is {written(amount)} of its swing above {instead}."
        )
    firm = points.crosses.any()
    text = (
        f"There is no zone on ‘{agenda.title}’: no deal{' that is not firmly refused' if firm else ''} is worth as "
        f"much as {instead} to {many}. The nearest one is {written(-amount)} of its swing short for {name}."
    )
    if firm and (deciding(points.gain, agenda.quorum) >= -TOLERANCE).any():
        text += " If the firm refusals were not taken at their word, there would be one."
    return text


def _crossed(value: DealValue, party: str) -> bool:
    return any(line.party == party for line in value.crosses)
