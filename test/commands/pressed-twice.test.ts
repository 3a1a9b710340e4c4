import { describe, expect, it } from 'vitest';
import { refusal } from '../discord/rest/refusal.ts';
import { stillClock } from '../support/still-clock.ts';
import { finished, made, press, sendIn } from './result-scene.ts';
import { findJob } from './scene.ts';

/** What Discord answers once it has told the person that it failed. */
const TOO_LATE = { path: /callback$/, answer: refusal(404, 10_062) };

describe('a form that is sent once more, since Discord said that it failed', () => {
  it('makes one job of the two', async () => {
    const { studio, picture } = await finished({}, { clock: stillClock() });
    const forms = [await press(studio, picture, 'Edit'), await press(studio, picture, 'Edit')];
    await Promise.all(forms.map(({ answered }) => answered));
    studio.discord.rest.fault(TOO_LATE);
    const [first, second] = forms;
    if (!first || !second) throw new Error('there is no form');
    const fields = { prompt: 'two foxes' };
    const late = await sendIn(studio, first, fields);
    await expect.poll(() => findJob(studio, late.id)).toBeDefined();
    const again = await sendIn(studio, second, fields);
    expect((await again.answered).type).toBe(6);
    expect(await findJob(studio, again.id)).toBeUndefined();
  });

  it('makes another one where something in it is different', async () => {
    const { studio, picture } = await finished();
    const forms = [await press(studio, picture, 'Edit'), await press(studio, picture, 'Edit')];
    const sent = await Promise.all(
      forms.map((form, index) => sendIn(studio, form, { prompt: `${index + 2} foxes` })),
    );
    await Promise.all(sent.map((one) => made(studio, one)));
  });
});
