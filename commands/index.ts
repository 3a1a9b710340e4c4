import type { Handlers } from '../src/discord/intake/handlers.ts';
import { text } from '../src/recipes/text.ts';
import { admit } from './admit.ts';
import { appeal, appealSubmit } from './appeal.ts';
import { cancel, cancelAll, cancelAllNow, cancelNone } from './cancel.ts';
import { agree, consent, decline, showPrompt } from './consent.ts';
import { afterwards } from './follow-up.ts';
import { generationCommandsOf, type Menu } from './generation-commands.ts';
import { help } from './help.ts';
import { imagine } from './imagine.ts';
import { jobs, jobsAgain, jobsOfState, jobsTurn, jobsWithWords, jobsWords } from './jobs.ts';
import {
  inspect,
  makeFound,
  makeFoundSubmit,
  reuseSettings,
  settingsOf,
} from './message/found-settings.ts';
import { messageUses } from './message/use-as.ts';
import { moderation } from './moderation.ts';
import { presetModals, presetSelects } from './preset-card.ts';
import { preset } from './preset.ts';
import {
  privacy,
  privacyErase,
  privacyEraseNow,
  privacyExport,
  privacyKeep,
  privacyWithdraw,
} from './privacy.ts';
import { privatePage, privatePick, privateRemove } from './private-jobs.ts';
import { recipeCommand } from './recipe-command.ts';
import {
  blockReporter,
  blockRequester,
  look,
  remove,
  report,
  reportFor,
  reportPicture,
  restore,
} from './report.ts';
import { again, againSubmit, edit, editSubmit, retry, retrySubmit } from './result/edit.ts';
import { anewSubmit, orAnew } from './result/job-gone.ts';
import { deleteNow, deletePicture, details, more, moreOf, otherButton } from './result/more.ts';
import { original, save } from './result/picture-file.ts';
import { stepButton, stepSelect, stepSubmit } from './result/take-step.ts';
import type { Services } from './services.ts';
import {
  defaultsButtons,
  defaultsModals,
  defaultsSelects,
  settings,
  settingsButtons,
} from './settings.ts';
import { show } from './show.ts';
import { status } from './status.ts';

/**
 * All commands and handlers. Registration and dispatch both read this one list. Without `faces`,
 * none of them takes a photo.
 */
export function handlersFor(menu: Menu): Handlers<Services> {
  const { faces } = menu;
  const generationCommands = generationCommandsOf(menu);
  const uses = messageUses(faces ? generationCommands : []);
  const making = generationCommands.map((generationCommand) => {
    const command =
      generationCommand.key === text.name ? imagine({ faces }) : recipeCommand(generationCommand);
    return { generationCommand, command };
  });
  const others = [
    jobs,
    show,
    status,
    settings(generationCommands),
    preset(generationCommands),
    inspect(generationCommands),
    privacy,
    moderation,
  ];
  const messageCommands = [reportPicture, reuseSettings(generationCommands), ...uses.commands];
  return Object.freeze({
    commands: Object.freeze([
      ...making.map(({ command }) => command),
      help({
        generationCommands: making.map(({ generationCommand, command: { definition } }) => ({
          generationCommand,
          definition,
        })),
        others: others.map(({ definition }) => definition),
        inMenus: messageCommands.map(({ definition }) => definition.name),
      }),
      ...others,
    ]),
    messageCommands: Object.freeze(messageCommands),
    buttons: Object.freeze({
      job: Object.freeze({
        cancel,
        ...(faces && { consent, agree, decline, 'show-prompt': showPrompt }),
        retry: orAnew(generationCommands, retry),
        report,
        'report-for': reportFor,
        again: orAnew(generationCommands, again),
        vary: orAnew(generationCommands, stepButton('vary')),
        upscale: orAnew(generationCommands, stepButton('upscale')),
        start: stepButton('start'),
        next: stepButton('next'),
        edit: orAnew(generationCommands, edit),
        more: orAnew(generationCommands, more),
        details,
        original,
        save,
        delete: deletePicture,
        'delete-now': deleteNow,
        'private-remove': privateRemove,
      }),
      report: Object.freeze({
        remove,
        restore,
        look,
        'block-requester': blockRequester,
        'block-reporter': blockReporter,
      }),
      person: Object.freeze({
        'private-page': privatePage,
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
        appeal,
        ...settingsButtons(generationCommands),
        ...defaultsButtons(generationCommands),
      }),
      message: Object.freeze({ found: makeFound(generationCommands), ...uses.buttons }),
    }),
    otherButton: orAnew(generationCommands, otherButton),
    selects: Object.freeze({
      job: Object.freeze({
        more: moreOf,
        vary: stepSelect('vary'),
        upscale: stepSelect('upscale'),
        start: stepSelect('start'),
        next: stepSelect('next'),
      }),
      person: Object.freeze({
        'jobs-state': jobsOfState,
        'private-pick': privatePick,
        'jobs-again': jobsAgain,
        ...defaultsSelects(generationCommands),
        ...presetSelects(generationCommands),
      }),
      message: Object.freeze({ 'settings-of': settingsOf(generationCommands), ...uses.selects }),
    }),
    modals: Object.freeze({
      job: Object.freeze({
        again: againSubmit,
        retry: retrySubmit,
        edit: editSubmit,
        vary: stepSubmit('vary'),
        upscale: stepSubmit('upscale'),
        start: stepSubmit('start'),
        next: stepSubmit('next'),
      }),
      person: Object.freeze({
        'jobs-words': jobsWithWords,
        appeal: appealSubmit,
        ...defaultsModals(generationCommands),
        ...presetModals(generationCommands),
      }),
      message: Object.freeze({
        anew: anewSubmit(generationCommands),
        found: makeFoundSubmit(generationCommands),
        ...uses.modals,
      }),
    }),
    admit,
    afterwards,
  });
}
