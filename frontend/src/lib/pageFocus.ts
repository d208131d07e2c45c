/** After a navigation the heading of the new page takes the focus, so that a screen reader says where one is. */
let wanted = false;

/** The next page that shows its heading takes the focus. */
export function askForPageFocus(): void {
  wanted = true;
}

/** Whether the heading should take the focus; asked once per navigation. */
export function takePageFocus(): boolean {
  const was = wanted;
  wanted = false;
  return was;
}
