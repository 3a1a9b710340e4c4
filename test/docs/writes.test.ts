import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { schema } from '../../src/store/schema.ts';
import { codeIn, tablesIn } from './markdown.ts';
import { readText } from './pages.ts';

/** A way to write: the receiver, and the method. */
const WRITES = /^(?:(?:.*[.#])?store\.(?:write|writeLazily)|(?:.*[.#])?log\.change)$/;
/** The same inside the class itself, by file. */
const OWN_WRITES: Readonly<Record<string, string>> = {
  'src/store/sqlite-store.ts': 'this.write',
  'src/store/postgres/postgres-store.ts': 'this.write',
  'src/jobs/job-log.ts': 'this.change',
  'src/jobs/sql/job-notes.ts': 'this.#set',
};
/** Methods of the same names that write elsewhere, or call a piece that is listed. */
const OTHERS =
  /^(?:process\.std(?:out|err)|text|this\.#socket)\.write$|^(?:deliveredMessages|this)\.write$|(?:personSettings|personDefaults|serverRules|this\.#all|room)\??\.change$/;

/** Functions that run the work of others. */
const CALLED = new Set(['writeBeside', 'inCommit', 'forgetEnded']);
/** Of these, the ones that get a function, and as which argument: it is the piece. */
const GIVEN: Readonly<Record<string, number>> = { inCommit: 1, forgetEnded: 0 };
/** They only pass a piece on. */
const FRAMES = new Set([
  'JobLog.change',
  'JobNotes.#set',
  'PostgresStore.#writeAll',
  'inCommit',
  'readBeside',
  'writeBeside',
  'writeBesidePostgres',
]);
/** Variables that hold a piece: those of `forgetEnded` and of `nameErasure`. */
const PASSED_ON = new Set(['forget', 'slice']);

interface Found {
  /** The functions that start a piece, once for each. */
  readonly pieces: string[];
  /** Calls of a method with such a name, of which nobody said whether it writes. */
  readonly unknown: string[];
  /** The functions that take a lock. */
  readonly locking: string[];
  readonly functions: string[];
}

/** The pieces in a source text, and the functions that it has. */
function findIn(path: string, source: string): Found {
  const found: Found = { pieces: [], unknown: [], locking: [], functions: [] };
  const slices = new Set<string>();
  const note = (node: ts.Node, work: ts.Expression | undefined) => {
    if (work && ts.isIdentifier(work) && PASSED_ON.has(work.text)) return;
    const starter = functionAround(node);
    if (!FRAMES.has(starter)) found.pieces.push(starter);
  };
  const visit = (node: ts.Node): void => {
    const name = nameOf(node);
    if (name !== undefined) found.functions.push(name);
    if (ts.isPropertyAccessExpression(node)) {
      const access = node.getText();
      const [work] = ts.isCallExpression(node.parent) ? node.parent.arguments : [];
      if (WRITES.test(access) || OWN_WRITES[path] === access) note(node, work);
      else if (node.name.text === 'transaction') note(node, undefined);
      else if (/^(?:write|writeLazily|change)$/.test(node.name.text) && !OTHERS.test(access)) {
        found.unknown.push(`${path}: ${access}`);
      }
      if (/(?:^|\.)locks\.(?:hold|rows)$/.test(access)) found.locking.push(functionAround(node));
    }
    if (ts.isCallExpression(node)) {
      const called = node.expression.getText();
      const place = GIVEN[called];
      const work = place === undefined ? undefined : node.arguments[place];
      if (CALLED.has(called)) {
        if (work === undefined) note(node, undefined);
        else if (!PASSED_ON.has(work.getText())) found.pieces.push(work.getText());
      }
      const isSlice = /^(?:trx|changing)$/.test(node.arguments[0]?.getText() ?? '');
      if (isSlice && functionAround(node) === 'nameErasure') slices.add(called);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, source, ts.ScriptTarget.ESNext, true));
  found.pieces.push(...slices);
  return found;
}

/** The name of a function or method, with its class. */
function nameOf(node: ts.Node): string | undefined {
  if (ts.isFunctionDeclaration(node)) return node.name?.text;
  if (!ts.isMethodDeclaration(node) && !ts.isConstructorDeclaration(node)) return undefined;
  const owner = ts.isClassLike(node.parent) ? (node.parent.name?.text ?? '') : '';
  return `${owner}.${ts.isConstructorDeclaration(node) ? 'constructor' : node.name.getText()}`;
}

function functionAround(node: ts.Node): string {
  const name = nameOf(node);
  if (name !== undefined) return name;
  return ts.isSourceFile(node) ? 'the file itself' : functionAround(node.parent);
}

const projectFolder = fileURLToPath(new URL('../..', import.meta.url));
const found = ['src', 'commands']
  .flatMap((top) =>
    readdirSync(`${projectFolder}${top}`, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => `${top}/${file}`),
  )
  .map((path) => ({ path, ...findIn(path, readText(path)) }));
const functions = new Set(found.flatMap((file) => file.functions));
const locking = new Set(found.flatMap((file) => file.locking));
const tables = new Set([...schema.matchAll(/CREATE TABLE (\w+)/g)].map(([, name = '']) => name));

const rows = tablesIn(readText('docs/writes.md'))
  .filter(({ columns }) => columns[0] === 'piece')
  .flatMap((table) =>
    table.rows.map((cells) => {
      const [piece = '', , reads = '', writes = '', guard = ''] = cells;
      return { names: codeIn(piece), tables: [...codeIn(reads), ...codeIn(writes)], guard, cells };
    }),
  );

describe('docs/writes.md', () => {
  it('has every piece that there is, and no other', () => {
    const pieces = found.flatMap((file) => file.pieces);
    expect(rows.map(({ names: [piece] }) => piece).toSorted()).toEqual(pieces.toSorted());
    expect(pieces.length).toBeGreaterThan(80);
  });

  it('knows every method that is named like one that writes', () => {
    expect(found.flatMap((file) => file.unknown)).toEqual([]);
  });

  it('names functions and tables that are there', () => {
    expect(rows.flatMap(({ names }) => names).filter((name) => !functions.has(name))).toEqual([]);
    expect(rows.flatMap((row) => row.tables).filter((name) => !tables.has(name))).toEqual([]);
  });

  it('says of every piece that takes a lock that it does, and of no other', () => {
    const said = rows.filter(({ guard }) => /\block\b/.test(guard));
    const taking = rows.filter(({ names }) => names.some((name) => locking.has(name)));
    expect(said.map(({ names }) => names[0])).toEqual(taking.map(({ names }) => names[0]));
    const named = new Set(rows.flatMap(({ names }) => names));
    expect([...locking].filter((name) => !named.has(name))).toEqual([]);
  });
});
