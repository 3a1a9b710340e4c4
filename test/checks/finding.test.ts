import { expect, it } from 'vitest';
import { lineOf } from '../../src/checks/finding.ts';

it('is a line, and below it what to do', () => {
  const finding = { verdict: 'wrong', about: 'RunPod', says: 'no.', next: 'Look.' } as const;
  expect(lineOf(finding)).toBe('✗ RunPod: no.\n    Look.\n');
});

it('lets no name move the cursor, turn the text round, or begin a line of its own', () => {
  const says = 'in \u001b[2J\u202eme\n✓ All is well.';
  expect(lineOf({ verdict: 'note', about: 'Discord', says })).toBe(
    '· Discord: in [2J me ✓ All is well.\n',
  );
});

it('is no longer than anybody reads', () => {
  const line = lineOf({ verdict: 'fine', about: 'Discord', says: 'x'.repeat(1_000_000) });
  expect(line.length).toBeLessThan(1_100);
});
