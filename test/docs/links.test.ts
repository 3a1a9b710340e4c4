import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { headingIn, proseLines } from './markdown.ts';
import { isThere, PAGES, readText } from './pages.ts';

/** How GitHub names the place of a heading in a page. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');

const anchorsIn = (page: string): string[] =>
  proseLines(page).flatMap((line) => {
    const heading = headingIn(line);
    return heading === undefined ? [] : [anchorOf(heading)];
  });

/** The links of a page to what lies beside it, pictures too. */
const linksIn = (page: string): string[] =>
  [
    ...proseLines(page)
      .join('\n')
      .matchAll(/\]\(([^)\s]+)\)/g),
  ]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));

/** What a link of this page leads to and is not there, in words; `undefined` for a good one. */
function faultOf(link: string, page: string): string | undefined {
  const [file = '', anchor] = link.split('#');
  const path = file === '' ? page : join(dirname(page), file);
  if (!isThere(path)) return `${page} leads to ${path}`;
  if (anchor === undefined || anchorsIn(readText(path)).includes(anchor)) return undefined;
  return `${page} leads to ${path}#${anchor}`;
}

describe('README and docs', () => {
  it.each(PAGES)('%s leads to files and headings that are there', (page) => {
    const faults = linksIn(readText(page)).map((link) => faultOf(link, page));
    expect(faults.filter((fault) => fault !== undefined)).toEqual([]);
  });

  it.each(PAGES.filter((page) => page !== 'CHANGELOG.md'))(
    '%s names files of this project that are there',
    (page) => {
      const named = [
        ...readText(page).matchAll(
          /`((?:src|commands|sandbox|bench|terms|test|docs|worker|\.ci)\/[\w./-]*)`/g,
        ),
      ].map(([, path = '']) => path);
      expect(named.filter((path) => !isThere(path) && path !== 'worker/requirements.lock')).toEqual(
        [],
      );
    },
  );
});
