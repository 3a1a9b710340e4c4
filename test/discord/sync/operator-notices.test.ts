import { pino } from 'pino';
import { REST } from 'discord.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../src/engines/clock.ts';
import { Messages } from '../../../src/discord/rest/messages.ts';
import { OperatorNotices } from '../../../src/discord/sync/operator-notices.ts';
import { RestCalls } from '../../../src/discord/rest/rest.ts';
import { DiscordSandbox } from '../../../packages/stand-ins/discord/sandbox.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { ONLY_PROCESS } from '../../../src/store/processes.ts';
import { refusal } from '../rest/refusal.ts';

const POST = { method: 'POST', path: /messages$/ };
const OUTAGE = { ...POST, answer: { status: 503 } };

async function open({ withChannel = true } = {}) {
  const discord = await DiscordSandbox.start();
  onTestFinished(() => discord.close());
  const clock = new ManualClock();
  const stopping = new AbortController();
  const logged: string[] = [];
  const { token: botToken, applicationId } = discord;
  const { signal: halt } = new AbortController();
  const rest = new REST({ api: discord.apiUrl, retries: 0 });
  const calls = new RestCalls({ bot: rest, token: rest }, { botToken, clock: systemClock, halt });
  const { general } = discord.world.channels;
  const notices = new OperatorNotices({
    processes: ONLY_PROCESS,
    logger: pino({ level: 'info' }, { write: (line) => logged.push(line) }),
    messages: new Messages(calls, { applicationId, userId: discord.botId }),
    clock,
    stopping: stopping.signal,
    channelId: withChannel ? general.id : undefined,
  });
  const posted = () => discord.messages(general).map(({ content }) => content);
  const tries = () => discord.rest.requests.length;
  /** Waits until it pauses. */
  const paused = () => expect.poll(() => clock.sleeping).toBe(1);
  return { discord, clock, stopping, logged, notices, posted, tries, paused };
}

describe('a notice to the operator', () => {
  it('is posted once Discord is there again', async () => {
    const { discord, clock, notices, posted, paused } = await open();
    discord.rest.fault({ ...OUTAGE, times: 2 });
    const told = notices.trouble(() => 'the key is refused');
    for (const pause of [5_000, 30_000]) {
      await paused();
      await clock.advance(pause);
    }
    await told;
    expect(posted()).toEqual(['the key is refused']);
  });

  it('is posted once where the answer to it was lost', async () => {
    const { discord, clock, notices, posted, paused } = await open();
    discord.rest.fault({ ...POST, when: 'after', answer: 'reset' });
    const told = notices.relief(() => 'it works again');
    await paused();
    await clock.advance(5_000);
    await told;
    expect(posted()).toEqual(['it works again']);
  });

  it('is given up after five tries, and the log says so', async () => {
    const { discord, clock, notices, posted, logged, tries, paused } = await open();
    discord.rest.fault({ ...OUTAGE, times: Infinity });
    const told = notices.trouble(() => 'the key is refused');
    for (const pause of [5_000, 30_000, 120_000, 720_000]) {
      await paused();
      await clock.advance(pause);
    }
    await told;
    expect([tries(), posted()]).toEqual([5, []]);
    expect(logged[0]).toContain('the key is refused');
    expect(logged.filter((line) => line.includes('could not be notified'))).toHaveLength(5);
  });

  it('is tried once where the bot may not speak there', async () => {
    const { discord, notices, tries } = await open();
    discord.rest.fault({ ...POST, times: Infinity, answer: refusal(403, 50013) });
    await notices.trouble(() => 'the key is refused');
    expect(tries()).toBe(1);
  });

  it('stands in the log alone where no channel is named', async () => {
    const { discord, notices, logged } = await open({ withChannel: false });
    await notices.trouble(() => 'the key is refused');
    expect(discord.rest.requests).toEqual([]);
    expect(logged).toEqual([expect.stringContaining('the key is refused')]);
  });

  it('is not tried again while the bot stops', async () => {
    const { discord, stopping, notices, tries, paused } = await open();
    discord.rest.fault({ ...OUTAGE, times: Infinity });
    const told = notices.trouble(() => 'the key is refused');
    await paused();
    stopping.abort();
    await told;
    expect(tries()).toBe(1);
  });
});
