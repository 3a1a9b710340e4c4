import { z } from 'zod';

/** What one of RunPod's public endpoints is asked to draw. Sizes are pixels. */
export interface PublicPicture {
  readonly prompt: string;
  readonly negative: string;
  readonly width: number;
  readonly height: number;
  readonly steps: number;
  readonly guidance: number;
  /** -1 for any. */
  readonly seed: number;
  readonly format: 'png' | 'jpeg' | 'webp';
}

/** A model as its page of RunPod's documentation (July 2026) has it. */
export interface PublicModel {
  readonly read: (input: unknown) => PublicPicture | { readonly error: string };
  /** In US dollars. */
  readonly price: (picture: PublicPicture) => number;
}

const prompt = z.string().min(1);
const seed = z.int().min(-1).default(-1);
const side = z.int().min(256).max(1536).multipleOf(64).default(1024);
const perMegapixel =
  (usd: number): PublicModel['price'] =>
  ({ width, height }) =>
    Number((((width * height) / 1_000_000) * usd).toFixed(8));

/** FLUX.1 of either kind: they differ in their steps and their price. */
function flux(steps: { readonly most: number; readonly usual: number }, usd: number): PublicModel {
  const input = z.strictObject({
    prompt,
    negative_prompt: z.string().default(''),
    width: side,
    height: side,
    num_inference_steps: z.int().min(1).max(steps.most).default(steps.usual),
    guidance: z.number().min(0).max(10).default(7.5),
    seed,
    image_format: z.enum(['png', 'jpeg']).default('jpeg'),
  });
  return {
    read: reading(input, ({ negative_prompt, num_inference_steps, image_format, ...same }) => ({
      ...same,
      negative: negative_prompt,
      steps: num_inference_steps,
      format: image_format,
    })),
    price: perMegapixel(usd),
  };
}

const zImageInput = z.strictObject({
  prompt,
  size: z
    .enum([
      '512*512',
      '768*768',
      '1024*1024',
      '1280*1280',
      '1024*768',
      '768*1024',
      '1280*720',
      '720*1280',
    ])
    .default('1024*1024'),
  image: z.string().optional(),
  strength: z.number().min(0).max(1).default(0.8),
  seed,
  output_format: z.enum(['png', 'jpeg', 'webp']).default('png'),
  enable_safety_checker: z.boolean().default(true),
});

/** The models that are played, by the names of their endpoints. */
export const PUBLIC_MODELS: ReadonlyMap<string, PublicModel> = new Map([
  ['black-forest-labs-flux-1-schnell', flux({ most: 8, usual: 4 }, 0.0024)],
  ['black-forest-labs-flux-1-dev', flux({ most: 50, usual: 28 }, 0.02)],
  [
    'z-image-turbo',
    {
      read: reading(zImageInput, ({ size, output_format, ...same }) => {
        const [width = 0, height = 0] = size.split('*').map(Number);
        const picture = { negative: '', steps: 8, guidance: 1, format: output_format };
        return { prompt: same.prompt, seed: same.seed, width, height, ...picture };
      }),
      price: () => 0.005,
    },
  ],
]);

function reading<T>(schema: z.ZodType<T>, picture: (input: T) => PublicPicture) {
  return (input: unknown): PublicPicture | { readonly error: string } => {
    const { data, error } = schema.safeParse(input);
    if (data !== undefined) return picture(data);
    const [issue] = error?.issues ?? [];
    return { error: `Invalid parameter: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}` };
  };
}
