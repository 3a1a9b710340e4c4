import type { Catalogue } from '../say.ts';
import { french } from './formats.ts';

export const progress: Catalogue['progress'] = {
  waiting: (when) => `En attente d'un GPU · depuis ${when}`,
  waitingForOwn: (when) => `En attente de tes autres images · depuis ${when}`,
  paused:
    'Les gestionnaires de ce serveur ont suspendu les images. La tienne garde sa place jusqu’à la reprise.',
  made: (pictures, asked) => `${french.number(pictures)} sur ${french.number(asked)}`,
  place: (place) => `numéro ${french.number(place)} dans la file`,
  aboutPlace: (place) => `vers le numéro ${french.number(place)} dans la file`,
  ahead: (ahead) => `${french.number(ahead)} devant`,
  aheadOrMore: (ahead) => `au moins ${french.number(ahead)} devant`,
  likely: (when) => `sans doute prête ${when}`,
  holdUp: {
    cold: "démarrage à froid d'un worker, en général 40 s environ",
    none: "aucun worker GPU ne tourne. L'opérateur doit peut-être en activer",
    asleep: "le service GPU a mis l'endpoint en sommeil. L'opérateur est prévenu",
    throttled: "le service GPU n'a pas de GPU libre de ce type en ce moment",
    unhealthy: "les workers ne démarrent pas. L'opérateur doit s'en occuper",
  },
  keyRefused:
    "Le service GPU a refusé la clé du bot. Je l'ai noté pour l'opérateur. Ça reprendra dès que la clé fonctionnera.",
  storageFails:
    "Je ne peux pas enregistrer d'images en ce moment, donc rien ne part vers un GPU. L'opérateur est prévenu. Ça reprendra dès que l'enregistrement fonctionnera.",
  unstored:
    "Ton image est faite, mais je n'arrive pas encore à l'enregistrer. L'opérateur est prévenu, et je réessaie pendant une demi-heure.",
  working: (when) => `En cours · depuis ${when}`,
  unfinished: (words) => `Inachevée : ${words}`,
  percent: (percent) => `${french.number(percent)} %`,
  ready: (when) => `prête ${when}`,
  readyAnyMoment: 'prête d’un instant à l’autre',
  orLate: (soon, late) => `${soon}, ou ${late} si c'est lent`,
};

export const duration: Catalogue['duration'] = (seconds) =>
  seconds < 60
    ? `${french.number(seconds)} s`
    : `${french.number(Math.floor(seconds / 60))} min ${french.number(seconds % 60)} s`;

export const deferrals: Catalogue['deferrals'] = {
  runAgain: "J'ai mis trop de temps à ouvrir ça. Relance la commande.",
  pressAgain: "J'ai mis trop de temps à ouvrir ça. Appuie de nouveau.",
  restarted: "J'ai redémarré avant d'y arriver. Relance la commande, s'il te plaît.",
  restartedPress:
    "J'ai redémarré avant d'avoir fini. Si ce n'est pas fait, réessaie, s'il te plaît.",
  unsure: "J'ai perdu le fil avant de commencer. Relance la commande, s'il te plaît.",
  unsurePress: "J'ai perdu le fil. Si ce n'est pas fait, réessaie, s'il te plaît.",
};
