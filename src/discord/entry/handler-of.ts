import type {
  CustomId,
  JobCustomId,
  MessageCustomId,
  PersonCustomId,
  ReportCustomId,
} from '../interactions/custom-id.ts';
import { own } from '../interactions/own.ts';
import type { Reply } from './reply.ts';

/** Does what a click or a modal asks for. */
export type Handler<Interaction, Id extends CustomId, Services> = (
  interaction: Interaction,
  id: Id,
  services: Services,
) => Promise<Reply>;

/** By what their custom ids are about, and then by the action in them. */
export interface HandlersBySubject<Interaction, Services> {
  readonly job?: Readonly<Record<string, Handler<Interaction, JobCustomId, Services>>>;
  readonly report?: Readonly<Record<string, Handler<Interaction, ReportCustomId, Services>>>;
  readonly person?: Readonly<Record<string, Handler<Interaction, PersonCustomId, Services>>>;
  readonly message?: Readonly<Record<string, Handler<Interaction, MessageCustomId, Services>>>;
}

/** The handler for what a custom id asks for; `undefined` where its subject has no such action. */
export function handlerOf<Interaction, Services>(
  { job, report, person, message }: HandlersBySubject<Interaction, Services>,
  id: CustomId,
): ((interaction: Interaction, services: Services) => Promise<Reply>) | undefined {
  if ('job' in id) return withId(own(job, id.action), id);
  if ('report' in id) return withId(own(report, id.action), id);
  if ('message' in id) return withId(own(message, id.action), id);
  return withId(own(person, id.action), id);
}

function withId<Interaction, Id extends CustomId, Services>(
  handler: Handler<Interaction, Id, Services> | undefined,
  id: Id,
) {
  return (
    handler &&
    ((interaction: Interaction, services: Services) => handler(interaction, id, services))
  );
}
