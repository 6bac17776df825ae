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
