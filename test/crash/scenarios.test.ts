import { describe, expect, it } from 'vitest';
import { TRANSITIONS } from '../../src/jobs/job.ts';
import { TRANSITION_SCENARIOS } from './transitions.ts';

describe('the kill tests', () => {
  it('know how to bring about every transition and every creation, and no others', () => {
    const transitions = Object.entries(TRANSITIONS).flatMap(([from, all]) =>
      all.map((to) => `${from} > ${to}`),
    );
    const creations = [' > ready', ' > accepted', ' > awaiting_consent'];
    expect(Object.keys(TRANSITION_SCENARIOS).sort()).toEqual([...creations, ...transitions].sort());
  });
});
