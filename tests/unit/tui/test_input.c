/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hands of a sitting without a terminal: bytes become looks, the mouse moves what it touches, help can be searched, and a
 * key that does nothing says why. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tui/session.h"
#include "view/menu.h"

static dadao_session s;
static dadao_config config;
static dadao_experiment_options offered;
static dadao_tui_options options;
static dadao_experiment *experiment;
static dadao_snapshot snapshot;

static int set_up(void **state)
{
    dadao_notes notes = {0};
    (void)state;
    memset(&s, 0, sizeof s);
    memset(&snapshot, 0, sizeof snapshot);
    offered = dadao_experiment_options_defaults();
    offered.looks = dadao_view_commands, offered.look_count = dadao_view_command_count;
    dadao_tui_config_init(&config, &offered);
    dadao_view_state_init(&s.view);
    assert_int_equal(dadao_experiment_create(&offered, &experiment, NULL), DADAO_OK);
    assert_int_equal(dadao_experiment_execute(experiment, "topology cycle 7; problem linear dim=2", &notes, NULL), DADAO_OK);
    assert_int_equal(dadao_experiment_publish(experiment, &snapshot, NULL), DADAO_OK);
    dadao_core_notes_clear(&notes);
    s.options = &options, s.completion = &offered, s.config = &config, s.snapshot = &snapshot;
    s.view.keys = dadao_tui_keymap_rows(&config.keymap, &s.view.key_count);
    s.terminal = (dadao_terminal_facts){.columns = 120, .rows = 36, .utf8 = true, .colors = 256, .mouse = true};
    dadao_view_observe(&s.view, &snapshot);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    dadao_tui_session_clear(&s);
    dadao_tui_config_clear(&config);
    dadao_snapshot_clear(&snapshot);
    dadao_experiment_destroy(experiment);
    return 0;
}

static void type(const char *bytes)
{
    size_t length = strlen(bytes);
    assert_true(s.byte_count + length <= sizeof s.bytes);
    memcpy(s.bytes + s.byte_count, bytes, length);
    s.byte_count += length;
    dadao_tui_input(&s, false);
}

static void press_at(int x, int y, const char *end)
{
    char bytes[64];
    snprintf(bytes, sizeof bytes, "\033[<0;%d;%d%s", x + 1, y + 1, end);
    type(bytes);
}

static char *drawn(void)
{
    static char text[65536];
    int column, row;
    size_t used = 0;
    assert_true(dadao_view_canvas_resize(&s.canvas, s.terminal.columns, s.terminal.rows));
    dadao_view_screen(&s.canvas, s.snapshot, &s.view, &column, &row);
    for (int k = 0; k < s.terminal.columns * s.terminal.rows; k++) {
        char glyph[5];
        used +=
            (size_t)snprintf(text + used, sizeof text - used, "%s", (dadao_view_encode(s.canvas.cell[k].glyph, glyph), glyph));
        if ((k + 1) % s.terminal.columns == 0)
            used += (size_t)snprintf(text + used, sizeof text - used, "\n");
    }
    return text;
}

static void the_mouse_moves_a_slider(void **state)
{
    (void)state;
    dadao_layout layout;
    dadao_view_layout(120, 36, s.view.shown, false, s.view.chosen, &layout);
    dadao_rect rates = layout.pane[DADAO_PANE_SLIDERS];
    press_at(rates.x + 20, rates.y + 2, "M");
    assert_int_equal(s.view.slider, DADAO_SLIDER_GRADIENT);
    double first = s.view.target[DADAO_SLIDER_GRADIENT];
    assert_true(first > 0);
    type("\033[<32;300;300M"); /* dragged out of the window */
    assert_true(s.view.target[DADAO_SLIDER_GRADIENT] > first);
    type("\033[<0;300;300m");
    double last = s.view.target[DADAO_SLIDER_GRADIENT];
    type("\033[<32;10;10M"); /* let go: nothing follows any more */
    assert_true(s.view.target[DADAO_SLIDER_GRADIENT] == last);
    assert_false(s.target_sent[DADAO_SLIDER_GRADIENT]);
}

/* The old report does the same, and one cut in two is put together. */
static void old_reports(void **state)
{
    (void)state;
    dadao_layout layout;
    dadao_view_layout(120, 36, s.view.shown, false, s.view.chosen, &layout);
    dadao_rect network = layout.pane[DADAO_PANE_NETWORK];
    char bytes[16];
    snprintf(bytes, sizeof bytes, "\033[M %c%c", network.x + 5 + 33, network.y + 5 + 33);
    char half = bytes[4];
    bytes[4] = '\0';
    type(bytes);
    assert_int_equal(s.view.chosen, DADAO_PANE_SLIDERS);
    bytes[4] = half;
    type(bytes + 4);
    assert_int_equal(s.view.chosen, DADAO_PANE_NETWORK);
}

static void hints_are_buttons(void **state)
{
    (void)state;
    s.view.notice[0] = '\0';
    for (int x = 0; x < 120; x++) {
        dadao_hit hit = dadao_view_hit(&s.view, 120, 36, x, 35);
        if (hit.kind == DADAO_HIT_HINT && strcmp(hit.key, "?") == 0) {
            press_at(x, 35, "M");
            assert_int_equal(s.view.overlay, DADAO_OVERLAY_HELP);
            return;
        }
    }
    fail_msg("no hint names ?");
}

static void mouse_off_means_off(void **state)
{
    (void)state;
    type("M");
    assert_false(s.view.mouse);
    press_at(3, 3, "M");
    assert_int_equal(s.view.chosen, DADAO_PANE_SLIDERS);
    type("M");
    assert_true(s.view.mouse);
    assert_non_null(strstr(s.view.notice, "Shift"));
}

/* Completions above the prompt can be clicked; elsewhere the mouse does nothing there. */
static void completions_are_clicked(void **state)
{
    (void)state;
    type(":topol");
    assert_int_equal(s.view.completion_count, 1);
    press_at(5, 34, "M");
    assert_string_equal(s.view.editor.line, "topology ");
    assert_true(s.view.completion_count > 8);
    int first, rows = dadao_view_completion_rows(&s.view, 36, &first);
    char wanted[128];
    snprintf(wanted, sizeof wanted, "topology %s", s.view.completions[first + 2].text);
    press_at(5, 35 - rows + 2, "M");
    assert_memory_equal(s.view.editor.line, wanted, strlen(wanted));
    press_at(5, 2, "M");
    assert_true(s.view.prompting);
    assert_int_equal(s.view.chosen, DADAO_PANE_SLIDERS);
}

static void help_is_searched(void **state)
{
    (void)state;
    type("?");
    int all = dadao_view_overlay_lines(&s.view, 120);
    assert_non_null(strstr(drawn(), "/ searches"));
    type("/palette");
    assert_true(s.view.filtering);
    int some = dadao_view_overlay_lines(&s.view, 120);
    assert_true(some > 0 && some < all / 4);
    char *text = drawn();
    assert_non_null(strstr(text, "/palette_"));
    assert_non_null(strstr(text, "next palette"));
    assert_null(strstr(text, "run or pause"));
    type("\r");
    assert_false(s.view.filtering);
    type("/zzzz");
    assert_int_equal(dadao_view_overlay_lines(&s.view, 120), 0);
    assert_non_null(strstr(drawn(), "nothing holds that"));
    for (int k = 0; k < 40; k++)
        type("\x7f");
    assert_int_equal(dadao_view_overlay_lines(&s.view, 120), all);
    s.bytes[s.byte_count++] = 27;
    dadao_tui_input(&s, true); /* Esc leaves the search, then the help */
    assert_int_equal(s.view.overlay, DADAO_OVERLAY_HELP);
    s.bytes[s.byte_count++] = 27;
    dadao_tui_input(&s, true);
    assert_int_equal(s.view.overlay, DADAO_OVERLAY_NONE);
}

/* Two keys to an example: E lists them, a letter takes one; a click does the same, anything else only closes the list. */
static void examples_are_two_keys_away(void **state)
{
    (void)state;
    type("E");
    assert_int_equal(s.view.overlay, DADAO_OVERLAY_MENU);
    assert_int_equal(s.view.completion_count, dadao_experiment_example_count());
    for (size_t k = 0; k < dadao_experiment_example_count(); k++) {
        char line[160], wanted[160];
        assert_true(dadao_view_menu_command(&s.view, dadao_view_menu_key(k), line, sizeof line));
        snprintf(wanted, sizeof wanted, "example %s", dadao_experiment_example_at(k)->name);
        assert_string_equal(line, wanted);
        assert_non_null(strstr(drawn(), dadao_experiment_example_at(k)->summary));
        for (int y = 0; y < 36; y++) /* and its line can be clicked */
            if (dadao_view_overlay_line(&s.view, 120, 36, y) == (int)k)
                wanted[0] = '\0';
        assert_int_equal(wanted[0], '\0');
    }
    type("E"); /* is no letter of the list */
    assert_int_equal(s.view.overlay, DADAO_OVERLAY_NONE);
    type("A");
    assert_non_null(strstr(drawn(), "msda"));
    type("a");
    assert_int_equal(s.view.overlay, DADAO_OVERLAY_NONE);
    type("P");
    assert_non_null(strstr(drawn(), "jmlr"));
    press_at(2, dadao_view_overlay_line(&s.view, 120, 36, 34) == 1 ? 34 : 0, "M");
    assert_int_equal(s.view.overlay, DADAO_OVERLAY_NONE);
    type(":menu nothing\r");
    assert_true(s.view.notice_error);
    assert_int_equal(s.view.overlay, DADAO_OVERLAY_NONE);
}

static void keys_say_why_they_do_nothing(void **state)
{
    (void)state;
    static const struct {
        const char *keys, *words;
    } wanted[] = {{"\x05", "Ctrl-E does nothing here; ? lists the keys"},
                  {"o", "o: the order is that of space-time, which is not shown"},
                  {"p", "p: no colours are shown here"},
                  {"M", "M: this terminal reports no mouse"},
                  {"g", "g: this locale or --ascii allows plain characters only"}};
    s.terminal.colors = 0, s.terminal.mouse = s.terminal.utf8 = false;
    for (size_t k = 0; k < sizeof wanted / sizeof *wanted; k++) {
        type(wanted[k].keys);
        if (!strstr(s.view.notice, wanted[k].words))
            fail_msg("%s", s.view.notice);
    }
    s.terminal.columns = 10;
    type("z");
    assert_non_null(strstr(s.view.notice, "too small"));
    assert_false(s.view.zoomed);
    s.snapshot = NULL;
    type("\033[C");
    assert_non_null(strstr(s.view.notice, "no experiment yet"));
}

/* Bytes of every kind at every size: all are used up and the screen stays whole. */
static void noise(void **state)
{
    (void)state;
    uint64_t r = 88172645463325252u;
    static const char *const parts[] = {"\033", "[", "<", ";", "M", "m", "0",  "35", "64",    "\033[M", "\033[200~", "\033[201~",
                                        "?",    "/", "z", "t", "1", ":", "\r", "\t", "view ", "\xc3",   "\xa9"};
    for (int round = 0; round < 4000; round++) {
        for (int k = 0; k < 12; k++) {
            r ^= r << 13, r ^= r >> 7, r ^= r << 17;
            const char *part = parts[(r >> 11) % (sizeof parts / sizeof *parts)];
            if (s.byte_count + strlen(part) < sizeof s.bytes)
                type(part);
        }
        dadao_tui_input(&s, true);
        assert_true(s.byte_count == 0 || s.ended);
        s.ended = false, s.byte_count = 0;
        s.terminal.columns = 1 + (int)(r >> 20) % 200, s.terminal.rows = 1 + (int)(r >> 40) % 60;
        s.terminal.columns = s.terminal.columns < 1 ? 1 : s.terminal.columns,
        s.terminal.rows = s.terminal.rows < 1 ? 1 : s.terminal.rows;
        if (round % 8 == 0)
            drawn();
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {TEST(the_mouse_moves_a_slider),
                                       TEST(old_reports),
                                       TEST(hints_are_buttons),
                                       TEST(mouse_off_means_off),
                                       TEST(completions_are_clicked),
                                       TEST(help_is_searched),
                                       TEST(examples_are_two_keys_away),
                                       TEST(keys_say_why_they_do_nothing),
                                       TEST(noise)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
