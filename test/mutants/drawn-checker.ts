import type { Mutant, StrykerOptions } from '@stryker-mutator/api/core';
import { CheckStatus, type Checker, type CheckResult } from '@stryker-mutator/api/check';
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import { mutantKey } from './mutant-key.ts';

/** Lets only drawn mutants run. Stryker takes places in files, at most of which there are several. */
class DrawnChecker implements Checker {
  static readonly inject = tokens(commonTokens.options);
  readonly #drawn: ReadonlySet<unknown>;

  constructor(options: StrykerOptions) {
    this.#drawn = new Set(Array.isArray(options.drawn) ? options.drawn : []);
  }

  async init(): Promise<void> {
    // There is nothing to prepare.
  }

  check(mutants: Mutant[]): Promise<Record<string, CheckResult>> {
    const results = mutants.map((mutant): [string, CheckResult] => [
      mutant.id,
      this.#drawn.has(mutantKey(mutant))
        ? { status: CheckStatus.Passed }
        : { status: CheckStatus.CompileError, reason: 'not drawn' },
    ]);
    return Promise.resolve(Object.fromEntries(results));
  }

  group(mutants: Mutant[]): Promise<string[][]> {
    return Promise.resolve([mutants.map(({ id }) => id)]);
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Checker, 'drawn', DrawnChecker)];
