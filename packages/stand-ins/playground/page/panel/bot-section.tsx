import { orderBot } from '../actions.ts';
import type { BotOrder, BotState, BotView } from '../../wire.ts';

const WORDS: Readonly<Record<BotState, string>> = {
  starting: 'The bot is starting…',
  connected: 'The bot is connected.',
  stopping: 'The bot is stopping…',
  stopped: 'The bot is not running.',
};

/** The bot's process: how it is doing, what ends and starts it, and its log. */
export function BotSection({ bot }: { readonly bot: BotView }) {
  const runs = bot.state === 'connected' || bot.state === 'starting';
  return (
    <details class="panel-section" open>
      <summary>
        <h2>Bot</h2>
      </summary>
      <p role="status">
        {WORDS[bot.state]} {bot.ending}
      </p>
      <div class="panel-buttons">
        <Order order="start" enabled={bot.state === 'stopped'} words="Start" />
        <Order order="restart" enabled={runs} words="Restart" />
        <Order order="kill" enabled={bot.state !== 'stopped'} words="Kill" />
      </div>
      <details>
        <summary>Its last log lines</summary>
        <pre class="panel-code" tabIndex={0} role="region" aria-label="The bot's last log lines">
          {bot.lines.join('\n')}
        </pre>
      </details>
    </details>
  );
}

interface OrderProps {
  readonly order: BotOrder;
  readonly enabled: boolean;
  readonly words: string;
}

/** Stays focusable when it cannot be used, so that whoever pressed it does not lose their place. */
function Order({ order, enabled, words }: OrderProps) {
  return (
    <button
      type="button"
      class="panel-button"
      aria-disabled={!enabled}
      onClick={() => {
        if (enabled) void orderBot(order);
      }}
    >
      {words}
    </button>
  );
}
