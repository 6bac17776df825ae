// What the drawn charts share: head with unit and legend, axis words, the table behind.
import { css } from 'lit';

export const plotStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-width: 0;
  }
  .unit {
    display: block;
    color: var(--text-3);
    font-size: var(--size-sm);
    font-weight: 400;
  }
  .card-head {
    flex-wrap: wrap;
    gap: 0;
    padding-top: var(--space-2);
    align-items: flex-start;
  }
  .card-head h2 {
    flex: 1;
    min-width: 10rem;
  }
  .legend {
    gap: 0.3125rem;
    padding: 0 0.375rem;
  }
  .legend i {
    width: 0.5rem;
    height: 0.5rem;
    border-radius: 2px;
  }
  .legend[aria-pressed='false'] {
    text-decoration: line-through;
    color: var(--text-3);
  }
  .legend[aria-pressed='true'] {
    background: none;
    border-color: transparent;
    color: var(--text-2);
  }
  .plot {
    position: relative;
    margin: var(--space-2) var(--space-4) 0 2.75rem;
  }
  .plot svg {
    width: 100%;
    height: 100%;
    overflow: visible;
  }
  .grid {
    stroke: var(--grid);
    stroke-width: 1;
  }
  .axis {
    fill: var(--text-3);
    font-size: var(--size-xs);
    font-variant-numeric: tabular-nums;
  }
  .foot {
    padding: var(--space-2) var(--space-4) var(--space-3);
    color: var(--text-2);
    font-size: var(--size-sm);
    font-variant-numeric: tabular-nums;
  }
  .scroll {
    overflow: auto;
    max-height: 20rem;
    margin: 0 var(--space-2) var(--space-2);
  }
  td,
  th {
    padding: 0.1875rem var(--space-2);
  }
  th {
    white-space: normal;
    vertical-align: bottom;
  }
`;
