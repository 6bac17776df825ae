#!/usr/bin/env bash
# Runs fuzz targets for that long each, as many at a time as there are processors:
#   tests/fuzz/run.sh SECONDS [TARGET…]
# Prints one line a target; ends with 1 when one crashed, leaked, hung or took too much memory, and says how to see it
# again. What libFuzzer finds on the way stays in build/fuzz/fuzz/found; the seeds are only read.
set -uo pipefail
if ! [[ ${1:-} =~ ^[1-9][0-9]*$ ]]; then
  echo "usage: tests/fuzz/run.sh SECONDS [TARGET…]" >&2
  exit 2
fi
export seconds=$1
shift
cd "$(dirname "$0")/../.." || exit 2
export programs=build/fuzz/fuzz
export corpus=tests/fuzz/corpus
export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
  for folder in "$corpus"/*/; do targets+=("$(basename "$folder")"); done
fi

failure() {
  local log=$1 input
  grep -E -m 3 'ERROR|SUMMARY|runtime error|invariant|No such file' "$log" | sed 's/^/         /'
  input=$(sed -n 's/.*Test unit written to //p' "$log" | tail -1)
  # A leak that is only seen at the end belongs to no single input.
  if [ -n "$input" ]; then echo "         again: $2 $input"; else echo "         all of it: $log"; fi
}

fuzz() {
  local target=$1
  local program=$programs/${target}_fuzz log=$programs/$target.log
  local found=$programs/found/$target crashes=$programs/crashes/$target
  local limits=(-artifact_prefix="$crashes/" -timeout=10 -rss_limit_mb=1024 -max_len=4096 -use_value_profile=1)
  local report
  mkdir -p "$found" "$crashes"
  # First the seeds alone, so that an old defect is told apart from a new one.
  if ! "$program" "${limits[@]}" -runs=0 "$corpus/$target" >"$log" 2>&1; then
    report="not ok $target: a seed fails"$'\n'$(failure "$log" "$program")
  elif ! "$program" "${limits[@]}" -max_total_time="$seconds" -print_final_stats=1 "$found" "$corpus/$target" >"$log" 2>&1; then
    report="not ok $target"$'\n'$(failure "$log" "$program")
  else
    local runs rate reached
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    rate=$(sed -n 's/^stat::average_exec_per_sec: *//p' "$log")
    reached=$(grep -o 'cov: [0-9]*' "$log" | tail -1)
    report="ok     $target: $runs runs, $rate a second, $reached"
  fi
  printf '%s\n' "$report"
  [[ $report == ok* ]]
}
export -f fuzz failure

# Each report is one short write, so that lines of targets that run side by side do not mix.
printf '%s\n' "${targets[@]}" | xargs -P "$(nproc)" -I{} bash -c 'fuzz {}' || exit 1
