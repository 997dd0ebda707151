"""The evidence on one party as arrays: what the density is computed from.

Acts on deals, demands, refusals and priorities are padded to the same lengths for all parties of a case (and rounded
up), so that one compiled program serves them all; padding has ``told`` 0 and tells nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from ripeness.bargaining import DealSpace
from ripeness.bargaining.elimination import count_deals
from ripeness.case.assumptions import value_of
from ripeness.case.model import CaseFile
from ripeness.inference.evidence import ACTS, Item
from ripeness.inference.priors import Bools, Cells, Floats

RELIABILITY = 0.8
"""The chance that one original tells of an act that happened, and as it is told.

A convention, not an estimate: near to the .84 with which two people who label moves by the project's codebook agree
(decision 0011). Told by n independent originals an act is real with 1 - (1 - r)^n.
"""

BLOCK = 4  # lengths are rounded up to multiples of it: fewer shapes, fewer compilations


class Acts(NamedTuple):
    """Offers and answers, ``[act, ...]``. Shares of a deal sum to 1 over the options of each issue."""

    share: Cells  # [act, issue, option]: the deal; an issue that it leaves out is at its status quo, or spread evenly
    open: Cells  # [act, issue, option]: what an offer was chosen among
    chosen: Cells  # [act]: an offer, picked among deals
    sign: Cells  # [act]: 1 preferred to going on, -1 not
    against: Cells  # [act, issue, option]: the deal that it is compared with, where it does not end the fighting
    ends: Cells  # [act]: compared with the reservation value
    when: Cells  # [act]: 0 first offer of the party, 1 last
    flat: Cells  # [act]: log chance of the act if it told nothing


class Demands(NamedTuple):
    """Demands, ``[demand, ...]``: a choice among the options of an issue."""

    issue: Cells  # [demand]
    real: Cells  # [demand, option]: no padding
    options: Cells  # [demand, option]: any of these
    tilt: Cells  # [demand, option]: how much the others dislike each option, 0..1
    flat: Cells


class Refusals(NamedTuple):
    """Refusals, ``[refusal, ...]``: even the best deal with one of these options is worse than fighting on."""

    open: Cells  # [refusal, issue, option]: deals that have the option
    sign: Cells  # [refusal]: 1 refused, -1 not refused
    flat: Cells


class Priorities(NamedTuple):
    """Priorities, ``[priority]``: positions of the issue that matters more and of the other."""

    more: Cells
    than: Cells
    flat: Cells


class Record(NamedTuple):
    """All evidence on a party. ``told``: for each of the four, the number of originals behind each item, 0 padding."""

    acts: Acts
    demands: Demands
    refusals: Refusals
    priorities: Priorities
    told: tuple[Cells, ...]

    def at(self, told: Sequence[Cells]) -> Record:
        """The same with other numbers of originals."""
        return self._replace(told=tuple(told))


PART_OF = dict.fromkeys(ACTS, 0) | {"demand": 1, "refusal": 2, "priority": 3}  # the part of a record by kind


class Frame:
    """What is the same for all parties of a case: names, the space of deals, what the others like."""

    def __init__(self, case: CaseFile, space: DealSpace) -> None:
        self.case, self.space = case, space
        self.issues = {name: k for k, name in enumerate(case.issues)}
        self.options = {name: {key: o for o, key in enumerate(issue.options)} for name, issue in case.issues.items()}
        self.shape = (len(self.issues), max(len(named) for named in self.options.values()))
        self.standing = {name: issue.status_quo for name, issue in case.issues.items()}

    def mask(self, allowed: Mapping[str, Sequence[str]]) -> Bools:
        """``[issue, option]``: the options named, and every option of the issues that are not."""
        mask = np.zeros(self.shape, dtype=np.bool_)
        for name, k in self.issues.items():
            mask[k, [self.options[name][key] for key in allowed.get(name, self.options[name])]] = True
        return mask

    def share(self, terms: Mapping[str, str]) -> Floats:
        """A deal as shares: what it leaves out is at the status quo, or where there is none spread over all options."""
        standing = {name: key for name, key in self.standing.items() if key is not None}
        mask = self.mask({name: (key,) for name, key in (standing | dict(terms)).items()})
        return mask / mask.sum(axis=1, keepdims=True)

    def among(self, terms: Mapping[str, str]) -> Bools:
        """What an offer was chosen among: any options of the issues that it covers, the rest as it is."""
        standing = {name: (key,) for name, key in self.standing.items() if key is not None and name not in terms}
        return self.mask(standing)

    def count(self, mask: Bools) -> int:
        """How many allowed deals a mask leaves."""
        where = {
            name: tuple(key for key, o in self.options[name].items() if mask[k, o]) for name, k in self.issues.items()
        }
        return count_deals(self.space.buckets(self.space.settings(where), range(0)))

    def tilt(self, party: str, issue: str) -> Floats:
        """How much the other parties with a stake in an issue dislike its options, 0..1, at the case's values."""
        dislike = [
            [1 - value_of(self.case, other.values[issue][key]) / 100 for key in self.options[issue]]
            for name, other in self.case.preferences.items()
            if name != party and issue in other.weights
        ]
        tilt = np.zeros(self.shape[1])
        if dislike:
            tilt[: len(dislike[0])] = np.mean(dislike, axis=0)
        return tilt


def lengths(items: Sequence[Sequence[Item]]) -> tuple[int, ...]:
    """How long each of the four parts must be to hold the items of every party."""
    found = [max((sum(PART_OF[item.kind] == part for item in own) for own in items), default=0) for part in range(4)]
    return tuple(-(-length // BLOCK) * BLOCK for length in found)


def record_of(frame: Frame, items: Sequence[Item], size: Sequence[int]) -> tuple[Record, list[tuple[int, int]]]:
    """The items of one party as arrays at the strict counts, and for each item its part and its place there."""
    parts: list[list[Item]] = [[], [], [], []]
    places: list[tuple[int, int]] = []
    for item in items:
        part = PART_OF[item.kind]
        places.append((part, len(parts[part])))
        parts[part].append(item)
    record = Record(
        acts=_acts(frame, parts[0], size[0]),
        demands=_demands(frame, parts[1], size[1]),
        refusals=_refusals(frame, parts[2], size[2]),
        priorities=_priorities(frame, parts[3], size[3]),
        told=tuple(_padded([item.originals.strict for item in own], size[p]) for p, own in enumerate(parts)),
    )
    return record, places


def told_at_least(record: Record, items: Sequence[Item], places: Sequence[tuple[int, int]]) -> tuple[Floats, ...]:
    """The numbers of originals at the other end of the interval: merging on every edge and shared desk."""
    told = tuple(part.copy() for part in record.told)
    for item, (part, place) in zip(items, places, strict=True):
        told[part][place] = item.originals.all
    return told


def _padded(values: Sequence[float], length: int) -> Floats:
    return np.array([*values, *[0.0] * (length - len(values))], dtype=np.float64)


def _acts(frame: Frame, items: Sequence[Item], length: int) -> Acts:
    """Offers in the order of their dates; those without one stand where the file has them."""
    everything = frame.mask({})
    share = np.tile(everything / everything.sum(axis=1, keepdims=True), (length, 1, 1))
    against, open_ = share.copy(), np.tile(everything, (length, 1, 1))
    chosen, ends = np.zeros(length, dtype=np.bool_), np.ones(length, dtype=np.bool_)
    sign, when, flat = np.ones(length), np.zeros(length), np.zeros(length)
    offers = sorted((n for n, item in enumerate(items) if item.kind == "offer"), key=lambda n: items[n].on or "")
    for place, item in enumerate(items):
        terms = dict(item.terms)
        share[place], against[place] = frame.share(terms), frame.share({})
        ends[place], sign[place] = item.ends, -1.0 if item.kind == "reject" else 1.0
        flat[place] = np.log(0.5)
        if item.kind == "offer" and frame.count(share[place] > 0):  # what the case forbids was not chosen among deals
            chosen[place], open_[place] = True, frame.among(terms)
            flat[place] -= np.log(frame.count(open_[place]))
            when[place] = offers.index(place) / max(len(offers) - 1, 1)
    return Acts(share, open_, chosen, sign, against, ends, when, flat)


def _demands(frame: Frame, items: Sequence[Item], length: int) -> Demands:
    issue, options = np.zeros(length, dtype=np.int64), np.zeros((length, frame.shape[1]), dtype=np.bool_)
    real = np.ones_like(options)
    options[:, 0] = True
    tilt, flat = np.zeros((length, frame.shape[1])), np.zeros(length)
    for place, item in enumerate(items):
        named = [frame.options[item.issue][key] for key in item.options]
        issue[place], tilt[place] = frame.issues[item.issue], frame.tilt(item.party, item.issue)
        options[place], real[place] = False, frame.mask({})[issue[place]]
        options[place, named] = True
        flat[place] = np.log(len(named) / len(frame.options[item.issue]))
    return Demands(issue, real, options, tilt, flat)


def _refusals(frame: Frame, items: Sequence[Item], length: int) -> Refusals:
    open_ = np.tile(frame.mask({}), (length, 1, 1))
    for place, item in enumerate(items):
        open_[place] = frame.mask({item.issue: item.options})
    return Refusals(open_, np.ones(length), np.full(length, np.log(0.5)))


def _priorities(frame: Frame, items: Sequence[Item], length: int) -> Priorities:
    more, than = np.zeros(length, dtype=np.int64), np.zeros(length, dtype=np.int64)
    for place, item in enumerate(items):
        more[place], than[place] = frame.issues[item.issue], frame.issues[item.than]
    return Priorities(more, than, np.full(length, np.log(0.5)))
