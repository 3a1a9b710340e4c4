import type { Catalogue } from '../say.ts';
import { french, someOf } from './formats.ts';

const PICTURES = { one: 'image', other: 'images' };

const lapses = (when: string) => `Sans décision, elle sera retirée définitivement ${when}.`;

export const result: Catalogue['result'] = {
  took: (time) => `En ${time}`,
  tookOnGpu: (time, onGpu) => `En ${time}, dont ${onGpu} sur le GPU`,
  for: (who) => `pour ${who}`,
  ignoredFlags: (flags) => `-# Ignoré : ${someOf(flags)}`,
  nearestFlags: (flags) => `-# Au plus proche : ${someOf(flags)}`,
  fewer: (pictures, asked) =>
    `${french.number(pictures)} sur ${french.amount(asked, PICTURES)} : le reste a échoué.`,
  smaller: 'Affichée en plus petit : l’originale était trop lourde pour Discord.',
  still: "Affichée en image fixe : l'animation était trop lourde pour Discord.",
  picture: 'Une image créée sans prompt',
  notTaken: [
    "Discord n'a pas accepté l'image.",
    "L'opérateur peut encore la récupérer un moment : donne-lui l'identifiant ci-dessous.",
  ],
  gone: ["L'image n'est plus enregistrée.", 'Tu peux la recréer avec le seed, sous *Plus*.'],
  promptRefused: "Le prompt n'est pas affiché : Discord l'a refusé ici.",
  off: (name) => `sans ${name}`,
  mayBeCharged:
    'Une tentative précédente a pu malgré tout atteindre le service GPU et être facturée.',
  cancelled: (who, time) => `Annulée par ${who} après ${time}.`,
  cancelledByService: (time) => [
    `Annulée par le service GPU après ${time}.`,
    'Relance la commande pour la créer.',
  ],
  unnamedMember: 'un membre',
  operator: "l'opérateur du bot",
  coveredByReport: '-# Signalée : en spoiler jusqu’à la décision de la modération.',
  removed: 'La modération de ce serveur a retiré cette image.',
  removedWith: 'La modération a retiré la source de cette image, et celle-ci avec.',
  consentTakenBack:
    'Une personne présente dans la source de cette image a retiré son accord, donc elle a été retirée.',
  hiddenWith:
    'La source de cette image a été signalée, donc celle-ci est masquée jusqu’à la décision de la modération.',
  hidden: 'Elle est masquée jusqu’à la décision de la modération du serveur.',
  hiddenWithoutChannel: (when) => [
    "Elle est masquée. Ce serveur n'a pas encore de salon de signalement : un gestionnaire du serveur peut en choisir un avec `/moderation channel`.",
    lapses(when),
  ],
  lapses,
  onlyYou:
    'Toi seul vois ce message. Après 13 minutes, je continue en message privé : garde les tiens ouverts.',
  onlyYouForLong:
    'Toi seul vois ce message. Ça prendra sans doute plus de 13 minutes, donc je t’enverrai l’image en message privé. Garde les tiens ouverts.',
  goesOnDirect: (link) => `Suite en message privé : ${link}`,
  cannotComeDirect:
    "C'était trop long pour une réponse privée, et je ne peux pas t'écrire en message privé, donc j'ai annulé.",
  askedFor: (who) => `Pour ${who}.`,
  endReply: {
    ready: (who, pictures) =>
      pictures === 1
        ? `${who} Ton image est prête.`
        : `${who} Tes ${french.amount(pictures, PICTURES)} sont prêtes.`,
    failed: (who) => `${who} Ton image a échoué : le message dit pourquoi.`,
  },
  from: {
    again: (what) => `Recréée d'après ${what}`,
    vary: (what) => `Une variante d'après ${what}`,
    upscale: (what) => `Agrandie d'après ${what}`,
    edit: (what) => `Modifiée d'après ${what}`,
    other: (what) => `Créée d'après ${what}`,
  },
  that: (link) => `[cette image](${link})`,
  thatOf: (link, picture) => `[l'image ${french.number(picture)}](${link})`,
  anotherPicture: 'une autre image',
  buttons: {
    cancel: 'Annuler',
    retry: 'Réessayer',
    again: 'Encore',
    vary: 'Varier',
    upscale: 'Agrandir',
    edit: 'Modifier',
    more: 'Plus',
    upscaleOne: (picture) => `A${picture}`,
    varyOne: (picture) => `V${picture}`,
  },
};

const its = (pictures: number) =>
  pictures === 1 ? 'son image' : `ses ${french.number(pictures)} images`;

export const panel: Catalogue['panel'] = {
  which: 'Quelle image ?',
  older:
    'Ce bouton vient d’une version précédente du bot. *Plus* montre ce que tu peux faire maintenant.',
  otherVersion:
    'Ce bouton vient d’une autre version du bot. Voici ce que tu peux faire maintenant :',
  picture: (picture) => `Image ${french.number(picture)}`,
  head: (job) => `Tâche ${job} : que veux-tu faire ?`,
  headOf: (job, picture, count) =>
    `Tâche ${job}, image ${french.number(picture)} sur ${french.number(count)} : que veux-tu faire ?`,
  step: 'En faire autre chose',
  optionsPage: (page) => `Autres options (${french.number(page)})`,
  buttons: {
    details: 'Détails',
    start: 'Comme départ',
    original: 'Fichier',
    save: 'Garder',
    options: 'Options',
    delete: 'Supprimer',
    deleteNow: 'Supprimer définitivement',
    keep: 'La garder',
    report: 'Signaler',
  },
  deleteQuestion: (pictures) => [
    `Supprimer ${pictures === 1 ? 'cette image' : `les ${french.number(pictures)} images de cette tâche`} et toutes les données associées ?`,
    "Le message est supprimé aussi. Les images que d'autres en ont tirées restent.",
  ],
  removeQuestion: (pictures) => [
    `Retirer ${pictures === 1 ? 'cette image' : `les ${french.number(pictures)} images de cette tâche`} au nom de la modération de ce serveur ?`,
    "C'est définitif, et tout ce qui en est tiré disparaît aussi.",
  ],
  deleted: 'Supprimé.',
  removed: 'Retiré.',
  saved: (link) => `Envoyé dans tes messages privés : ${link}`,
  originalHead: (job) => `Original de la tâche ${job} :`,
  savedHead: (link) => `Gardé depuis ${link}`,
  details: {
    copy: (pictures, isDirect) =>
      `Envoie ceci${isDirect ? ' sur un serveur' : ''}${pictures === 0 ? '' : ` en joignant ${its(pictures)}`} pour la recréer :`,
    inFile: (pictures) =>
      `C'est trop long pour être affiché ici. Le fichier joint contient la commande pour la recréer${pictures === 0 ? '' : `, en joignant ${its(pictures)}`}.`,
    checkpoint: (name) => `Créée avec \`${name}\``,
    default: 'ta valeur par défaut',
    preset: (name) => `préréglage ${name}`,
    written: (prompt) => `Le prompt tel que saisi :\n${prompt}`,
    emptied: (option) => `**${option}** vide (impossible à montrer dans la commande)`,
    made: 'Créé à partir de là :',
    cost: (dollars) => `Coût : ${french.money(dollars)}.`,
  },
};

export const fromMessage: Catalogue['fromMessage'] = {
  inspected: "Un PNG de ComfyUI ou de l'interface web d'AUTOMATIC1111",
  which: 'Laquelle de ces images ?',
  found:
    'Son fichier contient ces réglages. Envoie la commande telle quelle, ou modifie-la dans un formulaire :',
  left: (names) => `Indisponible ici, donc laissé par défaut : ${names}.`,
  isCut: "Le prompt était trop long, donc j'en ai coupé la fin.",
  make: 'Créer',
  useOwn: (you) =>
    `${you}, c'est ton image qui servira. Ouvre le formulaire pour décrire ce que tu veux créer.`,
  useOthers: (poster) =>
    `Ouvre le formulaire pour décrire ce que tu veux créer. Je demanderai ensuite ici la permission à ${poster}.`,
  form: 'Ouvrir le formulaire',
  question: {
    face: (poster, asker, link) =>
      `${poster}, ${asker} aimerait créer une image avec le visage de [la tienne](${link}).`,
    pictures: (poster, asker, link) =>
      `${poster}, ${asker} aimerait utiliser [ton image](${link}).`,
  },
  terms: [
    'Je ne la télécharge que si tu acceptes, et je la supprime une fois utilisée. Tu peux revenir dessus avec `/privacy`.',
    'La question se ferme dans une heure.',
  ],
  no: 'Non',
  showPrompt: 'Voir le prompt',
  from: (link) => `Créée d'après [cette image](${link})`,
};
