/**
 * For a press that takes no focus. What is wrong with a field shows once the focus leaves it, and
 * would move a button from under the pointer before it is released.
 */
export function keepFocus(event: Event): void {
  event.preventDefault();
}
