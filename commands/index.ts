import { pictureOptions } from '../src/comfy/option.ts';
import type { Recipe } from '../src/comfy/recipe.ts';
import { builtInRecipes } from '../src/comfy/recipes/index.ts';
import type { Handlers } from '../src/discord/entry/command.ts';
import { admit } from './admit.ts';
import { cancel } from './cancel-button.ts';
import { consent } from './consent-button.ts';
import { blockReporter, blockRequester, look, remove, restore } from './decide-report.ts';
import { imagine } from './imagine.ts';
import { cancelAll, cancelAllNow, cancelNone } from './cancel-all.ts';
import { jobs, jobsOfState, jobsTurn, jobsWithWords, jobsWords } from './jobs.ts';
import type { Menu } from './menu.ts';
import { moderation } from './moderation.ts';
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
import { status } from './status.ts';
import { tellOfWaitingReports } from './tell-of-waiting-reports.ts';

/**
 * Everything that a person can use. Registration and dispatch both read this one list. Without
 * `faces` there is nothing in it that takes a photo.
 */
export function handlersFor({
  faces,
  makesOwn = true,
  workflows = [],
  featured,
}: Menu): Handlers<Services> {
  const first = workflows.find(({ command }) => command === featured);
  const own = makesOwn ? [...builtInRecipes.values()] : [];
  const others = [...own, ...workflows].filter(
    (recipe) => recipe.command !== undefined && recipe !== first && (faces || !needsPerson(recipe)),
  );
  return Object.freeze({
    commands: Object.freeze([
      ...(first ? [recipeCommand(first, 'imagine')] : []),
      ...(!first && makesOwn ? [imagine({ faces })] : []),
      ...others.map((recipe) => recipeCommand(recipe)),
      jobs,
      status,
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
      }),
    }),
    selects: Object.freeze({
      person: Object.freeze({ 'jobs-state': jobsOfState }),
    }),
    modals: Object.freeze({
      person: Object.freeze({ 'jobs-words': jobsWithWords }),
    }),
    admit,
    afterwards: tellOfWaitingReports,
  });
}

/** Whether nothing can be made with it unless somebody sends a picture that may show a person. */
function needsPerson({ options }: Recipe): boolean {
  return pictureOptions(options).some((picture) => picture[1].person && picture[1].required);
}
