import type { Catalogue } from '../say.ts';
import { portuguese, someOf } from './formats.ts';

const { money } = portuguese;

const PICTURES = { one: 'imagem', other: 'imagens' };

/** `1 h 40 min`, `45 s` */
function gpuTime(seconds: number): string {
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor((seconds % 3_600) / 60);
  const parts = [
    ...(hours > 0 ? [`${portuguese.number(hours)} h`] : []),
    ...(minutes > 0 ? [`${minutes} min`] : []),
    ...(seconds % 60 > 0 || seconds === 0 ? [`${seconds % 60} s`] : []),
  ];
  return parts.join(' ');
}

const allows: Catalogue['rules']['allows'] = {
  picturesADay: (most) =>
    most === 0 ? 'nenhuma imagem' : `${portuguese.amount(most, PICTURES)} por dia`,
  picturesAtOnce: (most) =>
    most === 0 ? 'nenhuma imagem' : `${portuguese.amount(most, PICTURES)} por vez`,
  gpuSecondsADay: (most) =>
    most === 0 ? 'nenhum tempo de GPU' : `${gpuTime(most)} de tempo de GPU por dia`,
  moneyADay: (most) => (most === 0 ? 'nenhum gasto' : `${money(most)} por dia`),
  longestSide: (most) =>
    most === 0 ? 'nenhuma imagem' : `até ${portuguese.number(most)} pixels por lado`,
  count: (most) =>
    most === 0 ? 'nenhuma imagem' : `até ${portuguese.amount(most, PICTURES)} por pedido`,
  commands: (names) => (names.length === 0 ? 'nenhum comando' : `só ${someOf(names)}`),
  channels: (where) => (where.length === 0 ? 'em nenhum canal' : `só em ${someOf(where)}`),
  private: (isAllowed) => (isAllowed ? 'imagens privadas' : 'sem imagens privadas'),
  photos: (isAllowed) => (isAllowed ? 'envio de imagens' : 'sem envio de imagens'),
  paused: () => 'em pausa',
};

export const rules: Catalogue['rules'] = {
  description: 'O que os membros deste servidor podem criar',
  list: 'Todos os limites deste servidor',
  server: 'Limite o servidor inteiro, inclusive quem o gerencia',
  role: 'Limite os membros de um cargo',
  roleToLimit: 'O cargo que recebe o limite; @everyone vale para quem não tem outro limite',
  member: 'Limite um membro, não importa o que os cargos dele permitam',
  memberToLimit: 'O membro que recebe o limite',
  pause: 'Pare de aceitar pedidos e segure os que estão esperando',
  resume: 'Encerre a pausa: os pedidos em espera mantêm o lugar na fila',
  history: 'Quem mudou qual limite',
  export: 'Os limites deste servidor em um arquivo, para editar e importar',
  import: 'Substitua todos os limites deste servidor pelos de um arquivo',
  fileToImport: 'Um arquivo de /limits export; nada muda antes de você confirmar',
  quota: 'O que você ainda pode criar hoje',

  title: 'Limites deste servidor',
  none: 'Nenhum limite além dos do próprio bot.',
  howTheyApply:
    'Primeiro vale o limite do próprio membro, depois o mais generoso dos cargos dele, depois o de @everyone. Os limites do servidor valem para todo mundo.',
  of: (who) => `**${who}**`,
  thisServer: 'Este servidor',
  erased: 'um membro apagado',
  allows,
  sentence: (who, what) => `${who}: ${what}`,
  names: {
    picturesADay: 'Imagens por dia',
    picturesAtOnce: 'Imagens por vez',
    gpuSecondsADay: 'Segundos de GPU por dia',
    moneyADay: 'Dólares (US$) por dia',
    count: 'Imagens por pedido',
    longestSide: 'Lado maior em pixels',
    commands: 'Comandos',
    channels: 'Canais',
    private: 'Imagens privadas',
    photos: 'Envio de imagens',
    paused: 'Pausa',
  },
  choose: 'Definir ou remover um limite',
  open: 'Alterar os limites de…',
  roleWith: (id) => `Cargo ${id}`,
  memberWith: (id) => `Membro ${id}`,
  formTitle: 'Definir um limite',
  takesMoney: (most) => `De 0 a ${portuguese.number(most)}, como 0,50; em branco: sem limite`,
  takesNumber: (most) => `De 0 a ${portuguese.number(most)}; em branco: sem limite`,
  takesCommands: 'Nomes separados por vírgulas; em branco: sem limite; “none”: nenhum comando',
  takesChannels:
    'IDs ou menções separados por vírgulas; em branco: sem limite; “none”: nenhum canal',
  allowed: 'Permitido',
  forbidden: 'Não permitido',
  back: 'Todos os limites',
  full: (most) => `Um servidor pode ter até ${portuguese.number(most)} limites. Remova um antes.`,
  unreadable: (name, takes) => `Isso não serve para **${name}**. ${takes}. Nada mudou.`,
  historyTitle: 'Mudanças nos limites',
  noHistory: 'Nenhuma ainda.',
  changed: (when, by, difference) => `${when}, por ${by}: ${difference}`,
  noLimit: 'sem limite',
  paused:
    'Em pausa. Novos pedidos são recusados, os que estão esperando ficam parados, e as imagens em andamento são concluídas.',
  resumed: 'Pausa encerrada. Os pedidos em espera mantêm o lugar na fila.',

  exported: 'Os limites deste servidor. `/limits import` aceita o arquivo, editado ou não.',
  importTitle: 'Substituir os limites?',
  limitOf: (who, limit) => `${who}, ${limit}`,
  difference: (what, before, after) => `${what}: ${before} → ${after}`,
  listDifference: (what, { added, removed }) => {
    const parts = [
      ...(added.length > 0 ? [`agora também ${portuguese.list(added)}`] : []),
      ...(removed.length > 0 ? [`não mais ${portuguese.list(removed)}`] : []),
    ];
    return `${what}: ${parts.join('; ')}`;
  },
  unchanged: 'O arquivo tem os mesmos limites que este servidor. Não há nada para mudar.',
  rolesUnknown:
    'O Discord não informou quais cargos este servidor tem, por isso eles não foram verificados.',
  rolesNotHere: (roles) =>
    roles.length === 1
      ? `Este servidor não tem o cargo ${someOf(roles)}, então os limites dele não valeriam para ninguém.`
      : `Este servidor não tem estes cargos, então os limites deles não valeriam para ninguém: ${someOf(roles)}.`,
  commandsNotHere: (names) =>
    `Este bot não tem ${names.length === 1 ? 'o comando' : 'estes comandos:'} ${someOf(names)}.`,
  replace: 'Substituir limites',
  cancel: 'Cancelar',
  replaced: 'Os limites foram substituídos.',
  changedSince: 'Os limites mudaram nesse meio-tempo, então é isto que mudaria agora.',
  fileProblems: {
    no_json: 'Esse arquivo não é JSON.',
    too_large: 'Esse arquivo é grande demais para os limites de um servidor.',
    gone: 'Esse arquivo não existe mais. Importe de novo.',
    unreachable: 'O Discord não entregou o arquivo. Importe de novo daqui a pouco.',
    unreadable: (at) =>
      at === undefined
        ? 'Esse arquivo não parece vir de `/limits export` ou tem mais de 100 limites.'
        : `Não dá para ler o limite ${portuguese.number(at)} desse arquivo. Compare com um exportado.`,
    twice: (at) => `O limite ${portuguese.number(at)} desse arquivo repete um anterior.`,
    noPrice: (at) =>
      `O limite ${portuguese.number(at)} desse arquivo é de dinheiro, mas o responsável pelo bot não definiu um preço para o tempo de GPU.`,
    nothingChanged: (problem) => `${problem} Nada mudou.`,
  },

  quotaTitle: 'O que você ainda pode criar aqui',
  refusedNow: 'Agora um pedido seria recusado:',
  unlimited: 'Este servidor não define um limite diário para você.',
  left: {
    picturesADay: (left, most) =>
      `${portuguese.form(left, { one: 'sobra', other: 'sobram' })} ${portuguese.number(left)} de ${portuguese.amount(most, PICTURES)}`,
    gpuSecondsADay: (left, most) => `sobram ${gpuTime(left)} de ${gpuTime(most)} de tempo de GPU`,
    moneyADay: (left, most) => `sobram ${money(left)} de ${money(most)}`,
  },
  yours: (left) => `**Você**: ${left}`,
  ofServer: (left) => `**Servidor inteiro**: ${left}`,
  moreFrom: (line, when) => `${line} (mais ${when})`,
  alsoHere: (allowed) => `Aqui também vale: ${allowed}.`,
  pausedNow: 'Quem gerencia este servidor pausou as imagens.',
  day: 'O que você cria conta por 24 horas.',
  premiumAdds: (what) => `O Premium adiciona ${what}.`,
  premiumPictures: (left) =>
    `Você tem ${portuguese.amount(left, { one: 'imagem premium', other: 'imagens premium' })} para usar depois que as do dia acabarem.`,
};

type Whose = 'member' | 'server';

/** Parts of the errors about them. */
export const ruleErrors = {
  notAllowed: 'Este servidor não permite isso.',
  changed: 'Este servidor mudou os limites enquanto você esperava e não permite mais isso.',
  you: 'Você',
  dayUsedUp: {
    nothing: {
      member: 'Você não pode criar imagens aqui.',
      server: 'Este servidor não pode criar imagens.',
    },
    pictures: (whose: Whose, most: string, left: string) =>
      `${whose === 'server' ? 'Este servidor' : 'Aqui você'} pode criar ${most} por dia. Ainda restam: ${left}.`,
    money: (whose: Whose, most: number, left: number) =>
      `${whose === 'server' ? 'Este servidor' : 'Aqui você'} pode gastar ${money(most)} por dia. Ainda restam ${money(left)}.`,
    gpuTime: (whose: Whose, most: number, left: number) =>
      `${whose === 'server' ? 'Este servidor' : 'Aqui você'} pode usar ${gpuTime(most)} de tempo de GPU por dia. Ainda restam ${gpuTime(left)}.`,
  },
};
