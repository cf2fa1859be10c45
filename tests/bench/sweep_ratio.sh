#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# How much faster two processes sweep than one, for points that fit the cache. usage: sweep_ratio.sh PROGRAM
set -u
program=$1
[ "$(nproc)" -ge 2 ] || { echo "sweep: one processor, no ratio"; exit 0; }
seconds() { # JOBS: wall seconds of the sweep
    begin=$(date +%s%N)
    "$program" sweep -q --jobs="$1" -c 'topology cycle 16; problem quadratic dim=10 kappa=10' rate=1..2/8lin --repeats=8 --error=0 --events=1500000 >/dev/null || exit 1
    end=$(date +%s%N)
    echo "$begin $end" | awk '{ print ($2 - $1) / 1e9 }'
}
one=$(seconds 1) two=$(seconds 2)
echo "$one $two" | awk '{ printf "sweep: 64 runs take %.2f s with one process, %.2f s with two: %.2f times the throughput (goal 1.9)\n", $1, $2, $1 / $2 }'
