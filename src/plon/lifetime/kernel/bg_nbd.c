/* The row loop of BG/NBD and MBG/NBD: sums of softplus(u) and of its derivatives.
 *
 * What the 18 sums are, and their order, stands at `_Sums` in models/leaving.py, the reference.
 * Rows are looked up in blocks, and summed LANES at a time: the order of additions never changes.
 */
#include <math.h>

#include "lanes.h"

enum { BLOCK = 512, LANES = 8, SUMS = 18 };

typedef struct {
    double weight[BLOCK], m[BLOCK], d[BLOCK], e[BLOCK], both[BLOCK], start[BLOCK], k[BLOCK];
} Block;

typedef struct {
    const int64_t *x, *at_end, *at_last;
    const double *weight;
} Rows;

typedef struct {
    const double *late_end, *inverse_end, *late_last, *inverse_last, *leaves, *chance;
} Tables;

/* Fill a block with n rows, and with rows of no weight up to the next whole group of lanes. */
PLON_INLINE int look_up(Rows rows, Tables tables, double r, int n, Block *b) {
    for (int i = 0; i < n; i++) {
        const int64_t x = rows.x[i], end = rows.at_end[i], last = rows.at_last[i];
        b->weight[i] = rows.weight[i];
        b->m[i] = r + (double)x;
        b->d[i] = tables.late_end[end] - tables.late_last[last];
        b->e[i] = tables.inverse_end[end] - tables.inverse_last[last];
        b->both[i] = tables.inverse_end[end] + tables.inverse_last[last];
        b->start[i] = tables.leaves[x];
        b->k[i] = tables.chance[x];
    }
    const int filled = (n + LANES - 1) / LANES * LANES;
    for (int i = n; i < filled; i++)
        b->weight[i] = b->m[i] = b->d[i] = b->e[i] = b->both[i] = b->start[i] = b->k[i] = 0;
    return filled;
}

PLON_INLINE void add_up(const Block *b, int n, double sums[SUMS][LANES]) {
    for (int i = 0; i < n; i += LANES)
        for (int l = 0; l < LANES; l++) {
            const double w = b->weight[i + l], m = b->m[i + l], d = b->d[i + l], e = b->e[i + l];
            const double k = b->k[i + l], f = m * e, u = b->start[i + l] + m * d;
            const double small = lane_exp(-least(fabs(u), 700.0)), share = 1 / (1 + small);
            const double one = w * (u > 0 ? share : small * share);
            const double two = w * small * share * share;
            const double two_d = two * d, two_f = two * f, two_k = two * k;
            sums[0][l] += w * (most(u, 0) + lane_log(1 + small));
            sums[1][l] += one;
            sums[2][l] += one * d;
            sums[3][l] += one * f;
            sums[4][l] += one * k;
            sums[5][l] += one * e;
            sums[6][l] -= one * f * b->both[i + l];
            sums[7][l] += one * k * k;
            sums[8][l] += two;
            sums[9][l] += two_d;
            sums[10][l] += two_f;
            sums[11][l] += two_k;
            sums[12][l] += two_d * d;
            sums[13][l] += two_d * f;
            sums[14][l] += two_d * k;
            sums[15][l] += two_f * f;
            sums[16][l] += two_f * k;
            sums[17][l] += two_k * k;
        }
}

PLON_FAST void plon_leaving_sums(int64_t start, int64_t stop, const int64_t *x,
                                 const int64_t *at_end, const int64_t *at_last,
                                 const double *weight, const double *late_end,
                                 const double *inverse_end, const double *late_last,
                                 const double *inverse_last, const double *leaves,
                                 const double *chance, double r, double *out)
{
    const Tables tables = {late_end, inverse_end, late_last, inverse_last, leaves, chance};
    double sums[SUMS][LANES] = {{0}};
    Block block;
    for (int64_t i = start; i < stop; i += BLOCK) {
        const Rows rows = {x + i, at_end + i, at_last + i, weight + i};
        const int64_t left = stop - i;
        add_up(&block, look_up(rows, tables, r, left < BLOCK ? (int)left : BLOCK, &block), sums);
    }
    for (int j = 0; j < SUMS; j++) {
        out[j] = 0;
        for (int l = 0; l < LANES; l++)
            out[j] += sums[j][l];
    }
}

/* The same of many replicates: each has its own weights, tables and r, one after the other. */
void plon_leaving_sums_of_each(int64_t replicates, int64_t rows, const int64_t *sizes,
                               const int64_t *x, const int64_t *at_end, const int64_t *at_last,
                               const double *weight, const double *late_end,
                               const double *inverse_end, const double *late_last,
                               const double *inverse_last, const double *leaves,
                               const double *chance, const double *r, double *out)
{
    const int64_t ends = sizes[0], lasts = sizes[1], counts = sizes[2];
    for (int64_t i = 0; i < replicates; i++)
        plon_leaving_sums(0, rows, x, at_end, at_last, weight + i * rows, late_end + i * ends,
                          inverse_end + i * ends, late_last + i * lasts, inverse_last + i * lasts,
                          leaves + i * counts, chance + i * counts, r[i], out + SUMS * i);
}
