import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { z } from 'zod';
import { type ExtensionList, LIST_FILE, placeOf } from '../src/workflows/needs/extensions.ts';

// Makes nodes/extensions.json.br anew from a checkout of ComfyUI-Manager: see nodes/README.md.

/** By address: its node classes, and what else is known of it. */
const mapSchema = z.record(
  z.string(),
  z.tuple([
    z.array(z.string()),
    z.looseObject({
      nodename_pattern: z.string().optional(),
      preemptions: z.array(z.string()).optional(),
    }),
  ]),
);
const starsSchema = z.record(z.string(), z.looseObject({ stars: z.number().nullish() }));

const REPOSITORY = 'https://github.com/Comfy-Org/ComfyUI-Manager';

const [checkout = '.'] = process.argv.slice(2);
const git = (...args: readonly string[]) =>
  execFileSync('git', ['-C', checkout, ...args], { encoding: 'utf8' }).trim();
const read = (name: string): unknown => JSON.parse(readFileSync(join(checkout, name), 'utf8'));

const stars = new Map(
  Object.entries(starsSchema.parse(read('github-stats.json'))).map(([address, { stars }]) => [
    placeOf(address),
    stars ?? 0,
  ]),
);
const extensions = Object.entries(mapSchema.parse(read('extension-node-map.json')))
  .map(([address, [classes, { nodename_pattern: pattern, preemptions: first }]]) => ({
    stars: stars.get(placeOf(address)) ?? 0,
    one: {
      at: placeOf(address),
      classes: [...new Set(classes)].sort(),
      ...(pattern !== undefined && { pattern }),
      ...(first && { first }),
    },
  }))
  // A popular extension is rarely the copy of another.
  .sort((one, other) => other.stars - one.stars || (one.one.at < other.one.at ? -1 : 1))
  .map(({ one }) => one);
const list: ExtensionList = {
  source: {
    repository: REPOSITORY,
    commit: git('rev-parse', 'HEAD'),
    date: git('log', '-1', '--format=%cs'),
  },
  extensions,
};
const text = JSON.stringify(list);
writeFileSync(
  LIST_FILE,
  brotliCompressSync(text, {
    params: {
      [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    },
  }),
);
process.stdout.write(`${LIST_FILE}: ${extensions.length} extensions\n`);
