/** `/preset`, and the option of that name. */
export const presets = {
  /** At most 100 characters, as Discord takes them. */
  option: 'A preset of yours or of this server: `/preset list` shows them',
};
