/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzzes the readers of data sets. The first byte picks the format, classes or targets, and the partition. */
#include "problem/dataset.h"
#include <math.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What follows a successful reading in the program: classes to signs, standardising, an intercept, a partition. */
static void use(dadao_dataset *dataset, const dadao_specification *s, bool classes, dadao_error *error)
{
    size_t *order = NULL, *first = NULL;
    dadao_status status = classes ? dadao_problem_dataset_binarise(dataset, s->positive, NULL, error) : DADAO_OK;
    if (status == DADAO_OK && s->standardize)
        status = dadao_problem_dataset_standardize(dataset, NULL, error);
    if (status == DADAO_OK && s->intercept)
        status = dadao_problem_dataset_add_intercept(dataset, error);
    if (status == DADAO_OK)
        status = dadao_problem_partition(dataset, s, &order, &first, NULL, error);
    if (status == DADAO_OK && (first[0] != 0 || first[s->nodes] != dataset->rows))
        abort();
    for (size_t i = 0; status == DADAO_OK && i < s->nodes; i++)
        if (first[i + 1] <= first[i] || order[first[i]] >= dataset->rows)
            abort();
    free(order);
    free(first);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    static dadao_dataset_parser *const parsers[] = { dadao_problem_parse_csv, dadao_problem_parse_npy,
                                                     dadao_problem_parse_svmlight };
    const bool classes = data[0] & 4;
    const dadao_specification s = { .nodes = 1 + (data[0] >> 7),
                                    .seed = 1,
                                    .alpha = 0.5,
                                    .data = "fuzz",
                                    .positive = data[0] & 8 ? "1" : NULL,
                                    .partition = (dadao_partition)(data[0] >> 4 & 3),
                                    .standardize = data[0] & 64,
                                    .intercept = data[0] & 8 };
    dadao_dataset dataset = { .path = "fuzz" };
    dadao_error error = { 0 };
    const dadao_status status =
        parsers[data[0] % 3]((const char *)data + 1, size - 1, &s, classes, &dataset, NULL, &error);
    if (status == DADAO_OK)
        use(&dataset, &s, classes, &error);
    else if (error.text[0] == '\0' || error.status != status)
        abort();
    dadao_problem_dataset_clear(&dataset);
    return 0;
}
