import { describe, expect, it } from 'vitest';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import type { Person } from '../../packages/stand-ins/discord/world.ts';
import { forgetPicturesIn } from '../support/forget-pictures.ts';
import { askToReport } from '../support/ask-to-report.ts';
import { refusal } from '../discord/rest/refusal.ts';
import {
  chooseOffice,
  decide,
  finished,
  notice,
  pictureShowing,
  report,
  spoilers,
  type Scene,
  type SceneOptions,
} from './report-scene.ts';
import { press, pressInPanel, answerOf } from './result-scene.ts';
import { imagine, jobOf, textOf } from './scene.ts';
import { completedMessage } from '../support/job-message.ts';

const COVERED = "it's a spoiler until the report is decided";

/** The picture's message, once its files are or are not spoilers. */
function shownAs({ studio, picture }: Scene, covered: readonly boolean[]): Promise<Message> {
  return studio.discord.waitFor(
    (message) =>
      message.id === picture.id &&
      textOf(message).includes(COVERED) === covered.some(Boolean) &&
      JSON.stringify(spoilers(message)) === JSON.stringify(covered),
  );
}

/** How often the picture's message was written. */
function edits({ studio: { discord }, picture }: Scene): number {
  return discord.message(picture.id)?.versions.length ?? 0;
}

/** What is hidden has no button for it. */
async function reportFromMenu({ studio: { discord }, picture }: Scene, by: Person, label: string) {
  const asked = await discord.messageCommand({ by, message: picture, name: 'Report picture' });
  const { message } = await asked.answered;
  if (!message) throw new Error('there is no question');
  await discord.click({ by, message, label });
}

function edited({ studio }: Scene, { id }: Message, fits: (message: Message) => boolean) {
  return studio.discord.waitFor((message) => message.id === id && fits(message));
}

const members = ({ studio }: Scene, count: number): Person[] =>
  Array.from({ length: count }, (_, n) => studio.discord.world.addPerson(`Member ${n}`));

describe('a report where the server has a channel for them', () => {
  it.each(['Hateful', 'Something else', 'Sexual'])(
    'for "%s" turns the picture into a spoiler, with its prompt and buttons',
    async (label) => {
      const scene = await finished();
      const thanks = await report(scene, scene.dora, label);
      expect(thanks.content).toContain("The picture is a spoiler until the server's moderators");
      const covered = await shownAs(scene, [true]);
      expect(textOf(covered)).toContain('a lighthouse');
      expect(textOf(covered)).not.toContain(scene.dora.id);
      expect(covered.components).toEqual(scene.picture.components);
      await notice(scene, "It's a spoiler until a moderator decides.");
    },
  );

  it('for "Sexual" hides the picture outside age-restricted channels', async () => {
    const scene = await finished({ place: 'general' });
    expect((await report(scene, scene.dora, 'Sexual')).content).toContain('The picture is hidden');
    expect((await pictureShowing(scene, 'reported as sexual')).files).toEqual([]);
  });

  it('covers every picture of several', async () => {
    const scene = await finished({ count: 3 });
    await report(scene, scene.dora, 'Hateful');
    await shownAs(scene, [true, true, true]);
    await decide(scene, await notice(scene, 'is hateful'), 'Keep');
    await shownAs(scene, [false, false, false]);
  });

  it('that is dismissed takes the cover off, and leaves the same picture', async () => {
    const scene = await finished();
    const { discord } = scene.studio;
    const bytes = discord.file(scene.picture, scene.picture.files[0]?.filename ?? '');
    await report(scene, scene.dora, 'Hateful');
    await shownAs(scene, [true]);
    await decide(scene, await notice(scene, 'is hateful'), 'Keep');
    const back = await shownAs(scene, [false]);
    expect(discord.file(back, back.files[0]?.filename ?? '')).toEqual(bytes);
    await notice(scene, '**Kept** by');
  });

  it("that is dismissed leaves a requester's own spoiler as it is", async () => {
    const scene = await finished({ options: { spoiler: true } });
    await report(scene, scene.dora, 'Hateful');
    await shownAs(scene, [true]);
    await decide(scene, await notice(scene, 'is hateful'), 'Keep');
    const back = await edited(scene, scene.picture, (now) => !textOf(now).includes(COVERED));
    expect(spoilers(back)).toEqual([true]);
  });

  it('that is upheld deletes the picture', async () => {
    const scene = await finished();
    await report(scene, scene.dora, 'Hateful');
    await shownAs(scene, [true]);
    await decide(scene, await notice(scene, 'is hateful'), 'Remove permanently');
    const removed = await pictureShowing(scene, 'removed this picture');
    expect(removed.files).toEqual([]);
    expect((await scene.studio.bot.log.jobs.find(scene.jobId))?.pictures).toEqual([]);
    expect((await notice(scene, '**Removed** by')).files).toEqual([]);
  });

  it('of a covered picture changes nothing, unless it hides it', async () => {
    const scene = await finished({ place: 'general' });
    const [first, second, third] = members(scene, 3);
    if (!first || !second || !third) throw new Error('there are no members');
    await report(scene, first, 'Hateful');
    await shownAs(scene, [true]);
    const before = edits(scene);
    expect((await report(scene, second, 'Something else')).content).toContain('is a spoiler');
    const other = await notice(scene, "doesn't belong here");
    expect(edits(scene)).toBe(before);
    await report(scene, third, 'A minor');
    const hidden = await pictureShowing(scene, 'reported as showing a minor');
    expect(hidden.files).toEqual([]);
    await edited(scene, other, (now) => textOf(now).includes("It's hidden until"));
    await decide(scene, other, 'Show again');
    const back = await shownAs(scene, [false]);
    expect(back.files).toHaveLength(1);
    expect((await scene.studio.bot.log.jobs.find(scene.jobId))?.visibility).toBe('shown');
  });

  it('does not cover a picture again for what a moderator has dismissed', async () => {
    const scene = await finished();
    const [first, second, third] = members(scene, 3);
    if (!first || !second || !third) throw new Error('there are no members');
    await report(scene, first, 'Hateful');
    await decide(scene, await notice(scene, 'is hateful'), 'Keep');
    await shownAs(scene, [false]);
    const thanks = await report(scene, second, 'Hateful');
    expect(thanks.content).toBe("Thanks. The server's moderators will look at it.");
    await notice(scene, "It's still visible.");
    await report(scene, third, 'Something else');
    await shownAs(scene, [true]);
  });

  it('does not hide a picture again for what a moderator has dismissed', async () => {
    const scene = await finished({ place: 'general' });
    const [first, second, third] = members(scene, 3);
    if (!first || !second || !third) throw new Error('there are no members');
    await report(scene, first, 'Sexual');
    await decide(scene, await notice(scene, 'is sexual'), 'Show again');
    await shownAs(scene, [false]);
    const thanks = await report(scene, second, 'Sexual');
    expect(thanks.content).toBe("Thanks. The server's moderators will look at it.");
    expect((await report(scene, third, 'A minor')).content).toContain('The picture is hidden');
  });

  it('still covers and tells after a restart in between', async () => {
    const scene = await finished();
    const { studio, office } = scene;
    const unreachable = { status: 503 };
    studio.discord.rest.fault({
      path: new RegExp(`/channels/${office.id}/messages$`),
      times: Infinity,
      answer: unreachable,
    });
    studio.discord.rest.fault({
      method: 'PATCH',
      path: /\/messages\//,
      times: Infinity,
      answer: unreachable,
    });
    await report(scene, scene.dora, 'Hateful').catch(() => undefined);
    await expect
      .poll(async () => (await studio.bot.log.jobs.find(scene.jobId))?.coveredByReport)
      .toBe(true);
    await studio.stopBot();
    studio.discord.rest.clearFaults();
    await studio.startBot();
    await shownAs(scene, [true]);
    await notice(scene, "It's a spoiler until a moderator decides.");
  });

  it('ends with the picture where its requester deletes that', async () => {
    const scene = await finished();
    await report(scene, scene.dora, 'Hateful');
    const told = await notice(scene, 'is hateful');
    const covered = await shownAs(scene, [true]);
    const question = await answerOf(await pressInPanel(scene.studio, covered, 'Delete'));
    await press(scene.studio, question, 'Delete permanently');
    const over = await edited(scene, told, (now) => textOf(now).includes('erased it'));
    expect(over.files).toEqual([]);
  });

  it('has what is made from the picture meanwhile be a spoiler too', async () => {
    const scene = await finished();
    await report(scene, scene.dora, 'Hateful');
    const covered = await shownAs(scene, [true]);
    const varied = await press(scene.studio, covered, 'Vary');
    expect(spoilers(await completedMessage(scene.studio, varied))).toEqual([true]);
  });
});

describe('a covered picture whose file was kept no longer', () => {
  it('is fetched back to be covered, and to be shown again', async () => {
    const scene = await finished();
    await expect.poll(() => forgetPicturesIn(scene.studio.databasePlace)).toHaveLength(1);
    await report(scene, scene.dora, 'Hateful');
    await shownAs(scene, [true]);
    await decide(scene, await notice(scene, 'is hateful'), 'Keep');
    await shownAs(scene, [false]);
  });

  it('is covered where it stands if it cannot be fetched, and is never lost by a report', async () => {
    const scene = await finished();
    const { discord, databasePlace } = scene.studio;
    await expect.poll(() => forgetPicturesIn(databasePlace)).toHaveLength(1);
    discord.cdn.fault({ path: /./, times: Infinity, answer: { status: 404 } });
    await report(scene, scene.dora, 'Hateful');
    const covered = await edited(scene, scene.picture, (now) => spoilers(now).includes(true));
    expect(covered.files[0]?.filename).toBe(scene.picture.files[0]?.filename);
    await decide(scene, await notice(scene, 'is hateful'), 'Keep');
    const back = await edited(scene, scene.picture, (now) => spoilers(now).includes(false));
    expect(back.files).toHaveLength(1);
  });
});

describe('a report where no channel is chosen', () => {
  it.each(['Hateful', 'Something else'])('for "%s" leaves the picture as it is', async (label) => {
    const scene = await finished({ office: false });
    const before = edits(scene);
    const thanks = await report(scene, scene.dora, label);
    expect(thanks.content).toContain('has no report channel yet');
    const job = await scene.studio.bot.log.jobs.find(scene.jobId);
    expect(job).toMatchObject({ visibility: 'shown', coveredByReport: undefined });
    await scene.studio.stopBot();
    expect(edits(scene)).toBe(before);
  });

  it('for "Sexual" hides it in an age-restricted channel too', async () => {
    const scene = await finished({ office: false });
    await report(scene, scene.dora, 'Sexual');
    expect((await pictureShowing(scene, 'reported as sexual')).files).toEqual([]);
  });
});

describe("a report's card", () => {
  const SHOWN: SceneOptions = { place: 'general' };

  it.each(['Hateful', 'Something else', 'Sexual', 'It shows me'])(
    'for "%s" has a small picture, as a spoiler, until it is decided',
    async (label) => {
      const scene = await finished({ ...SHOWN, count: 2 });
      await report(scene, scene.dora, label);
      const told = await notice(scene, 'reported');
      expect(spoilers(told)).toEqual([true, true]);
      for (const { width, height } of told.files) {
        expect(Math.max(width ?? Infinity, height ?? Infinity)).toBeLessThanOrEqual(160);
      }
      const [keep] = ['Hateful', 'Something else'].includes(label) ? ['Keep'] : ['Show again'];
      await decide(scene, told, keep);
      expect((await notice(scene, '**Kept** by')).files).toEqual([]);
    },
  );

  it('for a minor has none, and takes it from the cards of the others', async () => {
    const scene = await finished(SHOWN);
    const [first, second, third] = members(scene, 3);
    if (!first || !second || !third) throw new Error('there are no members');
    await report(scene, first, 'It shows me');
    const before = await notice(scene, 'shows them');
    expect(before.files).toHaveLength(1);
    await reportFromMenu(scene, second, 'A minor');
    expect((await notice(scene, 'shows a minor')).files).toEqual([]);
    await edited(scene, before, ({ files }) => files.length === 0);
    await reportFromMenu(scene, third, 'Hateful');
    expect((await notice(scene, 'is hateful')).files).toEqual([]);
  });

  it('has none of an age-restricted picture, unless its channel is age-restricted too', async () => {
    const scene = await finished();
    await report(scene, scene.dora, 'Hateful');
    expect((await notice(scene, 'is hateful')).files).toEqual([]);
    const other = await finished({ officeNsfw: true });
    await report(other, other.dora, 'Hateful');
    expect(spoilers(await notice(other, 'is hateful'))).toEqual([true]);
  });

  it('is posted without one where Discord takes no files there', async () => {
    const scene = await finished(SHOWN);
    scene.studio.discord.rest.fault({
      method: 'POST',
      path: new RegExp(`/channels/${scene.office.id}/messages$`),
      answer: refusal(403, 50013),
    });
    await report(scene, scene.dora, 'Hateful');
    expect((await notice(scene, 'is hateful')).files).toEqual([]);
    const again = await report(scene, scene.studio.discord.world.people.cleo, 'Hateful');
    expect(again.content).not.toContain('has no report channel yet');
  });
});

it('a report from before reports covered leaves its picture shown, and its card works', async () => {
  const scene = await finished({ office: false });
  const asked = await imagine(scene.studio, { prompt: 'a harbour' });
  const picture = await completedMessage(scene.studio, asked);
  const other = { ...scene, picture };
  await report(scene, scene.dora, 'Hateful');
  await report(other, scene.dora, 'Something else');
  await chooseOffice(scene.studio, scene.office);
  const hateful = await notice(scene, 'is hateful');
  expect(textOf(hateful)).toContain("It's still visible.");
  await decide(scene, hateful, 'Keep');
  await edited(scene, hateful, (now) => textOf(now).includes('**Kept** by'));
  await decide(scene, await notice(scene, "doesn't belong here"), 'Remove permanently');
  await pictureShowing(other, 'removed this picture');
  expect(spoilers(scene.studio.discord.message(scene.picture.id) ?? scene.picture)).toEqual([
    false,
  ]);
});

it('a private picture that its requester reports is a spoiler, and its card has no thumbnail', async () => {
  const scene = await finished({ place: 'general', options: { private: true } });
  const { ada } = scene.studio.discord.world.people;
  await reportFromMenu(scene, ada, 'Hateful');
  await shownAs(scene, [true]);
  expect((await notice(scene, 'is hateful')).files).toEqual([]);
});

it('a raid of thirty false reports by ten members takes no picture away, and ends with three presses', async () => {
  const scene = await finished();
  const { discord } = scene.studio;
  const scenes = [scene];
  for (const prompt of ['a harbour', 'a hill']) {
    const asked = await imagine(scene.studio, { prompt });
    const picture = await completedMessage(scene.studio, asked);
    scenes.push({ ...scene, picture, jobId: (await jobOf(scene.studio, asked)).id });
  }
  const before = scenes.map(edits);
  const raiders = members(scene, 10);
  for (const one of scenes) {
    for (const by of raiders) await report(one, by, 'Hateful');
    await shownAs(one, [true]);
  }
  expect(scenes.map(edits)).toEqual(before.map((count) => count + 1));
  const cards = () =>
    discord.messages(scene.office).filter((message) => textOf(message).includes('is hateful'));
  // Each picture has one, which names all that reported it.
  await expect
    .poll(() => cards().filter((message) => textOf(message).includes('5 more reported')).length)
    .toBe(3);
  expect(cards()).toHaveLength(3);
  for (const one of scenes) {
    const card = cards().find((message) => textOf(message).includes(one.picture.id));
    if (!card) throw new Error('no card tells of that picture');
    await decide(one, card, 'Keep');
    await shownAs(one, [false]);
  }
  await expect
    .poll(() => cards().filter((message) => textOf(message).includes('**Kept** by')).length)
    .toBe(3);
  // Each of them was dismissed three times, which halves what they may report.
  const next = await completedMessage(scene.studio, await imagine(scene.studio));
  const [raider] = raiders;
  if (!raider) throw new Error('there is no raider');
  await report({ ...scene, picture: next }, raider, 'Hateful');
  const fifth = await completedMessage(scene.studio, await imagine(scene.studio));
  await report({ ...scene, picture: fifth }, raider, 'Hateful');
  const sixth = await completedMessage(scene.studio, await imagine(scene.studio));
  const asked = await askToReport(discord, { by: raider, message: sixth });
  const { message } = await asked.answered;
  if (!message) throw new Error('there is no question');
  await discord.click({ by: raider, message, label: 'Hateful' });
  await discord.waitFor(({ content }) => content.includes('the limit of reports per hour (5)'));
  const last = { ...scene, picture: sixth };
  expect((await report(last, raider, 'A minor')).content).toContain('The picture is hidden');
  await pictureShowing(last, 'reported as showing a minor');
});
