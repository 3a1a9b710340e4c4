import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { backUp } from '../src/store/backup.ts';
import { BotProcess } from './support/bot-process.ts';
import { API_KEY, doEverything, PROMPT, Run } from './support/everything-once.ts';
import { openStudio } from './support/imagine.ts';
import { SecretSearch } from './support/secret-search.ts';
import type { Studio } from './support/studio.ts';

const faceGraph = z.object({ '6': z.object({ inputs: z.object({ image: z.base64() }) }) });
const pictureOutput = z.object({ images: z.array(z.object({ data: z.base64() })) });

/** A studio whose bot is a process of its own, to be started by the test. */
async function open(): Promise<Studio> {
  const studio = await openStudio({ runpod: { apiKey: API_KEY, workers: 9 } });
  await studio.stopBot();
  return studio;
}

/** What must be found nowhere but in the database. */
function privateParts({ studio, interactions, photos }: Run): SecretSearch {
  const { discord, runpod } = studio;
  const search = new SecretSearch();
  search.addText('bot token', discord.token);
  search.addText('RunPod key', API_KEY);
  for (const { token } of interactions) search.addText('interaction token', token);
  for (const { path } of discord.cdn.requests) {
    const { pathname, searchParams } = new URL(path, discord.cdnUrl);
    const [id, name] = pathname.split('/').slice(-2);
    for (const part of [
      'holiday-portrait',
      'ephemeral-attachments',
      `${id}/${name}`,
      `hm=${searchParams.get('hm')}`,
    ]) {
      search.addWhole('attachment', part);
      search.addWhole('attachment', encodeURIComponent(part));
    }
  }
  for (const bytes of photos) search.addBytes('photo', bytes);
  for (const { input } of runpod.jobs) {
    const { data } = faceGraph.safeParse(input);
    if (data) search.addBytes('normalised photo', Buffer.from(data['6'].inputs.image, 'base64'));
  }
  return search;
}

/** The files of a folder but for the database's own. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.sqlite(-wal|-shm|\.lock)?$/.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name));
}

/** `table.column: what`, for each column but that of tokens which holds something private. */
function privateColumns({ databasePath }: Studio, search: SecretSearch): string[] {
  const database = new SQLite(databasePath, { readonly: true });
  const tables = database
    .prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .all();
  const found = tables.flatMap(({ name: table }) =>
    database
      .prepare<[], Record<string, unknown>>(`SELECT * FROM ${table}`)
      .all()
      .flatMap((row) =>
        Object.entries(row).flatMap(([column, value]) =>
          column === 'interaction_token'
            ? []
            : search
                .findIn(Buffer.isBuffer(value) ? value : String(value))
                .map((what) => `${table}.${column}: ${what}`),
        ),
      ),
  );
  database.close();
  return [...new Set(found)];
}

/** The tokens that are still there although nothing is left to be said by them. */
function tokensOfShownJobs({ databasePath }: Studio): unknown[] {
  const database = new SQLite(databasePath, { readonly: true });
  const rows = database
    .prepare(
      `SELECT interaction_token FROM jobs WHERE interaction_token IS NOT NULL
       AND finished_at IS NOT NULL AND shown_revision >= revision`,
    )
    .all();
  database.close();
  return rows;
}

describe('nothing private gets out', () => {
  it('into a log, a message, a file, or a column that is not for it', async () => {
    const run = new Run(await open());
    const { studio, processes, messages } = run;
    await doEverything(run);

    const search = privateParts(run);
    const inMessages = messages.flatMap((message) => search.findIn(message));
    expect(inMessages).toEqual([]);

    const results = studio.runpod.jobs.flatMap(
      ({ output }) => pictureOutput.safeParse(output).data?.images ?? [],
    );
    expect(results.length).toBeGreaterThan(5);
    backUp(studio.databasePath, join(studio.folder, 'copy-of-the-log'));
    const files = filesIn(studio.folder);
    expect(files).toContain(join(studio.folder, 'copy-of-the-log'));
    expect(files.length).toBeGreaterThan(3);
    expect(files.flatMap((file) => search.findIn(readFileSync(file)))).toEqual([]);

    search.addWords('prompt', PROMPT);
    // A token of use is kept: by it the message is brought up to date that does not show the end.
    expect(privateColumns(studio, search)).toEqual(['jobs.params: prompt']);
    expect(tokensOfShownJobs(studio)).toEqual([]);

    for (const { data } of results)
      search.addBytes('result', Buffer.from(data.slice(0, 2_000), 'base64'));

    const lines = processes.flatMap(({ lines, stderr }) => [...lines, stderr]);
    expect(lines.length).toBeGreaterThan(50);
    expect(lines.flatMap((line) => search.findIn(line).map((what) => `${what}: ${line}`))).toEqual(
      [],
    );
  });
});

describe('a start that fails', () => {
  const token = 'MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcDE.abcdefghijklmnopqrstuvwxyz0123456789ab';
  const key = 'rpa_ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

  /** What a bot prints that ends by itself. */
  async function printed(variables: Readonly<Record<string, string>>): Promise<string> {
    const studio = await open();
    const bot = BotProcess.start({ ...studio.env, ...variables }, studio.folder);
    expect(await bot.ended).toEqual({ code: 1, signal: null });
    const text = [...bot.lines, bot.stderr].join('\n');
    expect(text).not.toBe('');
    return text;
  }

  function expectNoSecret(text: string): void {
    const search = new SecretSearch();
    for (const secret of [token, key]) search.addText(secret, secret);
    expect(search.findIn(text), text).toEqual([]);
  }

  it('because secrets stand in variables that are not theirs does not print them', async () => {
    const text = await printed({
      DISCORD_TOKEN: `Bot ${token}`,
      DISCORD_GUILD_ID: token,
      DISCORD_API_URL: token,
      DISCORD_CDN_URL: `https://${key}@cdn.test`,
      RUNPOD_API_KEY: `Bearer ${key}`,
      RUNPOD_ENDPOINT_ID: `v2/${key}`,
      RUNPOD_API_URL: key,
      RUNPOD_REST_URL: key,
      POLL_INTERVAL_MS: key,
      JOB_TIMEOUT_MS: token,
      GENERAL_CHECKPOINT_NAME: `../${key}`,
      LOG_LEVEL: token,
    });
    expect(text).toContain('LOG_LEVEL must be');
    expectNoSecret(text);
  });

  it('because token and key were swapped does not print them', async () => {
    const text = await printed({ DISCORD_TOKEN: key, RUNPOD_API_KEY: token });
    expect(text).toContain('Discord refused DISCORD_TOKEN');
    expectNoSecret(text);
  });

  it('because its database has the name of a key does not print it', async () => {
    expectNoSecret(await printed({ DATABASE_PATH: `/dev/null/${token}/${key}` }));
  });
});
