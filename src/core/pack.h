/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes as one word of text: deflated, with a checksum, in the 64 characters that survive mails, shells and addresses. */
#ifndef DADAO_CORE_PACK_H
#define DADAO_CORE_PACK_H

#include "core/text.h"

/* Appends the word for bytes[0..length). False when memory is out (text->failed). */
bool dadao_core_pack(const char *bytes, size_t length, dadao_text *text);
/* The bytes of a word ('\0' added, freed by the caller). FORMAT with what is wrong where the word is damaged or cut; TOO_LARGE where
 * more than `limit` bytes would come of it, found without making them. */
dadao_status dadao_core_unpack(const char *word, size_t length, size_t limit, char **bytes, size_t *made, dadao_error *error);

#endif
