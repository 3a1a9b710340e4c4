import fc from 'fast-check';
import { type Fault, type FaultPlace, FAULTS } from './faults.ts';
import type { Fate } from './runpod-model.ts';

/** Something that a member or the operator does, `afterMs` after what was done before it. */
export interface Act {
  readonly afterMs: number;
  /** Which member. */
  readonly who: number;
  readonly does: Deed;
  /** Discord delivers the interaction twice. */
  readonly twice: boolean;
}

export type Deed =
  | { readonly kind: 'imagine'; readonly count: number; readonly times: number }
  | { readonly kind: 'sketch' }
  | { readonly kind: 'face'; readonly consents: boolean }
  /** Uses a photo that another member has posted, whom the bot then asks. */
  | { readonly kind: 'use'; readonly of: number }
  | { readonly kind: 'press'; readonly button: Button; readonly nth: number }
  | { readonly kind: 'privacy'; readonly choice: 'erase' | 'withdraw' }
  | { readonly kind: 'kill' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'clock'; readonly backMs: number };

/** Buttons that members press, by their actions: those that matter most more often. */
const BUTTONS = [
  ...[
    'cancel',
    'cancel',
    'cancel',
    'consent',
    'consent',
    'consent',
    'nobody',
    'agree',
    'agree',
    'decline',
  ],
  ...['again', 'again', 'vary', 'upscale', 'edit', 'more', 'retry', 'report', 'report-for'],
  ...['delete', 'delete-now', 'details', 'original', 'save', 'step'],
] as const;
export type Button = (typeof BUTTONS)[number];

/** What a run is: what is done, how jobs go at RunPod, and what fails. */
export interface Plan {
  readonly acts: readonly Act[];
  readonly fates: readonly Fate[];
  readonly faults: readonly Fault[];
}

/** Pauses between acts: at once, within an answer, within a job, and as long as limits last. */
const PAUSES_MS = [0, 0, 50, 300, 1_000, 3_000, 8_000, 8_000, 20_000, 60_000, 200_000];

const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('imagine' as const),
      count: fc.constantFrom(1, 1, 1, 2),
      times: fc.constantFrom(1, 1, 1, 3),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'sketch' as const }) },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('face' as const), consents: fc.boolean() }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('use' as const), of: fc.nat({ max: 2 }) }),
  },
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant('press' as const),
      button: fc.constantFrom(...BUTTONS),
      nth: fc.constantFrom(0, 0, 0, 1, 2),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('privacy' as const),
      choice: fc.constantFrom('erase' as const, 'withdraw' as const),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'kill' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'stop' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('clock' as const),
      backMs: fc.constantFrom(1_000, 60_000, 3_600_000),
    }),
  },
);

const act: fc.Arbitrary<Act> = fc.record({
  afterMs: fc.constantFrom(...PAUSES_MS),
  who: fc.nat({ max: 2 }),
  does: deed,
  twice: fc.constantFrom(false, false, false, false, true),
});

const fate: fc.Arbitrary<Fate> = fc.record({
  end: fc.constantFrom('pictures', 'pictures', 'pictures', 'pictures', 'error', 'empty', 'never'),
  waitMs: fc.constantFrom(200, 1_000, 4_000, 30_000),
  runMs: fc.constantFrom(500, 3_000, 12_000, 45_000),
  webhook: fc.constantFrom('sent', 'sent', 'lost', 'twice', 'early'),
});

/** How late in a run faults strike. */
const MOST_CALLS: Readonly<Record<FaultPlace, number>> = {
  ...{ discord: 40, runpod: 40, submission: 5, commit: 70 },
};

const faultAt = (place: FaultPlace): fc.Arbitrary<Fault> =>
  fc.record({
    place: fc.constant(place),
    nth: fc.integer({ min: 1, max: MOST_CALLS[place] }),
    kind: fc.constantFrom(...FAULTS[place]),
  });

const FAULT_PLACES = ['discord', 'runpod', 'submission', 'commit'] as const;

export const plans: fc.Arbitrary<Plan> = fc.record({
  acts: fc.array(act, { minLength: 1, maxLength: 9, size: 'max' }),
  fates: fc.array(fate, { minLength: 1, maxLength: 6, size: 'max' }),
  faults: fc.array(fc.oneof(...FAULT_PLACES.map(faultAt)), {
    maxLength: 4,
    size: 'max',
  }),
});
