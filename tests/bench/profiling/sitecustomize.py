"""A sampling profiler for every Python process that has this folder on its PYTHONPATH.

It looks at all threads every 5 ms and writes the functions most often seen at work to `$BENCH_PROFILE/<pid>.txt`,
again and again, because a process may end by a signal. Waiting threads and imports are left out.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

EVERY_SECONDS = 0.005
WRITE_SECONDS = 2.0
SHOWN = 45
IDLE = frozenset(
    {"wait", "select", "poll", "_worker", "accept", "_recv_bytes", "get", "read", "brpop", "sleep", "readinto"}
    | {"_run", "_read_from_socket", "wait_selector"}
)
IMPORT = "_find_and_load"

own: Counter[str] = Counter()
whole: Counter[str] = Counter()


def watch() -> None:
    """Sample until the process ends."""
    me, written = threading.get_ident(), time.monotonic()
    while True:
        time.sleep(EVERY_SECONDS)
        for thread, frame in sys._current_frames().items():
            if thread != me and frame.f_code.co_name not in IDLE:
                take(frame)
        if time.monotonic() - written > WRITE_SECONDS:
            write()
            written = time.monotonic()


def take(frame: FrameType) -> None:
    """Count one stack, unless it imports."""
    stack = [name_of(each) for each in stack_of(frame)]
    if not any(name.endswith(IMPORT) for name in stack):
        own[stack[0]] += 1
        whole.update(set(stack))


def stack_of(frame: FrameType | None) -> Iterator[FrameType]:
    """The frame and its callers."""
    while frame is not None:
        yield frame
        frame = frame.f_back


def name_of(frame: FrameType) -> str:
    """`folder/file.py:function`."""
    path = Path(frame.f_code.co_filename)
    return f"{path.parent.name}/{path.name}:{frame.f_code.co_name}"


def write() -> None:
    """Both lists, the most seen first, in samples."""
    total = sum(own.values()) or 1
    lines = [f"{total} samples of threads at work, one every {EVERY_SECONDS * 1000:g} ms", "", "in the function itself"]
    lines += [f"{count:7} {count / total:6.1%}  {name}" for name, count in own.most_common(SHOWN)]
    lines += ["", "in it and what it calls"]
    lines += [f"{count:7} {count / total:6.1%}  {name}" for name, count in whole.most_common(SHOWN)]
    Path(os.environ["BENCH_PROFILE"], f"{os.getpid()}.txt").write_text("\n".join(lines) + "\n")


if os.environ.get("BENCH_PROFILE"):
    threading.Thread(target=watch, name="profile", daemon=True).start()
