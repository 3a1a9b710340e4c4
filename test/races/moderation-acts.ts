import type { FollowCursor } from '../../src/jobs/sql/picture-sources.ts';
import type { ReportReason } from '../../src/policy/report-reasons.ts';
import { moveSomeReports, noteSomeLapses } from '../../src/moderation/sql/report-channels.ts';
import type { Rule } from '../../src/rules/rule.ts';
import { fingerprintOf } from '../../src/rules/rules-file.ts';
import { withFreeId } from '../../src/store/free-id.ts';
import { FROM_THE_OLDEST } from '../../src/store/queries.ts';
import type { Acts } from './acts.ts';
import {
  idOf,
  MEMBER,
  MODERATOR,
  NOW,
  OTHER,
  PAUSED,
  POSTER,
  REPORTS,
  RESUMED,
  SERVER,
  UNWATCHED,
} from './fixture.ts';
import type { Writer } from './writer.ts';

const PICTURES = [{ file: 'again.png', format: 'png' }] as const;
const LAPSE_MS = 1_000;
const PAUSING = { subject: { kind: 'server' }, limit: 'paused', value: true } as const;

function file(jobId: string, reporterId: string, reason: ReportReason) {
  const filing = { jobId, reporterId, reason, lapsesAt: NOW + 9 };
  return ({ parts }: Writer) =>
    withFreeId(
      () => `r-${jobId}-${reason}`,
      (id) => parts.reports.file({ id, ...filing }),
    );
}

function replaceRules(rules: readonly Rule[]) {
  return async ({ parts }: Writer) => {
    const fingerprint = fingerprintOf(await parts.rules.of(SERVER));
    return parts.rules.replace(SERVER, { fingerprint, rules }, MODERATOR);
  };
}

function decide(id: string, decision: 'removed' | 'restored' | 'lapse') {
  return ({ parts }: Writer) => parts.reports.decide(id, decision, MODERATOR);
}

function remove(jobId: string) {
  return ({ parts }: Writer) => parts.reports.removePicture(jobId, MODERATOR);
}

function changed(id: string, run: (writer: Writer, revision: number) => Promise<unknown>) {
  return async (writer: Writer) => {
    const report = await writer.parts.reports.find(id);
    return run(writer, report?.revision ?? 0);
  };
}

function move(onlyElsewhere: boolean) {
  return async ({ log, parts }: Writer) => {
    const moves = await parts.channels.unfinishedMoves();
    const here = moves.find(({ guildId }) => guildId === SERVER);
    if (!here) return undefined;
    return moveSomeReports(log, here, { from: FROM_THE_OLDEST, onlyElsewhere });
  };
}

/** To the end: a slice may leave jobs to the next one. */
async function followAll({ parts }: Writer) {
  const changed: string[] = [];
  for (let from: FollowCursor | undefined; ;) {
    const slice = await parts.reports.follow(from);
    changed.push(...slice.changed.map(({ id }) => id));
    if (slice.isLast) return changed.toSorted();
    from = slice.from;
  }
}

/** Reports, and what servers choose. */
export const moderationActs = {
  'Reports.file': {
    'a picture': file('picture', OTHER, 'hateful'),
    'a picture, by another': file('picture', POSTER, 'minor'),
    'a source': file('source', OTHER, 'shows_me'),
    'a derived picture': file('derived', POSTER, 'hateful'),
    'a reported one': file('reported', POSTER, 'hateful'),
    'a covered one again': file('covered', OTHER, 'minor'),
    'an old one': file('old', OTHER, 'minor'),
    'a marked one': file('marked', OTHER, 'minor'),
    'in a server without a channel': file('unwatched', POSTER, 'hateful'),
  },
  'Reports.decide': {
    'remove a hidden one': decide('r-hidden', 'removed'),
    'restore a hidden one': decide('r-hidden', 'restored'),
    'remove a covered one': decide('r-covered', 'removed'),
    'restore a covered one': decide('r-covered-too', 'restored'),
    'remove a source': decide('r-source', 'removed'),
    'restore a source': decide('r-source', 'restored'),
    'let one lapse': decide('r-unwatched', 'lapse'),
  },
  'Reports.removePicture': {
    'a picture': remove('picture'),
    'an old one': remove('old'),
    'a hidden one': remove('hidden'),
    'a covered one': remove('covered'),
    'a source': remove('source'),
    'a derived one': remove('derived'),
    'a marked one': remove('marked'),
  },
  'Reports.keepPictures': {
    'a covered one': ({ parts }) => parts.reports.keepPictures('covered', PICTURES),
    'an old one': ({ parts }) => parts.reports.keepPictures('old', PICTURES),
    'a hidden one': ({ parts }) => parts.reports.keepPictures('hidden', PICTURES),
  },
  'Reports.follow': { 'what is due': followAll },
  'Reports.join': {
    'a card': changed('r-covered-too', ({ parts }, revision) =>
      parts.reports.join({ id: 'r-covered-too', revision }, 'r-covered'),
    ),
    'the other way': changed('r-covered', ({ parts }, revision) =>
      parts.reports.join({ id: 'r-covered', revision }, 'r-covered-too'),
    ),
  },
  'Reports.notePosted': {
    'a report': changed('r-covered', ({ parts }, revision) =>
      parts.reports.notePosted(
        { id: 'r-covered', revision },
        { channelId: REPORTS, messageId: idOf('posted') },
      ),
    ),
    'a source': changed('r-source', ({ parts }, revision) =>
      parts.reports.notePosted(
        { id: 'r-source', revision },
        { channelId: REPORTS, messageId: idOf('posted') },
      ),
    ),
  },
  'Reports.forgetMessage': {
    'a report': ({ parts }) => parts.reports.forgetMessage('r-covered', idOf('post')),
  },
  'Reports.noteUndeliverable': {
    'a report': changed('r-covered', ({ parts }, revision) =>
      parts.reports.noteUndeliverable({ id: 'r-covered', revision }),
    ),
  },
  moveSomeReports: { 'all of a server': move(false), 'those elsewhere': move(true) },
  noteSomeLapses: {
    'of a server': ({ log }) =>
      noteSomeLapses(log, { guildId: UNWATCHED, lapseAfterMs: LAPSE_MS, from: FROM_THE_OLDEST }),
    'of all': ({ log }) =>
      noteSomeLapses(log, { guildId: undefined, lapseAfterMs: LAPSE_MS, from: FROM_THE_OLDEST }),
  },
  'ModerationChannels.choose': {
    'another channel': ({ parts }) => parts.channels.choose(SERVER, idOf('channel'), MODERATOR),
    'a first channel': ({ parts }) => parts.channels.choose(UNWATCHED, REPORTS, MODERATOR),
    'a first channel, by another': ({ parts }) =>
      parts.channels.choose(UNWATCHED, idOf('channel'), MEMBER),
  },
  'ModerationChannels.lose': {
    'the channel': ({ parts }) => parts.channels.lose(SERVER, REPORTS),
    'one that is chosen again': ({ parts }) => parts.channels.lose(UNWATCHED, REPORTS),
  },
  'ReportsWaiting.claimNotice': {
    'of a server': ({ parts }) => parts.waiting.claimNotice(UNWATCHED),
  },
  'ReportsWaiting.releaseNotice': {
    'of a server': ({ parts }) => parts.waiting.releaseNotice(UNWATCHED),
  },
  'ModerationRoles.choose': {
    'a role': ({ parts }) => parts.roles.choose(SERVER, idOf('other role'), MODERATOR),
    none: ({ parts }) => parts.roles.choose(SERVER, undefined, MODERATOR),
  },
  'SpoilerRules.set': {
    on: ({ parts }) => parts.spoilers.set(SERVER, true, MODERATOR),
    off: ({ parts }) => parts.spoilers.set(SERVER, false, MEMBER),
  },
  'ServerLanguages.choose': {
    German: ({ parts }) => parts.languages.choose(SERVER, 'de', MODERATOR),
    none: ({ parts }) => parts.languages.choose(SERVER, undefined, MEMBER),
  },
  'ServerRules.change': {
    'a higher limit of the server': ({ parts }) =>
      parts.rules.change(
        SERVER,
        { subject: { kind: 'server' }, limit: 'picturesADay', value: 1_000 },
        MODERATOR,
      ),
    'a limit of a member': ({ parts }) =>
      parts.rules.change(
        SERVER,
        { subject: { kind: 'member', id: MEMBER }, limit: 'photos', value: undefined },
        MEMBER,
      ),
    'a pause': ({ parts }) => parts.rules.change(RESUMED, PAUSING, MODERATOR),
    'the end of a pause': ({ parts }) =>
      parts.rules.change(UNWATCHED, { ...PAUSING, value: undefined }, MODERATOR),
  },
  'ServerRules.replace': {
    'by none': replaceRules([]),
    'by one': replaceRules([{ subject: { kind: 'server' }, limit: 'picturesADay', value: 2_000 }]),
  },
  'Blocks.block': {
    'a member': ({ parts }) => parts.blocks.block(SERVER, OTHER, MODERATOR),
    'one who is blocked': ({ parts }) => parts.blocks.block(SERVER, PAUSED, MEMBER),
  },
  'Blocks.unblock': {
    'a member': ({ parts }) => parts.blocks.unblock(SERVER, PAUSED, MODERATOR),
  },
} satisfies Acts;
