// The look of an open case.
import { css } from 'lit';

export const casePanelStyles = css`
  .title {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2) var(--space-3);
  }
  .title h2 {
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .title a {
    color: inherit;
    text-decoration-color: var(--border-strong);
  }
  .title .state {
    color: var(--text-2);
    font-weight: 500;
  }
  .overtaken {
    padding: var(--space-2) var(--space-3);
    border-left: 3px solid var(--warn);
    border-radius: var(--radius-2);
    background: var(--surface-2);
  }
  .items {
    max-height: 15rem;
    overflow-y: auto;
    border: 1px solid var(--border);
    border-radius: var(--radius-2);
  }
  .items li:last-child .line {
    border-bottom: 0;
  }
  .why-part {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-3);
  }
  .skeleton.tall {
    height: 16rem;
  }
  .back {
    display: none;
  }
  @media (max-width: 1000px) {
    .back {
      display: inline-flex;
    }
  }
`;
