// JSON texts in the classes of the public JSONTestSuite, our own cases: y_ must be read, n_ must not, i_ is up to the
// reader. Strings stand for bytes.
const deep = (depth, inside = '', open = '[', close = ']') => open.repeat(depth) + inside + close.repeat(depth);
const utf8 = (text) => Buffer.from(text, 'utf8').toString('latin1');

/** Valid JSON of a wrong shape, when it is the whole body. */
export const VALID = [
  '[]', '{}', 'null', 'true', 'false', '0', '-0', '-1', '1e5', '1E+2', '0e1', '1.5e-3', '123456789012345678', '""',
  '"a"',
  ' [] ', '\t\r\n{}\n', '[[[]]]', '{"":0}', '{"a":{"b":[1,{"c":null}]}}', '[1,2,3]', '[null,1,"1",{}]', '"\\u0061"',
  '"\\uD834\\uDD1E"', '"\\"\\\\\\/\\b\\f\\n\\r\\t"', '"\\u0000"', utf8('"é€𝄞"'), utf8('"\u2028\u2029"'), '"\x7f"',
  utf8('"\uFFFF"'), utf8('"\u{10FFFF}"'), '{"a":"b"}', '["a",["b"]]', '-0.0', '0.1', '1e-999', '0E0', '[-123.456e7]',
];

/** As deep as is allowed. */
export const DEEPEST = [deep(16), deep(16, '1'), deep(16, '1', '{"a":', '}'), deep(8, '1', '[{"a":', '}]')];

/** Not JSON, wherever it stands as a value. */
export const INVALID_VALUES = [
  // numbers
  '+1', '-', '01', '-01', '1.', '.5', '-.5', '1.e1', '1e', '1e+', '1E-', '0x1', '0x', 'NaN', 'nan', 'Infinity',
  '-Infinity',
  'inf', '--1', '1 000', '1,5', '1_000', '1a', '1.2.3', '1e1.5', '0e', '\xef\xbc\x91', '- 1', '2.e3', '0.3e+', '1ee2',
  '++1',
  // words
  'tru', 'True', 'TRUE', 'nul', 'Null', 'undefined', 'fals', 'truee', 'None', 'nulll', 'true1',
  // strings
  "'a'", '"a', 'a"', '"a""', '"\\x41"', '"\\u00"', '"\\u00G0"', '"\\"', '"\\', '"\\a"', '"\\u"', '"\\U0041"', '"\t"',
  '"\n"', '"\x00"',
  '"\x1f"', '"\\ "', '`a`', '"\\u{41}"', '"a\\', 'abc', '"\\\\""',
  // UTF-8 and escapes of halves
  '"\x80"', '"\xff"', '"\xc3"', '"\xc3("', '"\xc0\xaf"', '"\xe0\x80\xaf"', '"\xf0\x80\x80\xaf"', '"\xed\xa0\x80"',
  '"\xf4\x90\x80\x80"',
  '"\xe2\x82"', '"\xf8\x88\x80\x80\x80"', '"\xfe"', '"\\ud800"', '"\\udc00"', '"\\ud800\\u0041"', '"\\ud800\\ud800"',
  '"\\udd1e\\ud834"', '"\\uD800\\"', '\xe9',
  // structure
  '[1,]', '[,1]', '[1,,2]', '[,]', '[1', '1]', '[1 2]', '[1:2]', '["a":1]', '[1;2]', '[[]', ']', '[}', '[\x0b]',
  '[\xa0]', '[\x0c]', '[ \x00]',
  '{"a":1,}', '{,"a":1}', '{"a"}', '{"a":}', '{"a" 1}', '{"a":1', '{a:1}', "{'a':1}", '{1:1}', '{"a":1,,"b":2}',
  '{"a":1 "b":2}',
  '{null:1}', '{"a"::1}', '{"a":1]', '{[1]:1}', '{"a":1;}', '{"a","b"}', '{"\x00":1}', '{"\xff":1}', '{"\\ud800":1}',
  '{"a":1}}', '}{',
  // comments and more than one
  '/**/1', '1/**/', '//\n1', '#\n1', '[1/*a*/]', '1 2', '{} {}', '[][]', '{}#', '{}/', '""x', '*', '&', '!', '<a>',
  '\\u0031', '$1', '(1)',
];

/** Only as a whole body: nothing, marks, other encodings, what stands behind. */
export const INVALID_BODIES = [
  ' ', '\n', '\x00', '\xef\xbb\xbf{}', '\xef\xbb\xbf', '\xff\xfe{\x00}\x00', '\xfe\xff\x00{\x00}', '{\x00}\x00',
  '{}\x00', '123\x00', '{}\x00garbage',
  '{}\x0b', '{}\xa0', '\x0c{}', '\xc2\x85{}', '{"message_content":"a"}\x00{"message_content":"b"}',
  '{"message_content":"a"}{"message_content":"b"}',
  '{"message_content":"a"},', '{"message_content":"a"', '{"message_content":"a', '{"message_content":',
  '{"message_content"', '{"', '{',
  deep(17, '1'), deep(17, '1', '{"a":', '}'), deep(1_000), '['.repeat(60_000), '{"a":'.repeat(10_000), deep(30_000),
  '[{'.repeat(20_000), '"'.repeat(60_001),
  `{"message_content":${deep(16, '1')}}`,
];

/** Both ways are right. */
export const EITHER_WAY = ['1e999', '-1e999', '1e99999999999', '1'.repeat(30), `-${'9'.repeat(400)}`,
  `0.${'0'.repeat(400)}1`, '18446744073709551616', '9223372036854775808', '1e-99999999999', utf8('\uFEFF1')];

export const deepText = deep;
