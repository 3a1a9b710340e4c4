import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tablesIn, type MarkdownTable } from './markdown.ts';

const projectFolder = fileURLToPath(new URL('../..', import.meta.url));

/** The text of a file of this project. */
export const readText = (path: string): string => readFileSync(join(projectFolder, path), 'utf8');

/** Whether this project has such a file or folder. */
export const isThere = (path: string): boolean => existsSync(join(projectFolder, path));

/** Every page that people read: those at the root, those in docs/, and the worker's. */
export const PAGES: readonly string[] = [
  ...readdirSync(projectFolder),
  'worker/README.md',
  ...readdirSync(join(projectFolder, 'docs')).map((name) => `docs/${name}`),
]
  .filter((name) => name.endsWith('.md'))
  .toSorted();

/** The one table of a page that stands under this heading. Throws where there is none. */
export function tableUnder(heading: string, page: string): MarkdownTable {
  const [table] = tablesIn(readText(page)).filter((one) => one.heading === heading);
  if (!table) throw new Error(`${page} has no table under ${heading}`);
  return table;
}
