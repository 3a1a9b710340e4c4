import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../../packages/stand-ins/command-line.ts';
import { readOptions } from '../../../../packages/stand-ins/playground/options.ts';

describe('readOptions', () => {
  it.each([
    [[], { kind: 'serve', port: undefined, open: false, workflows: undefined }],
    [['--open'], { kind: 'serve', port: undefined, open: true, workflows: undefined }],
    [['--port', '8080'], { kind: 'serve', port: 8080, open: false, workflows: undefined }],
    [['--port=1', '--open'], { kind: 'serve', port: 1, open: true, workflows: undefined }],
    [['--port', '65535'], { kind: 'serve', port: 65_535, open: false, workflows: undefined }],
    [['--workflows', 'mine'], { kind: 'serve', port: undefined, open: false, workflows: 'mine' }],
    [['--help'], { kind: 'help' }],
    [['-h', '--open', '--port', '0'], { kind: 'help' }],
  ])('reads %j', (args, command) => {
    expect(readOptions(args)).toEqual(command);
  });

  it.each(['0', '-1', '65536', '80.5', '1e3', '0x50', '+80', '', ' ', 'http', 'NaN', 'Infinity'])(
    'refuses the port %j',
    (port) => {
      const sentence = '--port must be a number from 1 to 65535.';
      expect(() => readOptions([`--port=${port}`])).toThrow(new UsageError(sentence));
    },
  );

  it.each([
    [['--fast'], "Unknown option '--fast': see npm run playground -- --help."],
    [['8080'], "Unexpected argument '8080': see npm run playground -- --help."],
    [['--port'], "Option '--port <value>' argument missing: see npm run playground -- --help."],
    [
      ['--port', '--open'],
      "Option '--port' argument is ambiguous: see npm run playground -- --help.",
    ],
    [
      ['--open=yes'],
      "Option '--open' does not take an argument: see npm run playground -- --help.",
    ],
  ])('refuses %j in one sentence', (args, sentence) => {
    expect(() => readOptions(args)).toThrow(new UsageError(sentence));
  });
});
