// Makes of any machine a busy one: what loads this stands still now and then, and its disk is slow. A process of the
// same id does the same again with the same BUSY_SEED.
import { subscribe } from 'node:diagnostics_channel';
import process from 'node:process';
import { setTimeout } from 'node:timers';

const LONGEST_MS = Number(process.env.BUSY_MS ?? 150);
/** More than what the Store waits for before it commits: what usually goes together does not. */
const LONGEST_TRANSITION_MS = 25;

const nothing = new Int32Array(new SharedArrayBuffer(4));
let state = (Number(process.env.BUSY_SEED ?? 1) * 2_654_435_761 + process.pid) >>> 0;

/** In [0, 1), by xorshift32. */
function random() {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) / 2 ** 32;
}

/**
 * Takes no core meanwhile, so that many processes can do so beside each other.
 *
 * @param {number} ms
 */
function standStill(ms) {
  if (ms >= 1) Atomics.wait(nothing, 0, 0, ms);
}

function nowAndThen() {
  standStill(random() ** 3 * LONGEST_MS);
  setTimeout(nowAndThen, random() * LONGEST_MS).unref();
}

nowAndThen();
subscribe('darkroom:transition:pending', () => {
  standStill(random() * LONGEST_TRANSITION_MS);
});
subscribe('darkroom:store:pending', () => {
  standStill(random() ** 4 * LONGEST_MS);
});
