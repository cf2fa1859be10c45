/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main(): finds out what is asked for and hands over. */
#include "cli/cli.h"
#include "tui/doctor.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static const char usage[] =
    "usage: dadao [OPTIONS] [FILE]        open the screen on a network or a script\n"
    "       dadao run [OPTIONS] [FILE...] carry out commands without a screen\n"
    "       dadao replay FILE [OPTIONS]   show a recording again (--check: verify it)\n"
    "       dadao lesson [N | FILE [PART]]   list the lessons, or open one\n"
    "       dadao notes [--once]          the speaker's notes of the open lesson\n"
    "       dadao sweep [OPTIONS] NAME=VALUES [NAME=VALUES]   vary quantities\n"
    "       dadao reproduce NAME          a figure or table of the papers\n"
    "       dadao league [OPTIONS]        all methods on chosen networks, ranked\n"
    "       dadao chi [--json] NETWORK    chi1, chi2 and the spectrum of a network\n"
    "       dadao commands [--man | --lessons | --bash]   the tables of commands\n"
    "       dadao help [COMMAND]          what a command does\n"
    "       dadao config [--check [FILE] | --print | --path]   the settings\n"
    "       dadao doctor                  what this terminal can do, with samples\n"
    "       dadao --version | --help\n"
    "`dadao sweep --help`, `dadao league --help` and `dadao reproduce --help` have\n"
    "their own.\n"
    "\n"
    "Options of the screen:\n"
    "  -c, --command=COMMANDS  carried out first (may be given several times)\n"
    "      --fps=N             frames a second, 1 to 30 (10)\n"
    "      --colors=N          at most 0, 8, 16 or 256 colours\n"
    "      --ascii             plain characters only\n"
    "      --config=FILE       settings and keys (`dadao config --path`: where else)\n"
    "      --no-state          looks are neither recalled nor remembered\n"
    "      --plain             no screen: sentences for screen readers and pipes\n"
    "      --calm              few frames, no flashes, at most 8 kB a second\n"
    "      --cast=FILE         film the screen (asciicast; also the command `cast`)\n"
    "      --no-mouse          leave the mouse to the terminal\n"
    "      --no-sync           frames without the marks of synchronized updates\n"
    "      --allow-write       a script may write files\n"
    "      --graphs=FOLDER     where names of networks are looked up\n"
    "      --lessons=FOLDER    where lessons are looked up\n"
    "      --stats             say how much was drawn, at the end\n"
    "Options of `run`:\n"
    "  -c, --command=COMMANDS  carry these out (in order with the files; `-` is\n"
    "                          standard input)\n"
    "      --json              the summary as one JSON object\n"
    "  -q, --quiet             no summary, no progress\n"
    "      --graphs=FOLDER     where names of networks are looked up\n"
    "Options of `lesson`:\n"
    "      --check             carry lessons out without a screen (all or named)\n"
    "      --text              print them as pages\n"
    "      --web=FILE.html     write one as a page that plays in a browser\n"
    "      --lessons=FOLDER    where they are\n"
    "\n"
    "NETWORK is a file, the name of a shipped graph, or a generator: `grid 10 10`,\n"
    "`barbell 16`.\n"
    "Exit status: 0, 1 (failed), 2 (usage), 130 (interrupted; what was computed is\n"
    "on disk).\n"
    "\n"
    "First steps:  dadao\n"
    "              dadao lesson 1\n"
    "              dadao run -c 'topology grid 10 10; run until t=100'\n";

static int print_version(void)
{
    printf("dadao %s, numerics version %d\n", DADAO_VERSION, DADAO_NUMERICS_VERSION);
    printf("built with igraph, GSL, LAPACK, ncurses, libxxhash, zlib\n");
    printf("Licence GPL-3.0-or-later. No warranty.\n");
    return DADAO_CLI_OK;
}

static int print_usage(void)
{
    fputs(usage, stdout);
    return DADAO_CLI_OK;
}

static int print_doctor(int count, char **arguments)
{
    if (count > 0)
        return dadao_cli_unknown_option("doctor", arguments[0], NULL, 0);
    dadao_tui_doctor(stdout);
    return DADAO_CLI_OK;
}

static int dispatch(int count, char **arguments)
{
    const char *first = count > 1 ? arguments[1] : "";
    if (strcmp(first, "run") == 0)
        return dadao_cli_run(count - 2, arguments + 2);
    if (strcmp(first, "sweep") == 0)
        return dadao_cli_sweep(count - 2, arguments + 2);
    if (strcmp(first, "reproduce") == 0)
        return dadao_cli_reproduce(count - 2, arguments + 2);
    if (strcmp(first, "league") == 0)
        return dadao_cli_league(count - 2, arguments + 2);
    if (strcmp(first, "replay") == 0)
        return dadao_cli_replay(count - 2, arguments + 2);
    if (strcmp(first, "chi") == 0)
        return dadao_cli_chi(count - 2, arguments + 2);
    if (strcmp(first, "commands") == 0)
        return dadao_cli_commands(count - 2, arguments + 2);
    if (strcmp(first, "lesson") == 0)
        return dadao_cli_lesson(count - 2, arguments + 2);
    if (strcmp(first, "notes") == 0)
        return dadao_cli_notes(count - 2, arguments + 2);
    if (strcmp(first, "doctor") == 0)
        return print_doctor(count - 2, arguments + 2);
    if (strcmp(first, "config") == 0)
        return dadao_cli_config(count - 2, arguments + 2);
    if (strcmp(first, "help") == 0)
        return count > 2 ? dadao_cli_help(count - 2, arguments + 2) : print_usage();
    if (strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0)
        return print_usage();
    if (strcmp(first, "--version") == 0 || strcmp(first, "-V") == 0)
        return print_version();
    return dadao_cli_live(count - 1, arguments + 1);
}

int main(int count, char **arguments)
{
    /* Only what characters are: numbers are read and written with a point whatever the language. */
    setlocale(LC_CTYPE, "");
    /* A closed pipe is an error of a write, not a death. */
    signal(SIGPIPE, SIG_IGN);
    int status = dispatch(count, arguments);
    if (fflush(stdout) != 0 && status == DADAO_CLI_OK)
        status = DADAO_CLI_FAILED;
    return status;
}
