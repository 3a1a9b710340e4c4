import { MODEL_FILE } from '../../comfy/model-folders.ts';
import { MOST_OPTIONS } from '../discord-rules.ts';
import { type Exported, type Place, placeKey } from './exported.ts';
import { nameOf, type Role, usualRange } from './role.ts';
import { numberToSet } from './settable.ts';

/** Classes that let the result follow a picture: ControlNets, and patches of a model that do the same. */
const FOLLOWS =
  /control_?net.*apply|apply.*control_?net|^(?:QwenImageDiffsynthControlnet|ZImageFunControlnet|AnimaLLLiteApply)$/i;
/** Inputs that bring the picture, and those that bring the ControlNet. */
const PICTURES = ['image', 'control_image'];
const NETS = ['control_net', 'model_patch'];

/** How closely the result follows the members' pictures, an option for each ControlNet. */
export function controlRoles(
  exported: Exported,
  nodes: readonly string[],
  pictures: readonly Role[],
): readonly Role[] {
  const roles = new Map<string, Role>();
  for (const node of nodes) {
    if (!FOLLOWS.test(exported.className(node))) continue;
    // A command has no room for more.
    if (roles.size >= MOST_OPTIONS) break;
    const at = numberToSet(exported, { node, input: 'strength' });
    const picture = pictureOf(exported, node, pictures);
    // At 0 the author left it out.
    if (!at || at.now === 0 || !picture || roles.has(placeKey(at.place))) continue;
    const number = roles.size === 0 ? '' : `_${roles.size + 1}`;
    const entry = {
      type: 'strength',
      name: `control_strength${number}`,
      description: `How closely ${nameOf(picture)} is followed; 0 is not at all`,
      ...usualRange('strength', at.now, [exported.takes(at.place)]),
    } as const;
    roles.set(placeKey(at.place), { entry, places: [at.place] });
  }
  return [...roles.values()];
}

/** The member's picture that a ControlNet follows. */
function pictureOf(exported: Exported, node: string, pictures: readonly Role[]): Role | undefined {
  const from = PICTURES.flatMap((input) => exported.source({ node, input }) ?? []);
  const before = new Set(exported.behind(from));
  return pictures.find(({ places }) => places.some((place) => before.has(place.node)));
}

/** What a ControlNet looks for, by its file's or its preprocessor's name. */
const KINDS = [
  {
    called: /pose/i,
    prepared: 'A picture whose pose is followed',
    plain: 'A pose to follow, drawn as a stick figure',
  },
  { called: /scribble|sketch/i, prepared: 'A picture to follow', plain: 'A sketch to follow' },
  {
    called: /canny|line_?art|edge|mlsd|(?<![a-z])hed(?![a-z])|pidi/i,
    prepared: 'A picture whose outlines are followed',
    plain: 'Outlines to follow, white on black',
  },
  {
    called: /depth|midas|zoe/i,
    prepared: 'A picture whose depth is followed',
    plain: 'A depth map to follow',
  },
] as const;

const FOLLOWED = 'A picture to follow';

/** ComfyUI's own class for models that follow a picture themselves, as FLUX.1 Canny and Depth do. */
const EDITS = 'InstructPixToPixConditioning';

/** Classes that only change a picture's size. */
const SIZES = /^(?:ImageScale\w*|Image(?:Crop\w*|Resize\w*)|Resize\w*|FluxKontextImageScale)$/;

/**
 * Describes a picture that is only followed, by a ControlNet; `undefined` for any other. `inside`:
 * the nodes that the results depend on.
 */
export function followedPicture(
  exported: Exported,
  node: string,
  inside: ReadonlySet<string>,
): string | undefined {
  const names: string[] = [];
  let isFollowed = false;
  let isEdited = false;
  let isPrepared = false;
  const way = new Set([node]);
  /** Nodes with nothing of the picture but what a preprocessor found in it. */
  const found = new Set<string>();
  // Iterating over a set also yields items added during the loop.
  for (const at of way) {
    for (const use of exported.usesOf(at).filter((one) => inside.has(one.node))) {
      const className = exported.className(use.node);
      if (FOLLOWS.test(className)) {
        isFollowed = true;
        names.push(...namesOf(exported, use.node));
      } else if (className === EDITS) {
        if (isEdited) continue;
        isEdited = true;
        const files = [...inside].flatMap((one) => filesAt(exported, one));
        names.push(...files.filter((file) => KINDS.some(({ called }) => called.test(file))));
        isFollowed = names.length > 0;
        if (!isFollowed) return undefined;
      } else if (isPicture(exported, use)) {
        way.add(use.node);
        const isScaled = SIZES.test(className);
        isPrepared ||= !isScaled;
        if (!isScaled) names.push(className);
        if (isScaled ? found.has(at) : KINDS.some(({ called }) => called.test(className))) {
          found.add(use.node);
        }
      } else if (className === 'VAEEncode' && found.has(at)) {
        // Models follow such a picture with a LoRA, too.
        isFollowed = true;
      } else if (className !== 'GetImageSize') return undefined;
    }
  }
  if (!isFollowed) return undefined;
  const kinds = KINDS.filter(({ called }) => names.some((name) => called.test(name)));
  const [kind] = kinds;
  if (!kind || kinds.length > 1) return FOLLOWED;
  return isPrepared ? kind.prepared : kind.plain;
}

/** Whether a node makes a picture from this one. */
function isPicture(exported: Exported, { node, input }: Place): boolean {
  const known = exported.classOf(node);
  return known
    ? known.outputs[0] === 'IMAGE'
    : PICTURES.includes(input) && /preprocess|scale|resize|detect/i.test(exported.className(node));
}

/** The file of a ControlNet, and the type that one for several types is set to. */
function namesOf(exported: Exported, node: string): readonly string[] {
  const sources = NETS.flatMap((input) => exported.source({ node, input }) ?? []);
  return exported.behind(sources).flatMap((at) => {
    const type = exported.value({ node: at, input: 'type' });
    return [...filesAt(exported, at), ...(typeof type === 'string' ? [type] : [])];
  });
}

/** The model files that a node names. */
function filesAt(exported: Exported, node: string): readonly string[] {
  return Object.values(exported.inputsOf(node)).flatMap((value) =>
    typeof value === 'string' && MODEL_FILE.test(value) ? [value] : [],
  );
}
