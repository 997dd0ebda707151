"""A posterior in the case folder: ``runs/posterior-<digest>/`` holds its draws (Parquet) and all that was said of it.

The same inputs and settings give the same name, so that what was fitted once is read again. A folder is written beside
its place and moved there when it is whole.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from ripeness.case.folder import RUNS
from ripeness.case.labels import Loc
from ripeness.errors import InferenceError
from ripeness.inference.inputs import MODEL, Inputs, Settings
from ripeness.inference.posterior import (
    Diagnostics,
    Draws,
    Influence,
    OtherEnd,
    PartyPosterior,
    Posterior,
    Quantity,
    Shift,
    Spread,
    labelled,
)
from ripeness.inference.priors import Floats

PREFIX = "posterior-"
SHOWN = 16  # digits of the digest in the name of a folder
DRAWS, SAID = "draws.parquet", "posterior.json"
SIMPLE = ("worst", "best", "reservation", "precision", "exaggeration", "concession")


def keep(home: Path, posterior: Posterior) -> Path:
    """Write a posterior into the case folder ``home``; gives its folder. Raises InferenceError where it cannot."""
    import polars as pl

    place = home / RUNS / f"{PREFIX}{posterior.run[:SHOWN]}"
    try:
        place.parent.mkdir(exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=place.parent, prefix=f".{place.name}."))
        try:
            for party, own in posterior.parties.items():
                pl.DataFrame(_columns(own.draws)).write_parquet(fresh / f"{party}.{DRAWS}")
            (fresh / SAID).write_text(json.dumps(_said(posterior), ensure_ascii=False, indent=1) + "\n", "utf-8")
            if place.exists():
                shutil.rmtree(place)
            fresh.replace(place)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    except OSError as error:
        raise InferenceError(
            f"{place} cannot be written ({error.strerror})", "Make the case folder writable, or copy it elsewhere"
        ) from error
    return place


def kept_posterior(home: Path, inputs: Inputs, settings: Settings) -> Posterior | None:
    """The posterior of these inputs and settings, if it was kept."""
    place = home / RUNS / f"{PREFIX}{inputs.run(settings)[:SHOWN]}"
    said = _read(place)
    return _restored(place, said, inputs) if said and said["run"] == inputs.run(settings) else None


def kept_posteriors(home: Path) -> list[Path]:
    """The folders of all posteriors that were kept in a case folder, of whatever inputs."""
    return sorted((home / RUNS).glob(f"{PREFIX}*"))


def latest_posterior(home: Path, inputs: Inputs) -> Posterior | None:
    """The posterior of these inputs that was kept last, whatever its settings."""
    found = [
        (place.stat().st_mtime, place, said)
        for place in kept_posteriors(home)
        if (said := _read(place)) and said["digest"] == inputs.digest
    ]
    return _restored(*max(found, key=lambda each: each[0])[1:], inputs) if found else None


def _read(place: Path) -> dict[str, Any] | None:
    """What was said of a kept posterior; None where there is none that this version can read."""
    try:
        said = json.loads((place / SAID).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return said if isinstance(said, dict) and said.get("model") == MODEL else None


# --- to the file -----------------------------------------------------------------------------------


def _columns(draws: Draws) -> dict[str, Floats]:
    issues, options = draws.value.shape[1:]
    return (
        {f"weight.{k}": draws.weight[:, k] for k in range(issues)}
        | {f"value.{k}.{o}": draws.value[:, k, o] for k in range(issues) for o in range(options)}
        | {name: getattr(draws, name) for name in SIMPLE}
    )


def _said(posterior: Posterior) -> dict[str, Any]:
    return {
        "model": MODEL,
        "run": posterior.run,
        "digest": posterior.digest,
        "settings": asdict(posterior.settings),
        "versions": dict(posterior.versions),
        "parties": {party: _party_said(posterior, own) for party, own in posterior.parties.items()},
    }


def _party_said(posterior: Posterior, own: PartyPosterior) -> dict[str, Any]:
    items = posterior.evidence.of(own.party)
    return {
        "options": own.draws.value.shape[2],
        "quantities": [
            {"loc": list(each.loc), "prior": asdict(each.prior), "posterior": asdict(each.posterior)}
            for each in own.quantities
        ],
        "influences": [
            {
                "item": items.index(each.item),
                "shifts": [[list(shift.loc), shift.by] for shift in each.shifts],
                "how": each.how,
                "khat": each.khat,
            }
            for each in own.influences
        ],
        "other_end": own.other_end
        and {
            "shift": own.other_end.shift and [list(own.other_end.shift.loc), own.other_end.shift.by],
            "how": own.other_end.how,
        },
        "diagnostics": own.diagnostics and asdict(own.diagnostics),
    }


# --- and back --------------------------------------------------------------------------------------


def _restored(place: Path, said: Mapping[str, Any], inputs: Inputs) -> Posterior:
    """The posterior, with the items as the case tells them now: their passages may be others."""
    return Posterior(
        case=inputs.case,
        agendas=inputs.game.agendas,
        settings=Settings(**said["settings"]),
        evidence=inputs.evidence,
        parties={party: _party(place, party, own, inputs) for party, own in said["parties"].items()},
        notes=tuple(note for scale in inputs.scales.values() for note in scale.notes),
        digest=said["digest"],
        run=said["run"],
        versions=said["versions"],
    )


def _party(place: Path, party: str, said: Mapping[str, Any], inputs: Inputs) -> PartyPosterior:
    items, other = inputs.evidence.of(party), said["other_end"]
    return PartyPosterior(
        party=party,
        name=inputs.case.parties[party].name,
        items=items,
        quantities=tuple(
            Quantity(
                tuple(each["loc"]),
                *labelled(inputs.case, tuple(each["loc"])),
                Spread(**each["prior"]),
                Spread(**each["posterior"]),
            )
            for each in said["quantities"]
        ),
        influences=tuple(
            Influence(
                items[each["item"]],
                tuple(_shift(inputs, *shift) for shift in each["shifts"]),
                each["how"],
                each["khat"],
            )
            for each in said["influences"]
        ),
        other_end=other and OtherEnd(other["shift"] and _shift(inputs, *other["shift"]), other["how"]),
        diagnostics=said["diagnostics"] and Diagnostics(**said["diagnostics"]),
        draws=_draws(place / f"{party}.{DRAWS}", len(inputs.case.issues), said["options"]),
    )


def _shift(inputs: Inputs, loc: Sequence[str | int], by: float) -> Shift:
    where: Loc = tuple(loc)
    return Shift(where, labelled(inputs.case, where)[0], by)


def _draws(file: Path, issues: int, options: int) -> Draws:
    import polars as pl

    table = {name: column.to_numpy() for name, column in pl.read_parquet(file).to_dict().items()}
    return Draws(
        weight=np.stack([table[f"weight.{k}"] for k in range(issues)], axis=1),
        value=np.stack([[table[f"value.{k}.{o}"] for o in range(options)] for k in range(issues)]).transpose(2, 0, 1),
        **{name: table[name] for name in SIMPLE},
    )
