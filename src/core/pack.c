/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Packing: four bytes of checksum, then a raw deflate stream that knows the words of scripts beforehand, in base64url. */
#include "core/pack.h"

#include "core/memory.h"

#include <string.h>
#include <xxhash.h>
#include <zlib.h>

enum { SUM = 4 };

static const char digit[64 + 1] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* What scripts are made of, the most frequent last. It belongs to the form: another one would be another form. */
static const char dictionary[] =
    "events clocks\nstart theorem\nstart origin\nlane choose \nlane axis gradients\nlane remove \nlane add msda\nlane add adom+\n"
    "cost off\ncost price gradient= communication=\ncost communication time= law=constant\ncost gradient time= law=exponential\n"
    "cost node  factor=\ncost edge  factor=\nnode stop \nnode start \nnode add \nnode remove \nedge move \nundo\nredo\nreset\nnew\n"
    "topology load \"\ntopology geometric \ntopology complete \ntopology star \ntopology path \ntopology cycle \ntopology torus \n"
    "topology grid \ntopology nsfnet\nproblem logistic dim= samples= seed=\nproblem quadratic dim= kappa=\nmethod dadao preset=\n"
    "parameter  default\npreset jmlr\nfollow off\nrate node \nrate edge \nrate gradient \nrate comm total=\nedge cut \nedge add \n"
    "rate comm \nseed \ngiven file=\"\" xxh64=\nexpect hash=\n# dadao script\ntopology barbell 16\nstart random\nproblem linear\n"
    "problem linear dim= samples= noise= seed=\nrun until t=0x1.\nstep 0\nrun until event=0000\n"
    "given numerics=1\ngiven chi1=0x1. chi2=0x1. next\ngiven mu=0x1. L=0x1. optimum=0x1.p+0,-0x1.p-1,0x1.p-2,-0x1.p-3 next\n";

static void append_base64(dadao_text *text, const unsigned char *byte, size_t length)
{
    for (size_t k = 0; k < length; k += 3) {
        const size_t left = length - k < 3 ? length - k : 3;
        const unsigned long three = (unsigned long)byte[k] << 16 | (left > 1 ? (unsigned long)byte[k + 1] << 8 : 0) |
                                    (left > 2 ? (unsigned long)byte[k + 2] : 0);
        const char four[4] = {digit[three >> 18], digit[three >> 12 & 63], digit[three >> 6 & 63], digit[three & 63]};
        dadao_core_text_append(text, four, left + 1);
    }
}

static size_t deflate_all(const char *bytes, size_t length, unsigned char *out, size_t room)
{
    z_stream stream = {0};
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        return 0;
    (void)deflateSetDictionary(&stream, (const Bytef *)dictionary, sizeof dictionary - 1);
    stream.next_in = (Bytef *)(uintptr_t)bytes;
    stream.avail_in = (uInt)length;
    stream.next_out = out;
    stream.avail_out = (uInt)room;
    const int result = deflate(&stream, Z_FINISH);
    (void)deflateEnd(&stream);
    return result == Z_STREAM_END ? room - stream.avail_out : 0;
}

bool dadao_core_pack(const char *bytes, size_t length, dadao_text *text)
{
    const size_t room = length + length / 1000 + 64;
    unsigned char *out = length < UINT32_MAX / 2 ? dadao_core_allocate(SUM + room, 1) : NULL;
    size_t packed = 0;
    if (out) {
        const uint32_t sum = XXH32(bytes, length, 0);
        for (size_t k = 0; k < SUM; k++)
            out[k] = (unsigned char)(sum >> 8 * k);
        packed = deflate_all(bytes, length, out + SUM, room);
    }
    if (packed > 0)
        append_base64(text, out, SUM + packed);
    text->failed = text->failed || packed == 0;
    free(out);
    return !text->failed;
}

static int value_of(char c)
{
    const char *at = c ? strchr(digit, c) : NULL;
    return at ? (int)(at - digit) : -1;
}

/* Writes length*3/4 bytes. A character that cannot stand there is told by its place, from 1; 0: none. */
static size_t read_base64(const char *word, size_t length, unsigned char *byte)
{
    unsigned long bits = 0;
    size_t held = 0;
    for (size_t k = 0; k < length; k++) {
        const int value = value_of(word[k]);
        if (value < 0)
            return k + 1;
        bits = (bits << 6 | (unsigned long)value) & 0xffffff;
        held += 6;
        if (held >= 8) {
            held -= 8;
            *byte++ = (unsigned char)(bits >> held & 0xff);
        }
    }
    return held < 6 && (bits & ((1ul << held) - 1)) == 0 ? 0 : length; /* what is left over must be nothing */
}

/* One stream, whole, with nothing behind it. */
static dadao_status inflate_all(z_stream *stream, size_t limit, dadao_text *made, dadao_error *error)
{
    char block[8192];
    int result = Z_OK;
    while (result == Z_OK) {
        stream->next_out = (Bytef *)block;
        stream->avail_out = sizeof block;
        result = inflate(stream, Z_NO_FLUSH);
        dadao_core_text_append(made, block, sizeof block - stream->avail_out);
        if (made->length > limit)
            return dadao_core_fail(error, DADAO_TOO_LARGE, "more than %zu bytes would come of it: that is the limit", limit);
    }
    if (made->failed || result == Z_MEM_ERROR)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    return result == Z_STREAM_END && stream->avail_in == 0 ? DADAO_OK
                                                           : dadao_core_fail(error, DADAO_FORMAT, "it is cut or damaged");
}

static dadao_status inflate_text(const unsigned char *byte, size_t length, size_t limit, dadao_text *made, dadao_error *error)
{
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)byte, .avail_in = (uInt)length};
    if (inflateInit2(&stream, -15) != Z_OK)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    (void)inflateSetDictionary(&stream, (const Bytef *)dictionary, sizeof dictionary - 1);
    dadao_core_text_append(made, "", 0);
    dadao_status status = inflate_all(&stream, limit, made, error);
    (void)inflateEnd(&stream);
    return status;
}

dadao_status dadao_core_unpack(const char *word, size_t length, size_t limit, char **bytes, size_t *made, dadao_error *error)
{
    dadao_text text = {0};
    *bytes = NULL;
    if (length > UINT32_MAX / 2)
        return dadao_core_fail(error, DADAO_TOO_LARGE, "it is too long");
    unsigned char *packed = dadao_core_allocate(length + 1, 1);
    if (!packed)
        return dadao_core_fail(error, DADAO_MEMORY, "out of memory");
    const size_t wrong = read_base64(word, length, packed), count = length * 3 / 4;
    dadao_status status = DADAO_OK;
    if (wrong > 0)
        status = dadao_core_fail(error, DADAO_FORMAT, "it is cut or damaged at its character %zu", wrong);
    else if (count <= SUM)
        status = dadao_core_fail(error, DADAO_FORMAT, "it is cut: nothing is left of it");
    else
        status = inflate_text(packed + SUM, count - SUM, limit, &text, error);
    if (status == DADAO_OK) {
        uint32_t sum = 0;
        for (size_t k = 0; k < SUM; k++)
            sum |= (uint32_t)packed[k] << 8 * k;
        if (sum != XXH32(text.bytes, text.length, 0))
            status = dadao_core_fail(error, DADAO_FORMAT, "it is damaged: its checksum is another");
    }
    free(packed);
    if (status != DADAO_OK)
        dadao_core_text_clear(&text);
    *bytes = text.bytes;
    *made = text.length;
    return status;
}
