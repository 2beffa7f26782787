/* Rows of Pareto/NBD made ready: their integrals prepared, cut, and sorted by nodes needed.
 *
 * Formulas, names and rules are those of models/pareto_integral.py, which is the reference.
 */
#ifndef PLON_PARETO_ROWS_H
#define PLON_PARETO_ROWS_H

#include "lanes.h"

enum { BLOCK = 2048, LANES = 32, RULES = 7 };

typedef struct {
    const double *limits;          /* RULES times nodes, width, variation */
    const double *places, *shares; /* the rules' nodes on (0, 1) and weights, one after another */
    double drop;
} Rules;

typedef struct {
    double fall[BLOCK], power[BLOCK], ratio[BLOCK], width[BLOCK], variation[BLOCK];
    double v_alpha[BLOCK], v_beta[BLOCK];
    int rule[BLOCK], order[BLOCK], panels[BLOCK];
} Block;

typedef struct {
    double fall[LANES], power[LANES], ratio[LANES], width[LANES];
} Group;

PLON_INLINE double log1p_of(double z) {
    double u = 1.0 + z;
    return lane_log1p(z, u, 1.0 / u);
}

PLON_INLINE void prepare(const double *theta, const double *x, const double *t_x, const double *T,
                         int n, double drop, Block *b) {
    const double r = theta[0], alpha = theta[1], s = theta[2], beta = theta[3];
    const int alpha_first = alpha <= beta;
    for (int i = 0; i < n; i++) {
        double m = r + x[i], ahead = T[i] - t_x[i];
        double from_alpha = alpha + t_x[i], from_beta = beta + t_x[i];
        double v = log1p_of(ahead / from_alpha), w = log1p_of(ahead / from_beta);
        b->v_alpha[i] = v;
        b->v_beta[i] = w;
        b->fall[i] = alpha_first ? m - 1.0 : s;
        b->power[i] = alpha_first ? s + 1.0 : m;
        b->ratio[i] = alpha_first ? from_alpha / from_beta : from_beta / from_alpha;
        b->width[i] = alpha_first ? v : w;
        b->variation[i] = alpha_first ? w : v;
    }
    for (int i = 0; i < n; i++) {
        double across = b->fall[i] * b->width[i], bend = b->power[i] * b->variation[i];
        b->rule[i] = across + bend > drop; /* for now: is it deep? */
        b->variation[i] = (across < 0 ? -across : across) + bend;
        b->width[i] = most(b->width[i], 2.2250738585072014e-308);
    }
}

/* Where ln(integrand) has fallen by about `drop`; never before it has. */
PLON_INLINE void cut(const Group *g, double drop, double *width, double *variation) {
    for (int i = 0; i < LANES; i++) {
        double fall = g->fall[i], power = g->power[i], ratio = g->ratio[i], v = g->width[i];
        double budget = drop + most(-fall, 0.0) * v;
        double reach = (lane_exp(least(budget / power, 700.0)) - 1.0) / ratio;
        double by_slope = drop / most(fall + power * ratio, 1e-300);
        v = least(v, lane_log(1.0 + least(reach, 1e300)));
        v = fall >= 0.0 ? least(v, by_slope) : v;
        for (int pass = 0; pass < 3; pass++) {
            double grown = ratio * (lane_exp(v) - 1.0);
            double excess = fall * v + power * lane_log(1.0 + grown) - drop;
            double slope = fall + power * (ratio + grown) / (1.0 + grown);
            v = (fall >= 0.0) & (excess > 0.0) ? v - excess / slope : v;
        }
        width[i] = v;
        variation[i] = (fall < 0.0 ? -fall : fall) * v
                       + power * lane_log(1.0 + ratio * (lane_exp(v) - 1.0));
    }
}

PLON_INLINE void gather(const Block *b, const int *rows, int count, Group *g) {
    for (int i = 0; i < LANES; i++) {
        int row = rows[i < count ? i : 0];
        g->fall[i] = b->fall[row];
        g->power[i] = b->power[row];
        g->ratio[i] = b->ratio[row];
        g->width[i] = b->width[row];
    }
}

PLON_INLINE void cut_deep(Block *b, int n, double drop) {
    int deep = 0;
    for (int i = 0; i < n; i++) {
        b->order[deep] = i;
        deep += b->rule[i];
    }
    for (int start = 0; start < deep; start += LANES) {
        int count = deep - start < LANES ? deep - start : LANES;
        double width[LANES], variation[LANES];
        Group g;
        gather(b, b->order + start, count, &g);
        cut(&g, drop, width, variation);
        for (int i = 0; i < count; i++) {
            b->width[b->order[start + i]] = width[i];
            b->variation[b->order[start + i]] = variation[i];
        }
    }
}

/* Sort the block's rows by rule, keeping their order; the last rule is repeated in panels. */
PLON_INLINE void sort_by_rule(Block *b, int n, const double *limits, int *starts) {
    int counts[RULES + 1] = {0};
    const double *last = limits + 3 * (RULES - 1);
    for (int i = 0; i < n; i++) {
        int rule = 0;
        for (int k = 0; k < RULES; k++)
            rule += (b->width[i] > limits[3 * k + 1]) | (b->variation[i] > limits[3 * k + 2]);
        b->rule[i] = rule;
        b->panels[i] = 1;
        if (rule == RULES) {
            double spread = most(b->width[i] / last[1], b->variation[i] / last[2]);
            b->panels[i] = 1 + (int)least(spread, 1000.0);
        }
        counts[rule]++;
    }
    starts[0] = 0;
    for (int k = 0; k <= RULES; k++) starts[k + 1] = starts[k] + counts[k];
    int place[RULES + 1];
    for (int k = 0; k <= RULES; k++) place[k] = starts[k];
    for (int i = 0; i < n; i++) b->order[place[b->rule[i]]++] = i;
}

typedef struct {
    const double *theta, *x, *t_x, *T;
    int rows, starts[RULES + 2];
} Task;

PLON_INLINE void arrange(Task *task, const Rules *rules, Block *b) {
    prepare(task->theta, task->x, task->t_x, task->T, task->rows, rules->drop, b);
    cut_deep(b, task->rows, rules->drop);
    sort_by_rule(b, task->rows, rules->limits, task->starts);
}

/* The nodes of a rule: where they start in the tables, how many, and in how many panels. */
typedef struct {
    const double *places, *shares;
    int count, panels;
} Nodes;

PLON_INLINE Nodes nodes_of(const Rules *rules, int rule, const Block *b, const int *rows, int n) {
    Nodes found = {rules->places, rules->shares, 0, 1};
    int index = rule < RULES ? rule : RULES - 1;
    for (int k = 0; k < index; k++) {
        found.places += (int)rules->limits[3 * k];
        found.shares += (int)rules->limits[3 * k];
    }
    found.count = (int)rules->limits[3 * index];
    for (int i = 0; i < n; i++)
        if (b->panels[rows[i]] > found.panels) found.panels = b->panels[rows[i]];
    return found;
}

/* Node k of all panels: panels are equal parts of (0, 1). */
PLON_INLINE double place_of(const Nodes *nodes, int k) {
    return (k / nodes->count + nodes->places[k % nodes->count]) / nodes->panels;
}

PLON_INLINE double share_of(const Nodes *nodes, int k) {
    return nodes->shares[k % nodes->count] / nodes->panels;
}

/* Up to LANES rows of one rule, in the block's order. */
typedef struct {
    int rule, first, count;
} Span;

/* Move to the next span, from {0, 0, 0}; 0 if there is none. */
PLON_INLINE int next_span(const Task *task, Span *span) {
    span->first += span->count;
    while (span->rule <= RULES && span->first >= task->starts[span->rule + 1]) span->rule++;
    if (span->rule > RULES) return 0;
    int rest = task->starts[span->rule + 1] - span->first;
    span->count = rest < LANES ? rest : LANES;
    return 1;
}

PLON_INLINE Task task_at(const double *theta, const double *x, const double *t_x, const double *T,
                         int64_t at, int64_t n, const Rules *rules, Block *b) {
    int rows = n - at < BLOCK ? (int)(n - at) : BLOCK;
    Task task = {theta, x + at, t_x + at, T + at, rows, {0}};
    arrange(&task, rules, b);
    return task;
}

#endif
