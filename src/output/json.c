/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A JSON object, written key by key with 17 significant digits. */
#include "output/json.h"

#include <math.h>

void dadao_output_json_begin(dadao_text *json)
{
    dadao_core_text_append(json, "{", 1);
}

static void add_key(dadao_text *json, const char *key)
{
    const bool first = json->length > 0 && json->bytes[json->length - 1] == '{';
    dadao_core_text_format(json, "%s\n  \"%s\": ", first ? "" : ",", key);
}

static void add_number(dadao_text *json, double value)
{
    if (isfinite(value))
        dadao_core_text_format(json, "%.17g", value);
    else
        dadao_core_text_append(json, "null", 4);
}

void dadao_output_json_number(dadao_text *json, const char *key, double value)
{
    add_key(json, key);
    add_number(json, value);
}

void dadao_output_json_count(dadao_text *json, const char *key, uint64_t value)
{
    add_key(json, key);
    dadao_core_text_format(json, "%llu", (unsigned long long)value);
}

void dadao_output_json_truth(dadao_text *json, const char *key, bool value)
{
    add_key(json, key);
    dadao_core_text_format(json, "%s", value ? "true" : "false");
}

void dadao_output_json_string(dadao_text *json, const char *key, const char *value)
{
    add_key(json, key);
    dadao_core_text_append(json, "\"", 1);
    for (const unsigned char *c = (const unsigned char *)value; *c; c++) {
        if (*c == '"' || *c == '\\')
            dadao_core_text_format(json, "\\%c", *c);
        else if (*c < 0x20)
            dadao_core_text_format(json, "\\u%04x", (unsigned)*c);
        else
            dadao_core_text_append(json, (const char *)c, 1);
    }
    dadao_core_text_append(json, "\"", 1);
}

void dadao_output_json_numbers(dadao_text *json, const char *key, const double *value, size_t count)
{
    add_key(json, key);
    dadao_core_text_append(json, "[", 1);
    for (size_t k = 0; k < count; k++) {
        if (k)
            dadao_core_text_append(json, ", ", 2);
        add_number(json, value[k]);
    }
    dadao_core_text_append(json, "]", 1);
}

void dadao_output_json_list_begin(dadao_text *json, const char *key)
{
    add_key(json, key);
    dadao_core_text_append(json, "[", 1);
}

void dadao_output_json_item_begin(dadao_text *json)
{
    const bool first = json->length > 0 && json->bytes[json->length - 1] == '[';
    dadao_core_text_format(json, "%s{", first ? "" : ", ");
}

void dadao_output_json_item_end(dadao_text *json)
{
    dadao_core_text_append(json, "\n  }", 4);
}

void dadao_output_json_list_end(dadao_text *json)
{
    dadao_core_text_append(json, "]", 1);
}

void dadao_output_json_end(dadao_text *json)
{
    dadao_core_text_append(json, "\n}\n", 3);
}
