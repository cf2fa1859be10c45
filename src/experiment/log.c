/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The log: every change with the place in the run before which it took effect, and the script that replays it. */
#include "core/file.h"
#include "core/memory.h"
#include "experiment/experiment.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <xxhash.h>

bool dadao_experiment_hash_file(const char *path, uint64_t *hash)
{
    char *bytes;
    size_t length;
    if (dadao_core_file_read(path, 0, &bytes, &length, NULL) != DADAO_OK)
        return false;
    *hash = XXH64(bytes, length, 0);
    free(bytes);
    return true;
}

/* The time of the last event; the clock may have gone on since (`run until t=…`). */
static double last_event_time(const dadao_simulation *simulation)
{
    dadao_event event;
    return dadao_simulation_recent(simulation, &event, 1) ? event.t : 0;
}

static void entry_clear(dadao_log_entry *entry)
{
    free(entry->text);
    free(entry->file);
    free(entry->optimum);
    *entry = (dadao_log_entry){0};
}

/* A second `topology` before anything ran makes the first one pointless; the same for `problem`. */
static void drop_replaced(dadao_experiment *experiment, const char *text)
{
    static const char *const name[] = {"topology ", "problem "};
    for (size_t k = 0; k < 2; k++) {
        if (strncmp(text, name[k], strlen(name[k])) != 0)
            continue;
        for (size_t e = 0; e < 2 && e < experiment->log.count; e++) {
            dadao_log_entry *entry = &experiment->log.entry[e];
            entry->dropped = entry->dropped || strncmp(entry->text, name[k], strlen(name[k])) == 0;
        }
    }
}

dadao_status dadao_experiment_log_add(dadao_experiment *experiment, const char *text, bool restarts, const char *file,
                                      dadao_error *error)
{
    dadao_log *log = &experiment->log;
    if (!dadao_core_grow((void **)&log->entry, &log->capacity, log->count + 1, sizeof *log->entry))
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    dadao_log_entry entry = {.text = dadao_core_copy_text(text), .restarts = restarts, .file = dadao_core_copy_text(file)};
    if (!entry.text || (file && !entry.file)) {
        entry_clear(&entry);
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    }
    if (file && !dadao_experiment_hash_file(file, &entry.file_hash)) {
        free(entry.file);
        entry.file = NULL;
    }
    const dadao_simulation *simulation = dadao_experiment_lead(experiment);
    if (simulation) {
        entry.settled = true;
        entry.event = dadao_simulation_events(simulation);
        entry.t = dadao_simulation_time(simulation);
        entry.event_t = last_event_time(simulation);
    } else if (!experiment->backup.held && !experiment->ran) {
        drop_replaced(experiment, text);
    }
    log->entry[log->count++] = entry;
    return DADAO_OK;
}

void dadao_experiment_log_cut(dadao_log *log, size_t count)
{
    while (log->count > count)
        entry_clear(&log->entry[--log->count]);
}

/* ---- Constants ---- */

static void store_problem(dadao_log_entry *entry, const dadao_problem *problem)
{
    size_t d = dadao_problem_dimension(problem);
    if (entry->optimum)
        return;
    entry->optimum = dadao_core_allocate(d, sizeof *entry->optimum);
    if (!entry->optimum)
        return; /* replays then compute it themselves */
    memcpy(entry->optimum, dadao_problem_optimum(problem), d * sizeof *entry->optimum);
    entry->dimension = d;
    entry->mu = dadao_problem_mu(problem);
    entry->smoothness = dadao_problem_smoothness(problem);
}

void dadao_experiment_log_constants(dadao_experiment *experiment)
{
    const dadao_setting *now = &experiment->now;
    dadao_log *log = &experiment->log;
    if (now->chi.source != DADAO_CHI_NONE && now->chi_owner < log->count && log->entry[now->chi_owner].chi.source == DADAO_CHI_NONE)
        log->entry[now->chi_owner].chi = now->chi;
    if (now->problem && now->problem_owner < log->count)
        store_problem(&log->entry[now->problem_owner], now->problem->object);
}

/* ---- The script ---- */

static void write_hex(dadao_text *script, const char *key, double value)
{
    char number[32];
    dadao_core_text_format(script, " %s=%s", key, dadao_core_format_hex(number, value));
}

static void write_given(dadao_text *script, const dadao_log_entry *entry)
{
    if (entry->file) {
        dadao_core_text_format(script, "given file=\"");
        for (const char *c = entry->file; *c; c++)
            dadao_core_text_format(script, *c == '"' || *c == '\\' ? "\\%c" : "%c", *c);
        dadao_core_text_format(script, "\" xxh64=%016llx\n", (unsigned long long)entry->file_hash);
    }
    bool chi = entry->chi.source != DADAO_CHI_NONE;
    if (!chi && !entry->optimum)
        return;
    dadao_core_text_format(script, "given");
    if (chi) {
        write_hex(script, "chi1", entry->chi.chi1);
        write_hex(script, "chi2", entry->chi.chi2);
    }
    if (entry->optimum) {
        char number[32];
        write_hex(script, "mu", entry->mu);
        write_hex(script, "L", entry->smoothness);
        for (size_t k = 0; k < entry->dimension; k++)
            dadao_core_text_format(script, "%s%s", k ? "," : " optimum=", dadao_core_format_hex(number, entry->optimum[k]));
    }
    dadao_core_text_format(script, " next\n");
}

/* Runs to where the next command took effect: to an event, and on to a later moment if the clock stood there. */
static void write_run(dadao_text *script, dadao_script_place *place, uint64_t event, double t, double event_t)
{
    char number[32];
    if (event > place->event)
        dadao_core_text_format(script, "run until event=%llu\n", (unsigned long long)event);
    if (t > event_t && t > place->t)
        dadao_core_text_format(script, "run until t=%s\n", dadao_core_format_hex(number, t));
    place->event = event;
    place->t = t;
}

static void settle(dadao_text *script, dadao_script_place *place, bool settled)
{
    if (settled && !place->settled)
        dadao_core_text_format(script, "step 0\n");
    place->settled = place->settled || settled;
}

static void write_head(const dadao_experiment *experiment, dadao_text *script)
{
    dadao_core_text_format(script, "# dadao script: `dadao run FILE` replays it to the same bits\n");
    dadao_core_text_format(script, "# version %s, numerics %d, seed %llu\n", DADAO_VERSION, DADAO_NUMERICS_VERSION,
                           (unsigned long long)experiment->now.seed);
    dadao_core_text_format(script, "given numerics=%d\n", DADAO_NUMERICS_VERSION);
}

dadao_status dadao_experiment_script(dadao_experiment *experiment, char **script, dadao_error *error)
{
    dadao_text text = {0};
    dadao_status status = dadao_experiment_log_script(experiment, &text, error);
    if (status != DADAO_OK)
        dadao_core_text_clear(&text);
    *script = text.bytes;
    return status;
}

/* By place, then as they were made. */
static bool mark_before(const dadao_bookmark *a, const dadao_bookmark *b)
{
    const int order = dadao_experiment_place_compare(&a->place, &b->place);
    return order < 0 || (order == 0 && a < b);
}

/* The marks of the present way between the first `count` commands and the next, up to now. */
static void write_marks(const dadao_experiment *experiment, size_t count, dadao_script_place *place, dadao_text *script)
{
    const dadao_rewind *rewind = &experiment->rewind;
    const dadao_place now = dadao_experiment_place(experiment);
    for (const dadao_bookmark *last = NULL, *next;; last = next) {
        next = NULL;
        for (size_t k = 0; k < rewind->bookmarks; k++) {
            const dadao_bookmark *mark = &rewind->bookmark[k];
            if (mark->place.log == count && (!last || mark_before(last, mark)) && (!next || mark_before(mark, next)) &&
                dadao_experiment_place_compare(&mark->place, &now) <= 0 &&
                dadao_experiment_on_path(experiment, mark->branch, &mark->place))
                next = mark;
        }
        if (!next)
            return;
        settle(script, place, true);
        write_run(script, place, next->place.event, next->place.t, -INFINITY);
        dadao_core_text_format(script, "mark \"");
        for (const char *c = next->name; *c; c++)
            dadao_core_text_format(script, *c == '"' || *c == '\\' ? "\\%c" : "%c", *c);
        dadao_core_text_format(script, "\"\n");
    }
}

void dadao_experiment_log_write(const dadao_experiment *experiment, size_t from, bool last_start, dadao_script_place *place,
                                dadao_text *script)
{
    const dadao_log *log = &experiment->log;
    size_t restart = 0;
    for (size_t k = 0; last_start && k < log->count; k++)
        restart = log->entry[k].restarts ? k + 1 : restart;
    for (size_t k = from; k < log->count; k++) {
        const dadao_log_entry *entry = &log->entry[k];
        if (entry->dropped)
            continue;
        if (last_start && k >= restart)
            write_marks(experiment, k, place, script);
        settle(script, place, entry->settled);
        if (k >= restart && (last_start || !entry->restarts)) /* what ran before the last start at t = 0 left nothing behind */
            write_run(script, place, entry->event, entry->t, entry->event_t);
        write_given(script, entry);
        dadao_core_text_format(script, "%s\n", entry->text);
        if (entry->restarts)
            *place = (dadao_script_place){0};
    }
    const dadao_simulation *simulation = dadao_experiment_lead(experiment);
    if (simulation) {
        if (last_start)
            write_marks(experiment, log->count, place, script);
        settle(script, place, true);
        write_run(script, place, dadao_simulation_events(simulation), dadao_simulation_time(simulation), last_event_time(simulation));
    }
}

dadao_status dadao_experiment_log_script(dadao_experiment *experiment, dadao_text *script, dadao_error *error)
{
    dadao_script_place place = {0};
    write_head(experiment, script);
    dadao_experiment_log_write(experiment, 0, true, &place, script);
    return script->failed ? dadao_core_fail(error, DADAO_MEMORY, "out of memory") : DADAO_OK;
}
