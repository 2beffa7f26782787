/* One pass over sales into a cohort table: 8 bytes a customer, all else stays in the cache.
 *
 * A sale goes to the cohort of the earliest period met so far, so a customer's sales must not run
 * back into an earlier one; where they do, or where somebody returned something, a second pass
 * over complete records (is_settled) puts it right.
 */
#include "columns.h"

#include <stdlib.h>

enum { PERIODS = 63, AHEAD = 24 };
enum { IS_OUTSIDE = 1, IS_BACKWARDS = 2, HAS_RETURNS = 4 };
#define RETURNED ((uint64_t)1 << 63)

typedef struct {
    uint64_t *seen;        /* by code: a bit for each period with a sale; the top: a return */
    int64_t *sums;         /* [PERIODS][PERIODS], by first period and period */
    const uint8_t *period; /* of each day from first_day on */
    int64_t days;          /* how many of them there are; a sale on another is outside */
    int32_t first_day;
    int32_t is_settled; /* `seen` is complete: add sums only, of those without returns */
    int32_t least, latest; /* of all days met */
    int32_t marks;
} Cohorts;

static void add_sale(Cohorts *cohorts, uint64_t *seen, int period, int64_t minor) {
    uint64_t known = *seen & ~RETURNED;
    if (cohorts->is_settled) {
        if (known != *seen) return;
    } else {
        if (known && period < __builtin_ctzll(known)) cohorts->marks |= IS_BACKWARDS;
        if (minor < 0) {
            *seen |= RETURNED;
            cohorts->marks |= HAS_RETURNS;
        }
        known |= (uint64_t)1 << period;
        *seen |= known;
    }
    cohorts->sums[__builtin_ctzll(known) * PERIODS + period] += minor;
}

static void add_tile(Cohorts *cohorts, const Tile *tile, int32_t until) {
    int32_t least = cohorts->least, latest = cohorts->latest;
    for (int i = 0; i < tile->rows; i++) {
        if (i + AHEAD < tile->rows) __builtin_prefetch(&cohorts->seen[tile->code[i + AHEAD]], 1);
        int32_t day = tile->day[i];
        if (day > until) continue;
        least = day < least ? day : least;
        latest = day > latest ? day : latest;
        int64_t at = (int64_t)day - cohorts->first_day;
        if (at < 0 || at >= cohorts->days)
            cohorts->marks |= IS_OUTSIDE;
        else
            add_sale(cohorts, &cohorts->seen[tile->code[i]], cohorts->period[at], tile->minor[i]);
    }
    cohorts->least = least;
    cohorts->latest = latest;
}

/* Add a batch. Return 0, or what is bad (1 an id, 2 an amount): then the table is of no use. */
int plon_cohorts_add(Cohorts *cohorts, const Columns *columns) {
    Tile tile;
    tile.transition = 0;
    for (int64_t low = 0; low < columns->rows; low += TILE) {
        plon_read_tile(columns, low, &tile);
        if (tile.bad) return tile.bad;
        add_tile(cohorts, &tile, columns->until);
    }
    return 0;
}

/* Add up sizes[first] and active[first][period] of the customers who returned nothing. */
void plon_cohorts_count(const Cohorts *cohorts, int64_t customers, int64_t *sizes,
                        int64_t *active) {
    for (int64_t code = 0; code < customers; code++) {
        uint64_t left = cohorts->seen[code];
        if (!left || left & RETURNED) continue;
        int first = __builtin_ctzll(left);
        sizes[first]++;
        for (; left; left &= left - 1) active[first * PERIODS + __builtin_ctzll(left)]++;
    }
}
