/* Pareto/NBD: the sums of models/pareto_likelihood.py and ln J of models/pareto_integral.py.
 *
 * Rows are prepared in blocks, sorted by how many nodes their integral needs, and computed LANES
 * at a time. The formulas and names are those of the NumPy code, which is the reference.
 */
#include "pareto_rows.h"

enum { MARKS = 15 };

/* What is needed at a node: v, bend = ln(1 + ratio·(e^v - 1)), their 1 - e^-(…), the height.
 * Short loops, one function each, keep the processor's pipelines full. */
typedef struct {
    double v[LANES], e[LANES], bend[LANES], near[LANES], far[LANES], height[LANES];
} Marks;

PLON_INLINE void mark(const Group *g, double place, double share, Marks *at) {
    for (int i = 0; i < LANES; i++) {
        at->v[i] = place * g->width[i];
        at->e[i] = lane_exp(at->v[i]);
    }
    for (int i = 0; i < LANES; i++) {
        double e = at->e[i], grown = e - 1.0, z = g->ratio[i] * grown, u = 1.0 + z;
        double both = 1.0 / (e * u), inverse = both * e;
        at->near[i] = grown * (both * u);
        at->far[i] = z * inverse;
        at->bend[i] = lane_log1p(z, u, inverse);
    }
    for (int i = 0; i < LANES; i++)
        at->height[i] = share * lane_exp(-g->fall[i] * at->v[i] - g->power[i] * at->bend[i]);
}

/* Add one node to the sums under the integrand: mass, four means, ten second moments. */
PLON_INLINE void add_moments(const Marks *at, double sums[MARKS][LANES]) {
    for (int i = 0; i < LANES; i++) {
        double a = at->v[i], p = at->near[i], c = at->bend[i], q = at->far[i], h = at->height[i];
        double ha = h * a, hp = h * p, hc = h * c, hq = h * q;
        sums[0][i] += h;
        sums[1][i] += ha;
        sums[2][i] += hp;
        sums[3][i] += hc;
        sums[4][i] += hq;
        sums[5][i] += ha * a;
        sums[6][i] += ha * p;
        sums[7][i] += ha * c;
        sums[8][i] += ha * q;
        sums[9][i] += hp * p;
        sums[10][i] += hp * c;
        sums[11][i] += hp * q;
        sums[12][i] += hc * c;
        sums[13][i] += hc * q;
        sums[14][i] += hq * q;
    }
}

/* The rest of a customer's likelihood: _value, _slopes_of_staying, _of_log_odds in NumPy. */
typedef struct {
    double x[LANES], t_x[LANES], T[LANES], weight[LANES], v_alpha[LANES], v_beta[LANES];
} Customers;

PLON_INLINE void add_customers(const double *theta, const Customers *c, const Group *g,
                               double found[MARKS][LANES], double total[MARKS][LANES]) {
    /* where the marks of α stand among the sums, and those of β: the smaller is the near one */
    static const int swapped[MARKS] = {0, 3, 4, 1, 2, 12, 13, 7, 10, 14, 8, 11, 5, 6, 9};
    const double r = theta[0], alpha = theta[1], s = theta[2], beta = theta[3];
    const int alpha_first = alpha <= beta;
    const double log_s = lane_log(s);
    double *sums[MARKS];
    for (int k = 0; k < MARKS; k++) sums[k] = found[alpha_first ? k : swapped[k]];
    for (int i = 0; i < LANES; i++) {
        double m = r + c->x[i], T = c->T[i], ahead = T - c->t_x[i], w = c->weight[i];
        double to_alpha = alpha + T, to_beta = beta + T;
        double a = 1.0 / (alpha + c->t_x[i]), b = 1.0 / (beta + c->t_x[i]);
        double rest = log_s + lane_log(g->width[i]) + lane_log(sums[0][i])
                      + (alpha_first ? lane_log(g->ratio[i]) : 0.0);
        double odds = rest + m * c->v_alpha[i] + s * c->v_beta[i];
        double small = lane_exp(most(odds < 0.0 ? odds : -odds, -708.0)), per = 1.0 / (1.0 + small);
        double left = odds < 0.0 ? small * per : per, stays = odds < 0.0 ? per : small * per;
        double other = lane_log1p(small, 1.0 + small, per);
        double seen = odds > 0.0 ? c->t_x[i] : T;
        double value = -r * log1p_of(seen / alpha) - c->x[i] * lane_log(alpha + seen)
                       - s * log1p_of(seen / beta) + (odds > 0.0 ? rest : 0.0) + other;
        double k = 1.0 / sums[0][i];
        double va = sums[1][i] * k, pa = sums[2][i] * k, vb = sums[3][i] * k, pb = sums[4][i] * k;
        double end_a = ahead / to_alpha, end_b = ahead / to_beta;
        double ma = m * a, sb = (s + 1.0) * b, gap_a = pa - end_a, gap_b = pb - end_b;
        double c11 = sums[9][i] * k - pa * pa, c33 = sums[14][i] * k - pb * pb;
        double d0 = c->v_alpha[i] - va, d1 = ma * gap_a, d2 = 1.0 / s + c->v_beta[i] - vb;
        double d3 = b * ((s + 1.0) * pb - s * end_b - 1.0);
        double square_a = c11 + pa * pa - end_a * end_a - 2.0 * gap_a;
        double square_b = (s + 1.0) * (c33 + (1.0 - pb) * (1.0 - pb))
                          - s * (1.0 - end_b) * (1.0 - end_b);
        double bought = log1p_of(T / alpha), stayed = log1p_of(T / beta);
        double wl = w * left;
        total[0][i] += w * value;
        total[1][i] += wl * d0 - w * bought;
        total[2][i] += wl * d1 + w * (r * T / alpha - c->x[i]) / to_alpha;
        total[3][i] += wl * d2 - w * stayed;
        total[4][i] += wl * d3 + w * s * T / (beta * to_beta);
        total[5][i] += wl * (sums[5][i] * k - va * va + stays * d0 * d0);
        total[6][i] += wl * (a * gap_a - ma * (sums[6][i] * k - va * pa) + stays * d0 * d1)
                       + w * T / (alpha * to_alpha);
        total[7][i] += wl * (sums[7][i] * k - va * vb + stays * d0 * d2);
        total[8][i] += wl * (-sb * (sums[8][i] * k - va * pb) + stays * d0 * d3);
        total[9][i] += wl * (ma * a * square_a + ma * ma * c11 + stays * d1 * d1)
                       + w * (m / (to_alpha * to_alpha) - r / (alpha * alpha));
        total[10][i] += wl * (-ma * (sums[10][i] * k - pa * vb) + stays * d1 * d2);
        total[11][i] += wl * (ma * sb * (sums[11][i] * k - pa * pb) + stays * d1 * d3);
        total[12][i] += wl * (sums[12][i] * k - vb * vb - 1.0 / (s * s) + stays * d2 * d2);
        total[13][i] += wl * (b * gap_b - sb * (sums[13][i] * k - vb * pb) + stays * d2 * d3)
                        + w * T / (beta * to_beta);
        total[14][i] += wl * (b * b * square_b + sb * sb * c33 + stays * d3 * d3)
                        + w * (s / (to_beta * to_beta) - s / (beta * beta));
    }
}

PLON_INLINE void gather_customers(const Task *task, const double *weight, const Block *b,
                                  const int *rows, int count, Customers *c) {
    for (int i = 0; i < LANES; i++) {
        int row = rows[i < count ? i : 0];
        c->x[i] = task->x[row];
        c->t_x[i] = task->t_x[row];
        c->T[i] = task->T[row];
        c->weight[i] = i < count ? weight[row] : 0.0;
        c->v_alpha[i] = b->v_alpha[row];
        c->v_beta[i] = b->v_beta[row];
    }
}

/* Write the fifteen weighted sums over n rows to out. */
PLON_FAST
void plon_pareto_sums(const double *theta, const double *x, const double *t_x, const double *T,
                      const double *weight, int64_t n, const Rules *rules, double *out) {
    double total[MARKS][LANES] = {{0}};
    Block b;
    for (int64_t at = 0; at < n; at += BLOCK) {
        Task task = task_at(theta, x, t_x, T, at, n, rules, &b);
        Span span = {0, 0, 0};
        while (next_span(&task, &span)) {
            const int *rows = b.order + span.first;
            double sums[MARKS][LANES] = {{0}};
            Group g;
            Customers c;
            Marks here;
            Nodes nodes = nodes_of(rules, span.rule, &b, rows, span.count);
            gather(&b, rows, span.count, &g);
            for (int k = 0; k < nodes.count * nodes.panels; k++) {
                mark(&g, place_of(&nodes, k), share_of(&nodes, k), &here);
                add_moments(&here, sums);
            }
            gather_customers(&task, weight + at, &b, rows, span.count, &c);
            add_customers(theta, &c, &g, sums, total);
        }
    }
    for (int k = 0; k < MARKS; k++) {
        out[k] = 0.0;
        for (int i = 0; i < LANES; i++) out[k] += total[k][i];
    }
}

/* Write ln J of every row to out. */
PLON_FAST
void plon_pareto_log_odds(const double *theta, const double *x, const double *t_x, const double *T,
                          int64_t n, const Rules *rules, double *out) {
    const int alpha_first = theta[1] <= theta[3];
    const double log_s = lane_log(theta[2]);
    Block b;
    for (int64_t at = 0; at < n; at += BLOCK) {
        Task task = task_at(theta, x, t_x, T, at, n, rules, &b);
        Span span = {0, 0, 0};
        while (next_span(&task, &span)) {
            const int *rows = b.order + span.first;
            double sums[LANES] = {0};
            Group g;
            Marks here;
            Nodes nodes = nodes_of(rules, span.rule, &b, rows, span.count);
            gather(&b, rows, span.count, &g);
            for (int k = 0; k < nodes.count * nodes.panels; k++) {
                mark(&g, place_of(&nodes, k), share_of(&nodes, k), &here);
                for (int i = 0; i < LANES; i++) sums[i] += here.height[i];
            }
            for (int i = 0; i < LANES; i++)
                sums[i] = log_s + lane_log(g.width[i]) + lane_log(sums[i]);
            for (int i = 0; alpha_first && i < LANES; i++) sums[i] += lane_log(g.ratio[i]);
            for (int i = 0; i < span.count; i++) {
                int row = rows[i];
                double m = theta[0] + task.x[row];
                out[at + row] = sums[i] + m * b.v_alpha[row] + theta[2] * b.v_beta[row];
            }
        }
    }
}
