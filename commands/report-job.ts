import { ApplicationCommandType } from 'discord.js';
import {
  type ButtonHandler,
  IN_SERVERS,
  type MessageCommand,
  type Reply,
} from '../src/discord/intake/handlers.ts';
import type { InteractionBase } from '../src/discord/interactions/interaction.ts';
import type { CardButton } from '../src/discord/cards/card.ts';
import { BotError } from '../src/errors/errors.ts';
import { withFreeId } from '../src/store/free-id.ts';
import type { Job } from '../src/jobs/job.ts';
import { REPORT_REASONS } from '../src/policy/report-reasons.ts';
import { jobAskedHere } from './job-of-click.ts';
import { pictureJob } from './result/picture-job.ts';
import { requireNotBlocked } from './requirements.ts';
import { say } from '../src/say/say.ts';
import type { Services } from './services.ts';

/** The *Report* button of a result, or of the panel about it, asks why. */
export const report: ButtonHandler<Services> = async (interaction, id, services) => {
  const job = await pictureJob(interaction, id, services);
  // It stands under pictures of earlier versions only, and in the panel since.
  return askWhy(interaction, job, services, { isOlder: id.index === undefined });
};

/** The same from the menu of the message. */
export const reportPicture: MessageCommand<Services> = {
  definition: {
    type: ApplicationCommandType.Message,
    name: say().commands.reportPicture,
    ...IN_SERVERS,
  },
  async execute(interaction, services) {
    const job = await services.log.jobs.findByMessage(
      interaction.channel.id,
      interaction.message.id,
    );
    const isOthers = job?.private === true && job.userId !== interaction.user.id;
    if (!job || isOthers) throw new BotError('not_reportable');
    return askWhy(interaction, job, services);
  },
};

async function askWhy(
  interaction: InteractionBase,
  job: Job,
  services: Services,
  { isOlder = false } = {},
): Promise<Reply> {
  requireReportable(job);
  await requireNotBlocked(job.guildId, interaction, services);
  const { reports, panel, result } = say(interaction.locale);
  const { ask, reasons: words } = reports;
  const reasons = REPORT_REASONS.map((reason, index): CardButton => {
    const id = { action: 'report-for', job: job.id, index };
    return { id, label: words[reason].label, kind: 'secondary' };
  });
  if (!isOlder) return { kind: 'quiet', message: { text: [ask], buttons: [reasons] } };
  const id = { action: 'more', job: job.id, index: 0 };
  const more: CardButton = { id, label: result.buttons.more, kind: 'secondary' };
  const message = { text: [ask], lines: [panel.older], buttons: [reasons, [more]] };
  return { kind: 'quiet', message };
}

/** A reason was chosen: the report is on record, and the picture hidden or covered where the reason asks for it. */
export const reportFor: ButtonHandler<Services> = async (interaction, id, services) => {
  const { reports, moderationChannels, postedPictures, holdMessage } = services;
  const job = await jobAskedHere(interaction, id, services);
  requireReportable(job);
  await requireNotBlocked(job.guildId, interaction, services);
  const reason = REPORT_REASONS[id.index ?? -1];
  if (reason === undefined) throw new BotError('unknown_action');
  const report = {
    jobId: job.id,
    reporterId: interaction.user.id,
    reason,
    lapsesAt: services.clock.now() + services.retention.logRetentionMs,
  };
  // The picture is posted again only from here, so its message waits until it is here.
  const release = holdMessage(job.id);
  const filed = await withFreeId(services.newId, (id) => reports.file({ ...report, id })).catch(
    (error: unknown) => {
      release();
      throw error;
    },
  );
  if (filed && filed.effect !== 'none') {
    void postedPictures.keep(job.id).finally(release);
  } else release();
  if (!filed) throw new BotError('already_reported');
  const channelId = await moderationChannels.of(job.guildId);
  const words = say(interaction.locale).reports;
  const text = [
    words.thanksFor[filed.effect],
    ...(channelId === undefined ? words.untold(job.id) : []),
  ];
  return { kind: 'replaced', message: { text } };
};

function requireReportable({ state, visibility, erasedAt }: Job): void {
  if (state !== 'completed' || visibility === 'removed' || erasedAt !== undefined) {
    throw new BotError('not_reportable');
  }
}
