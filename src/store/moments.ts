import { channel } from 'node:diagnostics_channel';

/**
 * Named moments of the bot's work, on Node's diagnostics channels. Publishing costs nothing while
 * nobody has subscribed; the crash tests end the process at each of them. undici publishes those
 * of every request and answer in the same way (`undici:request:create` and others).
 */
export const moments = {
  /** A job has changed its state, but the transaction is not committed: {@link Transition}. */
  transitionPending: channel('darkroom:transition:pending'),
  /** The same once it is committed, before listeners are notified. */
  transitionCommitted: channel('darkroom:transition:committed'),
  /** The pieces of a batch are done, and none of them is committed: {@link BatchSize}. */
  batchPending: channel('darkroom:store:pending'),
  /** They are committed, before listeners are notified: {@link BatchSize}. */
  batchCommitted: channel('darkroom:store:committed'),
  /** Something else about a job was written down: {@link Note}. */
  noted: channel('darkroom:job:noted'),
  /** A person is told that what they asked for is refused, or has failed: {@link Refusal}. */
  refused: channel('darkroom:refused'),
  /** A piece of a job's prepared pictures is written down: {@link PicturePiece}. */
  pieceKept: channel('darkroom:picture:kept'),
  /** A picture lies in its temporary file: {@link PictureFile}. */
  pictureWritten: channel('darkroom:picture:written'),
  /** A job's pictures lie safe in their folder, but no row names them yet: {@link PictureFile}. */
  pictureStored: channel('darkroom:picture:stored'),
  /** A job of an earlier run is resumed: `{ jobId }`. */
  resumed: channel('darkroom:job:resumed'),
  /** A migration has run, but is not committed: `{ version }`. */
  migrationPending: channel('darkroom:migration:pending'),
} as const;

/** `from` is null for a job that is created. */
export interface Transition {
  readonly jobId: string;
  readonly from: string | null;
  readonly to: string;
}

/** How many pieces of work were committed at once. */
export interface BatchSize {
  readonly pieces: number;
}

export interface Note {
  readonly jobId: string;
  /** Such as `message` or `shown`. */
  readonly what: string;
  /** What the message shows by then, where that is what was written down. */
  readonly revision?: number;
  /** What RunPod tells of a job that was ended here before it was over there. */
  readonly executionMs?: number;
}

export interface Refusal {
  /** An error's, of `src/errors/errors.ts`. */
  readonly code: string;
}

export interface PicturePiece {
  readonly jobId: string;
  /** Counts from 0. */
  readonly place: number;
}

export interface PictureFile {
  readonly jobId: string;
}
