import type { Catalogue } from '../say.ts';
import { spanish } from './formats.ts';

export const progress: Catalogue['progress'] = {
  waiting: (when) => `Esperando una GPU · desde ${when}`,
  waitingForOwn: (when) => `Esperando a tus otras imágenes · desde ${when}`,
  paused:
    'Quienes gestionan este servidor han pausado las imágenes. La tuya conserva su turno hasta que las reanuden.',
  made: (pictures, asked) => `${spanish.number(pictures)} de ${spanish.number(asked)}`,
  place: (place) => `número ${spanish.number(place)} en la cola`,
  aboutPlace: (place) => `cerca del número ${spanish.number(place)} en la cola`,
  ahead: (ahead) => `${spanish.number(ahead)} por delante`,
  aheadOrMore: (ahead) => `al menos ${spanish.number(ahead)} por delante`,
  likely: (when) => `probablemente lista ${when}`,
  holdUp: {
    cold: 'arrancando un worker en frío, suele tardar unos 40 s',
    none: 'no hay workers de GPU en marcha. Quizá el operador tenga que activar alguno',
    asleep: 'el servicio de GPU ha dormido el endpoint. El operador está avisado',
    throttled: 'el servicio de GPU no tiene ahora ninguna GPU libre de este tipo',
    unhealthy: 'los workers no arrancan. El operador tiene que revisarlo',
  },
  keyRefused:
    'El servicio de GPU ha rechazado la clave del bot. Lo he anotado para el operador. Seguirá cuando la clave vuelva a funcionar.',
  storageFails:
    'Ahora no puedo guardar imágenes, así que no envío nada a una GPU. El operador está avisado. Seguirá cuando pueda guardar de nuevo.',
  unstored:
    'Tu imagen está hecha, pero aún no puedo guardarla. El operador está avisado, y lo seguiré intentando media hora.',
  working: (when) => `En curso · desde ${when}`,
  unfinished: (words) => `Sin terminar: ${words}`,
  percent: (percent) => `${spanish.number(percent)} %`,
  ready: (when) => `lista ${when}`,
  readyAnyMoment: 'lista en cualquier momento',
  orLate: (soon, late) => `${soon}, o ${late} si va lento`,
};

export const duration: Catalogue['duration'] = (seconds) =>
  seconds < 60
    ? `${spanish.number(seconds)} s`
    : `${spanish.number(Math.floor(seconds / 60))} min ${spanish.number(seconds % 60)} s`;

export const deferrals: Catalogue['deferrals'] = {
  runAgain: 'He tardado demasiado en abrirlo. Vuelve a ejecutar el comando.',
  pressAgain: 'He tardado demasiado en abrirlo. Vuelve a pulsar.',
  restarted: 'Me reinicié antes de llegar a esto. Vuelve a ejecutar el comando, por favor.',
  restartedPress: 'Me reinicié antes de terminar. Si no está hecho, inténtalo de nuevo, por favor.',
  unsure: 'Perdí el hilo antes de empezar. Vuelve a ejecutar el comando, por favor.',
  unsurePress: 'Perdí el hilo. Si no está hecho, inténtalo de nuevo, por favor.',
};
