import { MOST_CHOICES } from '../../recipes/command-definition.ts';

/** Those that are asked for most, of lists that are longer than what can be offered. */
const COMMON: ReadonlySet<string> = new Set([
  'euler',
  'euler_ancestral',
  'heun',
  'dpm_2',
  'dpm_2_ancestral',
  'lms',
  'dpmpp_2s_ancestral',
  'dpmpp_sde',
  'dpmpp_2m',
  'dpmpp_2m_sde',
  'dpmpp_3m_sde',
  'ddim',
  'uni_pc',
  'lcm',
  'res_multistep',
  'er_sde',
]);

/** As many of a list as can be offered, with the one that is chosen now. */
export function someChoices(options: readonly unknown[], now: unknown): readonly string[] {
  const all = [...new Set(options.map(String))];
  const chosen = String(now);
  if (all.length <= MOST_CHOICES)
    return all.includes(chosen) ? all : [chosen, ...all].slice(0, MOST_CHOICES);
  const common = all.filter((one) => COMMON.has(one));
  const some = common.length > 0 ? common : all;
  return [...new Set([chosen, ...some])].slice(0, MOST_CHOICES);
}
