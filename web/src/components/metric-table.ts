// Metrics side by side: one column for each model or moment; a single column needs no heading.
import { css, html, nothing, type TemplateResult } from 'lit';
import type { Metrics } from '../api/model-types';
import { metricRows } from '../format/model-words';

export function metricTable(
  caption: string,
  columns: [heading: string, metrics: Metrics | null][],
): TemplateResult {
  const rows = metricRows(...columns.map(([, metrics]) => metrics));
  if (rows.length === 0) return html`<p class="muted">No figures were kept.</p>`;
  return html`<table class="metrics">
    <caption class="sr">
      ${caption}
    </caption>
    ${
      columns.length > 1
        ? html`<thead>
            <tr>
              <th scope="col"><span class="sr">Figure</span></th>
              ${columns.map(([heading]) => html`<th scope="col" class="right">${heading}</th>`)}
            </tr>
          </thead>`
        : nothing
    }
    <tbody>
      ${rows.map(
        ({ words, values }) =>
          html`<tr>
            <th scope="row">${words}</th>
            ${values.map((value) => html`<td class="right">${value}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

export const metricStyles = css`
  table.metrics th,
  table.metrics td {
    padding: 0.1875rem 0;
    white-space: normal;
  }
  table.metrics td,
  table.metrics th + th {
    padding-left: var(--space-3);
  }
  table.metrics tbody th {
    color: var(--text-2);
    font-size: var(--size-md);
    font-weight: 400;
  }
`;
