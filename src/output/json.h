/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A JSON object, written key by key, and lists of objects in it; numbers that are not finite are null. */
#ifndef DADAO_OUTPUT_JSON_H
#define DADAO_OUTPUT_JSON_H

#include "core/text.h"

void dadao_output_json_begin(dadao_text *json);
void dadao_output_json_number(dadao_text *json, const char *key, double value);
void dadao_output_json_count(dadao_text *json, const char *key, uint64_t value);
void dadao_output_json_truth(dadao_text *json, const char *key, bool value);
void dadao_output_json_string(dadao_text *json, const char *key, const char *value);
void dadao_output_json_numbers(dadao_text *json, const char *key, const double *value, size_t count);
void dadao_output_json_list_begin(dadao_text *json, const char *key);
void dadao_output_json_item_begin(dadao_text *json); /* keys of an item follow */
void dadao_output_json_item_end(dadao_text *json);
void dadao_output_json_list_end(dadao_text *json);
void dadao_output_json_end(dadao_text *json);

#endif
