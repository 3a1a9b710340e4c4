import {
  readRequest,
  requestOf,
  type StoredInputs,
  type StoredRequest,
  type Wanted,
} from '../../../../src/recipes/stored-request.ts';
import { face, type FaceParams } from '../../../../src/recipes/face.ts';
import { builtInRecipes } from '../../../../src/recipes/built-in.ts';
import { text, type TextParams } from '../../../../src/recipes/text.ts';
import type { Job } from '../../../../src/jobs/job.ts';

/** When sample jobs were asked for: whole seconds, so that stamps are easily read. */
export const ASKED_AT = 1_900_000_000_000;

/** Complete params of words alone, the usual ones but for `parts`. */
export function sampleParams(parts: Partial<TextParams> = {}): TextParams {
  return { ...text.request.parse({ prompt: 'a lighthouse' }), seed: 7, ...parts };
}

/** A request for a picture of words alone, as it is written down. */
export function sampleRequest(parts: Partial<TextParams> = {}): StoredRequest {
  return requestOf(text, sampleParams(parts));
}

/** The same with a photo of a face. */
export function sampleFaceRequest(parts: Partial<FaceParams> = {}): StoredRequest {
  return requestOf(face, {
    ...face.request.parse({ prompt: 'a lighthouse' }),
    seed: 7,
    ...parts,
  });
}

/** What a request comes to, as a job has it whose row does not name its pictures. */
export function wantedOf(request: StoredRequest, inputs: StoredInputs = 'unnamed'): Wanted {
  const wanted = readRequest({ ...request, inputs }, builtInRecipes);
  if (!wanted) throw new Error('this request cannot be read');
  return wanted;
}

/** A job as its row would be, a waiting one but for `parts`. One that asks for consent has a photo. */
export function sampleJob(parts: Partial<Job> = {}): Job {
  return {
    id: 'k3f9x2ab',
    interactionId: '1300000000000000001',
    answeredInteractionId: '1300000000000000001',
    driver: '',
    deferral: undefined,
    interactionToken: 'a-token',
    tokenExpiresAt: ASKED_AT + 900_000,
    guildId: '300000000000000001',
    channelId: '350000000000000001',
    messageId: '600000000000000001',
    postingAt: undefined,
    ephemeral: false,
    attachmentSizeLimit: undefined,
    ageRestricted: false,
    covered: false,
    coveredByReport: undefined,
    private: false,
    byUserInstall: false,
    visibility: 'shown',
    hiddenBecause: undefined,
    lapsesAt: undefined,
    hiddenWith: undefined,
    consentWithdrawn: undefined,
    eraseAskedAt: undefined,
    erasedAt: undefined,
    messageGoneAt: undefined,
    tellingAt: undefined,
    toldAt: undefined,
    toldMessageId: undefined,
    userId: '400000000000000001',
    locale: undefined,
    guildLocale: undefined,
    roles: undefined,
    state: 'accepted',
    previousState: undefined,
    revision: 1,
    shownRevision: 0,
    undeliverableAt: undefined,
    wanted: wantedOf(parts.state === 'awaiting_consent' ? sampleFaceRequest() : sampleRequest()),
    models: {
      checkpoint: 'sd_xl_base_1.0.safetensors',
      ipAdapterFile: 'ip-adapter-faceid_sdxl.bin',
      clipVisionName: 'CLIP-ViT-bigG.safetensors',
    },
    count: 1,
    credits: 0,
    attachments: [],
    retryOf: undefined,
    origin: undefined,
    asks: undefined,
    attempt: 0,
    runpodEndpointId: undefined,
    runpodId: undefined,
    worker: undefined,
    queue: '',
    remoteOpen: false,
    createdAt: ASKED_AT,
    acceptedAt: ASKED_AT,
    readyAt: undefined,
    retryAt: undefined,
    submittedAt: undefined,
    startedAt: undefined,
    finishedAt: undefined,
    delayMs: undefined,
    executionMs: undefined,
    priceMicros: undefined,
    costMicros: undefined,
    pictures: [],
    madeSoFar: [],
    errorCode: undefined,
    errorFacts: {},
    cancelledBy: undefined,
    ...parts,
  };
}
