/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands at random, in any order and with hostile words: each is carried out or refused with a reason, a refusal changes
 * nothing, the counts stay consistent, and the script of it all replays to the same bits.
 *
 * DADAO_ATTACK=SEED[,COUNT] tries other seeds than the fixed ones. A failure prints the lines that led to it. */
#include "drive.h"

#include <dadao/random.h>
#include <inttypes.h>

enum { LINES = 60, LINE = 256 };

typedef struct attack {
    dadao_random random;
    dadao_experiment *experiment;
    dadao_snapshot snapshot;
    char line[LINES][LINE];
    size_t lines;
    uint64_t seed;
    const char *events; /* a file of recorded events */
} attack;

/* ---- Words ---- */

static size_t pick(attack *a, size_t count)
{
    return (size_t)dadao_core_random_below(&a->random, count);
}

static const char *any_number(attack *a)
{
    static const char *const ordinary[] = {"1", "0.5", "2", "3", "0.1", "1.5", "0", "4"};
    static const char *const hostile[] = {"-1",    "1e308",    "1e-308",
                                          "nan",   "inf",      "-inf",
                                          "0x10",  "1e999",    "",
                                          "x",     "\xff\xfe", "18446744073709551615",
                                          "-0",    "1e18",     "99999999999999999999",
                                          "1.5.2", "\"\"",     "5e-324",
                                          "1e9",   "1e-9",     "4294967296"};
    return pick(a, 12) ? ordinary[pick(a, sizeof ordinary / sizeof *ordinary)]
                       : hostile[pick(a, sizeof hostile / sizeof *hostile)];
}

static void put_slot(attack *a, char kind, char *at, size_t room)
{
    static const char *const topologies[] = {"path 4",    "cycle 5", "star 4", "complete 3", "grid 2 3",
                                             "barbell 6", "path 1",  "path 2", "complete 1"};
    static const char *const problems[] = {"linear dim=2 samples=5",         "quadratic dim=2",
                                           "logistic dim=2 samples=6",       "linear dim=1 samples=1",
                                           "linear dim=3 samples=4 noise=0", "mean dim=2"};
    static const char *const laws[] = {"constant", "exponential", "lognormal"};
    static const char *const axes[] = {"time", "gradients", "communications", "cost"};
    static const char *const starts[] = {"random", "origin", "theorem"};
    static const char *const conditions[] = {
        "t=20",           "error<1e-3",     "event=50", "gradient", "communication", "node 1 communicates",
        "edge 0-1 fires", "consensus<1e-3", "t=0",      "error<0",  "event=0"};
    static const char *const quantities[] = {"chi1",     "error",       "t",   "kappa",     "x(0,0)", "resistance(0,1)",
                                             "error(1)", "2*chi1*chi2", "1/0", "-chi2^0.5", "x(9,9)"};
    const dadao_method *method = dadao_method_at(pick(a, dadao_method_count()));
    size_t parameters = dadao_method_parameter_count(method), presets = dadao_method_preset_count(method);
#define ONE_OF(list) snprintf(at, room, "%s", (list)[pick(a, sizeof(list) / sizeof *(list))])
    switch (kind) {
    case 'N': /* a node: mostly there */
        snprintf(at, room, "%zu", pick(a, pick(a, 8) ? 5 : 12));
        break;
    case 'V':
        snprintf(at, room, "%s", any_number(a));
        break;
    case 'C': /* a small count */
        snprintf(at, room, "%zu", pick(a, 40));
        break;
    case 'M':
        snprintf(at, room, "%s", dadao_method_name(method));
        break;
    case 'P': /* a method's parameter */
        snprintf(at, room, "%s", parameters ? dadao_method_parameter_at(method, pick(a, parameters))->name : "alpha");
        break;
    case 'R':
        snprintf(at, room, "%s", presets ? dadao_method_preset_name(method, pick(a, presets)) : "icml");
        break;
    case 'T':
        ONE_OF(topologies);
        break;
    case 'B':
        ONE_OF(problems);
        break;
    case 'L':
        ONE_OF(laws);
        break;
    case 'A':
        ONE_OF(axes);
        break;
    case 'S':
        ONE_OF(starts);
        break;
    case 'U':
        ONE_OF(conditions);
        break;
    case 'Q':
        ONE_OF(quantities);
        break;
    case 'E':
        snprintf(at, room, "%s", dadao_experiment_example_at(pick(a, dadao_experiment_example_count()))->name);
        break;
    case 'F':
        snprintf(at, room, "\"%s\"", a->events);
        break;
    default:
        snprintf(at, room, "%%%c", kind);
        break;
    }
#undef ONE_OF
}

/* Commands as patterns: %X is a word at random of the kind X above. */
static void random_line(attack *a, char *line)
{
    static const char *const pattern[] = {"run events=%C",
                                          "run events=%C",
                                          "run events=%C",
                                          "run until %U events=%C",
                                          "run until t=%V events=30",
                                          "step",
                                          "step %C",
                                          "pause",
                                          "topology %T",
                                          "topology %T",
                                          "problem %B",
                                          "method %M",
                                          "method %M preset=%R",
                                          "preset %R",
                                          "parameter %P %V",
                                          "parameter %P default",
                                          "start %S",
                                          "seed %V",
                                          "rate comm %V",
                                          "rate comm total=%V",
                                          "rate gradient %V",
                                          "rate node %N %V",
                                          "rate node all %V",
                                          "rate edge %N %N %V",
                                          "rate edge %N-%N %V",
                                          "rate edge all %V",
                                          "rate edge all 0",
                                          "rate node all 0",
                                          "follow on",
                                          "follow off",
                                          "edge add %N %N",
                                          "edge add %N %N rate=%V",
                                          "edge cut %N %N",
                                          "edge cut %N-%N recentre",
                                          "node add",
                                          "node add to=%N,%N",
                                          "node add near=%N data=copy",
                                          "node add to=%N data=%N start=origin rate=%V label=n%C",
                                          "node remove %N",
                                          "node remove %N",
                                          "node remove 0",
                                          "node stop %N",
                                          "node stop %N",
                                          "node start %N",
                                          "node slow %N %V",
                                          "recentre",
                                          "error target=component",
                                          "error target=global",
                                          "events load %F",
                                          "events clocks",
                                          "reset",
                                          "undo",
                                          "undo",
                                          "undo",
                                          "redo",
                                          "redo",
                                          "hash",
                                          "chi",
                                          "print %Q",
                                          "lane add %M",
                                          "lane add %M",
                                          "lane add %M preset=%R name=l%C",
                                          "lane add %M %P=%V",
                                          "lane remove %C",
                                          "lane remove 1",
                                          "lane choose %C",
                                          "lane choose 0",
                                          "lane choose 1",
                                          "lane axis %A",
                                          "lane list",
                                          "cost gradient time=%V law=%L",
                                          "cost gradient",
                                          "cost communication time=%V law=%L sigma=%V",
                                          "cost price gradient=%V communication=%V",
                                          "cost node %N factor=%V",
                                          "cost edge %N-%N factor=%V",
                                          "cost off",
                                          "cost instantaneous",
                                          "cost show",
                                          "speed %V",
                                          "given chi1=%V chi2=%V",
                                          "given mu=%V L=%V",
                                          "given optimum=%V,%V",
                                          "given next chi1=%V chi2=%V",
                                          "example %E",
                                          "help %M"};
    const char *from = pattern[pick(a, sizeof pattern / sizeof *pattern)];
    size_t used = 0;
    line[0] = '\0';
    for (; *from && used + 64 < LINE; from++) {
        if (*from == '%') {
            put_slot(a, *++from, line + used, LINE - used);
            used = strlen(line);
        } else {
            line[used++] = *from;
            line[used] = '\0';
        }
    }
    if (pick(a, 30) == 0) /* a word too many, or half a line */
        snprintf(line + used, LINE - used, " %s", any_number(a));
    else if (pick(a, 40) == 0)
        line[pick(a, used + 1)] = '\0';
}

/* ---- What always holds ---- */

static void fail_attack(const attack *a, const char *format, ...) __attribute__((format(printf, 2, 3), noreturn));
static void fail_attack(const attack *a, const char *format, ...)
{
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    for (size_t k = 0; k < a->lines; k++)
        print_error("    %s\n", a->line[k]);
    fail_msg("seed %" PRIu64 ": %s", a->seed, text);
    abort();
}

static void check_lane(const attack *a, size_t k)
{
    const dadao_simulation *simulation = dadao_experiment_simulation(a->experiment, k);
    if (!simulation)
        return;
    const dadao_topology *topology = dadao_experiment_topology(a->experiment);
    dadao_simulation_counters counters;
    dadao_simulation_counters_get(simulation, &counters);
    double t = dadao_simulation_time(simulation), error = dadao_simulation_error_now(simulation);
    uint64_t events = dadao_simulation_events(simulation);
    if (!(t >= 0) || !isfinite(t))
        fail_attack(a, "lane %zu is at time %g", k, t);
    if (!dadao_simulation_diverged(simulation) && !(error >= 0))
        fail_attack(a, "lane %zu has the error %g", k, error);
    for (size_t i = 0; i < dadao_topology_nodes(topology); i++)
        if (counters.node_last_event[i] > events || counters.node_gradients[i] > dadao_simulation_gradients(simulation))
            fail_attack(a, "lane %zu: node %zu has counted more than there was", k, i);
    for (size_t e = 0; e < dadao_topology_edges(topology); e++)
        if (counters.edge_last_event[e] > events)
            fail_attack(a, "lane %zu: edge %zu has counted more than there was", k, e);
}

/* Publishing works at every moment and says what the lanes say. */
static void check_snapshot(attack *a)
{
    dadao_error error = {0};
    const dadao_attention all = {.field = true,
                                 .plane = true,
                                 .eigenvalues = true,
                                 .consensus = true,
                                 .times = true,
                                 .inspect = {true, true},
                                 .node = {0, 3}};
    dadao_experiment_attend(a->experiment, &all);
    if (dadao_experiment_publish(a->experiment, &a->snapshot, &error) != DADAO_OK) {
        if (error.text[0] == '\0')
            fail_attack(a, "publishing fails without a reason");
        return;
    }
    const dadao_scene *scene = a->snapshot.scene;
    if (a->snapshot.lane_count != scene->lane_count || scene->chosen >= scene->lane_count)
        fail_attack(a, "%zu lanes run of %zu, %zu is chosen", a->snapshot.lane_count, scene->lane_count, scene->chosen);
    for (size_t e = 0; e < scene->edges; e++)
        if (scene->edge[e].u >= scene->nodes || scene->edge[e].v >= scene->nodes || !(scene->edge_rate[e] >= 0))
            fail_attack(a, "edge %zu is not one", e);
    for (size_t k = 0; k < a->snapshot.lane_count; k++)
        check_lane(a, k);
}

/* The first lines that tell the lanes' states: text the caller frees; NULL when the hash is refused. */
static char *hashes(dadao_experiment *experiment, dadao_error *error)
{
    dadao_notes answer = {0};
    if (drive(experiment, "hash", &answer, error) != DADAO_OK) {
        dadao_core_notes_clear(&answer);
        return NULL;
    }
    return answer.text;
}

static void check_replay(attack *a)
{
    dadao_error error = {0};
    char *script;
    if (dadao_experiment_script(a->experiment, &script, &error) != DADAO_OK)
        fail_attack(a, "no script: %s", error.text);
    char *one = hashes(a->experiment, &error);
    dadao_experiment *copy = drive_fresh();
    dadao_error replayed = {0};
    dadao_status status = drive(copy, script, NULL, &replayed);
    char *two = status == DADAO_OK ? hashes(copy, &replayed) : NULL;
    bool same = one && two ? strcmp(one, two) == 0 : !one && !two && status == DADAO_OK;
    if (!same) {
        print_error("---- script\n%s----\n", script);
        fail_attack(a, "the script leads elsewhere: %s%s / %s%s", one ? one : "", error.text, two ? two : "", replayed.text);
    }
    free(script);
    free(one);
    free(two);
    dadao_experiment_destroy(copy);
}

/* Of lane 0: that the others catch up with it before an edit is no change. */
static uint64_t fingerprint(const attack *a)
{
    const dadao_simulation *lead = dadao_experiment_simulation(a->experiment, 0);
    return lead ? dadao_simulation_hash(lead) : 0;
}

static void attack_line(attack *a)
{
    char *line = a->line[a->lines++];
    random_line(a, line);
    if (getenv("DADAO_ATTACK_SHOW"))
        fprintf(stderr, "%s\n", line);
    dadao_error error = {0};
    dadao_notes answer = {0};
    bool done, more = true;
    uint64_t before = fingerprint(a);
    bool built = dadao_experiment_simulation(a->experiment, 0);
    dadao_status status = dadao_experiment_execute(a->experiment, line, &answer, &error);
    if (status != DADAO_OK && built && before != fingerprint(a))
        fail_attack(a, "it was refused (%s) and yet something changed", error.text);
    for (int k = 0; status == DADAO_OK && more && k < 20; k++) {
        status = dadao_experiment_pursue(a->experiment, 20, NULL, &done, &error);
        if (status == DADAO_OK && done)
            status = dadao_experiment_continue(a->experiment, &more, &answer, &error);
    }
    if (status != DADAO_OK && (error.text[0] == '\0' || error.column > strlen(line) + 1))
        fail_attack(a, "refused without a reason or a place: '%s' at %zu", error.text, error.column);
    if (dadao_experiment_execute(a->experiment, "pause", NULL, &error) != DADAO_OK)
        fail_attack(a, "pause is refused: %s", error.text);
    dadao_core_notes_clear(&answer);
    dadao_notes news = dadao_experiment_news(a->experiment);
    dadao_core_notes_clear(&news);
}

static void attack_with(uint64_t seed, const char *events)
{
    dadao_experiment_options options = dadao_experiment_options_defaults();
    options.memory_limit = (size_t)64 << 20;
    attack *a = calloc(1, sizeof *a);
    assert_non_null(a);
    a->seed = seed;
    a->events = events;
    dadao_core_random_seed_named(&a->random, seed, "attack");
    assert_int_equal(dadao_experiment_create(&options, &a->experiment, NULL), DADAO_OK);
    dadao_error error = {0};
    assert_int_equal(dadao_experiment_execute(a->experiment, "topology path 5; problem linear dim=2 samples=5", NULL, &error),
                     DADAO_OK);
    for (int k = 0; k < LINES; k++) {
        attack_line(a);
        if (pick(a, 3) == 0)
            check_snapshot(a);
        if (k % 12 == 11)
            check_replay(a);
    }
    dadao_snapshot_clear(&a->snapshot);
    dadao_experiment_destroy(a->experiment);
    free(a);
}

static void test_random_commands(void **state)
{
    (void)state;
    uint64_t first = 1, count = support_sanitized() ? 10 : 30;
    const char *asked = getenv("DADAO_ATTACK");
    if (asked)
        sscanf(asked, "%" SCNu64 ",%" SCNu64, &first, &count);
    char *folder = support_folder();
    char *events = support_format("%s/events.csv", folder);
    const char log[] = "t,kind,i,j\n0.1,grad,0,\n0.2,comm,0,1\n0.3,comm,1,2\n0.4,grad,2,\n1.5,comm,0,1\n2,grad,1,\n";
    support_write(events, log, sizeof log - 1);
    for (uint64_t k = 0; k < count; k++)
        attack_with(first + k, events);
    free(events);
    support_folder_remove(folder);
}

/* A start that failed leaves nothing behind: what was done to the vectors before it can still be taken back, as a replay does. */
static void test_refused_start_before_undo(void **state)
{
    (void)state;
    dadao_error error = {0};
    dadao_experiment *experiment, *again;
    char *script;
    static const char *const lines[] = {"topology path 5", "problem linear dim=2 samples=5", "run events=40", "edge cut 1 2", "recentre"};
    assert_int_equal(dadao_experiment_create(NULL, &experiment, &error), DADAO_OK);
    for (size_t k = 0; k < sizeof lines / sizeof *lines; k++) {
        bool done;
        assert_int_equal(dadao_experiment_execute(experiment, lines[k], NULL, &error), DADAO_OK);
        assert_int_equal(dadao_experiment_pursue(experiment, 1000, NULL, &done, &error), DADAO_OK);
    }
    assert_int_not_equal(dadao_experiment_execute(experiment, "start /nonexistent.csv", NULL, &error), DADAO_OK);
    assert_int_not_equal(dadao_experiment_execute(experiment, "problem quadratic kappa=0", NULL, &error), DADAO_OK);
    assert_int_equal(dadao_experiment_execute(experiment, "undo", NULL, &error), DADAO_OK);
    assert_int_equal(dadao_experiment_script(experiment, &script, &error), DADAO_OK);
    assert_int_equal(dadao_experiment_create(NULL, &again, &error), DADAO_OK);
    bool more = true, done;
    dadao_status status = dadao_experiment_execute(again, script, NULL, &error);
    while (status == DADAO_OK && more) {
        assert_int_equal(dadao_experiment_pursue(again, 1000, NULL, &done, &error), DADAO_OK);
        status = dadao_experiment_continue(again, &more, NULL, &error);
    }
    assert_int_equal(status, DADAO_OK);
    assert_true(dadao_simulation_hash(dadao_experiment_simulation(experiment, 0)) == dadao_simulation_hash(dadao_experiment_simulation(again, 0)));
    free(script);
    dadao_experiment_destroy(experiment);
    dadao_experiment_destroy(again);
}

/* Sums of rates must stay numbers: these ended in a network without edges, or outside of a table. */
static void test_rates_out_of_range(void **state)
{
    (void)state;
    static const char *const lines[] = {"rate node 3 1e308",      "rate edge all 1e308", "rate comm 1e308",
                                        "rate comm total=1e-320", "rate gradient 1e101", "edge add 0 15 rate=1e200",
                                        "node add rate=1e-200"};
    for (size_t k = 0; k < sizeof lines / sizeof *lines; k++) {
        dadao_experiment *experiment = drive_fresh();
        must_fail(experiment, lines[k], DADAO_INVALID, "a rate is 0, or from 1e-100 to 1e+100");
        must(experiment, "run events=5");
        must_fail(experiment, lines[k], DADAO_INVALID, "a rate is 0, or from 1e-100 to 1e+100");
        must_fail(experiment, "rate node all 1e60; rate gradient 1e60", DADAO_INVALID, "the rate of node 0 is 1e+120");
        must(experiment, "run events=5");
        dadao_experiment_destroy(experiment);
    }
}

/* A ready experiment comes whole whatever the clock was, and goes whole. */
static void test_example_under_cost(void **state)
{
    (void)state;
    dadao_experiment *experiment = drive_fresh();
    must(experiment,
         "cost gradient time=2; run events=20; example straggler; run events=20; undo; cost node 3 factor=2; run events=5");
    dadao_experiment_destroy(experiment);
}

/* Steps so short that nobody could wait for one round of the search for the rate: it is not begun. */
static void test_oracle_ends(void **state)
{
    (void)state;
    dadao_experiment *experiment = drive_fresh();
    must(experiment, "topology path 5; problem linear dim=2 samples=5; rate comm total=1e7");
    char *answer = answer_to(experiment, "oracle t=1e-9");
    assert_non_null(strstr(answer, "did not settle"));
    free(answer);
    dadao_experiment_destroy(experiment);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_commands), cmocka_unit_test(test_refused_start_before_undo),
                                       cmocka_unit_test(test_rates_out_of_range),
                                       cmocka_unit_test(test_oracle_ends), cmocka_unit_test(test_example_under_cost)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
