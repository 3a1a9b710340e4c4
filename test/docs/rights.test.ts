import { describe, expect, it } from 'vitest';
import { handlersFor } from '../../commands/index.ts';
import { ERRORS } from '../../src/errors/errors.ts';
import { KINDS, rightsOnPage } from './rights-table.ts';

const { buttons, selects, modals } = handlersFor({ faces: true });
const COMPONENTS = { button: buttons, menu: selects, form: modals };

const handled = KINDS.flatMap((kind) =>
  COMPONENTS[kind].map(({ subject, action }) => `${subject} ${kind} ${action}`),
);

describe('docs/rights.md', () => {
  const rights = rightsOnPage();

  it('has every action that there is once, and no other', () => {
    const named = rights.flatMap(({ subject, kind, action }) =>
      action === undefined ? [] : [`${subject} ${kind} ${action}`],
    );
    expect(named.toSorted()).toEqual(handled.toSorted());
    expect(rights.filter(({ action }) => action === undefined)).toMatchObject([
      { subject: 'job', kind: 'button' },
    ]);
  });

  it('names what an unknown row is answered with', () => {
    const codes = rights.flatMap(({ unknownRow }) => /^`(\w+)`$/.exec(unknownRow)?.[1] ?? []);
    for (const code of codes) expect(Object.keys(ERRORS)).toContain(code);
    const others = rights.filter(({ unknownRow }) => !unknownRow.startsWith('`'));
    expect(new Set(others.map(({ unknownRow }) => unknownRow))).toEqual(
      new Set(['', 'new request']),
    );
  });
});
