import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Position } from '@stryker-mutator/api/core';
import { Stryker } from '@stryker-mutator/core';
import { z } from 'zod';
import { candidatesOf, type Anchor, type Candidate } from './candidates.ts';
import { draw, find, quotas, type Found } from './draw.ts';
import { mutantKey, type MutantPlace } from './mutant-key.ts';
import { guardOf } from './guards.ts';
import { readProduct } from './product.ts';
import { drawnMutant, status, type NotedMutant, type Outcome } from './noted.ts';
import { fallsIn, isAlive, tableOf } from './shares.ts';

const SEED = 'darkroom';
const TOTAL = 400;
const LIST = new URL('drawn.json', import.meta.url);
const README = new URL('README.md', import.meta.url);
const TABLE = /(?<=<!-- shares -->\n)[^]*(?=\n<!-- end -->)/;

const { values: options } = parseArgs({
  options: {
    'only-draw': { type: 'boolean', default: false },
    room: { type: 'string' },
    note: { type: 'boolean', default: false },
    concurrency: { type: 'string', default: '2' },
  },
});

const product = readProduct();
const candidates = await candidatesOf(product);
const mutants = completed(readList());
writeList(mutants.map(({ drawn }) => drawn));
if (!options['only-draw']) await run();

/** The list with what is gone drawn anew in its room. */
function completed(list: readonly NotedMutant[]): readonly Found<NotedMutant>[] {
  const found = find(list, candidates);
  const counts =
    list.length > 0
      ? new Map([...Map.groupBy(list, ({ room }) => room)].map(([room, of]) => [room, of.length]))
      : quotas(product, TOTAL);
  const kept = found.map(({ drawn, candidate }) => ({
    drawn: { ...drawn, ...anchorOf(candidate) },
    candidate,
  }));
  const taken = new Set(found.map(({ candidate }) => candidate));
  const added = [...counts].flatMap(([room, count]) => {
    const free = candidates.filter((candidate) => !taken.has(candidate));
    const missing = count - found.filter(({ drawn }) => drawn.room === room).length;
    return draw(free, { room, count: missing, seed: SEED }).map((candidate) => {
      taken.add(candidate);
      return { drawn: drawnOf(candidate, room), candidate };
    });
  });
  if (list.length > 0) console.log(`${added.length} of ${list.length} mutants are drawn anew`);
  return [...kept, ...added];
}

function drawnOf(candidate: Candidate, room: string): NotedMutant {
  const guard = guardOf(candidate.file);
  return { room, ...(guard !== undefined && { guard }), ...anchorOf(candidate) };
}

function anchorOf({ file, within, line, mutator, original, replacement, nth }: Anchor): Anchor {
  return { file, within, line, mutator, original, replacement, nth };
}

async function run(): Promise<void> {
  const chosen = mutants.filter(
    ({ drawn }) => options.room === undefined || drawn.room === options.room,
  );
  const statuses = await runStryker(chosen.map(({ candidate }) => candidate));
  const outcomes = chosen.map(({ drawn, candidate }) => ({
    drawn,
    status: status.parse(statuses.get(mutantKey(mutantOf(candidate)))),
  }));
  const table = tableOf(outcomes);
  console.log(['', table, '', ...outcomes.filter(isAlive).map(aliveLine)].join('\n'));
  if (options.note) {
    note(outcomes, table);
    return;
  }
  const falls = fallsIn(outcomes);
  for (const fall of falls) console.error(fall);
  if (falls.length > 0) process.exitCode = 1;
}

/** Runs those mutants, and says by {@link mutantKey} what became of each. */
async function runStryker(of: readonly Candidate[]): Promise<ReadonlyMap<string, string>> {
  const results = await new Stryker({
    testRunner: 'vitest',
    // Vitest's threads do not take the Node options that tests run with.
    vitest: { configFile: 'test/mutants/vitest.config.ts', related: false, pool: 'forks' },
    plugins: [
      '@stryker-mutator/vitest-runner',
      fileURLToPath(new URL('drawn-checker.ts', import.meta.url)),
    ],
    checkers: ['drawn'],
    drawn: of.map((candidate) => mutantKey(mutantOf(candidate))),
    warnings: {
      unknownOptions: false,
      preprocessorErrors: true,
      unserializableOptions: true,
      slow: true,
    },
    mutate: of.map(rangeOf),
    coverageAnalysis: 'perTest',
    ignoreStatic: true,
    disableTypeChecks: false,
    ignorePatterns: ['/dist', '/data', '/coverage', '/bench-results'],
    tempDirName: '.stryker/copies',
    incremental: true,
    incrementalFile: '.stryker/incremental.json',
    concurrency: Number(options.concurrency),
    dryRunTimeoutMinutes: 90,
    // A mutant that stops everything is waited for, one that loops is counted out; both are killed.
    timeoutFactor: 2,
    timeoutMS: 30_000,
    reporters: ['progress-append-only'],
    allowConsoleColors: false,
  }).runMutationTest();
  return new Map(
    results.map((result) => {
      const { start, end } = result.location;
      const from0 = ({ line, column }: Position) => ({ line: line - 1, column: column - 1 });
      return [
        mutantKey({ ...result, location: { start: from0(start), end: from0(end) } }),
        result.status,
      ];
    }),
  );
}

function mutantOf({ file, location, mutator, replaces }: Candidate): MutantPlace {
  return { fileName: file, location, mutatorName: mutator, replacement: replaces };
}

/** As Stryker's option `mutate` wants it: lines from 1, columns from 0. */
function rangeOf({ file, location: { start, end } }: Candidate): string {
  return `${file}:${start.line + 1}:${start.column}-${end.line + 1}:${end.column}`;
}

function aliveLine({ drawn, status }: Outcome): string {
  return `${status} ${drawn.file} ${drawn.within}\n    ${drawn.line}\n    ${drawn.original} → ${drawn.replacement}`;
}

/** Writes down what later runs are compared with. */
function note(outcomes: readonly Outcome[], table: string): void {
  const noted = new Map(outcomes.map(({ drawn, status }) => [drawn, status]));
  writeList(mutants.map(({ drawn }) => ({ ...drawn, noted: noted.get(drawn) ?? drawn.noted })));
  writeFileSync(README, readFileSync(README, 'utf8').replace(TABLE, table));
}

function readList(): readonly NotedMutant[] {
  return existsSync(LIST) ? z.array(drawnMutant).parse(JSON.parse(readFileSync(LIST, 'utf8'))) : [];
}

function writeList(list: readonly NotedMutant[]): void {
  const lines = list
    .map((drawn) => ({ room: drawn.room, file: drawn.file, text: JSON.stringify(drawn) }))
    .sort(
      (a, b) =>
        a.room.localeCompare(b.room) ||
        a.file.localeCompare(b.file) ||
        a.text.localeCompare(b.text),
    );
  writeFileSync(LIST, `[\n${lines.map(({ text }) => text).join(',\n')}\n]\n`);
}
