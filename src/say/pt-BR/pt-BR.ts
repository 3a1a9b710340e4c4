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
import { portuguese } from './formats.ts';
import { jobs, pages, show, status, workflows } from './lists.ts';
import { moderation, pause, reports } from './moderation.ts';
import { consent, posterConsent, privacy } from './privacy.ts';
import { deferrals, duration, progress } from './progress.ts';
import { fromMessage, panel, result } from './result.ts';
import { rules } from './rules.ts';
import { presets, settings } from './settings.ts';
import { usage } from './usage.ts';

/** Brazilian Portuguese. */
export const ptBR: Catalogue = {
  language: 'pt-BR',
  languageName: 'Português do Brasil',
  commands,
  consent,
  deferrals,
  duration,
  errors,
  help,
  form,
  fromMessage,
  job: (id) => `tarefa ${id}`,
  jobs,
  moderation,
  more: (count) => `e mais ${portuguese.number(count)}`,
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
  reference: (sentences, id) => `${sentences} (referência ${id})`,
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
