/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bindings by name, and the rows that help shows of them. */
#include "tui/keymap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dadao/experiment.h>

static const struct {
    dadao_action action;
    const char *name;
    bool amount; /* a number follows */
} actions[] = {
#define ACTION(name, text, amount) {DADAO_ACTION_##name, text, amount},
    DADAO_ACTIONS(ACTION)
#undef ACTION
};
#define ACTIONS (sizeof actions / sizeof *actions)

const char *dadao_tui_binding_text(dadao_binding binding, char *buffer)
{
    snprintf(buffer, 112, "%s", binding.action == DADAO_ACTION_COMMAND && binding.command ? binding.command : "none");
    for (size_t k = 0; k < ACTIONS; k++)
        if (actions[k].action == binding.action && actions[k].amount)
            snprintf(buffer, 112, binding.action == DADAO_ACTION_PANE ? "%s %d" : "%s %+d", actions[k].name, binding.amount);
        else if (actions[k].action == binding.action)
            snprintf(buffer, 112, "%s", actions[k].name);
    return buffer;
}

bool dadao_tui_binding_named(const char *text, dadao_binding *binding)
{
    for (size_t k = 0; k < ACTIONS; k++) {
        size_t length = strlen(actions[k].name);
        const char *rest = text + length;
        char *end;
        if (strncmp(text, actions[k].name, length) != 0 || (*rest && *rest != ' '))
            continue;
        long amount = strtol(rest, &end, 10);
        bool number = end != rest && !*end && amount >= -100 && amount <= 100;
        if (actions[k].amount ? !number : *rest != '\0')
            continue;
        *binding = (dadao_binding){actions[k].action, NULL, (int)amount};
        return true;
    }
    return false;
}

/* A command is looked at by its name; what it may say of its words is said when the key is pressed. */
static dadao_status check_command(const dadao_keymap *keymap, const char *text, dadao_error *error)
{
    const dadao_command *command;
    size_t rest;
    if (dadao_view_is_command(text) || strcmp(text, "quit") == 0)
        return DADAO_OK;
    return dadao_experiment_command_find(keymap->offered, text, &command, &rest, error);
}

static dadao_bound *find_bound(dadao_keymap *keymap, uint32_t key, int pane)
{
    for (size_t k = 0; k < keymap->count; k++)
        if (keymap->bound[k].key == key && keymap->bound[k].pane == pane)
            return &keymap->bound[k];
    return NULL;
}

dadao_status dadao_tui_keymap_bind(dadao_keymap *keymap, int pane, const char *key, const char *text, int line,
                                   dadao_error *error)
{
    uint32_t code = dadao_tui_key_named(key);
    dadao_bound bound = {.key = code, .pane = pane, .line = line};
    if (code == DADAO_KEY_NONE || code == DADAO_KEY_POINTER || code == DADAO_KEY_PASTE_BEGIN || code == DADAO_KEY_PASTE_END)
        return dadao_core_fail(error, DADAO_SYNTAX, "'%s' is no key; they are written x, space, Up, Ctrl-L, Alt-x, PageDown",
                               key);
    if (code == DADAO_CTRL('C'))
        return dadao_core_fail(error, DADAO_SYNTAX, "Ctrl-C always ends the program and cannot be bound");
    dadao_bound *other = find_bound(keymap, code, pane);
    if (other && other->line != line)
        return dadao_core_fail(error, DADAO_SYNTAX, "%s is bound already in line %d, to '%s'", key, other->line, other->text);
    if (strlen(text) >= sizeof bound.text)
        return dadao_core_fail(error, DADAO_TOO_LARGE, "a binding has at most %zu characters", sizeof bound.text - 1);
    if (keymap->count >= DADAO_KEYMAP_BOUND)
        return dadao_core_fail(error, DADAO_TOO_LARGE, "more than %d keys are bound", DADAO_KEYMAP_BOUND);
    if (!dadao_tui_binding_named(text, &bound.does)) {
        dadao_status status = check_command(keymap, text, error);
        if (status != DADAO_OK)
            return status;
        bound.does.action = DADAO_ACTION_COMMAND;
    }
    snprintf(bound.text, sizeof bound.text, "%s", text);
    dadao_tui_key_name(code, bound.name);
    keymap->bound[keymap->count++] = bound;
    return DADAO_OK;
}

static const dadao_bound *bound_to(const dadao_keymap *keymap, uint32_t key, int pane)
{
    for (size_t k = 0; k < keymap->count; k++)
        if (keymap->bound[k].key == key && keymap->bound[k].pane == pane)
            return &keymap->bound[k];
    return NULL;
}

static dadao_binding does(const dadao_bound *bound)
{
    dadao_binding binding = bound->does;
    if (binding.action == DADAO_ACTION_COMMAND)
        binding.command = bound->text;
    return binding;
}

dadao_binding dadao_tui_keymap_find(const dadao_keymap *keymap, uint32_t key, dadao_pane_id pane)
{
    const dadao_bound *own = bound_to(keymap, key, (int)pane), *any = bound_to(keymap, key, DADAO_PANE_ANY);
    if (own)
        return does(own);
    if (any && !dadao_tui_key_of_pane(key, pane))
        return does(any);
    return dadao_tui_binding(key, pane);
}

static bool same(dadao_binding a, dadao_binding b)
{
    return a.action == b.action && a.amount == b.amount &&
           (a.action != DADAO_ACTION_COMMAND || (a.command && b.command && strcmp(a.command, b.command) == 0));
}

/* A row of the table as this user has it: with the first of its keys that is still free where one was taken. */
static bool present(dadao_keymap *keymap, const dadao_key_row *row, dadao_view_key *shown)
{
    size_t taken = 0, count = 0;
    uint32_t left = DADAO_KEY_NONE;
    *shown = row->shown;
    for (; count < DADAO_ROW_KEYS && row->keys[count]; count++) {
        if (bound_to(keymap, row->keys[count], row->shown.pane))
            taken++;
        else if (left == DADAO_KEY_NONE)
            left = row->keys[count];
    }
    if (taken > 0 && left != DADAO_KEY_NONE)
        shown->keys = dadao_tui_key_name(left, keymap->names[keymap->row_count]);
    return taken < count;
}

/* A bound key borrows the words of the row that does the same; otherwise its command says it. */
static dadao_view_key row_of_bound(const dadao_bound *bound)
{
    dadao_view_key row = {bound->name, NULL, bound->text, bound->pane};
    size_t count;
    const dadao_key_row *table = dadao_tui_key_table(&count);
    for (size_t k = 0; k < count; k++)
        if (same(table[k].does, does(bound)) && table[k].shown.help)
            row.hint = table[k].shown.hint, row.help = table[k].shown.help;
    return row;
}

const dadao_view_key *dadao_tui_keymap_rows(dadao_keymap *keymap, size_t *count)
{
    size_t rows;
    const dadao_key_row *table = dadao_tui_key_table(&rows);
    keymap->row_count = 0;
    for (size_t k = 0; k < keymap->count && keymap->row_count < DADAO_KEYMAP_ROWS; k++)
        if (keymap->bound[k].does.action != DADAO_ACTION_NONE)
            keymap->rows[keymap->row_count++] = row_of_bound(&keymap->bound[k]);
    for (size_t k = 0; k < rows && keymap->row_count < DADAO_KEYMAP_ROWS; k++)
        if (present(keymap, &table[k], &keymap->rows[keymap->row_count]))
            keymap->row_count++;
    *count = keymap->row_count;
    return keymap->rows;
}
