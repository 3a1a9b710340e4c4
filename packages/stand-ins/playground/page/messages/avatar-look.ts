const BOT_COLOR = 'var(--accent)';
/** Each dark enough for white letters (WCAG AA). */
const COLORS = ['#7a4fcf', '#a8327a', '#b3403a', '#8a5a00', '#2f7d4f', '#1f6f8b'];

/** Whose avatar it is. */
export interface AvatarOwner {
  readonly id: string;
  readonly bot?: boolean;
}

/** What somebody's drawn avatar looks like: the letters, and the colour behind them. */
export function avatarLook(
  { id, bot = false }: AvatarOwner,
  name: string,
): { readonly initials: string; readonly color: string } {
  const words = name.trim().split(/\s+/);
  const initials = words
    .slice(0, 2)
    .map((word) => Array.from(word)[0]?.toUpperCase() ?? '')
    .join('');
  const sum = Array.from(id).reduce(
    (before, sign) => (before * 31 + sign.charCodeAt(0)) % 65_537,
    7,
  );
  const color = bot ? undefined : COLORS[sum % COLORS.length];
  return { initials: initials || '?', color: color ?? BOT_COLOR };
}
