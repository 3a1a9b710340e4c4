import { describe, expect, it } from 'vitest';
import {
  reduceMessageActs,
  type AllMessageActs,
} from '../../../../packages/stand-ins/playground/page/messages/message-acts.ts';
import type { ActionOutcome } from '../../../../packages/stand-ins/playground/wire.ts';

const BUTTON = { message: '1', customId: 'v2:cancel:job:a' };

function after(outcome: ActionOutcome, parts: { message: string; customId?: string } = BUTTON) {
  const sent = reduceMessageActs(new Map(), { type: 'sent', ...parts });
  return reduceMessageActs(sent, { type: 'answered', ...parts, outcome });
}

function isPending(all: AllMessageActs): boolean {
  return all.get(BUTTON.message)?.pending.has(BUTTON.customId) === true;
}

describe('a button that was pressed', () => {
  it('waits for its answer', () => {
    const sent = reduceMessageActs(new Map(), { type: 'sent', ...BUTTON });
    expect(isPending(sent)).toBe(true);
    expect(isPending(after({ kind: 'done' }))).toBe(false);
  });

  it('says under its message that nobody answered', () => {
    expect(after({ kind: 'no-answer' }).get('1')?.problem).toBe('This interaction failed');
  });

  it('says why Discord refused it', () => {
    const problem = 'That button is not there.';
    expect(after({ kind: 'refused', problem }).get('1')?.problem).toBe(problem);
  });

  it('forgets what went wrong when it is pressed again', () => {
    const again = reduceMessageActs(after({ kind: 'no-answer' }), { type: 'sent', ...BUTTON });
    expect(again.get('1')?.problem).toBeUndefined();
  });

  it('has nothing to say where it opened a form', () => {
    const modal = { title: 'Report', custom_id: 'a', components: [] };
    expect(after({ kind: 'modal', interaction: '1', modal }).get('1')?.problem).toBeUndefined();
  });

  it('leaves what was done with other messages as it was', () => {
    const before = after({ kind: 'no-answer' });
    const now = reduceMessageActs(before, { type: 'sent', ...BUTTON, message: '2' });
    expect(now.get('1')).toBe(before.get('1'));
  });
});

describe('a command of the menu', () => {
  it('says so where the application did not respond', () => {
    const acts = after({ kind: 'no-answer' }, { message: '1' });
    expect(acts.get('1')?.problem).toBe('The application did not respond');
    expect(acts.get('1')?.pending.size).toBe(0);
  });
});
