import { describe, expect, it } from 'vitest';
import { readCommand, UsageError } from '../../src/workflows/command-line.ts';

describe('the arguments of npm run workflow', () => {
  it.each([
    [[], { kind: 'help' }],
    [['check', '--help'], { kind: 'help' }],
    [['check'], { kind: 'check', folders: [] }],
    [['check', 'workflows/a', 'b'], { kind: 'check', folders: ['workflows/a', 'b'] }],
  ])('%j are understood', (args, command) => {
    expect(readCommand(args)).toEqual(command);
  });

  it.each([[['chek']], [['check', '--all']], [['--general']]])('%j are not', (args) => {
    expect(() => readCommand(args)).toThrow(UsageError);
  });
});
