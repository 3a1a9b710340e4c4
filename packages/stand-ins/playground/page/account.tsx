import type { Act } from './actions.ts';
import type { PersonView, PlaygroundState } from '../wire.ts';
import './account.css';

interface AccountProps {
  readonly viewer: PersonView;
  readonly state: Pick<PlaygroundState, 'offers' | 'languages'>;
  readonly act: Act;
}

/** What the viewer has set in their Discord: their language, whether they installed the bot, what they bought. */
export function Account({ viewer, state: { offers, languages }, act }: AccountProps) {
  return (
    <details class="account">
      <summary>{viewer.name}’s Discord</summary>
      <label class="account-line">
        <span>Language</span>
        <select
          value={viewer.language}
          onChange={({ currentTarget: { value } }) => {
            void act({ kind: 'language', language: value });
          }}
        >
          {languages.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label class="account-line">
        <input
          type="checkbox"
          checked={viewer.installed}
          onChange={({ currentTarget: { checked } }) => {
            void act({ kind: 'install', on: checked });
          }}
        />
        <span>Bot installed for yourself</span>
      </label>
      {offers.map(({ id, label }) => (
        <div key={id} class="account-line">
          <span>{label}</span>
          <OfferButton kind="buy" words="Buy" offer={id} label={label} act={act} />
          {viewer.bought.includes(id) && (
            <OfferButton kind="refund" words="Refund" offer={id} label={label} act={act} />
          )}
        </div>
      ))}
    </details>
  );
}

interface OfferButtonProps {
  readonly kind: 'buy' | 'refund';
  readonly words: string;
  readonly offer: string;
  readonly label: string;
  readonly act: Act;
}

function OfferButton({ kind, words, offer, label, act }: OfferButtonProps) {
  return (
    <button
      type="button"
      class="panel-button"
      aria-label={`${words} ${label}`}
      onClick={() => {
        void act({ kind, offer });
      }}
    >
      {words}
    </button>
  );
}
