// The frame that all pages share.
import { css } from 'lit';

export const page = css`
  :host {
    display: block;
    padding: 0 var(--space-6) var(--space-6);
  }
  .stack {
    display: flex;
    flex-direction: column;
    gap: var(--space-4);
  }
  @media (max-width: 640px) {
    :host {
      padding: 0 var(--space-3) 5rem;
    }
    .stack {
      gap: var(--space-3);
    }
  }
`;

/** A card with a heading and what belongs to it. */
export const part = css`
  .part {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-3);
    padding: var(--space-4);
  }
  h2 {
    font-size: var(--size-lg);
    font-weight: 600;
  }
  blockquote {
    margin: 0;
    padding: var(--space-3);
    border-radius: var(--radius-2);
    background: var(--surface-2);
    overflow-wrap: anywhere;
  }
`;
