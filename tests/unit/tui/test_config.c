/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Configurations: what they may say, what is said of mistakes, keys that are bound anew, and looks that are remembered. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/support.h"
#include "tui/config.h"
#include "tui/remember.h"

static dadao_config config;
static char said[16384];

static void complain(void *context, const char *text)
{
    (void)context;
    size_t used = strlen(said);
    snprintf(said + used, sizeof said - used, "%s\n", text);
}

static size_t take(const char *text)
{
    said[0] = '\0';
    dadao_tui_config_clear(&config);
    dadao_tui_config_init(&config, NULL);
    return dadao_tui_config_read(&config, "c", text, complain, NULL);
}

static int tear_down(void **state)
{
    (void)state;
    dadao_tui_config_clear(&config);
    return 0;
}

static void settings_are_taken(void **state)
{
    (void)state;
    assert_int_equal(take("# all of it\n\n  palette cividis  # a look\nfps 20\ncolors 16\nsync off\ncalm on\n"
                          "start topology cycle 9\nbind n step\nbind network n metric msd\nunbind z\n"),
                     0);
    assert_int_equal(config.looks, 2);
    assert_string_equal(config.look[0], "palette cividis");
    assert_string_equal(config.look[1], "calm on");
    assert_int_equal(config.starts, 1);
    assert_string_equal(config.start[0], "topology cycle 9");
    assert_true(config.fps == 20 && config.colors == 16 && config.sync == 0);
    assert_string_equal(dadao_tui_keymap_find(&config.keymap, 'n', DADAO_PANE_SLIDERS).command, "step");
    assert_string_equal(dadao_tui_keymap_find(&config.keymap, 'n', DADAO_PANE_NETWORK).command, "metric msd");
    assert_int_equal(dadao_tui_keymap_find(&config.keymap, 'z', DADAO_PANE_NETWORK).action, DADAO_ACTION_NONE);
    assert_int_equal(dadao_tui_keymap_find(&config.keymap, ' ', DADAO_PANE_NETWORK).action, DADAO_ACTION_RUN_PAUSE);
}

/* One line of the file, and what must be said of it. */
static const struct {
    const char *line, *place, *words;
} mistakes[] = {
    {"palete grey", "c:1: ", "'palete' is no setting"},
    {"\npalette gray", "c:2: ", "did you mean 'grey'"},
    {"fps 99", "c:1: ", "1 to 30"},
    {"fps", "c:1: ", "1 to 30"},
    {"colors many", "c:1: ", "0 to 256"},
    {"sync maybe", "c:1: ", "on or off"},
    {"start toplogy", "c:1: ", "did you mean 'topology'"},
    {"bind", "c:1: ", "say what"},
    {"bind x", "c:1: ", "say what 'x' shall do"},
    {"bind Foo step", "c:1: ", "'Foo' is no key"},
    {"bind Ctrl-C step", "c:1: ", "cannot be bound"},
    {"bind network u undoo", "c:1: ", "did you mean 'undo'"},
    {"bind slider slider", "c:1: ", "'slider' is no key"},
    {"bind x step\n\nbind x undo", "c:3: ", "bound already in line 1, to 'step'"},
    {"unbind", "c:1: ", "unbind [PANE] KEY"},
    {"unbind x step", "c:1: ", "too much"},
    {"save screen x.svg", "c:1: ", "is no setting"},
    {"select node 3", "c:1: ", "is no setting"},
};

static void mistakes_are_named_with_their_line(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof mistakes / sizeof *mistakes; k++) {
        assert_int_equal(take(mistakes[k].line), 1);
        if (strncmp(said, mistakes[k].place, strlen(mistakes[k].place)) != 0 || !strstr(said, mistakes[k].words))
            fail_msg("'%s': %s", mistakes[k].line, said);
    }
}

/* A mistake costs its own line only. */
static void the_rest_counts(void **state)
{
    (void)state;
    assert_int_equal(take("bind y step\nnonsense\nfps 5\nworse\n"), 2);
    assert_true(config.fps == 5);
    assert_int_equal(dadao_tui_keymap_find(&config.keymap, 'y', DADAO_PANE_NETWORK).action, DADAO_ACTION_COMMAND);
}

/* What is printed as the defaults is read without a complaint and changes nothing. */
static void the_defaults_are_a_configuration(void **state)
{
    (void)state;
    char *text = NULL;
    size_t length = 0, count;
    FILE *stream = open_memstream(&text, &length);
    dadao_tui_config_print(stream);
    fclose(stream);
    size_t wrong = take(text);
    if (wrong)
        fail_msg("%s", said);
    const dadao_key_row *table = dadao_tui_key_table(&count);
    for (size_t row = 0; row < count; row++)
        for (size_t k = 0; k < DADAO_ROW_KEYS && table[row].keys[k]; k++)
            for (int pane = 0; pane < DADAO_PANE_COUNT; pane++) {
                dadao_binding a = dadao_tui_binding(table[row].keys[k], (dadao_pane_id)pane),
                              b = dadao_tui_keymap_find(&config.keymap, table[row].keys[k], (dadao_pane_id)pane);
                assert_int_equal(a.action, b.action);
                assert_int_equal(a.amount, b.amount);
                if (a.command)
                    assert_string_equal(a.command, b.command);
            }
    dadao_view_state *fresh = calloc(1, sizeof *fresh), *set = calloc(1, sizeof *set);
    dadao_view_state_init(fresh);
    dadao_view_state_init(set);
    for (size_t k = 0; k < config.looks; k++)
        assert_int_equal(dadao_view_execute(set, NULL, config.look[k], NULL), DADAO_OK);
    char was[256], is[256];
    for (size_t k = 0; dadao_view_setting(fresh, k, was, sizeof was); k++) {
        dadao_view_setting(set, k, is, sizeof is);
        assert_string_equal(was, is);
    }
    free(fresh);
    free(set);
    free(text);
}

static const dadao_view_key *shown_as(const char *keys)
{
    size_t count;
    const dadao_view_key *rows = dadao_tui_keymap_rows(&config.keymap, &count);
    for (size_t k = 0; k < count; k++)
        if (rows[k].keys && strcmp(rows[k].keys, keys) == 0)
            return &rows[k];
    return NULL;
}

/* Help and hints show the keys as they are now. */
static void help_follows_the_bindings(void **state)
{
    (void)state;
    take("");
    assert_string_equal(shown_as("u")->help, "take the last change back");
    take("bind U undo\nunbind u\nbind y rate comm 2\nunbind q\n");
    assert_null(shown_as("u"));
    assert_string_equal(shown_as("U")->help, "take the last change back");
    assert_string_equal(shown_as("U")->hint, "undo");
    assert_string_equal(shown_as("y")->help, "rate comm 2");
    assert_null(shown_as("q"));
    assert_non_null(shown_as("Q")); /* its other key is still there */
}

static void actions_have_names(void **state)
{
    (void)state;
    size_t count;
    char text[112];
    const dadao_key_row *table = dadao_tui_key_table(&count);
    for (size_t k = 0; k < count; k++) {
        dadao_binding back, binding = table[k].does;
        if (binding.action == DADAO_ACTION_COMMAND)
            continue;
        assert_true(dadao_tui_binding_named(dadao_tui_binding_text(binding, text), &back));
        assert_int_equal(back.action, binding.action);
        if (binding.action == DADAO_ACTION_SLIDER || binding.action == DADAO_ACTION_PANE)
            assert_int_equal(back.amount, binding.amount);
    }
    dadao_binding none;
    assert_false(dadao_tui_binding_named("slider", &none));
    assert_false(dadao_tui_binding_named("slider x", &none));
    assert_false(dadao_tui_binding_named("toggle 3", &none));
    assert_false(dadao_tui_binding_named("step", &none));
}

/* Any bytes are a configuration: mostly a wrong one, never a crash. */
static void noise_is_refused_politely(void **state)
{
    (void)state;
    uint64_t r = 88172645463325252u;
    static const char *const words[] = {"bind ",    "unbind ", "network ", "Left ", "slider +1", "\n",     "# ",
                                        "palette ", "\"",      "tiling ",  "x",     ",",         "fps ",   "1e9",
                                        "start ",   "\xff",    "view ",    "step",  " ",         "window "};
    for (int round = 0; round < 20000; round++) {
        char text[256] = "";
        size_t used = 0;
        while (used < 200) {
            r ^= r << 13, r ^= r >> 7, r ^= r << 17;
            used += (size_t)snprintf(text + used, sizeof text - used, "%s", words[(r >> 20) % (sizeof words / sizeof *words)]);
        }
        take(text);
    }
}

/* ---- What is remembered ---- */

static char *folder;
static char path[512];

static int make_folder(void **state)
{
    (void)state;
    folder = support_folder();
    snprintf(path, sizeof path, "%s/deep/dadao/state", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    support_folder_remove(folder);
    return 0;
}

/* Begins a sitting as the program does: `given` stands for configuration and options. */
static void begin(dadao_memory *memory, dadao_view_state *view, const char *given)
{
    memset(memory, 0, sizeof *memory);
    snprintf(memory->path, sizeof memory->path, "%s", path);
    dadao_view_state_init(view);
    dadao_tui_memory_recall(memory, view);
    if (given)
        assert_int_equal(dadao_view_execute(view, NULL, given, NULL), DADAO_OK);
    dadao_tui_memory_begin(memory, view);
}

static void do_look(dadao_view_state *view, const char *line)
{
    dadao_error error = {0};
    if (dadao_view_execute(view, NULL, line, &error) != DADAO_OK)
        fail_msg("%s: %s", line, error.text);
}

static void looks_are_remembered(void **state)
{
    (void)state;
    static dadao_memory memory;
    static dadao_view_state view;
    begin(&memory, &view, NULL);
    assert_int_equal(dadao_tui_memory_keep(&memory, &view, NULL), DADAO_OK);
    assert_null(support_read(path, NULL)); /* nothing was changed: nothing is written */
    do_look(&view, "palette grey");
    do_look(&view, "mouse off");
    do_look(&view, "tiling network,rates");
    do_look(&view, "view network");
    assert_int_equal(dadao_tui_memory_keep(&memory, &view, NULL), DADAO_OK);
    begin(&memory, &view, NULL);
    assert_int_equal(view.palette, dadao_view_palette_named("grey"));
    assert_false(view.mouse);
    assert_int_equal(view.shown, DADAO_PANE_BIT(NETWORK) | DADAO_PANE_BIT(SLIDERS));
    assert_int_equal(view.chosen, DADAO_PANE_NETWORK);
    assert_int_equal(view.notice[0], 0);
}

/* An option of one sitting does not become the habit of all. */
static void only_what_was_changed_by_hand(void **state)
{
    (void)state;
    static dadao_memory memory;
    static dadao_view_state view;
    begin(&memory, &view, NULL);
    do_look(&view, "palette grey");
    dadao_tui_memory_keep(&memory, &view, NULL);
    begin(&memory, &view, "calm on");
    do_look(&view, "scale whole");
    dadao_tui_memory_keep(&memory, &view, NULL);
    begin(&memory, &view, NULL);
    assert_false(view.calm);
    assert_true(view.whole_scale);
    assert_int_equal(view.palette, dadao_view_palette_named("grey"));
}

static void a_spoilt_memory_is_passed_over(void **state)
{
    (void)state;
    static dadao_memory memory;
    static dadao_view_state view;
    begin(&memory, &view, NULL);
    do_look(&view, "palette grey");
    dadao_tui_memory_keep(&memory, &view, NULL);
    FILE *file = fopen(path, "w");
    fputs("palette puce\nsave screen /tmp/never.svg\nfuture setting\n\xff\xfe\ncalm on\nquit\n", file);
    fclose(file);
    begin(&memory, &view, NULL);
    assert_true(view.calm);
    assert_int_equal(view.palette, 0);
}

static void places_follow_the_environment(void **state)
{
    (void)state;
    char place[512];
    setenv("HOME", "/home/ada", 1);
    unsetenv("DADAO_CONFIG");
    unsetenv("DADAO_STATE");
    unsetenv("XDG_CONFIG_HOME");
    unsetenv("XDG_STATE_HOME");
    assert_true(dadao_tui_config_path(place, sizeof place));
    assert_string_equal(place, "/home/ada/.config/dadao/config");
    assert_true(dadao_tui_state_path(place, sizeof place));
    assert_string_equal(place, "/home/ada/.local/state/dadao/state");
    setenv("XDG_CONFIG_HOME", "/x", 1);
    setenv("XDG_STATE_HOME", "relative", 1); /* not allowed: as if it were not set */
    assert_true(dadao_tui_config_path(place, sizeof place));
    assert_string_equal(place, "/x/dadao/config");
    assert_true(dadao_tui_state_path(place, sizeof place));
    assert_string_equal(place, "/home/ada/.local/state/dadao/state");
    setenv("DADAO_STATE", "", 1);
    assert_false(dadao_tui_state_path(place, sizeof place));
    setenv("DADAO_CONFIG", "/own", 1);
    assert_true(dadao_tui_config_path(place, sizeof place));
    assert_string_equal(place, "/own");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(settings_are_taken, tear_down),
        cmocka_unit_test_teardown(mistakes_are_named_with_their_line, tear_down),
        cmocka_unit_test_teardown(the_rest_counts, tear_down),
        cmocka_unit_test_teardown(the_defaults_are_a_configuration, tear_down),
        cmocka_unit_test_teardown(help_follows_the_bindings, tear_down),
        cmocka_unit_test(actions_have_names),
        cmocka_unit_test_teardown(noise_is_refused_politely, tear_down),
        cmocka_unit_test_setup_teardown(looks_are_remembered, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(only_what_was_changed_by_hand, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(a_spoilt_memory_is_passed_over, make_folder, remove_folder),
        cmocka_unit_test(places_follow_the_environment)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
