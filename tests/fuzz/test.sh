#!/usr/bin/env bash
# The test `fuzz`: builds the targets and runs each for a minute, or for FUZZ_SECONDS. Exit 77 where no clang-19 is,
# saying why.
set -euo pipefail
cd "$(dirname "$0")/../.."
# The compiler alone is not enough: the sanitizers' runtime is a package of its own.
if ! trouble=$(echo 'extern "C" int LLVMFuzzerTestOneInput(const char*, unsigned long) { return 0; }' |
  clang++-19 -fsanitize=address,undefined,fuzzer -x c++ -o /dev/null - 2>&1); then
  echo "fuzz: skipped: no clang++-19 that makes fuzz targets (scripts/setup extra installs it): ${trouble##*$'\n'}"
  exit 77
fi
if ! scripts/build fuzz >/dev/null; then
  tail -n 40 build/fuzz.log
  exit 1
fi
tests/fuzz/run.sh "${FUZZ_SECONDS:-60}"
