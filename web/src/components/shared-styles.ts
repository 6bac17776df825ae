// Style sheets that several elements share. Colours and sizes come from tokens.css only.
import { css } from 'lit';

export const base = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :host([hidden]) {
    display: none;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  a {
    color: var(--accent);
  }
  svg {
    display: block;
  }
  .num {
    font-variant-numeric: tabular-nums;
  }
  .mono {
    font-family: var(--mono);
    font-size: 0.94em;
  }
  .muted {
    color: var(--text-3);
  }
  .sr {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  :focus-visible {
    outline: 2px solid var(--focus);
    outline-offset: 1px;
  }
`;

export const card = css`
  .card {
    background: var(--surface);
    border: 1px solid var(--border);
    border-radius: var(--radius-3);
    box-shadow: var(--shadow-1);
  }
  .card-head {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    min-height: 2.5rem;
    padding: var(--space-1) var(--space-3) var(--space-1) var(--space-4);
  }
  .card-head h2,
  .card-head h3 {
    font-size: var(--size-md);
    font-weight: 600;
    color: var(--text);
  }
  .card-head .grow {
    flex: 1;
  }
  .empty {
    padding: var(--space-6) var(--space-4);
    color: var(--text-3);
    text-align: center;
  }
  .empty strong {
    display: block;
    color: var(--text-2);
    font-weight: 600;
  }
  .skeleton {
    display: block;
    border-radius: var(--radius-1);
    background: var(--surface-3);
    min-height: 0.75rem;
  }
`;

export const controls = css`
  button,
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--space-2);
    min-height: 2rem;
    padding: 0 var(--space-3);
    border: 1px solid var(--border-strong);
    border-radius: var(--radius-2);
    background: var(--surface);
    color: var(--text);
    font: 500 var(--size-md) / 1 var(--font);
    text-decoration: none;
    white-space: nowrap;
    cursor: pointer;
  }
  button:hover:not(:disabled),
  .button:hover {
    background: var(--surface-2);
  }
  button:disabled {
    cursor: not-allowed;
    color: var(--text-3);
    background: var(--surface-2);
    border-color: var(--border);
  }
  button.primary {
    background: var(--accent);
    border-color: var(--accent);
    color: var(--accent-contrast);
  }
  button.primary:hover:not(:disabled) {
    background: var(--accent-strong);
  }
  button.primary:disabled {
    background: var(--surface-3);
    border-color: var(--border);
    color: var(--text-3);
  }
  button.danger:not(:disabled) {
    color: var(--bad);
    border-color: var(--bad);
  }
  button.quiet,
  .button.quiet {
    border-color: transparent;
    background: transparent;
    color: var(--text-2);
  }
  button.small,
  .button.small {
    min-height: 1.625rem;
    padding: 0 var(--space-2);
    font-size: var(--size-sm);
  }
  button[aria-pressed='true'] {
    background: var(--accent-soft);
    border-color: var(--accent);
    color: var(--accent-strong);
  }
  label,
  .label {
    color: var(--text-2);
    font-size: var(--size-sm);
    font-weight: 500;
  }
  input:not([type='range']),
  select,
  textarea {
    width: 100%;
    min-height: 2rem;
    padding: 0 var(--space-2);
    border: 1px solid var(--border-strong);
    border-radius: var(--radius-2);
    background: var(--surface);
    color: var(--text);
    font: 400 var(--size-md) / 1.4 var(--font);
  }
  textarea {
    padding: var(--space-2);
    resize: vertical;
  }
  ::placeholder {
    color: var(--text-3);
    opacity: 1;
  }
  .field-error {
    color: var(--bad);
    font-size: var(--size-sm);
  }
`;

export const dataTable = css`
  /* Holds what is only there for screen readers inside of the scrolling box. */
  .scroll {
    position: relative;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    padding: var(--space-2) var(--space-3);
    border-bottom: 1px solid var(--border);
    text-align: left;
    white-space: nowrap;
  }
  th {
    color: var(--text-3);
    font-size: var(--size-xs);
    font-weight: 600;
  }
  tbody tr:last-child th,
  tbody tr:last-child td {
    border-bottom: 0;
  }
  .right {
    text-align: right;
  }
`;

/** What stands in a dialog that asks or tells something. */
export const dialogText = css`
  form {
    display: grid;
    gap: var(--space-4);
  }
  h2 {
    font-size: var(--size-lg);
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  p {
    color: var(--text-2);
  }
  p.field-error {
    color: var(--bad);
  }
  .field {
    display: grid;
    gap: 0.1875rem;
    min-width: 0;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: var(--space-2);
  }
`;

/** What every dialog looks like; each says its own width and padding. */
export const dialogFrame = css`
  dialog {
    border: 1px solid var(--border);
    border-radius: var(--radius-3);
    background: var(--surface);
    color: var(--text);
    box-shadow: var(--shadow-3);
  }
  dialog::backdrop {
    background: var(--scrim);
  }
`;
