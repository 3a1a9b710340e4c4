import type { RequestView } from '../../wire.ts';
import { clockTime } from './clock-time.ts';
import { requestLines, type RequestLine } from './request-lines.ts';

const NAMES: Readonly<Record<RequestView['to'], string>> = {
  discord: 'bot asks Discord',
  cdn: 'bot asks Discord’s CDN',
  runpod: 'bot asks RunPod',
  gateway: 'Discord tells the bot',
  clock: 'Time',
};

/** What goes on behind the page: what Discord told the bot, and what it asked of whom. Newest first. */
export function RequestSection({ requests }: { readonly requests: readonly RequestView[] }) {
  return (
    <details class="panel-section" open>
      <summary>
        <h2>Requests</h2>
      </summary>
      <ol class="panel-requests" tabIndex={0} aria-label="Requests, newest first">
        {requestLines(requests).map((line) => (
          <Line key={line.request.id} line={line} />
        ))}
      </ol>
    </details>
  );
}

function Line({ line: { request, times } }: { readonly line: RequestLine }) {
  const { at, to, method, path } = request;
  return (
    <li class={`panel-request panel-to-${to}`}>
      <span class="panel-hint">
        {clockTime(at)} {NAMES[to]}
        {answer(request)}
        {times > 1 && `, ${times} times`}
      </span>
      <code>
        {method} {path}
      </code>
    </li>
  );
}

function answer({ to, status, ms = 0 }: RequestView): string {
  if (to === 'gateway' || to === 'clock') return '';
  return status === undefined ? ': …' : `: ${status} after ${ms} ms`;
}
