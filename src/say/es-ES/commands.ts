import type { Catalogue } from '../say.ts';
import { spanish } from './formats.ts';

export const commands: Catalogue['commands'] = {
  imagine: 'Crea una imagen a partir de un prompt, con la cara de una foto si quieres',
  image: 'Transforma una imagen con un prompt',
  upscale: 'Amplía una imagen y le añade detalle',
  jobs: 'Tus imágenes y cómo van',
  show: 'Una de tus imágenes: cómo va y con qué ajustes',
  help: 'Cómo crear imágenes en este canal',
  status: 'Los workers de GPU, la cola y las tareas de este bot',
  settings: 'Tus valores predeterminados, tu privacidad y tus menciones',
  inspect: 'Los ajustes guardados en el archivo de una imagen',
  privacy: 'Consulta, exporta o borra lo que este bot guarda sobre ti',
};

export const publicEndpoints: Catalogue['publicEndpoints'] = {
  'flux-dev': 'Fotografías y rótulos a partir de un prompt, con FLUX.1 dev',
  'flux-schnell': 'Una imagen a partir de un prompt en segundos, con FLUX.1 schnell',
  'z-image-turbo': 'Una imagen a partir de un prompt en inglés o chino, con Z-Image-Turbo',
};

export const optionNames: Catalogue['optionNames'] = {
  prompt: 'prompt',
  negative_prompt: 'prompt_negativo',
  aspect_ratio: 'formato',
  style: 'estilo',
  count: 'cantidad',
  steps: 'pasos',
  cfg: 'cfg',
  sampler: 'sampler',
  scheduler: 'scheduler',
  denoise: 'denoise',
  seed: 'semilla',
  factor: 'escala',
  image: 'imagen',
  face: 'cara',
  face_weight: 'fuerza_cara',
  faceid_weight: 'fuerza_faceid',
  face_consent: 'permiso_cara',
  consent: 'consentimiento',
  preset: 'preajuste',
  private: 'privado',
  spoiler: 'spoiler',
  name: 'nombre',
  before: 'antes',
  after: 'después',
  from: 'desde',
  for_server: 'para_el_servidor',
  job: 'tarea',
  channel: 'canal',
  role: 'rol',
  on: 'activado',
  language: 'idioma',
  person: 'miembro',
  file: 'archivo',
  show: 'mostrar',
  by: 'por',
  days: 'días',
  everywhere: 'en_todas_partes',
};

export const options: Catalogue['options'] = {
  prompt: 'Lo que muestra la imagen',
  negative_prompt: 'Lo que la imagen no debe mostrar',
  aspect_ratio: 'Las proporciones de la imagen',
  steps: 'Con más pasos tarda más y gana detalle',
  cfg: 'Cuánto se ciñe la imagen al prompt',
  sampler: 'El algoritmo que convierte ruido en imagen',
  scheduler: 'Cómo se reparte el ruido entre los pasos',
  denoise: 'Déjalo en 1: sin imagen inicial, menos solo empeora el resultado',
  count: 'Cuántas imágenes crear a la vez',
  style: 'Rapidez o detalle: fija steps, cfg, sampler y scheduler si los dejas vacíos',
  factor: 'Cuánto se amplía; si pasa de un megapíxel, la imagen se reduce antes',
  seed: 'Misma semilla, mismos ajustes, misma imagen; -1 elige una al azar',
  image: 'La imagen de partida: un JPEG, PNG o WebP de hasta 10 MiB',
  face: 'La foto de una cara: un JPEG, PNG o WebP de hasta 10 MiB',
  face_weight: 'Cuánto se parece la cara a la foto',
  faceid_weight: 'Solo afecta a los modelos FaceID Plus V2',
  private: 'Solo la ves tú; no disponible para imágenes de personas',
  spoiler: 'Publica las imágenes como spoiler',
};

export const styles: Catalogue['styles'] = {
  draft: 'Borrador: lo más rápido',
  fast: 'Rápido',
  balanced: 'Equilibrado',
  fine: 'Fino: el máximo detalle',
};

export const optionsWithPicture: Catalogue['optionsWithPicture'] = {
  denoise: 'Cuánto cambia: 0.3 retoca, 0.6 repinta, 1 no conserva casi nada',
};

const { amount } = spanish;

const PICTURES = { one: 'imagen', other: 'imágenes' };
const REQUESTS = { one: 'petición', other: 'peticiones' };
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
    '2. La respuesta muestra el progreso y se convierte en la imagen. Sigue desde ahí con sus botones.',
    '3. `/jobs` muestra tus imágenes. `/privacy` enseña y borra lo que guardo sobre ti.',
  ],
  command: (name, what) => `${name}: ${what}`,
  notHere: (names) => `No en este canal: ${spanish.list(names)}.`,
  noneHere:
    'No puedo crear imágenes en este canal. Prueba en otro, o pregunta al operador del bot.',
  sections: {
    commands: 'Comandos',
    channel: 'Este canal',
    limits: 'Límites',
    photos: 'Fotos',
  },
  back: 'Volver',
  others: 'Además',
  inMenus: 'En el menú de un mensaje, en Aplicaciones',
  ageRestricted: 'Con restricción de edad: aquí se permiten modelos para adultos. Menores, nunca.',
  general: 'Sin restricción de edad: solo se usan modelos para todos los públicos.',
  model: (name) => `Modelo: \`${name}\``,
  faces: [
    'Puedes usar una foto tuya, o de alguien que esté de acuerdo. El resultado es siempre apto para todos.',
    'Solo descargo una foto cuando lo confirmas, y la borro en cuanto se ha usado.',
    '`/privacy` retira tu consentimiento.',
  ],
  noFaces: ['No se aceptan fotos de personas.'],
  perPerson: (of) => allowed('Para ti', of),
  perServer: (of) => allowed('Para este servidor', of),
  actions: (count) => `${amount(count, ACTIONS)} por minuto.`,
  gpuTime: (minutes) => `${amount(minutes, MINUTES)} de GPU al día para este servidor.`,
  welcome: '-# ¿Primera vez? `/help` explica cómo funciona y qué permite este canal.',
};

export const form: Catalogue['form'] = {
  edit: 'Editar y crear de nuevo',
  again: 'Crear de nuevo',
  anew: 'Crear algo parecido',
  filledIn: 'Lo que escribiste:',
  start: 'Usar esta imagen',
  from: (min, max, what) =>
    `De ${spanish.number(min)} a ${spanish.number(max)}${what === '' ? '' : `. ${what}`}`,
  asBefore: (what) => (what === '' ? 'Vacío: sin cambios' : `${what}. Vacío: sin cambios`),
};
