/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main(): finds out what is asked for and hands over. */
#include "cli/cli.h"
#include "tui/doctor.h"
#include "view/view.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static const char usage[] =
    "usage: dadao [OPTIONS] [FILE]            open the full screen, with a network or a script\n"
    "       dadao run [OPTIONS] [-c COMMANDS] [FILE...]   carry out commands without a screen\n"
    "       dadao sweep [OPTIONS] -c COMMANDS NAME=VALUES [NAME=VALUES]   vary one or two quantities (`dadao sweep --help`)\n"
    "       dadao reproduce NAME              a figure or table of the papers, and whether its claim is seen\n"
    "       dadao league [OPTIONS]            all methods on chosen networks, ranked (`dadao league --help`)\n"
    "       dadao replay [--check] FILE       show a recording again, or verify it without a screen\n"
    "       dadao chi [--json] NETWORK        chi1, chi2 and the spectrum of a network\n"
    "       dadao lesson [N | FILE]           list the lessons, or open one (--check, --text)\n"
    "       dadao notes                       the speaker's notes of the lesson that is open elsewhere\n"
    "       dadao commands [--man]            the commands\n"
    "       dadao doctor                      what this terminal can do, with samples\n"
    "       dadao config [--check [FILE] | --print | --path]   the settings of the screen\n"
    "       dadao help [COMMAND]              what a command does\n"
    "       dadao --version | --help\n"
    "\n"
    "Options of the screen:\n"
    "  -c, --command=COMMANDS  carried out first (may be given several times)\n"
    "      --fps=N             frames a second, 1 to 30 (10)\n"
    "      --colors=N          at most 0, 8, 16 or 256 colours\n"
    "      --ascii             plain characters only\n"
    "      --config=FILE       settings and keys (`dadao config --path` says where else)\n"
    "      --no-state          looks are neither recalled nor remembered\n"
    "      --plain             no screen: sentences for screen readers and pipes\n"
    "      --calm              few frames, no flashes, at most 8 kB a second\n"
    "      --cast=FILE         film the screen (asciicast; also the command `cast`)\n"
    "      --no-mouse          leave the mouse to the terminal\n"
    "      --allow-write       a script may write files\n"
    "      --graphs=FOLDER     where graph names are looked up\n"
    "      --stats             say how much was drawn, at the end\n"
    "Options of `run`:\n"
    "  -c, --command=COMMANDS  carry these out (in order with the files; `-` is standard input)\n"
    "      --json              the summary as one JSON object\n"
    "  -q, --quiet             no summary, no progress\n"
    "      --graphs=FOLDER     where graph names are looked up\n"
    "\n"
    "NETWORK is a file, the name of a shipped graph, or a generator: `grid 10 10`, `barbell 16`.\n"
    "Exit status: 0, 1 (failed), 2 (usage), 130 (interrupted; what was computed is on disk).\n"
    "\n"
    "First steps:  dadao\n"
    "              dadao run -c 'topology grid 10 10; problem linear dim=5; run until t=500'\n";

static int print_version(void)
{
    printf("dadao %s, numerics version %d\n", DADAO_VERSION, DADAO_NUMERICS_VERSION);
    printf("built with igraph, GSL, LAPACK, ncurses, libxxhash, zlib\n");
    printf("Licence GPL-3.0-or-later. No warranty.\n");
    return DADAO_CLI_OK;
}

static int print_notes(dadao_notes *notes)
{
    if (notes->text)
        fputs(notes->text, stdout);
    dadao_core_notes_clear(notes);
    return DADAO_CLI_OK;
}

static int print_commands(int count, char **arguments)
{
    static const char *const known[] = {"--man"};
    dadao_notes text = {0};
    if (count > 0 && strcmp(arguments[0], "--man") != 0)
        return dadao_cli_unknown_option("commands", arguments[0], known, 1);
    if (count > 0) {
        dadao_experiment_manual(dadao_experiment_command_at(0), dadao_experiment_command_count(), &text);
        dadao_core_note(&text, ".Pp\nOnly the full screen shows what these do:");
        dadao_experiment_manual(dadao_view_commands, dadao_view_command_count, &text);
        dadao_core_note(&text, ".Sh METHODS\n`method NAME` chooses one, `lane add NAME` puts one beside it.");
        dadao_experiment_manual_methods(&text);
    } else {
        dadao_experiment_help(NULL, &text);
    }
    return print_notes(&text);
}

/* `dadao help rate comm`: the words are one line. */
static int print_help(int count, char **arguments)
{
    if (count == 0) {
        fputs(usage, stdout);
        return DADAO_CLI_OK;
    }
    char line[256];
    snprintf(line, sizeof line, "%s%s%s", arguments[0], count > 1 ? " " : "", count > 1 ? arguments[1] : "");
    const dadao_command *command;
    size_t rest;
    dadao_error error = {0};
    if (dadao_experiment_command_find(NULL, line, &command, &rest, &error) != DADAO_OK) {
        dadao_cli_report("help", line, &error);
        return DADAO_CLI_USAGE;
    }
    dadao_notes text = {0};
    dadao_experiment_help(command, &text);
    return print_notes(&text);
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
        return print_commands(count - 2, arguments + 2);
    if (strcmp(first, "lesson") == 0)
        return dadao_cli_lesson(count - 2, arguments + 2);
    if (strcmp(first, "notes") == 0)
        return dadao_cli_notes(count - 2, arguments + 2);
    if (strcmp(first, "doctor") == 0)
        return print_doctor(count - 2, arguments + 2);
    if (strcmp(first, "config") == 0)
        return dadao_cli_config(count - 2, arguments + 2);
    if (strcmp(first, "help") == 0)
        return print_help(count - 2, arguments + 2);
    if (strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0)
        return print_help(0, NULL);
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
