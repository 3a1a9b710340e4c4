import { endTokens, setSwitches } from '../actions.ts';
import type { DiscordMode, GpuMode, Switches } from '../../wire.ts';

const GPU: Readonly<Record<GpuMode, string>> = {
  ready: 'ready',
  cold: 'cold: each job starts a worker',
  slow: 'slow',
  broken: 'broken: ComfyUI does not answer',
  'no-capacity': 'out of capacity',
};

const DISCORD: Readonly<Record<DiscordMode, string>> = {
  fast: 'at once',
  slow: '1.5 seconds late',
};

/** How RunPod and Discord behave. */
export function WorldSection({ switches }: { readonly switches: Switches }) {
  return (
    <details class="panel-section" open>
      <summary>
        <h2>GPU and Discord</h2>
      </summary>
      <Choice
        label="The GPU is"
        words={GPU}
        value={switches.gpu}
        change={(gpu) => {
          void setSwitches({ gpu });
        }}
      />
      <Choice
        label="Discord answers"
        words={DISCORD}
        value={switches.discord}
        change={(discord) => {
          void setSwitches({ discord });
        }}
      />
      <button
        type="button"
        class="panel-button"
        aria-describedby="panel-tokens"
        onClick={() => {
          void endTokens();
        }}
      >
        Let 15 minutes pass
      </button>
      <p class="panel-hint" id="panel-tokens">
        In Discord the bot can answer a command or click for 15 minutes, and edits its messages as
        itself from then on. No clock moves here: those answers just end.
      </p>
    </details>
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly words: Readonly<Record<T, string>>;
  readonly value: T;
  readonly change: (value: T) => void;
}

function Choice<T extends string>({ label, words, value, change }: ChoiceProps<T>) {
  const options = Object.keys(words) as T[];
  return (
    <label class="panel-choice">
      <span>{label}</span>
      <select
        value={value}
        onChange={({ currentTarget }) => {
          const chosen = options.find((option) => option === currentTarget.value);
          if (chosen !== undefined) change(chosen);
        }}
      >
        {options.map((option) => (
          <option key={option} value={option}>
            {words[option]}
          </option>
        ))}
      </select>
    </label>
  );
}
