import { describe, expect, it } from 'vitest';

import { readFileArgument, UsageError } from '../../src/command-line/program.ts';

describe('the words after npm run backup', () => {
  it.each([
    [[], { help: false, file: undefined }],
    [['copy.sqlite'], { help: false, file: 'copy.sqlite' }],
    [['--', '--help'], { help: false, file: '--help' }],
    [['--help'], { help: true, file: undefined }],
    [['-h'], { help: true, file: undefined }],
  ])('%j are read', (args, read) => {
    expect(readFileArgument('backup', args)).toEqual(read);
  });

  it.each([[['my', 'copy.sqlite']], [['']], [['--force']], [['-x', 'copy.sqlite']]])(
    '%j are refused',
    (args) => {
      expect(() => readFileArgument('backup', args)).toThrow(UsageError);
      expect(() => readFileArgument('backup', args)).toThrow('see npm run backup -- --help');
    },
  );
});
