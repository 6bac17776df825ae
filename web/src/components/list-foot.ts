// What stands below a list that comes page by page: how much is shown, and what brings more.
import { css, html, nothing } from 'lit';

export const listFoot = css`
  .foot {
    display: flex;
    justify-content: center;
    align-items: center;
    gap: var(--space-3);
    padding: var(--space-3);
  }
`;

export interface MoreButton {
  /** The cursor of the next page; without one there is no button. */
  next: string | null;
  more: () => void;
  words?: string;
  busy?: boolean;
}

export const moreButton = ({ next, more, words = 'Load more', busy = false }: MoreButton) =>
  next
    ? html`<button ?disabled=${busy} @click=${more}>${busy ? 'Loading…' : words}</button>`
    : nothing;

/** Nothing where there is no more. */
export const moreFoot = (button: MoreButton) =>
  button.next ? html`<div class="foot">${moreButton(button)}</div>` : nothing;
