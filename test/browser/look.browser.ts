import { writeFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { visit } from './visitor.ts';

const SIZE = { width: 860, height: 740 };
const PACE = { coldStartMs: 500, stepMs: 200, slowStepMs: 200 };
const PROMPT = 'a red dragon by a castle at sunset';
const LARGEST_BYTES = 1_500_000;

/** How long a frame is seen, in milliseconds: one of typing or progress, and one to look at. */
const QUICK_MS = 140;
const STEP_MS = 350;
const LOOK_MS = 2_500;

/** `LOOK=docs/playground.webp npm run test:browser -- look` makes the README's animation. */
describe('the look of the playground', () => {
  it('is a command that is typed, its picture in the making, and four by one press', async () => {
    const { person, page } = await visit({ ...SIZE, pace: PACE, previews: true, opening: true });
    const film = new Film(page);
    await page.evaluate("document.documentElement.style.zoom = '0.85'");
    await person.picture('a sailing ship at dawn').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).waitFor({ state: 'hidden' });
    await film.take(LOOK_MS / 2);
    await person.openCommand('imagine');
    for (let typed = 1; typed <= PROMPT.length; typed += 3) {
      await person.write('prompt', PROMPT.slice(0, typed));
      await film.take(QUICK_MS);
    }
    await person.write('prompt', PROMPT);
    await person.pick('aspect_ratio', '16:9');
    await film.take(LOOK_MS / 2);
    await person.send();
    const first = person.message(PROMPT).getByRole('button', { name: 'Vary', exact: true });
    await film.takeUntil(() => first.isVisible());
    // What the bot says to those who are new is not what this is about.
    await page.getByRole('button', { name: 'Dismiss message' }).click();
    await film.take(LOOK_MS);
    await page.getByRole('button', { name: 'Four robots' }).click();
    const second = page.getByRole('button', { name: 'V4', exact: true });
    await film.takeUntil(() => second.isVisible());
    await film.take(LOOK_MS);

    const animation = await film.develop();
    expect(await sharp(animation, { animated: true }).metadata()).toMatchObject({
      format: 'webp',
      width: SIZE.width,
      pageHeight: SIZE.height,
    });
    expect(animation.length).toBeLessThan(LARGEST_BYTES);
    const { LOOK } = process.env;
    if (LOOK) await writeFile(LOOK, animation);
  });
});

/** What a page looks like, moment by moment. */
class Film {
  readonly #page: Page;
  readonly #frames: { readonly png: Buffer; ms: number }[] = [];

  constructor(page: Page) {
    this.#page = page;
  }

  /** Takes a frame to be seen for so long; nothing new lengthens the last one. */
  async take(ms: number): Promise<void> {
    const png = await this.#page.screenshot();
    const last = this.#frames.at(-1);
    if (last?.png.equals(png) === true) last.ms = Math.max(last.ms, ms);
    else this.#frames.push({ png, ms });
  }

  /** Takes a frame of every change until something is so. */
  async takeUntil(isSo: () => Promise<boolean>): Promise<void> {
    while (!(await isSo())) await this.take(STEP_MS);
  }

  /** All frames as an animated WebP that begins anew at its end. */
  develop(): Promise<Buffer> {
    const pngs = this.#frames.map(({ png }) => png);
    const delay = this.#frames.map(({ ms }) => ms);
    return sharp(pngs, { join: { animated: true } })
      .webp({ delay, loop: 0, quality: 70, effort: 4 })
      .toBuffer();
  }
}
