// One operation: what it does, what goes in and out, a curl line, and a form to try it.
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { type Call, curlLine, type Reply, sendCall } from '../../api/openapi/call';
import type { Fields, Operation } from '../../api/openapi/document';
import { exampleOf, typeWords } from '../../api/openapi/schema';
import { base, card, controls, dataTable } from '../shared-styles';
import { docs } from './doc-styles';
import { schemaTable } from './schema-table';

@customElement('sk-operation')
export class OperationCard extends LitElement {
  static override styles = [
    base,
    card,
    controls,
    dataTable,
    docs,
    css`
      summary {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-1) var(--space-3);
        padding: var(--space-3) var(--space-4);
        cursor: pointer;
        list-style: none;
      }
      summary:hover {
        background: var(--surface-2);
      }
      .refusals summary {
        padding: 0;
        color: var(--text-2);
      }
      .path {
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      .role {
        margin-left: auto;
        color: var(--text-3);
        font-size: var(--size-sm);
      }
      .body {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-4);
        padding: var(--space-3) var(--space-4) var(--space-4);
        border-top: 1px solid var(--border);
      }
      h3 {
        margin-bottom: var(--space-1);
        font-size: var(--size-md);
        font-weight: 600;
      }
      .scroll {
        overflow-x: auto;
      }
      td.wrap {
        min-width: 12rem;
        white-space: normal;
      }
      form {
        display: grid;
        gap: var(--space-3);
      }
      .field {
        display: grid;
        gap: 0.1875rem;
        max-width: 32rem;
      }
      textarea {
        font-family: var(--mono);
      }
    `,
  ];

  @property({ attribute: false }) operation!: Operation;
  @property({ attribute: false }) root: Fields = {};
  @property() key = '';
  @state() private values: Record<string, string> = {};
  @state() private body: string | null = null;
  @state() private reply: Reply | null = null;
  @state() private problem = '';

  private get call(): Call {
    return { values: this.values, body: this.body ?? this.exampleBody(), key: this.key };
  }

  private exampleBody(): string {
    const { request } = this.operation;
    if (!request) return '';
    return JSON.stringify(request.example ?? exampleOf(this.root, request.schema), null, 2);
  }

  private async send(event: Event): Promise<void> {
    event.preventDefault();
    this.problem = '';
    try {
      this.reply = await sendCall(this.operation, this.call);
    } catch {
      this.reply = null;
      this.problem = 'The server did not answer. Is it running?';
    }
  }

  override render() {
    const { method, path, role, summary, description } = this.operation;
    return html`<details class="card" id=${this.operation.id}>
      <summary>
        <span class="method ${method}">${method}</span><span class="path mono">${path}</span>
        <span>${summary}</span>
        <span class="role">${role && role !== 'none' ? `role: ${role}` : 'no key needed'}</span>
      </summary>
      <div class="body">
        ${description ? html`<p>${description}</p>` : nothing} ${this.parameters()}
        ${this.request()} ${this.responses()}
        <section>
          <h3>curl</h3>
          <pre tabindex="0" role="region" aria-label="curl example of ${this.operation.id}">
${curlLine(this.operation, this.call, location.origin)}</pre>
        </section>
        ${this.form()}
      </div>
    </details>`;
  }

  private parameters() {
    const { parameters } = this.operation;
    if (parameters.length === 0) return nothing;
    return html`<section>
      <h3>Parameters</h3>
      <div
        class="scroll"
        tabindex="0"
        role="region"
        aria-label="Parameters of ${this.operation.id}"
      >
        <table>
          <tbody>
            ${parameters.map(
              (each) =>
                html`<tr>
                  <th scope="row" class="mono">${each.name}${each.required ? ' *' : ''}</th>
                  <td class="muted">${each.place}</td>
                  <td class="muted">${typeWords(this.root, each.schema)}</td>
                  <td class="wrap">${each.description}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </section>`;
  }

  private request() {
    const { request } = this.operation;
    if (!request) return nothing;
    return html`<section>
      <h3>Request <span class="muted">${request.mediaType}</span></h3>
      ${schemaTable(this.root, request.schema, `${this.operation.id} request`)}
    </section>`;
  }

  private responses() {
    const isRefusal = (status: string) => /^[45]/.test(status);
    const { responses } = this.operation;
    const refusals = responses.filter((each) => isRefusal(each.status));
    return html`${this.replies(responses.filter((each) => !isRefusal(each.status)))}
    ${
      refusals.length > 0
        ? html`<details class="refusals">
            <summary>Refusals: ${refusals.map((each) => each.status).join(', ')}</summary>
            ${this.replies(refusals)}
          </details>`
        : nothing
    }`;
  }

  private replies(responses: Operation['responses']) {
    return responses.map(
      (each) =>
        html`<section>
          <h3>${each.status} <span class="muted">${each.description}</span></h3>
          ${schemaTable(this.root, each.schema, `${this.operation.id} ${each.status}`)}
          ${
            each.example === undefined
              ? nothing
              : html`<pre
                  tabindex="0"
                  role="region"
                  aria-label="Example of ${this.operation.id} ${each.status}"
                >
${JSON.stringify(each.example, null, 2)}</pre>`
          }
        </section>`,
    );
  }

  private form() {
    return html`<form @submit=${this.send}>
      <h3>Try it</h3>
      ${this.operation.parameters.map(
        ({ name, example, required }) =>
          html`<div class="field">
            <label for="p-${name}">${name}</label>
            <input
              id="p-${name}"
              ?required=${required}
              placeholder=${example}
              @input=${(event: Event) =>
                (this.values = {
                  ...this.values,
                  [name]: (event.target as HTMLInputElement).value,
                })}
            />
          </div>`,
      )}
      ${
        this.operation.request
          ? html`<div class="field">
              <label for="body">Body</label>
              <textarea
                id="body"
                rows="6"
                .value=${this.body ?? this.exampleBody()}
                @input=${(event: Event) =>
                  (this.body = (event.target as HTMLTextAreaElement).value)}
              ></textarea>
            </div>`
          : nothing
      }
      <div><button class="primary" type="submit">Send</button></div>
      <div role="status">
        ${this.problem ? html`<p class="field-error">${this.problem}</p>` : nothing}
        ${
          this.reply
            ? html`<p class="num">
                  Status ${this.reply.status} after ${this.reply.ms.toFixed(0)} ms
                </p>
                <pre tabindex="0" role="region" aria-label="Reply of ${this.operation.id}">
${this.reply.text || '(empty)'}</pre>`
            : nothing
        }
      </div>
    </form>`;
  }
}
