/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Character references of XML, HTML and GML: &amp; &#233; &#xe9; &eacute;. */
#include "topology/read.h"

#include <ctype.h>
#include <string.h>

/* Latin-1 from U+00A0 on in order, as HTML 4 names it; then the few others of XML and of typography. */
static const char *const latin_names[96] = {
    "nbsp",   "iexcl",  "cent",   "pound",  "curren", "yen",    "brvbar", "sect",   "uml",    "copy",   "ordf",
    "laquo",  "not",    "shy",    "reg",    "macr",   "deg",    "plusmn", "sup2",   "sup3",   "acute",  "micro",
    "para",   "middot", "cedil",  "sup1",   "ordm",   "raquo",  "frac14", "frac12", "frac34", "iquest", "Agrave",
    "Aacute", "Acirc",  "Atilde", "Auml",   "Aring",  "AElig",  "Ccedil", "Egrave", "Eacute", "Ecirc",  "Euml",
    "Igrave", "Iacute", "Icirc",  "Iuml",   "ETH",    "Ntilde", "Ograve", "Oacute", "Ocirc",  "Otilde", "Ouml",
    "times",  "Oslash", "Ugrave", "Uacute", "Ucirc",  "Uuml",   "Yacute", "THORN",  "szlig",  "agrave", "aacute",
    "acirc",  "atilde", "auml",   "aring",  "aelig",  "ccedil", "egrave", "eacute", "ecirc",  "euml",   "igrave",
    "iacute", "icirc",  "iuml",   "eth",    "ntilde", "ograve", "oacute", "ocirc",  "otilde", "ouml",   "divide",
    "oslash", "ugrave", "uacute", "ucirc",  "uuml",   "yacute", "thorn",  "yuml",
};
static const struct {
    const char *name;
    uint32_t code;
} other_names[] = {
    { "amp", '&' },      { "lt", '<' },       { "gt", '>' },       { "quot", '"' },
    { "apos", '\'' },    { "OElig", 0x152 },  { "oelig", 0x153 },  { "Scaron", 0x160 },
    { "scaron", 0x161 }, { "ndash", 0x2013 }, { "mdash", 0x2014 }, { "lsquo", 0x2018 },
    { "rsquo", 0x2019 }, { "ldquo", 0x201c }, { "rdquo", 0x201d }, { "euro", 0x20ac },
};

size_t dadao_topology_utf8(uint32_t code, char *out)
{
    if (code == 0 || (code >= 0xd800 && code < 0xe000) || code > 0x10ffff) {
        code = 0xfffd;
    }
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    size_t more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    static const unsigned lead[4] = { 0, 0xc0, 0xe0, 0xf0 };
    out[0] = (char)(lead[more] | code >> (6 * more));
    for (size_t k = 1; k <= more; k++) {
        out[k] = (char)(0x80 | (code >> (6 * (more - k)) & 0x3f));
    }
    return more + 1;
}

static bool named_code(const char *name, size_t length, uint32_t *code)
{
    for (size_t k = 0; k < sizeof other_names / sizeof other_names[0]; k++) {
        if (strlen(other_names[k].name) == length && memcmp(other_names[k].name, name, length) == 0) {
            *code = other_names[k].code;
            return true;
        }
    }
    for (uint32_t k = 0; k < 96; k++) {
        if (strlen(latin_names[k]) == length && memcmp(latin_names[k], name, length) == 0) {
            *code = 0xa0 + k;
            return true;
        }
    }
    return false;
}

/* #233 or #xE9, without the # */
static bool numbered_code(const char *digits, size_t length, uint32_t *code)
{
    bool hex = length > 0 && (digits[0] == 'x' || digits[0] == 'X');
    uint32_t value = 0, base = hex ? 16 : 10;
    if (length == (hex ? 1u : 0u)) {
        return false;
    }
    for (size_t k = hex ? 1 : 0; k < length; k++) {
        int c = tolower((unsigned char)digits[k]);
        uint32_t digit = isdigit(c) ? (uint32_t)(c - '0') : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10) : 99;
        if (digit >= base) {
            return false;
        }
        value = value > 0x10ffff ? value : value * base + digit;
    }
    *code = value;
    return true;
}

/* The reference at text (which begins with &): its length, 0 when it is none. */
static size_t reference(const char *text, size_t left, uint32_t *code)
{
    size_t end = 1;
    while (end < left && end < 12 && text[end] != ';') {
        end++;
    }
    if (end >= left || text[end] != ';') {
        return 0;
    }
    bool good = text[1] == '#' ? numbered_code(text + 2, end - 2, code) : named_code(text + 1, end - 1, code);
    return good ? end + 1 : 0;
}

dadao_slice dadao_topology_unescape(dadao_slice text)
{
    size_t to = 0;
    for (size_t from = 0; from < text.length;) {
        uint32_t code = 0;
        size_t length = text.text[from] == '&' ? reference(text.text + from, text.length - from, &code) : 0;
        char utf8[4];
        size_t wide = length > 0 ? dadao_topology_utf8(code, utf8) : 0;
        /* In place: a reference is never shorter than what it stands for, but for the likes of &#1; made U+FFFD. */
        if (length >= wide && length > 0) {
            memcpy(text.text + to, utf8, wide);
            to += wide;
            from += length;
        } else {
            text.text[to++] = text.text[from++];
        }
    }
    return (dadao_slice){ text.text, to };
}
