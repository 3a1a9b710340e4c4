import type { Catalogue } from '../say.ts';
import { german } from './formats.ts';

export const progress: Catalogue['progress'] = {
  waiting: (when) => `Wartet auf eine GPU · angefragt ${when}`,
  waitingForOwn: (when) => `Wartet auf deine anderen Bilder · angefragt ${when}`,
  paused:
    'Die Serververwaltung hat Bilder gerade pausiert. Deins behält seinen Platz, bis es weitergeht.',
  made: (pictures, asked) => `${german.number(pictures)} von ${german.number(asked)} fertig`,
  place: (place) => `Platz ${german.number(place)} in der Warteschlange`,
  aboutPlace: (place) => `etwa Platz ${german.number(place)} in der Warteschlange`,
  ahead: (ahead) => `${german.number(ahead)} davor`,
  aheadOrMore: (ahead) => `${german.number(ahead)} oder mehr davor`,
  likely: (when) => `wahrscheinlich fertig ${when}`,
  holdUp: {
    cold: 'ein Worker startet erst, das dauert meist etwa 40 s',
    none: 'gerade laufen keine GPU-Worker. Vielleicht muss der Betreiber welche aktivieren',
    asleep: 'der GPU-Dienst hat den Endpoint schlafen gelegt. Der Betreiber weiß Bescheid',
    throttled: 'der GPU-Dienst hat gerade keine passende GPU frei',
    unhealthy: 'die Worker starten nicht richtig. Das muss sich der Betreiber ansehen',
  },
  keyRefused:
    'Der GPU-Dienst nimmt den Schlüssel des Bots nicht an. Der Betreiber findet das im Log. Sobald der Schlüssel wieder gilt, geht es weiter.',
  storageFails:
    'Ich kann gerade keine Bilder speichern, deshalb geht nichts an eine GPU. Der Betreiber weiß Bescheid. Sobald das Speichern wieder klappt, geht es weiter.',
  unstored:
    'Dein Bild ist fertig, aber ich kann es noch nicht speichern. Der Betreiber weiß Bescheid, und ich versuche es noch eine halbe Stunde.',
  working: (when) => `In Arbeit · gestartet ${when}`,
  unfinished: (words) => `Noch nicht fertig: ${words}`,
  percent: (percent) => `${german.number(percent)} %`,
  ready: (when) => `fertig ${when}`,
  readyAnyMoment: 'gleich fertig',
  orLate: (soon, late) => `${soon}, oder ${late}, wenn es länger dauert`,
};

export const duration: Catalogue['duration'] = (seconds) =>
  seconds < 60
    ? `${german.number(seconds)} s`
    : `${german.number(Math.floor(seconds / 60))} min ${german.number(seconds % 60)} s`;

export const deferrals: Catalogue['deferrals'] = {
  runAgain: 'Das Öffnen hat zu lange gedauert. Gib den Befehl noch mal ein.',
  pressAgain: 'Das Öffnen hat zu lange gedauert. Drück noch mal auf den Button.',
  restarted: 'Bevor ich dazu kam, wurde ich neu gestartet. Gib den Befehl bitte noch mal ein.',
  restartedPress:
    'Bevor ich damit fertig war, wurde ich neu gestartet. Falls es nicht geklappt hat, versuch es bitte noch mal.',
  unsure:
    'Das ist bei mir verloren gegangen, bevor ich angefangen habe. Gib den Befehl bitte noch mal ein.',
  unsurePress:
    'Das ist bei mir verloren gegangen. Falls es nicht geklappt hat, versuch es bitte noch mal.',
};
