"""All that a fit is computed from, and its digest. Nothing heavy is loaded for it: a kept posterior is found by it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from ripeness.case import Game
from ripeness.case.model import CaseFile
from ripeness.inference.evidence import Evidence, gather
from ripeness.inference.priors import Floats, Prior, Scale, prior_of, stakes_of
from ripeness.inference.records import RELIABILITY, Frame, Record, lengths, record_of, told_at_least
from ripeness.lineage import Lineage

MODEL = 1  # of the density: what was fitted by another is not read again

DRAWS, CHAINS, WARMUP = 1000, 4, 1000


@dataclass(frozen=True, slots=True)
class Settings:
    """How to fit. ``reliability``: the chance that one original tells of an act that happened, as it is told.

    ``draws`` are those of each of the ``chains``, after ``warmup`` that are thrown away.
    """

    reliability: float = RELIABILITY
    draws: int = DRAWS
    chains: int = CHAINS
    warmup: int = WARMUP
    seed: int = 0


@dataclass(frozen=True, eq=False)
class Inputs:
    """A case as the fit sees it. By party with preferences: prior, scale, and where there is evidence the record.

    ``others`` are the numbers of originals at the other end of their intervals, ``places`` where each item of the
    party stands in its record. ``digest`` is over what a fit computes with, and not over who said it.
    """

    case: CaseFile
    game: Game
    evidence: Evidence
    priors: Mapping[str, Prior]
    scales: Mapping[str, Scale]
    records: Mapping[str, Record]
    others: Mapping[str, tuple[Floats, ...]]
    places: Mapping[str, list[tuple[int, int]]]
    digest: str

    def run(self, settings: Settings) -> str:
        """The name of a run on these inputs."""
        told = json.dumps([self.digest, asdict(settings)], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()


def inputs_of(case: CaseFile, game: Game, lineage: Lineage, reservation: Mapping[str, float]) -> Inputs:
    """What the record of a case tells, laid out for a fit.

    ``lineage`` is that of the case's reports, ``reservation`` what fighting on is worth to each party by the case, in
    swings; a party that it lacks gets a wide prior.
    """
    evidence = gather(case, game.agendas, lineage)
    found = {
        party: prior_of(case, party, reservation.get(party)) for party in case.preferences if stakes_of(case, party)
    }
    frame, told = Frame(case, game.space), [party for party in found if evidence.of(party)]
    size = lengths([evidence.of(party) for party in told])
    laid = {party: record_of(frame, evidence.of(party), size) for party in told}
    priors = {party: prior for party, (prior, _) in found.items()}
    records = {party: record for party, (record, _) in laid.items()}
    others = {party: told_at_least(record, evidence.of(party), at) for party, (record, at) in laid.items()}
    return Inputs(
        case=case,
        game=game,
        evidence=evidence,
        priors=priors,
        scales={party: scale for party, (_, scale) in found.items()},
        records=records,
        others=others,
        places={party: at for party, (_, at) in laid.items()},
        digest=_digest(case, evidence, priors, records, others),
    )


def _digest(
    case: CaseFile, evidence: Evidence, priors: Mapping[str, Any], records: Mapping[str, Any], others: Mapping[str, Any]
) -> str:
    tied = [
        [(issue, list(each.options)) for issue, each in case.issues.items()],
        [entry.combination for entry in case.forbidden],
        [(entry.if_, entry.then) for entry in case.required],
        [(party, joint.when) for party, own in case.preferences.items() for joint in own.joint],
    ]
    told = [(item.party, item.kind, item.terms, item.issue, item.options, item.than) for item in evidence.items]
    found = hashlib.sha256(f"{MODEL}\n{tied!r}\n{told!r}".encode())  # in order: influences are kept by place
    for named in (priors, records, others):
        for party, tree in named.items():
            found.update(party.encode())
            for leaf in _leaves(tree):
                found.update(f"{leaf.dtype}{leaf.shape}".encode() + leaf.tobytes())
    return found.hexdigest()


def _leaves(tree: Any) -> Iterable[np.ndarray]:
    if isinstance(tree, tuple):
        for branch in tree:
            yield from _leaves(branch)
    else:
        yield np.ascontiguousarray(tree)
