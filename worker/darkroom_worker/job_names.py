"""Names that belong to one job: nobody can guess them, and a later worker knows them as ours."""

import re
import secrets

PREFIX = "darkroom-"
# How the name of a job's own file or folder begins; an operator's darkroom-logo.png does not.
OWN_START = re.compile(r"darkroom-[0-9a-f]{24}(?![0-9A-Za-z])")
OWN_NAME = re.compile(r"darkroom-[0-9a-f]{24}[\w.-]*(?:/[\w.-]+)*")


def new_job_name() -> str:
    """A name for a job's input files and output folder: `darkroom-` and 24 hex digits."""
    return PREFIX + secrets.token_hex(12)


def loggable(job_id: object) -> str:
    """A job's id as it may stand in the log: whoever sends it could write anything there."""
    return re.sub(r"[^\w.-]", "_", str(job_id))[:64]
