import { text } from '../src/comfy/recipes/text.ts';
import type { Handlers } from '../src/discord/entry/command.ts';
import { admit } from './admit.ts';
import { cancel } from './cancel-button.ts';
import { consent } from './consent-button.ts';
import { blockReporter, blockRequester, look, remove, restore } from './decide-report.ts';
import { imagine } from './imagine.ts';
import { cancelAll, cancelAllNow, cancelNone } from './cancel-all.ts';
import { jobs, jobsOfState, jobsTurn, jobsWithWords, jobsWords } from './jobs.ts';
import { makersOf } from './maker.ts';
import type { Menu } from './menu.ts';
import { moderation } from './moderation.ts';
import { defaultsButtons, defaultsModals, defaultsSelects } from './own-defaults.ts';
import { preset } from './preset.ts';
import { presetModals, presetSelects } from './preset-options.ts';
import {
  privacy,
  privacyErase,
  privacyEraseNow,
  privacyExport,
  privacyKeep,
  privacyWithdraw,
} from './privacy.ts';
import { recipeCommand } from './recipe-command.ts';
import { report, reportFor, reportPicture } from './report-job.ts';
import { retry } from './retry-button.ts';
import type { Services } from './services.ts';
import { settings, settingsButtons } from './settings.ts';
import { show } from './show.ts';
import { status } from './status.ts';
import { tellOfWaitingReports } from './tell-of-waiting-reports.ts';

/**
 * Everything that a person can use. Registration and dispatch both read this one list. Without
 * `faces` there is nothing in it that takes a photo.
 */
export function handlersFor(menu: Menu): Handlers<Services> {
  const { faces } = menu;
  const makers = makersOf(menu);
  return Object.freeze({
    commands: Object.freeze([
      ...makers.map((maker) =>
        maker.key === text.name ? imagine({ faces }) : recipeCommand(maker),
      ),
      jobs,
      show,
      status,
      settings(makers),
      preset(makers),
      privacy,
      moderation,
    ]),
    messageCommands: Object.freeze([reportPicture]),
    buttons: Object.freeze({
      job: Object.freeze({
        cancel,
        ...(faces && { consent }),
        retry,
        report,
        'report-for': reportFor,
      }),
      report: Object.freeze({
        remove,
        restore,
        look,
        'block-requester': blockRequester,
        'block-reporter': blockReporter,
      }),
      person: Object.freeze({
        'privacy-export': privacyExport,
        'privacy-withdraw': privacyWithdraw,
        'privacy-erase': privacyErase,
        'privacy-erase-now': privacyEraseNow,
        'privacy-keep': privacyKeep,
        'jobs-page': jobsTurn,
        'jobs-words': jobsWords,
        'jobs-cancel': cancelAll,
        'jobs-cancel-now': cancelAllNow,
        'jobs-keep': cancelNone,
        ...settingsButtons(makers),
        ...defaultsButtons(makers),
      }),
    }),
    selects: Object.freeze({
      person: Object.freeze({
        'jobs-state': jobsOfState,
        ...defaultsSelects(makers),
        ...presetSelects(makers),
      }),
    }),
    modals: Object.freeze({
      person: Object.freeze({
        'jobs-words': jobsWithWords,
        ...defaultsModals(makers),
        ...presetModals(makers),
      }),
    }),
    admit,
    afterwards: tellOfWaitingReports,
  });
}
