// Says how long the compiled bot takes to read prompts, in milliseconds, as JSON. It is told
// them on standard input: lists of pairs, the prompt and the negative one, read one after another.
import { text } from 'node:stream/consumers';
import type { Screening } from '../src/screening/open-screening.ts';

const { openScreening } = (await import(
  new URL('../src/screening/open-screening.js', import.meta.url).href
)) as { openScreening: () => Screening };

const lists = JSON.parse(await text(process.stdin)) as Record<string, [string, string][]>;
const screening = openScreening();
const timesOf = (pairs: readonly [string, string][]) =>
  pairs.map(([prompt, negativePrompt]) => {
    const before = performance.now();
    screening.refusalOf({ prompt, negativePrompt, face: true, ageRestricted: false });
    return performance.now() - before;
  });
console.log(
  JSON.stringify(
    Object.fromEntries(Object.entries(lists).map(([name, pairs]) => [name, timesOf(pairs)])),
  ),
);
