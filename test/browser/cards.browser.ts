import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/say/languages.ts';
import { axeFindings } from './axe.ts';
import { visit } from './visitor.ts';

const SIZES = [
  ['a desktop', { width: 1280, height: 800 }],
  ['a phone', { width: 360, height: 740 }],
] as const;

/** Texts that are wider than what holds them, by what they say. */
const CUT = `[...document.querySelectorAll('.cards-cell .message-button, .cards-cell .message-markdown, .cards-field')]
  .filter((one) => one.scrollWidth > one.clientWidth + 1)
  .map((one) => one.textContent)`;

describe.each(SIZES)("the page of cards, on %s's screen", (_, size) => {
  it('shows every card in every language side by side, and none is cut', async () => {
    const { page, playground } = await visit(size);
    await page.goto(`${playground.url}/cards`);
    const first = page.getByRole('article', { name: 'asks for consent to a face' });
    for (const { catalogue } of LANGUAGES) {
      const { wording } = catalogue.consent.face;
      await first.getByRole('button', { name: wording, exact: true }).waitFor();
    }
    expect(await page.evaluate(CUT)).toEqual([]);
  });

  it('shows those that are asked for, and is readable by all', async () => {
    const { page, playground } = await visit(size);
    await page.goto(`${playground.url}/cards?languages=de`);
    await page.getByRole('heading', { name: 'Every sentence' }).waitFor();
    expect(await page.getByRole('article').first().locator('.cards-cell').count()).toBe(1);
    expect(await axeFindings(page)).toEqual([]);
  });
});
