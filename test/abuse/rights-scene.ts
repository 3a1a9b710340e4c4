import SQLite from 'better-sqlite3';
import type { JobState } from '../../src/jobs/job.ts';
import { ComponentType } from 'discord.js';
import { expect } from 'vitest';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import type { OptionValues } from '../../packages/stand-ins/discord/option-value.ts';
import type { Person } from '../../packages/stand-ins/discord/world.ts';
import { fillIn, panel, use } from '../commands/panels.ts';
import { portrait } from '../commands/portrait.ts';
import { chooseOffice } from '../commands/report-scene.ts';
import { answerOf, press } from '../commands/result-scene.ts';
import { answerShowing, imagine, jobOf, openStudio, textOf } from '../commands/scene.ts';
import { pngWithTexts } from '../images/png-with-texts.ts';
import type { Studio } from '../support/studio.ts';
import { messageIn } from '../support/job-message.ts';

/** A word of every prompt here. */
export const SECRET = 'quillwort';

/** A job of Ada's, and its message. */
export interface KnownJob {
  readonly id: string;
  readonly message: Message;
  readonly person: boolean;
  readonly private: boolean;
  /** Whether its row says whose it is. */
  readonly isKnown: boolean;
}

/** A message of the bot's, and who sees it where not everybody does. */
export interface Shown {
  readonly message: Message;
  readonly seenBy?: Person;
}

export type JobName =
  | 'plain'
  | 'photo'
  | 'private'
  | 'erased'
  | 'forgotten'
  | 'failed'
  | 'waiting'
  | 'asking'
  | 'asked';

/** Jobs of Ada's in every situation, the messages about them, and people in every role. */
export async function openRights() {
  const studio = await openStudio();
  const { world } = studio.discord;
  const { general } = world.channels;
  const { ada, ben, cleo } = world.people;
  const people = {
    ada,
    moderator: ben,
    stranger: cleo,
    poster: world.addPerson('Dora'),
    manager: world.addPerson('Eve', { permissions: BigInt(1 << 13) }),
    blocked: world.addPerson('Finn'),
  };
  await (
    await chooseOffice(studio, general)
  ).answered;
  const finish = async (options: OptionValues = {}) => known(studio, options, 'completed');
  const face = { name: 'me.png', bytes: await portrait() };
  const done = {
    plain: await finish(),
    photo: await finish({ face, face_consent: true }),
    private: await finish({ private: true }),
    erased: await finish(),
    forgotten: await finish(),
  };
  studio.runpod.script({ error: 'ComfyUI process died unexpectedly' });
  const failed = await known(studio, {}, 'failed');
  const bytes = pngWithTexts(await portrait(), { parameters: `${SECRET}\nSteps: 20` });
  const files = [{ name: 'me.png', bytes }];
  const say = (by: Person) => studio.discord.say({ by, in: general, content: 'look', files });
  const menuOf = (by: Person, message: Message, name: string) =>
    studio.discord.messageCommand({ by, message, name });
  const card = await answerOf(await menuOf(cleo, say(cleo), 'Use as start picture'));
  const settings = await menuOf(cleo, say(ada), 'Reuse settings');
  const found = await answerShowing(studio, settings, '/imagine');
  const picked = await menuOf(ada, say(people.poster), 'Use as start picture');
  const form = await press(studio, await answerOf(picked), 'Open the form');
  const sent = await fillIn(studio, form, { prompt: `a ${SECRET} in a coat` });
  const asked = { ...(await asKnown(studio, sent)), person: true };
  const report = await reported(studio, done.photo);
  const panels = {
    ada: await panelOf(studio, done.plain, ada),
    cleo: await panelOf(studio, done.plain, cleo),
  };
  await (
    await use(studio, 'moderation', {
      by: ben,
      subcommand: 'block',
      options: { person: people.blocked },
    })
  ).answered;
  await press(studio, await panelOf(studio, done.erased, ada), 'Delete', ada)
    .then(answerOf)
    .then(async (question) => (await press(studio, question, 'Delete permanently', ada)).answered);
  await expect.poll(() => studio.discord.message(done.erased.message.id)).toBeUndefined();
  forget(studio, done.forgotten.id);
  studio.runpod.hold();
  const waiting = await known(studio, {}, 'running');
  const asking = { ...(await known(studio, { face }, 'awaiting_consent')), person: true };
  const jobs: Readonly<Record<JobName, KnownJob>> = {
    plain: done.plain,
    photo: { ...done.photo, person: true },
    private: { ...done.private, private: true },
    erased: { ...done.erased, isKnown: false },
    forgotten: { ...done.forgotten, isKnown: false },
    failed,
    waiting,
    asking,
    asked,
  };
  const messages: Readonly<Record<string, Shown>> = {
    ...Object.fromEntries(Object.entries(jobs).map(([name, { message }]) => [name, { message }])),
    private: { message: jobs.private.message, seenBy: ada },
    asking: { message: asking.message, seenBy: ada },
    panel: { message: panels.ada, seenBy: ada },
    panelOfOther: { message: panels.cleo, seenBy: cleo },
    card: { message: card, seenBy: cleo },
    found: { message: found, seenBy: cleo },
    settings: { message: await panel(studio, 'settings'), seenBy: ada },
    report: { message: report },
  };
  return { studio, people, jobs, messages, reportId: reportIn(studio) };
}

export type RightsScene = Awaited<ReturnType<typeof openRights>>;

async function known(studio: Studio, options: OptionValues, state: JobState): Promise<KnownJob> {
  const { general } = studio.discord.world.channels;
  const asked = await imagine(studio, { prompt: `a ${SECRET}`, ...options }, { in: general });
  await messageIn(studio, asked, state);
  return asKnown(studio, asked);
}

async function asKnown(studio: Studio, asked: Parameters<typeof jobOf>[1]): Promise<KnownJob> {
  const message = await studio.discord.waitFor((one) => one.interaction_metadata?.id === asked.id);
  const { id } = await jobOf(studio, asked);
  return { id, message, person: false, private: false, isKnown: true };
}

async function panelOf(studio: Studio, { message }: KnownJob, by: Person): Promise<Message> {
  return answerOf(await press(studio, message, 'More', by));
}

/** Cleo reports a picture; the message by which moderators learn of it. */
async function reported(studio: Studio, { id, message }: KnownJob): Promise<Message> {
  const { cleo } = studio.discord.world.people;
  const customId = `v2:report-for:job:${id}:3`;
  await (
    await studio.discord.click({ by: cleo, message, customId, raw: true })
  ).answered;
  const mark = `report ${reportIn(studio)}`;
  return studio.discord.waitFor((one) => textOf(one).includes(mark));
}

function reportIn({ databasePath }: Studio): string {
  return String(read(databasePath, 'SELECT id FROM reports')[0]?.id);
}

/** All that a press may change. */
export function rowsIn({ databasePath }: Studio): unknown {
  const jobs = `SELECT id, state, cancelled_by, visibility, erased_at, erase_asked_at, asks_user_id,
    consent_withdrawn FROM jobs ORDER BY id`;
  const tables = [
    ...['consents', 'reports', 'blocks', 'moderation_events', 'poster_questions', 'erasures'],
    ...['person_settings', 'person_defaults', 'presets', 'data_copies'],
  ];
  return [jobs, ...tables.map((table) => `SELECT * FROM ${table}`)].map((query) =>
    read(databasePath, query),
  );
}

function read(path: string, query: string): Record<string, unknown>[] {
  const database = new SQLite(path, { readonly: true });
  const rows = database.prepare<[], Record<string, unknown>>(query).all();
  database.close();
  return rows;
}

/** Nothing is known of a job any more. */
function forget({ databasePath }: Studio, id: string): void {
  const database = new SQLite(databasePath);
  database.prepare('DELETE FROM jobs WHERE id = ?').run(id);
  database.close();
}

/** What is sent of a button or a menu. */
export function componentData(
  kind: 'button' | 'menu',
  customId: string,
  value: string,
): Readonly<Record<string, unknown>> {
  if (kind === 'button') return { component_type: ComponentType.Button, custom_id: customId };
  return { component_type: ComponentType.StringSelect, custom_id: customId, values: [value] };
}
