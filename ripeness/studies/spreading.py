"""Work spread over processes of this machine (joblib) or over a Ray cluster: one setting chooses.

Work is a function of a module, called with the bytes that all tasks share and a task's own arguments. Results come as
they are finished; what each is does not depend on where it was computed. A task whose worker dies is done again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from ripeness.errors import BulkError, StudyError
from ripeness.lineage.bulk.runner import connect

RETRIES = 3  # times that a task is done again after the process that did it has died
AHEAD = 2  # tasks that a Ray cluster is given for each of its processors at a time

Work = Callable[..., Any]
Tasks = Sequence[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Workers:
    """Where work is done: in so many ``processes`` of this machine, or on a Ray cluster.

    ``ray``: None, 'local' for a Ray started here with so many workers, or the address of a cluster, whose workers must
    have this version of Ripeness.
    """

    processes: int = 1
    ray: str | None = None

    def check(self) -> None:
        """See that what spreads the work is installed; raises StudyError where it is not."""
        if self.processes < 1:
            raise StudyError(f"{self.processes} processes", "Give 1 or more.")
        if self.ray is not None:
            require("ray", "bulk-ray")
        elif self.processes > 1:
            require("joblib", "studies")


def require(name: str, extra: str) -> None:
    """Raise StudyError where a library is not installed, with the line that installs it."""
    if find_spec(name) is None:
        raise StudyError(f"{name} is not installed", f"Do: pip install 'ripeness[{extra}]'")


def spread(work: Work, shared: bytes, tasks: Tasks, workers: Workers) -> Iterator[tuple[int, Any]]:
    """Do ``work(shared, *tasks[k])`` for each k, and give k with its result as soon as it is there, in any order."""
    if not tasks:
        return
    if workers.ray is not None:
        yield from _on_ray(work, shared, tasks, workers)
    elif workers.processes == 1 or len(tasks) == 1:
        for k, own in enumerate(tasks):
            yield k, work(shared, *own)
    else:
        yield from _in_processes(work, shared, tasks, workers.processes)


def _numbered(work: Work, shared: bytes, k: int, own: tuple[Any, ...]) -> tuple[int, Any]:
    return k, work(shared, *own)


def _in_processes(work: Work, shared: bytes, tasks: Tasks, processes: int) -> Iterator[tuple[int, Any]]:
    from joblib import Parallel, delayed
    from joblib.externals.loky.process_executor import TerminatedWorkerError

    left = dict(enumerate(tasks))
    for attempt in range(1 + RETRIES):
        options: dict[str, Any] = {"return_as": "generator_unordered", "batch_size": 1}
        parallel: Any = Parallel(n_jobs=processes, **options)
        try:
            for k, found in parallel(delayed(_numbered)(work, shared, k, own) for k, own in [*left.items()]):
                del left[k]
                yield k, found
            return
        except TerminatedWorkerError as error:
            if attempt == RETRIES:
                raise StudyError(
                    f"the processes that solve draws died {1 + RETRIES} times",
                    "What was finished is kept. Run it again with fewer processes, or with more memory.",
                ) from error


def _on_ray(work: Work, shared: bytes, tasks: Tasks, workers: Workers) -> Iterator[tuple[int, Any]]:
    try:
        connect(str(workers.ray), workers.processes)
    except BulkError as error:
        raise StudyError(error.seen, error.fix) from error
    ray = import_module("ray")
    task = ray.remote(num_cpus=1, max_retries=RETRIES)(_numbered)
    everywhere = ray.put(shared)
    ahead = AHEAD * max(1, int(ray.cluster_resources().get("CPU", 1)))
    left = [*enumerate(tasks)][::-1]
    running: list[Any] = []
    try:
        while left or running:
            while left and len(running) < ahead:
                k, own = left.pop()
                running.append(task.remote(work, everywhere, k, own))
            done, running = ray.wait(running, num_returns=1)
            yield from ray.get(done)
    except ray.exceptions.RayError as error:
        raise StudyError(
            f"the Ray cluster did not finish the work ({type(error).__name__})",
            "What was finished is kept. Run it again when its workers are there.",
        ) from error
    finally:
        for each in running:
            ray.cancel(each)
