import { randomBytes } from 'node:crypto';
import diagnostics from 'node:diagnostics_channel';
import { onTestFinished } from 'vitest';
import { PIECE_BYTES } from '../../src/store/database.ts';
import { facePicture, preparedFace } from './face-picture.ts';
import type { LogBench } from './log-bench.ts';

export const pictures = [facePicture()];

/** Three pieces, the last of them short. */
export const photo = () => randomBytes(2 * PIECE_BYTES + 1_000);

export const NOTHING = { sets: 0, owned: 0, pieces: 0 };

/** A job whose photo is prepared, and that has come to this state. */
export async function prepared(bench: LogBench, state: 'ready' | 'submitting' = 'ready') {
  const { id } = await bench.jobIn('preparing', { pictures });
  const bytes = photo();
  await bench.log.keepPictures(id, [preparedFace(bytes)]);
  const job = await bench.find({ id });
  return { job: state === 'ready' ? job : await bench.move(job, state), bytes };
}

/** Does something once, in the moment of which that channel tells. */
export function atNext(channel: string, act: () => void): void {
  const once = () => {
    diagnostics.unsubscribe(channel, once);
    act();
  };
  diagnostics.subscribe(channel, once);
  onTestFinished(() => {
    diagnostics.unsubscribe(channel, once);
  });
}

/** Does something once, right behind the first piece that is written. */
export function atFirstPiece(act: () => void): void {
  atNext('darkroom:picture:kept', act);
}
