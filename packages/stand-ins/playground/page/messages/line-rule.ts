import type { rules } from 'discord-markdown-parser';

type Rule = (typeof rules)[string];

/** A rule that holds at the beginning of a line, after a quote too, where discord-markdown-parser does not see one. */
export function lineRule(rule: Rule): Rule {
  return {
    ...rule,
    match: (source, state, before) =>
      rule.match(source, before.endsWith('\n') ? { ...state, prevCapture: null } : state, before),
  };
}
