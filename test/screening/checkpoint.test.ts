import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adultWordIn, checkpointFor } from '../../src/policy/checkpoints.ts';

const main = 'main.safetensors';
const general = 'general.safetensors';

describe('checkpointFor', () => {
  it.each([
    // face, age-restricted, what it is with both checkpoints, without a general one, with one for all
    [false, true, main, main, general],
    [false, false, general, 'ordinary_channels_off', general],
    [true, true, general, 'faces_off', general],
    [true, false, general, 'faces_off', general],
  ])('face %s, age-restricted %s', (face, ageRestricted, both, withoutGeneral, oneForAll) => {
    const choose = (checkpoints: { main: string; general: string | undefined }) => {
      const choice = checkpointFor({ face, ageRestricted }, checkpoints);
      return choice.kind === 'use' ? choice.checkpoint : choice.code;
    };
    expect(choose({ main, general })).toBe(both);
    expect(choose({ main, general: undefined })).toBe(withoutGeneral);
    expect(choose({ main: general, general })).toBe(oneForAll);
  });

  const anyCheckpoints = fc.record({
    main: fc.string(),
    general: fc.option(fc.string(), { nil: undefined }),
  });

  it('never gives a face anything but the general checkpoint', () => {
    fc.assert(
      fc.property(fc.boolean(), anyCheckpoints, (ageRestricted, checkpoints) => {
        expect(checkpointFor({ face: true, ageRestricted }, checkpoints)).toEqual(
          checkpoints.general === undefined
            ? { kind: 'refuse', code: 'faces_off' }
            : { kind: 'use', checkpoint: checkpoints.general },
        );
      }),
    );
  });

  it('gives the main checkpoint to age-restricted channels only', () => {
    fc.assert(
      fc.property(fc.boolean(), anyCheckpoints, (face, checkpoints) => {
        fc.pre(checkpoints.main !== checkpoints.general);
        const choice = checkpointFor({ face, ageRestricted: false }, checkpoints);
        expect(choice).not.toEqual({ kind: 'use', checkpoint: checkpoints.main });
      }),
    );
  });
});

describe('adultWordIn', () => {
  it.each([
    ['lustifySDXLNSFW_ggwpV7.safetensors', 'lust'],
    ['LUSTIFY.safetensors', 'LUST'],
    ['wanderlust-v2.safetensors', 'lust'],
    ['model_nsfw_v2.safetensors', 'nsfw'],
    ['ModelNSFWv2.ckpt', 'NSFW'],
    ['pornmaster-pro.safetensors', 'porn'],
    ['folder/HentaiMix.safetensors', 'Hentai'],
    ['ponyXXX_v6.safetensors', 'XXX'],
    ['xxxlora.safetensors', 'xxx'],
    ['nudes_xl.safetensors', 'nude'],
    ['nakedTruth.safetensors', 'naked'],
    ['EroticVision.safetensors', 'Erotic'],
    ['lewd.safetensors', 'lewd'],
    ['wan_uncensored.safetensors', 'uncensored'],
    ['mix-R18.safetensors', 'R18'],
    ['mix-r-18.safetensors', 'r-18'],
    ['AdultMix.safetensors', 'Adult'],
    ['sexy_xl.safetensors', 'sex'],
    ['xl_sex.safetensors', 'sex'],
    ['verySexyXL.safetensors', 'Sexy'],
    ['hardcore_mix.safetensors', 'hardcore'],
    ['explicit-xl.safetensors', 'explicit'],
    ['WAN-POV-Titfuck-HIGH-v1.0.safetensors', 'fuck'],
    ['jfj-deepthroat-W22-LN.safetensors', 'deepthroat'],
    ['wan_deep_throat.safetensors', 'deep throat'],
    ['BlowJob_xl.safetensors', 'BlowJob'],
    ['Z_image\\pussy.safetensors', 'pussy'],
    ['realistic_penis.safetensors', 'penis'],
    ['flux_cumshot.safetensors', 'cumshot'],
    ['Detailed_nipples_xl.safetensors', 'nipple'],
    ['LLabiav3.1.safetensors', 'Labia'],
    ['bbox/vagina_yolov8s.pt', 'vagina'],
  ])('finds what %s says of itself', (name, word) => {
    expect(adultWordIn(name)).toBe(word);
  });

  it.each([
    'sd_xl_base_1.0.safetensors',
    'illustriousXL_v01.safetensors',
    'Illustrious-XL-v2.0.safetensors',
    'juggernautXL_v9.safetensors',
    'dreamshaperXL.safetensors',
    'realvisxlV50.safetensors',
    'essexStyle.safetensors',
    'pussy_willow_style.safetensors',
    'PussyCat.safetensors',
    'pussy-cats.safetensors',
    'document_cum_laude.safetensors',
    'bilabial_stops.safetensors',
    'nipplewort_flowers.safetensors',
    'RealSkin_xxXL_v1.safetensors',
    'flux1-dev.safetensors',
    'animagine-xl-3.1.safetensors',
    'RealisticVisionV5.1.safetensors',
  ])('lets %s be', (name) => {
    expect(adultWordIn(name)).toBeUndefined();
  });
});
