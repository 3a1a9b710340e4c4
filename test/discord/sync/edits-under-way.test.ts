import { join } from 'node:path';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Announcer } from '../../../src/discord/sync/announcer.ts';
import { ErasedMessages } from '../../../src/discord/sync/erased-messages.ts';
import { SharedToken } from '../../../src/discord/sync/operator-notices.ts';
import { type EditedMessage, Messages } from '../../../src/discord/rest/messages.ts';
import { smallerJpeg } from '../../../src/images/result-jpeg.ts';
import { Observations } from '../../../src/jobs/observations.ts';
import type { Job, JobState } from '../../../src/jobs/job.ts';
import { FolderPictures } from '../../../src/images/folder-pictures.ts';
import { Turns } from '../../../src/engines/turns.ts';
import { LogBench } from '../../support/log-bench.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { ONLY_PROCESS } from '../../../src/store/processes.ts';
import { openMessages } from '../rest/messages-bench.ts';

/** A Discord that answers no edit before it is told to. */
class SlowMessages extends Messages {
  readonly edited: string[] = [];
  readonly #waiting: (() => void)[] = [];

  override edit(_: string, messageId: string): Promise<string> {
    return this.#answerLater(messageId);
  }

  override async editByToken(_: string, messageId: string): Promise<EditedMessage> {
    return { id: await this.#answerLater(messageId), attachments: [] };
  }

  answerAll(): void {
    for (const answer of this.#waiting.splice(0)) answer();
  }

  #answerLater(messageId: string): Promise<string> {
    this.edited.push(messageId);
    return new Promise((resolve) => {
      this.#waiting.push(() => {
        resolve(messageId);
      });
    });
  }
}

async function open() {
  const bench = new LogBench();
  const { log, clock } = bench;
  const { calls, discord } = await openMessages();
  const messages = new SlowMessages(calls, { applicationId: '1', userId: discord.botId });
  const logger = pino({ enabled: false });
  const turns = new Turns();
  const stopping = AbortSignal.abort();
  const tellOperator = () => Promise.resolve();
  const announcer = new Announcer({
    processes: ONLY_PROCESS,
    stepsAfter: () => undefined,
    log,
    messages,
    clock,
    logger,
    turns,
    observations: new Observations(),
    onEndShown: () => undefined,
    keepPosted: () => Promise.resolve(),
    coverPosted: () => Promise.resolve(false),
    pictures: new FolderPictures(join(tempFolder(), 'files')),
    shrinkPicture: async (read, mostBytes) => smallerJpeg(await read(), mostBytes),
    erasedMessages: new ErasedMessages({ log, messages, clock, logger, turns, stopping }),
    sharedToken: new SharedToken({ log, messages, clock, logger, tellOperator }),
  });
  onTestFinished(async () => {
    const stopped = announcer.stop();
    messages.answerAll();
    await stopped;
  });
  /** A job whose message is named, edited by a token or as the bot. */
  const jobIn = async (state: JobState, messageId: string, by: 'token' | 'bot'): Promise<Job> => {
    const tokenExpiresAt = by === 'token' ? clock.now() + 900_000 : 1;
    const job = await bench.jobIn(state, { tokenExpiresAt });
    await log.note.message(job, messageId);
    return job;
  };
  /** Lets pass what has to lie between two edits, or between a command and its first edit. */
  const pass = async () => {
    for (let seconds = 0; seconds < 5; seconds += 1) await clock.advance(1_000);
  };
  return { bench, messages, announcer, jobIn, pass };
}

describe('edits that Discord does not answer', () => {
  it('are forty by token, and eight as the bot beside them', async () => {
    const { messages, announcer, jobIn, pass } = await open();
    for (let n = 0; n < 45; n += 1) await jobIn('queued', `token ${n}`, 'token');
    for (let n = 0; n < 12; n += 1) await jobIn('queued', `bot ${n}`, 'bot');
    announcer.follow();
    await announcer.resume();
    const under = (by: string) => new Set(messages.edited.filter((id) => id.startsWith(by))).size;
    await expect.poll(() => [under('token'), under('bot')]).toEqual([40, 8]);
    await pass();
    expect(messages.edited).toHaveLength(48);
  });

  it('keep no result from being sent, whose message waits to show less', async () => {
    const { bench, messages, announcer, jobIn, pass } = await open();
    for (let n = 0; n < 8; n += 1) await jobIn('queued', `${n}`, 'bot');
    announcer.follow();
    await announcer.resume();
    await expect.poll(() => messages.edited).toHaveLength(8);
    const late = await jobIn('running', 'late', 'bot');
    await pass();
    expect(messages.edited).not.toContain('late');
    await bench.move(late, 'completed');
    await expect.poll(() => messages.edited).toContain('late');
    expect(messages.edited).toHaveLength(9);
  });
});
