import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import SQLite from 'better-sqlite3';
import { z } from 'zod';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import { bringToSchema } from '../support/old-schema.ts';
import type { Studio } from '../support/studio.ts';
import { inThisWorld } from './old-database.ts';

/** What the last version before results had buttons of their own left: each job's row, and what it posted. */
const LEFT = fileURLToPath(new URL('old/4596ed6.json', import.meta.url));

const ended = z.object({ endedAt: z.number() });

const left = z.object({
  schema: z.number(),
  jobs: z.array(
    z.object({
      row: z.record(z.string(), z.union([z.string(), z.number()])),
      message: z.looseObject({ attachments: z.array(z.looseObject({ filename: z.string() })) }),
    }),
  ),
});

const posted = z.looseObject({ id: z.string() });

/**
 * Puts what that version left in the place of a studio's database, whose bot is stopped, with its messages in #general. Gives
 * these: one picture of Ada's by words, four of the workflow `ink`, and one made from a photo that she sent.
 */
export async function putPicturesOfBefore(
  studio: Studio,
  picture: Buffer,
): Promise<readonly Message[]> {
  const { databasePath: path, discord } = studio;
  for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true });
  const text = readFileSync(LEFT, 'utf8');
  const { endedAt } = ended.parse(JSON.parse(text));
  const { schema, jobs } = left.parse(JSON.parse(inThisWorld(text, endedAt, studio)));
  const sqlite = new SQLite(path);
  bringToSchema(sqlite, schema);
  mkdirSync(`${path}.files`, { recursive: true });
  const messages: Message[] = [];
  for (const { row, message } of jobs) {
    const names = message.attachments.map(({ filename }) => filename);
    for (const name of names) writeFileSync(join(`${path}.files`, name), picture, { mode: 0o600 });
    const id = await post(
      studio,
      message,
      names.map((name) => new File([picture], name)),
    );
    const columns = Object.keys(row);
    sqlite
      .prepare(
        `INSERT INTO jobs (${columns.join()}) VALUES (${columns.map((name) => `@${name}`).join()})`,
      )
      .run({ ...row, message_id: id });
    const shown = discord.message(id);
    if (shown) messages.push(shown);
  }
  sqlite.close();
  return messages;
}

/** Posts a message in #general as the bot. Gives its id. */
async function post({ discord }: Studio, message: object, files: readonly File[]): Promise<string> {
  const { apiUrl, token, world } = discord;
  const body = new FormData();
  body.append('payload_json', JSON.stringify(message));
  for (const [at, file] of files.entries()) body.append(`files[${at}]`, file);
  const answer = await fetch(`${apiUrl}/v10/channels/${world.channels.general.id}/messages`, {
    method: 'POST',
    headers: { authorization: `Bot ${token}` },
    body,
  });
  return posted.parse(await answer.json()).id;
}
