#!/usr/bin/env bash
# Runs every fuzz target for that long: tests/fuzz/run.sh SECONDS BUILD_DIR [TARGET…]. What libFuzzer finds on the way
# stays in BUILD_DIR/fuzz/found; the seeds are only read. Ends with 1 when a target crashed, leaked or hung.
set -uo pipefail
if [ $# -lt 2 ]; then
  echo "usage: tests/fuzz/run.sh SECONDS BUILD_DIR [TARGET…]" >&2
  exit 2
fi
seconds=$1
programs=$(realpath "$2")/fuzz
shift 2
cd "$(dirname "$0")" || exit 2
targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
  for folder in corpus/*/; do targets+=("$(basename "$folder")"); done
fi

export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
failed=0
for target in "${targets[@]}"; do
  found=$programs/found/$target
  crashes=$programs/crashes/$target/
  log=$programs/$target.log
  mkdir -p "$found" "$crashes"
  # First the seeds alone, so that an old defect is told apart from a new one.
  arguments=(-artifact_prefix="$crashes" -timeout=10 -rss_limit_mb=1024 -max_len=4096 -use_value_profile=1)
  if ! "$programs/${target}_fuzz" "${arguments[@]}" -runs=0 "corpus/$target" >"$log" 2>&1; then
    echo "not ok $target: a seed fails"
  elif ! "$programs/${target}_fuzz" "${arguments[@]}" -max_total_time="$seconds" -print_final_stats=1 "$found" \
    "corpus/$target" >"$log" 2>&1; then
    echo "not ok $target: see $crashes"
  else
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    rate=$(sed -n 's/^stat::average_exec_per_sec: *//p' "$log")
    reached=$(grep -o 'cov: [0-9]*' "$log" | tail -1)
    echo "ok     $target: $runs runs, $rate a second, $reached"
    continue
  fi
  failed=1
  grep -E -m 3 'ERROR|SUMMARY|runtime error|invariant' "$log"
done
exit "$failed"
