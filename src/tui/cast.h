/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The screen as a film (asciicast v2): a header, then one line of JSON for every frame, change of size and marker. */
#ifndef DADAO_TUI_CAST_H
#define DADAO_TUI_CAST_H

#include <dadao/status.h>
#include <stddef.h>

typedef struct dadao_cast dadao_cast;

/* Writes the header. IO where the file cannot be written. */
dadao_status dadao_tui_cast_open(const char *path, int columns, int rows, const char *term, dadao_cast **cast, dadao_error *error);
/* Each appends one whole line and hands it to the kernel: what is on the disk is always a film, if a shorter one. After a failure the
 * rest is silent and _close tells. `code`: 'o' what the terminal was sent, 'r' "80x24", 'm' a marker. NULL cast: nothing. */
void dadao_tui_cast_event(dadao_cast *cast, char code, const char *bytes, size_t length);
/* Frees; the first failure there was. */
dadao_status dadao_tui_cast_close(dadao_cast *cast, dadao_error *error);

#endif
