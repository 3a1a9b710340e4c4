import {
  commands,
  form,
  help,
  optionNames,
  options,
  optionsWithPicture,
  publicEndpoints,
  styles,
} from './commands.ts';
import { errors } from './errors.ts';
import { permissionNames, problems, states } from './fact-words.ts';
import { english } from './formats.ts';
import { jobs, pages, show, status, workflows } from './lists.ts';
import { moderation, pause, reports } from './moderation.ts';
import { consent, posterConsent, privacy } from './privacy.ts';
import { deferrals, duration, progress } from './progress.ts';
import { fromMessage, panel, result } from './result.ts';
import { rules } from './rules.ts';
import { presets, settings } from './settings.ts';
import { usage } from './usage.ts';

/** English, and the type that other languages must match. */
export const en = {
  /** For `Intl`, and Discord's code of it if the language has one. */
  language: 'en',
  /** Its own name. */
  languageName: 'English',
  commands,
  consent,
  deferrals,
  duration,
  errors,
  help,
  form,
  fromMessage,
  /** Replaces the link to an unknown message. */
  job: (id: string) => `job ${id}`,
  jobs,
  moderation,
  /** Ends a truncated list. */
  more: (count: number) => `and ${english.number(count)} more`,
  optionNames,
  options,
  optionsWithPicture,
  pages,
  panel,
  pause,
  posterConsent,
  permissionNames,
  presets,
  privacy,
  problems,
  progress,
  publicEndpoints,
  /** The id by which an operator finds the error in the log. */
  reference: (sentences: string, id: string) => `${sentences} (reference ${id})`,
  reports,
  result,
  rules,
  show,
  settings,
  states,
  status,
  usage,
  workflows,
  styles,
};
