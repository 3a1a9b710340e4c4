import { onTestFinished } from 'vitest';
import { systemClock } from '../../../../src/engines/clock.ts';
import { Loopback } from '../../../../packages/stand-ins/loopback.ts';
import { onlyFromPage } from '../../../../packages/stand-ins/playground/only-from-page.ts';
import {
  pageRoutes,
  type PageActions,
} from '../../../../packages/stand-ins/playground/page-routes.ts';
import type {
  ActionOutcome,
  ActionRequest,
  PlaygroundState,
} from '../../../../packages/stand-ins/playground/wire.ts';

/** Everything, where there is nothing yet. */
export const NOTHING_YET: PlaygroundState = {
  server: 'The Studio',
  botId: '1',
  botName: 'Darkroom',
  people: [],
  offers: [],
  languages: [],
  channels: [],
  commands: [],
  messages: [],
  bot: { state: 'stopped', lines: [] },
  switches: { gpu: 'ready', discord: 'fast' },
  requests: [],
  jobs: [],
};

/** The page's server with nothing behind it: it writes down what it is asked to do. */
export async function servePage() {
  const page = new Loopback(systemClock);
  const isFromPage = onlyFromPage(page);
  const done: unknown[] = [];
  const acts: { request: ActionRequest; files: ReadonlyMap<string, File> }[] = [];
  const actions: PageActions = {
    act: (request, files) => {
      acts.push({ request, files });
      return Promise.resolve<ActionOutcome>({ kind: 'done' });
    },
    change: (switches) => done.push({ switches }),
    order: (order) => {
      done.push({ order });
      return Promise.resolve();
    },
    endTokens: () => done.push('end tokens'),
  };
  pageRoutes(page.app, "default-src 'none'", actions);
  await page.listen();
  onTestFinished(() => page.close());
  const post = (path: string, body: FormData | string) =>
    fetch(`${page.url}${path}`, { method: 'POST', body });
  /** Posts an action as the page does. */
  const act = (action: unknown, files: Readonly<Record<string, File>> = {}) => {
    const form = new FormData();
    form.append('action', typeof action === 'string' ? action : JSON.stringify(action));
    for (const [field, file] of Object.entries(files)) form.append(field, file);
    return post('/actions', form);
  };
  return { page, isFromPage, done, acts, post, act };
}
