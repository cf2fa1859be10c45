/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recorded cases of the published implementation (constants, minimisers, first gradients), and real data sets. */
#include "core/csv.h"
#include "make.h"
#include <dirent.h>

static double number(const dadao_csv *csv, size_t row, const char *prefix, size_t k)
{
    char name[32];
    double value;
    size_t column;
    snprintf(name, sizeof name, "%s%zu", prefix, k);
    assert_int_equal(dadao_core_csv_require(csv, name, &column, NULL), DADAO_OK);
    assert_int_equal(dadao_core_csv_double(csv, row, column, &value, NULL), DADAO_OK);
    return value;
}

static dadao_csv table(const char *folder, const char *name)
{
    dadao_csv csv;
    dadao_error error = { 0 };
    char *path = support_format("%s/%s", folder, name);
    if (dadao_core_csv_read(path, &csv, &error) != DADAO_OK)
        fail_msg("%s", error.text);
    free(path);
    return csv;
}

/* The value of `key` in meta.txt, whose lines are "key value". */
static double meta(const char *text, const char *key)
{
    char *line = support_format("\n%s ", key);
    const char *at = strstr(text, line);
    if (!at)
        fail_msg("meta.txt has no %s", key);
    const double value = strtod(at + strlen(line), NULL);
    free(line);
    return value;
}

/* Values and gradients of every node at the recorded starting points, relative to the largest entry. */
static void check_first_gradients(const char *folder, const dadao_problem *problem)
{
    const size_t n = dadao_problem_nodes(problem), d = dadao_problem_dimension(problem);
    dadao_csv start = table(folder, "x0.csv"), truth = table(folder, "grad0.csv");
    double x[64], g[64], largest = 0.0, worst = 0.0, value;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < d; k++)
            largest = fmax(largest, fabs(number(&truth, i, "g", k)));
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < d; k++)
            x[k] = number(&start, i, "c", k);
        dadao_problem_gradient(problem, i, x, g);
        for (size_t k = 0; k < d; k++)
            worst = fmax(worst, fabs(g[k] - number(&truth, i, "g", k)) / largest);
        assert_int_equal(dadao_core_csv_double(&truth, i, dadao_core_csv_column(&truth, "f"), &value, NULL), DADAO_OK);
        assert_close(dadao_problem_value(problem, i, x), value, 1e-12);
    }
    assert_true(worst <= 1e-12);
    dadao_core_csv_clear(&start);
    dadao_core_csv_clear(&truth);
}

static void check_case(const char *folder)
{
    size_t length;
    char *path = support_format("%s/meta.txt", folder), *text = support_read(path, &length);
    free(path);
    if (!text)
        return; /* a folder without a case of its own */
    const bool logistic = strstr(text, "\ntask logistic") != NULL;
    const size_t n = (size_t)meta(text, "n"), d = (size_t)meta(text, "d");
    dadao_problem *problem = logistic ? make_problem(n, "logistic data=%s/data.csv mu=1 smoothness=reference", folder)
                                      : make_problem(n, "linear data=%s/data.csv", folder);
    print_message("%s\n", folder);
    assert_int_equal(dadao_problem_dimension(problem), d);
    assert_close(dadao_problem_mu(problem), meta(text, "mu"), 1e-12);
    assert_close(dadao_problem_smoothness(problem), meta(text, "L"), 1e-12);
    assert_close(dadao_problem_minimum(problem), meta(text, "f_star"), 1e-12);
    dadao_csv star = table(folder, "x_star.csv");
    for (size_t k = 0; k < d; k++)
        assert_close(dadao_problem_optimum(problem)[k], number(&star, 0, "c", k), 1e-12);
    dadao_core_csv_clear(&star);
    check_first_gradients(folder, problem);
    dadao_problem_destroy(problem);
    if (logistic) {
        problem = make_problem(n, "logistic data=%s/data.csv mu=1", folder);
        assert_close(dadao_problem_smoothness(problem), meta(text, "L_true"), 1e-12);
        dadao_problem_destroy(problem);
    }
    free(text);
}

static void published_cases(void **state)
{
    (void)state;
    char *root = support_shared("reference");
    if (!root)
        skip();
    DIR *folder = opendir(root);
    assert_non_null(folder);
    size_t cases = 0;
    for (const struct dirent *entry; (entry = readdir(folder));) {
        if (strncmp(entry->d_name, "lin_", 4) != 0 && strncmp(entry->d_name, "log_", 4) != 0)
            continue;
        char *path = support_format("%s/%s", root, entry->d_name);
        check_case(path);
        free(path);
        cases++;
    }
    closedir(folder);
    free(root);
    assert_true(cases > 0);
}

static void real_data(void **state)
{
    (void)state;
    char *root = support_shared("data");
    if (!root)
        skip();
    static const char *const lines[] = {
        "logistic data=%s/breast_cancer.csv standardize=yes",
        "logistic data=%s/breast_cancer.svm standardize=yes",
        "logistic data=%s/breast_cancer.csv partition=sorted",
        "linear data=%s/diabetes.csv standardize=yes intercept=yes",
        "linear data=%s/diabetes.csv",
        "logistic data=%s/wine.csv positive=2 standardize=yes partition=dirichlet alpha=0.3",
        "logistic data=%s/digits.csv positive=8 standardize=yes",
        "linear data=%s/wine.csv target=proline standardize=yes ridge=0.01",
    };
    for (size_t k = 0; k < sizeof lines / sizeof lines[0]; k++) {
        char line[1024];
        dadao_problem *problem = NULL;
        dadao_error error = { 0 };
        const char *at = strstr(lines[k], "%s");
        snprintf(line, sizeof line, "%.*s%s%s", (int)(at - lines[k]), lines[k], root, at + 2);
        if (make_split(line, 6, &problem, NULL, &error) != DADAO_OK)
            fail_msg("%s", error.text);
        double scale = 1.0;
        for (size_t q = 0; q < dadao_problem_dimension(problem); q++)
            scale = fmax(scale, fabs(dadao_problem_optimum(problem)[q]));
        assert_true(make_gradient_norm(problem, dadao_problem_optimum(problem)) <=
                    1e-14 * scale * dadao_problem_smoothness(problem));
        dadao_problem_destroy(problem);
    }
    /* the two formats hold the same numbers: standardising sums them in the same order */
    dadao_problem *csv = make_problem(4, "logistic data=%s/breast_cancer.csv standardize=yes", root);
    dadao_problem *svm = make_problem(4, "logistic data=%s/breast_cancer.svm standardize=yes", root);
    for (size_t q = 0; q < 30; q++)
        assert_close(dadao_problem_optimum(csv)[q], dadao_problem_optimum(svm)[q], 1e-10);
    dadao_problem_destroy(csv);
    dadao_problem_destroy(svm);
    char *wine = support_format("%s/wine.csv", root);
    make_refused(4, DADAO_FORMAT, "3 classes: 0, 1, 2", "logistic data=%s", wine);
    make_refused(4, DADAO_NOT_FOUND, "did you mean 'proline'", "linear data=%s target=prolin", wine);
    free(wine);
    free(root);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(published_cases), cmocka_unit_test(real_data) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
