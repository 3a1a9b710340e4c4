import type { Reporter, TestCase } from 'vitest/node';
import type { Tally } from './tally.ts';

/** Says at the end of a run how often the bot was killed, and what came of it. */
export class CrashReport implements Reporter {
  readonly #seed: number;
  readonly #tallies: Tally[] = [];
  #broken = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  onTestCaseResult(test: TestCase): void {
    const { crash } = test.meta();
    if (crash) this.#tallies.push(crash);
    if (test.result().state === 'failed') this.#broken += 1;
  }

  onTestRunEnd(): void {
    const sum = (of: keyof Tally) =>
      this.#tallies.reduce((total, tally) => total + (tally[of] ?? 0), 0);
    const counts = [
      `kills ${sum('kills')}`,
      `kills of the server ${sum('serverEnds')}`,
      `taken for dead ${sum('takenForDead')}`,
      `jobs ${sum('jobs')}`,
      `lost ${sum('lost')}`,
      `sent twice, as allowed ${sum('doubled')}`,
      `broken promises ${this.#broken}`,
      `CRASH_SEED=${this.#seed}`,
    ];
    process.stdout.write(`\n${counts.join(' · ')}\n`);
  }
}
