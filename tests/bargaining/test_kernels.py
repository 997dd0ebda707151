"""The compiled loops: loaded late, kept on disk where that is possible, and the same where it is not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import ripeness
from ripeness.bargaining import Talks, kernels
from tests.bargaining.test_talks import war

SOLVE = """
import numpy as np
from ripeness.bargaining import Situation, Talks, kernels
stay = np.eye(1)
situation = Situation(["s"], [stay] * 2, stay, [[-0.05, -0.05]], (0.9, 0.9), [[0, 0]], [False])
found = Talks(situation, [[0.9, 0.3], [0.5, 0.5]], [0.5, 0.5]).stationary(starts=1)
print(kernels.offers.stats.cache_path, found.value[0].round(9).tolist())
"""


def test_importing_the_engine_does_not_load_numba() -> None:
    code = "import sys, ripeness.bargaining; print('numba' in sys.modules)"
    seen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert seen.stdout.strip() == "False"


@pytest.mark.slow
def test_where_nothing_can_be_kept_on_disk_the_loops_are_compiled_anew(tmp_path: Path) -> None:
    """Files stand where numba would make its folders, beside the package and in the user's cache."""
    package = tmp_path / "ripeness"
    shutil.copytree(Path(ripeness.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    (package / "bargaining" / "__pycache__").touch()
    (tmp_path / "home").touch()
    places = {
        "PYTHONPATH": str(tmp_path),
        "HOME": str(tmp_path / "home"),
        "XDG_CACHE_HOME": str(tmp_path / "home" / "c"),
    }
    kept = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    environment = kept | places | {"PYTHONDONTWRITEBYTECODE": "1"}
    seen = subprocess.run(
        [sys.executable, "-c", SOLVE], capture_output=True, text=True, check=True, env=environment, cwd=tmp_path
    )
    situation = war([[-0.05, -0.05]])
    here = Talks(situation, [[0.9, 0.3], [0.5, 0.5]], [0.5, 0.5]).stationary(starts=1).value[0].round(9).tolist()
    assert seen.stdout.strip() == f"None {here}"


def test_another_refusal_of_numba_is_not_taken_for_a_missing_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(**_: object) -> object:
        raise RuntimeError("something else")

    monkeypatch.setattr(kernels, "njit", refuses)
    with pytest.raises(RuntimeError, match="something else"):
        kernels.compiled(len)


def test_a_round_leaves_what_it_is_given_and_takes_arrays_of_any_layout() -> None:
    talks = Talks(war([[0.0, 0.0]], states=2), [[0.5, 0.5]], recognition=[0.5, 0.5])
    final = np.asfortranarray([[0.1, 0.2], [0.3, 0.4]])
    final.setflags(write=False)
    solved = talks.finite(2, final_value=final)
    assert solved.value[-1].tolist() == [[0.1, 0.2], [0.3, 0.4]]
    assert len(kernels.offers.signatures) == 1
