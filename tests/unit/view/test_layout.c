/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pane layout as a property over every size of screen: nothing overlaps, nothing leaves, the essentials are there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "view/view.h"

#define ALL ((1u << DADAO_PANE_COUNT) - 1)

static bool inside(dadao_rect r, int columns, int rows)
{
    return r.x >= 0 && r.y >= 0 && r.columns >= 0 && r.rows >= 0 && r.x + r.columns <= columns && r.y + r.rows <= rows;
}

static bool empty(dadao_rect r)
{
    return r.rows == 0 || r.columns == 0;
}

static bool overlap(dadao_rect a, dadao_rect b)
{
    if (empty(a) || empty(b))
        return false;
    return a.x < b.x + b.columns && b.x < a.x + a.columns && a.y < b.y + b.rows && b.y < a.y + a.rows;
}

static void check_size(int columns, int rows, unsigned shown, bool zoomed, dadao_pane_id chosen)
{
    dadao_layout l;
    dadao_view_layout(columns, rows, shown, zoomed, chosen, &l);
    assert_int_equal(l.too_small, columns < DADAO_SCREEN_COLUMNS || rows < DADAO_SCREEN_ROWS);
    if (l.too_small)
        return;
    dadao_rect all[DADAO_PANE_COUNT + 3];
    for (int k = 0; k < DADAO_PANE_COUNT; k++)
        all[k] = l.pane[k];
    all[DADAO_PANE_COUNT] = l.status, all[DADAO_PANE_COUNT + 1] = l.guarantee, all[DADAO_PANE_COUNT + 2] = l.bar;
    int visible = 0;
    for (int i = 0; i < DADAO_PANE_COUNT + 3; i++) {
        if (!inside(all[i], columns, rows))
            fail_msg("%dx%d shown %x: pane %d leaves the screen", columns, rows, shown, i);
        if (i < DADAO_PANE_COUNT && !empty(all[i]))
            visible++;
        if (i < DADAO_PANE_COUNT && !empty(all[i]) && !zoomed)
            assert_true(shown >> i & 1u);
        if (i < DADAO_PANE_COUNT && !empty(all[i]) && all[i].rows >= dadao_view_pane_titled((dadao_pane_id)i) &&
            all[i].columns < 2 + (int)strlen(dadao_view_pane_title((dadao_pane_id)i)))
            fail_msg("%dx%d shown %x: %d columns cut the title of pane %d", columns, rows, shown, all[i].columns, i);
        for (int j = 0; j < i; j++)
            if (overlap(all[i], all[j]))
                fail_msg("%dx%d shown %x: panes %d and %d overlap", columns, rows, shown, j, i);
    }
    if (shown || zoomed)
        assert_true(visible > 0);
}

static void every_size(void **state)
{
    (void)state;
    for (int rows = 1; rows <= 120; rows++)
        for (int columns = 1; columns <= 400; columns++) {
            check_size(columns, rows, ALL, false, DADAO_PANE_NETWORK);
            check_size(columns, rows, DADAO_PANES_FIRST, false, DADAO_PANE_NETWORK);
        }
}

static void every_choice_of_panes(void **state)
{
    (void)state;
    for (unsigned shown = 0; shown <= ALL; shown++)
        for (int rows = 1; rows <= 120; rows += 7)
            for (int columns = 1; columns <= 400; columns += 13)
                check_size(columns, rows, shown, false, (dadao_pane_id)(shown % DADAO_PANE_COUNT));
}

/* The tilings that have names, at every size. */
static void every_tiling(void **state)
{
    (void)state;
#define PANES(name, panes, summary) panes,
    static const unsigned tilings[] = {DADAO_TILINGS(PANES)};
#undef PANES
    for (size_t k = 0; k < sizeof tilings / sizeof *tilings; k++)
        for (int rows = 1; rows <= 120; rows++)
            for (int columns = 1; columns <= 400; columns += 3)
                check_size(columns, rows, tilings[k], false, DADAO_PANE_SLIDERS);
}

static void every_zoom(void **state)
{
    (void)state;
    for (int pane = 0; pane < DADAO_PANE_COUNT; pane++)
        for (int rows = 5; rows <= 120; rows += 5) {
            dadao_layout l;
            check_size(97, rows, ALL, true, (dadao_pane_id)pane);
            dadao_view_layout(97, rows, ALL, true, (dadao_pane_id)pane, &l);
            assert_int_equal(l.pane[pane].columns, 97);
        }
}

/* From 80x24 on every pane of the first screen is there, with its title where it has one. */
static void essentials_from_80x24(void **state)
{
    (void)state;
    for (int rows = 24; rows <= 120; rows++)
        for (int columns = 80; columns <= 400; columns++) {
            dadao_layout l;
            dadao_view_layout(columns, rows, DADAO_PANES_FIRST, false, DADAO_PANE_NETWORK, &l);
            for (int k = 0; k < DADAO_PANE_SPACETIME; k++)
                if (empty(l.pane[k]))
                    fail_msg("%dx%d: no room for %s", columns, rows, dadao_view_pane_title((dadao_pane_id)k));
            assert_true(l.pane[DADAO_PANE_NETWORK].rows >= 14 && l.pane[DADAO_PANE_NETWORK].columns >= 38);
            assert_true(l.pane[DADAO_PANE_CONVERGENCE].rows >= 8);
            assert_true(l.pane[DADAO_PANE_SLIDERS].rows >= 4 && l.pane[DADAO_PANE_COUNTERS].rows >= 4);
            assert_int_equal(l.guarantee.rows, 1);
        }
}

/* Whatever else is shown, what was chosen of the band is in it. */
static void the_chosen_one_has_a_place(void **state)
{
    (void)state;
    for (int pane = DADAO_PANE_SPACETIME; pane < DADAO_PANE_COUNT; pane++)
        for (int columns = 80; columns <= 400; columns += 8) {
            dadao_layout l;
            dadao_view_layout(columns, 50, ALL, false, (dadao_pane_id)pane, &l);
            assert_true(l.pane[pane].rows >= 12 && l.pane[pane].columns >= 38);
            assert_true(l.pane[DADAO_PANE_NETWORK].rows > 0);
            dadao_view_layout(columns, 12, ALL & ~DADAO_PANES_FIRST, false, (dadao_pane_id)pane, &l);
            assert_true(l.pane[pane].rows > 0);
        }
}

/* At 40x12 there is still a network, a plot, counters and the slider under the keys. */
static void useful_at_40x12(void **state)
{
    (void)state;
    dadao_layout l;
    dadao_view_layout(40, 12, DADAO_PANES_FIRST, false, DADAO_PANE_NETWORK, &l);
    assert_true(l.pane[DADAO_PANE_NETWORK].rows >= 5 && l.pane[DADAO_PANE_CONVERGENCE].rows >= 5);
    assert_int_equal(l.pane[DADAO_PANE_COUNTERS].rows, 2);
    assert_int_equal(l.pane[DADAO_PANE_SLIDERS].rows, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_size),     cmocka_unit_test(every_choice_of_panes), cmocka_unit_test(every_tiling),
        cmocka_unit_test(every_zoom),     cmocka_unit_test(essentials_from_80x24), cmocka_unit_test(the_chosen_one_has_a_place),
        cmocka_unit_test(useful_at_40x12)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
