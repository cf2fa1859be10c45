/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file that grows by whole rows, so that a kill at any moment leaves no half row behind. */
#ifndef DADAO_OUTPUT_APPEND_H
#define DADAO_OUTPUT_APPEND_H

#include "core/text.h"

#include <dadao/status.h>

typedef struct dadao_append {
    int file;       /* -1: closed */
    bool binary;    /* rows are no lines: a count elsewhere says how many are whole */
    size_t offset;  /* bytes written so far */
    char *path;
    dadao_text rows; /* whole rows that wait for the next write */
} dadao_append;

dadao_status dadao_output_append_open(dadao_append *append, const char *path, dadao_error *error);
/* Writes the waiting rows when they are many (`now` false) or in any case. */
dadao_status dadao_output_append_flush(dadao_append *append, bool now, dadao_error *error);
/* Overwrites bytes at the beginning of the file (a header that counts). */
dadao_status dadao_output_append_patch(dadao_append *append, const char *bytes, size_t length, dadao_error *error);
/* Closes and frees; does not flush. */
dadao_status dadao_output_append_close(dadao_append *append, dadao_error *error);

#endif
