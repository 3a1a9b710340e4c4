import { expect, it } from 'vitest';
import { buttonsOf } from '../../packages/stand-ins/discord/buttons.ts';
import { MovableClock } from '../support/movable-clock.ts';
import { refusal } from '../discord/rest/refusal.ts';
import { openStudio, quietAnswer } from './scene.ts';

/** An edit by the token of an interaction. */
const EDIT = { method: 'PATCH', path: /\/webhooks\// };
const UNDER_WAY = /^Your export is already being prepared\./;
const TOO_SOON = /^You exported your data within the last hour\. You can export again <t:\d+:R>\.$/;

it('gives a copy of everything once an hour, restart or not, and none counts that was not sent', async () => {
  const clock = new MovableClock();
  const studio = await openStudio({ clock });
  const { discord } = studio;
  const { people, channels } = discord.world;
  await discord.command({ by: people.ada, in: channels.general, name: 'privacy' });
  const message = await discord.waitFor((shown) =>
    buttonsOf(shown).some(({ label }) => label === 'Export my data'),
  );
  const copies = new Set<string>();
  const ask = () => discord.click({ by: people.ada, message, label: 'Export my data' });
  const copy = async () => {
    // Discord shows an answer before the bot knows that it does: the last one may be under way.
    await expect.poll(async () => quietAnswer(await ask())).not.toMatch(UNDER_WAY);
    const { id } = await discord.waitFor(({ id, files }) => {
      return files[0]?.filename === 'darkroom-data.json' && !copies.has(id);
    });
    copies.add(id);
  };
  discord.rest.fault({ ...EDIT, answer: refusal(400, 50_035) });
  await ask();
  await discord.waitFor(({ content }) => content.startsWith('Something went wrong'));
  await copy();
  // Discord shows it before the bot knows that it does.
  await expect.poll(async () => quietAnswer(await ask())).toMatch(TOO_SOON);
  await studio.stopBot();
  await studio.startBot();
  clock.advance(50 * 60_000);
  expect(await quietAnswer(await ask())).toMatch(TOO_SOON);
  clock.advance(10 * 60_000);
  await copy();
  expect(copies.size).toBe(2);
});
