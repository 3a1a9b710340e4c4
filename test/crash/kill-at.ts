import { subscribe } from 'node:diagnostics_channel';
import { writeSync } from 'node:fs';
import { z } from 'zod';
import { moments } from '../../src/store/moments.ts';
import {
  CLOCK_OFFSET,
  KILL_AT,
  KILL_MARK,
  LATE,
  facts,
  killPoint,
  type Facts,
} from './kill-point.ts';
import { PIECE_RECEIVED, PIECE_SENT, REQUEST_PHASES, routeOf } from './routes.ts';

/*
 * Loaded before the bot, by `node --import`. It listens to the bot's own moments and to those of
 * every request, and at the one that its environment names it ends the process as a power cut
 * would, before anything else can happen. It also sets the process's clock ahead, and makes whatever
 * comes from Discord look late.
 */

const STDERR = 2;

const request = z.looseObject({
  method: z.string(),
  path: z.string(),
  headers: z.unknown(),
});
const requestMoment = z.looseObject({ request });

function factsOf(message: unknown): Facts {
  const seen = requestMoment.safeParse(message);
  if (seen.success) {
    const { method, path, headers } = seen.data.request;
    return { route: routeOf(method, path, JSON.stringify(headers)) };
  }
  return facts.safeParse(message).data ?? {};
}

function watch(point: z.output<typeof killPoint>): void {
  let left = point.nth;
  const channels = [
    ...Object.values(moments).map(({ name }) => String(name)),
    ...Object.values(REQUEST_PHASES),
    PIECE_SENT,
    PIECE_RECEIVED,
  ];
  for (const channel of channels) {
    if (point.channel !== undefined && point.channel !== channel) continue;
    subscribe(channel, (message) => {
      const seen = factsOf(message);
      const fits = Object.entries(point.facts).every(([name, value]) => seen[name] === value);
      if (!fits) return;
      left -= 1;
      if (left !== 0) return;
      writeSync(
        STDERR,
        `${KILL_MARK}${JSON.stringify({ channel, facts: seen, how: point.how })}\n`,
      );
      process.kill(process.pid, point.how);
    });
  }
}

const aheadMs = Number(process.env[CLOCK_OFFSET] ?? 0);
const realNow = Date.now.bind(Date);
Date.now = () => realNow() + aheadMs;

const lateMs = process.env[LATE];
if (lateMs !== undefined) {
  const { SnowflakeUtil } = await import('discord.js');
  const deconstruct = SnowflakeUtil.deconstruct.bind(SnowflakeUtil);
  SnowflakeUtil.deconstruct = (id) => {
    const parts = deconstruct(id);
    return { ...parts, timestamp: parts.timestamp - BigInt(lateMs) };
  };
}

const wanted = process.env[KILL_AT];
if (wanted !== undefined) watch(killPoint.parse(JSON.parse(wanted)));
