/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the command line says of terminals without having one: doctor, config, and the run in sentences through a pipe. */
#include "support/support.h"

#include <stdlib.h>
#include <string.h>

static const char *const environment[] = {
    "TERM=xterm-256color", "NO_COLOR",        "COLORTERM",      "COLORFGBG",    "TMUX=x",      "STY", "SSH_CONNECTION=x",
    "HOME=/home/ada",      "XDG_CONFIG_HOME", "XDG_STATE_HOME", "DADAO_CONFIG", "DADAO_STATE", NULL};

/* Every palette, style and level of glyphs is sampled, and a pipe gets text alone. */
static void test_doctor_in_a_pipe(void **state)
{
    (void)state;
    static const char *const wanted[] = {"TERM=xterm-256color",
                                         "tmux ssh",
                                         "/home/ada/.config/dadao/config",
                                         "/home/ada/.local/state/dadao/state",
                                         "colours            256",
                                         "viridis",
                                         "plasma",
                                         "cividis",
                                         "grey",
                                         "light",
                                         "contrast",
                                         "mono",
                                         "EDGE_ACTIVE",
                                         "GUARANTEE",
                                         "LANE8",
                                         "ascii",
                                         "not asked",
                                         "--plain"};
    support_result r = support_dadao(&(support_run_options){.environment = environment}, "doctor", NULL);
    assert_int_equal(r.status, 0);
    assert_null(strchr(r.output, 27));
    for (size_t k = 0; k < sizeof wanted / sizeof *wanted; k++)
        if (!strstr(r.output, wanted[k]))
            fail_msg("'%s' is missing:\n%s", wanted[k], r.output);
    support_result_clear(&r);
    const char *const nothing[] = {"TERM", "LC_ALL=C", NULL};
    r = support_dadao(&(support_run_options){.environment = nothing}, "doctor", NULL);
    assert_int_equal(r.status, 0);
    assert_non_null(strstr(r.output, "TERM is not set"));
    for (const unsigned char *c = (const unsigned char *)r.output; *c; c++)
        assert_true(*c < 128); /* nothing that this locale cannot show */
    support_result_clear(&r);
}

static void test_config(void **state)
{
    (void)state;
    char *folder = support_folder(), *file = support_format("%s/config", folder);
    support_result r = support_dadao(NULL, "config", "--print", NULL);
    assert_int_equal(r.status, 0);
    support_write(file, r.output, r.output_length);
    support_result_clear(&r);
    r = support_dadao(NULL, "config", "--check", file, NULL);
    if (r.status != 0)
        fail_msg("the defaults are refused: %s", r.errors);
    support_result_clear(&r);
    support_write(file, "bind u undo\npalete grey\n", 24);
    r = support_dadao(NULL, "config", "--check", file, NULL);
    assert_int_equal(r.status, 1);
    char *place = support_format("%s:2: 'palete' is no setting", file);
    assert_non_null(strstr(r.errors, place));
    support_result_clear(&r);
    r = support_dadao(NULL, "config", "--chekc", NULL);
    assert_int_equal(r.status, 2);
    assert_non_null(strstr(r.errors, "--check"));
    support_result_clear(&r);
    r = support_dadao(&(support_run_options){.environment = environment}, "config", NULL);
    assert_string_equal(r.output, "/home/ada/.config/dadao/config\n");
    support_result_clear(&r);
    free(place);
    free(file);
    support_folder_remove(folder);
}

/* Lines of a pipe wait for the run before them; the end of input is the end. */
static void test_sentences(void **state)
{
    (void)state;
    support_run_options options = {.input = "topology cycle 5\nspeed max\nrun until t=50\n\n# a remark\nrate comm 0.5\n"};
    support_result r = support_dadao(&options, "--plain", NULL);
    assert_int_equal(r.status, 0);
    static const char *const wanted[] = {"The network is cycle 5: 5 nodes, 5 edges.", "Finished at t 50.0", "The guarantee",
                                         "The end."};
    for (size_t k = 0; k < sizeof wanted / sizeof *wanted; k++)
        if (!strstr(r.output, wanted[k]))
            fail_msg("'%s' is missing:\n%s", wanted[k], r.output);
    assert_null(strchr(r.output, 27));
    assert_true(strstr(r.output, "Finished at") < strstr(r.output, "0.5 times what is sufficient"));
    support_result_clear(&r);
    options.input = "topolgy cycle 5\ntopology cycle 6\n";
    r = support_dadao(&options, "--plain", NULL);
    assert_int_equal(r.status, 1); /* a pipe that failed says so, and goes on */
    assert_non_null(strstr(r.output, "did you mean 'topology'"));
    assert_non_null(strstr(r.output, "The network is cycle 6"));
    support_result_clear(&r);
}

/* Every event of a slow run is told, in order, and none twice. */
static void test_every_event_is_told(void **state)
{
    (void)state;
    support_run_options options = {.input = "topology cycle 5\nspeed 5\nrun events=6\n"};
    support_result r = support_dadao(&options, "--plain", NULL);
    const char *at = r.output;
    for (int k = 1; k <= 6; k++) {
        char *words = support_format("\nEvent %d, t ", k);
        const char *next = strstr(at, words);
        if (!next)
            fail_msg("event %d is missing:\n%s", k, r.output);
        at = next + 1;
        free(words);
    }
    assert_null(strstr(at + 1, "\nEvent "));
    support_result_clear(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_doctor_in_a_pipe), cmocka_unit_test(test_config),
                                       cmocka_unit_test(test_sentences), cmocka_unit_test(test_every_event_is_told)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
