// Shared looks of the API reference.
import { css } from 'lit';

export const docs = css`
  pre {
    margin: 0;
    padding: var(--space-3);
    overflow: auto;
    max-height: 24rem;
    border-radius: var(--radius-2);
    background: var(--surface-2);
    font: 400 var(--size-sm) / 1.5 var(--mono);
  }
  .method {
    min-width: 4rem;
    padding: 0.125rem 0.375rem;
    border-radius: var(--radius-1);
    background: var(--accent-soft);
    color: var(--accent-strong);
    font: 600 var(--size-xs) / 1.5 var(--mono);
    text-align: center;
  }
  .DELETE {
    background: var(--bad-soft);
    color: var(--bad);
  }
  .POST {
    background: var(--ok-soft);
    color: var(--ok);
  }
  .PUT,
  .PATCH {
    background: var(--warn-soft);
    color: var(--warn);
  }
`;
