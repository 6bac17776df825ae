// What the parts of the page Access share: their styles, fields and the frame of a table.
import { css, html, nothing, type TemplateResult } from 'lit';
import type { Role } from '../api/types';
import { roleMeaning, roleWord } from '../format/sign-in-words';

export const accessStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    gap: var(--space-4);
  }
  form {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr));
    align-items: end;
    gap: var(--space-3);
    padding: var(--space-3) var(--space-4) var(--space-4);
  }
  .field {
    display: grid;
    gap: 0.1875rem;
    min-width: 0;
  }
  form button {
    justify-self: start;
  }
  .scroll {
    overflow-x: auto;
  }
  .acts {
    text-align: right;
  }
  .acts button + button {
    margin-left: var(--space-1);
  }
  .about {
    max-width: 26rem;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .off {
    color: var(--text-3);
  }
  .bad {
    color: var(--bad);
  }
  .problem {
    padding: 0 var(--space-4) var(--space-3);
  }
  @media (max-width: 640px) {
    form {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;

export const roleOption = (role: Role): readonly [string, string] => [
  role,
  `${roleWord[role]}: ${roleMeaning[role]}`,
];

export const roleField = (roles: readonly Role[]) =>
  html`<div class="field">
    <label for="role">Role</label>
    <select id="role" name="role">
      ${roles.map(roleOption).map(([role, words]) => html`<option value=${role}>${words}</option>`)}
    </select>
  </div>`;

/** `rows`: null while they are read. */
export function tableFrame(
  name: string,
  columns: string[],
  rows: TemplateResult[] | null,
  empty: TemplateResult | string,
) {
  if (rows === null) return html`<p class="empty"><span class="skeleton"></span></p>`;
  if (rows.length === 0) return html`<p class="empty">${empty}</p>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Table of ${name}">
    <table>
      <thead>
        <tr>
          ${columns.map((column) =>
            column
              ? html`<th scope="col">${column}</th>`
              : html`<th scope="col"><span class="sr">Action</span></th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

export const problemLine = (problem: string) =>
  problem ? html`<p class="field-error problem" role="alert">${problem}</p>` : nothing;
