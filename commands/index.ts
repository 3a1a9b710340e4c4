import { type Handlers, handlersOf, type NeedsOf } from '../src/discord/intake/handlers.ts';
import { text } from '../src/recipes/text.ts';
import { admit, type AdmitNeeds } from './admit.ts';
import { appeal } from './appeal.ts';
import { cancelling } from './cancel.ts';
import { consenting } from './consent.ts';
import { afterwards, type AfterwardsNeeds } from './follow-up.ts';
import { generationCommandsOf, type Menu } from './generation-commands.ts';
import { help } from './help.ts';
import { imagine } from './imagine.ts';
import { jobs } from './jobs.ts';
import { foundSettings } from './message/found-settings.ts';
import { usesOfPictures } from './message/use-as.ts';
import { limits } from './limits.ts';
import { moderation } from './moderation.ts';
import { preset } from './preset.ts';
import { privacy } from './privacy.ts';
import { privateJobsList } from './private-jobs.ts';
import { recipeCommand } from './recipe-command.ts';
import { quota } from './quota.ts';
import { reporting } from './report.ts';
import { makingAgain } from './result/edit.ts';
import { anew } from './result/job-gone.ts';
import { morePanel, otherButton } from './result/more.ts';
import { pictureFile } from './result/picture-file.ts';
import { pictureSteps } from './result/take-step.ts';
import { settings } from './settings.ts';
import { show } from './show.ts';
import { status } from './status.ts';
import { usage } from './usage.ts';
import { workflow } from './workflow.ts';

/**
 * All commands and handlers, in the order of `/help`. Registration and dispatch both read this one
 * list. Without `faces`, none of them takes a photo.
 */
export function handlersFor(menu: Menu) {
  const { faces } = menu;
  const generationCommands = generationCommandsOf(menu);
  const making = generationCommands.map((generationCommand) => ({
    generationCommand,
    command:
      generationCommand.key === text.name ? imagine({ faces }) : recipeCommand(generationCommand),
  }));
  const others = [
    jobs,
    show,
    status,
    quota,
    settings,
    ...preset,
    reporting,
    foundSettings,
    ...usesOfPictures(faces ? generationCommands : []),
    privacy,
    moderation,
    limits,
    usage,
    workflow,
    privateJobsList,
    cancelling,
    appeal,
    ...(faces ? [consenting] : []),
    makingAgain,
    morePanel,
    pictureFile,
    pictureSteps,
    anew,
  ];
  const features = [...making, help({ making, others }), ...others];
  type Needs = NeedsOf<(typeof features)[number]> & AdmitNeeds & AfterwardsNeeds;
  return handlersOf<Needs>(features, { admit, afterwards, otherButton });
}

/** What the bot hands to the commands: what each of them asks for. */
export type CommandNeeds =
  ReturnType<typeof handlersFor> extends Handlers<infer Needs> ? Needs : never;
