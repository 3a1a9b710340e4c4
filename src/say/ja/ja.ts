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
import { japanese } from './formats.ts';
import { jobs, pages, show, status, workflows } from './lists.ts';
import { moderation, pause, reports } from './moderation.ts';
import { consent, posterConsent, privacy } from './privacy.ts';
import { deferrals, duration, progress } from './progress.ts';
import { fromMessage, panel, result } from './result.ts';
import { rules } from './rules.ts';
import { presets, settings } from './settings.ts';
import { usage } from './usage.ts';

/** Japanese. */
export const ja: Catalogue = {
  language: 'ja',
  languageName: '日本語',
  commands,
  consent,
  deferrals,
  duration,
  errors,
  help,
  form,
  fromMessage,
  job: (id) => `ジョブ ${id}`,
  jobs,
  moderation,
  more: (count) => `ほか${japanese.number(count)}件`,
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
  reference: (sentences, id) => `${sentences}（参照番号：${id}）`,
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
