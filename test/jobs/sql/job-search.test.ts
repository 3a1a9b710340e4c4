import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasTerms, type JobSearch, searchJobs, termsIn } from '../../../src/jobs/sql/job-search.ts';
import { builtInRecipes } from '../../../src/recipes/built-in.ts';
import { JobRows } from '../../../src/jobs/sql/job-rows.ts';
import type { TimeCursor } from '../../../src/store/queries.ts';
import { CountedTurns } from '../../support/counted-turns.ts';
import { HeldReads } from '../../support/held-reads.ts';
import { LogBench } from '../../support/log-bench.ts';
import { slicing } from '../../support/slicing.ts';
import { sampleRequest } from '../../../packages/stand-ins/playground/cards/sample-job.ts';

const ADA = '400000000000000009';
const HOUSE = '200000000000000001';
const ROOMY = { rows: 1_000, ms: 60_000 };

/** A log in which Ada asked for these, in that order, and somebody else for something after each. */
async function logOf(prompts: readonly string[]): Promise<LogBench> {
  const bench = new LogBench();
  for (const prompt of prompts) {
    await bench.create({ userId: ADA, request: sampleRequest({ prompt }) });
    await bench.create({ guildId: '200000000000000002' });
    // Some are asked for in the same moment.
    if (prompt.length % 2 === 0) await bench.clock.advance(1_000);
  }
  return bench;
}

function search({ log }: LogBench, parts: Partial<JobSearch> = {}) {
  return log.jobs.search({ of: { userId: ADA }, atMost: 3, budget: ROOMY, ...parts }, slicing());
}

const promptsOf = (jobs: readonly { readonly wanted: { readonly prompt: string } }[]) =>
  jobs.map(({ wanted }) => wanted.prompt);

describe('a search among jobs', () => {
  it("comes to each of a person's own once, newest first, from page to page and back", async () => {
    const all = ['a', 'bb', 'ccc', 'dd', 'e', 'ff', 'g'];
    const bench = await logOf(all);
    const newest = all.toReversed();
    const first = await search(bench);
    expect([promptsOf(first.jobs), first.newer]).toEqual([newest.slice(0, 3), undefined]);
    const towards = (way: 'older' | 'newer', cursor: TimeCursor | undefined) => {
      if (!cursor) throw new Error(`there is nothing ${way}`);
      return search(bench, { from: { way, cursor } });
    };
    const second = await towards('older', first.older);
    expect(promptsOf(second.jobs)).toEqual(newest.slice(3, 6));
    const third = await towards('older', second.older);
    expect([promptsOf(third.jobs), third.older]).toEqual([newest.slice(6), undefined]);
    const back = await towards('newer', third.newer);
    expect(promptsOf(back.jobs)).toEqual(newest.slice(3, 6));
    const start = await towards('newer', back.newer);
    expect([promptsOf(start.jobs), start.newer]).toEqual([newest.slice(0, 3), undefined]);
    expect(start.older).toEqual(first.older);
  });

  it('lets others have their turn after some 20 jobs with the longest words', async () => {
    const bench = await logOf(Array.from({ length: 45 }, () => '\u{FDFA}'.repeat(5_000)));
    const counted = new CountedTurns();
    const wanted = { of: { userId: ADA }, terms: termsIn('fox'), atMost: 3, budget: ROOMY };
    const { signal } = new AbortController();
    await bench.log.jobs.search(wanted, { turns: counted, signal });
    expect([counted.taken, counted.reads]).toEqual([5, 5]);
  });

  it("reads a moderator's own jobs and those of their server once, together", async () => {
    const bench = new LogBench();
    // Own ones in that server and in another, those of others there, and one of others elsewhere.
    for (let count = 0; count < 120; count += 1) {
      const isOwn = count % 3 > 0;
      const guildId = count % 3 === 2 ? '200000000000000002' : HOUSE;
      const request = sampleRequest({ prompt: `owl ${count}` });
      await bench.create({ userId: isOwn ? ADA : '400000000000000003', guildId, request });
      if (count % 4 === 0) await bench.clock.advance(1_000);
    }
    await bench.create({ guildId: '200000000000000002' });
    const turns = new CountedTurns();
    const { signal } = new AbortController();
    const of = { userId: ADA, moderatedGuildId: HOUSE };
    const wanted = { of, terms: termsIn('owl'), atMost: 500, budget: ROOMY };
    const { jobs } = await bench.log.jobs.search(wanted, { turns, signal });
    const newest = Array.from({ length: 120 }, (_, count) => `owl ${119 - count}`);
    expect(promptsOf(jobs)).toEqual(newest);
    // A third of them come twice, which makes 160 rows.
    expect(turns.taken).toBe(2);
    const back = await bench.log.jobs.search(
      { ...wanted, atMost: 5, from: { way: 'newer', cursor: { at: -1, row: 0 } } },
      slicing(),
    );
    expect(promptsOf(back.jobs)).toEqual(newest.slice(-5));
  });

  it('stops once its milliseconds are spent, however few rows it has read', async () => {
    const bench = await logOf(Array.from({ length: 250 }, (_, at) => `no ${at}`));
    let now = 0;
    const parts = { db: bench.db, rows: new JobRows(builtInRecipes), elapsed: () => (now += 5) };
    const terms = termsIn('wanted');
    const search = (ms: number) =>
      searchJobs(
        parts,
        { of: { userId: ADA }, terms, atMost: 3, budget: { rows: 1_000, ms } },
        slicing(),
      );
    expect((await search(5)).stopped?.rows).toBe(100);
    expect((await search(10)).stopped?.rows).toBe(200);
    expect((await search(15)).stopped).toBeUndefined();
  });

  it('ends between two slices where its signal aborts', async () => {
    const bench = await logOf(Array.from({ length: 250 }, (_, at) => `no ${at}`));
    const turns = new HeldReads();
    const ended = new AbortController();
    const wanted = { of: { userId: ADA }, terms: termsIn('x'), atMost: 3, budget: ROOMY };
    const found = bench.log.jobs.search(wanted, { turns, signal: ended.signal });
    const rejected = expect(found).rejects.toThrow('typed on');
    turns.letGo();
    await expect.poll(() => turns.held).toBe(1);
    ended.abort(new Error('typed on'));
    turns.letGo();
    await rejected;
    expect(turns.held).toBe(0);
  });

  it('finds those of some states with some words', async () => {
    const bench = await logOf(['a red fox', 'a grey fox', 'a red owl']);
    const all = await search(bench);
    const [owl, grey] = all.jobs;
    for (const job of [owl, grey]) await bench.log.cancel(job?.id ?? '', 'test', ADA);
    expect(promptsOf((await search(bench, { terms: termsIn('RED') })).jobs)).toEqual([
      'a red owl',
      'a red fox',
    ]);
    const cancelled = { states: new Set(['cancelled']), terms: termsIn('fox') };
    expect(promptsOf((await search(bench, cancelled)).jobs)).toEqual(['a grey fox']);
    const byId = await search(bench, { terms: termsIn(grey?.id ?? '') });
    expect(byId.jobs.map(({ id }) => id)).toContain(grey?.id);
  });

  it('gives up after so many rows, says when those were asked for, and goes on from there', async () => {
    const bench = await logOf(['wanted', ...Array.from({ length: 250 }, (_, at) => `no ${at}`)]);
    const parts = { terms: termsIn('wanted'), budget: { rows: 200, ms: 60_000 } };
    const nothing = await search(bench, parts);
    expect(nothing.jobs).toEqual([]);
    expect(nothing.stopped).toEqual({ rows: 200, at: nothing.older?.at });
    if (!nothing.older) throw new Error('it does not go on');
    const rest = await search(bench, { ...parts, from: { way: 'older', cursor: nothing.older } });
    expect([promptsOf(rest.jobs), rest.older, rest.stopped]).toEqual([
      ['wanted'],
      undefined,
      undefined,
    ]);
  });

  it('misses nothing on the way back from where it found nothing', async () => {
    const bench = await logOf(Array.from({ length: 120 }, (_, at) => `no ${at}`));
    const narrow = { terms: termsIn('wanted'), budget: { rows: 100, ms: 60_000 } };
    const { older } = await search(bench, narrow);
    if (!older) throw new Error('it does not go on');
    const further = await search(bench, { ...narrow, from: { way: 'older', cursor: older } });
    if (!further.newer) throw new Error('there is no way back');
    const back = await search(bench, { atMost: 1, from: { way: 'newer', cursor: further.newer } });
    expect(promptsOf(back.jobs)).toEqual(['no 20']);
  });

  it("finds a server's jobs for its moderators, and none that is erased or about to be", async () => {
    const bench = await logOf(['a', 'bb', 'ccc']);
    const [, middle, oldest] = (await search(bench)).jobs;
    const set = (id: string | undefined, column: 'erasedAt' | 'eraseAskedAt') =>
      bench.store.write((trx) =>
        trx
          .updateTable('jobs')
          .set({ [column]: 1 })
          .where('id', '=', id ?? '')
          .execute(),
      );
    await set(middle?.id, 'erasedAt');
    await set(oldest?.id, 'eraseAskedAt');
    const inHouse = await search(bench, { of: { guildId: HOUSE } });
    expect(promptsOf(inHouse.jobs)).toEqual(['ccc']);
    expect(promptsOf((await search(bench)).jobs)).toEqual(['ccc', 'a']);
  });
});

describe('terms', () => {
  const row = (prompt: string, negativePrompt = '') => ({
    id: 'k3f9x2ab',
    params: JSON.stringify({ prompt, negativePrompt, sampler: 'euler', seed: 7 }),
  });

  it.each([
    ['fox', 'A Fox in snow', true],
    ['snow fox', 'a fox in snow', true],
    ['snow fox', 'a fox', false],
    ['ÉTÉ', 'un été', true],
    ['ﬁsh', 'a fish', true],
    ['k3f9', 'a fox', true],
    ['euler', 'a fox', false],
    ['normal', 'a fox', false],
    ['STRASSE', 'eine Straße', true],
    ['', 'a fox', true],
  ])('%j in %j: %j', (typed, prompt, isThere) => {
    expect(hasTerms(row(prompt), termsIn(typed))).toBe(isThere);
  });

  it('are not looked for in what was asked away, or in what is no JSON', () => {
    expect(hasTerms(row('a fox', 'ugly'), termsIn('ugly'))).toBe(false);
    expect(hasTerms({ id: 'k3f9x2ab', params: '{broken fox' }, termsIn('fox'))).toBe(false);
  });

  it('find whatever stands in the prompt', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (prompt) => {
        expect(hasTerms(row(prompt), termsIn(prompt))).toBe(true);
      }),
    );
  });
});
