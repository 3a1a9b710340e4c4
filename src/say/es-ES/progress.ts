import type { Catalogue } from '../say.ts';
import { spanish } from './formats.ts';

export const progress: Catalogue['progress'] = {
  waiting: (when) => `Esperando una GPU · desde ${when}`,
  waitingForOwn: (when) => `Esperando a tus otras imágenes · desde ${when}`,
  paused:
    'Quienes gestionan este servidor han pausado las imágenes. La tuya conserva su puesto hasta que las reanuden.',
  made: (pictures, asked) => `${spanish.number(pictures)} de ${spanish.number(asked)} listas`,
  place: (place) => `puesto ${spanish.number(place)} en la cola`,
  aboutPlace: (place) => `hacia el puesto ${spanish.number(place)} en la cola`,
  ahead: (ahead) => `${spanish.number(ahead)} por delante`,
  aheadOrMore: (ahead) => `${spanish.number(ahead)} o más por delante`,
  likely: (when) => `probablemente lista ${when}`,
  holdUp: {
    cold: 'arrancando un worker en frío, suele tardar unos 40 s',
    none: 'no hay workers de GPU en marcha. Puede que el responsable del bot tenga que activar alguno',
    asleep:
      'el servicio de GPU ha puesto el endpoint en reposo. El responsable del bot ya tiene el aviso',
    throttled: 'el servicio de GPU no tiene ahora ninguna GPU libre de este tipo',
    unhealthy: 'los workers fallan al arrancar. El responsable del bot tiene que revisarlo',
  },
  keyRefused:
    'El servicio de GPU rechazó la clave del bot. Está anotado en el registro para su responsable. Se reanudará cuando la clave vuelva a funcionar.',
  storageFails:
    'Ahora mismo no puedo guardar imágenes, así que no se envía nada a ninguna GPU. El responsable del bot ya tiene el aviso. Se reanudará cuando se pueda volver a guardar.',
  unstored:
    'Tu imagen está hecha, pero aún no puedo guardarla. El responsable del bot ya tiene el aviso, y lo seguiré intentando media hora.',
  working: (when) => `En curso · desde ${when}`,
  unfinished: (words) => `Sin terminar: ${words}`,
  percent: (percent) => `${spanish.number(percent)}\u00A0%`,
  ready: (when) => `lista ${when}`,
  readyAnyMoment: 'lista en cualquier momento',
  orLate: (soon, late) => `${soon}, o ${late} si va lento`,
};

export const duration: Catalogue['duration'] = (seconds) =>
  seconds < 60
    ? `${spanish.number(seconds)} s`
    : `${spanish.number(Math.floor(seconds / 60))} min ${spanish.number(seconds % 60)} s`;

export const deferrals: Catalogue['deferrals'] = {
  runAgain: 'Tardé demasiado en abrirlo. Usa el comando otra vez.',
  pressAgain: 'Tardé demasiado en abrirlo. Púlsalo otra vez.',
  restarted: 'Me reiniciaron antes de llegar a esto. Usa el comando otra vez.',
  restartedPress: 'Me reiniciaron antes de terminar. Si no se ha hecho, inténtalo otra vez.',
  unsure: 'Le perdí la pista a esto antes de empezar. Usa el comando otra vez.',
  unsurePress: 'Le perdí la pista a esto. Si no se ha hecho, inténtalo otra vez.',
};
