"""`python -m darkroom_worker`: serves RunPod; with `--stdio`, JSON lines instead."""

import argparse
import asyncio
import os
import sys

from .job_lines import JobLines
from .log import log_to_stderr
from .runpod_jobs import serve_runpod
from .settings import BadSetting, settings_from
from .worker import Worker


def main() -> int:
    """Exit code 2 for a setting that cannot be."""
    parser = argparse.ArgumentParser(prog="darkroom_worker", description=__doc__)
    parser.add_argument("--stdio", action="store_true", help="jobs as JSON lines (job_lines.py)")
    # RunPod's SDK reads arguments of its own.
    arguments, _ = parser.parse_known_args()
    try:
        settings = settings_from(os.environ)
    except BadSetting as error:
        print(error, file=sys.stderr)
        return 2
    log_to_stderr()
    worker = Worker(settings)
    worker.start()
    try:
        if arguments.stdio:
            asyncio.run(_serve_lines(worker))
        else:
            serve_runpod(worker)
    except ModuleNotFoundError as error:
        if error.name != "runpod":
            raise
        print("The runpod package is not installed: only --stdio works without", file=sys.stderr)
        return 2
    finally:
        worker.stop()
    return 0


async def _serve_lines(worker: Worker) -> None:
    # Standard output belongs to the protocol: whatever else is printed goes to the log.
    sink = os.dup(1)
    os.dup2(2, 1)
    await JobLines(worker, source=0, sink=sink).serve()


if __name__ == "__main__":
    sys.exit(main())
