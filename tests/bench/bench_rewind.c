/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Going to any of a million events at n = 100: the mean and the worst of 200 moments, in milliseconds; fails above 50. */
#include <dadao/experiment.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

int main(void)
{
    enum { EVENTS = 1000000, MOMENTS = 200 };
    dadao_experiment *experiment;
    bool done;
    if (dadao_experiment_create(NULL, &experiment, NULL) != DADAO_OK ||
        dadao_experiment_execute(experiment, "topology cycle 100; problem linear dim=10; run until event=1000000", NULL, NULL) != DADAO_OK ||
        dadao_experiment_pursue(experiment, UINT64_MAX, NULL, &done, NULL) != DADAO_OK)
        return 1;
    double worst = 0, sum = 0;
    for (uint64_t k = 0; k < MOMENTS; k++) {
        char line[64];
        snprintf(line, sizeof line, "goto event=%llu", (unsigned long long)(k * 618033u % EVENTS));
        const double start = now();
        if (dadao_experiment_execute(experiment, line, NULL, NULL) != DADAO_OK)
            return 1;
        const double took = now() - start;
        sum += took;
        worst = took > worst ? took : worst;
    }
    printf("rewind/mean %.3f ms\nrewind/worst %.3f ms\n", sum / MOMENTS, worst);
    dadao_experiment_destroy(experiment);
    return worst > 50;
}
