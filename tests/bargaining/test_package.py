from __future__ import annotations

import subprocess
import sys

from ripeness import bargaining


def test_all_names_are_there() -> None:
    assert [name for name in bargaining.__all__ if not hasattr(bargaining, name)] == []
    assert len(set(bargaining.__all__)) == len(bargaining.__all__)


def test_importing_the_engine_loads_neither_scipy_nor_the_rest_of_the_project() -> None:
    code = (
        "import sys, ripeness.bargaining as b; "
        "print([m for m in sys.modules if m.split('.')[0] == 'scipy' or m.startswith('ripeness.') "
        "and not m.startswith(('ripeness.bargaining', 'ripeness.errors'))])"
    )
    seen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert seen.stdout.strip() == "[]"
