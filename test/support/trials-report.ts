import type { Reporter, TestCase } from 'vitest/node';
import type { Trials } from './trials.ts';

/** Says at the end of a run what the bot was put through. */
export class TrialsReport implements Reporter {
  readonly #trials: Trials[] = [];

  onTestCaseResult(test: TestCase): void {
    const { trials } = test.meta();
    if (trials) this.#trials.push(trials);
  }

  onTestRunEnd(): void {
    const sum = (of: keyof Trials) => this.#trials.reduce((total, each) => total + each[of], 0);
    process.stdout.write(`\nfaults ${sum('faults')} · made-up inputs ${sum('inputs')}\n`);
  }
}
