import { rmSync, readdirSync, writeFileSync } from 'node:fs';
import SQLite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { check } from './check.ts';
import { openStage } from './crash.ts';
import { settle } from './settle.ts';
import type { CrashStage } from './stage.ts';

describe('the check of the promise', () => {
  let stage: CrashStage;

  beforeAll(async () => {
    stage = await openStage();
    stage.start();
    await stage.ask();
    await stage.discord.waitFor(({ files }) => files.length > 0, { timeoutMs: 25_000 });
    await settle(stage);
    await stage.stop();
  });

  afterAll(() => stage.close());

  /** What the check says while the database is changed in this way. */
  async function checkAfter(change: string): Promise<string> {
    const before = new SQLite(stage.database);
    before.pragma('foreign_keys = OFF');
    before.exec(`CREATE TEMP TABLE kept AS SELECT * FROM jobs;
      CREATE TEMP TABLE happened AS SELECT * FROM job_events;
      ${change};`);
    try {
      return await check(stage).then(() => 'kept', String);
    } finally {
      before.exec(`DELETE FROM jobs; INSERT INTO jobs SELECT * FROM kept;
        DELETE FROM job_events; INSERT INTO job_events SELECT * FROM happened;`);
      before.close();
    }
  }

  it('is passed by a job that nothing went wrong with', async () => {
    expect(await check(stage)).toEqual({ kills: 0, jobs: 1, lost: 0, doubled: 0 });
  });

  it.each([
    ['a job that was shown and is no longer there', 'DELETE FROM jobs', /is lost/],
    ['a message that is not what the row says', "UPDATE jobs SET state = 'failed'", /shows/],
    ['a token that was kept', "UPDATE jobs SET interaction_token = 'x'", /still holds its token/],
    ['a face that was kept', "UPDATE jobs SET face = x'00'", /still holds the face/],
    ['a job without a message', "UPDATE jobs SET id = 'other'", /has 0 messages/],
    [
      'a picture that is shown and that the row does not name',
      "UPDATE jobs SET pictures = '[]'",
      /shows .*"files":1.*, not .*"files":0/,
    ],
    ['a button that is not shown', "UPDATE jobs SET state = 'failed'", /, not .*v1:retry:/],
    [
      'a picture of a job that did not come to one',
      "UPDATE jobs SET state = 'failed'",
      /showed a picture before/,
    ],
    [
      'a job that was cancelled and went on at RunPod',
      "UPDATE jobs SET state = 'cancelled', finished_at = 1",
      /went on at RunPod/,
    ],
    [
      'a job that RunPod was not told of',
      'UPDATE jobs SET remote_open = 1',
      /still open at RunPod/,
    ],
    ['a third attempt', 'UPDATE jobs SET attempt = 3', /has attempt 3/],
    ['a job that nobody can be told about', 'UPDATE jobs SET undeliverable_at = 1', /can be told/],
    [
      'a job that ended twice',
      `INSERT INTO job_events (job_id, at, from_state, to_state, cause)
         SELECT id, 1, 'running', 'failed', 'again' FROM jobs`,
      /ended 2 times/,
    ],
  ])('finds %s', async (_, change, said) => {
    expect(await checkAfter(change)).toMatch(said);
  });

  it('finds a job that was committed before a kill and is no longer there', async () => {
    stage.committed.add('gone');
    try {
      await expect(check(stage)).rejects.toThrow(/job gone is lost/);
    } finally {
      stage.committed.delete('gone');
    }
  });

  it('finds a file that no row names', async () => {
    const stray = `${stage.database}.files/stray.png.tmp`;
    writeFileSync(stray, '');
    try {
      await expect(check(stage)).rejects.toThrow(/the folder holds/);
    } finally {
      rmSync(stray);
    }
    expect(readdirSync(`${stage.database}.files`)).toHaveLength(1);
  });

  it('finds a second message of the same job', async () => {
    const { discord } = stage;
    const [message] = discord.messages(discord.world.channels.general);
    const again = await fetch(`${discord.apiUrl}/v10/channels/${message?.channel_id}/messages`, {
      method: 'POST',
      headers: { authorization: `Bot ${discord.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ embeds: [{ footer: message?.embeds[0]?.footer, title: 'again' }] }),
    });
    expect(again.status).toBe(200);
    await expect(check(stage)).rejects.toThrow(/has 2 messages/);
  });

  /** RunPod gets the request once more. */
  async function sendAgain(): Promise<void> {
    const { runpod } = stage;
    const [job] = runpod.jobs;
    await fetch(`${runpod.apiUrl}/${runpod.endpointId}/run`, {
      method: 'POST',
      headers: { authorization: `Bearer ${runpod.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ input: job?.input }),
    });
  }

  it('finds a request that RunPod got twice for no reason', async () => {
    await sendAgain();
    await expect(check(stage)).rejects.toThrow(/was sent 2 times/);
  });

  it('lets a request whose answer was lost be sent twice, and no third time', async () => {
    // As if the bot had died before it learnt that its request was taken.
    const [first] = stage.runpod.jobs;
    stage.kills.push(first?.submittedAt ?? 0);
    const neverLearnt = "DELETE FROM job_events WHERE to_state = 'queued'";
    expect(await checkAfter(neverLearnt)).not.toMatch(/was sent/);
    expect(await checkAfter('SELECT 1')).toMatch(/was sent 2 times/);
    await sendAgain();
    expect(await checkAfter(neverLearnt)).toMatch(/was sent 3 times/);
  });
});
