import { allInOrder } from '../../engines/in-order.ts';
import { microsOf } from '../../engines/money.ts';
import { BotError } from '../../errors/errors.ts';
import { type Credits, NO_PREMIUM, raised, type Skus } from '../../premium/premium.ts';
import { premiumOf } from '../../premium/sql/credits.ts';
import {
  type Allowance,
  allowanceOf,
  forbiddingRule,
  type Member,
  type Rule,
  type RuledRequest,
  serverAllowance,
} from '../../rules/rule.ts';
import type { Database } from '../../store/database.ts';
import { type DayUseOptions, isLimitedByDay, requireNoExcess, withinDay } from './day-use.ts';

/** A request as the rules of its server see it. */
export interface Ruled {
  readonly guildId: string;
  readonly userId: string;
  /** The ids of the member's roles when they asked. */
  readonly roles: readonly string[];
  readonly request: RuledRequest;
  /** The GPU time that it is expected to take, in milliseconds. */
  readonly gpuMs: number;
  /** Its price in US dollars, if it is billed by the picture. */
  readonly price?: number | undefined;
}

/** Whether the rules limit what a server as a whole may make within a day. */
export function limitServerByDay(rules: readonly Rule[]): boolean {
  return isLimitedByDay(serverAllowance(rules));
}

/**
 * Checks a request by the rules of its server, as premium raises them for its member. Decides if the member's lock
 * is held, and, if {@link limitServerByDay}, the server's; otherwise the result may be stale. Returns the credits
 * to spend.
 *
 * @throws BotError `server_paused`, `rule_forbids` and `day_used_up`.
 */
export async function requireAllowed(
  db: Database,
  { guildId, userId, roles, request, gpuMs, price }: Ruled,
  rules: readonly Rule[],
  { skus, ...options }: DayUseOptions & { readonly skus: Skus },
): Promise<readonly Credits[]> {
  if (rules.length === 0) return [];
  const unraised = allowanceOf(rules, { id: userId, roles, guildId });
  const premium = isLimitedByDay(unraised)
    ? await premiumOf(db, { userId, guildId }, { ...options, skus })
    : NO_PREMIUM;
  const own = raised(unraised, premium.raise);
  const { credits } = premium;
  const server = serverAllowance(rules);
  const forbidding = forbiddingRule(request, [server, own]);
  if (forbidding?.limit === 'paused') throw new BotError('server_paused');
  if (forbidding) throw new BotError('rule_forbids', { facts: factsOf(forbidding, guildId) });
  const { gpuSecondMicros = 0 } = options;
  const micros = price === undefined ? (gpuMs / 1_000) * gpuSecondMicros : microsOf(price);
  const wish = { pictures: request.count, gpuMs, micros };
  const [ofMember, ofServer] = await allInOrder([
    withinDay(db, { allowed: own, consumer: { guildId, userId }, wish, credits }, options),
    withinDay(db, { allowed: server, consumer: { guildId }, wish }, options),
  ]);
  requireNoExcess([...ofMember.excess, ...ofServer.excess]);
  return ofMember.credits;
}

/** Pictures that a member, and their server, may have in progress in it. `undefined`: no rule holds. */
export interface AtOnceHere {
  readonly own: number | undefined;
  readonly server: number | undefined;
}

/** What the rules say of pictures in progress. One that waits may be sent, whatever they say by now. */
export function atOnceHere(rules: readonly Rule[], member: Member): AtOnceHere {
  const most = (allowed: Allowance) =>
    allowed.picturesAtOnce && Math.max(1, allowed.picturesAtOnce.value);
  return { own: most(allowanceOf(rules, member)), server: most(serverAllowance(rules)) };
}

/** The rule as facts of an error. */
export function factsOf(
  { subject, limit, value }: Exclude<Rule, { readonly limit: 'paused' }>,
  guildId: string,
) {
  const isEveryone = subject.kind === 'role' && subject.id === guildId;
  return {
    limit,
    whose: isEveryone ? ('everyone' as const) : subject.kind,
    ...(subject.kind === 'role' && !isEveryone && { role: subject.id }),
    ...(typeof value !== 'boolean' && { value }),
  };
}
