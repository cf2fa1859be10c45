/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of a test terminal, shared by the files that drive it and that draw it. */
#ifndef DADAO_TESTS_TERMINAL_INSIDE_H
#define DADAO_TESTS_TERMINAL_INSIDE_H

#include "support/terminal.h"

#include <fcntl.h>
#include <sys/types.h>
#include <termios.h>
#include <vterm.h>

struct terminal {
    int master, reports, words; /* the pseudo-terminal; from and to the shell */
    pid_t shell, program;
    int columns, rows;
    int status;                 /* -1 while it runs */
    bool stopped;
    struct termios before, after;
    VTerm *emulator;
    VTermScreen *screen;
    bool alternate, cursor, mouse;
    double last;                /* when the last byte came */
    char *raw;
    size_t raw_length, raw_capacity;
};

#endif
