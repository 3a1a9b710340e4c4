/**
 * For a press that takes no focus. What is wrong with a field shows once the focus leaves it, and
 * would move a button away from under the pointer before it is let go.
 */
export function keepFocus(event: Event): void {
  event.preventDefault();
}
