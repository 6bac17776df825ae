// Writes a .br and a .gz beside each file of the build that gets smaller by it.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const COMPRESSIBLE = new Set(['.html', '.js', '.css', '.svg', '.json', '.txt']);
const root = process.argv[2] ?? 'dist';

function filesIn(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}

function writeIfSmaller(path, packed, size) {
  if (packed.length < size) writeFileSync(path, packed);
}

let plain = 0;
let packed = 0;
for (const path of filesIn(root).filter((each) => COMPRESSIBLE.has(extname(each)))) {
  const body = readFileSync(path);
  const gzip = gzipSync(body, { level: 9 });
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
  };
  writeIfSmaller(`${path}.gz`, gzip, body.length);
  writeIfSmaller(`${path}.br`, brotliCompressSync(body, { params }), body.length);
  plain += body.length;
  packed += gzip.length;
}
console.log(
  `compressed: ${(plain / 1024).toFixed(0)} KiB -> ${(packed / 1024).toFixed(0)} KiB gzip`,
);
