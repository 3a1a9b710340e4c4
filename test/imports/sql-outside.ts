import ts from 'typescript';
import { specifiersOf } from './imports-of.ts';

/** What a query is put together with, or run by. */
const PACKAGES = new Set(['kysely', 'better-sqlite3']);

/** The record's types for a transaction. */
const TRANSACTIONS = new Set(['Database', 'Changing']);

/** How a query is begun, and how a transaction is taken out of a piece of work. */
const QUERIES = new Set(['selectFrom', 'insertInto', 'updateTable', 'deleteFrom', 'trx']);

/** A text without any of these needs no parsing, which takes most of the time. */
const ANY = new RegExp(String.raw`\b(${[...PACKAGES, ...TRANSACTIONS, ...QUERIES].join('|')})\b`);

/** What a source text has to do with SQL: a package that makes queries, a transaction, or a query itself. */
export function sqlIn(path: string, source: string): string[] {
  if (!ANY.test(source)) return [];
  const packages = specifiersOf(path, source)
    .map(({ name }) => name)
    .filter((name) => PACKAGES.has(name));
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportSpecifier(node)) {
      const name = (node.propertyName ?? node.name).text;
      if (TRANSACTIONS.has(name)) found.push(name);
    }
    if (ts.isPropertyAccessExpression(node) && QUERIES.has(node.name.text)) {
      found.push(`.${node.name.text}`);
    }
    if (ts.isParameter(node) && /\btrx\b/.test(node.name.getText())) found.push('trx');
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, source, ts.ScriptTarget.ESNext, true));
  return [...packages, ...found];
}
