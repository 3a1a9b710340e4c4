import type { Catalogue } from '../say.ts';
import { french, someOf } from './formats.ts';

const PICTURES = { one: 'image', other: 'images' };

const lapses = (when: string) => `Sans décision, elle sera définitivement retirée ${when}.`;

export const result: Catalogue['result'] = {
  took: (time) => `En ${time}`,
  tookOnGpu: (time, onGpu) => `En ${time}, dont ${onGpu} sur le GPU`,
  for: (who) => `pour ${who}`,
  ignoredFlags: (flags) => `-# Sans effet\u00a0: ${someOf(flags)}`,
  nearestFlags: (flags) => `-# Valeurs les plus proches\u00a0: ${someOf(flags)}`,
  fewer: (pictures, asked) =>
    `${french.number(pictures)} sur ${french.amount(asked, PICTURES)}\u00a0: le reste a échoué.`,
  smaller: 'En plus petit\u00a0: l’original était trop lourd pour Discord.',
  still: 'En image fixe\u00a0: l’animation était trop lourde pour Discord.',
  picture: 'Une image créée sans prompt',
  notTaken: [
    'Discord n’a pas accepté l’image.',
    'Les responsables du bot peuvent encore la récupérer quelque temps\u00a0: donne-leur l’ID ci-dessous.',
  ],
  gone: ['L’image n’est plus conservée.', 'Tu peux la recréer avec le seed, sous *Plus*.'],
  promptRefused: 'Le prompt n’est pas affiché\u00a0: Discord l’a refusé ici.',
  off: (name) => `sans ${name}`,
  mayBeCharged:
    'Une tentative précédente est peut-être arrivée au service GPU et a pu être facturée.',
  cancelled: (who, time) => `Annulée par ${who} au bout de ${time}.`,
  cancelledByService: (time) => [
    `Annulée par le service GPU au bout de ${time}.`,
    'Relance la commande pour créer l’image.',
  ],
  unnamedMember: 'un membre',
  operator: 'les responsables du bot',
  coveredByReport: '-# Signalée\u00a0: en spoiler en attendant une décision.',
  removed: 'La modération de ce serveur a retiré cette image.',
  removedWith: 'L’image d’origine a été retirée, et celle-ci avec.',
  consentTakenBack:
    'Une personne visible sur l’image d’origine a retiré son accord, donc celle-ci a été retirée.',
  hiddenWith:
    'L’image d’origine a été signalée, donc celle-ci est masquée en attendant une décision.',
  hidden: 'Elle est masquée en attendant la décision de la modération de ce serveur.',
  hiddenWithoutChannel: (when) => [
    'Elle est masquée. Ce serveur n’a pas encore de salon de signalement\u00a0: un membre qui gère le serveur peut en choisir un avec `/moderation channel`.',
    lapses(when),
  ],
  lapses,
  outside: {
    removed: 'Les responsables du bot ont retiré cette image.',
    hidden: 'Elle est masquée en attendant la décision des responsables du bot.',
    hiddenForGood: (when) => [
      'Elle est masquée. Les responsables du bot ne reçoivent pas les signalements faits hors des serveurs.',
      lapses(when),
    ],
  },
  staysUntilDismissed:
    'Son message reste affiché jusqu’à ce que tu le fermes\u00a0: je ne peux plus le modifier.',
  onlyYou:
    'Personne d’autre ne voit ce message. Au bout de 13 minutes, j’enverrai la suite en message privé\u00a0: pense à les autoriser.',
  onlyYouForLong:
    'Personne d’autre ne voit ce message. Il faudra sans doute plus de 13 minutes, donc j’enverrai la suite en message privé\u00a0: pense à les autoriser.',
  goesOnDirect: (link) => `La suite est en message privé\u00a0: ${link}`,
  cannotComeDirect:
    'C’était trop long pour une réponse privée, et je ne peux pas t’envoyer de message privé. J’ai donc annulé.',
  askedFor: (who) => `Pour ${who}.`,
  endReply: {
    ready: (who, pictures) =>
      pictures === 1
        ? `${who} Ton image est prête.`
        : `${who} Tes ${french.amount(pictures, PICTURES)} sont prêtes.`,
    failed: (who) =>
      `${who} La création de ton image a échoué\u00a0: le message explique pourquoi.`,
  },
  from: {
    again: (what) => `Refaite à partir ${what}`,
    vary: (what) => `Variante ${what}`,
    upscale: (what) => `Agrandissement ${what}`,
    edit: (what) => `Modification ${what}`,
    other: (what) => `Créée à partir ${what}`,
  },
  that: (link) => `de [cette image](${link})`,
  thatOf: (link, picture) => `de l’[image ${french.number(picture)}](${link})`,
  anotherPicture: 'd’une autre image',
  buttons: {
    cancel: 'Annuler',
    retry: 'Réessayer',
    again: 'Refaire',
    vary: 'Varier',
    upscale: 'Agrandir',
    edit: 'Modifier',
    more: 'Plus',
    upscaleOne: (picture) => `A${picture}`,
    varyOne: (picture) => `V${picture}`,
  },
};

const attaching = (pictures: number) =>
  pictures === 0
    ? ''
    : `, en joignant ${pictures === 1 ? 'l’image d’origine' : `les ${french.number(pictures)} images d’origine`}`;

export const panel: Catalogue['panel'] = {
  which: 'Quelle image\u202f?',
  older:
    'Ce bouton vient d’une version précédente de ce bot. *Plus* montre ce que tu peux faire maintenant.',
  otherVersion:
    'Ce bouton vient d’une autre version de ce bot. Voici ce que tu peux faire maintenant\u00a0:',
  picture: (picture) => `Image ${french.number(picture)}`,
  head: (job) => `Génération ${job}\u00a0: que veux-tu faire\u202f?`,
  headOf: (job, picture, count) =>
    `Génération ${job}, image ${french.number(picture)} sur ${french.number(count)}\u00a0: que veux-tu faire\u202f?`,
  step: 'En faire autre chose',
  optionsPage: (page) => `Plus d’options (${french.number(page)})`,
  buttons: {
    details: 'Détails',
    start: 'Image de départ',
    original: 'Fichier',
    save: 'Enregistrer',
    options: 'Options',
    delete: 'Supprimer',
    deleteNow: 'Supprimer définitivement',
    keep: 'Garder',
    report: 'Signaler',
  },
  deleteQuestion: (pictures) => [
    `Supprimer ${pictures === 1 ? 'cette image' : `les ${french.number(pictures)} images de cette génération`} et toutes ${pictures === 1 ? 'ses' : 'leurs'} données\u202f?`,
    'Le message est supprimé aussi. Les images que d’autres en ont tirées restent.',
  ],
  removeQuestion: (pictures) => [
    `Retirer ${pictures === 1 ? 'cette image' : `les ${french.number(pictures)} images de cette génération`}, au nom de la modération de ce serveur\u202f?`,
    'C’est définitif, et tout ce qui en a été tiré sera retiré aussi.',
  ],
  deleted: 'C’est supprimé.',
  removed: 'C’est retiré.',
  saved: (link) => `Envoyée en message privé\u00a0: ${link}`,
  originalHead: (job) => `Original de la génération ${job}\u00a0:`,
  savedHead: (link) => `Tu as enregistré cette image. Elle vient d’ici\u00a0: ${link}`,
  details: {
    copy: (pictures, isDirect) =>
      `Pour refaire l’image, envoie ceci${isDirect ? ' sur un serveur' : ''}${attaching(pictures)}\u00a0:`,
    inFile: (pictures) =>
      `C’est trop long pour tenir ici. Envoie la commande du fichier joint pour refaire l’image${attaching(pictures)}.`,
    checkpoint: (name) => `Créée avec \`${name}\``,
    default: 'ta valeur par défaut',
    preset: (name) => `preset ${name}`,
    written: (prompt) => `Le prompt tel qu’il a été écrit\u00a0:\n${prompt}`,
    emptied: (option) => `**${option}** vide (impossible à montrer dans la commande)`,
    made: 'Images créées à partir d’elle\u00a0:',
    cost: (dollars) => `Coût\u00a0: ${french.money(dollars)}.`,
  },
};

export const fromMessage: Catalogue['fromMessage'] = {
  inspected: 'Un PNG de ComfyUI ou de l’interface web d’AUTOMATIC1111',
  which: 'Laquelle de ces images\u202f?',
  found:
    'Son fichier contient ces réglages. Envoie la commande telle quelle, ou modifie-la dans un formulaire\u00a0:',
  left: (names) =>
    `Indisponible ici, donc laissé à la valeur par défaut\u00a0: ${french.series(names)}.`,
  isCut: 'Le prompt était trop long, j’ai donc coupé la fin.',
  make: 'Créer l’image',
  useOwn: (you) =>
    `${you}, tu pars de ta propre image. Ouvre le formulaire pour décrire ce que tu veux créer.`,
  useOthers: (poster) =>
    `Ouvre le formulaire pour décrire ce que tu veux créer. Ensuite, je demanderai l’autorisation à ${poster} ici.`,
  form: 'Ouvrir le formulaire',
  question: {
    face: (poster, asker, link) =>
      `${poster}, ${asker} aimerait créer une image avec le visage de [la tienne](${link}).`,
    pictures: (poster, asker, link) =>
      `${poster}, ${asker} aimerait utiliser [ton image](${link}).`,
  },
  terms: [
    'Je ne la télécharge qu’avec ton accord, et je la supprime dès qu’elle a servi. Tu peux retirer ton accord avec `/privacy`.',
    'La question se ferme dans une heure.',
  ],
  no: 'Non',
  showPrompt: 'Voir le prompt',
  from: (link) => `Créée à partir de [cette image](${link})`,
};
