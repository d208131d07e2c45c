"""`make flows`: run the sample flows over HTTP against a server that is started for it.

With `--cluster` against PostgreSQL, Redis and two workers. Other arguments go to run_flows.py, for example `--only`.
"""

from __future__ import annotations

import subprocess
import sys

from tests.processes import ROOT, cluster, embedded

FOLDER = ROOT / "tests" / "flows"


def main(arguments: list[str]) -> int:
    """The runner's exit status: 1 if any case failed."""
    others = [argument for argument in arguments if argument != "--cluster"]
    with cluster() if "--cluster" in arguments else embedded() as allma:
        command = [sys.executable, str(FOLDER / "run_flows.py"), "--url", allma.url, "--key", allma.create_key()]
        done = subprocess.run([*command, "--folder", str(FOLDER), *others], check=False)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
