/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Golden hashes: the same state to the last bit from every compiler, optimisation level and processor level.
 *
 * The problems come from files and the constants are given, so that nothing a linear-algebra library computes has a say.
 * A change of these numbers is a change of the numerics version. */
#include "unit/simulation/support.h"

typedef struct golden {
    const char *problem;
    size_t nodes;
    double theta;       /* 8: the preset's form; else the general flow */
    uint64_t hash;
} golden;

static const golden cases[] = {
    {"linear data=tests/unit/simulation/cases/linear_path3_d1/data.csv", 3, 8.0, 0x26ce85e5b421edacu},
    {"linear data=tests/unit/simulation/cases/linear_cycle5_d3/data.csv", 5, 8.0, 0xeff26939caeb0488u},
    {"linear data=tests/unit/simulation/cases/linear_star4_d10/data.csv", 4, 8.0, 0xe01c76b146134a7u},
    {"linear data=tests/unit/simulation/cases/linear_cycle5_d3/data.csv batch=3", 5, 8.0, 0x55998dd1fcf3064cu},
    {"logistic data=tests/unit/simulation/cases/logistic_complete4_d2/data.csv mu=1", 4, 8.0, 0x37f797f450135b4fu},
    {"linear data=tests/unit/simulation/cases/linear_cycle5_d3/data.csv", 5, 0.001, 0x58585549483c80cu},
};

static uint64_t hash_of(const golden *g)
{
    const double parameters[DADAO_METHOD_MAX_PARAMETERS] = {
        0.0078125, 0.0078125, 0.015625, 0.0078125, g->theta, 0.25, 0.5, 16.0, 0.03125, 0.125, 0.015625, 1.0,
    };
    lane l = {0};
    make_cycle(&l, g->nodes);
    l.problem = problem_from(g->problem, g->nodes, 1);
    memcpy(l.parameters, parameters, sizeof parameters);
    for (size_t k = 0; k < l.edges; k++)
        l.edge_rates[k] = 2.0 + 0.5 * (double)(k % 2);
    l.simulation = simulate(&l, NULL, 2026);
    const dadao_stop stop = stop_at_event(10007);
    assert_int_equal(dadao_simulation_run(l.simulation, &stop), DADAO_STOP_EVENT);
    const uint64_t hash = dadao_simulation_hash(l.simulation);
    clear_lane(&l);
    return hash;
}

static void test_golden_hashes(void **state)
{
    (void)state;
    size_t wrong = 0;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const uint64_t hash = hash_of(&cases[k]);
        if (hash != cases[k].hash) {
            print_message("%s: hash %#llx, expected %#llx\n", cases[k].problem, (unsigned long long)hash,
                          (unsigned long long)cases[k].hash);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_golden_hashes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
