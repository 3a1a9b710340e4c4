import { describe, expect, it } from 'vitest';
import type { Fault } from '../../packages/stand-ins/loopback.ts';
import { refusal } from '../discord/rest/refusal.ts';
import { answerOf, finished, pressInPanel } from './result-scene.ts';
import { textOf } from './scene.ts';

const OPENING = { method: 'POST', path: /\/users\/.*\/channels$/ };
const LONG = { 'retry-after': '300' };

describe('Save', () => {
  it.each<[string, Fault]>([
    ['opens too many of them', { ...OPENING, answer: refusal(403, 40_003) }],
    ['is to wait long before it opens one', { ...OPENING, answer: refusal(429, 0, LONG) }],
    [
      'is to wait long before it writes one',
      { method: 'POST', path: /\/channels\/\d+\/messages$/, answer: refusal(429, 0, LONG) },
    ],
  ])('says that it passes where the bot %s', async (_, fault) => {
    const { studio, picture } = await finished();
    studio.discord.rest.fault(fault);
    const { id } = await answerOf(await pressInPanel(studio, picture, 'Save'));
    const told = await studio.discord.waitFor((now) => now.id === id && textOf(now) !== '');
    expect(textOf(told)).toMatch(/^Discord isn't accepting that right now\./);
    expect(studio.logged.filter((line) => line.includes('"level":50'))).toEqual([]);
  });
});
