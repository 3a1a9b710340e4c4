import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOptions } from '../../src/operator/drain-command.ts';
import { UsageError } from '../../src/command-line/program.ts';

const NOTHING = { help: false, undo: false, timeoutMs: undefined };

describe('the options of npm run drain', () => {
  it.each([
    [[], NOTHING],
    [['--undo'], { ...NOTHING, undo: true }],
    [['-h'], { ...NOTHING, help: true }],
    [['--timeout', '20'], { ...NOTHING, timeoutMs: 1_200_000 }],
    [['--timeout=0.5'], { ...NOTHING, timeoutMs: 30_000 }],
  ])('%j are read', (args, options) => {
    expect(readOptions(args)).toEqual(options);
  });

  it.each([
    ['--timeout', '0'],
    ['--timeout', '-3'],
    ['--timeout', 'soon'],
    ['--timeout', '1e3'],
    ['--timeout', '10081'],
    ['--timeout'],
    ['--timeout', '5', '--undo'],
    ['--force'],
    ['now'],
  ])('%s %s are refused in a sentence', (...args) => {
    expect(() => readOptions(args)).toThrow(UsageError);
  });

  it('are a wait within a week, or refused, whatever is written', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 4 }), (args) => {
        try {
          const { timeoutMs = 1 } = readOptions(['--timeout', ...args]);
          expect(timeoutMs).toBeGreaterThan(0);
          expect(timeoutMs).toBeLessThanOrEqual(7 * 24 * 3_600_000);
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
        }
      }),
    );
  });
});
