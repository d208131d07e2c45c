"""Resident memory of processes, from /proc."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

KIB_PER_MIB = 1024


def resident_mib(pid: int) -> float:
    """What a process holds now, in MiB."""
    return _status_mib(pid, "VmRSS")


def peak_mib(pid: int) -> float:
    """The most a process has held since its start or since `forget_peak`, in MiB."""
    return _status_mib(pid, "VmHWM")


def forget_peak(pid: int) -> None:
    """Let the peak begin again at what is held now."""
    Path(f"/proc/{pid}/clear_refs").write_text("5")


def family(pids: Iterable[int]) -> list[int]:
    """The processes and all their descendants that live."""
    found: list[int] = []
    waiting = list(pids)
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            with suppress(OSError):
                waiting += [int(child) for child in task.read_text().split()]
    return found


def _status_mib(pid: int, name: str) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / KIB_PER_MIB
    raise LookupError(f"/proc/{pid}/status has no {name}.")
