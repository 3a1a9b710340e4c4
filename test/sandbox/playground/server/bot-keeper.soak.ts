import { describe, expect, it, onTestFinished } from 'vitest';
import { botEnvironment } from '../../../../packages/stand-ins/bot-environment.ts';
import { BotKeeper } from '../../../../packages/stand-ins/playground/bot-keeper.ts';
import type { BotView } from '../../../../packages/stand-ins/playground/wire.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { startBot, startSandbox } from '../../discord/bot.ts';
import { start as startRunPod } from '../../runpod/setup.ts';

/**
 * A keeper of a bot that comes to nothing, which takes it a while: it has no variables, unless they
 * are named.
 */
async function startKeeper({ connects = false } = {}) {
  const discord = await startSandbox();
  const { sandbox: runpod } = await startRunPod();
  const folder = tempFolder();
  const told: BotView[] = [];
  const env = connects ? botEnvironment(discord, runpod, folder) : {};
  const keeper = new BotKeeper({
    env,
    folder,
    gateway: discord.gateway,
    tell: ({ lines, ...view }) => told.push({ ...view, lines: [...lines] }),
  });
  onTestFinished(() => keeper.close());
  /** The states that it went through. */
  const states = () =>
    told.map(({ state }) => state).filter((state, index, all) => state !== all[index - 1]);
  return { keeper, told, states, discord, runpod };
}

describe('the keeper of the bot', () => {
  it('has none at first', async () => {
    const { keeper } = await startKeeper();
    expect(keeper.view).toEqual({ state: 'stopped', lines: [] });
  });

  it('says how a bot ended that ended by itself, and what it said last', async () => {
    const { keeper, told } = await startKeeper();
    await keeper.obey('start');
    await expect.poll(() => keeper.view.state).toBe('stopped');
    expect(keeper.view.ending).toBe('The bot ended unexpectedly (exit code 1).');
    expect(keeper.view.lines.join('\n')).toContain('DISCORD_TOKEN is missing');
    expect(told.at(-1)).toEqual(keeper.view);
  });

  it('forgets how the last one ended when it starts the next one', async () => {
    const { keeper } = await startKeeper();
    await keeper.obey('start');
    await expect.poll(() => keeper.view.ending).toBeDefined();
    await keeper.obey('start');
    expect(keeper.view).toEqual({ state: 'starting', lines: [] });
  });

  it.each(['kill', 'stop'] as const)(
    'does not wonder about an end that was asked for: %s',
    async (how) => {
      const { keeper, states } = await startKeeper();
      await keeper.obey('start');
      await (how === 'kill' ? keeper.obey(how) : keeper.stop());
      expect(keeper.view).toEqual({ state: 'stopped', lines: [] });
      expect(states()).toEqual(['starting', 'stopping', 'stopped']);
    },
  );

  it('starts one process, however often it is told to', async () => {
    const { keeper, told } = await startKeeper();
    await Promise.all([keeper.obey('start'), keeper.obey('start')]);
    await keeper.obey('start');
    expect(told).toEqual([{ state: 'starting', lines: [] }]);
  });

  it('has nothing to end where none runs', async () => {
    const { keeper, told } = await startKeeper();
    await keeper.obey('kill');
    await keeper.stop();
    expect(told).toEqual([]);
  });

  it('starts one where none runs and one is to start anew', async () => {
    const { keeper, states } = await startKeeper();
    await keeper.obey('restart');
    expect(states()).toEqual(['starting']);
  });

  it('starts it anew once, where that is asked for three times quickly', async () => {
    const { keeper, states } = await startKeeper();
    await keeper.obey('start');
    await Promise.all([keeper.obey('restart'), keeper.obey('restart'), keeper.obey('restart')]);
    expect(states()).toEqual(['starting', 'stopping', 'stopped', 'starting']);
  });

  it('starts the next one once the last one is over', async () => {
    const { keeper, states } = await startKeeper();
    await keeper.obey('start');
    const stopped = keeper.stop();
    await keeper.obey('start');
    await stopped;
    expect(states()).toEqual(['starting', 'stopping', 'stopped', 'starting']);
  });

  it.each([
    [['restart', 'kill'], 'stopped'],
    [['kill', 'start'], 'starting'],
    [['kill', 'restart'], 'starting'],
    [['kill', 'start', 'kill'], 'stopped'],
    [['restart', 'start'], 'starting'],
  ] as const)('does what the last of several orders says: %j', async (orders, state) => {
    const { keeper } = await startKeeper();
    await keeper.obey('start');
    await Promise.all(orders.map((order) => keeper.obey(order)));
    expect(keeper.view).toEqual({ state, lines: [] });
  });

  it('starts none any more once it is closed, whatever was asked for before', async () => {
    const { keeper } = await startKeeper();
    await keeper.obey('start');
    const orders = [keeper.obey('restart'), keeper.close(), keeper.obey('start')];
    await Promise.all([...orders, keeper.close()]);
    await keeper.obey('start');
    await keeper.obey('restart');
    expect(keeper.view).toEqual({ state: 'stopped', lines: [] });
  });

  it('does not take a connection from before for the one of its bot', async () => {
    const { keeper, discord } = await startKeeper();
    await startBot(discord);
    expect(discord.gateway.connections).toBe(1);
    await keeper.obey('start');
    expect(keeper.view.state).toBe('starting');
  });

  it('knows when its bot is connected, and lets it finish what it does before the next', async () => {
    const { keeper, told, states, discord, runpod } = await startKeeper({ connects: true });
    await keeper.obey('start');
    await expect.poll(() => keeper.view.state).toBe('connected');
    // What it is sending keeps it from ending before it is told again.
    runpod.http.fault({ path: /\/run$/, delayMs: 3_000 });
    const { people, channels } = discord.world;
    const use = { by: people.ada, in: channels.general, name: 'imagine' };
    await discord.command({ ...use, options: { prompt: 'a lighthouse' } });
    await expect
      .poll(() => runpod.http.requests.map(({ path }) => path))
      .toContainEqual(expect.stringMatching(/\/run$/));
    const said = () =>
      told.flatMap(({ state, lines }) => (state === 'stopping' ? lines : [])).join('\n');
    const restarted = keeper.obey('restart');
    await expect.poll(said, { interval: 1 }).toContain('"msg":"stopping"');
    await Promise.all([restarted, keeper.obey('restart')]);
    expect(said()).toContain('"msg":"stopped"');
    await expect.poll(() => discord.gateway.identified).toBe(2);
    await expect.poll(() => keeper.view.state).toBe('connected');
    const once = ['starting', 'connected'];
    expect(states()).toEqual([...once, 'stopping', 'stopped', ...once]);
  });

  it('shows nobody the token of its bot', async () => {
    const { keeper, told, discord } = await startKeeper({ connects: true });
    await keeper.obey('start');
    await expect.poll(() => keeper.view.state).toBe('connected');
    await keeper.stop();
    expect(JSON.stringify(told)).not.toContain(discord.token);
  });
});
