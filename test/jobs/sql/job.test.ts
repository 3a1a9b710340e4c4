import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isTerminal,
  JOB_STATES,
  type JobState,
  phaseOf,
  statesBefore,
  TERMINAL_STATES,
  TRANSITIONS,
} from '../../../src/jobs/job.ts';

const anyState = fc.constantFrom(...JOB_STATES);
const next = (state: JobState): readonly JobState[] => TRANSITIONS[state];

/** Where a job can come to, the states that it starts from included. */
function reachable(from: readonly JobState[]): ReadonlySet<JobState> {
  const reached = new Set(from);
  for (const state of reached) for (const to of next(state)) reached.add(to);
  return reached;
}

describe('the states of a job', () => {
  it('end in exactly four', () => {
    expect(TERMINAL_STATES).toEqual(['completed', 'failed', 'cancelled', 'expired']);
    expect(JOB_STATES.filter(isTerminal)).toEqual(TERMINAL_STATES);
  });

  it('lead only to states', () => {
    expect(JOB_STATES.flatMap(next).filter((state) => !JOB_STATES.includes(state))).toEqual([]);
  });

  it.each(JOB_STATES.filter((state) => !isTerminal(state)))('can be cancelled from %s', (state) => {
    expect(next(state)).toContain('cancelled');
  });

  it.each(JOB_STATES)('lead to an end from %s', (state) => {
    expect([...reachable([state])].some(isTerminal)).toBe(true);
  });

  it('are all reached from the two that a job begins in', () => {
    const reached = reachable(['awaiting_consent', 'accepted']);
    expect([...reached].toSorted()).toEqual(JOB_STATES.toSorted());
  });

  it('never lead from asking for consent to work without being accepted', () => {
    expect(next('awaiting_consent').filter((to) => !isTerminal(to))).toEqual(['accepted']);
  });

  it('lead to completed only where RunPod has the job, or has made a part of it', () => {
    expect(statesBefore('completed')).toEqual(['ready', 'submitting', 'queued', 'running']);
  });
});

describe('statesBefore', () => {
  it('is the transitions read backwards', () => {
    fc.assert(
      fc.property(anyState, anyState, (from, to) => {
        expect(statesBefore(to).includes(from)).toBe(next(from).includes(to));
      }),
    );
  });

  it('holds no terminal state', () => {
    fc.assert(
      fc.property(anyState, (to) => {
        expect(statesBefore(to).filter(isTerminal)).toEqual([]);
      }),
    );
  });
});

describe('phaseOf', () => {
  it.each<[JobState, string]>([
    ['awaiting_consent', 'asking'],
    ['accepted', 'waiting'],
    ['preparing', 'waiting'],
    ['ready', 'waiting'],
    ['submitting', 'waiting'],
    ['queued', 'waiting'],
    ['running', 'working'],
    ['completed', 'completed'],
    ['failed', 'failed'],
    ['cancelled', 'cancelled'],
    ['expired', 'failed'],
  ])('shows %s as %s', (state, phase) => {
    expect(phaseOf(state)).toBe(phase);
  });

  it('changes whenever a job ends', () => {
    fc.assert(
      fc.property(anyState, anyState, (from, to) => {
        fc.pre(next(from).includes(to) && isTerminal(to));
        expect(phaseOf(from)).not.toBe(phaseOf(to));
      }),
    );
  });
});
