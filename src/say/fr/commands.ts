import type { Catalogue } from '../say.ts';
import { french } from './formats.ts';

export const commands: Catalogue['commands'] = {
  imagine: "Crée une image d'après un prompt, avec le visage d'une photo si tu veux",
  image: 'Transforme une image avec un prompt',
  upscale: 'Agrandit une image et y ajoute des détails',
  jobs: 'Tes images et leur avancement',
  show: "L'une de tes images : son avancement et ses réglages",
  help: 'Comment créer des images dans ce salon',
  status: "Les workers GPU, la file d'attente et les tâches de ce bot",
  settings: 'Tes réglages par défaut, ta confidentialité et tes mentions',
  inspect: "Les réglages enregistrés dans le fichier d'une image",
  privacy: 'Consulte, exporte ou efface ce que ce bot garde sur toi',
};

export const publicEndpoints: Catalogue['publicEndpoints'] = {
  'flux-dev': "Photos et lettrages d'après un prompt, avec FLUX.1 dev",
  'flux-schnell': "Une image d'après un prompt en quelques secondes, avec FLUX.1 schnell",
  'z-image-turbo': "Une image d'après un prompt en anglais ou en chinois, avec Z-Image-Turbo",
};

export const optionNames: Catalogue['optionNames'] = {
  prompt: 'prompt',
  negative_prompt: 'prompt_négatif',
  aspect_ratio: 'format',
  style: 'qualité',
  count: 'nombre',
  steps: 'étapes',
  cfg: 'cfg',
  sampler: 'sampler',
  scheduler: 'scheduler',
  denoise: 'denoise',
  seed: 'seed',
  factor: 'facteur',
  image: 'image',
  face: 'visage',
  face_weight: 'force_visage',
  faceid_weight: 'force_faceid',
  face_consent: 'accord_visage',
  consent: 'consentement',
  preset: 'préréglage',
  private: 'privé',
  spoiler: 'spoiler',
  name: 'nom',
  before: 'avant',
  after: 'après',
  from: 'depuis',
  for_server: 'pour_le_serveur',
  job: 'tâche',
  channel: 'salon',
  role: 'rôle',
  on: 'activé',
  language: 'langue',
  person: 'membre',
  file: 'fichier',
  show: 'montrer',
  by: 'par',
  days: 'jours',
  everywhere: 'partout',
};

export const options: Catalogue['options'] = {
  prompt: "Ce que montre l'image",
  negative_prompt: "Ce que l'image ne doit pas montrer",
  aspect_ratio: "Les proportions de l'image",
  steps: "Plus il y a d'étapes, plus c'est long et détaillé",
  cfg: "À quel point l'image suit le prompt",
  sampler: "L'algorithme qui tire une image du bruit",
  scheduler: 'La répartition du bruit entre les étapes',
  denoise: 'Laisse à 1 : sans image de départ, moins ne fait que dégrader le résultat',
  count: "Combien d'images créer à la fois",
  style: 'Rapidité ou détail : règle steps, cfg, sampler et scheduler si tu les laisses vides',
  factor: "L'agrandissement ; au-delà d'un mégapixel, l'image est d'abord réduite",
  seed: 'Même seed, mêmes réglages, même image ; -1 en tire un au hasard',
  image: "L'image à retravailler : un JPEG, PNG ou WebP de 10 Mio au plus",
  face: 'La photo d’un visage : un JPEG, PNG ou WebP de 10 Mio au plus',
  face_weight: 'À quel point le visage ressemble à la photo',
  faceid_weight: "N'agit que sur les modèles FaceID Plus V2",
  private: "Visible par toi seulement ; impossible pour les images d'une personne",
  spoiler: 'Publie les images en spoiler',
};

export const styles: Catalogue['styles'] = {
  draft: 'Brouillon : le plus rapide',
  fast: 'Rapide',
  balanced: 'Équilibré',
  fine: 'Fin : le plus détaillé',
};

export const optionsWithPicture: Catalogue['optionsWithPicture'] = {
  denoise: "L'ampleur du changement : 0.3 retouche, 0.6 repeint, 1 ne garde presque rien",
};

const { amount } = french;

const PICTURES = { one: 'image', other: 'images' };
const REQUESTS = { one: 'demande', other: 'demandes' };
const ACTIONS = { one: 'commande ou clic', other: 'commandes et clics' };
const MINUTES = { one: 'minute', other: 'minutes' };

type Allowed = Parameters<Catalogue['help']['perPerson']>[0];

function allowed(whose: string, { atOnce, waiting = 0, hourly }: Allowed): string[] {
  if (atOnce + hourly === 0) return [];
  const parts = [
    ...(atOnce > 0 ? [`${amount(atOnce, PICTURES)} à la fois`] : []),
    ...(waiting > 0 ? [`${amount(waiting, REQUESTS)} en attente`] : []),
    ...(hourly > 0 ? [`${amount(hourly, PICTURES)} par heure`] : []),
  ];
  return [`${whose} : ${french.list(parts)}.`];
}

export const help: Catalogue['help'] = {
  title: 'Comment créer des images',
  start: (command) => [
    `1. Tape ${command}, décris ce que tu veux voir, puis envoie.`,
    "2. La réponse montre l'avancement et devient l'image. Ses boutons te permettent de continuer.",
    '3. `/jobs` liste tes images. `/privacy` montre et efface ce que je garde sur toi.',
  ],
  command: (name, what) => `${name} : ${what}`,
  notHere: (names) => `Pas dans ce salon : ${french.list(names)}.`,
  noneHere:
    "Je ne peux pas créer d'images dans ce salon. Essaie ailleurs, ou demande à l'opérateur du bot.",
  sections: {
    commands: 'Commandes',
    channel: 'Ce salon',
    limits: 'Limites',
    photos: 'Photos',
  },
  back: 'Retour',
  others: 'Et aussi',
  inMenus: "Dans le menu d'un message, sous Applications",
  ageRestricted:
    "Salon avec limite d'âge : les modèles pour adultes y sont permis. Les mineurs, jamais.",
  general: "Salon sans limite d'âge : seuls les modèles tout public y servent.",
  model: (name) => `Modèle : \`${name}\``,
  faces: [
    'Tu peux utiliser une photo de toi, ou de quelqu’un qui est d’accord. Le résultat reste tout public.',
    "Je ne télécharge une photo qu'après ta confirmation, et je la supprime une fois utilisée.",
    '`/privacy` retire ton consentement.',
  ],
  noFaces: ['Les photos de personnes ne sont pas acceptées.'],
  perPerson: (of) => allowed('Pour toi', of),
  perServer: (of) => allowed('Pour ce serveur', of),
  actions: (count) => `${amount(count, ACTIONS)} par minute.`,
  gpuTime: (minutes) => `${amount(minutes, MINUTES)} de temps GPU par jour pour ce serveur.`,
  welcome: '-# Première fois ? `/help` explique comment faire et ce que permet ce salon.',
};

export const form: Catalogue['form'] = {
  edit: 'Modifier et recréer',
  again: 'Recréer',
  anew: 'Créer quelque chose de semblable',
  filledIn: 'Ta saisie :',
  start: 'Utiliser cette image',
  from: (min, max, what) =>
    `De ${french.number(min)} à ${french.number(max)}${what === '' ? '' : `. ${what}`}`,
  asBefore: (what) => (what === '' ? 'Vide : inchangé' : `${what}. Vide : inchangé`),
};
