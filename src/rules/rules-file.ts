import { createHash } from 'node:crypto';
import { z } from 'zod';
import { LIMITS, limitSchemas, MOST_RULES, type Rule, type Subject } from './rule.ts';

/** The most bytes of a file of rules: more than as many as a server may have take. */
export const LARGEST_RULES_FILE = 256 * 1024;

/** The limits that files have. A pause is how a server is right now. */
export const LIMITS_IN_FILES = LIMITS.filter((limit) => limit !== 'paused');
export type LimitInFiles = (typeof LIMITS_IN_FILES)[number];

export function isInFiles(rule: Rule): rule is Extract<Rule, { readonly limit: LimitInFiles }> {
  return rule.limit !== 'paused';
}

const ID = /^\d{17,20}$/;

const fileSchema = z.strictObject({ limits: z.array(z.unknown()).max(MOST_RULES) });

const entrySchema = z.strictObject({
  for: z.enum(['server', 'everyone', 'role', 'member']),
  id: z.string().optional(),
  limit: z.enum(LIMITS_IN_FILES),
  value: z.unknown(),
});
type Entry = z.infer<typeof entrySchema>;

/** The rules of a server as a JSON file, which {@link readRulesFile} reads, also in another server. */
export function rulesFile(rules: readonly Rule[], guildId: string): string {
  const limits = rules.filter(isInFiles).map(({ subject, limit, value }): Entry => {
    const { kind, ...who } = subject;
    if (kind === 'role' && subject.id === guildId) return { for: 'everyone', limit, value };
    return { for: kind, ...who, limit, value };
  });
  return `${JSON.stringify({ limits }, undefined, 2)}\n`;
}

/** Why a file cannot be imported. `at`: which of its limits, from 1; `undefined`: the whole file. */
export interface RulesFileProblem {
  readonly problem: 'no_json' | 'unreadable' | 'twice';
  readonly at?: number;
}

/** Reads a file of rules in UTF-8, for that server. If a key is there twice, its last value counts. */
export function readRulesFile(
  bytes: Uint8Array,
  guildId: string,
): readonly Rule[] | RulesFileProblem {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return { problem: 'no_json' };
  }
  const file = fileSchema.safeParse(json).data;
  if (!file) return { problem: 'unreadable' };
  const rules = new Map<string, Rule>();
  for (const [index, entry] of file.limits.entries()) {
    const at = index + 1;
    const rule = ruleIn(entry, guildId);
    if (!rule) return { problem: 'unreadable', at };
    const key = keyOf(rule);
    if (rules.has(key)) return { problem: 'twice', at };
    rules.set(key, rule);
  }
  return [...rules.values()];
}

function ruleIn(entry: unknown, guildId: string): Rule | undefined {
  const read = entrySchema.safeParse(entry).data;
  const subject = read && subjectIn(read, guildId);
  const value = read && limitSchemas[read.limit].safeParse(read.value);
  if (!subject || !value?.success) return undefined;
  return { subject, limit: read.limit, value: value.data } as Rule;
}

function subjectIn({ for: kind, id }: Entry, guildId: string): Subject | undefined {
  if (kind === 'server') return id === undefined ? { kind } : undefined;
  if (kind === 'everyone') return id === undefined ? { kind: 'role', id: guildId } : undefined;
  return id !== undefined && ID.test(id) ? { kind, id } : undefined;
}

/** A server has at most one rule of each key. */
function keyOf({ subject, limit }: Pick<Rule, 'subject' | 'limit'>): string {
  return [subject.kind, subject.kind === 'server' ? '' : subject.id, limit].join(' ');
}

/** A rule before and after a change; `undefined` if there was none, or is none any more. */
export interface RuleDifference extends Pick<Rule, 'subject' | 'limit'> {
  readonly before: Rule | undefined;
  readonly after: Rule | undefined;
}

/** How rules have to change to be others. */
export function differencesBetween(
  before: readonly Rule[],
  after: readonly Rule[],
): readonly RuleDifference[] {
  const [was, is] = [before, after].map((rules) => new Map(rules.map((one) => [keyOf(one), one])));
  return [...new Map([...(was ?? []), ...(is ?? [])])].flatMap(([key, { subject, limit }]) => {
    const one = { subject, limit, before: was?.get(key), after: is?.get(key) };
    return textOf(one.before) === textOf(one.after) ? [] : [one];
  });
}

/** The order of a list does not matter. */
function textOf(rule: Rule | undefined): string | undefined {
  return JSON.stringify(Array.isArray(rule?.value) ? rule.value.toSorted() : rule?.value);
}

/** Of a set of rules: another one has another fingerprint. */
export function fingerprintOf(rules: readonly Rule[]): string {
  const values = rules.map((rule) => [keyOf(rule), textOf(rule)]).toSorted();
  return createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 16);
}
