import type { JobLog } from '../record/job/job-log.ts';
import { isTerminal, type Job } from '../record/job/job.ts';

export interface EndWatchContext {
  readonly log: Pick<JobLog, 'events'>;
  /** Aborts requests that are still under way when the time to stop is up. */
  readonly halt: AbortSignal;
}

/** What tells a long step that its job has ended meanwhile, or that the bot stops. */
export interface EndWatch {
  readonly signal: AbortSignal;
  unwatch(): void;
}

/** Watches until it is told not to. */
export function watchForEnd({ id }: Job, { log, halt }: EndWatchContext): EndWatch {
  const controller = new AbortController();
  const onChanged = (changed: Job) => {
    if (changed.id === id && isTerminal(changed.state)) controller.abort();
  };
  const onHalt = () => {
    controller.abort();
  };
  if (halt.aborted) onHalt();
  log.events.on('changed', onChanged);
  halt.addEventListener('abort', onHalt);
  return {
    signal: controller.signal,
    unwatch() {
      log.events.off('changed', onChanged);
      halt.removeEventListener('abort', onHalt);
    },
  };
}
