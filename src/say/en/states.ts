/** What a job is, by its state; `gone` where it is no longer known. */
export const states = {
  awaiting_consent: 'awaiting consent',
  accepted: 'accepted',
  preparing: 'preparing',
  ready: 'ready',
  submitting: 'submitting',
  queued: 'queued',
  running: 'running',
  completed: 'completed',
  failed: 'failed',
  cancelled: 'cancelled',
  expired: 'expired',
  gone: 'gone',
};
