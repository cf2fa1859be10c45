/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole experiment as one word of text: `share` gives it, `open` and every place that takes a script take it. */
#include "core/file.h"
#include "core/memory.h"
#include "core/pack.h"
#include "experiment/experiment.h"

#include <stdio.h>
#include <string.h>

/* "dadao1:" and the script, packed. */
#define SHARED_NAME "dadao"
enum { SHARED_FORM = 1, LARGEST_SCRIPT = 1 << 24 };

/* ---- Giving ---- */

/* The script without its comments. */
static void append_commands(dadao_text *to, const dadao_text *script)
{
    for (const char *line = script->bytes, *end; line && *line; line = end + 1) {
        end = strchr(line, '\n');
        if (*line != '#')
            dadao_core_text_append(to, line, (size_t)(end - line) + 1);
    }
}

static dadao_status write_shared(dadao_experiment *experiment, dadao_text *word, dadao_error *error)
{
    dadao_text script = {0}, commands = {0};
    dadao_status status = dadao_experiment_log_script(experiment, &script, error);
    append_commands(&commands, &script);
    dadao_core_text_format(&commands, "expect hash=%016llx\n",
                           (unsigned long long)dadao_simulation_hash(dadao_experiment_lead(experiment)));
    dadao_core_text_format(word, SHARED_NAME "%d:", SHARED_FORM);
    if (status == DADAO_OK && (commands.failed || !dadao_core_pack(commands.bytes, commands.length, word)))
        status = dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    if (status == DADAO_OK && commands.length > LARGEST_SCRIPT)
        status = dadao_core_fail(error, DADAO_TOO_LARGE, "its script has %zu bytes: too many for one line; `save script FILE` writes it",
                                 commands.length);
    dadao_core_text_clear(&script);
    dadao_core_text_clear(&commands);
    return status;
}

dadao_status dadao_experiment_do_share(dadao_call *call)
{
    dadao_text word = {0};
    dadao_status status = dadao_experiment_want(call, 0, 0);
    if (status == DADAO_OK)
        status = dadao_experiment_need_simulation(call->experiment, call->answer, call->error);
    if (status == DADAO_OK)
        status = write_shared(call->experiment, &word, call->error);
    if (status == DADAO_OK && call->experiment->options.endless && word.length >= DADAO_SNAPSHOT_TEXT)
        status = dadao_core_fail(call->error, DADAO_TOO_LARGE, "the line would have %zu characters: too many to be shown here; `save script FILE` "
                                 "writes a file", word.length);
    if (status == DADAO_OK)
        dadao_core_note(call->answer, "%s", word.bytes);
    dadao_core_text_clear(&word);
    return status;
}

/* ---- Taking ---- */

bool dadao_experiment_is_shared(const char *word)
{
    if (strncmp(word, SHARED_NAME, strlen(SHARED_NAME)) != 0)
        return false;
    const size_t digits = strspn(word + strlen(SHARED_NAME), "0123456789");
    return digits > 0 && word[strlen(SHARED_NAME) + digits] == ':';
}

dadao_status dadao_experiment_shared_script(const char *word, char **script, dadao_error *error)
{
    size_t length;
    uint64_t form = 0;
    const char *number = word + strlen(SHARED_NAME), *colon = strchr(word, ':');
    *script = NULL;
    if (!dadao_core_parse_u64(number, (size_t)(colon - number), &form) || form > SHARED_FORM)
        return dadao_core_fail(error, DADAO_UNSUPPORTED, "a shared line of form %.*s: this program reads form %d; a newer one is needed",
                               (int)(colon - number), number, SHARED_FORM);
    if (form < 1)
        return dadao_core_fail(error, DADAO_FORMAT, "a shared line begins with `" SHARED_NAME "%d:`", SHARED_FORM);
    dadao_status status = dadao_core_unpack(colon + 1, strlen(colon + 1), LARGEST_SCRIPT, script, &length, error);
    if (status == DADAO_OK && strlen(*script) != length) {
        free(*script);
        *script = NULL;
        status = dadao_core_fail(error, DADAO_FORMAT, "it holds a NUL byte: damaged");
    }
    if (status != DADAO_OK)
        dadao_core_error_prefix(error, "this shared line cannot be read");
    return status;
}

/* A script, or a recording up to where it is cut. */
static dadao_status read_script(const char *path, char **script, dadao_notes *answer, dadao_error *error)
{
    size_t length, lines;
    bool cut = false;
    dadao_status status = dadao_core_file_read(path, LARGEST_SCRIPT, script, &length, error);
    if (status != DADAO_OK)
        return status;
    if (strncmp(*script, "# dadao recording ", 18) == 0)
        status = dadao_experiment_recording_check(*script, length, &cut, &lines, error);
    else if (strlen(*script) != length)
        status = dadao_core_fail(error, DADAO_FORMAT, "holds NUL bytes: this is no script");
    if (status != DADAO_OK) {
        dadao_core_error_prefix(error, "%s", path);
        free(*script);
        *script = NULL;
    }
    if (cut)
        dadao_core_note(answer, "%s is cut after line %zu: it is opened up to there", path, lines);
    return status;
}

/* ---- Carrying out ---- */

static bool would_write(const dadao_command *command, const dadao_words *words)
{
    if (command != &dadao_experiment_commands()[DADAO_ROW_oracle])
        return (command->flags & (DADAO_COMMAND_WRITES | DADAO_COMMAND_HOST)) != 0;
    for (size_t k = 1; k < words->count; k++)
        if (strncmp(words->word[k], "t=", 2) != 0)
            return true;
    return false;
}

static dadao_status verify_one(const dadao_experiment *experiment, const dadao_words *words, dadao_error *error)
{
    const dadao_command *command;
    size_t used;
    dadao_status status = dadao_experiment_find_command(words, &experiment->options, &command, &used, error);
    if (status != DADAO_OK)
        return status;
    if (would_write(command, words))
        return dadao_experiment_fail_at(words, 0, error, DADAO_UNSUPPORTED, "what is opened may not contain `%s`: it reaches beyond the "
                                        "experiment", command->name);
    if (command == &dadao_experiment_commands()[DADAO_ROW_open])
        return dadao_experiment_fail_at(words, 0, error, DADAO_UNSUPPORTED, "what is opened may not open another");
    return DADAO_OK;
}

/* Before anything begins: every command is known, and none writes. */
static dadao_status verify(const dadao_experiment *experiment, const char *script, dadao_error *error)
{
    dadao_status status = DADAO_OK;
    bool over = false;
    for (size_t from = 0; status == DADAO_OK && !over;) {
        dadao_words words;
        status = dadao_experiment_words(script, from, &words, error);
        over = status != DADAO_OK || words.count == 0;
        if (!over)
            status = verify_one(experiment, &words, error);
        from = words.end;
        dadao_experiment_words_clear(&words);
    }
    return status;
}

/* An error in text[0…) becomes one of the line that opened it; `lines` and `script` are what stands before the rest of that line. */
static dadao_status place_error(const dadao_call *call, const char *text, size_t script, size_t lines, dadao_status status)
{
    dadao_error *error = call->error;
    if (error->length > 0 && error->column >= script) {
        error->column += call->words->end - script;
        return status;
    }
    size_t line = 1;
    for (size_t k = 0; error->length > 0 && k < error->column && text[k]; k++)
        line += text[k] == '\n';
    if (error->length > 0)
        dadao_core_error_prefix(error, "line %zu of what was opened", line > lines ? line - lines : line);
    return dadao_experiment_point_at(call->words, call->words->count - 1, status, error);
}

static dadao_status carry_out_script(dadao_call *call, const char *script)
{
    dadao_experiment *experiment = call->experiment;
    const bool fresh = !dadao_experiment_lead(experiment) && !experiment->backup.held && !experiment->ran && experiment->log.count == 2;
    dadao_text text = {0};
    dadao_core_text_format(&text, "%s", fresh ? "" : "new\n");
    dadao_core_text_append(&text, script, strlen(script));
    dadao_core_text_append(&text, "\n", 1);
    const size_t end = text.length;
    dadao_core_text_append(&text, call->line + call->words->end, strlen(call->line + call->words->end));
    if (text.failed) {
        dadao_core_text_clear(&text);
        return dadao_core_fail(call->error, DADAO_MEMORY, "out of memory");
    }
    call->taken = true;
    dadao_status status = dadao_experiment_carry_out(experiment, text.bytes, 0, call->answer, call->error);
    experiment->rest_is_foreign = experiment->rest != NULL;
    if (status != DADAO_OK)
        status = place_error(call, text.bytes, end, !fresh, status);
    dadao_core_text_clear(&text);
    return status;
}

dadao_status dadao_experiment_do_open(dadao_call *call)
{
    char *script = NULL;
    dadao_status status = dadao_experiment_want(call, 1, 1);
    if (status != DADAO_OK)
        return status;
    const char *word = dadao_experiment_argument(call, 0);
    status = dadao_experiment_is_shared(word) ? dadao_experiment_shared_script(word, &script, call->error)
                                              : read_script(word, &script, call->answer, call->error);
    if (status != DADAO_OK)
        return dadao_experiment_point_at(call->words, call->words->count - 1, status, call->error);
    status = verify(call->experiment, script, call->error);
    if (status != DADAO_OK)
        status = place_error(call, script, SIZE_MAX, 0, status);
    else
        status = carry_out_script(call, script);
    free(script);
    return status;
}

dadao_status dadao_experiment_do_new(dadao_call *call)
{
    dadao_setting next;
    dadao_experiment *experiment = call->experiment;
    dadao_status status = dadao_experiment_want(call, 0, 0);
    if (status == DADAO_OK)
        status = dadao_experiment_default_setting(&next, call->error);
    if (status != DADAO_OK)
        return status;
    next.last_lane_id = next.lane[0].id = experiment->now.last_lane_id + 1;
    dadao_experiment_shape_changed(experiment, &next);
    dadao_experiment_problem_changed(experiment, &next);
    return dadao_experiment_rebuild(call, &next);
}
