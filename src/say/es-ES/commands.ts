import type { Catalogue } from '../say.ts';
import { spanish } from './formats.ts';

export const commands: Catalogue['commands'] = {
  imagine: 'Crea una imagen con un prompt y, si quieres, con la cara de una foto',
  image: 'Cambia una imagen con un prompt',
  upscale: 'Amplía una imagen y añade detalle',
  jobs: 'Tus imágenes y cómo van',
  show: 'Una de tus imágenes: cómo va y qué ajustes tiene',
  help: 'Cómo crear imágenes en este canal',
  status: 'Los workers de GPU, la cola y las tareas de este bot',
  settings: 'Tus valores predeterminados, tu privacidad y tus menciones',
  inspect: 'Los ajustes guardados en el archivo de una imagen',
  privacy: 'Consulta, exporta o borra lo que este bot guarda sobre ti',
};

export const publicEndpoints: Catalogue['publicEndpoints'] = {
  'flux-dev': 'Fotografías y rótulos a partir de texto, con FLUX.1 dev',
  'flux-schnell': 'Una imagen a partir de texto en segundos, con FLUX.1 schnell',
  'z-image-turbo': 'Una imagen a partir de texto en inglés o chino, con Z-Image-Turbo',
};

export const optionNames: Catalogue['optionNames'] = {
  prompt: 'prompt',
  negative_prompt: 'prompt_negativo',
  aspect_ratio: 'proporción',
  style: 'estilo',
  count: 'cantidad',
  steps: 'pasos',
  cfg: 'cfg',
  sampler: 'sampler',
  scheduler: 'scheduler',
  denoise: 'denoise',
  seed: 'semilla',
  factor: 'factor',
  image: 'imagen',
  face: 'cara',
  face_weight: 'peso_cara',
  faceid_weight: 'peso_faceid',
  face_consent: 'consentimiento_cara',
  consent: 'consentimiento',
  preset: 'preset',
  private: 'privada',
  spoiler: 'spoiler',
  name: 'nombre',
  before: 'antes',
  after: 'después',
  from: 'desde_tarea',
  for_server: 'para_el_servidor',
  job: 'tarea',
  channel: 'canal',
  role: 'rol',
  on: 'activar',
  language: 'idioma',
  person: 'miembro',
  file: 'archivo',
  show: 'mostrar',
  by: 'agrupar_por',
  days: 'días',
  everywhere: 'todos_los_servidores',
};

export const options: Catalogue['options'] = {
  prompt: 'Lo que muestra la imagen',
  negative_prompt: 'Lo que la imagen no debe mostrar',
  aspect_ratio: 'La forma de la imagen',
  steps: 'Con más pasos tarda más y gana detalle',
  cfg: 'Cuánto se ciñe la imagen al prompt',
  sampler: 'El algoritmo que convierte el ruido en una imagen',
  scheduler: 'Cómo se reparte el ruido entre los pasos',
  denoise: 'Déjalo en 1: sin imagen de partida, un valor menor solo empeora el resultado',
  count: 'Cuántas imágenes crear a la vez',
  style: 'Rapidez o detalle: fija pasos, cfg, sampler y scheduler si los dejas en blanco',
  factor: 'Cuánto se amplía; las imágenes de más de un megapíxel se reducen antes',
  seed: 'Misma semilla, mismos ajustes, misma imagen; -1 elige una al azar',
  image: 'La imagen de partida: un JPEG, PNG o WebP de hasta 10 MiB',
  face: 'La foto de una cara: un JPEG, PNG o WebP de hasta 10 MiB',
  face_weight: 'Cuánto se parece la cara a la de la foto',
  faceid_weight: 'Solo afecta a los modelos FaceID Plus V2',
  private: 'Solo tú la ves; no disponible para imágenes de personas',
  spoiler: 'Publica las imágenes como spoiler',
};

export const styles: Catalogue['styles'] = {
  draft: 'Borrador: lo más rápido',
  fast: 'Rápido',
  balanced: 'Equilibrado',
  fine: 'Fino: el máximo detalle',
};

export const optionsWithPicture: Catalogue['optionsWithPicture'] = {
  denoise: 'Cuánto cambia: con 0,3 se retoca, con 0,6 se repinta y con 1 no queda casi nada',
};

const { amount } = spanish;

const PICTURES = { one: 'imagen', other: 'imágenes' };
const REQUESTS = { one: 'solicitud', other: 'solicitudes' };
const ACTIONS = { one: 'comando o clic', other: 'comandos y clics' };
const MINUTES = { one: 'minuto', other: 'minutos' };

type Allowed = Parameters<Catalogue['help']['perPerson']>[0];

function allowed(whose: string, { atOnce, waiting = 0, hourly }: Allowed): string[] {
  if (atOnce + hourly === 0) return [];
  const parts = [
    ...(atOnce > 0 ? [`${amount(atOnce, PICTURES)} a la vez`] : []),
    ...(waiting > 0 ? [`${amount(waiting, REQUESTS)} en espera`] : []),
    ...(hourly > 0 ? [`${amount(hourly, PICTURES)} por hora`] : []),
  ];
  return [`${whose}: ${spanish.list(parts)}.`];
}

export const help: Catalogue['help'] = {
  title: 'Cómo crear imágenes',
  start: (command) => [
    `1. Escribe ${command}, describe lo que quieres ver y envíalo.`,
    '2. La respuesta muestra el progreso y se convierte en la imagen. Usa sus botones para seguir a partir de ella.',
    '3. `/jobs` muestra tus imágenes. `/privacy` muestra y borra lo que guardo sobre ti.',
  ],
  command: (name, what) => `${name} ${what}`,
  notHere: (names) => `En este canal no: ${spanish.list(names)}.`,
  noneHere:
    'No puedo crear imágenes en este canal. Prueba en otro, o pregunta al responsable del bot.',
  sections: {
    commands: 'Comandos',
    channel: 'Este canal',
    limits: 'Límites',
    photos: 'Fotos',
  },
  back: 'Volver',
  others: 'Además',
  inMenus: 'En el menú de un mensaje, en Aplicaciones',
  ageRestricted:
    'Con restricción de edad: aquí se permiten modelos para adultos. Los menores, nunca.',
  general: 'Sin restricción de edad: solo se usan modelos para todos los públicos.',
  model: (name) => `Modelo: \`${name}\``,
  faces: [
    'Puedes usar una foto tuya o de alguien que haya aceptado. El resultado es apto para todos los públicos.',
    'No descargo la foto hasta que confirmes, y la borro en cuanto se ha usado.',
    'Con `/privacy` retiras tu consentimiento.',
  ],
  noFaces: ['No se aceptan fotos de personas.'],
  perPerson: (of) => allowed('Para ti', of),
  perServer: (of) => allowed('Para este servidor', of),
  actions: (count) => `${amount(count, ACTIONS)} por minuto.`,
  gpuTime: (minutes) => `${amount(minutes, MINUTES)} de GPU al día para este servidor.`,
  welcome:
    '-# ¿Es tu primera vez? `/help` explica cómo funciona y qué se puede hacer en este canal.',
};

export const form: Catalogue['form'] = {
  edit: 'Editar y crear de nuevo',
  again: 'Crear de nuevo',
  anew: 'Crear algo parecido',
  filledIn: 'Lo que escribiste:',
  start: 'Usar esta imagen',
  from: (min, max, what) =>
    `Del ${spanish.number(min)} al ${spanish.number(max)}${what === '' ? '' : `. ${what}`}`,
  asBefore: (what) => (what === '' ? 'En blanco: sin cambios' : `${what}. En blanco: sin cambios`),
};
