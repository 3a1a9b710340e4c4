import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_AGAIN_MS = 25;

/** Looks again and again until something is so. Tells whether it came to be so in time. */
export async function until(isSo: () => boolean, withinMs: number): Promise<boolean> {
  const end = performance.now() + withinMs;
  while (performance.now() < end) {
    if (isSo()) return true;
    await sleep(LOOK_AGAIN_MS);
  }
  return isSo();
}
