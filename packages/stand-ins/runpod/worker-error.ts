import { pythonNotation } from '../comfy/python-notation.ts';

/** The contract worker's own complaint; its message is what the status shows as `error`. */
export class WorkerError extends Error {
  override readonly name = 'WorkerError';

  static noPrompt(): WorkerError {
    return new WorkerError('No prompt provided in input');
  }

  static noPictures(): WorkerError {
    return new WorkerError('No output images produced');
  }

  static tooSlow(promptId: string, limitMs: number): WorkerError {
    return new WorkerError(`Prompt ${promptId} did not complete within ${limitMs / 1000}s`);
  }

  static died(): WorkerError {
    return new WorkerError('ComfyUI process died unexpectedly');
  }

  /** `messages` stand in Python's notation, since the worker formats a Python list. */
  static comfy(messages: readonly unknown[]): WorkerError {
    return new WorkerError(`ComfyUI error: ${pythonNotation(messages)}`);
  }

  /** What the worker's HTTP client says of a graph that ComfyUI refused. */
  static badRequest(): WorkerError {
    return new WorkerError('HTTP Error 400: Bad Request');
  }
}
