import type { ChoiceFault } from './rules/choice-rules.ts';

/** What Discord's client objects to in a choice, as the part of a sentence after "it". */
export function choiceSentence(fault: ChoiceFault): string {
  switch (fault.kind) {
    case 'no-option':
      return `has no option ${fault.value}`;
    case 'twice':
      return `takes ${fault.value} once only`;
    case 'count': {
      const { least, most } = fault.range;
      return least === most ? `takes ${least} of its options` : `takes ${least} to ${most} of them`;
    }
  }
}
