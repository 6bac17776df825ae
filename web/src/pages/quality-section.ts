// How often alerts were right, as labels say: by version of a model, by rule, by reason.
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Quality, QualityFigures } from '../api/case-types';
import { base, card, controls, dataTable } from '../components/shared-styles';
import { exact, percent } from '../format/number';
import { reasonWords } from '../format/reason-words';
import { dayAndTime } from '../format/time';
import { AlertQuality, QUALITY_DAYS } from '../state/alert-quality';
import type { AppContext } from '../state/app-context';
import { Follows } from '../state/store';

const COLUMNS = ['Alerts', 'Fraud', 'Not fraud', 'Not labelled', 'Precision'];
const REASONS_SHOWN = 20;

type Named = [name: string, figures: QualityFigures, code?: string];

@customElement('sk-quality')
export class QualitySection extends LitElement {
  static override styles = [
    base,
    card,
    controls,
    dataTable,
    css`
      .days {
        display: flex;
        gap: var(--space-1);
      }
      .scroll {
        overflow-x: auto;
      }
      .note {
        padding: 0 var(--space-4) var(--space-3);
      }
      tbody th {
        max-width: 20rem;
        overflow: hidden;
        color: var(--text);
        font-size: var(--size-md);
        font-weight: 400;
        text-overflow: ellipsis;
      }
      tbody.group th[scope='rowgroup'] {
        color: var(--text-3);
        font-size: var(--size-xs);
        font-weight: 600;
      }
    `,
  ];

  @property({ attribute: false }) app!: AppContext;
  private store!: AlertQuality;

  readonly follows = new Follows(this, () => [this.quality]);

  private get quality(): AlertQuality {
    this.store ??= new AlertQuality(this.app.http);
    return this.store;
  }

  protected override firstUpdated(): void {
    void this.quality.load(this.quality.value.days);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.store?.stop();
  }

  override render() {
    const { days, quality, problem } = this.quality.value;
    return html`<section class="card" aria-label="Quality of alerts" data-testid="quality">
      <div class="card-head">
        <h2>How often alerts were right</h2>
        <span class="grow"></span>
        <div class="days" role="group" aria-label="Days">
          ${QUALITY_DAYS.map(
            (each) =>
              html`<button
                class="small"
                aria-pressed=${each === days}
                @click=${() => void this.quality.load(each)}
              >
                ${each} days
              </button>`,
          )}
        </div>
      </div>
      ${problem ? html`<p class="field-error note" role="alert">${problem}</p>` : nothing}
      ${quality ? this.table(quality) : html`<p class="empty"><span class="skeleton"></span></p>`}
    </section>`;
  }

  private table(quality: Quality) {
    if (quality.total.alerted === 0)
      return html`<p class="empty"><strong>No alert</strong>None was raised in these days.</p>`;
    const models = quality.models.map((row): Named => [`${row.id} version ${row.version}`, row]);
    const rules = quality.rules.map((row): Named => [reasonWords(row.id), row, row.id]);
    const reasons = quality.reasons
      .slice(0, REASONS_SHOWN)
      .map((row): Named => [reasonWords(row.code), row, row.code]);
    return html`${
        quality.complete
          ? nothing
          : html`<p class="muted note">
              Only the newest alerts are counted, from ${dayAndTime(quality.since)} on.
            </p>`
      }
      <div class="scroll" tabindex="0" role="region" aria-label="Table of the quality of alerts">
        <table>
          <thead>
            <tr>
              <th scope="col"><span class="sr">What raised them</span></th>
              ${COLUMNS.map((name) => html`<th scope="col" class="right">${name}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${row(['All alerts', quality.total])}
          </tbody>
          ${group('Models', models)} ${group('Rules', rules)} ${group('Reasons', reasons)}
        </table>
      </div>`;
  }
}

const group = (name: string, rows: Named[]) =>
  rows.length
    ? html`<tbody class="group">
        <tr>
          <th scope="rowgroup" colspan="6">${name}</th>
        </tr>
        ${rows.map(row)}
      </tbody>`
    : nothing;

/** The code stays in the title: the API knows no other name. */
const row = ([name, figures, code = name]: Named) =>
  html`<tr>
    <th scope="row" title=${code}>${name}</th>
    <td class="right">${exact(figures.alerted)}</td>
    <td class="right">${exact(figures.fraud)}</td>
    <td class="right">${exact(figures.legitimate)}</td>
    <td class="right">${exact(figures.unlabelled)}</td>
    <td class="right">${figures.precision === null ? '–' : percent(figures.precision)}</td>
  </tr>`;
