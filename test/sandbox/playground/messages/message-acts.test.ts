import { describe, expect, it } from 'vitest';
import {
  buttonKey,
  NO_ACTS,
  reduceMessageActs,
  type MessageActs,
} from '../../../../src/sandbox/playground/page/messages/message-acts.ts';
import type { ActionOutcome } from '../../../../src/sandbox/playground/wire.ts';

const BUTTON = { message: '1', customId: 'v1:cancel:a' };

function after(outcome: ActionOutcome, parts: { message: string; customId?: string } = BUTTON) {
  const sent = reduceMessageActs(NO_ACTS, { type: 'sent', ...parts });
  return reduceMessageActs(sent, { type: 'answered', ...parts, outcome });
}

function isPending({ pending }: MessageActs): boolean {
  return pending.has(buttonKey(BUTTON.message, BUTTON.customId));
}

describe('a button that was pressed', () => {
  it('waits for its answer', () => {
    const sent = reduceMessageActs(NO_ACTS, { type: 'sent', ...BUTTON });
    expect(isPending(sent)).toBe(true);
    expect(isPending(after({ kind: 'done' }))).toBe(false);
  });

  it('says under its message that nobody answered', () => {
    expect(after({ kind: 'no-answer' }).failed.get('1')).toBe('This interaction failed');
  });

  it('says why Discord refused it', () => {
    const problem = 'That button is not there.';
    expect(after({ kind: 'refused', problem }).failed.get('1')).toBe(problem);
  });

  it('forgets what went wrong when it is pressed again', () => {
    const again = reduceMessageActs(after({ kind: 'no-answer' }), { type: 'sent', ...BUTTON });
    expect(again.failed.size).toBe(0);
  });

  it('has nothing to say where it opened a form', () => {
    const modal = { title: 'Report', custom_id: 'a', components: [] };
    expect(after({ kind: 'modal', interaction: '1', modal })).toEqual(NO_ACTS);
  });
});

describe('a command of the menu', () => {
  it('says so where the application did not respond', () => {
    const acts = after({ kind: 'no-answer' }, { message: '1' });
    expect(acts.failed.get('1')).toBe('The application did not respond');
    expect(acts.pending.size).toBe(0);
  });
});
