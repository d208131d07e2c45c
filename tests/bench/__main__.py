"""`make bench`: measure W1 to W6, the pages and the search over a million runs, and say which targets are met.

BENCH_JSON=file writes the figures as JSON. BENCH_ARGS passes options, such as `--only w2 --repeats 3`.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from tests.bench import canvas, debugger, live, search, startup, workloads
from tests.bench.baseline import Database, sqlite_database
from tests.bench.client import BenchError, Client
from tests.bench.figures import Figure, Report
from tests.bench.workloads import Bench
from tests.processes import Allma, cluster, embedded

REPEATS = 5
LOG_CHARACTERS = 10_000
PROFILER = Path(__file__).parent / "profiling"

Workload = Callable[[Bench], list[Figure]]

PLACES: dict[str, dict[str, tuple[Workload, ...]]] = {
    "SQLite": {
        "w2": (workloads.latencies,),
        "w1": (workloads.batches, workloads.singles),
        "w4": (workloads.long_runs,),
        "w3": (workloads.forks, workloads.distributed),
    },
    "PostgreSQL": {
        "w1": (workloads.batches, workloads.singles),
        "w3": (workloads.distributed,),
    },
}
ALL = ("w1", "w2", "w3", "w4", "w5", "w6", "canvas", "debugger", "live", "search")


def main() -> int:
    """Measure what is asked for; 1 when a target is missed."""
    options = arguments()
    report = Report()
    for figures in measure(options):
        report.add(*figures)
        sys.stderr.writelines(f"{figure.name}: {figure.median:.3g} {figure.unit}\n" for figure in figures)
        sys.stderr.flush()
    sys.stdout.write(report.table() + "\n")
    if os.environ.get("BENCH_JSON"):
        report.write(Path(os.environ["BENCH_JSON"]))
    return 1 if any(figure.met is False for figure in report.figures) else 0


def arguments() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=ALL, default=list(ALL), help="workloads to measure")
    parser.add_argument("--on", nargs="+", choices=list(PLACES), default=list(PLACES), help="databases")
    parser.add_argument("--repeats", type=int, default=REPEATS)
    parser.add_argument("--profile", type=Path, help="folder for a sampled profile of every process")
    return parser.parse_args()


def measure(options: argparse.Namespace) -> Iterator[list[Figure]]:
    """The figures, workload by workload. W5 is measured beside W2."""
    wanted = {"w2" if name == "w5" else name for name in options.only}
    for place, known in PLACES.items():
        chosen = [workload for name, parts in known.items() if name in wanted for workload in parts]
        if place in options.on and chosen:
            with installation(place, profiled(options.profile)) as allma:
                bench = bench_of(allma, place, options.repeats)
                yield from figures_of(bench, chosen)
    if "w6" in wanted:
        yield startup.first_run(options.repeats)
    if "canvas" in wanted:
        yield canvas.figures(options.repeats)
    if "debugger" in wanted:
        yield from debugger.figures(options.repeats)
    if "live" in wanted:
        yield from live.figures(options.repeats)
    if "search" in wanted:
        yield from search.figures(options.repeats)


def figures_of(bench: Bench, chosen: list[Workload]) -> Iterator[list[Figure]]:
    """The figures of one installation; when it fails, with the end of its logs on standard error."""
    try:
        for workload in chosen:
            yield workload(bench)
    except BenchError:
        sys.stderr.write(bench.allma.log()[-LOG_CHARACTERS:])
        raise


def installation(place: str, settings: dict[str, str]) -> AbstractContextManager[Allma]:
    """One process on SQLite, or a web process and two workers on PostgreSQL and Redis."""
    return cluster(workers=2, **settings) if place == "PostgreSQL" else embedded(**settings)


def bench_of(allma: Allma, place: str, repeats: int) -> Bench:
    """What the workloads need of an installation."""
    database = Database(allma.postgres.url) if allma.postgres else sqlite_database(allma.folder)
    client = Client(allma.url, allma.create_key())
    return Bench(allma=allma, client=client, database=database, place=place, repeats=repeats)


def profiled(folder: Path | None) -> dict[str, str]:
    """The variables that make every process write a profile when it ends."""
    if folder is None:
        return {}
    folder.mkdir(parents=True, exist_ok=True)
    return {"PYTHONPATH": str(PROFILER), "BENCH_PROFILE": str(folder.resolve())}


if __name__ == "__main__":
    sys.exit(main())
