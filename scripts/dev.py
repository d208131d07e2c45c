"""`make dev`: the server, and Vite in front of it, which shows a change of the front end at once.

The pages are on http://localhost:5173 (VITE_PORT); Vite passes `/api` and `/ws` on to the server on PORT (8000).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Run both until one ends or Ctrl-C; the exit status of the one that ended."""
    port = os.environ.get("PORT", "8000")
    vite_port = os.environ.get("VITE_PORT", "5173")
    pages = ["node_modules/.bin/vite", "--port", vite_port, "--strictPort"]
    environment = {**os.environ, "PORT": port, "ALLMA_API": f"http://127.0.0.1:{port}"}
    trusted = {"ALLMA_PUBLIC_URL": os.environ.get("ALLMA_PUBLIC_URL", f"http://localhost:{vite_port}")}
    running = [
        subprocess.Popen([sys.executable, "-m", "allma_site.serve"], cwd=ROOT, env={**environment, **trusted}),
        subprocess.Popen(pages, cwd=ROOT / "frontend", env=environment),
    ]
    with ThreadPoolExecutor(len(running)) as waiting:
        try:
            done, _ = wait([waiting.submit(process.wait) for process in running], return_when=FIRST_COMPLETED)
        except KeyboardInterrupt:
            return 0
        finally:
            for process in running:
                process.send_signal(signal.SIGTERM)
    return done.pop().result()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main())
