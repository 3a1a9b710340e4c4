import type { Catalogue } from '../say.ts';
import { portuguese } from './formats.ts';

const PICTURES = { one: 'imagem', other: 'imagens' };
const REQUESTS = { one: 'pedido', other: 'pedidos' };
const DAYS = { one: 'dia', other: 'dias' };

/** Up to 1 dollar with four digits, up to 1,000 with two, then whole. */
function money(micros: number): string {
  if (micros >= 1_000_000_000) return portuguese.wholeMoney(micros / 1_000_000);
  const digit = micros < 1_000_000 ? 100 : 10_000;
  return portuguese.money((Math.round(micros / digit) * digit) / 1_000_000);
}

/** `4,2 s`, `35 min`, `1200 h`: below 10 with one digit after the comma. */
function time(amount: number, unit: 's' | 'min' | 'h'): string {
  const digit = amount < 10 ? 10 : 1;
  return `${portuguese.number(Math.round(amount * digit) / digit)} ${unit}`;
}

const shown: Catalogue['usage']['shown'] = {
  pictures: 'Imagens',
  gpu: 'Tempo de GPU',
  money: 'Gastos',
  failures: 'Pedidos com falha',
  waiting: 'Tempo de espera',
};

const groupings: Catalogue['usage']['groupings'] = {
  day: 'por dia',
  command: 'por comando',
  member: 'por membro',
};

export const usage: Catalogue['usage'] = {
  description:
    'Gráficos do que este servidor cria: imagens, tempo de GPU, gastos, falhas e tempo de espera',
  show: 'O que o gráfico mostra',
  by: 'Como agrupar',
  days: 'Quantos dias o gráfico abrange',
  everywhere: 'Todos os servidores juntos; só para o responsável por este bot',

  shown,
  groupings,
  period: (days) =>
    `${portuguese.form(days, { one: 'último', other: 'últimos' })} ${portuguese.amount(days, DAYS)}`,
  title: (what, by) => `${shown[what]} ${groupings[by]}`,
  here: 'Este servidor',
  allServers: 'Todos os servidores',
  subtitle: (where, period, total) => `${where}, ${period}: ${total}`,
  totals: {
    pictures: (count) => portuguese.amount(count, PICTURES),
    gpu: (amount) => `${amount} de tempo de GPU`,
    money: (amount) => `cerca de ${amount}`,
    failures: (failed, requests) =>
      `${portuguese.number(failed)} de ${portuguese.amount(requests, REQUESTS)} com falha`,
    waiting: (half, most) => `metade em ${half}, 9 de 10 em ${most}`,
    nothing: 'nada ainda',
  },
  nothing: 'Nada para mostrar neste período.',
  notDrawn: 'Não deu para desenhar o gráfico. O arquivo tem os números.',
  series: {
    half: 'Metade até',
    most: '9 em 10 até',
    estimate: 'Estimativa',
    bill: 'Fatura da RunPod',
  },

  /** `3 dez`: seven of `3 de dez.` would not fit below a chart. */
  day: (at) => portuguese.day(at).replace(' de ', ' ').replace('.', ''),
  count: (value) => portuguese.number(value),
  failures: (failed, percent) => `${portuguese.number(failed)} (${portuguese.number(percent)}%)`,
  money,
  time,
  zero: '0',
  others: 'Outros',
  member: (rank) => `Membro ${portuguese.number(rank)}`,

  notes: {
    waiting: 'O tempo de espera vai do pedido até as imagens ficarem prontas.',
    estimate:
      'Os gastos são uma estimativa: o preço do tempo de GPU mais o custo das imagens cobradas por unidade.',
    unpriced: (amount) => `Sem preço definido e fora da conta: ${amount} de tempo de GPU.`,
    bill: (amount) => `Fatura da RunPod neste período, até agora: ${amount}.`,
    noBill: 'A RunPod não informou quanto cobrou, então esta é só a estimativa.',
    publicBill: 'A fatura dos endpoints públicos é da sua conta inteira na RunPod.',
    kept: (days) => `Os pedidos ficam guardados por ${portuguese.amount(days, DAYS)}.`,
    others: 'Em `/settings`, cada membro pode escolher aparecer entre os outros.',
    days: 'Os dias seguem o fuso UTC.',
  },

  alt: (title, subtitle) => `${title}. ${subtitle}.`,
  highest: (label, value) => `Máximo: ${label}, ${value}.`,
  item: (label, value) => `${label}: ${value}`,
  two: (first, second) => `${first} / ${second}`,
  separator: '; ',
  fullStop: '.',

  columns: {
    day: 'Dia (UTC)',
    command: 'Comando',
    member: 'Membro',
    memberId: 'ID do membro',
    requests: 'Pedidos',
    pictures: 'Imagens',
    failed: 'Com falha',
    cancelled: 'Cancelados',
    gpuSeconds: 'Segundos de GPU',
    dollars: 'USD (estimativa)',
    billed: 'USD (fatura da RunPod)',
    half: 'Espera, metade até (s)',
    most: 'Espera, 9 em 10 até (s)',
  },
};
