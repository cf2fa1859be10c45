#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The engine's time per event as a multiple of the bare arithmetic of an event, measured alternately in one run.
#
#     tests/bench/engine_ratio.sh BENCH_ENGINE [small|all]
#
# BENCH_ENGINE is the built tests/bench/bench_engine.c. The measuring program is built from $DADAO_SHARED/perf/engine/floor.c
# (default ../shared) in a temporary folder. Each cell: three rounds of both, the least of each. `all` adds a million nodes.
set -eu

bench=$1
grid=${2:-small}
floor_source=${DADAO_SHARED:-../shared}/perf/engine/floor.c
if [ ! -r "$floor_source" ]; then
    echo "engine_ratio: no $floor_source: nothing to compare with" >&2
    exit 0
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
${CC:-cc} -O3 -march=native -fno-math-errno -fno-trapping-math -w "$floor_source" -o "$folder/floor" -lgsl -lopenblas -lm

least() { awk -v a="$1" -v b="$2" 'BEGIN { print (b == "" || a < b) ? a : b }'; }

# problem nodes dimension events
cell() {
    engine= bare=
    for round in 1 2 3; do
        value=$("$bench" "$1" "$2" "$3" "$4" | awk '$3 == "ns/event" { print $2 }')
        engine=$(least "$value" "$engine")
        value=$("$folder/floor" refv quad "$2" "$3" m "$4" 5 | sed 's/.* min *\([0-9.]*\) .*/\1/')
        bare=$(least "$value" "$bare")
    done
    awk -v k="$1" -v n="$2" -v d="$3" -v e="$engine" -v b="$bare" \
        'BEGIN { printf "%-10s %8d %4d %10.1f %10.1f %7.2f\n", k, n, d, e, b, e / b }'
}

printf '%-10s %8s %4s %10s %10s %7s\n' problem nodes d engine floor ratio
for nodes in 16 100 10000; do
    for d in 2 10 50; do
        cell quadratic $nodes $d 1000000
        cell linear $nodes $d 1000000
    done
done
if [ "$grid" = all ]; then
    for d in 2 10; do
        cell quadratic 1000000 $d 2000000
    done
fi
