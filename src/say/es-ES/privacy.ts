import type { Catalogue } from '../say.ts';
import { spanish } from './formats.ts';

const { amount, form, number } = spanish;

const REQUESTS = { one: 'solicitud', other: 'solicitudes' };
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
const PRESETS = { one: 'preset', other: 'presets' };
const HOURS = { one: 'hora', other: 'horas' };
const DAYS = { one: 'día', other: 'días' };

export const privacy: Catalogue['privacy'] = {
  title: 'Lo que guardo sobre ti',
  buttons: {
    export: 'Exportar mis datos',
    withdraw: 'Retirar mi consentimiento',
    erase: 'Borrar todo',
    eraseNow: 'Borrar todo ahora',
    keep: 'Conservarlo',
  },
  noRequests: 'Ninguna solicitud.',
  requests: ({ jobs, oldest, underWay, days }) => {
    const since = oldest === undefined ? '' : `; la más antigua es de ${oldest}`;
    const some = `${number(underWay)} ${form(underWay, { one: 'está', other: 'están' })} en curso.`;
    return [
      `**${amount(jobs, REQUESTS)}** con prompt, ajustes, canal y resultado${since}.`,
      underWay === 0 ? 'Ninguna está en curso.' : some,
      `Se borran ${amount(days, DAYS)} después de terminar.`,
    ].join(' ');
  },
  pictures: (pictures, hours) =>
    `**${amount(pictures, PICTURES)}** en el disco del bot. Cada una se borra ${amount(hours, HOURS)} después de crearse; su mensaje de Discord se queda.`,
  sent: (sent) =>
    `**${amount(sent, PICTURES)}** que has enviado. Cada una se borra en cuanto la tiene el servicio de GPU y, como muy tarde, al terminar su tarea.`,
  consents: (consents, withdrawn) =>
    `**${amount(consents, CONSENTS)}** para usar imágenes de personas${withdrawn > 0 ? `, y ${number(withdrawn)} ${form(withdrawn, { one: 'retirado', other: 'retirados' })}` : ''}: la hora, el texto y una suma de comprobación de cada imagen.`,
  statements: (statements, withdrawn) =>
    `**${amount(statements, STATEMENTS)}** de que en una imagen no aparece ninguna persona${withdrawn > 0 ? `, y ${number(withdrawn)} ${form(withdrawn, { one: 'retirada', other: 'retiradas' })}` : ''}, con los mismos datos.`,
  reportsMade: (reports) => `**${amount(reports, REPORTS)}** que has hecho.`,
  reportsAgainst: (reports) => `**${amount(reports, REPORTS)}** sobre tus imágenes.`,
  blocks: (servers) => `Bloqueos de la moderación en **${amount(servers, SERVERS)}**.`,
  limits: (limits) =>
    `**${amount(limits, LIMITS)}** que te han puesto quienes gestionan servidores, hasta que ${form(limits, { one: 'lo', other: 'los' })} quiten.`,
  purchases: (purchases) =>
    `**${amount(purchases, { one: 'compra', other: 'compras' })}** en Discord, con lo que aún te ${form(purchases, { one: 'da', other: 'dan' })}.`,
  keptOut: (entries) =>
    `**${amount(entries, ENTRIES)}** sobre bloqueos pasados o vigentes del responsable del bot: la hora y el motivo.`,
  tries: (tries) =>
    `**${amount(tries, TRIES)}** del último día que ${form(tries, { one: 'cuenta', other: 'cuentan' })} para una pausa: un hash con clave y la hora.`,
  pause: (at) =>
    `Una **pausa** para crear imágenes que termina ${at}, guardada bajo un hash con clave en lugar de tu ID de usuario.`,
  acts: (acts) => `**${amount(acts, ENTRIES)}** en los registros de moderación.`,
  ofOthers: (requests) =>
    `**${amount(requests, REQUESTS)}** de otras personas para ${form(requests, { one: 'la', other: 'las' })} que se pidió usar tu imagen, o que tú cancelaste.`,
  questions: (questions) =>
    `**${amount(questions, QUESTIONS)}** sobre el uso de una imagen de un mensaje, ${form(questions, { one: 'hecha', other: 'hechas' })} por ti o a ti: se guardan alrededor de una hora, y las negativas para siempre.`,
  choices: (commands) =>
    commands === 0
      ? 'Tus `/settings`, hasta que los cambies o los borres.'
      : `Tus \`/settings\`, con valores predeterminados para **${amount(commands, COMMANDS)}**, hasta que los cambies o los borres.`,
  presets: (presets) =>
    `**${amount(presets, PRESETS)}**, hasta que ${form(presets, { one: 'lo', other: 'los' })} elimines.`,
  serverPresets: (presets) =>
    `Has creado **${amount(presets, PRESETS)}** para servidores. Pertenecen a los servidores y se quedan aunque lo borres todo.`,
  private:
    'Las imágenes privadas solo se te muestran a ti. La moderación de un servidor puede verlas en una lista con sus prompts, y retirarlas.',
  name: 'Guardo tu ID de usuario de Discord, no tu nombre.',
  cut: 'Aquí dejé de contar. *Exportar mis datos* lo incluye todo.',
  policy: (url) => `Quién puede verlo y más: [política de privacidad](${url}).`,
  copy: 'Esto es todo lo que guardo sobre ti.',
  withdrawn: ({ consents, statements }) => {
    const parts = [
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
    ];
    return [
      `Has retirado ${spanish.list(parts)}.`,
      'Se han detenido las tareas que usan una imagen enviada por ti en la que pueda aparecer alguien. Las imágenes que ya creaste se quedan hasta que las borres, pero no se pueden volver a usar. Las que otras personas crearon con tu consentimiento se eliminan.',
    ].join(' ');
  },
  eraseQuestion: [
    '**¿Borrar todo lo que guardo sobre ti?** No se puede deshacer.',
    'Tus tareas en curso se cancelan. Tus prompts, imágenes, consentimientos, denuncias, ajustes y presets se borran en todos los servidores, y los mensajes con tus imágenes se eliminan.',
  ],
  kept: 'No se borró nada.',
  nothingToErase: 'No tenías solicitudes que borrar. Tus ajustes y presets se han borrado.',
  erased: (requests, messages) =>
    `Borrado: ${amount(requests, REQUESTS)} con prompts, ajustes, imágenes y consentimientos, además de tus /settings y tus presets. También se ${form(messages, { one: 'ha eliminado', other: 'han eliminado' })} ${amount(messages, MESSAGES)}.`,
  notYetDeleted: (messages) =>
    `Aún no se ${form(messages, { one: 'ha podido', other: 'han podido' })} eliminar ${amount(messages, MESSAGES)}; lo seguiré intentando.`,
  mayNotDelete: (messages) =>
    `Ya no tengo permiso para eliminar ${amount(messages, MESSAGES)}. Pídeselo a la moderación de allí:`,
  underReport: (requests) =>
    `${amount(requests, REQUESTS)} con una denuncia abierta se ${form(requests, { one: 'borrará', other: 'borrarán' })} cuando decida la moderación.`,
  staying:
    'Los bloqueos de la moderación o del responsable del bot se quedan, y también una pausa hasta que termine. Para los límites de uso se guarda durante un día cuántas solicitudes hiciste en el último día, bajo un hash con clave en lugar de tu ID de usuario.',
};

export const consent: Catalogue['consent'] = {
  face: {
    wording: 'Soy esta persona, o tengo su permiso',
    question: [
      '¿Eres la persona de esta foto, o tienes su permiso para usarla?',
      'No descargo la foto hasta que confirmes, y la borro en cuanto se ha usado.',
    ],
  },
  pictures: {
    wording: 'Cada persona que aparece soy yo o ha dado su consentimiento',
    question: [
      '¿Aparece alguien? Si es así, ¿eres tú, o ha aceptado este uso?',
      'No descargo nada hasta que respondas, y lo borro todo en cuanto se ha usado.',
    ],
  },
  nobody: {
    wording: 'No aparece ninguna persona',
  },
};

export const posterConsent: Catalogue['posterConsent'] = {
  wording: 'Sí, y cada persona que aparece soy yo o ha dado su consentimiento',
  nobody: {
    wording: 'Sí, y no aparece ninguna persona',
  },
};
