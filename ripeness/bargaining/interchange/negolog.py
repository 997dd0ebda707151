"""NegoLog: one JSON object per party with weights, values and a reservation value.

A utility is the sum of weight * value; nothing is rescaled. NegoLog keeps each profile in a file of its own;
a collection holds many domains in one, each with its profiles under keys that begin with ``profile``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from ripeness.bargaining.deals import Issue
from ripeness.bargaining.errors import BargainingError
from ripeness.bargaining.interchange.domain import Domain, Profile, check_size, domain_of, number, profiles_of


def read_negolog(profiles: Mapping[str, str | bytes], name: str = "domain") -> Domain:
    """Read profiles (JSON by party) into a deal space with reservation values in swings.

    The issues come in the order of the first profile. Raises BargainingError for JSON that is no
    profile, and for profiles that do not fit one domain.
    """
    if not profiles:
        raise BargainingError("there is no profile: give the JSON of at least one party.")
    return _domain(name, {party: _parsed(text, f"the profile of {party!r}") for party, text in profiles.items()})


def read_negolog_collection(text: str | bytes) -> dict[str, Domain]:
    """Read many domains from one JSON object, ``{domain: {"profileA": ..., "profileB": ...}}``; other keys are left."""
    found: dict[str, Domain] = {}
    for name, parts in _object(_parsed(text, "the collection"), "the collection").items():
        held = _object(parts, f"the domain {name!r}")
        profiles = {key: profile for key, profile in held.items() if key.startswith("profile")}
        if not profiles:
            raise BargainingError(f"the domain {name!r} has no key that begins with 'profile': it has {list(held)}.")
        found[name] = _domain(name, profiles)
    return found


def write_negolog(domain: Domain) -> dict[str, str]:
    """Write one profile per party; reading them back gives the same worths in swings.

    Weights sum to 1 and values lie in 0..1, as NegoLog expects. The discount factor has no place in the format
    and is left out. Raises BargainingError for joint factors and rules.
    """
    return {
        party: json.dumps(
            {"reservationValue": profile.reservation, "issueWeights": profile.weight, "issues": profile.value},
            indent=2,
            ensure_ascii=False,
        )
        for party, profile in profiles_of(domain).items()
    }


def _domain(name: str, parsed: Mapping[str, Any]) -> Domain:
    profiles = {party: _profile(each, f"{name}: the profile of {party!r}") for party, each in parsed.items()}
    first = next(iter(profiles.values()))
    issues = [Issue(issue, tuple(options)) for issue, options in first.value.items()]
    return domain_of(name, issues, profiles)


def _profile(parsed: Any, what: str) -> Profile:
    held = _object(parsed, what)
    for key in ("issueWeights", "issues"):
        if key not in held:
            raise BargainingError(f"{what} has no {key!r}, only {', '.join(held) or 'nothing'}.")
    weight = {
        issue: number(each, f"{what}: the weight of {issue!r}")
        for issue, each in _object(held["issueWeights"], f"{what}: 'issueWeights'").items()
    }
    value = {
        issue: {
            option: number(each, f"{what}: {option!r} of {issue!r}")
            for option, each in _object(options, f"{what}: {issue!r}").items()
        }
        for issue, options in _object(held["issues"], f"{what}: 'issues'").items()
    }
    if weight.keys() != value.keys():
        odd = ", ".join(sorted(weight.keys() ^ value.keys()))
        raise BargainingError(f"{what}: {odd} has a weight or values, but not both. Give each issue both.")
    return Profile(weight, value, number(held.get("reservationValue", 0.0), f"{what}: 'reservationValue'"))


def _object(parsed: Any, what: str) -> dict[str, Any]:
    if not isinstance(parsed, dict):
        raise BargainingError(f"{what} is {str(parsed)[:40]!r}: expected a JSON object.")
    return parsed


def _parsed(text: str | bytes, what: str) -> Any:
    check_size(text, what)

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        twice = [key for key, times in Counter(key for key, _ in pairs).items() if times > 1]
        if twice:
            raise BargainingError(f"{what} names {', '.join(twice)} twice in one object. Keep one.")
        return dict(pairs)

    try:
        return json.loads(text, object_pairs_hook=once)
    except RecursionError as error:
        raise BargainingError(f"{what} is too deeply nested: this is no domain.") from error
    except ValueError as error:
        if isinstance(error, BargainingError):
            raise
        raise BargainingError(f"{what} is not JSON: {error}.") from error
