"""A sampling profiler for every Python process that has this folder on its PYTHONPATH.

It looks at all threads every 5 ms and, when the process ends, writes the functions most often seen at work to
`$BENCH_PROFILE/<pid>.txt`. Waiting threads are left out.
"""

from __future__ import annotations

import atexit
import os
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from types import FrameType

EVERY_SECONDS = 0.005
SHOWN = 45
IDLE = frozenset({"wait", "select", "poll", "_worker", "accept", "_recv_bytes", "get", "read", "brpop", "sleep", "readinto"})

own: Counter[str] = Counter()
whole: Counter[str] = Counter()


def watch() -> None:
    """Sample until the process ends."""
    me = threading.get_ident()
    while True:
        time.sleep(EVERY_SECONDS)
        for thread, frame in sys._current_frames().items():
            if thread != me and frame.f_code.co_name not in IDLE:
                take(frame)


def take(frame: FrameType | None) -> None:
    """Count one stack."""
    if frame is not None:
        own[name_of(frame)] += 1
    seen = set()
    while frame is not None:
        seen.add(name_of(frame))
        frame = frame.f_back
    whole.update(seen)


def name_of(frame: FrameType) -> str:
    """`folder/file.py:function`."""
    path = Path(frame.f_code.co_filename)
    return f"{path.parent.name}/{path.name}:{frame.f_code.co_name}"


def write() -> None:
    """Both lists, the most seen first, in samples."""
    total = sum(own.values())
    lines = [f"{total} samples of threads at work, one every {EVERY_SECONDS * 1000:g} ms", "", "in the function itself"]
    lines += [f"{count:7} {count / total:6.1%}  {name}" for name, count in own.most_common(SHOWN)]
    lines += ["", "in it and what it calls"]
    lines += [f"{count:7} {count / total:6.1%}  {name}" for name, count in whole.most_common(SHOWN)]
    Path(os.environ["BENCH_PROFILE"], f"{os.getpid()}.txt").write_text("\n".join(lines) + "\n")


if os.environ.get("BENCH_PROFILE"):
    threading.Thread(target=watch, name="profile", daemon=True).start()
    atexit.register(write)
