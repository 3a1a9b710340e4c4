import type { Catalogue } from '../say.ts';
import { portuguese, someOf } from './formats.ts';

const PICTURES = { one: 'imagem', other: 'imagens' };
const CANCELLED = { one: 'tarefa cancelada', other: 'tarefas canceladas' };
const JOBS = { one: 'tarefa', other: 'tarefas' };

export const pages: Catalogue['pages'] = {
  newer: 'Mais recentes',
  older: 'Mais antigas',
  stopped: (jobs, when) =>
    `Busca feita em ${portuguese.amount(jobs, JOBS)} (a mais antiga: ${when}). Clique no botão abaixo para continuar.`,
};

export const jobs: Catalogue['jobs'] = {
  title: 'Suas imagens',
  none: 'Você ainda não tem imagens. `/help` mostra como criar uma.',
  nothingFound: 'Nada encontrado. Escolha outro filtro abaixo ou busque outras palavras.',
  phases: {
    asking: 'Aguardando seu consentimento',
    waiting: 'Aguardando',
    working: 'Em andamento',
    completed: 'Concluída',
    failed: 'Falhou',
    cancelled: 'Cancelada',
  },
  several: (pictures) => portuguese.amount(pictures, PICTURES),
  hidden: 'oculta',
  removed: 'removida pela moderação',
  all: 'Tudo',
  show: 'Mostrar',
  again: 'Criar de novo',
  buttons: {
    words: 'Buscar',
    cancelAll: 'Cancelar todas',
    cancelNow: 'Cancelar todas',
    keep: 'Não cancelar',
  },
  wordsTitle: 'Buscar nas suas imagens',
  wordsLabel: 'Palavras do prompt ou ID; em branco: todas',
  nothingToCancel: 'Você não tem nada em andamento neste servidor.',
  cancelQuestion: (count) =>
    `**Cancelar ${portuguese.form(count, { one: 'sua tarefa', other: `todas as suas ${portuguese.number(count)} tarefas` })} em andamento neste servidor?**`,
  cancelling: (count) => `Cancelando ${portuguese.amount(count, JOBS)}…`,
  cancelled: (count) =>
    count === 0 ? 'Não havia mais nada para cancelar.' : `${portuguese.amount(count, CANCELLED)}.`,
  kept: 'Nada foi cancelado.',
};

export const show: Catalogue['show'] = {
  job: 'O ID ou palavras do prompt',
  byOther: 'de outra pessoa',
  notSearched: (jobs) =>
    `A busca parou após ${portuguese.amount(jobs, JOBS)}. Para uma mais antiga, cole o ID.`,
  ageRestricted: 'A imagem só aparece em canais com restrição de idade.',
  private: 'É privada: só quem pediu pode ver a imagem.',
};

const WORKFLOWS = { one: 'workflow', other: 'workflows' };
const OPTIONS = { one: 'opção', other: 'opções' };
const PROBLEMS = { one: 'outro problema', other: 'outros problemas' };

export const workflows: Catalogue['workflows'] = {
  description: 'Os workflows do bot, para o responsável por ele',
  list: 'Quais workflows estão disponíveis, quais ficaram de fora e por quê',
  title: (offered, leftOut) =>
    `${portuguese.amount(offered, WORKFLOWS)}${leftOut === 0 ? '' : `, ${portuguese.number(leftOut)} de fora`}`,
  none: 'Não há workflows. `npm run workflow -- add FILE` cria um.',
  options: (count) => portuguese.amount(count, OPTIONS),
  endpoint: (id) => `endpoint ${id}`,
  folder: (name) => `pasta ${name}`,
  facesOff: 'precisa de uma foto, e `FACE_REFERENCES` está desativado',
  moreProblems: (count) =>
    `-# ${portuguese.amount(count, PROBLEMS)}; \`npm run workflow -- check\` lista todos.`,
  page: (page, all) => `Página ${portuguese.number(page)} de ${portuguese.number(all)}`,
  back: 'Voltar',
  next: 'Avançar',
};

export const status: Catalogue['status'] = {
  title: 'Status',
  workers: 'Workers',
  queue: 'Fila na RunPod',
  jobs: 'Tarefas deste bot',
  endpoint: someOf,
  at: (workers, queue) => `**Workers** · ${workers}\n**Fila** · ${queue}`,
  publicEndpoint: 'Um modelo público da RunPod, que não informa o quanto ele está ocupado.',
  moreEndpoints: (count) =>
    portuguese.amount(count, { one: 'outro endpoint', other: 'outros endpoints' }),
  counts: {
    idle: 'livres',
    initializing: 'iniciando',
    ready: 'prontos',
    running: 'em execução',
    throttled: 'sem GPU disponível',
    unhealthy: 'com falha',
    inQueue: 'na fila',
    inProgress: 'em andamento',
  },
  /** The number comes last, as the words do not change with it. */
  count: (count, what) => `${what}: ${portuguese.number(count)}`,
  noJobs: 'nenhuma ainda',
  new: 'Novas imagens',
  draining: (when) =>
    `Em pausa ${when} por causa de uma reinicialização. Os pedidos já feitos serão concluídos.`,
  processes: 'Processos',
  running: (count) => `em execução: ${portuguese.number(count)}`,
  drainingProcesses: (count) => `sem aceitar pedidos novos: ${portuguese.number(count)}`,
  stopping: (count) => `encerrando: ${portuguese.number(count)}`,
  leftOut: 'Indisponíveis',
  leftOutBecause: (names) =>
    `${portuguese.list(names)}. O responsável pelo bot pode descobrir o motivo com \`npm run doctor\`.`,
  unknownCount: 'sem dados',
  noCount: 'nada no momento',
};
