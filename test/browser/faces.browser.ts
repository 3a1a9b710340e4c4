import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { consent as CONSENT } from '../../src/say/en/privacy.ts';
import type { ChosenFile, Person } from './person.ts';
import { photo } from './photo.ts';
import { visit } from './visitor.ts';

const PROMPT = 'portrait of a sailor in the rain';

describe('a photo of a face', () => {
  it('is asked about before it becomes a picture, and only its sender sees the question', async () => {
    const { person, page } = await visit();
    await person.openCommand('imagine');
    await person.write('prompt', PROMPT);
    await person.chooseFile('face', await photo());
    await person.fileButton('face', 'me.png').waitFor();
    await person.send();

    const question = person.message('Is the person in this photo you');
    await question.getByText('Only you can see this').waitFor();
    await person.become('Cleo');
    await question.waitFor({ state: 'hidden' });
    await person.become('Ada');
    await question.getByRole('button', { name: CONSENT.face.wording }).click();
    await person.picture(PROMPT).waitFor();
    expect(await page.getByRole('button', { name: CONSENT.face.wording }).count()).toBe(0);

    await person.become('Cleo');
    await person.picture(PROMPT).waitFor();
  });

  it('needs no question where face_consent says True', async () => {
    const { person, page } = await visit();
    await person.openCommand('imagine');
    await person.write('prompt', PROMPT);
    await person.chooseFile('face', await photo());
    await person.pick('face_consent', 'True');
    await person.send();
    await person.picture(PROMPT).waitFor();
    expect(await person.publicMessages.count()).toBe(1);
    expect(
      await page
        .getByRole('button', { name: 'I am this person, or have their permission' })
        .count(),
    ).toBe(0);
  });

  it('can be pasted', async () => {
    const { person, page } = await visit();
    await copyPicture(page, await photo());
    await person.openCommand('imagine');
    await person.write('prompt', PROMPT);
    await page.keyboard.press('ControlOrMeta+V');
    await person.fileButton('face', /\.png/).waitFor();
    await sendWithConsent(person);
  });

  it('can be dropped onto the composer', async () => {
    const { person } = await visit();
    await person.openCommand('imagine');
    await person.write('prompt', PROMPT);
    await dropOnto(person.form, await photo());
    await person.fileButton('face', 'me.png').waitFor();
    await sendWithConsent(person);
  });
});

async function sendWithConsent(person: Person): Promise<void> {
  await person.send();
  await person.page.getByRole('button', { name: CONSENT.face.wording }).click();
  await person.picture(PROMPT).waitFor();
}

/** Puts a picture into the clipboard, as "Copy image" does elsewhere. */
async function copyPicture(page: Page, { mimeType, buffer }: ChosenFile): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate(`(() => {
    const bytes = Uint8Array.from(atob('${buffer.toString('base64')}'), (c) => c.charCodeAt(0));
    const picture = new Blob([bytes], { type: '${mimeType}' });
    return navigator.clipboard.write([new ClipboardItem({ '${mimeType}': picture })]);
  })()`);
}

/** Drags a file from the disk over the page, and lets it go. */
async function dropOnto(place: Locator, { name, buffer }: ChosenFile): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'darkroom-photo-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, name);
  await writeFile(file, buffer);
  const box = await place.boundingBox();
  if (!box) throw new Error('there is no place to drop a file onto');
  const session = await place.page().context().newCDPSession(place.page());
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', {
      type,
      x: box.x + box.width / 2,
      y: box.y + box.height / 2,
      data: { items: [], files: [file], dragOperationsMask: 1 },
    });
  }
}
