import { avatarLook, type AvatarOwner } from './avatar-look.ts';

interface AvatarProps {
  readonly owner: AvatarOwner;
  readonly name: string;
  readonly small?: boolean;
}

/** Somebody's avatar, drawn. The name stands beside it, so it needs no text of its own. */
export function Avatar({ owner, name, small = false }: AvatarProps) {
  const { initials, color } = avatarLook(owner, name);
  return (
    <span
      class={small ? 'message-avatar message-avatar-small' : 'message-avatar'}
      style={{ backgroundColor: color }}
      aria-hidden="true"
    >
      {initials}
    </span>
  );
}
