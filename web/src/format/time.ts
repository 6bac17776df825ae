// Moments as text: a clock time for rows, the full time for titles, form fields for filters.

const clockFormat = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const minuteFormat = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const dayFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
/** A day without a time is the same day in every time zone. */
const calendarFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
});
const fullFormat = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'long',
});

const show = (format: Intl.DateTimeFormat, moment: string | number | null): string => {
  if (moment === null) return '–';
  const date = new Date(moment);
  return Number.isNaN(date.getTime()) ? '–' : format.format(date);
};

export const clock = (moment: string | number | null) => show(clockFormat, moment);
export const minute = (moment: string | number | null) => show(minuteFormat, moment);
export const dayAndTime = (moment: string | number | null) => show(dayFormat, moment);
export const fullTime = (moment: string | number | null) => show(fullFormat, moment);

/** "2026-11-14" -> "14 Nov" */
export const dayWords = (day: string | null) => show(calendarFormat, day);

/** RFC 3339 -> the value of a datetime-local field, in the reader's time zone. */
export function toFieldTime(moment: string): string {
  const date = new Date(moment);
  if (Number.isNaN(date.getTime())) return '';
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
}

export function fromFieldTime(field: string): string {
  const date = new Date(field);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}
