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
  /** Pictures in progress. Requests beyond that wait. */
  picturesAtOnce: amount(100),
  /** GPU time within 24 hours, in seconds. */
  gpuSecondsADay: amount(1_000_000),
  /** US dollars within 24 hours. */
  moneyADay: z.number().min(0).max(10_000).multipleOf(0.01),
  /** Pictures a request. */
  count: amount(100),
  /** In pixels. */
  longestSide: amount(16_384),
  /** Names of commands. */
  commands: listOf(COMMAND_NAME),
  /** Ids of channels. A thread counts as its parent. */
  channels: listOf(CHANNEL_ID),
  private: z.boolean(),
  /** Pictures that members send. */
  photos: z.boolean(),
  /** Of a server only: no new requests, and those that wait are kept. */
  paused: z.literal(true),
} as const;

export type Limit = keyof typeof limitSchemas;

/** In the order in which they are shown. */
export const LIMITS = Object.keys(limitSchemas) as readonly Limit[];

export type LimitValues = { readonly [L in Limit]: z.infer<(typeof limitSchemas)[L]> };

/** Whether managers may set a limit for a subject. */
export function isLimitOf(subject: Subject, limit: Limit): boolean {
  return limit !== 'paused' || subject.kind === 'server';
}

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

/** The deciding rules, in the order in which limits are shown. */
export function rulesIn(allowed: Allowance): readonly Rule[] {
  return LIMITS.flatMap((limit) => ruleOf(limit, allowed) ?? []);
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

/** What the rules ask of a request. Rows keep it as JSON until the job is sent. */
export const ruledRequestSchema = z.object({
  /** Pictures. */
  count: z.number(),
  command: z.string(),
  /** The channel, and its parent if it is a thread. Missing in direct messages. */
  channels: z.array(z.string()).readonly().optional(),
  private: z.boolean(),
  /** Whether its member sends a picture with it. */
  photos: z.boolean(),
  /** In pixels. Missing if the recipe does not tell. */
  longestSide: z.number().optional(),
});

export type RuledRequest = z.infer<typeof ruledRequestSchema>;

/** Whether a request fits a value, for each limit that a single request can break. */
const FITS: { readonly [L in Limit]?: (value: LimitValues[L], request: RuledRequest) => boolean } =
  {
    commands: (value, { command }) => value.includes(command),
    channels: (value, { channels }) =>
      channels?.some((id) => value.includes(id)) ?? value.length > 0,
    photos: (isAllowed, request) => isAllowed || !request.photos,
    private: (isAllowed, request) => isAllowed || !request.private,
    count: (most, { count }) => count <= most,
    // Waiting would not help.
    picturesAtOnce: (most, { count }) => count <= most,
    longestSide: (most, { longestSide = 1 }) => longestSide <= most,
    paused: () => false,
  };

/** Only these end requests that wait already. A lower number stops new requests only. */
const ENDS_WAITING: readonly Limit[] = ['commands', 'channels', 'longestSide', 'private', 'photos'];

/** Whether a change of that limit concerns requests that wait already. */
export function isAppliedToWaiting(limit: string): boolean {
  return limit === 'picturesAtOnce' || ENDS_WAITING.some((one) => one === limit);
}

/** The rule that forbids a request that waits already; `undefined` if none does. */
export function rulesOutWaiting(
  request: RuledRequest,
  allowances: readonly Allowance[],
): Rule | undefined {
  return forbidding(request, allowances, ENDS_WAITING);
}

/** The rule that forbids a request by itself, however much was made before; `undefined` if none does. */
export function forbiddingRule(
  request: RuledRequest,
  allowances: readonly Allowance[],
): Rule | undefined {
  return forbidding(request, allowances, LIMITS);
}

function forbidding(
  request: RuledRequest,
  allowances: readonly Allowance[],
  limits: readonly Limit[],
): Rule | undefined {
  for (const limit of limits) {
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
