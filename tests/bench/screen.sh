#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What the full screen costs, beside htop and btop in the same run, against its budgets. Needs the meters of ../shared/perf/tty
# (or of $METERS), which put a program on a pseudo-terminal of 200x50 and watch what it writes; without them it says so.
#
#   tests/bench/screen.sh BUILD      WARM and WIN: seconds of warm-up and of measuring; LONG: seconds before memory is read
set -u
build=$1
meters=${METERS:-../shared/perf/tty}
warm=${WARM:-2} window=${WIN:-6} long=${LONG:-20}
if [ ! -e "$meters/ttymeter.c" ]; then
    echo "screen: the meters are not there ($meters/ttymeter.c): nothing was measured"
    exit 0
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
if ! ${CC:-cc} -O2 -std=gnu11 -w "$meters/ttymeter.c" -o "$work/ttymeter" -lvterm -lutil 2>"$work/log"; then
    echo "screen: the meters cannot be built (libvterm-dev): nothing was measured"
    exit 0
fi
TERM=xterm-256color DADAO_STATE='' DADAO_CONFIG=''
export TERM DADAO_STATE DADAO_CONFIG
unset NO_COLOR COLORFGBG TMUX STY

# measure NAME QUIT KEYS WINDOW COMMAND...
measure() {
    name=$1 quit=$2 keys=$3 seconds=$4
    shift 4
    "$work/ttymeter" -w "$warm" -d "$seconds" -q "$quit" -k "$keys" -n 20 "$@" >"$work/$name" 2>&1
}
figure() { awk -v k="$2" '$1 == k { print $2; found = 1 } END { if (!found) print "-" }' "$work/$1" 2>/dev/null || echo -; }

dadao=$build/dadao
measure frame q '? ?' 1 "$dadao" -c 'topology grid 5 10'
measure live q '? ?' "$window" "$dadao"
measure calm q '? ?' "$window" "$dadao" --calm
measure flat q '? ?' "$window" "$dadao" -c 'topology grid 100 100' -c 'speed max' -c run
measure large q '? ?' "$long" "$dadao" -c 'topology grid 25 40' -c 'speed 2000' -c run
others=
for other in htop btop; do
    if command -v $other >/dev/null; then
        measure $other q '\e[B \e[A' "$window" $other
        others="$others $other"
    else
        echo "screen: $other is not installed: it is left out"
    fi
done

# line TEXT BUDGET FIGURE RUN SCALE: ours by RUN, the others by the same figure of theirs
line() {
    printf '%-44s %10s %10s' "$1" "$2" "$(scaled "$(figure "$4" "$3")" "$5")"
    for other in $others; do printf ' %10s' "$(scaled "$(figure $other "$3")" "$5")"; done
    echo
}
scaled() { if [ "$1" = - ]; then echo -; else awk -v v="$1" -v s="$2" 'BEGIN { printf "%.3g", v * s }'; fi; }

printf '%-44s %10s %10s' 'the screen, 200x50' budget dadao
for other in $others; do printf ' %10s' $other; done
echo
line 'first full frame, 50 nodes, ms' 120 t_full_frame_ms frame 1
line 'paused: bytes a second' 0 bytes_per_s frame 1
line 'paused: wake-ups a second' 0 wakeups_per_s frame 1
line 'live: kB a second' 50 bytes_per_s live 0.001
line 'live: frames a second' 10 bursts_per_s live 1
line 'live: % of a core, engine included' 3 cpu_pct live 1
line 'calm: kB a second' 8 bytes_per_s calm 0.001
line 'key to first byte, flat out, median ms' 5 key_ms_med flat 1
line 'key to first byte, flat out, worst ms' 20 key_ms_max flat 1
line 'resize to complete redraw, ms' 20 resize_done_ms live 1
line 'memory at n = 1000, MB' 40 rss_kib large 0.001024
line 'terminal given back (1: yes)' 1 restored live 1
"$dadao" --version | head -n 1
