// What a field may hold. FIELD_ROWS: fields of a transaction as JSON text, statuses that are right, the field that an
// error must name. SHAPE_ROWS: whole bodies, statuses, pointers.
const amounts = (values, statuses) => values.map((value) => [`"amount":${value}`, statuses, 'amount']);
const times = (values, statuses) => values.map((value) => [`"timestamp":${value}`, statuses, 'timestamp']);
const texts = (field, values, statuses) => values.map((value) => [`"${field}":${value}`, statuses, field]);
const twice = (field, first, second = first) => [`"${field}":${first},"${field}":${second}`, [400], field];

const NOT_A_TEXT = ['1', 'true', '[]', '{}', '["a"]', '1.5'];
const IDS = ['customer_id', 'merchant_id', 'terminal_id', 'device_id', 'transaction_id', 'card'];

export const FIELD_ROWS = [
  ...amounts(['0.30000000000000004', '0', '-0', '-0.0', '1e2', '"1"', '"1.50"', '"0.01"', '"1.500"', '1e13',
    '9999999999999.99'], [200]),
  ...amounts(['1e-999'], [200, 400, 422]),
  ...amounts(['-5', '-0.01', '1e16', '1.234', '12.345', '1e-3', '1e300', '1e15'], [422]),
  ...amounts(['"12,5"', '""', '" 1"', '"1 "', '"-5"', '"+1"', '"1e2"', '"NaN"', '"Infinity"', '"0x10"', '"1."',
    '".5"', '"1.234"', '"\\u0661"', '"1\\u0000"', '"1234567890123456789012"'], [422]),
  ...amounts(['true', 'false', 'null', '[]', '[1]', '{}', '{"minor":1}'], [422]),
  ['"amount":123456789012345678901234567890', [400, 422], null],
  ['"amount":1.5,"currency":"JPY"', [422], 'amount'],
  ['"amount":"1.234","currency":"KWD"', [200], 'amount'],
  ...times(['"2024-02-29T12:00:00Z"', '"2016-12-31T23:59:60Z"', '"2024-01-01T00:00:00+05:30"',
    '"2024-01-01 00:00:00"', '"2024-01-01"', '"2024-01-01T00:00:00.123456Z"'], [200]),
  ...times(['"1970-01-01T00:00:00Z"', '"1999-12-31T23:59:59Z"', '"9999-12-31T23:59:59Z"', '"0000-01-01T00:00:00Z"',
    '"2999-01-01T00:00:00Z"'], [422]),
  ...times(['"2023-02-29T00:00:00Z"', '"2024-13-01T00:00:00Z"', '"2024-00-01T00:00:00Z"', '"2024-01-32T00:00:00Z"',
    '"2024-01-01T24:00:00Z"', '"2024-01-01T00:60:00Z"'], [422]),
  ...times(['"2024-01-01T00:00:61Z"', '"2024-1-1"', '"01/02/2024"', '"now"', '"2024-01-01T00:00:00+25:00"',
    '"2024-01-01T00:00:00 Z"', '"2024-01-01T00:00:00Zx"', '"2024-01-01T00:00:00.Z"', '"-2024-01-01T00:00:00Z"'],
    [422]),
  ...times(['1700000000', 'true', '[]', '{}'], [422]),
  ...IDS.flatMap((field) => texts(field, NOT_A_TEXT, [422])),
  ...IDS.flatMap((field) => texts(field, [`"${'x'.repeat(129)}"`, `"${'x'.repeat(60_000)}"`, '"a\\u0000b"', '"a\\nb"',
    '"\\u007f"'], [422])),
  ...texts('merchant_id', ['"<script>alert(1)</script>"', '"\\u202Eevil"', '"=cmd|1"', '"\' OR 1=1 --"', '"%s%n"',
    '"\\ud83d\\ude00"'], [200]),
  ...texts('currency', ['"eur"', '"EURO"', '"EU"', '"E\\u0000R"', '1', '[]', '"\\u0415UR"'], [422]),
  ...texts('country', ['"de"', '"DEU"', '"D1"', '1', '"D\\u0000"'], [422]),
  ...texts('ip', ['"999.1.1.1"', '"1.2.3"', '"::g"', '"1.2.3.4 "', '"1.2.3.4\\u0000"', '"fe80::1%eth0"', '1',
    '"01.02.03.04"'], [422]),
  ...texts('ip', ['"192.0.2.1"', '"2001:db8::1"', '"::ffff:192.0.2.1"', 'null'], [200]),
  ...texts('channel', ['"fax"', '1', '"ONLINE"'], [422]),
  ...texts('card_present', ['"true"', '1', '[]', '"yes"'], [422]),
  ...['cvv', 'cvc', 'cvv2', 'cid', 'pin', 'track', 'track1', 'track2'].flatMap((field) => texts(field,
    ['"123"', 'null', '{}'], [422])),
  ...texts('attributes', ['[]', '1', '"a"', `{${Array.from({ length: 65 }, (_, i) => `"a${i}":1`).join()}}`], [422]),
  ['"attributes":{"a":"1"}', [422], 'attributes/a'],
  ['"attributes":{"a":null}', [422], 'attributes/a'],
  ['"attributes":{"a":[1]}', [422], 'attributes/a'],
  // RFC 6901: "~" and "/" of a name are written "~0" and "~1".
  ['"attributes":{"a/b":"1"}', [422], 'attributes/a~1b'],
  ['"attributes":{"a~b":"1"}', [422], 'attributes/a~0b'],
  ['"attributes":{"a":1,"a":2}', [400], 'attributes/a'],
  ['"attributes":{"a":1,"\\u0061":2}', [400], 'attributes/a'],
  twice('amount', '1', '2'),
  twice('amount', '1'),
  twice('card', '"a"', '"b"'),
  twice('customer_id', '"a"', '"b"'),
  twice('timestamp', '"2024-01-01T00:00:00Z"'),
  twice('attributes', '{}'),
  ['"amount":1,"amo\\u0075nt":2', [400], 'amount'],
  ['"Amount":2,"AMOUNT":3', [200], 'amount'],
  ['"unknown":1,"fraud":false,"risk_score":0,"outcome":"approve","tenant":"other","__proto__":{},"constructor":1',
    [200], ''],
];

const MESSAGE = (text) => `{"message_content":${text}}`;

export const SHAPE_ROWS = [
  ['{"transaction":null}', [422], ['/transaction']],
  ['{"transaction":[]}', [422], ['/transaction']],
  ['{"transaction":"a"}', [422], ['/transaction']],
  ['{"transaction":{}}', [422], ['/transaction/amount']],
  ['{"transaction":{"amount":1},"message_content":"a"}', [422], ['']],
  ['{"transaction":{"amount":1},"transaction":{"amount":2}}', [400], ['/transaction']],
  ['{"transaction":{"amount":1},"trans\\u0061ction":{"amount":2}}', [400], ['/transaction']],
  ['{"message_content":"a","message_content":"b"}', [400], ['/message_content']],
  ['{"message_content":"a","channel":"sms","channel":"email"}', [400], ['/channel']],
  ['{"amount":1}', [422], ['/message_content']],
  ['{"Transaction":{"amount":1}}', [422], ['/message_content']],
  ...['""', '1', 'null', 'true', '[]', '{}', '["a"]', `"${'x'.repeat(16_385)}"`].map((text) => [MESSAGE(text), [422],
    ['/message_content']]),
  [MESSAGE(`"${'x'.repeat(16_384)}"`), [200], []],
  ...['"\\u0000"', '"a\\u0000b"', '"\\u202Eevil\\u202C"', '"\\ufeff"', '"\\u001b[31mred"',
    '"\\n{\\"level\\":\\"info\\"}"'].map((text) => [MESSAGE(text), [200, 400, 422], ['/message_content']]),
  ['{"message_content":"a","phone_number":1}', [422], ['/phone_number']],
  ['{"message_content":"a","channel":"fax","phone_number":[],"timestamp":1}', [422],
    ['/channel', '/phone_number', '/timestamp']],
  ['{"transaction":{"amount":-1,"currency":"x","card":1,"country":"d","ip":"x"}}', [422],
    ['/transaction/currency', '/transaction/card', '/transaction/country', '/transaction/ip']],
];
