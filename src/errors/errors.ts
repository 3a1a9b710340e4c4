import { type ErrorWords, type Facts, spoken } from '../say/facts.ts';
import type { Catalogue } from '../say/say.ts';

/** A key of {@link ERRORS}: stable, stored on job rows, listed in docs/errors.md. */
export type ErrorCode = keyof typeof ERRORS;

/** An error's facts by name: values and codes that the catalogue puts into words. */
export type ErrorFacts = Facts;

interface Options<F> {
  readonly facts: F;
  readonly cause?: unknown;
}

type WithFacts = {
  readonly [C in keyof FactsOf]: readonly [code: C, options: Options<FactsOf[C]>];
}[keyof FactsOf];

type WithoutFacts = readonly [
  code: Exclude<ErrorCode, keyof FactsOf>,
  options?: { readonly cause?: unknown },
];

/**
 * The only error class shown to members. `explain` finds the words for its code and facts. `message` is for
 * logs. `cause` holds details for operators only.
 */
export class BotError extends Error {
  override readonly name = 'BotError';
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;

  constructor(...[code, options = {}]: WithFacts | WithoutFacts) {
    const facts: ErrorFacts = 'facts' in options ? { ...options.facts } : {};
    super(logged(code, facts), 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.facts = facts;
  }

  get sort(): ErrorSort {
    return ERRORS[this.code];
  }
}

/** `already_over {"state":"completed"}` */
function logged(code: ErrorCode, facts: ErrorFacts): string {
  return Object.keys(facts).length === 0 ? code : `${code} ${JSON.stringify(facts)}`;
}

/** Closes a switch over a union: compiles only while every case is handled. */
export function assertNever(value: never): never {
  throw new TypeError(`unhandled case: ${String(value)}`);
}

/**
 * Who can act on an error: `person` the requester, `operator` an administrator of the bot or server,
 * `passing` no one, since it passes. `worker` marks what the GPU worker reported.
 */
export type ErrorSort = 'person' | 'operator' | 'passing' | 'worker';

/**
 * Every error that a member can meet, by stable code. The words are in `src/say`. A test keeps the table in
 * docs/errors.md in line with both.
 */
export const ERRORS = {
  bad_option: 'person',
  not_a_picture: 'person',
  no_picture_there: 'person',
  no_settings: 'person',
  made_here: 'person',
  nobody_to_ask: 'person',
  asked_before: 'person',
  asked_lately: 'person',
  not_askable: 'person',
  open_from_menu: 'person',
  poster_blocked: 'person',
  poster_silent: 'person',
  picture_too_large: 'person',
  picture_too_many_pixels: 'person',
  picture_too_small: 'person',
  picture_moves: 'person',
  pictures_too_large: 'person',
  photo_gone: 'person',
  photo_needed_again: 'person',
  not_your_photo: 'person',
  not_your_picture: 'person',
  original_too_large: 'person',
  original_gone: 'person',
  messages_off: 'person',
  private_person: 'person',
  private_age_restricted: 'person',
  source_withheld: 'person',
  consent_withdrawn: 'person',
  source_age_restricted: 'person',
  source_gone: 'person',
  photo_refused: 'person',
  too_many_actions: 'person',
  export_too_soon: 'person',
  export_under_way: 'person',
  not_your_job: 'person',
  not_your_request: 'person',
  already_over: 'person',
  already_confirmed: 'person',
  already_tried_again: 'person',
  not_failed: 'person',
  consent_lapsed: 'person',
  prompt_minor: 'person',
  prompt_face: 'person',
  prompt_explicit: 'person',
  prompt_unreadable: 'person',
  paused: 'person',
  not_paused: 'person',
  already_appealed: 'person',
  no_appeals: 'person',
  blocked: 'person',
  moderators_only: 'person',
  server_managers_only: 'person',
  operators_only: 'person',
  already_reported: 'person',
  too_many_reports: 'person',
  not_reportable: 'person',
  already_decided: 'person',
  own_picture: 'person',
  picture_not_here: 'person',
  unknown_person: 'person',
  not_yours: 'person',
  unknown_job: 'person',
  no_such_job: 'person',
  servers_only: 'person',
  outside_person: 'person',
  outside_without_dm: 'person',
  unknown_action: 'person',
  too_many_waiting: 'person',
  too_many_an_hour: 'person',
  server_too_many_an_hour: 'person',
  command_forbidden: 'person',
  server_paused: 'person',
  rule_forbids: 'person',
  rule_changed: 'person',
  day_used_up: 'person',
  draining: 'passing',
  kept_out: 'operator',
  server_kept_out: 'operator',
  not_for_this_server: 'operator',
  adult_workflow: 'person',
  preset_unknown: 'person',
  preset_of_another: 'person',
  preset_unfit: 'person',
  presets_full: 'person',
  workflow_changed: 'person',
  workflow_gone: 'person',
  faces_off: 'operator',
  ordinary_channels_off: 'operator',
  permissions_missing: 'operator',
  key_refused: 'operator',
  endpoint_unknown: 'operator',
  request_refused: 'operator',
  storage_failed: 'operator',
  storage_unwell: 'operator',
  log_unwritable: 'operator',
  outcome_unknown: 'operator',
  other_version: 'passing',
  unexpected: 'operator',
  discord_refuses: 'passing',
  discord_busy: 'passing',
  photo_unreachable: 'passing',
  service_busy: 'passing',
  service_unreachable: 'passing',
  submission_lost: 'passing',
  result_lost: 'passing',
  result_unreadable: 'operator',
  no_gpu_in_time: 'passing',
  no_turn_in_time: 'passing',
  gpu_time_spent: 'passing',
  server_gpu_time_spent: 'passing',
  server_gpu_time_promised: 'passing',
  money_spent: 'passing',
  money_promised: 'passing',
  took_too_long: 'passing',
  service_gave_up: 'passing',
  pictures_elsewhere: 'operator',
  pictures_unreachable: 'passing',
  no_face: 'worker',
  model_missing: 'worker',
  graph_refused: 'worker',
  out_of_memory: 'worker',
  no_pictures: 'worker',
  answer_too_large: 'worker',
  result_too_many_pixels: 'worker',
  worker_timed_out: 'worker',
  worker_died: 'worker',
  worker_disk: 'worker',
  node_failed: 'worker',
  worker_unknown: 'worker',
} as const satisfies Readonly<Record<string, ErrorSort>>;

/** When it becomes possible again, in seconds since the epoch. */
interface Until {
  readonly at: number;
}

/** The maximum. */
interface Most {
  readonly count: number;
}

/** What managers of the server allow. `role`: its id. `value`: missing for what is off. */
interface ForbiddingRule {
  readonly limit: keyof Catalogue['rules']['allows'];
  readonly whose: 'server' | 'everyone' | 'role' | 'member';
  readonly role?: string;
  readonly value?: number | readonly string[];
}

interface Within {
  readonly minutes: number;
}

/** A member's Discord id. */
interface Whose {
  readonly who: string;
}

interface Job {
  readonly job: string;
  /** A link to its message, once known. */
  readonly link?: string;
}

/** The matched screening term as listed. Empty if no single term decided. */
interface Found {
  readonly term: string;
}

/** The problem with an option. */
export interface OptionFacts {
  /** The Discord name. Missing if unknown. */
  readonly option?: string;
  readonly problem: keyof Catalogue['problems'];
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly string[];
}

/** The facts of each error code. Codes not listed have none. Never a secret, path or prompt. */
export interface FactsOf {
  readonly bad_option: OptionFacts;
  /** The part that does not fit the command. */
  readonly preset_unfit: OptionFacts;
  readonly presets_full: Most;
  readonly asked_lately: Until;
  readonly too_many_actions: Until;
  readonly export_too_soon: Until;
  readonly not_your_job: Whose;
  readonly not_your_request: Whose;
  readonly not_your_photo: Whose;
  readonly not_your_picture: Whose;
  readonly already_over: { readonly state: keyof Catalogue['states'] };
  readonly already_tried_again: Job;
  readonly prompt_face: Found;
  readonly prompt_explicit: Found;
  readonly prompt_unreadable: Found;
  readonly paused: Until;
  readonly too_many_reports: Most & Until;
  readonly too_many_waiting: Most;
  readonly too_many_an_hour: Most & Until;
  readonly server_too_many_an_hour: Most & Until;
  readonly command_forbidden: { readonly command: string };
  readonly rule_forbids: ForbiddingRule;
  readonly rule_changed: ForbiddingRule;
  /** `most` and `left`: pictures, seconds of GPU time, or US dollars. `at`: missing if there will never be room. */
  readonly day_used_up: {
    readonly limit: 'picturesADay' | 'gpuSecondsADay' | 'moneyADay';
    /** `outside`: of a person outside servers. */
    readonly whose: 'server' | 'member' | 'outside';
    readonly most: number;
    readonly left: number;
    readonly at?: number;
  };
  /** `owner`, escaped for a message. Missing if unknown. */
  readonly not_for_this_server: { readonly owner?: string };
  readonly permissions_missing: {
    readonly permissions: readonly (keyof Catalogue['permissionNames'])[];
  };
  readonly no_gpu_in_time: Within;
  readonly no_turn_in_time: Within;
  readonly gpu_time_spent: Until;
  readonly server_gpu_time_spent: Until;
  readonly money_spent: Until;
  readonly took_too_long: Within;
}

/** Two sentences for members: what happened, and what to do next. */
export interface Explanation {
  readonly what: string;
  readonly next: string;
}

/** Puts an error into words. Leaves out what its facts lack. */
export function explain(
  { code, facts = {} }: { readonly code: ErrorCode; readonly facts?: ErrorFacts },
  { errors }: Pick<Catalogue, 'errors'>,
): Explanation {
  // Every language has words for every code.
  const words: Readonly<Record<ErrorCode, ErrorWords>> = errors;
  const { what, next } = words[code];
  return { what: spoken(what, facts), next: spoken(next, facts) };
}
