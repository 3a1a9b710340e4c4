import { isIP } from 'node:net';
import { oneLine, shortened } from '../problem.ts';
import type { NeededExtension } from './extensions.ts';
import { baseName } from './known-models.ts';
import type { NeededFile, WorkflowNeeds } from './workflow-needs.ts';

/** A workflow and what it needs. */
export interface NamedNeeds {
  readonly command: string;
  readonly need: WorkflowNeeds;
}

/** Files to write, and what they leave out, in phrases for the operator. */
export interface WorkerFiles {
  /** Contents by name. */
  readonly files: ReadonlyMap<string, string>;
  readonly notes: readonly string[];
  /** Whether a model is left out for want of an address, which the operator may know. */
  readonly lacksAddress: boolean;
}

/** Further notes are only counted. */
const MOST_NOTES = 200;

/** The name of ComfyUI-Manager's file. */
export const SNAPSHOT = 'snapshot.json';

/** The image that RunPod's worker is built from: without models. */
const RUNPOD_IMAGE = 'runpod/worker-comfyui:5.8.5-base';
/** That of `worker/Dockerfile`. */
const PYTHON_IMAGE =
  'python:3.12.15-slim-bookworm@sha256:34386ef0cb081344d7ec1c103ba398e6e9f64e9ab3a1509accc92a4e24a07258';
/** The files that `worker/Dockerfile` puts into this project's worker, unless told otherwise. */
const IN_THE_IMAGE: ReadonlySet<string> = new Set([
  'checkpoints/sd_xl_base_1.0.safetensors',
  'clip_vision/CLIP-ViT-H-14-laion2B-s32B-b79K.safetensors',
  'ipadapter/ip-adapter-faceid_sdxl.bin',
  'loras/ip-adapter-faceid_sdxl_lora.safetensors',
]);
/** This project's worker brings it. */
const IPADAPTER = 'https://github.com/cubiq/ComfyUI_IPAdapter_plus';

/**
 * Writes what workflows need as Dockerfiles for both kinds of worker, and as a snapshot for
 * ComfyUI-Manager. Names and addresses come from strangers: those that could be more than a name or
 * an address to Docker or a shell are left out, and named in the notes.
 */
export function workerFiles(needs: readonly NamedNeeds[]): WorkerFiles {
  const commands = needs.map(({ command }) => `/${command}`);
  const models = mergedModels(needs.flatMap(({ need }) => need.models));
  const extensions = mergedExtensions(needs.flatMap(({ need }) => need.extensions));
  const fetched = models.flatMap((model) => safeModel(model) ?? []);
  const installed = extensions.flatMap((one) => safeExtension(one) ?? []);
  const others = [
    ...extensions.flatMap((one) => extensionProblem(one) ?? []),
    ...needs.flatMap(({ need }) => [
      ...need.embeddings.map((name) => `embeddings/${name}: its address is not known`),
      ...need.presets,
      ...need.newer.map((name) => `${name}: part of ComfyUI, but not of version 0.33.0`),
      ...need.unknown.map((name) => `${name}: no known extension defines it`),
    ]),
  ];
  const all: readonly LeftOut[] = [
    ...models.flatMap((model) => {
      const says = modelProblem(model);
      return says === undefined ? [] : [{ path: pathOf(model), says: oneLine(says) }];
    }),
    ...others.map((says) => ({ says: oneLine(says) })),
  ];
  const once = [...new Map(all.map((one) => [one.says, one])).values()];
  const more = once.length - MOST_NOTES;
  const left = [...once.slice(0, MOST_NOTES), ...(more > 0 ? [{ says: `and ${more} more` }] : [])];
  const notes = left.map(({ says }) => says);
  const parts = { commands, models: fetched, extensions: installed, left };
  const { snapshot, without } = snapshotOf(installed);
  return {
    files: new Map([
      ['worker-comfyui.Dockerfile', runpodDockerfile(parts)],
      ['contract.Dockerfile', contractDockerfile(parts)],
      ...(snapshot ? [[SNAPSHOT, `${JSON.stringify(snapshot, null, 2)}\n`] as const] : []),
    ]),
    notes: [
      ...notes,
      ...(snapshot && without.length > 0
        ? [`${without.join(', ')}: not in ${SNAPSHOT}, as no version is named`]
        : []),
    ],
    lacksAddress: models.some(({ folder, url }) => folder !== undefined && url === undefined),
  };
}

/** Each file once: an address that one workflow knows does for all. */
function mergedModels(all: readonly NeededFile[]): readonly NeededFile[] {
  const byPath = Map.groupBy(all, ({ folder = '', file }) => `${folder}/${file}`);
  return [...byPath.values()].flatMap(
    (alike) => alike.find(({ url }) => url !== undefined) ?? alike[0] ?? [],
  );
}

function mergedExtensions(all: readonly NeededExtension[]): readonly NeededExtension[] {
  const byPlace = Map.groupBy(all, ({ repository, id }) => repository ?? id ?? '');
  return [...byPlace.values()].flatMap(([first, ...more]) =>
    first === undefined
      ? []
      : {
          ...first,
          id: [first, ...more].find(({ id }) => id !== undefined)?.id,
          version: [first, ...more].find(({ version }) => version !== undefined)?.version,
          classes: [...new Set([first, ...more].flatMap(({ classes }) => classes))].sort(),
        },
  );
}

/** Names of query parameters that hold a credential, which would stay readable in the image. */
const SECRET = /token|key|secret|passw|auth|sig|credential/i;
/** No quotes, `$`, backslash, space or line break: nothing that Docker or a shell reads otherwise. */
const PLAIN_ADDRESS = /^https:\/\/[\w.-]+\/[\w.~:/?&=%+,@-]*$/;

/** Why an address does not go into a Dockerfile. */
function addressProblem(address: string): string | undefined {
  if (!URL.canParse(address)) return 'its address is not a URL';
  const { protocol, username, password, port, hostname, searchParams } = new URL(address);
  if (protocol !== 'https:') return 'its address is not https';
  if (username + password !== '' || [...searchParams.keys()].some((name) => SECRET.test(name))) {
    return 'its address holds a credential, which would stay in the image';
  }
  const isPublic = hostname.includes('.') && isIP(hostname) === 0 && port === '';
  if (!isPublic || /\.(?:local|internal|localhost)$/.test(hostname)) {
    return 'its address is not a public host';
  }
  if (!PLAIN_ADDRESS.test(address) || address.length > 2_000) {
    return 'its address has characters that are not safe in a Dockerfile';
  }
  return undefined;
}

/** A part of a path: letters, digits and marks that mean nothing inside of single quotes. */
const PLAIN_NAME = /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}\x20_.,+()[\]@=&~#%^{}!-]*$/u;

function isPlainPath(path: string): boolean {
  return (
    path.length <= 500 &&
    path.split('/').every((part) => PLAIN_NAME.test(part) && !/[. ]$/.test(part) && part !== '..')
  );
}

/** A model with an address that may be fetched. */
interface SafeModel {
  /** Below `models`, with the file's own folder. */
  readonly folder: string;
  readonly name: string;
  readonly url: string;
  readonly sha256: string | undefined;
}

function pathOf({ folder, file }: Pick<NeededFile, 'folder' | 'file'>): string {
  return folder === undefined ? file : `${folder}/${file}`;
}

function modelProblem({ folder, file, url }: NeededFile): string | undefined {
  const path = pathOf({ folder, file });
  const problem =
    folder === undefined
      ? 'only its node knows its folder'
      : !isPlainPath(path)
        ? 'its name is not safe in a Dockerfile'
        : url === undefined
          ? 'its address is not known'
          : addressProblem(url);
  return problem === undefined ? undefined : `${path}: ${problem}`;
}

function safeModel(model: NeededFile): SafeModel | undefined {
  const { folder, url, sha256 } = model;
  if (folder === undefined || url === undefined || modelProblem(model) !== undefined) return;
  const path = pathOf(model);
  const name = baseName(path);
  return { folder: path.slice(0, -name.length - 1), name, url, sha256 };
}

/** An extension that may be installed. */
interface SafeExtension {
  readonly repository: string | undefined;
  readonly id: string | undefined;
  /** A version in the registry. */
  readonly version: string | undefined;
  /** A commit of the repository. */
  readonly commit: string | undefined;
  readonly classes: readonly string[];
}

const PLAIN_ID = /^[A-Za-z0-9][\w.-]{0,99}$/;
const VERSION = /^\d[\w.+-]{0,49}$/;
const COMMIT = /^[0-9a-f]{40}$/;

function extensionProblem({ repository, id, classes }: NeededExtension): string | undefined {
  const name = repository ?? id ?? classes.join(', ');
  if (repository === undefined) {
    if (id !== undefined && PLAIN_ID.test(id)) return undefined;
    return `${name}: its name is not safe in a Dockerfile`;
  }
  const problem =
    addressProblem(repository) ??
    (repository.endsWith('.py')
      ? 'it is a single file: put it into custom_nodes'
      : PLAIN_ID.test(baseName(repository)) && !repository.includes('@')
        ? undefined
        : 'its name is not safe in a Dockerfile');
  return problem === undefined ? undefined : `${name}: ${problem}`;
}

function safeExtension(one: NeededExtension): SafeExtension | undefined {
  if (extensionProblem(one) !== undefined) return undefined;
  const { repository, id, version = '', classes } = one;
  const isCommit = COMMIT.test(version);
  return {
    repository,
    id: id !== undefined && PLAIN_ID.test(id) ? id : undefined,
    version: !isCommit && VERSION.test(version) ? version : undefined,
    commit: isCommit ? version : undefined,
    classes,
  };
}

/** Something that is not in the files. */
interface LeftOut {
  /** Of a model: its path below `models`. */
  readonly path?: string;
  /** In a phrase for the operator. */
  readonly says: string;
}

interface Parts {
  readonly commands: readonly string[];
  readonly models: readonly SafeModel[];
  readonly extensions: readonly SafeExtension[];
  readonly left: readonly LeftOut[];
}

/** Longer comments are cut. */
const LONGEST_COMMENT = 300;

/** A comment of one line, whatever a stranger's text holds. */
function comment(text: string): string {
  return `# ${shortened(oneLine(text), LONGEST_COMMENT)}`;
}

function head(what: string, build: readonly string[], { commands, left }: Parts) {
  return [
    comment(`${what}, with what these workflows need: ${commands.join(', ')}`),
    '# Written by npm run workflow -- worker. Run that again when a workflow changes.',
    '#',
    ...build.map((line) => `# ${line}`.trimEnd()),
    ...(left.length === 0
      ? []
      : ['#', '# Not here:', ...left.map(({ says }) => comment(`- ${says}`))]),
  ];
}

/** A word in single quotes. It holds none, as all of these are checked before. */
function quoted(text: string): string {
  return `'${text}'`;
}

function isAtHuggingFace(url: string): boolean {
  return url.startsWith('https://huggingface.co/');
}

/** RunPod's worker-comfyui: its own commands install extensions and fetch models. */
function runpodDockerfile(parts: Parts): string {
  const lines = [
    ...head(
      "RunPod's worker-comfyui",
      [
        '  docker build --platform linux/amd64 -f worker-comfyui.Dockerfile -t YOU/comfyui-worker .',
        '',
        'A model that needs a login at Hugging Face also needs: --secret id=hf_token,src=FILE',
      ],
      parts,
    ),
    `ARG WORKER_IMAGE=${RUNPOD_IMAGE}`,
    'FROM ${WORKER_IMAGE}',
    ...parts.extensions.flatMap(({ repository = '', id, version, commit, classes }) => {
      const inRegistry = id !== undefined && commit === undefined;
      const pinned = version === undefined ? '' : `@${version}`;
      const at = commit === undefined ? '' : `@${commit}`;
      const what = inRegistry ? `${id}${pinned}` : `${repository}${at}`;
      return ['', comment(classes.join(', ')), `RUN comfy-node-install ${quoted(what)}`];
    }),
    ...parts.models.flatMap(({ folder, name, url }) => {
      const token = isAtHuggingFace(url)
        ? '--mount=type=secret,id=hf_token HF_API_TOKEN="$(cat /run/secrets/hf_token 2>/dev/null || true)" '
        : '';
      return [
        '',
        `RUN ${token}comfy model download --url ${quoted(url)} --relative-path ${quoted(`models/${folder}`)} --filename ${quoted(name)}`,
      ];
    }),
  ];
  return `${lines.join('\n')}\n`;
}

/** What `fetch_model.py` accepts as a file's name. */
const FETCHED_NAME = /^[A-Za-z0-9][\w.+-]*$/;

/**
 * This project's worker: everything is checked by a commit or a checksum, which the operator has to
 * fill in where the workflow names none.
 */
function contractDockerfile(parts: Parts): string {
  const extensions = parts.extensions.flatMap(({ repository, ...one }) =>
    repository === undefined || repository === IPADAPTER ? [] : [{ ...one, repository }],
  );
  const missing = parts.models.filter(({ folder, name }) => !IN_THE_IMAGE.has(`${folder}/${name}`));
  const models = missing.filter(({ name }) => FETCHED_NAME.test(name));
  const left = [
    // What the image has needs no address.
    ...parts.left.filter(({ path = '' }) => !IN_THE_IMAGE.has(path)),
    ...parts.extensions.flatMap(({ repository, id = '' }) =>
      repository === undefined ? [{ says: `${id}: its repository is not known` }] : [],
    ),
    ...missing.flatMap(({ folder, name }) =>
      FETCHED_NAME.test(name) ? [] : [{ says: `${folder}/${name}: put it on a network volume` }],
    ),
  ];
  const folders = extensions.map(({ repository }) => quoted(folderOf(repository)));
  const classes = extensions.flatMap((one) => one.classes).filter((name) => ONE_WORD.test(name));
  const lines = [
    ...head(
      "Darkroom's worker",
      [
        '  docker build --platform linux/amd64 -f contract.Dockerfile -t YOU/darkroom-worker-more DARKROOM',
        '',
        "DARKROOM is the folder of the bot's repository. WORKER_IMAGE is the image built by its worker/Dockerfile.",
        'Fill in the commits and checksums that are empty: Hugging Face shows the SHA-256 on the page of a file.',
        'A model that needs a login there also needs: --secret id=hf_token,src=FILE',
      ],
      { ...parts, left },
    ),
    'ARG WORKER_IMAGE=darkroom-worker',
    `ARG PYTHON_IMAGE=${PYTHON_IMAGE}`,
    ...(extensions.length > 0
      ? [
          '',
          'FROM ${PYTHON_IMAGE} AS extensions',
          'RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates git',
          ...extensions.flatMap(({ repository, commit = '', classes }, at) => [
            '',
            comment(classes.join(', ')),
            comment(`Its newest commit: git ls-remote ${repository} HEAD`),
            `ARG EXTENSION_${at + 1}_COMMIT=${commit}`,
            `RUN --mount=type=bind,source=worker/fetch_source.sh,target=/fetch_source.sh sh /fetch_source.sh ${quoted(repository)} "$EXTENSION_${at + 1}_COMMIT" "$EXTENSION_${at + 1}_COMMIT" ${quoted(`/custom_nodes/${folderOf(repository)}`)}`,
          ]),
        ]
      : []),
    '',
    'FROM ${WORKER_IMAGE}',
    'USER root',
    ...models.flatMap(({ folder, name, url, sha256 = '' }, at) => {
      const mount = isAtHuggingFace(url) ? '--mount=type=secret,id=hf_token ' : '';
      const token = isAtHuggingFace(url) ? '--token-file /run/secrets/hf_token ' : '';
      return [
        '',
        `ARG MODEL_${at + 1}_SHA256=${sha256}`,
        `RUN --mount=type=bind,source=worker/fetch_model.py,target=/fetch_model.py ${mount}python /fetch_model.py ${token}${quoted(folder)} ${quoted(name)} ${quoted(url)} "$MODEL_${at + 1}_SHA256"`,
      ];
    }),
    ...(extensions.length > 0
      ? [
          '',
          'COPY --from=extensions /custom_nodes /comfyui/custom_nodes',
          "# Their packages are not locked, but the worker's own keep their versions.",
          `RUN set -eu; pip --python /opt/venv/bin/python freeze > /tmp/own.txt; for name in ${folders.join(' ')}; do file="/comfyui/custom_nodes/$name/requirements.txt"; if [ -f "$file" ]; then pip --python /opt/venv/bin/python install --no-cache-dir --root-user-action=ignore -c /tmp/own.txt -r "$file"; fi; done; rm /tmp/own.txt`,
        ]
      : []),
    '',
    'USER 10001:10001',
    ...(classes.length > 0
      ? [
          '# Starts ComfyUI once on the CPU, and looks for the node classes.',
          "COPY <<'CLASSES' /needed_nodes.txt",
          ...classes,
          'CLASSES',
          'RUN --mount=type=bind,source=worker/check_image.py,target=/check_image.py --mount=type=bind,source=worker/detector_sizes.py,target=/detector_sizes.py set -eu; python /check_image.py; rm -rf /comfyui/user/* /comfyui/temp/* /comfyui/input/* /comfyui/output/*',
        ]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** A class that the check of the image can look for: it reads words. The end mark is no class. */
const ONE_WORD = /^(?!CLASSES$)[\w.+:-]+$/;

function folderOf(repository: string): string {
  return baseName(repository).replace(/\.git$/, '');
}

/**
 * What ComfyUI-Manager restores (`comfy node restore-snapshot snapshot.json`), if a version is known of any
 * extension, and the extensions without one. It disables extensions that a snapshot does not have.
 */
function snapshotOf(extensions: readonly SafeExtension[]) {
  const registered = extensions.flatMap(({ id, version }) =>
    id === undefined || version === undefined ? [] : [[id, version] as const],
  );
  const cloned = extensions.flatMap(({ repository, commit }) =>
    repository === undefined || commit === undefined
      ? []
      : [[repository, { hash: commit, disabled: false }] as const],
  );
  const without = extensions.flatMap(({ repository, id, version, commit }) =>
    commit !== undefined || (id !== undefined && version !== undefined)
      ? []
      : (repository ?? id ?? []),
  );
  if (registered.length + cloned.length === 0) return { without };
  const snapshot = {
    git_custom_nodes: Object.fromEntries(cloned),
    cnr_custom_nodes: Object.fromEntries(registered),
    file_custom_nodes: [],
    pips: {},
  };
  return { snapshot, without };
}
