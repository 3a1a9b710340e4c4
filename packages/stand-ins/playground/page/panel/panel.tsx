import type { PlaygroundState } from '../../wire.ts';
import { BotSection } from './bot-section.tsx';
import { JobSection } from './job-section.tsx';
import './panel.css';
import { RequestSection } from './request-section.tsx';
import { WorldSection } from './world-section.tsx';

/** What is behind the channel: the world to change, the bot's process, its jobs and its requests. */
export function Panel({ state }: { readonly state: PlaygroundState }) {
  return (
    <aside class="panel" aria-label="Behind the scenes">
      <WorldSection switches={state.switches} />
      <BotSection bot={state.bot} />
      <JobSection jobs={state.jobs} />
      <RequestSection requests={state.requests} />
    </aside>
  );
}
