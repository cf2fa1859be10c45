/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Help and manual, read from the table of commands and the tables of the rooms below. */
#include "experiment/experiment.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static void list_topologies(dadao_notes *text)
{
    dadao_core_note(text, "Kinds:");
    for (size_t k = 0; k < dadao_topology_kind_count(); k++) {
        const dadao_topology_kind *kind = dadao_topology_kind_at(k);
        char head[64];
        snprintf(head, sizeof head, "%s %s%s", kind->name, kind->arguments, kind->random ? " [seed=S]" : "");
        dadao_core_note(text, "  %-34s %s", head, kind->summary);
    }
}

static void list_problems(dadao_notes *text)
{
    dadao_core_note(text, "Kinds:");
    for (size_t k = 0; k < dadao_problem_kind_count(); k++) {
        const dadao_problem_kind *kind = dadao_problem_kind_at(k);
        dadao_core_note(text, "  %-10s %s", kind->name, kind->summary);
        dadao_core_note(text, "             %s", kind->arguments);
    }
}

/* What the row declares: everything that decides whether two methods can be compared. */
static void describe_method(dadao_notes *text, const dadao_method *method)
{
    const dadao_method_declaration *says = dadao_method_declares(method);
    char needs[256];
    dadao_method_needs_text(method, needs, sizeof needs);
    dadao_core_note(text, "             %s: %s", says->title, says->source);
    dadao_core_note(text, "             costs: %s; a unit of time: %s", says->cost, says->unit_of_time);
    if (*needs)
        dadao_core_note(text, "             %s", needs);
    dadao_core_note(text, "             when the network changes: %s", says->edits);
    if (says->caveat)
        dadao_core_note(text, "             note: %s", says->caveat);
}

static void list_methods(dadao_notes *text)
{
    for (size_t k = 0; k < dadao_method_count(); k++) {
        const dadao_method *method = dadao_method_at(k);
        dadao_core_note(text, "  %-10s %s", dadao_method_name(method), dadao_method_summary(method));
        describe_method(text, method);
        for (size_t p = 0; p < dadao_method_preset_count(method); p++)
            dadao_core_note(text, "             preset=%s%s", dadao_method_preset_name(method, p), p ? "" : " (default)");
    }
}

static void list_parameters(dadao_notes *text)
{
    const dadao_method *method = dadao_method_at(0);
    for (size_t k = 0; k < dadao_method_parameter_count(method); k++) {
        const dadao_method_parameter *parameter = dadao_method_parameter_at(method, k);
        dadao_core_note(text, "  %-12s %s", parameter->name, parameter->meaning);
    }
}

static void list_condition(void *text, const char *form, const char *summary)
{
    dadao_core_note(text, "  until %-20s %s", form, summary);
}

static void list_quantities(dadao_notes *text)
{
    for (size_t k = 0; k < dadao_experiment_quantity_count(); k++) {
        const dadao_quantity *quantity = dadao_experiment_quantity_at(k);
        dadao_core_note(text, "  %-20s %s%s%s", quantity->name, quantity->meaning, *quantity->unit ? "; " : "", quantity->unit);
    }
}

void dadao_experiment_help_all(const dadao_experiment_options *options, dadao_notes *text)
{
    const dadao_experiment_options alone = {0};
    const dadao_command *row;
    for (size_t k = 0; (row = dadao_experiment_any_command(options ? options : &alone, k)); k++)
        dadao_core_note(text, "  %-18s %s", row->name, row->summary);
    dadao_core_note(text, "`help COMMAND` explains one; names may be shortened; `;` separates commands, `#` begins a comment.");
}

/* Lines of at most `width` characters, each begun by two blanks. */
static void note_wrapped(dadao_notes *text, const char *paragraph, size_t width)
{
    while (*paragraph) {
        size_t length = strlen(paragraph);
        if (length > width) {
            for (length = width; length > 0 && paragraph[length] != ' ';)
                length--;
            length = length ? length : width;
        }
        dadao_core_note(text, "  %.*s", (int)length, paragraph);
        paragraph += length;
        paragraph += strspn(paragraph, " ");
    }
}

void dadao_experiment_help(const dadao_command *command, dadao_notes *text)
{
    if (!command) {
        dadao_experiment_help_all(NULL, text);
        return;
    }
    dadao_core_note(text, "%s%s%s", command->name, *command->arguments ? " " : "", command->arguments);
    note_wrapped(text, command->summary, 76);
    if (command->detail)
        note_wrapped(text, command->detail, 76);
    if (command->example)
        dadao_core_note(text, "  Example: %s", command->example);
    ptrdiff_t row = command - dadao_experiment_commands();
    if (row == DADAO_ROW_topology)
        list_topologies(text);
    else if (row == DADAO_ROW_problem)
        list_problems(text);
    else if (row == DADAO_ROW_method || row == DADAO_ROW_preset)
        list_methods(text);
    else if (row == DADAO_ROW_parameter)
        list_parameters(text);
    else if (row == DADAO_ROW_print)
        list_quantities(text);
    else if (row == DADAO_ROW_run)
        dadao_experiment_condition_rows(list_condition, text);
}

dadao_status dadao_experiment_do_help(dadao_call *call)
{
    if (dadao_experiment_argument_count(call) == 0) {
        dadao_experiment_help_all(&call->experiment->options, call->answer);
        return DADAO_OK;
    }
    const dadao_experiment_options *options = &call->experiment->options;
    const dadao_command *command;
    dadao_words words;
    size_t used, shift = call->words->column[call->first];
    dadao_status status = dadao_experiment_words(call->line + shift, 0, &words, call->error);
    if (status == DADAO_OK)
        status = dadao_experiment_find_command(&words, options, &command, &used, call->error);
    if (status == DADAO_OK)
        dadao_experiment_help(command, call->answer);
    else
        call->error->column += shift;
    dadao_experiment_words_clear(&words);
    return status;
}

/* ---- The manual: a tagged list in the language of manual pages, mdoc(7) ---- */

/* Where a line of the source of a page should end; and it always ends with a sentence. */
#define MANUAL_COLUMNS 78

static bool ends_sentence(const char *word, size_t length)
{
    return length > 1 && (word[length - 1] == '.' || word[length - 1] == '?') && word[length - 2] != '.';
}

/* Words as text of a page: filled, a new line for a new sentence, nothing taken for a macro. */
static void note_filled(dadao_notes *text, const char *words)
{
    char line[2 * MANUAL_COLUMNS] = "";
    size_t used = 0;
    while (*(words += strspn(words, " ")) != '\0') {
        size_t length = strcspn(words, " ");
        if (used > 0 && used + 1 + length > MANUAL_COLUMNS) {
            dadao_core_note(text, "%s", line);
            used = 0;
        }
        bool macro = used == 0 && (*words == '.' || *words == '\'');
        used += (size_t)snprintf(line + used, sizeof line - used, "%s%s%.*s", used > 0 ? " " : "", macro ? "\\&" : "",
                                 (int)(length < MANUAL_COLUMNS ? length : MANUAL_COLUMNS), words);
        if (ends_sentence(words, length)) {
            dadao_core_note(text, "%s", line);
            used = 0;
        }
        words += length;
    }
    if (used > 0)
        dadao_core_note(text, "%s", line);
}

/* One method: what it is, where it comes from, what it costs and needs. */
static void manual_of_method(const dadao_method *method, dadao_notes *text)
{
    const dadao_method_declaration *says = dadao_method_declares(method);
    char needs[256], line[1024];
    dadao_method_needs_text(method, needs, sizeof needs);
    dadao_core_note(text, ".It Ic \"%s\"", dadao_method_name(method));
    snprintf(line, sizeof line, "%s: %s.", says->title, dadao_method_summary(method));
    note_filled(text, line);
    snprintf(line, sizeof line, "Source: %s.", says->source);
    note_filled(text, line);
    snprintf(line, sizeof line, "Costs: %s. A unit of time: %s.", says->cost, says->unit_of_time);
    note_filled(text, line);
    if (*needs) {
        snprintf(line, sizeof line, "It %s.", needs);
        note_filled(text, line);
    }
    snprintf(line, sizeof line, "When the network changes: %s.", says->edits);
    note_filled(text, line);
    if (says->caveat) {
        snprintf(line, sizeof line, "Note: %s.", says->caveat);
        note_filled(text, line);
    }
    for (size_t p = 0; dadao_method_preset_count(method) > 1 && p < dadao_method_preset_count(method); p++)
        dadao_core_note(text, "%s%s%s", p ? "" : "Presets:\n", dadao_method_preset_name(method, p),
                        p == 0 ? " (default)," : p + 1 < dadao_method_preset_count(method) ? "," : ".");
}

void dadao_experiment_manual_methods(dadao_notes *text)
{
    dadao_core_note(text, ".Bl -tag -width Ds");
    for (size_t k = 0; k < dadao_method_count(); k++)
        manual_of_method(dadao_method_at(k), text);
    dadao_core_note(text, ".El");
}

void dadao_experiment_manual(const dadao_command *rows, size_t count, dadao_notes *text)
{
    dadao_core_note(text, ".Bl -tag -width Ds");
    for (size_t k = 0; k < count; k++) {
        char sentence[256];
        bool arguments = rows[k].arguments[0] != '\0';
        dadao_core_note(text, ".It Ic \"%s\"%s%s%s", rows[k].name, arguments ? " Ar \"" : "", rows[k].arguments,
                        arguments ? "\"" : "");
        snprintf(sentence, sizeof sentence, "%c%s.", toupper((unsigned char)rows[k].summary[0]), rows[k].summary + 1);
        note_filled(text, sentence);
        if (rows[k].detail)
            note_filled(text, rows[k].detail);
    }
    dadao_core_note(text, ".El");
}
