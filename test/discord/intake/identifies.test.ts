import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { DiscordSandbox } from '../../../packages/stand-ins/discord/sandbox.ts';
import { Connection, type ConnectionOptions } from '../../../src/discord/intake/gateway.ts';
import { RefusedCalls } from '../../../src/discord/rest/refused-calls.ts';
import { MovableClock } from '../../support/movable-clock.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const MINUTE_MS = 60_000;

const pauseLine = z.object({
  level: z.literal(40),
  msg: z.literal('waiting before the next gateway session'),
  waitMs: z.number(),
  reason: z.string(),
});

/** Discord, and a bot's connection to it in a folder of its own. */
async function openGateway() {
  const clock = new MovableClock();
  const discord = await DiscordSandbox.start({ clock });
  onTestFinished(() => discord.close());
  const path = join(tempFolder(), 'darkroom.sqlite.identifies');
  const logged: string[] = [];
  const connect = (options: Partial<ConnectionOptions> = {}) => {
    const stopping = new AbortController();
    const connection = new Connection({
      apiUrl: discord.apiUrl,
      token: discord.token,
      identifiesPath: path,
      clock,
      logger: pino({}, { write: (line: string) => logged.push(line) }),
      refusedCalls: new RefusedCalls(clock),
      stopping: stopping.signal,
      onDate: () => undefined,
      ...options,
    });
    const stop = () => {
      stopping.abort(new Error('stopping'));
      return connection.close();
    };
    onTestFinished(stop);
    const opened = connection.open(() => Promise.resolve());
    opened.catch(() => undefined);
    return { connection, opened, stop };
  };
  /** The pauses that were logged, in minutes; some of each has passed by then. */
  const pauses = () =>
    logged.flatMap((line) => {
      const { data } = pauseLine.safeParse(JSON.parse(line));
      return data ? [{ minutes: Math.ceil(data.waitMs / MINUTE_MS), reason: data.reason }] : [];
    });
  const sentBefore = (count: number, minutesAgo = 30) => {
    const at = clock.now() - minutesAgo * MINUTE_MS;
    writeFileSync(path, JSON.stringify(Array.from({ length: count }, () => ({ at, shard: 0 }))));
  };
  return { clock, discord, gateway: discord.gateway, connect, pauses, sentBefore };
}

it('a session that is lost after each READY is restarted with growing pauses', async () => {
  const { clock, gateway, connect, pauses, sentBefore } = await openGateway();
  sentBefore(40);
  gateway.losesSessions = true;
  const { connection, opened } = connect();
  await opened;
  await expect.poll(pauses).toHaveLength(1);
  expect([gateway.identified, connection.isReady]).toEqual([1, false]);
  clock.advance(15 * MINUTE_MS);
  await expect.poll(pauses).toHaveLength(2);
  expect([gateway.identified, connection.isReady]).toEqual([2, false]);
  expect(pauses().map(({ minutes }) => minutes)).toEqual([15, 15]);
  gateway.losesSessions = false;
  clock.advance(15 * MINUTE_MS);
  await expect.poll(() => connection.isReady).toBe(true);
});

it('a bot that dies after each start waits as long before the next one', async () => {
  const { clock, gateway, connect, pauses, sentBefore } = await openGateway();
  sentBefore(40);
  const first = connect();
  await first.opened;
  await first.stop();
  const second = connect();
  await expect.poll(pauses).toHaveLength(1);
  expect([gateway.identified, second.connection.isReady]).toEqual([1, false]);
  clock.advance(15 * MINUTE_MS);
  await second.opened;
  expect(gateway.identified).toBe(2);
});

it('waits for the reset where no session is left at the start', async () => {
  const { clock, gateway, connect, pauses } = await openGateway();
  gateway.starts.leave(0, 90 * MINUTE_MS);
  const { opened } = connect();
  await expect.poll(pauses).toHaveLength(1);
  expect(pauses()[0]?.reason).toContain('no more sessions');
  clock.advance(90 * MINUTE_MS);
  await opened;
  expect([gateway.identified, gateway.starts.isTokenReset]).toEqual([1, false]);
});

it('reads what is left before each identify, and never spends what is not', async () => {
  const { clock, gateway, connect, pauses } = await openGateway();
  const { connection, opened } = connect();
  await opened;
  // As by another process with the same token; discord.js has cached 1,000.
  gateway.starts.leave(0, 90 * MINUTE_MS);
  gateway.invalidateSession(false);
  await expect.poll(pauses).toHaveLength(1);
  expect([gateway.identified, connection.isReady]).toEqual([1, false]);
  clock.advance(90 * MINUTE_MS);
  await expect.poll(() => connection.isReady).toBe(true);
  expect([gateway.identified, gateway.starts.isTokenReset]).toEqual([2, false]);
});

it('pauses sooner where few are left', async () => {
  const { gateway, connect, pauses, sentBefore } = await openGateway();
  sentBefore(9);
  gateway.starts.leave(150);
  const { opened } = connect();
  await opened;
  gateway.invalidateSession(false);
  await expect.poll(pauses).toHaveLength(1);
  expect(pauses()[0]?.minutes).toBe(15);
  expect(pauses()[0]?.reason).toContain('few');
});

it('ends its wait at once when the bot stops, and identifies no more', async () => {
  const { gateway, connect, pauses, sentBefore } = await openGateway();
  sentBefore(40, 1);
  const { stop } = connect();
  await expect.poll(pauses).toHaveLength(1);
  await stop();
  expect(gateway.identified).toBe(0);
});

it('ends the wait of a start at once when the bot stops', async () => {
  const { gateway, connect, pauses } = await openGateway();
  gateway.starts.leave(0);
  const { opened, stop } = connect();
  await expect.poll(pauses).toHaveLength(1);
  await stop();
  await expect(opened).rejects.toThrow('stopping');
});

it('no session starts while another process has started one in the same bucket', async () => {
  const { clock, gateway, connect } = await openGateway();
  const claims: unknown[] = [];
  let isFree = false;
  const claim = (...claimed: unknown[]) => {
    claims.push(claimed);
    return Promise.resolve(isFree);
  };
  const { opened } = connect({ claim, shards: { ids: [1], count: 2 } });
  await expect.poll(() => claims).toEqual([['identify 0', 5_500]]);
  clock.advance(500);
  await expect.poll(() => claims.length).toBe(2);
  expect(gateway.identified).toBe(0);
  isFree = true;
  clock.advance(500);
  await opened;
  expect(gateway.identified).toBe(1);
});
