import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { FOR_OPERATORS } from './for-operators.ts';
import { labelsIn, sentencesIn, type Sentence } from './sentences-in.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const sourcesOf = (rooms: readonly string[]) =>
  rooms
    .flatMap((room) =>
      readdirSync(`${root}/${room}`, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts') && file !== 'migrations.ts' && file !== 'schema.ts')
        .map((file) => `${room}/${file}`),
    )
    .map((path) => ({ path, source: readFileSync(`${root}/${path}`, 'utf8') }));

const ROOMS = [
  'commands',
  'src/discord',
  'src/privacy',
  'src/moderation',
  'src/jobs',
  'src/operator',
  'src/store',
  'src/policy',
  'src/screening',
  'src/comfy',
  'src/recipes',
  'src/workers',
  'src/errors',
  'src/bot',
];

const isNamed = ({ path, text }: Sentence) =>
  FOR_OPERATORS.some((place) => place.path.test(path) && place.text.test(text));

const sentences = sourcesOf(ROOMS).flatMap(({ path, source }) => sentencesIn(path, source));

describe('a sentence for people', () => {
  it('stands in the catalogue and nowhere else', () => {
    expect(sentences.filter((each) => !isNamed(each))).toEqual([]);
  });

  it('and a label too', () => {
    const rooms = ['commands', 'src/discord/cards', 'src/discord/sync', 'src/discord/intake'];
    const labels = sourcesOf(rooms).flatMap(({ path, source }) => labelsIn(path, source));
    expect(labels).toEqual([]);
  });

  it.each(FOR_OPERATORS)('is not what $path has for operators, which is there: $text', (place) => {
    const found = sentences.filter(
      ({ path, text }) => place.path.test(path) && place.text.test(text),
    );
    expect(found).not.toEqual([]);
  });

  it.each([
    ["throw new BotError('x', { facts: { why: 'it is too large' } });", 'it is too large'],
    ["const lines = ['The picture is gone.'];", 'The picture is gone.'],
    ['const line = `Waiting for ${what}`;', 'Waiting for \u0000'],
    ["button('Try again');", 'Try again'],
    ["reply({ text: ok ? 'All is well' : '' });", 'All is well'],
    ["const a = { 'it is mine': 1 }['it is mine'];", 'it is mine'],
    ["sql`x`; say('over here');", 'over here'],
    ["messages.warn('over here');", 'over here'],
  ])('is found in %s', (source, text) => {
    expect(sentencesIn('commands/x.ts', source)).toContainEqual({ path: 'commands/x.ts', text });
  });

  it.each([
    ["import { a } from 'a b/some thing.ts';"],
    ["logger.warn({ err }, 'a thing could not be done');"],
    ["this.#logger.info({}, 'a thing was done');"],
    ['sql`SELECT one FROM two`;'],
    ["sql.raw('SELECT one FROM two');"],
    ["throw new TypeError('only a click changes a message');"],
    ["class E extends Error { constructor() { super('it went wrong'); } }"],
    ["await log.move(id, 'failed', 'gone at RunPod');"],
    ["type Kind = 'over here' | 'over there';"],
    ["const a = 'word'; const b = 'two-words'; const c = 'one_two';"],
    ['// The picture is gone.'],
    ['const pattern = /the picture is gone/;'],
  ])('is not found in %s', (source) => {
    expect(sentencesIn('commands/x.ts', source)).toEqual([]);
  });

  it.each([
    ["const b = { label: 'Cancel' };", 'Cancel'],
    ["const b = jobButton(job, 'cancel', 'Cancel', 'secondary');", 'Cancel'],
    ["const f = { name: 'Workers', value };", 'Workers'],
    ["const d = { description: 'one' };", 'one'],
  ])('of one word is found in %s', (source, text) => {
    expect(labelsIn('commands/x.ts', source)).toEqual([{ path: 'commands/x.ts', text }]);
  });

  it.each([
    ["const b = { name: 'imagine', label: words.label };"],
    ["switch (kind) { case 'job': }"],
    ["import A from 'Alpha';"],
    ["const permission = { bit, name: 'ViewChannel' };"],
  ])('of one word is not found in %s', (source) => {
    expect(labelsIn('commands/x.ts', source)).toEqual([]);
  });
});
