import { describe, expect, it } from 'vitest';
import type { MessagePayload } from '../../../src/discord/rest/message-payload.ts';
import { ShownMessages } from '../../../src/discord/sync/message-state.ts';
import { isTerminal, type Job, JOB_STATES } from '../../../src/jobs/job.ts';
import { sampleJob } from '../../../packages/stand-ins/playground/cards/sample-job.ts';

const PAYLOAD: MessagePayload = {
  body: { embeds: [], components: [], attachments: [], allowed_mentions: { parse: [] } },
  pictures: [],
};

/** A job as its row says before it is written down what its message shows. */
const row = (parts: Partial<Job> = {}): Job =>
  sampleJob({
    answeredInteractionId: '7',
    state: 'running',
    revision: 3,
    shownRevision: 1,
    messageId: undefined,
    ...parts,
  });

/** What this process has learnt of that job's message. */
function learnt({ id }: Job, parts: Partial<Job> = {}): ShownMessages {
  const shown = new ShownMessages();
  const known = { answeredInteractionId: '7', shownRevision: 2, messageId: '99', ...parts };
  shown.noteShown(id, PAYLOAD, 5, { learnt: known });
  return shown;
}

describe('the messages that are kept up to date', () => {
  it('are counted by who edits them, each once, until they are forgotten', () => {
    const shown = new ShownMessages();
    expect(shown.noteEditedAs('a', 'token')).toBe(1);
    expect(shown.noteEditedAs('b', 'token')).toBe(2);
    expect(shown.noteEditedAs('b', 'token')).toBe(2);
    // Its token has come to its end.
    expect(shown.noteEditedAs('b', 'bot')).toBe(1);
    expect(shown.noteEditedAs('c', 'token')).toBe(2);
    shown.forget('b');
    shown.forget('c');
    expect([shown.noteEditedAs('d', 'bot'), shown.noteEditedAs('d', 'token')]).toEqual([1, 2]);
  });
});

describe('what is known of a message before its row says so', () => {
  it('is laid over the row: which message it is, and what it shows', () => {
    const job = row();
    expect(learnt(job).overlay(job)).toEqual({ ...job, messageId: '99', shownRevision: 2 });
  });

  it('is nothing for a job of which nothing was learnt', () => {
    const job = row();
    expect(new ShownMessages().overlay(job)).toBe(job);
    expect(learnt(row({ id: 'another1' })).overlay(job)).toBe(job);
  });

  it('gives way to a row that knows more', () => {
    const job = row({ shownRevision: 3, messageId: '100' });
    expect(learnt(job).overlay(job)).toEqual(job);
  });

  it('is of no use where the message answers another interaction by now', () => {
    const job = row({ answeredInteractionId: '8' });
    expect(learnt(job).overlay(job)).toBe(job);
  });

  it.each(JOB_STATES.filter(isTerminal))(
    'never says that a job which is %s is shown: only its row does',
    (state) => {
      const job = row({ state });
      expect(learnt(job, { shownRevision: 3 }).overlay(job)).toEqual({ ...job, messageId: '99' });
    },
  );

  it('is unlearnt where the job has another message, and what was shown is known all the same', () => {
    const job = row();
    const shown = learnt(job);
    shown.forgetLearnt(job.id);
    expect(shown.overlay(job)).toBe(job);
    expect(shown.get(job.id)).toMatchObject({ payload: PAYLOAD, at: 5 });
  });

  it('is unlearnt of a message that nothing is known of without a trace', () => {
    const shown = new ShownMessages();
    shown.forgetLearnt('nobody01');
    expect(shown.size).toBe(0);
  });

  it('is kept when an edit fails, and when less is shown', () => {
    const job = row();
    const shown = learnt(job);
    shown.noteFailure(job.id, 6);
    expect(shown.overlay(job)).toMatchObject({ messageId: '99', shownRevision: 2 });
    expect(shown.showLess(job.id, 'too_large', 7)).toBe(true);
    expect(shown.overlay(job)).toMatchObject({ messageId: '99', shownRevision: 2 });
  });

  it('is forgotten with the message', () => {
    const job = row();
    const shown = learnt(job);
    shown.forget(job.id);
    expect([shown.overlay(job), shown.size]).toEqual([job, 0]);
  });
});
