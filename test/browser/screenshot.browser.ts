import { writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { visit } from './visitor.ts';

const SIZE = { width: 1280, height: 900 };
/** So that the variation is half done after one edit. */
const PACE = { coldStartMs: 500, stepMs: 400, slowStepMs: 400 };
const LARGEST_BYTES = 300_000;

/** `SCREENSHOT=docs/playground.png npm run test:browser` keeps it, for the README. */
describe('the picture of the playground', () => {
  it('shows a finished picture, its variation half done, and what is behind the scenes', async () => {
    const { person, page } = await visit({ ...SIZE, pace: PACE, previews: true });
    await person.openCommand('imagine');
    await person.write('prompt', 'misty hills, low sun');
    await person.pick('aspect_ratio', '16:9');
    await person.write('steps', '50');
    await person.write('seed', '7');
    await person.send();
    await person.picture('misty hills, low sun').waitFor();
    await person.become('Ben');
    const first = person.message('misty hills, low sun');
    await first.getByRole('button', { name: 'Vary', exact: true }).click();
    // What the bot says to those who are new is not what this is about.
    await page.getByRole('button', { name: 'Dismiss message' }).click();
    await person
      .message('A variation of')
      .getByText(/[3-6]\d%/)
      .waitFor();
    await person.openCommand('imagine');
    await person.write('prompt', 'a cabin in the woods');
    // What stands above the command line closes.
    await page.getByRole('heading', { name: 'general' }).click();
    // As after two steps of Ctrl and minus, so that both messages are in view.
    await page.evaluate("document.documentElement.style.zoom = '0.8'");

    const bytes = await page.screenshot();
    expect(await sharp(bytes).metadata()).toMatchObject(SIZE);
    const { SCREENSHOT } = process.env;
    if (SCREENSHOT) await writeFile(SCREENSHOT, await smallEnough(bytes));
  });
});

/** The same picture, in fewer colours where it takes too much room. */
async function smallEnough(png: Buffer): Promise<Buffer> {
  if (png.length <= LARGEST_BYTES) return png;
  return sharp(png).png({ palette: true, effort: 10, compressionLevel: 9 }).toBuffer();
}
