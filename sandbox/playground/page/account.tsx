import type { Act } from './actions.ts';
import type { Offer, PersonView } from '../wire.ts';
import './account.css';

/** Discord's codes of the languages that the bot speaks, each named in itself. */
const LANGUAGES = [
  ['en-US', 'English'],
  ['de', 'Deutsch'],
  ['fr', 'Français'],
  ['es-ES', 'Español'],
  ['es-419', 'Español (Latinoamérica)'],
  ['pt-BR', 'Português do Brasil'],
  ['ja', '日本語'],
] as const;

interface AccountProps {
  readonly viewer: PersonView;
  readonly offers: readonly Offer[];
  readonly act: Act;
}

/** What the viewer has set in their Discord: their language, whether they installed the bot, what they bought. */
export function Account({ viewer, offers, act }: AccountProps) {
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
          {LANGUAGES.map(([code, name]) => (
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
