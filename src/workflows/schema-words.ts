import type { z } from 'zod';
import { ENTRY_KEYS } from './manifest.ts';

const KINDS: Readonly<Record<string, string>> = {
  string: 'text in quotes',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list in [ ]',
  object: 'an object in { }',
  record: 'an object in { }',
};

/** What a schema found wrong, in words that go on after the place where it was found. */
export function schemaWords(issue: z.core.$ZodRawIssue): string {
  const { code, input } = issue;
  if (code === 'invalid_union' && issue.discriminator !== undefined) {
    const types = [...ENTRY_KEYS.keys()].join(', ');
    const given = typeAmong(input);
    return given === undefined
      ? `is missing: one of ${types}`
      : `is no type that there is: it must be one of ${types}`;
  }
  if (input === undefined) return `is missing${expected(issue)}`;
  switch (code) {
    case 'invalid_type':
      return `must be ${KINDS[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
    case 'unrecognized_keys':
      return `knows no ${issue.keys.map((key) => JSON.stringify(key)).join(', ')}`;
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? 'is empty: fill it in, or leave it out where it may be'
        : `must be ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`;
    case 'too_big':
      if (issue.origin === 'string') return `has more than ${issue.maximum} characters: shorten it`;
      return issue.origin === 'array'
        ? `has more than ${issue.maximum}: leave some out`
        : `must be at most ${issue.maximum}`;
    case 'custom':
    case 'invalid_element':
    case 'invalid_format':
    case 'invalid_key':
    case 'invalid_union':
    case 'not_multiple_of':
      return 'is not what belongs there';
  }
}

function expected(issue: z.core.$ZodRawIssue): string {
  if (issue.code === 'invalid_value') {
    return `: ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
  }
  return issue.code === 'invalid_type'
    ? `: it must be ${KINDS[issue.expected] ?? issue.expected}`
    : '';
}

function typeAmong(input: unknown): unknown {
  return typeof input === 'object' && input !== null && 'type' in input ? input.type : undefined;
}
