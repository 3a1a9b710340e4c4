import { channel } from 'node:diagnostics_channel';

/**
 * Named moments of the bot's work, on Node's diagnostics channels. Publishing is free without a
 * subscriber. The crash tests end the process at each of them. undici publishes its requests and
 * responses in the same way (`undici:request:create` and others).
 */
export const moments = {
  /** A job has changed its state, but the transaction is not committed: {@link Transition}. */
  transitionPending: channel('darkroom:transition:pending'),
  /** It is committed, but listeners are not yet notified. */
  transitionCommitted: channel('darkroom:transition:committed'),
  /** A batch of transactions is done, but not committed. `{ pieces }`: how many. */
  batchPending: channel('darkroom:store:pending'),
  /** The batch is committed, but listeners are not yet notified: `{ pieces }`. */
  batchCommitted: channel('darkroom:store:committed'),
  /** Something else about a job was recorded: {@link Note}. */
  noted: channel('darkroom:job:noted'),
  /**
   * A member learns that their request is refused or has failed: `{ code }`, one of
   * `src/errors/errors.ts`.
   */
  refused: channel('darkroom:refused'),
  /** A piece of a job's prepared pictures is stored: `{ jobId, place }`, counted from 0. */
  pieceKept: channel('darkroom:picture:kept'),
  /** A picture is in its temporary file: `{ jobId }`. */
  pictureWritten: channel('darkroom:picture:written'),
  /** A job's pictures are safe in their folder, but no row refers to them yet: `{ jobId }`. */
  pictureStored: channel('darkroom:picture:stored'),
  /** A job of an earlier process is resumed: `{ jobId }`. */
  resumed: channel('darkroom:job:resumed'),
  /** A job of a process that has ended is taken over by this one: `{ jobId }`. */
  takenOver: channel('darkroom:job:taken-over'),
  /** A migration has run, but is not committed: `{ version }`. */
  migrationPending: channel('darkroom:migration:pending'),
  /** `npm run migrate` has done a step, and committed it: `{ step }`. */
  transferStep: channel('darkroom:transfer:step'),
} as const;

/** `from` is null for a new job. */
export interface Transition {
  readonly jobId: string;
  readonly from: string | null;
  readonly to: string;
}

export interface Note {
  readonly jobId: string;
  /** Such as `message` or `shown`. */
  readonly what: string;
  /** The shown revision, if that was recorded. */
  readonly revision?: number;
  /** The run time that RunPod reports for a job that had already ended here. */
  readonly executionMs?: number;
}
