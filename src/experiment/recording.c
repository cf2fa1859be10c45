/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recordings: a script that is written while the run goes on. Every line ends in a comment with a checksum of itself and all
 * lines before it, so a cut and a damage are told apart: what is cut replays up to the cut, what is damaged is refused. */
#include "core/file.h"
#include "core/memory.h"
#include "experiment/experiment.h"
#include "output/append.h"

#include <stdio.h>
#include <string.h>
#include <xxhash.h>

#define RECORDING_HEAD "# dadao recording "
enum { RECORDING_VERSION = 1, SEAL = 11 }; /* " #=01234567" */

struct dadao_recorder {
    dadao_append file;
    uint32_t chain;
    size_t entries; /* of the log, written so far */
    dadao_script_place place;
    uint64_t hashed; /* the event whose hash was written last, plus 1 */
};

/* ---- Writing ---- */

/* Lines of `text` with their seals, on their way to the disk. */
static dadao_status put(dadao_recorder *recorder, const dadao_text *text, dadao_error *error)
{
    dadao_text *rows = &recorder->file.rows;
    for (const char *line = text->bytes, *end; line && *line; line = end + 1) {
        end = strchr(line, '\n');
        recorder->chain = XXH32(line, (size_t)(end - line), recorder->chain);
        dadao_core_text_append(rows, line, (size_t)(end - line));
        dadao_core_text_format(rows, " #=%08x\n", recorder->chain);
    }
    if (text->failed || rows->failed)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    return dadao_output_append_flush(&recorder->file, true, error);
}

dadao_status dadao_experiment_record(dadao_experiment *experiment, const char *after, dadao_error *error)
{
    dadao_recorder *recorder = experiment->recorder;
    const dadao_simulation *lead = dadao_experiment_lead(experiment);
    if (!recorder || !lead || experiment->rewind.going || experiment->backup.held)
        return DADAO_OK;
    dadao_text text = {0};
    dadao_experiment_log_write(experiment, recorder->entries, false, &recorder->place, &text);
    recorder->entries = experiment->log.count;
    if (after)
        dadao_core_text_format(&text, "%s\n", after);
    else if (recorder->hashed != dadao_simulation_events(lead) + 1 || text.length > 0)
        dadao_core_text_format(&text, "expect hash=%016llx\n", (unsigned long long)dadao_simulation_hash(lead));
    recorder->hashed = after ? 0 : dadao_simulation_events(lead) + 1;
    dadao_status status = put(recorder, &text, error);
    dadao_core_text_clear(&text);
    return status;
}

dadao_status dadao_experiment_keep(dadao_experiment *experiment, dadao_error *error)
{
    return dadao_experiment_record(experiment, NULL, error);
}

/* Where the run is now is where the replay will be, without a line of its own. */
void dadao_experiment_record_here(dadao_experiment *experiment)
{
    dadao_recorder *recorder = experiment->recorder;
    if (!recorder)
        return;
    const dadao_place now = dadao_experiment_place(experiment);
    recorder->entries = now.log;
    recorder->place.event = now.event;
    recorder->place.t = now.t;
}

dadao_status dadao_experiment_record_close(dadao_experiment *experiment, dadao_error *error)
{
    dadao_recorder *recorder = experiment->recorder;
    if (!recorder)
        return DADAO_OK;
    dadao_status status = dadao_experiment_record(experiment, NULL, error);
    dadao_status closed = dadao_output_append_close(&recorder->file, status == DADAO_OK ? error : NULL);
    free(recorder);
    experiment->recorder = NULL;
    return status == DADAO_OK ? closed : status;
}

static dadao_status begin(dadao_experiment *experiment, dadao_recorder *recorder, dadao_error *error)
{
    dadao_text text = {0};
    dadao_core_text_format(&text, RECORDING_HEAD "%d, version %s, numerics %d\n", RECORDING_VERSION, DADAO_VERSION,
                           DADAO_NUMERICS_VERSION);
    dadao_core_text_format(&text, "given numerics=%d\n", DADAO_NUMERICS_VERSION);
    dadao_experiment_log_write(experiment, 0, true, &recorder->place, &text);
    recorder->entries = experiment->log.count;
    dadao_status status = put(recorder, &text, error);
    dadao_core_text_clear(&text);
    return status;
}

dadao_status dadao_experiment_do_record(dadao_call *call)
{
    dadao_experiment *experiment = call->experiment;
    dadao_status status = dadao_experiment_want(call, 1, 1);
    if (status != DADAO_OK)
        return status;
    const char *path = dadao_experiment_argument(call, 0);
    const bool off = strcmp(path, "off") == 0;
    if (off && !experiment->recorder)
        return dadao_experiment_fail_argument(call, 0, DADAO_UNSUPPORTED, "nothing is being recorded");
    if (!off)
        status = dadao_experiment_need_simulation(experiment, call->answer, call->error);
    if (status == DADAO_OK)
        status = dadao_experiment_record_close(experiment, call->error);
    if (status != DADAO_OK || off)
        return status;
    dadao_recorder *recorder = dadao_core_allocate(1, sizeof *recorder);
    if (!recorder)
        return dadao_core_fail(call->error, DADAO_MEMORY, "out of memory");
    status = dadao_output_append_open(&recorder->file, path, call->error);
    if (status != DADAO_OK) {
        free(recorder);
        return dadao_experiment_point_at(call->words, call->first, status, call->error);
    }
    experiment->recorder = recorder;
    return begin(experiment, recorder, call->error);
}

dadao_status dadao_experiment_do_expect(dadao_call *call)
{
    const char *text;
    unsigned long long wanted;
    char end;
    dadao_status status = dadao_experiment_want(call, 1, 1);
    if (status == DADAO_OK &&
        (!dadao_core_option(dadao_experiment_argument(call, 0), "hash", &text) || sscanf(text, "%llx%c", &wanted, &end) != 1))
        status =
            dadao_experiment_fail_argument(call, 0, DADAO_SYNTAX, "'%s': hash=H, 16 hexadecimal digits as `hash` prints them",
                                           dadao_experiment_argument(call, 0));
    if (status == DADAO_OK)
        status = dadao_experiment_need_simulation(call->experiment, call->answer, call->error);
    if (status != DADAO_OK)
        return status;
    const dadao_simulation *lead = dadao_experiment_lead(call->experiment);
    const unsigned long long found = dadao_simulation_hash(lead);
    if (found == wanted)
        return DADAO_OK;
    return dadao_experiment_fail_argument(call, 0, DADAO_FORMAT,
                                          "event %llu: the state has the hash %016llx: these are not the bits that were expected",
                                          (unsigned long long)dadao_simulation_events(lead), found);
}

/* ---- Reading ---- */

static dadao_status check_head(const char *line, dadao_error *error)
{
    int version, numerics;
    if (strncmp(line, RECORDING_HEAD, strlen(RECORDING_HEAD)) != 0)
        return dadao_core_fail(error, DADAO_FORMAT, "this is no recording: it does not begin with `" RECORDING_HEAD "`");
    if (sscanf(line + strlen(RECORDING_HEAD), "%d, version %*[^,], numerics %d", &version, &numerics) != 2 || version < 1)
        return dadao_core_fail(error, DADAO_FORMAT, "line 1 is damaged");
    if (version > RECORDING_VERSION)
        return dadao_core_fail(error, DADAO_UNSUPPORTED,
                               "a recording of form %d: this program reads form %d; a newer one is needed", version,
                               RECORDING_VERSION);
    if (numerics != DADAO_NUMERICS_VERSION)
        return dadao_core_fail(
            error, DADAO_UNSUPPORTED, "recorded with numerics %d, this program has %d: %s program would give other bits",
            numerics, DADAO_NUMERICS_VERSION,
            numerics > DADAO_NUMERICS_VERSION ? "the recording is newer, and this" : "the recording is older, and this");
    return DADAO_OK;
}

/* Whether a whole line carries its seal; the chain goes on. */
static bool is_sealed(const char *line, size_t length, uint32_t *chain)
{
    char seal[SEAL + 1];
    if (length < SEAL)
        return false;
    *chain = XXH32(line, length - SEAL, *chain);
    snprintf(seal, sizeof seal, " #=%08x", *chain);
    return memcmp(line + length - SEAL, seal, SEAL) == 0;
}

dadao_status dadao_experiment_recording_check(char *text, size_t length, bool *cut, size_t *lines, dadao_error *error)
{
    uint32_t chain = 0;
    size_t at = 0;
    *lines = 0;
    *cut = false;
    const size_t head = strlen(RECORDING_HEAD);
    if (strncmp(text, RECORDING_HEAD, length < head ? length : head) != 0 || strlen(text) != length)
        return strlen(text) != length ? dadao_core_fail(error, DADAO_FORMAT, "holds a NUL byte: damaged, or no recording")
                                      : check_head(text, error);
    while (at < length) {
        const char *line = text + at, *end = memchr(line, '\n', length - at);
        if (!end)
            break;
        const size_t size = (size_t)(end - line);
        if (!is_sealed(line, size, &chain))
            return dadao_core_fail(error, DADAO_FORMAT, "line %zu is damaged: its checksum is another", *lines + 1);
        dadao_status status = *lines == 0 ? check_head(line, error) : DADAO_OK;
        if (status != DADAO_OK)
            return status;
        at += size + 1;
        ++*lines;
    }
    *cut = at < length || length == 0;
    text[at] = '\0';
    return DADAO_OK;
}
