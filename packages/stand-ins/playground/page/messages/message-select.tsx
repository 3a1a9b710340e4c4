import type { APIStringSelectComponent } from 'discord-api-types/v10';
import { useLayoutEffect, useState } from 'preact/hooks';
import { choiceFault, choiceRange, chosenAtFirst } from '../../../discord/rules/choice-rules.ts';
import { SelectBox } from '../select/select-box.tsx';
import { isSingle } from '../select/select-state.ts';

interface MessageSelectProps {
  readonly select: APIStringSelectComponent;
  /** Whether its last choice is on its way to the bot. */
  readonly waits: boolean;
  readonly choose: (values: readonly string[]) => void;
}

/**
 * A select of a message. One choice is sent as soon as it is made, several once the list is closed.
 * It goes on showing them, until the message is edited: then it shows what the bot says is chosen.
 */
export function MessageSelect({ select, waits, choose }: MessageSelectProps) {
  const [chosen, setChosen] = useState<readonly string[]>(() => chosenAtFirst(select));
  const [sent, setSent] = useState(chosen);
  useLayoutEffect(() => {
    const values = chosenAtFirst(select);
    setChosen(values);
    setSent(values);
  }, [select]);
  const range = choiceRange(select);
  const send = (values: readonly string[]) => {
    if (values.join('\n') === sent.join('\n') || choiceFault(select, values)) {
      setChosen(sent);
      return;
    }
    setChosen(values);
    setSent(values);
    choose(values);
  };
  const placeholder = select.placeholder ?? 'Make a selection';
  return (
    <SelectBox
      options={select.options}
      placeholder={placeholder}
      name={{ label: placeholder }}
      disabled={select.disabled === true}
      change={(values) => {
        if (isSingle(range)) send(values);
        else setChosen(values);
      }}
      closed={(values) => {
        if (!isSingle(range)) send(values);
      }}
      {...{ range, chosen, waits }}
    />
  );
}
