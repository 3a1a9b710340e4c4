import { commands, options, optionsWithPicture } from './commands.ts';
import { consent, posterConsent } from './consent.ts';
import { deferrals } from './deferrals.ts';
import { errors } from './errors.ts';
import { form } from './form.ts';
import { fromMessage } from './from-message.ts';
import { english } from './formats.ts';
import { help } from './help.ts';
import { jobs, pages, show, status } from './lists.ts';
import { moderation } from './moderation.ts';
import { notices } from './notices.ts';
import { panel } from './panel.ts';
import { pause } from './pause.ts';
import { permissionNames } from './permission-names.ts';
import { presets } from './presets.ts';
import { privacy } from './privacy.ts';
import { problems } from './problems.ts';
import { duration, progress } from './progress.ts';
import { reports } from './reports.ts';
import { result } from './result.ts';
import { settings } from './settings.ts';
import { states } from './states.ts';

/** English, and what every other language has to have. */
export const en = {
  commands,
  consent,
  deferrals,
  duration,
  errors,
  help,
  form,
  fromMessage,
  /** In place of a message that is not known: its job. */
  job: (id: string) => `job ${id}`,
  jobs,
  moderation,
  /** At the end of a list that goes on. */
  more: (count: number) => `and ${english.number(count)} more`,
  notices,
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
  /** The id by which an operator finds an error in the log. */
  reference: (sentences: string, id: string) => `${sentences} (reference ${id})`,
  reports,
  result,
  show,
  settings,
  states,
  status,
};
