import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Cross } from './cross.tsx';
import { controlId, descriptionId, labelId, problemId, type FieldParts } from './field-parts.ts';
import { keepFocus } from './keep-focus.ts';
import { limits } from './limits.ts';
import './field-frame.css';
import './popup.css';

interface FrameProps {
  readonly parts: FieldParts;
  /** The control. */
  readonly children: ComponentChildren;
  /** What stands below the description while the field has the focus. */
  readonly below?: ComponentChildren;
}

/** An option in the bar: its name, its control and its problem; above the bar, what it is for. */
export function FieldFrame({ parts, children, below }: FrameProps) {
  const [focused, setFocused] = useState(false);
  const { id, field, problem, actions } = parts;
  const { option, text } = field;
  const label = option.label ?? option.name;
  const range = limits(option);
  return (
    <div
      class={`composer-field${problem === undefined ? '' : ' composer-field-wrong'}`}
      onFocusIn={() => {
        setFocused(true);
      }}
      onFocusOut={() => {
        setFocused(false);
        if (text !== '') actions.leave();
      }}
    >
      <div class="composer-popup" hidden={!focused}>
        <p id={descriptionId(id)} class="composer-description">
          <strong>{label}</strong> {option.description}
          {range !== undefined && <span class="composer-range"> · {range}</span>}
          <Count field={field} />
        </p>
        {below}
      </div>
      <div class="composer-field-line">
        <label id={labelId(id)} class="composer-field-name" for={controlId(id)}>
          {label}
          {option.required === true && (
            <span class="composer-required" aria-hidden="true">
              {' '}
              *
            </span>
          )}
        </label>
        {children}
        {option.required !== true && (
          <button
            type="button"
            class="composer-remove"
            tabIndex={-1}
            aria-label={`Remove ${label}`}
            onMouseDown={keepFocus}
            onClick={actions.remove}
          >
            <Cross size={14} />
          </button>
        )}
      </div>
      {problem !== undefined && (
        <p id={problemId(id)} class="composer-problem">
          {problem}
        </p>
      )}
    </div>
  );
}

/** How much of a long text's room is used, once there is little left. */
function Count({ field: { option, text } }: Pick<FieldParts, 'field'>) {
  const most = 'max_length' in option ? option.max_length : undefined;
  if (most === undefined || text.length < most * 0.8) return null;
  return (
    <span class="composer-range">
      {' '}
      · {text.length} of {most}
    </span>
  );
}
