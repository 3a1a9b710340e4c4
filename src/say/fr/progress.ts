import type { Catalogue } from '../say.ts';
import { french } from './formats.ts';

export const progress: Catalogue['progress'] = {
  waiting: (when) => `En attente d’un GPU · début ${when}`,
  waitingForOwn: (when) => `En attente de tes autres images · début ${when}`,
  paused:
    'Les gestionnaires de ce serveur ont mis les images en pause. La tienne garde sa place jusqu’à la reprise.',
  made: (pictures, asked) =>
    `${french.number(pictures)} sur ${french.amount(asked, { one: 'prête', other: 'prêtes' })}`,
  place: (place) => `place ${french.number(place)} dans la file`,
  aboutPlace: (place) => `environ à la place ${french.number(place)} dans la file`,
  ahead: (ahead) => `${french.number(ahead)} devant`,
  aheadOrMore: (ahead) => `au moins ${french.number(ahead)} devant`,
  likely: (when) => `sans doute prête ${when}`,
  holdUp: {
    cold: 'un worker démarre à froid, en général en 40\u00a0s environ',
    none: 'aucun worker GPU n’est actif. Les responsables du bot doivent peut-être en activer',
    asleep: 'le service GPU a mis l’endpoint en veille. J’ai prévenu les responsables du bot',
    throttled: 'le service GPU n’a plus de GPU de ce type pour le moment',
    unhealthy:
      'les workers n’arrivent pas à démarrer. Les responsables du bot doivent s’en occuper',
  },
  keyRefused:
    'Le service GPU a refusé la clé du bot. Les responsables du bot le verront dans le journal. Ça reprendra dès que la clé fonctionnera.',
  storageFails:
    'Je ne peux pas enregistrer d’images pour le moment, donc rien ne part vers un GPU. J’ai prévenu les responsables du bot. Ça reprendra dès que l’enregistrement fonctionnera.',
  unstored:
    'Ton image est prête, mais je ne peux pas encore l’enregistrer. J’ai prévenu les responsables du bot, et je réessaie pendant une demi-heure.',
  working: (when) => `En cours · début ${when}`,
  unfinished: (words) => `Inachevée\u00a0: ${words}`,
  percent: (percent) => `${french.number(percent)}\u202f%`,
  ready: (when) => `prête ${when}`,
  readyAnyMoment: 'prête d’un instant à l’autre',
  orLate: (soon, late) => `${soon}, ou ${late} si c’est lent`,
};

export const duration: Catalogue['duration'] = (seconds) =>
  seconds < 60
    ? `${french.number(seconds)}\u00a0s`
    : `${french.number(Math.floor(seconds / 60))}\u00a0min ${french.number(seconds % 60)}\u00a0s`;

export const deferrals: Catalogue['deferrals'] = {
  runAgain: 'J’ai mis trop de temps à ouvrir ça. Relance la commande.',
  pressAgain: 'J’ai mis trop de temps à ouvrir ça. Appuie de nouveau sur le bouton.',
  restarted: 'J’ai redémarré avant de m’en occuper. Relance la commande, s’il te plaît.',
  restartedPress:
    'J’ai redémarré avant d’avoir terminé. Si ce n’est pas fait, réessaie, s’il te plaît.',
  unsure: 'J’ai perdu ta demande avant de commencer. Relance la commande, s’il te plaît.',
  unsurePress: 'J’ai perdu ta demande en route. Si ce n’est pas fait, réessaie, s’il te plaît.',
};
