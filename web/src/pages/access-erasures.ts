// Erasures: asking for one, which was asked twice before it begins, and the certificates.
import { html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { type Certificate, ERASABLE_KINDS, type ErasableKind } from '../api/erasures';
import '../components/certificate-dialog';
import type { CertificateDialog } from '../components/certificate-dialog';
import '../components/confirm-dialog';
import type { ConfirmDialog } from '../components/confirm-dialog';
import { listFoot, moreFoot } from '../components/list-foot';
import { base, card, controls, dataTable } from '../components/shared-styles';
import { erasureWarning, rowsErased } from '../format/erasure-words';
import { kindWord } from '../format/list-words';
import { exact } from '../format/number';
import { personWords } from '../format/sign-in-words';
import { dayAndTime, fullTime } from '../format/time';
import type { AppContext } from '../state/app-context';
import { Erasures } from '../state/erasures';
import { canControl } from '../state/session-store';
import { Follows } from '../state/store';
import { accessStyles, problemLine, tableFrame } from './access-styles';

const COLUMNS = ['Number', 'Erased', 'Kind', 'Pseudonym', 'Reason', 'By', 'Rows', ''];

@customElement('sk-access-erasures')
export class AccessErasures extends LitElement {
  static override styles = [base, card, controls, dataTable, listFoot, accessStyles];

  @property({ attribute: false }) app!: AppContext;
  @query('sk-confirm') private confirm!: ConfirmDialog;
  @query('sk-certificate') private certificate!: CertificateDialog;
  private store!: Erasures;

  readonly follows = new Follows(this, () => [this.erasures, this.app.session]);

  private get erasures(): Erasures {
    this.store ??= new Erasures(this.app.http);
    return this.store;
  }

  protected override firstUpdated(): void {
    void this.erasures.load();
  }

  private ask(event: SubmitEvent): void {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const read = (name: string) => String(new FormData(form).get(name) ?? '').trim();
    const [kind, id, reason] = [read('kind') as ErasableKind, read('id'), read('reason')];
    this.confirm.ask({
      title: `Erase ${kindWord(kind).toLowerCase()} ${id}?`,
      text: erasureWarning(kind, id),
      verb: 'Erase for good',
      typed: id,
      run: async () => {
        const done = await this.erasures.request({ entity: { kind, id }, reason });
        if ('problem' in done) return done.problem;
        form.reset();
        // Once the question is closed: its end would take the focus away.
        setTimeout(() => this.certificate.show(done.certificate));
        return null;
      },
    });
  }

  override render() {
    const { rows, next, problem } = this.erasures.value;
    return html`${canControl(this.app.session.role) ? this.form() : nothing}
      <section class="card" aria-label="Certificates">
        ${problemLine(problem)}
        ${tableFrame(
          'certificates',
          COLUMNS,
          rows?.map((each) => this.row(each)) ?? null,
          html`<strong>Nothing was erased yet</strong>Each erasure leaves a certificate here.`,
        )}
        ${moreFoot({ next, more: () => void this.erasures.more() })}
      </section>
      <sk-confirm></sk-confirm>
      <sk-certificate></sk-certificate>`;
  }

  private form() {
    return html`<form class="card" aria-label="Erase what is known of a person" @submit=${this.ask}>
      <div class="field">
        <label for="kind">Kind</label>
        <select id="kind" name="kind">
          ${ERASABLE_KINDS.map((kind) => html`<option value=${kind}>${kindWord(kind)}</option>`)}
        </select>
      </div>
      <div class="field">
        <label for="id">Id, number or address</label>
        <input
          id="id"
          name="id"
          required
          maxlength="128"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
        />
      </div>
      <div class="field">
        <label for="reason">Reason (is kept: no personal data)</label>
        <input id="reason" name="reason" required maxlength="300" autocomplete="off" />
      </div>
      <button class="danger" type="submit" data-testid="erase">Erase…</button>
    </form>`;
  }

  private row(one: Certificate) {
    return html`<tr data-testid="erasure-row">
      <td class="num">${one.id}</td>
      <td title=${fullTime(one.erased_at)}>${dayAndTime(one.erased_at)}</td>
      <td>${kindWord(one.kind)}</td>
      <td class="mono">${one.subject}</td>
      <td class="about" title=${one.reason}>${one.reason}</td>
      <td>${personWords(one.by)}</td>
      <td>${exact(rowsErased(one))}</td>
      <td class="acts">
        <button
          class="small"
          aria-label="Show certificate ${one.id}"
          @click=${() => this.certificate.show(one)}
        >
          Show
        </button>
      </td>
    </tr>`;
  }
}
