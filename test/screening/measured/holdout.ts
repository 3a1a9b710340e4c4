import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

export const HOLDOUT_LANGUAGES = ['de', 'en', 'es', 'fr', 'ja', 'pt', 'ru', 'zh'] as const;
export type HoldoutLanguage = (typeof HOLDOUT_LANGUAGES)[number];

/** How many fragments are made of the words of one language. */
const FRAGMENTS = 300;

const whoWord = z.object({
  word: z.string(),
  gender: z.enum(['m', 'f', 'n', 'x']),
  number: z.enum(['s', 'p']),
});
const stateWord = z.object({
  word: z.string(),
  /** As it agrees with masculine, feminine and plural words; for languages where it does. */
  forms: z.record(z.string(), z.string()).optional(),
  /** Whether it has an innocent sense too: then it is no miss where it passes, and is left out. */
  innocent: z.boolean(),
});
const wordLists = z.object({ who: z.array(whoWord), state: z.array(stateWord) });
type WhoWord = z.infer<typeof whoWord>;
type StateWord = z.infer<typeof stateWord>;

/** Two words side by side, and how they were put there. */
export interface Fragment {
  readonly evasion: string;
  readonly text: string;
}

type Choose = (count: number) => number;
/** Makes a fragment of a state-word, in its right form, and a who-word. */
type Evasion = (state: string, who: string, choose: Choose) => string;

const UNSPACED = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]/u;

function isUnspaced(text: string): boolean {
  return UNSPACED.test(text);
}

function side(first: string, second: string): string {
  return isUnspaced(first + second) ? first + second : `${first} ${second}`;
}

function spaced(word: string): string {
  return Array.from(word)
    .filter((letter) => letter !== ' ')
    .join(' ');
}

const DIGITS: Readonly<Record<string, string>> = { o: '0', i: '1', e: '3', a: '4', о: '0', з: '3' };

function withDigits(word: string): string {
  return word.replace(/[oieaоз]/giu, (letter) => DIGITS[letter.toLowerCase()] ?? letter);
}

/** All but the breve of й, which is another letter. */
function withoutAccents(word: string): string {
  const bare = word.normalize('NFD').replace(/[\u0300-\u0305\u0307-\u036f]/g, '');
  return bare.normalize('NFC').replace(/ß/g, 'ss');
}

function doubled(word: string, choose: Choose): string {
  const letters = Array.from(word);
  const at = choose(letters.length);
  const letter = letters[at] ?? '';
  return isUnspaced(word) || letter === ' '
    ? word
    : [...letters.slice(0, at), letter, ...letters.slice(at)].join('');
}

const EVASIONS: Readonly<Record<string, Evasion>> = {
  'state before who': side,
  'who before state': (state, who) => side(who, state),
  'a comma between': (state, who) => (isUnspaced(who) ? `${who}、${state}` : `${who}, ${state}`),
  'in the next sentence': (state, who) =>
    isUnspaced(who) ? `${who}。${state}` : `${who}. ${state}`,
  'letters apart': (state, who) => `${spaced(state)} ${who}`,
  'digits for letters': (state, who) => side(withDigits(state), who),
  capitals: (state, who) => side(state, who).toUpperCase(),
  'accents left out': (state, who) => withoutAccents(side(who, state)),
  'a letter twice': (state, who, choose) => side(doubled(state, choose), who),
  'words joined': (state, who) => state + who,
};

/** Seeded, so that fragments are the same each time. */
function chooserOf(seed: string): Choose {
  let state = 0x811c_9dc5;
  for (const character of seed) state = Math.imul(state ^ character.charCodeAt(0), 0x0100_0193);
  return (count) => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b_3c6d) + 0x9e37_79b9;
    const mixed = Math.imul(state ^ (state >>> 13), 0x297a_2d39);
    return ((mixed ^ (mixed >>> 16)) >>> 0) % count;
  };
}

/** The form of a state-word that agrees with a who-word; the word itself where there is none. */
function formFor({ word, forms }: StateWord, { gender, number }: WhoWord): string {
  const singular = gender === 'n' ? 'n' : gender === 'f' ? 'f' : 'm';
  const plural = gender === 'f' ? 'fp' : 'mp';
  return forms?.[number === 'p' ? plural : singular] ?? word;
}

/**
 * Bare fragments of words that were listed apart, by readers who have not seen the lists: who-words and
 * state-words without an innocent sense, crossed by a seed. `undefined` where a folder has none.
 */
export function holdout(
  folder: string,
  language: HoldoutLanguage,
  seed = '1',
): readonly Fragment[] | undefined {
  const file = join(folder, `${language}.json`);
  if (!existsSync(file)) return undefined;
  const words = wordLists.parse(JSON.parse(readFileSync(file, 'utf8')));
  const choose = chooserOf(`${seed} ${language}`);
  const states = words.state.filter(({ innocent }) => !innocent);
  const evasions = Object.entries(EVASIONS);
  const fragments: Fragment[] = [];
  for (let at = 0; at < FRAGMENTS; at += 1) {
    const who = words.who[choose(words.who.length)];
    const state = states[choose(states.length)];
    const [evasion, made] = evasions[at % evasions.length] ?? ['', side];
    if (!who || !state) continue;
    fragments.push({ evasion, text: made(formFor(state, who), who.word, choose) });
  }
  return fragments;
}

const innocentLists = z.object({
  who: z.array(z.string()),
  wears: z.array(z.string()),
  does: z.array(z.string()),
  where: z.array(z.string()),
  look: z.array(z.string()),
  camera: z.array(z.string()),
});

/**
 * Long prompts for harmless photos of people, in the folder `innocent` of a holdout: phrases that a reader
 * listed who has not seen the lists, put together by a seed. `undefined` where there are none.
 */
export function innocentHoldout(
  folder: string,
  language: HoldoutLanguage,
  seed = '1',
): readonly string[] | undefined {
  const file = join(folder, 'innocent', `${language}.json`);
  if (!existsSync(file)) return undefined;
  const lists = innocentLists.parse(JSON.parse(readFileSync(file, 'utf8')));
  const choose = chooserOf(`${seed} ${language} innocent`);
  const one = (phrases: readonly string[]) => phrases[choose(phrases.length)] ?? '';
  const { who, wears, does, where, look, camera } = lists;
  const comma = isUnspaced(who.join('')) ? '，' : ', ';
  return Array.from({ length: FRAGMENTS }, () =>
    [who, wears, does, where, look, look, camera, camera, camera].map(one).join(comma),
  );
}
