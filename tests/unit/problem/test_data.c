/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of samples: formats, columns, classes, partitions, standardising; and every way in which a file can be wrong.
 */
#include "make.h"
#include "problem/objective.h"

static char *folder;

static int enter(void **state)
{
    (void)state;
    folder = support_folder();
    return folder ? 0 : -1;
}

static int leave(void **state)
{
    (void)state;
    support_folder_remove(folder);
    return 0;
}

/* Writes a file in the test folder; the path lives until the next call. */
static const char *file(const char *name, const char *text, size_t length)
{
    static char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    support_write(path, text, length);
    return path;
}

static const char *text_file(const char *name, const char *text)
{
    return file(name, text, strlen(text));
}

/* A table `y,a,b` with distinct rows: a = row number, y = its square. */
static const char *numbered(const char *name, size_t rows, size_t classes)
{
    static char text[65536];
    size_t at = (size_t)snprintf(text, sizeof text, "y,a,b\n");
    for (size_t i = 0; i < rows; i++)
        at += classes ? (size_t)snprintf(text + at, sizeof text - at, "%zu,%zu,%g\n", i % classes, i, sin((double)i))
                      : (size_t)snprintf(text + at, sizeof text - at, "%zu,%zu,%g\n", i * i, i, sin((double)i));
    return text_file(name, text);
}

/* Feature k of sample j of a node, and its target, where the problem kept its samples. */
static double feature(const dadao_problem *problem, size_t node, size_t j, size_t k)
{
    const dadao_objective *o = dadao_problem_objective(problem);
    return dadao_objective_block(o, node)[k * dadao_objective_padded(o->samples[node]) + j];
}

static double target(const dadao_problem *problem, size_t node, size_t j)
{
    return feature(problem, node, j, dadao_problem_dimension(problem));
}

static void columns_have_their_parts(void **state)
{
    (void)state;
    const char *path = text_file("roles.csv", "node,sample,y,a0,a1\n1,0,5,1,2\n0,0,6,3,4\n1,1,7,5,6\n0,1,8,7,9\n");
    dadao_problem *problem = make_problem(2, "linear data=%s batch=1", path);
    assert_int_equal(dadao_problem_dimension(problem), 2);
    assert_int_equal(dadao_problem_samples(problem, 0), 2);
    assert_true(target(problem, 0, 0) == 6.0 && feature(problem, 0, 0, 0) == 3.0 && feature(problem, 0, 1, 1) == 9.0);
    assert_true(target(problem, 1, 1) == 7.0 && feature(problem, 1, 0, 1) == 2.0);
    dadao_problem_destroy(problem);
    problem = make_problem(2, "linear data=%s target=a1 batch=1", path);
    assert_true(target(problem, 0, 1) == 9.0 && feature(problem, 0, 1, 0) == 8.0);
    dadao_problem_destroy(problem);
    problem = make_problem(2, "linear data=%s intercept=yes partition=even batch=1 ridge=1", path);
    assert_int_equal(dadao_problem_dimension(problem), 3);
    assert_true(feature(problem, 0, 0, 2) == 1.0 && feature(problem, 1, 1, 2) == 1.0);
    dadao_problem_destroy(problem);
    path = text_file("who.csv", "value;machine;t\n1,5;1;2\n");
    make_refused(2, DADAO_FORMAT, "1,5", "linear data=%s node=machine", path);
    path = text_file("who.csv", "value;machine;t\n1.5;1;2\n2.5;0;3\n");
    problem = make_problem(2, "linear data=%s node=machine batch=1", path);
    assert_true(target(problem, 0, 0) == 2.5 && feature(problem, 1, 0, 0) == 2.0);
    dadao_problem_destroy(problem);
}

static void labels_become_signs(void **state)
{
    (void)state;
    dadao_notes notes = { 0 };
    dadao_error error = { 0 };
    dadao_problem *problem = NULL;
    char line[600];
    snprintf(line, sizeof line, "logistic data=%s", text_file("zero.csv", "label,a\n0,1\n1,2\n0,3\n1.0,4\n"));
    assert_int_equal(make_split(line, 1, &problem, &notes, &error), DADAO_OK);
    assert_non_null(strstr(notes.text, "label 0 is taken for -1"));
    for (size_t j = 0; j < 4; j++) /* rows are shuffled: the feature tells which it is */
        assert_true(target(problem, 0, j) == (fmod(feature(problem, 0, j, 0), 2.0) == 0.0 ? 1.0 : -1.0));
    dadao_problem_destroy(problem);
    dadao_core_notes_clear(&notes);
    const char *path = text_file("iris.csv", "label,a\nsetosa,1\nvirginica,2\nversicolor,3\nvirginica,2\n");
    problem = make_problem(1, "logistic data=%s positive=virginica", path);
    for (size_t j = 0; j < 4; j++)
        assert_true(target(problem, 0, j) == (feature(problem, 0, j, 0) == 2.0 ? 1.0 : -1.0));
    dadao_problem_destroy(problem);
    make_refused(
        1, DADAO_FORMAT,
        "iris.csv:2: label 'setosa' is neither -1 nor +1 (the file has 3 classes: setosa, virginica, versicolor)",
        "logistic data=%s", path);
    make_refused(1, DADAO_NOT_FOUND, "no sample has the label 'rose'", "logistic data=%s positive=rose", path);
}

static void npy_bytes(char *out, size_t *length, const char *header, const void *data, size_t bytes, int version)
{
    const size_t size = strlen(header), begin = version == 1 ? 10 : 12;
    memcpy(out, "\x93NUMPY", 6);
    out[6] = (char)version;
    out[7] = out[10] = out[11] = 0;
    out[8] = (char)(size & 255);
    out[9] = (char)(size >> 8);
    memcpy(out + begin, header, size);
    memcpy(out + begin + size, data, bytes);
    *length = begin + size + bytes;
}

static void numpy_files(void **state)
{
    (void)state;
    const double rows[3][3] = { { 1, 2, 3 }, { 4, 5, 6 }, { 7, 8, 10 } },
                 columns[3][3] = { { 1, 4, 7 }, { 2, 5, 8 }, { 3, 6, 10 } };
    float single[9];
    char bytes[512];
    size_t length;
    for (size_t k = 0; k < 9; k++)
        single[k] = (float)rows[k / 3][k % 3];
    struct {
        const char *header;
        const void *data;
        size_t bytes;
        int version;
    } good[] = {
        { "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 3), }  \n", rows, sizeof rows, 1 },
        { "{'descr': '<f8', 'fortran_order': True, 'shape': (3, 3), }\n", columns, sizeof columns, 2 },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (3,3)}\n", single, sizeof single, 3 },
    };
    for (size_t k = 0; k < 3; k++) {
        npy_bytes(bytes, &length, good[k].header, good[k].data, good[k].bytes, good[k].version);
        dadao_problem *problem =
            make_problem(1, "linear data=%s batch=1 partition=sorted", file("good.npy", bytes, length));
        assert_int_equal(dadao_problem_dimension(problem), 2);
        assert_true(target(problem, 0, 2) == 7.0 && feature(problem, 0, 2, 1) == 10.0 &&
                    feature(problem, 0, 1, 0) == 5.0);
        dadao_problem_destroy(problem);
        problem = make_problem(1, "linear data=%s batch=1 partition=sorted target=2", file("good.npy", bytes, length));
        assert_true(target(problem, 0, 2) == 10.0 && feature(problem, 0, 2, 1) == 8.0);
        dadao_problem_destroy(problem);
    }
    struct {
        const char *header, *says;
        dadao_status status;
    } bad[] = {
        { "{'descr': '<i8', 'fortran_order': False, 'shape': (3, 3), }", "'<i8'", DADAO_FORMAT },
        { "{'descr': '>f8', 'fortran_order': False, 'shape': (3, 3), }", "expected '<f8' or '<f4'", DADAO_FORMAT },
        { "{'descr': '<f8', 'fortran_order': False, 'shape': (9,), }", "two dimensions", DADAO_FORMAT },
        { "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 3, 1), }", "two dimensions", DADAO_FORMAT },
        { "{'descr': '<f8', 'fortran_order': False, 'shape': (4, 3), }", "the file has 72", DADAO_FORMAT },
        { "{'descr': '<f8', 'fortran_order': False, 'shape': (0, 3), }", "at least one sample", DADAO_FORMAT },
        { "{'descr': '<f8', 'fortran_order': False, 'shape': (9, 1), }", "one feature or more", DADAO_FORMAT },
        { "{'descr': '<f8', 'fortran_order': False, 'shape': (18446744073709551615, 3), }", "more than",
          DADAO_TOO_LARGE },
        { "{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296), }", "more than",
          DADAO_TOO_LARGE },
        { "{'descr': '<f8', 'fortran_order': Maybe, 'shape': (3, 3), }", "expected True or False", DADAO_FORMAT },
        { "{'descr': '<f8', 'shape': (3, 3), }", "lacks", DADAO_FORMAT },
        { "{'descr': ", "lacks", DADAO_FORMAT },
    };
    for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++) {
        npy_bytes(bytes, &length, bad[k].header, rows, sizeof rows, 1);
        assert_int_equal(make_refused(1, bad[k].status, bad[k].says, "linear data=%s", file("bad.npy", bytes, length)),
                         1);
    }
    make_refused(1, DADAO_FORMAT, "not an NPY file", "linear data=%s", text_file("bad.npy", "PK nothing of the kind"));
    make_refused(1, DADAO_FORMAT, "not an NPY file", "linear data=%s", text_file("bad.npy", ""));
    make_refused(1, DADAO_FORMAT, "the header is said to have", "linear data=%s",
                 file("bad.npy", "\x93NUMPY\1\0\377\377{}", 12));
    make_refused(1, DADAO_FORMAT, "version 9", "linear data=%s", file("bad.npy", "\x93NUMPY\11\0\2\0{}", 12));
    double nan[3][3] = { { 1, 2, 3 }, { 4, 5, NAN }, { 7, 8, 10 } };
    npy_bytes(bytes, &length, good[0].header, nan, sizeof nan, 1);
    make_refused(1, DADAO_FORMAT, "row 1, column 2", "linear data=%s", file("bad.npy", bytes, length));
}

static void svmlight_files(void **state)
{
    (void)state;
    dadao_problem *problem = make_problem(1, "linear data=%s batch=1 partition=sorted ridge=1",
                                          text_file("one.svm", "# comment\n1.5 1:2 3:4\n\n2.5 qid:3 2:7 # more\n"));
    assert_int_equal(dadao_problem_dimension(problem), 3);
    assert_true(feature(problem, 0, 0, 0) == 2.0 && feature(problem, 0, 0, 1) == 0.0 &&
                feature(problem, 0, 1, 1) == 7.0);
    dadao_problem_destroy(problem);
    problem = make_problem(1, "logistic data=%s", text_file("zero.svm", "+1 0:2 3:4\n-1 1:7\r\n+1 2:1\n"));
    assert_int_equal(dadao_problem_dimension(problem), 4);
    dadao_problem_destroy(problem);
    static const char *const bad[][2] = {
        { "1 1:2\n2 2\n", "bad.svm:2: '2': expected index:value" },
        { "1 1:2\n2 x:2\n", "bad.svm:2: 'x:2': expected a feature number" },
        { "1 -1:2\n", "'-1:2': expected a feature number" },
        { "1 1:\n", "'1:': expected a finite number" },
        { "1 1:nan\n", "finite number" },
        { "1 1:1e999\n", "finite number" },
        { "1 2:1 1:1\n", "ascending order" },
        { "1 2:1 2:1\n", "ascending order" },
        { "x 2:1\n", "'x': expected a finite number as target" },
        { "1\n2\n", "no features" },
        { "# nothing\n", "no samples" },
        { "", "no samples" },
        { "1 99999999999:1\n", "feature number" },
    };
    for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++)
        make_refused(1, DADAO_FORMAT, bad[k][1], "linear data=%s", text_file("bad.svm", bad[k][0]));
    make_refused(1, DADAO_TOO_LARGE, "too sparse", "linear data=%s", text_file("bad.svm", "1 4000000000:1\n"));
    make_refused(1, DADAO_INVALID, "no named columns", "linear data=%s target=y", text_file("bad.svm", "1 1:1\n"));
}

static void wrong_tables_are_explained(void **state)
{
    (void)state;
    static const char *const bad[][2] = {
        { "y,a\n1,2\n3\n", "bad.csv:3" },
        { "y,a\n1,2\n3,4,5\n", "bad.csv:3" },
        { "y,a\n1,nan\n", "bad.csv:2: column 'a': 'nan'" },
        { "y,a\n1,2\n1,inf\n", "bad.csv:3: column 'a': 'inf'" },
        { "y,a\n1,two\n", "'two'" },
        { "y,a\n1,\n", "bad.csv:2" },
        { "y\n1\n", "no features" },
        { "y,a\n", "no samples" },
        { "", "bad.csv" },
    };
    for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++)
        assert_int_equal(make_refused(1, DADAO_FORMAT, bad[k][1], "linear data=%s", text_file("bad.csv", bad[k][0])),
                         1);
    const char *path = text_file("bad.csv", "y,alpha,beta\n1,2,3\n4,5,7\n");
    make_refused(1, DADAO_NOT_FOUND, "alpha", "linear data=%s target=alhpa", path);
    make_refused(3, DADAO_INVALID, "2 samples cannot be spread over 3 nodes", "linear data=%s", path);
    make_refused(1, DADAO_INVALID, "2 features, not dim=5", "linear data=%s dim=5", path);
    make_refused(1, DADAO_NOT_FOUND, "no-such-file.csv", "linear data=%s/no-such-file.csv", folder);
    path = text_file("bad.csv", "node,y,a\n0,1,2\n5,1,2\n");
    make_refused(2, DADAO_FORMAT, "bad.csv:3", "linear data=%s", path);
    path = text_file("bad.csv", "node,y,a\n0,1,2\n2,1,2\n2,3,4\n");
    make_refused(3, DADAO_FORMAT, "no sample belongs to node 1", "linear data=%s", path);
}

static void singular_hessians_name_the_node(void **state)
{
    (void)state;
    make_refused(4, DADAO_SINGULAR, "node 0 has 2 samples in dimension 5", "linear dim=5 samples=2");
    const char *path = text_file("same.csv", "node,y,a,b\n0,1,1,2\n0,2,3,1\n1,3,1,2\n1,5,2,4\n1,6,3,6\n");
    make_refused(2, DADAO_SINGULAR, "node 1: its Hessian is singular", "linear data=%s", path);
    dadao_problem *problem = make_problem(2, "linear data=%s ridge=0.25", path);
    assert_close(dadao_problem_mu(problem), 0.25, 1e-14);
    dadao_problem_destroy(problem);
}

/* ---- Partitions ------------------------------------------------------------------------------ */

static void even_shares_hold_every_sample_once(void **state)
{
    (void)state;
    const char *path = numbered("even.csv", 103, 0);
    dadao_problem *problem = make_problem(10, "linear data=%s batch=1 seed=4", path);
    dadao_problem *again = make_problem(10, "linear data=%s batch=1 seed=4", path);
    dadao_problem *other = make_problem(10, "linear data=%s batch=1 seed=5", path);
    bool seen[103] = { false }, same = true, differs = false;
    for (size_t i = 0; i < 10; i++) {
        assert_int_equal(dadao_problem_samples(problem, i), i < 3 ? 11 : 10);
        for (size_t j = 0; j < dadao_problem_samples(problem, i); j++) {
            const size_t row = (size_t)feature(problem, i, j, 0);
            assert_false(seen[row]);
            seen[row] = true;
            assert_true(target(problem, i, j) == (double)(row * row));
            same = same && feature(again, i, j, 0) == (double)row;
            differs = differs || feature(other, i, j, 0) != (double)row;
        }
    }
    assert_true(same && differs);
    dadao_problem_destroy(problem);
    dadao_problem_destroy(again);
    dadao_problem_destroy(other);
}

static void sorted_shares_are_ordered(void **state)
{
    (void)state;
    dadao_problem *problem = make_problem(7, "linear data=%s batch=1 partition=sorted", numbered("sorted.csv", 50, 0));
    double last = -1.0;
    for (size_t i = 0; i < 7; i++)
        for (size_t j = 0; j < dadao_problem_samples(problem, i); j++) {
            assert_true(target(problem, i, j) > last);
            last = target(problem, i, j);
        }
    dadao_problem_destroy(problem);
}

/* The mean over nodes of the largest share of one sign at a node: 1/2 when mixed, 1 when each node has one class. */
static double concentration(const char *path, double alpha, size_t *samples)
{
    dadao_problem *problem = make_problem(8, "logistic data=%s partition=dirichlet alpha=%g seed=3", path, alpha);
    double total = 0.0;
    *samples = 0;
    for (size_t i = 0; i < 8; i++) {
        const size_t m = dadao_problem_samples(problem, i);
        size_t positive = 0;
        assert_true(m > 0);
        for (size_t j = 0; j < m; j++)
            positive += target(problem, i, j) > 0.0;
        total += (double)(positive > m - positive ? positive : m - positive) / (double)m / 8.0;
        *samples += m;
    }
    dadao_problem_destroy(problem);
    return total;
}

static void dirichlet_shares_concentrate(void **state)
{
    (void)state;
    const char *path = numbered("classes.csv", 1000, 2);
    size_t samples;
    const double mixed = concentration(path, 1000.0, &samples);
    assert_int_equal(samples, 1000);
    const double middle = concentration(path, 1.0, &samples), alone = concentration(path, 0.02, &samples);
    assert_int_equal(samples, 1000);
    assert_true(mixed < 0.6 && middle > mixed && alone > middle && alone > 0.9);
    dadao_problem *regression =
        make_problem(5, "linear data=%s partition=dirichlet alpha=0.5 ridge=1", numbered("r.csv", 200, 0));
    size_t total = 0;
    for (size_t i = 0; i < 5; i++)
        total += dadao_problem_samples(regression, i);
    assert_int_equal(total, 200);
    dadao_problem_destroy(regression);
}

static void standardised_features(void **state)
{
    (void)state;
    const char *path = text_file(
        "scale.csv", "y,big,constant,small\n1,1000,7,0.001\n2,3000,7,0.002\n4,2000,7,0.009\n3,9000,7,0.004\n");
    dadao_notes notes = { 0 };
    dadao_error error = { 0 };
    dadao_problem *problem = NULL;
    char line[600];
    snprintf(line, sizeof line, "linear data=%s standardize=yes batch=1", path);
    assert_int_equal(make_split(line, 1, &problem, &notes, &error), DADAO_OK);
    assert_non_null(strstr(notes.text, "1 of 3 features are constant"));
    assert_int_equal(dadao_problem_dimension(problem), 2);
    for (size_t k = 0; k < 2; k++) {
        double sum = 0.0, square = 0.0;
        for (size_t j = 0; j < 4; j++) {
            sum += feature(problem, 0, j, k);
            square += feature(problem, 0, j, k) * feature(problem, 0, j, k);
        }
        assert_true(fabs(sum) < 1e-14);
        assert_close(square, 4.0, 1e-14);
    }
    dadao_problem_destroy(problem);
    dadao_core_notes_clear(&notes);
    snprintf(line, sizeof line, "linear data=%s ridge=1e-3", path);
    assert_int_equal(make_split(line, 1, &problem, &notes, &error), DADAO_OK);
    assert_non_null(strstr(notes.text, "try standardize=yes"));
    dadao_problem_destroy(problem);
    dadao_core_notes_clear(&notes);
}

static void quadratics_from_a_file(void **state)
{
    (void)state;
    dadao_problem *problem = make_problem(2, "quadratic data=%s", text_file("q.csv", "node,a,b\n0,1,0\n1,10,1\n"));
    assert_close(dadao_problem_optimum(problem)[0], 10.0 / 11.0, 1e-16);
    assert_true(dadao_problem_mu(problem) == 1.0 && dadao_problem_smoothness(problem) == 10.0);
    dadao_problem_destroy(problem);
    problem =
        make_problem(3, "quadratic data=%s kappa=20", text_file("q.csv", "a0,a1,b0,b1\n1,2,3,4\n5,1,0,0\n2,2,1,1\n"));
    assert_int_equal(dadao_problem_dimension(problem), 2);
    assert_true(dadao_problem_smoothness(problem) == 20.0);
    assert_close(dadao_problem_optimum(problem)[1], (2.0 * 4.0 + 2.0) / 5.0, 1e-15);
    dadao_problem_destroy(problem);
    make_refused(3, DADAO_FORMAT, "2 rows for 3 nodes", "quadratic data=%s", text_file("q.csv", "a,b\n1,0\n10,1\n"));
    make_refused(1, DADAO_FORMAT, "q.csv:2: curvature -1", "quadratic data=%s", text_file("q.csv", "a,b\n-1,0\n"));
    make_refused(1, DADAO_FORMAT, "no column a", "quadratic data=%s", text_file("q.csv", "x,b\n-1,0\n"));
    make_refused(2, DADAO_INVALID, "kappa=5 is less than the 10", "quadratic data=%s kappa=5",
                 text_file("q.csv", "a,b\n1,0\n10,1\n"));
}

static void words_are_checked(void **state)
{
    (void)state;
    assert_int_equal(make_refused(2, DADAO_NOT_FOUND, "did you mean 'logistic'", "logisitc"), 0);
    assert_int_equal(make_refused(2, DADAO_NOT_FOUND, "there are linear", "neural"), 0);
    assert_int_equal(make_refused(2, DADAO_NOT_FOUND, "there are linear", "l"), 0); /* linear or logistic */
    assert_int_equal(make_refused(2, DADAO_SYNTAX, "did you mean 'samples='", "linear dim=2 smaples=3"), 2);
    assert_int_equal(make_refused(2, DADAO_SYNTAX, "it has dim=", "linear zzzzzzz=2"), 1);
    assert_int_equal(make_refused(2, DADAO_SYNTAX, "needs a value", "linear dim"), 1);
    static const char *const bad[] = { "linear dim=0",
                                       "linear dim=-1",
                                       "linear dim=x",
                                       "linear dim=1.5",
                                       "linear samples=0",
                                       "linear noise=-1",
                                       "linear noise=nan",
                                       "linear ridge=-1",
                                       "logistic mu=0",
                                       "logistic mu=inf",
                                       "linear batch=0",
                                       "quadratic kappa=0.5",
                                       "quadratic curvature=steep",
                                       "quadratic curvature=1,2,3",
                                       "quadratic curvature=1,-2",
                                       "quadratic center=1,x",
                                       "linear seed=-4",
                                       "linear standardize=perhaps",
                                       "logistic smoothness=rough",
                                       "linear partition=odd",
                                       "linear alpha=0",
                                       "linear data=" };
    for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++)
        assert_int_equal(make_refused(2, DADAO_INVALID, "", "%s", bad[k]), 1);
    make_refused(2, DADAO_INVALID, "no samples", "quadratic batch=4");
    make_refused(2, DADAO_INVALID, "need data=FILE", "linear target=y");
    make_refused(2, DADAO_INVALID, "are for drawn data", "linear data=x.csv samples=4");
    assert_int_equal(make_refused(2, DADAO_INVALID, "give one of them", "logistic mu=1 ridge=2"), 2);
    make_refused(2, DADAO_INVALID, "share of flipped labels", "logistic noise=3");
    make_refused(2, DADAO_TOO_LARGE, "GB", "quadratic dim=1000000");
    dadao_problem *problem = make_problem(2, "logistic ridge=0.25");
    assert_true(dadao_problem_mu(problem) == 0.25);
    dadao_problem_destroy(problem);
    problem = make_problem(2, "quad dim=3");
    assert_string_equal(dadao_problem_name(problem), "quad dim=3");
    dadao_problem_destroy(problem);
    assert_int_equal(dadao_problem_kind_count(), 3);
    assert_string_equal(dadao_problem_kind_at(0)->name, "linear");
    assert_null(dadao_problem_kind_at(3));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_have_their_parts),
        cmocka_unit_test(labels_become_signs),
        cmocka_unit_test(numpy_files),
        cmocka_unit_test(svmlight_files),
        cmocka_unit_test(wrong_tables_are_explained),
        cmocka_unit_test(singular_hessians_name_the_node),
        cmocka_unit_test(even_shares_hold_every_sample_once),
        cmocka_unit_test(sorted_shares_are_ordered),
        cmocka_unit_test(dirichlet_shares_concentrate),
        cmocka_unit_test(standardised_features),
        cmocka_unit_test(quadratics_from_a_file),
        cmocka_unit_test(words_are_checked),
    };
    return cmocka_run_group_tests(tests, enter, leave);
}
