import { z } from 'zod';

/** Whom a rule is about: a member, a role (its members), or a server as a whole. */
export type Subject =
  | { readonly kind: 'server' }
  | { readonly kind: 'role'; readonly id: string }
  | { readonly kind: 'member'; readonly id: string };

const amount = (most: number) => z.int().min(0).max(most);

const listOf = (item: RegExp) =>
  z
    .array(z.string().regex(item))
    .max(25)
    .refine((list) => new Set(list).size === list.length)
    .readonly();
/** As Discord takes them. */
const COMMAND_NAME = /^[-_\p{L}\p{N}]{1,32}$/u;
const CHANNEL_ID = /^\d{17,20}$/;

/** What a rule may limit, and its value. 0, `false` and an empty list forbid. */
export const limitSchemas = {
  /** Pictures within 24 hours. */
  picturesADay: amount(10_000),
  /** GPU time within 24 hours, in seconds. */
  gpuSecondsADay: amount(1_000_000),
  /** Pictures a request. */
  count: amount(100),
  /** Names of commands. */
  commands: listOf(COMMAND_NAME),
  /** Ids of channels. A thread counts as its parent. */
  channels: listOf(CHANNEL_ID),
  private: z.boolean(),
  /** Pictures that members send. */
  photos: z.boolean(),
} as const;

export type Limit = keyof typeof limitSchemas;

/** In the order in which they are shown. */
export const LIMITS = Object.keys(limitSchemas) as readonly Limit[];

export type LimitValues = { readonly [L in Limit]: z.infer<(typeof limitSchemas)[L]> };

/** The most rules of a server. */
export const MOST_RULES = 100;

/** What managers of a server allow a subject in one respect. */
export type Rule = {
  readonly [L in Limit]: {
    readonly subject: Subject;
    readonly limit: L;
    readonly value: LimitValues[L];
  };
}[Limit];

/** The rule that decides in one respect. */
export interface Deciding<L extends Limit> {
  readonly subject: Subject;
  readonly value: LimitValues[L];
}

/** The rule that decides, for each limit that any does. */
export type Allowance = { readonly [L in Limit]?: Deciding<L> };

/** A member of a server, by id. `roles`: without @everyone, whose id is the server's. */
export interface Member {
  readonly id: string;
  readonly roles: readonly string[];
  readonly guildId: string;
}

/**
 * What the rules allow a member: their own rule; else the most generous of their roles, unless one of
 * those forbids; else that of @everyone.
 */
export function allowanceOf(rules: readonly Rule[], member: Member): Allowance {
  return allowance((limit) => decidingFor(rulesOn(limit, rules), member));
}

/** What the rules allow a server as a whole, its managers included. */
export function serverAllowance(rules: readonly Rule[]): Allowance {
  return allowance((limit) =>
    rulesOn(limit, rules).find(({ subject }) => subject.kind === 'server'),
  );
}

type RuleOn<L extends Limit> = Extract<Rule, { readonly limit: L }>;

function rulesOn<L extends Limit>(limit: L, rules: readonly Rule[]): readonly RuleOn<L>[] {
  return rules.filter((rule): rule is RuleOn<L> => rule.limit === limit);
}

function allowance(find: (limit: Limit) => Rule | undefined): Allowance {
  return Object.fromEntries(
    LIMITS.flatMap((limit) => {
      const found = find(limit);
      return found ? [[limit, { subject: found.subject, value: found.value }]] : [];
    }),
  );
}

function decidingFor(rules: readonly Rule[], { id, roles, guildId }: Member): Rule | undefined {
  const ofRoles = (ids: readonly string[]) =>
    rules.filter(({ subject }) => subject.kind === 'role' && ids.includes(subject.id));
  return (
    rules.find(({ subject }) => subject.kind === 'member' && subject.id === id) ??
    mostGenerous(ofRoles(roles.filter((role) => role !== guildId)), id) ??
    mostGenerous(ofRoles([guildId]), id)
  );
}

/**
 * Of rules on the same limit. One that forbids beats the others; lists are joined, to one of the member's
 * own.
 */
function mostGenerous(rules: readonly Rule[], memberId: string): Rule | undefined {
  const forbidding = rules.find(isForbidding);
  if (forbidding) return forbidding;
  return rules.reduce<Rule | undefined>(
    (best, rule) => (best ? moreGenerous(best, rule, memberId) : rule),
    undefined,
  );
}

function moreGenerous(one: Rule, other: Rule, memberId: string): Rule {
  const [a, b] = [one.value, other.value];
  if (isList(a) && isList(b)) {
    const subject: Subject = { kind: 'member', id: memberId };
    return { subject, limit: one.limit, value: [...new Set([...a, ...b])] } as Rule;
  }
  return Number(b) > Number(a) ? other : one;
}

function isList(value: Rule['value']): value is readonly string[] {
  return Array.isArray(value);
}

function isForbidding({ value }: Rule): boolean {
  return isList(value) ? value.length === 0 : !value;
}

/** What the rules ask of a request. */
export interface RuledRequest {
  /** Pictures. */
  readonly count: number;
  readonly command: string;
  /** The channel, and its parent if it is a thread. `undefined` in direct messages. */
  readonly channels: readonly string[] | undefined;
  readonly private: boolean;
  /** Whether its member sends a picture with it. */
  readonly photos: boolean;
}

/** Whether a request fits a value, for each limit that a single request can break. */
const FITS: { readonly [L in Limit]?: (value: LimitValues[L], request: RuledRequest) => boolean } =
  {
    commands: (value, { command }) => value.includes(command),
    channels: (value, { channels }) =>
      channels?.some((id) => value.includes(id)) ?? value.length > 0,
    photos: (isAllowed, request) => isAllowed || !request.photos,
    private: (isAllowed, request) => isAllowed || !request.private,
    count: (most, { count }) => count <= most,
  };

/** The rule that forbids a request by itself, however much was made before; `undefined` if none does. */
export function forbiddingRule(
  request: RuledRequest,
  allowances: readonly Allowance[],
): Rule | undefined {
  for (const limit of LIMITS) {
    for (const allowed of allowances) {
      if (!allows(limit, allowed, request)) return ruleOf(limit, allowed);
    }
  }
  return undefined;
}

function allows(limit: Limit, allowed: Allowance, request: RuledRequest): boolean {
  const deciding = allowed[limit];
  const fits = FITS[limit] as ((value: unknown, request: RuledRequest) => boolean) | undefined;
  return !deciding || !fits || fits(deciding.value, request);
}

function ruleOf(limit: Limit, allowed: Allowance): Rule | undefined {
  const deciding = allowed[limit];
  return deciding && ({ ...deciding, limit } as Rule);
}
