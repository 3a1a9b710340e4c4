import type { Catalogue } from '../say.ts';
import { fact, portuguese } from './formats.ts';

export const problems: Catalogue['problems'] = {
  missing: () => 'está faltando',
  unknown_option: () => 'não é uma opção deste comando',
  number: ({ min, max }) => `precisa ser um número de ${fact.text(min)} a ${fact.text(max)}`,
  whole_number: ({ min, max }) =>
    `precisa ser um número inteiro de ${fact.text(min)} a ${fact.text(max)}`,
  length: ({ min, max }) =>
    min === 0
      ? `pode ter até ${fact.number(max)} caracteres`
      : `precisa ter de ${fact.number(min)} a ${fact.number(max)} caracteres`,
  yes_or_no: () => 'precisa ser sim ou não',
  choice: ({ choices }) =>
    `precisa ser uma destas opções: ${typeof choices === 'object' ? portuguese.series(choices) : fact.text(choices)}`,
  no_such_file: () =>
    'precisa ser um arquivo do worker de GPU: escolha uma das sugestões que aparecem enquanto você digita',
  files_unknown: () =>
    'ainda não pode ser usado: só fico sabendo quais arquivos o worker de GPU tem depois que ele roda uma vez',
  no_file: () => 'precisa ser um arquivo',
  no_text_channel: () => 'precisa ser um canal de texto deste servidor',
  role_of_everybody: () => 'não pode ser @everyone',
  unguided_face: ({ min }) =>
    `precisa ser no mínimo ${fact.number(min)} quando há uma foto: abaixo disso, o prompt de segurança não faz efeito`,
  unguided: ({ min }) =>
    `precisa ser no mínimo ${fact.number(min)} neste canal: abaixo disso, o prompt de segurança não faz efeito`,
};

/** As labels of counts, in the plural: `concluídas: 3`. Errors have their own words for one job. */
export const states: Catalogue['states'] = {
  awaiting_consent: 'aguardando consentimento',
  accepted: 'aceitas',
  preparing: 'em preparação',
  ready: 'prontas',
  submitting: 'em envio',
  queued: 'na fila',
  running: 'em execução',
  completed: 'concluídas',
  failed: 'com falha',
  cancelled: 'canceladas',
  expired: 'expiradas',
  gone: 'perdidas',
};

export const permissionNames: Catalogue['permissionNames'] = {
  ViewChannel: 'Ver canal',
  ReadMessageHistory: 'Ver histórico de mensagens',
  AttachFiles: 'Anexar arquivos',
  EmbedLinks: 'Inserir links',
  SendMessages: 'Enviar mensagens',
  SendMessagesInThreads: 'Enviar mensagens em tópicos',
};
