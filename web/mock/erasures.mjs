// Erasures of the mock server. Development only.
const HOUR_MS = 3_600_000;
const certificate = (id, kind, reason, rows, agoHours) => ({
  id,
  erased_at: new Date(Date.now() - agoHours * HOUR_MS).toISOString(),
  kind,
  subject: `erased_${(id * 7919).toString(16).padStart(16, '3')}`,
  reason,
  by: 'mia',
  rows,
  log_to: 41_000 + id,
  audit: { seq: 900 + id, hash: id.toString(16).padStart(64, 'c') },
});

const certificates = [
  certificate(2, 'phone', 'Asked for in ticket 4410', { decisions: 3, training_messages: 2 }, 5),
  certificate(1, 'customer', 'Asked for by letter', { decisions: 214, labels: 2, cases: 1 }, 90),
];

function erase({ entity, reason }) {
  const id = certificates.length + 1;
  const made = certificate(id, entity.kind, reason, { decisions: 12, alerts: 1 }, 0);
  certificates.unshift(made);
  return { status: 200, body: made };
}

export const erasureAnswers = {
  'GET /erasures': () => ({ status: 200, body: { data: certificates, next_cursor: null } }),
  'POST /erasures': ({ body }) => erase(body),
};
