import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCommand } from '../../src/operator/block-command.ts';
import { UsageError } from '../../src/command-line/program.ts';

const ID = '400000000000000001';
const person = { kind: 'person', id: ID };

describe('the words after npm run block', () => {
  it.each([
    [[], { kind: 'help' }],
    [['--help'], { kind: 'help' }],
    [['list'], { kind: 'list' }],
    [['person', ID, '--reason', ' spam '], { kind: 'keep out', subject: person, reason: 'spam' }],
    [
      ['--reason=raids', 'server', ID],
      { kind: 'keep out', subject: { kind: 'server', id: ID }, reason: 'raids' },
    ],
    [['lift', 'person', ID], { kind: 'lift', subject: person }],
    [['end-pause', ID], { kind: 'end pause', id: ID }],
  ])('%j are read', (args, command) => {
    expect(readCommand(args)).toEqual(command);
  });

  it.each([
    [['person', ID], 'Give a reason'],
    [['person', ID, '--reason', '  '], 'Give a reason'],
    [['person', ID, '--reason', 'x'.repeat(501)], 'one line of up to 500'],
    [['person', ID, '--reason', 'a\nb'], 'one line of up to 500'],
    [['person', ID, '--reason', 'a\u001b[2Jb'], 'one line of up to 500'],
    [['person', '12', '--reason', 'x'], 'has 17 to 20 digits'],
    [['person', '@ada', '--reason', 'x'], 'has 17 to 20 digits'],
    [['lift', 'server'], 'has 17 to 20 digits'],
    [['person', ID, ID, '--reason', 'x'], 'Wrong arguments'],
    [['lift', 'person', ID, '--reason', 'x'], 'Wrong arguments'],
    [['lift', ID], 'Wrong arguments'],
    [['end-pause', 'ada'], 'has 17 to 20 digits'],
    [['end-pause'], 'has 17 to 20 digits'],
    [['end-pause', ID, ID], 'Wrong arguments'],
    [['end-pause', ID, '--reason', 'x'], 'Wrong arguments'],
    [['list', 'all'], 'Wrong arguments'],
    [['ban', ID], 'Wrong arguments'],
    [['--force'], 'Wrong arguments'],
  ])('%j are refused', (args, says) => {
    expect(() => readCommand(args)).toThrow(UsageError);
    expect(() => readCommand(args)).toThrow(says);
  });

  it('are a command or refused in a sentence, whatever they are', () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom('person', 'server', 'lift', 'list', ID, '--reason'),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 5 }), (args) => {
        try {
          expect(readCommand(args)).toHaveProperty('kind');
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
        }
      }),
    );
  });
});
