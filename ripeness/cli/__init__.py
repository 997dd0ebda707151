"""The command line: parses, calls, prints. Data goes to stdout, the rest to stderr.

Exit codes: 0 done; 1 the answer is no where it was asked for ('check', or '--check': not valid, not
ripe); 2 usage or bad input.
"""

from ripeness.cli import pile, drafting, judging, bulk, reader, answers  # noqa: I001  they register their commands,
from ripeness.cli import inference, studies, forecasting, workbench, store, models  # in the order of the help
from ripeness.cli.app import app, main

__all__ = [
    "answers",
    "app",
    "bulk",
    "drafting",
    "forecasting",
    "inference",
    "judging",
    "main",
    "models",
    "pile",
    "reader",
    "store",
    "studies",
    "workbench",
]
