import SQLite from 'better-sqlite3';
import { REST, Routes } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { SCHEMA_VERSION } from '../src/store/migrations.ts';
import { imagine, openStudio } from './support/imagine.ts';
import { MovableClock } from './support/movable-clock.ts';
import type { Studio } from './support/studio.ts';

describe('a bot that cannot start', () => {
  it('lets go of its database', async () => {
    const studio = await openStudio();
    await studio.stopBot();
    studio.discord.rest.fault({ path: /./, answer: { status: 404 } });
    await expect(studio.startBot()).rejects.toThrow();
    expect(await studio.startBot()).toBeDefined();
  });
});

describe('a bot that is watched', () => {
  it('is so from when its database is up to date until everything else has stopped', async () => {
    const seen: unknown[] = [];
    const at: { path?: string } = {};
    const version = () => {
      const sqlite = new SQLite(at.path, { readonly: true });
      const seenVersion = sqlite.pragma('user_version', { simple: true });
      sqlite.close();
      return seenVersion;
    };
    const studio = await openStudio({
      configure: (config) => {
        at.path = config.databasePath;
        return config;
      },
      watch: () => {
        seen.push(version());
        return () => {
          seen.push('over');
          return Promise.resolve();
        };
      },
    });
    expect(seen).toEqual([SCHEMA_VERSION]);
    await studio.stopBot();
    expect(seen).toEqual([SCHEMA_VERSION, 'over']);
  });

  it('is not any more where it could not start', async () => {
    let watches = 0;
    const watch = () => {
      watches += 1;
      return () => {
        watches -= 1;
        return Promise.resolve();
      };
    };
    const studio = await openStudio({ watch });
    await studio.stopBot();
    studio.discord.rest.fault({ path: /./, answer: { status: 404 } });
    await expect(studio.startBot()).rejects.toThrow();
    expect(watches).toBe(0);
  });
});

/** As long as a request to another program takes. */
async function roundTrip({ discord }: Studio): Promise<void> {
  const rest = new REST({ api: discord.apiUrl, retries: 0 });
  await rest.get(Routes.gateway(), { auth: false }).catch(() => undefined);
}

describe('a bot that stops', () => {
  it.each([
    ['RunPod', ({ runpod }: Studio) => [runpod.http, /\/status\//] as const],
    ['Discord', ({ discord }: Studio) => [discord.rest, /\/webhooks\//] as const],
  ])('leaves %s alone that does not answer, after seven seconds', async (_, choose) => {
    const clock = new MovableClock();
    const studio = await openStudio({ clock });
    studio.runpod.hold();
    const [server, path] = choose(studio);
    server.fault({ path, times: Infinity, answer: 'hang' });
    await (
      await imagine(studio)
    ).answered;
    await expect.poll(() => server.requests.some((one) => path.test(one.path))).toBe(true);
    const over = { yet: false };
    const stopped = studio.stopBot().finally(() => (over.yet = true));
    await expect.poll(() => over.yet || (clock.advance(1_000), false)).toBe(true);
    await stopped;
  });

  it('does nothing more after that', async () => {
    const clock = new MovableClock();
    const studio = await openStudio({ clock });
    await studio.stopBot();
    studio.runpod.http.fault({ path: /./, times: Infinity, answer: { status: 401 } });
    await studio.startBot();
    await expect.poll(() => studio.logged.join('')).toContain('RunPod refuses RUNPOD_API_KEY');
    await studio.stopBot();
    const before = [studio.logged.length, studio.runpod.http.requests.length];
    clock.advance(25 * 60 * 60_000);
    await roundTrip(studio);
    expect([studio.logged.length, studio.runpod.http.requests.length]).toEqual(before);
  });

  it('waits for no channel that cannot be told', async () => {
    const operator: { channelId: string | undefined } = { channelId: undefined };
    const studio = await openStudio({
      configure: (config) => ({
        ...config,
        discord: { ...config.discord, operatorChannelId: operator.channelId },
      }),
    });
    await studio.stopBot();
    operator.channelId = studio.discord.world.channels.general.id;
    studio.discord.rest.fault({ path: /messages$/, times: Infinity, answer: { status: 503 } });
    studio.runpod.http.fault({ path: /./, times: Infinity, answer: { status: 401 } });
    await studio.startBot();
    await expect.poll(() => studio.logged.join('')).toContain('could not be notified');
    await studio.stopBot();
    expect(studio.discord.messages(studio.discord.world.channels.general)).toEqual([]);
  });

  it('sends nothing more to RunPod while it finishes an answer', async () => {
    const clock = new MovableClock();
    const studio = await openStudio({ clock, env: { MAX_JOBS_IN_FLIGHT: '1' } });
    const { discord, runpod } = studio;
    runpod.hold();
    await (
      await imagine(studio, { prompt: 'one' })
    ).answered;
    await runpod.waitFor(({ status }) => status === 'IN_PROGRESS');
    await (
      await imagine(studio, { prompt: 'two' })
    ).answered;
    let answer: (value?: unknown) => void = () => undefined;
    const until = new Promise((resolve) => (answer = resolve));
    discord.rest.fault({ path: /callback$/, until });
    const { answered } = await imagine(studio, { prompt: 'three' });
    const callbacks = () =>
      discord.rest.requests.filter(({ path }) => path.endsWith('callback?with_response=true'));
    await expect.poll(() => callbacks().length).toBe(3);
    const asked = runpod.http.requests.length;
    const stopped = studio.stopBot();
    runpod.release();
    await runpod.waitFor(({ status }) => status === 'COMPLETED');
    // Whoever went on asking would do so now.
    clock.advance(1_000);
    await roundTrip(studio);
    answer();
    await Promise.all([answered, stopped]);
    // One may have been on its way.
    expect(runpod.http.requests.length).toBeLessThanOrEqual(asked + 1);
    expect(runpod.submissions()).toBe(1);
    expect(callbacks().at(-1)?.status).toBe(200);
  });
});
