/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way out: one frame at a time, never blocking, never on a descriptor that others share. */
#ifndef DADAO_TUI_OUTPUT_H
#define DADAO_TUI_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct dadao_output {
    int descriptor;
    bool own;           /* opened by us and non-blocking; else written in small pieces after a poll */
    char *bytes;        /* of the frame being sent */
    size_t length, sent, capacity;
    uint64_t frames, total, writes;
} dadao_output;

/* Opens the terminal behind `shared` once more, so that "non-blocking" is ours alone. */
void dadao_tui_output_open(dadao_output *output, int shared);
void dadao_tui_output_close(dadao_output *output);
bool dadao_tui_output_busy(const dadao_output *output);
/* Adds bytes to the frame; false when memory is out. */
bool dadao_tui_output_add(dadao_output *output, const char *bytes, size_t length);
/* Sends as much as the terminal takes now: 1 all gone, 0 some left, -1 the terminal is gone. */
int dadao_tui_output_push(dadao_output *output);

#endif
