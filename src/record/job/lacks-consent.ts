import type { Job } from './job.ts';

const LACKING = ['poster_silent', 'consent_withdrawn'] as const;

/**
 * Why a job ended whose picture somebody else did not allow, or no longer: it is not simply to be tried again, which would
 * ask its requester alone.
 */
export function lacksConsent({
  errorCode,
}: Pick<Job, 'errorCode'>): (typeof LACKING)[number] | undefined {
  return LACKING.find((code) => code === errorCode);
}
