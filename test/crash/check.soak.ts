import { rmSync, readdirSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import SQLite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { payloadOf } from '../../src/discord/cards/card.ts';
import { renderReport } from '../../src/discord/cards/report-card.ts';
import { openPseudonyms } from '../../src/store/key-file.ts';
import { reportFromRow } from '../../src/moderation/report.ts';
import { jobOfRow } from '../support/job-of-row.ts';
import { check } from './check.ts';
import { openStage } from './crash.ts';
import { readRows } from './rows.ts';
import { settle } from './settle.ts';
import type { CrashStage } from './stage.ts';

describe('the check of the promise', () => {
  let stage: CrashStage;

  beforeAll(async () => {
    stage = await openStage();
    stage.start();
    await stage.ask();
    await stage.discord.waitFor(({ files }) => files.length > 0);
    await settle(stage);
    await stage.stop();
  });

  afterAll(() => stage.close());

  /** What the check says while the database is changed in this way. */
  async function checkAfter(change: string): Promise<string> {
    const before = new SQLite(stage.database.path);
    before.pragma('foreign_keys = OFF');
    before.exec(`CREATE TEMP TABLE kept AS SELECT * FROM jobs;
      CREATE TEMP TABLE happened AS SELECT * FROM job_events;
      ${change};`);
    try {
      return await check(stage).then(() => 'kept', String);
    } finally {
      before.exec(`DELETE FROM jobs; INSERT INTO jobs SELECT * FROM kept;
        DELETE FROM job_events; INSERT INTO job_events SELECT * FROM happened;
        DELETE FROM prepared_pictures; DELETE FROM reports; DELETE FROM moderation_channels;`);
      before.close();
    }
  }

  it('is passed by a job that nothing went wrong with', async () => {
    expect(await check(stage)).toEqual({ kills: 0, serverEnds: 0, jobs: 1, lost: 0, doubled: 0 });
  });

  it.each([
    ['a job that was shown and is no longer there', 'DELETE FROM jobs', /is lost/],
    ['a message that is not what the row says', "UPDATE jobs SET state = 'failed'", /shows/],
    ['a token that was kept', "UPDATE jobs SET interaction_token = 'x'", /still holds its token/],
    [
      'a face that was kept',
      'INSERT INTO prepared_pictures (job_id) SELECT id FROM jobs',
      /the pictures of job \w+ are kept/,
    ],
    ['a job without a message', "UPDATE jobs SET id = 'other'", /has 0 messages/],
    [
      'a picture that is shown and that the row does not name',
      "UPDATE jobs SET pictures = '[]'",
      /shows .*"files":1.*, not .*"files":0/,
    ],
    ['a button that is not shown', "UPDATE jobs SET state = 'failed'", /, not .*v2:retry:job:/],
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
    [
      'a message of a job that was erased',
      'UPDATE jobs SET erased_at = 1',
      /is erased and has 1 m/,
    ],
    [
      'an erasure that nothing stands in the way of',
      'UPDATE jobs SET erase_asked_at = 1',
      /still waits to be erased/,
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
    const stray = `${stage.database.path}.files/stray.png.tmp`;
    writeFileSync(stray, '');
    try {
      await expect(check(stage)).rejects.toThrow(/the folder holds/);
    } finally {
      rmSync(stray);
    }
    expect(readdirSync(`${stage.database.path}.files`)).toHaveLength(1);
  });

  /** The bot says this. */
  async function post(body: object): Promise<void> {
    const { apiUrl, token, world } = stage.discord;
    const answer = await fetch(`${apiUrl}/v10/channels/${world.channels.general.id}/messages`, {
      method: 'POST',
      headers: { authorization: `Bot ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(200);
  }

  /** Adds Cleo's report of the picture, whose card has no thumbnail, for a server that wants its reports in that channel. */
  function reported(channelId = stage.discord.world.channels.general.id): string {
    const { guild, people } = stage.discord.world;
    return `INSERT INTO moderation_channels (guild_id, channel_id) VALUES ('${guild.id}', '${channelId}');
      INSERT INTO reports (id, job_id, guild_id, reporter_id, reason, reported_at)
        SELECT 'told', id, guild_id, '${people.cleo.id}', 'minor', 1 FROM jobs`;
  }

  it('finds a report that moderators were not told of', async () => {
    expect(await checkAfter(reported())).toMatch(/report told of job \w+ has 0 messages/);
  });

  it('finds a report that is told otherwise, elsewhere or twice', async () => {
    const [row] = (await readRows(stage.database)).jobs;
    if (!row) throw new Error('there is no job');
    const { guild, channels, people } = stage.discord.world;
    const report = reportFromRow({
      ...{ id: 'told', jobId: row.id, guildId: guild.id, reporterId: people.cleo.id },
      ...{ reason: 'minor', effect: 'hide', reportedAt: 1, undeliverableAt: null },
      ...{ revision: 1, shownRevision: 1, channelId: null, messageId: null },
      ...{ decision: null, decidedBy: null, decidedAt: null },
    });
    const body = payloadOf(renderReport(report, jobOfRow(row))).body;
    await post(body);
    expect(await checkAfter(reported())).toBe('kept');
    const hidden = `${reported()}; UPDATE jobs SET visibility = 'hidden'`;
    expect(await checkAfter(hidden)).toMatch(
      /report told .* shows .*still visible.*, not .*hidden/,
    );
    const decision = `${reported()}; UPDATE reports SET decided_at = 1, decision = 'restored'`;
    expect(await checkAfter(decision)).toMatch(/report told .* shows .*, not .*\*\*Kept\*\*/);
    expect(await checkAfter(reported(channels.restricted.id))).toMatch(/in another channel/);
    await post(body);
    expect(await checkAfter(reported())).toMatch(/report told of job \w+ has 2 messages/);
  });

  it('finds what is left of a person who was erased', async () => {
    const { ada } = stage.discord.world.people;
    const pseudonym = openPseudonyms(`${stage.database.path}.key`)(ada.id);
    const said = await checkAfter(`UPDATE jobs SET erased_at = 1, user_id = '${pseudonym}',
      params = replace(params, 'picture number 1', '(erased)')`);
    expect(said).toMatch(/darkroom\.sqlite still holds "picture number 1/);
    expect(said).toContain(`still holds "${ada.id}"`);
  });

  it('finds words of an erased person in the write-ahead log and among the pictures', async () => {
    const erased = `UPDATE jobs SET erased_at = 1,
      params = replace(params, 'picture number 1', '(erased)')`;
    for (const path of [`${stage.database.path}-copy-wal`, `${stage.database.path}.files/note`]) {
      writeFileSync(path, '{"prompt":"picture number 1"}');
      try {
        expect(await checkAfter(erased)).toContain(`${basename(path)} still holds "picture n`);
      } finally {
        rmSync(path);
      }
    }
  });

  it('finds a second message of the same job', async () => {
    const { general } = stage.discord.world.channels;
    const [message] = stage.discord.messages(general);
    await post({ embeds: [{ footer: message?.embeds[0]?.footer, title: 'again' }] });
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
