import SQLite from 'better-sqlite3';
import { expect, it, vi } from 'vitest';
import type { Serving } from '../../../src/bot/bot.ts';
import { openStudio, textOf } from '../../commands/scene.ts';
import { completedMessage } from '../../support/job-message.ts';
import { MovableClock } from '../../support/movable-clock.ts';
import type { Studio, StudioOptions } from '../../support/studio.ts';
import { runningJob, shownJob } from '../sync/bad-day.ts';

/** A bot that was stopped while a job ran, whose message its next start has to bring up to date. */
async function stoppedWhileRunning(options?: StudioOptions) {
  const studio = await openStudio(options);
  const { interaction, message } = await runningJob(studio);
  await studio.stopBot();
  const sqlite = new SQLite(studio.databasePath);
  sqlite.exec('UPDATE jobs SET shown_revision = 0');
  sqlite.close();
  return { studio, interaction, message };
}

/** At each change of a message, whether a bot was connected. */
function connectedAtChanges({ discord }: Studio): boolean[] {
  const seen: boolean[] = [];
  discord.onMessage(() => seen.push(discord.gateway.connections > 0));
  return seen;
}

it('no message is brought up to date before the gateway is connected', async () => {
  const { studio, interaction } = await stoppedWhileRunning();
  const seen = connectedAtChanges(studio);
  await studio.startBot();
  await shownJob(studio, interaction);
  expect(seen.length).toBeGreaterThan(0);
  expect(seen).not.toContain(false);
  studio.runpod.release();
  await completedMessage(studio, interaction);
});

it('a press that comes with the first READY is carried out, though nothing is resumed yet', async () => {
  const { studio, interaction, message } = await stoppedWhileRunning();
  const { discord, runpod } = studio;
  const { ada, cleo } = discord.world.people;
  const pressed = discord.click({ by: ada, message, label: 'Cancel' });
  await studio.startBot();
  await (
    await pressed
  ).answered;
  const job = await shownJob(studio, interaction);
  expect(job.state).toBe('cancelled');
  await runpod.waitFor(({ status }) => status === 'CANCELLED');
  const shown = discord.messages(discord.world.channels.restricted, cleo);
  expect(shown.map(({ id }) => id)).toEqual([message.id]);
  expect(shown.map(textOf).join()).toContain('ancelled');
});

it('results do not wait for a gateway that takes no session', async () => {
  const clock = new MovableClock();
  const onServing = vi.fn<(serving: Serving) => void>();
  const { studio, interaction } = await stoppedWhileRunning({ clock, onServing });
  const { discord, runpod, logged } = studio;
  logged.length = 0;
  onServing.mockClear();
  discord.gateway.starts.leave(0);
  const started = studio.startBot();
  runpod.release();
  await expect.poll(() => logged.join('')).toContain('waiting before the next gateway session');
  clock.advance(10_000);
  await completedMessage(studio, interaction);
  await expect.poll(() => logged.join('')).toContain('"resumed"');
  expect(discord.gateway.connections).toBe(0);
  expect(logged.join('')).not.toContain('"ready"');
  // A stop can have other processes take over before the start is done; here there are none.
  await onServing.mock.calls[0]?.[0].giveWay(new AbortController().signal);
  expect(onServing).toHaveBeenCalledTimes(1);
  clock.advance(24 * 60 * 60_000);
  await started;
  expect(logged.join('')).toContain('"ready"');
});
