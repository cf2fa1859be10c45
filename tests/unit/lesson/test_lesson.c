/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lessons: mistakes are told with their place, numbers are computed, goals and questions do what they say, and every part can be
 * jumped to with the experiment in the state it has there. */
#include "support/support.h"

#include <dadao/lesson.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const dadao_command looks[] = {{"view", "PANE", "look", NULL, NULL, DADAO_COMMAND_LOOK},
                                      {"snap", "FILE", "look that writes", NULL, NULL, DADAO_COMMAND_LOOK | DADAO_COMMAND_WRITES}};

static dadao_experiment_options options(void)
{
    dadao_experiment_options made = dadao_experiment_options_defaults();
    made.looks = looks;
    made.look_count = sizeof looks / sizeof *looks;
    made.endless = true;
    return made;
}

/* A lesson of this text in a file of its own; the caller removes the file. */
static char path[256];

static const char *write_lesson(const char *text)
{
    const char *folder = getenv("TMPDIR");
    snprintf(path, sizeof path, "%s/dadao-%ld.lesson", folder ? folder : "/tmp", (long)getpid());
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    return path;
}

static dadao_lesson *read_lesson(const char *text, dadao_error *error)
{
    dadao_lesson *lesson;
    dadao_status status = dadao_lesson_read(write_lesson(text), looks, sizeof looks / sizeof *looks, &lesson, error);
    unlink(path);
    assert_true((status == DADAO_OK) == (lesson != NULL));
    return lesson;
}

#define HEAD "title T\npart One\n"

static void mistakes_are_told_with_their_place(void **state)
{
    (void)state;
    static const struct {
        const char *text, *place, *said;
    } rows[] = {
        {"part One\nsay Hello\n", ":1:1:", "title"},
        {"title T\nsay Hello\n", "parts", "part TITLE"},
        {"title T\nsay Hello\npart One\n", ":2:5:", "first `part`"},
        {HEAD "topolgy path 2\n", ":3:1:", "topology"},
        {HEAD "say {chi3}\n", ":3:6:", "chi3"},
        {HEAD "say {chi1\n", ":3:5:", "brace"},
        {HEAD "say {2*}\n", ":3:8:", "expected"},
        {HEAD "choice Yes\n", ":3:8:", "ask"},
        {HEAD "ask Why?\nright One\n", ":3:5:", "choice"},
        {HEAD "ask Why?\nnumber 3\nright One\n", ":3:5:", "choice"},
        {HEAD "goal chi2 < 1\n", ":3:6:", "CONDITION : TEXT"},
        {HEAD "goal chi2 < 1 : Bring it down\n", ":3:6:", "solution"},
        {HEAD "solution run\n", ":3:10:", "goal"},
        {HEAD "let x\n", ":3:5:", "let NAME"},
        {HEAD "let a = b\n", ":3:9:", "'b'"},
        {HEAD "wait soon\n", ":3:6:", "seconds"},
        {HEAD "say\n", ":3:4:", "text"},
        {" say Hello\n", ":1:1:", "indented"},
    };
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        dadao_error error = {0};
        dadao_lesson *lesson = read_lesson(rows[k].text, &error);
        if (lesson || !strstr(error.text, rows[k].place) || !strstr(error.text, rows[k].said))
            fail_msg("%s\ngave: %s", rows[k].text, error.text);
        dadao_lesson_destroy(lesson);
    }
}

static void check_lesson(const char *text, const char *said)
{
    dadao_error error = {0};
    dadao_experiment_options o = options();
    dadao_lesson *lesson = read_lesson(text, &error);
    if (!lesson)
        fail_msg("%s: %s", text, error.text);
    dadao_status status = dadao_lesson_check(lesson, &o, &error);
    if (said ? status == DADAO_OK || !strstr(error.text, said) : status != DADAO_OK)
        fail_msg("%s\ngave %d: %s", text, status, error.text);
    dadao_lesson_destroy(lesson);
}

static void checking_carries_everything_out(void **state)
{
    (void)state;
    check_lesson(HEAD "topology path 10\nlet before = chi2\nsay {before} {chi2|d} {chi1|5} {error|%} {node 3} {worst edge} {{\n"
                      "goal chi2 < before : Bring chi2 down\nsolution edge add 0 9\ncheck chi2 < before\nview network\nwait 3\n"
                      "ask How many nodes?\nnumber n within 1%\nreveal Ten.\nrun until t=5\ncheck t = 5\n",
                 NULL);
    check_lesson(HEAD "topology path 4\ncheck chi2 > 1000\n", ":4:7:");
    check_lesson(HEAD "topology path 0\n", ":3:15:");
    check_lesson(HEAD "goal n > 3 : Many nodes\nsolution seed 2\n", "before anything");
    check_lesson(HEAD "goal n = 3 : Three nodes\nsolution seed 2\n", "does not reach");
    check_lesson(HEAD "say {x(99,0)}\n", "node 99");
    check_lesson(HEAD "say a long long caption that goes on and on and on and on and on and on and on for so long\n"
                      "say a long long caption that goes on and on and on and on and on and on and on for so long\n"
                      "say a long long caption that goes on and on and on and on and on and on and on for so long\n",
                 "80x24");
}

/* ---- On the screen ---- */

typedef struct stage {
    dadao_lesson_host *host;
    dadao_experiment *experiment;
    const dadao_extension *extension;
    dadao_snapshot snapshot;
    double now;
} stage;

static void set_up(stage *s)
{
    dadao_error error = {0};
    dadao_experiment_options o = options();
    dadao_lesson_host_options h = {.experiment = o};
    assert_int_equal(dadao_lesson_host_create(&h, &s->host, &error), DADAO_OK);
    s->extension = o.extension = dadao_lesson_host_extension(s->host);
    assert_int_equal(dadao_experiment_create(&o, &s->experiment, &error), DADAO_OK);
}

static const dadao_lesson_snapshot *look(stage *s)
{
    dadao_error error = {0};
    s->extension->proceed(s->extension->context, s->experiment, s->now, NULL, &error);
    s->extension->publish(s->extension->context, s->experiment, s->now, &s->snapshot);
    return &s->snapshot.lesson;
}

static void send(stage *s, const char *line)
{
    dadao_error error = {0};
    dadao_notes answer = {0};
    if (dadao_experiment_execute(s->experiment, line, &answer, &error) != DADAO_OK)
        fail_msg("%s: %s", line, error.text);
    dadao_core_notes_clear(&answer);
}

static void finish_run(stage *s)
{
    bool done = false;
    dadao_error error = {0};
    assert_int_equal(dadao_experiment_pursue(s->experiment, 1000000, NULL, &done, &error), DADAO_OK);
    assert_true(done);
}

static void tear_down(stage *s)
{
    dadao_experiment_destroy(s->experiment);
    dadao_lesson_host_destroy(s->host);
    unlink(path);
}

static const char walk[] =
    "title Walking\npart One\ntopology path 4\nsay First {n}\nwait\nrun until t=3\nsay Then {t}\nwait 5\n"
    "ask How many nodes?\nchoice Three\nright Four\nreveal Count them\n"
    "part Two\ntopology cycle 5\nview network\nsay Second\ngoal edges = 6 : One edge more\nsolution edge add 0 2\nsay Done\n";

static void open_walk(stage *s)
{
    char line[300];
    set_up(s);
    snprintf(line, sizeof line, "lesson %s", write_lesson(walk));
    send(s, line);
}

/* Told with its place before anything begins; neither the try-out nor the screen has written anything. */
static void a_lesson_does_not_write_files(void **state)
{
    (void)state;
    static const struct {
        const char *line, *place;
    } rows[] = {
        {"save script /dev/full", ":3:1:"},
        {"rate comm 2; record /dev/full", ":3:14:"},
        {"trace /dev/full", ":3:1:"},
        {"view network; export web /dev/full", ":3:15:"},
        {"snap /dev/full", ":3:1:"},
        {"goal n > 99 : More\nsolution save network /dev/full", ":4:10:"},
    };
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        stage s = {0};
        dadao_error error = {0};
        char text[300], line[300];
        set_up(&s);
        snprintf(text, sizeof text, HEAD "%s\n", rows[k].line);
        snprintf(line, sizeof line, "lesson %s", write_lesson(text));
        assert_int_not_equal(dadao_experiment_execute(s.experiment, line, NULL, &error), DADAO_OK);
        if (!strstr(error.text, rows[k].place) || !(strstr(error.text, "may not write") || strstr(error.text, "not allowed here")))
            fail_msg("%s: %s", rows[k].line, error.text);
        assert_int_equal(look(&s)->state, DADAO_LESSON_NONE);
        tear_down(&s);
    }
}

static void a_lesson_is_walked_through(void **state)
{
    (void)state;
    stage s = {0};
    open_walk(&s);
    assert_string_equal(look(&s)->caption, "First 4");
    assert_int_equal(look(&s)->state, DADAO_LESSON_PAUSE);
    send(&s, "lesson next"); /* the run is waited for */
    assert_int_equal(look(&s)->state, DADAO_LESSON_MOVING);
    finish_run(&s);
    assert_string_equal(look(&s)->caption, "Then 3");
    assert_int_equal(look(&s)->state, DADAO_LESSON_MOVING); /* five seconds */
    s.now = 4.9;
    assert_int_equal(look(&s)->state, DADAO_LESSON_MOVING);
    s.now = 5.1;
    assert_int_equal(look(&s)->state, DADAO_LESSON_ASKING);
    assert_int_equal(look(&s)->choices, 2);
    send(&s, "answer 2");
    assert_int_equal(look(&s)->state, DADAO_LESSON_ANSWERED);
    assert_true(look(&s)->answer_right);
    assert_int_equal(look(&s)->answered_right, 1);
    send(&s, "lesson next");
    assert_int_equal(look(&s)->step, 1);
    assert_int_equal(look(&s)->state, DADAO_LESSON_SEEKING);
    assert_string_equal(s.snapshot.look[(s.snapshot.looks - 1) % DADAO_SNAPSHOT_LOOKS], "view network");
    assert_false(look(&s)->goal_met);
    send(&s, "edge add 1 3");
    assert_true(look(&s)->goal_met);
    send(&s, "lesson next");
    assert_int_equal(look(&s)->state, DADAO_LESSON_OVER);
    assert_string_equal(look(&s)->caption, "Done");
    send(&s, "lesson end");
    assert_int_equal(look(&s)->state, DADAO_LESSON_NONE);
    tear_down(&s);
}

static uint64_t hash_now(stage *s)
{
    dadao_error error = {0};
    assert_int_equal(dadao_experiment_settle(s->experiment, &error), DADAO_OK);
    return dadao_simulation_hash(dadao_experiment_simulation(s->experiment, 0));
}

static void every_part_has_its_state(void **state)
{
    (void)state;
    stage s = {0};
    open_walk(&s);
    uint64_t first = hash_now(&s);
    send(&s, "lesson goto 2");
    uint64_t second = hash_now(&s);
    assert_int_equal(dadao_topology_nodes(dadao_experiment_topology(s.experiment)), 5);
    send(&s, "lesson leave");
    assert_int_equal(look(&s)->state, DADAO_LESSON_ASIDE);
    send(&s, "topology star 7; seed 9; rate comm 3; follow off; step 20");
    finish_run(&s);
    send(&s, "lesson return");
    assert_true(hash_now(&s) == second);
    send(&s, "lesson back");
    assert_true(hash_now(&s) == first);
    send(&s, "lesson next");
    send(&s, "lesson next"); /* a run that is waited for goes to its end */
    assert_true(fabs(dadao_simulation_time(dadao_experiment_simulation(s.experiment, 0)) - 3) < 1e-12);
    tear_down(&s);
}

static void a_lesson_is_opened_at_a_part(void **state)
{
    (void)state;
    stage s = {0};
    char line[300];
    dadao_error error = {0};
    open_walk(&s);
    send(&s, "lesson goto 2");
    uint64_t second = hash_now(&s);
    tear_down(&s);
    set_up(&s);
    snprintf(line, sizeof line, "lesson %s 2", write_lesson(walk));
    send(&s, line);
    assert_int_equal(look(&s)->step, 1);
    assert_true(hash_now(&s) == second);
    snprintf(line, sizeof line, "lesson %s 99", write_lesson(walk));
    assert_int_equal(dadao_experiment_execute(s.experiment, line, NULL, &error), DADAO_INVALID);
    assert_non_null(strstr(error.text, "parts 1 to"));
    tear_down(&s);
}

/* What a part leaves behind is cleared away before an earlier one begins: lanes, clocks of costs, a problem for other networks. */
static void jumping_back_begins_on_bare_ground(void **state)
{
    (void)state;
    stage s = {0};
    char line[300];
    set_up(&s);
    snprintf(line, sizeof line, "lesson %s",
             write_lesson(HEAD "topology path 4\nproblem quadratic dim=1 kappa=2 center=1,2,3,4\nsay one\nwait\n"
                               "part two\ncost gradient time=2 law=constant\nlane add msda\nlane axis gradients\nsay two\nwait\n"
                               "part three\nsay three\nwait\n"));
    send(&s, line);
    const uint64_t first = hash_now(&s);
    send(&s, "lesson goto 3");
    const uint64_t third = hash_now(&s);
    assert_non_null(dadao_experiment_simulation(s.experiment, 1));
    send(&s, "lesson goto 1");
    assert_null(dadao_experiment_simulation(s.experiment, 1));
    assert_true(hash_now(&s) == first);
    send(&s, "lesson goto 3");
    assert_true(hash_now(&s) == third);
    tear_down(&s);
}

static void a_lesson_with_a_mistake_does_not_begin(void **state)
{
    (void)state;
    stage s = {0};
    char line[300];
    dadao_error error = {0};
    set_up(&s);
    snprintf(line, sizeof line, "lesson %s", write_lesson(HEAD "topology path 3\nrun events=5\nedge cut 0 2\n"));
    uint64_t before = hash_now(&s);
    assert_int_not_equal(dadao_experiment_execute(s.experiment, line, NULL, &error), DADAO_OK);
    assert_non_null(strstr(error.text, ":5:"));
    assert_int_equal(look(&s)->state, DADAO_LESSON_NONE);
    assert_true(hash_now(&s) == before);
    tear_down(&s);
}

static void scores_are_kept_by_lesson(void **state)
{
    (void)state;
    stage s = {0};
    unsigned right = 9, asked = 9;
    char line[300], *folder = support_folder(), *file = support_format("%s/lessons", folder);
    dadao_error error = {0};
    dadao_experiment_options o = options();
    dadao_lesson_host_options h = {.experiment = o, .score = file};
    support_write(file, "3 4 02-clocks.lesson\nrubbish\n", 30);
    assert_int_equal(dadao_lesson_host_create(&h, &s.host, &error), DADAO_OK);
    s.extension = o.extension = dadao_lesson_host_extension(s.host);
    assert_int_equal(dadao_experiment_create(&o, &s.experiment, &error), DADAO_OK);
    snprintf(line, sizeof line, "lesson %s", write_lesson(HEAD "ask Two?\nchoice One\nright Two\nask Three?\nnumber 3\n"));
    send(&s, line);
    send(&s, "answer 1");
    send(&s, "lesson next");
    send(&s, "answer 3");
    assert_false(dadao_lesson_score(file, path, &right, &asked));
    send(&s, "lesson next");
    assert_int_equal(look(&s)->state, DADAO_LESSON_OVER);
    assert_true(dadao_lesson_score(file, path, &right, &asked));
    assert_true(right == 1 && asked == 2);
    assert_true(dadao_lesson_score(file, "lessons/02-clocks.lesson", &right, &asked)); /* others are left alone */
    assert_true(right == 3 && asked == 4);
    tear_down(&s);
    free(file);
    support_folder_remove(folder);
}

/* ---- Pages ---- */

static json_t *data_of(const char *page)
{
    const char *begin = strstr(page, "id=\"data\">"), *end = begin ? strstr(begin, "</script>") : NULL;
    assert_non_null(end);
    begin += strlen("id=\"data\">");
    json_error_t error;
    json_t *data = json_loadb(begin, (size_t)(end - begin), 0, &error);
    if (!data)
        fail_msg("the data of the page: line %d: %s", error.line, error.text);
    return data;
}

static void a_page_holds_the_lesson_and_its_run(void **state)
{
    (void)state;
    dadao_error error = {0};
    dadao_experiment_options o = options();
    char *folder = support_folder(), *file = support_format("%s/page.html", folder);
    dadao_lesson *lesson =
        read_lesson("title </script><b>Sly</b>\npart One\ntopology cycle 6\nsay Six {n}\nwait\nrun until t=200\nsay After\n"
                    "ask How many?\nchoice Five\nright Six\nreveal Yes\ntopology path 3\nstep 5\n",
                    &error);
    assert_non_null(lesson);
    if (dadao_lesson_web(lesson, &o, file, &error) != DADAO_OK)
        fail_msg("%s", error.text);
    char *page = support_read(file, NULL);
    assert_non_null(page);
    assert_null(strstr(page, "http://"));
    assert_null(strstr(page, "https://"));
    json_t *data = data_of(page), *t = json_object_get(data, "t"), *stops = json_object_get(data, "stops"),
           *scenes = json_object_get(data, "scenes");
    assert_string_equal(json_string_value(json_object_get(data, "title")), "</script><b>Sly</b>");
    assert_int_equal(json_array_size(scenes), 2);
    assert_int_equal(json_array_size(json_object_get(json_array_get(scenes, 0), "edges")), 6);
    assert_int_equal(json_array_size(json_object_get(json_array_get(scenes, 1), "x")), 3);
    assert_true(json_array_size(t) > 100 && json_array_size(t) < 600);
    assert_string_equal(json_string_value(json_object_get(json_array_get(stops, 0), "caption")), "Six 6");
    assert_int_equal(json_integer_value(json_object_get(json_array_get(stops, 1), "right")), 1);
    json_t *last = json_array_get(t, (size_t)json_integer_value(json_object_get(json_array_get(stops, 1), "frame")));
    assert_true(fabs(json_number_value(last) - 200) < 1e-6);
    json_decref(data);
    dadao_lesson_destroy(lesson);
    free(page);
    free(file);
    support_folder_remove(folder);
}

/* What the page shows is the run itself: its last frame is where the experiment stands. */
static void a_page_of_an_experiment_ends_where_it_stands(void **state)
{
    (void)state;
    dadao_error error = {0};
    dadao_experiment_options o = options();
    dadao_experiment *experiment;
    char *folder = support_folder(), *file = support_format("%s/page.html", folder);
    assert_int_equal(dadao_experiment_create(&o, &experiment, &error), DADAO_OK);
    static const char *const lines[] = {"topology star 7", "step 300", "edge cut 0 3", "step 211"};
    for (size_t k = 0; k < 4; k++) {
        bool done;
        assert_int_equal(dadao_experiment_execute(experiment, lines[k], NULL, &error), DADAO_OK);
        assert_int_equal(dadao_experiment_pursue(experiment, 1000, NULL, &done, &error), DADAO_OK);
    }
    if (dadao_lesson_export_web(experiment, &o, file, &error) != DADAO_OK)
        fail_msg("%s", error.text);
    char *page = support_read(file, NULL);
    json_t *data = data_of(page), *t = json_object_get(data, "t"), *msd = json_array_get(json_object_get(data, "msd"), 0);
    const dadao_simulation *simulation = dadao_experiment_simulation(experiment, 0);
    double end = json_number_value(json_array_get(t, json_array_size(t) - 1)),
           error_end = json_number_value(json_array_get(msd, json_array_size(t) - 1));
    assert_true(fabs(end - dadao_simulation_time(simulation)) < 1e-5 * end);
    assert_true(fabs(error_end - dadao_simulation_error_now(simulation)) < 1e-5 * error_end);
    json_decref(data);
    free(page);
    free(file);
    support_folder_remove(folder);
    dadao_experiment_destroy(experiment);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mistakes_are_told_with_their_place),
        cmocka_unit_test(checking_carries_everything_out),
        cmocka_unit_test(a_lesson_is_walked_through),
        cmocka_unit_test(every_part_has_its_state), cmocka_unit_test(a_lesson_is_opened_at_a_part),
        cmocka_unit_test(jumping_back_begins_on_bare_ground),
        cmocka_unit_test(a_lesson_with_a_mistake_does_not_begin), cmocka_unit_test(a_lesson_does_not_write_files),
        cmocka_unit_test(scores_are_kept_by_lesson),
        cmocka_unit_test(a_page_holds_the_lesson_and_its_run),
        cmocka_unit_test(a_page_of_an_experiment_ends_where_it_stands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
