// The fields of a schema as an indented table.
import { html, nothing, type TemplateResult } from 'lit';
import type { Fields, Json } from '../../api/openapi/document';
import { schemaRows, typeWords } from '../../api/openapi/schema';

export function schemaTable(
  root: Fields,
  schema: Json,
  name: string,
): TemplateResult | typeof nothing {
  if (!schema) return nothing;
  const rows = schemaRows(root, schema);
  if (rows.length === 0) return html`<p class="muted">${typeWords(root, schema)}</p>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Fields of ${name}">
    <table>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Type</th>
          <th scope="col">Meaning</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              <td class="mono" style="padding-left:${0.75 + row.depth}rem">
                ${row.name}${row.required ? html`<b title="required"> *</b>` : nothing}
              </td>
              <td class="muted">${row.type}</td>
              <td class="wrap">${row.note}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
