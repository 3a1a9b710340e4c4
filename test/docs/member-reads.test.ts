import { describe, expect, it } from 'vitest';
import { handlersFor } from '../../commands/index.ts';
import { JOBS_A_PAGE, SEARCH_BUDGETS } from '../../commands/jobs.ts';
import { MAX_BLOCKS_SHOWN } from '../../commands/moderation.ts';
import { MADE_SHOWN } from '../../commands/result/more.ts';
import { MOST_NAMES } from '../../src/workers/contents.ts';
import { AUTOCOMPLETES } from '../../src/discord/intake/autocompletes.ts';
import { LARGEST_MESSAGE_BYTES } from '../../src/discord/sync/picture-files.ts';
import { HEAD_BYTES, HEADS_AT_ONCE } from '../../src/images/attachment.ts';
import { HEALTH_FRESH_MS } from '../../src/jobs/endpoint-health.ts';
import { MOST_COUNTED } from '../../src/privacy/personal-data.ts';
import { BETWEEN_COPIES_MS } from '../../src/privacy/sql/data-copies.ts';
import { MOST_PRESETS } from '../../src/privacy/sql/presets.ts';
import { MOST_BLOCKS_COUNTED } from '../../src/moderation/sql/server-settings.ts';
import { codeIn, numbersIn } from './markdown.ts';
import { tableUnder } from './pages.ts';

const { rows } = tableUnder('What members can repeat', 'docs/performance.md');
const handlers = handlersFor({ faces: true });
const number = (value: number) => value.toLocaleString('en');
const MIB = 1024 * 1024;

/** The actions of buttons, menus and forms, whatever they are about. */
function actions(): readonly string[] {
  const { buttons, selects, modals } = handlers;
  return [...buttons, ...selects, ...modals].map(({ action }) => action);
}

/** The row of the read that these start, and nothing else does. */
function rowOf(...names: readonly string[]): readonly string[] {
  const row = rows.find(([, by = '']) => codeIn(by).join() === names.join());
  if (!row) throw new Error(`there is no row about ${names.join()}`);
  return row;
}

describe('the table of what members can repeat', () => {
  it('has everything that a member can use, and nothing else', () => {
    const named = rows.flatMap(([, by = '']) =>
      [...by.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
    );
    const there = [
      ...handlers.commands.map(({ definition }) => `/${definition.name}`),
      ...handlers.messageCommands.map(({ definition }) => definition.name),
      ...actions(),
      // An option whose autocomplete is a row of its own.
      'from',
    ];
    expect([...new Set(named)].toSorted()).toEqual([...new Set(there)].toSorted());
  });

  it('has every command that completes what is typed', () => {
    const typed = rows.filter(([, by]) => by?.includes('autocomplete'));
    const text = typed.map(([, by]) => by).join('\n');
    for (const command of handlers.commands) {
      const { name } = command.definition;
      expect(text.includes(`\`/${name}\``), name).toBe(command.autocomplete !== undefined);
    }
    for (const [, , , , urgency] of typed) expect(urgency).toBe('read');
  });

  it('has the bounds that the code has', () => {
    const { show, jobs, private: hidden } = SEARCH_BUDGETS;
    const says = (names: readonly string[], ...bounds: readonly number[]) => {
      const [, , most = '', often = ''] = rowOf(...names);
      const said = numbersIn(`${most} ${often}`);
      expect(said).toEqual(expect.arrayContaining(bounds.map(number)));
    };
    const { perMinute, atOnce } = AUTOCOMPLETES;
    says(['/show'], show.rows, show.ms, perMinute, atOnce);
    const { person, server } = MOST_PRESETS;
    says(['/imagine', '/image', '/upscale', '/preset'], person, server);
    says(['/preset'], person, server);
    says([], MOST_NAMES);
    says(['/jobs', 'jobs-page', 'jobs-state', 'jobs-words'], jobs.rows, jobs.ms, JOBS_A_PAGE);
    says(['/moderation', 'private-page', 'private-remove'], hidden.rows, hidden.ms);
    says(['/privacy'], MOST_COUNTED);
    expect(BETWEEN_COPIES_MS).toBe(3_600_000);
    expect(rowOf('privacy-export')[3]).toContain('hour');
    says(['/inspect', 'Reuse settings', 'settings-of'], HEAD_BYTES / MIB, HEADS_AT_ONCE);
    says(['/show', 'original', 'save', 'look'], LARGEST_MESSAGE_BYTES / MIB);
    says(['details'], MADE_SHOWN);
    says(['/moderation'], MAX_BLOCKS_SHOWN, MOST_BLOCKS_COUNTED);
    says(['/status'], HEALTH_FRESH_MS / 1_000);
  });
});
