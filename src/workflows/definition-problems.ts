import type { APIApplicationCommandBasicOption } from 'discord.js';
import { LONGEST_CHOICE, optionDefinitions } from '../recipes/command-definition.ts';
import type { Reading } from './reading.ts';
import type { WorkflowInput } from './workflow-input.ts';

/** Discord documents 2^53, and a number beside it may already be another one. */
const WIDEST = Number.MAX_SAFE_INTEGER;

/**
 * Finds what Discord would refuse of the options as they would be registered, each by the entry that it
 * is of: it takes all commands of a bot at once, or none.
 */
export function checkDefinitions(
  reading: Reading,
  inputsOf: readonly (readonly WorkflowInput[])[],
): void {
  for (const [index, inputs] of inputsOf.entries()) {
    if (reading.isBroken(index)) continue;
    const options = Object.fromEntries(inputs.map(({ name, option }) => [name, option]));
    const says = optionDefinitions(options)
      .map(refusalOf)
      .find((one) => one !== undefined);
    if (says !== undefined) reading.manifest(says, index);
  }
}

function refusalOf(option: APIApplicationCommandBasicOption): string | undefined {
  const { choices = [] } = 'choices' in option ? option : {};
  for (const { name, value } of choices) {
    const text = String(value);
    if ([name, text].some((one) => Array.from(one).length > LONGEST_CHOICE)) {
      return `its choice ${name.slice(0, 40)}… has more than the ${LONGEST_CHOICE} characters that Discord takes: shorten it`;
    }
    if (name.trim() === '') return `its choice ${JSON.stringify(name)} has no name: give it one`;
    if (text.trim() === '') {
      return `its choice ${name} has an empty value, which Discord does not take: give it another, or take it out`;
    }
  }
  const { min_value: min = 0, max_value: max = 0 } = 'min_value' in option ? option : {};
  return Math.abs(min) > WIDEST || Math.abs(max) > WIDEST
    ? `goes from ${min} to ${max}, and Discord takes -${WIDEST} to ${WIDEST}: narrow min and max`
    : undefined;
}
