import type { ReportReason } from '../../record/report/reasons.ts';

/** What is said of a reason for a report. */
export interface ReasonWords {
  /** To whoever chooses it. */
  readonly label: string;
  /** Of the picture, to moderators. */
  readonly says: string;
  /** In place of the picture while it is hidden. */
  readonly hidden: string;
}

/** The reasons as people choose and read them. */
export const REASON_WORDS: Readonly<Record<ReportReason, ReasonWords>> = {
  shows_me: {
    label: 'It shows me',
    says: 'shows the person who reports it',
    hidden: 'Somebody reported that this picture shows them.',
  },
  sexual: {
    label: 'Sexual',
    says: 'is sexual',
    hidden: 'This picture was reported as sexual.',
  },
  minor: {
    label: 'A minor',
    says: 'shows a minor in a way it should not',
    hidden: 'This picture was reported as showing a minor.',
  },
  hateful: {
    label: 'Hateful',
    says: 'is hateful',
    hidden: 'This picture was reported as hateful.',
  },
  other: {
    label: 'Something else',
    says: 'should not be here',
    hidden: 'This picture was reported.',
  },
};
