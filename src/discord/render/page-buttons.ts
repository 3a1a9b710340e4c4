import type { FoundJobs } from '../../jobs/sql/job-search.ts';
import type { Catalogue } from '../../say/say.ts';
import type { CardButton } from './card.ts';
import { viewName, type Listed, type ListView } from './list-view.ts';

/** What leads on from a page of a list, for its person alone. */
export interface PagesOf {
  readonly action: string;
  readonly person: string;
  readonly listed: Listed;
}

/** The buttons that turn a page, where there is another one that way. */
export function pageButtons(
  { newer, older }: Pick<FoundJobs, 'newer' | 'older'>,
  { action, person, listed }: PagesOf,
  { pages }: Pick<Catalogue, 'pages'>,
): readonly CardButton[] {
  const page = (label: string, from: ListView['from']): CardButton => ({
    id: { action, person, name: viewName({ listed, from }) },
    label,
    kind: 'secondary',
  });
  return [
    ...(newer ? [page(pages.newer, { way: 'newer', cursor: newer })] : []),
    ...(older ? [page(pages.older, { way: 'older', cursor: older })] : []),
  ];
}
