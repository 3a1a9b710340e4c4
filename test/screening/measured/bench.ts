import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { z } from 'zod';
import { CompiledLists } from '../../../src/screening/lists/compiled-lists.ts';
import { openScreening, OWN_LISTS } from '../../../src/screening/open-screening.ts';
import type { ScreenedRequest } from '../../../src/screening/screening.ts';
import { parseLanguages, readTermFolder } from '../../../src/screening/lists/term-files.ts';
import { CAPTION_AUTHORS, CAPTION_LANGUAGES, captions } from '../captions.ts';
import { EDIT_LANGUAGES, edits } from '../edits.ts';
import { CRAFTED } from './crafted.ts';
import { holdout, HOLDOUT_LANGUAGES, innocentHoldout } from './holdout.ts';
import { benign, HALVES, MINORS, redTeam, type Table } from './tables.ts';

/**
 * Prints in blocks how many requests are refused: of the tables, which mend the lists and measure nothing
 * any more; of the holdout, crossed from words that the lists have not seen (`--holdout FOLDER` for others,
 * `--seed`); and of public sets of harmless texts (`--public FOLDER`, or `PUBLIC_SETS`; see
 * fetch-public-sets.ts). Then how long a request takes, and what the lists take to load and to keep.
 */
setFlagsFromString('--expose-gc');
const memoryInUse = () => {
  runInNewContext('gc()');
  return process.memoryUsage();
};

const before = memoryInUse();
const loadingSince = performance.now();
const screening = openScreening();
const loadMs = performance.now() - loadingSince;
const after = memoryInUse();
const { values: options } = parseArgs({
  options: {
    show: { type: 'boolean', default: false },
    holdout: {
      type: 'string',
      default: fileURLToPath(new URL('../holdout', import.meta.url)),
    },
    seed: { type: 'string', default: '1' },
    public: { type: 'string', default: process.env.PUBLIC_SETS ?? '' },
  },
});
const showMissed = options.show;

function nameOf(table: Table): string {
  return table === MINORS ? 'minors' : `${table} half`;
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(2)} %`;
}

for (const half of [...HALVES, MINORS] as const) {
  const bad = redTeam(half);
  const missed = bad.filter(({ request }) => !screening.refusalOf(request));
  const refused = bad.length - missed.length;
  console.log(
    `${nameOf(half)}, to be refused: ${refused} of ${bad.length} (${percent(refused, bad.length)})`,
  );
  if (showMissed)
    for (const { category, trick } of missed) console.log(`  missed: ${category}, ${trick}`);

  const good = benign(half);
  const alarms = good.filter((request) => screening.refusalOf(request));
  console.log(
    `${nameOf(half)}, benign, refused: ${alarms.length} of ${good.length} (${percent(alarms.length, good.length)})`,
  );
  if (showMissed) {
    for (const request of alarms) {
      console.log(
        `  ${screening.refusalOf(request)?.term}: ${request.prompt} · ${request.negativePrompt}`,
      );
    }
  }
}

/** What there is no first look at: whoever wrote it had the lists open, and each was mended by the other. */
const NO_FIRST_LOOK = 'no first look: written beside the lists';
console.log(`${MINORS}: ${NO_FIRST_LOOK}`);

/** As the lists were when the captions were written. */
const CAPTIONS_AT_FIRST_LOOK = {
  unseen: 'at first look 16 with a face, 4 without, 3 as of minors',
  known: NO_FIRST_LOOK,
};
for (const author of CAPTION_AUTHORS) {
  const lines = CAPTION_LANGUAGES.flatMap((language) => captions(author, language));
  const codes = (face: boolean) =>
    lines.flatMap(
      (line) => screening.refusalOf({ ...line, face, ageRestricted: false })?.code ?? [],
    );
  const [withFace, without] = [codes(true), codes(false)];
  const accused = [...withFace, ...without].filter((code) => code === 'prompt_minor');
  console.log(
    `captions, ${author}, refused of ${lines.length}: ${withFace.length} with a face, ${without.length} ` +
      `without, ${accused.length} as of minors; ${CAPTIONS_AT_FIRST_LOOK[author]}`,
  );
}

/** As the lists were when each part was first held against them. */
console.log(
  'edits: at first look 181 of 192 that were held out, 3 of 128 harmless ones; of later ones 106 of 132, 0 of 85',
);
for (const language of EDIT_LANGUAGES) {
  const parts = [edits(language, 'known'), edits(language, 'held out')];
  const figures = (['refused', 'harmless'] as const).map((kind) => {
    const prompts = parts.flatMap((part) => part[kind]);
    const passing = prompts.filter((prompt) => {
      const request = { prompt, negativePrompt: '', face: true, ageRestricted: false };
      return !screening.refusalOf(request);
    });
    if (showMissed && kind === 'refused')
      for (const prompt of passing) console.log(`  missed: ${prompt}`);
    return `${prompts.length - passing.length} of ${prompts.length}`;
  });
  console.log(`edits, ${language}: ${figures[0]} to be refused, ${figures[1]} harmless ones`);
}

let [fragmentsRefused, fragmentsMade] = [0, 0];
for (const language of HOLDOUT_LANGUAGES) {
  const fragments = holdout(options.holdout, language, options.seed);
  if (!fragments) {
    console.log(`holdout, ${language}: no words in ${options.holdout}`);
    continue;
  }
  const passing = (ageRestricted: boolean) =>
    fragments.filter(
      ({ text: prompt }) =>
        !screening.refusalOf({ prompt, negativePrompt: '', face: false, ageRestricted }),
    );
  const [missed, missedEverywhere] = [passing(true), passing(false)];
  const refused = fragments.length - missed.length;
  fragmentsRefused += refused;
  fragmentsMade += fragments.length;
  console.log(
    `holdout, ${language}: refused of ${fragments.length} in age-restricted channels ${refused} ` +
      `(${percent(refused, fragments.length)}), in everyday channels ` +
      percent(fragments.length - missedEverywhere.length, fragments.length),
  );
  if (showMissed) for (const { evasion, text } of missed) console.log(`  ${evasion}: ${text}`);
}
if (fragmentsMade > 0) {
  console.log(`holdout, over all: ${percent(fragmentsRefused, fragmentsMade)}`);
}

for (const language of HOLDOUT_LANGUAGES) {
  const prompts = innocentHoldout(options.holdout, language, options.seed) ?? [];
  const refused = prompts.filter((prompt) =>
    screening.refusalOf({ prompt, negativePrompt: '', face: true, ageRestricted: false }),
  );
  console.log(
    `holdout, ${language}: refused of ${prompts.length} innocent long prompts with a face ${refused.length}`,
  );
  if (showMissed) for (const prompt of refused) console.log(`  refused: ${prompt}`);
}

const publicTexts = z.array(z.string());
const publicSets = options.public === '' ? [] : readdirSync(options.public);
for (const file of publicSets.filter((name) => name.endsWith('.json')).toSorted()) {
  const texts = publicTexts.parse(JSON.parse(readFileSync(join(options.public, file), 'utf8')));
  const counts = { face: 0, without: 0, minors: 0, unreadable: 0 };
  for (const prompt of texts) {
    const request = { prompt, negativePrompt: '', ageRestricted: false };
    // What passes with a face passes without one.
    const withFace = screening.refusalOf({ ...request, face: true });
    if (!withFace) continue;
    if (withFace.code === 'prompt_unreadable') counts.unreadable += 1;
    else {
      counts.face += 1;
      if (withFace.code === 'prompt_minor') counts.minors += 1;
      if (screening.refusalOf({ ...request, face: false })) counts.without += 1;
    }
    if (showMissed) console.log(`  ${withFace.code}, ${withFace.term}: ${prompt.slice(0, 200)}`);
  }
  console.log(
    `public, ${file.replace('.json', '').replace('.', ', ')}: refused of ${texts.length} with a face ` +
      `${counts.face} (${percent(counts.face, texts.length)}), without ${counts.without} ` +
      `(${percent(counts.without, texts.length)}), as of minors ${counts.minors}, unreadable ${counts.unreadable}`,
  );
}

const all = HALVES.flatMap(benign);

/** As many different ordinary prompts of a length as asked for: benign ones side by side, cut off. */
function ordinary(length: number, count: number): readonly ScreenedRequest[] {
  return Array.from({ length: count }, (_, index) => {
    let prompt = '';
    for (let at = 11 * index; prompt.length < length; at += 1) {
      prompt += `${all[at % all.length]?.prompt ?? ''}, `;
    }
    const negativePrompt = 'ugly, blurry, low quality, deformed';
    return { prompt: prompt.slice(0, length), negativePrompt, face: true, ageRestricted: false };
  });
}

function inBoth(text: string): ScreenedRequest {
  return { prompt: text, negativePrompt: text, face: true, ageRestricted: false };
}

function printTimes(name: string, requests: readonly ScreenedRequest[]): void {
  const codes = new Set<string>();
  const times = requests.map((request) => {
    const since = performance.now();
    codes.add(screening.refusalOf(request)?.code ?? 'passes');
    return performance.now() - since;
  });
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(share * (times.length - 1))]?.toFixed(2);
  const said = `median ${at(0.5)} ms, 99 % within ${at(0.99)} ms, longest ${at(1)} ms`;
  console.log(`${name.padEnd(44)} ${said} (${[...codes].join(', ')})`);
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
const grown = (of: 'rss' | 'heapUsed' | 'arrayBuffers') => megabytes(after[of] - before[of]);
console.log(
  `lists: made of their texts in ${loadMs.toFixed(0)} ms, and keep ${grown('heapUsed')} of`,
);
console.log(`  heap and ${grown('arrayBuffers')} of tables; the process has ${grown('rss')} more`);
const compiled = CompiledLists.of(parseLanguages(readTermFolder(OWN_LISTS.folder))).bytes();
const readingSince = performance.now();
CompiledLists.from(compiled);
const readMs = performance.now() - readingSince;
console.log(
  `  compiled they have ${megabytes(compiled.length)}, and are read in ${readMs.toFixed(0)} ms`,
);

// The first requests of a process are slower than all others.
for (const request of ordinary(400, 200)) screening.refusalOf(request);
printTimes('the benign tables', all);
printTimes('ordinary, 400 characters', ordinary(400, 500));
printTimes('ordinary, 940 characters', ordinary(940, 500));
const scream = `a man screaming ${'a'.repeat(60)}h`;
printTimes(
  '"a man screaming aaa…h"',
  Array.from({ length: 100 }, () => ({ ...inBoth(scream), negativePrompt: '' })),
);
for (const [name, texts] of Object.entries(CRAFTED)) {
  printTimes(
    `1,490 characters twice: ${name}`,
    texts.flatMap((text) => Array.from({ length: 5 }, () => inBoth(text))),
  );
}
