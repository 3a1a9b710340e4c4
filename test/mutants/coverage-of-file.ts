import { afterAll } from 'vitest';

interface Coverage {
  static: object;
  perTest: object;
}

declare global {
  /** What instrumented code and Stryker's own setup share. */
  var __stryker__: { mutantCoverage?: Coverage; recorded?: Coverage } | undefined;
}

/*
 * Modules stay loaded from one test file to the next, and all write to the object that they found when they were loaded. Stryker
 * hands the whole of it on after each file, which comes to gigabytes; so each file hands on only its own part.
 */
const stryker = globalThis.__stryker__;
if (stryker?.recorded) stryker.mutantCoverage = stryker.recorded;

// Of hooks after all tests the last one goes first, so Stryker's own comes after this.
afterAll(() => {
  const recorded = stryker?.mutantCoverage;
  if (!stryker || !recorded) return;
  stryker.recorded = recorded;
  stryker.mutantCoverage = { ...recorded };
  recorded.static = {};
  recorded.perTest = {};
});
