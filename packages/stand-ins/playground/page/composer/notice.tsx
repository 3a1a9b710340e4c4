import type { Notice } from './draft.ts';
import './notice.css';

/** Both lines are there all the time, so that a screen reader notices what is put into them. */
export function NoticeLines({ notice }: { notice: Notice | undefined }) {
  const of = (kind: Notice['kind']) => (notice?.kind === kind ? notice.text : '');
  return (
    <>
      <p class="composer-notice composer-notice-problem" role="alert">
        {of('problem')}
      </p>
      <p class="composer-notice" role="status">
        {of('hint')}
      </p>
    </>
  );
}
