"""The worker's log: job ids, states and durations. Nothing that a person wrote or sent."""

import logging
import sys

log = logging.getLogger("darkroom_worker")


def log_to_stderr() -> None:
    """Turns the log on, for this package only: a library's warning may quote a request."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False
    # With a handler at the root, Python's handler of last resort keeps quiet too.
    logging.getLogger().addHandler(logging.NullHandler())
