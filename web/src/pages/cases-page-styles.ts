// The look of the page Cases: the queue beside the open case, one of them on a narrow screen.
import { css } from 'lit';

export const casesPageStyles = css`
  .work {
    display: grid;
    grid-template-columns: minmax(18rem, 26rem) minmax(0, 1fr);
    align-items: start;
    gap: var(--space-4);
  }
  .queue {
    position: sticky;
    top: var(--space-3);
    display: flex;
    flex-direction: column;
    max-height: calc(100vh - 5rem);
    overflow: clip;
  }
  .views {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-1);
    padding: var(--space-3) var(--space-4) var(--space-2);
  }
  form {
    padding: 0 var(--space-4) var(--space-3);
    border-bottom: 1px solid var(--border);
  }
  .rows {
    position: relative;
    flex: 1;
    min-height: 6rem;
    overflow-y: auto;
  }
  .problem {
    padding: var(--space-3) var(--space-4);
  }
  @media (max-width: 1000px) {
    .work {
      grid-template-columns: minmax(0, 1fr);
    }
    .queue {
      position: static;
      max-height: none;
    }
    .work.open .queue,
    .work:not(.open) .side {
      display: none;
    }
  }
`;
