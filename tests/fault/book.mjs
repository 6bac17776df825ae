// The record of every operation of a test: what was sent, what was answered, and what nobody knows.
import { Random } from './support.mjs';

const REFUSALS = [429, 503];
const SCAM = 'URGENT! Your bank account is suspended. Verify your PIN at http://bank.example or face legal action!';
const COUNTRIES = ['DE', 'FR', 'NG', 'US', 'BR'];

/** Every operation by its id. States: sent, acknowledged, refused (an answer other than 200), unknown (no answer). */
export class Book {
  constructor(random, name = 'op') {
    this.random = random;
    this.name = name;
    this.operations = new Map();
    this.acknowledged = []; // in the order of the answers
    this.unknown = 0;
    this.refused = 0;
    this.repeats = 0; // sent again: each may take a number of the log and make no row
    this.odd = []; // answers that must not come
    this.copied = 0; // acknowledged ones of the book that this is a copy of
    this.floor = 0; // the checker has compared all rows up to this number
  }

  /** `bytes`: at least so long a message, where the caller wants the log to fill. */
  make(bytes = 0) {
    const id = `${this.name}-${this.operations.size + 1}`;
    const message = bytes > 0 || this.random.next() < 0.15;
    const body = JSON.stringify(message ? this.message(id, bytes) : this.payment(id));
    const operation = { id, body, state: 'sent', sentAt: performance.now(), seen: null };
    this.operations.set(id, operation);
    return operation;
  }

  /** Few cards, terminals and phones: an event's score depends on those before it. */
  payment(id) {
    const { random } = this;
    const amount = random.logUniform(1, 20_000).toFixed(2);
    const place = { country: random.pick(COUNTRIES), terminal_id: `term_${random.below(20)}` };
    return { transaction: { transaction_id: id, amount, card: `tok_${random.below(40)}`, ...place } };
  }

  message(id, bytes) {
    const { random } = this;
    const text = random.next() < 0.2 ? SCAM : 'See you at lunch tomorrow';
    const content = bytes > 0 ? `${text} ${'lorem ipsum '.repeat(bytes / 12)}` : text;
    return { message_id: id, message_content: content, phone_number: `555-${1000 + random.below(500)}` };
  }

  settle(operation, status, reply) {
    operation.settledAt = performance.now();
    operation.status = status;
    if (status !== 200) {
      if (!REFUSALS.includes(status)) this.odd.push({ kind: 'odd', text: `${operation.id} was answered ${status}` });
      operation.state = 'refused';
      this.refused += 1;
      return;
    }
    const { id, risk_score, outcome, evaluation } = reply;
    Object.assign(operation, { state: 'acknowledged', decision: id, risk_score, outcome, evaluation });
    this.acknowledged.push(operation);
  }

  /** Acknowledged without its decision. */
  accept(operation) {
    operation.state = 'accepted';
    this.acknowledged.push(operation);
  }

  lose(operation) {
    operation.state = 'unknown';
    this.unknown += 1;
  }

  /** For another server that begins with a copy of this one's data. */
  copy() {
    const book = new Book(new Random(this.random.below(2 ** 31)), this.name);
    book.operations = structuredClone(this.operations);
    book.acknowledged = this.acknowledged.map(({ id }) => book.operations.get(id));
    const { repeats, floor, acknowledged } = this;
    return Object.assign(book, { repeats, floor, copied: acknowledged.length });
  }
}
