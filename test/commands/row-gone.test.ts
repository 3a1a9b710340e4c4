import { describe, expect, it } from 'vitest';
import SQLite from 'better-sqlite3';
import type { Studio } from '../support/studio.ts';
import { jobOf, quietAnswer, textOf } from './scene.ts';
import { answerOf, finished, made, press, sendIn } from './result-scene.ts';

/** Nothing is known of any job any more. */
function forgetAll({ databasePath }: Studio): void {
  const database = new SQLite(databasePath);
  database.prepare('DELETE FROM jobs').run();
  database.close();
}

describe('a picture of which nothing is known any more', () => {
  it.each(['Again', 'Edit', 'More'])('is asked for anew by %s, with its words', async (label) => {
    const { studio, picture, ben } = await finished({ prompt: 'a *fox*, and\nmore' });
    forgetAll(studio);
    const opened = await press(studio, picture, label, ben);
    const { modal } = await opened.answered;
    expect(JSON.stringify(modal)).toContain(JSON.stringify('a *fox*, and\nmore'));
    const sent = await sendIn(studio, opened, {}, ben);
    expect(textOf(await made(studio, sent))).toContain('> a \\*fox\\*, and');
    expect(await jobOf(studio, sent)).toMatchObject({ userId: ben.id, origin: undefined });
  });

  it('is covered where that one was', async () => {
    const { studio, picture, ben } = await finished({ spoiler: true });
    forgetAll(studio);
    const opened = await press(studio, picture, 'Again', ben);
    const sent = await sendIn(studio, opened, {}, ben);
    await answerOf(sent);
    expect((await jobOf(studio, sent)).covered).toBe(true);
  });

  it('goes into a new one by Vary, which asks for consent as for any picture', async () => {
    const { studio, picture, ben } = await finished({ prompt: 'a fox' });
    forgetAll(studio);
    const opened = await press(studio, picture, 'Vary', ben);
    const sent = await sendIn(studio, opened, {}, ben);
    const question = await answerOf(sent);
    const agreed = await press(studio, question, 'I may use this picture', ben).catch(
      () => undefined,
    );
    expect(textOf(question)).toContain('a fox');
    expect(agreed ?? (await jobOf(studio, sent)).state).toBeDefined();
  });
});

describe('a button of another version', () => {
  it('says so, and offers what there is now', async () => {
    const { studio, asked, picture, ada } = await finished();
    const customId = `v2:remaster:job:${(await jobOf(studio, asked)).id}`;
    const click = await studio.discord.click({ by: ada, message: picture, customId, raw: true });
    expect(await quietAnswer(click)).toContain('of another version');
  });
});
