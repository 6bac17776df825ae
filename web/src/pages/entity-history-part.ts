// The history of one of a decision's entities: choose it, see the amounts, read the rows.
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import '../charts/history-plot';
import type { DecisionRow } from '../api/types';
import { outcomeTag, why } from '../components/decision-line';
import '../components/risk-badge';
import { base, card, controls, dataTable } from '../components/shared-styles';
import { moneyExact } from '../format/money';
import { dayAndTime, fullTime } from '../format/time';
import type { AppContext } from '../state/app-context';
import { entitiesOf, type Entity, EntityHistory } from '../state/entity-history';
import { decisionsUrl, decisionUrl } from '../state/routes';
import { Follows } from '../state/store';

@customElement('sk-entity-history')
export class EntityHistoryPart extends LitElement {
  static override styles = [
    base,
    card,
    controls,
    dataTable,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      .choice {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-1);
        margin-bottom: var(--space-3);
      }
      .scroll {
        overflow-x: auto;
      }
      .outcome {
        display: inline-flex;
        align-items: center;
        gap: var(--space-1);
        color: var(--text-2);
      }
      .outcome.decline {
        color: var(--bad);
      }
      .outcome.review {
        color: var(--warn);
      }
      tr[aria-current='true'] {
        background: var(--accent-soft);
      }
      td,
      th {
        padding: 0.3125rem var(--space-2);
      }
      .why {
        max-width: 20rem;
        overflow: hidden;
        text-overflow: ellipsis;
        color: var(--text-2);
      }
      .skeleton {
        height: 8rem;
      }
      .all {
        margin-top: var(--space-2);
      }
    `,
  ];

  @property({ attribute: false }) app!: AppContext;
  @property({ attribute: false }) decision: DecisionRow | null = null;
  private store!: EntityHistory;
  private shownId: string | null = null;

  readonly follows = new Follows(this, () => [this.history]);

  private get history(): EntityHistory {
    this.store ??= new EntityHistory(this.app.http);
    return this.store;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.store?.stop();
  }

  protected override updated(changed: PropertyValues): void {
    const { decision } = this;
    // A label changes the decision, not its history.
    if (!changed.has('decision') || !decision || decision.id === this.shownId) return;
    this.shownId = decision.id;
    const first = entitiesOf(decision)[0];
    if (first) void this.history.load(decision, first);
  }

  override render() {
    const { decision } = this;
    if (!decision) return nothing;
    const entities = entitiesOf(decision);
    if (entities.length === 0) {
      return html`<p class="muted">This event names nobody whose history could be shown.</p>`;
    }
    const { entity, rows, problem } = this.history.value;
    return html`<div class="choice" role="group" aria-label="Whose history">
        ${entities.map((each) => this.choice(decision, each, each.kind === entity?.kind))}
      </div>
      ${problem ? html`<p class="field-error" role="alert">${problem}</p>` : nothing}
      ${rows === null ? html`<span class="skeleton"></span>` : this.rows(rows, decision)}
      ${entity ? this.all(entity) : nothing}`;
  }

  private choice(decision: DecisionRow, entity: Entity, chosen: boolean) {
    return html`<button
      class="small"
      aria-pressed=${chosen}
      title=${entity.value}
      @click=${() => void this.history.load(decision, entity)}
    >
      Same ${entity.kind === 'ip' ? 'IP address' : entity.kind}
    </button>`;
  }

  private rows(rows: DecisionRow[], decision: DecisionRow) {
    if (rows.length === 0) return nothing;
    if (rows.length === 1) {
      return html`<p class="muted">Nothing was decided about it before.</p>`;
    }
    return html`<sk-history-plot .rows=${rows} .own=${decision.id}></sk-history-plot>
      <div class="scroll" tabindex="0" role="region" aria-label="History">
        <table data-testid="history">
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col" class="right">Amount</th>
              <th scope="col">Risk</th>
              <th scope="col">Outcome</th>
              <th scope="col">Main reason</th>
              <th scope="col">Label</th>
            </tr>
          </thead>
          <tbody>
            ${rows.map((row) => this.row(row, row.id === decision.id))}
          </tbody>
        </table>
      </div>`;
  }

  private row(row: DecisionRow, own: boolean) {
    const moment = row.event_time ?? row.ingested_at;
    const when = dayAndTime(moment);
    return html`<tr aria-current=${own}>
      <td title=${fullTime(moment)}>
        ${own ? html`<b>${when}</b>` : html`<a href=${decisionUrl(row.id)}>${when}</a>`}
      </td>
      <td class="right">${row.amount === null ? '' : moneyExact(row.amount, row.currency)}</td>
      <td><sk-risk .level=${row.risk_level} .score=${row.risk_score}></sk-risk></td>
      <td>${outcomeTag(row.outcome)}</td>
      <td class="why" title=${row.message_content ?? why(row)}>${why(row)}</td>
      <td>${row.label === null ? '' : row.label === 'fraud' ? 'Fraud' : 'Not fraud'}</td>
    </tr>`;
  }

  private all({ kind, value }: Entity) {
    return html`<p class="all">
      <a href=${decisionsUrl({ entity: `${kind}:${value}` })}>All decisions of ${value}</a>
    </p>`;
  }
}
