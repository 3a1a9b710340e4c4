import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { MEANINGS } from '../../src/workers/worker-error.ts';

const folder = new URL('../../src/', import.meta.url);
const files = [
  ...readdirSync(new URL('screening/', folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `screening/${name}`),
  // Those that show what a person or a worker wrote.
  'discord/cards/text.ts',
  'workers/error-text.ts',
];

function expressionsIn(source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('a.ts', source, ts.ScriptTarget.ESNext, true));
  return found;
}

const SET = String.raw`(\[(?:\\.|[^\]\\])*\]|\\[a-zA-Z](?:\{\w+\})?)`;
const MANY = String.raw`([*+]|\{\d+(?:,\d*)?\})`;
const NEIGHBOURS = new RegExp(`(?=${SET}${MANY}[?]?${SET}${MANY})`, 'g');
const CHARACTERS = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));

/**
 * Whether two sets stand side by side, one of them repeated without an end and the other often, that
 * both take the same character: then there are as many ways to divide a run of it as it is long.
 */
function mayDivide(expression: string): boolean {
  return [...expression.matchAll(NEIGHBOURS)].some(
    ([, first = '', many = '', second = '', manyMore = '']) => {
      if (![many, manyMore].some((quantity) => /^[*+]$|,\}$/.test(quantity))) return false;
      const [one, other] = [first, second].map((set) => new RegExp(`^${set}$`, 'iu'));
      return CHARACTERS.some((character) => one?.test(character) && other?.test(character));
    },
  );
}

/** Whether an expression may look at a character more often than a few times, whatever the text. */
function mayLookAgain(expression: string): boolean {
  const outsideClasses = expression
    .replace(/\[(?:\\.|[^\]\\])*\]/g, 'x')
    .replace(/\\[^1-9k]/g, 'x');
  const unbounded = outsideClasses.match(/[*+]|\{\d+,\}/g) ?? [];
  return unbounded.length > 1 || mayDivide(expression) || /\\[1-9k]/.test(outsideClasses);
}

describe('expressions over the words of strangers', () => {
  it.each([
    String.raw`/^(?:(\p{L})\1+)+$/u`,
    '/(a+)+$/',
    String.raw`/\p{L}*x\p{L}*/u`,
    String.raw`/(a)\1/`,
    '/(?:ab*){2,}/',
    String.raw`/['"\\]*[^'"\n]{0,300}x/`,
    String.raw`/\d{1,9}\w+x/`,
    String.raw`/(?<=^\s*)[-+](?=\s)|(?<=^\s*\d+)\./gmu`,
  ])('%s would be one', (expression) => {
    expect(mayLookAgain(expression)).toBe(true);
  });

  it.each([
    String.raw`/[^\s*+]+/gu`,
    String.raw`/(?<=\p{L})(?=\p{N})/gu`,
    '/a{1,7}/',
    String.raw`/['"\\]*[^'"\\]{0,300}x/`,
  ])('%s would be none', (expression) => {
    expect(mayLookAgain(expression)).toBe(false);
  });

  it('look at each character a few times only', () => {
    const expressions = files.flatMap((name) =>
      expressionsIn(readFileSync(new URL(name, folder), 'utf8')).map((one) => `${name}: ${one}`),
    );
    expect(expressions.length).toBeGreaterThan(20);
    expect(expressions.filter((one) => mayLookAgain(one.slice(one.indexOf(':') + 2)))).toEqual([]);
  });

  it("look at each character of a worker's message a few times only", () => {
    const expressions = MEANINGS.map(([pattern]) => String(pattern));
    expect(expressions.filter(mayLookAgain)).toEqual([]);
  });

  it('are none that are put together from strings', () => {
    const made = files.filter((name) =>
      readFileSync(new URL(name, folder), 'utf8').includes('RegExp('),
    );
    expect(made).toEqual([]);
  });
});
