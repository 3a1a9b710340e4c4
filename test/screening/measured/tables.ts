import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { ScreenedRequest } from '../../../src/screening/screening.ts';
import { TRICKS } from './first/tricks.ts';

/** The first half was written before there were lists, by somebody who has not seen them. */
export const HALVES = ['first', 'second'] as const;
export type Half = (typeof HALVES)[number];
/** What was added since: what is refused beside words for minors, and what comes near to it. */
export const MINORS = 'minors';
export type Table = Half | typeof MINORS;

/** A request that is to be refused, and what it tries. */
export interface RedTeamRow {
  readonly category: string;
  readonly trick: string;
  readonly request: ScreenedRequest;
}

const redTeamFile = z.array(
  z.strictObject({
    category: z.string(),
    trick: z.string(),
    face: z.boolean(),
    ageRestricted: z.boolean(),
    prompt: z.string(),
    negative: z.string(),
  }),
);
const vocabularyFile = z.record(z.string(), z.array(z.string()));

function read(half: Table, file: string): string {
  return readFileSync(new URL(`${half}/${file}`, import.meta.url), 'utf8');
}

/** The red-team table of one half, or of the others, with each `{group.index|trick}` in its words put in. */
export function redTeam(half: Table): readonly RedTeamRow[] {
  const vocabulary = vocabularyFile.parse(JSON.parse(read(half, 'vocabulary.json')));
  const putIn = (template: string) =>
    template.replace(/\{([^{}.]+)\.(\d+)(?:\|([\w-]+))?\}/g, (whole, group, index, trick) => {
      const term = vocabulary[String(group)]?.[Number(index)];
      const play = trick === undefined ? String : TRICKS[String(trick)];
      if (term === undefined || !play) throw new Error(`${half}: nothing stands for ${whole}`);
      return play(term);
    });
  const rows = redTeamFile.parse(JSON.parse(read(half, 'red-team.json')));
  return rows.map(({ category, trick, face, ageRestricted, prompt, negative }) => ({
    category,
    trick,
    request: { prompt: putIn(prompt), negativePrompt: putIn(negative), face, ageRestricted },
  }));
}

/** The benign requests of one half, as if for a photo in a channel for everybody. */
export function benign(half: Table): readonly ScreenedRequest[] {
  return requestsIn(read(half, 'benign.txt'));
}

/** What is bare, full of feathers or squirts and is nobody, in eight languages. */
export function innocent(): readonly ScreenedRequest[] {
  return requestsIn(readFileSync(new URL('innocent.txt', import.meta.url), 'utf8'));
}

function requestsIn(lines: string): readonly ScreenedRequest[] {
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [prompt = '', negativePrompt = ''] = line.split('\t');
      return { prompt, negativePrompt, face: true, ageRestricted: false };
    });
}
