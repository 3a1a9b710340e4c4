import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { recipesOf } from '../../src/recipes/recipe.ts';
import { builtInRecipes } from '../../src/recipes/built-in.ts';
import { requestOf } from '../../src/recipes/stored-request.ts';
import { BotError } from '../../src/errors/errors.ts';
import {
  MOST_INPUT_BYTES,
  type NormalisedPicture,
  type PictureUse,
} from '../../src/images/photos.ts';
import type { Job } from '../../src/jobs/job.ts';
import type { NewJob } from '../../src/jobs/sql/new-job.ts';
import { base64 } from '../comfy/pictures.ts';
import { collage } from '../support/collage.ts';
import { preparedFace } from '../support/face-picture.ts';
import { RunnerBench, type Surroundings } from '../support/runner-bench.ts';

const recipes = recipesOf([...builtInRecipes.values(), collage]);

/** A picture that somebody sent. */
const sent = (option: string, name: string, size = 3, person = true) => ({
  option,
  person,
  attachment: { url: `https://cdn.example/${name}`, size },
});

const SEVERAL = {
  request: requestOf(collage, { prompt: 'two friends' }),
  pictures: [sent('portrait', 'me'), sent('mask', 'mask', 3, false), sent('friend', 'friend')],
} as const satisfies Partial<NewJob>;

const bytesOf = (url: string) => Buffer.from(`the picture at ${url}`);

/** A picture as it is prepared, of those bytes. */
function normalised(bytes: Buffer, { kind, ...use }: PictureUse): NormalisedPicture {
  const format = kind === 'image' && 'mask' in use && use.mask ? 'png' : 'jpeg';
  return { ...preparedFace(bytes), format, width: 1, height: 1 };
}

/** A bench whose pictures are made of their addresses, and what was asked for. */
async function open(context: Surroundings = {}) {
  const asked: string[] = [];
  let [atOnce, most] = [0, 0];
  const bench = await RunnerBench.open({
    context: {
      recipes,
      preparePicture: async ({ attachment, userId }, use) => {
        asked.push(`${attachment.url} of ${userId} as ${JSON.stringify(use)}`);
        atOnce += 1;
        most = Math.max(most, atOnce);
        await Promise.resolve();
        atOnce -= 1;
        return normalised(bytesOf(attachment.url), use);
      },
      ...context,
    },
  });
  bench.runpod.script({ stuck: true });
  return { bench, asked, mostAtOnce: () => most };
}

function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('aborted'));
    });
  });
}

const isSent = ({ runpodId }: Job) => runpodId !== undefined;

describe('the pictures of a job', () => {
  it('are each prepared for what it is for, one after the other', async () => {
    const { bench, asked, mostAtOnce } = await open();
    await bench.until(await bench.ask(SEVERAL), isSent);
    expect(asked).toEqual([
      'https://cdn.example/me of 3 as {"kind":"image","maxSide":2048,"maxPixels":1000000,"mask":false}',
      'https://cdn.example/mask of 3 as {"kind":"image","maxSide":512,"mask":true}',
      'https://cdn.example/friend of 3 as {"kind":"face"}',
    ]);
    expect(mostAtOnce()).toBe(1);
  });

  it('are each sent in its own place', async () => {
    const { bench } = await open();
    await bench.until(await bench.ask(SEVERAL), isSent);
    const image = (name: string) => base64(bytesOf(`https://cdn.example/${name}`));
    expect(bench.runpod.jobs).toMatchObject([
      {
        input: {
          '2': { inputs: { image: image('me') } },
          '3': { inputs: { image: image('mask') } },
          '4': { inputs: { image: image('friend') } },
        },
      },
    ]);
  });

  it('leave their places out of the graph where they were left out', async () => {
    const { bench } = await open();
    const [me] = SEVERAL.pictures;
    await bench.until(await bench.ask({ ...SEVERAL, pictures: [me] }), isSent);
    const [job] = bench.runpod.jobs;
    expect(Object.keys(job?.input as object)).toEqual(['1', '2', '5']);
  });

  it('are no longer fetched once the job is cancelled in their middle', async () => {
    let calls = 0;
    const { bench } = await open({
      preparePicture: async ({ attachment }, use, signal) => {
        calls += 1;
        if (calls === 2) await abortOf(signal);
        return normalised(bytesOf(attachment.url), use);
      },
    });
    const job = await bench.ask(SEVERAL);
    await bench.until(job, () => calls === 2);
    await bench.log.move(job.id, 'cancelled', 'a click');
    expect((await bench.end(job)).state).toBe('cancelled');
    expect(calls).toBe(2);
  });

  it('are gone once RunPod has taken the job', async () => {
    const { bench } = await open();
    const job = await bench.until(await bench.ask(SEVERAL), isSent);
    expect(job.attachments).toEqual([]);
    expect(await bench.log.jobs.preparedPictures(job)).toBeUndefined();
  });

  it.each([
    ['first', 0],
    ['last', 2],
  ])('end the job where the %s of them is none', async (_, index) => {
    const { bench } = await open({
      preparePicture: ({ attachment: { url } }, use) =>
        url === SEVERAL.pictures[index]?.attachment.url
          ? Promise.reject(new BotError('not_a_picture'))
          : Promise.resolve(normalised(bytesOf(url), use)),
    });
    const job = await bench.end(await bench.ask(SEVERAL));
    expect(job).toMatchObject({ state: 'failed', errorCode: 'not_a_picture', attachments: [] });
    expect(bench.runpod.http.requests).toEqual([]);
  });
});

describe('pictures that come to', () => {
  /** A bench whose pictures are as large as their attachments say, and a job with two. */
  async function withSizes(first: number, second: number) {
    const { bench } = await open({
      preparePicture: ({ attachment: { size } }, use) =>
        Promise.resolve(normalised(Buffer.alloc(size, 7), use)),
    });
    const pictures = [sent('portrait', 'me', first), sent('friend', 'friend', second)];
    return { bench, job: await bench.ask({ ...SEVERAL, pictures }) };
  }

  it('as much as RunPod takes are sent', async () => {
    const { bench, job } = await withSizes(MOST_INPUT_BYTES - 5, 5);
    await bench.until(job, isSent);
    expect(bench.runpod.submissions()).toBe(1);
  });

  it('more than that end the job before anything is sent', async () => {
    const { bench, job } = await withSizes(MOST_INPUT_BYTES - 5, 6);
    const ended = await bench.end(job);
    expect(ended).toMatchObject({ state: 'failed', errorCode: 'pictures_too_large' });
    expect(bench.runpod.http.requests).toEqual([]);
  });
});

describe.each([
  ['a workflow', 'workflow_changed', { ...collage, rating: 'general' }],
  ["one of the bot's own recipes", 'other_version', collage],
] as const)('a job of %s that was changed since', (_, errorCode, recipe) => {
  const context = { recipes: recipesOf([...builtInRecipes.values(), recipe]) };

  it.each([
    ['takes a picture no more', [sent('portrait', 'me'), sent('backdrop', 'lake')]],
    ['cannot do without one that it has not', [sent('friend', 'friend')]],
    ["takes one for a person's that did not count as such", [sent('portrait', 'me', 3, false)]],
  ])('and %s ends, and fetches nothing', async (_, pictures) => {
    const { bench, asked } = await open(context);
    const job = await bench.end(await bench.ask({ ...SEVERAL, pictures }));
    expect(job).toMatchObject({ state: 'failed', errorCode });
    expect([asked, bench.runpod.http.requests]).toEqual([[], []]);
  });

  it('while it waited in line ends, and is not sent', async () => {
    const { bench } = await open(context);
    const job = await bench.end(await bench.ask({ ...SEVERAL, state: 'ready', pictures: [] }));
    expect(job).toMatchObject({ state: 'failed', errorCode, attempt: 0 });
    expect(bench.runpod.submissions()).toBe(0);
  });
});

describe('a job of a workflow that was changed since', () => {
  it("goes on as a person's, although its picture would not count as such any more", async () => {
    const { bench } = await open({ recipes: recipesOf([{ ...collage, rating: 'general' }]) });
    const pictures = [sent('portrait', 'me'), sent('mask', 'mask', 3, true)];
    const job = await bench.until(await bench.ask({ ...SEVERAL, pictures }), isSent);
    expect(job.wanted.inputs.map(({ person }) => person)).toEqual([true, true]);
  });

  it('in what may be asked for ends before its pictures are fetched', async () => {
    const changed = { ...collage, rating: 'general', known: z.never() } as const;
    const { bench, asked } = await open({ recipes: recipesOf([changed]) });
    const job = await bench.end(await bench.ask(SEVERAL));
    expect(job).toMatchObject({ state: 'failed', errorCode: 'workflow_changed' });
    expect(asked).toEqual([]);
  });
});
