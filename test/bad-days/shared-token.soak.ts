import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { startBot } from '../../src/bot/bot.ts';
import { parseConfig } from '../../src/config/config.ts';
import type { SandboxInteraction } from '../../packages/stand-ins/discord/interaction.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import { MovableClock } from '../support/movable-clock.ts';
import { openStudio } from '../support/open-studio.ts';
import { screening } from '../support/screening.ts';
import type { Studio } from '../support/studio.ts';
import { imagine, jobOf, textOf } from '../commands/scene.ts';
import { completedMessage, showsPictures } from '../support/job-message.ts';
import { refusal } from '../discord/rest/refusal.ts';

const NOTICE = 'Another process uses the same DISCORD_TOKEN';

/** A studio with two bots of one token, each with a database of its own. `waitsMs`: with 0, both defer everything. */
async function twoBots(waitsMs?: number) {
  const clock = new MovableClock();
  const studio = await openStudio({ clock, ...(waitsMs !== undefined && { botWaitsMs: waitsMs }) });
  const { general } = studio.discord.world.channels;
  await studio.stopBot();
  await studio.startBot({ OPERATOR_CHANNEL_ID: general.id });
  const otherPath = join(studio.folder, 'other.sqlite');
  const env = { ...studio.env, DATABASE_PATH: otherPath, OPERATOR_CHANNEL_ID: general.id };
  const logger = pino({ level: 'trace' }, { write: (line) => studio.logged.push(line) });
  const config = { ...parseConfig(env), pollIntervalMs: 20 };
  const other = await startBot({ config, screening, logger, clock, discordWaitsMs: waitsMs });
  onTestFinished(() => other.stop());
  const rowsOf = ({ id }: SandboxInteraction) =>
    [studio.databasePath, otherPath].map((path) => {
      const database = new SQLite(path, { readonly: true });
      const row = database
        .prepare('SELECT id, state, undeliverable_at FROM jobs WHERE interaction_id = ?')
        .get(id) as { id: string; state: string; undeliverable_at: number | null } | undefined;
      database.close();
      return row;
    });
  const notices = () =>
    studio.discord.messages(general).filter(({ content }) => content.includes(NOTICE));
  return { studio, clock, rowsOf, notices };
}

/** The message with the pictures of a job, which may be a row of either bot. */
function resultOf({ discord }: Studio, { id }: SandboxInteraction): Promise<Message> {
  return discord.waitFor((one) => one.interaction_metadata?.id === id && showsPictures(one));
}

it('two processes with one token make one picture of a request, and tell the operator once', async () => {
  const { studio, clock, rowsOf, notices } = await twoBots();
  studio.runpod.hold();
  const asked: SandboxInteraction[] = [];
  for (let count = 0; count < 3; count += 1) asked.push(await imagine(studio));
  for (const interaction of asked) {
    const states = () => rowsOf(interaction).map((row) => row?.state);
    await expect.poll(() => states().filter((state) => state === 'cancelled').length).toBe(1);
  }
  studio.runpod.release();
  for (const interaction of asked) {
    const message = await resultOf(studio, interaction);
    const rows = rowsOf(interaction);
    const [done] = rows.filter((row) => row?.state !== 'cancelled');
    expect(textOf(message)).toContain(`job ${done?.id}`);
    expect(rows.filter((row) => row?.undeliverable_at !== null)).toHaveLength(1);
  }
  expect(
    studio.discord.messages(
      studio.discord.world.channels.restricted,
      studio.discord.world.people.cleo,
    ),
  ).toHaveLength(3);
  // Either of them may have lost, and each that did tells once.
  const lost = asked.map((interaction) => {
    return rowsOf(interaction).findIndex((row) => row?.state === 'cancelled');
  });
  await expect.poll(() => notices().length).toBe(new Set(lost).size);
  clock.advance(61 * 60_000);
  const before = notices().length;
  await imagine(studio);
  await expect.poll(() => notices().length).toBe(before + 1);
});

it('two processes with one token that both defer a request make one picture of it', async () => {
  const { studio, rowsOf } = await twoBots(0);
  const asked: SandboxInteraction[] = [];
  for (let count = 0; count < 5; count += 1) asked.push(await imagine(studio));
  for (const interaction of asked) {
    const message = await resultOf(studio, interaction);
    const rows = rowsOf(interaction).flatMap((row) => (row ? [row] : []));
    expect(rows.map(({ state }) => state)).toEqual(['completed']);
    expect(textOf(message)).toContain(`job ${rows[0]?.id}`);
  }
  const { channels, people } = studio.discord.world;
  expect(studio.discord.messages(channels.restricted, people.cleo)).toHaveLength(5);
  expect(studio.runpod.jobs).toHaveLength(5);
});

it('a process whose own answer got through although it seemed to fail keeps its job', async () => {
  const studio = await openStudio();
  const fault = { method: 'POST', path: /\/callback$/ };
  studio.discord.rest.fault({ ...fault, when: 'after', answer: refusal(400, 40060) });
  const interaction = await imagine(studio);
  await completedMessage(studio, interaction);
  expect((await jobOf(studio, interaction)).state).toBe('completed');
  expect(studio.logged.join('')).not.toContain(NOTICE);
});

it('a process that cannot see who answered keeps its job', async () => {
  const studio = await openStudio();
  const { rest } = studio.discord;
  rest.fault({ method: 'POST', path: /\/callback$/, when: 'after', answer: refusal(400, 40060) });
  rest.fault({ method: 'GET', path: /original$/, times: 4, answer: { status: 503 } });
  const interaction = await imagine(studio);
  await completedMessage(studio, interaction);
  expect(studio.logged.join('')).toContain('could not check who answered an interaction');
});
