import type { Suggestion } from './suggestions.ts';
import './suggestion-row.css';

interface SuggestionRowProps {
  readonly suggestions: readonly Suggestion[];
  readonly send: (suggestion: Suggestion) => void;
}

/** Commands to send by one press, above an empty message box. */
export function SuggestionRow({ suggestions, send }: SuggestionRowProps) {
  if (suggestions.length === 0) return null;
  return (
    <ul class="suggestions" role="list" aria-label="Suggestions">
      {suggestions.map((suggestion) => (
        <li key={suggestion.label}>
          <button
            type="button"
            class="suggestion"
            onClick={() => {
              send(suggestion);
            }}
          >
            {suggestion.label}
          </button>
        </li>
      ))}
    </ul>
  );
}
