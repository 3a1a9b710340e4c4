import { writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { visit } from './visitor.ts';

const SIZE = { width: 1280, height: 800 };
/** So that the second picture is half done after one edit. */
const PACE = { coldStartMs: 500, stepMs: 190, slowStepMs: 190 };
const LARGEST_BYTES = 300_000;

/** `SCREENSHOT=docs/playground.png npm run test:browser` keeps it, for the README. */
describe('the picture of the playground', () => {
  it('shows a finished job, one that is half done, and what is behind the scenes', async () => {
    const { person, page } = await visit({ ...SIZE, pace: PACE });
    await person.openCommand('imagine');
    await person.write('prompt', 'misty hills under a low sun');
    await person.pick('aspect_ratio', '16:9');
    await person.write('seed', '7');
    await person.send();
    await person.picture('misty hills under a low sun').waitFor();
    await person.become('Ben');
    await person.openCommand('imagine');
    await person.write('prompt', 'the same hills in the first snow');
    await person.write('steps', '50');
    await person.send();
    await person
      .message('first snow')
      .getByText(/[3-6]\d %/)
      .waitFor();
    await person.openCommand('imagine');
    await person.write('prompt', 'a cabin in the woods');
    // What stands above the command line closes.
    await page.getByRole('heading', { name: 'general' }).click();
    // As after a step of Ctrl and minus, so that both messages are in view.
    await page.evaluate("document.documentElement.style.zoom = '0.9'");

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
