import { describe, expect, it, onTestFinished } from 'vitest';
import { recipesOf } from '../../src/recipes/recipe.ts';
import { builtInRecipes } from '../../src/recipes/built-in.ts';
import { requestOf } from '../../src/recipes/stored-request.ts';
import type { NormalisedPicture } from '../../src/images/photos.ts';
import type { NewJob } from '../../src/jobs/sql/new-job.ts';
import { collage } from '../support/collage.ts';
import { facePicture, preparedFace } from '../support/face-picture.ts';
import { RunnerBench } from '../support/runner-bench.ts';

const face: NormalisedPicture = { ...preparedFace(Buffer.from('a face')), width: 1, height: 1 };
const ADDRESS = 'https://cdn.example/';

/** Pictures of these names for these options, each of the person who sends them. */
const sent = (userId: string, options: readonly string[]): Partial<NewJob> => ({
  userId,
  request: requestOf(collage, { prompt: 'two friends' }),
  pictures: options.map((option) => ({
    ...facePicture({ url: `${ADDRESS}${userId}-${option}`, size: 3 }),
    option,
  })),
});

/** A bench, and of whom which pictures were begun; those that hang do so until their job or the test ends. */
async function open(hangs: (name: string) => boolean) {
  const begun: string[] = [];
  const halt = new AbortController();
  const bench = await RunnerBench.open({
    context: {
      halt: halt.signal,
      recipes: recipesOf([...builtInRecipes.values(), collage]),
      preparePicture: ({ attachment: { url } }, _, signal) => {
        const name = url.slice(ADDRESS.length);
        begun.push(name);
        if (!hangs(name)) return Promise.resolve(face);
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reject(new Error('aborted'));
          });
        });
      },
    },
  });
  onTestFinished(() => {
    halt.abort();
  });
  bench.runpod.hold();
  const ask = async (people: string, options: readonly string[]) => {
    const jobs = [];
    for (const person of people.split(' ')) jobs.push(await bench.ask(sent(person, options)));
    return jobs;
  };
  /** Until this picture was begun. */
  const until = async (name: string) => {
    while (!begun.includes(name)) await bench.time.advance(0);
  };
  /** For as long as anything could still begin. */
  const settle = async () => {
    for (let turns = 0; turns < 5; turns += 1) await bench.time.advance(0);
  };
  return { bench, begun, ask, until, settle };
}

describe('jobs whose pictures are prepared', () => {
  it('are eight at once, each with all of its pictures', async () => {
    const { begun, ask, until, settle } = await open((name) => name.endsWith('friend'));
    await ask('a b c d e f g h i j', ['portrait', 'friend']);
    await until('h-friend');
    await settle();
    const eight = 'a b c d e f g h'.split(' ');
    expect(begun.toSorted()).toEqual(
      eight.flatMap((person) => [`${person}-friend`, `${person}-portrait`]),
    );
  });

  it('are one of a person at a time', async () => {
    const { begun, ask, until, settle } = await open((name) => name === 'a-portrait');
    await ask('a a b', ['portrait']);
    await until('b-portrait');
    await settle();
    expect(begun).toEqual(['a-portrait', 'b-portrait']);
  });

  it('have their places until their pictures are written down', async () => {
    const { bench, begun, ask, until, settle } = await open(() => false);
    const keep = bench.log.keepPictures.bind(bench.log);
    let write: (() => void) | undefined;
    const written = new Promise<void>((resolve) => {
      write = resolve;
    });
    onTestFinished(() => write?.());
    bench.log.keepPictures = async (...parts) => {
      await written;
      return keep(...parts);
    };
    const jobs = await ask('a b c d e f g h i', ['portrait']);
    await until('h-portrait');
    await settle();
    expect(begun).not.toContain('i-portrait');
    write?.();
    for (const job of jobs) await bench.until(job, ({ state }) => state === 'queued');
  });

  it('make room where they are cancelled, at work or waiting', async () => {
    const { bench, begun, ask, until } = await open((name) => name < 'i');
    const jobs = await ask('a b c d e f g h', ['portrait']);
    await until('h-portrait');
    const [waiting, next] = await ask('x y', ['portrait']);
    for (const job of [waiting, jobs[0]]) if (job) await bench.log.cancel(job.id, 'a click', '3');
    await until('y-portrait');
    if (next) await bench.until(next, ({ state }) => state === 'queued');
    expect(begun).not.toContain('x-portrait');
  });
});
