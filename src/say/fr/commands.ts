import type { Catalogue } from '../say.ts';
import { french } from './formats.ts';

export const commands: Catalogue['commands'] = {
  imagine: 'Créer une image à partir d’un prompt, avec le visage d’une photo si tu veux',
  image: 'Transformer une image avec un prompt',
  upscale: 'Agrandir une image et ajouter des détails',
  jobs: 'Tes images et leur avancement',
  show: 'Une de tes images\u00a0: son avancement et ses réglages',
  help: 'Comment créer des images dans ce salon',
  status: 'Les workers GPU, la file d’attente et les générations de ce bot',
  settings: 'Tes réglages par défaut, ta confidentialité et tes mentions',
  inspect: 'Les réglages enregistrés dans le fichier d’une image',
  privacy: 'Consulter, exporter ou effacer ce que ce bot conserve sur toi',
};

export const publicEndpoints: Catalogue['publicEndpoints'] = {
  'flux-dev': 'Des photos et du lettrage à partir d’un prompt, avec FLUX.1 dev',
  'flux-schnell': 'Une image en quelques secondes à partir d’un prompt, avec FLUX.1 schnell',
  'z-image-turbo': 'Une image à partir d’un prompt en anglais ou en chinois, avec Z-Image-Turbo',
};

export const optionNames: Catalogue['optionNames'] = {
  prompt: 'prompt',
  negative_prompt: 'prompt_négatif',
  aspect_ratio: 'format',
  style: 'style',
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
  consent: 'accord',
  preset: 'preset',
  private: 'privé',
  spoiler: 'spoiler',
  name: 'nom',
  before: 'avant',
  after: 'après',
  from: 'depuis',
  for_server: 'pour_le_serveur',
  job: 'génération',
  channel: 'salon',
  role: 'rôle',
  on: 'activé',
  language: 'langue',
  person: 'membre',
  file: 'fichier',
  show: 'afficher',
  by: 'regrouper',
  days: 'jours',
  everywhere: 'partout',
};

export const options: Catalogue['options'] = {
  prompt: 'Ce que l’image doit montrer',
  negative_prompt: 'Ce que l’image ne doit pas montrer',
  aspect_ratio: 'Les proportions de l’image',
  steps: 'Plus il y en a, plus c’est long et détaillé',
  cfg: 'À quel point l’image suit le prompt',
  sampler: 'L’algorithme qui transforme le bruit en image',
  scheduler: 'La répartition du bruit entre les étapes',
  denoise:
    'À laisser à 1\u00a0: sans image de départ, une valeur plus basse ne fait que dégrader le résultat',
  count: 'Combien d’images créer d’un coup',
  style:
    'Vitesse ou détails\u00a0: règle étapes, cfg, sampler et scheduler si tu les laisses vides',
  factor: 'Combien de fois plus grand\u202f; au-delà d’un mégapixel, l’image est d’abord réduite',
  seed: 'Même seed, mêmes réglages, même image\u202f; -1 pour en tirer un au hasard',
  image: 'L’image à travailler\u00a0: un JPEG, PNG ou WebP de 10\u00a0Mio maximum',
  face: 'La photo d’un visage\u00a0: un JPEG, PNG ou WebP de 10\u00a0Mio maximum',
  face_weight: 'À quel point le visage ressemble à la photo',
  faceid_weight: 'N’agit que sur les modèles FaceID Plus V2',
  private: 'Visible uniquement par toi\u202f; impossible pour les images de personnes',
  spoiler: 'Publier les images en spoiler',
};

export const styles: Catalogue['styles'] = {
  draft: 'Brouillon\u00a0: le plus rapide',
  fast: 'Rapide',
  balanced: 'Équilibré',
  fine: 'Fin\u00a0: le plus détaillé',
};

export const optionsWithPicture: Catalogue['optionsWithPicture'] = {
  denoise: 'L’ampleur du changement\u00a0: 0,3 retouche, 0,6 repeint, 1 ne garde presque rien',
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
  return [`${whose}\u00a0: ${french.list(parts)}.`];
}

export const help: Catalogue['help'] = {
  title: 'Comment créer des images',
  start: (command) => [
    `1. Tape ${command}, décris ce que tu veux voir, puis envoie.`,
    '2. La réponse montre l’avancement, puis devient l’image. Ses boutons te permettent de continuer.',
    '3. `/jobs` liste tes images. `/privacy` montre et efface ce que je conserve sur toi.',
  ],
  command: (name, what) => `${name} ${what}`,
  notHere: (names) => `Pas dans ce salon\u00a0: ${french.list(names)}.`,
  noneHere:
    'Je ne peux pas créer d’images dans ce salon. Essaies-en un autre, ou demande aux responsables du bot.',
  sections: {
    commands: 'Commandes',
    channel: 'Ce salon',
    limits: 'Limites',
    photos: 'Photos',
  },
  back: 'Retour',
  others: 'Et aussi',
  inMenus: 'Dans le menu d’un message, sous Applications',
  ageRestricted:
    'Salon soumis à une limite d’âge\u00a0: les modèles pour adultes y sont autorisés. Les personnes mineures, jamais.',
  general: 'Salon sans limite d’âge\u00a0: seuls les modèles tout public y sont utilisés.',
  model: (name) => `Modèle\u00a0: \`${name}\``,
  faces: [
    'Tu peux utiliser une photo de toi, ou d’une personne qui a donné son accord. Le résultat reste tout public.',
    'Je ne télécharge une photo qu’après ta confirmation, et je la supprime dès qu’elle a servi.',
    '`/privacy` te permet de retirer ton accord.',
  ],
  noFaces: ['Les photos de personnes ne sont pas acceptées.'],
  perPerson: (of) => allowed('Pour toi', of),
  perServer: (of) => allowed('Pour ce serveur', of),
  actions: (count) => `${amount(count, ACTIONS)} par minute.`,
  gpuTime: (minutes) => `${amount(minutes, MINUTES)} de temps GPU par jour pour ce serveur.`,
  welcome:
    '-# C’est ta première fois\u202f? `/help` explique comment ça marche et ce que ce salon permet.',
};

export const form: Catalogue['form'] = {
  edit: 'Modifier et refaire',
  again: 'Refaire',
  anew: 'Créer quelque chose de similaire',
  filledIn: 'Ce que tu avais saisi\u00a0:',
  start: 'Utiliser cette image',
  from: (min, max, what) =>
    `De ${french.number(min)} à ${french.number(max)}${what === '' ? '' : `. ${what}`}`,
  asBefore: (what) => (what === '' ? 'Vide\u00a0: inchangé' : `${what}. Vide\u00a0: inchangé`),
};
