import { useEffect, useState } from 'preact/hooks';
import type { ActionOutcome, OptionInput } from '../../wire.ts';
import type { ListItem } from './list-item.ts';

/** How long nothing more is typed before the bot is asked. */
const PAUSE_MS = 150;

/** What is offered for an option. */
export interface Completions {
  readonly items: readonly ListItem<OptionInput>[];
  /** Said where there are no items. */
  readonly nothing: string;
}

/** What the bot offers for what is typed. Only the answer to the latest question counts. */
export function useCompletions(
  typed: string,
  wanted: boolean,
  ask: () => Promise<ActionOutcome>,
): Completions {
  const [completions, setCompletions] = useState<Completions>({ items: [], nothing: 'Loading…' });
  useEffect(() => {
    if (!wanted) return undefined;
    let latest = true;
    const timer = setTimeout(() => {
      void ask().then((outcome) => {
        if (latest) setCompletions(completionsIn(outcome));
      });
    }, PAUSE_MS);
    return () => {
      latest = false;
      clearTimeout(timer);
    };
  }, [typed, wanted]);
  return completions;
}

function completionsIn(outcome: ActionOutcome): Completions {
  switch (outcome.kind) {
    case 'choices': {
      const items = outcome.choices.map(({ name, value }) => ({ label: name, value }));
      return { items, nothing: 'No suggestions.' };
    }
    case 'refused':
      return { items: [], nothing: outcome.problem };
    case 'no-answer':
    case 'done':
    case 'modal':
      return { items: [], nothing: 'The bot took too long to suggest anything.' };
  }
}
