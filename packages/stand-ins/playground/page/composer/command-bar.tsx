import { useId } from 'preact/hooks';
import type { TargetedKeyboardEvent } from 'preact';
import type { ActionOutcome } from '../../wire.ts';
import { AddOption } from './add-option.tsx';
import { addField, remainingOptions, type Field } from './command-form.ts';
import { Cross } from './cross.tsx';
import { fieldActions, goBack, type FormControls } from './field-actions.ts';
import { readField } from './field-reading.ts';
import { keepFocus } from './keep-focus.ts';
import { OptionField } from './option-field.tsx';
import type { Surroundings } from './option-items.ts';
import { SendButton } from './send-button.tsx';
import { optionSlot } from './slot-focus.ts';
import './command-bar.css';

interface CommandBarProps extends FormControls {
  readonly files: ReadonlyMap<string, File>;
  readonly around: Surroundings;
  readonly complete: (option: string) => Promise<ActionOutcome>;
  readonly send: () => void;
}

/** A command that is being filled in: its name, its options, and what can be added. */
export function CommandBar(props: CommandBarProps) {
  const { form, files, around, change, complete, focus, leave, send } = props;
  const id = useId();
  const { label } = form.command;
  const remaining = remainingOptions(form);
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLFormElement>) => {
    if (event.defaultPrevented || event.isComposing) return;
    const onSend = event.target instanceof HTMLButtonElement && event.target.type === 'submit';
    if (event.key === 'Escape') leave();
    else if (event.key === 'Backspace' && onSend) goBack(props, form.fields.length);
  };
  return (
    <form
      class="composer-bar"
      aria-label={`/${label}`}
      noValidate
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div class="composer-fields">
        <span class="composer-command">/{label}</span>
        {form.fields.map((field, place) => {
          const { name } = field.option;
          const reading = field.checked ? readField(field, around) : undefined;
          return (
            <OptionField
              key={name}
              parts={{
                id: `${id}-${name}`,
                field,
                problem: reading?.kind === 'problem' ? reading.problem : undefined,
                actions: fieldActions(props, place, name),
              }}
              around={around}
              file={fileOf(field, files)}
              complete={() => complete(name)}
            />
          );
        })}
        {remaining.length > 0 && (
          <AddOption
            remaining={remaining}
            add={(name) => {
              change((now) => addField(now, name));
              focus(optionSlot(name));
            }}
            erase={() => {
              goBack(props, form.fields.length);
            }}
          />
        )}
      </div>
      <SendButton />
      <button
        type="button"
        class="composer-button"
        aria-label={`Leave /${label}`}
        onMouseDown={keepFocus}
        onClick={leave}
      >
        <Cross size={20} />
      </button>
    </form>
  );
}

function fileOf({ picked }: Field, files: ReadonlyMap<string, File>): File | undefined {
  return typeof picked === 'object' && 'file' in picked ? files.get(picked.file) : undefined;
}
