import type { Catalogue } from '../say.ts';
import { spanish } from './formats.ts';

const { amount, form, number } = spanish;

const REQUESTS = { one: 'petición', other: 'peticiones' };
const PICTURES = { one: 'imagen', other: 'imágenes' };
const CONSENTS = { one: 'consentimiento', other: 'consentimientos' };
const STATEMENTS = { one: 'declaración', other: 'declaraciones' };
const REPORTS = { one: 'denuncia', other: 'denuncias' };
const SERVERS = { one: 'servidor', other: 'servidores' };
const LIMITS = { one: 'límite', other: 'límites' };
const ENTRIES = { one: 'entrada', other: 'entradas' };
const TRIES = { one: 'prompt rechazado', other: 'prompts rechazados' };
const QUESTIONS = { one: 'pregunta', other: 'preguntas' };
const MESSAGES = { one: 'mensaje', other: 'mensajes' };
const COMMANDS = { one: 'comando', other: 'comandos' };
const PRESETS = { one: 'preajuste', other: 'preajustes' };
const HOURS = { one: 'hora', other: 'horas' };
const DAYS = { one: 'día', other: 'días' };

export const privacy: Catalogue['privacy'] = {
  title: 'Lo que guardo sobre ti',
  buttons: {
    export: 'Exportar mis datos',
    withdraw: 'Retirar mi consentimiento',
    erase: 'Borrarlo todo',
    eraseNow: 'Borrarlo todo ahora',
    keep: 'Conservarlo',
  },
  noRequests: 'Ninguna petición.',
  requests: ({ jobs, oldest, underWay, days }) => {
    const since = oldest === undefined ? '' : `, la más antigua del ${oldest}`;
    return [
      `**${amount(jobs, REQUESTS)}** con prompt, ajustes, canal y resultado${since}.`,
      `${underWay === 0 ? 'Ninguna' : number(underWay)} en curso.`,
      `Se borran ${amount(days, DAYS)} después de terminar.`,
    ].join(' ');
  },
  pictures: (pictures, hours) =>
    `**${amount(pictures, PICTURES)}** en el disco del bot. Cada una se borra ${amount(hours, HOURS)} después de crearse; su mensaje de Discord permanece.`,
  sent: (sent) =>
    `**${amount(sent, PICTURES)}** que enviaste. Cada una se borra en cuanto la tiene el servicio de GPU, y como muy tarde al acabar su tarea.`,
  consents: (consents, withdrawn) =>
    `**${amount(consents, CONSENTS)}** para usar imágenes de personas${withdrawn > 0 ? `, y ${number(withdrawn)} retirado${withdrawn > 1 ? 's' : ''}` : ''}: fecha, texto y una suma de comprobación de cada imagen.`,
  statements: (statements, withdrawn) =>
    `**${amount(statements, STATEMENTS)}** de que en una imagen no sale nadie${withdrawn > 0 ? `, y ${number(withdrawn)} retirada${withdrawn > 1 ? 's' : ''}` : ''}, con los mismos datos.`,
  reportsMade: (reports) => `**${amount(reports, REPORTS)}** que hiciste.`,
  reportsAgainst: (reports) => `**${amount(reports, REPORTS)}** sobre tus imágenes.`,
  blocks: (servers) => `Bloqueos de la moderación en **${amount(servers, SERVERS)}**.`,
  limits: (limits) =>
    `**${amount(limits, LIMITS)}** que te pusieron quienes gestionan un servidor, hasta que ${form(limits, { one: 'lo', other: 'los' })} quiten.`,
  purchases: (purchases) =>
    `**${amount(purchases, { one: 'compra', other: 'compras' })}** en Discord, con lo que aún te ${form(purchases, { one: 'da', other: 'dan' })}.`,
  keptOut: (entries) =>
    `**${amount(entries, ENTRIES)}** sobre bloqueos, actuales o pasados, del operador del bot: fecha y motivo.`,
  tries: (tries) =>
    `**${amount(tries, TRIES)}** del último día que cuentan para una pausa: un hash con clave y la hora.`,
  pause: (at) =>
    `Una **pausa** para crear imágenes que termina ${at}, guardada con un hash con clave en lugar de tu ID de usuario.`,
  acts: (acts) => `**${amount(acts, ENTRIES)}** en registros de moderación.`,
  ofOthers: (requests) =>
    `**${amount(requests, REQUESTS)}** de otros miembros que querían usar tu imagen, o que tú cancelaste.`,
  questions: (questions) =>
    `**${amount(questions, QUESTIONS)}** sobre el uso de una imagen de un mensaje, tuya o dirigida a ti: se guarda una hora más o menos, las negativas para siempre.`,
  choices: (commands) =>
    commands === 0
      ? 'Tus `/settings`, hasta que los cambies o los borres.'
      : `Tus \`/settings\`, con valores predeterminados para **${amount(commands, COMMANDS)}**, hasta que los cambies o los borres.`,
  presets: (presets) =>
    `**${amount(presets, PRESETS)}**, hasta que ${form(presets, { one: 'lo', other: 'los' })} borres.`,
  serverPresets: (presets) =>
    `Creaste **${amount(presets, PRESETS)}** para servidores. Pertenecen a los servidores y permanecen si lo borras todo.`,
  private:
    'Las imágenes privadas solo se te muestran a ti. La moderación del servidor puede verlas en una lista con sus prompts, y retirarlas.',
  name: 'Guardo tu ID de usuario de Discord, no tu nombre.',
  cut: 'Dejé de contar aquí. *Exportar mis datos* lo incluye todo.',
  policy: (url) => `Quién puede verlo, y más: [política de privacidad](${url}).`,
  copy: 'Esto es todo lo que guardo sobre ti.',
  withdrawn: ({ consents, statements }) =>
    [
      `Queda retirado: ${spanish.list([
        ...(consents > 0 || statements === 0
          ? [
              form(consents, {
                one: 'tu consentimiento',
                other: `tus ${number(consents)} consentimientos`,
              }),
            ]
          : []),
        ...(statements > 0
          ? [
              form(statements, {
                one: 'tu declaración',
                other: `tus ${number(statements)} declaraciones`,
              }),
            ]
          : []),
      ])}.`,
      'Las tareas que usan una imagen enviada por ti en la que puede salir alguien se detienen. Las imágenes que ya creaste siguen hasta que las borres, pero no se pueden volver a usar. Las que otros crearon con tu permiso se retiran.',
    ].join(' '),
  eraseQuestion: [
    '**¿Borrar todo lo que guardo sobre ti?** No se puede deshacer.',
    'Se cancelan tus tareas en curso. Tus prompts, imágenes, consentimientos, denuncias, ajustes y preajustes se borran en todos los servidores, y los mensajes con tus imágenes se eliminan.',
  ],
  kept: 'No se ha borrado nada.',
  nothingToErase: 'No tenías peticiones que borrar. Tus ajustes y preajustes se han borrado.',
  erased: (requests, messages) =>
    `Borrado: ${amount(requests, REQUESTS)} con prompts, ajustes, imágenes y consentimientos, y tus /settings y preajustes. Eliminado: ${amount(messages, MESSAGES)}.`,
  notYetDeleted: (messages) =>
    `Aún sin eliminar: ${amount(messages, MESSAGES)}; lo sigo intentando.`,
  mayNotDelete: (messages) =>
    `Ya no puedo eliminar ${amount(messages, MESSAGES)}. Pídeselo a la moderación de allí:`,
  underReport: (requests) =>
    `${amount(requests, REQUESTS)} con una denuncia abierta: se borrará cuando decida la moderación.`,
  staying:
    'Los bloqueos de la moderación o del operador del bot permanecen, y también una pausa hasta que acabe. Para los límites, se guarda un día cuántas peticiones hiciste en el último día, con un hash con clave en lugar de tu ID de usuario.',
};

export const consent: Catalogue['consent'] = {
  face: {
    wording: 'Soy esa persona, o tengo su permiso',
    question: [
      '¿Eres tú la persona de esta foto, o tienes su permiso para usarla?',
      'Solo descargo la foto cuando lo confirmas, y la borro en cuanto se ha usado.',
    ],
  },
  pictures: {
    wording: 'Quien sale en ella soy yo o está de acuerdo',
    question: [
      '¿Sale alguien aquí? Si es así, ¿eres tú, o está de acuerdo con este uso?',
      'No descargo nada hasta que respondas, y lo borro todo en cuanto se ha usado.',
    ],
  },
  nobody: {
    wording: 'No sale nadie',
  },
};

export const posterConsent: Catalogue['posterConsent'] = {
  wording: 'Sí, y quien sale en ella soy yo o está de acuerdo',
  nobody: {
    wording: 'Sí, y no sale nadie',
  },
};
