"""What ends a job without pictures."""


class JobError(Exception):
    """Ends a job. Its text is the answer's `error`, so it holds no picture, path or traceback."""


class ComfyGone(JobError):
    """ComfyUI died, or never started."""


class WorkerUnfit(JobError):
    """Ends a job for a reason that lies in this worker: no job after this one would fare better."""


class NeverStarted(ComfyGone, WorkerUnfit):
    """ComfyUI does not start here."""


class DiskFailed(WorkerUnfit):
    """Nothing can be stored here: the disk is full, or fails."""


class ComfyUnreachable(Exception):
    """One call to ComfyUI brought no answer. `refused`: nobody listens there. `silent`: somebody
    does, but said nothing for as long as was waited."""

    def __init__(self, call: str, *, refused: bool = False, silent: bool = False) -> None:
        super().__init__(f"{call} brought no answer")
        self.refused = refused
        self.silent = silent
