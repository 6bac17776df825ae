// Notices and how many of them.
import { describe, expect, it } from 'vitest';
import { ALERT_NOTICE_MS, Notices, NOTICES_MAX } from '../../src/state/notices';
import { RateGate } from '../../src/state/rate-gate';
import { alert } from '../samples';

describe('Notices', () => {
  it('holds back a wave of alerts and says how many', () => {
    const notices = new Notices(() => null);
    for (let index = 0; index < 50; index++) notices.critical(alert(`a${index}`), index);
    expect(notices.value).toHaveLength(1);
    notices.critical(alert('later'), ALERT_NOTICE_MS);
    expect(notices.value).toHaveLength(2);
    expect(notices.value[0]?.title).toContain('and 49 more');
    expect(notices.value[0]?.decision).toBe('dec_later');
  });

  it('stays bounded and leaves by itself', () => {
    const due: (() => void)[] = [];
    const notices = new Notices((run) => due.push(run));
    for (let index = 0; index < 9; index++) notices.say('ok', `n${index}`);
    expect(notices.value.map((each) => each.title)).toEqual(['n8', 'n7', 'n6']);
    expect(notices.value).toHaveLength(NOTICES_MAX);
    for (const run of due) run();
    expect(notices.value).toEqual([]);
  });
});

describe('RateGate', () => {
  it('lets one pass per interval', () => {
    const gate = new RateGate(100);
    expect([0, 50, 99, 100, 150, 300].map((now) => gate.pass(now))).toEqual([
      0,
      null,
      null,
      2,
      null,
      1,
    ]);
  });
});
