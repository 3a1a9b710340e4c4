import { ButtonStyle } from 'discord.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { payloadOf } from '../../../src/discord/cards/card.ts';
import { type MessageForm, renderJob } from '../../../src/discord/cards/job-card.ts';
import { type Job, JOB_STATES, type JobState, type Origin } from '../../../src/jobs/job.ts';
import { image } from '../../../src/recipes/image.ts';
import { builtInRecipes } from '../../../src/recipes/built-in.ts';
import { text } from '../../../src/recipes/text.ts';
import { upscale } from '../../../src/recipes/upscale.ts';
import { type Steps, stepsOf } from '../../../src/recipes/picture-steps.ts';
import { requestOf } from '../../../src/recipes/stored-request.ts';
import { en } from '../../../src/say/en/en.ts';
import type { Observed } from '../../../src/jobs/observations.ts';
import {
  ASKED_AT,
  sampleFaceRequest,
  sampleJob,
  sampleRequest,
  wantedOf,
} from '../../../packages/stand-ins/playground/cards/sample-job.ts';

const SECOND = 1_000;

/** The lines of a message below the prompt. */
function linesOf(job: Job, observed: Observed = {}, now = ASKED_AT): string[] {
  const [embed] = payloadOf(renderJob(job, observed, now)).body.embeds;
  return (embed?.description ?? '').split('\n').filter((line) => !line.startsWith('> '));
}

/** Its buttons: label, custom id. */
function buttonsOf(job: Job): string[][] {
  return payloadOf(renderJob(job, {}, ASKED_AT)).body.components.flatMap((row) =>
    row.components.map((each) =>
      'custom_id' in each && 'label' in each ? [each.label ?? '', each.custom_id] : [],
    ),
  );
}

const cancel = ['Cancel', 'v2:cancel:job:k3f9x2ab'];
const more = ['More', 'v2:more:job:k3f9x2ab'];
const retry = ['Try again', 'v2:retry:job:k3f9x2ab'];
const consent = ['I am this person, or have their permission', 'v2:consent:job:k3f9x2ab'];

describe('every message', () => {
  it.each<[JobState, string[][]]>([
    ['awaiting_consent', [consent, cancel]],
    ['accepted', [cancel]],
    ['preparing', [cancel]],
    ['ready', [cancel]],
    ['submitting', [cancel]],
    ['queued', [cancel]],
    ['running', [cancel]],
    ['completed', [more]],
    ['failed', [retry]],
    ['expired', [retry]],
    ['cancelled', []],
  ])('of a job that is %s has its buttons', (state, buttons) => {
    expect(buttonsOf(sampleJob({ state }))).toEqual(buttons);
  });

  it.each<[Partial<Job>, string]>([
    [
      { visibility: 'hidden', hiddenBecause: 'shows_me' },
      'A member reported that this picture shows them.',
    ],
    [{ visibility: 'hidden', hiddenBecause: 'sexual' }, 'This picture was reported as sexual.'],
    [
      { visibility: 'hidden', hiddenBecause: 'minor' },
      'This picture was reported as showing a minor.',
    ],
    [
      { visibility: 'hidden', hiddenBecause: 'minor', hiddenWith: 'b' },
      'The source of this picture was reported, so this one is hidden until',
    ],
    [
      { visibility: 'hidden', hiddenWith: 'b', lapsesAt: ASKED_AT },
      'Without a decision, it will be removed permanently <t:1900000000:R>.',
    ],
    [{ visibility: 'removed' }, "This server's moderators removed this picture."],
    [
      { visibility: 'removed', hiddenWith: 'b' },
      'The source of this picture was removed, and this one with it.',
    ],
    [
      { visibility: 'removed', hiddenWith: 'b', consentWithdrawn: 'another' },
      'A person in the source of this picture withdrew',
    ],
    [{ visibility: 'removed', consentWithdrawn: 'requester' }, "This server's moderators"],
  ])('of a picture that is %j says why, and shows neither it nor its prompt', (parts, why) => {
    const job = sampleJob({
      state: 'completed',
      ...parts,
      pictures: [{ file: 'a.png', format: 'png' }],
    });
    const { body, pictures } = payloadOf(renderJob(job, {}, ASKED_AT));
    expect(body.embeds[0]?.description).toContain(why);
    expect(body.embeds[0]?.description).not.toContain('lighthouse');
    expect([pictures, body.attachments, body.components, body.embeds[0]?.image]).toEqual([
      [],
      [],
      [],
      undefined,
    ]);
    expect(body.embeds[0]?.footer).toEqual({ text: 'job k3f9x2ab' });
  });

  it.each(JOB_STATES)('of a job that is %s shows the prompt and names the job', (state) => {
    const { body } = payloadOf(renderJob(sampleJob({ state }), {}, ASKED_AT));
    expect(body.embeds[0]?.description).toMatch(/^> a lighthouse\n./);
    expect(body.embeds[0]?.footer).toEqual({ text: 'job k3f9x2ab' });
  });

  it.each(JOB_STATES)('of a job that is %s pings nobody', (state) => {
    const { body } = payloadOf(renderJob(sampleJob({ state, cancelledBy: '1' }), {}, ASKED_AT));
    expect(body.allowed_mentions).toEqual({ parse: [] });
    expect(body.content).toBeUndefined();
  });

  it('is the same for the same row, observation and time', () => {
    const anyObserved = fc.record(
      {
        progress: fc.double({ min: 0, max: 1, noNaN: true }),
        ahead: fc.nat(),
        coldStart: fc.boolean(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.constantFrom(...JOB_STATES), anyObserved, (state, observed) => {
        const render = () => payloadOf(renderJob(sampleJob({ state }), { ...observed }, ASKED_AT));
        expect(render()).toEqual(render());
      }),
    );
  });
});

describe('a job that asks for consent', () => {
  it('says what will happen with the photo, and makes confirming the first choice', () => {
    const { body } = payloadOf(renderJob(sampleJob({ state: 'awaiting_consent' }), {}, ASKED_AT));
    expect(body.embeds[0]?.description).toContain('I download the photo only after you confirm');
    expect(body.components[0]?.components[0]).toMatchObject({ style: ButtonStyle.Success });
  });

  it('asks about whoever can be seen, where it is no photo of a face or not the only one', () => {
    const params = { ...image.request.parse({ prompt: 'a lighthouse' }), seed: 7 };
    const wanted = wantedOf(requestOf(image, params));
    const job = sampleJob({ state: 'awaiting_consent', wanted });
    const { body } = payloadOf(renderJob(job, {}, ASKED_AT));
    expect(body.embeds[0]?.description).toContain('Does this show anyone?');
    expect(buttonsOf(job)[0]).toEqual([
      'Everyone in it is me or has agreed',
      'v2:consent:job:k3f9x2ab',
    ]);
  });

  it('can be asked for again only with its photo, once the question has closed', () => {
    const closed = { state: 'expired', ephemeral: true, errorCode: 'consent_lapsed' } as const;
    expect(buttonsOf(sampleJob(closed))).toEqual([]);
    expect(linesOf(sampleJob(closed))).toEqual([
      '**That question closed after ten minutes.**',
      'Run the command again and confirm in time.',
    ]);
  });
});

describe('a waiting job', () => {
  it.each<[Observed, string[]]>([
    [{}, []],
    [{ ahead: 0 }, []],
    [{ ahead: 3 }, ['3 ahead']],
    [{ ahead: 99 }, ['99 ahead']],
    [{ ahead: 100 }, ['100 or more ahead']],
    [{ holdUp: 'cold' }, ['starting a cold worker, usually about 40 s']],
    [{ ahead: 1, holdUp: 'cold' }, ['1 ahead · starting a cold worker, usually about 40 s']],
    [{ holdUp: 'none' }, ['no GPU workers are running. The operator may need to enable some']],
    [{ holdUp: 'throttled' }, ['the GPU service has no free GPU of this kind right now']],
    [{ holdUp: 'unhealthy' }, ['workers are failing to start. The operator needs to look into it']],
  ])('says since when, and what is known: %j', (observed, details) => {
    expect(linesOf(sampleJob({ state: 'queued' }), observed, ASKED_AT + 90 * SECOND)).toEqual([
      'Waiting for a GPU · since <t:1900000000:R>',
      ...details,
    ]);
  });

  it('says its place while it waits here, and no longer than that', () => {
    const since = 'Waiting for a GPU · since <t:1900000000:R>';
    const lines = (state: JobState) => linesOf(sampleJob({ state }), { place: 4 }, ASKED_AT);
    expect(lines('ready')).toEqual([since, 'number 4 in the queue']);
    const far = linesOf(sampleJob({ state: 'ready' }), { place: 1_300 }, ASKED_AT);
    expect(far).toEqual([since, 'about number 1300 in the queue']);
    expect(lines('submitting')).toEqual([since]);
    expect(lines('queued')).toEqual([since]);
  });

  const likely = 'probably ready <t:1900000120:R>';
  const LIKELY_AT = ASKED_AT + 120 * SECOND;

  it.each<[JobState, Observed, string]>([
    ['ready', { place: 4, likelyAt: LIKELY_AT }, `number 4 in the queue · ${likely}`],
    ['ready', { waitsForOwn: true, likelyAt: LIKELY_AT }, likely],
    ['submitting', { place: 4, likelyAt: LIKELY_AT }, likely],
    ['queued', { ahead: 3, likelyAt: LIKELY_AT }, `3 ahead · ${likely}`],
  ])('that is %s says when it is likely to be ready: %j', (state, observed, details) => {
    expect(linesOf(sampleJob({ state }), observed).slice(1)).toEqual([details]);
  });

  it('says no time that has passed, and none while jobs are held', () => {
    const job = sampleJob({ state: 'ready' });
    const says = (observed: Observed, now = ASKED_AT) =>
      linesOf(job, { likelyAt: LIKELY_AT, ...observed }, now).includes(likely);
    expect([says({}), says({}, LIKELY_AT - 1), says({}, LIKELY_AT)]).toEqual([true, true, false]);
    expect([says({ keyRefused: true }), says({ storageFails: true })]).toEqual([false, false]);
  });

  it('that is private says where it goes on, and that it will where it is likely to take so long', () => {
    const job = sampleJob({ state: 'ready', private: true, ephemeral: true });
    const last = (likelyAt?: number, now = ASKED_AT) => linesOf(job, { likelyAt }, now).at(-1);
    const usual = `-# ${en.result.onlyYou}`;
    expect([last(), last(ASKED_AT + 13 * 60 * SECOND)]).toEqual([usual, usual]);
    const late = ASKED_AT + 14 * 60 * SECOND;
    expect([last(late), last(late, late)]).toEqual([`-# ${en.result.onlyYouForLong}`, usual]);
    const lost = sampleJob({ ...job, interactionToken: undefined });
    expect(linesOf(lost).at(-1)).toBe(usual);
    const open = sampleJob({ state: 'ready' });
    expect(linesOf(open, { likelyAt: late }).at(-1)).not.toContain('DM');
  });

  it.each(['ready', 'queued', 'running'] as const)(
    'says while it is %s that the key is refused',
    (state) => {
      const lines = linesOf(sampleJob({ state }), { keyRefused: true, progress: 0.4 }, ASKED_AT);
      expect(lines.at(-1)).toBe(
        "The GPU service refused the bot's key. I've logged it for the operator. This resumes when the key works again.",
      );
    },
  );

  it('looks the same however long it waits', () => {
    const at = (now: number) => payloadOf(renderJob(sampleJob({ state: 'queued' }), {}, now));
    expect(at(ASKED_AT + 600 * SECOND)).toEqual(at(ASKED_AT));
  });
});

describe('a finished job', () => {
  const pictures = [
    { file: 'k3f9x2ab-1.png', format: 'png' },
    { file: 'k3f9x2ab-2.jpg', format: 'jpeg' },
  ] as const;
  const done = sampleJob({
    state: 'completed',
    finishedAt: ASKED_AT + 48 * SECOND,
    executionMs: 8_400,
    pictures,
  });

  it('says how long it took, and for whom, and no setting that is at its default', () => {
    expect(linesOf(done)).toEqual(['-# Took 48 s, 8 s on the GPU · for <@400000000000000001>']);
  });

  it('says its time once where nothing else took any, and not for whom where only they see it', () => {
    const quick = { ...done, executionMs: 47_600, finishedAt: ASKED_AT + 47.9 * SECOND };
    expect(linesOf(sampleJob(quick))).toEqual(['-# Took 48 s · for <@400000000000000001>']);
    expect(linesOf(sampleJob({ ...quick, private: true }))).toEqual(['-# Took 48 s']);
  });

  it('leaves out what RunPod did not measure', () => {
    expect(linesOf(sampleJob({ ...done, executionMs: undefined }))[0]).toBe(
      '-# Took 48 s · for <@400000000000000001>',
    );
  });

  it('names what is not usual: denoise, and the weight of a face', () => {
    const wanted = wantedOf(sampleFaceRequest({ denoise: 0.4, faceWeight: 0.8, seed: 0 }));
    expect(linesOf(sampleJob({ ...done, wanted }))[0]).toBe('`denoise 0.4 · face 0.8`');
  });

  it('carries every picture, each with the prompt as its alt text, and shows them all', () => {
    const message = payloadOf(renderJob(done, {}, ASKED_AT));
    expect(message.pictures).toEqual(pictures);
    expect(message.body.attachments).toEqual([
      { id: '0', filename: 'k3f9x2ab-1.png', description: 'a lighthouse' },
      { id: '1', filename: 'k3f9x2ab-2.jpg', description: 'a lighthouse' },
    ]);
    expect(message.body.embeds.map(({ image }) => image)).toEqual([undefined]);
  });

  it('says where fewer came than were asked for', () => {
    const [fewer] = linesOf(sampleJob({ ...done, count: 4 }));
    expect(fewer).toBe('2 of 4 pictures: the rest failed.');
    expect(linesOf(sampleJob({ ...done, count: 2 }))).toHaveLength(1);
  });

  it('has words for those who cannot see it, where it was asked for without any', () => {
    const params = { ...upscale.request.parse({}), seed: 7 };
    const job = sampleJob({ ...done, wanted: wantedOf(requestOf(upscale, params)) });
    const { body } = payloadOf(renderJob(job, {}, ASKED_AT));
    expect(body.attachments[0]?.description).toBe('A picture made without a prompt');
    expect(body.embeds[0]?.description).toMatch(/^-# Took/);
  });

  it.each(JOB_STATES.filter((state) => state !== 'completed'))('is no job that is %s', (state) => {
    const message = payloadOf(renderJob(sampleJob({ ...done, state }), {}, ASKED_AT));
    expect([message.pictures, message.body.attachments]).toEqual([[], []]);
  });
});

describe('what people may do with a result', () => {
  const pictures = [{ file: 'k3f9x2ab-1.png', format: 'png' }] as const;
  const done = sampleJob({ state: 'completed', pictures });
  const steps = stepsOf(text, [...builtInRecipes.values()]);
  const labels = (form?: MessageForm, offered: Steps | undefined = steps, job = done) =>
    payloadOf(renderJob(job, {}, ASKED_AT, form, offered)).body.components.flatMap((row) =>
      row.components.flatMap((one) => ('label' in one ? (one.label ?? '') : [])),
    );

  it('is in one row: again, varied, larger, changed, and all the rest', () => {
    expect(labels()).toEqual(['Again', 'Vary', 'Upscale', 'Edit', 'More']);
  });

  it('is what still works where the message has no picture', () => {
    expect(labels({ words: true, picture: 'gone' })).toEqual(['Again', 'Edit', 'More']);
  });

  it.each([
    ['an age-restricted channel', { ageRestricted: true }, true],
    ['any other', { ageRestricted: false }, false],
    ['a photo', { ageRestricted: true, wanted: { ...done.wanted, person: true } }, false],
  ])('is adult-rated as far as it may be where it came from %s', (_, parts, isOffered) => {
    const recipe = { ...text, rating: 'adult' } as const;
    const vary = { recipe, picture: 'image', params: {} };
    const shown = labels(undefined, { ...steps, vary }, { ...done, ...parts });
    expect(shown.includes('Vary')).toBe(isOffered);
  });

  it('makes no other where that would be the same, no variation where nothing makes one, and changes nothing where nothing can be', () => {
    const none = { again: false, edit: true, vary: undefined, upscale: undefined, others: [] };
    expect(labels(undefined, none)).toEqual(['Edit', 'More']);
    expect(labels(undefined, { ...none, edit: false })).toEqual(['More']);
  });
});

describe('a job that came from another one', () => {
  const message = { guildId: '1', channelId: '2', messageId: '3' };
  const link = 'https://discord.com/channels/1/2/3';
  const from = (parts: Partial<Origin>): Partial<Job> => ({
    origin: { job: 'abc', step: 'again', picture: undefined, message, ...parts },
  });

  it.each([
    [{}, `-# ↳ Made again from [that picture](${link})`],
    [{ step: 'vary', picture: 2 }, `-# ↳ A variation of [picture 3](${link})`],
    [{ step: 'upscale' }, `-# ↳ A larger version of [that picture](${link})`],
    [{ step: 'of later on' }, `-# ↳ Made from [that picture](${link})`],
    [{ step: 'edit', message: undefined }, '-# ↳ Changed from another picture'],
  ])('says so with a link up to it, whatever became of it: %j', (parts, line) => {
    for (const state of JOB_STATES) {
      const lines = linesOf(sampleJob({ state, ...from(parts) }));
      expect(lines.some((each) => each.startsWith(line))).toBe(true);
    }
  });

  it('says whose it is until it is done, where others see it: Discord does not say so of a button', () => {
    const running = (parts: Partial<Job>) =>
      linesOf(sampleJob({ state: 'running', userId: '7', ...from({}), ...parts })).join('\n');
    expect(running({})).toContain(`[that picture](${link}) · for <@7>`);
    expect(running({ ephemeral: true })).not.toContain('<@7>');
    expect(running({ private: true })).not.toContain('<@7>');
    expect(running({ origin: undefined })).not.toContain('<@7>');
  });
});

describe('a message without its words', () => {
  const SIZES = ['original', 'smaller', 'none', 'gone'] as const;
  const FORMS = JOB_STATES.flatMap((state) => SIZES.map((picture) => [state, picture] as const));

  it.each(FORMS)(
    'of a job that is %s, its picture %s, holds the prompt nowhere',
    (state, picture) => {
      const pictures = [{ file: 'k3f9x2ab-1.png', format: 'png' }] as const;
      const job = sampleJob({
        state,
        pictures,
        wanted: wantedOf(sampleRequest({ prompt: 'a bad word' })),
      });
      const message = JSON.stringify(
        payloadOf(renderJob(job, {}, ASKED_AT, { words: false, picture })),
      );
      expect(message).not.toContain('a bad word');
      expect(message).toContain('The prompt is not shown: Discord refused it here.');
    },
  );
});

describe("a finished job's message", () => {
  const done = sampleJob({
    state: 'completed',
    pictures: [{ file: 'k3f9x2ab-1.png', format: 'png' }],
  });

  it('with a smaller picture names it as a JPEG, and says so', () => {
    const form = { words: true, picture: 'smaller' } as const;
    const { body, pictures, smaller } = payloadOf(renderJob(done, {}, ASKED_AT, form));
    expect([smaller, pictures]).toEqual([true, done.pictures]);
    expect(body.attachments[0]?.filename).toBe('k3f9x2ab-1.jpg');
    expect(body.embeds[0]?.description).toContain(
      'Shown smaller: the original was too large for Discord.',
    );
  });

  it.each([
    ['none', "Discord didn't accept the picture."],
    ['gone', 'The picture is no longer stored.'],
  ] as const)('whose picture is %s has no files, and says why', (picture, sentence) => {
    const { body, pictures } = payloadOf(renderJob(done, {}, ASKED_AT, { words: true, picture }));
    expect([pictures, body.attachments]).toEqual([[], []]);
    expect(body.embeds[0]?.description).toContain(sentence);
    expect(body.embeds[0]?.description).toContain('a lighthouse');
  });
});

describe('a failed job', () => {
  const MAY_BE_CHARGED =
    'An earlier attempt may still have reached the GPU service and been charged.';
  it.each([
    [{ attempt: 0, runpodId: undefined }, false],
    [{ attempt: 1, runpodId: undefined }, true],
    [{ attempt: 1, runpodId: 'r-1' }, false],
    [{ attempt: 2, runpodId: 'r-2' }, true],
  ])('with %j says what it may have cost: %s', (parts, says) => {
    const job = sampleJob({ state: 'failed', errorCode: 'service_busy', ...parts });
    expect(linesOf(job).includes(MAY_BE_CHARGED)).toBe(says);
    // This one says so itself.
    expect(linesOf({ ...job, errorCode: 'submission_lost' })).not.toContain(MAY_BE_CHARGED);
  });

  it('says what happened and what to do, with the facts', () => {
    const failed = { errorCode: 'took_too_long', errorFacts: { minutes: '10' } } as const;
    expect(linesOf(sampleJob({ state: 'expired', ...failed }))).toEqual([
      "**The picture wasn't ready within 10 minutes, so I stopped the job.**",
      'Try again, with fewer steps if you can.',
    ]);
  });

  it('says something even where nothing is known', () => {
    expect(linesOf(sampleJob({ state: 'failed' }))[0]).toBe('**Something went wrong on my end.**');
    const lacking = { permissions: ['EmbedLinks'] } as const;
    expect(
      linesOf(
        sampleJob({ state: 'failed', errorCode: 'permissions_missing', errorFacts: lacking }),
      ),
    ).toContain("**I can't post pictures in this channel: I'm missing Embed Links.**");
  });
});

describe('a cancelled job', () => {
  const cancelled = (cancelledBy?: string) =>
    linesOf(sampleJob({ state: 'cancelled', finishedAt: ASKED_AT + 65 * SECOND, cancelledBy }));

  it('by the GPU service says so, and what to do', () => {
    expect(cancelled('runpod')).toEqual([
      'Cancelled by the GPU service after 1 min 5 s.',
      'Run the command again to make it.',
    ]);
  });

  it('says by whom and after how long', () => {
    expect(cancelled('400000000000000002')).toEqual([
      'Cancelled by <@400000000000000002> after 1 min 5 s.',
    ]);
    expect(cancelled()).toEqual(['Cancelled by a member after 1 min 5 s.']);
  });
});

describe('the percent of a job in parts', () => {
  const file = 'k3f9x2ab-1.png';
  const job = sampleJob({ state: 'running', count: 4, startedAt: ASKED_AT });
  const percent = (one: Job, mostShare: number, seconds: number) => {
    const observed = { expectedMs: 40 * SECOND, mostShare };
    const [line = ''] = linesOf(one, observed, ASKED_AT + seconds * SECOND);
    return Number(/(\d+)\u00a0?\s?%/.exec(line)?.[1]);
  };

  it('stays at the end of a slow part, so that the next one does not bring it back', () => {
    const second: Job = { ...job, madeSoFar: [{ file, format: 'png' }] };
    expect([4, 10, 35].map((seconds) => percent(job, 0.25, seconds))).toEqual([10, 25, 25]);
    expect([0, 6, 35].map((seconds) => percent(second, 0.5, seconds))).toEqual([25, 40, 50]);
  });
});
