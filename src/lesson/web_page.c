/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page that plays a run: page.html with the data put in; nothing is loaded from elsewhere. */
#include "lesson/web.h"

#include "core/file.h"
#include "output/json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char page[] = {
#include "lesson/page.inc"
    0};

#define DECADES 8.0 /* that the colours of a run span */
#define RATE 14     /* frames a second */

/* ---- Bytes as text ---- */

static void add_base64(dadao_text *json, const unsigned char *bytes, size_t count)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t k = 0; k < count; k += 3) {
        unsigned long group = (unsigned long)bytes[k] << 16 | (k + 1 < count ? (unsigned long)bytes[k + 1] << 8 : 0) |
                              (k + 2 < count ? bytes[k + 2] : 0);
        char out[4] = {digits[group >> 18], digits[group >> 12 & 63], k + 1 < count ? digits[group >> 6 & 63] : '=',
                       k + 2 < count ? digits[group & 63] : '='};
        dadao_core_text_append(json, out, 4);
    }
}

static void add_bytes(dadao_text *json, const char *key, const dadao_text *bytes)
{
    dadao_core_text_format(json, ",\n  \"%s\": \"", key);
    add_base64(json, (const unsigned char *)(bytes->bytes ? bytes->bytes : ""), bytes->length);
    dadao_core_text_append(json, "\"", 1);
}

/* ---- What the frames hold ---- */

/* The nodes of a frame's scene: a frame keeps room for every lane, the page only for those there are. */
static size_t nodes_of(const dadao_web *web, size_t scene)
{
    const char *at = web->scenes.bytes;
    for (size_t k = 0; at && k <= scene; k++)
        at = strstr(at + 1, "\"x\": [");
    size_t count = at != NULL;
    for (; at && *at != ']'; at++)
        count += *at == ',';
    return count;
}

static double largest_of_run(const dadao_web *web, size_t run, const size_t *nodes)
{
    double largest = 0;
    for (size_t k = 0; k < web->count; k++)
        for (size_t i = 0; web->frame[k].run == run && i < nodes[web->frame[k].scene]; i++)
            largest = isfinite(web->frame[k].error[i]) ? fmax(largest, web->frame[k].error[i]) : largest;
    return largest;
}

static unsigned char level(double error, double largest)
{
    if (isnan(error) || isinf(error))
        return 255;
    double decades = error > 0 && largest > 0 ? 1 + (log10(error) - log10(largest)) / DECADES : 0;
    return (unsigned char)(decades <= 0 ? 0 : decades >= 1 ? 255 : 255 * decades);
}

static void add_errors(dadao_text *json, const dadao_web *web, const size_t *nodes)
{
    dadao_text bytes = {0};
    double largest = 0;
    for (size_t k = 0; k < web->count; k++) {
        const dadao_web_frame *frame = &web->frame[k];
        if (k == 0 || frame->run != frame[-1].run)
            largest = largest_of_run(web, frame->run, nodes);
        for (size_t i = 0; i < web->lanes * nodes[frame->scene]; i++) {
            unsigned char byte = level((double)frame->error[i], largest);
            dadao_core_text_append(&bytes, (const char *)&byte, 1);
        }
    }
    add_bytes(json, "error", &bytes);
    dadao_core_text_clear(&bytes);
}

static void add_fired(dadao_text *json, const dadao_web *web)
{
    dadao_text bytes = {0};
    for (size_t k = 0; k < web->count; k++) {
        unsigned char count = (unsigned char)web->frame[k].fired_count;
        dadao_core_text_append(&bytes, (const char *)&count, 1);
        for (size_t e = 0; e < count; e++) {
            const unsigned char edge[2] = {(unsigned char)(web->frame[k].fired[e] & 255),
                                           (unsigned char)(web->frame[k].fired[e] >> 8)};
            dadao_core_text_append(&bytes, (const char *)edge, 2);
        }
    }
    add_bytes(json, "fired", &bytes);
    dadao_core_text_clear(&bytes);
}

typedef double column(const dadao_web_frame *frame, size_t which);

static double column_t(const dadao_web_frame *frame, size_t which)
{
    (void)which;
    return frame->t;
}

static double column_count(const dadao_web_frame *frame, size_t which)
{
    return which ? frame->communications : frame->gradients;
}

static double column_place(const dadao_web_frame *frame, size_t which)
{
    return (double)(which ? frame->run : frame->scene);
}

static double column_msd(const dadao_web_frame *frame, size_t which)
{
    return frame->msd[which];
}

static void add_column(dadao_text *json, const char *head, const dadao_web *web, column *value, size_t which)
{
    dadao_core_text_format(json, "%s[", head);
    for (size_t k = 0; k < web->count; k++) {
        const double v = value(&web->frame[k], which);
        if (isfinite(v))
            dadao_core_text_format(json, "%s%.6g", k ? "," : "", v);
        else
            dadao_core_text_format(json, "%snull", k ? "," : "");
    }
    dadao_core_text_append(json, "]", 1);
}

static void add_columns(dadao_text *json, const dadao_web *web)
{
    add_column(json, ",\n  \"t\": ", web, column_t, 0);
    add_column(json, ",\n  \"g\": ", web, column_count, 0);
    add_column(json, ",\n  \"c\": ", web, column_count, 1);
    add_column(json, ",\n  \"scene\": ", web, column_place, 0);
    add_column(json, ",\n  \"run\": ", web, column_place, 1);
    dadao_core_text_format(json, ",\n  \"msd\": [");
    for (size_t lane = 0; lane < web->lanes; lane++)
        add_column(json, lane ? "," : "", web, column_msd, lane);
    dadao_core_text_append(json, "]", 1);
    dadao_core_text_format(json, ",\n  \"lanes\": [");
    for (size_t lane = 0; lane < web->lanes; lane++)
        dadao_core_text_format(json, "%s\"%s\"", lane ? "," : "", web->lane[lane]);
    dadao_core_text_append(json, "]", 1);
}

/* "{ "scenes": [ … " without the brace, closed. */
static void add_list(dadao_text *json, const dadao_text *list)
{
    dadao_core_text_append(json, ",", 1);
    dadao_core_text_append(json, list->bytes + 1, list->length - 1);
    dadao_core_text_append(json, "]", 1);
}

static bool make_data(dadao_text *json, const dadao_web *web, const char *title, const char *facts)
{
    size_t *nodes = calloc(web->scene_count + 1, sizeof *nodes);
    if (!nodes)
        return false;
    for (size_t k = 0; k < web->scene_count; k++)
        nodes[k] = nodes_of(web, k);
    dadao_output_json_begin(json);
    dadao_output_json_string(json, "title", title);
    dadao_output_json_string(json, "facts", facts);
    dadao_output_json_count(json, "rate", RATE);
    add_columns(json, web);
    add_errors(json, web, nodes);
    add_fired(json, web);
    add_list(json, &web->scenes);
    add_list(json, &web->stops);
    dadao_output_json_end(json);
    free(nodes);
    return !json->failed;
}

/* ---- Putting it in ---- */

/* In a script element only "</" could end it early. */
static void put_data(FILE *stream, const char *json)
{
    for (; *json; json++)
        if (json[0] == '<')
            fputs("\\u003c", stream);
        else
            fputc(*json, stream);
}

static void put_escaped(FILE *stream, const char *text)
{
    for (; *text; text++)
        if (strchr("<>&\"", *text))
            fprintf(stream, "&#%d;", *text);
        else
            fputc(*text, stream);
}

static void put_page(FILE *stream, const char *title, const char *json)
{
    for (const char *at = page; *at;) {
        if (strncmp(at, "@TITLE@", 7) == 0) {
            put_escaped(stream, title);
            at += 7;
        } else if (strncmp(at, "@VERSION@", 9) == 0) {
            fputs(DADAO_VERSION, stream);
            at += 9;
        } else if (strncmp(at, "@DATA@", 6) == 0) {
            put_data(stream, json);
            at += 6;
        } else {
            fputc(*at++, stream);
        }
    }
}

dadao_status dadao_lesson_web_write(const dadao_web *web, const char *title, const char *facts, const char *path,
                                    dadao_error *error)
{
    dadao_text json = {0};
    dadao_writer writer = {0};
    dadao_status status = make_data(&json, web, title, facts) ? DADAO_OK : dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    if (status == DADAO_OK)
        status = dadao_core_writer_open(&writer, path, error);
    if (status == DADAO_OK) {
        put_page(writer.stream, title, json.bytes);
        status = dadao_core_writer_commit(&writer, error);
    }
    dadao_core_text_clear(&json);
    return status;
}
