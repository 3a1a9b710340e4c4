import { describe, expect, it } from 'vitest';
import { handlersFor } from '../../commands/index.ts';
import { JOBS_A_PAGE } from '../../commands/jobs-page.ts';
import { BLOCKS_SHOWN } from '../../commands/moderation.ts';
import { MADE_SHOWN } from '../../commands/result/more.ts';
import { SEARCH_BUDGETS } from '../../commands/search-budgets.ts';
import { MOST_NAMES } from '../../src/comfy/worker-contents.ts';
import { AUTOCOMPLETES } from '../../src/discord/entry/autocompletes.ts';
import { LARGEST_MESSAGE_BYTES } from '../../src/discord/outbox/picture-files.ts';
import { HEAD_BYTES, HEADS_AT_ONCE } from '../../src/images/picture-heads.ts';
import { HEALTH_FRESH_MS } from '../../src/jobs/health-watch.ts';
import { MOST_COUNTED } from '../../src/people/personal-data.ts';
import { BETWEEN_COPIES_MS } from '../../src/record/person/data-copies.ts';
import { MOST_PRESETS } from '../../src/record/person/presets.ts';
import { MOST_BLOCKS_COUNTED } from '../../src/record/server/blocks.ts';
import { tableUnder } from './pages.ts';

const { rows } = tableUnder('What members can repeat', 'docs/performance.md');
const handlers = handlersFor({ faces: true });
const number = (value: number) => value.toLocaleString('en');
const MIB = 1024 * 1024;

/** The actions of buttons, menus and forms, whatever they are about. */
function actions(): readonly string[] {
  const { buttons, selects, modals } = handlers;
  return [buttons, selects, modals].flatMap(({ job, report, person, message }) =>
    [job, report, person, message].flatMap((byAction) => Object.keys(byAction ?? {})),
  );
}

/** The cells of the row about that read. */
function rowOf(read: string): Readonly<Record<'most' | 'often' | 'urgency', string>> {
  const [, , most, often, urgency] = rows.find(([name]) => name?.startsWith(read)) ?? [];
  if (most === undefined || often === undefined || urgency === undefined) {
    throw new Error(`there is no row about ${read}`);
  }
  return { most, often, urgency };
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
    const typed = rows.filter(([read]) => read?.includes('while typing'));
    const text = typed.map(([, by]) => by).join('\n');
    for (const command of handlers.commands) {
      const { name } = command.definition;
      expect(text.includes(`\`/${name}\``), name).toBe(command.autocomplete !== undefined);
    }
    for (const [, , , , urgency] of typed) expect(urgency).toBe('read');
  });

  it('has the bounds that the code has', () => {
    const { show, jobs, private: hidden } = SEARCH_BUDGETS;
    const budget = ({ rows: most, ms }: { rows: number; ms: number }) =>
      [`${number(most)} rows`, `${ms} ms`] as const;
    const says = (read: string, ...facts: readonly string[]) => {
      const { most, often } = rowOf(read);
      for (const fact of facts) expect(`${most} ${often}`).toContain(fact);
    };
    const { perMinute, atOnce } = AUTOCOMPLETES;
    says('own jobs, and', ...budget(show), `${perMinute} keystrokes a minute, ${atOnce} at once`);
    const presets = [
      `${MOST_PRESETS.person} of the member`,
      `${MOST_PRESETS.server} of the server`,
    ];
    says('presets, while typing', ...presets);
    says('model files', `${number(MOST_NAMES)} names`);
    says('a page of own jobs', ...budget(jobs), `${JOBS_A_PAGE} pictures`);
    says('private jobs', ...budget(hidden));
    says('what is kept about a member, counted', `${number(MOST_COUNTED)} rows`);
    expect(BETWEEN_COPIES_MS).toBe(3_600_000);
    says('what is kept about a member, as a file', 'one per hour');
    says('settings in', `${HEAD_BYTES / MIB} MiB`, `${HEADS_AT_ONCE} at once`);
    says('a job with its pictures', `${LARGEST_MESSAGE_BYTES / MIB} MiB`);
    says('what was made', `${MADE_SHOWN} rows`);
    says('blocks', `${BLOCKS_SHOWN} rows`, `${number(MOST_BLOCKS_COUNTED)} counted`);
    says('workers', `every ${HEALTH_FRESH_MS / 1_000} s`);
  });
});
