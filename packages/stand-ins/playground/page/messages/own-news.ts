import type { MessageView, PersonView } from '../../wire.ts';
import type { LocalMessage } from '../local-message.ts';
import { isOwnNews } from './seen-by.ts';

/** What somebody is waiting to see, by key: what they said, and what nobody else is told. */
export function ownNews(
  views: readonly MessageView[],
  local: readonly LocalMessage[],
  viewer: Pick<PersonView, 'id'>,
): ReadonlySet<string> {
  return new Set([
    ...views.filter((view) => isOwnNews(view, viewer)).map(({ payload }) => payload.id),
    ...local.map(({ id, kind }) => `${kind} ${id}`),
  ]);
}

/** Whether something is there now that was not there before. */
export function hasMore(before: ReadonlySet<string>, now: ReadonlySet<string>): boolean {
  return [...now].some((key) => !before.has(key));
}
