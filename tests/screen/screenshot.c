/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes the picture in README.md: runs the program in the test terminal for a while and saves what it shows as SVG.
 *
 * usage: screenshot FILE.svg [COLUMNS ROWS [SECONDS [COMMAND ...]]] */
#include "support/screen.h"
#include "support/support.h"

#include <stdlib.h>

int main(int count, char **words)
{
    if (count < 2) {
        fprintf(stderr, "usage: screenshot FILE.svg [COLUMNS ROWS [SECONDS [COMMAND ...]]]\n");
        return 2;
    }
    terminal_options options = { .columns = count > 3 ? atoi(words[2]) : 120, .rows = count > 3 ? atoi(words[3]) : 36 };
    terminal *t = screen_start(&options, NULL);
    if (!terminal_wait_text(t, "events ", 20)) {
        fprintf(stderr, "screenshot: nothing to see\n");
        terminal_close(t);
        return 1;
    }
    for (int k = 5; k < count; k++) {
        screen_command(t, words[k]);
        terminal_watch(t, 0.3);
    }
    terminal_watch(t, count > 4 ? atof(words[4]) : 6);
    FILE *file = fopen(words[1], "w");
    if (file == NULL) {
        perror(words[1]);
        terminal_close(t);
        return 1;
    }
    terminal_svg(t, "dadao: a network, its nodes coloured by error, and how they converge", file);
    fclose(file);
    terminal_close(t);
    return 0;
}
