"""`make dev`: the server, and Vite in front of it, which shows a change of the front end at once.

The pages are on http://localhost:5173 (VITE_PORT); Vite passes `/api` and `/ws` on to the server on PORT (8000).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOOK_SECONDS = 0.5


def main() -> int:
    """Run both until one ends or Ctrl-C; the exit status of the one that ended."""
    port = os.environ.get("PORT", "8000")
    vite_port = os.environ.get("VITE_PORT", "5173")
    pages = ["npx", "--no-install", "vite", "--port", vite_port, "--strictPort"]
    environment = {**os.environ, "PORT": port, "ALLMA_API": f"http://127.0.0.1:{port}"}
    trusted = {"ALLMA_PUBLIC_URL": os.environ.get("ALLMA_PUBLIC_URL", f"http://localhost:{vite_port}")}
    running = [
        subprocess.Popen([sys.executable, "-m", "allma_site.serve"], cwd=ROOT, env={**environment, **trusted}),
        subprocess.Popen(pages, cwd=ROOT / "frontend", env=environment),
    ]
    try:
        while all(process.poll() is None for process in running):
            time.sleep(LOOK_SECONDS)
    except KeyboardInterrupt:
        return 0
    finally:
        for process in running:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in running:
            process.wait()
    return next(process.returncode for process in running if process.returncode is not None)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main())
