/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `dadao commands` and `dadao help COMMAND`: the tables of the experiment, of the lessons and of the screen, as a list, as the
 * reference of the manual and as completion for bash. */
#include "cli/cli.h"

#include "view/view.h"

#include <dadao/lesson.h>

#include <stdio.h>
#include <string.h>

static int print_notes(dadao_notes *notes)
{
    if (notes->text)
        fputs(notes->text, stdout);
    dadao_core_notes_clear(notes);
    return DADAO_CLI_OK;
}

/* Every row there is, to be looked up and not to be carried out. */
static dadao_experiment_options every_row(dadao_extension *lessons)
{
    dadao_experiment_options options = dadao_experiment_options_defaults();
    *lessons = (dadao_extension){.rows = dadao_lesson_commands, .count = dadao_lesson_command_count};
    options.looks = dadao_view_commands;
    options.look_count = dadao_view_command_count;
    options.extension = lessons;
    return options;
}

static void write_manual(dadao_notes *text)
{
    dadao_experiment_manual(dadao_experiment_command_at(0), dadao_experiment_command_count(), text);
    dadao_core_note(text, ".Pp\nOn the screen there are also lessons:");
    dadao_experiment_manual(dadao_lesson_commands, dadao_lesson_command_count, text);
    dadao_core_note(text, ".Pp\nOnly the full screen shows what these do:");
    dadao_experiment_manual(dadao_view_commands, dadao_view_command_count, text);
    dadao_core_note(text, ".Sh METHODS\n`method NAME` chooses one, `lane add NAME` puts one beside it.");
    dadao_experiment_manual_methods(text);
}

/* ---- Completion: subcommands with their options, and the words of commands after `help` ---- */

static const struct {
    const char *name, *options;
} subcommands[] = {
    {"", "--command= --fps= --colors= --ascii --config= --no-state --plain --calm --no-mouse --allow-write --graphs= --lessons= "
         "--stats"},
    {"run", "--command= --json --quiet --graphs="},
    {"replay", "--check"},
    {"lesson", "--check --text --web= --lessons="},
    {"chi", "--json --graphs="},
    {"commands", "--man --lessons --bash"},
    {"config", "--check --print --path"},
    {"sweep", "--help"},
    {"league", "--help"},
    {"reproduce", ""},
    {"notes", ""},
    {"doctor", ""},
    {"help", ""},
};

/* Command names a word at a time, each first word once: `rate comm` and `rate edge` share theirs. */
static void write_names(dadao_notes *text, const dadao_command *rows, size_t count)
{
    for (size_t k = 0; k < count; k++) {
        size_t length = strcspn(rows[k].name, " ");
        bool seen = false;
        for (size_t before = 0; before < k; before++)
            seen = seen || (strncmp(rows[before].name, rows[k].name, length) == 0 && strchr(" ", rows[before].name[length]));
        if (!seen)
            dadao_core_note(text, "        %.*s", (int)length, rows[k].name);
    }
}

static void write_bash(dadao_notes *text)
{
    const size_t count = sizeof subcommands / sizeof *subcommands;
    dadao_core_note(text, "# Completion of dadao's words for bash; written by `dadao commands --bash`.\n"
                          "_dadao()\n{\n    local word=${COMP_WORDS[COMP_CWORD]} words=\n"
                          "    case ${COMP_CWORD}:${COMP_WORDS[1]} in");
    dadao_core_note(text, "    1:*) words=\"");
    for (size_t k = 1; k < count; k++)
        dadao_core_note(text, "        %s", subcommands[k].name);
    dadao_core_note(text, "        %s --help --version\" ;;", subcommands[0].options);
    dadao_core_note(text, "    2:help) words=\"");
    write_names(text, dadao_experiment_command_at(0), dadao_experiment_command_count());
    write_names(text, dadao_lesson_commands, dadao_lesson_command_count);
    write_names(text, dadao_view_commands, dadao_view_command_count);
    dadao_core_note(text, "        \" ;;");
    for (size_t k = 1; k < count; k++)
        if (subcommands[k].options[0])
            dadao_core_note(text, "    *:%s) words=\"%s\" ;;", subcommands[k].name, subcommands[k].options);
    dadao_core_note(text, "    *) words=\"%s\" ;;", subcommands[0].options);
    dadao_core_note(text, "    esac\n    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
                          "    [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace\n    return 0\n}\n"
                          "complete -o bashdefault -o default -F _dadao dadao");
}

int dadao_cli_commands(int count, char **arguments)
{
    static const char *const known[] = {"--man", "--lessons", "--bash"};
    const char *form = count > 0 ? arguments[0] : "";
    dadao_notes text = {0};
    dadao_extension lessons;
    const dadao_experiment_options options = every_row(&lessons);
    if (count == 0)
        dadao_experiment_help_all(&options, &text);
    else if (strcmp(form, "--man") == 0)
        write_manual(&text);
    else if (strcmp(form, "--lessons") == 0)
        dadao_lesson_manual(&text);
    else if (strcmp(form, "--bash") == 0)
        write_bash(&text);
    else
        return dadao_cli_unknown_option("commands", form, known, sizeof known / sizeof *known);
    return print_notes(&text);
}

/* `dadao help rate comm`: the words are one line. */
int dadao_cli_help(int count, char **arguments)
{
    char line[256];
    snprintf(line, sizeof line, "%s%s%s", arguments[0], count > 1 ? " " : "", count > 1 ? arguments[1] : "");
    dadao_extension lessons;
    const dadao_experiment_options options = every_row(&lessons);
    const dadao_command *command;
    size_t rest;
    dadao_error error = {0};
    if (dadao_experiment_command_find(&options, line, &command, &rest, &error) != DADAO_OK) {
        dadao_cli_report("help", line, &error);
        return DADAO_CLI_USAGE;
    }
    dadao_notes text = {0};
    dadao_experiment_help(command, &text);
    return print_notes(&text);
}
