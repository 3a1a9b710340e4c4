import { describe, expect, it } from 'vitest';
import { node, sampler, sdxl, type Nodes } from '../../support/sdxl-workflow.ts';
import { drafted } from './draft.ts';

const animated = node('SaveAnimatedWEBP', {
  ...{ images: ['7', 0], filename_prefix: 'a', fps: 8, lossless: false },
  ...{ quality: 80, method: 'default' },
});

describe('frames of an animation that come from elsewhere', () => {
  const loaded: Nodes = {
    '5': node('VAEEncode', { pixels: ['20', 0], vae: ['1', 2] }),
    '6': sampler({ model: ['21', 0] }),
    '20': node('VHS_LoadVideoPath', { video: 'a.mp4' }),
    '21': node('ADE_Loader', { model: ['1', 0] }),
  };
  const each =
    'Each frame is saved as a picture of its own, and a message holds 10: SaveAnimatedWEBP makes one of them.';

  it('are named where each is saved as a picture', () => {
    expect(drafted(sdxl(loaded)).notes).toContain(each);
  });
});

describe('a video of which no file is named', () => {
  const notes = (inputs: object) => {
    const loader = node('VHS_LoadVideoPath', { ...inputs, format: 'AnimateDiff' });
    return drafted(
      sdxl({ '5': node('VAEEncode', { pixels: ['20', 0], vae: ['1', 2] }), '20': loader }),
    ).notes.join('\n');
  };
  const named = (frames: string) =>
    `Node 20 (VHS_LoadVideoPath) loads ${frames} of a video, which members cannot send, and its path (video) is empty: name a file there, or put a LoadImage in its place.`;

  it('is said to be one, with how many frames of it are loaded', () => {
    const capped = notes({ video: '', frame_load_cap: 30 });
    expect(capped).toContain(named('up to 30 frames'));
    expect(capped).not.toContain('of its own');
    expect(notes({ video: ' ', frame_load_cap: 0 })).toContain(named('all frames'));
    expect(notes({ video: '' })).toContain(named('frames'));
  });
});

describe('how closely a picture follows', () => {
  const made: Nodes = {
    '5': node('SVD_img2vid_Conditioning', {
      ...{ clip_vision: ['20', 1], init_image: ['21', 0], vae: ['20', 2], width: 1024 },
      ...{ height: 576, video_frames: 25, motion_bucket_id: 127, fps: 6, augmentation_level: 0 },
    }),
    '6': sampler({
      model: ['20', 0],
      positive: ['5', 0],
      negative: ['5', 1],
      latent_image: ['5', 2],
    }),
    '8': animated,
    '20': node('ImageOnlyCheckpointLoader', { ckpt_name: 'svd_xt.safetensors' }),
    '21': node('LoadImage', { image: 'a.png' }),
  };
  const cfgOf = (changes: Nodes) =>
    (
      drafted(sdxl(changes)).manifest as { nodes: { type: string; description?: string }[] }
    ).nodes.find(({ type }) => type === 'cfg');

  it('is said of what it is made from where no prompt is told', () => {
    expect(cfgOf(made)?.description).toBe('How closely the picture follows what it is made from');
  });
});
