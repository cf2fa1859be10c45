/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All eigenvalues of a Laplacian, for looking at: nothing of a run depends on them. */
#include <dadao/spectrum.h>

#include "core/memory.h"
#include <lapacke.h>
#include <math.h>

dadao_status dadao_spectrum_eigenvalues(size_t nodes, size_t edges, const dadao_edge *edge, const double *rates,
                                        double *value, dadao_error *error)
{
    if (nodes > DADAO_SPECTRUM_EIGENVALUES_LIMIT)
        return dadao_core_fail(error, DADAO_TOO_LARGE, "all eigenvalues are computed up to %d nodes; this network has %zu",
                               DADAO_SPECTRUM_EIGENVALUES_LIMIT, nodes);
    double *laplacian = dadao_core_allocate(nodes * nodes, sizeof *laplacian);
    if (!laplacian)
        return dadao_core_fail(error, DADAO_MEMORY, "no memory for the eigenvalues of %zu nodes", nodes);
    for (size_t e = 0; e < edges; e++) {
        const size_t u = edge[e].u, v = edge[e].v;
        const double rate = rates ? rates[e] : 1.0;
        if (!(rate >= 0.0 && isfinite(rate))) {
            free(laplacian);
            return dadao_core_fail(error, DADAO_INVALID, "edge %zu-%zu has rate %g; expected a finite number, 0 or more", u, v, rate);
        }
        laplacian[u * nodes + u] += rate;
        laplacian[v * nodes + v] += rate;
        laplacian[u * nodes + v] -= rate;
        laplacian[v * nodes + u] -= rate;
    }
    const lapack_int n = (lapack_int)nodes, info = nodes ? LAPACKE_dsyev(LAPACK_ROW_MAJOR, 'N', 'U', n, laplacian, n, value) : 0;
    free(laplacian);
    if (info != 0)
        return dadao_core_fail(error, DADAO_INTERNAL, "LAPACK dsyev failed with %d on %zu nodes", (int)info, nodes);
    for (size_t k = 0; k < nodes && value[k] < 0.0; k++)
        value[k] = 0.0; /* rounding: a Laplacian has none below 0 */
    return DADAO_OK;
}
