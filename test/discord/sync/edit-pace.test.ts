import { describe, expect, it } from 'vitest';
import {
  type EditPace,
  pauseBeforeAnyEdit,
  pauseBeforeEdit,
  priorityOfEdit,
} from '../../../src/discord/sync/edit-queues.ts';
import { isTerminal, JOB_STATES } from '../../../src/jobs/job.ts';
import { ASKED_AT, sampleJob } from '../../../packages/stand-ins/playground/cards/sample-job.ts';

const LATER = ASKED_AT + 60_000;

function pause(parts: Partial<EditPace> = {}, job = sampleJob({ shownRevision: 1 })): number {
  const pace = { now: LATER, lastEditAt: LATER, failures: 0, as: 'token' as const, messages: 1 };
  return pauseBeforeEdit(job, { ...pace, ...parts });
}

describe('the pause before an edit', () => {
  it.each<[string, Partial<EditPace>, number]>([
    ['of progress by token is five seconds', {}, 5_000],
    ['of progress as the bot is fifteen seconds', { as: 'bot' }, 15_000],
    ['of progress by token is the same for a thousand messages', { messages: 1_000 }, 5_000],
    ['of progress by token grows with more, to 200 edits a second', { messages: 2_000 }, 10_000],
    [
      'of progress as the bot grows too, to 40 edits a second',
      { as: 'bot', messages: 800 },
      20_000,
    ],
    ['after a failure is two seconds', { failures: 1 }, 2_000],
    ['after six failures is about a minute', { failures: 6 }, 64_000],
    ['after many failures is two minutes at most', { failures: 19 }, 120_000],
    ['of a message that this process has not shown is none', { lastEditAt: undefined }, 0],
    ['is none where the clock was set back', { lastEditAt: LATER + 3_600_000, failures: 3 }, 0],
    ['counts from the last edit', { lastEditAt: LATER - 4_000 }, 1_000],
  ])('%s', (_, parts, expected) => {
    expect(pause(parts)).toBe(expected);
  });

  it('of a change is one second', () => {
    expect(pause({}, sampleJob({ revision: 2, shownRevision: 1 }))).toBe(1_000);
  });

  it.each(JOB_STATES.filter(isTerminal))('of the end as %s is none', (state) => {
    const ended = sampleJob({ state, revision: 2, shownRevision: 1 });
    expect(pause({}, ended)).toBe(0);
    expect(pause({ failures: 1 }, ended)).toBe(2_000);
  });

  it('waits for an answer that may still arrive if the message is not known yet', () => {
    const job = sampleJob({ messageId: undefined });
    expect(pause({ now: ASKED_AT + 1_000, lastEditAt: undefined }, job)).toBe(4_000);
    expect(pause({ now: ASKED_AT + 5_000, lastEditAt: undefined }, job)).toBe(0);
    const late = sampleJob({ messageId: undefined, acceptedAt: ASKED_AT + 10_000 });
    expect(pause({ now: ASKED_AT + 12_000, lastEditAt: undefined }, late)).toBe(3_000);
    // A clock that is slow.
    expect(pause({ now: ASKED_AT - 600_000, lastEditAt: undefined }, job)).toBe(0);
  });
});

describe('the pause before any edit', () => {
  it.each([
    ['is a second after the last one', LATER, false, 1_000],
    ['is over then', LATER - 1_000, false, 0],
    ['is five seconds for progress', LATER - 1_000, true, 4_000],
    ['is none before the first one', undefined, true, 0],
    ['is none where the clock was set back', LATER + 3_600_000, true, 0],
  ])('%s', (_, lastEditAt, isProgress, expected) => {
    expect(pauseBeforeAnyEdit({ now: LATER, lastEditAt, isProgress })).toBe(expected);
  });
});

describe('the priority of an edit', () => {
  it.each(JOB_STATES)('of a change to %s is above progress', (state) => {
    const change = priorityOfEdit(sampleJob({ state, revision: 2, shownRevision: 1 }));
    expect(change).toBe(isTerminal(state) ? 2 : 1);
    expect(priorityOfEdit(sampleJob({ state, revision: 2, shownRevision: 2 }))).toBe(0);
  });
});
