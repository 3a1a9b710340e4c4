import type { Catalogue } from '../say/say.ts';

/** When it is possible again, in whole seconds since the epoch. */
interface Until {
  readonly at: number;
}

/** How many there may be. */
interface Most {
  readonly count: number;
}

interface Within {
  readonly minutes: number;
}

/** The id of a person in Discord. */
interface Whose {
  readonly who: string;
}

interface Job {
  readonly job: string;
  /** Where its message is, once that is known. */
  readonly link?: string;
}

/** A term of the lists, as it stands there; empty where none decided. */
interface Found {
  readonly term: string;
}

/** What is wrong with an option. */
export interface OptionFacts {
  /** Its name as people see it; left out where nobody knows it. */
  readonly option?: string;
  readonly problem: keyof Catalogue['problems'];
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly string[];
}

/** What errors know, by their code. The others know nothing more. Never a secret, path or prompt. */
export interface FactsOf {
  readonly bad_option: OptionFacts;
  /** What of it does not fit the command. */
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
  readonly too_many_at_once: Most;
  readonly server_too_many_at_once: Most;
  readonly too_many_an_hour: Most & Until;
  readonly server_too_many_an_hour: Most & Until;
  /** `owner` escaped for a message; left out where nobody knows. */
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
