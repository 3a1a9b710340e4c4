import type { Catalogue } from '../say.ts';
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
import { french } from './formats.ts';
import { jobs, pages, show, status, workflows } from './lists.ts';
import { moderation, pause, reports } from './moderation.ts';
import { consent, posterConsent, privacy } from './privacy.ts';
import { deferrals, duration, progress } from './progress.ts';
import { fromMessage, panel, result } from './result.ts';
import { rules } from './rules.ts';
import { presets, settings } from './settings.ts';
import { usage } from './usage.ts';

/** French. */
export const fr: Catalogue = {
  language: 'fr',
  languageName: 'Français',
  commands,
  consent,
  deferrals,
  duration,
  errors,
  help,
  form,
  fromMessage,
  job: (id) => `génération ${id}`,
  jobs,
  moderation,
  more: (count) => `et ${french.amount(count, { one: 'autre', other: 'autres' })}`,
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
  reference: (sentences, id) => `${sentences} (référence ${id})`,
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
