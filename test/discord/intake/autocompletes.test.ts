import { ApplicationCommandOptionType } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { SandboxInteraction } from '../../../packages/stand-ins/discord/interaction.ts';
import type { Person } from '../../../packages/stand-ins/discord/world.ts';
import { AUTOCOMPLETES } from '../../../src/discord/intake/autocompletes.ts';
import type { Command } from '../../../src/discord/intake/handlers.ts';
import { quietAnswer } from '../../commands/scene.ts';
import { HeldReads } from '../../support/held-reads.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { definition, openDispatch, type DispatchBenchOptions } from './dispatch-bench.ts';

/** As many slices as each search of the tests has. */
const SLICES = 3;

/** A command whose option is searched for in slices, and one that is answered at once. */
async function openSearch(options: DispatchBenchOptions = {}) {
  const turns = new HeldReads();
  /** What was searched for, once for each slice. */
  const slices: string[] = [];
  const pick: Command<object> = {
    definition: {
      ...definition('pick'),
      options: [
        {
          type: ApplicationCommandOptionType.String,
          name: 'animal',
          description: 'Which',
          autocomplete: true,
        },
      ],
    },
    execute: () => Promise.resolve({ kind: 'quiet', message: { text: ['picked'] } }),
    async autocomplete({ focused: { value } }, _, { turns: own, signal }) {
      for (let slice = 0; slice < SLICES; slice += 1) {
        await own.take('read');
        signal.throwIfAborted();
        slices.push(value);
      }
      return [{ name: value, value }];
    },
  };
  const handlers = { commands: [pick], messageCommands: [], buttons: [], selects: [], modals: [] };
  const bench = await openDispatch(handlers, {}, { turns, ...options });
  const { discord } = bench;
  const { people, channels } = discord.world;
  /** What was typed in each keystroke that was answered. */
  const answered: string[] = [];
  /** Types without waiting for anything. */
  const send = async (animal: string, by: Person = people.ada) => {
    const where = { by, in: channels.general, name: 'pick', focused: 'animal' };
    const typed = await discord.autocomplete({ ...where, options: { animal } });
    typed.answered.then(
      () => answered.push(animal),
      () => undefined,
    );
    return typed;
  };
  return {
    turns,
    slices,
    bench,
    answered,
    send,
    /** Types, and resolves once the bot has the keystroke. */
    type: async (animal: string, by?: Person): Promise<SandboxInteraction> => {
      const { held } = turns;
      const typed = await send(animal, by);
      await expect.poll(() => turns.held).toBe(held + 1);
      return typed;
    },
    command: () =>
      discord.command({ by: people.ben, in: channels.general, name: 'pick', raw: true }),
    letGo: async (slices: number): Promise<void> => {
      for (let slice = 0; slice < slices; slice += 1) {
        await expect.poll(() => turns.held).toBeGreaterThan(0);
        turns.letGo();
      }
    },
  };
}

const choicesOf = async ({ answered }: SandboxInteraction) =>
  ((await answered).choices ?? []).map(({ name }) => name);

describe('an autocomplete', () => {
  it('is answered for the newest keystroke alone, which ends the older search between two slices', async () => {
    const { turns, slices, answered, type, letGo } = await openSearch();
    await type('f');
    await letGo(2);
    await expect.poll(() => [slices.length, turns.held]).toEqual([1, 1]);
    await type('fo');
    const third = await type('fox');
    // The next turn of each older one ends it.
    await letGo(2 + 1 + SLICES);
    expect(await choicesOf(third)).toEqual(['fox']);
    expect(slices).toEqual(['f', ...Array.from({ length: SLICES }, () => 'fox')]);
    expect([answered, turns.held]).toEqual([['fox'], 0]);
  });

  it('leaves other members’ searches alone', async () => {
    const { bench, slices, type, letGo } = await openSearch();
    const own = await type('fox');
    const other = await type('owl', bench.discord.world.people.ben);
    await letGo(2 * (1 + SLICES));
    expect([await choicesOf(own), await choicesOf(other)]).toEqual([['fox'], ['owl']]);
    expect(slices).toHaveLength(2 * SLICES);
  });

  it('is overtaken by a command that comes later', async () => {
    const { turns, answered, type, command, letGo } = await openSearch();
    const typed = await type('fox');
    await letGo(2);
    await expect.poll(() => turns.held).toBe(1);
    expect(await quietAnswer(await command())).toBe('picked');
    expect([answered, turns.held]).toEqual([[], 1]);
    await letGo(SLICES - 1);
    expect(await choicesOf(typed)).toEqual(['fox']);
  });

  it('is dropped three seconds later, between two slices', async () => {
    const answerClock = new ManualClock();
    const { turns, slices, bench, answered, type, letGo } = await openSearch({ answerClock });
    await type('f');
    await letGo(2);
    await expect.poll(() => [slices.length, turns.held]).toEqual([1, 1]);
    await answerClock.advance(3_000);
    await letGo(1);
    const next = await type('owl');
    await letGo(1 + SLICES);
    expect(await choicesOf(next)).toEqual(['owl']);
    expect(slices).toEqual(['f', ...Array.from({ length: SLICES }, () => 'owl')]);
    expect(answered).toEqual(['owl']);
    expect(bench.logged.join('')).not.toContain('answering an interaction failed');
  });

  it('is dropped at once where Discord made it more than three seconds ago', async () => {
    const answerClock = new ManualClock();
    const ahead = () => answerClock.now() - Date.now() - 3_000;
    const { turns, answered, send, command } = await openSearch({
      answerClock,
      clockAheadMs: ahead,
    });
    await send('fox');
    expect(await quietAnswer(await command())).toBe('picked');
    expect([answered, turns.held]).toEqual([[], 0]);
  });

  it('waits once there were too many, and then the newest is served', async () => {
    const answerClock = new ManualClock();
    const { turns, answered, command, send, type, letGo } = await openSearch({ answerClock });
    for (let count = 1; count <= AUTOCOMPLETES.atOnce; count += 1) {
      const typed = await type('f'.repeat(count));
      await letGo(1 + SLICES);
      await choicesOf(typed);
    }
    const before = answerClock.sleeping;
    await send('older');
    // Each has a time limit, and waits for its place besides.
    await expect.poll(() => answerClock.sleeping).toBe(before + 2);
    const newest = await send('newest');
    // The command comes after both keystrokes.
    expect(await quietAnswer(await command())).toBe('picked');
    // The command's own deadline ends with its answer.
    await expect.poll(() => [answerClock.sleeping, turns.held]).toEqual([before + 2, 0]);
    await answerClock.advance(60_000 / AUTOCOMPLETES.perMinute);
    await letGo(1 + SLICES);
    expect(await choicesOf(newest)).toEqual(['newest']);
    expect(answered).not.toContain('older');
  });
});
