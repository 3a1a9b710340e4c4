import type { Handlers } from '../src/discord/command.ts';
import { cancel } from './cancel-button.ts';
import { consent } from './consent-button.ts';
import { imagine } from './imagine.ts';
import { jobs } from './jobs.ts';
import { retry } from './retry-button.ts';
import type { Services } from './services.ts';
import { status } from './status.ts';

/** Everything that a person can use. Registration and dispatch both read this one list. */
export const handlers: Handlers<Services> = Object.freeze({
  commands: Object.freeze([imagine, jobs, status]),
  buttons: Object.freeze({ cancel, consent, retry }),
  modals: Object.freeze({}),
});
