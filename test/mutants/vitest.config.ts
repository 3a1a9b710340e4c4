import { configDefaults } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { ordinary } from '../../vitest.config.ts';

/** The quickest files first: a mutant's run ends with the first test that fails. */
class QuickestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).reverse();
  }
}

export default {
  ...ordinary,
  test: {
    ...ordinary.test,
    include: ['test/**/*.test.ts'],
    exclude: [
      ...configDefaults.exclude,
      'test/**/*.pg.test.ts',
      // Those read the product's text, or what is built of it.
      'test/docs/**',
      'test/mutants/**',
      'test/imports.test.ts',
      'test/required-node.test.ts',
      'test/discord/cards/pure.test.ts',
      'test/say/sentences.test.ts',
      // The stand-ins and benchmarks are no part of the product.
      'test/sandbox/**',
      'test/bench/**',
    ],
    setupFiles: ['test/support/count-trials.ts', 'test/mutants/coverage-of-file.ts'],
    sequence: { sequencer: QuickestFirst },
    // What a mutant makes wait for ever is found sooner.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
  },
};
