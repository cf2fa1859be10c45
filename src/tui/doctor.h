/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `dadao doctor`: what this terminal can do and what dadao makes of it. */
#ifndef DADAO_TUI_DOCTOR_H
#define DADAO_TUI_DOCTOR_H

#include <stdio.h>

/* Writes the report; samples in colour where `out` is a terminal that has them. */
void dadao_tui_doctor(FILE *out);

#endif
