// The look of the page Lists.
import { css } from 'lit';

export const lists = css`
  form {
    display: grid;
    grid-template-columns: 7rem 8rem minmax(8rem, 1fr) minmax(8rem, 2fr) 13rem auto;
    align-items: end;
    gap: var(--space-3);
    padding: var(--space-3) var(--space-4) var(--space-4);
  }
  .field {
    display: grid;
    gap: 0.1875rem;
    min-width: 0;
  }
  .which {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-1);
  }
  .card-head select {
    width: 9rem;
  }
  .scroll {
    overflow-x: auto;
  }
  .allow {
    color: var(--ok);
  }
  .block {
    color: var(--bad);
  }
  .why {
    max-width: 24rem;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  @media (max-width: 1000px) {
    form {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
    .wide {
      grid-column: 1 / -1;
    }
  }
`;
