import { jobs } from './0001-jobs.ts';
import { limits } from './0002-limits.ts';
import { shownOnce } from './0003-shown-once.ts';
import { people } from './0004-people.ts';
import { line } from './0005-line.ts';
import { slices } from './0006-slices.ts';
import { copies } from './0007-copies.ts';
import { retries } from './0008-retries.ts';
import { untold } from './0009-untold.ts';
import { bounds } from './0010-bounds.ts';
import { rights } from './0011-rights.ts';
import { erasedPeople } from './0012-erased-people.ts';
import { reportRevisions } from './0013-report-revisions.ts';
import { transitions } from './0014-transitions.ts';
import { locales } from './0015-locales.ts';
import { recipes } from './0016-recipes.ts';
import { attachmentLimits } from './0017-attachment-limits.ts';
import { workers } from './0018-workers.ts';
import { lanes } from './0019-lanes.ts';
import { costs } from './0020-costs.ts';
import { inputs } from './0021-inputs.ts';
import { several } from './0022-several.ts';
import { preparedPictures } from './0023-prepared-pictures.ts';
import { ownThings } from './0024-own-things.ts';
import { origins } from './0025-origins.ts';
import { following } from './0026-following.ts';
import { toldEnds } from './0027-told-ends.ts';
import { spoilers } from './0028-spoilers.ts';
import { askedPosters } from './0029-asked-posters.ts';
import { privateJobs } from './0030-private.ts';
import { draining } from './0031-draining.ts';
import { underWay } from './0032-under-way.ts';
import { keptOut } from './0033-kept-out.ts';
import { standingConsents } from './0034-standing-consents.ts';
import { deadTokens } from './0035-dead-tokens.ts';
import { lookedAtFrom } from './0036-looked-at-from.ts';
import { askedBefore } from './0037-asked-before.ts';
import { posterQuestions } from './0038-poster-questions.ts';
import { deferrals } from './0039-deferrals.ts';
import { reportEffects } from './0040-report-effects.ts';
import { safetyPauses } from './0041-safety-pauses.ts';

/** Every migration in order. Append only: `PRAGMA user_version` says how many have run. */
export const migrations: readonly string[] = [
  jobs,
  limits,
  shownOnce,
  people,
  line,
  slices,
  copies,
  retries,
  untold,
  bounds,
  rights,
  erasedPeople,
  reportRevisions,
  transitions,
  locales,
  recipes,
  attachmentLimits,
  workers,
  lanes,
  costs,
  inputs,
  several,
  preparedPictures,
  ownThings,
  origins,
  following,
  toldEnds,
  spoilers,
  askedPosters,
  privateJobs,
  draining,
  underWay,
  keptOut,
  standingConsents,
  deadTokens,
  lookedAtFrom,
  askedBefore,
  posterQuestions,
  deferrals,
  reportEffects,
  safetyPauses,
];
